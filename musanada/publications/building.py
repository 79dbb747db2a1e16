"""From an extract and texts to a folder: asked, computed, protected, composed, checked, written. No state, no clock.

What a folder holds is a function of the extract, the texts, the definitions, the earlier releases and this code: built
again from the same, every byte is the same. The rows of the register that say who built it stand in ``commands``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from musanada.kit.errors import BadInput
from musanada.publications import disclosure, findings, lineage, signing, snapshot
from musanada.publications.cells import FigureCell, dims_of
from musanada.publications.disclosure import Policy, Protected, Release, Table
from musanada.publications.findings import Line, WaiverLine
from musanada.publications.guarding import beside_live
from musanada.publications.narrative import Derived, Wants, compose, wanted
from musanada.publications.narrative.document import Document
from musanada.publications.outputs import Meta, write_all
from musanada.publications.sayings import sayings
from musanada.publications.sources import FrozenSource, LiveSource, labels_asked, last, words_asked
from musanada.publications.verifying import RESTRICTED
from musanada.publications.wanted import WantedTable
from musanada.reporting.engine.axes import OTHER, axes_of

LANGUAGES = ("fr", "ar", "en", "es")
THRESHOLDS = {
    "internal": disclosure.types.INTERNAL,
    "public": disclosure.types.PUBLIC,
    "protection": disclosure.types.PROTECTION,
}


@dataclass(frozen=True)
class Text:
    """One saved text: its number in the report's history stands in the manifest."""

    number: int
    body: str


@dataclass(frozen=True)
class Edition:
    """What is to be built. ``previous``: revision and manifest hash of the frozen revision before it."""

    slug: str
    titles: Mapping[str, str]
    period: str
    revision: int
    audience: str
    mode: str
    reason: str
    note: str
    texts: Mapping[str, Text]
    publisher: str
    previous: tuple[int, str] | None = None
    waivers: tuple[WaiverLine, ...] = ()
    address: str = ""

    @property
    def threshold(self) -> int:
        return THRESHOLDS[self.audience]


@dataclass(frozen=True)
class Earlier:
    """What an earlier publication showed: differences to it can be worked out too."""

    name: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True)
class Built:
    """``hidden`` tells the office why a number is hidden; it lies in the restricted part and is never published."""

    manifest: str
    lines: tuple[Line, ...]
    protected: Protected
    documents: Mapping[str, Document]

    @property
    def errors(self) -> int:
        return sum(line.blocks for line in self.lines)

    @property
    def warnings(self) -> int:
        return sum(not line.blocks and not line.waived for line in self.lines)


@dataclass
class Asked:
    """Everything the texts ask for, answered; ``lines`` are the citations that nothing answers."""

    cells: dict[str, FigureCell] = field(default_factory=dict)
    tables: dict[WantedTable, tuple[FigureCell, ...]] = field(default_factory=dict)
    derived: list[Derived] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def every(self) -> dict[str, FigureCell]:
        """The cell as a table gives it where it stands in both: it knows how many are behind."""
        return self.cells | {cell.key: cell for table in self.tables.values() for cell in table}

    @property
    def figures(self) -> list[str]:
        return sorted({cell.figure for cell in self.every.values()})


def build(edition: Edition, source: LiveSource, folder: Path, earlier: Sequence[Earlier] = ()) -> Built:
    """Writes the folder, all but the signatures. A text with errors is built too: one looks at it, nobody approves it."""
    if not edition.texts:
        raise BadInput(_("Ce rapport n'a pas encore de texte : écrivez-le d'abord."))
    with translation.override("fr"):  # the report of checks is written in one language, whoever builds
        return _built(edition, source, folder, earlier)


def _built(edition: Edition, source: LiveSource, folder: Path, earlier: Sequence[Earlier]) -> Built:
    asked = answers(edition, source)
    kept = beside_live(source, asked, protected(edition, source, asked, earlier))
    frozen = frozen_source(source, asked, kept)
    documents, lines = composed(edition, frozen)
    lines += [
        *asked.lines,
        *findings.of_disclosure(kept),
        *findings.of_definitions(source.engine, asked.every),
    ]
    lines += findings.of_documents(documents)
    told = findings.waived(lines, edition.waivers)
    manifest = written(edition, source, folder, frozen, kept, documents, told, asked)
    return Built(manifest, tuple(told), kept, documents)


# Asking ---------------------------------------------------------------------------------------------------------------


def answers(edition: Edition, source: LiveSource) -> Asked:
    """All that the texts of all languages want, each thing computed once."""
    asked = Asked()
    for lang, text in sorted(edition.texts.items()):
        wants = wanted(text.body, edition.period)
        asked.lines += [
            Line("CITE.unreadable", "error", str(p), lang=lang, line=n) for n, p in wants.problems
        ]
        _answer(asked, wants, source, lang)
    return asked


