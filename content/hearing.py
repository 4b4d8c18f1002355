"""Reads texts: what the town's things say of themselves, and what a person asks for, in whatever words and language.

All lists of the vocabulary are heard at once, as concepts ("trades:food"). A phrase is heard before its words, a word
that could be several things counts less for each, and what somebody does not want is heard as that.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from content.ages import age_said
from content.amounts import sum_of_money
from content.mending import Mending, read_short_spellings, squeezed
from content.phrases import Phrase, Phrases
from content.recognition import Term
from content.spelling import stem, words
from content.texts import HERE
from content.tongues import Tongues
from content.vocabulary import TYPED, Vocabulary, read_small_words
from content.wanting import Span, Wanting
from models.resources.words import Read, Wish

# Lists of answers, not of things.
SILENT = frozenset({TYPED, "numbers", "spans", "leads", "periods", "getting_around", "working_hours"})
A_CODE = 2  # letters of an id that is no word to be heard: es is Spanish, and a small word of it
A_LABEL = 40  # characters of a text that is not cut into sentences: a name, a tag, an organization
REMEMBERED = 8_192  # sentences that were read: a town says the same of many things
MOST_WORDS = 120  # of one message
OTHER_LANGUAGE = 0.6  # what a word counts that the text's own language does not know
MENDED = 0.75  # what a word counts that had to be mended
LIST_WEIGHTS: Mapping[str, float] = {  # how much it says about what is looked for
    "topics": 1.2,
    "needs": 0.8,
    "trades": 0.8,
    "features": 0.8,
    "subtypes": 0.7,
    "processes": 0.6,
    "attributes": 0.7,
    "kinds": 0.4,
    "costs": 0.35,
    "languages": 0.5,
    "stages": 0.2,
    "situations": 0.0,  # decides what is done, not what is shown
}
BY_THE_WAY = 0.3  # what a language counts beside another need: "a course in Spanish" is no language course
A_TASK, BESIDE_A_TASK = 0.7, 0.5  # so surely something to be done was named; what a product counts beside it
SAID_AGAIN = 0.7  # what the same word counts in a further list, each time
ASKED_OF_A_PLACE = 0.5  # what a process asks of a place, beside the process itself

BEGINNING = "topics:beginning"
HOME_KITCHEN, OF_A_KITCHEN = "topics:home_kitchen", frozenset({"trades:food", "trades:drink"})  # at home: cooking?
SELLING, DISASTER = "needs:sell_local", "topics:disaster"
LATER = 0.5  # what selling counts beside the work that comes first, and a place beside what happened to it
PAPERS_OF: Mapping[str, str] = {"trades:food": "needs:permits_home_food", "trades:body_care": "needs:permits_general"}
A_PAPER = 0.4  # what the paper that selling such things takes counts, where she speaks of none
OF_A_KIND = 0.5  # what a need counts that only the word of a kind speaks of
KIND_NEEDS: Mapping[str, tuple[str, ...]] = {
    "kinds:space": ("workspace", "storefront"),
    "kinds:incentive": ("grant", "money_small"),
    "kinds:peer": ("peers",),
    "kinds:event": ("events",),
}
ABOUT_PLACES = frozenset({"needs:workspace", "needs:storefront"})
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
MONEY_SIGN = re.compile(r"(?<!\d)(?<!\d\s)[$€£]+(?!\s?\d)|[$€£]+(?=\s?[24]\s[^\W\d])")  # a sign without a sum
MONEY_SAID = "moneysign"  # as content/short_spellings.toml has it
A_WORD_OR_TWO = 2
PASSING = "passing"  # what is said of a wish and of an errand alike
SITUATION, HARMLESS, TOPIC = "situations:", "harmless", "topics:"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says: what is wished for, by weight; and the ids of the situations it speaks of."""

    wish: Wish
    language: str
    situations: tuple[str, ...] = ()
    telling: int = 0  # words that say something, understood or not
    beside: Mapping[str, float] = field(default_factory=dict)  # by list, how surely it was spoken of beside all that


class _Stems(dict[str, str]):
    """The stem of every word that was met."""

    def __missing__(self, word: str) -> str:
        found = stem(word)
        if not word.isdigit():  # there is no end of numbers
            self[word] = found
        return found


