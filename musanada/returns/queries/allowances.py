"""What is handed over at departure, by the rule of the day, and the receipts that were given."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.cases.queries.clearances import may_be_minor
from musanada.kit.errors import Sentence
from musanada.people.queries.register import note_reading
from musanada.returns.models import Allowance, PocketMoney, Return

VIEW = "return.view"
CHOICES: list[tuple[str, Sentence]] = list(Allowance._meta.get_field("received_by").choices or [])  # type: ignore[arg-type]
RECEIVED_BY = tuple(code for code, _label in CHOICES)


def rules_on(day: date) -> dict[tuple[str, bool], PocketMoney]:
    """By direction and age: the last rule that holds that day."""
    rows = PocketMoney.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return {(row.direction, row.minor): row for row in rows.order_by("valid_from")}


def rule_for(
    ret: Return, day: date, rules: dict[tuple[str, bool], PocketMoney] | None = None
) -> PocketMoney | None:
    """A child is whoever may still be one that day, as everywhere a child is asked about."""
    known = rules_on(day) if rules is None else rules
    person = ret.case.person.merged_into or ret.case.person
    return known.get((ret.direction, may_be_minor(person, day)))


def standing(keys: Sequence[UUID]) -> dict[UUID, Allowance]:
    """The receipt that counts, by return."""
    rows = Allowance.objects.filter(ret__in=keys, voided_at=None).select_related("unit")
    return {one.ret_id: one for one in rows}


def of_return(actor: User, ret: Return) -> list[Allowance]:
    rows = scoped(actor, VIEW, Allowance.objects.filter(ret=ret), named=True)
    return list(rows.select_related("unit", "by").order_by("-on", "-number"))


def visible(actor: User, right: str = VIEW) -> QuerySet[Allowance]:
    return scoped(
        actor, right, Allowance.objects.select_related("unit", "ret__case__person", "by"), named=True
    )


def allowance(actor: User, pk: UUID, right: str = VIEW) -> Allowance:
    """Raises: Http404 unless visible."""
    found = visible(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    note_reading(actor, found.ret.case.person)
    return found
