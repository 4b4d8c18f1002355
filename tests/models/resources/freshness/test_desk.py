"""What coordinators see and decide about things that may no longer be right."""

from datetime import timedelta

from sqlmodel import select

from models.resources.freshness import desk, owners, reports
from models.resources.freshness.desk import Doubt, State
from models.resources.freshness.tables import Wrong
from models.resources.importing.tables import FieldChange
from tests.models.resources.freshness.conftest import TODAY


async def test_nothing_is_doubted_while_all_was_confirmed_lately(town):
    assert await town.doubts() == []


async def test_the_most_urgent_comes_first_and_of_the_unconfirmed_the_oldest(town):
    ana, ben = await town.somebody(), await town.somebody(8)
    await town.has("never", assured_on=None)
    await town.has("old", assured_on=TODAY - timedelta(days=400))
    await town.has("older", assured_on=TODAY - timedelta(days=800))
    await town.has("year", assured_on=TODAY - timedelta(days=365))
    await town.has("off", assured_on=None, status="inactive")
    await town.do(owners.claim, ana.id, "yard", "link", town.now)
    await town.do(owners.heard, ana.id, "yard", town.now, "Now by the hour")
    await town.do(reports.report, ana.id, "loft", Wrong.MOVED, town.now)
    for person in (ana, ben):
        await town.do(reports.report, person.id, "kitchen", Wrong.CLOSED, town.now)
    await town.do(desk.closed, "old", town.now)
    assert [(doubt.source_id, doubt.state) for doubt in await town.doubts()] == [
        ("kitchen", State.IN_REVIEW),
        ("loft", State.REPORTED),
        ("yard", State.CHANGE),
        ("older", State.STALE),
        ("never", State.STALE),
        ("old", State.CLOSED),
    ]


async def test_still_right_confirms_from_today_shows_it_and_settles_what_was_said(town):
    await town.has("old", assured_on=TODAY - timedelta(days=800))
    changed_at = (await town.row("old")).changed_at
    town.wait(hours=1)
    for chat_id in (7, 8):
        await town.do(reports.report, (await town.somebody(chat_id)).id, "old", Wrong.CLOSED, town.now)
    await town.do(desk.still_right, "old", "Made in Belmoulin", TODAY, town.now)
    row = await town.row("old")
    assert (row.assured_on, row.assured_by, row.changed_at) == (TODAY, "Made in Belmoulin", changed_at)
    assert (await town.status("old"), await town.doubts()) == ("active", [])


async def test_a_confirmation_is_written_down_like_any_other_change(town):
    await town.has("old", assured_on=TODAY - timedelta(days=800))
    for _ in range(2):
        await town.do(desk.still_right, "old", "Made in Belmoulin", TODAY, town.now)
    async with town.database.reading() as session:
        (change,) = (await session.exec(select(FieldChange))).all()
    assert (change.source_id, change.field, change.previous, change.replacement, change.by) == (
        "old", "assured_on", "2024-09-14", "2026-11-23", "Made in Belmoulin",
    )  # fmt: skip


async def test_what_a_coordinator_closed_is_shown_to_nobody_until_it_is_shown_again(town):
    for _ in range(2):
        await town.do(desk.closed, "kitchen", town.now)
    assert (await town.status("kitchen"), (await town.row("kitchen")).status) == ("defunct", "active")
    assert await town.doubts() == [Doubt("kitchen", State.CLOSED, TODAY)]
    await town.do(desk.show_again, "kitchen", town.now)
    assert (await town.status("kitchen"), await town.doubts()) == ("active", [])


async def test_one_thing_is_looked_at_whether_it_is_doubted_or_not(town):
    ana = await town.somebody()
    await town.do(owners.claim, ana.id, "yard", "link", town.now)
    async with town.database.reading() as session:
        assert await desk.doubt(session, "yard", TODAY) == Doubt("yard", State.STALE, TODAY, owned=True)
        assert await desk.doubt(session, "nowhere", TODAY) is None
