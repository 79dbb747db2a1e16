"""The counter search. Actor first; what the actor may not see is not found.

A search has two phases: keys give at most a few hundred people (`blocking`), names and facts then order
them (`evidence`). A merged person leads to the canonical one. With ``unit`` the search stays on the unit's
side: twins are never looked for across sides. How many statements a search takes depends on what was asked
and on what the actor may see, never on anybody else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log
from typing import Any

from musanada.access.models import Unit, User
from musanada.kit.names.words import units
from musanada.linkage import blocking, register, typed, wildcards
from musanada.linkage.blocking import COMMON, Probe, Scope
from musanada.linkage.evidence import HOMONYMS, Known, Weighed, before_names, count_bearers, weigh
from musanada.linkage.probing import probes_for
from musanada.linkage.sought import Candidate, Sought

LEAST_ALIKE = 0.4  # names less alike than this would only distract
COMPARED = 48  # people whose names are read and compared
SLACK, SLACK_ABOUT = 1, 3  # years around the year of birth that are gathered for a common name


def find(
    actor: User,
    text: str,
    *,
    born: int | None = None,
    nationality: str = "",
    sex: str = "",
    phone: str = "",
    document: str = "",
    mother: str = "",
    unit: Unit | None = None,
    typing: bool = False,
    limit: int = 10,
) -> list[Candidate]:
    """People the actor may find by what one box says; best first.

    A name in any script and order, with wildcards (Diall*, Mo?amed), an age ("environ 25 ans"), a year or a date of
    birth, a nationality, a phone or document number, or a reference. What is given apart comes before what
    is read off the text. ``typing``: the last word may be unfinished.

    Raises: BadInput where a wildcard leaves too little that is sure.
    """
    wildcards.insist(text)
    said = typed.read(text)
    given: dict[str, Any] = {
        "nationality": nationality,
        "sex": sex,
        "phone": phone,
        "document": document,
        "mother": mother,
    }
    sought = replace(said, **{name: value for name, value in given.items() if value})
    if born is not None:
        sought = replace(sought, born=born, born_about=False, birth_date=None)
    unfinished = typing and sought.name.split()[-1:] == text.split()[-1:]
    return look_for(actor, sought, unit=unit, typing=unfinished, limit=limit)


def look_for(
    actor: User, sought: Sought, *, unit: Unit | None = None, typing: bool = False, limit: int = 10
) -> list[Candidate]:
    """As ``find``, for a person described with two names or an apparent age."""
    weighed = searched(sought, register.scope(actor, unit), typing=typing, limit=limit)
    worth = [w for w in weighed if w.alike >= LEAST_ALIKE or w.known.direct]
    return [w.candidate() for w in worth[:limit]]


def searched(sought: Sought, scope: Scope, *, typing: bool, limit: int) -> list[Weighed]:
    """Everyone worth comparing in these places, best first."""
    if any(wildcards.has_wildcard(name) for name in sought.names):
        return fitting(sought, scope, limit)
    probes = probes_for(sought, scope, typing=typing)
    people = with_hits(sought, gather(sought, probes, scope, limit), scope)
    weights, homonyms = rarity(sought, probes), bearers(probes)
    return ranked(weigh(sought, one, weights, homonyms, typing=typing) for one in set(people.values()))


def with_hits(sought: Sought, people: dict[Any, Known], scope: Scope) -> dict[Any, Known]:
    """With those whose reference, document or phone is the one said; and what is known of each."""
    if hits := register.direct_hits(sought):
        people = register.known(hits, scope) | people
        for key in hits.keys() & people.keys():
            people[key].direct |= hits[key]
        count_bearers({people[key] for key in hits.keys() & people.keys()})
    register.add_details(people)
    return people


def ranked(weighed: Iterable[Weighed]) -> list[Weighed]:
    return sorted(weighed, key=lambda w: w.rank)


def fitting(sought: Sought, scope: Scope, limit: int) -> list[Weighed]:
    """Those a name with wildcards fits, compared as if the fitting words had been written."""
    split = [wildcards.split(name) for name in sought.names]
    plain = " ".join(one.plain for one in split)
    patterns = [pattern for one in split for pattern in one.patterns]
    rest = replace(sought, name=plain, other_name="")
    probes = probes_for(rest, scope, typing=False)
    begun = list(wildcards.probes(patterns, alone=not any(p.count for p in probes)))
    probes += blocking.counted(begun, scope)
    people = with_hits(sought, gather(sought, probes, scope, limit, most=blocking.CANDIDATES), scope)
    weights, homonyms = rarity(rest, probes), bearers(probes)
    found = []
    for one in set(people.values()):
        names = [c for text, _s in one.names for n in sought.names if (c := wildcards.completed(n, text))]
        if names:
            full = replace(sought, name=names[0], other_name=names[1] if len(names) > 1 else "")
            found.append(weigh(full, one, weights, homonyms))
    return ranked(found)


def gather(
    sought: Sought, probes: Sequence[Probe], scope: Scope, limit: int, *, most: int = COMPARED
) -> dict[Any, Known]:
    """The visible people most worth comparing."""
    slack = SLACK_ABOUT if sought.born_about else SLACK
    parts = blocking.plan(probes, sought.year, sought.nationality, slack)
    found = blocking.gathered(parts, scope, born=sought.year, country=sought.nationality)
    found.sort(
        key=lambda f: (
            -f.told - 200 * before_names(sought, f.birth, f.precision, f.sex, f.country),
            f.reference,
        )
    )
    return register.described(found[: max(most, 2 * limit)])


def rarity(sought: Sought, probes: Sequence[Probe]) -> dict[str, float]:
    """How much each word said tells, from 0.6 (borne by thousands) to 1.5 (by a handful)."""
    counts = {p.key.value: p.count for p in probes if p.key.kind == "sound" and not p.begun}
    out = {}
    for name in sought.names:
        for unit in units(name):
            count = min(max(counts.get(unit.word.sound, 0), 10), COMMON)
            out[unit.word.text] = 1.5 - 0.9 * log(count / 10) / log(COMMON / 10)
    return out


def bearers(probes: Sequence[Probe]) -> int:
    """How many bear the names sought together, as far as the keys tell; the usual number where they tell nothing."""
    pairs = [p.count for p in probes if p.key.kind == "pair" and p.worth == 1]
    counts = pairs or [p.count for p in probes if p.key.kind == "sound" and not p.begun]
    return min((c for c in counts if c), default=HOMONYMS)
