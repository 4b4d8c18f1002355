"""Draws product words from the national classifications of activities: `python -m content.classes FOLDER`.

Reads the titles of NAICS, SCIAN, NACE-BEL, NAF and ISIC (`<name>.<language>.csv` with code and title), takes the things
they name and writes content/vocabulary/products/<language>.classes.toml. What the other files already name is left to
them, and so is what two trades would claim; content/classes.toml holds the codes, the words around the things and what
was left out by hand. The words are facts of public registers; no sentence is taken.
"""

import csv
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from content.faults import read_toml
from content.products import FOLDER, read_products
from content.spelling import stem, words
from content.texts import HERE
from content.vocabulary import TRADES, read_lists, read_small_words

CODES = {"naics": "naics", "scian": "naics", "nacebel": "nace", "naf": "nace", "isic": "nace"}
USAGE = "Say the folder of the classifications: python -m content.classes FOLDER"
MOST_WORDS = 4  # of one thing: what is longer is a description
WIDTH = 118
_BRACKETS = re.compile(r"\([^)]*\)?")
_PARTS = re.compile(r"[,;:/]|\b(?:and|or|et|ou|y|e|o|u)\b", re.IGNORECASE)
_HEAD = """\
# Drawn from the titles of national classifications of activities by `python -m content.classes`; do not edit by hand:
# what is wrong here goes into content/classes.toml under [left_out].
"""

Spelled = tuple[str, ...]


class Rules:
    """content/classes.toml, ready to be asked."""

    def __init__(self, file: Path) -> None:
        self._said = {name: values for name, values in read_toml(file).values.items() if isinstance(values, dict)}

    def trade(self, standard: str, code: str) -> str:
        """By the longest beginning of the code that is listed; nothing where a class names no maker's things."""
        trades = self._said[CODES[standard]]
        return next((trades[code[:end]] for end in range(len(code), 0, -1) if code[:end] in trades), "")

    def small(self, kind: str, spoken: str) -> frozenset[str]:
        return frozenset(words(self._said[kind][spoken]))

    def left_out(self, spoken: str) -> frozenset[Spelled]:
        return frozenset(spelled(said) for said in self._said["left_out"][spoken].split(","))


def spelled(said: str) -> Spelled:
    """What makes two ways of writing one thing the same."""
    return tuple(map(stem, words(said)))


def titles(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield re.sub(r"\D", "", row["code"]), row["title"]


def things(title: str, around: frozenset[str], instead: frozenset[str]) -> Iterator[str]:
    """The things a title names: `Fabrication de vins, cidres et autres` names vins and cidres."""
    for part in _PARTS.split(_BRACKETS.sub(" ", title.replace("’", "'"))):
        said = part.strip(" .-").lower().split()
        if instead & {plain for word in said for plain in words(word)}:
            continue
        while said and set(words(said[0])) <= around:
            said = said[1:]
        while said and set(words(said[-1])) <= around:
            said = said[:-1]
        thing = re.sub(r"^[dl]'", "", " ".join(said))
        if 0 < len(words(thing)) <= MOST_WORDS and not re.search(r"\d", thing):
            yield thing


def drawn(folder: Path, spoken: str, rules: Rules) -> dict[str, dict[Spelled, str]]:
    """Trade → the things its classes name in this language, in the order of the codes."""
    found: dict[str, dict[Spelled, str]] = defaultdict(dict)
    around, instead = rules.small("around", spoken), rules.small("instead", spoken)
    for file in sorted(folder.glob(f"*.{spoken}.csv")):
        standard = re.split(r"\d|_", file.name)[0]
        for code, title in titles(file) if standard in CODES else ():
            trade = rules.trade(standard, code)
            for thing in things(title, around, instead) if trade else ():
                found[trade].setdefault(spelled(thing), thing)
    return found


def kept(
    found: Mapping[str, Mapping[Spelled, str]], known: frozenset[Spelled], small: frozenset[str]
) -> dict[str, list[str]]:
    """What is new, belongs to one trade only, and is no everyday word."""
    claims: dict[Spelled, int] = defaultdict(int)
    for named in found.values():
        for phrase in named:
            claims[phrase] += 1
    return {
        trade: [
            thing
            for phrase, thing in named.items()
            if phrase not in known and claims[phrase] == 1 and not small.issuperset(words(thing))
        ]
        for trade, named in found.items()
    }


def written(said: Mapping[str, Sequence[str]], order: Iterable[str]) -> str:
    lists = [f"{trade} = '''\n{_wrapped(said[trade])}\n'''\n" for trade in order if said.get(trade)]
    return "\n".join([_HEAD, *lists])


def _wrapped(said: Sequence[str]) -> str:
    glued = ", ".join(word.replace(" ", "\0") for word in said)  # lines break between the words, not within
    return textwrap.fill(glued, WIDTH, break_long_words=False, break_on_hyphens=False).replace("\0", " ")


def draw(folder: Path, spoken: str, content: Path = HERE) -> str:
    """The text of one language's file."""
    rules = Rules(content / "classes.toml")
    trades = read_lists([content], leave=f"{spoken}.classes.toml")[TRADES]
    known = {spelled(said) for entry in trades.values() for said in entry.words.get(spoken, ())}
    small = {*read_small_words(content / "passing_words.toml")[spoken]}
    small |= read_small_words(content / "look_alikes.toml")[spoken]
    said = kept(drawn(folder, spoken, rules), frozenset(known) | rules.left_out(spoken), frozenset(small))
    return written(said, trades)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or not (folder := Path(arguments[0])).is_dir():
        print(USAGE, file=sys.stderr)  # noqa: T201 - a command says what is wrong
        return 2
    for spoken in sorted({file.name.split(".")[-2] for file in folder.glob("*.csv")}):
        file = HERE / "vocabulary" / FOLDER / f"{spoken}.classes.toml"
        file.write_text(draw(folder, spoken), encoding="utf-8")
        print(f"{file}: {sum(map(len, read_products(file).values()))} words")  # noqa: T201 - a command says what it did
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
