"""The intake's doors with the real content and both databases; no Telegram."""

import json

import pytest
from sqlmodel import select

from handlers.chat import intake, language, profile
from handlers.screens import Button, Replace, Say
from models.intake import progress
from models.intake.tables import Answer
from models.people import meeting
from models.resources import catalogue
from models.resources.tables import Resource
from tests.handlers.visitor import Visitor, furnished


@pytest.fixture
def house(database, now):
    return furnished(database, now)


@pytest.fixture
def ana(house):
    return Visitor(house)


async def past_the_milestone(visitor):
    await visitor.reach_the_milestone()
    await visitor.press("Answer more")


async def test_the_first_question_comes_with_the_welcome(ana):
    replies = await ana.start()
    assert [type(reply) for reply in replies] == [Say, Say]
    assert ana.screen.text == (
        "<b>What do you make, or want to make?</b>\n"
        "Tap the closest, or type it in your own words: hot sauce, quilts, furniture…\n"
        "\n"
        "<i>So that you see what fits it.</i>"
    )
    assert ana.buttons[0] == Button("🍞 Food", ("answer", "trade", "food"))
    assert ana.labels[-2:] == ["More ›", "Skip"]


async def test_a_pressed_question_becomes_the_next_one(ana):
    await ana.start()
    (reply,) = await ana.press("Food")
    assert isinstance(reply, Replace)
    assert ana.heading == "Where are you with it?"
    assert await ana.answers() == {"trade": {"choices": ["food"]}}


async def test_after_the_third_answer_there_are_recommendations_and_a_way_on(ana):
    await ana.reach_the_milestone()
    assert ana.heading == "What fits you best in Belmoulin"
    assert ana.buttons[-1] == Button("Answer more, find more", ("resume",))
    (reply,) = await ana.press("Answer more")
    assert isinstance(reply, Say)
    assert ana.heading == "Where are you?"


async def test_words_name_a_trade_and_are_kept(ana):
    await ana.start()
    (reply,) = await ana.type("hot sauce")
    assert isinstance(reply, Say)
    assert ana.screen.text.startswith("Noted: 🍞 Food. Not right? Go back and press a button.\n\n<b>Where are you with")
    assert await ana.answers() == {"trade": {"choices": ["food"], "text": "hot sauce"}}


async def test_words_that_name_no_trade_are_kept_too(ana):
    await ana.start()
    await ana.type("qwxyz")
    assert ana.screen.text.startswith("I have no name for that yet, so I keep it in your words.\n\n")
    assert await ana.answers() == {"trade": {"text": "qwxyz"}}


@pytest.mark.parametrize("tongue", ["en", "fr", "es"])
async def test_words_in_any_language_name_a_button(house, tongue):
    eva = Visitor(house, tongue)
    await eva.start()
    await eva.type("des confitures")
    await eva.type("vendo")
    await eva.type("un local, a grant")
    assert await eva.answers() == {
        "trade": {"choices": ["food"], "text": "des confitures"},
        "stage": "selling",
        "needs": ["workspace", "grant"],
    }


async def test_unclear_words_bring_the_question_again_with_help(ana):
    await ana.start()
    await ana.press("Food")
    await ana.type("blue bicycle")
    assert ana.screen.text.startswith("I did not understand that. Please press one of the buttons, or say it in other")
    assert ana.heading == "Where are you with it?"
    assert await ana.answers() == {"trade": {"choices": ["food"]}}


async def test_a_button_can_be_typed(ana):
    await ana.start()
    await ana.type("skip")
    assert ana.heading == "Where are you with it?"
    await ana.type("back")
    assert ana.heading == "What do you make, or want to make?"
    await ana.press("Food")
    await ana.press("I have an idea", "A mentor")
    await ana.type("done")
    assert ana.heading == "What fits you best in Belmoulin"


