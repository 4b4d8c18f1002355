"""The ledger: facts without words, one row a person and need, gone when she goes."""

from datetime import timedelta

from sqlmodel import func, select

from models.demand import ledger
from models.demand.tables import Unmet
from models.demand.wishes import Wish, unmet
from models.people import leaving, meeting
from models.people.meeting import Caller

ANSWERS = {
    "trade": "drink", "needs": ["workspace", "legal"], "neighborhood": "The Mills",
    "area_min": 35.0, "area_max": 100.0, "rent_max": 600, "goal": "my own words",
}  # fmt: skip
BREWERY = Wish("workspace", "drink", ("floor_drain", "gas"), 35.0, 100.0, 600.0, "The Mills")


def test_only_what_nothing_in_the_list_meets_is_a_wish():
    found = [("training", frozenset({"legal", "workspace"})), ("peer", frozenset({"peers"}))]
    assert unmet(ANSWERS, ["workspace", "legal"], found, ["gas", "floor_drain", "gas"]) == [BREWERY]
    assert unmet(ANSWERS, [], found) == []
    assert unmet(ANSWERS, ["workspace"], [("space", frozenset({"workspace"}))]) == []


def test_a_need_that_is_no_room_says_nothing_of_rent_and_features():
    assert unmet(ANSWERS, ["legal"], [], ["gas"]) == [Wish("legal", "drink", neighborhood="The Mills")]


def test_who_has_said_nothing_more_is_still_counted():
    assert unmet({}, ["mentor"], []) == [Wish("mentor")]
    assert unmet({"trade": ["wood", "metal"]}, ["mentor"], []) == [Wish("mentor", "wood")]


async def somebody(session, now, chat_id=7):
    person, _ = await meeting.meet(session, Caller(chat_id, "Ana", "en"), now)
    return person


async def test_looked_for_again_it_is_brought_up_to_date(database, now):
    async with database.transaction() as session:
        ana = await somebody(session, now)
        await ledger.note(session, ana.id, [Wish("workspace"), Wish("legal")], now)
        await ledger.note(session, ana.id, [BREWERY], now + timedelta(hours=1))
        assert await ledger.lately(session, now + timedelta(hours=1)) == [BREWERY, Wish("legal")]


async def test_half_a_year_later_it_counts_no_more(database, now):
    async with database.transaction() as session:
        ana = await somebody(session, now)
        await ledger.note(session, ana.id, [Wish("legal")], now)
        assert await ledger.lately(session, now + timedelta(days=179)) == [Wish("legal")]
        assert await ledger.lately(session, now + timedelta(days=181)) == []


async def test_it_goes_when_she_goes(database, now):
    async with database.transaction() as session:
        ana = await somebody(session, now)
        await ledger.note(session, ana.id, [BREWERY], now)
        await leaving.erase(session, ana)
        await session.flush()
        assert (await session.exec(select(func.count()).select_from(Unmet))).one() == 0
