"""Rules as people write them, and back: `parse` tells the exact place of a mistake, `write` gives the canonical form.

Forgiving in what it reads (any case, ≥ for >=, « » for quotes, two words without quotes), strict in what it means.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import NoReturn

from models.resources.names import fold
from models.resources.phrases import Phrase
from models.resources.rules import (
    CHOICES,
    FIELDS,
    NUMBERS,
    SCALES,
    Attribute,
    Every,
    Leaf,
    Not,
    Number,
    OneOf,
    Rule,
    Some,
    Step,
    Yes,
    every,
    some,
)

MOST_CHARACTERS = 2_000
DEEPEST = 40  # parentheses inside parentheses; far beyond what a person writes, well within Python's stack

# What a mistake is called, and its English sentence.
SENTENCES: Mapping[str, str] = {
    "too_long": "the rule is longer than 2,000 characters",
    "too_deep": "too many parentheses inside one another",
    "unreadable": "{found} means nothing here",
    "field_wanted": "{found} is not something a rule can ask about",
    "sign_wanted": "{found} cannot follow here; compare with =, !=, <, <=, > or >=, or use in (…)",
    "number_wanted": "a number is wanted here, not {found}",
    "step_wanted": "{found} is not a step of this scale",
    "name_wanted": "a name is wanted here, not {found}",
    "list_wanted": "a list in parentheses is wanted here, not {found}",
    "not_closed": "a parenthesis is not closed before {found}",
    "quote_not_closed": "a quotation mark is not closed",
    "left_over": "{found} comes after the rule has ended; join conditions with and / or",
    "end": "the end",
    "found": "“{found}”",
    "at": "character {position}: {said}",
    "hint": "{said}; for example {hint}",
}


class RuleError(ValueError):
    """A rule that cannot be read. `position` counts characters from 1, `hint` is something that would be right."""

    def __init__(self, position: int, what: str, found: str = "", hint: str = "") -> None:
        self.position, self.what, self.found, self.hint = position, what, found, hint
        super().__init__(str(self.phrase))

    @property
    def phrase(self) -> Phrase:
        """Where and what, in any language."""
        found = Phrase(SENTENCES["found"], {"found": self.found}) if self.found else Phrase(SENTENCES["end"])
        said = Phrase(
            SENTENCES["at"], {"position": self.position, "said": Phrase(SENTENCES[self.what], {"found": found})}
        )
        return Phrase(SENTENCES["hint"], {"said": said, "hint": self.hint}) if self.hint else said


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # number, word, quoted, sign, or the bracket or comma itself; "" at the end
    text: str
    at: int


_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>-?\d{1,12}(?:\.\d{1,4})?(?![\w.]))
      | "(?P<quoted>(?:[^"]|"")*)" | “(?P<curly>[^”]*)” | «\s*(?P<guillemets>[^»]*?)\s*»
      | (?P<open_quote>["“«])
      | (?P<sign><=|>=|!=|==|<>|[<>=≤≥≠])
      | (?P<mark>[(),])
      | (?P<word>[^\s()<>=!≤≥≠,"“”«»]+)
      | (?P<other>\S)
    )""",
    re.VERBOSE,
)
_SIGNS = {"==": "=", "<>": "!=", "≤": "<=", "≥": ">=", "≠": "!="}
_KEYWORDS = frozenset({"and", "or", "not", "in", "attribute"})


def _tokens(text: str) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind, start = str(match.lastgroup), match.start() + len(match[0]) - len(match[0].lstrip()) + 1
        value = match[kind]
        if kind == "open_quote":
            raise RuleError(start, "quote_not_closed", value)
        if kind == "other":
            raise RuleError(start, "unreadable", value)
        if kind in {"quoted", "curly", "guillemets"}:
            kind, value = "quoted", value.replace('""', '"')
        found.append(Token(value if kind == "mark" else kind, value, start))
    return [*found, Token("", "", len(text) + 1)]


