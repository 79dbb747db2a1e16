"""What to look up for the names said: their keys, beginnings of a word still typed, and likelier spellings of a slip."""

from collections.abc import Iterator, Sequence
from itertools import islice

from musanada.kit.names import Key, keys, prefix_keys
from musanada.kit.names.indexing import coarse, word_keys
from musanada.kit.names.words import Unit, unit_of, units, word
from musanada.linkage import blocking
from musanada.linkage.blocking import Probe, Scope
from musanada.linkage.sought import Sought
from musanada.linkage.vocabulary import spelled_alike

GUESSED = 0.6  # what a likelier spelling tells, beside the one written
GUESSES = 4  # likelier spellings of one word
BORNE = 3  # a word so rare may be a slip of the pen

Wanted = dict[tuple[Key, bool], Probe]


def probes_for(sought: Sought, scope: Scope, *, typing: bool) -> list[Probe]:
    """Counted keys of every name said; also beginnings of a word still being typed, and of words nobody bears."""
    wanted: Wanted = {}
    for name in sought.names:
        add(wanted, (Probe(key) for key in keys(name) if key.kind == "pair"))
        for place, unit in enumerate(units(name)):
            add(wanted, (Probe(key, place) for key in word_keys(unit.word, unit.core)))
        if typing:
            last = len(units(name)) - 1
            add(wanted, (Probe(key, last, begun=True) for key in prefix_keys(name).begun))
    found = blocking.counted(list(wanted.values()), scope)
    more: Wanted = {}
    for name in sought.names:
        add(more, slips(name, found, scope))
    new = [probe for at, probe in more.items() if at not in wanted]
    return found + blocking.counted(new, scope)


def add(wanted: Wanted, probes: Iterator[Probe]) -> None:
    for probe in probes:
        wanted.setdefault((probe.key, probe.begun), probe)


def slips(name: str, found: Sequence[Probe], scope: Scope) -> Iterator[Probe]:
    """For a word hardly anybody bears: the words it may have been meant for, each with the rest of the name; and,
    where nobody bears it at all, people whose word begins alike."""
    borne = {(p.word, p.key): p.count for p in found if p.count}
    every = units(name)
    for place, unit in enumerate(every):
        if unit.word.name or unit.title:
            continue
        bearers = [borne.get((place, key), 0) for key in word_keys(unit.word, unit.core)]
        if bearers[0] <= BORNE:
            others = [one for at, one in enumerate(every) if at != place and not one.title]
            for guess in islice(spelled_alike(unit.word, scope), GUESSES):
                yield from guessed(unit_of(word(guess)), others, place)
        if not any(bearers):
            yield from beginnings(unit, place)


def guessed(unit: Unit, others: Sequence[Unit], place: int) -> Iterator[Probe]:
    """A likelier spelling, with each other word; alone where there is none."""
    mine = coarse(unit)
    for other in map(coarse, others):
        if mine and other and mine != other:
            yield Probe(Key("pair", f"{min(mine, other)}+{max(mine, other)}"), worth=GUESSED)
    if not others:
        yield from (Probe(key, place, worth=GUESSED) for key in word_keys(unit.word, unit.core))


def beginnings(unit: Unit, place: int) -> Iterator[Probe]:
    here = unit.word
    if len(here.ascii) > 4:
        yield Probe(Key("exact", here.ascii[:4]), place, begun=True)
    if len(here.sound) > 3:
        yield Probe(Key("sound", here.sound[:3]), place, begun=True)
