"""Her own steps, from what fits her: what comes first, by when, what helps, and what is done."""

import re

import pytest

from tests.walks.fingers import choices, newest, press


@pytest.fixture
async def amina(stage):
    """Food, at the beginning, and she wants to sell at markets."""
    phone = stage.phone("Amina")
    await begin(phone)
    return phone


async def begin(phone):
    await phone.type("/start")
    await press(phone, "answer:trade:food", "answer:stage:starting", "tick:needs:sell_local:0", "done:needs")
    await phone.type("/next")
    await press(phone, "steps:0")


def steps(phone):
    """The headings on the page she sees."""
    return re.findall(r"^\d+\. (.+)$", newest(phone)["text"], re.MULTILINE)


async def test_recommendations_come_first_and_the_steps_are_one_tap_away(amina):
    assert steps(amina) == [
        "Know your costs and your price",
        "Register the business",
        "Take the food safety course",
        "See which rules hold for what you make",
    ]
    await amina.tap("💡 What fits me")
    assert amina.last["text"].startswith("What fits you best in Belmoulin")
    await amina.tap("🪜 My steps, one by one")
    assert amina.last["text"].startswith("Your steps\n")


async def test_a_day_in_plain_words_turns_the_steps_round(amina):
    await amina.tap("📅 Set my day")
    await amina.type("open at the December market")
    text = amina.last["text"]
    assert text.startswith("Your steps\nTo be ready for Lantern Market, Saturday, December 12\n")
    assert "this takes until about Wednesday, February 17, 2027" in text
    assert "10 steps would best have begun already. They come first" in text
    assert steps(amina)[:2] == ["Take the food safety course", "Register the business"]
    assert "⏰ today, if you can · about 3 weeks" in text


async def test_a_day_further_off_leaves_time_and_says_by_when_each_begins(amina):
    await amina.tap("📅 Set my day")
    await amina.type("20 June")
    assert "To be ready by Sunday, June 20, 2027\n\nYou have enough time for all of it." in amina.last["text"]
    assert "🗓 begin by Friday, March 26 · about 3 weeks" in amina.last["text"]
    await amina.tap("📅 Change my day")
    assert "So far it is Sunday, June 20, 2027." in amina.last["text"]
    await amina.tap("Without a day")
    assert "To be ready" not in amina.last["text"]


async def test_the_next_markets_are_offered_as_buttons(amina):
    await amina.tap("📅 Set my day")
    assert amina.buttons[0] == "Dec 5, 2026 · First Saturday Makers’ Market"
    await amina.tap("Dec 12, 2026 · Lantern Market")
    assert "To be ready for Lantern Market" in amina.last["text"]


async def test_a_step_says_what_it_waits_for_and_what_of_the_town_helps(amina):
    await press(amina, "step:register")
    assert amina.last["text"] == (
        "Register the business\n"
        "A name, a form, a small fee. From then on it is yours on paper too.\n"
        "\n"
        "⏳ about 7 days\n"
        "It can go quicker (about 1 day) or take longer (about 4 weeks).\n"
        "→ It opens the way to: Get your tax number, Open a bank account for the business, Ask for the food permit, "
        "and Get insured\n"
        "\n"
        "What helps here\n"
        "• Register your business, in the right order\n"
        "• First Steps: from an idea to a first sale"
    )
    await amina.tap("🎓 Register your business, in the right order")
    assert "Register your business, in the right order" in amina.last["text"]
    await amina.tap("‹ Back to the list")
    assert amina.last["text"].startswith("What I found for “Permits and papers”")


async def test_already_done_is_one_tap_and_outlives_a_restart(stage, amina):
    await press(amina, "step:register")
    await amina.tap("✓ Already done")
    assert amina.popups[-1]["text"] == "Done. Well begun."
    assert "Register the business" not in steps(amina)
    await stage.rebuild()
    await amina.type("/next")
    await press(amina, "steps:0", "steps:1", "steps:2")
    assert steps(amina)[-1] == "Register the business ✓"
    await press(amina, "step:register")
    await amina.tap("Not done yet")
    assert steps(amina)[1] == "Register the business"


async def test_a_restart_between_the_question_and_the_day(stage, amina):
    await amina.tap("📅 Set my day")
    await stage.rebuild()
    await amina.type("in ten years or so")
    await amina.type("2027-06-20")
    assert "To be ready by Sunday, June 20, 2027" in amina.last["text"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("when the time has come", "I did not understand which day that is."),
        ("2026-11-02", "That day has passed already."),
        ("2031-01-01", "That is more than three years away."),
    ],
)
async def test_a_day_that_is_none_is_asked_again(amina, said, answer):
    await amina.tap("📅 Set my day")
    await amina.type(said)
    assert amina.last["text"].startswith(answer)
    assert "By when do you want to be ready?" in amina.last["text"]
    await amina.type("20 June")
    assert "To be ready by" in amina.last["text"]


async def test_an_old_button_of_a_step_that_is_no_longer_hers(amina):
    await press(amina, "step:food_course")
    await amina.type("/profile")
    await press(amina, "change:trade", "answer:trade:wood")
    await press(amina, "step:food_course:done")
    assert amina.popups[-1]["text"] == "That step is no longer yours: your answers have changed."


async def test_every_step_opens_in_every_language(stage):
    for language in ("en", "fr", "es"):
        phone = stage.phone("Amina", language)
        await begin(phone)
        for page in ("steps:0", "steps:1", "steps:2"):
            for opener in choices(phone, "step:"):
                await press(phone, opener, page)
            assert len(choices(phone)) <= 8
            await press(phone, *[one for one in choices(phone, "steps:") if int(one[-1]) > int(page[-1])])
