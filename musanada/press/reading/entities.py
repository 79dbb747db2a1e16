"""Whom and where a number speaks of: countries, regions, cities, groups of origin, sex, children, ages.

Countries come from the register of nationalities and CLDR, regions and cities from the register of the census office, and
what both lack from ``data/places.yaml``. A name of a place in Latin letters must stand with a capital: "sale" is no city.
"""

import re
from functools import lru_cache

from musanada.kit.formats import country_name
from musanada.press.reading.drafts import Draft
from musanada.press.reading.folding import Folded, folded
from musanada.press.reading.lexicon import Match, Phrases, data
from musanada.press.reading.patterns import rx
from musanada.reference import files

LANGUAGES = ("fr", "ar", "en")
_TOWN = 30_000  # inhabitants: smaller communes bear too many names that are words
_AXES = {
    "sexes": "sex",
    "minors": "minor",
    "unaccompanied": "unaccompanied",
    "origins": "origin",
    "origin_group": "origin",
}
_WORD_CITIES = {"temara", "sale", "safi", "settat", "taza", "figuig", "nador", "midelt", "azrou", "jerada"}


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    found, places = Phrases(), data("places")
    for region, names in places["regions"].items():
        found.add_all(names, "place", f"region={region}")
    for row in files.table("morocco-communes.csv"):
        if row["type"] == "urban" and int(row["population_2024"] or 0) >= _TOWN:
            found.add_all((row["name_fr"], row["name_ar"]), "place", f"city={row['name_fr']}")
    for row in files.table("morocco-provinces.csv"):
        found.add_all((row["name_fr"], row["name_ar"]), "place", f"city={row['name_fr'].partition('-')[0]}")
    for city, names in places["cities"].items():
        found.add_all((city, *names), "place", f"city={city}")
    _countries(found, places["countries"])
    for part, axis in _AXES.items():
        for key, names in places[part].items():
            found.add_all(names, axis, f"{axis}={key}")
    return found


def _countries(found: Phrases, more: dict[str, list[str]]) -> None:
    """A name or demonym that several countries share (Congo, غيني) is left out: nothing is decided silently."""
    meanings: dict[str, set[str]] = {}
    for row in files.countries():
        names = {*row.aliases, *(country_name(row.iso3, lang) for lang in LANGUAGES), *more.get(row.iso3, ())}
        for name in names:
            key = folded(name)
            if len(key) > 3 and not key.startswith("xx"):
                meanings.setdefault(key, set()).add(row.iso3)
    for name, codes in meanings.items():
        if len(codes) == 1 and name not in ("stateless", "apatride"):
            found.add(name, "country", f"country={next(iter(codes))}")


def find_entities(text: Folded) -> list[Match]:
    """Names in the text, none of a word that only looks like one."""
    rows = [match for match in phrases().find(text) if _meant(text, match)]
    taken = {word for m in rows if m.kind in ("place", "origin") for word in range(m.first, m.last)}
    return [m for m in rows if m.kind != "country" or m.first not in taken]


_ARABIC_WORDS = rx(r"(?:من|إلى|في|دولة|جمهورية|نحو|و|،|,|\() ?$")


def _meant(text: Folded, match: Match) -> bool:
    first = text.text[match.start]
    if (
        match.kind in ("place", "country")
        and first.isascii()
        and not _demonym(text.text[match.start : match.end])
    ):
        return text.capital(match.start)
    if match.key == "origin=Europe" and text.text[max(0, match.start - 7) : match.start].endswith(
        ("union ", "الاتحاد ")
    ):
        return False
    if match.kind == "country" and text.text[match.start : match.end] in ("مالي", "عمان", "بنين"):
        return bool(match.stripped) or bool(
            _ARABIC_WORDS.search(text.text[max(0, match.start - 8) : match.start])
        )
    return True


@lru_cache(maxsize=4096)
def _demonym(word: str) -> bool:
    return (
        bool(
            re.search(
                r"(?:ais|aises?|ois|oises?|iens?|iennes?|ains?|aines?|eens?|eennes?|ese|ians?|ans?|ans|eans?|turcs?|turques?|ites?|i|is|nes|ne)$",
                word,
            )
        )
        and word not in _NAMES
    )


