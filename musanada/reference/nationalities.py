"""Which country a nationality written by hand may mean. Pure: from the shipped list and CLDR's names.

An exact name, code or demonym gives its country. A word shared by several countries (Congo, coréen,
نيجيري) gives them all, and a person chooses: nothing is resolved silently (standards, section 9).
"""

from collections import defaultdict
from functools import lru_cache

from musanada.kit.formats import country_name
from musanada.kit.names.normalise import normalise
from musanada.reference import files

LANGUAGES = ("fr", "ar", "en", "es")
ARABIC_ARTICLE = "ال"


def comparable(text: str) -> str:
    """Without accents, case, punctuation and the Arabic article."""
    return " ".join(word.removeprefix(ARABIC_ARTICLE) or word for word in normalise(text).split())


@lru_cache(maxsize=1)
def spellings() -> dict[str, frozenset[str]]:
    """Comparable spelling → ISO3 codes it may mean."""
    index: dict[str, set[str]] = defaultdict(set)
    for row in files.countries():
        known = (row.iso3, row.iso2, *row.aliases, *(country_name(row.iso3, lang) for lang in LANGUAGES))
        for text in known:
            index[comparable(text)].add(row.iso3)
    del index[""]  # the two-letter code that stateless has not
    return {text: frozenset(codes) for text, codes in index.items()}


def resolve_nationality(text: str) -> list[str]:
    """ISO3 codes ``text`` may mean: none if unknown, one if sure, several if a person has to choose."""
    return sorted(spellings().get(comparable(text), ()))


def suggest_nationalities(text: str, limit: int = 5) -> list[str]:
    """ISO3 codes to offer for a spelling that is not known: likely slips first. Never to be taken unasked."""
    from rapidfuzz import fuzz, process

    wanted = comparable(text)
    if not wanted:
        return []
    found = process.extract(wanted, spellings().keys(), scorer=fuzz.ratio, limit=40, score_cutoff=70)
    codes = [code for spelling, _score, _at in found for code in sorted(spellings()[spelling])]
    return list(dict.fromkeys(codes))[:limit]
