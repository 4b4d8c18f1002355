"""What the house thinks of by itself: the word to go on, something new that fits. It only puts in line."""

from datetime import datetime

import structlog

from handlers.deps import House
from models.nudges import fits, going_on, noting, still_right

log = structlog.get_logger()


async def go_on(house: House) -> None:
    """The one word to those who left in the middle of the questions two days ago."""
    async with house.database.transaction() as session:
        planned = await going_on.plan_nudges(session, house.clock(), house.manners)
    if planned:
        log.info("people who left in the middle are asked to go on", count=planned)


async def ask_owners(house: House) -> None:
    """The monthly question to the owners of what is listed."""
    async with house.database.transaction() as session:
        asked = await still_right.ask_owners(session, house.clock(), house.manners)
    if asked:
        log.info("owners are asked whether what is listed is still right", count=asked)


async def notice_changes(house: House) -> None:
    """Has the town changed since somebody last looked? Two small reads, nearly always."""
    async with house.database.reading() as session:
        if await noting.is_noted(session, _here(house)):
            return
    await tell_what_fits(house)


async def tell_what_fits(house: House) -> None:
    """Note how the town has changed, then look for everybody whom that may fit, a handful at a time.

    The looking only reads: whoever writes or answers meanwhile waits for none of it. From time to time it goes round
    without a change, for those who had a message within the week, and for a round that was cut off.
    """
    async with house.database.transaction() as session:
        changed = await noting.note(session, house.catalogue, _here(house))
        catalogue = await house.catalogue.current(session, house.clock())
    planned, after = 0, None
    everybody = fits.Round(catalogue, house.intake.flow, _here(house))
    while True:
        async with house.database.reading() as session:
            looked = await everybody.look(session, after)
        for part in looked.parts():
            async with house.database.transaction() as session:
                planned += await fits.plan_new_fits(session, part, house.clock(), house.manners)
        after = looked.last
        if after is None:
            break
    if changed or planned:
        log.info("the town has changed", things=changed, people_told=planned)


def _here(house: House) -> datetime:
    """Now, on the town's own clock: its date decides what is open today."""
    return house.clock().astimezone(house.town.zone)
