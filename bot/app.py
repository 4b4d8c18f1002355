"""Puts the house together: the only module that knows every room. Opens it, keeps it running, closes it cleanly."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, ContextTypes, Defaults

from bot.post_office import open_for, post_office
from bot.readiness import check_shape, tell_if_empty
from bot.schedule import schedule
from bot.settings import Settings, WrongSettings
from bot.stopping import Stopped, unless
from bot.telegram import Wire
from bot.updates import Updates
from content.flows import Intake, read_intake
from content.hearing import Hearing
from content.plan import Plan, read_plan
from content.texts import HERE as CONTENT
from content.texts import Texts
from content.towns import Town, read_town
from content.vocabulary import Vocabulary
from handlers import commands, install
from handlers.buttons import Buttons
from handlers.clock.sending import Outbox
from handlers.clock.updates import note_answered
from handlers.deps import House
from handlers.door import AnyApplication, Context
from handlers.links import Links
from models.db import Database
from models.events.shelf import shelf as events
from models.peers.shelf import shelf as peers
from models.resources.catalogue import CatalogueKeeper
from models.resources.catalogue import shelf as resources
from models.resources.importing.income import read_income
from models.resources.income import IncomeTable

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between tries to reach Telegram at the start


def now() -> datetime:
    return datetime.now(UTC)


def overruled(town: Town, settings: Settings) -> Town:
    """The town with the operator's TIMEZONE and DEFAULT_LANGUAGE over its own."""
    first = settings.default_language or town.default_language
    if first not in town.languages:
        spoken = ", ".join(town.languages)
        raise WrongSettings(f"DEFAULT_LANGUAGE: {first!r} is not one of {town.name}'s languages ({spoken})")
    others = tuple(language for language in town.languages if language != first)
    zone = settings.timezone or town.timezone
    return town.model_copy(update={"timezone": zone, "languages": (first, *others)})


@dataclass(frozen=True)
class Content:
    """What stands in files: the same for every house that is opened with it."""

    town: Town
    texts: Texts
    vocabulary: Vocabulary
    intake: Intake
    plan: Plan
    income: IncomeTable | None
    hearing: Hearing


def read_content(settings: Settings) -> Content:
    """Read the town's folder over the common content. Raises ContentFault with file, line and reason."""
    town = overruled(read_town(settings.town), settings)
    texts = Texts.of(town)
    vocabulary = Vocabulary.of(town, texts)
    texts.share(vocabulary=vocabulary)
    income = read_income(settings.town, town.income_area)
    intake = read_intake((CONTENT, town.folder), vocabulary, income=income is not None)
    plan = read_plan((CONTENT, town.folder), vocabulary)
    return Content(town, texts, vocabulary, intake, plan, income, Hearing(vocabulary, town.languages))


def furnish(settings: Settings, clock: Callable[[], datetime] = now, content: Content | None = None) -> House:
    """Put content and database together."""
    content = content or read_content(settings)
    database = Database(settings.database_url.get_secret_value())
    return House(
        database=database,
        texts=content.texts,
        vocabulary=content.vocabulary,
        town=content.town,
        intake=content.intake,
        plan=content.plan,
        income=content.income,
        catalogue=CatalogueKeeper(resources, peers, events, read=content.hearing.read),
        hearing=content.hearing,
        buttons=Buttons(settings.secret),
        links=Links(settings.secret),
        clock=clock,
        commands=commands(),
        administrators=settings.coordinator_ids,
        one_process=database.is_sqlite,
        messages_per_second=settings.messages_per_second,
        staff_chat=settings.staff_chat_id,
        public_address=settings.public_address,
    )


def wire_up(settings: Settings, house: House, wires: tuple[Wire, Wire]) -> AnyApplication:
    """PTB's application with our wires and our doors; it neither polls nor schedules by itself."""
    api = settings.telegram_api_url
    application: AnyApplication = (
        Application.builder()
        .token(settings.token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(wires[0])
        .get_updates_request(wires[1])
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.bot_data["house"] = house
    install(application)
    return application


@dataclass(frozen=True)
class Running:
    """An open house: the way in for updates, and what stands behind it."""

    house: House
    application: AnyApplication
    updates: Updates
    outbox: Outbox


@asynccontextmanager
async def opened(
    settings: Settings,
    clock: Callable[[], datetime] = now,
    *,
    sends: bool = False,
    stop: asyncio.Event | None = None,
    content: Content | None = None,
) -> AsyncIterator[Running]:
    """The house with its lights on; at the end what was answered is noted and every connection closed.

    `sends`: messages that wait leave by themselves. Any number of processes may do that, and one has to.
    Raises WrongSettings where it cannot open, Stopped where `stop` was set before it could.
    """
    house = furnish(settings, clock, content)
    wires = Wire(), Wire()
    to_many = Wire()
    application, outbox = wire_up(settings, house, wires), post_office(settings, house, to_many, now)
    scheduler = schedule(house, outbox if sends else None)
    try:
        await check_shape(house.database)
        await tell_if_empty(house.database)
        stop = stop or asyncio.Event()
        await reach_telegram(application, stop)
        house.links.username = application.bot.username
        house.links.inline = bool(application.bot.supports_inline_queries)
        await to_many.initialize()
        async with open_for(outbox, stop) if sends else nullcontext():
            scheduler.start()
            yield Running(house, application, Updates(application), outbox)
    finally:
        if scheduler.running:
            scheduler.shutdown(wait=False)
        await note_answered(house)
        for wire in (*wires, to_many):
            await wire.shutdown()
        await house.database.close()


async def reach_telegram(application: AnyApplication, stop: asyncio.Event) -> None:
    """Say hello to Telegram, as often as it takes. Only a wrong token is final."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            await unless(stop, application.initialize())
        except InvalidToken:
            sentence = "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it anew from BotFather"
            raise WrongSettings(sentence) from None
        except (NetworkError, RetryAfter):
            log.warning("Telegram cannot be reached; trying again", seconds=pause)
            await unless(stop, asyncio.sleep(pause))
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            break
    if stop.is_set():
        raise Stopped
