"""Telegram's HTML: what it reads, how it refuses, and that escaped words always come through whole."""

import contextlib
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.simulator.html import parse_html
from bot.simulator.shapes import Refusal

READ = [
    ("<b>a</b> &amp; <em>😀</em>x", "a & 😀x", [("bold", 0, 1), ("italic", 4, 2)]),
    ("<u>u</u><ins>u</ins><s>s</s><strike>s</strike><del>s</del>", "uusss",
     [("underline", 0, 1), ("underline", 1, 1),
      ("strikethrough", 2, 1), ("strikethrough", 3, 1), ("strikethrough", 4, 1)]),
    ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<blockquote>a</blockquote><blockquote expandable>b</blockquote>", "ab",
     [("blockquote", 0, 1), ("expandable_blockquote", 1, 1)]),
    ("<code>a</code><pre>b</pre>", "ab", [("code", 0, 1), ("pre", 1, 1)]),
    ("<b><i>both</i> bold</b>", "both bold", [("bold", 0, 9), ("italic", 0, 4)]),
    ("<B>upper</b>", "upper", [("bold", 0, 5)]),
    ("<b></b>empty", "empty", []),
    ("&lt;b&gt; &#39;&#x27;&quot;", "<b> ''\"", []),
    ("&nbsp;&copy; & &", "&nbsp;&copy; & &", []),
    ("a > b", "a > b", []),
]  # fmt: skip

DETAILS = [
    ('<a href="https://example.org/?a=1&amp;b=2">x</a>', {"type": "text_link", "url": "https://example.org/?a=1&b=2"}),
    ("<a href='example.org'>x</a>", {"type": "text_link", "url": "http://example.org/"}),
    ('<a href="tg://user?id=5">x</a>', {"type": "text_link", "url": "tg://user?id=5"}),
    ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
    ('<tg-emoji emoji-id="53">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "53"}),
    ('<tg-time unix="99" format="wDT">x</tg-time>', {"type": "date_time", "unix_time": 99, "date_time_format": "wDT"}),
]

REFUSED = [
    ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
    ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
    ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
    ("I <3", "Unclosed start tag at byte offset 2"),
    ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b ", 'Unclosed start tag "b" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=x_y>x</a>", "Unexpected end of name token at byte offset 8"),
    ('<b ="1">x</b>', 'Empty attribute name in the tag "b" at byte offset 0'),
    ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="soon">x</tg-time>', "Invalid Unix time specified"),
    ('<tg-time unix="1" format="q">x</tg-time>', "Invalid date-time format specified"),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_marks_become_entities(source, text, entities):
    read, found = parse_html(source)
    assert (read, [(entity["type"], entity["offset"], entity["length"]) for entity in found]) == (text, entities)


@pytest.mark.parametrize(("source", "entity"), DETAILS)
def test_some_marks_carry_more(source, entity):
    assert parse_html(source) == ("x", [{"offset": 0, "length": 1, **entity}])


def test_a_link_that_leads_nowhere_is_dropped_silently():
    assert parse_html('<a href="javascript:alert(1)">x</a> <a href="">y</a>') == ("x y", [])


@pytest.mark.parametrize(("source", "reason"), REFUSED)
def test_mistakes_are_refused_in_telegrams_words(source, reason):
    with pytest.raises(Refusal) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANYTHING)
def test_escaped_words_come_back_unchanged(words):
    assert parse_html(str(escape(words))) == (words, [])
    assert parse_html(html.escape(words)) == (words, [])


@given(ANYTHING, ANYTHING)
def test_escaped_words_keep_their_place_among_marks(before, inside):
    text, entities = parse_html(f"{escape(before)}<b>{escape(inside)}</b>!")
    units = text.encode("utf-16-le")
    marked = [units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in entities]
    assert (text, marked) == (f"{before}{inside}!", [inside] if inside else [])


@given(ANYTHING)
def test_anything_at_all_is_read_or_refused_but_never_breaks(source):
    with contextlib.suppress(Refusal):
        parse_html(source)
