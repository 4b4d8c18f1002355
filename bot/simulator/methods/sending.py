"""sendMessage and its kin: every way a bot puts something new into a chat."""

from collections.abc import Callable

from bot.simulator.files import describe
from bot.simulator.messages import caption_of, place, post, text_of
from bot.simulator.methods.plain import minimal
from bot.simulator.shapes import Call, Json, bad_request
from bot.simulator.world import World

FILE_KINDS = {
    "sendPhoto": "photo", "sendDocument": "document", "sendVideo": "video", "sendAnimation": "animation",
    "sendAudio": "audio", "sendVoice": "voice", "sendVideoNote": "video_note", "sendSticker": "sticker",
}  # fmt: skip
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
OTHERS = ("sendPaidMedia", "sendChecklist", "sendInvoice", "sendGame", "sendLivePhoto", "sendRichMessage")
DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
FEWEST_IN_GROUP, MOST_IN_GROUP = 2, 10
MOST_OPTIONS = 12
LONGEST_OPTION = 100


def send_message(world: World, call: Call) -> Json:
    """A text."""
    return post(world, call, text_of(call.params))


def _send_file(kind: str) -> Callable[[World, Call], Json]:
    def send(world: World, call: Call) -> Json:
        world.town.open_chat(call.params["chat_id"])
        stored = world.files.received(call, kind, call.params.get(kind), kind)
        content: Json = {kind: describe(kind, stored), **caption_of(call.params)}
        if kind == "animation":
            content["document"] = describe("document", stored)
        return post(world, call, content)

    return send


def send_location(world: World, call: Call) -> Json:
    """A point."""
    return post(world, call, {"location": _point(call.params)})


def send_venue(world: World, call: Call) -> Json:
    """A place with a name and an address."""
    venue = {"location": _point(call.params), "title": call.params["title"], "address": call.params["address"]}
    return post(world, call, {"location": venue["location"], "venue": venue})


def _point(params: Json) -> Json:
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("bad location provided")
    return {"latitude": latitude, "longitude": longitude}


def send_contact(world: World, call: Call) -> Json:
    """Somebody's telephone number."""
    fields = ("phone_number", "first_name", "last_name", "vcard")
    return post(world, call, {"contact": {name: call.params[name] for name in fields if call.params.get(name)}})


def send_dice(world: World, call: Call) -> Json:
    """A die; it falls by its message's turn, so a test can rely on it."""
    emoji = call.params.get("emoji", "🎲")
    if emoji not in DICE:
        raise bad_request("emoji must be one of the dice emoji")
    value = len(world.calls) % DICE[emoji] + 1
    return post(world, call, {"dice": {"emoji": emoji, "value": value}})


def send_poll(world: World, call: Call) -> Json:
    """A poll with its options."""
    params = call.params
    options = [option["text"] for option in params["options"]]
    if not options or len(options) > MOST_OPTIONS:
        raise bad_request("poll can't have more than 12 options" if options else "poll must have at least 1 option")
    if any(not 1 <= len(option) <= LONGEST_OPTION for option in options):
        raise bad_request("poll options length must not exceed 100")
    kind = params.get("type", "regular")
    poll: Json = {
        "id": str(10_000 + len(world.calls)), "question": params["question"], "total_voter_count": 0,
        "is_closed": False,
        "options": [{"text": text, "voter_count": 0, "persistent_id": str(n)} for n, text in enumerate(options)],
        "is_anonymous": params.get("is_anonymous", True), "type": kind,
        "allows_multiple_answers": params.get("allows_multiple_answers", False),
        "allows_revoting": kind == "regular", "members_only": False,
    }  # fmt: skip
    return post(world, call, {"poll": poll})


def send_media_group(world: World, call: Call) -> list[Json]:
    """An album: several files sent as one."""
    media = call.params["media"]
    if not FEWEST_IN_GROUP <= len(media) <= MOST_IN_GROUP:
        raise bad_request("media group must include 2-10 items")
    chat = world.town.open_chat(call.params["chat_id"])
    album = str(world.me["id"] * 1000 + len(world.calls))
    contents = [_album_piece(world, call, item) | {"media_group_id": album} for item in media]
    return [place(world, chat, content) for content in contents]


def _album_piece(world: World, call: Call, item: Json) -> Json:
    kind = item["type"]
    stored = world.files.received(call, "", item["media"], kind)
    return {kind: describe(kind, stored), **caption_of(item)}


def send_chat_action(world: World, call: Call) -> bool:
    """typing… and the like; gone by itself after five seconds."""
    if call.params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.town.open_chat(call.params["chat_id"])
    world.live.tell("typing", chat=chat.id, action=call.params["action"])
    return True


def send_other(world: World, call: Call) -> Json:
    """Kinds of messages nobody here looks at."""
    kind = call.method.removeprefix("send")
    known = kind in ("Invoice", "Game")
    content = {kind.lower(): minimal(kind)} if known else {"text": f"[{kind}]"}
    return post(world, call, content)


METHODS = {
    "sendMessage": send_message, "sendLocation": send_location, "sendVenue": send_venue, "sendContact": send_contact,
    "sendDice": send_dice, "sendPoll": send_poll, "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    **{name: _send_file(kind) for name, kind in FILE_KINDS.items()},
    **dict.fromkeys(OTHERS, send_other),
}  # fmt: skip
