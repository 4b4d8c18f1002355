"""The control API: what the page and outside tests do over HTTP."""

import asyncio
import json

import aiohttp
import pytest

from tests.bot.simulator.pictures import PNG


@pytest.fixture
async def control(sim):
    async with aiohttp.ClientSession(f"{sim.url}/simulator/") as session:
        yield session


async def do(control, path, **body):
    async with control.post(path, json=body) as answer:
        return answer.status, await answer.json()


async def see(control, path):
    async with control.get(path) as answer:
        return await answer.json()


async def test_somebody_moves_in_and_talks(control, call):
    _, anna = await do(control, "people", name="Anna Berg", language_code="fr")
    assert (anna["id"], anna["name"], anna["language"], anna["started"]) == (1001, "Anna Berg", "fr", False)
    status, _ = await do(control, "people/1001/say", text="/start from_poster")
    assert status == 200
    update = (await call("getUpdates"))["result"][0]["message"]
    assert (update["text"], update["from"]["last_name"]) == ("/start from_poster", "Berg")
    await call(
        "sendMessage",
        chat_id=1001,
        text="Hi",
        reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]},
    )
    await do(control, "people/1001/tap", message_id=2, label="Go")
    assert (await call("getUpdates"))["result"][-1]["callback_query"]["data"] == "go"
    state = await see(control, "state")
    assert [(person["name"], person["unread"], person["last"]["text"]) for person in state["people"]] == [
        ("Anna Berg", 1, "Hi")
    ]
    chat = await see(control, "chats/1001")
    assert [message.get("text") for message in chat["messages"]] == ["/start from_poster", "Hi"]


async def test_every_other_deed(control, call, anna):
    keyboard = {"keyboard": [[{"text": "Here", "request_location": True}, {"text": "Bye"}]], "one_time_keyboard": True}
    await call("sendMessage", chat_id=anna.id, text="Where?", reply_markup=keyboard)
    deeds = [
        ("keyboard", {"label": "Here", "latitude": 48.1, "longitude": 2.2}), ("keyboard", {"label": "Bye"}),
        ("location", {"latitude": 1, "longitude": 2}), ("contact", {}), ("edit", {"message_id": 3, "text": "Bye!"}),
        ("search", {"query": "bakers"}), ("block", {"blocked": True}), ("block", {"blocked": False}), ("read", {}),
    ]  # fmt: skip
    for what, body in deeds:
        assert (await do(control, f"people/{anna.id}/{what}", **body))[0] == 200
    updates = (await call("getUpdates"))["result"]
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds == ["message"] * 4 + ["edited_message", "inline_query", "my_chat_member", "my_chat_member"]
    assert updates[0]["message"]["location"] == {"latitude": 48.1, "longitude": 2.2}
    assert (await see(control, f"chats/{anna.id}"))["keyboard"]["used"] is True


async def test_a_picture_is_sent_and_shown_but_a_page_is_only_downloaded(control, call, anna):
    for name, kind, content in (("a.png", "image/png", PNG), ("b.html", "text/html", b"<script>1</script>")):
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name, content_type=kind)
        async with control.post(f"people/{anna.id}/file", data=form) as answer:
            assert answer.status == 200
    photo, page = (update["message"] for update in (await call("getUpdates"))["result"])
    async with control.get(f"files/{photo['photo'][0]['file_id']}") as answer:
        assert (answer.content_type, answer.headers["Content-Disposition"], await answer.read()) == (
            "image/png",
            "inline",
            PNG,
        )
    async with control.get(f"files/{page['document']['file_id']}") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="b.html"'
        assert answer.headers["Content-Security-Policy"] == "sandbox"


async def test_the_log_and_the_violations(control, call, anna):
    await call("getUpdates")
    await call("sendMessage", chat_id=anna.id, text="hi")
    await call("sendMessage", chat_id=anna.id, text="<b>", parse_mode="HTML")
    calls = await see(control, "calls")
    assert [(c["method"], c["chat"], c["outcome"]) for c in calls] == [
        ("sendMessage", anna.id, "ok"),
        ("sendMessage", anna.id, "refused"),
    ]
    assert [c["number"] for c in await see(control, f"calls?since=2&chat={anna.id}")] == [3]
    assert [c["method"] for c in await see(control, "calls?method=getupdates")] == ["getUpdates"]
    assert [c["params"]["text"] for c in await see(control, "violations")] == ["<b>"]


async def test_the_weather_by_http(control, call, anna):
    assert await do(control, "faults", kind="429", times=1, seconds=2, method="sendMessage") == (200, {"set": 1})
    assert (await call("sendMessage", chat_id=anna.id, text="hi"))["error_code"] == 429
    assert [(fault["kind"], fault["struck"]) for fault in await see(control, "faults")] == [("429", 1)]
    await control.delete("faults")
    assert await see(control, "faults") == []
    status, told = await do(control, "faults", kind="rain")
    assert (status, told["error"].endswith("blocked.")) == (400, True)


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("people/7/say", {"text": "hi"}, "Nobody in town has this id."),
        ("people/1001/say", {"text": " "}, "An empty message cannot be sent."),
        ("people/1001/say", {"text": "hi", "chat": 5}, "There is no such chat."),
        ("people/1001/say", {}, "This request is not complete or not JSON: 'text'"),
        ("people/1001/tap", {"message_id": 9, "data": "x"}, "There is no message 9 in this chat."),
        ("people/1001/keyboard", {"label": "Go"}, "No button of the keyboard is called 'Go'."),
        ("people/1001/edit", {"message_id": 9, "text": "x"}, "Anna has no message 9 to edit."),
        ("people/1001/react", {"message_id": 9, "emoji": "👍"}, "There is no message 9 to react to."),
    ],
)
async def test_impossible_deeds_are_explained(control, anna, path, body, sentence):
    assert await do(control, path, **body) == (400, {"error": sentence})


async def test_another_site_may_not_press_buttons(control, anna):
    async with control.post(
        f"people/{anna.id}/say", json={"text": "hi"}, headers={"Origin": "https://evil.example"}
    ) as answer:
        assert (answer.status, await answer.json()) == (403, {"error": "Only the page of this simulator may do that."})
    assert anna.messages == []


async def test_a_blocked_bot_cannot_be_written_to(control, anna):
    await anna.block(wait=False)
    assert await do(control, f"people/{anna.id}/say", text="hi") == (
        400,
        {"error": "Anna has blocked the bot: unblock it first."},
    )


async def test_groups_and_their_messages(control, call, sim, anna):
    status, group = await do(control, "groups", title="Coordinators", members=[anna.id], forum=True)
    assert (status, group["title"]) == (200, "Coordinators")
    await do(control, f"people/{anna.id}/say", text="hello all", chat=group["id"])
    assert (await call("getUpdates"))["result"][0]["message"]["chat"]["title"] == "Coordinators"
    state = await see(control, "state")
    assert [chat["title"] for chat in state["people"][0]["chats"]] == ["", "Coordinators"]


async def test_what_happens_is_told_as_it_happens(control, call, anna):
    async with control.get("live") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"hello\n\n")
        await call("sendMessage", chat_id=anna.id, text="news")
        event = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)
    told = json.loads(event.removeprefix(b"data: "))
    assert (told["event"], told["chat"], told["message"]["text"]) == ("message", anna.id, "news")


async def test_the_page_needs_nothing_from_elsewhere(sim):
    async with aiohttp.ClientSession(sim.url) as session, session.get("/") as answer:
        page = await answer.text()
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "http://" not in page
    assert "https://" not in page
    for part in ("style.css", "app.js", "icons.svg"):
        assert f"/page/{part}" in page or part == "app.js"
