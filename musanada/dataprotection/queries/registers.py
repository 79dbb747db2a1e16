"""Every read of the registers, actor first; and what is wrong in a line, computed and never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from musanada.access.doors import holds, may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.dataprotection.codes import split
from musanada.dataprotection.models import (
    Assessment,
    AssessmentDocument,
    Breach,
    Controllership,
    Formality,
    Hosting,
    Processing,
    RegisterChange,
)
from musanada.dataprotection.models.base import RegisterLine
from musanada.kit.choices import FieldGroup
from musanada.partners.models import Agreement, Partner
from musanada.partners.policies import above
from musanada.people.attachments import store
from musanada.reference.models import Country

VIEW, MANAGE = "dataprotection.view", "dataprotection.manage"
SOON = timedelta(days=60)


def units_to_keep(actor: User) -> list[Unit]:
    """Units for which the actor keeps the registers."""
    return list(units_for(actor, MANAGE).filter(active=True).order_by("path"))


def may_manage(actor: User, line: Model | None = None) -> bool:
    return may(actor, MANAGE, line) if line is not None else holds(actor, MANAGE)


def controllerships(actor: User) -> QuerySet[Controllership]:
    rows = Controllership.objects.select_related("unit", "controller", "processor", "agreement")
    return scoped(actor, VIEW, rows)


def processings(actor: User) -> QuerySet[Processing]:
    steps = Prefetch("formalities", Formality.objects.order_by("kind", "-on"))
    rows = Processing.objects.select_related("unit", "hosted_abroad", "verified_by").prefetch_related(steps)
    return scoped(actor, VIEW, rows)


def hostings(actor: User) -> QuerySet[Hosting]:
    return scoped(actor, VIEW, Hosting.objects.select_related("unit", "country"))


def assessments(actor: User) -> QuerySet[Assessment]:
    rows = Assessment.objects.select_related("unit", "partner").prefetch_related("documents")
    return scoped(actor, VIEW, rows)


def breaches(actor: User) -> QuerySet[Breach]:
    return scoped(actor, VIEW, Breach.objects.select_related("unit"))


def document(actor: User, assessment: Assessment, pk: UUID) -> AssessmentDocument:
    """Raises: Http404."""
    rows = scoped(actor, VIEW, AssessmentDocument.objects.filter(assessment=assessment, pk=pk))
    found = rows.first()
    if found is None:
        raise Http404
    return found


def history(actor: User, line: RegisterLine) -> QuerySet[RegisterChange]:
    rows = RegisterChange.objects.filter(kind=line._meta.model_name, record=line.pk)
    return scoped(actor, VIEW, rows).select_related("by")


# What a line may name


def units_to_rule(actor: User) -> list[Unit]:
    """Organisations whose deadlines the actor sets."""
    rows = units_for(actor, "dataprotection.deadlines").filter(active=True)
    return list(rows.filter(kind=Unit.Kind.ORGANISATION).order_by("path"))


def agreement_choices(actor: User) -> list[tuple[str, str]]:
    rows = scoped(actor, MANAGE, Agreement.objects.select_related("partner"))
    return [(str(row.pk), f"{row.reference} · {row.partner}") for row in rows.order_by("reference")]


def partner_choices(actor: User, lang: str) -> list[tuple[str, str]]:
    """Partners whose record the actor's organisation keeps."""
    return [
        (str(row.pk), row.name(lang)) for row in scoped(actor, MANAGE, Partner.objects.order_by("name_fr"))
    ]


def country_codes() -> list[str]:
    rows = Country.objects.filter(nationality=True).exclude(iso3__startswith="XX")
    return list(rows.values_list("iso3", flat=True))


# Who answers for a record


@dataclass(frozen=True)
class Answering:
    """Who answers for the data of a unit. ``declared`` is False where only the default is known."""

    controller: str
    processor: str
    contract: str
    focal_point: str
    declared: bool


def answering_for(unit: Unit) -> Answering:
    """The nearest declaration in force at the unit or above it; else the organisation at the root."""
    rows = Controllership.objects.filter(unit__path__in=above(unit.path), to_on=None)
    found = sorted(
        rows.select_related("unit", "controller", "processor", "agreement"),
        key=lambda row: len(row.unit.path),
    )
    if found:
        line = found[-1]
        return Answering(str(line.controller), line.processor_label, line.contract, line.focal_point, True)
    root = Unit.objects.filter(path=above(unit.path)[0]).first()
    return Answering(str(root or unit), "", "", "", False)


