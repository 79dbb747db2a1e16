"""Merge and un-merge with nothing lost: rows stay where they are, only the pointer moves."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import User
from musanada.kit.errors import BadInput, Refused
from musanada.people.models import MergeRecord, Person, Presence


@command("people.merge")
def merge(actor: User, kept: Person, *, gone: Person, reason: str) -> MergeRecord:
    """``gone`` is the same person as ``kept`` and now leads to it. Needs the right on both, on one side only."""
    if not reason.strip():
        raise BadInput(
            _("Dites pourquoi ces deux fiches sont la même personne."),
            fields={"reason": _("Dites pourquoi.")},
        )
    if not may(actor, "people.merge", gone):
        raise Refused(_("Vous ne suivez pas l'autre fiche : la fusion se demande à l'unité qui la suit."))
    pair = Person.objects.select_for_update().filter(
        pk__in=(kept.pk, gone.pk), merged_into=None, voided_at=None
    )
    if kept.pk == gone.pk or len(pair) != 2:
        raise Refused(_("Ces fiches ne sont plus deux fiches ouvertes : rechargez la page."))
    if sides(kept) != sides(gone):
        raise Refused(
            _("Une fusion ne passe jamais d'un côté à l'autre (État, humanitaire, santé, justice).")
        )
    followers = list(Person.objects.filter(merged_into=gone).values_list("pk", flat=True))
    Person.objects.filter(pk__in=[gone.pk, *followers]).update(merged_into=kept)
    return MergeRecord.objects.create(
        kept=kept, gone=gone, repointed=[str(f) for f in followers], reason=reason.strip(), merged_by=actor
    )


def sides(person: Person) -> set[str]:
    return set(Presence.objects.filter(person=person).values_list("unit__side", flat=True))


@command("people.merge")
def unmerge(actor: User, record: MergeRecord, *, reason: str) -> MergeRecord:
    """Two people after all: every row is still where it was; the pointers go back."""
    if not reason.strip():
        raise BadInput(
            _("Dites pourquoi il s'agit de deux personnes."), fields={"reason": _("Dites pourquoi.")}
        )
    later = MergeRecord.objects.filter(gone=record.kept, undone_at=None).exists()
    if later:
        raise Refused(_("La fiche conservée a été fusionnée depuis : séparez d'abord cette fusion-là."))
    done = MergeRecord.objects.filter(pk=record.pk, undone_at=None).update(
        undone_at=timezone.now(), undone_by=actor, undo_reason=reason.strip()
    )
    if not done:
        raise Refused(_("Cette fusion a déjà été défaite."))
    Person.objects.filter(pk=record.gone_id).update(merged_into=None)
    Person.objects.filter(pk__in=record.repointed, merged_into=record.kept).update(merged_into=record.gone)
    record.refresh_from_db()
    return record
