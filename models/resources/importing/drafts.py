"""What comes out of a file: drafts of rows, and problems with their place; and what became of them.

A problem is a code with values, so that any language can say it. Its English sentence is for the operator's terminal;
in the chat content/locales/ say it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.resources.phrases import Phrase, Translate, english

SENTENCES: Mapping[str, str] = {
    "empty": "the file is empty",
    "too_big": "the file is larger than {limit} MB; split it",
    "too_many_rows": "the file has more than {limit} rows; split it",
    "not_text": "this is not a text file; save it as CSV (UTF-8)",
    "is_spreadsheet": "this is a spreadsheet program's own file; save it as CSV (UTF-8)",
    "is_zip": "this is an archive; take the CSV file out of it",
    "broken_book": "this spreadsheet is broken or locked; open it and save it anew, as XLSX or CSV (UTF-8)",
    "formula": "this formula has no value in the file; open and save it in a spreadsheet, or write the value",
    "too_big_sheet": "the sheet has more than {limit} cells; what follows was not read",
    "no_services": "there are no services in this file",
    "table": "{file}: {why}",
    "orphans": "{count} rows of {table} say no {key} and belong to nobody; left out (the first is row {row})",
    "circle": "in {table} the parents of {id} lead back to it; the parent is left out",
    "left_sheet": "nothing is known about the sheet {sheet}; it was left out",
    "not_geojson": "there are no points on a map in this file (GeoJSON)",
    "not_point": "this is not a point on a map; only points can be read",
    "broken_zip": "this archive is broken or locked; make it anew",
    "zip_bomb": "this archive unpacks to more than {limit} MB or too many files; split it",
    "empty_zip": "there is no CSV, JSON or ICS file in this archive",
    "empty_folder": "there is no CSV, JSON or ICS file in this folder",
    "not_for_us": "nothing is known about files like this; send CSV, XLSX, HSDS, GeoJSON, schema.org or ICS",
    "no_table": "the first row names no known column; send a table (CSV, XLSX), HSDS, GeoJSON, schema.org or ICS",
    "broken_quotes": "a quotation mark is not closed before the file or the cell ends",
    "missing_column": "the column {wanted} is missing; the first row must name the columns",
    "unknown_column": "nothing is known about this column; its values are left out",
    "read_as": "read as {source}",
    "spoiled": "letters of “{found}” were lost before this file was made; look at the original",
    "mended": "{count} texts were saved in one encoding and read in another; mended",
    "guessed_column": "read as {wanted}",
    "made_ids": "{count} rows have no id of their own; it was made from their names",
    "made_values": "not said by the file, so taken from the words of each row: {counts}",
    "twice_column": "this column stands there twice; keep one",
    "too_many_cells": "the row has {cells} cells, the first row names {columns}; is a comma outside its quotes?",
    "missing": "this must not be empty",
    "too_long": "the text is longer than {limit} characters",
    "unknown_id": "“{found}” is not known{near}",
    "near": "; did you mean {near}?",
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
    "not_reminder": "“{found}” is no time to remind; write it like day, morning, hour, 90m, 3d or 3d1800",
    "not_calendar": "this is not a calendar file; it must begin with BEGIN:VCALENDAR",
    "no_events": "there is no event in this file",
    "not_json": "this is not JSON ({why}); export it anew",
    "too_many_events": "the calendar has more than {limit} events; split it",
    "too_many_dates": "more than {limit} single dates; say them as a repetition (RRULE)",
    "cut_off": "the calendar is cut off: its last line (END:VCALENDAR) is missing; fetch it anew",
    "broken_calendar": "the calendar cannot be read ({why}); export it anew from the program that made it",
    "broken_property": "this cannot be read ({why}); correct it, or delete the line",
    "gone_property": "calendars no longer know this; write the dates it leaves out as EXDATE",
    "two_rules": "an event may have one repetition only; make two events of it",
    "said_twice": "this stands there twice; keep one",
    "duplicate_uid": "event {first} has the same id; give each event its own",
    "older_copy": "this copy is older (SEQUENCE {found}) than the event as it stands ({standing}); left as it is",
    "unknown_zone": "the time zone “{found}” is not known; write it like Europe/Paris",
    "zone_by_offset": "the time zone “{found}” is not known; the hour was reckoned into {zone}",
    "floating": "the time names no zone; {zone} was taken",
    "skipped_hour": "there is no such hour that day, the clocks jump over it; the one after it was taken",
    "from_here_on": "this changes one time and all that follow (RANGE); end the series there and make a second one",
    "untitled": "the event has no title; it is kept but not shown until it has one",
    "private": "the event is marked as private; it is kept but not shown",
    "short_months_left_out": "this skips every month without such a day; for the last day write BYMONTHDAY=-1",
    "leap_days_only": "this comes round in leap years only; for each year choose 28 February or 1 March",
    "one_coordinate": "latitude and longitude go together; one of them is missing",
    "wrong_order": "this is before or below {first}",
    "read_as_whole": "sums without decimals were read as whole units ({found} is {sum}); decimals leave no doubt",
    "read_as_minor": "sums without decimals were read as minor units ({found} is {sum}); decimals leave no doubt",
    "needs_currency": "an amount needs a currency; write it like USD",
    "duplicate_id": "{first} has the same id already",
    # where it stands, and what became of the rest
    "row": "row {number}",
    "event": "event {number}",
    "service": "service {number}",
    "feature": "feature {number}",
    "column": "column {column}",
    "place": "{place}: {said}",
    "places": "{place}, {column}",
    "rest_of_row": "{said}; left out, the rest of the row is in",
    "rest_of_event": "{said}; left out, the rest of the event is in",
    "rest_of_service": "{said}; left out, the rest of the service is in",
    "rest_of_feature": "{said}; left out, the rest of the feature is in",
}


def place(unit: str, number: int) -> Phrase:
    """The row, the event, the service of this number."""
    return Phrase(SENTENCES[unit], {"number": number})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a row out, or (fatal=False) only deserves to be known. Rows count from 1, the header's."""

    code: str
    row: int | None = None
    column: str | None = None
    values: Mapping[str, str | float | Phrase] = field(default_factory=dict)
    fatal: bool = True
    left_out: bool = False  # the rest went in without it
    unit: str = "row"  # what is counted: an "event" of a calendar has no row

    def __str__(self) -> str:
        return self.said(english)

    def said(self, translate: Translate) -> str:
        """Where it is and what is wrong, in the language of `translate`."""
        return self.phrase.said(translate)

    @property
    def sentence(self) -> str:
        """What is wrong, without where."""
        return str(self._wrong)

    @property
    def phrase(self) -> Phrase:
        """Where it is and what is wrong."""
        where = self._place
        return Phrase(SENTENCES["place"], {"place": where, "said": self._wrong}) if where else self._wrong

    @property
    def _wrong(self) -> Phrase:
        said = Phrase(SENTENCES[self.code], self.values)
        return Phrase(SENTENCES[f"rest_of_{self.unit}"], {"said": said}) if self.left_out else said

    @property
    def _place(self) -> Phrase | str:
        number = place(self.unit, self.row) if self.row else ""
        in_table = self.column and self.unit == "row"
        column = Phrase(SENTENCES["column"], {"column": self.column or ""}) if in_table else self.column or ""
        return (
            Phrase(SENTENCES["places"], {"place": number, "column": column}) if number and column else number or column
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """One good row: the values of the table's fields that the file speaks about.

    Of translations it speaks about those in `spoken` ("fr", "name"); the others keep their words.
    """

    row: int
    values: Mapping[str, object]
    spoken: frozenset[tuple[str, str]] = frozenset()

    @property
    def source_id(self) -> str:
        return str(self.values["source_id"])
