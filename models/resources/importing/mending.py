"""Texts that were saved in one encoding and read in another ("CafÃ©"): mended where that is certain, else told."""

from collections import Counter
from collections.abc import Iterator

from models.resources.importing.drafts import Problem

SUSPICIOUS = frozenset("ÂÃâÐÑ€\ufffd†˜Å")  # no text was ever spoiled without one of these
LOST = "\ufffd"


class Mender:
    """Mends the texts of one file and keeps count."""

    def __init__(self) -> None:
        self._told: list[Problem] = []
        self._mended: Counter[str] = Counter()

    def mend(self, text: str, row: int, column: str) -> str:
        if SUSPICIOUS.isdisjoint(text):
            return text
        import ftfy  # noqa: PLC0415 only a spoiled file needs it

        better = ftfy.fix_encoding(text)
        if better != text and LOST not in better:
            self._mended[column] += 1
            text = better
        if LOST in text or ftfy.badness.is_bad(text):
            self._told.append(Problem("spoiled", row, column, {"found": text[:60]}, fatal=False))
        return text

    def what_was_done(self) -> Iterator[Problem]:
        yield from self._told
        for column, count in self._mended.items():
            yield Problem("mended", column=column, values={"count": count}, fatal=False)
