"""How quick the search is in a town of 1,000 and of 100,000 things, beside plain BM25 over the same words.

Each size in a process of its own, so that its memory can be seen; the database stays out of it.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from math import log
from pathlib import Path
from subprocess import run

from bot.app import Content, read_content
from bot.settings import Settings
from content.searching import Searching
from models.resources.catalogue import CatalogueKeeper
from models.resources.facts import NOTHING, Catalogue, Fact, ids_of
from models.resources.importing.drafts import Draft
from models.resources.importing.resources import read_resources
from tests.bench.figures import Figure, percentile
from tests.bench.processes import ROOT

SAMPLE = ROOT / "content" / "towns" / "sample"
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
SIZES = {1_000: (5.0, 0.2, 40.0), 100_000: (25.0, 10.0, 600.0)}  # wanted: milliseconds, seconds, megabytes
ROUNDS = 3
MESSAGES = (
    ("en", "I need a commercial kitchen to make my hot sauce"),
    ("en", "somewhere with a kiln 4 my pots plz"),
    ("en", "small loan for a sewing machine, no grant needed"),
    ("en", "wher can i lern to weld in the evenign"),
    ("en", "we are two brothers who repair bicycles in our parents' basement and need a garage with a wide door"),
    ("en", "soap"),
    ("fr", "je cherche un atelier pour travailler le bois, pas trop cher"),
    ("fr", "jveu vendr mes bijou sur internet"),
    ("fr", "une subvention, pas de prêt, pour ouvrir ma boulangerie"),
    ("fr", "quelqu'un qui m'aide à remplir les papiers pour mon camion de nourriture"),
    ("es", "nesesito una cosina para haser tamales y benderlos en el mercado"),
    ("es", "clases de costura en español por la noche"),
    ("es", "un contador que me explique los impuestos"),
    ("es", "quiero exportar mis zapatos y contratar a mi primer empleado"),
)


def town_of(size: int, content: Content) -> list[Fact]:
    """Things put together from the sample town's: their rules, dates and places, other words in other order."""
    chance = random.Random(7)
    drafts = [
        one.values
        for one in read_resources((SAMPLE / "resources.csv").read_bytes(), _known(content))
        if isinstance(one, Draft)
    ]
    sentences = [part for one in drafts for part in re.split(r"(?<=[.:;])\s", str(one["description"]))]
    trades = content.vocabulary.ids("trades")
    products = {trade: content.vocabulary.entry("trades", trade).words.get("en", (trade,)) for trade in trades}
    return [_thing(number, chance, drafts, sentences, products) for number in range(size)]


def _known(content: Content) -> object:
    from bot.upkeep import known_to  # noqa: PLC0415  (only a bench's process needs it)

    return known_to(content.town)


def _thing(number: int, chance: random.Random, drafts: list, sentences: list[str], products: dict) -> Fact:
    like = chance.choice(drafts)
    trade = chance.choice(list(products))
    made = [chance.choice(products[trade]) for _ in range(3)]
    words = " ".join(["About", ", ".join(made) + ".", *chance.sample(sentences, 3)])
    return Fact(
        id=f"t-{number:06}",
        kind=like["kind"],
        name=f"{chance.choice(made)}: {like['name']} {number}",
        subtype=like["subtype"],
        trades=ids_of({trade}) if chance.random() < 0.7 else ids_of({"any"}),
        stages=ids_of(like["stages"]),
        needs=ids_of({"workspace"}) if like["kind"] == "space" else NOTHING,
        languages=ids_of(like["languages"]),
        tags=tuple(like["tags"]),
        features=ids_of(like["features"]),
        cost=like["cost"],
        organization=f"{like['organization']} {number % 997}",
        point=(44.55 + chance.uniform(-0.2, 0.2), -70.06 + chance.uniform(-0.2, 0.2)),
        assured_on=like["assured_on"],
        language="en",
        texts={"description": words},
    )


