"""What a person lets us send: said in the intake, changed in the settings, the last word counts."""

from datetime import time, timedelta

import pytest

from models.outbox import preferences
from models.outbox.quiet import Quiet
from models.outbox.tables import Preference
from models.people import leaving, meeting
from models.people.meeting import Caller


@pytest.fixture
async def ana(town):
    async with town.database.transaction() as session:
        person, _ = await meeting.meet(session, Caller(1, "Ana", "es"), town.now)
    return person


async def said(town, person):
    return (await town.do(preferences.of, person.id)).model_dump(exclude={"person_id"})


UNSAID = Preference().model_dump(exclude={"person_id"})


async def test_what_was_never_said_is_no_except_for_the_one_nudge(town, ana):
    assert await said(town, ana) == UNSAID
    assert (UNSAID["reminders"], UNSAID["announcements"], UNSAID["nudges"]) == (False, False, True)


async def test_the_consents_of_the_intake_are_taken_over(town, ana):
    await town.do(preferences.agree, ana.id, {"consent_reminders": True, "consent_to_something_else": True})
    assert await said(town, ana) == {**UNSAID, "reminders": True}
    await town.do(preferences.agree, ana.id, {"consent_announcements": True, "consent_reminders": False})
    assert await said(town, ana) == {**UNSAID, "announcements": True}
    await town.do(preferences.agree, ana.id, {})
    assert await said(town, ana) == {**UNSAID, "announcements": True}


async def test_each_setting_is_changed_alone_and_back(town, ana):
    until = town.now + timedelta(days=30)
    await town.do(preferences.turn, ana.id, "nudges", on=False)
    await town.do(preferences.pause, ana.id, until)
    await town.do(preferences.keep_quiet, ana.id, Quiet("", time(22), time(7, 30)))
    await town.do(preferences.live_in, ana.id, "America/Chicago")
    assert await said(town, ana) == {
        **UNSAID,
        "nudges": False,
        "paused_until": until,
        "quiet_from": time(22),
        "quiet_until": time(7, 30),
        "zone": "America/Chicago",
    }
    await town.do(preferences.turn, ana.id, "nudges", on=True)
    await town.do(preferences.pause, ana.id, None)
    await town.do(preferences.keep_quiet, ana.id, None)
    await town.do(preferences.live_in, ana.id, None)
    assert await said(town, ana) == UNSAID


async def muted(town, person):
    return [(mute.kind, mute.about, mute.until) for mute in await town.do(preferences.muted, person.id, town.now)]


async def test_a_mute_is_listed_until_it_ends_or_is_taken_back(town, ana):
    month = town.now + timedelta(days=30)
    await town.do(preferences.mute, ana.id, kind="new_fit")
    await town.do(preferences.mute, ana.id, about="event:5", until=month)
    await town.do(preferences.mute, ana.id, about="event:5", until=month)
    assert await muted(town, ana) == [("", "event:5", month), ("new_fit", "", None)]
    forever = (await town.do(preferences.muted, ana.id, town.now))[1]
    await town.do(preferences.unmute, ana.id, forever.id)
    assert await muted(town, ana) == [("", "event:5", month)]
    town.wait(days=30)
    assert await muted(town, ana) == []


async def test_nobody_takes_back_somebody_elses_mute(town, ana):
    async with town.database.transaction() as session:
        bea, _ = await meeting.meet(session, Caller(2, "Bea", "es"), town.now)
    await town.do(preferences.mute, ana.id, kind="news")
    (mute,) = await town.do(preferences.muted, ana.id, town.now)
    await town.do(preferences.unmute, bea.id, mute.id)
    assert await muted(town, ana) == [("news", "", None)]


async def test_muting_nothing_in_particular_is_refused(town, ana):
    with pytest.raises(ValueError, match="a kind or a matter"):
        await town.do(preferences.mute, ana.id)


async def test_settings_leave_with_the_person(town, ana):
    await town.do(preferences.mute, ana.id, kind="news")
    await town.do(preferences.turn, ana.id, "reminders", on=True)
    async with town.database.transaction() as session:
        await leaving.erase(session, await meeting.by_chat(session, 1))
    assert await said(town, ana) == UNSAID
    assert await muted(town, ana) == []
