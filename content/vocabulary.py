"""The words of the trade: kinds, trades, needs, processes... with their icons, labels and what people call them.

Reads content/vocabulary/*.toml (one list a file), the product words beside them, and a town's own on top;
content/recognition.py understands what people type.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content import products
from content.faults import ContentFault, Document, read_toml
from content.recognition import MOST_WORDS, Recogniser, Term, amount
from content.spelling import words
from content.texts import HERE, Texts

if TYPE_CHECKING:
    from content.towns import Town

TYPED = "typed"
"""The list of answers people type instead of pressing a button (yes, no, skip, back...)."""
TRADES = "trades"
"""The list that product words belong to."""

ID = re.compile("[a-z0-9_]+")
_REASONS = {
    "missing": "this is required and missing",
    "extra_forbidden": "an entry has no such part; is it spelled right",
    "string_type": "this must be words in quotes",
    "tuple_type": 'this must be a list: ["...", "..."]',
}


PARTS_OF_OTHERS = 20  # from here a number word may be half of a longer one: twenty-two, veinticinco mil


class Entry(BaseModel):
    """One thing with a name: its English label, and what people call it in each language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Annotated[str, Field(min_length=1)]
    icon: str = ""
    long: str = ""
    of: str = ""  # a subtype's kind
    features: tuple[str, ...] = ()  # what a process must have in a space
    helps: tuple[str, ...] = ()  # what it is better off with
    over_products: bool = False  # a situation that a product named beside it does not change
    loud: bool = False  # the neighbours hear it
    words: Mapping[str, tuple[str, ...]] = {}


class Vocabulary:
    """All lists of words. `folders` as for Texts: the common one first, a town's own on top."""

    def __init__(self, folders: Sequence[Path], texts: Texts) -> None:
        self._texts = texts
        self._lists = read_lists(folders)
        self._passing = read_small_words(HERE / "passing_words.toml")
        self._look_alikes = read_small_words(HERE / "look_alikes.toml")
        self._recognisers: dict[str, Recogniser] = {}

    @classmethod
    def of(cls, town: "Town", texts: Texts) -> "Vocabulary":
        """The common words and the town's own."""
        return cls([HERE, town.folder], texts)

    @property
    def lists(self) -> tuple[str, ...]:
        return tuple(self._lists)

    def ids(self, list_name: str, of: str = "") -> tuple[str, ...]:
        """The ids in the order they are offered; `of` keeps the subtypes of one kind."""
        entries = self._list(list_name)
        return tuple(id_ for id_, entry in entries.items() if not of or entry.of == of)

    def has(self, list_name: str, id_: str) -> bool:
        return id_ in self._list(list_name)

    def entry(self, list_name: str, id_: str) -> Entry:
        try:
            return self._list(list_name)[id_]
        except KeyError:
            raise LookupError(f"there is no {id_!r} in vocabulary/{list_name}.toml") from None

    def label(self, list_name: str, id_: str, language: str) -> str:
        return self._texts.translate(self.entry(list_name, id_).label, language)

    def long(self, list_name: str, id_: str, language: str) -> str:
        """A sentence about it; its label where it has none."""
        entry = self.entry(list_name, id_)
        return self._texts.translate(entry.long or entry.label, language)

    def icon(self, list_name: str, id_: str) -> str:
        return self.entry(list_name, id_).icon

    def asked_of_a_room(self, processes: Iterable[str]) -> dict[str, object]:
        """What these processes ask of a space, as the matching reads it; each feature once."""
        done = [self.entry("processes", id_) for id_ in processes]
        features = list(dict.fromkeys(feature for entry in done for feature in entry.features))
        wished = dict.fromkeys(feature for entry in done for feature in entry.helps)
        told = {
            "features": features,
            "features_wished": [feature for feature in wished if feature not in features],
            "loud": any(entry.loud for entry in done),
        }
        return {name: value for name, value in told.items() if value}

    def names(self, list_name: str) -> list[tuple[str, str]]:
        """Everything its entries are called in any language, and the id that is meant."""
        return [(term.said, term.id) for term in self.terms(list_name)]

    def recognise(self, list_name: str, text: str, language: str, *, denied_too: bool = True) -> list[str]:
        """The ids that typed words mean, the surest first; nothing when that is not clear."""
        return self._recogniser(list_name).recognise(text, language, denied_too=denied_too)

    def recognise_among(
        self, list_name: str, allowed: Sequence[str], text: str, language: str, *, denied_too: bool = True
    ) -> list[str]:
        """The offered choices that typed words mean; a bare number counts the choices from 1."""
        found = [id_ for id_ in self.recognise(list_name, text, language, denied_too=denied_too) if id_ in allowed]
        place = self.number(text) if not found and len(words(text)) == 1 else None
        if place is not None and place.is_integer() and 1 <= place <= len(allowed):
            return [allowed[int(place) - 1]]
        return found

    def typed(self, text: str, language: str = "") -> str | None:
        """The button that was typed: yes, no, skip, back, done, none, start_over... Only if that is all it says."""
        return self._recogniser(TYPED).exact(text, language)

    def yes_no(self, text: str, language: str = "") -> bool | None:
        return {"yes": True, "no": False}.get(self.typed(text, language) or "")

    def number(self, text: str) -> float | None:
        """A number in figures (1 200,50 or $25k) or in words (deux, twelve, quince); None for anything else."""
        found = amount(text)
        return found if found is not None else self._spelled(text)

    def _spelled(self, text: str) -> float | None:
        numbers = self._recogniser("numbers")
        whole = numbers.exact(text, "")
        if whole:
            return float(whole)
        named = [number for word in words(text)[:MOST_WORDS] if (number := numbers.exact(word, ""))]
        others = [number for number in named if number != "1"]  # one, un, una: often an article
        return float(others[0]) if len(others) == 1 and float(others[0]) < PARTS_OF_OTHERS else None

    def learn(self, list_name: str) -> None:
        """Make a list ready to be heard: the trades take 100 ms, which whoever types first would wait for."""
        self._recogniser(list_name)

    def _recogniser(self, list_name: str) -> Recogniser:
        if list_name not in self._recognisers:
            self._recognisers[list_name] = Recogniser(self.terms(list_name), self._passing, self._look_alikes)
        return self._recognisers[list_name]

    @property
    def small_words(self) -> Mapping[str, frozenset[str]]:
        """Words of each language that name nothing."""
        return self._passing

    @property
    def everyday_words(self) -> Mapping[str, frozenset[str]]:
        """Words of each language that look like something made, and are right as they are."""
        return self._look_alikes

    def terms(self, list_name: str) -> Iterable[Term]:
        """Every way of saying every entry of a list."""
        for id_, entry in self._list(list_name).items():
            yield Term(id_, id_.replace("_", " "), is_label=True)
            for language in ("en", *self._texts.languages):
                label = entry.label if language == "en" else self._texts.translate(entry.label, language)
                yield Term(id_, label, language, is_label=True)
            for language, said in entry.words.items():
                yield from (Term(id_, word, language) for word in said)

    def _list(self, list_name: str) -> Mapping[str, Entry]:
        try:
            return self._lists[list_name]
        except KeyError:
            raise LookupError(f"there is no list of words vocabulary/{list_name}.toml") from None


