"""Answers to what people pressed or searched."""

import time

from bot.simulator.keyboards import check_markup
from bot.simulator.messages import text_of
from bot.simulator.shapes import Call, bad_request
from bot.simulator.world import Query, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
LIFETIME = 150.0
MOST_RESULTS = 50
LONGEST_ID = 64


def _query(world: World, number: str) -> Query:
    query = world.queries.get(number)
    if query is None or time.monotonic() - query.asked > LIFETIME:
        raise bad_request(TOO_OLD, circumstance=True)
    query.answered = True
    return query


def answer_callback_query(world: World, call: Call) -> bool:
    """Stop the little clock on a button; a text becomes a toast or an alert."""
    query = _query(world, call.params["callback_query_id"])
    call.chat = query.person.id
    text, url = call.params.get("text", ""), call.params.get("url", "")
    popup = {"text": text, "alert": bool(call.params.get("show_alert")), "query": query.id}
    if url:
        popup["url"] = url
    if text or url:
        query.person.popups.append(popup)
    world.live.tell("answered", person=query.person.id, **popup)
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    """What a search finds."""
    results = call.params["results"]
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    numbers = [result["id"] for result in results]
    if len(set(numbers)) != len(numbers):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        if not 1 <= len(result["id"].encode()) <= LONGEST_ID:
            raise bad_request("RESULT_ID_INVALID")
        check_markup(result.get("reply_markup"))
        if "message_text" in (content := result.get("input_message_content", {})):
            text_of({**content, "text": content["message_text"]})
    query = _query(world, call.params["inline_query_id"])
    call.chat = query.person.id
    query.results = results
    world.live.tell("found", person=query.person.id, query=query.id, results=results)
    return True


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
