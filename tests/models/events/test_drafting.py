"""Events written and changed in the chat become true: new, moved, one time of a series, all that follow, cancelled."""

from datetime import datetime

import pytest
from sqlmodel import select

from models.events import drafting
from models.events.draft_tables import Scope
from models.events.drafting import Desk, values_of
from models.events.repeats import kind_of, moved, rule_of
from models.events.tables import Event
from tests.models.events.fair import NEW_YORK, Fair, local, shown

wall = datetime.fromisoformat
NEW = {
    "title": "Stall night",
    "starts_local": "2026-12-03T18:00",
    "minutes": 120,
    "venue": "Mill",
    "capacity": 20,
    "languages": ["en", "fr"],
}
WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=TH", "ends_local": wall("2026-12-03T20:00")}


@pytest.fixture
def fair(database, now):
    return Fair(database, now)


async def save(fair, person, values, **about):
    """Write a draft, look at what it would come to, and save it."""
    async with fair.database.transaction() as session:
        person = await session.merge(person)
        draft = await drafting.begin(session, person.id, fair.now, values, **about)
        desk = Desk(session, fair.now, NEW_YORK, fair.customs)
        foreseen = await drafting.foresee(desk, draft, person)
        saved = await drafting.save(desk, draft)
        assert (foreseen.told, foreseen.moved, foreseen.cancelled) == (
            saved.done.told,
            saved.done.moved,
            saved.done.cancelled,
        )
        return saved


async def changed(fair, person, source_id, key=None, scope=Scope.ALL, **values):
    async with fair.database.reading() as session:
        event = (await session.exec(select(Event).where(Event.source_id == source_id))).one()
    return await save(fair, person, {**values_of(event, key), **values}, source_id=source_id, scope=scope, key=key)


async def events(fair):
    async with fair.database.reading() as session:
        return (await session.exec(select(Event).order_by(Event.starts_local))).all()


def starts(event, first="2026-11-01", last="2027-02-01"):
    return [shown(one) for one in event.series.starts(local(first), local(last))]


async def test_a_new_event(fair):
    person = await fair.person()
    saved = await save(fair, person, NEW)
    (event,) = await events(fair)
    assert saved.event.source_id == event.source_id
    assert (event.title, event.ends_local, event.timezone, event.languages) == (
        "Stall night",
        wall("2026-12-03T20:00"),
        NEW_YORK,
        ["en", "fr"],
    )
    assert shown(event.starts_at) == shown(event.next_at) == "2026-12-03 18:00"
    assert (event.sequence, event.version) == (0, 1)


async def test_an_event_is_moved_and_whoever_comes_is_told(fair):
    await fair.event("2026-12-03T18:00")
    people = await fair.people(3)
    for one in people:
        await fair.says(one)
    saved = await changed(fair, people[0], "fair", starts_local="2026-12-04T19:00")
    assert (saved.done.told, saved.done.moved) == (3, 1)
    assert saved.done.reminders == 6  # a day and an hour before, for three
    (event,) = await events(fair)
    assert (shown(event.starts_at), event.version, event.sequence) == ("2026-12-04 19:00", 2, 1)


async def test_a_new_name_tells_nobody(fair):
    await fair.event("2026-12-03T18:00")
    person = await fair.person()
    await fair.says(person)
    saved = await changed(fair, person, "fair", title="The Fair", capacity=50)
    assert (saved.done.told, saved.done.moved) == (0, 0)
    (event,) = await events(fair)
    assert (event.title, event.capacity, event.version, event.sequence) == ("The Fair", 50, 1, 1)


async def test_a_new_name_leaves_no_translation_of_the_old_one(fair):
    await fair.event("2026-12-03T18:00", translations={"fr": {"title": "La foire", "description": "Des étals."}})
    await changed(fair, await fair.person(), "fair", title="The Market", description_language="en")
    (event,) = await events(fair)
    assert event.translations == {"fr": {"description": "Des étals."}}


async def test_one_time_of_a_series(fair):
    await fair.event("2026-12-03T18:00", **WEEKLY)
    person = await fair.person()
    await fair.says(person, key="2026-12-10T18:00")
    saved = await changed(
        fair, person, "fair", "2026-12-10T18:00", Scope.ONE, starts_local="2026-12-11T19:00", venue="Library"
    )
    assert saved.done.told == 1
    (event,) = await events(fair)
    assert event.overrides == {"2026-12-10T18:00": {"starts": "2026-12-11T19:00", "venue": "Library"}}
    assert starts(event)[:3] == ["2026-12-03 18:00", "2026-12-11 19:00", "2026-12-17 18:00"]


