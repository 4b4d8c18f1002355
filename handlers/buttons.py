"""Callback data: what a button carries, and the proof that it was made for the person who presses it.

Telegram hands us whatever bytes a client sends, at most 64 of them. So each button carries a tag over its content and
the chat it was shown in: made up, altered or taken from another chat, it does not open. (What the person may do is
asked again by the door: a right can be lost after the button was shown.)
"""

import base64
import hashlib
import hmac

LIMIT = 64  # bytes, Telegram's limit for callback data
TAG = 6  # characters, 36 bits: enough to make guessing pointless within a button's life


class Buttons:
    """Seals and opens callback data with the house's secret."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(f"buttons:{secret}".encode()).digest()

    def _tag(self, content: str, chat_id: int) -> str:
        digest = hmac.digest(self._key, f"{chat_id}:{content}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest)[:TAG].decode()

    def seal(self, press: tuple[str, ...], chat_id: int) -> str:
        """The callback data for this press. Raises ValueError where it would not fit: a fault of the door."""
        content = ":".join(press)
        data = f"{content}~{self._tag(content, chat_id)}"
        if len(data.encode()) > LIMIT:
            raise ValueError(f"the button {content!r} is longer than {LIMIT} bytes")
        return data

    def open(self, data: str, chat_id: int) -> tuple[str, ...] | None:
        """The press, or None for a button that we did not make for this chat."""
        content, _, tag = data.rpartition("~")
        if not content or not hmac.compare_digest(tag.encode(), self._tag(content, chat_id).encode()):
            return None
        return tuple(content.split(":"))
