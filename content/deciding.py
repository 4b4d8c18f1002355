"""What to do about a message: answer it, ask back, decline kindly, or hand over to a person.

Somebody in difficulty wins over everything. Whoever says a word of the trade is answered: a wrong list does less harm
than a closed door.
"""

from dataclasses import dataclass
from typing import Literal

from content.hearing import Heard
from content.vocabulary import Vocabulary

Action = Literal["answer", "clarify", "decline", "handoff"]
SITUATIONS = "situations"
TELLING = ("needs", "trades", "topics", "features", "processes", "subtypes", "attributes")  # says what is looked for
HINTING = ("kinds", "costs", "languages")  # says a little
MAKING = 0.4  # from this weight on, something of the trade was said, not just brushed
VAGUE = ("needs", "trades", "money", "people")  # what is asked back, as buttons


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

    def decide(self, heard: Heard, *, found: bool) -> Decision:
        """`found`: whether the town has something with these words, understood or not."""
        by_action = {self._asks_for.get(id_, ""): id_ for id_ in reversed(heard.situations)}
        if "handoff" in by_action:
            return Decision("handoff", by_action["handoff"])
        weight = _weight(heard, TELLING)
        if "decline" in by_action and weight < MAKING:
            return Decision("decline", by_action["decline"])
        if weight or (found and "clarify" not in by_action):
            return Decision("answer")
        strange = heard.telling >= STRANGE and not _weight(heard, HINTING) and "clarify" not in by_action
        return Decision("decline") if strange else Decision("clarify", by_action.get("clarify", ""))


STRANGE = 3  # so many words of which none is of this house: somebody talks about something else


def _weight(heard: Heard, lists: tuple[str, ...]) -> float:
    return max((weight for one, weight in heard.wish.concepts.items() if one.partition(":")[0] in lists), default=0.0)
