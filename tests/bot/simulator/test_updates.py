"""How updates reach the bot by polling: in order, until confirmed, one poller at a time."""

import asyncio

import pytest

from bot.simulator.actions import Impossible

POLL_TWICE = {
    "ok": False,
    "error_code": 409,
    "description": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
}


def texts(answer):
    return [update["message"]["text"] for update in answer["result"]]


async def test_updates_wait_until_they_are_confirmed(call, anna):
    for word in ("one", "two", "three"):
        await anna.type(word, wait=False)
    first = await call("getUpdates", limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await call("getUpdates", limit=2)) == ["one", "two"]
    after = first["result"][-1]["update_id"] + 1
    assert texts(await call("getUpdates", offset=after)) == ["three"]
    assert texts(await call("getUpdates", offset=after + 1)) == []
    assert texts(await call("getUpdates")) == []


async def test_a_negative_offset_keeps_only_the_newest(call, anna):
    for word in ("one", "two", "three"):
        await anna.type(word, wait=False)
    assert texts(await call("getUpdates", offset=-1)) == ["three"]
    assert texts(await call("getUpdates")) == ["three"]


async def test_a_long_poll_ends_when_something_happens(call, anna):
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await anna.type("hello", wait=False)
    assert texts(await poll) == ["hello"]


async def test_a_long_poll_ends_empty_after_its_time(call):
    assert await call("getUpdates", timeout=1) == {"ok": True, "result": []}


async def test_a_second_poller_ends_the_first(call, anna):
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(call("getUpdates", timeout=30))
    assert await first == POLL_TWICE
    await anna.type("hello", wait=False)
    assert texts(await second) == ["hello"]


async def test_no_polling_while_a_webhook_is_set(call):
    await call("setWebhook", url="http://127.0.0.1:1/hook")
    assert await call("getUpdates") == {
        "ok": False,
        "error_code": 409,
        "description": (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        ),
    }
    await call("deleteWebhook")
    assert (await call("getUpdates"))["ok"]


async def test_only_what_was_asked_for_comes(call, sim, anna):
    await call("getUpdates", allowed_updates=["callback_query"])
    await anna.type("not asked for", wait=False)
    assert (await call("getUpdates"))["result"] == []
    await call("getUpdates", allowed_updates=[])
    await anna.type("asked for", wait=False)
    assert texts(await call("getUpdates")) == ["asked for"]


async def test_reactions_come_only_on_request(call, anna):
    await anna.type("hello", wait=False)
    number = anna.messages[-1]["message_id"]
    await call("getUpdates", offset=-1)
    await anna.react(number, "👍", wait=False)
    assert len((await call("getUpdates"))["result"]) == 1
    await call("getUpdates", allowed_updates=["message_reaction"])
    await anna.react(number, "🔥", wait=False)
    reaction = (await call("getUpdates"))["result"][-1]["message_reaction"]
    assert (reaction["old_reaction"], reaction["new_reaction"]) == (
        [{"type": "emoji", "emoji": "👍"}], [{"type": "emoji", "emoji": "🔥"}],
    )  # fmt: skip


async def test_what_people_do_becomes_updates(call, sim, anna):
    await anna.type("/start town_hall-7", wait=False)
    await anna.edit(anna.messages[-1]["message_id"], "/start", wait=False)
    await anna.send_location(48.1, 2.2, wait=False)
    await anna.send_file("a.pdf", b"x", content_type="application/pdf", caption="mine", wait=False)
    await anna.block(wait=False)
    await anna.unblock(wait=False)
    await anna.search("bakers", wait=False)
    updates = (await call("getUpdates"))["result"]
    assert [next(key for key in update if key != "update_id") for update in updates] == [
        "message", "edited_message", "message", "message", "my_chat_member", "my_chat_member", "inline_query",
    ]  # fmt: skip
    bodies = [update[kind] for update in updates for kind in update if kind != "update_id"]
    start, edited, place, file, blocked, unblocked, search = bodies
    assert (start["text"], start["entities"]) == (
        "/start town_hall-7",
        [{"type": "bot_command", "offset": 0, "length": 6}],
    )
    assert (edited["text"], place["location"]) == ("/start", {"latitude": 48.1, "longitude": 2.2})
    assert (file["document"]["file_name"], file["caption"]) == ("a.pdf", "mine")
    assert (blocked["new_chat_member"]["status"], unblocked["new_chat_member"]["status"]) == ("kicked", "member")
    assert (search["query"], search["from"]["first_name"]) == ("bakers", "Anna")


async def test_a_search_gets_its_results(call, sim, anna):
    looking = asyncio.create_task(anna.search("bakers"))
    await asyncio.sleep(0.02)
    update = (await call("getUpdates"))["result"][0]
    article = {
        "type": "article", "id": "1", "title": "Bakers",
        "input_message_content": {"message_text": "<b>B</b>", "parse_mode": "HTML"},
    }  # fmt: skip
    assert (await call("answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=[article]))["ok"]
    await call("getUpdates", offset=update["update_id"] + 1)
    assert await looking == [article]
    assert sim.violations == []


async def test_a_link_to_the_bot_brings_its_payload(call, anna):
    await anna.follow("https://t.me/echoppe_bot?start=poster_Halles-7", wait=False)
    assert texts(await call("getUpdates")) == ["/start poster_Halles-7"]


@pytest.mark.parametrize("payload", ["", "a b", "x" * 65, "café"])
async def test_a_payload_telegram_would_drop(anna, payload):
    with pytest.raises(Impossible, match="is not 1 to 64 of A-Z, a-z, 0-9, _ and -, so Telegram drops it"):
        await anna.follow(f"https://t.me/echoppe_bot?start={payload}", wait=False)


async def test_a_link_that_leads_elsewhere(anna):
    with pytest.raises(Impossible, match=r"^https://t\.me/other_bot\?start=x does not lead to @echoppe_bot\.$"):
        await anna.follow("https://t.me/other_bot?start=x", wait=False)


async def test_a_very_long_text_leaves_as_several_messages(call, anna):
    await anna.type("x" * 10_000, wait=False)
    assert [len(text) for text in texts(await call("getUpdates"))] == [4096, 4096, 1808]
