"""How each person is written the first time: columns of text, with the looseness every register has."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.population.letters import plain
from bench.population.persons import CITIES, DOC_TYPES, FULL, MONTH, NONE, YEAR, Ints, Persons
from bench.population.pools import Names
from bench.population.style import Style

Texts = list[str]
COLUMNS = (
    "person_id", "given_name", "family_name", "name_ar", "sex", "birth_date", "nationality", "doc_type",
    "doc_number", "phone", "mother_name", "city", "registered_on",
)  # fmt: skip


def first_records(names: Names, people: Persons, style: Style, rng: np.random.Generator) -> dict[str, Texts]:
    """One record a person."""
    n = len(people)
    given, second, family = (spelt(names, ids, rng) for ids in (people.given, people.second, people.family))
    habit = rng.random(n)
    loud, bare = habit < style.capitals, rng.random(n) < style.no_accents
    firsts = [g + " " + s if s else g for g, s in zip(given, second, strict=True)]
    mother = joined(spelt(names, people.mother_given, rng), spelt(names, people.mother_family, rng))
    shown = rng.random((3, n)) < style.shown
    arab = np.array([c.language == "ar" for c in names.countries])[people.country]
    with_arabic = rng.random(n) < np.where(arab, style.arabic_name, style.arabic_name_others)
    foreign = rng.random(n) < style.wrong_nationality
    codes = np.where(foreign, rng.integers(0, len(names.countries), n), people.country)
    documents, kinds = numbers(names, people, shown[0])
    return {
        "given_name": dressed(firsts, loud, bare),
        "family_name": dressed(family, loud, bare),
        "name_ar": arabic_names(names, people, with_arabic),
        "sex": ["" if lost else "F" if f else "M" for f, lost in zip(people.female, rng.random(n) < 0.01, strict=True)],
        "birth_date": birth_texts(people.year, people.month, people.day, people.precision),
        "nationality": ["" if lost else names.countries[c].code
                        for c, lost in zip(codes, rng.random(n) < 0.02, strict=True)],
        "doc_type": kinds,
        "doc_number": documents,
        "phone": [phone_text(p, s, k) for p, s, k in
                  zip(people.phone.tolist(), shown[1].tolist(), rng.integers(0, 4, n).tolist(), strict=True)],
        "mother_name": dressed([m if s else "" for m, s in zip(mother, shown[2].tolist(), strict=True)], loud, bare),
        "city": [CITIES[c] for c in people.city.tolist()],
        "registered_on": days(rng, n),
    }  # fmt: skip


def spelt(names: Names, ids: Ints, rng: np.random.Generator) -> Texts:
    """Each name in a spelling in use: Arab names in many, others mostly as their country writes them."""
    forms = [[w.latin, *w.others] for w in names.words]
    counts = np.array([len(f) for f in forms])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    flat = [one for form in forms for one in form]
    own = np.array([w.own for w in names.words])
    drawn, size = rng.random(len(ids)), counts[ids]
    loose = np.floor(size * drawn**2.2)
    strict = np.where(drawn < 0.92, 0, np.floor(size * (drawn - 0.92) / 0.08))
    at = starts[ids] + np.where(own[ids], loose, strict).astype(np.int64)
    return [flat[a] if i >= 0 else "" for a, i in zip(at.tolist(), ids.tolist(), strict=True)]


def joined(one: Texts, other: Texts) -> Texts:
    return [f"{a} {b}".strip() for a, b in zip(one, other, strict=True)]


def dressed(texts: Texts, loud: NDArray[np.bool_], bare: NDArray[np.bool_]) -> Texts:
    """Capitals and missing accents, as this clerk writes everything."""
    return [
        (plain(t).upper() if up else plain(t)) if flat else t.upper() if up else t
        for t, up, flat in zip(texts, loud.tolist(), bare.tolist(), strict=True)
    ]


def arabic_names(names: Names, people: Persons, wanted: NDArray[np.bool_]) -> Texts:
    words = [w.arabic[0] for w in names.words]
    rows = zip(
        people.given.tolist(), people.second.tolist(), people.family.tolist(), wanted.tolist(), strict=True
    )
    return [
        (f"{words[g]} {words[s]} {words[f]}" if s >= 0 else f"{words[g]} {words[f]}") if w else ""
        for g, s, f, w in rows
    ]


def birth_text(year: int, month: int, day: int, precision: int) -> str:
    if precision == FULL:
        return f"{year:04}-{month:02}-{day:02}"
    return f"{year:04}-{month:02}" if precision == MONTH else f"{year:04}" if precision == YEAR else ""


def birth_texts(year: Ints, month: Ints, day: Ints, precision: Ints) -> Texts:
    rows = zip(year.tolist(), month.tolist(), day.tolist(), precision.tolist(), strict=True)
    return [birth_text(*row) for row in rows]


def numbers(names: Names, people: Persons, shown: NDArray[np.bool_]) -> tuple[Texts, Texts]:
    rows = zip(
        people.document.tolist(),
        people.country.tolist(),
        people.doc_type.tolist(),
        shown.tolist(),
        strict=True,
    )
    made = [
        (document_text(d, names.countries[c].code), DOC_TYPES[t]) if d and s else ("", "")
        for d, c, t, s in rows
    ]
    return [number for number, _ in made], [kind for _, kind in made]


def document_text(number: int, code: str) -> str:
    """Letters and digits as countries print them: deterministic, so that a person's number stays the same."""
    shape = (ord(code[0]) + ord(code[2])) % 4
    digits = f"{number % 10**8:08}"
    letters = chr(65 + number % 26) + chr(65 + number // 26 % 26)
    return (f"{letters[0]}{digits[:7]}", f"{digits}", f"{letters}{digits[:6]}", f"{letters[0]}0{digits}")[
        shape
    ]


def phone_text(number: int, shown: bool, habit: int) -> str:
    if not number or not shown:
        return ""
    digits = f"{number:09}"
    spaced = f"0{digits[0]} {digits[1:3]} {digits[3:5]} {digits[5:7]} {digits[7:]}"
    return (f"+212{digits}", f"0{digits}", spaced, f"00212 {digits}")[habit]


def days(rng: np.random.Generator, count: int) -> Texts:
    first = np.datetime64("2017-01-01")
    return [str(d) for d in (first + rng.integers(0, 3200, count)).tolist()]


__all__ = ("COLUMNS", "NONE", "Any", "Texts", "birth_text", "document_text", "first_records", "phone_text")
