"""What the register itself puts on a person's time line: met, agreed, corrected, merged."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import colleagues, units_for
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.timeline import TIMELINE, Line
from musanada.people.models import Correction, LegalBasis, MergeRecord, Person, Presence
from musanada.people.queries.details import group_of
from musanada.people.queries.register import groups_seen
from musanada.reference.codes import ServiceFamily

VIEW = "people.view"
MOST = 200
REGISTERED, CONSENT, CORRECTED, MERGED = "registered", "consent", "corrected", "merged"
OWN_LABELS: dict[str, Sentence] = {
    REGISTERED: _("Enregistrement"),
    CONSENT: _("Accords de la personne"),
    CORRECTED: _("Correction"),
    MERGED: _("Fusion"),
}


def label_of(kind: str) -> Sentence:
    """The words of a kind of act, for the filter."""
    if kind in OWN_LABELS:
        return OWN_LABELS[kind]
    return ServiceFamily(kind).label if kind in ServiceFamily.values else kind


def lines(actor: User, people: list[UUID]) -> Iterator[Line]:
    """As far as the actor reaches: what other offices did with someone is for the person, or these offices, to say."""
    here = set(units_for(actor, VIEW).values_list("pk", flat=True))
    groups = groups_seen(actor, Person(pk=people[0]))
    yield from met(people, here)
    if FieldGroup.LEGAL in groups:
        yield from bases(people, here)
    yield from corrections(people, here, groups)
    yield from merges(people, here)


def met(people: list[UUID], here: set[UUID]) -> Iterator[Line]:
    for person in Person.objects.filter(pk__in=people).select_related("unit", "recorded_by"):
        ours = person.unit_id in here
        who, where = (str(person.recorded_by), str(person.unit)) if ours else ("", "")
        yield Line(person.registered_on, REGISTERED, _("Enregistrée"), who, where)
    first = set()
    rows = Presence.objects.filter(person__in=people, derived=False, unit__in=here)
    for one in rows.select_related("unit", "person").order_by("from_on", "id")[:MOST]:
        if one.unit_id != one.person.unit_id and one.unit_id not in first:
            first.add(one.unit_id)
            yield Line(one.from_on, REGISTERED, _("Reçue pour la première fois"), where=str(one.unit))


def bases(people: list[UUID], here: set[UUID]) -> Iterator[Line]:
    rows = LegalBasis.objects.filter(person__in=people, unit__in=here).select_related("unit", "recorded_by")
    for one in rows[:MOST]:
        yield Line(one.given_on, CONSENT, one.get_basis_display(), str(one.recorded_by), str(one.unit))
        if one.withdrawn_at:
            day = timezone.localtime(one.withdrawn_at).date()
            yield Line(day, CONSENT, _("Accord retiré par la personne"), tone="warning")


def corrections(people: list[UUID], here: set[UUID], groups: frozenset[str]) -> Iterator[Line]:
    """In the parts of this very file that the actor reaches: that a phone changed is told with the phone."""
    rows = list(Correction.objects.filter(person__in=people).select_related("by")[:MOST])
    staff = colleagues({one.by_id for one in rows}, here)
    for one in rows:
        if group_of(one) in groups:
            what = _("Corrigé : %(field)s") % {"field": one.get_field_display()}
            ours = one.by_id in staff
            who, why = (str(one.by), one.reason) if ours else ("", "")
            yield Line(timezone.localtime(one.at).date(), CORRECTED, what, who, note=why)


def merges(people: list[UUID], here: set[UUID]) -> Iterator[Line]:
    rows = list(
        MergeRecord.objects.filter(kept__in=people).select_related("merged_by", "undone_by", "gone")[:MOST]
    )
    staff = colleagues({one.merged_by_id for one in rows}, here)
    for one in rows:
        if one.merged_by_id not in staff:
            continue
        what = _("Fusion avec la fiche %(reference)s") % {"reference": one.gone}
        day = timezone.localtime(one.merged_at).date()
        undone = one.undone_at is not None
        yield Line(day, MERGED, what, str(one.merged_by), tone="muted" if undone else "", note=one.reason)
        if one.undone_at:
            what = _("Séparée de la fiche %(reference)s") % {"reference": one.gone}
            day = timezone.localtime(one.undone_at).date()
            yield Line(day, MERGED, what, str(one.undone_by), note=one.undo_reason)


TIMELINE.add("people", lines)
