"""Words where buttons were offered, words nobody waited for, places, pictures: everything is answered."""

import pytest

from models.intake import progress
from models.people import meeting
from tests.walks.fingers import choices, press, reach_the_list, walk_to_the_end


async def facts_of(stage, phone):
    """Her answers as the matching reads them."""
    async with stage.database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
        answers = await progress.answers_of(session, person.id)
    return stage.running.house.intake.flow.facts(answers)


TYPED = {
    "en": ["I make hot sauce and pickles", "selling already", "a kitchen, and some money", "the mills"],
    "fr": ["de la sauce piquante et des cornichons", "je vends déjà", "une cuisine et un peu d'argent", "The Mills"],
    "es": ["salsa picante y encurtidos", "ya vendo", "una cocina y un poco de dinero", "The Mills"],
}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
async def test_typing_instead_of_tapping_leads_to_the_same_place(stage, language):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    what, stage_of_life, needs, place = TYPED[language]
    await phone.type(what)
    await phone.type(stage_of_life)
    await phone.type(needs)
    assert choices(phone, "card:"), "the first recommendations"
    await press(phone, "resume")
    await phone.type(place)
    facts = await facts_of(stage, phone)
    assert (facts["trade"], facts["trade_text"], facts["stage"]) == ("food", what, "selling")
    assert {"workspace", "money_small"} <= {*facts["needs"]} or {"kitchen", "money_small"} <= {*facts["needs"]}
    assert facts["neighborhood"] == "The Mills"


@pytest.mark.parametrize(
    ("language", "skip", "back", "done"),
    [("en", "skip", "go back", "done"), ("fr", "passer", "retour", "terminé"), ("es", "saltar", "atrás", "listo")],
)
async def test_skip_back_and_done_can_be_said(stage, language, skip, back, done):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await phone.type(skip)
    assert choices(phone, "answer:stage")
    await phone.type(back)
    assert choices(phone, "answer:trade")
    await press(phone, "answer:trade:wood", "answer:stage:idea")
    await press(phone, choices(phone, "tick:")[0])
    await phone.type(done)
    assert choices(phone, "card:")


@pytest.mark.parametrize(
    ("language", "no", "yes"),
    [("en", "no thanks", "sure"), ("fr", "non merci", "d'accord"), ("es", "no gracias", "sí")],
)
async def test_yes_and_no_can_be_said(stage, language, no, yes):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    while not choices(phone, "answer:consent_reminders"):
        await press(phone, *(choices(phone, "skip:") or ["resume"]))
    await phone.type(no)
    await phone.type(yes)
    async with stage.database.reading() as session:
        person = await meeting.by_chat(session, phone.id)
        answers = await progress.answers_of(session, person.id)
    assert stage.running.house.intake.flow.consents(answers) == {
        "consent_reminders": False,
        "consent_announcements": True,
    }


