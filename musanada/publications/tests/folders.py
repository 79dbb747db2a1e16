"""A small folder as a build writes it, without typst or Word: a tenth of a second each, for tests that need many."""

from datetime import UTC, date, datetime
from pathlib import Path

from musanada.publications import findings, signing, snapshot
from musanada.publications.narrative import compose
from musanada.publications.outputs import Meta, content_of
from musanada.publications.outputs.figures import files as figure_files
from musanada.publications.outputs.serial import dumps
from musanada.publications.sources import FrozenSource
from musanada.publications.tests import scene
from musanada.publications.wanted import WantedTable

KNOWN = datetime(2025, 2, 1, 8, tzinfo=UTC)
TEXT = (
    "# Retours\n\n{{ fig:returns.departures }} départs.\n\n{{ table:returns.departures by sex | Par sexe }}\n"
)
FIGURE = "returns.departures"


def frozen(hidden=(), period="2024") -> FrozenSource:
    """The scene's departures by sex, as they were frozen."""
    source, table = scene.source(hidden), WantedTable(FIGURE, period, ("sex",))
    cells = source.table(table)
    return FrozenSource(
        {cell.key: cell for cell in cells},
        {table: tuple(cell.key for cell in cells)},
        {(FIGURE, lang): source.words(FIGURE, lang) for lang in ("fr", "ar", "en", "es")},
        {
            (FIGURE, axis, code, lang): source.label(FIGURE, axis, code, lang)
            for cell in cells
            for axis, code in cell.dims
            for lang in ("fr", "ar", "en", "es")
        },
    )


def write(
    target: Path, *, slug="annual", revision=1, by="nobody", previous=None, source=None, reason="first"
) -> str:
    """The folder, whole and signed by its builder; the manifest's hash."""
    source = source or frozen()
    document = compose(TEXT, "fr", "2024", source)
    meta = Meta(slug=slug, revision=revision, period="2024", known_at=KNOWN, dated=date(2025, 2, 1))
    with snapshot.placed(target) as draft:
        head = {
            "slug": slug, "titles": {"fr": "Rapport"}, "period": "2024", "revision": revision, "reason": reason,
            "threshold": {"usual": 10, "protection": 11}, "known_at": KNOWN.isoformat(),
            "figures": snapshot.write_figures(draft, source.cells.values()),
            "key": signing.key_of_installation(), "previous": previous, "texts": {"fr": 1}, "publisher": "Mission",
            "audience": "public",
        }  # fmt: skip
        snapshot.write_source(draft, source, {})
        snapshot.write(draft, "narrative.fr.md", TEXT.encode())
        snapshot.write_json(draft, "narrative.fr.lock.json", findings.lock_of(document))
        line = findings.Line("NUM.untraced", "check", "Un nombre sans source.", about="12", lang="fr", line=3)
        snapshot.write_json(draft, "checks.json", findings.report([line]))
        snapshot.write(draft, "document.fr.json", dumps(document))
        for name, data in figure_files(content_of({"fr": document}, source.cells.values(), meta, source)):
            snapshot.write(draft, name, data)
        snapshot.write_json(draft, "restricted/hidden.json", {})
        snapshot.write_json(draft, "restricted/waivers.json", {})
        manifest = snapshot.write_manifest(draft, head)
        line = signing.sign([], manifest=manifest, role="build", by=by, at=KNOWN)
        snapshot.write_signatures(draft, [line])
    return manifest
