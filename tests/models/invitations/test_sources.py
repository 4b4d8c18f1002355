"""Posters and flyers: a slug for each, and who came by it."""

import pytest

from models.intake.tables import Intake
from models.invitations import sources
from models.people import meeting
from models.people.meeting import Caller


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Poster in the library", "poster-in-the-library"),
        ("  Marché d’été — stand 3 ", "marche-d-ete-stand-3"),
        ("x" * 100, "x" * 40),
    ],
)
def test_a_name_becomes_what_a_link_can_carry(name, slug):
    assert sources.slug_of(name) == slug


def test_a_name_of_other_letters_gets_one_of_chance():
    assert len(sources.slug_of("図書館")) == 8


async def test_who_came_and_how_far_they_got_is_counted(database, now):
    async with database.transaction() as session:
        rosa, _ = await meeting.meet(session, Caller(9, "Rosa", "en"), now)
        poster = await sources.add(session, "Poster", rosa.id, now)
        flyer = await sources.add(session, "poster", rosa.id, now)
        for chat in range(3):
            person, _ = await meeting.meet(session, Caller(chat, "Ana", "es", poster.slug), now)
            session.add(
                Intake(
                    person_id=person.id,
                    started_at=now,
                    changed_at=now,
                    milestone_at=now if chat else None,
                    finished_at=now if chat == 2 else None,
                )
            )
    async with database.reading() as session:
        came = await sources.counted(session)
    assert [(one.source.slug, one.people, one.reached, one.finished) for one in came] == [
        ("poster", 3, 2, 1),
        (flyer.slug, 0, 0, 0),
    ]
    assert flyer.slug == "poster-2"
