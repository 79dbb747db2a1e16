"""P4 files as those named on them read them: who is named, who read what. The doors ask here (``access.doors.NAMED``).

Whatever shows a hidden person leaves its line in the journal first (``reading``), in one transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import NAMED, holdings_of, journal, named_keys, scoped, units_for
from musanada.access.models import AuditEntry, RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.kit.ids import normalise_reference
from musanada.people.hiding import tokens_said
from musanada.people.models import (
    AsylumReferral,
    AsylumStatus,
    ConfidentialFile,
    NamedAccess,
    Person,
    Presence,
    ProtectedToken,
)
from musanada.people.queries.register import READ, display_name, of_cluster

VIEW, REVIEW, UNSEAL = "confidential.view", "confidential.review", "confidential.unseal"
GLASS = "people.break_glass"
MOST = 200


def in_force(actor: User) -> QuerySet[NamedAccess]:
    """Accesses of the actor that hold now: begun, not ended, on a file that is not sealed."""
    now = timezone.now()
    return NamedAccess.objects.filter(
        user=actor.pk, from_at__lte=now, until_at__gt=now, ended_at=None, file__sealed_at=None
    )


def named_files(actor: User) -> Iterable[UUID]:
    return in_force(actor).values_list("file_id", flat=True)


def named_people(actor: User) -> Iterable[UUID]:
    """Protected people of those files, with the records merged into them."""
    people = in_force(actor).filter(file__hides_person=True, file__closed_at=None).values("file__person")
    rows = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people), protected=True)
    return rows.values_list("pk", flat=True)


NAMED.add("files", named_files)
NAMED.add("people", named_people)


def files(actor: User) -> QuerySet[ConfidentialFile]:
    """Files that name the actor now, where they may read such files."""
    rows = scoped(actor, VIEW, ConfidentialFile.objects.all(), named=True)
    return rows.select_related("person", "unit", "owner")


def file(actor: User, pk: UUID | str) -> ConfidentialFile:
    """A file, its reading noted. Raises: Http404 unless it names the actor."""
    rows = files(actor).filter(pk=pk)
    found = rows.first()
    if found is None:
        raise Http404
    with transaction.atomic():
        found = rows.get()
        journal(actor, READ, "done", found)
    return found


def access(actor: User, one: ConfidentialFile, pk: UUID | str) -> NamedAccess:
    """Someone's access to a file already opened. Raises: Http404."""
    found = NamedAccess.objects.filter(pk=pk, file=one).select_related("user", "file").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Mine:
    """A file that names the reader, with the name it hides."""

    file: ConfidentialFile
    name: str
    until: datetime | None
    glass: bool
    owned: bool


def mine(actor: User, text: str = "") -> list[Mine]:
    """The files that name the actor: with ``text``, those of a reference, a whole name, a document or a phone only.

    One line of the journal for each name shown, in the transaction that reads it.
    """
    rows = files(actor)
    if text:
        borne = Q(person__in=bearers(actor, text)) | Q(reference=normalise_reference(text))
        rows = rows.filter(borne | Q(person__reference=normalise_reference(text)))
    ends = {one.file_id: one for one in in_force(actor).order_by("until_at")}
    with transaction.atomic():
        found = list(rows.order_by("-opened_at", "-id")[:MOST])
        for one in found:
            journal(actor, READ, "done", one.person)
        return [
            Mine(
                one,
                display_name(one.person),
                ends[one.pk].until_at if one.pk in ends else None,
                one.pk in ends and ends[one.pk].break_glass,
                one.owner_id == actor.pk,
            )
            for one in found
        ]


def bearers(actor: User, text: str) -> list[UUID]:
    """Hidden people who name the actor and bear exactly this name or number; merged records lead on."""
    rows = ProtectedToken.objects.filter(
        token__in=tokens_said(text), person__in=named_keys(actor, "people")
    ).values_list("person", "person__merged_into")
    return [lead or own for own, lead in rows]


def accesses(one: ConfidentialFile) -> QuerySet[NamedAccess]:
    """Who is or was named, those who still are first."""
    now = timezone.now()
    holding = Case(When(ended_at=None, until_at__gt=now, then=Value(0)), default=Value(1))
    rows = NamedAccess.objects.filter(file=one).select_related("user", "granted_by", "file")
    return rows.order_by(holding, "-from_at", "-id")


