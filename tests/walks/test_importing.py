"""/import on a coordinator's telephone: what a file would change, told before it is taken in; taken back as a whole."""

import pytest
from sqlmodel import select

from models.resources.tables import Resource
from tests.stage import COORDINATOR
from tests.walks.fingers import choices, press, reach_the_list


async def coordinator(stage, language="en"):
    phone = stage.phone("Nadia", language, id=COORDINATOR)
    await phone.type("/start")
    return phone


SHEET = "Réf;Nom;Type;Latitude;Longitude\natelier;L’atelier du canal;Lieu;44.55;-70.06\nloin;Trop loin;Lieu;99;0\n"


async def test_a_coordinators_spreadsheet_is_looked_at_and_then_taken_in(stage):
    phone = await coordinator(stage)
    await phone.send_file("lieux.csv", SHEET.encode("cp1252"), content_type="text/csv")
    assert phone.last["text"] == (
        "lieux.csv\nNew: 1. Changed: 0. As they are: 0.\n\nRefused:\n"
        "• row 3, column latitude: 99 is not between -90 and 90\n\nGood to know:\n"
        "• row 1, column réf: read as id\n• row 1, column nom: read as name\n• row 1, column type: read as kind"
    )
    await press(phone, "make:take_in")
    assert phone.last["text"].startswith("lieux.csv\nDone: 1 new, 0 changed.")
    await phone.type("/find L’atelier du canal")
    assert "L’atelier du canal" in phone.last["text"]


async def test_import_says_how(stage):
    phone = await coordinator(stage)
    await phone.type("/import")
    assert phone.last["text"] == (
        "Send me the file here, in this chat: a spreadsheet (CSV or XLSX), HSDS, GeoJSON, schema.org or a calendar, "
        "of up to 5 MB.\n\nFirst I tell you what it would change. Nothing is taken in before you say so."
    )


async def test_a_file_nobody_can_read_is_answered_in_a_sentence(stage):
    phone = await coordinator(stage)
    await phone.send_file("town.xlsx", b"\x89PNG\r\n\0\0", content_type="application/octet-stream")
    assert phone.last["text"].endswith("• this is not a text file; save it as CSV (UTF-8)")
    assert "make:take_in" not in choices(phone)


CHANGED = (
    "id,kind,name,phone,latitude,longitude\n"
    "atelier,space,L’atelier du canal,+1 555 555 0100,44.55,-70.06\n"
    "atelier-2,space,Atelier du canal,,,\n"
    "loin,space,Trop loin,,99,0\n"
)


async def test_what_a_file_changes_is_told_field_by_field_before_it_is_taken_in(stage):
    phone = await coordinator(stage)
    await phone.send_file("lieux.csv", SHEET.encode("cp1252"), content_type="text/csv")
    await press(phone, "make:take_in")
    await phone.send_file("again.csv", CHANGED.encode(), content_type="text/csv")
    assert phone.last["text"] == (
        "again.csv\nNew: 1. Changed: 1. As they are: 0.\n\n"
        "What changes:\n• L’atelier du canal, phone: nothing → +1 555 555 0100\n\n"
        "Perhaps there already, under another id:\n• row 3: atelier-2 looks like atelier (94 of 100 alike)\n\n"
        "Refused:\n• row 4, column latitude: 99 is not between -90 and 90"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Refusé\u202f:\n• ligne 3, colonne latitude\u202f: 99 n’est pas entre -90 et 90\n"),
        ("fr", "Bon à savoir\u202f:\n• ligne 1, colonne réf\u202f: lu comme id\n"),
        ("es", "Rechazado:\n• fila 3, columna latitude: 99 no está entre -90 y 90\n"),
        ("es", "Bueno saberlo:\n• fila 1, columna réf: leído como id\n"),
    ],
)
async def test_what_a_file_cannot_do_is_told_in_her_language(stage, language, said):
    phone = await coordinator(stage, language)
    await phone.send_file("lieux.csv", SHEET.encode("cp1252"), content_type="text/csv")
    assert said in phone.last["text"]


