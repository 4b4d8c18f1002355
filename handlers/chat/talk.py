"""Words typed freely: an answer where a question is open, else a wish that names what the town may have."""

from collections.abc import Mapping

from handlers.chat import asked, intake, lists, menu, start
from handlers.chat import help as helping
from handlers.chat.lists import TOPICS, Listing
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Replies, Say
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
    "person": helping.ask,
    "stop": start.stop,
    "erase": start.forget,
}
LONGEST = 1_000  # characters that are looked at; whoever writes more says it at the beginning


async def words(visit: Visit) -> Replies:
    """Never silence: an answer, a list that fits the words, or what can be asked here."""
    way = WAYS.get(visit.house.vocabulary.typed(visit.words[:LONGEST], visit.language) or "")
    if way:
        visit.person.asked = None
        return await way(visit)
    if visit.person.asked:
        return await asked.words(visit)
    answered = await intake.words(visit)
    if answered:
        return answered
    topic = _topic(visit)
    if not topic.startswith(("needs", "features")) and await progress.standing(visit.session, visit.person.id) is None:
        return await _first_words(visit, topic)
    return [Say(await lists.page(visit, Listing("found", topic), 0))] if topic else await menu.not_understood(visit)


async def _first_words(visit: Visit, topic: str) -> Replies:
    """Welcome to who wrote instead of pressing Start; what she makes, if she said it, is her first answer."""
    welcome, *question = await start.start(visit)
    return [welcome, *(await intake.words(visit) if topic else question)]


def _topic(visit: Visit) -> str:
    """What the words name: a need, which says most about what she wants now, a trade, or what a place must have."""
    words, vocabulary = visit.words[:LONGEST], visit.house.vocabulary
    for field, list_name in TOPICS.items():
        named = vocabulary.recognise(list_name, words, visit.language)
        if named:
            return f"{field}.{named[0]}"
    return ""
