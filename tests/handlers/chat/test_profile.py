"""/profile: every answer in words, each one to change or to take back."""

import pytest

from handlers.chat import profile
from handlers.screens import Replace, Say
from tests.handlers.visitor import Visitor, furnished


@pytest.fixture
def house(database, now):
    return furnished(database, now)


@pytest.fixture
async def ana(house):
    ana = Visitor(house)
    await ana.reach_the_milestone()
    await ana.visit(profile.show)
    return ana


async def test_every_answer_stands_there_in_words(ana):
    assert ana.screen.text == (
        "<b>What you told me</b>\n"
        "\n"
        "What you make · <b>🍞 Food</b>\n"
        f"How far you are · <b>{stage(ana)}</b>\n"
        f"What would help · <b>{need(ana)}</b>\n"
        "Where you are · <i>not said</i>\n"
        "Getting around · <i>not said</i>\n"
        "\n"
        "Press one to change it. Page 1 of 3."
    )
    assert ana.labels == [
        "✎ What you make",
        "✎ How far you are",
        "✎ What would help",
        "✎ Where you are",
        "✎ Getting around",
        "More ›",
        "Answer more, find more",
    ]


def stage(visitor):
    flow = visitor.house.intake.flow
    return visitor.house.asking.answer(flow["stage"], "idea", "en", {})


def need(visitor):
    flow = visitor.house.intake.flow
    return visitor.house.asking.answer(flow["needs"], ["money_small"], "en", {})


async def test_an_answer_is_changed_and_one_is_back_in_the_profile(ana):
    (reply,) = await ana.press("✎ What you make")
    assert isinstance(reply, Replace)
    assert "Your answer so far: 🍞 Food" in ana.screen.text
    await ana.press("Wood")
    assert ana.screen.text.startswith("Noted.\n")
    assert "What you make · <b>🪵 Wood</b>" in ana.screen.text
    assert (await ana.answers())["trade"] == {"choices": ["wood"]}


async def test_a_change_can_be_typed(ana):
    await ana.press("✎ What you make")
    (reply,) = await ana.type("jars of jam")
    assert isinstance(reply, Say)
    assert "What you make · <b>“jars of jam”</b>" in ana.screen.text


async def test_a_change_can_be_dropped(ana):
    before = await ana.answers()
    await ana.press("✎ What would help", "Cancel")
    assert ana.screen.text.startswith("<b>What you told me</b>")
    assert await ana.answers() == before


async def test_an_answer_can_be_taken_back(ana):
    await ana.press("✎ What would help", "Remove my answer")
    assert "What would help · <i>not said</i>" in ana.screen.text
    assert "needs" not in await ana.answers()


async def test_a_page_further_on_is_where_one_comes_back_to(ana):
    await ana.press("More", "✎ Your household", "4")
    assert "Your household · <b>4</b>" in ana.screen.text
    assert "Page 2 of 3" in ana.screen.text


async def test_the_questions_left_can_be_gone_on_with(ana):
    await ana.press("Answer more")
    assert ana.heading == "Where are you?"


async def test_an_old_change_button_of_a_question_that_no_longer_applies_says_so(ana):
    await ana.visit(profile.change, button=("processes",))
    assert ana.popup == "That button is from earlier. Look at the newest message."


async def test_somebody_who_has_told_nothing_is_asked(house):
    eva = Visitor(house, chat_id=8)
    await eva.visit(profile.show)
    assert eva.heading == "What do you make, or want to make?"


async def test_words_in_the_profile_are_escaped(ana):
    await ana.press("✎ What you make")
    await ana.type("<script> & co")
    assert "<b>“&lt;script&gt; &amp; co”</b>" in ana.screen.text