async def test_words_that_no_question_waits_for_are_not_an_answer(ana):
    await ana.reach_the_milestone()
    given = await ana.answers()
    await ana.type("welding")
    assert await ana.answers() == given


async def test_an_old_button_says_so_and_changes_nothing(ana):
    await ana.start()
    food = ana.buttons[0]
    await ana.press("Food")
    seen = ana.screen
    await ana.press_again(food)
    assert ana.popup == "That button is from earlier. Look at the newest message."
    assert (ana.screen, await ana.answers()) == (seen, {"trade": {"choices": ["food"]}})


async def test_a_button_with_anything_in_it_harms_nothing(ana):
    await ana.start()
    for action in {*intake.PRESSES, *profile.PRESSES} - {"resume", "restart", "where"}:
        for arguments in [(), ("gone",), ("gone", "x"), ("trade", "gone", "x"), ("a", "b", "c", "d")]:
            await ana.press_again(Button("", (action, *arguments)))
            assert ana.popup == "That button is from earlier. Look at the newest message."
    assert ana.heading == "What do you make, or want to make?"
    assert await ana.answers() == {}


async def test_a_second_tap_on_a_tick_changes_nothing(ana):
    await ana.start()
    await ana.press("Food", "I have an idea")
    mentor = next(button for button in ana.buttons if "mentor" in button.label)
    await ana.press_again(mentor)
    assert "✓ 🧭 A mentor" in ana.labels
    await ana.press_again(mentor)
    assert ana.popup == "That button is from earlier. Look at the newest message."
    await ana.press("✓ 🧭 A mentor")
    assert "Done" not in ana.labels


async def test_no_more_than_three_needs(ana):
    await ana.start()
    await ana.press("Food", "I have an idea", "training", "A mentor", "A little money", "Permits")
    assert ana.popup == "3 is the most I can note. Take one back first."
    assert sum(label.startswith("✓") for label in ana.labels) == 3


async def test_more_choices_stand_on_the_next_page_and_ticks_stay(ana):
    await ana.start()
    await ana.press("Food", "I have an idea", "A mentor", "More")
    first = ana.labels
    assert "Chosen: 🧭 A mentor" in ana.screen.text
    await ana.press(first[0], "More", "More", "More")
    assert "✓ 🧭 A mentor" in ana.labels
    await ana.press("Done")
    assert len((await ana.answers())["needs"]) == 2


async def test_back_shows_the_answer_and_keep_leaves_it(ana):
    await ana.start()
    await ana.press("Food", "‹ Back")
    assert "Your answer so far: 🍞 Food" in ana.screen.text
    assert ana.labels[-3:] == ["Skip", "More ›", "Keep it ›"]
    await ana.press("Keep it")
    assert ana.heading == "Where are you with it?"
    await ana.press("‹ Back", "Wood")
    assert await ana.answers() == {"trade": {"choices": ["wood"]}}


async def test_preferring_not_to_say_stores_nothing(ana):
    await past_the_milestone(ana)
    await ana.press("Skip", "Skip", "Skip", "I prefer not to say")
    assert ana.heading == "Is any of this true for you?"
    async with ana.house.database.reading() as session:
        rows = {row.question: (row.value, row.skipped) for row in await session.exec(select(Answer))}
    assert rows["household_size"] == (None, True)


async def at_the_income(visitor):
    await past_the_milestone(visitor)
    await visitor.press("Skip", "Skip", "Skip", "3")


async def test_the_bands_are_those_of_her_household(ana):
    await at_the_income(ana)
    assert ana.labels == [
        "Up to $21,100",
        "$21,100 to $35,100",
        "$35,100 to $56,150",
        "Over $56,150",
        "‹ Back",
        "I prefer not to say",
    ]
    await ana.press("$21,100 to")
    assert (await ana.answers())["income"] == {"tier": "50", "year": 2026}


