"""What coordinators do with announcements besides sending one at once: each way in two languages."""

from datetime import timedelta

import pytest

from handlers.clock import boards
from models.people.tables import Role
from models.resources.facts import handle
from tests.walks.announcement_bed import (
    colleague,
    decided,
    deliver,
    makers,
    rosa_of,
    sent,
    texts,
    written,
)
from tests.walks.fingers import choices, press

HALL, SHUT = "The hall is open, {first_name}.", "The hall is closed, {first_name}."
in_two_languages = pytest.mark.parametrize("language", ["en", "es"])


@in_two_languages
async def test_it_comes_again_each_week_until_somebody_says_enough(stage, language):
    rosa = await rosa_of(stage, language)
    [ana] = await makers(stage, language)
    await written(rosa, HALL, language)
    await press(rosa, "bc:when:1", "bc:when:1:repeat", "bc:when:1:repeat", "bc:open:1")
    await sent(stage, rosa)
    for _ in range(2):
        stage.clock.tick(days=7)
        await stage.rebuild()
        await boards.repeat(stage.running.outbox)
        await deliver(stage)
    assert texts(ana).count("The hall is open, Ana0.") == 3
    await rosa.type("/broadcast")
    await press(rosa, "bc:open:3")
    assert rosa.screen.count("🔁") == 3  # again on a day, the failed again, no more repeats
    await press(rosa, "bcs:enough:3")
    stage.clock.tick(days=7)
    await boards.repeat(stage.running.outbox)
    await deliver(stage)
    assert texts(ana).count("The hall is open, Ana0.") == 3


@in_two_languages
async def test_where_a_second_person_has_to_agree_the_writer_alone_sends_nothing(stage, monkeypatch, language):
    rosa, omar = await rosa_of(stage, language), await colleague(stage, "Omar", language=language)
    [ana] = await makers(stage, language)
    decided(stage, monkeypatch, second_person=True)
    await written(rosa, HALL, language)
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1")
    await deliver(stage)
    assert "The hall is open, Ana0." not in texts(ana)
    assert [said for said in texts(omar) if "“The hall is open, {first_name}.”" in said] == [texts(omar)[-1]]
    await press(omar, "bc:open:1")
    await sent(stage, omar)
    assert texts(ana).count("The hall is open, Ana0.") == 1


@in_two_languages
async def test_before_the_town_goes_live_only_its_guests_are_written_to(stage, monkeypatch, language):
    rosa = await rosa_of(stage, language)
    ana, ben = await makers(stage, language, language)
    decided(stage, monkeypatch, guests_only=True, guests=(ben.id,))
    await written(rosa, HALL, language)
    await sent(stage, rosa)
    assert "The hall is open, Ana1." in texts(ben)
    assert "The hall is open, Ana0." not in texts(ana)


async def test_a_correction_in_one_language_disturbs_nobody_who_read_the_others(stage):
    rosa = await rosa_of(stage)
    ana, ines, pia = await makers(stage, "en", "es", "pt")
    await written(rosa, HALL)
    await press(rosa, "bc:words:1", "bc:words:1:es")
    await rosa.type("El salón está abierto, {first_name}.")
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1", "bcs:correct:1", "bcs:correct:1:es")
    await rosa.type("El salón está cerrado, {first_name}.")
    stage.clock.tick(minutes=2)
    await deliver(stage)
    assert texts(ines)[-2:] == [
        "El salón está cerrado, Ana1.",
        "✏️ Corregimos algo en el mensaje de arriba. Vuelve a leerlo, por favor.",
    ]
    assert (texts(ana)[-1], texts(pia)[-1]) == ("The hall is open, Ana0.", "The hall is open, Ana2.")
    await press(rosa, "bcs:correct:1", "bcs:correct:1:en")
    await rosa.type(SHUT)
    stage.clock.tick(minutes=2)
    await deliver(stage)
    assert (texts(ana)[-2], texts(pia)[-2]) == ("The hall is closed, Ana0.", "The hall is closed, Ana2.")
    assert len([said for said in texts(ines) if said.startswith("✏️")]) == 1