class _Reader:
    """One rule being read, left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def took(self, keyword: str) -> bool:
        """Step over the keyword or mark if it is what comes next."""
        token = self.next
        found = token.kind == keyword or (token.kind == "word" and token.text.casefold() == keyword)
        self.place += found
        return found

    def refuse(self, what: str, hint: str = "", token: Token | None = None) -> NoReturn:
        token = token or self.next
        raise RuleError(token.at, what, token.text, hint)

    def either(self) -> Rule:
        parts = [self.both()]
        while self.took("or"):
            parts.append(self.both())
        return some(*parts)

    def both(self) -> Rule:
        parts = [self.one()]
        while self.took("and"):
            parts.append(self.one())
        return every(*parts)

    def one(self) -> Rule:
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse("too_deep")
        if self.took("not"):
            rule: Rule = Not(self.one())
        elif self.took("("):
            rule = self.either()
            if not self.took(")"):
                self.refuse("not_closed")
        else:
            rule = self.leaf()
        self.depth -= 1
        return rule

    def leaf(self) -> Rule:
        if self.took("attribute"):
            return Attribute(fold(self.name(hint="attribute veteran")).replace(" ", "_"))
        token = self.take()
        field = token.text.casefold()
        if token.kind != "word" or field not in FIELDS:
            near = get_close_matches(field, sorted(FIELDS), n=1)
            self.refuse("field_wanted", near[0] if near else "age >= 16", token)
        if self.took("not"):
            if not self.took("in"):
                self.refuse("sign_wanted", f"{field} not in (…)")
            return Not(self.one_of(field))
        if self.took("in"):
            return self.one_of(field)
        return self.comparison(field) if self.next.kind == "sign" else self.alone(field)

    def alone(self, field: str) -> Rule:
        if field in NUMBERS | SCALES.keys() | CHOICES:
            self.refuse("sign_wanted", f"{field} >= 16" if field in NUMBERS else f"{field} in (…)")
        return Yes(field)

    def comparison(self, field: str) -> Rule:
        token = self.take()
        sign = _SIGNS.get(token.text, token.text)
        if field in SCALES:
            return Step(field, sign, self.step(field))
        if field in CHOICES and sign in {"=", "!="}:
            same = OneOf(field, (self.name(hint=f"{field} = Knox"),))
            return same if sign == "=" else Not(same)
        if field not in NUMBERS:
            self.refuse("sign_wanted", f"{field} in (…)" if field in CHOICES else field, token)
        if self.next.kind != "number":
            self.refuse("number_wanted", f"{field} {sign} 16")
        return Number(field, sign, float(self.take().text))

    def step(self, field: str) -> str:
        steps = SCALES[field]
        token = self.take()
        if fold(token.text) not in steps:
            self.refuse("step_wanted", ", ".join(steps), token)
        return fold(token.text)

    def one_of(self, field: str) -> Rule:
        if field not in CHOICES:
            self.refuse("sign_wanted", f"{field} >= 16" if field in NUMBERS else field)
        if not self.took("("):
            self.refuse("list_wanted", f"{field} in (Knox, Blount)")
        names = [self.name(hint=f"{field} in (Knox, Blount)")]
        while self.took(","):
            names.append(self.name(hint=f"{field} in (Knox, Blount)"))
        if not self.took(")"):
            self.refuse("not_closed")
        return OneOf(field, tuple(dict.fromkeys(names)))

    def name(self, hint: str) -> str:
        """A quoted name, or the words and numbers up to the next comma or bracket: Main Street needs no quotes."""
        if self.next.kind == "quoted" and self.next.text.strip():
            return self.take().text
        words = []
        while self.next.kind in {"word", "number"} and self.next.text.casefold() not in _KEYWORDS:
            words.append(self.take().text)
        if not words:
            self.refuse("name_wanted", hint)
        return " ".join(words)


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule:
    """The rule in these words. RuleError says where it cannot be read and what would be right."""
    if len(text) > MOST_CHARACTERS:
        raise RuleError(MOST_CHARACTERS + 1, "too_long")
    reader = _Reader(text)
    rule = reader.either()
    if reader.next.kind:
        reader.refuse("left_over")
    return rule


_BARE = re.compile(r"[^\W_][\w\-’']*(?: [^\W_][\w\-’']*)*")


def _quoted(name: str) -> str:
    plain = _BARE.fullmatch(name) and _KEYWORDS.isdisjoint(name.casefold().split(" ")) and _stays_whole(name)
    return name if plain else '"' + name.replace('"', '""') + '"'


def _stays_whole(name: str) -> bool:
    """`0-` would be read as a number and a dash."""
    return [token.text for token in _tokens(name)[:-1]] == name.split(" ")


def write(rule: Rule) -> str:
    """The rule in its one canonical spelling; parse(write(rule)) is the rule again."""
    if isinstance(rule, Every):
        return " and ".join(f"({write(part)})" if isinstance(part, Some) else write(part) for part in rule.parts)
    if isinstance(rule, Some):
        return " or ".join(write(part) for part in rule.parts)
    if isinstance(rule, Not):
        return f"not ({write(rule.part)})" if isinstance(rule.part, Every | Some) else f"not {write(rule.part)}"
    return _write_leaf(rule)


def _write_leaf(leaf: Leaf) -> str:
    match leaf:
        case OneOf(field, names):
            text = f"{field} in ({', '.join(_quoted(name) for name in names)})"
        case Attribute(name):
            text = f"attribute {_quoted(name)}"
        case Number(field, sign, than):
            text = f"{field} {sign} {than:.4f}".rstrip("0").rstrip(".")
        case Step(field, sign, step):
            text = f"{field} {sign} {step}"
        case Yes(field):
            text = field
    return text