class Hearing:
    """One town's vocabulary, ready to hear with. Made once."""

    def __init__(self, vocabulary: Vocabulary, languages: Iterable[str]) -> None:
        self.vocabulary, self.languages = vocabulary, tuple(dict.fromkeys(("en", *languages)))
        self._stems = _Stems()
        self._sentence = lru_cache(REMEMBERED)(self._read)
        self._small, self._everyday = vocabulary.small_words, vocabulary.everyday_words

    # --- the words, by language and by the stem they begin with

    @cached_property
    def _ways(self) -> Mapping[str, Phrases]:
        """Made one language after the other: what the making of one takes, the next one uses again."""
        terms = [
            (list_name, term)
            for list_name in self.vocabulary.lists
            if list_name not in SILENT
            for term in self.vocabulary.terms(list_name)
            if term.language or len(term.id) > A_CODE
        ]
        spoken = dict.fromkeys((*self.languages, *(term.language for _, term in terms if term.language)))
        return {language: self._way(language, terms) for language in spoken}

    def _way(self, language: str, terms: Iterable[tuple[str, Term]]) -> Phrases:
        """What is said in one language, and what is the same in all of the town's."""
        heard = {language, ""} if language in self.languages else {language}
        articles = self._articles.get(language, frozenset())
        meanings: dict[Phrase, dict[str, set[str]]] = {}
        for list_name, term in terms:
            if term.language in heard:
                said = tuple(map(stem, words(term.said)))
                if phrase := tuple(one for one in said if one not in articles) or said:
                    meanings.setdefault(phrase, {}).setdefault(list_name, set()).add(term.id)
        return Phrases(meanings, articles, self._furnishings.get(language, frozenset()))

    @cached_property
    def _furnishings(self) -> Mapping[str, frozenset[str]]:
        return _stems_of("furnishings.toml")

    @cached_property
    def _spellings(self) -> Mapping[str, frozenset[str]]:
        """Every word of the vocabulary as it is spelled, by language."""
        spelled: dict[str, set[str]] = {language: set() for language in self.languages}
        for list_name in self.vocabulary.lists:
            for term in self.vocabulary.terms(list_name) if list_name not in SILENT else ():
                if term.language:
                    spelled.setdefault(term.language, set()).update(words(term.said))
        return {language: frozenset(said) for language, said in spelled.items()}

    @cached_property
    def _articles(self) -> Mapping[str, frozenset[str]]:
        return _stems_of("articles.toml")

    @cached_property
    def _known_stems(self) -> frozenset[str]:
        return frozenset(stem(word) for spelled in self._spellings.values() for word in spelled)

    @cached_property
    def _mending(self) -> Mending:
        return Mending(self._spellings, self._short)

    @cached_property
    def _short(self) -> Mapping[str, Mapping[str, Phrase]]:
        return read_short_spellings(HERE / "short_spellings.toml")

    @cached_property
    def tongues(self) -> Tongues:
        """What tells the languages apart."""
        known = {
            language: self._spellings.get(language, frozenset())
            | self._everyday.get(language, frozenset())
            | frozenset(self._short.get(language, ()))
            for language in self.languages
        }
        small = {language: self._small.get(language, frozenset()) for language in self.languages}
        return Tongues(small, known)

    @cached_property
    def _wanting(self) -> Wanting:
        return Wanting.read()

    def _stem(self, word: str) -> str:
        return self._stems[word]

    # --- a text of the town's

    def read(self, text: str, language: str | None) -> Read:
        """The words and concepts of a text that was written with care: nothing is mended, nothing guessed."""
        spoken = language if language in self._ways else self.tongues.of(text, words(text), self.languages[0])
        if len(text) <= A_LABEL:
            return self._sentence(text, spoken)
        said: list[str] = []
        concepts: dict[str, float] = {}
        for sentence in _SENTENCE_END.split(text):
            seen = self._sentence(sentence, spoken)
            said += seen.words
            for concept, surely in seen.concepts.items():
                if concepts.get(concept, 0.0) < surely:
                    concepts[concept] = surely
        return Read(tuple(said), concepts)

    def _read(self, sentence: str, spoken: str) -> Read:
        stems = tuple(map(self._stems.__getitem__, words(sentence)))
        return Read(stems, self._ways[spoken].concepts(stems))

    def _asked_of_a_place(self, process: str) -> tuple[str, ...]:
        features = self.vocabulary.entry("processes", process.partition(":")[2]).features
        return tuple(f"features:{feature}" for feature in features)

    # --- a message

    def hear(self, text: str, language: str, knows: Callable[[str], bool] = lambda _: False) -> Heard:
        """What a person means. `language` is her telephone's; `knows`: whether the town's things use a word."""
        plain = MONEY_SIGN.sub(f" {MONEY_SAID} ", squeezed(text))
        said = words(plain)[:MOST_WORDS]
        spoken = self.tongues.of(plain, said, language if language in self._ways else self.languages[0])
        said = self._mending.written_out(said, spoken, lambda word: self._is_right(word, spoken))
        right, mended = self._mended(said, spoken, knows)
        spans = list(_each_word_once(self._spans(right, spoken, mended)))
        wanted, unwanted = self._wanting.sorted(right, spans, spoken)
        stems = tuple(map(self._stem, right))
        wanted = self._task_before_product(_with_papers(_work_before_sale(wanted)))
        if "needs:language" in wanted and sum(one.startswith("needs:") for one in wanted) > 1:
            wanted["needs:language"] *= BY_THE_WAY
        return Heard(
            Wish(
                _weighed(self._with_places(_with_needs(wanted))),
                tuple(one for one, word in zip(stems, right, strict=True) if not self._is_small(word)),
                tuple(map(self._stem, words(plain)[:MOST_WORDS])),
                {concept: weight for concept, weight in unwanted.items() if concept not in wanted},
                spoken,
                sum_of_money(plain),
                age_said(plain),
                self.belongs(wanted),
            ),
            spoken,
            _situations(spans),
            sum(not self._is_small(word) for word in right),
            self._beside(spans),
        )

    def _beside(self, spans: Iterable[Span]) -> dict[str, float]:
        """What was spoken of beyond the situation: in "I need money" nothing, in "money for a kiln" a kiln."""
        spans = tuple(spans)
        within = [(span.start, span.end) for span in spans if self._is_all_said_by(span.concept)]
        heard: dict[str, float] = {}
        for span in spans:
            list_name = PASSING if _is_passing(span) else span.concept.partition(":")[0]
            if not any(start <= span.start and span.end <= end for start, end in within):
                heard[list_name] = max(span.surely, heard.get(list_name, 0.0))
        return heard

    def _is_all_said_by(self, concept: str) -> bool:
        """A situation whose words are nothing else besides; what only sounds like one is what it is."""
        list_name, _, id_ = concept.partition(":")
        return f"{list_name}:" == SITUATION and self.vocabulary.entry(list_name, id_).of != HARMLESS

    def _with_places(self, wanted: Mapping[str, float]) -> dict[str, float]:
        """Beside a process, what it asks of a place: who roasts needs gas and a vent. Not of a course or of money."""
        whole = dict(wanted)
        needs = {concept for concept in wanted if concept.startswith("needs:")}
        if needs and needs.isdisjoint(ABOUT_PLACES):
            return whole
        for concept, surely in wanted.items():
            if concept.startswith("processes:"):
                for feature in self._asked_of_a_place(concept):
                    whole.setdefault(feature, ASKED_OF_A_PLACE * surely)
        return whole

    def _task_before_product(self, wanted: Mapping[str, float]) -> dict[str, float]:
        """Who asks what her candles should cost asks about prices first: what she makes settles the rest."""
        tasks = {one: wanted[one] for one in self.belongs(wanted)}
        has_task = max(tasks.values(), default=0.0) >= A_TASK
        weak = {one for one in wanted if has_task and one.startswith(TOPIC) and one not in tasks}
        if tasks.keys() > {BEGINNING}:
            weak.add(BEGINNING)  # "sell on the internet, I don't know where to begin": with the internet
        return {
            one: surely * (BESIDE_A_TASK if one in weak else 1.0)
            for one, surely in wanted.items()
            if one != HOME_KITCHEN or not OF_A_KITCHEN.isdisjoint(wanted)
        }

    def belongs(self, wanted: Iterable[str]) -> dict[str, str]:
        """The need that each topic is part of, as the vocabulary has it."""
        pairs = (
            (one, self.vocabulary.entry("topics", one[len(TOPIC) :]).of) for one in wanted if one.startswith(TOPIC)
        )
        return {topic: need for topic, need in pairs if need}

    def _is_small(self, word: str) -> bool:
        return any(word in small for small in self._small.values())

    def _is_right(self, word: str, language: str) -> bool:
        return (
            word in self._small.get(language, ())
            or word in self._everyday.get(language, ())
            or word in self._spellings.get(language, ())
        )

    def _mended(self, said: Phrase, language: str, knows: Callable[[str], bool]) -> tuple[Phrase, frozenset[int]]:
        """The words as they were meant, and the places of those that had to be mended."""
        right: list[str] = []
        mended: set[int] = set()
        for word in said:
            is_known = self._stem(word) in self._known_stems or knows(self._stem(word))
            if is_known or self._is_small(word) or any(word in self._everyday[other] for other in self._everyday):
                right.append(word)
                continue
            meant = self._mending.mended(word, language)
            if meant != (word,):
                mended.update(range(len(right), len(right) + len(meant)))
            right += meant
        return tuple(right), frozenset(mended)

    def _spans(self, said: Phrase, spoken: str, mended: frozenset[int]) -> Iterator[Span]:
        """Everything said, in the text's own language first; words it does not know, in the others."""
        stems = tuple(map(self._stem, said))
        covered: set[int] = set()
        for start, end, concept, surely in self._ways[spoken].said(stems):
            covered.update(range(start, end))
            yield Span(start, end, concept, surely * (MENDED if mended & {*range(start, end)} else 1))
        for language in self.languages:
            if language == spoken:
                continue
            for start, end, concept, surely in self._ways[language].said(stems):
                places = {*range(start, end)}
                if places & covered or (end - start == 1 and self._is_right(said[start], spoken)):
                    continue
                yield Span(start, end, concept, surely * OTHER_LANGUAGE * (MENDED if mended & places else 1))


