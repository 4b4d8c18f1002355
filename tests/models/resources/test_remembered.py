"""Lists are remembered for a minute and a catalogue, and never longer than they are true."""

from datetime import UTC, datetime, timedelta

from models.resources.facts import Fact
from models.resources.matching import recommend

NOW = datetime(2026, 11, 23, 17, 0, 20, tzinfo=UTC)
MILL = Fact(id="mill", kind="space", name="A room", needs=frozenset({"workspace"}))
FAIR = Fact(id="fair", kind="event", name="A fair", needs=frozenset({"events"}), dates=(NOW.replace(second=0),))
WANTED = {"needs": ["workspace", "events"]}


def _ids(facts, now=NOW, answers=WANTED, **more):
    return [match.fact.id for match in recommend(answers, facts, now, **more)]


def test_the_same_question_has_the_same_answer_and_belongs_to_whoever_asked():
    facts = (MILL, FAIR)
    first = recommend(WANTED, facts, NOW)
    first.clear()
    assert _ids(facts) == ["fair", "mill"]


def test_other_answers_another_list():
    facts = (MILL, FAIR)
    assert _ids(facts) == ["fair", "mill"]
    assert _ids(facts, left_out=["mill"]) == ["fair"]
    assert _ids(facts, kinds={"space"}) == ["mill"]
    assert _ids(facts, limit=1) == ["fair"]
    assert _ids(facts, answers={"needs": ["workspace"]})[0] == "mill"


def test_a_changed_catalogue_counts_at_once():
    assert _ids((MILL, FAIR)) == ["fair", "mill"]
    assert _ids((MILL,)) == ["mill"]


def test_what_began_this_minute_is_still_shown_and_the_next_minute_no_more():
    facts = (MILL, FAIR)
    assert _ids(facts, NOW) == ["fair", "mill"]
    assert _ids(facts, NOW + timedelta(seconds=40)) == ["mill"]
