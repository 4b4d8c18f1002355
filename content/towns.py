"""Reads a town's `town.toml`: who the town is, how it counts, where its places lie, whom to call.

Refuses a file that cannot be used, with line and reason; says nothing about the town's resources and people.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from content.faults import read_toml
from content.opening import Span, read_hours
from content.subjects import HEARD, SUBJECTS, subject_of
from models.events.offsets import is_offset

Said = str | Mapping[str, str]
"""Words that need no translation (a name, a number), or the same thing in several languages."""

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is not a time zone; write one like Europe/Paris") from None
    return name


def _language(code: str) -> str:
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"{code!r} is not a language; write a code like fr") from None
    return code


def _quiet_hours(hours: str) -> str:
    clock = r"([01]\d|2[0-3]):[0-5]\d"
    if not re.fullmatch(f"{clock}-{clock}", hours):
        raise ValueError(f"{hours!r} are not hours; write them like 21:00-08:00")
    return hours


def _offset(word: str) -> str:
    if not is_offset(word):
        raise ValueError(
            f"{word!r} is not a time before an event; write day, morning, hour, minutes like 90m, "
            "days like 3d, or days and an hour like 3d1800"
        )
    return word


def _hours(line: str) -> str:
    read_hours(line)
    return line


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Part):
    """A neighbourhood or a town nearby, with the words people use for it."""

    name: str
    latitude: Latitude
    longitude: Longitude
    county: str = ""
    city: str = ""
    words: tuple[str, ...] = ()


class Contacts(_Part):
    """How to reach the people behind the programme, and whom a person in difficulty can call."""

    email: str = ""
    phone: str = ""
    address: Said = ""
    website: str = ""
    office_hours: Said = ""
    emergency: tuple[Said, ...] = ()


class Events(_Part):
    """When people are reminded of what they choose, and how long a seat that frees is held for somebody."""

    reminders: tuple[Annotated[str, AfterValidator(_offset)], ...] = ("day", "hour")
    morning: time = time(8)
    evening: time = time(18)
    offer_hours: Annotated[int, Field(ge=1, le=168)] = 12


_NOTHING = ("", None, ())


class Announcements(_Part):
    """How the town sends its announcements."""

    second_person: bool = False  # somebody else than the writer has to agree before one leaves
    guests_only: bool = False  # before the town goes live: only `guests` and those who coordinate are written to
    guests: tuple[int, ...] = ()  # Telegram user ids


class Desk(_Part):
    """How the town answers those who ask a person."""

    hours: tuple[Annotated[str, AfterValidator(_hours)], ...] = ()  # when somebody is there: "mon-fri 09:00-17:00"
    subjects: Mapping[str, Said] = {}  # what people choose from; none: the usual ones (labels.toml)
    heard: Mapping[str, tuple[str, ...]] = {}  # by subject, the needs that speak of it; none: the usual ones
    takes: Mapping[str, int] = {}  # by subject, the Telegram user id of the coordinator who takes care of it
    staff_names: bool = False  # whether people see who answers them
    note_prefix: Annotated[str, Field(min_length=1)] = "//"  # what begins so in the staff's group stays there
    quiet_hours: Annotated[float, Field(gt=0, le=72)] = 2  # after so long without a word the bot answers again
    remind_after_hours: Annotated[float, Field(gt=0, le=336)] = 24  # unanswered for so long: the staff is reminded

    @model_validator(mode="after")
    def _unknown_subject(self) -> Self:
        unknown = {*self.heard, *self.takes} - set(self.choices)
        if unknown:
            raise ValueError(f"there is no subject {', '.join(sorted(unknown))}; there are {', '.join(self.choices)}")
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of the subjects."""
        return tuple(self.subjects) or SUBJECTS

    def subject_of(self, needs: Sequence[str]) -> str | None:
        """What somebody writes about who speaks of these needs, the most wanted first."""
        usual = {} if self.subjects else HEARD
        return subject_of(needs, {**usual, **self.heard})

    @property
    def opening(self) -> list[Span]:
        return [read_hours(line) for line in self.hours]


class Town(_Part):
    """One town, as its `town.toml` describes it; only name, time zone and languages are required."""

    folder: Path
    name: Annotated[str, Field(min_length=1)]
    languages: Annotated[tuple[Annotated[str, AfterValidator(_language)], ...], Field(min_length=1)]
    timezone: Annotated[str, AfterValidator(_zone)]
    bot_name: str = ""
    programme: Said = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    units: Literal["metric", "imperial"] = "metric"
    city: str = ""
    county: str = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    income_area: str = ""
    quiet_hours: Annotated[str, AfterValidator(_quiet_hours)] = "21:00-08:00"
    story: Said = ""
    contacts: Contacts = Contacts()
    events: Events = Events()
    announcements: Announcements = Announcements()
    desk: Desk = Desk()
    places: tuple[Place, ...] = ()

    @model_validator(mode="after")
    def _half_a_place(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude come together: one of them is missing")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def default_language(self) -> str:
        return self.languages[0]

    @property
    def quiet(self) -> tuple[time, time]:
        """When nobody is written to unasked: from, until (local time, usually over midnight)."""
        start, _, end = self.quiet_hours.partition("-")
        return time.fromisoformat(start), time.fromisoformat(end)

    def said(self, words: Said, language: str) -> str:
        """Words of this town in a reader's language, else in the town's own, else in any there is."""
        if isinstance(words, str):
            return words
        return words.get(language) or words.get(self.default_language) or next(iter(words.values()), "")

    def missing(self) -> list[str]:
        """What a complete town would also have: for `check`, never a reason to refuse."""
        wanted = ("country", "city", "latitude", "story", "income_area", "places")
        people = ("email", "phone", "emergency")
        return [name for name in wanted if getattr(self, name) in _NOTHING] + [
            f"contacts.{name}" for name in people if getattr(self.contacts, name) in _NOTHING
        ]


def read_town(folder: Path) -> Town:
    """The town of this folder; raises ContentFault with the line of the first mistake."""
    document = read_toml(folder / "town.toml")
    try:
        return Town.model_validate({**document.values, "folder": folder})
    except ValidationError as error:
        first = error.errors()[0]
        keys = [str(key) for key in first["loc"] if not str(key).startswith(("function", "dict", "str", "mapping"))]
        named = ".".join(key for key in keys if not key.isdigit())
        if first["type"] == "missing":
            keys.pop()
        reason = _REASONS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        raise document.fault(f"{named}: {reason}." if named else f"{reason}.", *_written(keys)) from None


_REASONS = {
    "missing": "this is required and missing",
    "extra_forbidden": "no such setting is known here; is it spelled right, and in the right [part]",
    "string_type": "this must be words in quotes",
}


def _written(keys: list[str]) -> list[str]:
    """The keys as they stand in the file: the third of [[places]] is found by going down three times."""
    found: list[str] = []
    for place, key in enumerate(keys):
        if key.isdigit() and place:
            found += [keys[place - 1]] * int(key)
        else:
            found.append(key)
    return found
