"""Every published method answers something of its published type."""

import pytest

from bot.simulator.checks import check_of
from bot.simulator.methods.plain import UNPUBLISHED
from bot.simulator.table import published

SCALARS = {"Integer": 1, "Float": 1.0, "String": "https://example.org", "Boolean": True}
LEFT_OUT = {"getUpdates", "logOut"}
SPECIAL = {
    "action": "typing", "commands": [{"command": "start", "description": "Begin"}], "language_code": "en",
    "emoji": "🎲",
    "media": {"type": "photo", "media": "https://example.org/a.png"}, "message_ids": [1, 2], "url": "",
    "options": [{"text": "Yes"}, {"text": "No"}], "results": [], "text": "hi", "sticker_format": "static",
    "menu_button": {"type": "commands"}, "title": "Title", "message_id": 2, "message_thread_id": 1,
}  # fmt: skip
INVENTED = {
    "getMe": "User", "copyMessage": "MessageId", "createForumTopic": "ForumTopic", "getUserPersonalChatMessages": None,
    **UNPUBLISHED,
}  # fmt: skip
OWN = {
    "sendMediaGroup": {"media": [{"type": "photo", "media": "https://example.org/a.png"}] * 2},
    "sendPaidMedia": {"media": [{"type": "photo", "media": "https://example.org/a.png"}]},
    "setChatAdministratorCustomTitle": {"custom_title": "Host"},
    "editForumTopic": {"name": "Case 2"},
    **{f"editMessage{what}": {"chat_id": "group", "message_id": 2} for what in ("Media", "LiveLocation")},
    "editMessageText": {"chat_id": "group", "message_id": 2, "text": "new"},
}
CIRCUMSTANCES = {
    "answerCallbackQuery": "query is too old and response timeout expired or query ID is invalid",
    "answerInlineQuery": "query is too old and response timeout expired or query ID is invalid",
    "getFile": "invalid file_id",
    "banChatMember": "can't remove chat owner",
    "unbanChatMember": "can't remove chat owner",
    "stopPoll": "message is not a poll",
    "unpinChatMessage": "message to unpin not found",
    "reopenForumTopic": "TOPIC_NOT_MODIFIED",
    "editMessageCaption": "chat_id is empty",
    "editMessageReplyMarkup": "chat_id is empty",
    "stopMessageLiveLocation": "chat_id is empty",
}
"""What a lone call of these is rightly told in this small town."""


@pytest.fixture
async def group(sim, call, anna):
    """A forum with a topic (message 1) and a text (message 2)."""
    chat = sim.group("Coordinators", anna, forum=True)
    await call("createForumTopic", chat_id=chat.id, name="Case 1")
    await call("sendMessage", chat_id=chat.id, text="hi")
    return chat


def value_for(field, chat, anna):
    if field.name in ("chat_id", "from_chat_id"):
        return chat.id
    if field.name == "user_id":
        return anna.id
    if field.name in SPECIAL:
        return SPECIAL[field.name]
    return example(field.types[0])


def example(name):
    """The smallest value of a type."""
    if name in SCALARS:
        return SCALARS[name]
    if name == "InputFile":
        return "https://example.org/file.png"
    if name.startswith("Array of "):
        return [example(name.removeprefix("Array of "))]
    shape = published().types[name]
    if shape.subtypes:
        return example(shape.subtypes[0])
    return {field.name: example(field.types[0]) for field in shape.fields if field.required}


@pytest.mark.parametrize(
    "method", [m for m in published().methods.values() if m.name not in LEFT_OUT], ids=lambda m: m.name
)
async def test_a_complete_call_gets_the_published_type(call, sim, anna, group, method):
    params = {field.name: value_for(field, group, anna) for field in method.fields if field.required}
    params |= {name: group.id if value == "group" else value for name, value in OWN.get(method.name, {}).items()}
    answer = await call(method.name, **params)
    if method.name in CIRCUMSTANCES:
        assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {CIRCUMSTANCES[method.name]}"}
    else:
        assert (answer["ok"], answer.get("description")) == (True, None)
        assert wrong_with(method, answer["result"]) is None


def wrong_with(method, result):
    if method.returns == ("Array",):
        return None if isinstance(result, list) else "is not a list"
    names = (INVENTED[method.name],) if method.name in INVENTED else method.returns
    complaints = [check_of(name)(result) for name in names]
    return None if None in complaints else complaints


@pytest.mark.parametrize(
    "method", [m for m in published().methods.values() if any(f.required for f in m.fields)], ids=lambda m: m.name
)
async def test_an_empty_call_is_told_what_is_missing(call, sim, method):
    answer = await call(method.name)
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert len(sim.violations) == 1
