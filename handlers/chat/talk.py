"""Words typed freely: an answer where a question is open, else a wish that names what the town may have."""

from collections.abc import Mapping

from content.searching import Searched
from handlers.chat import announced, asked, desk, find, intake, making_file, menu, start
from handlers.chat import help as helping
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Replies
from models.intake import progress

# Said instead of pressed, whatever is open; `why` stands under the question that is shown again.
WAYS: Mapping[str, Door] = {
    "help": helping.show,
    "continue": intake.resume,
    "start_over": intake.restart,
    "why": intake.resume,
    "hello": start.start,
    "thanks": menu.thanks,
    "who": start.introduce,
    "person": desk.ask_without_words,
    "stop": start.stop,
    "erase": start.forget,
}
WISHES = ("needs", "features")  # lists that say what somebody looks for, rather than what she makes
LONGEST = 1_000  # characters that are looked at; whoever writes more says it at the beginning


async def anything(visit: Visit) -> Replies:
    """What is no text: the message somebody was asked for, or something nobody waits for."""
    if asked.takes_anything(visit):
        return await asked.words(visit)
    if await _for_the_staff(visit):
        return await desk.words(visit)
    return await (making_file.sent if visit.file else menu.not_understood)(visit)


async def place(visit: Visit) -> Replies:
    """A place on the map: the message somebody was asked for, or where she is."""
    if asked.takes_anything(visit):
        return await asked.words(visit)
    return await (desk.words if await _for_the_staff(visit) else intake.location)(visit)


async def words(visit: Visit) -> Replies:  # noqa: PLR0911 one way a line is the point
    """Never silence: an answer, a list that fits the words, or what can be asked here."""
    if asked.takes_any_words(visit):
        return await asked.words(visit)
    if desk.takes_over(visit):
        return await desk.words(visit)
    way = WAYS.get(visit.house.vocabulary.typed(visit.words[:LONGEST], visit.language) or "")
    if way:
        visit.person.asked = None
        return await way(visit)
    to_announcement = await announced.meant(visit)
    if visit.person.asked and not to_announcement:
        return await asked.words(visit)
    heard = await find.heard(visit)
    if visit.house.searching.in_difficulty(heard):  # also instead of an answer: she is not asked what she makes
        return await find.handed_over(visit)
    if to_announcement:
        return await desk.words(visit)
    return await intake.words(visit) or await _freely(visit, await find.searched(visit, heard))


async def _freely(visit: Visit, searched: Searched) -> Replies:
    """What answers no question: a wish, something not clear, or the first words of somebody new."""
    if not _names_a_wish(searched):
        if not_clear := await intake.not_clear(visit):
            return not_clear
        if await progress.standing(visit.session, visit.person.id) is None:
            return await _first_words(visit, searched)
    return await find.told(visit, searched)


async def _for_the_staff(visit: Visit) -> bool:
    """She talks with a person already, or answers what the town has announced."""
    return desk.takes_over(visit) or await announced.meant(visit)


def _names_a_wish(searched: Searched) -> bool:
    """What somebody new writes is a wish rather than a greeting, or what she makes."""
    if searched.action == "decline":
        return bool(searched.situation)
    return searched.action == "answer" and any(searched.heard.wish.ids(list_name) for list_name in WISHES)


async def _first_words(visit: Visit, searched: Searched) -> Replies:
    """Welcome to who wrote instead of pressing Start; what she makes, if she said it, is her first answer."""
    welcome, *question = await start.start(visit)
    return [welcome, *((searched.heard.wish.ids("trades") and await intake.words(visit)) or question)]
