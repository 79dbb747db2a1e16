"""Publications: which ones the actor sees, their folders, what the public may see, and the engine they are built with."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may, scoped
from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.publications import findings, policies, snapshot, states  # noqa: F401  the rights exist first
from musanada.publications.building import Earlier
from musanada.publications.cells import FigureCell
from musanada.publications.disclosure.types import PUBLIC
from musanada.publications.models import Approval, Erratum, Publication, Report, Waiver
from musanada.publications.sources import LiveSource, with_people
from musanada.publications.verifying import RESTRICTED
from musanada.reporting import queries as reporting
from musanada.reporting.extract import Extract, extracts_folder, watermark, write_extract
from musanada.reporting.registry import load_indicators

VIEW, BUILD, APPROVE = "publications.view", "publications.build", "publications.approve"
PUBLISH, DELIVER = "publications.publish", "publications.deliver"
State = Publication.State


def publications(actor: User) -> QuerySet[Publication]:
    """Newest first. What cites figures of protection is for those who may read them, until everybody may."""
    rows = scoped(actor, VIEW, Publication.objects.select_related("report__unit", "previous"))
    if not holds(actor, reporting.PROTECTION):
        rows = rows.exclude(pk__in=reserved(rows))
    return rows.order_by("-built_at", "report", "-revision")


def reserved(rows: QuerySet[Publication]) -> list[UUID]:
    """Those that cite protection and are not public."""
    closed = rows.exclude(manifest="").exclude(pk__in=in_public().values("pk"))
    return [
        one.pk for one in closed.select_related(None).only("pk", "folder", "manifest") if protected_of(one)
    ]


def publication(actor: User, pk: UUID | str) -> Publication:
    """Raises: Http404."""
    found = publications(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def revision_named(actor: User, slug: str, revision: str) -> Publication:
    """``SLUG REV`` of the command line. Raises: BadInput."""
    number = revision.lower().removeprefix("r")
    found = (
        publications(actor).filter(report__slug=slug, revision=int(number) if number.isdigit() else 0).first()
    )
    if found is None:
        raise BadInput(
            _(
                "La révision %(revision)s du rapport « %(slug)s » n'existe pas : « musanada publication list »."
            )
            % {"revision": revision, "slug": slug}
        )
    return found


def reports(actor: User, right: str = VIEW) -> QuerySet[Report]:
    return scoped(actor, right, Report.objects.all())


def report_named(actor: User, slug: str) -> Report:
    """Raises: BadInput naming those that exist."""
    found = reports(actor).filter(slug=slug).first()
    if found is None:
        raise BadInput(
            _("Aucun rapport ne s'appelle « %(slug)s ». Il y a : %(all)s.")
            % {"slug": slug, "all": ", ".join(reports(actor).values_list("slug", flat=True)) or "—"}
        )
    return found


# Folders --------------------------------------------------------------------------------------------------------------


def root() -> Path:
    """Where all folders lie: closed to other accounts of the machine, for their restricted part."""
    folder = Path(settings.DATA) / "publications"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(one: Publication) -> Path:
    return root() / one.folder


@lru_cache(maxsize=16)
def _cells(folder: Path, manifest: str) -> tuple[FigureCell, ...]:
    return tuple(snapshot.figures_of(folder))


def cells_of(one: Publication) -> tuple[FigureCell, ...]:
    """What it shows; a folder never changes under its manifest."""
    return _cells(folder_of(one), one.manifest) if one.manifest else ()


def manifest_of(one: Publication) -> dict[str, Any]:
    return snapshot.manifest_of(folder_of(one)) if one.manifest else {}


def protected_of(one: Publication) -> frozenset[str]:
    """Figures of protection that it cites."""
    return _protected(folder_of(one), one.manifest) if one.manifest else frozenset()


@lru_cache(maxsize=256)
def _protected(folder: Path, manifest: str) -> frozenset[str]:
    """As they were when it was built; of a folder older than that line, as they are now."""
    head = snapshot.manifest_of(folder)
    known = load_indicators() if "protected" not in head else {}
    now = (code for code in head.get("definitions", {}) if code in known and known[code].protected)
    return frozenset((*head.get("protected", ()), *now))


def checks_of(one: Publication) -> list[findings.Line]:
    """For the office, hence whole; of a revision that cites protection without what checks know of hidden numbers."""
    if not one.manifest:
        return []
    whole = restricted_of(folder_of(one), "checks.json", "checks")
    lines = findings.lines_of(whole or json.loads((folder_of(one) / "checks.json").read_bytes()))
    return [line.plain for line in lines] if protected_of(one) else lines


def restricted_of(folder: Path, name: str, part: str) -> Any:
    """What a closed file says beside its salt (``lineage.sealed``); nothing where there is none."""
    path = folder / RESTRICTED / name
    told = json.loads(path.read_bytes()) if path.exists() else {}
    return told.get(part) if isinstance(told, dict) else None


def hidden_of(one: Publication) -> dict[str, dict[str, str]]:
    """Key → why it is hidden: for the office alone."""
    found: dict[str, dict[str, str]] = (
        restricted_of(folder_of(one), "hidden.json", "hidden") if one.manifest else None
    ) or {}
    return found


# In public ------------------------------------------------------------------------------------------------------------


def in_public() -> QuerySet[Publication]:
    """Published or superseded, made for the public, and no longer under embargo: no account is asked for.

    Newest revision first. ``held``: only a revision still under embargo replaces it, so in public it is in force.
    """
    rows = Publication.objects.filter(state__in=(State.PUBLISHED, State.SUPERSEDED), threshold__gte=PUBLIC)
    open_now = Q(embargo_until=None) | Q(embargo_until__lte=timezone.now())
    later = rows.filter(
        report=OuterRef("report"), period=OuterRef("period"), revision__gt=OuterRef("revision")
    )
    held = Exists(later.exclude(open_now)) & ~Exists(later.filter(open_now))
    shown = rows.filter(open_now).annotate(held=held).select_related("report__unit")
    return shown.order_by("report__slug", "-revision")


def earlier(before: Publication | None = None) -> list[Earlier]:
    """What frozen revisions already show (or showed before this one was built): the reader has them all."""
    rows = Publication.objects.filter(state__in=states.FIXED).order_by("frozen_at")
    if before is not None:
        rows = rows.filter(frozen_at__lt=before.built_at).exclude(pk=before.pk)
    return [
        Earlier(f"{one.report.slug} r{one.revision}", cells_of(one)) for one in rows.select_related("report")
    ]


def frozen_since(one: Publication) -> Publication | None:
    """A revision frozen after this one was built, that cites a figure of it."""
    mine = set(manifest_of(one).get("definitions", {}))
    rows = Publication.objects.filter(state__in=states.FIXED, frozen_at__gte=one.built_at).exclude(pk=one.pk)
    return next(
        (o for o in rows.select_related("report") if mine & set(manifest_of(o).get("definitions", {}))), None
    )


def previous_of(report: Report, before: int) -> Publication | None:
    """The last frozen revision of the report: the link of the chain."""
    rows = report.publications.filter(state__in=states.FIXED, revision__lt=before)
    return rows.order_by("-revision").first()


def same_period(one: Publication) -> Publication | None:
    """The revision that this one would replace."""
    rows = Publication.objects.filter(report=one.report_id, period=one.period, revision__lt=one.revision)
    return rows.filter(state__in=states.FIXED).order_by("-revision").first()


def errata_of(one: Publication) -> list[Erratum]:
    """Those that hold already: what a revision under embargo corrects is said when its embargo ends."""
    return list(one.errata.filter(at__lte=timezone.now()))


def makers_of(report: Report) -> set[UUID]:
    """Accounts that wrote the newest text of a language, or built the last revision."""
    texts = report.texts.order_by("language", "-number").values_list("language", "saved_by")
    newest: dict[str, UUID] = {}
    for language, by in texts:
        newest.setdefault(language, by)
    last = report.publications.order_by("-revision").values_list("built_by", flat=True).first()
    return {*newest.values(), *([last] if last else [])}


def waivers_of(report: Report) -> list[Waiver]:
    return list(report.waivers.filter(ended_at=None).select_related("by"))


# Who may what ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Possible:
    """What the actor may do now; ``why`` says why they may not approve."""

    build: bool
    approve: bool
    publish: bool
    deliver: bool
    why: str = ""


def possible(actor: User, one: Publication) -> Possible:
    given = [line.by_id for line in approvals_of(one)]
    refused = states.may_approve(actor.pk, one.built_by_id, given)
    waiting = one.state == State.CHECKED and bool(one.manifest) and may(actor, APPROVE, one)
    return Possible(
        build=may(actor, BUILD, one),
        approve=waiting and refused is None,
        publish=may(actor, PUBLISH, one),
        deliver=may(actor, DELIVER, one),
        why=str(refused) if waiting and refused else "",
    )


def approvals_of(one: Publication) -> Sequence[Approval]:
    """Of exactly this manifest."""
    return list(one.approvals.filter(manifest=one.manifest).select_related("by"))


# Sources --------------------------------------------------------------------------------------------------------------


@contextmanager
def live(actor: User) -> Iterator[LiveSource]:
    """Live figures for previews: small numbers of protection hidden by the engine. Raises: MissingRight, Refused."""
    with reporting.figures(actor, patient=True) as engine:
        yield LiveSource(actor, engine)


@contextmanager
def frozen(actor: User, extract: Extract) -> Iterator[LiveSource]:
    """The engine that publishing reads: true numbers, which disclosure control then hides.

    Raises: MissingRight, Refused for a State authority beside humanitarian organisations.
    """
    from musanada.reporting.engine import Engine

    reporting.need(actor, reporting.VIEW)
    known = with_people(reporting.known_to(actor))
    with Engine(extract, known, remember=True, guarded=False) as engine:
        yield LiveSource(actor, engine)


def frozen_extract(name: str = "") -> Extract:
    """The named one; or the newest frozen one while nothing was recorded since; or a new one. It is never thrown away.

    Raises: BadInput for a name that is no frozen extract.
    """
    found = frozen_extracts()
    if name:
        named = next((one for one in found if one.folder.name == name), None)
        if named is None:
            raise BadInput(_("Aucun extrait gelé ne s'appelle « %(name)s ».") % {"name": name})
        return named
    mark = watermark()
    if found and found[-1].manifest["watermark"] == mark:
        return found[-1]
    return write_extract(timezone.now(), frozen=True, mark=mark)


def frozen_extracts() -> list[Extract]:
    """Oldest first."""
    folders = sorted(path.parent for path in extracts_folder().glob("[0-9]*/manifest.json"))
    return [one for one in map(Extract, folders) if one.frozen]
