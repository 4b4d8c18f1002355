"""How good is what people are shown: judged messages and profiles on the sample town and on three others. RULES.md tells how."""

from tests.bench.figures import Figure
from tests.bench.processes import ROOT
from tests.bench.relevance.judged import HERE, read_messages, read_profiles

SAMPLE = ROOT / "content" / "towns" / "sample"
OTHER, PORT, RAIL = HERE / "other_town", HERE / "port_town", HERE / "rail_town"
TOWNS = (
    ("search", SAMPLE, HERE),
    ("search, held out", OTHER, OTHER),
    ("search, port", PORT, PORT),
    ("search, rail", RAIL, RAIL),
)
PROFILES = {name: name.replace("search", "match") for name, _, _ in TOWNS}


def measure() -> list[Figure]:
    from tests.bench.relevance import asking, matching, searching  # noqa: PLC0415  (the judged sets are read without the house)

    rows = []
    for name, folder, judged in TOWNS:
        messages = read_messages(judged / "messages.jsonl")
        with asking.loaded(folder) as town:
            replies, times = town.search(messages, searching.AT)
            agreed = town.batch("search", messages, searching.AT) == replies
            profiles = read_profiles(judged / "profiles.jsonl")
            matched = town.batch("match", profiles, matching.AT)
        plain = searching.plain_replies(messages, folder)
        rows += searching.Searched(name, messages, replies, plain).figures()
        rows += [
            Figure(f"{name}: the command says the same", 100 * agreed, "%", aim="100", reached=agreed),
            searching.pace(name, times),
            *matching.Matched(PROFILES[name], profiles, matched).figures(),
        ]
    return rows
