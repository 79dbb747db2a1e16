"""Where a return stands, in one line, and what blocks its departure on the planned day, each with the page that mends it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.returns.locks import OFF, Journey, Standing, day_asked, standings_of
from musanada.returns.models import Lock, Return
from musanada.returns.workflow import BEFORE_BOARDING, RETURN

# What is collected side by side from the declaration on, in the order in which it is mended.
MILESTONES: tuple[tuple[Sentence, tuple[str, ...]], ...] = (
    (_("Déclaration"), (Lock.DECLARATION,)),
    (_("Document"), (Lock.DOCUMENT,)),
    (_("Sortie"), (Lock.EXIT,)),
    (_("Aptitude"), (Lock.FITNESS,)),
    (_("Feux verts"), (Lock.PROTECTION, Lock.TRAVEL)),
)
# The stages of the way; while the papers are collected they stand in the place of the third.
STAGES: tuple[tuple[Sentence, tuple[str, ...]], ...] = (
    (_("Demande"), ("enquiry",)),
    (_("Entretiens"), ("registered", "screened", "counselled")),
    (_("Papiers"), ("declared", "no_show")),
    (_("Départ"), ("ready", "booked")),
    (_("Arrivée"), ("departed",)),
    (_("Clôture"), ("arrived",)),
)
PAPERS, LEAVING = 2, 3
# lock → right that mends it, the page's name, and what its address takes
MENDED_AT: dict[str, tuple[str, str, Sentence]] = {
    Lock.DECLARATION: ("return.counsel", "returns:declare", _("Recevoir la déclaration")),
    Lock.DOCUMENT: ("return.papers", "returns:document-new", _("Demander ou enregistrer un document")),
    Lock.EXIT: ("return.papers", "returns:exit-new", _("Demander l'autorisation")),
    Lock.FITNESS: ("return.papers", "returns:fitness-new", _("Enregistrer l'examen")),
    Lock.PROTECTION: ("clearance.ask", "clearances:new", _("Demander un feu vert")),
    Lock.TRAVEL: ("clearance.ask", "clearances:new", _("Demander un feu vert")),
    Lock.FAMILY: ("return.register", "returns:apart", _("Dire pourquoi, ou inscrire la famille")),
    Lock.FUNDING: ("return.register", "returns:edit", _("Choisir le financement")),
}


@dataclass(frozen=True)
class Shown:
    """A block with where it is mended; without an address this actor cannot."""

    lock: str
    label: Sentence
    why: Sentence
    url: str
    mend: Sentence


def standings(ret: Return) -> list[Standing]:
    """How each lock stands on the day asked; nothing to ask of a file that is over or gone."""
    if ret.case.closed_on or ret.case.state not in BEFORE_BOARDING:
        return []
    return standings_of({ret.pk: Journey(day_asked(ret))})[ret.pk]


def blocked(actor: User, ret: Return, found: list[Standing]) -> list[Shown]:
    """The blocks with their pages, once there is a request."""
    if ret.case.state == "enquiry":
        return []
    names = dict(Lock.choices)
    rows = []
    for one in found:
        if one.blocks:
            right, name, mend = MENDED_AT[one.lock]
            rows.append(Shown(one.lock, names[one.lock], one.why, address(actor, ret, right, name), mend))
    return rows


def address(actor: User, ret: Return, right: str, name: str) -> str:
    """Where it is mended; "" for who may not, or does not reach it there."""
    if name == "clearances:new":
        return f"{reverse(name)}?person={ret.case.person_id}" if holds(actor, right) else ""
    if not may(actor, right, ret):
        return ""
    if name == "returns:declare" and ret.case.state not in ("counselled", *RETURN.waiting):
        return ""
    try:
        return reverse(name, args=[ret.case_id])
    except NoReverseMatch:
        return "#papers"


def strip(ret: Return, found: list[Standing]) -> list[dict[str, Any]]:
    """The stages; before the departure the papers one by one, and what is after it left out. An end shows how."""
    state = ret.case.state
    at = next((n for n, (_label, states) in enumerate(STAGES) if state in states), None)
    if at is None:
        return ended(ret)
    steps = [step_of(label, n, at, ret) for n, (label, _states) in enumerate(STAGES)]
    if not found or state == "enquiry":
        return steps
    return [*steps[:PAPERS], *milestones(found, started=at >= PAPERS), steps[LEAVING]]


def step_of(label: Sentence, n: int, at: int, ret: Return) -> dict[str, Any]:
    leaves = ret.departed_on or ret.travel_on or ret.wished_on
    dates = (ret.applied_on, None, None, leaves, ret.arrived_on, None)
    state = "done" if n < at else "here" if n == at else "next"
    return {"label": label, "state": state, "note": words(dates[n])}


def milestones(found: list[Standing], *, started: bool) -> list[dict[str, Any]]:
    """Each paper that the rules of that day ask for: there, or missing."""
    by_lock = {one.lock: one for one in found if one.state != OFF}
    rows = []
    for label, locks in MILESTONES:
        asked = [by_lock[lock] for lock in locks if lock in by_lock]
        if asked:
            lacks = any(one.blocks for one in asked)
            state = "done" if not lacks else "blocked" if started else "next"
            rows.append({"label": label, "state": state, "note": ""})
    return rows


def ended(ret: Return) -> list[dict[str, Any]]:
    """Closed: when it was asked, when the person left, how it ended."""
    found: list[dict[str, Any]] = [{"label": _("Demande"), "state": "done", "note": words(ret.applied_on)}]
    if ret.departed_on:
        found.append({"label": _("Voyage"), "state": "done", "note": words(ret.departed_on)})
    if ret.arrived_on:
        found.append({"label": _("Arrivée"), "state": "done", "note": words(ret.arrived_on)})
    label = RETURN.label_of(ret.case.state)
    return [*found, {"label": label, "state": "done", "note": words(ret.case.closed_on)}]


def words(day: date | None) -> str:
    return format_date(day, get_language() or "fr", short=True) if day else ""
