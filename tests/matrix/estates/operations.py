"""An operation that takes files today, the estate's office in it, its criteria, and appeals heard at the head office."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.reference.queries import places_by_code


def furnish(estate: Any) -> dict[str, Any]:
    from musanada.regularisation.commands import operations as commands

    actor, today = estate.everyone, timezone.localdate()
    operation = commands.found_operation(
        actor,
        estate.root,
        template="exceptional-2016",
        code=f"op-{estate.root.code}",
        appeals_unit=estate.root,
        files_from=today - timedelta(days=400),
        files_to=today + timedelta(days=60),
    )
    rows = commands.open_offices(
        actor, operation, [(estate.office, places_by_code()["MA-OUJ"])], from_on=operation.files_from
    )
    criterion = operation.criteria.get(code="C5")
    return {
        "operation": operation,
        "operation_office": rows[0],
        "criterion": criterion,
        "criterion_version": criterion.versions.get(number=1),
    }


def operation(estate: Any) -> tuple[Any, ...]:
    return (estate.operation.code,)


def criterion(estate: Any) -> tuple[Any, ...]:
    return (estate.operation.code, "C5")


MAKERS: dict[str, Any] = {
    "regularisation:operation": operation,
    "regularisation:operation-edit": operation,
    "regularisation:operation-close": operation,
    "regularisation:operation-appeals": operation,
    "regularisation:operation-office": operation,
    "regularisation:criterion-new": operation,
    "regularisation:criterion": criterion,
    "regularisation:version-new": criterion,
    "regularisation:version-confirm": lambda estate: (*criterion(estate), 1),
    "regularisation:criterion-piece": criterion,
}
