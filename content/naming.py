"""What a town's files may name: the ids of the common vocabulary and the town's own, and the words that mean them."""

from collections.abc import Iterable
from functools import lru_cache

from content.towns import Town
from content.vocabulary import Vocabulary
from models.resources.importing.cells import Known
from models.resources.names import fold

NAMED = ("kinds", "costs", "trades", "stages", "needs", "attributes", "languages")  # lists whose words a cell may hold


def known_to(town: Town, vocabulary: Vocabulary) -> Known:
    return Known(
        {name: vocabulary.ids(name) for name in vocabulary.lists},
        language=town.default_language,
        currency=town.currency,
        timezone=town.timezone,
        names=_names(vocabulary),
    )


@lru_cache(maxsize=4)
def _names(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    return {name: clear_names(vocabulary.names(name)) for name in NAMED if name in vocabulary.lists}


def clear_names(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded words that mean one id and no other."""
    meant: dict[str, set[str]] = {}
    for word, id_ in said:
        meant.setdefault(fold(word), set()).add(id_)
    return {word: next(iter(ids)) for word, ids in meant.items() if len(ids) == 1}
