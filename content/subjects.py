"""What people ask the staff about: the usual subjects, and which needs, heard in somebody's words, speak of which."""

from collections.abc import Collection, Iterable, Mapping

SUBJECTS = ("permits", "money", "space", "sell", "events", "else")
HEARD: Mapping[str, tuple[str, ...]] = {
    "permits": ("permits_general", "permits_home_food", "permits_food_product", "permits_truck", "legal"),
    "money": ("money_small", "money_large", "grant"),
    "space": ("workspace", "storefront"),
    "sell": ("sell_local", "sell_online", "gov_contracts"),
    "events": ("events",),
}


def subject_of(needs: Iterable[str], heard: Mapping[str, Collection[str]]) -> str | None:
    """The subject of the first of these needs that speaks of one."""
    for need in needs:
        for subject, its in heard.items():
            if need in its:
                return subject
    return None
