"""What somebody wants and what she does not: "a kitchen, but no loan", « sans prêt », "sin receta".

"I have no kitchen" asks for one; "no kitchen, please" does not. What is lacked is wanted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from content.faults import read_toml
from content.spelling import words
from content.texts import HERE

REACH = 3  # words after a denial that it takes away
BEFORE = 3  # words before it in which somebody may say that she lacks it


class Span(NamedTuple):
    """One thing said: from which word to before which, what it means, how surely."""

    start: int
    end: int
    concept: str
    surely: float


@dataclass(frozen=True)
class Wanting:
    """The words of denying, lacking and changing one's mind, by language."""

    denying: Mapping[str, tuple[tuple[str, ...], ...]]
    lacking: Mapping[str, tuple[tuple[str, ...], ...]]
    ending: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls) -> "Wanting":
        """As content/wanting.toml lists them."""
        values = read_toml(HERE / "wanting.toml").values
        lists: dict[str, Mapping[str, tuple[tuple[str, ...], ...]]] = {
            name: {language: tuple(words(str(one)) for one in said) for language, said in by_language.items()}
            for name, by_language in values.items()
            if isinstance(by_language, dict)
        }
        ending = {language: frozenset(one[0] for one in said if one) for language, said in lists["ending"].items()}
        return cls(lists["denying"], lists["lacking"], ending)

    def sorted(
        self, said: Sequence[str], spans: Iterable[Span], language: str
    ) -> tuple[dict[str, float], dict[str, float]]:
        """The concepts that are wanted and those that are not, each with how surely; twice said is a little surer."""
        denied = self._denied(said, language)
        wanted: dict[str, float] = {}
        unwanted: dict[str, float] = {}
        for span in spans:
            heard = unwanted if span.start in denied else wanted
            before = heard.get(span.concept, 0.0)
            heard[span.concept] = max(before, span.surely) + 0.25 * min(before, span.surely)
        return wanted, unwanted

    def _denied(self, said: Sequence[str], language: str) -> set[int]:
        """The places of the words that a denial takes away."""
        places: set[int] = set()
        for place in range(len(said)):
            length = _begins(said, place, self.denying.get(language, ()))
            if length and not self._is_lack(said, place, language):
                places.update(self._reach(said, place + length, language))
        return places

    def _reach(self, said: Sequence[str], start: int, language: str) -> Iterable[int]:
        for place in range(start, min(start + REACH, len(said))):
            if said[place] in self.ending.get(language, ()):
                return
            yield place

    def _is_lack(self, said: Sequence[str], place: int, language: str) -> bool:
        """Whether the denial belongs to words of lacking: "I have no", « je n'ai pas de »."""
        ways = self.lacking.get(language, ())
        first = max(0, place - BEFORE)
        return any(
            length and start + length >= place
            for start in range(first, min(place + 2, len(said)))
            for length in (_begins(said, start, ways),)
        )


def _begins(said: Sequence[str], place: int, phrases: Iterable[tuple[str, ...]]) -> int:
    """How many words of the longest of these phrases begin here; 0 for none."""
    fitting = (len(phrase) for phrase in phrases if phrase and tuple(said[place : place + len(phrase)]) == phrase)
    return max(fitting, default=0)
