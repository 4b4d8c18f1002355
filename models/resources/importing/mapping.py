"""What is known about other people's files, kept as data in mappings/*.toml and read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

MAPPINGS = Path(__file__).parent / "mappings"


@cache
def read_data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((MAPPINGS / f"{name}.toml").read_text(encoding="utf-8"))
