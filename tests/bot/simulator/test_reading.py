"""A call may come as query, form, multipart or JSON, in any case of letters; all mean the same."""

import json

import aiohttp
import pytest


@pytest.fixture
async def http(sim):
    async with aiohttp.ClientSession(f"{sim.url}/bot{sim.token}/") as session:
        yield session


async def text_of(answer):
    return (await answer.json())["result"]["text"]


MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def test_four_ways_to_say_the_same(http, sim, anna):
    fields = {
        "chat_id": str(anna.id),
        "text": "hi & bye",
        "disable_notification": "true",
        "reply_markup": json.dumps(MARKUP),
    }
    form = aiohttp.FormData(fields, default_to_multipart=True)
    typed = {"chat_id": anna.id, "text": "hi & bye", "disable_notification": True, "reply_markup": MARKUP}
    async with http.get("sendMessage", params=fields) as answer:
        assert await text_of(answer) == "hi & bye"
    for body in (
        {"data": fields},
        {"data": form},
        {"json": typed},
        {"json": {**typed, "reply_markup": json.dumps(MARKUP)}},
    ):
        async with http.post("SENDmessage", **body) as answer:
            assert await text_of(answer) == "hi & bye"
    assert [call.params for call in sim.calls] == [typed] * 5


async def test_a_file_comes_by_multipart_and_can_be_fetched_again(http, sim, anna):
    form = aiohttp.FormData({"chat_id": str(anna.id), "caption": "your form"}, quote_fields=False)
    form.add_field("document", b"%PDF-1.7 \xff", filename="é form.pdf", content_type="application/pdf")
    async with http.post("sendDocument", data=form) as answer:
        document = (await answer.json())["result"]["document"]
    assert (document["file_name"], document["file_size"], document["mime_type"]) == (
        "é form.pdf",
        10,
        "application/pdf",
    )
    async with http.post("getFile", data={"file_id": document["file_id"]}) as answer:
        path = (await answer.json())["result"]["file_path"]
    async with http.get(f"{sim.url}/file/bot{sim.token}/{path}") as answer:
        assert await answer.read() == b"%PDF-1.7 \xff"
    async with http.get(f"{sim.url}/file/botwrong/{path}") as answer:
        assert answer.status == 401


async def test_a_file_nobody_asked_for_is_refused(http, anna):
    form = aiohttp.FormData({"chat_id": str(anna.id), "text": "hi"})
    form.add_field("stray", b"x", filename="x.txt")
    async with http.post("sendMessage", data=form) as answer:
        assert (await answer.json())["description"] == 'Bad Request: unknown file "stray" in sendMessage'


async def test_an_empty_number_in_a_form_counts_as_absent(http, anna):
    async with http.post(
        "sendMessage", data={"chat_id": str(anna.id), "text": "hi", "message_thread_id": ""}
    ) as answer:
        assert await text_of(answer) == "hi"


@pytest.mark.parametrize(("body", "description"), [
    ("{", "Bad Request: can't parse JSON object"), ("[]", "Bad Request: JSON object expected"),
])  # fmt: skip
async def test_json_that_is_none(http, sim, body, description):
    async with http.post("sendMessage", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert (await answer.json())["description"] == description
    assert sim.violations == [f"sendMessage({{}}): {description}"]


async def test_a_tolerant_simulator_ignores_what_telegram_ignores(http, sim, anna):
    sim.world.strict = False
    async with http.post("sendMessage", json={"chat_id": anna.id, "text": "hi", "txt": "?"}) as answer:
        assert await text_of(answer) == "hi"
    assert sim.violations == []
