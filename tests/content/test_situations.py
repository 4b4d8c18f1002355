"""Somebody in difficulty is heard as that, in three languages; somebody who only sounds like it is not."""

from pathlib import Path

import pytest

from content.texts import Texts
from content.vocabulary import Vocabulary

COMMON = Path("content")


@pytest.fixture(scope="module")
def heard():
    vocabulary = Vocabulary([COMMON], Texts([COMMON], ["en", "fr", "es"]))

    def situations(of, typed, language):
        found = vocabulary.recognise("situations", typed, language)
        return [id_ for id_ in found if vocabulary.entry("situations", id_).of == of]

    return situations


def test_every_situation_says_what_is_done_about_it():
    vocabulary = Vocabulary([COMMON], Texts([COMMON], ["en", "fr", "es"]))
    done = {vocabulary.entry("situations", id_).of for id_ in vocabulary.ids("situations")}

    assert done == {"handoff", "decline", "clarify", "harmless"}


HANDOFF = [
    ("My landlord wants to evict me next week", "en", "losing_home"),
    ("they gonna kick us out friday cant make rent", "en", "losing_home"),
    ("le proprio veut nous mettre dehors", "fr", "losing_home"),
    ("jai recu un avis d'expulsion", "fr", "losing_home"),
    ("me van a correr de la casa, debo 3 meses", "es", "losing_home"),
    ("no puedo pagar la renta de mi casa", "es", "losing_home"),
    ("landlord says we have to be out by friday", "en", "losing_home"),
    ("on doit quitter le logement avant lundi", "fr", "losing_home"),
    ("el dueño quiere que desocupemos", "es", "losing_home"),
    ("me and my kids are living in our car", "en", "no_home"),
    ("je dors dans ma voiture depuis un mois", "fr", "no_home"),
    ("no tengo donde dormir", "es", "no_home"),
    ("there is no food for my kids", "en", "nothing_to_eat"),
    ("on a rien à manger", "fr", "nothing_to_eat"),
    ("mis hijos tienen hambre", "es", "nothing_to_eat"),
    ("I was diagnosed with cancer and can't work", "en", "ill_or_hurt"),
    ("mon fils est à l'hôpital, je sais pas quoi faire", "fr", "ill_or_hurt"),
    ("mi mama esta enferma y no tengo para las medicinas", "es", "ill_or_hurt"),
    ("my husband hits me and I need my own money", "en", "violence_home"),
    ("mon mari me frappe", "fr", "violence_home"),
    ("mi esposo me golpea, quiero vender algo para irme", "es", "violence_home"),
    ("my boss took my passport", "en", "violence_work"),
    ("harcèlement moral au boulot", "fr", "violence_work"),
    ("mi patron me amenaza si me voy", "es", "violence_work"),
    ("a guy is stalking me", "en", "in_fear"),
    ("on me menace", "fr", "in_fear"),
    ("me cobran piso en el mercado: cobro de piso", "es", "in_fear"),
    ("i want to kill myself", "en", "thoughts_of_dying"),
    ("j'ai plus envie de vivre", "fr", "thoughts_of_dying"),
    ("ya no quiero vivir", "es", "thoughts_of_dying"),
    ("a debt collector calls me every day", "en", "debt_collectors"),
    ("un huissier est passé ce matin", "fr", "debt_collectors"),
    ("me quieren embargar mis maquinas", "es", "debt_collectors"),
    ("I got a letter from immigration", "en", "immigration_trouble"),
    ("ICE agents took my cousin", "en", "immigration_trouble"),
    ("jai recu une oqtf", "fr", "immigration_trouble"),
    ("llego una carta de migracion", "es", "immigration_trouble"),
    ("tengo miedo de la redada", "es", "immigration_trouble"),
    ("my brother got arrested", "en", "police_or_arrest"),
    ("mon mari est en garde a vue", "fr", "police_or_arrest"),
    ("arrestaron a mi esposo", "es", "police_or_arrest"),
    ("someone is hurting my child", "en", "child_danger"),
    ("ma fille a disparu", "fr", "child_danger"),
    ("me quitaron a mis hijos", "es", "child_danger"),
    ("my boss won't pay me", "en", "unpaid_wages"),
    ("mon patron ne me paie pas depuis 2 mois", "fr", "unpaid_wages"),
    ("mi jefe no me pago la quincena", "es", "unpaid_wages"),
    ("I got scammed by a fake website", "en", "cheated_or_robbed"),
    ("je me suis fait arnaquée", "fr", "cheated_or_robbed"),
    ("me estafaron con una maquina", "es", "cheated_or_robbed"),
    ("our house burned down on sunday", "en", "fire_or_flood"),
    ("ma maison a brûlé", "fr", "fire_or_flood"),
    ("se inundó mi casa", "es", "fire_or_flood"),
    ("we are getting kicked out of our apartment tomorrow", "en", "losing_home"),
    ("agarraron a mi hermano los de inmigración", "es", "immigration_trouble"),
]


