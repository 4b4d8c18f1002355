"""What makers say they make, in everyday words and three languages, finds its trade; what is no product finds none."""

from pathlib import Path

import pytest

from content.faults import ContentFault
from content.products import read_products
from content.texts import Texts
from content.vocabulary import Vocabulary, read_lists
from tests.content.folders import write

COMMON = Path("content")


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary([COMMON], Texts([COMMON], ["en", "fr", "es"]))


SAID = {
    "en": """
        kombucha: drink | resin earrings: jewelry | hot sauce: food | I do tufting: textiles | enamel pins: jewelry
        slime for kids: visual_art | tote bags: textiles | custom tumblers: print | bath bombs: body_care
        banana bread and cookies: food | beef jerky: food | salsa macha: food | pickled okra: food | cold brew: drink
        apple cider: drink | nano brewery, ipa and stout: drink | macrame plant hangers: textiles | crochet toys: textiles
        baby quilts: textiles | leather wallets: leather | horse tack: leather | cutting boards: wood | pyrography: wood
        chicken coops: wood | cigar box guitars: wood | knife sharpening: metal | i weld gates: metal | wind spinners: metal
        ceramic mugs: ceramics | polymer clay earrings: ceramics | concrete planters: ceramics | stained glass lamps: glass
        cut wine bottle lamps: glass | beaded bracelets: jewelry | waist beads: jewelry | stickers: print
        tshirt printing: print | zines: print | wedding invitations: print | paint and sip: visual_art
        balloon garland: visual_art | pet portraits: visual_art | floral arrangements: visual_art | newborn photos: photo
        music videos: photo | podcasting: photo | shea butter cream: body_care | soy candles: body_care | wax melts: body_care
        press on nails: body_care | laser cutting: electronics_3d | 3d printed toys: electronics_3d | guitar pedals: electronics_3d
        an app for farmers: tech | i make web sites for shops: tech | plastic recycling: manufacturing | fishing lures: manufacturing
        tamales: food | pan dulce: food | empanadas: food | i bake wedding cakes: food | dog treats: food
        birria tacos and elote: food | lumpia and pancit: food | jollof rice: food | freeze dried candy: food
        hand dyed yarn: textiles | cosplay costumes: textiles | scrunchies: textiles | sourdoh bread: food
        candels: body_care | homemade soaps: body_care | jewlery: jewelry | wood burning: wood | live edge tables: wood
        """,
    "fr": """
        confiture: food | confitures de fraises: food | bougies parfumées: body_care | bijoux en résine: jewelry
        pyrogravure: wood | du pain au levain: food | sauce pimentée et achards: food | pâtisseries orientales: food
        accras et bokits: food | plats africains à emporter: food | pâte à tartiner: food | pop-corn: food | kéfir de fruits: drink
        jus de bissap: drink | bière artisanale: drink | tisanes: drink | café de spécialité: drink | rhum arrangé: drink
        tote bags: textiles | je fais du tufting: textiles | lingettes lavables: textiles | doudous au crochet: textiles
        suspensions en macramé: textiles | vêtements en wax: textiles | robes de mariée: textiles | sacs à main en cuir: leather
        sandales en cuir: leather | selles de cheval: leather | meubles en palette: wood | jouets en bois: wood | tiny house: wood
        planches à découper: wood | vannerie en osier: wood | portails en fer: metal | couteaux forgés: metal | vélo cargo: metal
        mugs en céramique: ceramics | fimo: ceramics | carreaux de ciment: ceramics | vitraux tiffany: glass | boules de verre: glass
        boucles d'oreilles: jewelry | boucles doreilles en perles: jewelry | bracelets brésiliens: jewelry
        stickers: print | faire-part de mariage: print | tee-shirts personnalisés: print | livres jeunesse: print
        fresques murales: visual_art | portraits d'animaux: visual_art | arches de ballons: visual_art | fleurs séchées: visual_art
        photographe de mariage: photo | clip musical: photo | podcast: photo | savons à froid: body_care
        shampoings solides: body_care | beurre de karité: body_care | fondants parfumés: body_care | faux ongles: body_care
        impression 3D: electronics_3d | gravure laser: electronics_3d | lampes de chevet: electronics_3d | appli mobile: tech
        création de sites internet: tech | recyclage du plastique: manufacturing | lunettes: manufacturing
        gato au chocolat: food | gateaux d'anniversaire: food | crêpes et gaufres: food | charcuterie: food | biscuits: food
        miel et propolis: food | tricots main: textiles | broderie: textiles | seramique: ceramics | savonerie: body_care
        """,
    "es": """
        jabón artesanal: body_care | jabones de avena: body_care | velas aromáticas: body_care | veladoras: body_care
        tortillas a mano: food | mole poblano: food | pan dulce: food | empanadas: food | arepas rellenas: food | salsa macha: food
        tamales oaxaqueños: food | gomitas enchiladas: food | pasteles de cumpleaños: food | gelatinas: food | pupusas: food
        mermelada de guayaba: food | elotes y esquites: food | queso fresco: food | ceviche: food | birria: food
        alebrijes de madera: wood | huaraches: leather | huaraches de cuero: leather | carteras de piel: leather | botas vaqueras: leather
        cerveza artesanal: drink | mezcal: drink | tepache: drink | aguas frescas: drink | café tostado: drink | combucha: drink
        rebozos: textiles | huipiles bordados: textiles | amigurumis: textiles | ropa para perros: textiles | hamacas: textiles
        tejo gorros: textiles | hago cortinas: textiles | vestidos de quinceañera: textiles | bolsas de tela: textiles
        muebles de tarima: wood | tablas para picar: wood | juguetes de madera: wood | canastas de mimbre: wood | guitarras: wood
        rejas de herrería: metal | soldadura: metal | cuchillos artesanales: metal | barro negro: ceramics | talavera: ceramics
        macetas de cemento: ceramics | vitrales: glass | vidrio soplado: glass | aretes de resina: jewelry | filigrana: jewelry
        pulseras de chaquira: jewelry | joyería de plata: jewelry | playeras personalizadas: print | tazas personalizadas: print
        piñatas: print | papel picado: print | libretas: print | murales: visual_art | arreglos de globos: visual_art
        ramos buchones: visual_art | tatuajes: visual_art | fotos de quinceañera: photo | videos musicales: photo
        crema para la piel: body_care | uñas acrílicas: body_care | impresión 3d: electronics_3d | corte láser: electronics_3d
        reparo celulares: electronics_3d | páginas web: tech | apps: tech | reciclaje de plástico: manufacturing
        composta: manufacturing | jolleria: jewelry | bestidos: textiles | javon: body_care | kermes de tamales: food
        """,
}
PHRASES = [
    (said.strip(), language, trade.strip())
    for language, listed in SAID.items()
    for said, _, trade in (
        pair.rpartition(":") for line in listed.splitlines() for pair in line.split("|") if ":" in pair
    )
]


