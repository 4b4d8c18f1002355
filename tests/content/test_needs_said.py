"""What people need, said with little schooling, in a hurry, or in a mixture of languages."""

from pathlib import Path

import pytest

from content.texts import Texts
from content.vocabulary import Vocabulary

COMMON = Path("content")


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary([COMMON], Texts([COMMON], ["en", "fr", "es"]))


SAID = {
    "en": """
        where can i get a $ to start: money_small | need a kichen: workspace | how do i get legal: permits_general
        tax id: permits_general | cottage food: permits_home_food | LLC: permits_general | i dont know how to start: training_business
        no money: money_small | etsy: sell_online | where can i sell my stuff: sell_local | how much should i charge: training_business
        craft fair: sell_local | bookkeeping: training_business | crowdfunding: money_small | commissary: workspace
        kiln time: workspace | somebody stole my design: legal | cant keep up with orders: quality_growth | hire someone: quality_growth
        free money: grant | no speak english: language | meet other bakers: peers | foodtruck permit: permits_truck
        health permit: permits_food_product | sba loan: money_large | sell to schools: gov_contracts | next event: events
        i need somebody to guide me: mentor | bank said no: money_small | client won't pay: legal
        """,
    "fr": """
        besoin d'1 local pas cher: workspace | jai pas de papier pour vendre mes gateaux: permits_general
        auto-entrepreneur: permits_general | jai pas de sous: money_small | marché de Noël: sell_local | où vendre mes bijoux: sell_local
        combien je dois vendre: training_business | me mettre à mon compte: training_business | une subvention: grant
        adie: money_small | on me copie mes modèles: legal | je parle pas bien français: language | jarrive plus a suivre: quality_growth
        un stand au marché: sell_local | vendre sur etsy: sell_online | cuisine partagée: workspace | un four de potier: workspace
        vendre des gâteaux maison: permits_home_food | étiquetage: permits_food_product | un food truck: permits_truck
        rencontrer d'autres créatrices: peers | prochain marché: events | un conseiller: mentor | appel d'offres: gov_contracts
        """,
    "es": """
        no tengo local: workspace | kiero vender tamales: sell_local | permiso de salud: permits_food_product | RFC: permits_general
        NIT: permits_general | tianguis: sell_local | no tengo dinero para empezar: money_small | ocupo lana: money_small
        no se como empezar: training_business | en cuanto vendo: training_business | sacar permiso: permits_general
        cocino en mi casa: permits_home_food | puesto de tacos: permits_truck | no hablo ingles: language | me copiaron: legal
        no me doy abasto: quality_growth | tienda en línea: sell_online | apoyos para mujeres: grant | busco una cocina: workspace
        registrar mi marca: legal | conocer otras artesanas: peers | próximos eventos: events | alguien que me oriente: mentor
        el banco no me presta: money_small | aseguranza: permits_general
        """,
}
PHRASES = [
    (said.strip(), language, need.strip())
    for language, listed in SAID.items()
    for said, _, need in (
        pair.rpartition(":") for line in listed.splitlines() for pair in line.split("|") if ":" in pair
    )
]


@pytest.mark.parametrize(("said", "language", "need"), PHRASES)
def test_what_people_need_is_heard_as_they_say_it(vocabulary, said, language, need):
    assert vocabulary.recognise("needs", said, language)[:1] == [need]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("I sat down", "en"),
        ("an acre of land", "en"),
        ("in march", "en"),
        ("tomorrow", "en"),
        ("I need", "en"),
        ("demain", "fr"),
        ("le chat est sale", "fr"),
        ("vale", "es"),
        ("me gusta el rojo", "es"),
    ],
)
def test_what_is_no_need_is_none(vocabulary, said, language):
    assert vocabulary.recognise("needs", said, language) == []
