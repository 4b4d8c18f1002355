"""Events on a telephone: what is on, a word in one tap, the seat that frees, the reminder, and the question afterwards."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.simulator.screen import inline_rows
from handlers.clock import attending
from models.events import gatherings, replanning
from models.events.recurrence import to_utc
from models.events.tables import Event
from models.outbox import preferences
from models.people import meeting
from models.resources import catalogue
from models.resources.facts import handle
from tests.walks.fingers import choices, data_of, press

ZONE = "America/New_York"
TALK = handle("talk")


async def puts_on(stage, starts="2026-11-27T18:00", source_id="talk", **fields):
    """A coordinator puts an event on the town's calendar; in five days, unless somebody says otherwise."""
    wall = datetime.fromisoformat(starts)
    values = {
        "title": "Glaze talk",
        "translations": {"fr": {"title": "Parlons émaux"}, "es": {"title": "Charla de esmaltes"}},
        "starts_local": wall,
        "ends_local": wall + timedelta(hours=2),
        "starts_at": to_utc(wall, ZoneInfo(ZONE)),
        "timezone": ZONE,
        "venue": "Mill No. 4",
        "address": "4 Mill Yard",
        "languages": ["en", "fr", "es"],
        "cost": "free",
        "changed_at": stage.clock(),
        **fields,
    }
    async with stage.database.transaction() as session:
        session.add(Event(source_id=source_id, **values))
        await catalogue.bump(session)


async def changes(stage, source_id="talk", note="", **fields):
    """She changes it, and what people have said follows in the same transaction."""
    async with stage.database.transaction() as session:
        event = await gatherings.event_of(session, source_id)
        for name, value in fields.items():
            setattr(event, name, value)
        event.version += 1
        session.add(event)
        await catalogue.bump(session)
        await replanning.replan(session, event, stage.clock(), stage.running.house.customs, note)


async def meets(stage, name, language="en", **chosen):
    """Somebody who has begun, and lets herself be reminded."""
    phone = stage.phone(name, language)
    await phone.type("/start")
    async with stage.database.transaction() as session:
        person = await meeting.by_chat(session, phone.id)
        await preferences.agree(session, person.id, {"consent_reminders": True})
        if chosen:
            await preferences.live_in(session, person.id, chosen["zone"])
    return phone


async def opens(stage, phone, source_id="talk"):
    """The event's card, wherever it stands in the list."""
    await phone.type("/events")
    while not choices(phone, f"ev:open:{handle(source_id)}"):
        await press(phone, choices(phone, "ev:list:all:")[-1])
    await press(phone, choices(phone, f"ev:open:{handle(source_id)}")[0])


async def says(phone, verb, *more):
    """Press a verb of the card that stands on the screen."""
    wanted = [one for one in choices(phone, f"ev:{verb}:") if all(part in one for part in more)]
    await press(phone, wanted[0])


async def later(stage, **time):
    """Time passes, the clock's ticks run, and what is due leaves."""
    stage.clock.tick(**time)
    await attending.pass_seats_on(stage.running.house)
    await attending.ask(stage.running.house)
    await stage.deliver()


async def at(stage, moment):
    await later(stage, seconds=(to_utc(datetime.fromisoformat(moment), ZoneInfo(ZONE)) - stage.clock()).total_seconds())


def on(phone):
    """Her newest screen, with plain spaces."""
    return phone.screen.replace("\u202f", " ")


def text_of(phone):
    return phone.last["text"].replace("\u202f", " ")


def popup(phone):
    return phone.popups[-1]["text"]


async def test_what_is_on_day_by_day_with_a_reason(stage):
    phone = await meets(stage, "Ana")
    await phone.type("pottery")
    await puts_on(stage, "2026-11-23T13:00", trades=["ceramics"], neighborhood="The Mills")
    await phone.type("/events")
    text = text_of(phone).split("\n\n")
    assert text[0] == "What is on in Belmoulin"
    assert text[1] == (
        "🗓 Monday, November 23\n"
        "1. Glaze talk\n"
        "1:00 PM–3:00 PM · 📍 The Mills · 💵 Free\n"
        "for your trade: pottery and ceramics · in English"
    )
    assert [means for means in choices(phone, "ev:") if means.startswith("ev:list")] == [
        "ev:list:all:1", "ev:list:place:0", "ev:list:online:0", "ev:list:mine:0",
    ]  # fmt: skip
    assert len(choices(phone)) <= 8


