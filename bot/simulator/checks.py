"""Is a value what the method table asks for? Each type becomes a small function, built once, so a call costs little."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from bot.simulator.table import Field, published

Check = Callable[[Any], str | None]
"""Answers what is wrong with a value, or None."""

READY = object()
TRUE_WORDS = frozenset({"true", "yes", "1", "t", "y"})
FALSE_WORDS = frozenset({"false", "no", "0", "f", "n", ""})
LOOSE = frozenset({"InputFile", "RichText"})


def _integer(value: Any) -> str | None:
    return None if type(value) is int else "is not an Integer"


def _number(value: Any) -> str | None:
    return None if type(value) in (int, float) else "is not a Float"


def _string(value: Any) -> str | None:
    return None if type(value) is str else "is not a String"


def _boolean(value: Any) -> str | None:
    return None if type(value) is bool else "is not a Boolean"


def _true(value: Any) -> str | None:
    return None if value is True else "is not True"


def _anything(_value: Any) -> str | None:
    return None


SCALARS: dict[str, Check] = {
    "Integer": _integer, "Float": _number, "String": _string, "Boolean": _boolean, "True": _true,
}  # fmt: skip


@cache
def check_of(name: str) -> Check:
    """The check of one type by its published name."""
    if name in SCALARS:
        return SCALARS[name]
    if name in LOOSE:
        return _anything
    if name.startswith("Array of "):
        return _array_check(name.removeprefix("Array of "))
    shape = published().types[name]
    return _any_of(shape.subtypes, name) if shape.subtypes else _object_check(name)


def under(path: str, wrong: str) -> str:
    """A complaint about a part becomes one about the whole: `[0].text is not a String`."""
    return f"{path}{wrong}" if wrong[0] in ".[" else f"{path} {wrong}"


def _array_check(inner: str) -> Check:
    def check(value: Any) -> str | None:
        if type(value) is not list:
            return f"is not an Array of {inner}"
        check_one = check_of(inner)
        for index, item in enumerate(value):
            if wrong := check_one(item):
                return under(f"[{index}]", wrong)
        return None

    return check


def _any_of(names: Iterable[str], called: str) -> Check:
    known = tuple(names)

    def check(value: Any) -> str | None:
        if all(check_of(name)(value) for name in known):
            return f"is not a {called}"
        return None

    return check


def _object_check(name: str) -> Check:
    fields = published().types[name].fields
    known = {field.name: field for field in fields}
    required = tuple(field.name for field in fields if field.required)

    def check(value: Any) -> str | None:
        if type(value) is not dict:
            return f"is not a {name}"
        for field in required:
            if field not in value:
                return f"has no field {field} ({name})"
        for key, item in value.items():
            if key not in known:
                return f"has an unknown field {key} ({name})"
            if wrong := check_field(known[key], item):
                return under(f".{key}", wrong)
        return None

    return check


def check_field(field: Field, value: Any) -> str | None:
    """Does one of the field's types fit? If none does, the complaint that goes deepest is about the type meant."""
    if len(field.types) == 1:
        return check_of(field.types[0])(value)
    complaints = [check_of(name)(value) for name in field.types]
    if None in complaints:
        return None
    return min((c for c in complaints if c), key=lambda complaint: complaint[0] not in ".[")


def read_text(types: tuple[str, ...], text: str) -> Any:
    """Turn a form or query value into what its types ask for; text that does not fit is returned as it is."""
    for name in types:
        value = _read_one(name, text)
        if value is not READY:
            return value
    return text


def _read_one(name: str, text: str) -> Any:
    if name in ("Integer", "Float"):
        return _read_number(name, text)
    if name == "Boolean":
        return _read_boolean(text)
    if name in ("String", "InputFile"):
        return text
    return _read_json(text)


def _read_number(name: str, text: str) -> Any:
    try:
        return int(text) if name == "Integer" else float(text)
    except ValueError:
        return READY


def _read_boolean(text: str) -> Any:
    word = text.lower()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else READY


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return READY
