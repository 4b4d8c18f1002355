"""What words typed at a question mean: an answer as the flow takes it, or None where that is not clear."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from content.flows import Entry, Intake
from content.formats import SQUARE_FOOT_IN_M2
from content.recognition import Recogniser, Term
from content.texts import Texts
from content.towns import Place, Town
from content.vocabulary import TYPED, Vocabulary
from models.intake.questions import Kind, Question, Value
from models.resources import places
from models.resources.income import IncomeTable, tier

MOST_TRADES = 3  # of one sentence; who names more makes something we have no word for
LOOKED_AT = 1_000  # characters; whoever writes more says it at the beginning
DEGREES = 2  # decimals kept of a shared location: about a kilometre, so that it leads to nobody's door
FEET = re.compile(r"\b(sq|square|ft|feet|foot|sqft|pieds?|pies?)\b", re.IGNORECASE)
METRES = re.compile(r"m2|m²|\b(sqm|met(er|re)s?|mètres?|metros?)\b", re.IGNORECASE)
AND = re.compile(r"[,;+&/\n]|\b(?:and|et|y|e)\b", re.IGNORECASE)  # between two things somebody asks for
LACKED = frozenset({"needs", "trades"})  # where what somebody has not, or cannot do yet, is what she asks for
YEARLY = {"month": 12, "week": 52}


class Understanding:
    """Reads what people type, say and send in answer to a question of the intake."""

    def __init__(
        self, intake: Intake, texts: Texts, vocabulary: Vocabulary, town: Town, income: IncomeTable | None
    ) -> None:
        self.intake, self.texts, self.vocabulary, self.town, self.income = intake, texts, vocabulary, town, income
        self._labels: dict[str, Recogniser] = {}

    def learn(self) -> None:
        """Every list of words that an answer may need."""
        lists = {entry.vocabulary for entry in self.intake.entries.values() if entry.vocabulary}
        for list_name in (TYPED, "numbers", *sorted(lists)):
            self.vocabulary.learn(list_name)

    def answer(self, question: Question, words: str, language: str, live: Mapping[str, Value]) -> object | None:
        """What to hand to the flow. `live` are the answers so far: a band needs the size of the household."""
        said = words if question.kind is Kind.WORDS else words[:LOOKED_AT]
        match question.kind:
            case Kind.ONE | Kind.SEVERAL | Kind.WORDS:
                return self._chosen(question, said, language, live)
            case Kind.NUMBER:
                return self.number(question, said)
            case Kind.PLACE:
                place = self.place(said)
                return _place_answer(place) if place else None
            case Kind.INCOME:
                return self.band(said, language, live)
            case _:
                return self.vocabulary.yes_no(said, language)

    def _chosen(self, question: Question, words: str, language: str, live: Mapping[str, Value]) -> object | None:
        if question.kind is Kind.SEVERAL:
            return self._each(question, words, language, live)[: question.most] or None
        ids = self.choices(question, words, language, live) if question.choices else []
        if question.kind is Kind.WORDS:
            return {"choices": ids[:MOST_TRADES], "text": words.strip()}
        return ids[0] if len(ids) == 1 else None

    def _each(self, question: Question, words: str, language: str, live: Mapping[str, Value]) -> list[str]:
        """Things named one after the other, each heard for itself: a long name drowns no short one beside it."""
        parts = [part for part in AND.split(words) if part.strip()]
        heard = [id_ for part in parts for id_ in self.choices(question, part, language, live)]
        return list(dict.fromkeys(heard)) or self.choices(question, words, language, live)

    def choices(self, question: Question, words: str, language: str, live: Mapping[str, Value]) -> list[str]:
        """The ids the words name, the surest first."""
        entry = self.intake.entries[question.key]
        if entry.vocabulary:
            return self.vocabulary.recognise_among(
                entry.vocabulary,
                question.offered(live),
                words[:LOOKED_AT],
                language,
                denied_too=entry.vocabulary in LACKED,
            )
        return self._recogniser(question.key, entry).recognise(words, language)

    def number(self, question: Question, words: str) -> int | None:
        """A whole number, in square metres where it is an area."""
        unit = self.intake.entries[question.key].unit
        feet, metres = FEET.search(words), METRES.search(words)
        amount = self.vocabulary.number(METRES.sub(" ", words) if unit == "area" else words)
        if amount is None:
            return None
        if unit == "area" and (feet or (self.town.units == "imperial" and not metres)):
            amount *= SQUARE_FOOT_IN_M2
        return round(amount)

    def band(self, words: str, language: str, live: Mapping[str, Value]) -> dict[str, object] | None:
        """The band an amount falls into. The amount ends here."""
        amount, size = self.vocabulary.number(words), live.get("household_size")
        if amount is None or self.income is None or not isinstance(size, int):
            return None
        period = next(iter(self.vocabulary.recognise("periods", words, language)), "year")
        return self.tier(tier(self.income, size, amount * YEARLY.get(period, 1)))

    def tier(self, name: str) -> dict[str, object] | None:
        """A band as the flow takes it, with the year of the table it is from."""
        return {"tier": name, "year": self.income.year} if self.income else None

    # --- places

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The town's places by a short name that fits into a button."""
        return {re.sub(r"[^a-z0-9]+", "_", place.name.casefold())[:30]: place for place in self.town.places}

    def place_answer(self, name: str) -> dict[str, object] | None:
        """A place by its short name, as the flow takes it."""
        return _place_answer(self.places[name]) if name in self.places else None

    def place(self, words: str) -> Place | None:
        ids = self._places.recognise(words, "")
        return self.places[ids[0]] if len(ids) == 1 else None

    @cached_property
    def _places(self) -> Recogniser:
        terms = [
            Term(name, said, is_label=said == place.name)
            for name, place in self.places.items()
            for said in (place.name, *place.words)
        ]
        return Recogniser(terms, {})

    def located(self, latitude: float, longitude: float) -> dict[str, object]:
        """A shared location, kept roughly, with the town's place it lies in or next to."""
        rough = {"latitude": round(latitude, DEGREES), "longitude": round(longitude, DEGREES)}
        known = [
            places.Place(place.name, place.latitude, place.longitude, place.city, place.county)
            for place in self.town.places
        ]
        near = places.nearest((latitude, longitude), known)
        named = {"neighborhood": near.name, "city": near.city, "county": near.county} if near else {}
        return {**{name: said for name, said in named.items() if said}, **rough}

    # --- choices that have no vocabulary

    def _recogniser(self, key: str, entry: Entry) -> Recogniser:
        if key not in self._labels:
            self._labels[key] = Recogniser(self._terms(entry), {})
        return self._labels[key]

    def _terms(self, entry: Entry) -> Iterable[Term]:
        for choice, label in entry.labels.items():
            yield Term(choice, choice.replace("_", " "), is_label=True)
            for language in dict.fromkeys(["en", *self._languages()]):
                yield Term(choice, self.texts.translate(label, language), language, is_label=True)

    def _languages(self) -> Sequence[str]:
        return self.texts.languages


def _place_answer(place: Place) -> dict[str, object]:
    """One of the town's places as the flow takes it."""
    words = {"neighborhood": place.name, "city": place.city, "county": place.county}
    point = {"latitude": place.latitude, "longitude": place.longitude}
    return {**{name: said for name, said in words.items() if said}, **point}
