"""A child's journey without a decided BID: asked by one for a recorded reason, approved by another, until a day."""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands.confidential import insist_in_full
from musanada.protection.models import ProtectionFile, TravelException
from musanada.protection.rules import value

E = TravelException.State
LEAST = 20  # characters: who approves must understand


@command("protection.work")
def ask_exception(
    actor: User, file: ProtectionFile, /, *, reason: str, text: str, until_on: date, pk: UUID | None = None
) -> TravelException:
    """The same ``pk`` twice is one. Raises: BadInput, Refused."""
    known = TravelException.objects.filter(pk=pk, file=file).first() if pk else None
    if known:
        return known
    if file.case.closed_on is not None:
        raise Refused(_("Ce dossier est clos : rouvrez-le d'abord, avec un motif."))
    if reason not in TravelException.Reason.values:
        raise bad("reason", _("Choisissez la raison."))
    if len(text.strip()) < LEAST:
        raise bad(
            "text", _("Dites pourquoi on ne peut pas attendre, en %(n)s caractères au moins.") % {"n": LEAST}
        )
    today = timezone.localdate()
    most = today + timedelta(days=value("exception_most", today))
    if not today <= until_on <= most:
        raise bad(
            "until_on",
            _("Une exception vaut %(n)s jours au plus : choisissez un jour à venir, dans ce délai.")
            % {"n": (most - today).days},
        )
    if file.exceptions.filter(state=E.ASKED).exists():
        raise Refused(_("Une exception attend déjà sa réponse : une seconde personne en décide."))
    return TravelException.objects.create(
        id=pk or new_id(), file=file, reason=reason, text=text.strip(), until_on=until_on, asked_by=actor
    )


@command("protection.approve")
def answer_exception(actor: User, one: TravelException, /, *, approve: bool) -> TravelException:
    """By a second person. What has run out is not approved. Raises: Refused."""
    insist_in_full(actor, one.file.secret)
    if one.file.case.closed_on is not None:
        raise Refused(_("Ce dossier est clos : rouvrez-le d'abord, avec un motif."))
    if one.asked_by_id == actor.pk:
        raise Refused(_("Vous avez demandé cette exception : une autre personne en décide."))
    if approve and one.until_on < timezone.localdate():
        raise Refused(_("Le dernier jour de cette exception est passé : demandez-en une autre."))
    changed = TravelException.objects.filter(pk=one.pk, state=E.ASKED).update(
        state=E.APPROVED if approve else E.REFUSED, answered_by=actor, answered_on=timezone.localdate()
    )
    if not changed:
        raise Refused(_("Cette exception a déjà sa réponse : rechargez la page."))
    one.refresh_from_db()
    return one


say(
    {
        "protection.ask_exception": _("Exception au voyage demandée"),
        "protection.answer_exception": _("Exception au voyage : réponse donnée"),
    },
    kinds={"protection.travelexception": _("Exception au voyage d'un mineur")},
)