async def test_online_in_a_place_and_hers(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage, venue=None, address=None, online_url="https://talk.example/room")
    await phone.type("/events")
    await press(phone, "ev:list:online:0")
    assert text_of(phone).startswith("Online")
    await press(phone, "ev:list:mine:0")
    assert text_of(phone) == (
        "Your dates\n\nYou have said yes to nothing yet. Open an event and tell me whether you come."
    )
    await opens(stage, phone)
    assert "https://talk.example/room" not in text_of(phone)  # the room is for those who come
    await says(phone, "yes")
    assert "🔗 https://talk.example/room" in text_of(phone)
    await press(phone, "ev:list:all:0", "ev:list:mine:0")
    assert text_of(phone).split("\n\n")[1] == (
        "🗓 Friday, November 27\n1. Glaze talk\n6:00 PM–8:00 PM · 💻 online · 💵 Free\n✅ You are coming."
    )


async def test_a_word_in_one_tap_and_a_restart_in_the_middle(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage, capacity=12, plus_ones=2, latitude=44.5, longitude=-70.1)
    await opens(stage, phone)
    assert on(phone) == (
        "📅 Glaze talk\n\n"
        "🗓 Friday, November 27, 6:00 PM–8:00 PM\n"
        "📍 Mill No. 4, 4 Mill Yard\n"
        "💵 Free\n\n"
        "Why I show it: costs nothing · coming up soon\n"
        "🎟 12 seats left\n"
        "[I am coming] [Perhaps] [Not this time]\n"
        "[📍 Map]\n"
        "[‹ All events] [↗ Share]"
    )
    await says(phone, "yes")
    await stage.rebuild()
    await says(phone, "with", ":1")
    await says(phone, "needs")
    await says(phone, "needs", "childcare")
    await says(phone, "needs", "ride")
    await says(phone, "open")
    assert re.sub("say [2-9A-Z]{4}", "say CODE", on(phone)) == (
        "📅 Glaze talk\n\n"
        "🗓 Friday, November 27, 6:00 PM–8:00 PM\n"
        "📍 Mill No. 4, 4 Mill Yard\n"
        "💵 Free\n\n"
        "Why I show it: costs nothing · coming up soon\n"
        "🎟 10 seats left\n\n"
        "✅ You are coming.\n"
        "👥 You bring 1 more.\n"
        "🔑 At the door, say CODE.\n"
        "🙋 You need: Childcare and A ride\n"
        "🔔 I remind you: the day before and an hour before\n"
        "[Perhaps] [Not this time]\n"
        "[👥 I bring 2 more]\n"
        "[🙋 I need …] [🔔 When to remind me]\n"
        "[📍 Map] [📅 Into my calendar]\n"
        "[‹ All events]"
    )
    await says(phone, "map")
    assert phone.messages[-1]["venue"] == {
        "location": {"latitude": 44.5, "longitude": -70.1}, "title": "Mill No. 4", "address": "4 Mill Yard",
    }  # fmt: skip


async def test_two_taps_at_once_and_old_buttons_do_no_harm(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage, capacity=3)
    cards = []
    for _ in range(4):  # four cards of the same event, each with its buttons
        await opens(stage, phone)
        cards.append(phone.last)
    yes = data_of(phone, f"ev:yes:{TALK}:20261127180000")
    await phone.tap(data=yes, on=cards[3])
    await phone.tap(data=yes, on=cards[2])
    assert "🎟 2 seats left" in text_of(phone)
    stage.clock.tick(days=5)
    await phone.tap(data=yes, on=cards[1])
    assert popup(phone) == "It has begun already."
    await changes(stage, status="cancelled")
    await phone.tap(data=yes, on=cards[0])
    assert popup(phone) == "It does not take place."


# --- reminders


