"""Staged import: rows per second with candidate check and commit, against bare parsing; memory by number of rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

PEOPLE = ("Nom", "Prénom", "Nom en arabe", "Sexe", "Date de naissance", "Nationalité", "Téléphone", "Ville")
SERVICES = ("Référence", "Aide", "Date", "Quantité")
GOODS = ("Kit d'hygiène", "Kit hiver", "Repas chaud")
WORDS = {"F": "F", "M": "H"}


def tables(place: Place, rows: int, sizes: tuple[int, ...]) -> Iterator[Table]:
    """``place`` holds a country; every import works on a copy of it."""
    for kind in ("people", "services"):
        if place.call("imports.known", kind=kind):
            yield speed(place, kind, rows)
    if sizes:
        yield memory(place, sizes)


def speed(place: Place, kind: str, rows: int) -> Table:
    lines = []
    for suffix in ("xlsx", "csv"):
        took = measured(place, kind, rows, suffix)
        parse, whole = took["parse"], sum(took[s] for s in ("upload", "check", "commit"))
        name = {"xlsx": "XLSX", "csv": "CSV"}[suffix]
        lines.append(Line(f"{name}: bare parsing", parse, speed_notes(rows, parse), parse))
        for step in ("upload", "check", "commit"):
            lines.append(Line(f"{name}: {step}", took[step], speed_notes(rows, took[step]), parse))
        notes = speed_notes(rows, whole) | {"entered": f"{took['entered']:,}", "of": f"{took['rows']:,}"}
        lines.append(Line(f"{name}: whole import", whole, notes, parse))
    title = f"Staged import of {rows:,} {kind} into a register of {took['register']:,} ({place.vendor})"
    return Table(title, "bare parsing of the same file (XLSX: python-calamine, CSV: csv)", lines)


def speed_notes(rows: int, seconds: float) -> dict[str, str]:
    return {"rows/s": f"{rows / seconds:,.0f}" if seconds else ""}


def memory(place: Place, sizes: tuple[int, ...]) -> Table:
    lines = []
    for rows in sizes:
        took = measured(place, "people", rows, "csv")
        whole = sum(took[step] for step in ("upload", "check", "commit"))
        notes = {
            **speed_notes(rows, whole),
            "MB before": f"{took['before_mb']:.0f}",
            "MB at most": f"{took['peak_mb']:.0f}",
        }
        lines.append(Line(f"{rows:,} rows", whole, notes))
    return Table(f"Memory of a staged import of people, CSV ({place.vendor})", f"{sizes[0]:,} rows", lines)


def measured(place: Place, kind: str, rows: int, suffix: str) -> dict[str, Any]:
    """One import of ``rows`` into a copy of ``place``, the file made beforehand by another process."""
    other = place.copy()
    try:
        path = str(other.folder / f"{kind}-{rows}.{suffix}")
        other.call("imports.write_file", kind=kind, path=path, rows=rows)
        return dict(other.call("imports.bring_in", kind=kind, path=path))
    finally:
        other.drop()


# Jobs: what follows runs inside an installation -------------------------------------------------------------------


def known(kind: str) -> bool:
    """Is there an import of this kind?"""
    from musanada.intake.imports.kinds import IMPORT_KINDS

    return kind in IMPORT_KINDS


def write_file(kind: str, path: str, rows: int) -> None:
    """A list as an office has it, CSV or XLSX by the name."""
    head, lines = (PEOPLE, people_rows(rows)) if kind == "people" else (SERVICES, service_rows(rows))
    target = Path(path)
    if target.suffix == ".csv":
        import csv

        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([head, *lines])
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Liste")
        for number, line in enumerate((head, *lines)):
            sheet.write_row(number, 0, line)


def people_rows(count: int) -> Iterator[tuple[str, ...]]:
    from bench.house import drafts
    from musanada.kit.formats import country_name

    for draft in drafts(count, seed=11):
        latin = next(name for name in draft.names if name.script == "Latn")
        arabic = next((name.text for name in draft.names if name.script == "Arab"), "")
        birth = f"{draft.birth.date:%d/%m/%Y}" if draft.birth.date else ""
        country = country_name(draft.nationalities[0], "fr") if draft.nationalities else ""
        phone = draft.contacts[0].value if draft.contacts else ""
        yield (latin.family, latin.given, arabic, WORDS.get(draft.sex, ""), birth, country, phone, "Oujda")


def service_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Goods handed out to people of the register, each of them at most once a day."""
    from datetime import date, timedelta

    from musanada.kit.ids import show_reference
    from musanada.people.models import Person

    references = Person.objects.order_by("reference").values_list("reference", flat=True)[:count]
    known_people = [show_reference(reference) for reference in references]
    for number in range(count):
        lap, place = divmod(number, len(known_people))
        day = date(2025, 1, 1) + timedelta(days=lap)
        yield (known_people[place], GOODS[number % len(GOODS)], f"{day:%d/%m/%Y}", 1)


