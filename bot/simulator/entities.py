"""From what the bot sent to what a person sees: marks read, edges trimmed, commands and links found."""

import re

from bot.simulator.html import in_order, parse_html, utf16_length
from bot.simulator.markdown import PARSERS
from bot.simulator.shapes import Json, bad_request

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\r\u2028-\u202e]")
INVISIBLE = re.compile(
    "[\\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\u2800]*"
)
CLUES = re.compile(r"[/@#.]")
FINDINGS = re.compile(
    r"(?P<url>(?i:https?)://[^\s<>\"]+[^\s<>\".,;:!?)\]»”])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{4,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)
VERBATIM = frozenset({"code", "pre", "text_link"})
NEEDED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}


def read_marked(text: str, parse_mode: str | None, given: list[Json] | None) -> tuple[str, list[Json]]:
    """What a person will see. Raises Refusal for marks Telegram cannot read."""
    text = DROPPED.sub("", CONTROL.sub(" ", text))
    if parse_mode:
        text, entities = _parse(text, parse_mode)
    else:
        entities = _explicit(text, given) if given else []
    text, entities = _trim(text, entities)
    return text, entities + find(text, entities) if CLUES.search(text) else entities


def _parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    mode = parse_mode.lower()
    if mode == "html":
        return parse_html(text)
    if mode in PARSERS:
        return PARSERS[mode](text)
    raise bad_request("unsupported parse_mode")


def _explicit(text: str, given: list[Json]) -> list[Json]:
    width = utf16_length(text)
    for entity in given:
        needed = NEEDED.get(entity["type"])
        if needed and needed not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > width:
            raise bad_request(f"entity begins at UTF-16 offset {entity['offset']} and ends outside of the text")
    return in_order([dict(entity) for entity in given])


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return text, entities
    begun = len(text) - len(text.lstrip())
    shift, text = utf16_length(text[:begun]), text.strip()
    width = utf16_length(text)
    return text, [kept for entity in entities if (kept := _moved(entity, shift, width))["length"] > 0]


def _moved(entity: Json, shift: int, width: int) -> Json:
    begin = max(entity["offset"] - shift, 0)
    end = min(entity["offset"] + entity["length"] - shift, width)
    return {**entity, "offset": begin, "length": end - begin}


def find(text: str, entities: list[Json] | None = None) -> list[Json]:
    """The commands, links, addresses, names and tags in a text, outside what is marked already."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities or () if e["type"] in VERBATIM]
    found = []
    for hit in FINDINGS.finditer(text):
        offset = utf16_length(text[: hit.start()])
        length = utf16_length(hit[0])
        if not any(begin < offset + length and offset < end for begin, end in taken):
            found.append({"type": hit.lastgroup, "offset": offset, "length": length})
    return found


def is_blank(text: str) -> bool:
    """Would a person see nothing at all? Telegram refuses such texts."""
    return INVISIBLE.fullmatch(text) is not None