async def test_the_words_under_a_picture_are_put_right_in_its_copies(stage):
    rosa = await rosa_of(stage)
    ana, ines = await makers(stage, "en", "es")
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", "bc:words:1:en")
    await rosa.send_file("hall.png", b"\x89PNG\r\n\x1a\n", kind="photo", caption="Open on Monday")
    await press(rosa, "bc:words:1", "bc:words:1:es")
    await rosa.type("Abierto el lunes")
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1", "bcs:correct:1", "bcs:correct:1:en")
    await rosa.type("Open on Tuesday, {first_name}")
    assert "I cannot fill in {first_name}" in texts(rosa)[-1]
    await rosa.type("Open on <Tuesday>")
    stage.clock.tick(minutes=2)
    await deliver(stage)
    assert texts(ana)[-2:] == [
        "Open on <Tuesday>",
        "✏️ We have put something right in the message above. Please read it again.",
    ]
    assert texts(ines)[-1] == "Abierto el lunes"
    await press(rosa, "bcs:correct:1", "bcs:correct:1:en")
    await rosa.type("x" * 1_001)
    assert "longer than Telegram shows" in texts(rosa)[-1]


@in_two_languages
async def test_a_picture_that_still_waits_leaves_with_the_right_words_under_it(stage, language):
    rosa = await rosa_of(stage, language)
    [ana] = await makers(stage, language)
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", f"bc:words:1:{language}")
    await rosa.send_file("hall.png", b"\x89PNG\r\n\x1a\n", kind="photo", caption="Monday")
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes", "bcs:correct:1")
    await rosa.type("Tuesday")
    await stage.rebuild()
    stage.clock.tick(minutes=2)
    await deliver(stage)
    assert (texts(ana)[-1], "photo" in ana.messages[-1]) == ("Tuesday", True)


