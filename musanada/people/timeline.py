"""What the register itself puts on a person's time line: met, agreed, corrected, merged."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.timeline import TIMELINE, Line
from musanada.people.models import Correction, LegalBasis, MergeRecord, Person, Presence
from musanada.reference.codes import ServiceFamily

MOST = 200
REGISTERED, CONSENT, CORRECTED, MERGED = "registered", "consent", "corrected", "merged"
OWN_LABELS: dict[str, Sentence] = {
    REGISTERED: _("Enregistrement"),
    CONSENT: _("Base légale"),
    CORRECTED: _("Correction"),
    MERGED: _("Fusion"),
}


def label_of(kind: str) -> Sentence:
    """The words of a kind of act, for the filter."""
    if kind in OWN_LABELS:
        return OWN_LABELS[kind]
    return ServiceFamily(kind).label if kind in ServiceFamily.values else kind


def lines(actor: User, people: list[UUID]) -> Iterator[Line]:
    yield from met(people)
    yield from bases(people)
    yield from corrections(people)
    yield from merges(people)


def met(people: list[UUID]) -> Iterator[Line]:
    for person in Person.objects.filter(pk__in=people).select_related("unit", "recorded_by"):
        yield Line(
            person.registered_on, REGISTERED, _("Enregistrée"), str(person.recorded_by), str(person.unit)
        )
    first = set()
    rows = Presence.objects.filter(person__in=people, derived=False).select_related("unit", "person")
    for one in rows.order_by("from_on", "id")[:MOST]:
        if one.unit_id != one.person.unit_id and one.unit_id not in first:
            first.add(one.unit_id)
            yield Line(one.from_on, REGISTERED, _("Reçue pour la première fois"), where=str(one.unit))


def bases(people: list[UUID]) -> Iterator[Line]:
    rows = LegalBasis.objects.filter(person__in=people).select_related("unit", "recorded_by")
    for one in rows[:MOST]:
        yield Line(one.given_on, CONSENT, one.get_basis_display(), str(one.recorded_by), str(one.unit))
        if one.withdrawn_at:
            day = timezone.localtime(one.withdrawn_at).date()
            yield Line(day, CONSENT, _("Accord retiré par la personne"), tone="warning")


def corrections(people: list[UUID]) -> Iterator[Line]:
    for one in Correction.objects.filter(person__in=people).select_related("by")[:MOST]:
        what = _("Corrigé : %(field)s") % {"field": one.get_field_display()}
        yield Line(timezone.localtime(one.at).date(), CORRECTED, what, str(one.by), note=one.reason)


def merges(people: list[UUID]) -> Iterator[Line]:
    rows = MergeRecord.objects.filter(kept__in=people).select_related("merged_by", "undone_by", "gone")
    for one in rows[:MOST]:
        what = _("Fusion avec la fiche %(reference)s") % {"reference": one.gone}
        day = timezone.localtime(one.merged_at).date()
        undone = one.undone_at is not None
        yield Line(day, MERGED, what, str(one.merged_by), tone="muted" if undone else "", note=one.reason)
        if one.undone_at:
            what = _("Séparée de la fiche %(reference)s") % {"reference": one.gone}
            day = timezone.localtime(one.undone_at).date()
            yield Line(day, MERGED, what, str(one.undone_by), note=one.undo_reason)


TIMELINE.add("people", lines)
