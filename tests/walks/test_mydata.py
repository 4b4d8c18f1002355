"""/mydata: a few lines to read, and a file with every row that names her."""

import json

import pytest

from tests.walks.fingers import choices, press, reach_the_list


def document(stage, phone):
    """What is in the last file that came."""
    message = next(message for message in reversed(phone.messages) if "document" in message)
    return message["document"]["file_name"], json.loads(
        stage.sim.world.files.find(message["document"]["file_id"]).upload.content
    )


async def test_she_reads_what_is_kept_and_keeps_the_file(stage):
    phone = stage.phone("Ana")
    await reach_the_list(phone)
    await press(phone, choices(phone, "card:")[0])
    await press(phone, choices(phone, "mark:saved")[0])
    await phone.type("/mydata")
    assert phone.screen.startswith(
        "All I have about you\n\n"
        "First name · Ana\nLanguage · English\nHere since · Monday, November 23, 2026\n\n"
        "Answers · 3\nSaved or hidden · 1\n"
    )
    assert choices(phone) == ["go:profile", "forget:ask"]
    name, written = document(stage, phone)
    assert name == "my-data.json"
    assert written["programme"] == "Made in Belmoulin"
    assert written["records"]["person"][0]["first_name"] == "Ana"
    assert {row["question"]: row["value"] for row in written["records"]["answer"]} == {
        "trade": {"choices": ["food"]},
        "stage": "selling",
        "needs": ["workspace"],
    }


async def test_it_holds_nothing_of_anybody_else(stage):
    ana, ben = stage.phone("Ana"), stage.phone("Ben")
    await reach_the_list(ana)
    await ben.type("/start")
    await ben.type("/mydata")
    _, written = document(stage, ben)
    assert {*written["records"]} == {"person", "intake"}
    assert "Ana" not in json.dumps(written)


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Tout ce que j’ai sur vous"), ("es", "Todo lo que tengo sobre ti")]
)
async def test_in_her_language(stage, language, title):
    phone = stage.phone("Ana", language)
    await phone.type("/start")
    await phone.type("/mydata")
    assert phone.screen.startswith(title)
