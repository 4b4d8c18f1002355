"""Cells that a spreadsheet program would run as a formula: disarmed on the way out, as they were on the way in.

An apostrophe before = + - @, a tab or a line's return makes such a cell words again. A cell that began so already gets
one more, so that the way back is always the same.
"""

import re

_ARMED = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_DISARMED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def disarmed(text: str) -> str:
    """For a file that may be opened in a spreadsheet. A plain number does nothing there: it stays one."""
    return f"'{text}" if _ARMED.match(text) and not _NUMBER.fullmatch(text) else text


def as_written(cell: str) -> str:
    """What stood there before it was disarmed."""
    return cell[1:] if cell.startswith("'") and _DISARMED.match(cell) else cell
