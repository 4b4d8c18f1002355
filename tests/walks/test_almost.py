"""What is almost open stands at the end of the list, with the one thing; a room says how it fits the work."""

import re

import pytest

from tests.walks.fingers import choices, newest, press

LANGUAGES = {
    "en": ("Almost open to you:", "once you sell what you make", "This helps: "),
    "fr": ("Presque ouvert pour vous\u202f:", "dès que vous vendrez ce que vous faites", "Ce qui aide\u202f: "),
    "es": ("Casi a tu alcance:", "cuando vendas lo que haces", "Esto ayuda: "),
}


async def last_page(phone):
    while onward := [one for one in choices(phone, "list:recommended:") if one not in seen_pages(phone)]:
        seen_pages(phone).append(onward[-1])
        await press(phone, onward[-1])
    return newest(phone)["text"]


def seen_pages(phone):
    if not hasattr(phone, "turned"):
        phone.turned = ["list:recommended:0"]
    return phone.turned


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_end_of_the_list_says_what_would_open_more(stage, language):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "answer:stage:starting", "tick:needs:money_small:0", "done:needs")
    said = await last_page(phone)
    for words in LANGUAGES[language]:
        assert words in said, said
    assert said.count("•") <= 3


async def test_a_room_says_how_it_fits_the_work(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food", "answer:stage:starting", "tick:needs:workspace:0", "done:needs", "resume")
    while "tick:processes:bake:0" not in choices(phone):
        await press(phone, next(one for one in choices(phone) if one.startswith("skip:")))
    await press(phone, "tick:processes:bake:0", "done:processes")
    await phone.type("/next")
    rooms = choices(phone, "card:")
    await press(phone, rooms[0])
    assert "🧩 It has what your work needs." in newest(phone)["text"]


async def test_one_step_that_opens_several_things_says_how_many(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:wood", "answer:stage:starting", "tick:needs:money_small:0", "done:needs")
    said = await last_page(phone)
    assert re.search(r"once you sell what you make \(this one step opens \d+ things\)", said), said
    assert said.count("this one step opens") <= 2, said


async def test_a_shop_window_comes_with_the_incentive_of_its_street(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:jewelry", "answer:stage:selling", "tick:needs:storefront:0", "done:needs")
    await phone.type("/find the little shop at 39 Main Street")
    await press(phone, next(one for one in choices(phone, "card:")))
    assert newest(phone)["text"].startswith("🏠 The little shop at 39 Main Street"), newest(phone)["text"]
    assert "🎁 Goes with it: " in newest(phone)["text"]
    await phone.tap("🎁 What goes with it")
    assert newest(phone)["text"].startswith("💰 "), newest(phone)["text"]
