"""The night's work on the outbox: the accounts, the digests, and forgetting what is a month old."""

from datetime import date, datetime

import structlog

from handlers.clock.sending import Outbox
from models.audit import log as audit
from models.desk import talking
from models.invitations import walk_ins
from models.outbox import budget, reconcile, retention
from models.outbox.reconcile import Account
from models.resources.importing import remembering

log = structlog.get_logger()

FROM = 3  # o'clock in the town; a house that was closed then does it when it opens


class Nights:
    """Remembers which night is done. Every process does it, and twice changes nothing."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._done: date | None = None

    async def look(self) -> None:
        """Once a day, in transactions of their own: one that fails stops neither of the others."""
        house = self._outbox.house
        here = house.clock().astimezone(house.town.zone)
        if here.hour < FROM or here.date() == self._done:
            return
        self._done = here.date()
        await self._account()
        async with house.database.transaction() as session:
            now = await self._outbox.moment(session, house.clock())
            digests = await budget.plan_digests(session, now, house.manners)
        async with house.database.transaction() as session:
            gone = await retention.count_away(session, now)
            await talking.forget_old(session, now)
        await self._tidy_up(now)
        log.info("the night's work is done", digests=digests, counted_away=gone)

    async def _tidy_up(self, now: datetime) -> None:
        """A chain that somebody has broken is said as loudly as a log can."""
        async with self._outbox.house.database.transaction() as session:
            broken = await audit.broken_at(session)
            await audit.forget_old(session, now)
            await remembering.forget_old(session, now)
            await walk_ins.forget_old(session, now)
        if broken is not None:
            log.error("the audit log was changed from outside", entry=broken)

    async def _account(self) -> None:
        house = self._outbox.house
        async with house.database.transaction() as session:
            now = await self._outbox.moment(session, house.clock())
            found = await reconcile.reconcile(session, now)
        if found != Account():
            log.warning(
                "the accounts did not add up and were put right",
                freed=found.freed,
                requeued=found.requeued,
                cancelled=found.cancelled,
                nameless=found.nameless,
                holes=[(hole.batch, hole.recipients, hole.found) for hole in found.holes],
            )
