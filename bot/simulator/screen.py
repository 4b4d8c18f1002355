"""A chat as a person reads it: lines of words, rows of buttons, and the button she means by a label."""

from bot.simulator.shapes import Json
from bot.simulator.town import Chat

KINDS = (
    "photo", "document", "video", "animation", "audio", "voice", "sticker", "contact", "poll", "dice", "video_note",
)  # fmt: skip
NEWEST = 3


class NoSuchButton(AssertionError):
    """There is no such button to tap; the message lists those there are."""


def inline_rows(message: Json) -> list[list[Json]]:
    """The buttons under a message."""
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def keyboard_rows(chat: Chat) -> list[list[Json]]:
    """The buttons above the input."""
    rows: list[list[Json]] = (chat.keyboard or {}).get("keyboard", [])
    return rows


def lines_of(rows: list[list[Json]]) -> list[str]:
    """Buttons as text: `[Yes] [No]`, one line per row."""
    return [" ".join(f"[{button['text']}]" for button in row) for row in rows]


def words_of(message: Json) -> str:
    """A message as a line of words: its text or caption, or what kind of thing it is."""
    if "text" in message:
        return str(message["text"])
    if "venue" in message:
        return f"(venue) {message['venue']['title']}, {message['venue']['address']}"
    if "location" in message:
        return f"(location) {message['location']['latitude']}, {message['location']['longitude']}"
    kind = next((kind for kind in KINDS if kind in message), "service message")
    named = {"document": "file_name", "poll": "question"}
    name = message[kind].get(named[kind], "") if kind in named else ""
    return " ".join(part for part in (f"({kind})", name, message.get("caption", "")) if part)


def transcript(messages: list[Json]) -> str:
    """Messages as readable lines, buttons behind each."""
    lines = [
        f"{m['from']['first_name']}: {' '.join([words_of(m), *lines_of(inline_rows(m))])}".rstrip() for m in messages
    ]
    return "\n".join(lines)


def find_button(chat: Chat, label: str, data: str | None, on: Json | int | None) -> tuple[Json | None, Json]:
    """The message and its button; no message means the keyboard above the input, which wins over older messages."""
    if on is not None:
        message = chat.messages[on] if isinstance(on, int) else on
        return _pick([message], label, data, chat)
    keyboard = [b for row in keyboard_rows(chat) for b in row if data is None and b["text"] == label]
    newest_first = [message for message in reversed(chat.messages.values()) if "reply_markup" in message]
    newer = [message for message in newest_first if message["message_id"] > chat.keyboard_from]
    if keyboard and not any(_matching(message, label, None, exact=True) for message in newer):
        return None, keyboard[0]
    return _pick(newest_first, label, data, chat)


def _pick(messages: list[Json], label: str, data: str | None, chat: Chat) -> tuple[Json, Json]:
    for exact in (True, False):
        for message in messages:
            found = _matching(message, label, data, exact=exact)
            if len(found) == 1 or (found and exact):
                return message, found[0]
    raise NoSuchButton(_complaint(messages, label, data, chat))


def _matching(message: Json, label: str, data: str | None, *, exact: bool) -> list[Json]:
    buttons = [button for row in inline_rows(message) for button in row]
    if data is not None:
        return [button for button in buttons if button.get("callback_data") == data]
    if exact:
        return [button for button in buttons if button["text"] == label]
    return [button for button in buttons if label and label in button["text"]]


def _complaint(messages: list[Json], label: str, data: str | None, chat: Chat) -> str:
    there = [f"  {line}" for message in messages[:NEWEST] for line in lines_of(inline_rows(message))] or ["  (none)"]
    keyboard = [f"  ⌨ {line}" for line in lines_of(keyboard_rows(chat))]
    wanted = f"with the data {data!r}" if data is not None else repr(label)
    talk = transcript(list(chat.messages.values())[-2 * NEWEST :])
    return "\n".join([f"There is no button {wanted}. The newest buttons:", *there, *keyboard, "The chat:", talk])
