"""The list of returns under its filters, and what waits, as counts. Actor first; protected people are in no list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from musanada.access.doors import holds, units_for
from musanada.access.models import Unit, User
from musanada.cases.models import Case
from musanada.cases.queries import files
from musanada.cases.queries.work import names_of
from musanada.kit.collation import collate
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name
from musanada.kit.ids import normalise_reference
from musanada.returns.models import Direction, Return
from musanada.returns.queries.returns import VIEW, shape_of
from musanada.returns.workflow import CODE, RETURN

SORTS = {
    "due": F("due_on").asc(nulls_last=True),
    "-due": F("due_on").desc(nulls_last=True),
    "applied": F("return_file__applied_on").asc(),
    "-applied": F("return_file__applied_on").desc(),
    "leaves": F("return_file__travel_on").asc(nulls_last=True),
    "-leaves": F("return_file__travel_on").desc(nulls_last=True),
    "number": F("reference").asc(),
    "-number": F("reference").desc(),
}
NEW_DAYS = 7  # an enquiry is new for a week


def visible(actor: User) -> QuerySet[Case]:
    return files.visible(actor, VIEW).filter(procedure=CODE)


def listed(
    actor: User,
    *,
    number: str = "",
    state: str = "",
    direction: str = "",
    channel: str = "",
    country: str = "",
    office: str = "",
    family: str = "",
    late: bool = False,
    everything: bool = False,
    sort: str = "due",
) -> QuerySet[Case]:
    """Files under the list's filters; those that are over only when they are asked for."""
    rows = visible(actor)
    if number:
        rows = rows.filter(reference__startswith=normalise_reference(number))
    elif state:
        rows = rows.filter(state=state)
    elif not everything:
        rows = rows.filter(closed_on=None)
    if direction:
        rows = rows.filter(return_file__direction=direction)
    if channel:
        rows = rows.filter(return_file__channel=channel)
    if country:
        rows = rows.filter(other_country(country))
    if office:
        rows = rows.filter(unit__in=[office])
    if late:
        rows = rows.filter(closed_on=None, due_on__lt=timezone.localdate())
    rows = of_families(rows, family)
    rows = rows.select_related("return_file", "unit")
    return rows.order_by(SORTS.get(sort, SORTS["due"]), "id")


def other_country(code: str) -> Q:
    """Of return for those who leave Morocco, of stay for those who come back."""
    leaving = Q(return_file__direction=Direction.FROM_MOROCCO, return_file__to_country=code)
    return leaving | Q(return_file__direction=Direction.TO_MOROCCO, return_file__from_country=code)


def of_families(rows: QuerySet[Case], family: str) -> QuerySet[Case]:
    if family == "head":
        return rows.filter(principal=None)
    if family == "with":
        others = Case.objects.filter(principal=OuterRef("pk"), procedure=CODE)
        return rows.filter(Q(principal__isnull=False) | Exists(others))
    return rows


@dataclass(frozen=True)
class ListRow:
    case: Case
    ret: Return
    name: str
    country: str
    shape: str
    state: Sentence
    members: int  # of the family that depends on this file


def list_rows(cases: Sequence[Case]) -> list[ListRow]:
    """A page of the list with names and families: two more statements for the whole page."""
    names = names_of(one.person_id for one in cases)
    heads = Case.objects.filter(principal__in=[one.pk for one in cases], procedure=CODE)
    sizes = dict(heads.values("principal").annotate(n=Count("pk")).values_list("principal", "n"))
    lang = get_language() or "fr"
    return [
        ListRow(
            one,
            one.return_file,
            names.get(one.person_id, ""),
            country_name(one.return_file.country_id, lang),
            shape_of(one),
            RETURN.label_of(one.state),
            sizes.get(one.pk, 0),
        )
        for one in cases
    ]


def choices(actor: User) -> dict[str, list[tuple[str, Any]]]:
    """What the filters offer: states of the procedure, countries and offices that the actor's files have."""
    lang = get_language() or "fr"
    codes = set(
        Return.objects.filter(case__unit__in=offices_seen(actor))
        .order_by()
        .values_list("direction", "from_country", "to_country")
        .distinct()
    )
    others = {to if way == Direction.FROM_MOROCCO else source for way, source, to in codes}
    named = sorted(((code, country_name(code, lang)) for code in others), key=lambda one: collate(one[1]))
    return {
        "state": [(state, RETURN.label_of(state)) for state in RETURN.flow.states()],
        "country": named,
        "office": [(str(unit.pk), str(unit)) for unit in offices_seen(actor)],
    }


def offices_seen(actor: User) -> list[Unit]:
    """Offices of the actor that have or had a return."""
    units = units_for(actor, VIEW, RETURN.group).values("pk")
    known = Case.objects.filter(procedure=CODE, unit__in=units).order_by().values("unit").distinct()
    return list(Unit.objects.filter(pk__in=known).order_by("name_fr", "path"))


def counts(actor: User) -> Mapping[str, int]:
    """Open files by state, with ``late``, ``new`` (enquiries of this week) and ``leaving`` (booked): one statement."""
    if not holds(actor, VIEW):
        return {}
    today = timezone.localdate()
    rows = visible(actor).filter(closed_on=None).order_by()
    late = Count("pk", filter=Q(due_on__lt=today))
    found: dict[str, int] = {"late": 0}
    for state, count, past in (
        rows.values("state").annotate(n=Count("pk"), past=late).values_list("state", "n", "past")
    ):
        found[state] = count
        found["late"] += past
    return found