def _answer(asked: Asked, wants: Wants, source: LiveSource, lang: str) -> None:
    asked.derived += [one for one in wants.derived if one not in asked.derived]
    for table in wants.tables:
        try:
            if table not in asked.tables:
                asked.tables[table] = apart(table, source.table(table), asked.every)
        except BadInput as problem:
            asked.lines.append(Line("CITE.unanswered", "error", str(problem), about=table.figure, lang=lang))
    for one in wants.cells:
        try:
            cell = source.cell(one)
            asked.cells.setdefault(cell.key, cell)
        except BadInput as problem:
            asked.lines.append(Line("CITE.unanswered", "error", str(problem), about=one.key, lang=lang))


def apart(
    wanted: WantedTable, cells: tuple[FigureCell, ...], known: Mapping[str, FigureCell]
) -> tuple[FigureCell, ...]:
    """*Other* after the five largest is not *other* after the ten largest: where both are asked for, the second is named
    by its own fold, so that one key is one number."""
    told = []
    for cell in cells:
        before = known.get(cell.key)
        if (
            before is not None
            and before.value != cell.value
            and any(code == OTHER for _axis, code in cell.dims)
        ):
            named = {axis: f"{OTHER}{wanted.top}" if code == OTHER else code for axis, code in cell.dims}
            cell = replace(cell, dims=dims_of(named))
        told.append(cell)
    return tuple(told)


# Protecting -----------------------------------------------------------------------------------------------------------


def protected(edition: Edition, source: LiveSource, asked: Asked, earlier: Sequence[Earlier]) -> Protected:
    """What may be shown of everything together: cells, tables, sentences, beside earlier releases."""
    known = source.engine.indicators
    ours = [figure for figure in asked.figures if figure in known]
    every = asked.every
    return disclosure.protect(
        every.values(),
        [printed(source, wanted, cells) for wanted, cells in asked.tables.items()],
        policy=policy_of(edition, source, ours),
        says=sayings(asked.derived, every),
        relations=disclosure.relations_of(known, ours),
        earlier=[
            Release(one.name, tuple(cell for cell in one.cells if cell.figure in ours)) for one in earlier
        ],
    )


def policy_of(edition: Edition, source: LiveSource, figures: Iterable[str]) -> Policy:
    """Thresholds of the reader, 11 wherever a figure counts hidden people. A row *unknown* that carries no other trait
    says nothing of anyone: open for ordinary figures, for those of protection where their definition says so."""
    known = {code: source.engine.indicators[code] for code in figures}
    open_unknown = {
        (code, axis)
        for code, one in known.items()
        for axis in (
            one.disclosure.open_unknown if one.protected else axes_of(source.engine.indicators.source(code))
        )
    }
    return Policy(
        threshold=edition.threshold,
        protected=frozenset(code for code, one in known.items() if one.protected),
        mode="round" if edition.mode == "round" else "suppress",
        open_unknown=frozenset(open_unknown),
        revisions=True,  # earlier revisions stay in the reader's hands
    )


def printed(source: LiveSource, wanted: WantedTable, cells: tuple[FigureCell, ...]) -> Table:
    words = source.words(wanted.figure, "fr")
    return Table(
        cells=cells,
        by=wanted.by,
        overlapping=frozenset(words.overlapping) & set(wanted.by),
        additive=words.additive,
        ordered=False,  # what is hidden stands after what is shown (``reordered``)
    )


def frozen_source(source: LiveSource, asked: Asked, kept: Protected) -> FrozenSource:
    shown = {key: kept.shown(cell) for key, cell in asked.every.items()}
    tables = {
        wanted: tuple(cell.key for cell in reordered(source, wanted, [shown[c.key] for c in cells]))
        for wanted, cells in asked.tables.items()
    }
    return FrozenSource(
        shown,
        tables,
        words_asked(source, asked.figures, LANGUAGES),
        labels_asked(source, shown.values(), LANGUAGES),
    )


def reordered(source: LiveSource, wanted: WantedTable, cells: list[FigureCell]) -> list[FigureCell]:
    """Where rows stand by size, the hidden ones go after the others by their code: their place would rank them. Crossed
    tables stand by the size of margins that may be hidden: there every row stands by its codes."""
    if not any(cell.hidden for cell in cells):
        return cells
    if len(wanted.by) != 1:
        return by_codes(source, wanted, cells)
    if closed_axis(source, wanted, wanted.by[0]):
        return cells
    total, rows = cells[0], cells[1:]
    ends = [row for row in rows if last(dict(row.dims).get(wanted.by[0], ""))]
    shown = [row for row in rows if row not in ends and not row.hidden]
    hidden = sorted((row for row in rows if row not in ends and row.hidden), key=lambda row: row.key)
    return [total, *shown, *hidden, *ends]


def by_codes(source: LiveSource, wanted: WantedTable, cells: list[FigureCell]) -> list[FigureCell]:
    """Lists that say the order keep theirs; what ends a table ends it."""
    seen: dict[str, dict[str, int]] = {axis: {} for axis in wanted.by}
    for cell in cells:
        for axis in wanted.by:
            seen[axis].setdefault(dict(cell.dims).get(axis, ""), len(seen[axis]))
    closed = {axis for axis in wanted.by if closed_axis(source, wanted, axis)}

    def place(cell: FigureCell) -> list[tuple[bool, int, str]]:
        codes = [(axis, dict(cell.dims).get(axis, "")) for axis in wanted.by]
        return [(last(code), seen[axis][code] if axis in closed else 0, code) for axis, code in codes]

    return [cells[0], *sorted(cells[1:], key=place)]


