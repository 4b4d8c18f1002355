"""The buttons under a message as Telegram's own JSON.

Plain dictionaries: python-telegram-bot's objects would be built only to be taken apart again, at every reply.
"""

from handlers.buttons import Buttons
from handlers.screens import Button, Screen

Json = dict[str, object]
INLINE = "inline_keyboard"


def markup(screen: Screen, chat_id: int, buttons: Buttons) -> Json | None:
    """The `reply_markup` of a screen; None where there is nothing to press."""
    if screen.rows:
        return {INLINE: [[_button(button, chat_id, buttons) for button in row] for row in screen.rows]}
    if screen.ask_location:
        share, decline = screen.ask_location
        keys = [[{"text": share, "request_location": True}], [{"text": decline}]]
        return {"keyboard": keys, "resize_keyboard": True, "one_time_keyboard": True}
    return {"remove_keyboard": True} if screen.clear_keyboard else None


def _button(button: Button, chat_id: int, buttons: Buttons) -> Json:
    if button.url:
        return {"text": button.label, "url": button.url}
    if button.search is not None:
        return {"text": button.label, "switch_inline_query": button.search}
    return {"text": button.label, "callback_data": buttons.seal(button.press, chat_id)}
