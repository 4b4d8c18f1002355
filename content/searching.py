"""From a message to an answer: what was heard, what the town has for it, what is to be done, and the words for that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from content.deciding import Action, Deciding
from content.hearing import Heard, Hearing
from content.texts import Texts
from content.vocabulary import Vocabulary
from models.resources.facts import Catalogue
from models.resources.finding import Found, find
from models.resources.words import Index

LONGEST = 4_000  # characters that are looked at
ASKS = {"clarify": "search_clarify", "decline": "search_decline", "handoff": "search_handoff"}
BESIDE = 5  # things shown beside a question


@dataclass(frozen=True)
class Searched:
    """What is done about a message, in the language it was written in."""

    action: Action
    language: str
    results: list[Found]
    question: str
    heard: Heard
    situation: str = ""

    def title(self, found: Found) -> str:
        words = found.fact.words("name", self.language)
        return words.text if words else found.fact.name


class Searching:
    """The town's words, put together for whoever searches."""

    def __init__(self, hearing: Hearing, vocabulary: Vocabulary, texts: Texts) -> None:
        self.hearing, self.vocabulary, self.texts = hearing, vocabulary, texts
        self._deciding = Deciding(vocabulary)

    def search(
        self,
        words: str,
        language: str,
        catalogue: Catalogue,
        answers: Mapping[str, object],
        now: datetime,
        *,
        left_out: Collection[str] = (),
        limit: int = 5,
    ) -> Searched:
        """`language` is her telephone's, `answers` what is known of her, `now` on the town's clock."""
        heard = self.hear(words, language, catalogue)
        return self.answered(heard, catalogue, answers, now, left_out=left_out, limit=limit)

    def hear(self, words: str, language: str, catalogue: Catalogue) -> Heard:
        """What the words say; nothing is looked for yet."""
        return self.hearing.hear(words[:LONGEST], language, (catalogue.index or Index()).knows)

    def in_difficulty(self, heard: Heard) -> bool:
        """Whether they are somebody's who needs a person now, whatever else they say."""
        return bool(self._deciding.in_difficulty(heard))

    def answered(
        self,
        heard: Heard,
        catalogue: Catalogue,
        answers: Mapping[str, object],
        now: datetime,
        *,
        left_out: Collection[str] = (),
        limit: int = 5,
    ) -> Searched:
        """What is done about what was heard, with what the town has for it."""
        index = catalogue.index or Index()
        found = find(heard.wish, index, answers, now, left_out=left_out, limit=limit)
        named = bool(found) and (index.tells(heard.wish.words) or bool(index.called(heard.wish.said)))
        decided = self._deciding.decide(heard, named=named)
        shown = {"answer": found, "clarify": found[:BESIDE]}.get(decided.action, [])
        question = ASKS.get(decided.action)
        said = self.texts.label(question, self._spoken(heard.language)) if question else ""
        return Searched(decided.action, heard.language, shown, said, heard, decided.situation)

    def _spoken(self, language: str) -> str:
        return language if language in self.texts.languages else self.texts.languages[0]
