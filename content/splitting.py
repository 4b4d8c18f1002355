"""Cuts a long text in Telegram's HTML into messages that each fit and each stand by themselves.

Knows only what Telegram counts: UTF-16 units after the tags and entities are read.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LIMIT = 4096
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]+);|\s+|[^<&\s]+|[<&]"
)


def units(text: str) -> int:
    """The length of visible text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(markup: str) -> str:
    """The text without its tags, entities read: what a person sees."""
    return html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", "", markup))


def split(markup: str, limit: int = LIMIT) -> list[str]:
    """The same text in messages of at most `limit` visible units.

    Cuts between paragraphs if one ends in the second half of a message, else between lines, else between words,
    and only a word longer than a message is cut inside. Never inside a tag or an entity; a tag that is open
    at a cut is closed there and opened again in the next message. Nothing visible gives no message.
    """
    if units(markup) <= limit:
        return [markup] if visible(markup).strip() else []
    message, messages = _Message(limit), []
    for token in _tokens(markup, limit):
        while message.size + token.size > limit:
            end = message.best_end(token)
            messages.append(message.until(end))
            message = message.after(end)
        message.add(token)
    messages.append(message.until(len(message.tokens)))
    return [text for text in messages if visible(text).strip()]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    size: int = 0  # visible UTF-16 units; 0 for a tag
    opens: str = ""
    closes: bool = False

    @property
    def is_space(self) -> bool:
        return self.size > 0 and self.text.isspace()

    @property
    def weight(self) -> int:
        """How good a place for a cut: 3 between paragraphs, 2 between lines, 1 between words, 0 not at all."""
        return min(3, 1 + self.text.count("\n")) if self.is_space else 0


def _tokens(markup: str, limit: int) -> Iterator[_Token]:
    for match in _TOKEN.finditer(markup):
        text = match[0]
        if match["name"]:
            yield _Token(text, opens="" if match["close"] else match["name"], closes=bool(match["close"]))
        elif text.startswith("&") and len(text) > 1:
            yield _Token(text, units(html.unescape(text)))
        else:
            yield from (_Token(piece, units(piece)) for piece in _pieces(text, limit))


def _pieces(word: str, limit: int) -> Iterator[str]:
    """A word longer than a whole message, in parts that fit; a pair of surrogates is one character here."""
    part = ""
    for char in word if units(word) > limit else [word]:
        if part and units(part + char) > limit:
            yield part
            part = ""
        part += char
    yield part


@dataclass(slots=True)
class _Message:
    limit: int
    tokens: list[_Token] = field(default_factory=list)
    size: int = 0

    def add(self, token: _Token) -> None:
        if token.is_space and not self.size:
            return  # no message begins with a blank
        self.tokens.append(token)
        self.size += token.size

    def best_end(self, coming: _Token) -> int:
        """Before which token to cut, when the coming one does not fit any more."""
        end, weight, seen = len(self.tokens), 0, 0
        for place, token in enumerate([*self.tokens, coming]):
            late_enough = 2 * seen >= self.limit or token.weight == 1
            if token.is_space and late_enough and token.weight >= weight:
                end, weight = place, token.weight
            seen += token.size
        return end

    def until(self, end: int) -> str:
        """What is written up to there, with everything open closed."""
        written = "".join(token.text for token in self.tokens[:end]).rstrip()
        return written + "".join(f"</{tag.opens}>" for tag in reversed(self._open(end)))

    def after(self, end: int) -> "_Message":
        """The next message: the tags still open at the cut, then what was written behind it."""
        following = _Message(self.limit)
        for token in [*self._open(end), *self.tokens[end:]]:
            following.add(token)
        return following

    def _open(self, end: int) -> list[_Token]:
        still: list[_Token] = []
        for token in self.tokens[:end]:
            if token.opens:
                still.append(token)
            elif token.closes and still:
                still.pop()
        return still
