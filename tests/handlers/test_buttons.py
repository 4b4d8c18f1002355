"""Buttons open for the person they were made for and for nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.buttons import Buttons

buttons = Buttons("a secret")


def test_a_button_opens_for_whom_it_was_made():
    data = buttons.seal(("answer", "trade", "food"), chat_id=7)
    assert buttons.open(data, chat_id=7) == ("answer", "trade", "food")


@pytest.mark.parametrize(
    "data", ["", "~", "answer:trade:food", "answer:trade:food~AAAAAA", "~answer", "é~é", "answer:trade:wood~"]
)
def test_a_button_nobody_made_does_not_open(data):
    assert buttons.open(data, chat_id=7) is None


def test_a_button_taken_from_another_chat_does_not_open():
    assert buttons.open(buttons.seal(("forget", "yes"), chat_id=7), chat_id=8) is None


def test_a_button_sealed_with_another_secret_does_not_open():
    assert Buttons("another").open(buttons.seal(("go", "next"), chat_id=7), chat_id=7) is None


def test_a_button_longer_than_telegram_allows_is_a_fault_of_the_door():
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        buttons.seal(("answer", "é" * 30), chat_id=7)


@given(st.text(max_size=80), st.integers())
def test_whatever_bytes_come_in_nothing_breaks(data, chat_id):
    assert buttons.open(data, chat_id) is None
