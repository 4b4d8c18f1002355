"""How a file of content is refused: always with the file, the line where it can be known, and the reason.

Nothing here knows what the files mean; the readers beside it do.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


class ContentFault(ValueError):
    """A file of content that cannot be used; its message is one sentence a person can act on."""

    def __init__(self, file: Path, line: int | None, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{shown(file)}{f', line {line}' if line else ''}: {reason}")


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file that was read, with a way back from a value to its line."""

    file: Path
    source: str
    values: dict[str, object]

    def line_of(self, *keys: str) -> int | None:
        """The line where the last of these keys is written, looking below the ones before it."""
        lines, found, above = self.source.splitlines(), None, ""
        for key in keys:
            spelled = re.compile(rf'\s*(\[+\s*)?([\w"-]+\.)*"?{re.escape(key)}"?\s*([\].=]|$)')
            first = found or 0  # the same line may hold the next key (a.b = ...), but not the same one again
            start = first if key == above else max(first - 1, 0)
            found = next((n for n, line in enumerate(lines[start:], start + 1) if spelled.match(line)), found)
            above = key
        return found

    def fault(self, reason: str, *keys: str) -> ContentFault:
        return ContentFault(self.file, self.line_of(*keys), reason)


def read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentFault(file, None, "this file is missing.") from None
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentFault(file, line, "this file is not saved as UTF-8.") from None


def read_toml(file: Path) -> Document:
    source = read_text(file)
    try:
        return Document(file, source, tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        last = len(source.splitlines())
        raise ContentFault(file, int(line[1]) if line else last, f"not valid TOML: {reason}.") from None


def shown(file: Path) -> str:
    """The path as a person in the project's folder would type it."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.as_posix()