@pytest.mark.parametrize(
    ("words", "tier"),
    [("27500", "50"), ("about $18,000", "30"), ("2 500 a month", "50"), ("60k", "over80"), ("500 por semana", "50")],
)
async def test_a_typed_amount_becomes_a_band_and_is_forgotten(ana, words, tier):
    await at_the_income(ana)
    await ana.type(words)
    assert (await ana.answers())["income"] == {"tier": tier, "year": 2026}
    async with ana.house.database.reading() as session:
        kept = json.dumps([row.value for row in await session.exec(select(Answer))])
    assert "27500" not in kept


async def test_words_that_are_no_amount_are_asked_again(ana):
    await at_the_income(ana)
    await ana.type("not much")
    assert ana.heading == "What does your home earn in a year, before taxes, all together?"


async def test_a_place_by_button_by_words_and_by_location(ana):
    await past_the_milestone(ana)
    mills = {
        "neighborhood": "The Mills",
        "city": "Belmoulin",
        "county": "Ourse",
        "latitude": 44.5555,
        "longitude": -70.0655,
    }
    await ana.press("The Mills")
    assert (await ana.answers())["place"] == mills
    await ana.press("‹ Back")
    await ana.type("los molinos")
    assert (await ana.answers())["place"] == mills
    await ana.press("‹ Back")
    await ana.visit(intake.location, location=(44.55561, -70.06549))
    assert (await ana.answers())["place"] == {**mills, "latitude": 44.56, "longitude": -70.07}
    assert ana.heading == "How do you get around?"


async def test_the_telephone_is_asked_for_its_place_and_the_keyboard_taken_away(ana):
    await past_the_milestone(ana)
    await ana.press("Share my location")
    assert ana.screen.ask_location == ("Share my location", "No, thanks")
    thanks, question = await ana.visit(intake.location, location=(44.5520, -70.0610))
    assert thanks.screen.clear_keyboard
    assert thanks.screen.text == "Thank you. That is Main Street, or close to it."
    assert question.screen.rows


async def test_a_location_far_from_every_place_is_kept_roughly(ana):
    await past_the_milestone(ana)
    await ana.visit(intake.location, location=(48.8566, 2.3522))
    assert (await ana.answers())["place"] == {"latitude": 48.86, "longitude": 2.35}


async def test_a_location_out_of_turn_is_noted_and_the_open_question_stays(ana):
    await ana.start()
    await ana.visit(intake.location, location=(44.5520, -70.0610))
    assert ana.heading == "What do you make, or want to make?"
    assert (await ana.answers())["place"]["neighborhood"] == "Main Street"


async def test_a_location_before_the_beginning_is_answered(ana):
    await ana.visit(intake.location, location=(44.5520, -70.0610))
    assert ana.screen.text


@pytest.fixture
async def a_class_in_spanish(database, now):
    """Near to what she needs; only in her own language it is worth showing."""
    async with database.transaction() as session:
        session.add(
            Resource(
                source_id="labels",
                kind="training",
                name="Labels for food",
                trades=["food"],
                needs=["grant"],
                languages=["es"],
                assured_on=now.date(),
                changed_at=now,
            )
        )
        await catalogue.bump(session)


async def test_a_further_answer_says_what_it_unlocked(ana, a_class_in_spanish):
    await past_the_milestone(ana)
    await ana.press("Skip", "Skip", "Spanish", "Done")
    assert ana.screen.text.startswith("✨ Your answer brought 1 new thing: /next\n\n<b>How many people live")
    await ana.press("‹ Back", "✓ Spanish", "Skip")
    assert ana.screen.text.startswith("<b>How many people live")


async def test_before_the_milestone_nothing_is_said_to_be_new(ana, a_class_in_spanish):
    await ana.start()
    await ana.press("Food")
    assert ana.screen.text.startswith("<b>Where are you with it?")


