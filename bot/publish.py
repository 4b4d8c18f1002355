"""What Telegram shows of the bot before anybody writes to it: its commands and its description, in every language."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from handlers.deps import House
from models.people.tables import Role


async def publish(bot: Bot, house: House) -> None:
    """Tell Telegram the makers' commands and the descriptions. Coordinators get theirs when they write."""
    first = house.town.default_language
    for language in house.town.languages:
        # Without a language code they stand for every phone whose language the town does not speak.
        codes = (None, language) if language == first else (language,)
        for code in codes:
            await _publish_in(bot, house, language, code)


async def _publish_in(bot: Bot, house: House, language: str, code: str | None) -> None:
    lines = [BotCommand(name, text) for name, text in house.commands_for(Role.MAKER, language)]
    await bot.set_my_commands(lines, scope=BotCommandScopeAllPrivateChats(), language_code=code)
    town, said = house.town, house.town.said
    programme = said(town.programme, language) or town.name
    about = house.texts.label("bot_about", language, programme=programme, town=town.name)
    await bot.set_my_short_description(about[:120], language_code=code)
    description = said(town.story, language) or about
    await bot.set_my_description(description[:512], language_code=code)