def _stems_of(file: str) -> Mapping[str, frozenset[str]]:
    return {language: frozenset(map(stem, said)) for language, said in read_small_words(HERE / file).items()}


def _is_passing(span: Span) -> bool:
    """A day, or a word that a flat and a car have too: "this weekend", « à louer », "garage"."""
    return span.concept == "needs:events" or (
        span.concept == "needs:workspace" and span.end - span.start <= A_WORD_OR_TWO
    )


def _each_word_once(spans: Iterable[Span]) -> Iterator[Span]:
    """One word in several lists ("shop": a need, a process, a feature) does not outweigh several words."""
    together: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for span in spans:
        together[span.start, span.end].append(span)
    for several in together.values():
        several.sort(key=lambda span: (-span.surely * _list_weight(span.concept), span.concept))
        yield from (span._replace(surely=span.surely * SAID_AGAIN**place) for place, span in enumerate(several))


def _with_papers(wanted: dict[str, float]) -> dict[str, float]:
    """Who makes food and wants to sell it needs a paper for it, whether she knows or not."""
    if SELLING not in wanted or any(one.startswith("needs:permits_") for one in wanted):
        return wanted
    papers = {paper: A_PAPER * min(1.0, wanted[trade]) for trade, paper in PAPERS_OF.items() if trade in wanted}
    return {**papers, **wanted}


