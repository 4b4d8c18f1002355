"""A row's fields as the change log keeps them: plain JSON, and each translation a field of its own ("name_fr")."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, Table

from models.db import UtcDateTime
from models.resources.importing.drafts import Draft

TRANSLATIONS = "translations"


def plain(value: object) -> Any:
    """As JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Every field by one name, plain."""
    found = {name: plain(value) for name, value in values.items() if name != TRANSLATIONS}
    for language, texts in (values.get(TRANSLATIONS) or {}).items():
        found.update({f"{name}_{language}": text for name, text in texts.items()})
    return found


def put(values: dict[str, Any], rows: Table, name: str, value: object) -> None:
    """Set one field of a row's values by its flat name; None takes a translation away."""
    if name in rows.c:
        values[name] = _typed(rows.c[name], value)
        return
    field, _, language = name.rpartition("_")
    texts = dict((values.get(TRANSLATIONS) or {}).get(language, {}))
    texts.pop(field, None)
    if value is not None:
        texts[field] = value
    translations = {**(values.get(TRANSLATIONS) or {}), language: texts}
    values[TRANSLATIONS] = {language: texts for language, texts in translations.items() if texts}


def _typed(column: "Column[Any]", value: object) -> object:
    if not isinstance(value, str) or not isinstance(column.type, Date | DateTime | UtcDateTime):
        return value
    return date.fromisoformat(value) if isinstance(column.type, Date) else datetime.fromisoformat(value)


def merged(draft: Draft, row: Mapping[str, Any]) -> dict[str, Any]:
    """The draft's values over a standing row: translations the file does not speak about keep their words.

    A file is older than what somebody has confirmed since: a confirmation never goes back.
    """
    values = dict(draft.values)
    confirmed, told = row.get("assured_on"), values.get("assured_on")
    if "assured_on" in values and confirmed and (not isinstance(told, date) or confirmed > told):
        values |= {name: row[name] for name in ("assured_on", "assured_by") if name in values}
    if TRANSLATIONS in values:
        values[TRANSLATIONS] = _together(row[TRANSLATIONS] or {}, values[TRANSLATIONS], draft.spoken)
    return values


def _together(old: Mapping[str, Any], new: Any, spoken: Collection[tuple[str, str]]) -> dict[str, Any]:
    kept = {
        language: {name: text for name, text in texts.items() if (language, name) not in spoken}
        for language, texts in old.items()
    }
    both = {language: {**kept.get(language, {}), **new.get(language, {})} for language in {**kept, **new}}
    return {language: texts for language, texts in both.items() if texts}
