"""The commands `import` and `export` as an operator types them."""

import asyncio
import json
import shutil
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from models.db import Database
from models.intake.tables import Answer, Intake
from models.people import meeting
from models.people.meeting import Caller

GOOD = "id,kind,name,cost\nmill,space,The mill,paid\nkiln,space,Kiln,\n"
runner = CliRunner()


@pytest.fixture
def new(tmp_path, monkeypatch, sqlite_model):
    """An empty, migrated database, and the folder the commands are typed in."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{shutil.copy(sqlite_model, tmp_path / 'town.sqlite3')}")
    return tmp_path


def file(folder, text, name="town.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def typed(*words):
    ended = runner.invoke(app, words)
    return ended.exit_code, ended.stdout.splitlines(), ended.stderr.splitlines()


def test_a_look_then_the_import_then_nothing_new(new):
    path = file(new, GOOD)
    assert typed("import", path, "--dry-run") == (
        0,
        ["2 added, 0 changed, 0 unchanged, 0 refused", "added:", "  row 2: mill (The mill)", "  row 3: kiln (Kiln)",
         "Nothing was written: this was a look."],
        [],
    )  # fmt: skip
    code, said, _ = typed("import", path)
    assert (code, said[0], said[-1][:38]) == (
        0,
        "2 added, 0 changed, 0 unchanged, 0 refused",
        "To take it back: python -m bot import ",
    )
    assert typed("import", path) == (0, ["0 added, 0 changed, 2 unchanged, 0 refused"], [])


def test_changes_are_told_field_by_field_and_bad_rows_with_their_reason(new):
    typed("import", file(new, GOOD))
    code, said, _ = typed("import", file(new, GOOD.replace("The mill,paid", "Mill No. 4,free") + "bad,space,,\n"))
    assert (code, said[:-1]) == (
        1,
        ["0 added, 1 changed, 1 unchanged, 1 refused",
         "changed:",
         "  row 2: mill (Mill No. 4): name: The mill → Mill No. 4",
         "  row 2: mill (Mill No. 4): cost: paid → free",
         "refused:",
         "  row 4, column name: this must not be empty"],
    )  # fmt: skip


def test_likely_doubles_are_told(new):
    typed("import", file(new, GOOD))
    _, said, _ = typed("import", file(new, "id,kind,name\nm4,space,Mill (the)\n"), "--dry-run")
    assert said[-3:-1] == ["likely doubles:", "  row 2: m4 looks like mill (100% alike)"]


async def somebody_looks_for_a_kitchen(folder):
    """One who has told enough to be shown something."""
    now, database = datetime(2026, 11, 23, tzinfo=UTC), Database(f"sqlite:///{folder / 'town.sqlite3'}")
    async with database.transaction() as session:
        person, _ = await meeting.meet(session, Caller(7, "Ana", "en"), now)
        session.add(Intake(person_id=person.id, started_at=now, milestone_at=now, changed_at=now))
        for question, value in (("trade", "food"), ("stage", "selling"), ("needs", ["workspace"])):
            session.add(Answer(person_id=person.id, question=question, value=value, answered_at=now))
    await database.close()


def test_a_look_tells_whom_it_will_fit(new):
    asyncio.run(somebody_looks_for_a_kitchen(new))
    kitchen = file(new, "id,kind,name,trades,needs\nkitchen,space,Kitchen,food,workspace\n")
    _, said, _ = typed("import", kitchen, "--dry-run")
    assert said[-2] == "people it will newly fit: 1, and no longer fit: 0"
    typed("import", kitchen)
    gone = file(new, "id,kind,name,status\nkitchen,space,Kitchen,defunct\n")
    _, said, _ = typed("import", gone, "--dry-run", "--json")
    told = json.loads("\n".join(said))
    assert (told["newly_fits"], told["no_longer_fits"]) == (0, 1)


def test_the_same_for_a_program(new):
    code, said, _ = typed("import", file(new, GOOD + "bad,space,,\n"), "--json", "--dry-run")
    assert (code, json.loads("\n".join(said))) == (
        1,
        {
            "import": None,
            "added": [
                {"row": 2, "about": "resource", "id": "mill", "name": "The mill"},
                {"row": 3, "about": "resource", "id": "kiln", "name": "Kiln"},
            ],
            "changed": [],
            "unchanged": 0,
            "newly_fits": None,
            "no_longer_fits": None,
            "refused": [{"row": 4, "column": "name", "code": "missing", "reason": "this must not be empty"}],
            "noted": [],
            "doubles": [],
        },
    )


def test_people_and_events_are_told_by_their_columns(new):
    assert typed("import", file(new, "id,first_name,agreed_on\nrosa,Rosa,2026-01-15\n"))[1][1:3] == [
        "added:",
        "  row 2: rosa (Rosa)",
    ]
    assert typed("import", file(new, "id,titre,début\nfair,La foire,2026-12-05T10:00\n"))[1][1:3] == [
        "added:",
        "  row 2: fair (La foire)",
    ]


def test_listed_and_taken_back(new):
    typed("import", file(new, GOOD))
    _, (line,), _ = typed("import", "--list")
    assert line.endswith("town.csv: 2 added, 0 changed")
    assert typed("import", "--undo", line[:8]) == (0, ["town.csv is undone: 2 removed, 0 as before."], [])
    code, said, errors = typed("import", "--undo", line[:8])
    assert (code, said, errors[0][:29]) == (1, [], "town.csv was undone already, ")


def test_out_and_in_again(new):
    typed("import", file(new, GOOD))
    code, said, _ = typed("export", "csv", str(new / "out"))
    assert (code, [line.rpartition("/")[2] for line in said]) == (0, ["events.csv", "people.csv", "resources.csv"])
    assert typed("import", str(new / "out")) == (0, ["0 added, 0 changed, 2 unchanged, 0 refused"], [])


WRONG = [
    (("import", "nowhere.csv"), "There is no file nowhere.csv."),
    (("import",), "Name one FILE to import, or --undo ID, or --list."),
    (("import", "x.csv", "--as", "word"), "--as word is none of "),
    (("import", "x.csv", "--list"), "Name one FILE to import, or --undo ID, or --list."),
    (("export", "word", "out"), "word is none of csv"),
    (("export", "csv", "pyproject.toml"), "pyproject.toml is a file; name a folder."),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_wrong_use_is_one_sentence(new, words, sentence):
    code, said, errors = typed(*words)
    assert (code, said, len(errors)) == (2, [], 1)
    assert errors[0].startswith(sentence)


def test_a_file_that_is_none(new):
    (new / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    code, said, _ = typed("import", str(new / "picture.csv"))
    assert (code, said[1:]) == (1, ["refused:", "  this is not a text file; save it as CSV (UTF-8)"])
