"""A bar where somebody looks at a terminal and waits; silence elsewhere."""

import io

import pytest

from bot import progress
from bot.progress import Bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """A clock that is moved by hand."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def worked(out, clock, seconds=2.0):
    with Bar(4, "town.csv", out) as bar:
        bar.step()
        clock[0] += seconds
        bar.step()
    return out.getvalue()


def test_after_a_second_a_bar_that_is_wiped_away(clock):
    assert worked(Terminal(), clock) == f"\rtown.csv [{'#' * 15:<30}]  50%\r\033[K"


def test_what_is_quick_needs_none(clock):
    assert worked(Terminal(), clock, seconds=0.5) == ""


def test_a_file_gets_none(clock):
    assert worked(io.StringIO(), clock) == ""


def test_a_guess_that_was_too_low_stays_at_the_end(clock):
    out = Terminal()
    with Bar(1, "town.csv", out) as bar:
        clock[0] += 2
        bar.step(500)
    assert "100%" in out.getvalue()
