"""A reintegration under way, with a version of its plan in force and one being written, a common project, a visit; and a
second arrival without a file: of the estate's own office."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case
from musanada.returns.models import (
    Activity,
    Assessment,
    Funding,
    Plan,
    Project,
    Reintegration,
    Return,
    Scheme,
    Visit,
)

COUNTRY = "GIN"


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    funding, scheme = rules(estate)
    ret, waiting = arrived(estate, estate.person, funding), arrived(estate, estate.relative, funding)
    file = a_file(estate, ret, scheme)
    return {"returned": ret, "arrival_without_file": waiting, "reintegration": file} | planned(estate, file)


def rules(estate: Any) -> tuple[Funding, Scheme]:
    code, since = estate.root.code, timezone.localdate() - timedelta(days=900)
    funding = Funding.objects.create(
        code=f"r-{code}",
        unit=estate.office,
        name_fr=f"Fonds de réintégration {code}",
        channel="iom",
        valid_from=since,
    )
    scheme = Scheme.objects.create(
        code=f"r-{code}", unit=estate.office, name_fr=f"Dispositif de réintégration {code}", funding=funding,
        direction="from_morocco", cap=Decimal(2000), valid_from=since,
    )  # fmt: skip
    return funding, scheme


def arrived(estate: Any, person: Any, funding: Funding) -> Return:
    day = timezone.localdate() - timedelta(days=70)
    case = open_case(estate.everyone, estate.office, code="return", person=person, opened_on=day)
    Case.objects.filter(pk=case.pk).update(state="arrived")
    case.refresh_from_db()
    return Return.objects.create(
        case=case, direction="from_morocco", channel="iom", funding=funding, organised_by=estate.office,
        from_country_id="MAR", to_country_id=COUNTRY, applied_on=day, departed_on=day, arrived_on=day,
    )  # fmt: skip


def a_file(estate: Any, ret: Return, scheme: Scheme) -> Reintegration:
    case = open_case(
        estate.everyone, estate.office, code="reintegration", person=ret.case.person, opened_on=ret.arrived_on
    )
    Case.objects.filter(pk=case.pk).update(state="planned")
    case.refresh_from_db()
    return Reintegration.objects.create(
        case=case, ret=ret, scheme=scheme, arrived_on=ret.arrived_on, contacted_on=ret.arrived_on,
        entitlement=Decimal(2000), town="Kindia",
    )  # fmt: skip


def planned(estate: Any, file: Reintegration) -> dict[str, Any]:
    """The version in force, its copy, a project with one part, a visit and an assessment."""
    actor, day = estate.everyone, file.arrived_on
    force = Plan.objects.create(
        file=file,
        state="approved",
        goal="Ouvrir un atelier",
        drafted_on=day,
        drafted_by=actor,
        approved_on=day,
    )
    draft = Plan.objects.create(
        file=file, version=2, goal="Ouvrir un atelier", drafted_on=day, drafted_by=actor
    )
    project = Project.objects.create(
        unit=estate.office, name="Moulin commun", kind="business", amount=Decimal(500), made_by=actor
    )
    line = {"dimension": "economic", "kind": "business", "form": "kind", "what": "Machine à coudre"}
    activity = Activity.objects.create(plan=force, amount=Decimal(800), state="running", **line)
    return {
        "plan": force,
        "plan_draft": draft,
        "project": project,
        "plan_activity": activity,
        "activity_draft": Activity.objects.create(plan=draft, before=activity, amount=Decimal(800), **line),
        "share": Activity.objects.create(
            plan=draft, project=project, level="collective", amount=Decimal(500), **line
        ),
        "visit": Visit.objects.create(file=file, on=day, mode="home", runs="yes", found="Vu", by=actor),
        "reintegration_assessment": Assessment.objects.create(
            file=file, topic="skills", on=day, found="Couture", by=actor
        ),
    }


def of_return(estate: Any) -> tuple[Any, ...]:
    return (estate.arrival_without_file.case_id,)


def of_file(*more: Any) -> Any:
    """The case's key, then things by name, or numbers."""
    return lambda estate: (
        estate.reintegration.case_id,
        *(getattr(estate, one).pk if isinstance(one, str) else one for one in more),
    )


def of_project(*more: str) -> Any:
    return lambda estate: (estate.project.pk, *(estate.reintegration.case_id for _one in more))


OF_FILE = [
    "reintegration",
    "reintegration-scheme",
    "reintegration-contact",
    "reintegration-missed",
    "reintegration-assess",
    "reintegration-start",
    "reintegration-complete",
    "visit-new",
    "plan",
    "plan-begin",
    "plan-goal",
    "plan-add",
    "plan-submit",
    "plan-approve",
    "plan-send-back",
    "plan-revise",
]
OF_DRAFT = ("plan-change", "plan-remove", "plan-put-back")
OF_ACTIVITY = (
    "activity-resume",
    "activity-start",
    "activity-give",
    "activity-correct",
    "activity-finish",
    "activity-drop",
)
OF_PROJECT = tuple(
    f"project{end}" for end in ("", "-change", "-share", "-start", "-end", "-others", "-approve", "-cancel")
)

MAKERS: dict[str, Any] = (
    {f"returns:{name}": of_file() for name in OF_FILE}
    | {f"returns:{name}": of_file("activity_draft") for name in OF_DRAFT}
    | {f"returns:{name}": of_file("plan_activity") for name in OF_ACTIVITY}
    | {f"returns:{name}": of_project() for name in OF_PROJECT}
    | {
        "returns:reintegration-new": of_return,
        "returns:reintegration-assessment": of_file("reintegration_assessment"),
        "returns:visit-correct": of_file("visit"),
        "returns:plan-version": of_file(1),
        "returns:plan-pdf": of_file(1),
        "returns:project-leave": of_project("file"),
    }
)
POST_ONLY = {
    "returns:plan-remove",
    "returns:plan-put-back",
    "returns:activity-resume",
    "returns:project-approve",
    "returns:project-cancel",
    "returns:project-leave",
}
