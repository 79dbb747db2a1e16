"""Merge and un-merge with nothing lost: rows stay where they are, only the pointer moves.

The units that knew the merged record must not lose sight of the person: they get *derived* presences on the
kept record, recomputed at each merge and un-merge from the records as they then point, so that undoing in
any permitted order comes back to where it started.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import User
from musanada.kit.errors import Refused, bad
from musanada.people.commands.persons import insist_on_own
from musanada.people.commands.proposing import seconded
from musanada.people.commands.protecting import follow_merge, follow_unmerge
from musanada.people.commands.separating import snapshot_of, take_back
from musanada.people.merges import FOLLOWING
from musanada.people.models import MergeRecord, Person, Presence


@command("people.merge")
def merge(actor: User, kept: Person, *, gone: Person, reason: str) -> MergeRecord:
    """``gone`` is the same person as ``kept`` and now leads to it. Needs the right on both, on one side only.

    Into someone whom a P4 file hides, two people merge: one has proposed it, the actor is another.
    """
    if not reason.strip():
        raise bad("reason", _("Dites pourquoi ces deux fiches sont la même personne."))
    if not may(actor, "people.merge", gone):
        raise Refused(_("Vous ne suivez pas l'autre fiche : la fusion se demande à l'unité qui la suit."))
    insist_on_open_pair(kept, gone)
    insist_on_own(actor, "people.merge", kept, gone)
    now = timezone.now()
    seconded(actor, kept, gone, now)
    return join(actor, kept, gone, reason, now)


def join(actor: User, kept: Person, gone: Person, reason: str, now: datetime) -> MergeRecord:
    followers = list(Person.objects.filter(merged_into=gone).values_list("pk", flat=True))
    before: Any = snapshot_of([gone.pk, *followers])
    Person.objects.filter(pk__in=[gone.pk, *followers]).update(merged_into=kept)
    share_presences(kept.pk, gone.pk)
    follow_merge(kept)
    record = MergeRecord.objects.create(
        kept=kept,
        gone=gone,
        repointed=[str(f) for f in followers],
        reason=reason.strip()[:300],
        merged_at=now,
        merged_by=actor,
        snapshot=before,
    )
    for following in FOLLOWING.values():
        following.merged(actor, record)
    return record


def insist_on_open_pair(kept: Person, gone: Person) -> None:
    pair = Person.objects.select_for_update().filter(
        pk__in=(kept.pk, gone.pk), merged_into=None, voided_at=None
    )
    if kept.pk == gone.pk or len(pair.order_by("pk")) != 2:
        raise Refused(_("Ces fiches ne sont plus deux fiches ouvertes : rechargez la page."))
    if pair.filter(pk=gone.pk, protected=True).exists():
        raise Refused(_("Une fiche protégée se garde : choisissez-la comme celle qui reste."))
    if sides(kept) != sides(gone):
        raise Refused(
            _("Une fusion ne passe jamais d'un côté à l'autre (État, humanitaire, santé, justice)."),
            code="firewall",
        )


def sides(person: Person) -> set[str]:
    """Those that know the person themselves: what was shared with another side does not make them of that side."""
    rows = Presence.objects.filter(person=person, sharing=None)
    return set(rows.values_list("unit__side", flat=True))


def share_presences(*persons: UUID) -> None:
    """Give each canonical record the places of those merged into it; a merged record keeps only its own."""
    Presence.objects.filter(person__in=persons, derived=True).delete()
    for pk in Person.objects.filter(pk__in=persons, merged_into=None).values_list("pk", flat=True):
        own = set(Presence.objects.filter(person=pk).values_list("unit_id", flat=True))
        # What is known whole comes before what was only shared in part, and still before no more; a sharing stays one,
        # and ends as one.
        merged = Presence.objects.filter(person__merged_into=pk, derived=False).order_by(
            "groups", F("to_on").desc(nulls_first=True), "from_on", "id"
        )
        places: dict[UUID, Presence] = {}
        for presence in merged:
            places.setdefault(presence.unit_id, presence)
        Presence.objects.bulk_create(
            Presence(
                person_id=pk,
                unit_id=unit,
                from_on=p.from_on,
                to_on=p.to_on,
                derived=True,
                groups=p.groups,
                sharing=p.sharing,
            )
            for unit, p in places.items()
            if unit not in own
        )


@command("people.merge")
def unmerge(
    actor: User,
    record: MergeRecord,
    *,
    reason: str,
    moved: Collection[str] = (),
    restored: Collection[str] = (),
) -> MergeRecord:
    """Two people after all: every row is still where it was; the pointers go back.

    What was added to the kept record since stays there, unless named in ``moved``; what was corrected on the other
    one's own rows stays as corrected, unless named in ``restored`` (keys of ``queries.separating``).
    """
    if not reason.strip():
        raise bad("reason", _("Dites pourquoi il s'agit de deux personnes."))
    later = MergeRecord.objects.filter(gone=record.kept_id, undone_at=None).exists()
    if later:
        raise Refused(_("La fiche conservée a été fusionnée depuis : séparez d'abord cette fusion-là."))
    done = MergeRecord.objects.filter(pk=record.pk, undone_at=None).update(
        undone_at=timezone.now(), undone_by=actor, undo_reason=reason.strip()[:300]
    )
    if not done:
        raise Refused(_("Cette fusion a déjà été défaite."))
    Person.objects.filter(pk=record.gone_id).update(merged_into=None)
    Person.objects.filter(pk__in=record.repointed, merged_into=record.kept_id).update(
        merged_into=record.gone_id
    )
    take_back(record, moved, restored)
    share_presences(record.kept_id, record.gone_id)
    follow_unmerge(record)
    record.refresh_from_db()
    for following in FOLLOWING.values():
        following.separated(actor, record)
    return record
