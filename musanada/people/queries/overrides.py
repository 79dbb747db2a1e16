"""The supervisor's list: who asks to do without an answer, what was used, which other bases one person wrote down alone."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import scoped, units_for
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.people.models import Consent, ConsentOverride, Person
from musanada.people.queries.consents import APPROVE, CONSENT, VIEW
from musanada.people.queries.register import of_cluster


def overrides(actor: User, right: str = APPROVE) -> QuerySet[ConsentOverride]:
    """Overrides asked for at the actor's places; lists leave protected people out."""
    rows = scoped(actor, right, ConsentOverride.objects.all())
    return rows.select_related("person", "unit", "asked_by", "decided_by", "used_by", "to_unit", "to_partner")


def overrides_of(actor: User, person: Person) -> list[ConsentOverride]:
    """Those of one opened person, newest first, for who asks, decides or records."""
    rows = ConsentOverride.objects.filter(of_cluster(person))
    rows = scoped(actor, VIEW, rows, named=True)
    return list(
        rows.select_related("unit", "asked_by", "decided_by", "to_unit", "to_partner").order_by("-asked_at")
    )


def override(actor: User, pk: UUID) -> ConsentOverride:
    """Raises: Http404 unless the actor may decide on it, and, for a protected person, is named on their file."""
    rows = scoped(actor, APPROVE, ConsentOverride.objects.filter(pk=pk), named=True)
    found = rows.select_related("person", "unit", "asked_by", "decided_by", "to_unit", "to_partner").first()
    if found is None:
        raise Http404
    return found


def waiting(actor: User) -> QuerySet[ConsentOverride]:
    return overrides(actor).filter(state="waiting").exclude(asked_by=actor).order_by("asked_at")


def decided(actor: User) -> QuerySet[ConsentOverride]:
    """Allowed and not yet used, declined, or looked at: the last ones first."""
    return overrides(actor).exclude(state="waiting").order_by("-decided_at")


def used_unreviewed(actor: User) -> QuerySet[ConsentOverride]:
    rows = overrides(actor).filter(state="used", reviewed_at=None)
    return rows.exclude(asked_by=actor).exclude(used_by=actor).order_by("used_at")


def bases_unreviewed(actor: User) -> QuerySet[Consent]:
    """Other legal bases that someone wrote down alone, at the actor's places: a second person looks at each."""
    rows = Consent.objects.filter(reviewed_at=None, unit__in=units_for(actor, APPROVE, FieldGroup.LEGAL))
    rows = scoped(actor, APPROVE, rows.exclude(basis=CONSENT).exclude(recorded_by=actor))
    return rows.select_related("person", "unit", "recorded_by", "to_unit", "to_partner").order_by(
        "recorded_at"
    )


def basis_to_review(actor: User, pk: UUID) -> Consent:
    """Raises: Http404."""
    rows = Consent.objects.filter(pk=pk, unit__in=units_for(actor, APPROVE, FieldGroup.LEGAL))
    found = scoped(actor, APPROVE, rows.exclude(basis=CONSENT), named=True).first()
    if found is None:
        raise Http404
    return found
