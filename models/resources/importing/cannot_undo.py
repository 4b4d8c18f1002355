"""Why an import stays."""

from collections.abc import Mapping

from models.resources.phrases import Phrase

SENTENCES: Mapping[str, str] = {
    "none": "There is no import {said}; `python -m bot import --list` shows them.",
    "several": "{count} imports begin with {said}; write more of it.",
    "undone": "{name} was undone already, on {at} UTC.",
    "people_come": "{name} stays: people have said that they come to {event}.",
    "worked_on": "{name} stays: it was worked on since, and this would be lost: {lost}.",
    "worked_on_more": "{name} stays: it was worked on since, and this would be lost: {lost} and {count} more.",
}


class CannotUndo(Exception):
    """The text says why, and what stands in the way; the phrase says it in any language."""

    def __init__(self, what: str, **values: str | int) -> None:
        self.phrase = Phrase(SENTENCES[what], values)
        super().__init__(str(self.phrase))
