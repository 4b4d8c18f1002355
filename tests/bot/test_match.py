"""`match`: one profile in, one answer out; what is wrong is said with its line and stops nothing else."""

import json

import pytest

from bot.match import Matcher, _near, answer
from bot.offline import open_offline
from bot.settings import Settings
from models.resources.codes import Reason
from models.resources.facts import Fact
from models.resources.near_misses import NearMiss


@pytest.fixture
async def asked(town_address, tmp_path):
    """Ask with these lines; gives the answers, the complaints and whether all was understood."""
    matcher = Matcher(await open_offline(Settings(_env_file=None, database_url=town_address)), 8)

    def ask(text, *, batch=True, as_json=False):
        file = tmp_path / "asked.jsonl"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        said, complaints = [], []
        clean = answer(matcher, file, batch=batch, as_json=as_json, say=said.append, complain=complaints.append)
        return [json.loads(line) for line in said] if batch or as_json else said, complaints, clean

    return ask


def profile(id_, **answers):
    return json.dumps({"id": id_, "answers": answers})


async def test_a_baker_in_petit_canada(asked):
    ask = {"trade": "food", "needs": ["workspace"], "neighborhood": "Petit-Canada", "languages": ["fr"]}
    ((found,), complaints, clean) = asked(profile("a", **ask))
    assert (found["id"], found["income_tier"], complaints, clean) == ("a", "unknown", [], True)
    assert found["results"][0] == {
        "id": "spc-sainte-anne-kitchen",
        "kind": "space",
        "title": "La cuisine de la salle paroissiale Sainte-Anne",
        "score": found["results"][0]["score"],
        "why": ["need:workspace", "trade:food", "near:0.1km", "low_cost"],
    }
    assert 0.8 < found["results"][0]["score"] <= 1
    assert len(found["results"]) == 8


async def test_the_household_falls_into_a_tier_of_the_towns_table(asked):
    lines = [profile(income, household_size=1, household_income=income) for income in (1_000, 1_000_000)]
    found, *_ = asked("\n".join(lines))
    assert [one["income_tier"] for one in found] == ["30", "over80"]


async def test_wrong_lines_are_named_and_the_others_answered_in_order(asked):
    lines = [profile("a", age="old"), "", "nonsense", profile("b"), "[1]", '{"id": "c", "extra": 1}']
    found, complaints, clean = asked("\r\n".join(lines))
    assert [one["id"] for one in found] == ["a", "b", "c"]
    assert complaints == [
        "line 1: answers.age: this must be a number; it is left out",
        "line 3: this is not JSON (character 1: Expecting value)",
        'line 5: this must be one JSON object: {"id": …}',
        "line 6: extra: no such key is known; it is left out",
        "line 6: answers: this is missing; nothing is known of this maker",
    ]
    assert not clean


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe{", "line 1: this is not UTF-8 text"),
        ("[" * 100_000, "line 1: this is not JSON that can be read"),
        ('{"id": 1' + "1" * 5_000 + "}", "line 1: this is not JSON that can be read"),
    ],
)
async def test_lines_no_program_should_have_written(asked, text, said):
    assert asked(text) == ([], [said], False)


async def test_one_maker_for_people_to_read(asked):
    ((text,), complaints, clean) = asked(
        json.dumps({"id": "amina", "answers": {"trade": "wood", "needs": ["workspace"]}}, indent=2), batch=False
    )
    first, second, *_ = text.splitlines()
    assert first == "amina: income tier unknown"
    assert second.startswith("   1. 0.")
    assert "(space): need:workspace, trade:wood" in second
    assert (complaints, clean) == ([], True)


def test_what_a_room_lacks_is_not_hers_to_change():
    near = NearMiss(Fact(id="it", kind="space", name="It"), (Reason("lacks", "gas"),))
    assert _near(near, "en")["missing"] == [{"need": "lacks:gas", "changeable": False}]
    near = NearMiss(Fact(id="it", kind="space", name="It"), (Reason("registered"),))
    assert _near(near, "en")["missing"] == [{"need": "registered", "changeable": True}]


ODD = [None, True, -1, 1e400, "", "x" * 5000, "\0", [], [None], [[]], {}, {"a": 1}, ["food", 3], "NaN"]


async def test_no_answer_is_too_odd(asked):
    names = ("trade", "trade_text", "stage", "needs", "neighborhood", "postcode", "city", "county", "latitude",
             "longitude", "has_car", "languages", "household_size", "household_income", "age", "attributes",
             "employees", "goal", "processes", "area_min", "area_max", "rent_max", "hours", "nobody_knows")  # fmt: skip
    lines = [profile(f"{name}{place}", **{name: odd}) for name in names for place, odd in enumerate(ODD)]
    found, _, _ = asked("\n".join(lines))
    assert [one["id"] for one in found] == [json.loads(line)["id"] for line in lines]
    assert all(len(one["results"]) == 8 for one in found if one["id"].startswith("nobody"))


async def test_the_same_answers_give_the_same_list(asked):
    line = profile("a", trade="textiles", needs=["sell_local", "money_small"], stage="starting")
    assert asked(line) == asked(line)
