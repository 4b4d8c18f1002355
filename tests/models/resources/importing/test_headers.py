"""Spreadsheets as people have them: headers in their own words, no ids, no kinds."""

from models.resources.importing.cells import Known
from models.resources.importing.drafts import Draft, Problem
from models.resources.importing.headers import meant
from models.resources.importing.resources import read_resources

KNOWN = Known(
    {"kinds": {"training", "space", "incentive"}, "costs": {"free", "paid"}},
    language="fr",
    names={"costs": {"gratuit": "free"}, "kinds": {"lieu": "space"}, "languages": {"francais": "fr"}},
)


def read(text):
    found = list(read_resources(text.encode(), KNOWN))
    drafts = [one for one in found if isinstance(one, Draft)]
    return drafts, [str(one) for one in found if isinstance(one, Problem)]


def test_french_headers():
    (draft,), said = read(
        "Identifiant;Type;Nom;Nom (en);Adresse postale;Code Postal;Téléphone :;Tarif;Langues parlées;Couleur\n"
        "a;Lieu;L’atelier;The workshop;1 rue Haute;56000;02 97 00 00 00;Gratuit;Français;vert\n"
    )
    assert {name: draft.values[name] for name in ("source_id", "kind", "name", "address", "postcode", "phone")} == {
        "source_id": "a",
        "kind": "space",
        "name": "L’atelier",
        "address": "1 rue Haute",
        "postcode": "56000",
        "phone": "02 97 00 00 00",
    }
    assert (draft.values["cost"], draft.values["languages"], draft.values["translations"]) == (
        "free",
        ["fr"],
        {"en": {"name": "The workshop"}},
    )
    assert said == [
        "row 1, column identifiant: read as id",
        "row 1, column type: read as kind",
        "row 1, column nom: read as name",
        "row 1, column nom (en): read as name_en",
        "row 1, column adresse postale: read as address",
        "row 1, column code postal: read as postcode",
        "row 1, column téléphone :: read as phone",
        "row 1, column tarif: read as cost",
        "row 1, column langues parlées: read as languages",
        "row 1, column couleur: nothing is known about this column; its values are left out",
    ]


def test_spanish_and_english_headers_and_slips_of_the_pen():
    translated = frozenset({"name", "description"})
    asked = [
        "Nombre",
        "Dirección",
        "Correo electrónico",
        "Adress",
        "E-Mail",
        "descripcion_en",
        "Organisations",
        "Web-site",
        "mood",
    ]
    assert [meant(header, "resources", translated) for header in asked] == [
        ("name", ""),
        ("address", ""),
        ("email", ""),
        ("address", ""),
        ("email", ""),
        ("description", "en"),
        ("organization", ""),
        ("url", ""),
        None,
    ]


def test_rows_without_ids_and_kinds_get_them_by_a_stated_rule():
    drafts, said = read(
        "name,city,description\n"
        "Fab Lab Ourse,Belmoulin,Machines for everybody\n"
        "Small Business Loan,,\n"
        "First steps,Belmoulin,Six evenings\n"
        "First steps,Ourse,Six evenings\n"
    )
    assert [(draft.source_id, draft.values["kind"]) for draft in drafts] == [
        ("fab-lab-ourse", "space"),
        ("small-business-loan", "incentive"),
        ("first-steps", "training"),
        ("first-steps-ourse", "training"),
    ]
    assert said == [
        "4 rows have no id of their own; it was made from their names",
        "column kind: not said by the file, so taken from the words of each row: 2 training, 1 space, 1 incentive",
    ]


def test_two_headers_for_one_column():
    _, said = read("id,name,nom,kind\na,A,B,space\n")
    assert said == ["row 1, column nom: nothing is known about this column; its values are left out"]
