"""One delivery, one call, one outcome: what leaves, and what each answer of Telegram's is taken for."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.messenger import Post, outcome_of
from bot.simulator import Simulator
from bot.telegram import Wire
from handlers.buttons import Buttons
from handlers.screens import Button, Screen
from handlers.telegram import CutOff
from models.outbox.judging import Claimed
from models.outbox.outcomes import Ambiguous, Broken, Gone, Later, Moved, Sent, TooFast
from models.outbox.recheck import Ready
from models.outbox.tables import Lane

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
BUTTONS = Buttons("secret")
HELLO = Screen(
    "<b>Hello</b> &amp; welcome", ((Button("Go on", press=("resume",)), Button("Page", url="https://a.b/")),)
)


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim


@pytest.fixture
async def post(sim):
    wire = Wire(timeout=0.5)
    await wire.initialize()
    yield Post(Bot(sim.token, f"{sim.url}/bot", request=wire, get_updates_request=wire), BUTTONS)
    await wire.shutdown()


@pytest.fixture
async def ana(sim):
    ana = sim.person("Ana")
    await ana.type("/start", wait=False)
    return ana


def to(chat_id, *, paid=False, **message):
    row = Claimed(
        id=7, token="t", lane=Lane.URGENT, kind="opening", about="event:1", batch=None, person_id=None, chat_id=chat_id,
        policy="resend", due_at=NOW, expires_at=None, message=message, attempts=0, doubts=0,
    )  # fmt: skip
    return Ready(row, message, "en", "Ana", paid=paid)


async def test_a_message_arrives_with_its_buttons_sealed_for_her_chat(post, ana, sim):
    outcome = await post.deliver(to(ana.id), HELLO)
    assert outcome == Sent(ana.last["message_id"])
    assert ana.screen == "Hello & welcome\n[Go on] [Page]"
    keys = ana.last["reply_markup"]["inline_keyboard"][0]
    assert BUTTONS.open(keys[0]["callback_data"], ana.id) == ("resume",)
    assert sim.violations == []


async def test_nothing_depends_on_a_default(post, ana, sim):
    await post.deliver(to(ana.id), Screen("Hello"))
    assert sim.calls[-1].params == {
        "chat_id": ana.id,
        "text": "Hello",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


async def test_paid_only_where_the_sender_chose_it(post, ana, sim):
    await post.deliver(to(ana.id, paid=True), HELLO)
    assert sim.calls[-1].params["allow_paid_broadcast"] is True
    await post.deliver(to(ana.id), HELLO)
    assert "allow_paid_broadcast" not in sim.calls[-1].params


async def test_a_picture_goes_with_its_words(post, ana, sim):
    await ana.send_file("hall.jpg", b"jpg", content_type="image/jpeg", kind="photo", wait=False)
    file_id = ana.messages[-1]["photo"][-1]["file_id"]
    outcome = await post.deliver(to(ana.id, media={"kind": "photo", "file_id": file_id}), HELLO)
    assert outcome == Sent(ana.last["message_id"])
    assert ana.last["caption"] == "Hello & welcome"
    assert sim.violations == []


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("429", TooFast(timedelta(seconds=3))),
        ("500", Later("telegram")),
        ("drop_before", Ambiguous("cut_off")),
        ("drop_after", Ambiguous("cut_off")),
        ("blocked", Gone("blocked")),
    ],
)
async def test_the_weather_becomes_an_outcome(post, ana, sim, fault, outcome):
    sim.faults.add(fault, times=1, seconds=3)
    assert await post.deliver(to(ana.id), HELLO) == outcome


async def test_nobody_at_the_other_end_is_later_and_not_in_doubt(ana):
    wire = Wire()
    await wire.initialize()
    post = Post(Bot("1:x", "http://127.0.0.1:9/bot", request=wire, get_updates_request=wire), BUTTONS)
    assert await post.deliver(to(ana.id), HELLO) == Later("network")
    assert await post.tell(ana.id, "alarm") is False
    await wire.shutdown()


async def test_a_chat_that_is_not_there(post, ana):
    assert await post.deliver(to(404), HELLO) == Gone("chat_not_found")


async def test_words_telegram_does_not_take(post, ana):
    assert await post.deliver(to(ana.id), Screen("<b>open")) == Broken("markup")
    assert await post.deliver(to(ana.id), Screen("x" * 4097)) == Broken("too_long")
    assert await post.deliver(to(ana.id), Screen("")) == Broken("empty")


async def test_an_alarm_leaves_at_once(post, ana):
    assert await post.tell(ana.id, "<b>Look</b>") is True
    assert ana.screen == "Look"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (RetryAfter(30), TooFast(timedelta(seconds=30))),
        (RetryAfter(timedelta(minutes=2)), TooFast(timedelta(minutes=2))),
        (ChatMigrated(-100123), Moved(-100123)),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone("blocked")),
        (Forbidden("Forbidden: user is deactivated"), Gone("deactivated")),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone("no_permission")),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Gone("no_permission")),
        (BadRequest("Chat not found"), Gone("chat_not_found")),
        (BadRequest("PEER_ID_INVALID"), Gone("chat_not_found")),
        (BadRequest("Not enough rights to send text messages to the chat"), Gone("no_permission")),
        (BadRequest("Can't parse entities: unclosed start tag"), Broken("markup")),
        (BadRequest("Message caption is too long"), Broken("too_long")),
        (BadRequest("Wrong file identifier/HTTP URL specified"), Broken("file")),
        (BadRequest("BUTTON_DATA_INVALID"), Broken("button")),
        (BadRequest("Something new"), Broken("refused")),
        (CutOff(), Ambiguous("cut_off")),
        (TimedOut(), Ambiguous("no_answer")),
        (InvalidToken("Unauthorized"), Later("token")),
        (NetworkError("Telegram cannot be reached"), Later("network")),
        (NetworkError("Bad Gateway"), Later("telegram")),
        (NetworkError("Service Unavailable (503)"), Later("telegram")),
        (Conflict("terminated by other getUpdates request"), Later("telegram")),
    ],
)
def test_every_answer_has_its_meaning(fault, outcome):
    assert outcome_of(fault) == outcome


async def writer_of(sim, *texts):
    """A coordinator's own chat with what she wrote there, to be copied from."""
    rosa = sim.person("Rosa")
    for text in texts:
        await rosa.type(text, wait=False)
    return rosa, [message["message_id"] for message in rosa.messages[-len(texts) :]]


