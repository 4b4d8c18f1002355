"""/event on a coordinator's telephone: an event made, moved with everybody told, one time changed, cancelled with a word."""

import re

from sqlmodel import select

from models.events.draft_tables import EventDraft
from models.events.tables import Event
from models.people import meeting
from models.people.tables import Role
from tests.models.events.calendars import calendar
from tests.stage import COORDINATOR
from tests.walks.fingers import choices, press


async def coordinator(stage, language="en"):
    phone = stage.phone("Nadia", language, id=COORDINATOR)
    await phone.type("/start")
    return phone


async def made(stage, title="Stall night"):
    async with stage.database.reading() as session:
        return (await session.exec(select(Event).where(Event.title == title))).first()


async def make(phone, when="December 3, 6 pm to 8 pm"):
    await phone.type("/event")
    await press(phone, "make:new")
    await phone.type("Stall night")
    await phone.type(when)
    if "make:set:length:60" in choices(phone):
        await press(phone, "make:set:length:120")
    await phone.type("Old mill")
    await press(phone, "make:set:seats:20", "make:set:languages:en", "make:set:languages:fr", "make:set:languages:done")


async def test_from_nothing_to_an_event_people_find(stage):
    phone = await coordinator(stage)
    await make(phone)
    assert phone.last["text"] == (
        "A new event. Nobody sees it before you save it.\n\nStall night\n📅 Thursday, December 3, 2026\n"
        "🕕 6:00\u202fPM – 8:00\u202fPM\n📍 Old mill\n🔁 Once\n🪑 20 seats\n💬 English and Français"
    )
    assert await made(stage) is None
    await press(phone, "make:save")
    assert phone.last["text"].startswith(
        "Saved.\n\nStall night\n📅 Thursday, December 3, 2026, 6:00\u202fPM – 8:00\u202fPM"
    )
    event = await made(stage)
    assert (event.venue, event.capacity, event.languages, event.timezone) == (
        "Old mill",
        20,
        ["en", "fr"],
        "America/New_York",
    )
    maker = stage.phone("Amina")
    await maker.type("/start")
    await maker.type("/events")
    while "Stall night" not in maker.last["text"]:
        await press(maker, next(one for one in choices(maker, "ev:list:all:") if one > "ev:list:all:0"))


