"""How long what was given is kept: who it was goes after its time, the coded act stays; the texts of care go earlier."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.assistance.models import Act
from musanada.assistance.queries import CLOSED_FAMILIES
from musanada.cases.models import Referral
from musanada.kit.ids import show_reference
from musanada.kit.subject import RETENTION, Lapsed, RetainedKind
from musanada.people.models import Person


def with_last(rows: QuerySet[Person]) -> QuerySet[Any]:
    """Annotated with ``last``: the last act for them or for someone merged into them, else their registration."""
    own = Max(Greatest("acts__given_on", Coalesce("acts__until_on", "acts__given_on")))
    merged = Max("merged__acts__given_on")
    start = "registered_on"
    last = Greatest(Coalesce(own, start), Coalesce(merged, start), start, output_field=DateField())
    return rows.annotate(last=last)


def idle_people(before: date) -> QuerySet[Person]:
    """Those of whom it is still known who they are, whom nothing open needs and nobody met or heard since ``before``.

    P4 files have their owner's rule, and so has whoever has a file of a procedure: a regularisation is an archive.
    """
    busy = Q(acts__state__in=(Act.State.REQUESTED, Act.State.APPROVED))
    busy |= Q(acts__service__kind="shelter", acts__until_on=None, acts__state=Act.State.GIVEN)
    busy |= (
        Q(referrals__state__in=Referral.OPEN)
        | Q(presences__from_on__gte=before)
        | Q(consents__given_on__gte=before)
        | Q(cases__isnull=False)
    )
    rows = Person.objects.filter(merged_into=None, erased_at=None, protected=False, registered_on__lt=before)
    return rows.exclude(pk__in=Person.objects.filter(busy).values("pk"))


def lapsed_people(before: date) -> Iterator[Lapsed]:
    rows = with_last(idle_people(before)).filter(last__lt=before)
    for person in rows.order_by("last", "pk").iterator(chunk_size=2000):
        yield Lapsed(person.pk, show_reference(person.reference), person.unit_id, person.last)


def started(people: Sequence[UUID]) -> date | None:
    found = with_last(Person.objects.filter(pk__in=people)).order_by("-last").first()
    return found.last if found else None


def care_texts() -> QuerySet[Act]:
    return Act.objects.filter(service__family__in=CLOSED_FAMILIES).exclude(reason="")


def lapsed_care(before: date) -> Iterator[Lapsed]:
    rows = care_texts().filter(given_on__lt=before, person__protected=False).order_by("given_on", "pk")
    for act in rows.iterator(chunk_size=2000):
        yield Lapsed(act.pk, show_reference(act.reference), act.unit_id, act.given_on)


def forget_care(actor: User, keys: Sequence[UUID]) -> int:
    """The words go, the coded act stays."""
    return care_texts().filter(pk__in=keys).update(reason="")


RETENTION.add(
    "person",
    RetainedKind(
        "person",
        _("Personne aidée"),
        _("dernière aide, ou première rencontre s'il n'y en a pas eu"),
        lapsed=lapsed_people,
        started=started,
        of_people=True,
    ),
)
RETENTION.add(
    "health",
    RetainedKind(
        "health",
        _("Texte d'un acte de santé"),
        _("jour de l'acte"),
        lapsed=lapsed_care,
        dispose=forget_care,
    ),
)
