"""A small town over two weeks in which the clocks change, word for word.

When a text has changed on purpose, write it anew: TOWN=tests/bot/rehearsal/town python -m bot rehearse --days 14
--people 6 --from 2027-03-05 --seed 4 --unasked --out tests/bot/rehearsal/small_town.txt
"""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.rehearsal.cast import invented
from bot.rehearsal.pen import Seen
from bot.rehearsal.play import Plan, beginning, rehearse
from bot.rehearsal.transcript import Transcript
from bot.settings import Settings

HERE = Path(__file__).parent
NEW_YORK = ZoneInfo("America/New_York")
PLAN = Plan(days=14, people=6, start=date(2027, 3, 5), seed=4, only_unasked=True)


@pytest.fixture(scope="module")
def golden():
    return (HERE / "small_town.txt").read_text(encoding="utf-8")


async def test_the_same_seed_tells_the_same_story(golden):
    settings, days = Settings(_env_file=None, town=HERE / "town"), []
    played = await rehearse(settings, PLAN, date(2026, 11, 24), days.append)
    assert played.transcript.text == golden.partition("\n\n")[2]
    assert sum(days) == 14
    assert played.deliveries["event_moved", "sent"] == 1
    assert not {state for _, state in played.deliveries} & {"failed", "uncertain", "leased", "sending"}


def test_nobody_is_written_to_at_night(golden):
    hours = [int(line[:2]) for line in golden.splitlines() if line[2:3] == ":" and "⇒" in line]
    assert hours
    assert all(8 <= hour < 21 for hour in hours)


def test_no_reminder_comes_twice(golden):
    """The same person, the same words, the same day: never."""
    day, seen = "", Counter()
    for block in golden.split("\n\n"):
        if block.startswith("———"):
            day = block
        elif "⇒" in block:
            seen[day, block[10:]] += 1
    assert [block for block, times in seen.items() if times > 1] == []


def test_the_clocks_change_in_the_middle_unless_somebody_says_when():
    today = date(2026, 11, 24)
    assert beginning(Plan(days=90), NEW_YORK, today) == datetime(2027, 1, 28, 5, tzinfo=UTC)
    assert beginning(Plan(days=90), ZoneInfo("America/Phoenix"), today) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert beginning(Plan(start=date(2027, 7, 1)), NEW_YORK, today) == datetime(2027, 7, 1, 4, tzinfo=UTC)


def test_one_person_more_changes_nobody_elses_story():
    span = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
    few, more = invented(3, ("en", "fr"), span, 7), invented(4, ("en", "fr"), span, 7)
    assert [(one.name, one.language, list(one.visits(span[1]))) for one in few] == [
        (one.name, one.language, list(one.visits(span[1]))) for one in more[:3]
    ]


def test_how_it_is_written_down():
    transcript = Transcript(NEW_YORK)
    at = datetime(2027, 3, 14, 12, tzinfo=UTC)
    transcript.got(at, "Ana", Seen(7, "Hello.\n\nHow are you?", [[{"text": "Fine"}, {"text": "So so"}]]), unasked=True)
    transcript.did(at, 5, "Bo", "writes: /events")
    assert transcript.text == (
        "——— Sunday 14 March 2027 (UTC-0400) ———\n\n"
        "08:00     Bo writes: /events\n\n"
        "08:00     ⇒ Ana\n"
        "          Hello.\n\n"
        "          How are you?\n"
        "          [Fine] [So so]\n"
    )


def test_a_wrong_day_is_told_in_a_sentence():
    told = CliRunner().invoke(app, ["rehearse", "--from", "tomorrow"])
    assert (told.exit_code, told.stderr) == (1, "--from: 'tomorrow' is not a day; write it like 2027-02-01\n")
