"""The rules for buttons that the method table does not carry: one action each, short data, real addresses."""

import re

from bot.simulator.shapes import Json, Refusal, bad_request

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64
LONGEST_COPY = 256
HOST = re.compile(r"(?i)^(?:https?://)?(?:[^\s/?#@]+@)?([^\s/?#:@]+)(:\d+)?(?:[/?#]\S*)?$")


def check_markup(markup: Json | None) -> None:
    """Refuse what Telegram refuses in reply_markup."""
    if not markup:
        return
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif "keyboard" in markup:
        _check_reply(markup["keyboard"])


def _check_rows(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            if not button["text"].strip():
                raise bad_request("text buttons must be non-empty")


def _check_inline(rows: list[list[Json]]) -> None:
    _check_rows(rows)
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Json) -> None:
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be specified")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and (wrong := _wrong_url(button["url"])):
        raise wrong
    _check_secure(button)


def _check_secure(button: Json) -> None:
    for action, name in (("web_app", "Web App"), ("login_url", "login")):
        url = button.get(action, {}).get("url", "https://")
        if not url.startswith("https://"):
            raise bad_request(f"inline keyboard button {name} URL '{url}' is invalid: Only HTTPS links are allowed")


def _wrong_url(url: str) -> Refusal | None:
    if url.lower().startswith(("tg://", "ton://", "mailto:", "tel:")):
        return None
    found = HOST.match(url)
    reason = "URL host is empty" if not url.strip() else "Wrong HTTP URL" if not found else ""
    if found and "." not in found[1].strip(".") and found[1] != "localhost":
        reason = "Wrong HTTP URL"
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}") if reason else None


def _check_reply(rows: list[list[Json]]) -> None:
    _check_rows(rows)
    for row in rows:
        for button in row:
            if sum(name.startswith("request_") or name == "web_app" for name in button) > 1:
                raise bad_request("can't parse keyboard button: only one optional field may be used")
