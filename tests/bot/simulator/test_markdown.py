"""Both of Telegram's Markdowns."""

import pytest

from bot.simulator.entities import read_marked
from bot.simulator.shapes import Refusal


def kinds(entities):
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


def test_every_mark_of_version_two():
    text, entities = read_marked(r"*b* _i_ __u__ ~s~ ||p|| `c` [l](https://example.org) \.", "MarkdownV2", None)
    assert text == "b i u s p c l ."
    assert kinds(entities) == [
        ("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1), ("strikethrough", 6, 1),
        ("spoiler", 8, 1), ("code", 10, 1), ("text_link", 12, 1),
    ]  # fmt: skip


def test_blocks_of_version_two():
    text, entities = read_marked("```python\nx = 1```\n>one\n>*two*\nend", "MarkdownV2", None)
    assert text == "x = 1\none\ntwo\nend"
    assert kinds(entities) == [("pre", 0, 5), ("blockquote", 6, 7), ("bold", 10, 3)]
    assert entities[0]["language"] == "python"


def test_the_older_kind():
    text, entities = read_marked(r"*b* _i_ `c` [l](https://example.org) a\_b", "Markdown", None)
    assert (text, kinds(entities)) == (
        "b i c l a_b",
        [("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1), ("text_link", 6, 1)],
    )


@pytest.mark.parametrize(
    ("source", "mode", "reason"),
    [
        ("Hello.", "MarkdownV2", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*b", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
        ("é ||b", "MarkdownV2", "Can't find end of Spoiler entity at byte offset 3"),
        ("`b", "MarkdownV2", "Can't find end of Code entity at byte offset 0"),
        ("é *b", "Markdown", "Can't find end of the entity starting at byte offset 3"),
    ],
)
def test_mistakes_are_refused(source, mode, reason):
    with pytest.raises(Refusal) as refusal:
        read_marked(source, mode, None)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_edges_are_trimmed_and_entities_move_along():
    text, entities = read_marked(" \n<b> hi </b>there \n", "HTML", None)
    assert (text, kinds(entities)) == ("hi there", [("bold", 0, 3)])


def test_what_telegram_finds_by_itself():
    text, entities = read_marked("/start@echoppe_bot see https://a.org/x. me@a.org #tag @someone 1/2 😀 #é", None, None)
    found = [
        text.encode("utf-16-le")[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
    ]
    assert found == ["/start@echoppe_bot", "https://a.org/x", "me@a.org", "#tag", "@someone", "#é"]
    assert [e["type"] for e in entities] == ["bot_command", "url", "email", "hashtag", "mention", "hashtag"]
