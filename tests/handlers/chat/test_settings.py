"""/settings at its doors: every switch, the pause, quiet hours, the clock, what is muted; and the words typed there."""

from datetime import UTC, datetime, time

import pytest

from handlers.chat import settings, talk
from handlers.screens import Button, Popup, Replace, Say
from models.intake import progress
from models.outbox import preferences
from models.people import meeting
from models.resources import catalogue
from models.resources.tables import Resource
from tests.handlers.visitor import Visitor, furnished

RESTING = (
    "<b>What I may send you</b>\n\n"
    "🔔 Reminders of what you choose · <b>no</b>\n"
    "📣 News that fits you · <b>no</b>\n"
    "👋 A hint now and then, such as where we stopped · <b>yes</b>\n\n"
    "🌙 Quiet from 9:00\u202fPM to 8:00\u202fAM\n"
    "🕑 Your clock is that of New York: it is 12:00\u202fPM now\n\n"
    "Of what you did not ask for, I send at most 5 messages a week; the rest comes together in one. "
    "/stop ends everything."
)


@pytest.fixture
def house(database, now):
    return furnished(database, now)


@pytest.fixture
async def ana(house):
    ana = Visitor(house)
    await ana.start()
    await ana.visit(settings.show)
    return ana


async def preference(ana):
    async with ana.house.database.reading() as session:
        person = await meeting.by_chat(session, ana.chat_id)
        return await preferences.of(session, person.id)


async def do(ana, function, **values):
    async with ana.house.database.transaction() as session:
        person = await meeting.by_chat(session, ana.chat_id)
        await function(session, person.id, **values)


def line(ana, sign):
    """The line of the screen that begins with this sign."""
    return next((line for line in ana.screen.text.splitlines() if line.startswith(sign)), None)


async def test_everything_on_one_screen(ana):
    assert ana.screen.text == RESTING
    assert ana.labels == [
        "🔔 Reminders", "📣 News that fits me", "✓ 👋 Hints", "⏸ Pause", "🌙 Quiet hours", "🕑 Time zone",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "switch", "sign"),
    [("Reminders", "reminders", "🔔"), ("News", "announcements", "📣"), ("Hints", "nudges", "👋")],
)
async def test_one_tap_turns_a_switch_and_the_next_one_back(ana, label, switch, sign):
    before = getattr(await preference(ana), switch)
    (reply,) = await ana.press(label)
    assert isinstance(reply, Replace)
    assert getattr(await preference(ana), switch) is not before
    assert line(ana, sign).endswith("<b>no</b>" if before else "<b>yes</b>")
    await ana.press(label)
    assert getattr(await preference(ana), switch) is before
    assert ana.screen.text == RESTING


async def test_a_second_tap_on_the_same_button_changes_nothing(ana):
    button = ana.buttons[0]
    await ana.press_again(button)
    await ana.press_again(button)
    assert (await preference(ana)).reminders is True


async def test_the_intake_and_the_settings_tell_one_truth(ana):
    await ana.press("Reminders")
    assert (await ana.answers())["consent_reminders"] is True
    await ana.press("Reminders")
    assert (await ana.answers())["consent_reminders"] is False
    assert (await preference(ana)).reminders is False


async def open_consent(ana):
    """Skip through the questions until she is asked whether we may write."""
    await ana.start()
    await ana.press("Continue")
    while "when something new fits you" not in ana.heading:
        await ana.press(
            "Skip"
            if "Skip" in ana.labels
            else "Answer more"
            if "Answer more, find more" in ana.labels
            else "not to say"
        )


async def test_a_yes_in_the_intake_is_a_yes_in_the_settings(ana):
    await open_consent(ana)
    await ana.press("Yes")
    assert (await preference(ana)).announcements is True
    await ana.visit(settings.show)
    assert line(ana, "📣").endswith("<b>yes</b>")


async def test_taking_the_answer_back_takes_the_consent_back(ana):
    await ana.press("News")
    async with ana.house.database.reading() as session:
        person = await meeting.by_chat(session, ana.chat_id)
        before = await progress.standing(session, person.id)
    await ana.press_again(Button("", ("change", "consent_announcements")))
    await ana.press("Remove my answer")
    assert (await preference(ana)).announcements is False
    assert before.state.open == "trade", "the question that was open stayed open"


async def test_the_question_on_her_screen_is_not_answered_behind_her_back(ana):
    await open_consent(ana)
    question = ana.buttons[0]
    await ana.visit(settings.show)
    await ana.press("News")
    assert (await preference(ana)).announcements is True
    assert "consent_announcements" not in await ana.answers()
    (reply,) = await ana.press_again(question)
    assert isinstance(reply, Replace), "her button still works"


