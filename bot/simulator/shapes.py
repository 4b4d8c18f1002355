"""The shapes passed between the simulator's modules: a call, an upload, and Telegram's way of saying no."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""An object as the Bot API writes it. Its fields are checked against the method table, not by mypy."""


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Call:
    """One call of the bot, from its arrival to its answer; the log keeps it whole."""

    number: int
    method: str
    params: Json
    at: float
    started: float
    files: dict[str, Upload] = field(default_factory=dict)
    chat: int | None = None
    outcome: str = "open"
    code: int = 0
    description: str = ""
    violation: bool = False
    result: Any = None
    took: float = 0.0

    def as_json(self) -> Json:
        """Everything a test may want to read, without the bytes of files."""
        sizes = {name: {"name": file.name, "size": len(file.content)} for name, file in self.files.items()}
        return {
            "number": self.number,
            "method": self.method,
            "params": self.params,
            "files": sizes,
            "chat": self.chat,
            "at": self.at,
            "monotonic": self.started,
            "took": self.took,
            "outcome": self.outcome,
            "code": self.code,
            "description": self.description,
            "violation": self.violation,
        }


class Refusal(Exception):
    """Telegram's no. `circumstance` marks those a correct bot may meet too (a blocked bot, a deleted message)."""

    def __init__(self, code: int, description: str, *, circumstance: bool = False, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.circumstance = circumstance
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body of the answer, as the Bot API sends it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(description: str, *, circumstance: bool = False) -> Refusal:
    """A 400 in Telegram's words."""
    return Refusal(400, f"Bad Request: {description}", circumstance=circumstance)


def forbidden(description: str) -> Refusal:
    """A 403: the person's choice, never the bot's mistake."""
    return Refusal(403, f"Forbidden: {description}", circumstance=True)