async def test_every_question_skipped_ends_with_thanks(ana):
    await ana.start()
    await ana.press("Skip", "Skip", "Skip", "Answer more")
    while ana.buttons[-1].press[0] == "skip":
        await ana.press_again(ana.buttons[-1])
    assert ana.heading == "Thank you, that is all I wanted to ask."
    assert await ana.answers() == {}


async def test_consent_is_a_yes_and_never_ticked_before(ana):
    await past_the_milestone(ana)
    while ana.heading != "May we remind you of the events and dates you choose?":
        await ana.press_again(ana.buttons[-1])
    assert ana.labels == ["Yes", "No", "‹ Back", "Skip"]
    await ana.press("Yes")
    await ana.type("non merci")
    given = await ana.answers()
    assert ana.house.intake.flow.consents(given) == {"consent_reminders": True, "consent_announcements": False}


async def test_coming_back_offers_to_continue_or_to_start_over(ana):
    await ana.start()
    await ana.press("Food")
    await ana.start()
    assert ana.labels == ["Continue", "Start over"]
    await ana.press("Continue")
    assert ana.heading == "Where are you with it?"


async def test_starting_over_asks_once_and_an_old_button_harms_nothing(ana):
    await ana.start()
    await ana.press("Food")
    await ana.start()
    await ana.press("Start over")
    assert ana.screen.text == "<b>Start over?</b>\nI will forget your 1 answer and ask from the beginning."
    sure = ana.buttons[0]
    await ana.press_again(Button("", ("restart", "12345")))
    assert ana.popup == "That button is from earlier. Look at the newest message."
    assert await ana.answers() == {"trade": {"choices": ["food"]}}
    await ana.press_again(sure)
    assert ana.heading == "What do you make, or want to make?"
    assert await ana.answers() == {}


async def test_another_language_keeps_the_place(ana):
    await ana.start()
    await ana.press("Food", "I have an idea", "A mentor")
    await ana.visit(language.choose, button=("fr",))
    async with ana.house.database.reading() as session:
        person = await meeting.by_chat(session, ana.chat_id)
        stands = await progress.standing(session, person.id)
    assert (person.language, stands.state.open, stands.state.chosen) == ("fr", "needs", ("mentor",))
    assert sum(label.startswith("✓") for label in ana.labels) == 1


async def test_hostile_words_are_escaped_and_long_ones_refused(ana):
    await ana.start()
    await ana.type("x" * 10_000)
    assert ana.screen.text.startswith("That is too long for me to keep. Please say it in up to 200 letters.")
    await ana.type("<b>&\u202e👩🏽\u200d🍳")
    await ana.press("‹ Back")
    assert "“&lt;b&gt;&amp;\u202e👩🏽\u200d🍳”" in ana.screen.text


@pytest.mark.parametrize("tongue", ["en", "fr", "es"])
async def test_no_screen_has_more_than_eight_buttons(house, tongue):
    eva = Visitor(house, tongue)
    await eva.start()
    seen = []
    for _ in range(40):
        assert len(eva.buttons) <= 8, eva.labels
        seen.append(eva.buttons[-1].press[:2])
        if eva.buttons[-1].press[0] == "resume":
            await eva.press_again(eva.buttons[-1])
        more = next((button for button in eva.buttons if button.press[0] == "page"), None)
        while more and more.press[2] != "0":
            await eva.press_again(more)
            assert len(eva.buttons) <= 8, eva.labels
            more = next(button for button in eva.buttons if button.press[0] == "page")
        first = eva.buttons[0]
        if first.press[0] == "tick":
            await eva.press_again(first)
            assert len(eva.buttons) <= 8, eva.labels
            await eva.press_again(eva.buttons[-1])
        elif first.press[0] == "answer":
            await eva.press_again(first)
        elif eva.buttons[-1].press[0] == "skip":
            await eva.press_again(eva.buttons[-1])
        else:
            break
    assert len(seen) > 10
    assert house.intake.flow.open(await eva.answers(), ["goal"]) is None