# The pause


@pytest.mark.parametrize(("label", "day"), [("1 week", "Monday, November 30"), ("30 days", "Wednesday, December 23")])
async def test_a_pause_and_its_end(ana, label, day):
    await ana.press("Pause", label)
    assert line(ana, "⏸") == f"⏸ Silence until {day}"
    await ana.press("Pause")
    assert f"At the moment I am silent until {day}." in ana.screen.text
    await ana.press("End the pause")
    assert line(ana, "⏸") is None
    assert (await preference(ana)).paused_until is None


async def test_until_a_day_she_types(ana):
    await ana.press("Pause", "Until a day")
    assert ana.heading == "Until which day?"
    (reply,) = await ana.type("3 January")
    assert isinstance(reply, Say)
    assert ana.screen.text.startswith("Noted: silence until Sunday, January 3.\n\n<b>What I may send you</b>")
    assert line(ana, "⏸") == "⏸ Silence until Sunday, January 3"
    assert (await preference(ana)).paused_until == datetime(2027, 1, 3, 5, tzinfo=UTC), "midnight on her clock"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("when pigs fly", "I did not understand which day that is."),
        ("2020-01-01", "That day has passed already."),
        ("2026-11-23", "That day has passed already."),
        ("1 May 2035", "That is more than a year away."),
        ("<b>", "I did not understand which day that is."),
    ],
)
async def test_a_day_that_will_not_do_is_asked_again(ana, words, reason):
    await ana.press("Pause", "Until a day")
    await ana.type(words)
    assert ana.screen.text.startswith(reason)
    assert ana.heading == "Until which day?"
    await ana.type("tomorrow")
    assert line(ana, "⏸") == "⏸ Silence until Tuesday, November 24"


@pytest.mark.parametrize("words", ["back", "no", "skip"])
async def test_words_that_leave_a_question(ana, words):
    await ana.press("Pause", "Until a day")
    await ana.type(words)
    assert ana.screen.text == RESTING
    await ana.type("bread")
    assert "Food" in ana.screen.text, "the next words belong to the intake again"


async def test_the_intakes_question_does_not_swallow_the_answer(ana):
    await ana.press("Quiet hours", "My own hours")
    await ana.type("22-7")
    assert await ana.answers() == {}
    await ana.type("bread")
    assert await ana.answers() == {"trade": {"choices": ["food"], "text": "bread"}}


async def test_other_words_that_mean_a_way_leave_the_question_too(ana):
    await ana.press("Pause", "Until a day")
    await ana.type("help")
    assert ana.heading == "What I can do for you"
    await ana.type("bread")
    assert "trade" in await ana.answers()


# Quiet hours


@pytest.mark.parametrize(
    ("label", "said", "kept"),
    [
        ("10:00\u202fPM to 7:00\u202fAM", "🌙 Quiet from 10:00\u202fPM to 7:00\u202fAM", (time(22), time(7))),
        ("Never quiet", "🌙 No quiet hours", (time(0), time(0))),
    ],
)
async def test_quiet_hours_at_a_tap_and_the_towns_again(ana, label, said, kept):
    await ana.press("Quiet hours", label)
    assert line(ana, "🌙") == said
    preferred = await preference(ana)
    assert (preferred.quiet_from, preferred.quiet_until) == kept
    await ana.press("Quiet hours")
    assert [one for one in ana.labels if one.startswith("✓")] == [f"✓ {label}"]
    await ana.press("As the town")
    assert ana.screen.text == RESTING
    assert (await preference(ana)).quiet_from is None


async def test_her_own_quiet_hours(ana):
    await ana.press("Quiet hours", "My own hours")
    await ana.type("sometimes")
    assert ana.screen.text.startswith("I need two hours, from when to when, for example 22-7.")
    await ana.type("23:30 to 6")
    assert ana.screen.text.startswith("Noted: quiet from 11:30\u202fPM to 6:00\u202fAM.")
    assert line(ana, "🌙") == "🌙 Quiet from 11:30\u202fPM to 6:00\u202fAM"


# The clock


async def test_another_clock_at_a_tap_and_the_towns_again(ana):
    await ana.press("Time zone")
    assert ana.labels == [
        "✓ New York",
        "Chicago",
        "Denver",
        "Los Angeles",
        "Anchorage",
        "Another city",
        "‹ Back to settings",
    ]
    await ana.press("Chicago")
    assert line(ana, "🕑") == "🕑 Your clock is that of Chicago: it is 11:00\u202fAM now"
    await ana.press("Time zone", "New York")
    assert (await preference(ana)).zone is None, "she goes with the town, should it move"


