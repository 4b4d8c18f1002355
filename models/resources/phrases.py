"""A sentence with its values, not yet in anybody's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Translate = Callable[[str], str]


def english(sentence: str) -> str:
    """As it is written here, which is how the operator's terminal says it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English sentence of one of the lists SENTENCES; what stands in its {places} may be a phrase itself."""

    english: str
    values: Mapping[str, "str | float | Phrase"] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said(english)

    def said(self, translate: Translate) -> str:
        """In the language of `translate`."""
        values = {
            name: value.said(translate) if isinstance(value, Phrase) else value for name, value in self.values.items()
        }
        return translate(self.english).format(**values)
