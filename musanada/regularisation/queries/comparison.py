"""Opinions of first instance on one category, office by office: were equal cases judged alike?"""

from django.utils.translation import get_language

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.regularisation.models import Claim, Criterion, Decision, Operation, Result, Stage
from musanada.regularisation.queries.snapshots import VIEW, OfficeRate, rates_by_office

SHOWN = 83


def operations(actor: User) -> list[Operation]:
    """Those led by a unit at which the actor reads frozen states."""
    return list(Operation.objects.filter(unit__in=units_for(actor, VIEW)))


def claimable(operation: Operation) -> list[Criterion]:
    return list(operation.criteria.filter(claimable=True))


def by_office(operation: Operation, criterion: Criterion | None) -> list[OfficeRate]:
    """Opinions of the operation's offices; of files that claimed one category, when one is asked."""
    rows = Decision.objects.filter(
        application__operation=operation,
        stage=Stage.FIRST,
        voided_at=None,
        application__case__person__protected=False,
    ).exclude(result=Result.ADJOURNED)
    if criterion is not None:
        claims = Claim.objects.filter(criterion=criterion, withdrawn_on=None)
        rows = rows.filter(application__in=claims.values("application"))
    return rates_by_office(
        rows.values_list("application__case__unit__code", "result").iterator(chunk_size=5000)
    )


def office_names(rates: list[OfficeRate]) -> dict[str, str]:
    arabic = (get_language() or "fr").startswith("ar")
    rows = Unit.objects.filter(code__in=[one.office for one in rates]).values_list(
        "code", "name_fr", "name_ar"
    )
    return {code: (ar if arabic and ar else fr) for code, fr, ar in rows}
