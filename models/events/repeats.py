"""The few ways to repeat that a coordinator picks from a button, as rules of RFC 5545 that follow from the first day.

Pure. A rule that came from a calendar may be any other; it then belongs to none of them.
"""

from datetime import datetime

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KINDS = ("once", "weekly", "fortnightly", "monthly_weekday", "monthly_day", "yearly")


def rule_of(kind: str, starts: datetime) -> str | None:
    """None where it happens once. The fifth Thursday is the last one: most months have no fifth."""
    day = DAYS[starts.weekday()]
    nth = (starts.day - 1) // 7 + 1
    return {
        "weekly": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "monthly_weekday": f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{day}",
        "monthly_day": f"FREQ=MONTHLY;BYMONTHDAY={starts.day}",
        "yearly": "FREQ=YEARLY",
    }.get(kind)


def kind_of(rule: str | None, starts: datetime) -> str:
    """Which of them a rule is; "" for one of another sort, "once" for none."""
    bare = without_end(rule)
    return next((kind for kind in KINDS if rule_of(kind, starts) == bare), "")


def without_end(rule: str | None) -> str | None:
    if rule is None:
        return None
    return ";".join(part for part in rule.split(";") if not part.startswith(("UNTIL=", "COUNT=")))


def moved(rule: str | None, before: datetime, after: datetime) -> str | None:
    """The rule for a first day that has moved: the same way to repeat, and the end it had."""
    kind = kind_of(rule, before)
    if rule is None or not kind:
        return rule
    ends = [part for part in rule.split(";") if part.startswith(("UNTIL=", "COUNT="))]
    first, *rest = (rule_of(kind, after) or "").split(";")
    interval = [part for part in rest if part.startswith("INTERVAL=")]
    return ";".join([first, *interval, *ends, *(part for part in rest if part not in interval)])
