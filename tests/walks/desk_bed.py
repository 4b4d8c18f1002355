"""Makers and staff for the desk's walks: their phones, the group they stand in, and what is read there."""

from tests.stage import COORDINATOR

STAFF = -1001000000001  # the first group of the simulated town
KINDS = ("photo", "voice", "document", "location", "poll")
SERVICE = ("forum_topic_created", "migrate_from_chat_id", "migrate_to_chat_id")
PICTURE = b"\x89PNG\r\n\x1a\n"


async def staffed(stage, *names, forum=True):
    """People with phones, in the staff's group."""
    phones = [stage.phone(name, "en") for name in names]
    return stage.sim.group("Staff", *phones, forum=forum), *phones


async def maker(stage, name="Ana", language="en"):
    phone = stage.phone(name, language)
    await phone.type("/start")
    return phone


async def vera_of(stage, language="en"):
    vera = stage.phone("Vera", language, id=COORDINATOR)
    await vera.type("/start")
    return vera


async def deliver(stage, times=3):
    for _ in range(times):
        await stage.deliver()
        stage.clock.tick(seconds=4)


def said(chat, thread=None):
    """What stands in a group, or in one topic of it, without service messages."""
    return [
        message.get("text") or message.get("caption") or next(kind for kind in KINDS if kind in message)
        for message in chat.messages.values()
        if not any(kind in message for kind in SERVICE)
        and (thread is None or message.get("message_thread_id") == thread)
    ]


def topics(chat):
    return {topic["name"]: number for number, topic in chat.topics.items()}


def signs(chat, message_id):
    return [one["emoji"] for one in chat.reactions.get(message_id, [])]


CARD = "Answer here, or reply to a message: it goes to Ana. What begins with // stays among you."
