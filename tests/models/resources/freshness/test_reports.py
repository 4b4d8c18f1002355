"""One report per person and thing; two who say "closed" hide it until somebody has looked."""

from models.people import leaving
from models.resources.freshness import desk, reports
from models.resources.freshness.desk import Doubt, State
from models.resources.freshness.reports import MOST_A_DAY, Taken
from models.resources.freshness.tables import Wrong
from tests.models.resources.freshness.conftest import TODAY


async def say(town, person, kind=Wrong.CLOSED, source_id="kitchen"):
    return await town.do(reports.report, person.id, source_id, kind, town.now)


async def test_one_person_alone_hides_nothing_however_often_she_says_so(town):
    ana = await town.somebody()
    assert [await say(town, ana) for _ in range(3)] == [Taken.NOTED] * 3
    assert await town.status("kitchen") == "active"
    assert await town.doubts() == [Doubt("kitchen", State.REPORTED, TODAY, {"closed": 1})]


async def test_two_who_say_closed_hide_it_and_the_row_stays_as_it_was(town):
    ana, ben = await town.somebody(), await town.somebody(8)
    assert [await say(town, ana), await say(town, ben), await say(town, ana)] == [
        Taken.NOTED, Taken.HIDDEN, Taken.NOTED,
    ]  # fmt: skip
    assert await town.status("kitchen") == "in_review"
    assert (await town.row("kitchen")).status == "active"
    assert await town.doubts() == [Doubt("kitchen", State.IN_REVIEW, TODAY, {"closed": 2})]


async def test_moved_and_wrong_are_noted_and_hide_nothing(town):
    ana, ben, cleo = await town.somebody(), await town.somebody(8), await town.somebody(9)
    await say(town, ana, Wrong.MOVED)
    await say(town, ben, Wrong.MOVED)
    await say(town, cleo, Wrong.WRONG)
    assert await town.status("kitchen") == "active"
    assert (await town.doubts())[0].reports == {"moved": 2, "wrong": 1}


async def test_a_new_word_of_hers_replaces_the_old(town):
    ana, ben = await town.somebody(), await town.somebody(8)
    await say(town, ana)
    await say(town, ana, Wrong.WRONG)
    assert await say(town, ben) is Taken.NOTED
    assert (await town.doubts())[0].reports == {"closed": 1, "wrong": 1}


async def test_it_stays_hidden_when_those_who_said_so_leave(town):
    people = [await town.somebody(), await town.somebody(8)]
    for person in people:
        await say(town, person)
    for person in people:
        await town.do(leaving.erase, person)
    assert await town.status("kitchen") == "in_review"
    assert (await town.doubts())[0].reports == {}


async def test_after_a_look_two_new_words_are_needed(town):
    ana, ben, cleo = await town.somebody(), await town.somebody(8), await town.somebody(9)
    await say(town, ana)
    await say(town, ben)
    await town.do(desk.still_right, "kitchen", "Made in Belmoulin", TODAY, town.now)
    assert await say(town, cleo) is Taken.NOTED
    assert await town.status("kitchen") == "active"
    assert await say(town, ana) is Taken.HIDDEN


async def test_nobody_reports_half_the_town_in_a_day(town):
    ana = await town.somebody()
    for number in range(MOST_A_DAY):
        assert await say(town, ana, source_id=f"thing-{number}") is Taken.NOTED
    assert await say(town, ana, source_id="kitchen") is Taken.TOO_MANY
    assert await say(town, ana, Wrong.WRONG, "thing-0") is Taken.NOTED, "a correction is no further one"
    town.wait(days=1)
    assert await say(town, ana, source_id="kitchen") is Taken.NOTED
