"""Exports of people: which parts of the file an actor may take, whom a list would hold, who stood on which list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import holds, scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.queries.receivers import agreement_with
from musanada.dataprotection.models import ExportThreshold, PeopleExport
from musanada.dataprotection.organisations import organisation_of, root_path
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.subject import COLUMNS
from musanada.partners.models import Partner
from musanada.people.consents import PURPOSE_CHOICES, Recipient, recipient_of
from musanada.people.models import Person
from musanada.people.queries.consents import covered

TAKE, VIEW, APPROVE = "people.export", "exports.view", "exports.approve"
PURPOSES = PURPOSE_CHOICES
FORMS = PeopleExport.Form.choices


def offered_groups(actor: User) -> list[FieldGroup]:
    """The parts of the file the actor's exporting roles reach and that have columns; identity is always one."""
    known = {columns.group for columns in COLUMNS.values()}
    return [g for g in FieldGroup if g in known and holds(actor, TAKE, g)]


def units(actor: User) -> QuerySet[Unit]:
    return units_for(actor, TAKE, FieldGroup.IDENTITY).filter(active=True).order_by("path")


def narrowed(rows: QuerySet[Person], filters: Mapping[str, Any]) -> QuerySet[Person]:
    """The filters of an export: codes and days, kept with it."""
    rows = rows.filter(merged_into=None, voided_at=None, erased_at=None)
    if unit := filters.get("unit"):
        rows = rows.filter(presences__unit=unit)
    if sex := filters.get("sex"):
        rows = rows.filter(sex=sex)
    if country := filters.get("nationality"):
        rows = rows.filter(nationalities__country=country)
    if since := filters.get("since"):
        rows = rows.filter(registered_on__gte=date.fromisoformat(since))
    if until := filters.get("until"):
        rows = rows.filter(registered_on__lte=date.fromisoformat(until))
    return rows.distinct()


def selected(actor: User, filters: Mapping[str, Any]) -> list[UUID]:
    """Whom the list would hold: never a P4 person, never someone kept without being used; the oldest first."""
    rows = scoped(actor, TAKE, narrowed(Person.objects.all(), filters))
    return list(rows.order_by("registered_on", "id").values_list("pk", flat=True))


def reached(actor: User, filters: Mapping[str, Any], group: str) -> set[UUID]:
    """Of these, those of whom the actor reaches that part of the file: a sharing may have carried less."""
    rows = scoped(actor, TAKE, narrowed(Person.objects.all(), filters), group=group)
    return set(rows.values_list("pk", flat=True))


def is_outside(unit: Unit, recipient: Recipient) -> bool:
    """Do data leave the organisation?"""
    return recipient.unit is None or not recipient.unit.path.startswith(root_path(unit))


def agreed(unit: Unit, recipient: Recipient) -> bool:
    """Is a sharing agreement in force with them today?"""
    return agreement_with(unit, unit=recipient.unit, partner=recipient.partner) is not None


def consenting(actor: User, people: Sequence[UUID], recipient: str, groups: Sequence[str]) -> list[UUID]:
    """Of these people, in their order, those who agreed that this list goes to this receiver with these parts."""
    said = covered(list(people), "export", recipient=recipient, groups=groups, actor=actor)
    return [pk for pk in people if pk in said]


def threshold(unit: Unit) -> int:
    row = ExportThreshold.objects.filter(pk=organisation_of(unit).pk).first()
    return row.rows if row else ExportThreshold.DEFAULT


def recipients(actor: User) -> list[tuple[str, str]]:
    """Partners and units of other organisations, of one's own side, with whom an agreement to share data binds."""
    found: dict[str, str] = {}
    for root in {root_path(unit): organisation_of(unit) for unit in units(actor)}.values():
        for partner in Partner.objects.filter(side=root.side).select_related("unit"):
            if agreement_with(root, partner=partner) and (
                partner.unit is None or root_path(partner.unit) != root.path
            ):
                found[f"partner:{partner.pk}"] = str(partner)
    return sorted(found.items(), key=lambda pair: pair[1])


def recipient_words(one: PeopleExport) -> Sentence:
    found = recipient_of(one.recipient) if one.recipient else None
    return str(found) if found else str(organisation_of(one.unit))


def exports(actor: User) -> QuerySet[PeopleExport]:
    """The log at the actor's places, newest first."""
    rows = scoped(actor, VIEW, PeopleExport.objects.all())
    return rows.select_related("unit", "asked_by", "decided_by").order_by("-asked_at", "-id")


def export(actor: User, pk: UUID | str) -> PeopleExport:
    """Raises: Http404 unless visible."""
    found = exports(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def to_approve(actor: User) -> QuerySet[PeopleExport]:
    rows = scoped(actor, APPROVE, PeopleExport.objects.filter(state=PeopleExport.State.ASKED))
    return rows.exclude(asked_by=actor).select_related("unit", "asked_by").order_by("asked_at")


@dataclass(frozen=True)
class Shown:
    """An export in words, for its page and the log."""

    export: PeopleExport
    recipient: Sentence
    groups: Sequence[Sentence]


def shown(one: PeopleExport) -> Shown:
    return Shown(one, recipient_words(one), [g.label for g in FieldGroup if g in one.group_set])


def may_approve(actor: User, one: PeopleExport) -> bool:
    return one.asked_by_id != actor.pk and to_approve(actor).filter(pk=one.pk).exists()
