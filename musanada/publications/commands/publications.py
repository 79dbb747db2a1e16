"""Building a publication: the folder is written whole beside its place, then the register learns of it.

The long work runs outside any transaction; only the last line is one. Killed half-way, neither the register nor the data
folder knows of it. A build asked for on a page is first noted as being prepared, so that one sees it going on.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command, require
from musanada.access.models import User
from musanada.kit.errors import Problem, Refused, bad
from musanada.kit.periods import Period, read_span
from musanada.publications import building, signing, snapshot, states
from musanada.publications.building import Built, Edition, Text
from musanada.publications.findings import WaiverLine
from musanada.publications.models import Publication, Report, ReportText
from musanada.publications.queries import publications as queries
from musanada.publications.verifying import RESTRICTED
from musanada.reporting.extract import Extract

State, Reason, Mode = Publication.State, Publication.Reason, Publication.Mode
RIGHT = queries.BUILD


@dataclass(frozen=True)
class Order:
    """What is asked for: checked before any work begins."""

    period: str
    reason: str = ""
    note: str = ""
    mode: str = Mode.SUPPRESS
    extract: str = ""


@command(RIGHT)
def ask_build(actor: User, report: Report, *, order: Order) -> Publication:
    """Notes that a revision is being prepared; the background work fills it in. Raises: BadInput."""
    checked = checked_order(report, order)
    return Publication.objects.create(
        **shared(actor, report, checked, next_revision(report)),
        known_at=timezone.now(),
        extract="",
        folder=folder_name(report, next_revision(report)),
    )


def build(actor: User, report: Report, *, order: Order, reserved: Publication | None = None) -> Publication:
    """The folder and its line in the register: *checked* without errors, else a *draft* to look at.

    Raises: MissingRight; BadInput for the order; Refused for a State authority; SnapshotError where nothing can be written.
    """
    require(actor, RIGHT, report)
    order = checked_order(report, order)
    revision = reserved.revision if reserved else next_revision(report)
    target = queries.root() / folder_name(report, revision)
    stray(target)
    begun = timezone.now()  # what is frozen from here on was not judged together with this one
    extract = queries.frozen_extract(order.extract)
    edition = edition_of(actor, report, order, revision)
    with snapshot.placed(target) as draft:
        built = write(actor, edition, extract, draft)
        line = signing.sign([], manifest=built.manifest, role="build", by=str(actor.pk), at=timezone.now())
        snapshot.write_signatures(draft, [line])
    try:
        return register(
            actor, report, order=order, built=built, extract=extract, reserved=reserved, revision=revision,
            begun=begun,
        )  # fmt: skip
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def rebuild(actor: User, one: Publication, out: Path) -> str:
    """The same revision again from its frozen extract, texts and waivers, beside; its manifest's hash must be the same."""
    require(actor, RIGHT, one)
    manifest = queries.manifest_of(one)
    texts = {
        lang: text_of(ReportText.objects.get(report=one.report, language=lang, number=number))
        for lang, number in manifest["texts"].items()
    }
    told = manifest["previous"]
    edition = Edition(
        slug=manifest["slug"], titles=manifest["titles"], period=one.period, revision=one.revision,
        audience=manifest["audience"], mode=one.mode, reason=one.reason, note=one.note, texts=texts,
        publisher=manifest["publisher"], previous=(told["revision"], told["manifest"]) if told else None,
        waivers=waivers_then(queries.folder_of(one)),
    )  # fmt: skip
    with snapshot.placed(out) as draft:
        built = write(actor, edition, queries.frozen_extract(one.extract), draft, before=one)
        shutil.rmtree(draft / RESTRICTED)  # the copy may be handed on
    return built.manifest


def waivers_then(folder: Path) -> tuple[WaiverLine, ...]:
    lines = queries.restricted_of(folder, "waivers.json", "waivers") or ()
    return tuple(WaiverLine(**line) for line in lines)


def write(
    actor: User, edition: Edition, extract: Extract, draft: Path, before: Publication | None = None
) -> Built:
    with queries.frozen(actor, extract) as source:
        return building.build(edition, source, draft, queries.earlier(before))


@command(RIGHT)
def register(
    actor: User, report: Report, *, order: Order, built: Built, extract: Extract, revision: int,
    reserved: Publication | None, begun: datetime,
) -> Publication:  # fmt: skip
    """The line of the register about a folder that lies in its place. Raises: Refused where another took the number."""
    values: dict[str, Any] = {
        **shared(actor, report, order, revision),
        "built_at": begun,
        "known_at": extract.known_at,
        "extract": extract.folder.name,
        "folder": folder_name(report, revision),
        "manifest": built.manifest,
        "errors": built.errors,
        "warnings": built.warnings,
        "state": State.DRAFT if built.errors else states.require("check", State.DRAFT).target,
    }
    if reserved is not None:
        waiting = Publication.objects.filter(pk=reserved.pk, state=State.DRAFT, manifest="")
        if not waiting.update(**values):
            raise Refused(_("Cette préparation a été abandonnée entre-temps."), code="state")
        return Publication.objects.get(pk=reserved.pk)
    try:
        with transaction.atomic():
            return Publication.objects.create(**values)
    except IntegrityError:
        raise Refused(
            _(
                "Une autre personne prépare ce rapport en ce moment : attendez qu'elle ait fini, puis recommencez."
            ),
            code="busy",
        ) from None


