"""Follow-up visits: what was seen on a day, and whether what was paid for runs. A visit may be the evidence an
instalment needs: from then on its finding stands, and another visit says otherwise."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.commands.files import add_task
from musanada.kit.errors import BadInput, Refused, bad
from musanada.kit.ids import new_id
from musanada.returns.commands.reintegration import CHANGED, LONGEST, WORK, digest, insist_on_day, locked
from musanada.returns.models import Reintegration, TrancheProof, Visit

BINDING = ("submitted", "approved", "paid")


@command(WORK)
def record_visit(
    actor: User,
    file: Reintegration,
    /,
    *,
    on: date,
    mode: str,
    runs: str,
    found: str = "",
    next_on: date | None = None,
    pk: UUID | None = None,
) -> Visit:
    """``next_on`` plans the next one, as a task of the file. Raises: Refused, BadInput."""
    fresh = locked(file)
    known = Visit.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.file_id != fresh.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    values = checked(fresh, on, mode, runs, found)
    made = Visit.objects.create(id=pk or new_id(), file=fresh, by=actor, **values)
    if next_on is not None:
        plan_visit(actor, fresh, next_on)
    return made


def plan_visit(actor: User, file: Reintegration, day: date) -> None:
    try:
        add_task(actor, file.case, what=_now("Visite de suivi"), due_on=day)
    except BadInput as problem:
        raise bad("next_on", problem.fields.get("due_on", problem.message)) from problem


def checked(file: Reintegration, on: date, mode: str, runs: str, found: str) -> dict[str, Any]:
    if mode not in Visit.Mode.values:
        raise bad("mode", _("Dites comment la visite s'est faite."))
    if runs not in Visit.Runs.values:
        raise bad("runs", _("Dites si ce qui a été payé fonctionne."))
    if mode in ("phone", "video") and runs in ("yes", "partly") and not found.strip():
        raise bad("found", _("Rien n'a été vu sur place : écrivez ce qui permet de le dire."))
    return {
        "on": insist_on_day(file, on),
        "mode": mode,
        "runs": runs,
        "found": found.strip()[:LONGEST],
    }


@command(WORK)
def correct_visit(
    actor: User, one: Visit, /, *, on: date, mode: str, runs: str, found: str = "", seen: str = ""
) -> Visit:
    """What was typed wrong. Not once an instalment rests on it. Raises: Refused, BadInput."""
    file = locked(one.file)
    fresh = Visit.objects.select_for_update().get(pk=one.pk)
    if seen and seen != digest_of(fresh):
        raise Refused(CHANGED, code="changed")
    if proves(fresh):
        raise Refused(
            _("Un versement repose sur cette visite : elle ne change plus. Enregistrez une autre visite."),
            code="evidence",
        )
    for name, value in checked(file, on, mode, runs, found).items():
        setattr(fresh, name, value)
    fresh.by = actor
    fresh.save(update_fields=["on", "mode", "runs", "found", "by"])
    return fresh


def proves(one: Visit) -> bool:
    """Is it the evidence of an instalment that was submitted, approved or paid?"""
    rows = TrancheProof.objects.filter(visit=one, set_aside_at=None, tranche__state__in=BINDING)
    return rows.exists()


def digest_of(one: Visit) -> str:
    return digest(one.on, one.mode, one.runs, one.found)


say(
    {"returns.record_visit": _("Visite enregistrée"), "returns.correct_visit": _("Visite corrigée")},
    kinds={"returns.visit": _("Visite de suivi")},
)
