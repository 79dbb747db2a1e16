"""What pages show of a publication: its steps, its files, what is hidden, what changed, who received it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.formats import format_date
from musanada.publications import diffing, snapshot, states
from musanada.publications import vintages as triangles
from musanada.publications.cells import Dims, key_of
from musanada.publications.diffing import Diff
from musanada.publications.disclosure.words import reserved_words
from musanada.publications.models import Delivery, Publication, Report
from musanada.publications.queries import publications as queries
from musanada.publications.sources import FrozenSource
from musanada.publications.verifying import MANIFEST, SIGNATURES
from musanada.publications.vintages import Vintage

SHAPES = {
    "draft": "blocked", "checked": "wait", "approved": "open", "frozen": "open", "published": "done",
    "superseded": "void", "abandoned": "void",
}  # fmt: skip
READABLE = (".pdf", ".docx", ".xlsx", ".csv", ".svg", ".png", ".txt", ".xml", ".md", "manifest.json", "manifest.sig",
            "checks.json", "figures.json", "figures.sdmx.json", "figures.parquet", "prov.json", "verify.py")  # fmt: skip


@dataclass(frozen=True)
class File:
    name: str
    size: int
    sha256: str
    about: str = ""


def shape(one: Publication) -> str:
    """Of the mark beside the state's word; a revision being prepared waits."""
    return "wait" if one.state == "draft" and not one.manifest else SHAPES[one.state]


def steps(one: Publication) -> list[dict[str, Any]]:
    """The line of a revision's life, with when."""
    order = ("draft", "checked", "approved", "frozen", "published")
    reached = {"superseded": 5, "abandoned": 0}.get(
        one.state, order.index(one.state) if one.state in order else 0
    )
    notes = {
        "draft": format_date(one.built_at.date(), lang()),
        "approved": _("%(given)s sur %(wanted)s") % {"given": len(queries.approvals_of(one)), "wanted": states.APPROVALS},
        "frozen": format_date(one.frozen_at.date(), lang()) if one.frozen_at else "",
        "published": format_date(one.published_at.date(), lang()) if one.published_at else "",
    }  # fmt: skip
    labels = {
        "draft": _("Préparée"), "checked": _("Contrôlée"), "approved": _("Approuvée par deux"), "frozen": _("Gelée"),
        "published": _("Publiée"),
    }  # fmt: skip
    built = bool(one.manifest)
    return [
        {
            "label": labels[name],
            "state": "done"
            if at < reached or (at == reached and built)
            else "here"
            if at == reached
            else "next",
            "note": notes.get(name, ""),
        }
        for at, name in enumerate(order)
    ]


def readers(one: Publication) -> str:
    """For whom it was made; the report may be for others since."""
    made_for = queries.manifest_of(one).get("audience", one.report.audience)
    return str(dict(Report.Audience.choices).get(made_for, made_for))


def lang() -> str:
    return (get_language() or "fr")[:2]


# Files ----------------------------------------------------------------------------------------------------------------


def files_of(one: Publication) -> list[File]:
    """What can be taken, the manifest and the script to check it last; nothing restricted."""
    if not one.manifest:
        return []
    manifest = queries.manifest_of(one)
    lines = [File(f["path"], f["bytes"], f["sha256"], about(f["path"])) for f in manifest["files"]]
    folder = queries.folder_of(one)
    more = [File(name, (folder / name).stat().st_size, "", about(name)) for name in (MANIFEST, SIGNATURES)]
    return [line for line in (*lines, *more) if line.name.endswith(READABLE) and "/" not in line.name]


def about(name: str) -> str:
    said = {
        ".pdf": _("Le rapport à imprimer"), ".docx": _("Le rapport pour Word"), "tables.xlsx": _("Les tableaux, avec leurs citations"),
        "figures.csv": _("Les chiffres"), "figures.hxl.csv": _("Les chiffres, étiquettes HXL"),
        "figures.sdmx.csv": "SDMX-CSV", "figures.sdmx.json": "SDMX-JSON", "figures.json": "JSON",
        "figures.parquet": "Parquet", "iati.xml": "IATI", ".svg": _("Carte pour les réseaux sociaux"),
        ".png": _("Carte pour les réseaux sociaux"), ".txt": _("Phrases pour la presse"), ".md": _("Le texte avec ses citations"),
        "manifest.json": _("Le manifeste : chaque fichier et son empreinte"), "manifest.sig": _("Les signatures"),
        "checks.json": _("Le rapport des contrôles"), "prov.json": _("Comment elle a été faite (PROV)"),
        "verify.py": _("Le programme qui vérifie le dossier"),
    }  # fmt: skip
    return next((words for end, words in said.items() if name.endswith(end)), "")


def take_as(one: Publication, name: str) -> str:
    return f"{one.report.slug}-r{one.revision}-{Path(name).name}"


