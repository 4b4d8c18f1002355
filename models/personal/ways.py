"""Which table names a person, by which columns, what of it she is told and what is kept back, each with its reason.

A table or a column without a rule here fails a test: nobody can begin to keep something about people in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Gone(StrEnum):
    """What becomes of a row when the person is erased."""

    CASCADE = "cascade"  # the database takes it away with her
    CLEARED = "cleared"  # models/personal/erasing.py takes away what leads to her
    STAYS = "stays"  # her id stands in it still, and leads nowhere: no row says any more who that was


@dataclass(frozen=True)
class Way:
    """How the rows of one table are hers."""

    by: tuple[str, ...]  # columns that hold her id; any of them makes the row hers. "other.column": of a table beside
    told: tuple[str, ...]
    kept_back: Mapping[str, str] = field(default_factory=dict)  # column: why it is not told
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a table the row points to: what of it is told
    gone: Gone = Gone.CASCADE


HER_ID = "a number of ours that says nothing"
SECRET = "opens a door"  # noqa: S105 a reason, no secret
OTHERS = "is about somebody else"
WORKINGS = "how the work is done, nothing about her"

WAYS: Mapping[str, Way] = {
    "person": Way(
        ("id",),
        (
            *("chat_id", "first_name", "language", "language_chosen", "role", "source"),
            *("joined_at", "seen_at", "blocked_at", "stopped_at", "asked", "with_staff_until"),
        ),
        {"id": HER_ID},
    ),
    "intake": Way(
        ("person_id",),
        ("open", "chosen", "aside", "started_at", "milestone_at", "finished_at", "changed_at", "nudged_at"),
        {"person_id": HER_ID},
    ),
    "answer": Way(("person_id",), ("question", "value", "skipped", "answered_at"), {"person_id": HER_ID}),
    "mark": Way(("person_id",), ("source_id", "kind", "at"), {"id": HER_ID, "person_id": HER_ID}),
    "unmet_need": Way(
        ("person_id",),
        ("need", "trade", "features", "area_min", "area_max", "rent_max", "neighborhood", "at"),
        {"person_id": HER_ID},
    ),
    "step_done": Way(("person_id",), ("step", "at"), {"person_id": HER_ID}),
    "goal": Way(("person_id",), ("day", "event"), {"person_id": HER_ID}),
    "attendance": Way(
        ("person_id",),
        ("guests", "needs", "reminders", "since", "offered_until", "offers", "checked_in_at", "was_useful", "state"),
        {"id": HER_ID, "person_id": HER_ID, "gathering_id": "the event is told instead"},
        {"gathering": ("source_id", "starts_local", "timezone")},
    ),
    "calendar_address": Way(("person_id",), ("made_at",), {"person_id": HER_ID, "token_hash": SECRET}),
    "event_draft": Way(("person_id",), ("source_id", "scope", "key", "values", "changed_at"), {"person_id": HER_ID}),
    "listing_report": Way(("person_id",), ("source_id", "kind", "at", "settled_at"), {"person_id": HER_ID}),
    "listing_owner": Way(
        ("person_id",),
        ("source_id", "since", "heard_at", "asked_at", "unanswered", "change"),
        {"person_id": HER_ID, "link": SECRET},
    ),
    "fit_look": Way(("person_id",), ("looked_at", "told_at"), {"person_id": HER_ID}),
    "preference": Way(
        ("person_id",),
        ("reminders", "announcements", "nudges", "paused_until", "quiet_from", "quiet_until", "zone"),
        {"person_id": HER_ID},
    ),
    "mute": Way(("person_id",), ("kind", "about", "until"), {"id": HER_ID, "person_id": HER_ID}),
    "echo": Way(("person_id",), ("broadcast", "kind", "what", "at"), {"id": HER_ID, "person_id": HER_ID}),
    "delivery": Way(
        ("person_id",),
        ("kind", "about", "message", "state", "reason", "due_at", "expires_at", "ended_at"),
        {
            "id": HER_ID,
            "person_id": HER_ID,
            "chat_id": "told with the person",
            **dict.fromkeys(("dedupe_key", "lane", "batch", "policy", "once", "lease_until", "attempts"), WORKINGS),
            **dict.fromkeys(("doubts", "message_id", "target", "digest_id"), WORKINGS),
            "lease_token": SECRET,
        },
        gone=Gone.CLEARED,
    ),
    "conversation": Way(
        ("person_id", "assignee"),
        (
            *("stage", "subject", "urgent", "opened_at", "waiting_since", "last_by", "last_at", "snoozed_until"),
            *("reminded_at", "capped_at"),
        ),
        {
            **dict.fromkeys(("id", "thread_id", "carded"), WORKINGS),
            **dict.fromkeys(("person_id", "assignee", "speaker", "answered_in"), OTHERS),
        },
        gone=Gone.CLEARED,
    ),
    "desk_message": Way(
        ("conversation.person_id",),
        ("by", "at"),
        {
            **dict.fromkeys(("id", "conversation_id", "message_id", "answers", "album", "copy_id"), WORKINGS),
            **dict.fromkeys(("chat_id", "copy_chat"), OTHERS),
        },
        {"conversation": ()},
        Gone.CLEARED,
    ),
    "walk_in": Way(
        ("person_id", "helper_id"),
        ("open", "expires_at"),
        {"person_id": OTHERS, "helper_id": OTHERS, "digest": SECRET},
        gone=Gone.CLEARED,
    ),
    "role_link": Way(
        ("created_by", "used_by"),
        ("role", "expires_at"),
        {"digest": SECRET, "created_by": OTHERS, "used_by": OTHERS},
        gone=Gone.STAYS,
    ),
    "source": Way(("created_by",), ("slug", "name", "created_at"), {"created_by": HER_ID}, gone=Gone.STAYS),
    "saved_audience": Way(
        ("created_by",), ("name", "audience", "created_at"), {"id": HER_ID, "created_by": HER_ID}, gone=Gone.STAYS
    ),
    "broadcast": Way(
        ("created_by", "asked_by", "confirmed_by"),
        (
            *("id", "created_at", "texts", "buttons", "audience", "leaves", "starts_at", "valid_until", "repeat"),
            *("paid", "stage", "confirmed_at", "repeats", "version"),
        ),
        {
            **dict.fromkeys(("created_by", "asked_by", "confirmed_by"), OTHERS),
            **dict.fromkeys(("copies", "board_chat", "board_message", "board_shown"), WORKINGS),
        },
        gone=Gone.CLEARED,
    ),
    "audit_entry": Way(
        ("actor",),
        ("at", "role", "act", "about", "outcome"),
        {"number": WORKINGS, "actor": HER_ID, "seal": WORKINGS},
        gone=Gone.STAYS,
    ),
}

# Tables about the town or the work: no row of them leads to anybody who writes to the bot.
NOBODY = frozenset({
    "batch",
    "catalogue_version",
    "delivery_count",
    "desk_answer",
    "event",
    "fact_version",
    "field_change",
    "file_import",
    "gathering",
    "listing_review",
    "noted_catalogue",
    "peer",
    "rate_bucket",
    "resource",
    "seen_update",
    "staff_group",
})  # fmt: skip
