"""Announcements by the clock: their progress redrawn in one message, and what repeats put in line again."""

import structlog

from handlers.chat import announcing_run as running
from handlers.clock.sending import Outbox
from handlers.screens import Screen
from models.broadcasts import sending
from models.broadcasts.tables import Broadcast
from models.people import meeting

log = structlog.get_logger()

GOING_ON = {"running", "paused", "scheduled"}


async def redraw(outbox: Outbox) -> None:
    """Each board whose numbers have changed since it was drawn, wherever that was."""
    house = outbox.house
    drawings: list[tuple[Broadcast, Screen, str]] = []
    async with house.database.reading() as session:
        for broadcast in await sending.watched(session):
            person = await meeting.by_chat(session, broadcast.board_chat or 0)
            language = person.language if person else house.texts.languages[0]
            text, stage = await running.progress_text(house, session, broadcast, language)
            drawings.append((broadcast, Screen(text, running.ways(house, broadcast, stage, language)), stage))
    for broadcast, screen, stage in drawings:
        last = stage not in GOING_ON
        differs = broadcast.board_shown != sending.digest_of(screen.text)
        if differs and broadcast.board_chat and broadcast.board_message:
            await outbox.messenger.redraw(broadcast.board_chat, broadcast.board_message, screen)
        if differs or last:
            async with house.database.transaction() as session:
                await sending.drawn(session, broadcast.id, screen.text, last=last)


async def repeat(outbox: Outbox) -> None:
    """What repeats is put in line when its time has come."""
    house = outbox.house
    async with house.database.transaction() as session:
        now = await outbox.moment(session, house.clock())
        begun = await sending.repeat(session, now, running.customs_of(house))
    if begun:
        log.info("announcements were repeated", count=len(begun))