@command(RIGHT)
def note_failure(actor: User, one: Publication, *, why: str) -> Publication:
    """A preparation that ended in words: it is abandoned, and the words stay beside it."""
    Publication.objects.filter(pk=one.pk, state=State.DRAFT, manifest="").update(
        state=State.ABANDONED, note=why[:500]
    )
    return Publication.objects.get(pk=one.pk)


def run_asked(actor: User, one: Publication, extract: str = "") -> Publication:
    """The background work behind ``ask_build``."""
    order = Order(one.period, one.reason, one.note, one.mode, extract)
    try:
        return build(actor, one.report, order=order, reserved=one)
    except Problem as problem:
        return note_failure(actor, one, why=str(problem))


# What is asked for ------------------------------------------------------------------------------------------------------


def checked_order(report: Report, order: Order) -> Order:
    """The order in its canonical spelling. Raises: BadInput naming the field."""
    span = read_span(order.period)
    if not isinstance(span, Period) or not span.closed:
        raise bad(
            "period",
            _("Une publication porte sur une période fermée, par exemple 2024 ou 2024-Q3."),
        )
    before = report.publications.filter(period=span.text, state__in=states.FIXED).exists()
    reason = order.reason or (Reason.LATE_ENTRY if before else Reason.FIRST)
    if reason not in Reason.values or order.mode not in Mode.values:
        raise bad("reason", _("Choisissez la raison et le mode dans les listes."))
    if before and reason == Reason.FIRST:
        raise bad(
            "reason", _("Cette période est déjà publiée : dites pourquoi une nouvelle révision est faite.")
        )
    if not report.texts.exists():
        raise bad("report", _("Ce rapport n'a pas encore de texte : écrivez-le d'abord."))
    return Order(span.text, reason, order.note.strip()[:500], order.mode, order.extract)


def shared(actor: User, report: Report, order: Order, revision: int) -> dict[str, Any]:
    """What the register's line says whether it is reserved or built."""
    return {
        "report": report,
        "revision": revision,
        "period": order.period,
        "reason": order.reason,
        "note": order.note,
        "mode": order.mode,
        "threshold": building.THRESHOLDS[report.audience],
        "previous": queries.previous_of(report, revision),
        "built_at": timezone.now(),
        "built_by": actor,
    }


def next_revision(report: Report) -> int:
    return (report.publications.aggregate(last=Max("revision"))["last"] or 0) + 1


def folder_name(report: Report, revision: int) -> str:
    return f"{report.slug}/r{revision}"


def stray(target: Path) -> None:
    """A folder that the register does not know: of a build that was killed before its last line."""
    name = f"{target.parent.name}/{target.name}"
    if target.exists() and not Publication.objects.filter(folder=name).exclude(manifest="").exists():
        shutil.rmtree(target)


def edition_of(actor: User, report: Report, order: Order, revision: int) -> Edition:
    """The newest text of each language, and the waivers in force: none that who builds, or wrote, gave to themselves."""
    own = queries.makers_of(report) | {actor.pk}
    previous = queries.previous_of(report, revision)
    return Edition(
        slug=report.slug,
        titles=titles_of(report),
        period=order.period,
        revision=revision,
        audience=report.audience,
        mode=order.mode,
        reason=order.reason,
        note=order.note,
        texts=newest_texts(report),
        publisher=report.unit.name_fr,
        previous=(previous.revision, previous.manifest) if previous else None,
        waivers=tuple(
            WaiverLine(one.code, one.about, one.reason, str(one.by_id))
            for one in queries.waivers_of(report)
            if one.by_id not in own
        ),
    )


def titles_of(report: Report) -> dict[str, str]:
    found = {lang: str(getattr(report, f"title_{lang}")) for lang in building.LANGUAGES}
    return {lang: title for lang, title in found.items() if title}


def newest_texts(report: Report) -> Mapping[str, Text]:
    found: dict[str, Text] = {}
    for one in report.texts.order_by("language", "-number"):
        found.setdefault(one.language, text_of(one))
    return found


def text_of(one: ReportText) -> Text:
    return Text(one.number, one.body)


verbs.say(
    {
        "publications.ask_build": _("Préparation d'une publication demandée"),
        "publications.register": _("Publication préparée et contrôlée"),
        "publications.note_failure": _("Préparation d'une publication arrêtée"),
    },
    kinds={
        "publications.publication": _("Publication"),
        "publications.approval": _("Approbation d'une publication"),
        "publications.waiver": _("Exception à un contrôle"),
        "publications.erratum": _("Erratum"),
        "publications.delivery": _("Remise d'une publication"),
    },
    pages={"publications.publication": "publications:publication"},
)
