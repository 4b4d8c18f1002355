"""Skipping, going back, leaving and coming back, changing an answer later, and buttons pressed a second time."""

from bot.simulator import actions
from models.intake import progress
from models.people import meeting
from tests.walks.fingers import choices, data_of, newest, press, reach_the_list, until, walk_to_the_end

OLD = "That button is from earlier. Look at the newest message."


async def answers_of(stage, phone):
    async with stage.database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
        return await progress.answers_of(session, person.id)


async def test_skipping_everything_still_ends_with_something_useful(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "skip:trade", "skip:stage", "skip:needs")
    assert phone.last["text"].startswith("What fits you best in Belmoulin")
    await press(phone, "resume")
    while skips := choices(phone, "skip:"):
        await press(phone, *skips)
    assert phone.last["text"].startswith("Thank you, that is all I wanted to ask.")
    assert await answers_of(stage, phone) == {}


async def test_one_step_back_shows_what_was_answered(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "back:stage")
    assert "Your answer so far: 🪵 Wood" in phone.last["text"]
    await press(phone, "keep:trade")
    assert phone.last["text"].startswith("Where are you with it?")
    assert (await answers_of(stage, phone))["trade"]["choices"] == ["wood"]


async def test_back_and_another_answer(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "back:stage", "answer:trade:food", "answer:stage:idea")
    answers = await answers_of(stage, phone)
    assert (answers["trade"]["choices"], answers["stage"]) == (["food"], "idea")


async def test_a_skipped_answer_is_forgotten(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "back:stage", "skip:trade")
    assert await answers_of(stage, phone) == {}


async def test_every_answer_is_kept_before_its_reply_leaves(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    stage.sim.faults.add("slow", method="editMessageText", seconds=0.2)
    await phone.tap(data=data_of(phone, "answer:trade:wood"), wait=False)
    await until(lambda: "editMessageText" in [call.method for call in stage.sim.world.calls.open.values()])
    assert (await answers_of(stage, phone))["trade"]["choices"] == ["wood"]
    await phone.settled()


async def test_more_choices_come_round(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    first, seen = choices(phone), []
    while choices(phone) != first or not seen:
        seen += choices(phone, "answer:")
        await press(phone, *choices(phone, "page:"))
    trades = stage.running.house.intake.flow["trade"].choices
    assert sorted(seen) == sorted(f"answer:trade:{trade}" for trade in trades)


async def test_coming_back_she_goes_on_where_she_left(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood")
    stage.clock.tick(days=3)
    await stage.rebuild()
    await phone.type("/start")
    assert phone.screen == (
        "Good to see you again, Amina.\n"
        "We stopped in the middle of the questions. Your answers are kept.\n"
        "[Continue] [Start over]"
    )
    await phone.tap("Continue")
    assert phone.last["text"].startswith("Where are you with it?")


async def test_starting_over_is_asked_once_and_forgets_the_answers(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "answer:stage:idea")
    await phone.type("/start")
    await phone.tap("Start over")
    assert phone.screen == (
        "Start over?\nI will forget your 2 answers and ask from the beginning.\n[Start over] [Continue]"
    )
    assert len(await answers_of(stage, phone)) == 2
    await phone.tap("Start over")
    assert phone.last["text"].startswith("What do you make, or want to make?")
    assert await answers_of(stage, phone) == {}


async def test_the_button_that_started_over_does_it_once(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood")
    await phone.type("/start")
    await phone.tap("Start over")
    message, data = newest(phone), data_of(phone, *choices(phone, "restart:"))
    stage.clock.tick(minutes=1)
    await phone.tap(data=data)
    await press(phone, "answer:trade:food")
    answered = await answers_of(stage, phone)
    await _press_old(stage, phone, message, data)
    assert await answers_of(stage, phone) == answered


async def _press_old(stage, phone, message, data):
    """A button no message shows any more: the phone had not heard of the change yet."""
    phone._begin(None)
    actions.press(stage.sim.world, phone.person, message, data)
    await phone.settled()


async def test_an_old_button_says_so_and_changes_nothing(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    old, data = newest(phone), data_of(phone, "answer:trade:wood")
    await press(phone, "answer:trade:food")
    before = phone.transcript(), await answers_of(stage, phone)
    await _press_old(stage, phone, old, data)
    assert phone.popups[-1]["text"] == OLD
    assert (phone.transcript(), await answers_of(stage, phone)) == before


async def test_the_same_button_twice_at_once_counts_once(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    data = data_of(phone, "answer:trade:wood")
    await phone.tap(data=data, wait=False)
    await phone.tap(data=data, wait=False)
    await stage.sim.settled()
    assert phone.last["text"].startswith("Where are you with it?")
    assert phone.popups[-1]["text"] == OLD
    assert list(await answers_of(stage, phone)) == ["trade"]


async def test_a_second_tick_at_once_unticks_nothing(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food", "answer:stage:selling")
    data = data_of(phone, "tick:needs:workspace:0")
    await phone.tap(data=data, wait=False)
    await phone.tap(data=data, wait=False)
    await stage.sim.settled()
    assert "untick:needs:workspace:0" in choices(phone)


async def test_no_more_than_three_needs(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food", "answer:stage:selling")
    for _ in range(3):
        await press(phone, choices(phone, "tick:")[0])
    await press(phone, choices(phone, "tick:")[0])
    assert phone.popups[-1]["text"] == "3 is the most I can note. Take one back first."
    assert len(choices(phone, "untick:")) == 3


async def test_an_answer_changed_later_from_the_profile(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await phone.type("/profile")
    assert "What you make · 🍞 Food" in phone.last["text"]
    await phone.tap("✎ What you make")
    await phone.tap("🪵 Wood")
    assert phone.last["text"].startswith("Noted.")
    assert "What you make · 🪵 Wood" in phone.last["text"]
    assert (await answers_of(stage, phone))["trade"]["choices"] == ["wood"]


async def test_every_answer_can_be_reached_from_the_profile(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await phone.type("/profile")
    reached = choices(phone, "change:")
    while further := [one for one in choices(phone, "profile:") if one == f"profile:{len(reached) // 5}"]:
        await press(phone, *further)
        reached += choices(phone, "change:")
    assert [one.removeprefix("change:") for one in reached] == [
        "trade", "stage", "needs", "place", "getting_around", "languages", "household_size", "income", "attributes",
        "goal", "consent_reminders", "consent_announcements",
    ]  # fmt: skip


async def test_changing_ones_mind_about_changing(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.type("/profile")
    before = phone.last["text"]
    await press(phone, "change:stage", "back:stage")
    assert phone.last["text"] == before


async def test_the_household_changes_and_income_is_asked_again(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await phone.type("/profile")
    await press(phone, "profile:1", "change:household_size", "answer:household_size:4")
    assert "Household income · not said" in phone.last["text"]
    await phone.tap("Answer more, find more")
    assert phone.last["text"].startswith("What does your home earn in a year")


async def test_the_profile_before_any_answer_asks_the_first_question(stage):
    phone = stage.phone("Amina")
    await phone.type("/profile")
    assert phone.last["text"].startswith("What do you make, or want to make?")


async def test_a_command_in_the_middle_loses_nothing(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    question = newest(phone)["message_id"]
    for command in ("/next", "/people", "/saved", "/ask", "/privacy", "/help"):
        await phone.type(command)
    await press(phone, "answer:stage:idea")
    assert phone.chat.messages[question]["text"].startswith("What would help you most right now?")
