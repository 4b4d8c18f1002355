"""The hours that go wrong elsewhere. In each: exactly one reminder per event, version, offset and person, or a reason.

The clock stands still and is moved by hand; every test runs on both databases.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.events import recurrence, replanning
from models.events.attendance import Taken
from models.events.attendance_tables import Going
from models.outbox import preferences, queue
from models.outbox.quiet import Quiet
from models.people.tables import Person
from tests.models.events.fair import NO_QUIET, local, shown, utc


def at(moment, zone):
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


async def attended(fair, starts, *offsets, zone="America/New_York", now=None, hers=None, **fields):
    """Ana comes, and is reminded at these times."""
    fair.now = now or utc(starts) - timedelta(days=20)
    ana = await fair.person(**({"zone": hers} if hers else {}))
    event = await fair.event(starts, zone, **fields)
    await fair.says(ana, source_id=event.source_id)
    if offsets:
        await fair.chooses(ana, *offsets, source_id=event.source_id)
    return ana, event


async def test_01_the_day_the_clocks_go_forward(fair):
    """The day before at the same hour is 23 hours before; twenty-four hours before is another hour."""
    await attended(fair, "2027-03-14T18:00", "day", "1440m")
    await fair.until(local("2027-03-15T00:00"))
    assert fair.told() == [(1, "1440m", "2027-03-13 17:00"), (1, "day", "2027-03-13 18:00")]
    await fair.each_once()


async def test_02_an_hour_that_does_not_exist_is_the_one_after_it(fair):
    fair.customs = NO_QUIET
    await attended(fair, "2027-03-14T02:30", "day", "hour")
    await fair.until(local("2027-03-14T12:00"))
    assert fair.told() == [(1, "day", "2027-03-13 03:30"), (1, "hour", "2027-03-14 01:30")]
    await fair.each_once()


@pytest.mark.parametrize(("fold", "first"), [(0, "2027-11-07T04:30"), (1, "2027-11-07T05:30")])
async def test_03_an_hour_that_comes_twice_is_reminded_of_once(fair, fold, first):
    fair.customs = NO_QUIET
    await attended(fair, "2027-11-07T01:30", "hour", fold=fold)
    await fair.until(utc("2027-11-07T12:00"))
    assert [one.at for one in fair.left] == [utc(first)]
    await fair.each_once()


async def test_04_weekly_at_nine_stays_at_nine(fair):
    fair.now, fair.customs = utc("2027-03-01T12:00"), NO_QUIET
    ana = await fair.person()
    await fair.event("2027-03-07T09:00", rrule="FREQ=WEEKLY")
    sundays = ["2027-03-07T09:00", "2027-03-14T09:00", "2027-03-21T09:00", "2027-10-31T09:00", "2027-11-07T09:00"]
    for sunday in sundays:
        await fair.says(ana, key=sunday)
    await fair.until(local("2027-11-14T00:00"))
    days = [(1, "day", f"{datetime.fromisoformat(one) - timedelta(days=1):%Y-%m-%d} 09:00") for one in sundays]
    hours = [(1, "hour", f"{one[:10]} 08:00") for one in sundays]
    assert fair.told() == sorted(days + hours, key=lambda one: one[2])
    await fair.each_once()


async def test_05_in_paris_while_the_clocks_differ_by_five_hours(fair):
    """Between 14 and 28 March Paris is five hours ahead; her quiet hours are those of Paris."""
    fair.now = utc("2027-03-10T12:00")
    ana = await fair.person(zone="Europe/Paris")
    await fair.event("2027-03-20T13:00")
    await fair.says(ana)
    await fair.chooses(ana, "hour", "180m")
    await fair.until(local("2027-03-21T00:00"))
    assert [at(one.at, "Europe/Paris") for one in fair.left] == ["2027-03-20 15:00", "2027-03-20 17:00"]
    await fair.event("2027-03-22T17:00", source_id="late")
    await fair.says(ana, source_id="late")
    await fair.chooses(ana, "hour", source_id="late")  # 21:00 in Paris: quiet, and the event is over by morning
    await fair.until(local("2027-03-23T00:00"))
    assert at(fair.left[-1].at, "Europe/Paris") == "2027-03-22 20:30"
    await fair.each_once()


@pytest.mark.parametrize("zone", ["America/Phoenix", "Pacific/Honolulu"])
async def test_06_where_the_clocks_never_change(fair, zone):
    await attended(fair, "2027-03-14T18:00", "day", "1440m", zone=zone, hers=zone)
    await fair.until(local("2027-03-16T00:00"))
    assert {at(one.at, zone) for one in fair.left} == {"2027-03-13 18:00"}
    assert len(fair.left) == 2
    await fair.each_once()


ODD = [
    ("Australia/Lord_Howe", "2027-04-04T12:00", "2027-04-03 12:00"),  # back by half an hour that night
    ("Asia/Kathmandu", "2027-04-04T12:00", "2027-04-03 12:00"),  # +05:45
    ("Pacific/Chatham", "2027-04-04T12:00", "2027-04-03 12:00"),  # +13:45, then +12:45
]


@pytest.mark.parametrize(("zone", "starts", "expected"), ODD)
async def test_07_clocks_that_differ_by_parts_of_an_hour(fair, zone, starts, expected):
    fair.customs = NO_QUIET
    await attended(fair, starts, "day", "hour", zone=zone)
    await fair.until(utc("2027-04-05T00:00"))
    assert [at(one.at, zone) for one in fair.left] == [expected, starts[:10] + " 11:00"]
    await fair.each_once()


async def test_08_the_law_of_a_zone_changes_between_planning_and_sending(fair, monkeypatch):
    """New zone data: the wall shows the same, the moment is another. Nobody is told of a move there was not."""
    right = recurrence.to_utc
    monkeypatch.setattr(recurrence, "to_utc", lambda *wall: right(*wall) + timedelta(hours=1))
    await attended(fair, "2027-05-05T18:00", "hour")
    monkeypatch.setattr(recurrence, "to_utc", right)
    async with fair.database.transaction() as session:
        done = await replanning.replan_all(session, fair.now, fair.customs)
    assert (done.moved, done.told) == (1, 0)
    await fair.until(local("2027-05-06T00:00"))
    assert [(one.kind, shown(one.at)) for one in fair.left] == [("event_reminder", "2027-05-05 17:00")]
    await fair.each_once()


async def test_09_casablanca_goes_back_for_ramadan(fair):
    zone = "Africa/Casablanca"
    await attended(fair, "2027-02-07T18:00", "day", zone=zone)
    await fair.until(utc("2027-02-08T00:00"))
    assert [(at(one.at, zone), one.at.hour) for one in fair.left] == [("2027-02-06 18:00", 17)]
    assert local("2027-02-07T18:00", zone).hour == 18  # an hour later on the same wall
    await fair.each_once()


async def test_10_samoa_had_no_thirtieth_of_december(fair):
    """All day on the 31st: "on the day" is at eight, and the day before it did not exist, so that one is not earlier."""
    zone, fair.customs = "Pacific/Apia", NO_QUIET
    await attended(fair, "2011-12-31T00:00", "morning", zone=zone, now=utc("2011-12-20T12:00"), all_day=True)
    await fair.until(utc("2012-01-02T00:00"))
    assert [at(one.at, zone) for one in fair.left] == ["2011-12-31 08:00"]
    await fair.each_once()


async def test_11_monthly_on_the_thirty_first_there_is_no_april(fair):
    fair.now = utc("2027-03-01T12:00")
    event = await fair.event("2027-01-31T18:00", rrule="FREQ=MONTHLY")
    assert event.series.find("2027-04-30T18:00") is None
    ana = await fair.person()
    for key in ("2027-03-31T18:00", "2027-05-31T18:00"):
        await fair.says(ana, key=key)
    await fair.until(local("2027-06-01T00:00"))
    assert [one[2][:10] for one in fair.told()] == ["2027-03-30", "2027-03-31", "2027-05-30", "2027-05-31"]
    await fair.each_once()


async def test_12_every_twenty_ninth_of_february(fair):
    fair.now = utc("2028-02-01T12:00")
    ana = await fair.person()
    event = await fair.event("2024-02-29T18:00", rrule="FREQ=YEARLY")
    assert at(event.series.next_start(fair.now), "America/New_York") == "2028-02-29 18:00"
    await fair.says(ana, key="2028-02-29T18:00")
    await fair.until(local("2028-03-02T00:00"))
    assert fair.told() == [(1, "day", "2028-02-28 18:00"), (1, "hour", "2028-02-29 17:00")]
    await fair.each_once()


async def test_13_a_series_with_an_end_one_left_out_and_one_moved(fair):
    fair.now = utc("2027-04-20T12:00")
    ana = await fair.person()
    rule = "FREQ=WEEKLY;UNTIL=20270603T220000Z"  # in UTC: six in the evening on 3 June in New York
    event = await fair.event("2027-05-06T18:00", rrule=rule, exdates=["2027-05-20"])
    assert [event.series.find(f"2027-{day}T18:00") is not None for day in ("05-13", "05-20", "06-03", "06-10")] == [
        True, False, True, False,
    ]  # fmt: skip
    for key in ("2027-05-13T18:00", "2027-05-27T18:00"):
        await fair.says(ana, key=key)
    await fair.edit(overrides={"2027-05-27T18:00": {"starts": "2027-05-28T19:00"}})
    await fair.until(local("2027-06-10T00:00"))
    assert fair.told("event_moved") == [(1, None, "2027-04-20 08:00")]
    assert fair.told() == [
        (1, "day", "2027-05-12 18:00"), (1, "hour", "2027-05-13 17:00"),
        (1, "day", "2027-05-27 19:00"), (1, "hour", "2027-05-28 18:00"),
    ]  # fmt: skip
    await fair.each_once()


async def test_14_moved_after_the_first_reminder_was_sent(fair):
    await attended(fair, "2027-05-05T18:00")
    await fair.until(local("2027-05-05T10:00"))
    done = await fair.edit(starts_local="2027-05-07T18:00")
    assert (done.told, done.reminders, done.moved) == (1, 2, 1)
    await fair.until(local("2027-05-08T00:00"))
    assert [(one.kind, one.offset, shown(one.at)) for one in fair.left] == [
        ("event_reminder", "day", "2027-05-04 18:00"),
        ("event_moved", None, "2027-05-05 10:00"),
        ("event_reminder", "day", "2027-05-06 18:00"),
        ("event_reminder", "hour", "2027-05-07 17:00"),
    ]
    assert [(row.state, row.reason) for row in await fair.rows() if row.state != "sent"] == [("cancelled", "moved")]
    await fair.each_once()


async def test_15_moved_twice_before_anybody_has_heard(fair):
    """One word, from the time she knew to the one it has; moved back, none."""
    await attended(fair, "2027-05-05T18:00")
    was = local("2027-05-05T18:00")
    await fair.edit(starts_local="2027-05-06T18:00")
    await fair.edit(starts_local="2027-05-07T18:00")
    fair.now = local("2027-04-16T10:00")
    await fair.tick()
    (told,) = fair.left
    assert (told.kind, utc(told.values["was"][:16]), told.values["version"]) == ("event_moved", was, 3)
    await fair.edit(starts_local="2027-05-06T18:00")
    await fair.edit(starts_local="2027-05-07T18:00")
    fair.now += timedelta(minutes=1)
    await fair.tick()
    assert len(fair.left) == 1
    await fair.until(local("2027-05-08T00:00"))
    assert fair.told() == [(1, "day", "2027-05-06 18:00"), (1, "hour", "2027-05-07 17:00")]
    await fair.each_once()


async def test_15b_moved_into_the_past(fair):
    await attended(fair, "2027-05-05T18:00", now=local("2027-05-04T10:00"))
    await fair.edit(starts_local="2027-05-04T09:00")
    await fair.until(local("2027-05-06T00:00"))
    assert [(one.kind, shown(one.at)) for one in fair.left] == [("event_moved", "2027-05-04 10:00")]
    assert [reason for *_, reason in await fair.reminders()] == ["moved_too_near"] * 2 + ["moved"] * 2
    await fair.each_once()


async def test_16_who_says_yes_ten_minutes_before_hears_nothing_stale(fair):
    await attended(fair, "2027-05-05T18:00", now=local("2027-05-05T17:50"))
    await fair.until(local("2027-05-06T00:00"))
    assert fair.left == []
    assert [(offset, state, reason) for offset, _, state, reason in await fair.reminders()] == [
        ("day", "skipped", "joined_late"),
        ("hour", "skipped", "joined_late"),
    ]
    await fair.each_once()


async def test_17_cancelled_while_a_worker_has_it_in_hand(fair):
    await attended(fair, "2027-05-05T18:00", "hour")
    await fair.until(local("2027-05-05T16:59"))
    fair.now = local("2027-05-05T17:00")
    async with fair.database.transaction() as session:
        (claimed,) = await queue.claim(session, 10, fair.now)
    await fair.edit(status="cancelled")
    async with fair.database.transaction() as session:
        ready = await queue.recheck(session, [claimed], fair.now, fair.customs.manners)
    assert ready == []
    await fair.until(local("2027-05-06T00:00"))
    assert [one.kind for one in fair.left if shown(one.at) >= "2027-05-05"] == ["event_cancelled"]
    await fair.each_once()


@pytest.mark.parametrize("day", ["2027-05-05", "2027-03-14", "2027-11-07"])
async def test_18_before_breakfast_it_comes_the_evening_before(fair, day):
    """Quiet from nine to eight, over a night in which the clocks change too; the event is at half past eight."""
    await attended(fair, f"{day}T08:30", "hour", "morning")
    await fair.until(local(f"{day}T23:00"))
    before = (datetime.fromisoformat(day) - timedelta(days=1)).strftime("%Y-%m-%d")
    assert fair.told() == [(1, "morning", f"{before} 18:00"), (1, "hour", f"{before} 20:30")]
    await fair.each_once()


async def test_19_down_from_seven_to_twelve(fair):
    ana, _ = await attended(fair, "2027-05-05T09:00", "hour", source_id="missed")
    await fair.event("2027-05-05T12:30", source_id="near")
    await fair.says(ana, source_id="near")
    await fair.chooses(ana, "hour", source_id="near")
    await fair.until(local("2027-05-05T07:00"))
    gone_by, fair.now = len(fair.left), local("2027-05-05T12:00")
    await fair.until(local("2027-05-05T12:01"))
    late = fair.left[gone_by:]
    assert [
        (one.offset, one.key.split(":")[1], (one.at - local("2027-05-05T12:00")).seconds <= 60) for one in late
    ] == [("hour", "near", True)]
    reasons = {(row.state, row.reason) for row in await fair.rows() if row.state != "sent"}
    assert reasons == {("expired", "too_late"), ("skipped", "outdated")}  # the latter: those she had taken off
    await fair.each_once()


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1), timedelta(hours=8)])
async def test_20_the_clock_is_set_or_the_machine_slept(fair, step):
    await attended(fair, "2027-05-05T18:00", "day", "hour", "360m")
    await fair.until(local("2027-05-04T18:00") + timedelta(minutes=10))
    fair.now += step
    await fair.tick()
    await fair.until(local("2027-05-05T19:00"))
    assert [one[1] for one in fair.told()] == ["day", "360m", "hour"]
    late = [one.at - due.due_at for one in fair.left for due in await fair.rows(dedupe_key=one.key)]
    assert max(late) <= timedelta(seconds=5)
    await fair.each_once()


async def test_21_she_changes_her_zone_and_her_language_between_planning_and_sending(fair):
    ana, _ = await attended(fair, "2027-05-05T17:00", "hour")
    async with fair.database.transaction() as session:
        await preferences.live_in(session, ana.id, "Europe/Paris")
        await preferences.keep_quiet(session, ana.id, Quiet("Europe/Paris", time(23), time(7)))
        (await session.get_one(Person, ana.id)).language = "fr"
    await fair.until(local("2027-05-05T15:59"))
    fair.now = local("2027-05-05T16:00")
    (ready,) = await fair.tick()
    assert (ready.language, at(fair.left[0].at, "Europe/Paris")) == ("fr", "2027-05-05 22:00")
    await fair.each_once()


async def test_22_the_year_2038(fair):
    await attended(fair, "2038-01-20T03:14", "1440m", zone="UTC")
    await fair.until(utc("2038-01-21T00:00"))
    assert len(fair.left) == 1
    await fair.each_once()


async def test_23_a_moment_without_a_zone_is_refused(fair):
    with pytest.raises(Exception, match=r"(?i)zone|aware|naive"):
        await attended(fair, "2027-05-05T18:00", now=datetime(2027, 5, 1, 12))  # noqa: DTZ001 that is the point


async def test_24_yes_no_yes_is_still_one_reminder_each(fair):
    ana, _ = await attended(fair, "2027-05-05T18:00")
    for going in (Going.NO, Going.YES, Going.MAYBE, Going.YES):
        assert await fair.says(ana, going) == Taken.NOTED
    await fair.until(local("2027-05-06T00:00"))
    assert fair.told() == [(1, "day", "2027-05-04 18:00"), (1, "hour", "2027-05-05 17:00")]
    await fair.each_once()


async def test_25_the_town_changes_everything_and_nothing_is_told_twice(fair):
    """An edit that leaves the hour alone leaves the reminders alone."""
    await attended(fair, "2027-05-05T18:00")
    before = [row.id for row in await fair.rows()]
    done = await fair.edit(title="Another name", capacity=50)
    assert (done.told, done.reminders, [row.id for row in await fair.rows()]) == (0, 0, before)
