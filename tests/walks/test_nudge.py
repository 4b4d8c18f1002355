"""What comes unasked, on a telephone: the one word to go on, what newly fits, the digest, and why each of them came."""

import pytest
from sqlmodel import select

from handlers.clock import nudging
from models.nudges.tables import FitLook
from models.outbox import budget, planning, preferences
from models.outbox.planning import Draft
from models.outbox.tables import Delivery, Lane, State
from models.people import meeting
from models.people.tables import Person
from models.resources import catalogue
from models.resources.tables import Resource
from tests.walks.fingers import choices, press, reach_the_list


async def nudge(stage):
    """The house thinks of those who left, and what is due leaves."""
    await nudging.go_on(stage.running.house)
    await stage.deliver()


async def tell(stage):
    await nudging.tell_what_fits(stage.running.house)
    await stage.deliver()


async def adds(stage, source_id, **fields):
    """The town has something new for a food maker who looks for a place to work."""
    values = {"kind": "space", "name": source_id.replace("-", " ").title(), "needs": ["workspace"], "trades": ["food"]}
    async with stage.database.transaction() as session:
        row = {
            **values,
            "stages": ["selling"],
            "features": ["licensed_kitchen"],
            "cost": "free",
            "assured_on": stage.clock().date(),
            **fields,
        }
        session.add(Resource(source_id=source_id, changed_at=stage.clock(), **row))
        await catalogue.bump(session)


async def may_be_told(stage, phone):
    """She has seen her list and agreed to news; the town is as it is."""
    await reach_the_list(phone)
    await phone.type("/settings")
    await press(phone, "set:announcements:on")
    await tell(stage)
    stage.clock.tick(hours=1)


async def delivery(stage, **what):
    async with stage.database.reading() as session:
        return (await session.exec(select(Delivery).filter_by(**what))).one()


def unasked(phone):
    """What came by itself: the messages with a button that says why."""
    return [message for message in phone.messages if "why:" in str(message.get("reply_markup", ""))]


# The word to go on


