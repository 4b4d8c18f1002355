"""Posters and their counts, colleagues by link, and somebody at the library's desk."""

import re

import pytest

from models.people import meeting
from models.people.tables import Role
from tests.stage import COORDINATOR
from tests.walks.fingers import choices, press


async def rosa_of(stage, language="en"):
    rosa = stage.phone("Rosa", language, id=COORDINATOR)
    await rosa.type("/start")
    return rosa


def payload(phone):
    """What the newest link on this telephone carries."""
    said = [message.get("text") or message.get("caption") or "" for message in phone.messages]
    return re.findall(r"\?start=([\w-]+)", "\n".join(said))[-1]


async def helper(stage, rosa, name="Lena", language="en"):
    await rosa.type("/invite")
    await press(rosa, "inv_role:helper")
    lena = stage.phone(name, language)
    await lena.type(f"/start {payload(rosa)}")
    return lena


async def test_a_poster_has_a_link_a_picture_and_a_count(stage):
    rosa = await rosa_of(stage)
    await rosa.type("/invite")
    await press(rosa, "inv:new")
    await rosa.type("Poster in the library")
    assert rosa.last["photo"]
    assert rosa.last["caption"].startswith("Poster in the library\nhttps://t.me/")
    ana = stage.phone("Ana")
    await ana.type(f"/start {payload(rosa)}")
    await press(ana, "answer:trade:food", "skip:stage", "skip:needs")
    await rosa.type("/invite")
    assert "Poster in the library: 1 came · 1 saw what fits · 0 told everything" in rosa.screen


async def test_a_helper_comes_by_a_link_that_opens_once(stage):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa)
    assert "With /assist you fill in" in lena.screen
    ben = stage.phone("Ben")
    await ben.type(f"/start {payload(rosa)}")
    assert ben.screen.startswith("This link has been used")
    await ben.type("/assist")
    assert ben.screen.startswith("This is for")


async def test_only_an_administrator_gives_roles(stage):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa)
    async with stage.database.transaction() as session:
        await meeting.appoint(session, await meeting.by_chat(session, lena.id), Role.COORDINATOR)
    await lena.type("/invite")
    assert choices(lena, "inv_role") == []


async def test_filled_in_at_the_desk_handed_over_and_put_right(stage):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa)
    await lena.type("/assist")
    await press(lena, "assist:begin", "answer:trade:food", "answer:stage:idea")
    await stage.rebuild()
    await press(lena, "tick:needs:money_small:0", "done:needs", "assist:hand")
    assert lena.last["photo"]
    ana = stage.phone("Ana", "es")
    await ana.type(f"/start {payload(lena)}")
    assert "Comida" in ana.screen
    await press(ana, "change:stage", "answer:stage:selling")
    assert "Ya vendo" in ana.screen or "vend" in ana.screen
    await lena.type("/assist")
    assert choices(lena) == ["assist:begin"]


async def test_the_helper_s_own_answers_stay_her_own(stage):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa)
    await lena.type("/start")
    await press(lena, "answer:trade:wood")
    await lena.type("/assist")
    await press(lena, "assist:begin", "answer:trade:food", "assist:drop")
    await lena.type("/profile")
    assert "Wood" in lena.screen


async def test_typed_answers_are_hers_too(stage):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa)
    await lena.type("/assist")
    await press(lena, "assist:begin")
    await lena.type("hot sauce")
    await press(lena, "assist:hand")
    ana = stage.phone("Ana")
    await ana.type(f"/start {payload(lena)}")
    assert "“hot sauce”" in ana.screen


async def test_who_has_told_something_herself_is_asked_first(stage):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa)
    ana = stage.phone("Ana")
    await ana.type("/start")
    await press(ana, "answer:trade:wood")
    await lena.type("/assist")
    await press(lena, "assist:begin", "answer:trade:food", "assist:hand")
    code = payload(lena)
    await ana.type(f"/start {code}")
    assert ana.screen.startswith("You have told me something before.")
    await press(ana, f"claim:{code[2:]}")
    assert "Food" in ana.screen


async def test_in_french_from_the_poster_to_the_handing_over(stage):
    rosa = await rosa_of(stage, "fr")
    lena = await helper(stage, rosa, language="fr")
    await rosa.type("/invite")
    await press(rosa, "inv:new")
    await rosa.type("Affiche")
    await lena.type("/assist")
    await press(lena, "assist:begin", "answer:trade:food", "assist:hand")
    ana = stage.phone("Ana", "fr")
    await ana.type(f"/start {payload(lena)}")
    whole = rosa.transcript() + lena.transcript() + ana.transcript()
    assert not [word for word in ("How people come", "Hand over", "filled in", "Poster") if word in whole]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_the_question_for_a_name_can_be_left_by_a_button(stage, language):
    rosa = await rosa_of(stage, language)
    await rosa.type("/invite")
    await press(rosa, "inv:new", "inv:page:0")
    await rosa.type("Poster in the library")
    await rosa.type("/invite")
    assert choices(rosa, "inv:one") == []


@pytest.mark.parametrize("language", ["fr", "es"])
async def test_handed_over_with_a_restart_at_each_step_and_lost_to_whoever_filled_it_in(stage, language):
    rosa = await rosa_of(stage)
    lena = await helper(stage, rosa, language=language)
    await lena.type("/assist")
    await stage.rebuild()
    await press(lena, "assist:begin", "answer:trade:food")
    await stage.rebuild()
    await press(lena, "answer:stage:selling", "assist:hand")
    code = payload(lena)
    await stage.rebuild()
    mona = stage.phone("Mona", language)
    await mona.type(f"/start {code}")
    await press(mona, "change:stage", "answer:stage:idea")
    late = stage.phone("Late", language)
    await late.type(f"/start {code}")
    assert [one for one in late.messages if "reply_markup" in one] == []
    await lena.type("/assist")
    assert choices(lena) == ["assist:begin"]
    english = ("answers are yours", "Hand over", "What I know", "fill in")
    assert [word for word in english if word in mona.transcript() + lena.transcript()] == []
