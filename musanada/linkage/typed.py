"""One box for everything: "Mamadou Diallo environ 25 ans guinéen 0661 23 45 67" is a name, an age, a country, a number.

What is recognised leaves the name; what is doubtful stays in it. A year alone counts ("Diallo 1998"), an age is
counted back and stays about. Words of four languages, digits of both scripts.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from django.utils import timezone

from musanada.linkage.sought import Sought, is_reference
from musanada.reference.nationalities import resolve_nationality

OLDEST = 120
ABOUT = r"(?:environ|env\.?|vers|about|around|approx\.?|circa|ca\.?|unos|aprox\.?|alrededor de|حوالي|حوالى|تقريبا|نحو|قرابة|~|≈|±)"
AGED = r"(?:âgée?|age[ed]?|aged|edad|عمره|عمرها|العمر|سنه|ans?)"
YEARS = r"(?:ans?|years?(?:\s+old)?|yrs?|y\.?o\.?|años?|anos?|سنة|سنه|عاما|عام|سنوات|أعوام)"
BORN = r"(?:n[ée]e?|born|nacid[oa]|مواليد|مولود(?:ة)?|ولد(?:ت)?)(?:\s*\(e\))?(?:\s+(?:en|le|in|on|el|سنة|عام|في))?"
YEAR = r"(?:19|20)\d\d"
EDGE, END = r"(?:(?<=^)|(?<=[\s,;(]))", r"(?=$|[\s,;).])"

DAY = re.compile(rf"{EDGE}(?:{BORN}\s+)?(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-]({YEAR}){END}", re.IGNORECASE)
ISO = re.compile(rf"{EDGE}(?:{BORN}\s+)?({YEAR})-(\d{{1,2}})-(\d{{1,2}}){END}", re.IGNORECASE)
BORN_IN = re.compile(rf"{EDGE}(?:{ABOUT}\s*)?(?:من\s+)?{BORN}\s+(?:{ABOUT}\s*)?({YEAR}){END}", re.IGNORECASE)
YEAR_ALONE = re.compile(rf"{EDGE}({ABOUT}\s*)?({YEAR}){END}", re.IGNORECASE)
AGE = re.compile(
    rf"{EDGE}(?:{AGED}\s*:?\s+)?(?:d['’]\s*)?(?:{ABOUT}\s*(\d{{1,3}})(?:\s*{YEARS})?|(\d{{1,3}})\s*{YEARS}(?:\s+{ABOUT})?){END}",
    re.IGNORECASE,
)
AGE_ALONE = re.compile(rf"(?<=\s)(?:{AGED}\s*:?\s+)?([1-9]\d){END}", re.IGNORECASE)
PHONE = re.compile(r"(?:(?<=^)|(?<=\s))(?:\+|00)?\(?\d(?:[\s.\-/()]{0,2}\d){7,14}(?=$|[\s,;])")
DOCUMENT = re.compile(r"(?:(?<=^)|(?<=\s))(?=[A-Za-z\d\-/]*\d{4})[A-Za-z\d][A-Za-z\d\-/]{4,24}(?=$|[\s,;])")


def read(text: str, today: date | None = None) -> Sought:
    """What the box says. A reference or a number alone stays as it is: it may be any of them."""
    text = latin_digits(text).strip()
    sought = Sought(name=text)
    if is_reference(text):
        return sought
    if not any(c.isdigit() for c in text):
        return with_country(sought)
    if not any(c.isalpha() for c in text):
        return by_year_alone(by_day(sought, today or timezone.localdate()), today or timezone.localdate())
    for step in (by_day, by_birth_year, by_phone, by_age, by_document, by_year_alone, by_age_alone):
        sought = step(sought, today or timezone.localdate())
    return with_country(sought)


def latin_digits(text: str) -> str:
    """٢٥ is 25."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def without(text: str, found: re.Match[str]) -> str:
    """The name without what was recognised, and without the sign that stood before it."""
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(" ,;()")


def by_day(sought: Sought, today: date) -> Sought:
    for pattern, order in ((DAY, (2, 1, 0)), (ISO, (0, 1, 2))):
        if found := pattern.search(sought.name):
            year, month, day = (int(found.groups()[at]) for at in order)
            if (known := real_date(year, month, day)) and year <= today.year:
                return replace(sought, name=without(sought.name, found), birth_date=known, born=year)
    return sought


def real_date(year: int, month: int, day: int) -> date | None:
    """Day before month, unless only the other way round is a date."""
    for m, d in ((month, day), (day, month)):
        try:
            return date(year, m, d)
        except ValueError:
            continue
    return None


def by_birth_year(sought: Sought, today: date) -> Sought:
    found = BORN_IN.search(sought.name) if sought.born is None else None
    if not found or int(found[1]) > today.year:
        return sought
    about = bool(re.search(ABOUT, found[0], re.IGNORECASE))
    return replace(sought, name=without(sought.name, found), born=int(found[1]), born_about=about)


def by_phone(sought: Sought, today: date) -> Sought:
    """A number beside a name; alone it may be a document as well, and stays."""
    found = PHONE.search(sought.name)
    if not found or not is_name(rest := without(sought.name, found)):
        return sought
    return replace(sought, name=rest, phone=found[0].strip())


def is_name(text: str) -> bool:
    """More than the letters of a series: "o 123-4567" is one number."""
    return sum(c.isalpha() for c in text) > 2


def by_document(sought: Sought, today: date) -> Sought:
    found = DOCUMENT.search(sought.name)
    if not found or re.fullmatch(YEAR, found[0]) or not is_name(rest := without(sought.name, found)):
        return sought
    return replace(sought, name=rest, document=found[0].strip())


def by_age(sought: Sought, today: date) -> Sought:
    return aged(sought, AGE, today)


def by_age_alone(sought: Sought, today: date) -> Sought:
    """ "Diallo 25": a number of two digits behind a name is an age."""
    return aged(sought, AGE_ALONE, today)


def aged(sought: Sought, pattern: re.Pattern[str], today: date) -> Sought:
    found = pattern.search(sought.name) if sought.born is None else None
    age = int(next(filter(None, found.groups()), "999")) if found else 999
    if not found or age > OLDEST:
        return sought
    return replace(sought, name=without(sought.name, found), born=today.year - age, born_about=True)


def by_year_alone(sought: Sought, today: date) -> Sought:
    found = YEAR_ALONE.search(sought.name) if sought.born is None else None
    if not found or not today.year - OLDEST <= int(found[2]) <= today.year:
        return sought
    return replace(sought, name=without(sought.name, found), born=int(found[2]), born_about=bool(found[1]))


def with_country(sought: Sought) -> Sought:
    """The last word, where it is a country's code in capitals or a word for its people, and a name of two words is
    left: Mali and Guinée may be names themselves, and stay."""
    *before, last = sought.name.split() or [""]
    if len(before) < 1 or sought.nationality:
        return sought
    codes = resolve_nationality(last)
    name = " ".join(before)
    is_code = last.isascii() and len(last) == 3 and last.isupper() and not name.isupper()
    if len(codes) != 1 or not (is_code or (demonym(last, codes[0]) and len(before) > 1)):
        return sought
    return replace(sought, name=name, nationality=codes[0])


def demonym(word: str, code: str) -> bool:
    """A word for the people of a country, not the country's own name."""
    from musanada.reference import files
    from musanada.reference.nationalities import comparable

    row = next((one for one in files.countries() if one.iso3 == code), None)
    return row is not None and comparable(word) in {comparable(alias) for alias in row.aliases}