async def test_a_rule_that_cannot_be_read_is_explained_in_her_language(stage):
    phone = await coordinator(stage, "fr")
    await phone.send_file("lieux.csv", b"id,kind,name,requires\na,space,A,age >= seize\n", content_type="text/csv")
    assert (
        "• ligne 2, colonne requires\u202f: la règle ne peut pas être lue\u202f: caractère 8\u202f: il faut un nombre ici, "
        "pas «\u202fseize\u202f»\u202f; par exemple age >= 16"
    ) in phone.last["text"]


async def test_an_import_is_undone_as_a_whole_with_one_button(stage):
    phone = await coordinator(stage)
    await phone.send_file("lieux.csv", SHEET.encode("cp1252"), content_type="text/csv")
    await press(phone, "make:take_in")
    (undo,) = choices(phone, "make:undo:")
    await press(phone, undo)
    assert phone.last["text"] == "lieux.csv\nUndone: 1 removed, 0 as before."
    async with stage.database.reading() as session:
        assert (await session.exec(select(Resource).where(Resource.source_id == "atelier"))).first() is None


async def test_import_offers_to_take_back_the_last_ones_and_asks_first(stage):
    phone = await coordinator(stage)
    await phone.send_file("lieux.csv", SHEET.encode("cp1252"), content_type="text/csv")
    await press(phone, "make:take_in")
    await phone.type("/import")
    (asked,) = choices(phone, "make:undo_ask:")
    await press(phone, asked)
    assert phone.last["text"].startswith("lieux.csv\nTaken in on ")
    await press(phone, asked.replace("undo_ask", "undo"))
    assert phone.last["text"] == "lieux.csv\nUndone: 1 removed, 0 as before."
    await phone.type("/import")
    assert "make:undo_ask" not in str(phone.last)


async def test_what_somebody_has_worked_on_since_keeps_an_import(stage):
    phone = await coordinator(stage)
    await phone.send_file("lieux.csv", SHEET.encode("cp1252"), content_type="text/csv")
    await press(phone, "make:take_in")
    (undo,) = choices(phone, "make:undo:")
    await phone.send_file("again.csv", CHANGED.encode(), content_type="text/csv")
    await press(phone, "make:take_in", undo)
    assert [message["text"] for message in phone.messages if "stays" in message.get("text", "")] == [
        "lieux.csv stays: it was worked on since, and this would be lost: atelier (phone).\n\nNothing was undone."
    ]


async def test_a_file_too_long_for_one_screen_comes_as_a_table(stage):
    phone = await coordinator(stage)
    rows = "".join(f"place-{number},space,Place {number},{100 + number},0\n" for number in range(6))
    await phone.send_file("far.csv", f"id,kind,name,latitude,longitude\nmill,space,Mill,44,-70\n{rows}".encode())
    assert "and 2 more" in phone.last["text"]
    await press(phone, "make:whole_look")
    sent = stage.sim.world.files.find(phone.last["document"]["file_id"]).upload.content.decode("utf-8-sig")
    assert sent.splitlines()[:3] == [
        "what,row,id,name,field,before,after",
        "new,2,mill,Mill,,,",
        '"refused",3,,"row 3, column latitude: 100 is not between -90 and 90",latitude,,'.replace(
            '"refused"', "refused"
        ),
    ]


async def test_whom_a_file_will_fit_is_told_before_it_is_taken_in(stage):
    maker = stage.phone("Amina")
    await reach_the_list(maker)
    phone = await coordinator(stage)
    kitchen = "id,kind,name,trades,needs\nnew-kitchen,space,New kitchen,food,workspace\n"
    await phone.send_file("kitchen.csv", kitchen.encode(), content_type="text/csv")
    assert "Something in it will newly fit 1 person." in phone.last["text"]
    await press(phone, "make:take_in")
    gone = "id,kind,name,status\nnew-kitchen,space,New kitchen,defunct\n"
    await phone.send_file("gone.csv", gone.encode(), content_type="text/csv")
    assert "Something will no longer fit 1 person." in phone.last["text"]
