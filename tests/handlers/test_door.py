"""The door frame: once per update, one transaction, the person met, and words only after the commit."""

from types import SimpleNamespace

import pytest
from telegram import Bot, Update

from bot.simulator import Simulator
from bot.telegram import Wire
from handlers.door import enter, source_of
from handlers.screens import Say, Screen
from models.people import meeting
from models.people.tables import Person
from tests.conftest import NOON
from tests.handlers.visitor import furnished


@pytest.fixture
async def sim():
    async with Simulator.serving() as sim:
        yield sim
        assert sim.violations == []


@pytest.fixture
async def context(sim, database):
    wire = Wire(timeout=0.5)
    bot = Bot(sim.token, base_url=f"{sim.url}/bot", request=wire, get_updates_request=wire)
    await bot.initialize()
    yield SimpleNamespace(bot=bot, house=furnished(database, NOON), language=None)
    await wire.shutdown()


@pytest.fixture
async def ana(sim):
    ana = sim.person("Ana", "es")
    await ana.type("/start", wait=False)
    return ana


def update_of(ana, text="hello", number=7):
    body = {**ana.messages[0], "from": ana.person.as_user(), "text": text}
    return Update.de_json({"update_id": number, "message": body}, None)


async def hello(visit):
    return [Say(Screen(f"{visit.words}, {visit.person.first_name}"))]


async def stands(visit):
    return [Say(Screen("here you are"))]


async def people(database):
    async with database.reading() as session:
        return (await session.exec(Person.__table__.select())).all()


async def test_the_visitor_is_known_and_what_she_said(context, ana):
    await enter(hello, stands, update_of(ana), context)
    assert ana.screen == "hello, Ana"
    assert context.language == "es"


async def test_words_leave_after_the_commit(context, ana, sim, database):
    """When the message arrives, somebody looking from outside finds her there."""
    seen = []
    post = context.bot._post

    class Watching:
        async def _post(self, *what, **more):
            seen.append(len(await people(database)))
            return await post(*what, **more)

    context.bot = Watching()
    await enter(hello, stands, update_of(ana), context)
    assert seen == [1]


async def test_a_door_that_fails_leaves_nothing_behind(context, ana, database):
    async def breaks(visit):
        visit.person.source = "half a change"
        raise RuntimeError("as it happens")

    with pytest.raises(RuntimeError):
        await enter(breaks, stands, update_of(ana), context)
    assert await people(database) == []
    assert (context.house.in_hand, context.house.answered) == (set(), set())
    await enter(hello, stands, update_of(ana), context)
    assert ana.screen == "hello, Ana"


async def test_the_same_update_opens_the_door_once(context, ana):
    entered = []

    async def count(visit):
        entered.append(visit.words)
        return [Say(Screen("once"))]

    for _ in range(3):
        await enter(count, stands, update_of(ana), context)
    assert entered == ["hello"]
    assert len([message for message in ana.messages if message["from"]["is_bot"]]) == 1


async def test_an_update_in_hand_is_not_taken_a_second_time(context, ana):
    context.house.in_hand.add(7)
    await enter(hello, stands, update_of(ana), context)
    assert len(ana.messages) == 1


async def test_whoever_is_named_becomes_administrator_and_sees_the_menu(context, ana, sim, database):
    context.house = furnished(database, NOON)
    object.__setattr__(context.house, "administrators", frozenset({ana.id}))
    await enter(hello, stands, update_of(ana), context)
    await enter(hello, stands, update_of(ana, number=8), context)
    assert [person.role for person in await people(database)] == ["administrator"]
    assert [call.method for call in sim.calls].count("setMyCommands") == 1


async def test_a_block_on_the_way_is_noted(context, ana, database):
    await ana.block(wait=False)
    await enter(hello, stands, update_of(ana), context)
    async with database.reading() as session:
        assert (await meeting.by_chat(session, ana.id)).blocked_at == NOON


async def test_a_name_that_turns_the_text_is_straightened(context, sim, database):
    turned = sim.person("\u202emoor\u202c\u2066x")
    await turned.type("/start", wait=False)
    await enter(hello, stands, update_of(turned), context)
    assert [person.first_name for person in await people(database)] == ["moorx"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("/start flyer", "flyer"),
        ("/start", None),
        ("/help flyer", None),
        ("hello", None),
        ("/start " + "x" * 99, "x" * 64),
    ],
)
async def test_the_payload_says_where_she_comes_from(ana, text, source):
    assert source_of(update_of(ana, text)) == source