def readers(one: ConfidentialFile) -> QuerySet[AuditEntry]:
    """Who read the person or the file, the latest first."""
    records = Person.objects.filter(Q(pk=one.person_id) | Q(merged_into=one.person_id))
    keys = [str(pk) for pk in records.values_list("pk", flat=True)]
    asked = Q(object_kind="people.person", object_id__in=keys) | Q(
        object_kind="people.confidentialfile", object_id=str(one.pk)
    )
    return AuditEntry.objects.filter(asked, verb=READ).select_related("actor").order_by("-number")[:MOST]


def eligible(one: ConfidentialFile) -> QuerySet[User]:
    """Who could be named: accounts that see people at a place, of the file's side, where the person is known."""
    paths = Presence.objects.filter(person=one.person_id, unit__side=one.unit.side, groups="")
    above = {up for path in paths.values_list("unit__path", flat=True) for up in upwards(path)}
    today, roles = timezone.localdate(), roles_holding(VIEW) & roles_holding("people.view")
    held = RoleHolding.objects.filter(Q(to_on=None) | Q(to_on__gt=today), from_on__lte=today)
    held = held.filter(role__in=roles, unit__path__in=above)
    return User.objects.filter(pk__in=held.values("user"), is_active=True, is_system=False)


def upwards(path: str) -> list[str]:
    """``a/b/c/`` → ``a/``, ``a/b/``, ``a/b/c/``."""
    words = path.strip("/").split("/")
    return ["/".join(words[: n + 1]) + "/" for n in range(len(words))]


def nameable(actor: User, one: ConfidentialFile) -> list[tuple[str, str]]:
    """Choices for naming someone: whoever could be and is not."""
    taken = [a.user_id for a in accesses(one) if a.ended_at is None and a.until_at > timezone.now()]
    rows = eligible(one).exclude(pk__in=[*taken, actor.pk]).order_by("display_name")
    return [(str(user.pk), str(user)) for user in rows]


def successors(actor: User, one: ConfidentialFile) -> list[tuple[str, str]]:
    """Who could answer for the file instead."""
    able = RoleHolding.objects.filter(role__in=roles_holding("confidential.open")).values("user")
    rows = eligible(one).filter(pk__in=able).exclude(pk=one.owner_id).order_by("display_name")
    return [(str(user.pk), str(user)) for user in rows]


def user_named(one: ConfidentialFile, pk: str) -> User:
    """Raises: Http404 for who could not be named."""
    found = eligible(one).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def place_of(actor: User, person: Person) -> Unit:
    """Where a file over the person is kept: the actor's own unit among those where the person is known."""
    known = Presence.objects.filter(person=person).values("unit")
    rows = units_for(actor, "confidential.open").filter(pk__in=known)
    own = [path for _role, path in holdings_of(actor)]
    return rows.filter(path__in=own).first() or rows.order_by("path").first() or person.unit


@dataclass(frozen=True)
class Protection:
    """What the page of a person says to whom their file names."""

    files: Sequence[ConfidentialFile]
    until: datetime | None
    glass: bool
    statuses: Sequence[AsylumStatus]
    referrals: Sequence[AsylumReferral]


def protection_of(actor: User, person: Person) -> Protection | None:
    """None for who is named on no file of the person: whether there are files or not."""
    if not named_keys(actor, "files"):
        return None
    found = list(files(actor).filter(of_cluster(person)).order_by("-opened_at"))
    if not found:
        return None
    held = in_force(actor).filter(file__in=found).order_by("-until_at")
    hiding = [one for one in held if one.file.hides_person] if person.protected else list(held)
    last = hiding[0] if hiding else None
    statuses, sent = asylum_of(actor, person)
    if not person.protected:  # else their reading is noted already
        for one in {row.file for row in statuses} | {row.file for row in sent}:
            journal(actor, READ, "done", one)
    until, glass = (last.until_at, last.break_glass) if last else (None, False)
    return Protection(found, until, glass, statuses, sent)