def _work_before_sale(wanted: dict[str, float]) -> dict[str, float]:
    """Who asks where to smoke her fish to sell it asks for the smokehouse; whose shop was flooded has a shop."""
    later = {SELLING} if any(one.startswith("processes:") for one in wanted) else set()
    later |= ABOUT_PLACES if DISASTER in wanted else set()
    return {one: surely * (LATER if one in later else 1.0) for one, surely in wanted.items()}


def _with_needs(wanted: dict[str, float]) -> dict[str, float]:
    """Who says no more than "a place" or "money" needs what places and money are for."""
    if any(one.startswith("needs:") for one in wanted):
        return wanted
    meant = {f"needs:{need}": OF_A_KIND * surely for one, surely in wanted.items() for need in KIND_NEEDS.get(one, ())}
    return {**meant, **wanted}


def _list_weight(concept: str) -> float:
    return LIST_WEIGHTS.get(concept.partition(":")[0], 0.3)


def _weighed(concepts: Mapping[str, float]) -> dict[str, float]:
    weights = {one: surely * _list_weight(one) for one, surely in concepts.items()}
    return {concept: weight for concept, weight in weights.items() if weight > 0}


def _situations(spans: Iterable[Span]) -> tuple[str, ...]:
    heard: dict[str, float] = defaultdict(float)
    for span in spans:
        if span.concept.startswith(SITUATION):
            heard[span.concept.removeprefix(SITUATION)] += span.surely
    return tuple(sorted(heard, key=lambda id_: -heard[id_]))