async def test_no_thanks_skips_what_is_no_yes_or_no(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("no thanks")
    assert choices(phone, "answer:stage")
    assert await facts_of(stage, phone) == {}


@pytest.mark.parametrize(("language", "word"), [("en", "help"), ("fr", "aide"), ("es", "ayuda")])
async def test_help_can_be_said_in_the_middle_of_a_question(stage, language, word):
    phone = stage.phone("Amina", language)
    await phone.type("/start")
    await phone.type(word)
    said = phone.last["text"]
    await phone.type("/help")
    assert phone.last["text"] == said
    assert await facts_of(stage, phone) == {}


async def test_going_on_and_starting_over_can_be_said(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.type("go on")
    assert phone.last["text"].startswith("Where are you?")
    await phone.type("start over")
    assert phone.last["text"].startswith("Start over?\nI will forget your 3 answers")


async def test_why_shows_the_question_and_why_it_is_asked(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.type("why do you ask?")
    assert "A first step and a tenth step need different help." in phone.last["text"]


async def test_words_that_fit_no_choice_are_asked_again_kindly(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.type("purple elephants")
    assert phone.last["text"].startswith(
        "I did not understand that. Please press one of the buttons, or say it in other words.\n\nWhere are you with it?"
    )
    await phone.tap("🌱 I am starting")
    assert phone.last["text"].startswith("What would help you most right now?")


async def test_a_trade_nobody_has_a_word_for_is_kept_in_her_words(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await phone.type("quantum yodelling")
    assert choices(phone, "answer:stage")
    assert (await facts_of(stage, phone))["trade_text"] == "quantum yodelling"


@pytest.mark.parametrize(
    ("language", "wish", "found"),
    [
        ("en", "I need a kitchen by the hour", "What I found for “"),
        ("fr", "il me faut une cuisine à l'heure", "Ce que j’ai trouvé pour « "),
        ("es", "necesito una cocina por horas", "Lo que encontré para “"),
    ],
)
async def test_a_wish_finds_what_the_town_has(stage, language, wish, found):
    phone = stage.phone("Amina", language)
    await walk_to_the_end(phone)
    await phone.type(wish)
    assert phone.last["text"].startswith(found[:8])
    assert choices(phone, "card:")


@pytest.mark.parametrize(
    ("language", "helpful"),
    [
        ("en", "I am not sure I understood. I know about training, places to work, money and people for makers."),
        ("fr", "Je crois que je n’ai pas bien compris. Je connais les formations, les lieux de travail, les aides"),
        ("es", "No sé si entendí bien. Yo sé de capacitación, lugares para trabajar, dinero y gente"),
    ],
)
async def test_what_nobody_understands_gets_a_helpful_answer(stage, language, helpful):
    phone = stage.phone("Amina", language)
    await walk_to_the_end(phone)
    for said in ("xyzzy plugh", "/nonsense", "?!", "🦄"):
        await phone.type(said)
        assert phone.last["text"].startswith(helpful), said
        assert "go:next" in choices(phone)


async def test_pictures_stickers_and_voices_are_answered(stage):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    for kind in ("photo", "sticker", "voice", "video", "document", "audio", "video_note"):
        await phone.send_file("it.bin", b"\x89PNG....", kind=kind)
        assert [said[:27] for said in phone.heard] == ["I am not sure I understood."], kind


async def test_a_telephone_number_is_neither_wanted_nor_kept(stage, logs):
    phone = stage.phone("Amina")
    await reach_the_list(phone)
    await phone.send_contact()
    assert phone.last["text"].startswith("I am not sure I understood.")
    assert phone.person.phone.lstrip("+") not in logs.getvalue()


async def test_a_picture_in_the_middle_of_a_question_loses_nothing(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.send_file("cat.jpg", b"\xff\xd8cat", kind="photo", caption="my cat")
    await press(phone, "answer:stage:idea")
    assert (await facts_of(stage, phone))["stage"] == "idea"


async def test_corrected_and_liked_messages_are_left_alone(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    before = phone.transcript()
    await phone.react(phone.last["message_id"], "👍")
    assert phone.transcript() == before


# Where she is


async def ask_for_the_place(phone):
    await reach_the_list(phone)
    await press(phone, "resume")


async def test_a_shared_location_is_kept_roughly(stage):
    phone = stage.phone("Amina")
    await ask_for_the_place(phone)
    await press(phone, "where:place")
    phone.person.location = 44.55271, -70.06133
    await phone.tap("Share my location")
    thanks, after = phone.heard
    assert thanks == "Thank you. That is Main Street, or close to it."
    assert "How do you get around?" in after
    facts = await facts_of(stage, phone)
    assert (facts["latitude"], facts["longitude"], facts["neighborhood"]) == (44.55, -70.06, "Main Street")
    assert phone.chat.keyboard is None


async def test_not_sharing_it_is_fine_too(stage):
    phone = stage.phone("Amina")
    await ask_for_the_place(phone)
    await press(phone, "where:place")
    await phone.tap("No, thanks")
    assert phone.chat.keyboard["used"], "the keyboard goes away again"
    assert "How do you get around?" in phone.last["text"]


async def test_a_location_nobody_asked_for_is_an_answer_all_the_same(stage):
    phone = stage.phone("Amina")
    await phone.type("/start")
    await press(phone, "answer:trade:food")
    await phone.send_location(44.552, -70.061)
    assert (await facts_of(stage, phone))["neighborhood"] == "Main Street"
    assert choices(phone, "answer:stage"), "what was open stays open"


async def test_a_location_on_the_other_side_of_the_world(stage):
    phone = stage.phone("Amina")
    await ask_for_the_place(phone)
    await phone.send_location(-36.85, 174.76)
    facts = await facts_of(stage, phone)
    assert (facts["latitude"], facts["longitude"], facts.get("neighborhood")) == (-36.85, 174.76, None)