def closed_axis(source: LiveSource, wanted: WantedTable, name: str) -> bool:
    """Does the list itself say the order (sexes, ages, months)?"""
    if wanted.figure not in source.engine.indicators:
        return False
    axis = axes_of(source.engine.indicators.source(wanted.figure)).get(name)
    return axis is not None and (bool(axis.closed) or axis.sort in {"age", "time"})


# Composing and writing ------------------------------------------------------------------------------------------------


def composed(edition: Edition, frozen: FrozenSource) -> tuple[dict[str, Document], list[Line]]:
    """The texts from what may be shown, and what the linter says of each."""
    documents: dict[str, Document] = {}
    lines: list[Line] = []
    for lang, text in sorted(edition.texts.items()):
        with translation.override(lang):
            document = compose(text.body, lang, edition.period, frozen, strict=False)
        documents[lang] = replace(document, title=document.title or edition.titles.get(lang, ""))
        lines += findings.of_text(text.body, lang, edition.period, frozen)
    return documents, lines


def written(
    edition: Edition, source: LiveSource, folder: Path, frozen: FrozenSource, kept: Protected,
    documents: Mapping[str, Document], lines: Sequence[Line], asked: Asked,
) -> str:  # fmt: skip
    """Every file, the manifest last; its hash."""
    figures = snapshot.write_figures(folder, frozen.cells.values())
    snapshot.write_source(folder, frozen, definitions_of(source, asked.figures))
    for lang, text in edition.texts.items():
        snapshot.write(folder, f"narrative.{lang}.md", text.body.encode())
        snapshot.write_json(folder, f"narrative.{lang}.lock.json", findings.lock_of(documents[lang]))
    checks = findings.report([line.public for line in lines])
    snapshot.write_json(folder, "checks.json", checks)
    write_all(documents, frozen.cells.values(), meta_of(edition, source), folder, frozen)
    snapshot.write_json(folder, "prov.json", lineage.provenance(edition, source))
    lineage.write(folder / RESTRICTED, edition, source, asked.every, kept, findings.report(lines))
    return snapshot.write_manifest(folder, head_of(edition, source, figures, checks, asked.figures))


def meta_of(edition: Edition, source: LiveSource) -> Meta:
    return Meta(
        slug=edition.slug, revision=edition.revision, period=edition.period, known_at=source.known_at,
        dated=timezone.localdate(source.known_at), publisher=edition.publisher, threshold=edition.threshold,
        address=edition.address,
    )  # fmt: skip


def definitions_of(source: LiveSource, figures: Iterable[str]) -> dict[str, Any]:
    """Each definition and those it derives from, as given: what the digest is made over."""
    import json

    known = source.engine.indicators
    found: dict[str, Any] = {}
    for figure in figures:
        if figure in known:
            codes = sorted(disclosure.relations.closure({figure}, known))
            found[figure] = [json.loads(known[code].canonical) for code in codes]
    return found


def head_of(
    edition: Edition,
    source: LiveSource,
    figures: Mapping[str, Any],
    checks: Mapping[str, Any],
    used: Sequence[str],
) -> dict[str, Any]:
    """The manifest but its files."""
    from importlib.metadata import version

    known, manifest = source.engine.indicators, source.engine.extract.manifest
    facts = sorted({fact for code in used if code in known for fact in lineage.facts_of(code, known)})
    return {
        "slug": edition.slug,
        "titles": dict(edition.titles),
        "period": edition.period,
        "revision": edition.revision,
        "audience": edition.audience,
        "threshold": {"usual": edition.threshold, "protection": disclosure.types.PROTECTION, "unknown": "open"},
        "mode": edition.mode,
        "reason": edition.reason,
        "note": edition.note,
        "publisher": edition.publisher,
        "status": "provisional" if source.engine._status(lineage.span_of(edition.period)) == "P" else "final",
        "known_at": source.known_at.astimezone(UTC).isoformat(),
        "extract": {
            "name": source.engine.extract.folder.name,
            "facts": {name: {k: manifest["facts"][name][k] for k in ("rows", "content_hash")} for name in facts},
        },
        "software": {"name": "musanada", "version": version("musanada")},
        "texts": {lang: text.number for lang, text in sorted(edition.texts.items())},
        "definitions": {code: {"version": known[code].version, "digest": known.hash(code)} for code in used if code in known},
        "figures": dict(figures),
        "checks": {name: checks[name] for name in ("errors", "warnings", "waived")},
        "previous": {"revision": edition.previous[0], "manifest": edition.previous[1]} if edition.previous else None,
        "protected": [code for code in used if code in known and known[code].protected],
        "key": signing.key_of_installation(),
    }  # fmt: skip
