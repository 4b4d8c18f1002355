"""Telegram's HTML: marked text in, plain text and entities out, or the refusal in Telegram's own words.

Offsets of entities count UTF-16 units, offsets in refusals count UTF-8 bytes, as Telegram does.
"""

import re
from dataclasses import dataclass

from bot.simulator.shapes import Json, Refusal, bad_request

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,7})|#([0-9]{1,8})|(lt|gt|amp|quot)(?![A-Za-z]));?")
OPENING = re.compile(r"<([^\s>]*)")
ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']*)\s*(?:(=)\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]*)))?""")
END_OF_TAG = re.compile(r"\s*>")
CLOSING = re.compile(r"</([^\s>]*)\s*")
PLAIN = re.compile(r"[^<&]+")
HIGHEST = 0x10FFFF


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text takes: characters outside the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cannot_parse(reason: str) -> Refusal:
    """The refusal every markup mistake ends in."""
    return bad_request(f"can't parse entities: {reason}")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Read marked text. Raises Refusal as Telegram would."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.width = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        at, source = 0, self.source
        while at < len(source):
            if plain := PLAIN.match(source, at):
                self._add(plain[0])
                at = plain.end()
            elif source[at] == "&":
                at = self._reference(at)
            elif source.startswith("</", at):
                at = self._close(at)
            else:
                at = self._start(at)
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), in_order(self.entities)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.width += utf16_length(text)

    def _reference(self, at: int) -> int:
        found = REFERENCE.match(self.source, at)
        if found and (character := _character(found)):
            self._add(character)
            return found.end()
        self._add("&")
        return at + 1

    def _start(self, at: int) -> int:
        found = at_once(OPENING, self.source, at)
        tag, where = found[1].lower(), byte_offset(self.source, at)
        if found.end() == len(self.source):
            raise cannot_parse(f"Unclosed start tag at byte offset {where}")
        if tag not in STYLES:
            raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {where}')
        attributes, end = self._attributes(tag, found.end(), where)
        self._check_attributes(tag, attributes, where)
        self.open.append(_Open(tag, attributes, self.width, len(self.pieces)))
        return end

    def _attributes(self, tag: str, at: int, where: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        source = self.source
        while not (end := END_OF_TAG.match(source, at)):
            if not source[at:].strip():
                raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {where}')
            found = ATTRIBUTE.match(source, at)
            if not found or not found[1]:
                raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            attributes[found[1].lower()] = unescape(found[3] or found[4] or (found[5] or "").lower())
            at = found.end()
            if found[2] and at < len(source) and not (source[at].isspace() or source[at] == ">"):
                if source[at] in "\"'" and not found[5]:
                    raise cannot_parse(f"Unclosed start tag at byte offset {where}")
                offset = byte_offset(source, found.start(5) if found[5] is not None else at)
                raise cannot_parse(f"Unexpected end of name token at byte offset {offset}")
        return attributes, end.end()

    def _check_attributes(self, tag: str, attributes: dict[str, str], where: int) -> None:
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise cannot_parse("Invalid custom emoji identifier specified")
        if tag == "tg-time":
            _check_time(attributes)

    def _close(self, at: int) -> int:
        where = byte_offset(self.source, at)
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {where}")
        found = at_once(CLOSING, self.source, at)
        if not self.source.startswith(">", found.end()):
            raise cannot_parse(f"Unclosed end tag at byte offset {where}")
        begun, said = self.open.pop(), found[1].lower()
        if said and said != begun.tag:
            raise cannot_parse(
                f'Unmatched end tag at byte offset {where}, expected "</{begun.tag}>", found "</{said}>"'
            )
        if self.width > begun.offset:
            self._keep(begun)
        return found.end() + 1

    def _keep(self, begun: _Open) -> None:
        entity: Json = {"type": STYLES[begun.tag], "offset": begun.offset, "length": self.width - begun.offset}
        given = begun.attributes
        if begun.tag == "a":
            url = checked_link(given.get("href") or "".join(self.pieces[begun.piece :]))
            if not url:
                return
            entity["url"] = url
        elif begun.tag == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        elif begun.tag == "tg-emoji":
            entity["custom_emoji_id"] = given["emoji-id"]
        elif begun.tag == "tg-time":
            entity["unix_time"] = int(given["unix"])
            if given.get("format"):
                entity["date_time_format"] = given["format"]
        elif begun.tag == "code":
            self._keep_code(entity, given.get("class", "").removeprefix("language-"))
            return
        elif begun.tag == "pre" and self._same_span_as_last(entity):
            self.entities[-1]["type"] = "pre"
            return
        self.entities.append(entity)

    def _keep_code(self, entity: Json, language: str) -> None:
        if language and len(self.open) and self.open[-1].tag == "pre":
            entity["language"] = language
        self.entities.append(entity)

    def _same_span_as_last(self, entity: Json) -> bool:
        last = self.entities[-1] if self.entities else {}
        return last.get("type") == "code" and (last["offset"], last["length"]) == (entity["offset"], entity["length"])


def _check_time(attributes: dict[str, str]) -> None:
    if not re.fullmatch(r"-?\d{1,15}", attributes.get("unix", "")):
        raise cannot_parse("Invalid Unix time specified")
    if not re.fullmatch(r"r|w?[dD]?[tT]?", attributes.get("format", "")):
        raise cannot_parse("Invalid date-time format specified")


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0 < code < HIGHEST and not 0xD800 <= code <= 0xDFFF else ""


def unescape(text: str) -> str:
    """Replace the references Telegram knows; leave the others as they are."""
    return REFERENCE.sub(lambda found: _character(found) or found[0], text) if "&" in text else text


def checked_link(url: str) -> str:
    """The address a link leads to, or nothing when Telegram would silently drop the link."""
    url = url.strip()
    if re.match(r"(?i)(tg|mailto|tel|ton):", url):
        return url
    found = re.fullmatch(
        r"(?i)(?:(https?|ftp)://)?([^\s/?#]+\.[^\s/?#.]{2,}|localhost|\d+(?:\.\d+){3})(:\d+)?([/?#]\S*)?", url
    )
    if not found:
        return ""
    return f"{(found[1] or 'http').lower()}://{found[2]}{found[3] or ''}{found[4] or '/'}"


def at_once(pattern: re.Pattern[str], source: str, at: int) -> re.Match[str]:
    """The match of a pattern that is known to fit here."""
    found = pattern.match(source, at)
    if found is None:
        raise ValueError(f"{pattern.pattern} does not fit at {at}")
    return found


def byte_offset(source: str, at: int) -> int:
    """Where a character stands, counted in UTF-8 bytes."""
    return len(source[:at].encode("utf-8", "surrogatepass"))


def in_order(entities: list[Json]) -> list[Json]:
    """Entities as Telegram lists them: by place, the wider first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