async def test_a_copy_stands_as_it_was_written_with_our_buttons_under_it(post, sim, ana):
    rosa, [number] = await writer_of(sim, "The hall is open.")
    screen = Screen("", HELLO.rows, copied=(rosa.id, (number,)))
    assert isinstance(await post.deliver(to(ana.id), screen), Sent)
    assert ana.screen == "The hall is open.\n[Go on] [Page]"
    assert sim.violations == []


async def test_an_album_arrives_whole_and_its_buttons_below(post, sim, ana):
    rosa, numbers = await writer_of(sim, "first picture", "second picture")
    screen = Screen("About the pictures above", HELLO.rows, copied=(rosa.id, tuple(numbers)))
    outcome = await post.deliver(to(ana.id), screen)
    said = [message["text"] for message in ana.messages if message["from"]["is_bot"]]
    assert said == ["first picture", "second picture", "About the pictures above"]
    assert outcome == Sent(ana.messages[-3]["message_id"], (ana.messages[-2]["message_id"],))


async def test_a_copy_is_put_right_and_taken_away_in_its_place(post, sim, ana):
    sent = await post.deliver(to(ana.id), Screen("The hall is open."))
    assert await post.deliver(to(ana.id), Screen("The hall is closed.", change=("edit", sent.message_id))) == sent
    assert ana.screen == "The hall is closed."
    assert await post.deliver(to(ana.id), Screen("The hall is closed.", change=("edit", sent.message_id))) == sent
    assert await post.deliver(to(ana.id), Screen("", change=("delete", sent.message_id))) == sent
    assert [message for message in ana.messages if message["from"]["is_bot"]] == []
    assert await post.deliver(to(ana.id), Screen("", change=("delete", sent.message_id))) == sent
