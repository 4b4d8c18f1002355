"""What may be written down: happenings, never a token, a telephone number or a password."""

import logging

import pytest

from bot.logs import hidden


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("POST https://api.telegram.org/bot123456:AAF-x_9abc/sendMessage", "POST https://api.telegram.org/bot[token]/sendMessage"),
        ("she wrote from +33 6 12 34 56 78 today", "she wrote from [number] today"),
        ("call (555) 010-0199 now", "call ([number] now"),
        ("postgresql://town:s3cret@db.example/town", "postgresql://[password]@db.example/town"),
        ("42 people, 12 ms, 2026-11-23T17:00:00Z", "42 people, 12 ms, 2026-11-23T17:00:00Z"),
    ],
)  # fmt: skip
def test_what_opens_or_names_somebody_is_hidden(line, written):
    assert hidden(line) == written


@pytest.mark.parametrize("library", ["telegram", "telegram.ext.ExtBot", "sqlalchemy.engine.Engine"])
def test_libraries_that_write_down_what_they_carry_are_not_asked_to(logs, library):
    logging.getLogger(library).debug("sendMessage: my secret recipe")
    logging.getLogger(library).info("sendMessage: my secret recipe")
    logging.getLogger("echoppe").debug("a line of our own")
    assert "recipe" not in logs.getvalue()
    assert "a line of our own" in logs.getvalue()