async def test_reminded_the_day_before_and_an_hour_before(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    await at(stage, "2026-11-26T18:00")
    assert on(phone) == (
        "⏰ Tomorrow: Glaze talk\n\n"
        "🗓 Friday, November 27, 6:00 PM–8:00 PM\n"
        "📍 Mill No. 4, 4 Mill Yard\n"
        "[I cannot come] [Details]\n"
        "[Why this?]"
    )
    await at(stage, "2026-11-27T17:00")
    assert text_of(phone).startswith("⏰ Today: Glaze talk")
    await at(stage, "2026-11-27T18:30")
    assert [message["text"][:1] for message in phone.messages].count("⏰") == 2


async def test_her_own_times_for_this_one(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    await says(phone, "reminders")
    await says(phone, "reminders", ":day:off")
    await says(phone, "reminders", ":180m:on")
    assert on(phone) == (
        "Glaze talk\n\n"
        "When shall I remind you? Press as many as you like.\n"
        "[the day before] [that morning]\n"
        "[✓ an hour before] [2 days before]\n"
        "[✓ 3 hours before] [30 minutes before]\n"
        "[✏️ Another time]\n"
        "[‹ Back to the event]"
    )
    await at(stage, "2026-11-26T18:00")
    assert not text_of(phone).startswith("⏰")
    await at(stage, "2026-11-27T15:00")
    assert text_of(phone).startswith("⏰")


async def test_a_time_of_her_own_in_her_own_words(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    await says(phone, "reminders")
    await says(phone, "reminders", ":own")
    assert on(phone) == (
        "Glaze talk\n\n"
        "When shall I remind you? Write it as you would say it: “two hours before”, “3 days before at 18:00”, "
        "“on the day at 7:30”.\n"
        "[Cancel]"
    )
    await phone.type("soonish")
    assert text_of(phone).startswith("Glaze talk\n\nI did not understand when.")
    await stage.rebuild()
    await phone.type("two hours before, 3 days before at 18:00")
    assert on(phone) == (
        "Glaze talk\n\n"
        "Noted: 2 hours before and 3 days before at 6:00 PM.\n\n"
        "When shall I remind you? Press as many as you like.\n"
        "[✓ the day before] [that morning]\n"
        "[✓ an hour before]\n"
        "[✓ 3 days before at 6:00 PM]\n"
        "[3 hours before] [✓ 2 hours before]\n"
        "[✏️ Another time]\n"
        "[‹ Back to the event]"
    )
    await at(stage, "2026-11-24T18:00")
    assert text_of(phone).startswith("⏰")
    await at(stage, "2026-11-26T18:00")
    await at(stage, "2026-11-27T16:00")
    await at(stage, "2026-11-27T17:00")
    assert [message["text"][:1] for message in phone.messages].count("⏰") == 4


async def test_a_time_of_her_own_in_french_and_what_cannot_be(stage):
    phone = await meets(stage, "Luc", "fr")
    await puts_on(stage, "2026-11-25T18:00")
    await opens(stage, phone)
    await says(phone, "yes")
    await says(phone, "reminders")
    await says(phone, "reminders", ":own")
    await phone.type("une semaine avant")
    assert text_of(phone).startswith("Parlons émaux\n\nCe moment est déjà passé.")
    await phone.type("le jour même à 20 h")
    assert text_of(phone).startswith("Parlons émaux\n\nCe serait après le début.")
    await phone.type("15 min, 45 min, deux heures avant, la veille à 9 h")
    assert text_of(phone).startswith("Parlons émaux\n\nTrois moments à vous, pas plus.")
    await phone.type("le jour même à 7 h 30")
    assert text_of(phone).startswith("Parlons émaux\n\nC’est noté : le jour même à 07:30.")
    await at(stage, "2026-11-25T07:30")
    assert not text_of(phone).startswith("⏰")  # the town's quiet hours end at eight


async def test_a_press_elsewhere_leaves_the_question(stage):
    phone = await meets(stage, "Eva", "es")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    await says(phone, "reminders")
    await says(phone, "reminders", ":own")
    assert "«dos horas antes»" in text_of(phone)
    await press(phone, choices(phone, "ev:reminders:")[0])
    await phone.type("media hora antes")
    assert "Anotado" not in text_of(phone)
    await opens(stage, phone)
    await says(phone, "reminders")
    await says(phone, "reminders", ":own")
    await phone.type("media hora antes")
    assert text_of(phone).startswith("Charla de esmaltes\n\nAnotado: 30 minutos antes.")


async def test_who_wants_no_reminders_gets_none_until_she_chooses_one(stage):
    phone = stage.phone("Ana")
    await phone.type("/start")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    assert "🔕 Reminders are off. “When to remind me” turns them on." in text_of(phone)
    await at(stage, "2026-11-26T18:00")
    assert not text_of(phone).startswith("⏰")
    await says(phone, "reminders")
    await says(phone, "reminders", ":hour:on")
    await at(stage, "2026-11-27T17:00")
    assert text_of(phone).startswith("⏰ Today")


async def test_in_paris_her_own_clock_comes_first(stage):
    phone = await meets(stage, "Luc", "fr", zone="Europe/Paris")
    await puts_on(stage)
    await opens(stage, phone)
    assert (
        "🗓 samedi 28 novembre, 00:00–02:00 (votre heure, Paris ; à cet instant, "
        "vendredi 27 novembre, 18:00 à New York)" in text_of(phone)
    )


# --- seats


async def a_full_house(stage):
    """One seat, Ana has it; Bo and Cy wait."""
    await puts_on(stage, capacity=1)
    phones = [await meets(stage, name) for name in ("Ana", "Bo", "Cy")]
    await opens(stage, phones[0])
    await says(phones[0], "yes")
    for phone in phones[1:]:
        stage.clock.tick(minutes=1)
        await opens(stage, phone)
        await says(phone, "wait")
    return phones


async def test_the_seat_that_frees_is_held_for_whoever_waits_longest(stage):
    ana, bo, cy = await a_full_house(stage)
    assert on(bo) == (
        "📅 Glaze talk\n\n"
        "🗓 Friday, November 27, 6:00 PM–8:00 PM\n"
        "📍 Mill No. 4, 4 Mill Yard\n"
        "💵 Free\n\n"
        "Why I show it: costs nothing · coming up soon\n"
        "🎟 Every seat is taken; 1 waits.\n\n"
        "⏳ You are on the waiting list.\n"
        "When a seat frees I write to you and hold it for a while.\n"
        "[Leave the waiting list]\n"
        "[‹ All events] [↗ Share]"
    )
    await says(ana, "no")
    await later(stage, minutes=1)
    assert on(bo) == (
        "🎟 A seat is free: Glaze talk\n\n"
        "🗓 Friday, November 27, 6:00 PM–8:00 PM\n"
        "📍 Mill No. 4, 4 Mill Yard\n\n"
        "I hold it for you until Tuesday, November 24, 12:02 AM. Then the next one is asked.\n"
        "[Take the seat] [Leave it to others]\n"
        "[Why this?]"
    )
    await stage.rebuild()
    await says(bo, "yes")
    assert popup(bo) == "Noted: you are coming."
    await later(stage, hours=20)
    assert "🎟" not in text_of(cy) or "Every seat is taken" in text_of(cy)


async def test_an_offer_nobody_takes_goes_on(stage):
    ana, bo, cy = await a_full_house(stage)
    await says(ana, "no")
    await later(stage, minutes=1)
    await later(stage, hours=21)  # nine in the morning: the night counts for nobody
    assert text_of(bo).startswith("⌛ The seat for Glaze talk went to the next in line")
    assert text_of(cy).startswith("🎟 A seat is free: Glaze talk")
    await press(bo, f"ev:yes:{TALK}:20261127180000")
    assert popup(bo) == "There is no seat left."


async def test_leaving_for_good_frees_the_seat(stage):
    ana, bo, _ = await a_full_house(stage)
    await ana.type("/forget")
    await press(ana, "forget:yes")
    await later(stage, minutes=1)
    assert text_of(bo).startswith("🎟 A seat is free: Glaze talk")


# --- what changes


async def test_moved_told_at_once_with_both_times(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    wall = datetime(2026, 11, 28, 10)  # noqa: DTZ001 a time on the wall
    await changes(
        stage, starts_local=wall, ends_local=wall + timedelta(hours=1), starts_at=to_utc(wall, ZoneInfo(ZONE))
    )
    await later(stage, seconds=1)
    assert on(phone) == (
        "📅 New time: Glaze talk\n\n"
        "Before: Friday, November 27, 6:00 PM\n"
        "Now: Saturday, November 28, 10:00 AM–11:00 AM\n"
        "📍 Mill No. 4, 4 Mill Yard\n\n"
        "Your word and your reminders go with it. If it does not suit you any more, tell me here.\n"
        "[It suits me] [I cannot come]\n"
        "[Why this?]"
    )
    await at(stage, "2026-11-27T17:00")
    assert text_of(phone).startswith("⏰ Tomorrow: Glaze talk")  # of the new day, not of the old one
    assert "Saturday, November 28, 10:00 AM" in text_of(phone)


async def test_cancelled_told_at_once_and_nothing_after_it(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    await changes(stage, status="cancelled", note="The kiln has cracked <badly>.")
    await later(stage, seconds=1)
    assert on(phone) == (
        "❌ Does not take place: Glaze talk\n\n"
        "Friday, November 27, 6:00 PM–8:00 PM\n\n"
        "The kiln has cracked <badly>.\n\n"
        "I am sorry. I remind you of nothing more about it.\n"
        "[‹ All events]\n"
        "[Why this?]"
    )
    count = len(phone.messages)
    await at(stage, "2026-11-27T17:30")
    assert len(phone.messages) == count


# --- before and after


async def test_still_coming_is_asked_once_where_seats_are_few(stage):
    ana, bo, _ = await a_full_house(stage)
    await at(stage, "2026-11-25T18:00")
    assert on(ana) == (
        "Are you still coming to Glaze talk?\n\n"
        "🗓 Friday, November 27, 6:00 PM–8:00 PM\n"
        "📍 Mill No. 4, 4 Mill Yard\n\n"
        "Seats are few. If you cannot, somebody else is glad of yours.\n"
        "[Yes, I am coming] [I cannot come]\n"
        "[Why this?]"
    )
    await later(stage, hours=1)
    assert len([message for message in ana.messages if message["text"].startswith("Are you still")]) == 1
    await says(ana, "still", ":no")
    await later(stage, minutes=1)
    assert text_of(bo).startswith("🎟 A seat is free")


async def test_afterwards_one_tap_and_never_again(stage):
    phone = await meets(stage, "Inés", "es")
    await puts_on(stage)
    await opens(stage, phone)
    await says(phone, "yes")
    await at(stage, "2026-11-28T09:00")
    await later(stage, seconds=2)  # one message a second to a chat: the reminders that came too late go first
    assert on(phone) == (
        "Charla de esmaltes: ¿fuiste, y te sirvió?\n\n"
        "Basta un toque. Lo pregunto una sola vez.\n"
        "[Fui: me sirvió]\n"
        "[Fui: me sirvió poco]\n"
        "[No fui]\n"
        "[¿Por qué esto?]"
    )
    await says(phone, "was", ":yes")
    assert on(phone) == "Gracias. Qué bueno saber que te sirvió: Charla de esmaltes."
    await later(stage, days=1)
    assert len([message for message in phone.messages if "¿fuiste" in message["text"]]) <= 1


async def test_other_dates_of_a_series(stage):
    phone = await meets(stage, "Ana")
    await puts_on(stage, rrule="FREQ=WEEKLY", exdates=["2026-12-04"])
    await opens(stage, phone)
    await says(phone, "dates")
    labels = [button["text"].replace("\u202f", " ") for row in inline_rows(phone.last) for button in row]
    assert labels[:3] == [
        "Friday, November 27, 6:00 PM",
        "Friday, December 11, 6:00 PM",
        "Friday, December 18, 6:00 PM",
    ]
    await says(phone, "open", "20261218")
    await says(phone, "yes")
    assert "🗓 Friday, December 18, 6:00 PM–8:00 PM" in text_of(phone)


async def test_from_what_fits_me_to_the_seats(stage):
    phone = await meets(stage, "Ana")
    await phone.type("pottery")
    await puts_on(stage, "2026-11-24T18:00", trades=["ceramics"], needs=["peers"], stages=["idea"])
    await press(phone, "answer:stage:idea", "tick:needs:peers:0", "done:needs")
    await phone.type("/next")
    while not choices(phone, "card:") or not [one for one in choices(phone, "card:") if TALK in one]:
        await press(phone, choices(phone, "list:")[-1])
    await press(phone, next(one for one in choices(phone, "card:") if TALK in one))
    await press(phone, f"ev:open:{TALK}")
    await says(phone, "maybe")
    assert "🤔 You may be coming." in text_of(phone)
