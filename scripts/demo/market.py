"""Names: of the wholesalers by region, and of the people who work for them."""

from __future__ import annotations

from .basics import listed

COMPANY_NAMES = {
    "us": listed(
        "Alder Ridge Foods, Bluewater Fasteners, Cedar Hollow Supply, Copperline Electric, Dunmore Textiles, "
        "Eastgate Paper, Fallbrook Dairy, Granite Bay Tools, Harrow Lane Toys, Ironvale Parts, Juniper Row Books, "
        "Kestrel Packaging, Lakeshore Produce, Maplehurst Feed, North Fork Hardware, Oakhaven Pharma, "
        "Pinecrest Lighting, Quarry Road Stone, Redfern Outdoor, Saltmarsh Seafood, Timber Creek Lumber, "
        "Upland Coffee, Valley View Optics, Westmere Chemicals, Yarrow Garden, Zephyr Cycles, Amberly Cosmetics, "
        "Brookside Bakery, Cobalt Dental, Driftwood Marine, Larkspur Glass, Tidewater Nets, Windmere Clocks"
    ),
    "eu": listed(
        "Atelier Verdune, Bodega Montelar, Casa Ferrobianco, Delta Bloem, Ekholm Marin, Fjellvik Sport, "
        "Grandin Papier, Huerta del Olmo, Isola Ceramica, Jorvalin Teknik, Kaasmark, Lumière Sauvanne"
    ),
    "dach": listed(
        "Almtal Getränke, Brückner & Voss Werkzeuge, Donauhof Lebensmittel, Edelmoos Gartenbau, Falkenried Elektro, "
        "Großbach Papier, Hohenlinde Sanitär, Kräuterwald, Möwenberg Schiffsbedarf, Rheinau Verpackung, "
        "Säntisblick Optik, Waldkirch Möbel"
    ),
    "jp": listed(
        "Aozora Shokuhin, Hanamizu Bungu, Kitanami Suisan, Midorikawa Denki, Shirakawa Seishi, Tsukimori Kagu, "
        "Yukimura Nougu"
    ),
}
CURRENCY_OF_REGION = {"us": "USD", "eu": "EUR", "dach": "EUR", "jp": "USD"}

FIRST_NAMES = listed(
    "ada, amir, anna, ben, carla, chen, clara, daniel, dario, elena, emil, eva, farah, felix, gita, hana, henrik, "
    "ines, ivan, jana, jonas, julia, kai, kenji, lara, leo, lena, luca, maja, marco, mara, mei, mia, milan, nadia, "
    "nils, nora, olga, omar, paul, petra, priya, rafael, rosa, ruth, samuel, sara, sofia, taro, theo, tomas, ulla, "
    "vera, viktor, yara, yuki, zoe"
)
LAST_NAMES = listed(
    "abbott, adler, almeida, arnold, becker, bergman, bianchi, blake, bosch, brandt, carter, castro, chavez, conti, "
    "cooper, costa, dahl, duarte, egger, endo, fischer, fontana, fraser, fujita, garcia, graf, greene, haas, hansen, "
    "hayashi, hoffman, ito, jensen, keller, kimura, klein, kovac, lang, larsen, leclerc, lehmann, lopez, maier, "
    "marino, meyer, mori, morton, nakano, nilsen, novak, ortega, parker, pereira, quinn, reyes, ricci, romero, rossi, "
    "sato, schmid, silva, sommer, tanaka, torres, vogel, wagner, walsh, weber"
)


def slug(name: str) -> str:
    """A name as it stands in a domain."""
    plain = name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "è": "e"}))
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
