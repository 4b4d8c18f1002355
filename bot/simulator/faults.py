"""Bad weather on purpose: 429s, 500s, slow answers, cut connections, people who block.

The same seed brings the same weather.
"""

from dataclasses import dataclass
from random import Random

KINDS = ("429", "500", "slow", "drop_before", "drop_after", "hang", "blocked")


@dataclass(slots=True)
class Fault:
    """`times` is how often it still strikes (None: for ever), `ratio` how likely it is for a call it may strike."""

    kind: str
    times: int | None = None
    ratio: float = 1.0
    method: str | None = None
    chat: int | None = None
    seconds: float = 1.0
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"No fault is called {self.kind!r}. There are: {', '.join(KINDS)}.")

    def may_strike(self, method: str, chat: int | None) -> bool:
        """Is this a call the fault is meant for?"""
        if self.times is not None and self.struck >= self.times:
            return False
        meant_method = self.method is None or self.method.lower() == method.lower()
        return meant_method and (self.chat is None or self.chat == chat)


class Faults:
    """The switches, in the order they were set; the first that strikes wins."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self._random = Random(seed)
        self.switches: list[Fault] = []

    def add(
        self,
        kind: str,
        *,
        times: int | None = None,
        ratio: float = 1.0,
        method: str | None = None,
        chat: int | None = None,
        seconds: float = 1.0,
    ) -> Fault:
        """Set a switch; `seconds` is how slow, or the retry_after of a 429."""
        fault = Fault(kind, times, ratio, method, chat, seconds)
        self.switches.append(fault)
        return fault

    def clear(self) -> None:
        """Good weather again; the dice start over."""
        self.switches.clear()
        self._random = Random(self.seed)

    def strike(self, method: str, chat: int | None) -> Fault | None:
        """The fault that meets this call, if any. getUpdates is spared unless it is named."""
        for fault in self.switches:
            spared = method == "getUpdates" and fault.method is None
            if not spared and fault.may_strike(method, chat) and self._dice(fault, chat) < fault.ratio:
                fault.struck += 1
                return fault
        return None

    def _dice(self, fault: Fault, chat: int | None) -> float:
        """Who blocks is a person's lot, so it falls the same way for her every time; all else is thrown anew."""
        if fault.ratio >= 1:
            return 0.0
        if fault.kind == "blocked":
            return Random(f"{self.seed}:{chat}").random()
        return self._random.random()
