"""What the public pages read: rows of published revisions, and beside them the files of their folders, nothing else.

No account, no right: ``publications.in_public`` is the gate. A folder never changes under its manifest, so what is
read of it is kept in memory by manifest.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404
from django.utils import timezone

from musanada.publications.cells import FigureCell
from musanada.publications.models import Erratum, Publication
from musanada.publications.narrative.document import Document
from musanada.publications.outputs.figures import Figures
from musanada.publications.outputs.serial import loads
from musanada.publications.outputs.texts import threshold_of
from musanada.publications.queries import publications as shelves

SUPERSEDED = Publication.State.SUPERSEDED
SIGNED = ("manifest.json", "manifest.sig", "verify.py")  # the manifest does not list itself


@dataclass(frozen=True)
class Edition:
    """One published revision: its row and its folder."""

    row: Publication

    @property
    def slug(self) -> str:
        return self.row.report.slug

    @property
    def revision(self) -> int:
        return self.row.revision

    @property
    def superseded(self) -> bool:
        """Replaced by a revision that everybody may read too."""
        return self.row.state == SUPERSEDED and not getattr(self.row, "held", False)

    @property
    def state(self) -> str:
        """As the public knows it."""
        return str(SUPERSEDED if self.superseded else Publication.State.PUBLISHED)

    @property
    def published_at(self) -> datetime:
        """From when on everyone could read it."""
        embargo, published = self.row.embargo_until, self.row.published_at
        return max(one for one in (embargo, published, self.row.built_at) if one)

    @cached_property
    def folder(self) -> Path:
        return shelves.folder_of(self.row)

    @property
    def figures(self) -> Figures:
        return _figures(self.folder, self.row.manifest)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.figures.publication["languages"])

    def title(self, lang: str) -> str:
        titles = self.figures.publication["titles"]
        return str(titles.get(lang) or titles.get("fr") or next(iter(titles.values()), self.slug))

    def document(self, lang: str) -> Document:
        """Raises: Http404 for a language it is not written in."""
        if lang not in self.languages:
            raise Http404
        return _document(self.folder, self.row.manifest, lang)

    def cell(self, cell_id: str) -> FigureCell:
        """Raises: Http404."""
        found = self.figures.by_id.get(cell_id)
        if found is None:
            raise Http404
        return found

    def threshold(self, figure: str) -> int:
        return threshold_of(self.figures.words(figure, "fr"), self.row.threshold)

    @cached_property
    def files(self) -> dict[str, int]:
        """Name → bytes of everything that may leave: what the manifest lists, and what proves it."""
        listed = {line["path"]: line["bytes"] for line in _manifest(self.folder, self.row.manifest)["files"]}
        proof = {
            name: (self.folder / name).stat().st_size for name in SIGNED if (self.folder / name).exists()
        }
        return {**listed, **proof}

    def path(self, name: str) -> Path:
        """Raises: Http404 for what is not public, whatever its path says."""
        if name not in self.files:
            raise Http404
        return self.folder / name


@dataclass(frozen=True)
class Vintage:
    """The same figure in one revision: ``cell`` as it was published then."""

    edition: Edition
    cell: FigureCell


def editions() -> list[Edition]:
    """Every revision that anyone may read: by report, newest first."""
    return [Edition(row) for row in shelves.in_public()]


def edition(slug: str, revision: int) -> Edition:
    """Raises: Http404."""
    row = shelves.in_public().filter(report__slug=slug, revision=revision).first()
    if row is None:
        raise Http404
    return Edition(row)


def revisions(slug: str) -> list[Edition]:
    """Newest first; none for a report that published nothing."""
    return [Edition(row) for row in shelves.in_public().filter(report__slug=slug)]


def latest(slug: str) -> Edition:
    """The newest revision in force; the newest of all where none is. Raises: Http404."""
    found = revisions(slug)
    if not found:
        raise Http404
    return next((one for one in found if not one.superseded), found[0])


def successor(one: Edition) -> Edition | None:
    """The revision of the same period that holds now."""
    if not one.superseded:
        return None
    later = [e for e in revisions(one.slug) if e.row.period == one.row.period and e.revision > one.revision]
    return later[0] if later else None


def vintages(slug: str, key: str) -> list[Vintage]:
    """What each revision of the report published for this figure, oldest first."""
    found = [(e, e.figures.by_key.get(key)) for e in reversed(revisions(slug))]
    return [Vintage(one, cell) for one, cell in found if cell is not None]


def errata(slug: str, key: str = "") -> list[Erratum]:
    """Of all public revisions of a report, newest first; of one figure where ``key`` is given."""
    out = shelves.in_public().filter(report__slug=slug).values("pk")
    rows = Erratum.objects.filter(publication__in=out, at__lte=timezone.now())
    if key:
        rows = rows.filter(figure=key)
    return list(rows.select_related("publication__report").order_by("-at"))


def siblings(one: Edition, cell: FigureCell, most: int = 40) -> list[FigureCell]:
    """The other rows of the table it stands in: same figure, period and axes, one code apart."""
    if not cell.dims:
        return []
    axes, mine = [axis for axis, _code in cell.dims], dict(cell.dims)

    def near(other: FigureCell) -> bool:
        theirs = dict(other.dims)
        return list(theirs) == axes and sum(theirs[axis] != mine[axis] for axis in axes) <= 1

    rows = (c for c in one.figures.by_id.values() if (c.figure, c.period) == (cell.figure, cell.period))
    return [c for c in rows if near(c)][:most]


def matching(one: Edition, wanted: Iterable[tuple[str, str]]) -> list[FigureCell]:
    """Cells of the API: ``figure``, ``period`` and any axis, each equal to what is asked."""
    asked = list(wanted)

    def fits(cell: FigureCell) -> bool:
        known = {"figure": cell.figure, "period": cell.period, **dict(cell.dims)}
        return all(known.get(name) == value for name, value in asked)

    return [cell for cell in one.figures.by_id.values() if fits(cell)]


def stamp(slug: str) -> str:
    """Changes when anything shown of the report does: a revision, its state, an erratum, the end of an embargo."""
    rows = [(one.revision, one.state, one.row.manifest) for one in revisions(slug)]
    return f"{sorted(rows)} {len(errata(slug))} {timezone.localdate()}"


@lru_cache(maxsize=32)
def _figures(folder: Path, manifest: str) -> Figures:
    return Figures(_read(folder / "figures.json"))


@lru_cache(maxsize=32)
def _document(folder: Path, manifest: str, lang: str) -> Document:
    try:
        return loads((folder / f"document.{lang}.json").read_bytes())
    except FileNotFoundError as error:
        raise Http404 from error


@lru_cache(maxsize=32)
def _manifest(folder: Path, manifest: str) -> dict[str, Any]:
    found: dict[str, Any] = _read(folder / "manifest.json")
    return found


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise Http404 from error