class PlainBM25:
    """Words as they stand, in postings: the textbook's, made as quick as plain Python allows."""

    def __init__(self, facts: list[Fact]) -> None:
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.lengths = []
        for place, fact in enumerate(facts):
            said = self.words(" ".join((fact.name, fact.organization or "", *fact.tags, *fact.texts.values())))
            self.lengths.append(len(said))
            for word, count in Counter(said).items():
                self.postings[word].append((place, count))
        self.usual = sum(self.lengths) / len(self.lengths)

    @staticmethod
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.casefold())

    def first(self, text: str, limit: int) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for word in self.words(text):
            held = self.postings.get(word, [])
            rare = log(1 + (len(self.lengths) - len(held) + 0.5) / (len(held) + 0.5))
            for place, count in held:
                weight = 1.2 * (0.25 + 0.75 * self.lengths[place] / self.usual)
                scores[place] += rare * count * 2.2 / (count + weight)
        return sorted(scores, key=lambda place: -scores[place])[:limit]


def resident() -> float:
    """Megabytes this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


async def _steps(work: asyncio.Task) -> list[float]:
    """How long the loop was kept from other visits while this was done, in milliseconds."""
    late = []
    while not work.done():
        begun = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - begun) * 1000 - 5)
    return late


async def _built(content: Content, facts: list[Fact]) -> tuple[Catalogue, float, float, float]:
    """The catalogue, the seconds it took, those after one change, and the longest the loop stood still."""
    keeper = CatalogueKeeper(read=content.hearing.read)
    content.hearing.read("words are learnt once, at the start", "en")
    begun = time.perf_counter()
    work = asyncio.create_task(asyncio.to_thread(keeper._compiled, facts))
    late = await _steps(work)
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    again = await asyncio.to_thread(keeper._compiled, facts[1:])
    return again, first, time.perf_counter() - begun, max(late, default=0.0)


def _paced(ask: Callable[[str, str], object]) -> float:
    """95 of 100 messages, in milliseconds; each was asked once before, as most words of a town have been."""
    for language, text in MESSAGES:
        ask(text, language)
    times = []
    for language, text in MESSAGES * ROUNDS:
        begun = time.perf_counter()
        ask(text, language)
        times.append((time.perf_counter() - begun) * 1000)
    return percentile(times, 0.95)


def look(size: int) -> dict[str, float]:
    """What one size comes to. Memory counts facts and index above the bare process with its vocabulary."""
    content = read_content(Settings(_env_file=None))
    content.hearing.read("a first word", "en")
    bare = resident()
    facts = town_of(size, content)
    catalogue, first, again, late = asyncio.run(_built(content, facts))
    facts = list(catalogue.facts)  # as in a town: what was read is held by the catalogue alone
    held = resident() - bare
    searching = Searching(content.hearing, content.vocabulary, content.texts)
    now = NOON.astimezone(content.town.zone)
    ours = _paced(lambda text, language: searching.search(text, language, catalogue, {}, now))
    begun = time.perf_counter()
    plain = PlainBM25(facts)
    plain_built = time.perf_counter() - begun
    theirs = _paced(lambda text, _: plain.first(text, 5))
    return {"search": ours, "plain": theirs, "first": first, "again": again, "plain_built": plain_built,
            "memory": held, "late": late}  # fmt: skip


def _figures(size: int, seen: dict[str, float]) -> Iterator[Figure]:
    slowest, longest, most = SIZES[size]
    name = f"{size:,} things"
    plain = "plain BM25"
    yield Figure(f"search, {name}: 95 of 100", seen["search"], "ms", seen["plain"], plain, f"<= {slowest:.0f} ms", seen["search"] <= slowest)  # fmt: skip
    yield Figure(f"search, {name}: built anew", seen["first"], "s", seen["plain_built"], plain, f"<= {longest:g} s", seen["first"] <= longest)  # fmt: skip
    yield Figure(f"search, {name}: built after a change", seen["again"], "s", seen["first"], "built anew")
    yield Figure(
        f"search, {name}: memory", seen["memory"], "MB", aim=f"<= {most:.0f} MB", reached=seen["memory"] <= most
    )
    yield Figure(f"search, {name}: the loop waits for it, at most", seen["late"], "ms")


def measure() -> list[Figure]:
    figures = []
    for size in SIZES:
        done = run((sys.executable, "-m", "tests.bench.search", str(size)), cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
        figures += _figures(size, json.loads(done.stdout))
    return figures


if __name__ == "__main__":
    print(json.dumps(look(int(sys.argv[1]))))
