"""Who stands for the child: asked for, in force, ended or refused (child-case.md, block F).

The clock of the guardian is met as soon as one is asked for, and runs again when the last one ends or is refused.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.care import WORK, child_of, known, locked, words_of
from musanada.protection.commands.checks import past_day
from musanada.protection.models import Child, Clock, Mandate, ProtectionFile
from musanada.protection.rules import value

State = Mandate.State
STANDING = (State.ASKED, State.ACTIVE)


@dataclass(frozen=True)
class MandateDraft:
    """``from_on``: in force since that day; without it the mandate is only asked for."""

    kind: str
    asked_on: date
    from_on: date | None = None
    holder: str = ""
    phone: str = ""
    named_by: str = ""
    reference: str = ""


@command(WORK)
def record_mandate(
    actor: User, file: ProtectionFile, /, *, draft: MandateDraft, pk: UUID | None = None
) -> Mandate:
    """Asked for, or in force already. Raises: Refused, BadInput."""
    fresh = locked(file)
    if (made := known(Mandate, pk, fresh)) is not None:
        return made  # type: ignore[no-any-return]
    child_of(fresh)
    if draft.kind not in Mandate.Kind.values:
        raise bad("kind", _("Choisissez la sorte de mandat."))
    if draft.asked_on > timezone.localdate():
        raise bad("asked_on", _("Cette date est dans le futur : donnez le jour de la demande."))
    columns = {"state": State.ASKED}
    if draft.from_on is not None:
        columns = in_force(fresh, draft.kind, draft.asked_on, draft)
    made = Mandate.objects.create(
        id=pk or new_id(),
        file=fresh,
        by=actor,
        kind=draft.kind,
        asked_on=draft.asked_on,
        **(words(draft) | columns),
    )
    clocks.meet(fresh, Clock.Kind.GUARDIAN)
    return made


def words(draft: MandateDraft) -> dict[str, Any]:
    return {
        "holder": " ".join(draft.holder.split())[:160],
        "phone": " ".join(draft.phone.split())[:40],
        "named_by": " ".join(draft.named_by.split())[:160],
        "reference": " ".join(draft.reference.split())[:80],
    }


def in_force(file: ProtectionFile, kind: str, asked_on: date, draft: MandateDraft) -> dict[str, Any]:
    """What a mandate in force says: since when, who, named by whom. Raises: BadInput, Refused."""
    if draft.from_on is None:
        raise bad("from_on", _("Donnez le jour depuis lequel le mandat est en cours."))
    if draft.from_on > timezone.localdate():
        raise bad("from_on", _("Cette date est dans le futur : le mandat n'est pas encore en cours."))
    if draft.from_on < asked_on:
        raise bad("from_on", _("Le mandat a été demandé plus tard : vérifiez les deux dates."))
    if not draft.holder.strip():
        raise bad("holder", _("Écrivez qui représente l'enfant."))
    if not draft.named_by.strip():
        raise bad("named_by", _("Écrivez quelle autorité a désigné ce représentant."))
    if Mandate.objects.filter(file=file, kind=kind, state=State.ACTIVE).exists():
        raise Refused(
            _("Un mandat de cette sorte est déjà en cours : terminez-le d'abord, avec sa raison."),
            code="mandate_active",
        )
    return words(draft) | {"state": State.ACTIVE, "from_on": draft.from_on}


@command(WORK)
def start_mandate(actor: User, one: Mandate, /, *, draft: MandateDraft) -> Mandate:
    """What was asked for is in force. Raises: Refused, BadInput."""
    file = locked(one.file)
    columns = in_force(file, one.kind, one.asked_on, draft)
    moved(one, (State.ASKED,), columns)
    clocks.meet(file, Clock.Kind.GUARDIAN)
    return refreshed(one)


@command(WORK)
def refuse_mandate(actor: User, one: Mandate, /, *, on: date, why: str) -> Mandate:
    """The authority said no. Raises: Refused, BadInput."""
    file = locked(one.file)
    past_day(file, "on", on)
    if on < one.asked_on:
        raise bad("on", _("La réponse est avant la demande : vérifiez la date."))
    said = words_of(why, "why", _("Écrivez pourquoi le mandat a été refusé."))
    moved(one, (State.ASKED,), {"state": State.REFUSED, "to_on": on, "why": said})
    ask_again(file)
    return refreshed(one)


@command(WORK)
def end_mandate(actor: User, one: Mandate, /, *, on: date, why: str) -> Mandate:
    """It ends on a day, for a reason. Raises: Refused, BadInput."""
    file = locked(one.file)
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour où le mandat a fini."))
    if one.from_on and on < one.from_on:
        raise bad("on", _("Le mandat commence plus tard : vérifiez la date."))
    said = words_of(why, "why", _("Écrivez pourquoi le mandat a fini."))
    moved(one, (State.ACTIVE,), {"state": State.ENDED, "to_on": on, "why": said})
    ask_again(file)
    return refreshed(one)


def moved(one: Mandate, sources: tuple[str, ...], columns: dict[str, Any]) -> None:
    """The state is in the UPDATE: whoever was faster is told. Raises: Refused."""
    if not Mandate.objects.filter(pk=one.pk, state__in=sources).update(**columns):
        raise Refused(
            _("L'état de ce mandat a changé entre-temps : rechargez la page."), code="mandate_state"
        )


def refreshed(one: Mandate) -> Mandate:
    one.refresh_from_db()
    return one


def ask_again(file: ProtectionFile) -> None:
    """A child whom nobody represents any more: the clock runs again."""
    minor = Child.objects.filter(file=file, regime=Child.Regime.CHILD).exists()
    if minor and not Mandate.objects.filter(file=file, state__in=STANDING).exists():
        today = timezone.localdate()
        clocks.start(file, Clock.Kind.GUARDIAN, today + timedelta(days=value("guardian_within")))


say(
    {
        "protection.record_mandate": _("Représentant de l'enfant demandé ou enregistré"),
        "protection.start_mandate": _("Mandat d'un représentant en cours"),
        "protection.refuse_mandate": _("Mandat d'un représentant refusé"),
        "protection.end_mandate": _("Mandat d'un représentant fini"),
    },
    kinds={"protection.mandate": _("Mandat d'un représentant")},
)
