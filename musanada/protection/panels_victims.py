"""The blocks of a victim's page: interviews, status, exploitation, safety, return, reflection, proceedings.

Each provider gets a file whose page the actor was allowed to open: they are named on it.
"""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.cases.steps_pages import STEP_PAGES
from musanada.kit.errors import Sentence
from musanada.kit.timeline import OPENERS
from musanada.protection import workflow_trafficking
from musanada.protection.models import ProtectionFile
from musanada.protection.parts import VICTIM_PARTS, Part
from musanada.protection.queries import victims as queries

for step in ("presume", "rule_out", "identify", "not_identify"):
    STEP_PAGES.add(f"{workflow_trafficking.CODE}.{step}", "protection:victim-status")


def works_on(actor: User, file: ProtectionFile) -> bool:
    return file.case.closed_on is None and may(actor, queries.WORK, file)


def url(actor: User, file: ProtectionFile, name: str) -> str:
    return reverse(f"protection:{name}", args=[file.case_id]) if works_on(actor, file) else ""


def screenings(actor: User, file: ProtectionFile) -> Part:
    values = {
        "rows": queries.screenings(file),
        "child": file.victim.child,
        "url": url(actor, file, "victim-screen"),
    }
    return Part("protection/screening_part.html", values, order=20)


def status(actor: User, file: ProtectionFile) -> Part:
    values = {"rows": queries.statuses(file), "url": url(actor, file, "victim-status")}
    return Part("protection/status_part.html", values, order=25)


def episodes(actor: User, file: ProtectionFile) -> Part:
    values = {"rows": queries.episodes(file), "url": url(actor, file, "victim-episode")}
    return Part("protection/episode_part.html", values, order=30)


def safety(actor: User, file: ProtectionFile) -> Part:
    plans = queries.safety_plans(file)
    last = plans[0] if plans else None
    values = {
        "last": last,
        "earlier": plans[1:],
        "late": last is not None and last.review_on < timezone.localdate(),
        "url": url(actor, file, "victim-safety"),
    }
    return Part("protection/safety_part.html", values, order=55)


def return_risk(actor: User, file: ProtectionFile) -> Part:
    values = {"rows": queries.return_risks(actor, file), "url": url(actor, file, "victim-return-risk")}
    return Part("protection/return_risk_part.html", values, order=70)


def reflection(actor: User, file: ProtectionFile) -> Part:
    rows = queries.reflections(file)
    now = queries.reflection_now(file, rows[0] if rows else None)
    values: dict[str, Any] = {"rows": rows, "now": now, "may_work": works_on(actor, file)}
    return Part("protection/reflection_part.html", values, order=72)


def proceedings(actor: User, file: ProtectionFile) -> Part:
    values = {"rows": queries.proceedings(file), "url": url(actor, file, "victim-proceeding")}
    return Part("protection/proceeding_part.html", values, order=74)


def opener(actor: User, person: UUID) -> tuple[Sentence, str] | None:
    """From a person's page."""
    if not holds(actor, queries.WORK) or not queries.offices(actor):
        return None
    address = f"{reverse('protection:victim-new')}?person={person}"
    return _("Aider une victime présumée de la traite"), address


VICTIM_PARTS.add("screenings", screenings)
VICTIM_PARTS.add("status", status)
VICTIM_PARTS.add("episodes", episodes)
VICTIM_PARTS.add("safety", safety)
VICTIM_PARTS.add("return-risk", return_risk)
VICTIM_PARTS.add("reflection", reflection)
VICTIM_PARTS.add("proceedings", proceedings)
OPENERS.add("protection.victim", opener)
