"""A file, a folder or an archive as it comes from outside: opened within limits, told apart by its first bytes."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from models.resources.importing.drafts import Problem
from models.resources.importing.sheet import MOST_BYTES, Unreadable

MOST_UNPACKED = 50_000_000
MOST_FILES = 200
PACKED = b"PK\x03\x04"


@dataclass(frozen=True)
class Parcel:
    """One file, or several that belong together, by name."""

    name: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def data(self) -> bytes:
        """The one file; of several, none."""
        return next(iter(self.files.values())) if len(self.files) == 1 else b""

    @cached_property
    def single(self) -> "tuple[Parcel, ...]":
        """Each file by itself."""
        if len(self.files) == 1:
            return (self,)
        return tuple(Parcel(name, {name: data}) for name, data in self.files.items())

    @cached_property
    def document(self) -> Any:
        """What it says as JSON; None where it is none. Unreadable where it begins as JSON and breaks off."""
        if self.data.lstrip(b" \t\r\n\xef\xbb\xbf")[:1] not in {b"{", b"["}:
            return None
        try:
            return json.loads(self.data.decode("utf-8-sig"), parse_constant=_no_number)
        except UnicodeDecodeError:
            why = "it is not UTF-8"
        except RecursionError:
            why = "it is nested too deep"
        except ValueError as fault:
            why = str(fault)
        raise Unreadable(Problem("not_json", values={"why": why}))


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def open_parcel(path: Path) -> Parcel:
    """What lies there. Unreadable says what is wrong with it; nothing larger than the limits is ever held."""
    if path.is_dir():
        return Parcel(path.name, _folder(path))
    if path.stat().st_size > MOST_BYTES:
        raise too_big()
    return parcel_of(path.name, path.read_bytes())


def parcel_of(name: str, data: bytes) -> Parcel:
    """The same for a file that came otherwise, in a message."""
    if len(data) > MOST_BYTES:
        raise too_big()
    if data.startswith(PACKED) and not is_workbook(data):
        return Parcel(name, _unpacked(data))
    return Parcel(name, {name: data})


def rows_of(parcel: Parcel) -> int:
    """About how many rows: lines where there are any, else so many bytes each."""
    return sum(data.count(b"\n") if b"\0" not in data[:1000] else len(data) // 50 for data in parcel.files.values())


def too_big() -> Unreadable:
    return Unreadable(Problem("too_big", values={"limit": MOST_BYTES // 1_000_000}))


def is_workbook(data: bytes) -> bool:
    """Whether this is a spreadsheet program's file rather than an archive of files."""
    if not data.startswith(PACKED):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(name.startswith(("xl/", "[Content_Types]")) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def check_packed(data: bytes) -> zipfile.ZipFile:
    """The archive, once what it says about itself is within the limits."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        raise Unreadable(Problem("broken_zip")) from None
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(Problem("zip_bomb", values={"limit": MOST_UNPACKED // 1_000_000}))
    return archive


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Zip's own figures may lie: no file is read further than it says it is long."""
    files = {}
    with check_packed(data) as archive:
        for entry in archive.infolist():
            if not entry.is_dir() and _wanted(entry.filename):
                try:
                    files[PurePosixPath(entry.filename).name] = archive.read(entry)
                except (zipfile.BadZipFile, RuntimeError, EOFError):  # a password or an unknown packing too
                    raise Unreadable(Problem("broken_zip")) from None
    if not files:
        raise Unreadable(Problem("empty_zip"))
    return files


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.casefold() in {".csv", ".json", ".jsonld", ".ics", ".geojson"} and "__MACOSX" not in path.parts


def _folder(path: Path) -> dict[str, bytes]:
    found = [file for file in sorted(path.iterdir()) if file.is_file() and _wanted(file.name)]
    if sum(file.stat().st_size for file in found) > MOST_UNPACKED or len(found) > MOST_FILES:
        raise too_big()
    if not found:
        raise Unreadable(Problem("empty_folder"))
    return {file.name: file.read_bytes() for file in found}