def asylum_of(actor: User, person: Person) -> tuple[list[AsylumStatus], list[AsylumReferral]]:
    """The asylum history that names the actor, the last status first."""
    of_person = of_cluster(person, "file__person")
    statuses = scoped(actor, VIEW, AsylumStatus.objects.filter(of_person), named=True)
    sent = scoped(actor, VIEW, AsylumReferral.objects.filter(of_person), named=True)
    return list(statuses.select_related("recorded_by", "file__unit")), list(
        sent.select_related("recorded_by", "file__unit")
    )


def status_of(one: ConfidentialFile, pk: UUID | str) -> AsylumStatus:
    """Raises: Http404."""
    found = AsylumStatus.objects.filter(file=one, pk=pk).select_related("file").first()
    if found is None:
        raise Http404
    return found


def sought_in_emergency(actor: User, unit: Unit, text: str) -> list[ConfidentialFile]:
    """Open files, not sealed, of whom the words name exactly, known at ``unit`` or below where the actor may break glass.

    One statement whatever the answer: what is not there and what may not be opened cost the same.
    """
    reference = normalise_reference(text)
    borne = ProtectedToken.objects.filter(token__in=tokens_said(text)).values("person")
    meant = Person.objects.filter(Q(reference=reference) | Q(pk__in=borne), voided_at=None)
    leads = Q(person__in=meant.values("pk")) | Q(person__in=meant.values("merged_into"))
    here = units_for(actor, "confidential.break_glass").filter(path__startswith=unit.path, side=unit.side)
    known = Presence.objects.filter(unit__in=here).values("person")
    rows = ConfidentialFile.objects.filter(leads, person__in=known, closed_at=None, sealed_at=None)
    return list(rows.select_related("unit", "person"))


def glass_units(actor: User) -> list[Unit]:
    """Where the actor may break the glass: the places their roles are held at."""
    own = [path for _role, path in holdings_of(actor)]
    return list(units_for(actor, "confidential.break_glass").filter(path__in=own).order_by("path"))


def openings(actor: User) -> QuerySet[NamedAccess]:
    """What was opened in an emergency in the units whose focal point the actor is. Of whom is not shown."""
    rows = NamedAccess.objects.filter(break_glass=True, file__unit__in=units_for(actor, REVIEW))
    return rows.select_related("file__unit", "user", "reviewed_by").order_by("-from_at", "-id")


def unreviewed(actor: User) -> QuerySet[NamedAccess]:
    return openings(actor).filter(reviewed_at=None).order_by("from_at")


def overdue(one: NamedAccess) -> bool:
    return one.reviewed_at is None and timezone.now() > review_due(one)


def review_due(one: NamedAccess) -> datetime:
    return one.from_at + timedelta(hours=NamedAccess.REVIEW_HOURS)


def opening(actor: User, pk: UUID | str) -> NamedAccess:
    """Raises: Http404."""
    found = openings(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def attempts(actor: User) -> QuerySet[AuditEntry]:
    """Emergencies that opened nothing, in the actor's units: someone tried words."""
    rows = AuditEntry.objects.filter(verb=GLASS, unit__in=units_for(actor, REVIEW)).exclude(outcome="done")
    return rows.select_related("actor", "unit").order_by("-number")


def sealed(actor: User) -> QuerySet[ConfidentialFile]:
    """Sealed files of the actor's units: reference, day and by whom. Of whom is not shown."""
    rows = ConfidentialFile.objects.filter(sealed_at__isnull=False, unit__in=units_for(actor, UNSEAL))
    return rows.select_related("unit", "sealed_by", "owner").order_by("-sealed_at")


def sealed_file(actor: User, pk: UUID | str) -> ConfidentialFile:
    """Raises: Http404."""
    found = sealed(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def owned_by(user: User) -> int:
    """How many open files the account answers for."""
    return ConfidentialFile.objects.filter(owner=user, closed_at=None).count()


def hidden_since() -> datetime | None:
    """When somebody was last hidden: live figures older than that would still count them."""
    rows = ConfidentialFile.objects.filter(hides_person=True).order_by("-opened_at")
    return rows.values_list("opened_at", flat=True).first()


def state_of(one: NamedAccess) -> str:
    """In one word, for the page of a file: holds, ended, expired."""
    if one.ended_at is not None:
        return "ended"
    return "holds" if one.until_at > timezone.now() else "expired"
