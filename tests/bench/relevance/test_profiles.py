"""The judged profiles keep the rules of RULES.md."""

import pytest

from tests.bench.relevance import OTHER, PORT, RAIL, SAMPLE
from tests.bench.relevance.baselines import texts_of
from tests.bench.relevance.judged import HERE, Reply, read_profiles
from tests.bench.relevance.matching import Matched

SETS = [
    pytest.param(SAMPLE, HERE, id="sample town"),
    pytest.param(OTHER, OTHER, id="other town"),
    pytest.param(PORT, PORT, id="port town"),
    pytest.param(RAIL, RAIL, id="rail town"),
]


@pytest.mark.parametrize(("town", "judged"), SETS)
def test_every_judgement_names_what_the_town_has_and_none_contradicts_itself(town, judged):
    known, profiles = texts_of(town).keys(), read_profiles(judged / "profiles.jsonl")
    assert len({one.id for one in profiles}) == len(profiles)
    for profile in profiles:
        assert profile.grades.keys() | profile.must_not <= known, profile.id
        assert profile.grades.keys().isdisjoint(profile.must_not), profile.id
        assert 2 in profile.grades.values(), profile.id


def test_the_sample_town_has_enough_profiles():
    assert len(read_profiles(HERE / "profiles.jsonl")) >= 40


def test_the_figures_of_a_list():
    baker, *_ = read_profiles(HERE / "profiles.jsonl")
    best = sorted(baker.grades, key=lambda one: -baker.grades[one])
    good, bad = Matched("match", [baker], {baker.id: Reply("answer", tuple(best))}), Reply("answer", (*baker.must_not,))
    assert [figure.ours for figure in good.figures()] == [100, 0]
    assert [figure.ours for figure in Matched("match", [baker], {baker.id: bad}).figures()] == [0, 100]