@pytest.mark.parametrize(("said", "language", "trade"), PHRASES)
def test_what_makers_say_finds_its_trade(vocabulary, said, language, trade):
    assert vocabulary.recognise("trades", said, language)[:1] == [trade]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("for the sake of my kids", "en"),
        ("what beats me", "en"),
        ("it suits me", "en"),
        ("my friend told me", "en"),
        ("I paid for the course", "en"),
        ("edition of the year", "en"),
        ("I want to apply", "en"),
        ("short piece of advice", "en"),
        ("i work at home", "en"),
        ("from time to time", "en"),
        ("je viens de deux pays", "fr"),
        ("c'est réel", "fr"),
        ("ma carte", "fr"),
        ("sous couvert", "fr"),
        ("part de marché", "fr"),
        ("à la saison", "fr"),
        ("j'ai trois enfants", "fr"),
        ("au coin", "fr"),
        ("a menudo", "es"),
        ("vivo en la colonia Roma", "es"),
        ("sobre mi negocio", "es"),
        ("una manera", "es"),
        ("en el parque", "es"),
        ("las malas lenguas", "es"),
        ("por la noche", "es"),
        ("romper", "es"),
    ],
)
def test_what_is_no_product_finds_no_trade(vocabulary, said, language):
    assert vocabulary.recognise("trades", said, language) == []


def test_every_trade_has_product_words_in_every_language(vocabulary):
    few = {
        (id_, language): count
        for id_ in vocabulary.ids("trades")
        for language in ("en", "fr", "es")
        if (count := len(vocabulary.entry("trades", id_).words.get(language, ()))) < 130 and id_ != "any"
    }

    assert few == {}


def test_a_town_adds_its_own_products(tmp_path):
    write(tmp_path, {"vocabulary/products/en.toml": "food = 'scrapple, fastnachts,'\n"})

    assert read_lists([COMMON, tmp_path])["trades"]["food"].words["en"][-2:] == ("scrapple", "fastnachts")


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("food = ['jam']", 1, "'food' must be words in quotes, with commas between them."),
        ("food = 'jam'\nfood = 'ham'", 2, "not valid TOML"),
    ],
)
def test_a_broken_product_file_is_refused_with_its_line(tmp_path, source, line, reason):
    write(tmp_path, {"vocabulary/products/en.toml": source})

    with pytest.raises(ContentFault) as refused:
        read_products(tmp_path / "vocabulary/products/en.toml")
    assert reason in refused.value.reason
    assert refused.value.line == line


def test_a_trade_that_is_not_there_is_refused(tmp_path):
    write(tmp_path, {"vocabulary/products/en.toml": "boats = 'kayak'"})

    with pytest.raises(ContentFault, match=r"there is no 'boats' in vocabulary/trades\.toml"):
        read_lists([COMMON, tmp_path])
