"""An application that waits for its pieces, and a dependant's that was refused and told so: of the estate's own office."""

from typing import Any

from django.utils import timezone

from musanada.cases.models import Case
from musanada.regularisation.commands import intake
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.models import Application, CriterionVersion, Decision, Evaluation, Notification


def furnish(estate: Any) -> dict[str, Any]:
    """The first by the counter's own commands; what a commission said of the second, as rows."""
    actor, today = estate.everyone, timezone.localdate()
    one, other = (opened(estate, person) for person in (estate.person, estate.relative))
    intake.lodge(actor, one)
    Case.objects.filter(pk=other.case_id).update(state="notified_refusal", principal=one.case_id)
    Application.objects.filter(pk=other.pk).update(lodged_on=today)
    other.refresh_from_db()
    version = CriterionVersion.objects.filter(criterion__operation=estate.operation, criterion__code="C5")[0]
    decision = Decision.objects.create(
        application=other, stage="first", result="unfavourable", on=today, reasons=",length,", by=actor
    )
    return {
        "application": one,
        "refused": other,
        "claim": one.claims.get(),
        "evaluation": Evaluation.objects.create(
            application=one, version=version, outcome="not_shown", by=actor
        ),
        "decision": decision,
        "notification": Notification.objects.create(
            application=other, decision=decision, on=today, means="post", by=actor
        ),
    }


def opened(estate: Any, person: Any) -> Application:
    draft = ApplicationDraft(claims=("C5",), arrived_on=timezone.localdate(), occupation="Couture")
    return intake.open_application(
        estate.everyone, estate.office, operation=estate.operation, person=person, draft=draft
    )


def of_case(estate: Any) -> tuple[Any, ...]:
    return (estate.application.case_id,)


def of_letter(estate: Any) -> tuple[Any, ...]:
    return (estate.refused.case_id, estate.notification.pk)


MAKERS: dict[str, Any] = {
    f"regularisation:{name}": of_case
    for name in (
        "show",
        "declared",
        "pieces",
        "family",
        "lodge",
        "receipt",
        "receipt-print",
        "ask-pieces",
        "complete",
        "duplicate",
        "transfer",
        "examine",
        "notify",
    )
} | {"regularisation:letter": of_letter, "regularisation:letter-received": of_letter}
POST_ONLY = {"regularisation:receipt-print", "regularisation:letters", "regularisation:examine"}
QUERIES: dict[str, Any] = {
    "regularisation:new": lambda estate: {"person": str(estate.person.pk)},
    "regularisation:of-person": lambda estate: {"person": str(estate.person.pk)},
}
