"""The rules of ARCHITECTURE.md, checked, so that they hold without anybody remembering them."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from handlers import COMMANDS, PRESSES
from handlers.access import RIGHTS

ROOT = Path(__file__).parents[1]
ROOMS = ["bot", "handlers", "content", "models"]  # imports go down this list only
MEANINGLESS = re.compile(r"(utils?|common|helpers?|misc|service|services|manager)s?")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def modules(*rooms):
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "versions" not in path.parts:
                yield path


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_down_only(room):
    above = ROOMS[: ROOMS.index(room)]
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if name.partition(".")[0] in above
    ]
    assert upward == []


def test_every_name_says_what_is_inside():
    assert [path.name for path in modules(*ROOMS) if MEANINGLESS.fullmatch(path.stem)] == []


def test_models_never_ask_the_clock():
    asks = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
    assert [str(path) for path in modules("models") if asks.search(path.read_text(encoding="utf-8"))] == []


def test_models_never_commit():
    commits = re.compile(r"session\.(commit|rollback|begin)\(")
    guilty = [path.name for path in modules("models") if commits.search(path.read_text(encoding="utf-8"))]
    assert guilty == ["db.py"]


def test_only_few_files_know_telegram():
    knowing = {
        str(path.relative_to(ROOT))
        for path in modules("handlers")
        if any(n.startswith("telegram") for n in imports(path))
    }
    assert knowing == {
        "handlers/__init__.py",
        "handlers/door.py",
        "handlers/errors.py",
        "handlers/groups.py",
        "handlers/telegram.py",
    }


def test_files_and_functions_stay_readable():
    long = [str(path) for path in modules(*ROOMS) if path.read_text(encoding="utf-8").count("\n") > LONGEST_FILE]
    for path in modules(*ROOMS):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                long += [f"{path}:{node.name}"] if lines > LONGEST_FUNCTION else []
    assert long == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules(*ROOMS)
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_every_tests_folder_is_a_package():
    """Without it `tests/bot` shadows the room `bot` for whoever runs plain pytest."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_lint_exception_gives_its_reason():
    bare = re.compile(r"#\s*(noqa(: [A-Z]+\d+(, [A-Z]+\d+)*)?|type: ignore(\[[\w, -]+\])?)\s*$")
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules(*ROOMS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert guilty == []


def test_locks_name_no_index():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert not re.search(r"^\s*--(index-url|extra-index-url|find-links|trusted-host)|https?://", text, re.MULTILINE)


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    guilty = [str(path) for path in modules(*ROOMS) if later.search(path.read_text(encoding="utf-8"))]
    assert guilty == []


def test_every_door_has_a_row_in_the_table_of_rights():
    assert set(RIGHTS) == {*(f"/{name}" for name in COMMANDS), *PRESSES}


def test_the_order_of_features_is_told_as_it_is_checked():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["models"])
    assert f"in one order: `{' → '.join(layers)}`." in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_feature_of_models_has_its_place_in_the_order():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["models"])
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    features = {path.parent.name for path in (ROOT / "models").glob("*/__init__.py")} - {"migrations"}
    assert features == placed - {"db"}


def test_every_label_is_used():
    """By its whole name, or by one that is put together from a beginning and what stands in the data."""
    places = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".j2", ".toml"}]
    written = "\n".join(path.read_text(encoding="utf-8") for path in places if path.name != "labels.toml")
    beginnings = tuple({*re.findall(r"\"([a-z_]+_)(?:\{|\" ~)", written)})
    labels = tomllib.loads((ROOT / "content" / "labels.toml").read_text(encoding="utf-8"))
    whole = {*re.findall(r"[\"']([a-z_0-9]+)[\"']", written)}
    assert [name for name in labels if not name.startswith(beginnings) and name not in whole] == []