async def test_for_which_trades_and_what_it_helps_with(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:more", "make:ask:trades")
    await phone.type("xyzzy")
    assert phone.last["text"].startswith("I do not know a trade in that.")
    await phone.type("pottery and woodworking")
    await press(phone, "make:more", "make:ask:needs")
    await phone.type("a grant")
    assert "🧰 For: Pottery and ceramics and Wood" in phone.last["text"]
    assert "🤝 Helps with: " in phone.last["text"]
    assert len(choices(phone)) <= 8
    await press(phone, "make:save")
    event = await made(stage)
    assert (sorted(event.trades), event.needs) == (["ceramics", "wood"], ["grant"])
    potter = stage.phone("Amina")
    await potter.type("/start")
    await potter.type("pottery")
    await potter.type("/events")
    assert "for your trade" in potter.last["text"]


async def test_what_lasts_all_day_has_no_hour(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:ask:length", "make:set:length:all_day")
    assert "📅 Thursday, December 3, 2026\n🕕 all day\n" in phone.last["text"]
    await press(phone, "make:save")
    event = await made(stage)
    assert (event.all_day, event.starts_local.isoformat(), event.ends_local.isoformat()) == (
        True,
        "2026-12-03T00:00:00",
        "2026-12-04T00:00:00",
    )
    await press(phone, choices(phone, "make:edit")[0], "make:ask:when")
    await phone.type("December 4, 6 pm to 8 pm")
    await press(phone, "make:save")
    event = await made(stage)
    assert (event.all_day, event.starts_local.isoformat()) == (False, "2026-12-04T18:00:00")


async def test_for_which_trades_in_spanish(stage):
    phone = await coordinator(stage, "es")
    await make(phone, "3 de diciembre de 18:00 a 20:00")
    await press(phone, "make:more", "make:ask:trades")
    assert "¿Para qué oficios es?" in phone.last["text"]
    await phone.type("cerámica")
    assert "🧰 Para: " in phone.last["text"]
    await press(phone, "make:more", "make:ask:trades", "make:set:trades:none")
    assert "🧰" not in phone.last["text"]


async def test_a_restart_in_the_middle_changes_nothing(stage):
    phone = await coordinator(stage)
    await phone.type("/event")
    await press(phone, "make:new")
    await phone.type("Stall night")
    await stage.rebuild()
    await phone.type("3 December 6pm")
    assert "How long does it last?" in phone.last["text"]
    await phone.type("/help")
    await phone.type("/event")
    assert "You have begun something: Stall night." in phone.last["text"]
    await press(phone, "make:review", "make:drop")
    assert "You have begun" not in phone.last["text"]


async def test_times_that_do_not_exist_come_twice_or_are_over(stage):
    phone = await coordinator(stage)
    await phone.type("/event")
    await press(phone, "make:new")
    await phone.type("Stall night")
    await phone.type("whenever")
    assert phone.last["text"].startswith("I did not find one day and one hour in that.")
    await phone.type("2027-03-14 02:30")
    assert phone.last["text"].startswith(
        "Sunday, March 14, 2:30\u202fAM does not exist: that night the clocks are put forward"
    )
    assert choices(phone) == ["make:set:when:20270314013000:0", "make:set:when:20270314033000:0"]
    await phone.type("2027-11-07 01:30")
    assert phone.last["text"].startswith("Sunday, November 7, 1:30\u202fAM comes twice")
    await phone.type("2026-11-20 18:00")
    assert phone.last["text"].startswith("Friday, November 20, 6:00\u202fPM is over already.")
    await phone.type("2027-11-07 01:30")
    await press(
        phone,
        "make:set:when:20271107013000:1",
        "make:set:length:none",
        "make:set:place:none",
        "make:set:seats:none",
        "make:set:languages:done",
    )
    assert "1:30\u202fAM (the second time)" in phone.last["text"]
    await press(phone, "make:save")
    event = await made(stage)
    assert (event.fold, event.starts_at.hour, event.capacity) == (1, 6, None)


async def test_an_end_before_the_beginning_is_asked_about(stage):
    phone = await coordinator(stage)
    await phone.type("/event")
    await press(phone, "make:new")
    await phone.type("Stall night")
    await phone.type("December 3, 10 pm to 1 am")
    assert phone.last["text"].startswith("Thursday, December 3, 1:00\u202fAM is before it begins.")
    await press(phone, "make:set:ends:20261204010000:0")
    assert "Where is it?" in phone.last["text"]


async def joined(stage, *names):
    """They say yes to the stall night."""
    phones = []
    for name in names:
        phone = stage.phone(name)
        await phone.type("/start")
        await phone.type("/events")
        while "Stall night" not in phone.last["text"]:
            await press(phone, next(one for one in choices(phone, "ev:list:all:") if one > "ev:list:all:0"))
        line = next(line for line in phone.last["text"].splitlines() if "Stall night" in line)
        number = re.search(r"\d+", line)[0]
        await phone.tap(next(label for label in phone.buttons if label.startswith(f"{number} ")))
        await press(phone, choices(phone, "ev:yes")[0])
        phones.append(phone)
    return phones


async def test_before_a_move_she_reads_who_is_told_and_then_they_are(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:save")
    makers = await joined(stage, "Amina", "Bertrand")
    await phone.type("/event")
    while not any("Stall night" in label for label in phone.buttons):
        await press(phone, next(one for one in choices(phone, "make:list:") if one > "make:list:0"))
    await phone.tap(next(label for label in phone.buttons if "Stall night" in label))
    assert "👥 2 come" in phone.last["text"]
    await press(phone, choices(phone, "make:edit")[0], "make:ask:when")
    await phone.type("December 4, 7 pm")
    await press(phone, "make:save")
    assert phone.last["text"].startswith("Shall I save it?\n2 people are told.")
    assert (await made(stage)).version == 1, "nothing is true yet"
    await press(phone, "make:sure")
    assert phone.last["text"].startswith(
        "Saved.\n\nStall night\n📅 Friday, December 4, 2026, 7:00\u202fPM – 9:00\u202fPM"
    )
    for _ in makers:
        stage.clock.tick(seconds=1)
        await stage.deliver()
    assert ["December 4" in maker.last["text"] or maker.last["text"] for maker in makers] == [True, True]


async def test_who_comes_is_ticked_off_by_name_and_by_code_and_leaves_as_a_sheet(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:save")
    await joined(stage, "Amina", "=Bertrand")
    await press(phone, choices(phone, "make:who")[0])
    text = phone.last["text"]
    assert "👥 2 come · 0 are there" in text
    code = re.search(r"Amina ([2-9A-Z]{4})", text)[1]
    await phone.type(code.lower())
    assert phone.last["text"].startswith("Amina is there.")
    await phone.type("0000")
    assert phone.last["text"].startswith("Nobody here has this code.")
    await press(phone, next(one for one in choices(phone, "make:here") if one.endswith(":yes")))
    assert "👥 2 come · 2 are there" in phone.last["text"]
    await press(phone, choices(phone, "make:here")[0])
    assert "👥 2 come · 1 is there" in phone.last["text"]
    await press(phone, choices(phone, "make:sheet")[0])
    file = phone.last["document"]
    rows = stage.sim.world.files.find(file["file_id"]).upload.content.decode("utf-8-sig").splitlines()
    assert file["file_name"] == "stall-night-2026-12-03.csv"
    assert rows[0] == "name,state,brings,needs,language,since,code,there_at"
    assert sorted(row.split(",")[0] for row in rows[1:]) == ["'=Bertrand", "Amina"]


async def test_cancelled_with_a_word(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:save")
    (maker,) = await joined(stage, "Amina")
    await press(phone, choices(phone, "make:off")[0])
    await phone.type("The hall is <flooded>.")
    assert phone.last["text"].startswith("Shall I cancel it?\n1 person is told.")
    assert "The hall is <flooded>." in phone.last["text"]
    await press(phone, "make:off_sure")
    assert phone.last["text"].startswith("Cancelled.\n\nStall night · cancelled")
    await stage.deliver()
    assert "The hall is <flooded>." in maker.last["text"]


async def test_one_time_of_a_series_and_all_that_follow(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:more", "make:ask:repeat", "make:set:repeat:weekly")
    assert "🔁 Every week" in phone.last["text"]
    await press(phone, "make:save")
    await press(phone, choices(phone, "make:dates")[0])
    await press(phone, choices(phone, "make:open")[1])
    assert "Thursday, December 10, 2026" in phone.last["text"]
    await press(phone, next(one for one in choices(phone, "make:edit") if one.endswith(":one")), "make:ask:place")
    await phone.type("Library")
    await press(phone, "make:save")
    event = await made(stage)
    assert event.overrides == {"2026-12-10T18:00": {"venue": "Library"}}
    await press(phone, next(one for one in choices(phone, "make:edit") if one.endswith(":following")), "make:ask:when")
    await phone.type("December 11, 6 pm")
    await press(phone, "make:save")
    async with stage.database.reading() as session:
        before, after = (
            await session.exec(select(Event).where(Event.title == "Stall night").order_by(Event.starts_local))
        ).all()
    assert (before.rrule, after.rrule) == ("FREQ=WEEKLY;UNTIL=20261210T175959;BYDAY=TH", "FREQ=WEEKLY;BYDAY=FR")


async def test_once_more_on_another_day(stage):
    phone = await coordinator(stage)
    await make(phone)
    await press(phone, "make:save")
    await press(phone, choices(phone, "make:again")[0])
    await phone.type("January 7, 6 pm")
    assert "📅 Thursday, January 7, 2027" in phone.last["text"]
    await press(phone, "make:save")
    async with stage.database.reading() as session:
        assert len((await session.exec(select(Event).where(Event.title == "Stall night"))).all()) == 2


async def test_the_thirty_first_is_said(stage):
    phone = await coordinator(stage)
    await make(phone, "December 31, 6 pm to 8 pm")
    await press(phone, "make:more", "make:ask:repeat", "make:set:repeat:monthly_day")
    assert phone.last["text"].endswith("⚠️ Months that have no such day are left out.")


FILE = calendar(("UID:y", "SUMMARY:Stall night", "DTSTART;TZID=Europe/Paris:20261203T180000"), ("UID:z",))


async def test_a_calendar_file_is_looked_at_and_then_taken_in(stage):
    phone = await coordinator(stage)
    await phone.send_file("events.ics", FILE, content_type="text/calendar")
    assert phone.last["text"] == (
        "events.ics\nNew: 1. Changed: 0. As they are: 0.\n\nRefused:\n• event 2, DTSTART: this must not be empty"
    )
    assert await made(stage) is None
    await stage.rebuild()
    await press(phone, "make:take_in")
    assert phone.last["text"].startswith("events.ics\nDone: 1 new, 0 changed.")
    assert (await made(stage)).timezone == "Europe/Paris"


async def test_a_makers_file_is_not_opened(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.send_file("events.ics", FILE, content_type="text/calendar")
    assert "events.ics" not in phone.last["text"]
    assert [call.method for call in stage.sim.calls if call.method == "getFile"] == []


async def test_a_maker_cannot_even_with_a_button_that_was_hers(stage):
    maker = stage.phone("Amina")
    await maker.type("/start")
    await maker.type("/event")
    assert "make:new" not in choices(maker)
    assert await made(stage) is None


async def test_whoever_has_lost_the_right_can_neither_press_nor_type_on(stage):
    phone = stage.phone("Otto")
    await phone.type("/start")
    await appointed(stage, phone, Role.COORDINATOR)
    await phone.type("/event")
    await press(phone, "make:new")
    await phone.type("Stall night")
    await appointed(stage, phone, Role.MAKER)
    await phone.type("3 December 6pm")
    assert "How long does it last?" not in phone.last["text"]
    await press(phone, "make:drop")
    async with stage.database.reading() as session:
        (draft,) = (await session.exec(select(EventDraft))).all()
    assert list(draft.values) == ["title", "description_language"]


async def appointed(stage, phone, role):
    async with stage.database.transaction() as session:
        await meeting.appoint(session, await meeting.by_chat(session, phone.id), role)


async def test_in_french(stage):
    phone = await coordinator(stage, "fr")
    await phone.type("/event")
    await press(phone, "make:new")
    await phone.type("Soirée des étals")
    await phone.type("jeudi 3 décembre 18h30 à 20h")
    await press(phone, "make:set:place:none", "make:set:seats:none", "make:set:languages:done", "make:save")
    event = await made(stage, "Soirée des étals")
    assert (event.starts_local.hour, event.starts_local.minute, event.ends_local.hour) == (18, 30, 20)
