"""Which benches, on which database, how large: the order of a run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench import (
    audit,
    cases,
    commission,
    country,
    figures,
    finding,
    hidden,
    imports,
    linkage,
    manifest,
    pages,
    press,
    protection,
    publications,
    returns,
    secrets,
)
from bench.measure import Table
from bench.places import Place

BENCHES = (
    "imports",
    "pages",
    "figures",
    "country",
    "secrets",
    "audit",
    "hidden",
    "cases",
    "commission",
    "returns",
    "manifest",
    "protection",
    "publications",
    "press",
    "finding",
    "linkage",
)
AT_SCALE_1 = (
    84_550  # people of the demonstration country: 36,000 were assisted in 2024, 27,649 applied in 2014
)


@dataclass(frozen=True)
class Sizes:
    """How much of each. ``people`` are the two sizes of the register for pages, ``lines`` of the journal."""

    scale: float = 1.0
    rows: int = 10_000
    memory: tuple[int, ...] = (1_000, 10_000, 50_000)
    people: tuple[int, ...] = (36_000, 300_000)
    lines: tuple[int, ...] = (20_000, 1_000_000)
    register: int = 30_000
    files: int = 30_000
    sitting: int = 300  # files before one session
    departures: int = 20_000  # open files on the board of departures
    travellers: int = 150  # of one movement
    hidden_files: int = 5_000  # of protection, in one office
    named: int = 300  # that name one officer
    sought: int = 20_000  # people of a synthetic register
    questions: int = 2_000
    twins: tuple[int, ...] = (10_000,)  # records to be matched with each other
    repeat: int = 15


QUICK = Sizes(
    scale=0.01,
    rows=60,
    memory=(30, 60),
    people=(600, 900),
    lines=(300, 600),
    register=900,
    files=800,
    sitting=12,
    departures=200,
    travellers=6,
    hidden_files=60,
    named=20,
    sought=1_000,
    questions=100,
    twins=(1_000,),
    repeat=1,
)


def tables(wanted: tuple[str, ...], make: Callable[[], Place], sizes: Sizes) -> Iterator[Table]:
    """Every table of a run on one database, as soon as it is known."""
    if set(wanted) & {"country", "figures", "imports", "secrets"}:
        place = make()
        took = country.load(place, sizes.scale)
        if "country" in wanted:
            yield country.table(place, sizes.scale, took)
        if "figures" in wanted:
            yield from figures.tables(place, took["extract"]["folder"], sizes.repeat)
        if "imports" in wanted:
            yield from imports.tables(place, sizes.rows, sizes.memory)
        if "secrets" in wanted:
            yield from secrets.tables(place, sizes.rows)
        place.drop()
    if "pages" in wanted:
        place = make()
        place.call("house.load_country", scale=min(sizes.scale, sizes.people[0] / AT_SCALE_1))
        yield from pages.tables(place, sizes.people, sizes.repeat)
        place.drop()
    if "hidden" in wanted:
        place = make()
        place.call("house.load_country", scale=min(sizes.scale, sizes.register / AT_SCALE_1 / 2))
        yield from hidden.tables(place, sizes.register, sizes.repeat)
        place.drop()
    yield from of_files(wanted, make, sizes)


def of_files(wanted: tuple[str, ...], make: Callable[[], Place], sizes: Sizes) -> Iterator[Table]:
    """Files and sessions, then the journal: each on a database of its own."""
    if "cases" in wanted:
        place = make()
        place.call("house.load_country", scale=min(sizes.scale, sizes.files / AT_SCALE_1 / 5))
        yield from cases.tables(place, sizes.files, sizes.repeat)
        place.drop()
    if "commission" in wanted:
        place = make()
        yield from commission.tables(place, sizes.sitting, sizes.repeat)
        place.drop()
    yield from of_returns(wanted, make, sizes)
    if "press" in wanted:
        place = make()
        yield from press.tables(place)
        place.drop()
    if "finding" in wanted:
        place = make()
        yield from finding.tables(place, sizes.sought, sizes.questions)
        place.drop()
    if "linkage" in wanted:
        place = make()
        yield from linkage.tables(place, sizes.twins)
        place.drop()
    if "audit" in wanted:
        place = make()
        yield from audit.tables(place, sizes.lines, sizes.repeat)
        place.drop()


def of_returns(wanted: tuple[str, ...], make: Callable[[], Place], sizes: Sizes) -> Iterator[Table]:
    """The board of departures, then one movement from its list to its arrival."""
    if "returns" in wanted:
        place = make()
        yield from returns.tables(place, sizes.departures, sizes.repeat)
        place.drop()
    if "manifest" in wanted:
        place = make()
        yield from manifest.tables(place, sizes.travellers)
        place.drop()
    if "protection" in wanted:
        place = make()
        yield from protection.tables(place, sizes.hidden_files, sizes.named, sizes.repeat)
        place.drop()
    if "publications" in wanted:
        place = make()
        place.call("house.load_country", scale=sizes.scale)
        yield from publications.tables(place)
        place.drop()
