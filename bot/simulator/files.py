"""Files that were sent, kept in memory, and how Telegram describes each kind. Nothing is fetched from elsewhere."""

import itertools
import mimetypes
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.simulator.shapes import Call, Json, Upload, bad_request

PNG = b"\x89PNG\r\n\x1a\n"
UNKNOWN_SIZE = (800, 600)
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """A file with the names Telegram gives it."""

    id: str
    unique_id: str
    path: str
    upload: Upload

    def as_file(self) -> Json:
        """The File object getFile returns."""
        return {**self.brief(), "file_path": self.path}

    def brief(self) -> Json:
        """What every description of a file begins with."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.upload.content)}


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._numbers = itertools.count(1)

    def store(self, upload: Upload, folder: str) -> Stored:
        """Keep a file."""
        number = next(self._numbers)
        suffix = PurePosixPath(upload.name).suffix or mimetypes.guess_extension(upload.content_type) or ""
        stored = Stored(f"FILE{number:012d}{folder}", f"AQAD{number:08d}", f"{folder}s/file_{number}{suffix}", upload)
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> Stored | None:
        """A file by its id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        """A file by its path."""
        return self._by_path.get(path)

    def received(self, call: Call, name: str, value: object, folder: str) -> Stored:
        """The file a parameter stands for: an upload, attach://, a known file's id, or an address (not fetched)."""
        if upload := call.files.get(name):
            return self._accept(upload, folder)
        text = value if isinstance(value, str) else ""
        if not text:
            raise bad_request(f"there is no {folder.replace('_', ' ')} in the request")
        if text.startswith("attach://"):
            if upload := call.files.get(text.removeprefix("attach://")):
                return self._accept(upload, folder)
            raise bad_request(f'can\'t find file "{text.removeprefix("attach://")}" in the request')
        if text.startswith(("http://", "https://")):
            return self.store(Upload(PurePosixPath(text).name or "file", "application/octet-stream", b""), folder)
        if found := self.find(text):
            return found
        raise bad_request("wrong remote file identifier specified: Wrong string length")

    def _accept(self, upload: Upload, folder: str) -> Stored:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > (LARGEST_PHOTO if folder == "photo" else LARGEST_UPLOAD):
            raise bad_request("file is too big")
        return self.store(upload, folder)


def describe(kind: str, stored: Stored) -> Json | list[Json]:
    """The object a message of this kind carries: Document, list of PhotoSize, Video, Audio, Voice …"""
    brief = stored.brief()
    width, height = picture_size(stored.upload.content)
    frame = {"width": width, "height": height}
    named = {"file_name": stored.upload.name, "mime_type": stored.upload.content_type}
    shapes: dict[str, Json] = {
        "document": named,
        "video": {**frame, "duration": 1, **named},
        "animation": {**frame, "duration": 1, **named},
        "audio": {"duration": 1, **named},
        "voice": {"duration": 1, "mime_type": stored.upload.content_type},
        "video_note": {"length": 240, "duration": 1},
        "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    }
    return [{**brief, **frame}] if kind == "photo" else {**brief, **shapes[kind]}


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; an everyday size for anything else."""
    if content.startswith(PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    return UNKNOWN_SIZE
