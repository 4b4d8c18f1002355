"""What time does to events: offers end, people are asked once before and once after, moments are derived anew."""

import structlog

from handlers.deps import House
from models.events import asking, deriving, offers, replanning

log = structlog.get_logger()


async def pass_seats_on(house: House) -> None:
    """A seat that was held and not taken goes to the next who waits. Asked first without anybody's turn to write."""
    async with house.database.reading() as session:
        if not await offers.are_over(session, house.clock()):
            return
    async with house.database.transaction() as session:
        expired = await offers.expire(session, house.clock(), house.customs)
    if expired:
        log.info("seats that were held went on", count=expired)


async def ask(house: House) -> None:
    """Still coming? And afterwards: was it useful?"""
    async with house.database.transaction() as session:
        now = house.clock()
        before = await asking.ask_whether_still(session, now, house.customs)
        after = await asking.ask_how_it_was(session, now, house.customs)
    if before or after:
        log.info("people were asked about events", still=before, after=after)


async def derive_anew(house: House) -> None:
    """With new zone data an event keeps its hour on the wall, and its reminders move with it."""
    async with house.database.transaction() as session:
        await deriving.derive_all(session, house.clock())
        done = await replanning.replan_all(session, house.clock(), house.customs)
    if done.moved:
        log.warning("events have another moment than before", moved=done.moved, told=done.told)
