"""The judged sets keep the rules of RULES.md."""

import csv
from collections import Counter, defaultdict

import pytest

from tests.bench.relevance import OTHER, PORT, RAIL, SAMPLE
from tests.bench.relevance.baselines import texts_of
from tests.bench.relevance.judged import (
    ACTIONS,
    HERE,
    SORTS,
    Message,
    Reply,
    read_messages,
    read_profiles,
    read_replies,
)

SETS = [
    pytest.param(SAMPLE, HERE, id="sample town"),
    pytest.param(OTHER, OTHER, id="other town"),
    pytest.param(PORT, PORT, id="port town"),
    pytest.param(RAIL, RAIL, id="rail town"),
]


@pytest.mark.parametrize(("town", "judged"), SETS)
def test_every_judgement_names_what_the_town_has(town, judged):
    known = texts_of(town).keys()
    for message in read_messages(judged / "messages.jsonl"):
        assert message.grades.keys() <= known, message.id
        assert message.must_not - {"*"} <= known, message.id


@pytest.mark.parametrize(("town", "judged"), SETS)
def test_no_judgement_contradicts_itself(town, judged):
    messages = read_messages(judged / "messages.jsonl")
    assert len({one.id for one in messages}) == len(messages)
    for message in messages:
        assert message.grades.keys().isdisjoint(message.must_not), message.id
        assert set(message.grades.values()) <= {1, 2}, message.id
        assert message.actions, message.id
        assert set(message.actions) <= set(ACTIONS), message.id
        assert message.sort in SORTS, message.id
        assert bool(message.grades) == ("answer" in message.actions), message.id
        assert (message.must_not == {"*"}) == (message.actions[0] in {"decline", "handoff"}), message.id


def test_the_sample_town_is_asked_in_every_way_in_each_language():
    messages = read_messages(HERE / "messages.jsonl")
    assert min(Counter(one.language for one in messages).values()) >= 50
    for language in ("en", "fr", "es"):
        assert {one.sort for one in messages if one.language == language} == set(SORTS)


def test_fifteen_needs_are_said_in_all_three_languages():
    said = defaultdict(set)
    for message in read_messages(HERE / "messages.jsonl"):
        said[message.need].add(message.language)
    assert sum(languages == {"en", "fr", "es"} for need, languages in said.items() if need) >= 15


def test_the_other_town_tells_no_needs_and_speaks_english_only():
    header = (OTHER / "resources.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert not [column for column in header if column == "needs" or column.endswith(("_fr", "_es"))]
    assert len(read_messages(OTHER / "messages.jsonl")) >= 60
    assert len(read_profiles(OTHER / "profiles.jsonl")) >= 20


def test_the_port_town_names_no_needs_and_hardly_a_trade():
    lines = (PORT / "resources.csv").read_text(encoding="utf-8").splitlines()
    assert not {"needs", "features", "stages"} & set(lines[0].split(","))
    assert len(lines) > 70
    assert {one.language for one in read_messages(PORT / "messages.jsonl")} == {"en", "fr", "es"}


def test_the_rail_town_names_no_needs_and_is_asked_alike_in_each_language():
    lines = (RAIL / "resources.csv").read_text(encoding="utf-8").splitlines()
    assert not {"needs", "features", "stages"} & set(lines[0].split(","))
    assert not [column for column in lines[0].split(",") if column.endswith(("_fr", "_es"))]
    assert len(lines) > 80
    messages = read_messages(RAIL / "messages.jsonl")
    assert Counter(one.language for one in messages) == {"en": 20, "fr": 20, "es": 20}
    for language in ("en", "fr", "es"):
        assert {one.sort for one in messages if one.language == language} == set(SORTS)
    assert len(read_profiles(RAIL / "profiles.jsonl")) == 30


@pytest.mark.parametrize(("town", "judged"), SETS)
def test_what_has_ended_is_never_graded(town, judged):
    with (town / "resources.csv").open(encoding="utf-8", newline="") as file:
        ended = {row["id"] for row in csv.DictReader(file) if row.get("status") in {"defunct", "inactive"}}
    for one in [*read_messages(judged / "messages.jsonl"), *read_profiles(judged / "profiles.jsonl")]:
        assert one.grades.keys().isdisjoint(ended), one.id


def test_replies_are_read_as_the_commands_write_them():
    lines = [
        '{"id": "a", "action": "clarify", "results": [{"id": "x"}, {"id": "y"}]}',
        '{"id": "b", "results": []}',
        "",
    ]
    assert read_replies(lines) == {"a": Reply("clarify", ("x", "y")), "b": Reply("answer", ())}


def test_a_message_goes_out_as_the_contract_has_it():
    message = Message(id="a", language="fr", sort="plain", text="du savon", actions=("answer",))
    assert message.as_question() == {"id": "a", "text": "du savon", "language": "fr"}
