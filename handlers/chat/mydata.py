"""/mydata: all that is kept about her, in a few lines to read and in a file to keep."""

import json
from collections.abc import Mapping

from content.formats import name_of
from handlers.deps import Visit
from handlers.screens import Button, Paper, Replies, Say, Screen
from models.personal import telling
from models.personal.telling import Records

# Which tables one line counts together; whatever stands in none of them is counted in the last.
LINES: Mapping[str, tuple[str, ...]] = {
    "answers": ("answer",),
    "marks": ("mark",),
    "plan": ("step_done", "goal"),
    "events": ("attendance",),
    "unmet": ("unmet_need",),
    "listings": ("listing_report", "listing_owner"),
    "desk": ("conversation", "desk_message"),
    "settings": ("preference", "mute"),
    "messages": ("delivery",),
    "staff": ("walk_in", "role_link", "source", "saved_audience", "broadcast", "event_draft", "audit_entry"),
}
REST = "rest"


async def show(visit: Visit) -> Replies:
    """The file first: the lines that explain it stay below."""
    records = await telling.everything(visit.session, visit.person.id)
    row = (
        Button(visit.label("menu_profile"), press=("go", "profile")),
        Button(visit.label("erase"), press=("forget", "ask")),
    )
    text = visit.text(
        "chat/mydata",
        name=visit.person.first_name,
        language=name_of(visit.language),
        since=visit.person.joined_at.astimezone(visit.house.town.zone).date(),
        counts=_counts(records),
    )
    return [Paper(f"{visit.label('mydata_file')}.json", _file(visit, records)), Say(Screen(text, (row,)))]


def _counts(records: Records) -> dict[str, int]:
    counted = {line: sum(len(records.get(table, ())) for table in tables) for line, tables in LINES.items()}
    named = {"person", *(table for tables in LINES.values() for table in tables)}
    counted[REST] = sum(len(rows) for table, rows in records.items() if table not in named)
    return {line: number for line, number in counted.items() if number}


def _file(visit: Visit, records: Records) -> bytes:
    document = {"programme": visit.programme, "made_at": visit.now.isoformat(), "records": records}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
