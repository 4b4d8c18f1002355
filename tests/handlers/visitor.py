"""A person at the doors, without Telegram: real database, real content, visits built by hand.

She presses what stands on her newest screen, types and sends; `screen` is what she sees, `popup` what flew past.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from content.flows import read_intake
from content.hearing import Hearing
from content.plan import read_plan
from content.texts import Texts
from content.towns import read_town
from content.vocabulary import Vocabulary
from handlers import PRESSES, commands
from handlers.buttons import Buttons
from handlers.chat import start, talk
from handlers.deps import House, Visit
from handlers.links import Links
from handlers.screens import Button, Popup, Replace, Say, Screen
from models.db import Database
from models.intake import progress
from models.people import meeting
from models.people.meeting import Caller
from models.resources.catalogue import CatalogueKeeper
from models.resources.income import IncomeTable, Limits

SAMPLE = Path("content/towns/sample")
INCOME = IncomeTable(2026, "belmoulin", {1: Limits(16_400, 27_300, 43_700), 3: Limits(21_100, 35_100, 56_150)})


@cache
def _content():
    """The sample town's content, read once: it is the same for every test."""
    town = read_town(SAMPLE)
    texts = Texts.of(town)
    vocabulary = Vocabulary.of(town, texts)
    texts.share(vocabulary=vocabulary)
    intake = read_intake(texts.folders, vocabulary)
    return {
        "town": town,
        "texts": texts,
        "vocabulary": vocabulary,
        "intake": intake,
        "plan": read_plan(texts.folders, vocabulary),
        "hearing": Hearing(vocabulary, town.languages),
    }


def furnished(database: Database, now: datetime) -> House:
    """A house on this database with the sample town's content and an income table of two sizes."""
    content = _content()
    return House(
        database=database,
        income=INCOME,
        catalogue=CatalogueKeeper(read=content["hearing"].read),
        buttons=Buttons("secret"),
        links=Links("secret"),
        clock=lambda: now,
        commands=commands(),
        **content,
    )


@dataclass
class Visitor:
    house: House
    language: str = "en"
    chat_id: int = 7
    screen: Screen = field(default_factory=lambda: Screen(""))
    said: list[str] = field(default_factory=list)
    popup: str = ""

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.screen.rows for button in row]

    @property
    def heading(self) -> str:
        """The question or title on her screen."""
        return self.screen.text.partition("<b>")[2].partition("</b>")[0]

    async def answers(self):
        """What stands in the database of her answers."""
        async with self.house.database.reading() as session:
            person = await meeting.by_chat(session, self.chat_id)
            return await progress.answers_of(session, person.id)

    async def reach_the_milestone(self):
        await self.start()
        await self.press("Food", "I have an idea", "A little money", "Done")

    async def visit(self, door, **what):
        """Go through a door; the replies are taken in as a telephone would."""
        async with self.house.database.transaction() as session:
            now = self.house.clock()
            person, is_new = await meeting.meet(session, Caller(self.chat_id, "Ana", self.language), now)
            replies = await door(Visit(self.house, session, person, now, is_new=is_new, **what))
        self.popup = ""
        for reply in replies:
            if isinstance(reply, Popup):
                self.popup = reply.text
            elif isinstance(reply, Say | Replace):
                self.screen = reply.screen
                self.said.append(reply.screen.text)
                for button in self.buttons:
                    assert button.url or self.house.buttons.seal(button.press, self.chat_id)
        return replies

    async def start(self):
        return await self.visit(start.start)

    async def press(self, *words):
        """Press the buttons whose labels contain these words, one after the other."""
        for word in words:
            button = next((one for one in self.buttons if word in one.label), None)
            assert button, f"{word!r} is not among {self.labels}"
            replies = await self.press_again(button)
        return replies

    async def press_again(self, button: Button):
        """A button she saw at any time, also one that is no longer on the screen."""
        action, *arguments = button.press
        return await self.visit(PRESSES[action], button=tuple(arguments))

    async def type(self, words):
        return await self.visit(talk.words, words=words)