@pytest.mark.parametrize(("typed", "language", "situation"), HANDOFF)
def test_somebody_in_difficulty_is_heard(heard, typed, language, situation):
    assert situation in heard("handoff", typed, language)


HARMLESS = [
    ("I make knives", "en"),
    ("killer hot sauce", "en"),
    ("bath bombs and bath salts", "en"),
    ("shooting photos of weddings", "en"),
    ("my supplier ripped me off on labels", "en"),
    ("dying wool with natural colors", "en"),
    ("I was laid off and want to start baking", "en"),
    ("I want to die cut my own stickers", "en"),
    ("I am so sick of my job, I want to sew full time", "en"),
    ("ribbons for breast cancer awareness", "en"),
    ("I knit blankets for the homeless", "en"),
    ("pay rent for a small studio", "en"),
    ("I just got out of prison and want to weld", "en"),
    ("i need a place for my ice cream cart", "en"),
    ("my sourdough is dying in winter", "en"),
    ("rehab an old building into a workshop", "en"),
    ("diagnosed with celiac so I bake gluten free", "en"),
    ("a wooden gun toy", "en"),
    ("my client has not paid my invoice", "en"),
    ("I don't have money to start", "en"),
    ("what beats me is the price of flour", "en"),
    ("hits me where to sell", "en"),
    ("the river flooded my shop and my yarn is ruined", "en"),
    ("my husband is sick of finding pins", "en"),
    ("I don't want to poison anybody with my pickles", "en"),
    ("couteaux de cuisine forgés", "fr"),
    ("bombes de bain", "fr"),
    ("je me bats chaque jour pour mon atelier", "fr"),
    ("ce qui me frappe, c'est le prix du bois", "fr"),
    ("j'en peux plus de mon boulot, je veux faire du pain", "fr"),
    ("râpe à fromage en céramique", "fr"),
    ("un client ne m'a pas payé ma facture", "fr"),
    ("photos de mariage, shooting", "fr"),
    ("j'ai perdu mon emploi et je veux coudre", "fr"),
    ("je n'ai pas d'argent pour commencer", "fr"),
    ("boutique sur la rue", "fr"),
    ("le patron m'étrangle avec ses prix de gros", "fr"),
    ("mon atelier a brûlé", "fr"),
    ("je vends dans la rue", "fr"),
    ("cuchillos artesanales", "es"),
    ("salsa matona bien picosa", "es"),
    ("bombas de baño", "es"),
    ("se me pega la masa de las tortillas", "es"),
    ("vendo en la calle", "es"),
    ("se inundó mi taller", "es"),
    ("uniformes para deportistas", "es"),
    ("me corrieron del trabajo y quiero vender pan", "es"),
    ("sin embargo necesito un taller", "es"),
    ("me muero por empezar mi negocio", "es"),
    ("un cliente no me pagó el pedido", "es"),
    ("no tengo dinero para empezar", "es"),
    ("no puedo más con los pedidos, necesito contratar", "es"),
]


