"""How long a list takes: every judged profile against a town of a thousand things, and of a hundred thousand.

Beside it a plain loop that scores each thing by the needs and trades it shares with her and knows nothing else.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from models.resources.facts import LARGE, Fact, Facts
from models.resources.rules import STAGES
from tests.bench.figures import Figure, percentile

SIZES = ((1_000, 5.0, 40), (100_000, 25.0, 10))  # things, the most milliseconds, how many profiles
LIMIT = 8
ORGANIZATIONS = 50  # with the same name, but for a number

Answers = dict[str, object]


def measure() -> list[Figure]:
    profiles, facts, now = _town()
    rows = []
    for size, slowest, count in SIZES:
        many = _town_of(size, facts)
        asked = profiles[:count]
        ours, plain = _pace(asked, lambda answers, many=many: _ours(answers, many, now)), _pace(asked, lambda answers, many=many: _plain(answers, many))  # fmt: skip
        what, aim = f"match, 95 of 100 lists of {size:,} things", f"<= {slowest:.0f} ms"
        rows.append(Figure(what, ours, "ms", plain, "a plain loop", aim, ours <= slowest))
    return rows


def _town_of(size: int, facts: tuple[Fact, ...]) -> Facts:
    """The town's things again and again, each in another place, by somebody else, confirmed on another day."""
    chance = Random(7)
    many = Facts(_elsewhere(fact, place, chance) for place, fact in enumerate(islice(cycle(facts), size)))
    if size > LARGE:
        _ = many.facets  # made beside the loop, when a town is read
    return many


def _elsewhere(fact: Fact, place: int, chance: Random) -> Fact:
    return replace(
        fact,
        id=f"{fact.id}-{place}",
        point=fact.point and tuple(degrees + chance.uniform(-0.1, 0.1) for degrees in fact.point),
        assured_on=fact.assured_on and fact.assured_on - timedelta(days=chance.randrange(300)),
        organization=fact.organization and f"{fact.organization} {chance.randrange(ORGANIZATIONS)}",
        stages=frozenset(chance.sample(STAGES, 2)) if chance.random() < 0.3 else fact.stages,
        rent_month=fact.rent_month and fact.rent_month + chance.randrange(10_000),
    )


def _town() -> tuple[list[Answers], tuple[Fact, ...], datetime]:
    """The sample town as the commands see it, and its judged profiles as the matching reads them."""
    from bot.offline import open_offline  # noqa: PLC0415  (the list of benches is read without the house)
    from bot.settings import read_settings  # noqa: PLC0415
    from content.profiles import Profiles  # noqa: PLC0415
    from tests.bench.relevance import SAMPLE  # noqa: PLC0415
    from tests.bench.relevance.asking import _environment, loaded  # noqa: PLC0415
    from tests.bench.relevance.judged import HERE, read_profiles  # noqa: PLC0415

    with loaded(SAMPLE) as town, _environment(town.env):
        offline = asyncio.run(open_offline(read_settings()))
    reader = Profiles(offline.content.town, offline.content.vocabulary, offline.content.income)
    profiles = [dict(reader.read(dict(one.answers)).answers) for one in read_profiles(HERE / "profiles.jsonl")]
    return profiles, offline.catalogue.facts, offline.now


def _pace(profiles: list[Answers], ask: Callable[[Answers], object]) -> float:
    times = []
    for answers in profiles:
        begun = time.perf_counter()
        ask(answers)
        times.append((time.perf_counter() - begun) * 1000)
    return percentile(times, 0.95)


def _ours(answers: Answers, facts: Facts, now: datetime) -> object:
    from models.resources.matching import recommend  # noqa: PLC0415

    return recommend(answers, facts, now, limit=LIMIT)


def _plain(answers: Answers, facts: tuple[Fact, ...]) -> list[str]:
    needs, trades = set(answers.get("needs") or ()), set(answers.get("trade") or ())  # type: ignore[call-overload]
    rated = [(2 * len(needs & fact.needs) + len(trades & fact.trades), fact.id) for fact in facts]
    return [id_ for _, id_ in sorted(rated, key=lambda one: (-one[0], one[1]))[:LIMIT]]
