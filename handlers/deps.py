"""What a door may use: the house it stands in and the visit it receives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from content.aims import Aims
from content.asking import Asking
from content.flows import Intake
from content.hearing import Hearing
from content.leads import Leads
from content.moments import Moments
from content.plan import Plan
from content.searching import Searching
from content.shorthand import Shorthand
from content.texts import Texts
from content.towns import Said, Town
from content.understanding import Understanding
from content.vocabulary import Vocabulary
from content.whens import Whens
from content.zones import Zones
from handlers.buttons import Buttons
from handlers.links import Links
from models.db import Database, Session
from models.events.customs import Customs
from models.events.offsets import Hours
from models.outbox.planning import Manners
from models.outbox.quiet import Quiet
from models.people.tables import Person, Role, reaches
from models.resources.catalogue import CatalogueKeeper
from models.resources.income import IncomeTable
from models.resources.phrases import Phrase


def customs_of(town: Town) -> Customs:
    """A town's way with people's time and with its events."""
    manners, said = Manners(Quiet(town.timezone, *town.quiet)), town.events
    return Customs(manners, said.reminders, Hours(said.morning, said.evening), timedelta(hours=said.offer_hours))


@dataclass(frozen=True)
class House:
    """Everything the doors share. Put together once, in bot/app.py."""

    database: Database
    texts: Texts
    vocabulary: Vocabulary
    town: Town
    intake: Intake
    plan: Plan
    income: IncomeTable | None  # None: the town counts no incomes, and the question is not asked
    catalogue: CatalogueKeeper
    hearing: Hearing
    buttons: Buttons
    links: Links
    clock: Callable[[], datetime]  # aware UTC; tests stop it
    commands: Mapping[str, Role]  # every slash command and who may use it, in the order of the menu
    administrators: frozenset[int] = frozenset()  # Telegram user ids
    one_process: bool = True  # nobody else works on this database: an unanswered update was lost, not in other hands
    messages_per_second: float = 28  # of those nobody asked for, over all processes
    staff_chat: int | None = None  # the group where people's questions go, as STAFF_CHAT_ID names it
    public_address: str = ""  # where calendars can be fetched; empty: nowhere
    in_hand: set[int] = field(default_factory=set)  # update ids being answered now
    answered: set[int] = field(default_factory=set)  # answered since the clock last wrote it down
    edits: dict[int, int] = field(default_factory=dict)  # the last edit of each chat (handlers/telegram.py)

    @cached_property
    def asking(self) -> Asking:
        """How the intake is said."""
        return Asking(self.intake, self.texts, self.vocabulary, self.town, self.income)

    @cached_property
    def understanding(self) -> Understanding:
        """What is typed in answer to it."""
        return Understanding(self.intake, self.texts, self.vocabulary, self.town, self.income)

    @cached_property
    def searching(self) -> Searching:
        """What somebody asks for in her own words."""
        return Searching(self.hearing, self.vocabulary, self.texts)

    @cached_property
    def shorthand(self) -> Shorthand:
        """What she asked for, as a button carries it."""
        return Shorthand(self.hearing, self.vocabulary)

    @cached_property
    def moments(self) -> Moments:
        """Days and hours as people type them."""
        return Moments(self.texts, self.vocabulary)

    @cached_property
    def aims(self) -> Aims:
        """Days and events people want to be ready by."""
        return Aims(self.moments, self.town.zone)

    @cached_property
    def whens(self) -> Whens:
        """A day with its hour, as coordinators type it."""
        return Whens(self.moments)

    @cached_property
    def leads(self) -> Leads:
        """How long before an event, as people type it."""
        return Leads(self.vocabulary, self.customs.hours)

    @cached_property
    def zones(self) -> Zones:
        """Time zones as people name them."""
        return Zones(self.texts)

    @cached_property
    def manners(self) -> Manners:
        """The town's way with people's time."""
        return self.customs.manners

    @cached_property
    def customs(self) -> Customs:
        """The town's way with its events."""
        return customs_of(self.town)

    def commands_for(self, role: Role, language: str) -> list[tuple[str, str]]:
        """The menu of commands for a role: name and what it does."""
        allowed = [name for name, needed in self.commands.items() if reaches(role, needed)]
        return [(name, self.texts.label(f"command_{name}", language)) for name in allowed]


@dataclass(frozen=True)
class Sent:
    """A message as somebody sent it, to be kept or carried on as it stands."""

    chat_id: int
    message_id: int
    kind: str  # text, photo, document, poll, venue … as Telegram calls them
    html: Callable[[], str] = field(default=str, repr=False)  # its text or caption; worked out when somebody asks
    album: str | None = None  # messages with the same one belong together
    answers: int | None = None  # the number of the message it replies to
    thread: int | None = None  # the topic of a group it was written in


@dataclass(frozen=True)
class Visit:
    """One thing a person did: who, what, when. The session is an open transaction; the door never ends it."""

    house: House
    session: Session
    person: Person
    now: datetime
    is_new: bool = False  # she has never written before
    words: str = ""  # what she typed; after a command, what stood behind it
    button: tuple[str, ...] = ()  # the arguments of the button pressed, without its action
    location: tuple[float, float] | None = None  # latitude, longitude
    sent: Sent | None = None  # the message itself, whatever is in it
    pressed: int | None = None  # the number of the message whose button was pressed
    edited: bool = False  # `sent` is known already, and says something else now
    reaction: tuple[int, tuple[str, ...]] | None = None  # a message's number and the signs that were put under it
    file: tuple[str, bytes | None] | None = None  # a file that may be read here: its name, and what is in it

    @property
    def language(self) -> str:
        return self.person.language

    def text(self, template: str, /, **values: object) -> str:
        """A message in her language, as Telegram HTML."""
        return self.house.texts.render(template, self.language, **values)

    def label(self, key: str, /, **values: object) -> str:
        """A short label in her language, plain text."""
        return self.house.texts.label(key, self.language, **values)

    def phrase(self, phrase: Phrase) -> str:
        """A sentence of models, in her language, plain text."""
        return phrase.said(lambda english: self.house.texts.translate(english, self.language))

    def said(self, words: Said) -> str:
        """Words of the town's own file, in her language."""
        return self.house.town.said(words, self.language)

    @property
    def programme(self) -> str:
        """What the programme is called in her language; the town's name where it has none."""
        return self.said(self.house.town.programme) or self.house.town.name

    def may(self, role: Role) -> bool:
        """Whether she holds this role or a higher one."""
        return reaches(Role(self.person.role), role)


@dataclass(frozen=True)
class AtDesk:
    """Something that was done in the staff's group. Whoever is in it is staff; `person` only where she has met us."""

    house: House
    session: Session
    now: datetime
    chat_id: int
    user_id: int
    name: str
    person: Person | None = None
    words: str = ""
    button: tuple[str, ...] = ()  # with its action
    sent: Sent | None = None
    edited: bool = False

    @property
    def language(self) -> str:
        """A group speaks the town's first language."""
        return self.house.texts.languages[0]

    def text(self, template: str, /, **values: object) -> str:
        return self.house.texts.render(template, self.language, **values)

    def label(self, key: str, /, **values: object) -> str:
        return self.house.texts.label(key, self.language, **values)
