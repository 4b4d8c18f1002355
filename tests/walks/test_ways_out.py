"""The other commands: a person's help, privacy, silence, being forgotten, blocking and coming back; the coordinator."""

from models.db import metadata
from models.people import meeting
from models.people.tables import Role
from tests.stage import COORDINATOR
from tests.walks.fingers import choices, press, reach_the_list, walk_to_the_end


async def rows_of(stage, chat_id):
    """Every row of every table that leads to this person, by table."""
    found = {}
    async with stage.database.reading() as session:
        person = await meeting.by_chat(session, chat_id)
        for table in metadata.sorted_tables:
            rows = (await session.exec(table.select())).all()
            theirs = [row for row in rows if person and person.id in tuple(row)]
            if theirs:
                found[table.name] = len(theirs)
    return found


async def test_asking_a_person(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.type("/ask")
    contacts = stage.running.house.town.contacts
    assert phone.screen == (
        "A person answers\n\n"
        "The people of Made in Belmoulin are glad to help. No question is too small.\n\n"
        "Write it now, in any form: words, a picture, a voice message, a file. Your next message goes to them, and the "
        "answer comes here.\n\n"
        "Or reach them another way:\n\n"
        f"📞 {contacts.phone}\n✉️ {contacts.email}\n🕑 {contacts.office_hours['en']}\n"
        "[📄 Permits and rules] [💰 Money]\n[🏠 A place to work] [🛒 Selling]\n[🗓 Events] [💬 Something else]"
    )


async def test_help_lists_what_a_maker_may_do(stage):
    phone = stage.phone("Amina")
    await phone.type("/help")
    assert phone.last["text"].splitlines()[0] == "What I can do for you"
    listed = [line.partition(" ")[0] for line in phone.last["text"].splitlines() if line.startswith("/")]
    commands = stage.running.house.commands
    assert listed == [f"/{name}" for name, role in commands.items() if role == Role.MAKER]
    assert "/stats" not in listed


async def test_every_listed_command_is_answered(stage):
    phone = stage.phone("Amina")
    await phone.type("/help")
    for command in [line.partition(" ")[0] for line in phone.last["text"].splitlines() if line.startswith("/")]:
        await phone.type(command)
        assert phone.heard, command


async def test_every_button_of_the_menu_leads_somewhere(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    for place in choices(phone, "go:"):
        await press(phone, place)
        assert phone.heard, place
        await phone.type("/help")


async def test_privacy_tells_what_is_kept_and_leads_to_it(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.type("/privacy")
    assert phone.last["text"].startswith("What I keep, and why")
    assert choices(phone) == ["go:profile", "forget:ask"]
    await press(phone, "go:profile")
    assert "What you make · 🍞 Food" in phone.last["text"]


async def test_forgetting_takes_everything_from_every_table(stage):
    phone, other = stage.phone("Amina"), stage.phone("Diego", "es")
    for one in (phone, other):
        await walk_to_the_end(one)
        await one.type("/next")
        await press(one, choices(one, "card:")[0])
        await press(one, choices(one, "mark:saved")[0])
    assert await rows_of(stage, phone.id) == {"person": 1, "intake": 1, "answer": 12, "mark": 1, "preference": 1}
    theirs = await rows_of(stage, other.id)
    async with stage.database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
    await phone.type("/forget")
    await phone.tap("Yes, erase everything")
    assert phone.screen == "Everything about you is erased. If you ever want to come back, write /start."
    assert await everything_with(stage, person.id, phone.id) == []
    assert await rows_of(stage, other.id) == theirs


async def everything_with(stage, *keys):
    """The tables in which one of these keys still stands."""
    async with stage.database.reading() as session:
        return [
            table.name
            for table in metadata.sorted_tables
            for row in (await session.exec(table.select())).all()
            if {*keys} & {value for value in row if isinstance(value, str | int) or hasattr(value, "hex")}
        ]


async def test_forgetting_can_be_thought_over(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.type("/forget")
    await phone.tap("No, keep it")
    assert phone.screen == "Nothing was erased."
    assert await rows_of(stage, phone.id) == {"person": 1, "intake": 1, "answer": 1}


async def test_after_being_forgotten_everything_begins_anew(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await phone.type("/forget")
    await phone.tap("Yes, erase everything")
    await phone.type("/start")
    assert phone.heard[0].startswith("Hello Amina.")
    assert choices(phone, "answer:trade")


async def test_an_old_button_after_being_forgotten_brings_nothing_back(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/forget")
    await phone.tap("Yes, erase everything")
    await press(phone, "answer:trade:food")
    assert phone.popups[-1]["text"] == "That button is from earlier. Look at the newest message."
    assert (await rows_of(stage, phone.id)).get("answer") is None


async def test_stop_is_silence_and_start_ends_it(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    await phone.type("/stop")
    assert phone.last["text"].startswith("All right, I will not write to you unless you write to me.")

    async def stopped():
        async with stage.database.reading() as session:
            return (await meeting.by_chat(session, phone.id)).stopped_at

    assert await stopped() == stage.clock()
    await phone.type("/start")
    assert await stopped() is None
    assert phone.last["text"].startswith("Good to see you again, Amina.")


async def test_blocked_and_back(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.block()

    async def blocked():
        async with stage.database.reading() as session:
            return (await meeting.by_chat(session, phone.id)).blocked_at

    assert await blocked() == stage.clock()
    await phone.unblock()
    await phone.type("/start")
    assert await blocked() is None
    await phone.tap("Continue")
    assert phone.last["text"].startswith("Where are you with it?")


async def test_blocking_while_the_answer_is_under_way(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("/next", wait=False)
    await phone.block(wait=False)
    await phone.settled()
    async with stage.database.reading() as session:
        assert (await meeting.by_chat(session, phone.id)).blocked_at == stage.clock()


# The coordinator


async def test_the_coordinators_menu_has_more_commands(stage):
    robin = stage.phone("Robin", id=COORDINATOR)
    await robin.type("/start")
    told = [call.params for call in stage.sim.calls if call.method == "setMyCommands"][-1]
    assert told["scope"] == {"type": "chat", "chat_id": COORDINATOR}
    assert {"command": "stats", "description": "The programme in numbers"} in told["commands"]
    await robin.type("/help")
    assert "/stats · The programme in numbers" in robin.last["text"]


async def test_the_numbers_tell_on_nobody(stage):
    for number in range(6):
        phone = stage.phone(f"Maker{number}", "es" if number else "fr")
        await phone.type("/start poster" if number else "/start market")
        await press(phone, "answer:trade:food")
    robin = stage.phone("Robin", id=COORDINATOR)
    await robin.type("/stats")
    assert robin.screen == (
        "The programme in numbers\n\n"
        "People who wrote · 7\nAnswered the first three questions · 0\nAnswered everything they wanted to · 0\n\n"
        "Languages\nSpanish · 5\nEnglish · fewer than 5\nFrench · fewer than 5\n\n"
        "What they make\nFood · 6\n\n"
        "Where they came from\nposter · 5\nmarket · fewer than 5\n\n"
        "Groups under 5 are not shown."
    )


async def test_a_maker_is_refused_kindly(stage):
    for language, refused in (
        ("en", "This is for the town’s coordinators."),
        ("fr", "Ceci est réservé à l’équipe de coordination de la ville."),
        ("es", "Esto es para el equipo de coordinación de la ciudad."),
    ):
        phone = stage.phone("Amina", language)
        await phone.type("/stats")
        assert phone.screen == refused