async def test_two_days_after_she_left_in_the_middle(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    stage.clock.tick(days=2)
    await nudge(stage)
    assert phone.screen == (
        "Hello Amina.\n"
        "You had begun to tell me what you make. One or two more taps, and I show you what the town has for you.\n\n"
        "Your answers are kept. I ask this only once.\n"
        "[Continue] [Not now]\n"
        "[Why this?]"
    )
    await press(phone, "resume")
    assert phone.last["text"].startswith("Where are you with it?")


async def test_after_the_first_list_it_asks_for_a_little_more(stage):
    phone = stage.phone("Diego", "es")
    await reach_the_list(phone)
    stage.clock.tick(days=2)
    await nudge(stage)
    assert phone.last["text"].startswith("Hola, Diego.\nYa viste lo que te sirve hasta ahora.")


async def test_not_now_is_the_end_of_it_also_after_a_restart(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    stage.clock.tick(days=2)
    await nudge(stage)
    await stage.rebuild()
    await press(phone, "not_now")
    assert phone.screen == (
        "All right, I will not ask again. Your answers are kept: with /start you go on whenever you like."
    )
    stage.clock.tick(days=5)
    await nudge(stage)
    assert unasked(phone) == []


async def test_nobody_is_woken_and_who_comes_back_meanwhile_hears_nothing(stage):
    away, back = stage.phone("Amina"), stage.phone("Bo")
    stage.clock.tick(hours=12)  # midnight in Belmoulin
    await reach_the_list(away)
    await reach_the_list(back)
    stage.clock.tick(days=2)
    await nudge(stage)
    assert (unasked(away), unasked(back)) == ([], [])
    stage.clock.tick(hours=7)
    await back.type("/next")
    await nudge(stage)
    stage.clock.tick(hours=1)
    await nudge(stage)
    assert (len(unasked(away)), unasked(back)) == (1, [])
    late = await delivery(stage, chat_id=back.id)
    assert (late.state, late.reason) == (State.SKIPPED, "outdated")


async def test_stop_reaches_what_waits_for_the_morning(stage):
    phone = stage.phone("Amina")
    stage.clock.tick(hours=12)
    await reach_the_list(phone)
    stage.clock.tick(days=2)
    await nudge(stage)
    await phone.type("/stop")
    await phone.type("/start")
    stage.clock.tick(days=1)
    await nudge(stage)
    assert unasked(phone) == []
    stopped = await delivery(stage, chat_id=phone.id)
    assert (stopped.state, stopped.reason) == (State.CANCELLED, "stopped")


async def test_who_blocked_us_comes_back_by_writing(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.block()
    stage.clock.tick(days=2)
    await nudge(stage)
    await phone.unblock()
    await phone.type("hello")
    stage.clock.tick(days=2)
    await nudge(stage)
    assert len(unasked(phone)) == 1


# What newly fits


async def test_something_new_fits_with_its_reason_and_its_card(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen", next_step="Ring the bell at the back door.")
    await tell(stage)
    assert phone.screen == (
        "Something new fits you\n\n"
        "1. 🏠 Night Kitchen\n"
        "you asked for a place to work · for your trade: food · made for where you are now\n"
        "💵 Free\n"
        "→ Ring the bell at the back door.\n"
        "[1 🏠]\n"
        "[Why this?]"
    )
    await press(phone, choices(phone, "card:")[0])
    assert phone.last["text"].startswith("🏠 Night Kitchen")


async def test_in_her_language_as_it_is_when_it_leaves(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen", translations={"fr": {"name": "Cuisine de nuit"}})
    await adds(stage, "day-kitchen", translations={"fr": {"name": "Cuisine de jour"}})
    await nudging.tell_what_fits(stage.running.house)
    await phone.type("/language")
    await press(phone, "lang:fr")
    await stage.deliver()
    text = phone.last["text"]
    assert text.startswith("2 nouveautés vous vont\n\n1. 🏠 Cuisine de jour\n")
    assert "2. 🏠 Cuisine de nuit" in text


async def test_once_a_week_and_through_a_restart(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen")
    await tell(stage)
    await stage.rebuild()
    await adds(stage, "day-kitchen")
    for _ in range(6):
        stage.clock.tick(days=1)
        await tell(stage)
    assert len(unasked(phone)) == 1
    stage.clock.tick(days=1)
    await tell(stage)
    assert [message["text"].split("\n")[2] for message in unasked(phone)] == [
        "1. 🏠 Night Kitchen",
        "1. 🏠 Day Kitchen",
    ]


async def test_what_closed_again_before_it_could_be_told_is_not_told(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen")
    await nudging.tell_what_fits(stage.running.house)
    async with stage.database.transaction() as session:
        (await session.exec(select(Resource).where(Resource.source_id == "night-kitchen"))).one().status = "defunct"
        await catalogue.bump(session)
    await stage.deliver()
    assert unasked(phone) == []
    assert (await delivery(stage, chat_id=phone.id)).state == State.SKIPPED


async def test_nothing_for_somebody_who_did_not_agree(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await tell(stage)
    await adds(stage, "night-kitchen")
    await tell(stage)
    assert unasked(phone) == []


# Why this?


async def test_why_names_rule_and_source_and_silences_the_kind(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen")
    await tell(stage)
    await press(phone, choices(phone, "why:")[0])
    assert phone.screen == (
        "Why you got this\n\n"
        "You said I may write when something new fits you. I look whenever the town adds or changes something, "
        "and write about it at most once a week.\n\n"
        "In it: Night Kitchen\n\n"
        "Who sends it: Made in Belmoulin\n"
        "[No more of these]\n"
        "[Nothing for 30 days]\n"
        "[All settings]"
    )
    await phone.tap("No more of these")
    assert phone.screen == (
        "All right, no more of this: What newly fits you\n\nYou can change that at any time.\n[All settings]"
    )
    stage.clock.tick(days=8)
    await adds(stage, "day-kitchen")
    await tell(stage)
    assert len(unasked(phone)) == 1
    await phone.tap("All settings")
    assert "🔕 1 thing is muted" in phone.last["text"]


async def test_thirty_days_of_silence(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen")
    await tell(stage)
    await press(phone, choices(phone, "why:")[0])
    await phone.tap("Nothing for 30 days")
    assert phone.last["text"].startswith("All right, I am silent until Wednesday, December 23.")
    await adds(stage, "day-kitchen")
    for days, heard in ((29, 1), (2, 2)):
        stage.clock.tick(days=days)
        await tell(stage)
        assert len(unasked(phone)) == heard


async def plan(stage, phone, key, **more):
    """The coordinator announces something."""
    plain = {"kind": "news", "about": "broadcast:7", "lane": Lane.ANNOUNCEMENT, "due_at": stage.clock()}
    draft = Draft(key, **{**plain, "message": {"texts": {"en": f"<b>{key}</b>\nCome and <i>see</i>."}}, **more})
    house = stage.running.house
    async with stage.database.transaction() as session:
        who = select(Person.id).where(Person.chat_id == phone.id)
        await planning.plan(session, draft, who, stage.clock(), house.manners)
    await stage.deliver()


async def test_one_matter_is_silenced_and_another_is_not(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await plan(stage, phone, "The market moves")
    await press(phone, choices(phone, "why:")[0])
    assert phone.buttons[0] == "No more about this"
    await phone.tap("No more about this")
    stage.clock.tick(hours=1)
    await plan(stage, phone, "The market moves again")
    await plan(stage, phone, "A fair", about="broadcast:8")
    assert [message["text"].split("\n")[0] for message in unasked(phone)] == ["The market moves", "A fair"]


async def test_somebody_elses_message_and_an_old_one_are_nobodys_business(stage):
    phone, other = stage.phone("Amina"), stage.phone("Bo")
    for one in (phone, other):
        await may_be_told(stage, one)
    await plan(stage, phone, "The market moves")
    number = (await delivery(stage, chat_id=phone.id)).id
    sealed = stage.running.house.buttons.seal(("why", str(number)), other.id)
    other.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = sealed
    await other.tap(data=sealed)
    gone = "That was a while ago, and I keep nothing more about it. /settings shows what I may send you."
    assert other.popups[-1]["text"] == gone
    async with stage.database.transaction() as session:
        await session.delete(await session.get(Delivery, number))
    await press(phone, f"why:{number}")
    assert phone.popups[-1]["text"] == gone


# What was over the week's budget


@pytest.fixture
async def digested(stage):
    """She had her five messages, and two more were kept back."""
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    for number in range(1, 8):
        stage.clock.tick(minutes=5)
        await plan(stage, phone, f"News {number}", kind="fair" if number == 7 else "news")
    assert len(unasked(phone)) == 5
    return phone


async def send_digest(stage):
    async with stage.database.transaction() as session:
        await budget.plan_digests(session, stage.clock(), stage.running.house.manners)
    await stage.deliver()


async def test_the_digest_tells_what_was_kept_back(stage, digested):
    await send_digest(stage)
    assert digested.screen == (
        "What I kept back, so as not to write too often\n\nNews 6\nCome and see.\n\nNews 7\nCome and see.\n[Why this?]"
    )
    await press(digested, choices(digested, "why:")[0])
    assert digested.last["text"].startswith("Why you got this\n\nI send you at most 5 messages a week")
    assert digested.buttons == [
        "No more: Messages like this one", "No more: Messages like this one", "Nothing for 30 days", "All settings",
    ]  # fmt: skip


async def test_what_she_muted_meanwhile_is_left_out_of_the_digest(stage, digested):
    async with stage.database.transaction() as session:
        person = await meeting.by_chat(session, digested.id)
        await preferences.mute(session, person.id, kind="fair")
    await send_digest(stage)
    assert "News 6" in digested.last["text"]
    assert "News 7" not in digested.last["text"]


async def test_a_digest_of_nothing_she_wants_is_not_sent(stage, digested):
    await digested.type("/settings")
    await press(digested, "set:announcements:off")
    before = len(digested.messages)
    await send_digest(stage)
    assert len(digested.messages) == before


async def test_a_long_digest_is_told_by_first_lines(stage, digested):
    long = {"texts": {"en": "<b>The <i>long</i> story\nof a mill</b>\n" + "word " * 500}}
    for number in range(3):
        await plan(stage, digested, f"Long {number}", message=long)
    await send_digest(stage)
    text = digested.last["text"]
    assert len(text) < 4096
    assert text.endswith("And in short\n• The long story\n• The long story")


async def test_a_second_look_a_moment_later_sends_nothing_twice(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen")
    await nudging.tell_what_fits(stage.running.house)
    await stage.rebuild()
    await tell(stage)
    stage.clock.tick(hours=1)
    await tell(stage)
    assert len(unasked(phone)) == 1


async def test_of_what_waits_for_somebody_who_is_forgotten_only_a_number_stays(stage):
    phone = stage.phone("Amina")
    await may_be_told(stage, phone)
    await adds(stage, "night-kitchen")
    await nudging.tell_what_fits(stage.running.house)
    await phone.type("/forget")
    await phone.tap("Yes, erase everything")
    await stage.deliver()
    assert unasked(phone) == []
    left = await delivery(stage)
    assert (left.person_id, left.chat_id, left.message, left.state, left.reason) == (
        None, 0, None, State.SKIPPED, "erased",
    )  # fmt: skip
    async with stage.database.reading() as session:
        assert (await session.exec(select(FitLook))).all() == []