def read_lists(folders: Sequence[Path], leave: str = "") -> dict[str, dict[str, Entry]]:
    """Every list of these folders; a later folder adds entries, adds words and replaces labels and icons.

    `leave`: the name of a product file that is not read, because it is about to be written.
    """
    lists: dict[str, dict[str, Entry]] = {}
    for file in (file for folder in folders for file in sorted((folder / "vocabulary").glob("*.toml"))):
        document = read_toml(file)
        entries = lists.setdefault(file.stem, {})
        for id_ in document.values:
            entries[id_] = _read_entry(document, id_, entries.get(id_))
    for file in (file for folder in folders for file in products.files(folder) if file.name != leave):
        _add_products(lists.get(TRADES, {}), file)
    return lists


def _add_products(trades: dict[str, Entry], file: Path) -> None:
    language = products.language(file)
    for id_, said in products.read_products(file).items():
        if id_ not in trades:
            raise ContentFault(file, None, f"there is no {id_!r} in vocabulary/{TRADES}.toml.")
        known = trades[id_].words
        more = {**known, language: (*known.get(language, ()), *said)}
        trades[id_] = trades[id_].model_copy(update={"words": more})


def _read_entry(document: Document, id_: str, known: Entry | None) -> Entry:
    if not ID.fullmatch(id_):
        raise document.fault(f"[{id_}]: an id is written with small letters, digits and _ only.", id_)
    values = document.values[id_]
    if not isinstance(values, dict):
        raise document.fault(f"{id_!r} must be an entry: [{id_}] and its label below.", id_)
    if known:
        values = {
            **known.model_dump(exclude_defaults=True),
            **values,
            "words": _added(known.words, values.get("words")),
        }
    try:
        return Entry.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        keys = [str(key) for key in first["loc"] if isinstance(key, str)]
        reason = _REASONS.get(first["type"], first["msg"])
        raise document.fault(f"[{id_}] {'.'.join(keys)}: {reason}.", id_, *keys) from None


def _added(known: Mapping[str, tuple[str, ...]], more: object) -> object:
    if not isinstance(more, dict):
        return known if more is None else more
    return {**known, **{language: (*known.get(language, ()), *said) for language, said in more.items()}}


def read_small_words(file: Path) -> dict[str, frozenset[str]]:
    """Words of each language that name nothing in the lists."""
    document = read_toml(file)
    for language, said in document.values.items():
        if not isinstance(said, str):
            raise document.fault(f"{language!r} must be words in quotes, with spaces between them.", language)
    return {language: frozenset(words(str(said))) for language, said in document.values.items()}