def deliverable(one: Publication) -> list[str]:
    return [line.name for line in files_of(one) if line.name.endswith((".pdf", ".docx", ".xlsx", ".csv"))]


# Words of figures -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _source(folder: Path, manifest: str) -> FrozenSource:
    return snapshot.read_source(folder)


def source_of(one: Publication) -> FrozenSource:
    return _source(queries.folder_of(one), one.manifest)


def named(source: FrozenSource, figure: str, dims: Dims, period: str = "") -> str:
    """A figure as its readers call it: ``Personnes aidées : Femme, 2024``."""
    words = source.all_words.get((figure, lang())) or source.all_words.get((figure, "fr"))
    label = words.label if words else figure
    codes = ", ".join(source.label(figure, axis, code, lang()) for axis, code in dims)
    return f"{label}{' : ' if codes else ''}{codes}" + (f", {period}" if period else "")


def names_of(one: Publication) -> Mapping[str, str]:
    source = source_of(one)
    return {key: named(source, cell.figure, cell.dims, cell.period) for key, cell in source.cells.items()}


@dataclass(frozen=True)
class HiddenLine:
    key: str
    name: str
    words: str


def hidden_of(one: Publication) -> list[HiddenLine]:
    """Of protection without the reason: which are small would undo what was hidden."""
    if not one.manifest:
        return []
    names, cells, silent = names_of(one), source_of(one).cells, queries.protected_of(one)

    def why(key: str, told: Mapping[str, str]) -> str:
        figure = cells[key].figure if key in cells else ""
        return reserved_words() if figure in silent or (silent and not figure) else told["words"]

    return [
        HiddenLine(key, names.get(key, key), why(key, told))
        for key, told in sorted(queries.hidden_of(one).items())
    ]


# Compared -------------------------------------------------------------------------------------------------------------


def comparable(actor: User, one: Publication) -> list[Publication]:
    """Other built revisions of the report, that of the same period before it first."""
    rows = queries.publications(actor).filter(report=one.report_id).exclude(pk=one.pk).exclude(manifest="")
    return sorted(rows, key=lambda o: (o.period != one.period, o.revision > one.revision, -o.revision))


@dataclass(frozen=True)
class DiffRow:
    line: diffing.DiffLine
    name: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Compared:
    """``counts``: (words, how many) a kind. ``rows`` are the figures that are not the same."""

    diff: Diff
    counts: list[tuple[str, int]]
    rows: list[DiffRow]


def compared(older: Publication, newer: Publication, *, outside: bool) -> Compared:
    found = diffing.diff(queries.folder_of(older), queries.folder_of(newer), inside=not outside)
    names = {**names_of(older), **names_of(newer)}
    reasons = dict(Publication.Reason.choices)
    rows = [
        DiffRow(
            line,
            names.get(line.key, line.key),
            str(diffing.KINDS[line.kind]),
            str(reasons.get(line.reason, "")),
        )
        for line in found.changed
    ]
    return Compared(found, [(str(diffing.KINDS[kind]), count) for kind, count in found.counts.items()], rows)


def vintages(actor: User, one: Publication, asked: str) -> dict[str, Any]:
    """Releases of the report that were frozen, this one too; the series they share; the triangle of one of them."""
    rows = queries.publications(actor).filter(report=one.report_id).exclude(manifest="").order_by("revision")
    kept = [o for o in rows if o.state in states.FIXED or o.pk == one.pk]
    releases = [
        Vintage(f"r{o.revision}", o.frozen_at.date() if o.frozen_at else None, queries.cells_of(o))
        for o in kept
    ]
    known = triangles.series(releases) or sorted({(c.figure, c.dims) for c in queries.cells_of(one)})
    source = source_of(one) if one.manifest else None
    names = {key_of(f, d, "")[:-1]: (named(source, f, d) if source else f, f, d) for f, d in known}
    chosen = asked if asked in names else next(iter(names), "")
    shown = triangles.triangle(*names[chosen][1:], releases) if chosen else None
    return {
        "series": [(key, name) for key, (name, *_rest) in names.items()],
        "chosen": chosen,
        "triangle": shown,
    }


# Handed over ----------------------------------------------------------------------------------------------------------


def deliveries(one: Publication) -> list[tuple[Delivery, str]]:
    """Each with its means in words."""
    from musanada.publications.forms_publications import MEANS

    return [(line, str(MEANS.get(line.means, line.means))) for line in one.deliveries.all()]


def owed(one: Publication) -> list[Delivery]:
    """Who received the revision that this one replaces, and not yet this one."""
    before = queries.same_period(one)
    if before is None or one.state not in ("frozen", "published", "superseded"):
        return []
    have = {line.recipient.casefold() for line in one.deliveries.all()}
    return [line for line in before.deliveries.all() if line.recipient.casefold() not in have]