def bring_in(kind: str, path: str) -> dict[str, Any]:
    """Parse the bare file, then upload, check, commit it; seconds of each, memory, what entered."""
    from bench.measure import Memory, seconds
    from musanada.access.commands import system_user
    from musanada.access.models import Unit
    from musanada.intake.models.imports import ImportRow
    from musanada.people.models import Person

    actor, unit = system_user(), Unit.objects.filter(kind="team").order_by("code")[0]
    register = Person.objects.count()
    parse = seconds(lambda: bare(Path(path)), repeat=3)
    with Memory() as memory:
        batch, took = staged(actor, unit, kind, Path(path))
    rows = ImportRow.objects.filter(batch=batch)
    entered = rows.filter(outcome__in=("created", "added")).count()
    return {
        "parse": parse,
        "register": register,
        "rows": rows.count(),
        "entered": entered,
        **took,
        "before_mb": memory.before,
        "peak_mb": memory.most,
    }


def staged(actor: Any, unit: Any, kind: str, file: Path) -> tuple[Any, dict[str, float]]:
    """The steps as a person takes them, the background work done at once; the batch, and seconds of each step."""
    from bench.measure import once
    from musanada.intake.commands import imports
    from musanada.intake.imports.storage import blocks_of
    from musanada.intake.models.imports import ImportBatch

    upload, batch = once(
        lambda: imports.upload(actor, unit, kind=kind, name=file.name, blocks=blocks_of(file))
    )
    imports.check_columns(actor, batch, mapping=batch.mapping, options=answers(actor, batch))
    check = once(lambda: imports.run_step(batch.pk))[0]
    batch = ImportBatch.objects.select_related("unit").get(pk=batch.pk)
    undecided(actor, batch)
    imports.commit(actor, batch)
    commit = once(lambda: imports.run_step(batch.pk))[0]
    return batch, {"upload": upload, "check": check, "commit": commit}


def undecided(actor: Any, batch: Any) -> None:
    """Rows that resemble someone need an answer; here: a new person. A list of services has none to decide."""
    from musanada.intake.commands import imports

    imports.decide_all(actor, batch, decision="new" if batch.kind == "people" else "skip")


def answers(actor: Any, batch: Any) -> dict[str, str]:
    """The questions on the whole file: what is proposed, else the first choice where one must be made."""
    from musanada.intake.imports.kinds import IMPORT_KINDS

    chosen = {}
    for option in IMPORT_KINDS[batch.kind].options(actor, batch.unit):
        first = option.choices[0][0] if option.required and option.choices else ""
        chosen[option.code] = option.default or first
    return chosen


def bare(path: Path) -> int:
    """The baseline: every cell read, nothing understood. How many lines."""
    if path.suffix == ".csv":
        import csv

        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _line in csv.reader(file, delimiter=";"))
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
