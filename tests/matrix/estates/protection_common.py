"""What both kinds of file share, on the child's file of the estate: risk, plan, service, visits, a closure asked, a clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.protection.commands.rules import load_rules
from musanada.protection.models import Clock, Closing, FollowUp, PlanAction, RiskRecord, Service


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    load_rules()
    file, by, day = estate.child_file, estate.everyone, timezone.localdate()
    later = day + timedelta(days=7)
    return {
        "risk_row": RiskRecord.objects.create(
            file=file, level="high", reason="Dort au port.", review_on=later, by=by
        ),
        "plan_action": PlanAction.objects.create(
            file=file, goal="Un toit", action="Une place", responsible="Éducateur", due_on=later, by=by
        ),
        "protection_service": Service.objects.create(file=file, kind="shelter", urgency="1h", by=by),
        "follow_up": FollowUp.objects.create(file=file, kind="care", due_on=later),
        "closing_row": Closing.objects.create(
            file=file, reason="onward", text="Parti plus loin.", asked_by=by
        ),
        "clock_row": Clock.objects.create(file=file, kind="tracing", started_on=day, due_on=later),
    }


CASE = "child_case"
MAKERS = {
    **{
        f"protection:{name}": of(CASE)
        for name in (
            "risk",
            "action-new",
            "service-new",
            "visit-new",
            "visit-series",
            "closing",
            "reopen",
            "print",
        )
    },
    "protection:action": of(CASE, "plan_action"),
    "protection:action-end": of(CASE, "plan_action"),
    "protection:service": of(CASE, "protection_service"),
    "protection:visit-done": of(CASE, "follow_up"),
    "protection:visit-missed": of(CASE, "follow_up"),
    "protection:visit-move": of(CASE, "follow_up"),
    "protection:closing-answer": of(CASE, "closing_row"),
}
SHARED: dict[str, tuple[str, str]] = {
    "protection:rule-new": ("risk_review_high", "a rule is the installation's, of nobody")
}
