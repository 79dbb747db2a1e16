"""Common projects: opened, changed before they are approved by another, begun, ended. Who shares the cost: ``sharing``."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.returns.commands.plans import checked_amount
from musanada.returns.commands.reintegration import CHANGED, digest
from musanada.returns.commands.sharing import (
    LIVE,
    MANAGE,
    dimension_of,
    form_of,
    insist_all,
    locked,
    redistribute,
    take_out,
)
from musanada.returns.models import Activity, Project
from musanada.returns.models.reintegration import Level, Support
from musanada.returns.queries.projects import shares_of

S = Project.State
FIELDS = ("level", "name", "kind", "amount", "currency", "starts_on")
OPEN_PLANS = ("draft", "submitted", "approved")


# The project


@command(MANAGE)
def open_project(
    actor: User,
    unit: Unit,
    /,
    *,
    level: str,
    name: str,
    kind: str,
    amount: Decimal,
    currency: str = "EUR",
    starts_on: date | None = None,
    pk: UUID | None = None,
) -> Project:
    """The same ``pk`` twice is one project. Raises: Refused, BadInput."""
    known = Project.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.unit_id != unit.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    values = checked(level, name, kind, amount, currency, starts_on)
    return Project.objects.create(id=pk or new_id(), unit=unit, made_by=actor, **values)


def checked(
    level: str, name: str, kind: str, amount: Decimal, currency: str, starts_on: date | None
) -> dict[str, Any]:
    if level not in (Level.COLLECTIVE, Level.COMMUNITY):
        raise bad("level", _("Un projet commun est collectif ou communautaire : choisissez."))
    if kind not in Support.values:
        raise bad("kind", _("Choisissez une sorte d'appui de la liste."))
    words = " ".join(name.split())[:160]
    if not words:
        raise bad("name", _("Donnez un intitulé au projet, sans nom de personne."))
    value = checked_amount(amount)
    if value <= 0:
        raise bad("amount", _("Un projet commun a un coût : écrivez le montant à partager."))
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise bad("currency", _("La monnaie s'écrit par son code, par exemple EUR ou MAD."))
    return {
        "level": level,
        "name": words,
        "kind": kind,
        "amount": value,
        "currency": currency,
        "starts_on": starts_on,
    }


@command(MANAGE)
def change_project(
    actor: User,
    project: Project,
    /,
    *,
    level: str,
    name: str,
    kind: str,
    amount: Decimal,
    currency: str = "EUR",
    starts_on: date | None = None,
    seen: str = "",
) -> Project:
    """Before it is approved. Another cost is shared anew in the proportion that stood. Raises: Refused, BadInput."""
    fresh = locked(project, (S.DRAFT,))
    if seen and seen != digest_of(fresh):
        raise Refused(CHANGED, code="changed")
    values = checked(level, name, kind, amount, currency, starts_on)
    members = shares_of(fresh)
    if members and values["currency"] != fresh.currency:
        raise bad(
            "currency", _("Des parts sont déjà comptées dans l'autre monnaie : retirez d'abord les membres.")
        )
    for name_, value in values.items():
        setattr(fresh, name_, value)
    fresh.save(update_fields=list(values))
    insist_all(actor, [one.file for one in members])
    redistribute(actor, fresh, members)
    lines = Activity.objects.filter(project=fresh, plan__state__in=OPEN_PLANS)
    lines.update(
        level=fresh.level, kind=fresh.kind, dimension=dimension_of(fresh.kind), form=form_of(fresh.kind)
    )
    return fresh


def digest_of(project: Project) -> str:
    return digest(*(getattr(project, name) for name in FIELDS))


# Its course


def moved(project: Project, source: Sequence[str], state: str, **values: Any) -> Project:
    if not Project.objects.filter(pk=project.pk, state__in=source).update(state=state, **values):
        raise Refused(_("Quelqu'un a été plus rapide : rechargez la page."), code="faster")
    project.refresh_from_db()
    return project


@command("reintegration.approve")
def approve_project(actor: User, project: Project, /) -> Project:
    """By another person than the one who opened it, once the cost is shared. Raises: Refused."""
    fresh = locked(project, (S.DRAFT,))
    if fresh.made_by_id == actor.pk:
        raise Refused(_("Vous avez ouvert ce projet : une autre personne l'approuve."), code="same_person")
    shares = shares_of(fresh)
    if len(shares) < (2 if fresh.level == Level.COLLECTIVE else 1):
        raise Refused(
            _(
                "Le projet n'a pas assez de membres : un projet collectif en a deux au moins, un projet communautaire un."
            ),
            code="members",
        )
    return moved(fresh, (S.DRAFT,), S.APPROVED)


@command(MANAGE)
def start_project(actor: User, project: Project, /, *, on: date) -> Project:
    """Raises: Refused, BadInput."""
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour où cela a eu lieu."))
    return moved(locked(project, (S.APPROVED,)), (S.APPROVED,), S.RUNNING, starts_on=on)


@command(MANAGE)
def end_project(actor: User, project: Project, /, *, others_reached: int | None) -> Project:
    """``others_reached``: people of the community who are no returnees, counted and never listed."""
    fresh = locked(project, (S.RUNNING,))
    return moved(fresh, (S.RUNNING,), S.ENDED, others_reached=counted(others_reached))


@command(MANAGE)
def count_others(actor: User, project: Project, /, *, others_reached: int | None) -> Project:
    """The number, whenever it is known, even after the end."""
    fresh = locked(project, (*LIVE, S.ENDED))
    fresh.others_reached = counted(others_reached)
    fresh.save(update_fields=["others_reached"])
    return fresh


def counted(number: int | None) -> int | None:
    if number is not None and not 0 <= number <= 1_000_000:
        raise bad("others_reached", _("Le nombre de personnes est zéro ou plus : vérifiez-le."))
    return number


@command(MANAGE)
def cancel_project(actor: User, project: Project, /) -> Project:
    """Parts of which nothing was paid leave the plans; the others stay, they were spent. Raises: Refused."""
    fresh = locked(project)
    shares = shares_of(fresh)
    insist_all(actor, [one.file for one in shares])
    for one in shares:
        if not one.bound:
            take_out(one)
    return moved(fresh, LIVE, S.CANCELLED)


say(
    {
        "returns.open_project": _("Projet commun ouvert"),
        "returns.change_project": _("Projet commun changé"),
        "returns.approve_project": _("Projet commun approuvé"),
        "returns.start_project": _("Projet commun commencé"),
        "returns.end_project": _("Projet commun terminé"),
        "returns.count_others": _("Autres personnes touchées comptées"),
        "returns.cancel_project": _("Projet commun abandonné"),
    },
    kinds={"returns.project": _("Projet commun")},
    pages={"returns.project": "returns:project"},
)
