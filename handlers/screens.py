"""What a door answers with: screens and pop-ups as plain data. Only handlers/door.py knows how Telegram draws them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message: it presses (an action and its arguments), opens an address, or searches from a chat.

    `search`: she chooses a chat, and the bot is asked for these words there.
    """

    label: str
    press: tuple[str, ...] = ()
    url: str | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that can be sent into any chat: how it is called among others, and the message it becomes."""

    id: str
    title: str
    about: str
    text: str  # Telegram HTML
    label: str  # of the button under it, which opens the link
    link: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a chat a message goes: into a topic, under another message. `opens`: a conversation and the name of

    the topic that has to be opened for it first.
    """

    thread: int | None = None
    under: int | None = None
    opens: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: Telegram HTML (already escaped) and what can be pressed under it."""

    text: str
    rows: Rows = ()
    ask_location: tuple[str, str] | None = None  # labels of "share my location" and "no, thanks", as a reply keyboard
    clear_keyboard: bool = False  # takes such a keyboard away again
    copied: tuple[int, tuple[int, ...]] | None = None  # messages of that chat, shown as they stand instead of the text
    change: tuple[str, int] | None = None  # "edit" or "delete" the message of this number instead of a new one
    place: Place | None = None
    receipt: tuple[int, int] | None = None  # a chat and a message there: it gets a sign once this one has arrived


@dataclass(frozen=True, slots=True)
class Say:
    """A new message."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Replace:
    """The message whose button was pressed becomes this one; where nothing was pressed it is said anew."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Popup:
    """A word over the chat, gone in a moment (at most 200 characters); `alert` waits for OK."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map, with its name and address."""

    name: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A file in the chat, with a word beside it."""

    name: str
    data: bytes
    caption: str = ""  # Telegram HTML


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the chat; `draw` makes its PNG once the transaction has ended, beside the loop."""

    draw: Callable[[], bytes]
    caption: str = ""  # Telegram HTML
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Commands:
    """The menu of commands in this chat from now on: name and what it does, in her language and for her role."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Amend:
    """A copy of ours in any chat says from now on what its original says; `caption`: it is no text."""

    chat_id: int
    message_id: int
    text: str  # Telegram HTML
    caption: bool = False


Reply = Say | Replace | Popup | Pin | Paper | Picture | Commands | Amend
Replies = list[Reply]
