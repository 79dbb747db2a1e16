"""Papers of one return, and the lists sent to the ministry. What is not visible is not found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import scoped, units_for
from musanada.access.models import Unit, User
from musanada.cases.queries.work import names_of
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.people.models import Identifier
from musanada.people.queries import groups_seen, note_reading
from musanada.people.queries.details import documents
from musanada.returns.locks import day_asked
from musanada.returns.models import ExitAuthorisation, FitToTravel, Return, Stay, TravelDocument
from musanada.returns.workflow import WITH_PAPERS

PAPERS = "return.papers"
KINDS = TravelDocument.Kind.choices
RESULTS = FitToTravel.Result.choices
NEEDS = FitToTravel.Need.choices
STAYS = Stay.Kind.choices
M = TypeVar("M", bound=Model)


def paper(actor: User, model: type[M], pk: UUID) -> M:
    """One paper by its key. Raises: Http404. Reading that of somebody hidden is noted."""
    rows = scoped(actor, PAPERS, model._default_manager.filter(pk=pk), named=True)
    found: Any = rows.select_related("ret__case__person__merged_into", "ret__case__unit").first()
    if found is None:
        raise Http404
    note_reading(actor, found.ret.case.person)
    return found  # type: ignore[no-any-return]


def document(actor: User, pk: UUID) -> TravelDocument:
    return paper(actor, TravelDocument, pk)


def exit_of(actor: User, pk: UUID) -> ExitAuthorisation:
    return paper(actor, ExitAuthorisation, pk)


def certificate(actor: User, pk: UUID) -> FitToTravel:
    return paper(actor, FitToTravel, pk)


def stay(actor: User, pk: UUID) -> Stay:
    return paper(actor, Stay, pk)


@dataclass(frozen=True)
class Line:
    """A paper as a row: its state as a shape and a word, and what its dates mean for the planned day."""

    one: Any
    shape: str
    word: Sentence
    alarm: Sentence = ""


SHAPES = {"asked": "wait", "obtained": "done", "granted": "done", "refused": "blocked", "void": "void"}


def document_line(one: TravelDocument, day: date) -> Line:
    alarm: Sentence = ""
    if one.state == "obtained" and one.valid_to and one.valid_to < day:
        days = (day - one.valid_to).days
        words = ngettext("expire %(n)s jour avant le départ", "expire %(n)s jours avant le départ", days)
        alarm = words % {"n": days}
    return Line(one, "late" if alarm else SHAPES[one.state], one.get_state_display(), alarm)


def exit_line(one: ExitAuthorisation, day: date) -> Line:
    alarm: Sentence = ""
    if one.state == "granted" and one.valid_from and one.valid_to:
        if one.valid_to < day:
            days = (day - one.valid_to).days
            alarm = ngettext(
                "finit %(n)s jour avant le départ", "finit %(n)s jours avant le départ", days
            ) % {"n": days}
        elif one.valid_from > day:
            days = (one.valid_from - day).days
            words = ngettext(
                "commence %(n)s jour après le départ", "commence %(n)s jours après le départ", days
            )
            alarm = words % {"n": days}
    return Line(one, "late" if alarm else SHAPES[one.state], one.get_state_display(), alarm)


def fitness_line(one: FitToTravel, day: date) -> Line:
    if one.voided_at:
        return Line(one, "void", _("Annulé"))
    shape = "blocked" if one.result == "unfit" else "done"
    alarm: Sentence = ""
    if shape == "done" and one.valid_to < day:
        days = (day - one.valid_to).days
        alarm = ngettext("finit %(n)s jour avant le départ", "finit %(n)s jours avant le départ", days) % {
            "n": days
        }
    return Line(one, "late" if alarm else shape, one.get_result_display(), alarm)


def needs_of(one: FitToTravel) -> str:
    return " · ".join(str(label) for code, label in NEEDS if code in one.need_set)


@dataclass(frozen=True)
class Papers:
    """All papers of one return, the planned day beside them."""

    day: date
    documents: Sequence[Line]
    exits: Sequence[Line]
    certificates: Sequence[Line]
    stays: Sequence[Stay]


def papers(ret: Return) -> Papers:
    """The caller was allowed to open the return."""
    day = day_asked(ret)
    return Papers(
        day,
        [document_line(one, day) for one in ret.documents.select_related("issuer")],
        [exit_line(one, day) for one in ret.exits.all()],
        [fitness_line(one, day) for one in ret.fitness.all()],
        list(ret.stays.filter(voided_at=None)),
    )


def passports(actor: User, ret: Return) -> list[Identifier]:
    """Passports of the person's register that still hold, offered instead of being typed again."""
    person = ret.case.person.merged_into or ret.case.person
    if FieldGroup.TRAVEL not in groups_seen(actor, person):
        return []
    known = {one.number for one in ret.documents.all()}
    rows = documents(person).filter(kind=Identifier.Kind.PASSPORT, retired=False)
    return [one for one in rows if str(one.value) not in known]


# Lists sent to the ministry


def offices(actor: User) -> list[Unit]:
    return list(units_for(actor, PAPERS, FieldGroup.TRAVEL).filter(active=True).order_by("path"))


def to_ask(actor: User) -> QuerySet[Return]:
    """Files whose papers are being prepared, from Morocco, without an authorisation asked or granted."""
    rows = Return.objects.filter(
        case__state__in=WITH_PAPERS, case__closed_on=None, departed_on=None, direction="from_morocco"
    )
    rows = rows.exclude(exits__state__in=("asked", "granted"))
    return listed(scoped(actor, PAPERS, rows)).order_by("wished_on", "applied_on", "pk")


def listed(rows: QuerySet[Return]) -> QuerySet[Return]:
    return rows.select_related("case__unit", "case__person", "to_country")


def to_answer(actor: User) -> QuerySet[ExitAuthorisation]:
    """Asked of the ministry and not answered, the oldest first."""
    rows = ExitAuthorisation.objects.filter(state="asked", ret__case__closed_on=None)
    rows = rows.select_related("ret__case__unit", "ret__case__person", "ret__to_country")
    return scoped(actor, PAPERS, rows).order_by("asked_on", "recorded_at", "pk")


def chosen(rows: QuerySet[M], keys: Iterable[str]) -> list[M]:
    """Those ticked that are really in the list."""
    wanted = []
    for text in keys:
        try:
            wanted.append(UUID(text))
        except ValueError:
            continue
    return list(rows.filter(pk__in=wanted))


def names(rets: Iterable[Return]) -> dict[UUID, str]:
    listed_rets = list(rets)
    found = names_of([one.case.person_id for one in listed_rets])
    return {one.pk: found.get(one.case.person_id, "") for one in listed_rets}
