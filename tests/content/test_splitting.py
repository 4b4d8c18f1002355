"""Long texts become messages that fit and stand by themselves."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from content.splitting import split, units, visible

WORDS = st.text(st.sampled_from("abcé👩🏽 \n&<"), max_size=40).map(html.escape)
TAGS = st.sampled_from(["b", "i", "code", 'a href="https://a.example/?x=1&amp;y=2"', "blockquote expandable"])
MARKUP = st.recursive(
    WORDS,
    lambda inside: st.one_of(
        st.lists(inside, max_size=4).map("".join),
        st.tuples(TAGS, inside).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"),
        st.tuples(inside, inside).map("\n\n".join),
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=300)
@given(MARKUP, st.integers(min_value=8, max_value=60))
def test_every_message_fits_is_well_formed_and_nothing_is_lost(markup, limit):
    messages = split(markup, limit)

    assert all(0 < units(visible(message)) <= limit for message in messages)
    assert all(_still_open(message) == [] for message in messages)
    assert _without_blanks("".join(map(visible, messages))) == _without_blanks(visible(markup))


def _still_open(message):
    stack = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^>]*>", message):
        if closing:
            assert stack.pop() == name
        else:
            stack.append(name)
    return stack


def _without_blanks(text):
    return re.sub(r"\s+", "", text)


def test_a_short_text_stays_whole():
    assert split("<b>Bread</b> &amp; salt") == ["<b>Bread</b> &amp; salt"]


def test_a_text_with_nothing_to_see_is_no_message():
    assert [split(""), split("<b> </b>"), split("\n\n")] == [[], [], []]


def test_paragraphs_stay_together_before_lines_and_words():
    assert split("one two\n\nthree four\nfive six", 21) == ["one two\n\nthree four", "five six"]
    assert split("first paragraph\n\nsecond one\nlast line", 26) == ["first paragraph", "second one\nlast line"]


def test_what_is_open_at_a_cut_is_closed_and_opened_again():
    text = '<b>bold and <a href="https://a.example">a long link</a></b>'

    assert split(text, 14) == [
        '<b>bold and <a href="https://a.example">a</a></b>',
        '<b><a href="https://a.example">long link</a></b>',
    ]


def test_an_entity_counts_as_what_one_sees_and_is_never_cut():
    assert split("&lt;" * 10, 4) == ["&lt;" * 4, "&lt;" * 4, "&lt;" * 2]


def test_an_emoji_counts_as_two_and_is_never_cut():
    assert split("👍" * 5, 4) == ["👍👍", "👍👍", "👍"]


def test_telegrams_own_limit_is_the_rule():
    words = " ".join(["makers"] * 2000)

    assert [units(message) for message in split(words)] == [4094, 4094, 4094, 1714]
