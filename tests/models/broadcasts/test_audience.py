"""Who an announcement is for: the number shown is the number reached, and everybody else has a reason."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.broadcasts import audience
from models.broadcasts.audience import Audience, Reach
from models.events.attendance_tables import Attendance, Gathering
from models.outbox import preferences
from models.people.tables import Person, Role

A_WEEK = 5


async def look(town, **parts):
    async with town.database.reading() as session:
        return await audience.reach(session, Audience(**parts), town.now, A_WEEK)


async def changed(town, chat_id, **values):
    async with town.database.transaction() as session:
        person = (await session.exec(select(Person).where(Person.chat_id == chat_id))).one()
        for name, value in values.items():
            setattr(person, name, value)
        return person


async def test_everybody_who_agreed_is_reached_and_named(town):
    await town.welcome(3)
    assert await look(town) == Reach(3, 3, {}, {"es": 3}, ["Ana 1", "Ana 2", "Ana 3"])


async def test_all_others_are_counted_under_the_first_reason_that_holds(town):
    people = await town.welcome(7)
    await changed(town, 1, blocked_at=town.now)
    await changed(town, 2, stopped_at=town.now, blocked_at=town.now)  # one reason is enough
    await changed(town, 3, stopped_at=town.now)
    async with town.database.transaction() as session:
        await preferences.turn(session, people[3].id, "announcements", False)
        await preferences.mute(session, people[4].id, kind="announcement")
        await preferences.mute(session, people[6].id, about="event:fair")  # another matter
        await preferences.pause(session, people[5].id, town.now + timedelta(days=3))
    seen = await look(town)
    assert (seen.chosen, seen.reachable) == (7, 1)
    assert seen.others == {"unreachable": 2, "stopped": 1, "no_consent": 1, "muted": 1, "paused": 1}


async def test_whoever_got_enough_this_week_is_told_in_a_digest(town):
    [ana, _] = await town.welcome(2)
    for number in range(A_WEEK):
        await town.plan(town.draft(key=f"news{number}"), ana)
        await town.drain(ticks=2)
    assert (await look(town)).others == {"budget": 1}


CHOICES = {
    "a trade, from a list": ({"trades": ["food"]}, [1]),
    "one trade or another": ({"trades": ["food", "wood"]}, [1, 2]),
    "a stage": ({"stages": ["idea"]}, [2]),
    "a need": ({"needs": ["workspace"]}, [1, 2]),
    "a trade and a need": ({"trades": ["wood"], "needs": ["workspace"]}, [2]),
    "a neighbourhood with an accent": ({"neighborhoods": ["Quartier d’été"]}, [1]),
    "a language": ({"languages": ["fr"]}, [3]),
    "a source": ({"sources": ["library"]}, [3]),
    "seen lately": ({"seen_within": 7}, [1, 2]),
    "not seen for long": ({"not_seen_for": 7}, [3]),
    "those who coordinate": ({"staff": True}, [2]),
    "an event she comes to": ({"events": ["fair"]}, [1]),
    "nobody": ({"trades": ["glass"]}, []),
}


@pytest.mark.parametrize(("parts", "chats"), CHOICES.values(), ids=CHOICES.keys())
async def test_a_choice_means_these_people(town, parts, chats):
    one, two, _ = await town.welcome(3)
    await town.answered(one, trade={"choices": ["food"], "text": "pan"}, needs=["workspace", "grant"], stage="selling")
    await town.answered(one, place={"neighborhood": "Quartier d’été", "latitude": 44.5})
    await town.answered(two, trade={"choices": ["wood"], "text": 'a "glass" table'}, needs=["workspace"], stage="idea")
    await changed(town, 2, role=Role.COORDINATOR)
    await changed(town, 3, language="fr", source="library", seen_at=town.now - timedelta(days=30))
    await coming(town, one)
    async with town.database.reading() as session:
        query = select(Person.chat_id).where(Person.id.in_(audience.people(Audience(**parts), town.now)))
        assert sorted(await session.exec(query)) == chats


async def coming(town, person):
    gathering = Gathering(
        source_id="fair", key="2026-12-05T10:00", starts_at=town.now, ends_at=town.now,
        starts_local=town.now.replace(tzinfo=None), timezone="America/New_York",
    )  # fmt: skip
    async with town.database.transaction() as session:
        session.add(gathering)
        await session.flush()
        session.add(Attendance(gathering_id=gathering.id, person_id=person.id, state="yes", since=town.now))


async def test_before_the_town_goes_live_only_guests_and_staff_are_written_to(town):
    await town.welcome(3)
    await changed(town, 2, role=Role.COORDINATOR)
    async with town.database.reading() as session:
        seen = await audience.reach(session, Audience(), town.now, A_WEEK, guests={3})
    assert seen.names == ["Ana 2", "Ana 3"]


async def test_what_else_waits_for_those_whom_it_reaches_is_told(town):
    ana, _, silent = await town.welcome(3)
    async with town.database.transaction() as session:
        await preferences.turn(session, silent.id, "announcements", False)
    await town.plan(
        town.draft(key="fair", kind="event_reminder", about="event:fair", due_at=town.now + timedelta(days=2))
    )
    await town.plan(town.draft(key="late", about="event:late", due_at=town.now + timedelta(days=20)), ana)
    async with town.database.reading() as session:
        [one] = await audience.collisions(session, Audience(), town.now, town.now + timedelta(days=7), A_WEEK)
    assert (one.kind, one.about, one.people) == ("event_reminder", "event:fair", 2)


def test_a_part_nobody_knows_any_more_is_left_out():
    assert Audience.model_validate({"trades": ["food"], "colour": ["red"]}).data == {"trades": ["food"]}


def test_how_long_it_takes_is_rounded_up():
    assert [Reach(n, n, {}, {}, []).minutes(28) for n in (0, 1, 1_680, 1_681, 100_000)] == [0, 1, 1, 2, 60]
