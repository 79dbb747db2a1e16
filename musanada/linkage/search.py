"""The counter search. Actor first; what the actor may not see is not found.

A search has two phases: keys give at most a few hundred people (`blocking`), names and facts then order
them (`evidence`). A merged person leads to the canonical one. With ``unit`` the search stays on the unit's
side: twins are never looked for across sides.
"""

from collections.abc import Sequence
from math import log
from typing import Any
from uuid import UUID

from musanada.access.models import Unit, User
from musanada.kit.names import Key, keys, prefix_keys
from musanada.kit.names.indexing import word_keys
from musanada.kit.names.words import units
from musanada.linkage import blocking, register
from musanada.linkage.blocking import BOUND, Narrow, Probe
from musanada.linkage.evidence import HOMONYMS, Known, before_names, weigh
from musanada.linkage.sought import Candidate, Sought

LEAST_ALIKE = 0.4  # names less alike than this would only distract
COMPARED = 48  # people whose names are read and compared


def find(
    actor: User,
    text: str,
    *,
    born: int | None = None,
    nationality: str = "",
    sex: str = "",
    phone: str = "",
    document: str = "",
    unit: Unit | None = None,
    typing: bool = False,
    limit: int = 10,
) -> list[Candidate]:
    """People the actor may find by a name in any script and order, a reference, a document or a phone; best first.

    ``typing``: the last word may be unfinished.
    """
    sought = Sought(
        name=text,
        born=born,
        nationality=nationality or "",
        sex=sex or "",
        phone=phone or "",
        document=document or "",
    )
    return look_for(actor, sought, unit=unit, typing=typing, limit=limit)


def look_for(
    actor: User, sought: Sought, *, unit: Unit | None = None, typing: bool = False, limit: int = 10
) -> list[Candidate]:
    """As ``find``, for a person described with two names or an apparent age."""
    units_seen = register.places(actor, unit)
    probes = probes_for(sought, blocking.by_side(units_seen), typing=typing)
    people = gather(sought, probes, units_seen, limit)
    if hits := register.direct_hits(sought):
        people = register.known(hits, units_seen) | people
        for key in hits.keys() & people.keys():
            people[key].direct |= hits[key]
    register.add_details(people)
    weights = rarity(sought, probes)
    homonyms = bearers(probes)
    weighed = sorted(
        (weigh(sought, one, weights, homonyms, typing=typing) for one in set(people.values())),
        key=lambda w: w.rank,
    )
    worth = [w for w in weighed if w.alike >= LEAST_ALIKE or w.known.direct]
    return [w.candidate() for w in worth[:limit]]


def gather(sought: Sought, probes: Sequence[Probe], places: Sequence[UUID], limit: int) -> dict[Any, Known]:
    """The visible people most worth comparing."""
    parts = blocking.plan(probes, sought.year, sought.nationality)
    found, full = blocking.gathered(parts, places, country=sought.nationality)
    if full and len(found) < max(limit, COMPARED // 2):
        # The bound was filled by people of other places: ask again among the actor's own.
        found, full = blocking.gathered(parts, places, country=sought.nationality, within=True)
    found.sort(
        key=lambda f: (
            -f.told - 200 * before_names(sought, f.birth, f.precision, f.sex, f.country),
            f.reference,
        )
    )
    return register.described(found[: max(COMPARED, 2 * limit)])


def probes_for(sought: Sought, side: Narrow | None, *, typing: bool) -> list[Probe]:
    """Counted keys of every name said; also beginnings of a word still being typed, and of words nobody bears."""
    probes: dict[tuple[Key, bool], Probe] = {}
    for name in sought.names:
        for key in keys(name):
            if key.kind == "pair":
                probes.setdefault((key, False), Probe(key))
        for place, unit in enumerate(units(name)):
            for key in word_keys(unit.word, unit.core):
                probes.setdefault((key, False), Probe(key, place))
        if typing:
            for key in prefix_keys(name).begun:
                probes.setdefault((key, True), Probe(key, len(units(name)) - 1, begun=True))
    found = blocking.counted(list(probes.values()), side)
    return found + blocking.counted(beginnings(sought, found), side)


def beginnings(sought: Sought, probes: Sequence[Probe]) -> list[Probe]:
    """For a word under which nobody is filed (a slip of the pen): people whose word begins alike."""
    borne = {(p.word, p.key) for p in probes if p.count}
    out = []
    for name in sought.names:
        for place, unit in enumerate(units(name)):
            word = unit.word
            if any((place, key) in borne for key in word_keys(word, unit.core)):
                continue
            if len(word.ascii) > 4:
                out.append(Probe(Key("exact", word.ascii[:4]), place, begun=True))
            if len(word.sound) > 3:
                out.append(Probe(Key("sound", word.sound[:3]), place, begun=True))
    return out


def rarity(sought: Sought, probes: Sequence[Probe]) -> dict[str, float]:
    """How much each word said tells, from 0.6 (borne by thousands) to 1.5 (by a handful)."""
    counts = {p.key.value: p.count for p in probes if p.key.kind == "sound" and not p.begun}
    out = {}
    for name in sought.names:
        for unit in units(name):
            count = counts.get(unit.word.sound, 0)
            out[unit.word.text] = 1.5 - 0.9 * log(max(count, 10) / 10) / log(BOUND / 10)
    return out


def bearers(probes: Sequence[Probe]) -> int:
    """How many bear the names sought together, as far as the keys tell; the usual number where they tell nothing."""
    pairs = [p.count for p in probes if p.key.kind == "pair"]
    counts = pairs or [p.count for p in probes if p.key.kind == "sound" and not p.begun]
    return min((c for c in counts if c), default=HOMONYMS)
