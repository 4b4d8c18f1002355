"""Who may do what: every command and every button has its row, and every role meets it as the table says."""

import pytest

from handlers.access import RIGHTS, forged, guarded
from handlers.screens import Say, Screen
from models.audit import log
from models.people import meeting
from models.people.tables import Role, reaches
from tests.handlers.visitor import Visitor, furnished

WAY_IN = [Say(Screen("inside"))]


async def inside(_visit):
    return WAY_IN


@pytest.fixture
def house(database, now):
    return furnished(database, now)


async def somebody(house, role):
    ana = Visitor(house)
    await ana.start()
    async with house.database.transaction() as session:
        person = await meeting.by_chat(session, ana.chat_id)
        await meeting.appoint(session, person, role)
    return ana


async def logged(house):
    async with house.database.reading() as session:
        return [(one.role, one.act, one.about, one.outcome) for one in await log.newest(session)]


def test_roles_stand_above_one_another():
    order = [Role.MAKER, Role.HELPER, Role.COORDINATOR, Role.ADMINISTRATOR]
    assert [[reaches(role, needed) for needed in order] for role in order] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
async def test_each_role_passes_where_the_table_says_and_nowhere_else(house, role):
    ana = await somebody(house, role)
    for act in RIGHTS:
        replies = await ana.visit(guarded(act, inside), button=("7",))
        assert (replies == WAY_IN) is reaches(role, RIGHTS[act]), act
    outcome = {True: "done", False: "refused"}
    privileged = [(act, needed) for act, needed in RIGHTS.items() if needed != Role.MAKER]
    told = [(role.value, act, "7", outcome[reaches(role, needed)]) for act, needed in privileged]
    assert sorted(await logged(house))[-50:] == sorted(told)[-50:]


async def test_whoever_may_not_hears_it_kindly_and_it_is_written_down(house):
    ana = await somebody(house, Role.MAKER)
    await ana.visit(guarded("/stats", inside))
    assert ana.screen.text == "This is for the town’s coordinators."
    assert await logged(house) == [("maker", "/stats", "", "refused")]


async def test_a_right_that_was_lost_no_longer_opens_an_old_button(house):
    ana = await somebody(house, Role.COORDINATOR)
    assert await ana.visit(guarded("/stats", inside)) == WAY_IN
    async with house.database.transaction() as session:
        await meeting.appoint(session, await meeting.by_chat(session, ana.chat_id), Role.MAKER)
    assert await ana.visit(guarded("/stats", inside)) != WAY_IN
    assert [outcome for *_, outcome in await logged(house)] == ["refused", "done"]


async def test_a_button_from_elsewhere_does_nothing_and_is_written_down_once(house):
    ana = await somebody(house, Role.MAKER)
    for _ in range(3):
        await ana.visit(forged)
    assert ana.popup == "That button is from earlier. Look at the newest message."
    assert await logged(house) == [("maker", "button", "", "forged")]
