"""What to do about a message: answer it, ask back, decline kindly, or hand over to a person.

Somebody in difficulty wins over everything. Whoever says a word of the trade is answered: a wrong list does less harm
than a closed door.
"""

from dataclasses import dataclass
from typing import Literal

from content.hearing import PASSING, Heard
from content.vocabulary import Vocabulary

Action = Literal["answer", "clarify", "decline", "handoff"]
SITUATIONS = "situations"
TELLING = ("needs", "trades", "topics", "features", "processes", "subtypes", "attributes")  # says what is looked for
ASKING = ("needs", "features", "subtypes", "attributes")  # ... and is more than a thing that somebody makes or eats
HINTING = ("kinds", "costs", "languages")  # says a little
CLEARLY = 0.5  # so surely something of the trade was said, rather than brushed


@dataclass(frozen=True, slots=True)
class Decision:
    """The action, and the situation it was decided by ("" where there is none)."""

    action: Action
    situation: str = ""


class Deciding:
    """Reads what was heard; knows which situations ask for what."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        has_list = SITUATIONS in vocabulary.lists
        ids = vocabulary.ids(SITUATIONS) if has_list else ()
        self._asks_for = {id_: vocabulary.entry(SITUATIONS, id_).of for id_ in ids}
        self._over_products = {id_ for id_ in ids if vocabulary.entry(SITUATIONS, id_).over_products}

    def in_difficulty(self, heard: Heard) -> str:
        """The situation that asks for a person; "" for none. It needs nothing but the words."""
        return next((id_ for id_ in heard.situations if self._asks_for.get(id_) == "handoff"), "")

    def decide(self, heard: Heard, *, named: bool) -> Decision:
        """`named`: whether the words alone name something the town has, understood or not."""
        if difficulty := self.in_difficulty(heard):
            return Decision("handoff", difficulty)
        by_action = {self._asks_for.get(id_, ""): id_ for id_ in reversed(heard.situations)}
        spoken_of = _surest(heard, TELLING)
        errand = next((id_ for id_ in heard.situations if id_ in self._over_products), "")
        if errand and _surest(heard, ASKING) < CLEARLY:
            return Decision("decline", errand)
        if "decline" in by_action and spoken_of < CLEARLY:
            return Decision("decline", by_action["decline"])
        if spoken_of or _surest(heard, (PASSING,)) or (named and "clarify" not in by_action):
            return Decision("answer")
        strange = heard.telling >= STRANGE and not _surest(heard, HINTING) and "clarify" not in by_action
        return Decision("decline") if strange else Decision("clarify", by_action.get("clarify", ""))


STRANGE = 3  # so many words of which none is of this house: somebody talks about something else


def _surest(heard: Heard, lists: tuple[str, ...]) -> float:
    return max((heard.beside.get(list_name, 0.0) for list_name in lists), default=0.0)
