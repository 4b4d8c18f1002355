"""Telegram's MarkdownV2 and its older Markdown, enough for every mark they know; the house itself writes HTML."""

import re
from collections.abc import Callable

from bot.simulator.html import at_once, byte_offset, cannot_parse, checked_link, in_order, utf16_length
from bot.simulator.shapes import Json

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
}
QUOTED = re.compile(r"(?:>[^\n]*\n?)+")
OLD_MARKS = {"*": "bold", "_": "italic"}


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Read MarkdownV2. Raises Refusal as Telegram would."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.at = 0
        self.open: list[tuple[str, str, int, int]] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            kind, where = self.open[-1][1], self.open[-1][3]
            offset = byte_offset(self.source, where)
            raise cannot_parse(f"Can't find end of {NAMES.get(kind, kind)} entity at byte offset {offset}")
        return self.text, in_order(self.entities)

    def _step(self) -> None:
        source, at = self.source, self.at
        character = source[at]
        if character == "\\" and at + 1 < len(source) and ord(source[at + 1]) <= 126:
            self._take(source[at + 1], 2)
        elif source.startswith("```", at):
            self._verbatim("```", "pre")
        elif character == "`":
            self._verbatim("`", "code")
        elif mark := next((mark for mark in MARKS if source.startswith(mark, at)), None):
            self._mark(mark, MARKS[mark])
        elif character == "[" or source.startswith("![", at):
            self._begin_link("[" if character == "[" else "![")
        elif character == "]" and self.open and self.open[-1][1] == "text_link":
            self._end_link()
        elif character == ">" and (not self.text or self.text.endswith("\n")):
            self._quote()
        elif character in RESERVED:
            raise cannot_parse(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._take(character, 1)

    def _take(self, text: str, width: int) -> None:
        self.text += text
        self.at += width

    def _keep(self, kind: str, offset: int, **more: str) -> None:
        length = utf16_length(self.text) - offset
        if length:
            self.entities.append({"type": kind, "offset": offset, "length": length, **more})

    def _mark(self, mark: str, kind: str) -> None:
        if self.open and self.open[-1][0] == mark:
            self._keep(kind, self.open.pop()[2])
        else:
            self.open.append((mark, kind, utf16_length(self.text), self.at))
        self.at += len(mark)

    def _verbatim(self, mark: str, kind: str) -> None:
        end = self.source.find(mark, self.at + len(mark))
        if end < 0:
            offset = byte_offset(self.source, self.at)
            raise cannot_parse(
                f"Can't find end of {'PreCode' if kind == 'pre' else 'Code'} entity at byte offset {offset}"
            )
        body, more = self.source[self.at + len(mark) : end], {}
        if kind == "pre" and (language := re.match(r"(\w+)\n", body)):
            more, body = {"language": language[1]}, body[language.end() :]
        offset = utf16_length(self.text)
        self.text += re.sub(r"\\(.)", r"\1", body)
        self._keep(kind, offset, **more)
        self.at = end + len(mark)

    def _begin_link(self, mark: str) -> None:
        self.open.append((mark, "text_link", utf16_length(self.text), self.at))
        self.at += len(mark)

    def _end_link(self) -> None:
        mark, _, offset, _ = self.open.pop()
        found = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.at)
        self.at = found.end() if found else self.at + 1
        url = re.sub(r"\\(.)", r"\1", found[1]) if found else ""
        if mark == "![":
            self._keep("custom_emoji", offset, custom_emoji_id=url.rpartition("=")[2])
        elif link := checked_link(url):
            self._keep("text_link", offset, url=link)

    def _quote(self) -> None:
        lines = at_once(QUOTED, self.source, self.at)
        body = "\n".join(line[1:] for line in lines[0].rstrip("\n").split("\n"))
        kind = "expandable_blockquote" if body.endswith("||") else "blockquote"
        inner, entities = parse_markdown_v2(body.removesuffix("||") if kind == "expandable_blockquote" else body)
        offset = utf16_length(self.text)
        self.entities += [{**entity, "offset": entity["offset"] + offset} for entity in entities]
        self.text += inner
        self._keep(kind, offset)
        self.text += "\n" if lines[0].endswith("\n") else ""
        self.at = lines.end()


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """Read the older Markdown: no nesting, an unpaired mark is refused."""
    text, entities, at = "", [], 0
    pattern = re.compile(
        r"\\([_*`\[])|```(?:(\w+)\n)?(.*?)```|([*_`])(.*?)\4|\[([^\]]*)\]\(([^)]*)\)|([*_`\[])", re.DOTALL
    )
    for found in pattern.finditer(source):
        text += source[at : found.start()]
        at = found.end()
        if found[8]:
            raise cannot_parse(
                f"Can't find end of the entity starting at byte offset {byte_offset(source, found.start())}"
            )
        body, entity = _old_entity(found)
        if entity and body:
            entities.append({"offset": utf16_length(text), "length": utf16_length(body), **entity})
        text += body
    return text + source[at:], entities


def _old_entity(found: re.Match[str]) -> tuple[str, Json]:
    if found[1]:
        return found[1], {}
    if found[3] is not None:
        return found[3], {"type": "pre", **({"language": found[2]} if found[2] else {})}
    if found[4]:
        return found[5], {"type": OLD_MARKS.get(found[4], "code")}
    link = checked_link(found[7])
    return found[6], {"type": "text_link", "url": link} if link else {}


PARSERS: dict[str, Callable[[str], tuple[str, list[Json]]]] = {
    "markdownv2": parse_markdown_v2,
    "markdown": parse_markdown,
}
