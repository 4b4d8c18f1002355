"""Five a week that nobody asked for; what is over is told together, once."""

from datetime import timedelta

from models.outbox import budget, preferences
from models.outbox.outcomes import Gone
from models.outbox.tables import Lane, State
from tests.models.outbox.conftest import TOWN, always


async def test_the_sixth_of_a_week_waits_for_the_digest_and_reminders_do_not_count(town):
    await town.welcome(1)
    for number in range(7):
        await town.plan(town.draft(f"news:{number}"))
        await town.plan(town.draft(f"rem:{number}", Lane.REMINDER))
    await town.drain(ticks=20)
    states = [state for state, _ in await town.states()]
    assert states.count(State.SENT) == 12
    assert [row.dedupe_key for row in await town.rows() if row.state == State.DIGEST] == ["news:5:1", "news:6:1"]
    assert await town.do(budget.spent, 1, town.now) == 5


async def test_a_week_later_there_is_room_again(town):
    await town.welcome(1)
    for number in range(5):
        await town.plan(town.draft(f"news:{number}"))
    await town.drain(ticks=8)
    town.wait(days=7)
    await town.plan(town.draft("news:5"))
    await town.drain(ticks=2)
    assert len(town.accepted) == 6


async def over_budget(town, extra=2, **draft):
    await town.welcome(1)
    for number in range(5):
        await town.plan(town.draft(f"news:{number}"))
    await town.drain(ticks=8)
    for number in range(extra):
        await town.plan(town.draft(f"more:{number}", **draft))
    await town.drain(ticks=3)


async def test_one_digest_tells_everything_that_was_over(town):
    await over_budget(town)
    assert await town.do(budget.plan_digests, town.now, TOWN) == 1
    assert await town.do(budget.plan_digests, town.now, TOWN) == 0
    digest = next(row for row in await town.rows() if row.kind == "digest")
    told = await town.do(budget.told_in, digest.id)
    assert [(row.dedupe_key, row.state) for row in told] == [("more:0:1", State.MERGED), ("more:1:1", State.MERGED)]
    await town.drain(ticks=2)
    assert len(town.accepted) == 6  # the digest goes although the week is full


async def test_what_comes_after_the_digest_has_left_waits_for_the_next(town):
    await over_budget(town)
    await town.do(budget.plan_digests, town.now, TOWN)
    await town.drain(ticks=2)
    await town.plan(town.draft("late"))
    await town.drain(ticks=2)
    assert await town.do(budget.plan_digests, town.now, TOWN) == 0
    assert [row.state for row in await town.rows() if row.dedupe_key == "late:1"] == [State.DIGEST]
    town.wait(days=7)
    assert await town.do(budget.plan_digests, town.now, TOWN) == 1


async def test_what_is_over_before_the_digest_leaves_is_not_told(town):
    await over_budget(town, extra=1, expires_at=town.now + timedelta(hours=2))
    town.wait(hours=2)
    assert await town.do(budget.plan_digests, town.now, TOWN) == 0
    assert (State.EXPIRED, "too_late") in await town.states()


async def test_a_digest_is_not_for_somebody_who_left(town):
    await over_budget(town)
    await town.plan(town.draft("rem", Lane.REMINDER))
    await town.tick(always(Gone("blocked")))
    assert await town.do(budget.plan_digests, town.now, TOWN) == 0


async def test_the_budget_is_each_persons_own(town):
    await over_budget(town, extra=0)
    (bea,) = await town.welcome(1, first=2)
    await town.do(preferences.turn, bea.id, "announcements", on=True)
    await town.plan(town.draft("last"))
    await town.drain(ticks=2)
    assert [row.state for row in await town.rows() if row.dedupe_key.startswith("last")] == [State.DIGEST, State.SENT]
