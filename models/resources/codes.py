"""What is said about a thing, as a code with a value: why it is shown, what it lacks. The words live in content."""

from dataclasses import dataclass
from datetime import date, datetime, time

METRES = frozenset({"near", "reach"})


@dataclass(frozen=True, slots=True)
class Reason:
    """`need` workspace, `near` 2100 (metres), `unknown` county, `lacks` floor_drain …"""

    code: str
    value: str | int | float | date | datetime | time | None = None

    def __str__(self) -> str:
        if self.value is None:
            return self.code
        if self.code in METRES:
            return f"{self.code}:{int(str(self.value)) / 1000:.1f}km"
        if isinstance(self.value, time):
            return f"{self.code}:{self.value:%H:%M}"
        return f"{self.code}:{self.value.isoformat() if isinstance(self.value, date) else self.value}"
