"""The annual report from an extract to a signed folder, step by step, and checking that folder.

The baseline of building is computing its numbers; that of verifying is reading the same files through SHA-256.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

PERIOD = "2024"


def tables(place: Place) -> Iterator[Table]:
    took = place.call("publications.measure")
    told = {"cells": f"{took['cells']:,}", "tables": str(took["tables"])}
    lines = [
        Line("numbers of the texts, computed", took["compute"], told),
        Line("protected and attacked", took["protect"], {"hidden": str(took["hidden"])}),
        Line("composed, linted", took["compose"]),
        Line("the whole build, signed", took["build"]),
    ]
    yield Table(f"Annual report {PERIOD} on {took['rows']:,} rows of the extract", "the numbers alone", lines)
    checks = [
        Line("SHA-256 of every file", took["hash"], {"files": str(took["files"])}),
        Line("verify", took["verify"]),
        Line("freeze: verify, sign, close", took["freeze"]),
    ]
    yield Table("A publication's folder", "hashing its files", checks)


def measure() -> dict[str, Any]:
    """Inside an installation that holds the demonstration country."""
    from bench.measure import once
    from musanada.access.commands import system_user
    from musanada.publications import building, signing, snapshot, verifying
    from musanada.publications.commands.publications import Order, edition_of
    from musanada.publications.queries import publications as queries

    actor, report = system_user("console"), annual()
    edition = edition_of(actor, report, Order(PERIOD, "first"), 1)
    extract = queries.frozen_extract()
    found: dict[str, Any] = {"rows": sum(extract.rows(name) for name in extract.manifest["facts"])}
    with queries.frozen(actor, extract) as source:
        found["compute"], asked = once(lambda: building.answers(edition, source))
        found["protect"], kept = once(lambda: building.protected(edition, source, asked, []))
        frozen = building.frozen_source(source, asked, kept)
        found["compose"], _made = once(lambda: building.composed(edition, frozen))
    found |= {"cells": len(asked.every), "tables": len(asked.tables), "hidden": len(kept.hidden)}
    with tempfile.TemporaryDirectory() as place, queries.frozen(actor, extract) as source:
        folder = Path(place) / "r1"
        folder.mkdir()
        found["build"], built = once(lambda: building.build(edition, source, folder))
        line = signing.sign([], manifest=built.manifest, role="build", by="bench", at=source.known_at)
        snapshot.write_signatures(folder, [line])
        files = [path for path in folder.rglob("*") if path.is_file()]
        found["files"] = len(files)
        found["hash"], _hashes = once(lambda: [verifying.hash_of(path) for path in files])
        found["verify"], report_of = once(lambda: snapshot.verify(folder))
        assert report_of.whole, report_of.faults
        found["freeze"], _done = once(freezing(folder, built.manifest, line, source.known_at))
    return found


def freezing(folder: Path, manifest: str, before: dict[str, str], at: Any) -> Callable[[], None]:
    """What ``freeze`` does to the files."""
    from musanada.publications import signing, snapshot

    def run() -> None:
        snapshot.verify(folder)
        line = signing.sign([before], manifest=manifest, role="freeze", by="bench", at=at)
        snapshot.write_signatures(folder, [before, line])
        snapshot.close(folder)

    return run


def annual() -> Any:
    """The annual report as it ships: its own row where the demonstration has none."""
    from django.utils import timezone

    import musanada.publications
    from musanada.access.commands import system_user
    from musanada.access.models import Unit
    from musanada.publications.models import Report, ReportText

    actor, now = system_user("console"), timezone.now()
    unit = Unit.objects.get(code="oim")
    report, _made = Report.objects.get_or_create(
        slug="bench-annual", defaults={"title_fr": "Rapport annuel", "unit": unit, "created_by": actor}
    )
    texts = Path(musanada.publications.__file__).parent / "data" / "annual"
    for path in sorted(texts.glob("*.md")):
        ReportText.objects.create(
            report=report, language=path.stem, number=report.texts.count() + 1, body=path.read_text(encoding="utf-8"),
            saved_at=now, saved_by=actor,
        )  # fmt: skip
    return report