def tops(actor: User) -> list[Unit]:
    """The highest units at which the actor sees the registers."""
    found: list[Unit] = []
    for unit in units_for(actor, VIEW).filter(active=True).order_by("path"):
        if not any(unit.path.startswith(top.path) for top in found):
            found.append(unit)
    return found


def undeclared_roots(actor: User) -> list[Unit]:
    """The actor's highest units for whose data nobody was declared to answer, at them or above."""
    declared = set(Controllership.objects.filter(to_on=None).values_list("unit__path", flat=True))
    return [unit for unit in tops(actor) if declared.isdisjoint(above(unit.path))]


# What the law asks of a treatment


def needed(line: Processing) -> list[str]:
    """The steps a treatment needs: authorisation for sensitive data and the CIN, else declaration; transfer abroad apart."""
    kinds = Formality.Kind
    special = line.sensitive or line.identity_card or FieldGroup.HEALTH in split(line.groups)
    found = [kinds.AUTHORISATION if special else kinds.DECLARATION]
    return [str(k) for k in (*found, *([kinds.TRANSFER] if line.goes_abroad else []))]


def obtained(steps: Iterable[Formality], day: date) -> set[str]:
    """Steps whose answer holds on a day."""
    return {
        step.kind
        for step in steps
        if step.state == Formality.State.OBTAINED and (step.valid_to is None or step.valid_to >= day)
    }


def lacking(line: Processing, day: date | None = None) -> list[str]:
    """Steps that are needed and not obtained, as codes; none once the treatment has ended."""
    day = day or timezone.localdate()
    if line.ended_on and line.ended_on < day:
        return []
    have = obtained(line.formalities.all(), day)
    if Formality.Kind.AUTHORISATION in have:
        have.add(Formality.Kind.DECLARATION)  # who may do the more may do the less
    return [kind for kind in needed(line) if kind not in have]


def lacking_labels(line: Processing) -> list[str]:
    return [str(Formality.Kind(kind).label) for kind in lacking(line)]


# Where things stand: a shape and a word


@dataclass(frozen=True)
class Standing:
    kind: str
    label: str


def standing_of(line: RegisterLine) -> Standing:
    if isinstance(line, Processing):
        return processing_standing(line)
    if isinstance(line, Assessment):
        return assessment_standing(line)
    if isinstance(line, Breach):
        return breach_standing(line)
    if isinstance(line, Hosting) and line.abroad and not line.to_on and not line.transfer_number:
        return Standing("late", _("hors du Maroc sans autorisation"))
    ended = getattr(line, "to_on", None)
    return Standing("void", _("terminé")) if ended else Standing("open", _("en vigueur"))


def processing_standing(line: Processing) -> Standing:
    if line.ended_on and line.ended_on < timezone.localdate():
        return Standing("void", _("terminé"))
    if lacking(line):
        return Standing("late", _("sans numéro de la CNDP"))
    return Standing("done", _("vérifié")) if line.verified_at else Standing("wait", _("à confirmer"))


def assessment_standing(line: Assessment) -> Standing:
    today = timezone.localdate()
    if line.closed_on:
        return Standing("void", _("remplacée"))
    if line.ends_on < today:
        return Standing("late", _("expirée"))
    if line.result == Assessment.Result.REFUSED:
        return Standing("blocked", _("risque trop élevé"))
    return (
        Standing("wait", _("à refaire bientôt"))
        if line.ends_on < today + SOON
        else Standing("done", _("valable"))
    )


def breach_standing(line: Breach) -> Standing:
    if line.closed_at:
        return Standing("void", _("close"))
    if untold(line) and line.authority_due_at < timezone.now():
        return Standing("late", _("autorité non prévenue"))
    if untold(line):
        return Standing("wait", _("autorité à prévenir"))
    return Standing("open", _("arrêtée")) if line.contained_at else Standing("late", _("pas encore arrêtée"))


def untold(line: Breach) -> bool:
    """Is the authority still to be told? Not where the reason for not telling is written."""
    return line.authority_told_at is None and not line.why_not_told


def keys_of_documents() -> Iterable[UUID]:
    return AssessmentDocument.objects.values_list("pk", flat=True)


store.HOLDERS.add("dataprotection.assessment", keys_of_documents)