async def test_a_city_she_types(ana):
    await ana.press("Time zone", "Another city")
    await ana.type("Atlantis")
    assert ana.screen.text.startswith("I do not know that place.")
    await ana.type("I am in Paris now")
    assert ana.screen.text.startswith("Noted: your clock is that of Paris.")
    assert line(ana, "🕑") == "🕑 Your clock is that of Paris: it is 6:00\u202fPM now"
    await ana.press("Time zone")
    assert "✓ Paris" in ana.labels


async def test_a_pause_ends_at_midnight_where_she_lives(ana):
    await do(ana, preferences.live_in, zone="Asia/Kathmandu")
    await ana.press("Pause", "Until a day")
    await ana.type("2026-12-01")
    assert (await preference(ana)).paused_until == datetime(2026, 11, 30, 18, 15, tzinfo=UTC)


# What is muted


async def test_what_is_muted_can_be_heard_again(ana, now):
    async with ana.house.database.transaction() as session:
        session.add(Resource(source_id="hall", kind="space", name="Mill Hall", changed_at=now))
        await catalogue.bump(session)
    await do(ana, preferences.mute, kind="new_fit")
    await do(ana, preferences.mute, about="event:hall", until=now.replace(day=30))
    await do(ana, preferences.mute, kind="never_heard_of", about="event:gone")
    await ana.visit(settings.show)
    assert line(ana, "🔕") == "🔕 3 things are muted"
    await ana.press("3 muted")
    assert ana.screen.text == (
        "<b>What is muted</b>\n"
        "• Mill Hall (until Monday, November 30)\n"
        "• Messages like this one: one matter\n"
        "• What newly fits you\n\n"
        "Press one to hear of it again."
    )
    await ana.press("What newly fits", "Mill Hall", "Messages like")
    assert ana.screen.text == RESTING


async def test_many_muted_things_have_pages(ana):
    for number in range(7):
        await do(ana, preferences.mute, about=f"event:{number}")
    await ana.visit(settings.show)
    await ana.press("7 muted")
    assert (len(ana.labels), ana.screen.text.count("•")) == (7, 5)
    assert ana.screen.text.endswith("Page 1 of 2.")
    await ana.press("More")
    assert ana.screen.text.count("•") == 2


async def test_nobody_unmutes_for_somebody_else(ana, house):
    await do(ana, preferences.mute, kind="new_fit")
    await ana.visit(settings.show)
    await ana.press("1 muted")
    eva = Visitor(house, chat_id=8)
    await eva.start()
    await eva.press_again(ana.buttons[0])
    async with house.database.reading() as session:
        person = await meeting.by_chat(session, ana.chat_id)
        assert len(await preferences.muted(session, person.id, house.clock())) == 1


# What nobody pressed on purpose


@pytest.mark.parametrize(
    "press",
    [
        ("set", "reminders", "maybe"), ("set", "pause", "999"), ("set", "quiet", "9999-9999"), ("set", "nothing"),
        ("set", "unmute", "none"), ("set", "muted", "x", "y"), ("set", "reminders"),
    ],
)  # fmt: skip
async def test_a_button_that_means_nothing_changes_nothing(ana, press):
    (reply,) = await ana.press_again(Button("", press))
    assert reply == Popup("That button is from earlier. Look at the newest message.")
    assert (await preference(ana)).model_dump(exclude={"person_id"}) == preferences.Preference().model_dump(
        exclude={"person_id"}
    )


async def test_a_question_nobody_knows_any_more_gives_way(ana):
    async with ana.house.database.transaction() as session:
        (await meeting.by_chat(session, ana.chat_id)).asked = "settings:gone"
    await ana.visit(talk.words, words="22-7")
    assert ana.screen.text == RESTING


@pytest.mark.parametrize("language", ["fr", "es"])
async def test_no_screen_is_left_in_english(house, language):
    ana = Visitor(house, language=language)
    await ana.start()
    english = Visitor(house, chat_id=8)
    await english.start()
    for press in [
        ("set",),
        ("set", "pause"),
        ("set", "quiet"),
        ("set", "zone"),
        ("set", "pause", "ask"),
        ("set", "quiet", "ask"),
        ("set", "zone", "ask"),
        ("set", "muted", "0"),
    ]:
        await ana.press_again(Button("", press))
        await english.press_again(Button("", press))
        same = {line for line in ana.screen.text.splitlines() if line.strip()} & set(english.screen.text.splitlines())
        assert same == set(), press
        assert all(len(label) <= 40 for label in ana.labels)
        assert len(ana.labels) <= 8
