"""`search`: one message in, one answer out; what is wrong is said with its line and stops nothing else."""

import json

import pytest

from bot.offline import open_offline
from bot.search import Answered, Finder, answer_batch
from bot.settings import Settings


@pytest.fixture
async def finder(town_address):
    return Finder(await open_offline(Settings(_env_file=None, database_url=town_address)), 5)


@pytest.fixture
def asked(finder, tmp_path):
    """Ask with these lines; gives the answers, the complaints and whether all was understood."""

    def ask(text):
        file = tmp_path / "asked.jsonl"
        file.write_text(text, encoding="utf-8")
        said, complaints = [], []
        clean = answer_batch(finder, file, say=said.append, complain=complaints.append)
        return [json.loads(line) for line in said], complaints, clean

    return ask


def message(id_, text, **more):
    return json.dumps({"id": id_, "text": text, **more})


async def test_a_kitchen_is_found_in_three_languages(asked):
    texts = {
        "en": "I need a commercial kitchen for my hot sauce",
        "fr": "Je cherche une cuisine professionnelle pour ma sauce piquante",
        "es": "busco una cocina para hacer mi salsa picante",
    }
    found, complaints, clean = asked("\n".join(message(language, text) for language, text in texts.items()))
    assert (complaints, clean) == ([], True)
    assert [(one["id"], one["action"], one["language"]) for one in found] == [
        ("en", "answer", "en"),
        ("fr", "answer", "fr"),
        ("es", "answer", "es"),
    ]
    for one in found:
        assert "spc-loom-ladle-hours" in [result["id"] for result in one["results"]]
        assert {"need:workspace", "trade:food"} <= set(one["results"][0]["why"])
        assert one["results"][0].keys() == {"id", "kind", "title", "score", "why"}
        scores = [result["score"] for result in one["results"]]
        assert len(scores) == 5
        assert scores == sorted(scores, reverse=True)
        assert 0 < scores[-1] <= scores[0] <= 1


async def test_somebody_in_difficulty_is_handed_to_a_person(asked):
    (found,), *_ = asked(message("a", "I was evicted from my workshop and sleep there"))
    assert found == {
        "id": "a",
        "action": "handoff",
        "language": "en",
        "results": [],
        "question": "I am sorry you are going through this. A person should help you with it, not a list. "
        "Please call one of these people.",
    }


async def test_too_little_is_asked_back_and_the_weather_declined(asked):
    found, *_ = asked("\n".join([message(1, "i need help"), message(2, "quel temps fera-t-il demain ?")]))
    assert [(one["action"], bool(one["question"])) for one in found] == [("clarify", True), ("decline", True)]


async def test_wrong_lines_are_named_and_the_others_answered_in_order(asked):
    lines = [message("a", "a loan"), "", "{oh no", message("b", 5), message("c", "a loan", language=1, extra=2), "[1]"]
    found, complaints, clean = asked("\n".join(lines))
    assert [one["id"] for one in found] == ["a", "c"]
    assert complaints == [
        "line 3: this is not JSON (character 2: Expecting property name enclosed in double quotes)",
        'line 4: text: this must be the words somebody wrote: {"text": "…"}',
        'line 5: language: this must be a code like "fr"; it is left out',
        "line 5: extra: no such key is known; it is left out",
        'line 6: this must be one JSON object: {"id": …}',
    ]
    assert not clean


async def test_a_person_reads_it_in_the_terminal(finder):
    said = Answered(None, finder.search("loom & ladle", "en")).as_text().splitlines()
    assert said[0] == "answer (en)"
    assert "Loom & Ladle" in said[1]
