"""A small town with events: people say whether they come, the clock moves, and every message that leaves is noted."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from models.events import attendance, gatherings, offers, reminders, replanning
from models.events.attendance import Place
from models.events.attendance_tables import Attendance, Gathering, Going
from models.events.customs import Customs
from models.events.recurrence import to_utc
from models.events.tables import Event
from models.outbox import preferences, queue
from models.outbox.outcomes import Pointless, Sent
from models.outbox.planning import Manners
from models.outbox.quiet import Quiet
from models.outbox.tables import Delivery
from models.people import meeting
from models.people.meeting import Caller

NEW_YORK = "America/New_York"
CUSTOMS = Customs(Manners(Quiet(NEW_YORK, time(21), time(8))))
NO_QUIET = Customs(Manners(Quiet(NEW_YORK, time(0), time(0))))


def local(wall, zone=NEW_YORK):
    """A wall time of some zone as a moment."""
    return to_utc(datetime.fromisoformat(wall), ZoneInfo(zone))


def shown(moment, zone=NEW_YORK):
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@dataclass
class Letter:
    """A message that left."""

    at: datetime
    chat: int
    kind: str
    key: str
    values: dict

    @property
    def offset(self):
        return self.values.get("offset")


class Fair:
    def __init__(self, database, now):
        self.database, self.now, self.customs = database, now, CUSTOMS
        self.left: list[Letter] = []
        self.luck = random.Random(7)

    # --- who and what there is

    async def people(self, count, first=1, **said):
        """So many who agreed to be reminded. `said`: zone, quiet_from, quiet_until."""
        async with self.database.transaction() as session:
            found = []
            for chat in range(first, first + count):
                person, _ = await meeting.meet(session, Caller(chat, f"Ana {chat}", "en"), self.now)
                await preferences.agree(session, person.id, {"consent_reminders": True, "consent_announcements": True})
                if "zone" in said:
                    await preferences.live_in(session, person.id, said["zone"])
                if "quiet" in said:
                    await preferences.keep_quiet(session, person.id, said["quiet"])
                found.append(person)
        return found

    async def person(self, chat=1, **said):
        (one,) = await self.people(1, chat, **said)
        return one

    async def event(self, starts, zone=NEW_YORK, source_id="fair", **fields):
        wall = datetime.fromisoformat(starts)
        async with self.database.transaction() as session:
            usual = {"title": source_id.title(), "starts_local": wall, "timezone": zone, "changed_at": self.now}
            starts_at = to_utc(wall, ZoneInfo(zone), fields.get("fold", 0))
            event = Event(source_id=source_id, starts_at=starts_at, **{**usual, **fields})
            session.add(event)
        return event

    # --- what people say

    async def place(self, session, source_id="fair", key=None):
        event = await gatherings.event_of(session, source_id)
        occurrence = event.series.find(key or event.starts_local.isoformat(timespec="minutes"))
        return Place(session, event, occurrence, self.now, self.customs)

    async def says(self, person, going=Going.YES, guests=None, **where):
        async with self.database.transaction() as session:
            return await attendance.answer(await self.place(session, **where), person.id, going, guests)

    async def chooses(self, person, *offsets, **where):
        async with self.database.transaction() as session:
            place = await self.place(session, **where)
            gathering = await gatherings.opened(session, place.event, place.occurrence)
            mine = await attendance.of(session, gathering.id, person.id)
            await attendance.choose_reminders(place, gathering, mine, offsets)

    async def edit(self, source_id="fair", note="", **changes):
        """A coordinator changes the event, as whoever edits it does: one version more, and everything follows."""
        async with self.database.transaction() as session:
            event = await gatherings.event_of(session, source_id)
            for name, value in changes.items():
                setattr(event, name, datetime.fromisoformat(value) if name.endswith("_local") else value)
            event.version += 1
            session.add(event)
            return await replanning.replan(session, event, self.now, self.customs, note)

    # --- what time brings

    async def tick(self, send=True):
        """One reach into the line at this moment, and the offers that are over."""
        async with self.database.transaction() as session:
            await offers.expire(session, self.now, self.customs)
        async with self.database.transaction() as session:
            taken = await queue.take(session, 50, 100_000, self.now, self.customs.manners)
        if send:
            await self.finish(taken.marked)
        return taken.marked

    async def finish(self, marked):
        said = [one for one in marked if await self.still_said(one)]
        for one in said:
            row = one.row
            self.left.append(Letter(self.now, row.chat_id, row.kind, await self.key_of(row.id), one.message["values"]))
        async with self.database.transaction() as session:
            outcomes = [(one, Sent(one.row.id) if one in said else Pointless()) for one in marked]
            await queue.finish(session, outcomes, self.now, self.luck)

    async def still_said(self, one):
        """As the writer of the message asks when it leaves."""
        if one.row.kind != reminders.KIND:
            return True
        async with self.database.reading() as session:
            values = one.message["values"]
            return await reminders.still_wanted(session, values, one.row.person_id, self.customs) is not None

    async def until(self, moment):
        """The clock moves; whenever something is due it leaves."""
        while await self.tick():
            self.now += timedelta(seconds=1.5)
        while self.now < moment:
            due = [row.due_at for row in await self.rows() if row.state == "pending" and row.due_at > self.now]
            held = [
                row.offered_until for row in await self.words() if row.offered_until and row.offered_until > self.now
            ]
            self.now = min([moment, *due, *held])
            while await self.tick():
                self.now += timedelta(seconds=1.5)

    # --- what stands there

    async def rows(self, **what):
        async with self.database.reading() as session:
            query = select(Delivery).filter_by(**what).order_by(col(Delivery.due_at), col(Delivery.id))
            return (await session.exec(query)).all()

    async def key_of(self, number):
        async with self.database.reading() as session:
            return (await session.get_one(Delivery, number)).dedupe_key

    async def words(self):
        async with self.database.reading() as session:
            return (await session.exec(select(Attendance).order_by(col(Attendance.since)))).all()

    async def gathering(self):
        async with self.database.reading() as session:
            return (await session.exec(select(Gathering))).one()

    async def going(self):
        """Everybody's word, by chat."""
        async with self.database.reading() as session:
            from models.people.tables import Person  # noqa: PLC0415 only here

            query = select(Person.chat_id, Attendance.state).join(Attendance, col(Attendance.person_id) == Person.id)
            return dict((await session.exec(query)).all())

    async def reminders(self):
        """Every reminder ever planned: (offset, due on the wall in New York, state, reason)."""
        rows = await self.rows(kind="event_reminder")
        return [(row.dedupe_key.split(":")[-2], shown(row.due_at), row.state, row.reason) for row in rows]

    def told(self, kind="event_reminder"):
        """What left of this kind: (chat, offset, when on the wall in New York)."""
        return [(one.chat, one.offset, shown(one.at)) for one in self.left if one.kind == kind]

    async def each_once(self):
        """The promise: one row per event, version, offset and person, each sent or with its reason."""
        rows = await self.rows(kind="event_reminder")
        keys = [row.dedupe_key for row in rows]
        assert len(keys) == len(set(keys))
        sent = [one.key for one in self.left]
        assert len(sent) == len(set(sent))
        assert [row.dedupe_key for row in rows if row.state != "sent" and not row.reason] == []
        assert all(one.at <= later.at for one, later in pairwise(self.left))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