@pytest.mark.parametrize(("typed", "language"), HARMLESS)
def test_what_only_sounds_grave_is_no_difficulty(heard, typed, language):
    assert heard("handoff", typed, language) == []


@pytest.mark.parametrize(
    ("typed", "language", "situation"),
    [
        ("what is the weather tomorrow", "en", "weather"),
        ("can you do my math homework", "en", "homework"),
        ("I am looking for a girlfriend", "en", "love_and_dating"),
        ("should I buy bitcoin", "en", "gambling"),
        ("who won the game last night", "en", "sports_results"),
        ("I want to sell my car", "en", "own_car"),
        ("rent an apartment with 2 bedrooms", "en", "home_to_rent"),
        ("how do I apply for a visa", "en", "visa_papers"),
        ("best restaurant in town?", "en", "eating_out"),
        ("tell me a joke", "en", "small_talk"),
        ("i have a headache what medicine do i take", "en", "health_question"),
        ("who should I vote for", "en", "party_politics"),
        ("cheap flights to Miami", "en", "travel_plans"),
        ("I need a job", "en", "job_hunting"),
        ("where can I get a fake ID", "en", "forbidden_things"),
        ("quel temps fera-t-il demain", "fr", "weather"),
        ("fais mes devoirs de maths", "fr", "homework"),
        ("je cherche une copine", "fr", "love_and_dating"),
        ("les numéros du loto", "fr", "gambling"),
        ("qui a gagné le match", "fr", "sports_results"),
        ("vendre ma voiture", "fr", "own_car"),
        ("je cherche un appart pas cher", "fr", "home_to_rent"),
        ("comment renouveler ma carte de séjour", "fr", "visa_papers"),
        ("un bon resto ce soir", "fr", "eating_out"),
        ("raconte une blague", "fr", "small_talk"),
        ("j'ai mal à la tête", "fr", "health_question"),
        ("je cherche du travail", "fr", "job_hunting"),
        ("va a llover mañana?", "es", "weather"),
        ("ayudame con la tarea de matematicas", "es", "homework"),
        ("busco novia", "es", "love_and_dating"),
        ("numeros de la loteria", "es", "gambling"),
        ("quien gano el partido", "es", "sports_results"),
        ("quiero vender mi carro", "es", "own_car"),
        ("busco departamento en renta", "es", "home_to_rent"),
        ("como solicitar una visa", "es", "visa_papers"),
        ("dime un chiste", "es", "small_talk"),
        ("tengo fiebre, que medicina tomo", "es", "health_question"),
        ("busco chamba", "es", "job_hunting"),
    ],
)
def test_what_lies_outside_is_known_as_such(heard, typed, language, situation):
    assert situation in heard("decline", typed, language)
    assert heard("handoff", typed, language) == []


@pytest.mark.parametrize(
    ("typed", "language", "situation"),
    [
        ("I need help", "en", "any_help"),
        ("plz help", "en", "any_help"),
        ("info", "en", "any_information"),
        ("what can you do", "en", "what_is_offered"),
        ("money?", "en", "money_only"),
        ("hello", "en", "greeting"),
        ("aidez-moi", "fr", "any_help"),
        ("jai besoin daide", "fr", "any_help"),
        ("renseignements", "fr", "any_information"),
        ("vous faites quoi", "fr", "what_is_offered"),
        ("bjr", "fr", "greeting"),
        ("necesito ayuda", "es", "any_help"),
        ("nesesito ayuda", "es", "any_help"),
        ("informacion", "es", "any_information"),
        ("que ofrecen", "es", "what_is_offered"),
        ("no se que hacer", "es", "does_not_know"),
    ],
)
def test_what_says_too_little_is_known_as_such(heard, typed, language, situation):
    assert situation in heard("clarify", typed, language)