async def test_this_one_and_all_that_follow(fair):
    await fair.event("2026-12-03T18:00", **{**WEEKLY, "rrule": "FREQ=WEEKLY;COUNT=6;BYDAY=TH"}, exdates=["2026-12-24"])
    first, later = await fair.people(2)
    await fair.says(first, key="2026-12-10T18:00")
    await fair.says(later, key="2026-12-17T18:00")
    saved = await changed(
        fair, first, "fair", "2026-12-17T18:00", Scope.FOLLOWING, starts_local="2026-12-18T19:00", title="Fridays"
    )
    assert saved.done.told == 1  # whoever comes before the cut hears nothing
    before, after = await events(fair)
    assert (before.title, starts(before)) == ("Fair", ["2026-12-03 18:00", "2026-12-10 18:00"])
    assert (after.title, after.rrule) == ("Fridays", "FREQ=WEEKLY;COUNT=4;BYDAY=FR")
    assert starts(after) == ["2026-12-18 19:00", "2026-12-25 19:00", "2027-01-01 19:00", "2027-01-08 19:00"]
    assert before.uid != after.uid


async def test_the_whole_series_keeps_its_way_to_repeat(fair):
    await fair.event("2026-12-03T18:00", **{**WEEKLY, "rrule": "FREQ=MONTHLY;BYDAY=1TH"})
    person = await fair.person()
    await changed(fair, person, "fair", starts_local="2026-12-09T18:00")
    (event,) = await events(fair)
    assert (event.rrule, starts(event)) == ("FREQ=MONTHLY;BYDAY=2WE", ["2026-12-09 18:00", "2027-01-13 18:00"])


@pytest.mark.parametrize(
    ("scope", "left", "told"),
    [
        (Scope.ONE, ["2026-12-03 18:00", "2026-12-17 18:00", "2026-12-24 18:00"], 1),
        (Scope.FOLLOWING, ["2026-12-03 18:00"], 2),
        (Scope.ALL, ["2026-12-03 18:00", "2026-12-10 18:00", "2026-12-17 18:00", "2026-12-24 18:00"], 2),
    ],
)
async def test_cancelled(fair, scope, left, told):
    await fair.event("2026-12-03T18:00", **{**WEEKLY, "rrule": "FREQ=WEEKLY;COUNT=4;BYDAY=TH"})
    people = await fair.people(2)
    for one, key in zip(people, ("2026-12-10T18:00", "2026-12-17T18:00"), strict=True):
        await fair.says(one, key=key)
    async with fair.database.transaction() as session:
        draft = await drafting.begin(
            session, people[0].id, fair.now, {}, source_id="fair", scope=scope, key="2026-12-10T18:00"
        )
        saved = await drafting.cancel(Desk(session, fair.now, NEW_YORK, fair.customs), draft, "The hall is flooded.")
    assert saved.done.told == told
    (event,) = await events(fair)
    assert starts(event) == left
    assert event.status == ("cancelled" if scope == Scope.ALL else "active")


async def test_once_more_with_another_day(fair):
    await fair.event("2026-12-03T18:00", **WEEKLY, capacity=12, trades=["wood"], exdates=["2026-12-10"])
    person = await fair.person()
    async with fair.database.transaction() as session:
        event = (await session.exec(select(Event))).one()
        draft = await drafting.clone(session, person.id, event, None, fair.now)
        await drafting.put(session, draft, fair.now, starts_local="2026-12-20T10:00")
        await drafting.save(Desk(session, fair.now, NEW_YORK, fair.customs), draft)
    first, again = await events(fair)
    assert (again.title, again.capacity, again.trades, again.rrule, again.exdates) == (
        first.title,
        12,
        ["wood"],
        None,
        [],
    )
    assert (again.uid != first.uid, again.ends_local) == (True, wall("2026-12-20T12:00"))


@pytest.mark.parametrize("kind", ["once", "weekly", "fortnightly", "monthly_weekday", "monthly_day", "yearly"])
def test_a_way_to_repeat_is_known_again_and_moves_along(kind):
    before, after = wall("2026-12-03T18:00"), wall("2026-12-30T18:00")
    rule = rule_of(kind, before)
    assert kind_of(rule, before) == kind
    assert kind_of(moved(rule, before, after), after) == kind
    assert moved("FREQ=DAILY", before, after) == "FREQ=DAILY"
