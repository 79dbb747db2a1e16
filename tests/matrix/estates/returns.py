"""A return being prepared: screened, counselled, declared; with one row of each table that a file of return has."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case
from musanada.returns.models import Counselling, Declaration, Return, Screening, Vulnerability


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    by, day = estate.everyone, timezone.localdate() - timedelta(days=20)
    case = open_case(by, estate.office, code="return", person=estate.person, opened_on=day)
    Case.objects.filter(pk=case.pk).update(state="declared")
    case.refresh_from_db()
    ret = Return.objects.create(
        case=case, direction="from_morocco", channel="iom", organised_by=estate.office, from_country_id="MAR",
        to_country_id="SEN", to_town="Tambacounda", applied_on=day, wished_on=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    Vulnerability.objects.create(ret=ret, flag="family", since=day, by=by)
    screening = Screening.objects.create(
        ret=ret,
        on=day,
        by=by,
        covered=",asylum,trafficking,child,health,family,",
        outcome="eligible",
        text="Entendue",
    )
    counselling = Counselling.objects.create(
        ret=ret,
        on=day,
        by=by,
        mode="present",
        language="fra",
        topics=",rights,",
        text="Un atelier de couture",
    )
    declaration = Declaration.objects.create(
        ret=ret, signed_on=day, means="signature", language="fra", interpreter="no", text_version="template",
        points=",free,informed,withdraw,money,data,", by=by,
    )  # fmt: skip
    return {
        "return_file": ret,
        "screening": screening,
        "counselling": counselling,
        "declaration": declaration,
    }


def of_case(estate: Any) -> tuple[Any, ...]:
    return (estate.return_file.case_id,)


def with_item(name: str) -> Any:
    return lambda estate: (estate.return_file.case_id, getattr(estate, name).pk)


MAKERS: dict[str, Any] = {
    f"returns:{name}": of_case
    for name in (
        "show",
        "edit",
        "register",
        "family",
        "family-leave",
        "apart",
        "screen",
        "vulnerabilities",
        "counsel",
        "declare",
        "declaration-blank",
        "withdraw",
        "withdraw-at-gate",
        "die",
        "duplicate",
        "reopen",
        "resume",
    )
} | {
    "returns:screening": with_item("screening"),
    "returns:counselling": with_item("counselling"),
    "returns:declaration": with_item("declaration"),
    "returns:declaration-print": with_item("declaration"),
}
POST_ONLY = {"returns:family-leave"}
QUERIES: dict[str, Any] = {
    "returns:new": lambda estate: {"person": str(estate.person.pk)},
    "returns:of-person": lambda estate: {"person": str(estate.person.pk)},
}
