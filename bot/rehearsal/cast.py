"""Invented people with habits: they come, answer, look at what is on, say yes, think better of it. All from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.rehearsal.pen import Seen

NAMES = (
    "Adela", "Baptiste", "Carmen", "Denis", "Elena", "Florent", "Gloria", "Hugo", "Irene", "Jules", "Karla", "Louise",
    "Mateo", "Nadia", "Omar", "Paul", "Quentin", "Rosa", "Samuel", "Teresa", "Ursula", "Vera", "Walid", "Ximena",
    "Yann", "Zoé", "Amina", "Bo", "Cy", "Dora",
)  # fmt: skip
FIRST_CHAT = 5001
Press = tuple[Seen, dict[str, object]]
# Shares, from 0 to 1.
LISTENS = 0.85  # let themselves be reminded
EAGER = 0.75  # go on rather than skip
ANSWERS = 0.6  # answer what is asked unasked
MOST_STEPS = 7  # in one visit
REACTS_TO = ("ev:still", "ev:was", "ev:yes", "ev:no")


@dataclass
class Player:
    """Somebody with a phone. `luck` is hers alone, so that one person more changes nobody else's story."""

    chat: int
    name: str
    language: str
    joins_at: datetime
    luck: Random
    whim: Random  # for the questions only: a new question changes nobody's story afterwards
    screens: list[Seen] = field(default_factory=list)

    @property
    def user(self) -> dict[str, object]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": self.language}

    def sees(self, seen: Seen) -> None:
        if not seen.rows:
            return
        others = [one for one in self.screens if one.message_id != seen.message_id]
        self.screens = [*others[-3:], seen]

    def visits(self, until: datetime) -> Iterator[datetime]:
        """When she looks in by herself: the day after, then every week or two."""
        moment = self.joins_at
        yield moment
        moment += timedelta(hours=self.luck.uniform(20, 28))
        while moment < until:
            yield moment
            moment += timedelta(days=self.luck.uniform(7, 21), hours=self.luck.uniform(-3, 3))

    def first_press(self) -> Press | None:
        """In the intake: an answer, or on; None when nothing is asked."""
        if self.whim.random() > EAGER:
            return self._choose(("skip:",), self.whim)
        return self._choose(("done:",), self.whim) or self._choose(("answer:", "tick:"), self.whim)

    def next_press(self) -> Press | None:
        """Among events: open one, say a word about it, or turn the page; then that is it."""
        word = ("ev:yes:", "ev:wait:") if self.luck.random() < EAGER else ("ev:maybe:", "ev:no:", "ev:dates:")
        return self._choose(word) or self._choose(("ev:open:", "ev:list:all:"))

    def goes_on(self) -> bool:
        """After her word she may still say what she needs, or whom she brings."""
        return self.luck.random() < 0.4

    def detail(self) -> Press | None:
        return self._choose(("ev:with:", "ev:needs:", "ev:reminders:"))

    def answer_to(self, seen: Seen) -> Press | None:
        """To something that came by itself; None: she leaves it."""
        asked = [button for button in seen.buttons if seen.means(button).startswith(REACTS_TO)]
        if not asked or self.luck.random() > ANSWERS:
            return None
        weights = [3 if ":yes" in seen.means(button) else 1 for button in asked]
        return seen, self.luck.choices(asked, weights)[0]

    def _choose(self, wanted: tuple[str, ...], luck: Random | None = None) -> Press | None:
        """One of these buttons of her newest screen."""
        if not self.screens:
            return None
        seen = self.screens[-1]
        found = [button for button in seen.buttons if seen.means(button).startswith(wanted)]
        return (seen, (luck or self.luck).choice(found)) if found else None


def invented(count: int, languages: tuple[str, ...], span: tuple[datetime, datetime], seed: int) -> list[Player]:
    """So many people, who come one after the other in the first three weeks, or the first quarter of fewer days."""
    players, start = [], span[0]
    arriving = min(20.0, (span[1] - start).days / 4)
    for number in range(count):
        luck, whim = Random(f"{seed}:{number}"), Random(f"{seed}:{number}:whim")
        joins_at = start + timedelta(days=luck.uniform(0, arriving) if number else 0, hours=9 + luck.uniform(0, 9))
        round_, place = divmod(number, len(NAMES))
        name = f"{NAMES[place]} {round_ + 1}" if round_ else NAMES[place]
        players.append(Player(FIRST_CHAT + number, name, languages[number % len(languages)], joins_at, luck, whim))
    return players
