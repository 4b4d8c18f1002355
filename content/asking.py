"""How the intake is said: the words of a question, of its buttons and of an answer, in a person's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import get_currency_precision

from content.flows import Intake
from content.formats import SQUARE_FOOT_IN_M2
from content.texts import Texts
from content.towns import Town
from content.vocabulary import Vocabulary
from models.intake.questions import Kind, Question, Value
from models.resources.income import IncomeTable
from models.resources.rules import INCOME_TIERS

ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)  # figures people say when they say "about"


@dataclass(frozen=True)
class Asked:
    """A question as it is asked."""

    name: str
    text: str
    why: str
    hint: str
    skip: str  # empty: the usual word


class Asking:
    """Says questions, choices and answers. Labels are plain text: a template escapes them."""

    def __init__(
        self, intake: Intake, texts: Texts, vocabulary: Vocabulary, town: Town, income: IncomeTable | None
    ) -> None:
        self.intake, self.texts, self.vocabulary, self.town, self.income = intake, texts, vocabulary, town, income

    def asked(self, question: Question, language: str) -> Asked:
        entry = self.intake.entries[question.key]
        english = (entry.name, entry.text, entry.why, entry.hint, entry.skip)
        return Asked(*(self.texts.translate(words, language) for words in english))

    def buttons(self, question: Question, language: str, live: Mapping[str, Value]) -> list[tuple[str, str]]:
        """The choices in the order they are offered, each with what its button says; a town's places are not here."""
        if question.kind in {Kind.YES_NO, Kind.CONSENT}:
            return [(word, self.texts.label(word, language)) for word in ("yes", "no")]
        said = [(choice, self.choice(question, choice, language, live)) for choice in question.offered(live)]
        return [
            (choice, label[:1].upper() + label[1:]) for choice, label in said
        ]  # "anglais" is right in a sentence only

    def choice(self, question: Question, choice: str, language: str, live: Mapping[str, Value]) -> str:
        """What a button says. `live` are the answers so far: bands depend on the size of the household."""
        entry = self.intake.entries[question.key]
        if choice in entry.labels:
            return self.texts.translate(entry.labels[choice], language)
        if entry.vocabulary:
            icon, label = (
                self.vocabulary.icon(entry.vocabulary, choice),
                self.vocabulary.label(entry.vocabulary, choice, language),
            )
            return f"{icon} {label}" if icon else label
        if question.kind is Kind.NUMBER:
            return self.amount(question, int(choice), language, about=True)
        return self.band(choice, language, live) if question.kind is Kind.INCOME else choice

    def answer(self, question: Question, value: Value, language: str, live: Mapping[str, Value]) -> str:
        """An answer in words."""
        match question.kind, value:
            case Kind.YES_NO | Kind.CONSENT, bool():
                return self.texts.label("yes" if value else "no", language)
            case Kind.NUMBER, int():
                about = str(value) in question.choices
                return (
                    self.choice(question, str(value), language, live)
                    if about
                    else self.amount(question, value, language)
                )
            case Kind.PLACE, dict():
                named = value.get("neighborhood") or value.get("city") or value.get("postcode")
                return str(named) if named else self.texts.label("shared_location", language)
            case Kind.INCOME, dict():
                return self.band(str(value["tier"]), language, live)
            case Kind.WORDS, dict() if value.get("text"):
                return self.texts.label("quoted", language, words=value["text"])
        chosen = value["choices"] if isinstance(value, dict) else value
        ids = chosen if isinstance(chosen, list) else [str(chosen)]
        return self.texts.formats(language).listing(self.choice(question, one, language, live) for one in ids)

    def amount(self, question: Question, number: int, language: str, *, about: bool = False) -> str:
        """A number with its unit; `about` rounds an area as people do when they guess."""
        unit, formats = self.intake.entries[question.key].unit, self.texts.formats(language)
        if unit == "area":
            metres = _roundly(number, SQUARE_FOOT_IN_M2) if about and self.town.units == "imperial" else number
            return self.texts.label("about_amount", language, amount=formats.area(metres))
        if unit == "money":
            return self.texts.label("up_to_amount", language, amount=self.money(number, language))
        return formats.number(number)

    def money(self, whole: int, language: str) -> str:
        minor = whole * 10 ** get_currency_precision(self.town.currency)
        return self.texts.formats(language).money(minor, self.town.currency)

    def band(self, tier: str, language: str, live: Mapping[str, Value]) -> str:
        """A band as amounts of the town's table for this household."""
        size = live.get("household_size")
        if self.income is None or not isinstance(size, int):
            return tier
        limits = [self.money(limit, language) for limit in self.income.limits(size)]
        place = INCOME_TIERS.index(tier)
        if place == 0:
            return self.texts.label("up_to_amount", language, amount=limits[0])
        if place == len(limits):
            return self.texts.label("over_amount", language, amount=limits[-1])
        return self.texts.label("between_amounts", language, low=limits[place - 1], high=limits[place])


def _roundly(number: float, unit: float) -> float:
    """The nearest number that is a round figure in another unit: 25 m² as 250 sq ft."""
    figure = number / unit
    ten = 10 ** (len(str(int(figure))) - 1)
    nearest: float = min((step * ten for step in ROUND), key=lambda step: abs(step - figure))
    return nearest * unit
