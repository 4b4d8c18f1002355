"""Looking into nested records (JSON): "organization.name", "service_at_locations[].location.city"."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any


@cache
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.replace("[]", "").split("."))


def values_at(record: Any, path: str) -> list[str]:
    """Every plain value at the end of this path, lists gone through; numbers and truths as text."""
    return [text for value in _walk(record, _steps(path)) if (text := _plain(value))]


def _walk(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _walk(one, steps)
    elif not steps:
        yield value
    elif isinstance(value, dict):
        yield from _walk(value.get(steps[0]), steps[1:])


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""