@lru_cache(maxsize=1)
def _country_names() -> frozenset[str]:
    return frozenset(folded(country_name(row.iso3, lang)) for row in files.countries() for lang in LANGUAGES)


class _Names:
    def __contains__(self, word: str) -> bool:
        return word in _country_names() or word in _WORD_CITIES


_NAMES = _Names()
AGES = rx(
    r"(?:(?:age[es]* |aged )?(?:de|entre|between|from|aged|ages|بين|ما بين)? ?(?P<a>\d{1,2}) ?(?:a|et|and|to|-|و|الى) ?(?P<b>\d{1,2}) ?(?:ans|years|سنة|عاما))"
    r"|(?:moins de|under|below|younger than|دون|أقل من|تقل أعمارهم عن|يقل عمرهم عن) (?:سن )?(?:ال)?(?:the age of )?(?P<u>\d{1,2})(?: ans| years|\b)"
    r"|(?P<o>\d{1,2}) ans (?:et plus|ou plus|revolus)|(?:plus de|over|above|أكثر من|فوق) (?:سن )?(?:ال)?(?P<p>\d{1,2}) (?:ans|years|سنة|عاما)|aged? (?P<c>\d{1,2}) ?(?:-|to) ?(?P<d>\d{1,2})"
)


def age_traits(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Age bands named in a stretch: ``age=13-17``, ``age=0-12``, ``age=18-``."""
    rows = []
    for match in AGES.finditer(text, start, end):
        g = match.groupdict()
        if g["a"] or g["c"]:
            band = f"{g['a'] or g['c']}-{g['b'] or g['d']}"
        elif g["u"]:
            band = f"0-{int(g['u']) - 1}"
        else:
            band = f"{g['o'] or int(g['p']) + 1}-"
        rows.append((match.start(), match.end(), f"age={band}"))
    return rows


_DESTINATION = rx(
    r"(?:\bvers|\ba destination d[eu]s?|\bdestination|\bretour (?:en|au|aux)|\bback to|\breturned to|\bto|\binto|(?<![\w])(?:و)?(?:نحو|إلى|صوب|باتجاه))(?: (?:la|le|les|l'|the|ال))*[ ']?$"
)
_ORIGIN = rx(
    r"(?:originaires? d[eu]s?|en provenance d[eu]s?|\bprovenaient d[eu]s?|\bvenant d[eu]s?|\bvenus d[eu]s?|\bissus d[eu]s?|nationaux d[eu]s?|ressortissants d[eu]s?|\bcoming from|\bfrom|\bnationals of|ينحدرون من|من جنسية|المنحدرين من|قادمين من|القادمين من|من أصل|من)(?: (?:la|le|les|l'|the))*[ ']?$"
)
_HOST = rx(
    r"(?:\bdepuis|\bresidant (?:en|au|aux|a)|\binstalles (?:en|au|aux|a)|\baccueillis (?:en|au|a)|\bliving in|\bresiding in|\bhosted (?:in|by)|\bvivant (?:en|au|a)|\bpresents? (?:en|au|a)|\b(?:en|au|aux|a|in|within)|المقيمين ب|المقيمين في|المتواجدين ب|انطلاقا من|في|ب)(?: (?:la|le|les|l'|the))*[ ']?$"
)


def role_of(text: str, match: Match, opening: int) -> str:
    """Is the country named as origin, destination or host?"""
    before = text[max(opening, match.start - 34) : match.start]
    for role, pattern in (("origin", _ORIGIN), ("destination", _DESTINATION), ("host", _HOST)):
        if pattern.search(before):
            return role
    return ""


def trait(text: str, match: Match, role: str) -> tuple[str, str]:
    """Axis and code: a demonym or an origin is a nationality, else the country stands with its role."""
    axis, _eq, code = match.key.partition("=")
    if axis != "country":
        return axis, code
    word = text[match.start : match.end]
    named = word in _country_names()
    if code == "MAR" and named and role != "origin":
        return "country", code
    return ("nationality", code) if role == "origin" or not named else ("country", code)


def attach(draft: Draft, axis: str, code: str, label: str) -> None:
    if axis not in draft.entity:
        draft.entity[axis] = code
        draft.label = f"{draft.label}, {label}" if draft.label else label
