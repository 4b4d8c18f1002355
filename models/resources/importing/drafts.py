"""What comes out of a file: drafts of rows, and problems with their place; and what became of them.

A problem is a code with values, so that any language can say it. Its English sentence is for the operator's terminal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SENTENCES: Mapping[str, str] = {
    "empty": "the file is empty",
    "too_big": "the file is larger than {limit} MB; split it",
    "too_many_rows": "the file has more than {limit} rows; split it",
    "not_text": "this is not a text file; save it as CSV (UTF-8)",
    "is_spreadsheet": "this is a spreadsheet program's own file; save it as CSV (UTF-8)",
    "is_zip": "this is an archive; take the CSV file out of it",
    "broken_quotes": "a quotation mark is not closed before the file or the cell ends",
    "missing_column": "the column {wanted} is missing; the first row must name the columns",
    "unknown_column": "nothing is known about this column; its values are left out",
    "twice_column": "this column stands there twice; keep one",
    "too_many_cells": "the row has {cells} cells, the first row names {columns}; is a comma outside its quotes?",
    "missing": "this must not be empty",
    "too_long": "the text is longer than {limit} characters",
    "unknown_id": "“{found}” is not known{near}",
    "not_number": "“{found}” is not a number; write it like {example}",
    "out_of_range": "{found} is not between {least} and {most}",
    "not_day": "“{found}” is not a day; write it like 2026-11-23",
    "not_moment": "“{found}” is not a day with an hour; write it like 2026-11-23T18:00",
    "not_hour": "“{found}” is not an hour; write it like 21:00",
    "not_yes_no": "“{found}” is neither yes nor no",
    "not_link": "“{found}” is not a link; it must begin with https:// or http://",
    "not_email": "“{found}” is not an e-mail address",
    "not_language": "“{found}” is not a language code; write it like fr",
    "not_zone": "“{found}” is not a time zone; write it like Europe/Paris",
    "not_rule": "the rule cannot be read: {why}",
    "not_repeating": "“{found}” is not a repetition; write it like FREQ=WEEKLY;BYDAY=TU",
    "one_coordinate": "latitude and longitude go together; one of them is missing",
    "wrong_order": "this is before or below {first}",
    "needs_currency": "an amount needs a currency; write it like USD",
    "duplicate_id": "row {first} has the same id already",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a row out, or (fatal=False) only deserves to be known. Rows count from 1, the header's."""

    code: str
    row: int | None = None
    column: str | None = None
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    fatal: bool = True

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else "")
            if part
        )
        return (f"{place}: " if place else "") + SENTENCES[self.code].format(**self.values)


@dataclass(frozen=True, slots=True)
class Draft:
    """One good row: the values of the table's fields that the file speaks about."""

    row: int
    values: Mapping[str, object]

    @property
    def source_id(self) -> str:
        return str(self.values["source_id"])


@dataclass(slots=True)
class Report:
    """What became of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    noted: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {len(self.refused)} refused"
        return "\n".join([counts, *(f"  {problem}" for problem in [*self.refused, *self.noted])])
