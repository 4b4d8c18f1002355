"""Each of Telegram's refusals, whole: what a bot would really be told."""

import pytest

BUTTON = {"text": "Go", "callback_data": "go"}


def refused(description, code=400):
    return {"ok": False, "error_code": code, "description": description}


def keyboard(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


TEXTS = [
    ({}, "Bad Request: message text is empty"),
    ({"text": ""}, "Bad Request: message text is empty"),
    ({"text": " \n "}, "Bad Request: message text is empty"),
    ({"text": "\u200b\u2060"}, "Bad Request: text must be non-empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: text must be non-empty"),
    ({"text": "x" * 4097}, "Bad Request: message is too long"),
    ({"text": "hi", "parse_mode": "XHTML"}, "Bad Request: unsupported parse_mode"),
    ({"text": 5}, 'Bad Request: parameter "text" is not a String'),
    ({"text": "hi", "txt": "hi"}, 'Bad Request: unknown parameter "txt" of sendMessage'),
    ({"text": "hi", "protect_content": "perhaps"}, 'Bad Request: parameter "protect_content" is not a Boolean'),
    ({"text": "hi", "message_thread_id": 1.5}, 'Bad Request: parameter "message_thread_id" is not an Integer'),
    ({"text": "hi", "reply_parameters": {"message_id": 99}}, "Bad Request: message to be replied not found"),
    (
        {"text": "hi", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
        "Bad Request: entity begins at UTF-16 offset 1 and ends outside of the text",
    ),
    (
        {"text": "hi", "entities": [{"type": "bold", "offset": 1}]},
        'Bad Request: parameter "entities"[0] has no field length (MessageEntity)',
    ),
]

MARKUP = [
    ("nonsense", "object expected as reply markup"),
    ({"keys": []}, "can't parse reply markup: has "),
    (
        {"inline_keyboard": [BUTTON]},
        "can't parse reply markup:.inline_keyboard[0] is not an Array of InlineKeyboardButton",
    ),
    (
        keyboard([{"text": "Go", "data": "go"}]),
        "can't parse reply markup:.inline_keyboard[0][0] has an unknown field data",
    ),
    (
        keyboard([{"text": "Go"}]),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        keyboard([{**BUTTON, "url": "https://example.org"}]),
        "can't parse inline keyboard button: exactly one action must be specified",
    ),
    (keyboard([{"text": "Go", "callback_data": ""}]), "BUTTON_DATA_INVALID"),
    (keyboard([{"text": "Go", "callback_data": "é" * 33}]), "BUTTON_DATA_INVALID"),
    (keyboard([{"text": " ", "callback_data": "go"}]), "text buttons must be non-empty"),
    (keyboard([{"text": "Go", "url": ""}]), "inline keyboard button URL '' is invalid: URL host is empty"),
    (keyboard([{"text": "Go", "url": "nowhere"}]), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    (
        keyboard([{"text": "Go", "url": "https://a b.c"}]),
        "inline keyboard button URL 'https://a b.c' is invalid: Wrong HTTP URL",
    ),
    (
        keyboard([{"text": "Go", "web_app": {"url": "http://example.org"}}]),
        "inline keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
    ),
    (keyboard([BUTTON] * 9), "reply markup is too long"),
    (keyboard(*[[BUTTON]] * 101), "reply markup is too long"),
    (
        {"keyboard": [[{"text": "Here", "request_location": True, "request_contact": True}]]},
        "can't parse keyboard button: only one optional field may be used",
    ),
]


@pytest.mark.parametrize(("params", "description"), TEXTS)
async def test_a_text_telegram_would_not_send(call, anna, params, description):
    assert await call("sendMessage", chat_id=anna.id, **params) == refused(description)
    assert anna.messages == []


@pytest.mark.parametrize(("markup", "description"), MARKUP)
async def test_buttons_telegram_would_not_show(call, anna, markup, description):
    answer = await call("sendMessage", chat_id=anna.id, text="hi", reply_markup=markup)
    assert answer["description"].startswith(f"Bad Request: {description}")
    assert (answer["ok"], answer["error_code"], anna.messages) == (False, 400, [])


async def test_what_fits_exactly_is_accepted(call, sim, anna):
    exact = keyboard([{"text": "Go", "callback_data": "é" * 32}] * 8)
    assert (await call("sendMessage", chat_id=anna.id, text="x" * 4096, reply_markup=exact))["ok"]
    assert (await call("sendMessage", chat_id=anna.id, text=f"<b>{'é' * 4096}</b>", parse_mode="HTML"))["ok"]
    assert sim.violations == []


async def test_a_caption_has_1024_characters(call, sim, anna):
    document = (await call("sendDocument", chat_id=anna.id, document="https://example.org/form.pdf"))["result"]
    file_id = document["document"]["file_id"]
    assert (await call("sendDocument", chat_id=anna.id, document=file_id, caption="x" * 1024))["ok"]
    too_long = await call("sendDocument", chat_id=anna.id, document=file_id, caption="x" * 1025)
    assert too_long == refused("Bad Request: message caption is too long")


async def test_files_that_are_not_there(call, anna):
    assert await call("sendPhoto", chat_id=anna.id) == refused("Bad Request: there is no photo in the request")
    wrong = await call("sendPhoto", chat_id=anna.id, photo="no-such-file")
    assert wrong == refused("Bad Request: wrong remote file identifier specified: Wrong string length")
    assert await call("getFile", file_id="no-such-file") == refused("Bad Request: invalid file_id")


async def test_chats_that_cannot_be_written_to(call, sim):
    anna = sim.person("Anna")
    say = {"text": "hi"}
    assert await call("sendMessage", **say) == refused("Bad Request: chat_id is empty")
    assert await call("sendMessage", chat_id=42, **say) == refused("Bad Request: chat not found")
    assert await call("sendMessage", chat_id="@nobody_here", **say) == refused("Bad Request: chat not found")
    never = refused("Forbidden: bot can't initiate conversation with a user", 403)
    assert await call("sendMessage", chat_id=anna.id, **say) == never
    anna.person.started = True
    assert (await call("sendMessage", chat_id=str(anna.id), **say))["ok"]
    anna.person.blocked = True
    assert await call("sendMessage", chat_id=anna.id, **say) == refused("Forbidden: bot was blocked by the user", 403)
    anna.person.deactivated = True
    assert await call("sendMessage", chat_id=anna.id, **say) == refused("Forbidden: user is deactivated", 403)


async def test_editing_what_cannot_be_edited(call, sim, anna):
    markup = keyboard([BUTTON])
    sent = (await call("sendMessage", chat_id=anna.id, text="<i>same</i>", parse_mode="HTML", reply_markup=markup))[
        "result"
    ]
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    unchanged = refused(
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    same = await call("editMessageText", **where, text="<i>same</i>", parse_mode="HTML", reply_markup=markup)
    assert same == unchanged
    assert await call("editMessageReplyMarkup", **where, reply_markup=markup) == unchanged
    assert await call("editMessageText", **where, text="") == refused("Bad Request: message text is empty")
    missing = {"chat_id": anna.id, "message_id": 999}
    assert await call("editMessageText", **missing, text="x") == refused("Bad Request: message to edit not found")
    assert await call("editMessageText", text="x") == refused("Bad Request: chat_id is empty")
    nameless = await call("editMessageText", chat_id=anna.id, text="x")
    assert nameless == refused("Bad Request: message identifier is not specified")
    captionless = await call("editMessageCaption", **where, caption="x")
    assert captionless == refused("Bad Request: there is no caption in the message to edit")
    theirs = await anna.type("mine", wait=False) or anna.messages[-1]
    foreign = await call("editMessageText", chat_id=anna.id, message_id=theirs["message_id"], text="x")
    assert foreign == refused("Bad Request: message can't be edited")


async def test_deleting_what_is_gone(call, anna):
    sent = (await call("sendMessage", chat_id=anna.id, text="hi"))["result"]
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert await call("deleteMessage", **where) == {"ok": True, "result": True}
    assert await call("deleteMessage", **where) == refused("Bad Request: message to delete not found")


async def test_answering_a_query_that_is_unknown_old_or_told_too_much(call, sim, anna, monkeypatch):
    old = refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await call("answerCallbackQuery", callback_query_id="1") == old
    await call("sendMessage", chat_id=anna.id, text="hi", reply_markup=keyboard([BUTTON]))
    query = await anna.tap("Go", wait=False)
    too_long = await call("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert too_long == refused("Bad Request: MESSAGE_TOO_LONG")
    assert (await call("answerCallbackQuery", callback_query_id=query.id, text="x" * 200))["ok"]
    query.asked -= 151
    assert await call("answerCallbackQuery", callback_query_id=query.id) == old


COMMANDS = [
    ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "start", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "start", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("commands", "description"), COMMANDS)
async def test_commands_telegram_would_not_publish(call, commands, description):
    assert await call("setMyCommands", commands=commands) == refused(f"Bad Request: {description}")


async def test_a_language_has_two_letters(call):
    answer = await call("setMyCommands", commands=[], language_code="pt-br")
    assert answer == refused("Bad Request: invalid language code specified")


async def test_a_wrong_token_and_an_unknown_method(sim, call):
    assert await call("sendMassage", text="hi") == refused("Not Found", 404)
    assert await call("getMe", token="123456:wrong") == refused("Unauthorized", 401)


async def test_only_the_bots_own_mistakes_are_violations(call, sim, anna):
    await call("sendMassage")
    await call("sendMessage", chat_id=anna.id, text="")
    anna.person.blocked = True
    await call("sendMessage", chat_id=anna.id, text="hi")
    await call("deleteMessage", chat_id=anna.id, message_id=99)
    await call("answerCallbackQuery", callback_query_id="1")
    assert sim.violations == [
        "sendMassage({}): Not Found",
        f"sendMessage({{'chat_id': {anna.id}, 'text': ''}}): Bad Request: message text is empty",
    ]
    assert [(call.method, call.code) for call in sim.calls] == [
        ("sendMassage", 404), ("sendMessage", 400), ("sendMessage", 403),
        ("deleteMessage", 400), ("answerCallbackQuery", 400),
    ]  # fmt: skip
