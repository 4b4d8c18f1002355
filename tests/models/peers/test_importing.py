"""Makers who agreed to be shown: from people.csv to the catalogue."""

from models.peers.importing import read_peers
from models.peers.shelf import shelf
from models.peers.tables import Peer
from models.resources.facts import Fact
from models.resources.importing.cells import Known
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.saving import save

HEADER = (
    "id,first_name,business,trades,stage,makes,makes_fr,offers,latitude,longitude,languages,attributes,link,agreed_on"
)
ROSA = "rosa,Rosa,La Comadre,food,growing,Tortillas,Des tortillas,A visit,44.5,-70.1,es|en,woman_owned,https://r.example,{}"


def read(agreed_on):
    return list(read_peers(f"{HEADER}\n{ROSA.format(agreed_on)}\n".encode(), Known(language="en")))


def test_nobody_is_shown_without_having_agreed():
    assert read("") == [Problem("missing", 2, "agreed_on")]
    assert isinstance(read("2026-01-15")[0], Draft)


async def test_a_peer_becomes_a_fact(database, now):
    async with database.transaction() as session:
        await save(session, Peer, read("2026-01-15"), now)
    async with database.reading() as session:
        facts = await shelf(session, now)
    assert facts == [
        Fact(
            id="rosa",
            kind="peer",
            name="La Comadre",
            first_name="Rosa",
            trades=frozenset({"food"}),
            needs=frozenset({"peers"}),
            languages=frozenset({"es", "en"}),
            attributes=frozenset({"woman_owned"}),
            point=(44.5, -70.1),
            url="https://r.example",
            language="en",
            texts={"makes": "Tortillas", "offers": "A visit"},
            translations={"fr": {"makes": "Des tortillas"}},
        )
    ]
