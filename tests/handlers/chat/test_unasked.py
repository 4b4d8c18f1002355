"""An unasked message as it leaves: the words, the buttons, the reason under it; and what administrators are told."""

from uuid import uuid4

import pytest

from handlers.chat import unasked
from handlers.screens import Button, Screen
from models.outbox.health import Health
from models.outbox.judging import Claimed
from models.outbox.recheck import Ready
from models.outbox.tables import Lane, Policy
from tests.handlers.visitor import furnished

WHY = {"en": "Why this?", "fr": "Pourquoi ce message\u202f?", "es": "¿Por qué esto?"}


@pytest.fixture
def house(database, now):
    return furnished(database, now)


def ready(now, message, *, language="en", person_id=None, first_name="Ana"):
    row = Claimed(
        5, "token", Lane.ANNOUNCEMENT, "news", "broadcast:7", None, person_id, 7, Policy.RESEND, now, None, message, 0, 0
    )  # fmt: skip
    return Ready(row, message, language, first_name)


TEXTS = {"en": "<b>Market</b> on Friday", "es": "<b>Mercado</b> el viernes"}


@pytest.mark.parametrize(("language", "words"), [("es", TEXTS["es"]), ("fr", TEXTS["en"])])
async def test_finished_words_in_her_language_or_else_the_towns(house, now, language, words):
    one = ready(now, {"texts": TEXTS}, language=language, person_id=uuid4())
    assert await unasked.write(house, one) == Screen(words, ((Button(WHY[language], ("why", "5")),),))


async def test_words_in_a_language_nobody_here_speaks_are_better_than_none(house, now):
    assert (await unasked.write(house, ready(now, {"texts": {"ht": "Mache vandredi"}}))).text == "Mache vandredi"


async def test_a_group_is_not_asked_what_it_wants(house, now):
    assert await unasked.write(house, ready(now, {"texts": TEXTS}, language=None)) == Screen(TEXTS["en"])


async def test_buttons_are_said_in_her_language(house, now):
    rows = [
        [{"label": "done", "press": ["rsvp", 5]}],
        [
            {"label": {"en": "Map", "fr": "Plan"}, "url": "https://map.example"},
            {"label": "42", "url": "https://x.example"},
        ],
    ]
    screen = await unasked.write(house, ready(now, {"texts": TEXTS, "buttons": rows}, language="fr"))
    assert screen.rows == (
        (Button("Terminé", ("rsvp", "5")),),
        (Button("Plan", url="https://map.example"), Button("42", url="https://x.example")),
    )


async def test_a_template_gets_its_values_and_her_name(house, now):
    one = ready(now, {"template": "not_now", "values": {}})
    assert (await unasked.write(house, one)).text.startswith("All right, I will not ask again.")


async def test_what_needs_a_person_is_not_said_to_nobody(house, now):
    one = ready(now, {"template": "new_fit", "values": {"fits": ["x"]}}, person_id=uuid4())
    assert await unasked.write(house, one) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one line", "one line"),
        ("<b>bold\nto the end</b>", "<b>bold</b>"),
        (
            '<a href="https://x.example/?a=1&amp;b=2"><i>a link</i>\n</a>',
            '<a href="https://x.example/?a=1&amp;b=2"><i>a link</i></a>',
        ),
        ("\n<b>first</b> line\nsecond", "<b>first</b> line"),
    ],
)
def test_a_first_line_closes_what_it_opened(text, line):
    assert unasked.first_line(text) == line


# What administrators are told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "<b>⚠️ Messages are not going out as they should</b>\n\n"
                "1 message is waiting, and nothing has left for a while. The oldest has waited for 6 minutes."
            ),
        ),
        (
            "fr",
            (
                "<b>⚠️ Les messages ne partent pas comme il faut</b>\n\n"
                "1 message attend, et rien n’est parti depuis un moment. Le plus ancien attend depuis 6 minutes."
            ),
        ),
        (
            "es",
            (
                "<b>⚠️ Los mensajes no salen como deberían</b>\n\n"
                "1 mensaje espera, y hace rato que no sale nada. El más antiguo espera desde hace 6 minutos."
            ),
        ),
    ],
)
def test_an_alarm_says_what_stands_still(house, now, language, told):
    since = now.replace(hour=16, minute=54)
    stalled = Health({Lane.NUDGE: 1}, {Lane.NUDGE: since}, 0, 0, 0.0, stalled=True)
    assert unasked.alarm(house, language, stalled, (), now) == told


def test_an_alarm_says_what_fails_and_was_paused(house, now):
    failing = Health({}, {}, 0, 0, 0.124, stalled=False)
    assert unasked.alarm(house, "en", failing, ["broadcast:<7>", "event:5"], now) == (
        "<b>⚠️ Messages are not going out as they should</b>\n\n"
        "Of the last calls to Telegram, 12 in 100 failed.\n"
        "To be safe, this is paused until you look at it: broadcast:&lt;7&gt; and event:5"
    )
