"""`python -m bot check`: what is wrong, before it goes wrong. Reads everything, changes nothing, one line a finding."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from telegram import Bot, ChatMemberAdministrator
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.app import overruled
from bot.logs import hidden
from bot.settings import Settings, WrongSettings, read_settings
from bot.telegram import Wire
from bot.upkeep import FILES, known_to
from content.faults import ContentFault
from content.flow_check import check_flow
from content.flows import read_intake
from content.lint import check_words
from content.plan import read_plan
from content.texts import HERE as CONTENT
from content.texts import Texts
from content.towns import Town, read_town
from content.vocabulary import Vocabulary
from models import schema
from models.db import Database, DBAPIError
from models.resources.counting import count
from models.resources.importing.drafts import Problem
from models.resources.importing.income import WrongTable, read_income


@dataclass(frozen=True)
class Finding:
    """What was looked at and what was found; `fatal` things keep the bot from working as it should."""

    what: str
    said: str
    fatal: bool = False

    @property
    def line(self) -> str:
        if not self.said:
            return f"fine   {self.what}"
        return f"{'FAULT' if self.fatal else 'note '}  {self.what}: {self.said}"


async def check() -> list[Finding]:
    """Settings, content, the town's files, the database and the token, in this order; later ones need the earlier."""
    try:
        settings = read_settings()
    except WrongSettings as wrong:
        return [Finding("settings", sentence, fatal=True) for sentence in str(wrong).splitlines()]
    found = [Finding("settings", ""), *_content(settings)]
    return [*found, *[finding async for finding in _database(settings)], *await _telegram(settings)]


def _content(settings: Settings) -> Iterator[Finding]:
    try:
        town = overruled(read_town(settings.town), settings)
        texts = Texts.of(town)
        vocabulary = Vocabulary.of(town, texts)
        income = read_income(settings.town, town.income_area)
        intake = read_intake((CONTENT, town.folder), vocabulary, income=income is not None)
        read_plan((CONTENT, town.folder), vocabulary)
    except (ContentFault, WrongTable, WrongSettings) as fault:
        yield Finding("content", str(fault), fatal=True)
        return
    for missing in town.missing():
        yield Finding("town.toml", f"{missing} is not there; it would help people")
    for flaw in check_flow(intake):
        yield Finding("intake", str(flaw))
    for found in check_words((CONTENT, town.folder), town.languages):
        yield Finding("words", str(found), fatal=found.fatal)
    yield Finding("content", "")
    yield from _files(settings, town)


def _files(settings: Settings, town: Town) -> Iterator[Finding]:
    """The town's own tables, read as `load` would."""
    known = known_to(town)
    for name, reader, _ in FILES:
        file = settings.town / name
        if not file.exists():
            continue
        problems = [one for one in reader(file.read_bytes(), known) if isinstance(one, Problem)]
        for problem in problems:
            yield Finding(name, str(problem), fatal=problem.fatal)
        if not problems:
            yield Finding(name, "")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    database = Database(settings.database_url.get_secret_value())
    try:
        found = await schema.version(database)
        if found != schema.NEWEST:
            said = "empty" if found is None else f"at version {found}, and {schema.NEWEST} is needed"
            yield Finding("database", f"it is {said}; run `python -m bot migrate`", fatal=True)
            return
        yield Finding("database", "")
        async with database.reading() as session:
            if not await count(session):
                yield Finding("resources", "there are none; run `python -m bot load`")
    except (DBAPIError, OSError) as fault:
        reason = hidden(str(getattr(fault, "orig", None) or fault).splitlines()[0])
        yield Finding("database", f"it cannot be reached ({reason})", fatal=True)
    finally:
        await database.close()


async def _telegram(settings: Settings) -> list[Finding]:
    """The token, and with it the staff's group."""
    wire = Wire()
    try:
        bot = Bot(settings.token, base_url=f"{settings.telegram_api_url}/bot", request=wire, get_updates_request=wire)
        await wire.initialize()
        me = await bot.get_me()
        return [Finding("token", ""), *await _staff_group(bot, me.id, settings.staff_chat_id)]
    except WrongSettings as wrong:
        return [Finding("token", str(wrong), fatal=True)]
    except InvalidToken:
        return [Finding("token", "Telegram does not know it; copy it anew from @BotFather", fatal=True)]
    except TelegramError as fault:
        return [Finding("token", f"Telegram cannot be asked ({hidden(fault.message)})", fatal=True)]
    finally:
        await wire.shutdown()


async def _staff_group(bot: Bot, me: int, chat_id: int | None) -> list[Finding]:
    """Where people's questions go. Without topics everything works, by replies."""
    what = "staff group"
    if chat_id is None:
        return []
    try:
        chat = await bot.get_chat(chat_id)
        member = await bot.get_chat_member(chat_id, me)
    except ChatMigrated as moved:
        return [Finding(what, f"it has become {moved.new_chat_id}; write that into STAFF_CHAT_ID")]
    except (BadRequest, Forbidden) as fault:
        said = f"the bot cannot get in ({hidden(fault.message)}); is STAFF_CHAT_ID right, and the bot a member?"
        return [Finding(what, said, fatal=True)]
    if not isinstance(member, ChatMemberAdministrator):
        return [Finding(what, "make the bot an administrator there, or it reads only what replies to it")]
    if not (chat.is_forum and member.can_manage_topics):
        return [Finding(what, "with topics, and the right to manage them, each person who asks has one of her own")]
    return [Finding(what, "")]