async def test_what_cannot_be_put_right_is_said(stage):
    rosa = await rosa_of(stage)
    await makers(stage, "en")
    await rosa.type("/broadcast")
    await press(rosa, "bc:new", "bc:words:1", "bc:words:1:en")
    await rosa.send_album(b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n", caption="Our hall")
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1", "bcs:correct:1")
    assert rosa.popups[-1]["text"].startswith("Only a text can be put right, or the words under one picture")


@in_two_languages
async def test_taken_back_while_it_is_being_sent_the_rest_never_leaves(stage, language):
    rosa = await rosa_of(stage, language)
    ana, ben = await makers(stage, language, language)
    await written(rosa, HALL, language)
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1", "bcs:recall:1", "bcs:recall:1:yes")
    await stage.rebuild()
    await deliver(stage)
    assert [said for phone in (ana, ben) for said in texts(phone) if said.startswith("The hall")] == []


@in_two_languages
async def test_only_what_failed_is_tried_again(stage, language):
    rosa = await rosa_of(stage, language)
    ana, ben, eva = await makers(stage, language, language, language)
    await written(rosa, HALL, language)
    await eva.block()
    stage.sim.faults.add("500", method="sendMessage", chat=ben.id, times=20)
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes")
    for _ in range(12):
        await stage.deliver()
        stage.clock.tick(minutes=20)
    stage.sim.faults.clear()
    await press(rosa, "bcs:fresh:1", "bcs:retry:1")
    await deliver(stage)
    assert [texts(phone).count(f"The hall is open, Ana{n}.") for n, phone in enumerate((ana, ben, eva))] == [1, 1, 0]


async def test_where_words_are_missing_in_a_language_a_picture_in_it_is_taken(stage):
    rosa = await rosa_of(stage)
    ana, ines = await makers(stage, "en", "es")
    await written(rosa, HALL)
    await press(rosa, "bc:words:1", "bc:words:1:es")
    await rosa.send_file("hall.png", b"\x89PNG\r\n\x1a\n", caption="Nuestro salón")
    await sent(stage, rosa)
    assert (texts(ana)[-1], texts(ines)[-1]) == ("The hall is open, Ana0.", "Nuestro salón")


@in_two_languages
async def test_a_name_that_is_not_filled_in_does_not_leave(stage, language):
    rosa = await rosa_of(stage, language)
    [ana] = await makers(stage, language)
    await written(rosa, "Welcome {first name}", language)
    await press(rosa, "bcs:confirm:1")
    assert "{first name}" in rosa.popups[-1]["text"]
    await press(rosa, "bc:words:1", f"bc:words:1:{language}")
    await rosa.send_file("hall.png", b"\x89PNG\r\n\x1a\n", caption="Welcome {first_name}")
    assert "⚠️" in rosa.screen
    await press(rosa, "bcs:confirm:1")
    await deliver(stage)
    assert [said for said in texts(ana) if said.startswith("Welcome {")] == []


@in_two_languages
async def test_a_button_opens_one_thing_of_the_town_and_is_counted(stage, language):
    rosa = await rosa_of(stage, language)
    [ana] = await makers(stage, language)
    await written(rosa, HALL, language)
    await press(rosa, "bc:button:1", "bc:button:1:thing")
    await stage.rebuild()
    await rosa.type("market")
    [first, *_] = choices(rosa, "bc:button:1:thing:")
    await press(rosa, first)
    assert "🔗" in rosa.screen
    await sent(stage, rosa)
    named = first.rpartition(":")[2]
    before = len(ana.messages)
    await press(ana, f"see:{named}:b1", f"see:{named}:b1")
    assert len(ana.messages) == before + 2  # below the announcement, which stays
    await press(rosa, "bcs:fresh:1")
    catalogue = await current(stage)
    assert f"{catalogue.by_handle(named).name[:40]} 1" in rosa.screen


@in_two_languages
async def test_a_button_of_an_event_asks_whether_she_comes(stage, language):
    rosa = await rosa_of(stage, language)
    [ana] = await makers(stage, language)
    events = {handle(fact.id) for fact in (await current(stage)).facts if fact.kind == "event"}
    await written(rosa, HALL, language)
    await press(rosa, "bc:button:1", "bc:button:1:thing")
    await rosa.type("market")
    fair = next(one for one in choices(rosa, "bc:button:1:thing:") if one.rpartition(":")[2] in events)
    await press(rosa, fair)
    await sent(stage, rosa)
    await press(ana, f"see:{fair.rpartition(':')[2]}:b1")
    assert [one for one in choices(ana) if one.startswith("ev:yes")] != []


async def current(stage):
    house = stage.running.house
    async with stage.database.reading() as session:
        return await house.catalogue.current(session, stage.clock())


@in_two_languages
async def test_colleagues_see_it_first_and_nobody_else(stage, language):
    rosa, lena = await rosa_of(stage, language), await colleague(stage, "Lena", Role.HELPER, language)
    [ana] = await makers(stage, language)
    await written(rosa, HALL, language)
    await press(rosa, "bc:test:1", "bc:test:1:others")
    await rosa.type("Nobody")
    await rosa.type("Lena")
    await deliver(stage)
    assert "The hall is open, Lena." in texts(lena)
    assert "The hall is open, Ana0." not in texts(ana)


@in_two_languages
async def test_what_else_the_same_people_get_that_week_is_told(stage, language):
    rosa = await rosa_of(stage, language)
    await makers(stage, language, language)
    await written(rosa, HALL, language)
    await press(rosa, "bc:when:1", "bc:when:1:at")
    await rosa.type(f"{stage.clock() + timedelta(days=2):%Y-%m-%d} 10:00")
    await press(rosa, "bcs:confirm:1", "bcs:confirm:1:yes")
    await rosa.type("/broadcast")
    await press(rosa, "bc:new")
    assert {"en": "In the same week", "es": "En la misma semana"}[language] in rosa.screen


@in_two_languages
async def test_a_kept_choice_and_the_list_of_who_got_it(stage, language):
    rosa = await rosa_of(stage, language)
    ana, ines = await makers(stage, language, "fr")
    await written(rosa, HALL, language)
    await press(rosa, "bc:whom:1", "bc:whom:1:languages:0")
    _, french, _ = choices(rosa, "bc:whom:1:languages:0:")
    await press(rosa, french, "bc:whom:1", "bc:whom:1:more", "bc:whom:1:keep")
    await rosa.type("Those")
    await press(rosa, "bc:whom:1", "bc:whom:1:all", "bc:whom:1:more", "bc:whom:1:kept")
    await rosa.tap("Those")
    await press(rosa, "bc:open:1")
    await sent(stage, rosa)
    await press(rosa, "bcs:fresh:1", "bcs:people:1")
    assert [any(said.startswith("The hall") for said in texts(phone)) for phone in (ana, ines)] == [False, True]
    assert [name in rosa.screen for name in ("Ana0", "Ana1")] == [False, True]
