"""What reintegration adds to the pages of cases, and to the day's work: pages of its steps, reasons, what waits."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.procedures import procedure
from musanada.cases.queries.case_deadlines import left
from musanada.cases.steps_pages import STEP_PAGES, STEP_REASONS
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.returns.models import Return
from musanada.returns.parts import SHOW_PARTS, Part
from musanada.returns.queries import reintegration as queries
from musanada.returns.workflow_reintegration import CODE

SHOWN = 6
Row = tuple[Sentence, Sentence, str]
PAGES = {
    "contact": "returns:reintegration-contact",
    "plan": "returns:plan-begin",
    "submit": "returns:plan-submit",
    "approve": "returns:plan-approve",
    "send_back": "returns:plan-send-back",
    "revise": "returns:plan-revise",
    "start": "returns:reintegration-start",
    "complete": "returns:reintegration-complete",
}
for step, name in PAGES.items():
    STEP_PAGES.add(f"{CODE}.{step}", name)

REASONS: dict[str, tuple[tuple[str, Sentence], ...]] = {
    "drop": (
        ("own_choice", _("Par choix, sans autre motif")),
        ("work", _("A trouvé du travail")),
        ("health", _("Santé")),
        ("family", _("Raisons familiales")),
        ("not_fitting", _("L'appui ne lui convient pas")),
        ("other", _("Autre")),
    ),
    "lose": (
        ("phone", _("Téléphone qui ne répond plus")),
        ("address", _("Adresse inconnue")),
        ("family_silent", _("La famille ne sait pas, ou ne répond pas")),
    ),
    "move": (
        ("inside", _("Ailleurs dans le pays")),
        ("abroad", _("Reparti à l'étranger")),
        ("unknown", _("On ne sait où")),
    ),
    "reopen": (
        ("came_back", _("La personne s'est manifestée")),
        ("new_need", _("Un besoin nouveau")),
        ("mistake", _("Clos par erreur")),
    ),
}
for step, reasons in REASONS.items():
    STEP_REASONS.add(f"{CODE}.{step}", reasons)


def to_open(actor: User) -> Panel | None:
    """Arrivals without a file. A home page names nobody."""
    if not holds(actor, queries.WORK, FieldGroup.SERVICES):
        return None
    rows = queries.to_open(actor)
    count = rows.count()
    if not count:
        return None
    found: list[Row] = [
        (isolate(str(one.case)), str(one.case.unit), reverse("returns:reintegration-new", args=[one.case_id]))
        for one in rows[:SHOWN]
    ]
    return Panel(
        "reintegration-open",
        _("Arrivés, réintégration à ouvrir"),
        found,
        more_url=reverse("returns:reintegration-to-open"),
        count=count,
        order=24,
    )


def to_approve(actor: User) -> Panel | None:
    """Plans submitted by others."""
    if not holds(actor, queries.APPROVE, FieldGroup.SERVICES):
        return None
    rows = queries.waiting_for_approval(actor)
    count = rows.count()
    if not count:
        return None
    found: list[Row] = [
        (
            f"{isolate(str(case))} · {procedure(CODE).label_of(case.state)}",
            left(case.due_on) if case.due_on else str(case.unit),
            reverse("returns:reintegration", args=[case.pk]),
        )
        for case in rows[:SHOWN]
    ]
    return Panel(
        "plans-approve",
        _("Plans à approuver"),
        found,
        more_url=f"{reverse('returns:reintegration-list')}?state=submitted",
        count=count,
        order=19,
    )


def of_return(actor: User, ret: Return) -> Part | None:
    """On the page of a return: its reintegration, or that it can be opened."""
    file = queries.opened_of(ret)
    if file is not None:
        if not queries.visible(actor).filter(pk=file.case_id).exists():
            return None
        words = procedure(CODE).label_of(file.case.state)
        values: dict[str, Any] = {
            "file": file,
            "state": words,
            "url": reverse("returns:reintegration", args=[file.case_id]),
        }
        return Part("returns/reintegration_of_return.html", values, order=60)
    if ret.case.state not in queries.ARRIVED or not queries.to_open(actor).filter(pk=ret.pk).exists():
        return None
    values = {"file": None, "url": reverse("returns:reintegration-new", args=[ret.case_id])}
    return Part("returns/reintegration_of_return.html", values, order=12)


PANELS.add("returns.reintegration_open", to_open)
PANELS.add("returns.plans_approve", to_approve)
SHOW_PARTS.add("reintegration", of_return)
