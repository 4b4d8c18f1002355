"""Telegram's wire as a pen: each call is answered as Telegram would, and what a person would see is handed on."""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

TAGS = re.compile(r"<[^>]+>")
US = {"id": 1, "is_bot": True, "first_name": "Échoppe", "username": "rehearsed_bot"}


@dataclass
class Seen:
    """What appears on one phone: a message, a message that changed, or a word over the chat."""

    chat: int
    text: str
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    message_id: int = 0
    changed: bool = False

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Those that press something."""
        return [button for row in self.rows for button in row if "callback_data" in button]

    def means(self, button: Mapping[str, Any]) -> str:
        """What a button stands for, without its seal."""
        return str(button["callback_data"]).rpartition("~")[0]


class Pen(BaseRequest):
    """`show` is called for whatever a person would see."""

    def __init__(self, show: Callable[[Seen], None]) -> None:
        self._show, self._messages, self._pressed = show, 0, 0

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 the names are PTB's
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 as above
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 as above
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 as above
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 as above
    ) -> tuple[int, bytes]:
        result = self._answer(url.rpartition("/")[2], request_data.parameters if request_data else {})
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _answer(self, method: str, call: Mapping[str, Any]) -> object:
        if method == "getMe":
            return US
        if method == "answerCallbackQuery":
            if call.get("text"):
                self._show(Seen(self._pressed, f"({call['text']})"))
            return True
        if method == "sendVenue":
            return self._said(call, f"📍 {call['title']}, {call['address']}")
        if "text" not in call:
            return True
        return self._said(call, html.unescape(TAGS.sub("", str(call["text"]))))

    def _said(self, call: Mapping[str, Any], text: str) -> object:
        changed = "message_id" in call
        self._messages += not changed
        number = int(call["message_id"]) if changed else self._messages
        keys = call.get("reply_markup") or {}
        rows = keys.get("inline_keyboard", []) if isinstance(keys, Mapping) else []
        self._show(Seen(int(call["chat_id"]), text, rows, number, changed))
        chat = {"id": call["chat_id"], "type": "private"}
        return {"message_id": number, "date": 0, "chat": chat, "from": US, "text": text}

    def pressing(self, chat: int) -> None:
        """Whose press is answered next: Telegram names only the press."""
        self._pressed = chat
