"""Encounters and mapped children as their team reads them. Whoever stands on a hidden person is in no list: one record
opens for those their file names, and the reading is noted.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from musanada.access.doors import holdings_of, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup, Sex, Side
from musanada.people.queries import note_reading
from musanada.protection.commands.encounters import NEEDS
from musanada.protection.models import Encounter, MappedChild, ProtectionFile
from musanada.protection.queries import files
from musanada.reference.codes import ServiceFamily
from musanada.reference.queries import Choice, place_choices

RIGHT = "encounter.record"
RECENT_TOWNS = 4
BANDS = Encounter.Band.choices
COMPANIES = Encounter.Company.choices
SEXES = Sex.choices
WORDS = dict(ServiceFamily.choices)


def offices(actor: User) -> list[Unit]:
    """Where the actor may note an encounter: their own unit first. Never at a State authority."""
    rows = units_for(actor, RIGHT, FieldGroup.PROTECTION).filter(active=True).exclude(side=Side.STATE)
    own = {path for _role, path in holdings_of(actor)}
    return sorted(rows, key=lambda unit: (unit.path not in own, unit.path))


def visible(actor: User, *, named: bool = False) -> QuerySet[Encounter]:
    rows = Encounter.objects.exclude(unit__side=Side.STATE)
    return scoped(actor, RIGHT, rows, named=named).select_related("unit", "town", "child", "recorded_by")


def encounters(actor: User, show: str = "") -> QuerySet[Encounter]:
    """Of the actor's teams, the latest first: all, those ``open`` (to be sorted), or in ``danger``."""
    rows = visible(actor).filter(voided_at=None)
    if show == "open":
        rows = rows.filter(sorted_at=None)
    elif show == "danger":
        rows = rows.filter(danger=True)
    return rows.order_by("-at", "-id")


def unsorted(actor: User) -> int:
    return encounters(actor, "open").count()


def encounter(actor: User, pk: UUID | str) -> Encounter:
    """Raises: Http404. What stands on a hidden person is read under the name of who reads it."""
    with transaction.atomic():
        found = visible(actor, named=True).select_related("child__person").filter(pk=pk).first()
        if found is None:
            raise Http404
        if found.child is not None and found.child.person is not None:
            note_reading(actor, found.child.person)
        return found


def last_of(actor: User) -> Encounter | None:
    """The last one this account noted: where they are tonight."""
    return visible(actor).filter(recorded_by=actor).order_by("-recorded_at").first()


def town_choices(actor: User) -> list[tuple[str, list[Choice]]]:
    """The towns of the last encounters of one's teams first."""
    lang = get_language() or "fr"
    last = visible(actor).order_by().values("town").annotate(latest=Max("at")).order_by("-latest")
    recent = [str(pk) for pk in last.values_list("town", flat=True)[:RECENT_TOWNS]]
    groups = place_choices(lang)
    names = {pk: name for _region, choices in groups for pk, name in choices}
    first = [(pk, names[pk]) for pk in recent if pk in names]
    return [("", first), *groups] if first else groups


def need_words(codes: str) -> list[str]:
    return [str(WORDS[code]) for code in codes.split(",") if code in WORDS]


def need_choices() -> list[Choice]:
    return [(code.value, str(code.label)) for code in NEEDS]


# Mapped children


def mapped_children(actor: User) -> QuerySet[MappedChild]:
    """Met at least once, of the actor's teams, the latest encounter first; nobody who has a file."""
    met = Encounter.objects.filter(child=OuterRef("pk"), voided_at=None)
    rows = scoped(actor, RIGHT, MappedChild.objects.exclude(unit__side=Side.STATE)).filter(Exists(met))
    counted = Q(encounters__voided_at=None)
    rows = rows.annotate(
        met=Count("encounters", filter=counted), last_at=Max("encounters__at", filter=counted)
    )
    return rows.select_related("unit", "nationality").order_by("-last_at", "-id")


def mapped(actor: User, pk: UUID | str) -> MappedChild:
    """Raises: Http404. With a file: for those named on it, the reading noted."""
    rows = scoped(actor, RIGHT, MappedChild.objects.exclude(unit__side=Side.STATE), named=True)
    with transaction.atomic():
        found = rows.select_related("unit", "nationality", "person").filter(pk=pk).first()
        if found is None:
            raise Http404
        if found.person is not None:
            note_reading(actor, found.person)
        return found


def file_of(actor: User, child: MappedChild) -> ProtectionFile | None:
    """The open file of a child whose page the actor opened, if it names them."""
    return files.named(actor).filter(case__person=child.person).first() if child.person else None


def encounters_of(child: MappedChild) -> Sequence[Encounter]:
    """Of a child whose page the actor opened, voided ones too."""
    return list(child.encounters.select_related("town", "unit", "recorded_by").order_by("-at", "-id"))
