"""A card's renewal: asked for with its papers, granted by ordering the next card, or refused with a way to the court."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.clocks import due_on
from musanada.kit.errors import Refused, bad
from musanada.regularisation.commands.cards import heir, insist_on_day, new_card
from musanada.regularisation.commands.needless import no_more_reminders
from musanada.regularisation.models import Card, CardRule, Renewal
from musanada.regularisation.queries.papers import court_rule, demanded, lacking
from musanada.regularisation.workflow_cards import RENEWAL


@command("card.renew")
def file_renewal(
    actor: User, card: Card, /, *, papers: Iterable[str] = (), on: date | None = None
) -> Renewal:
    """A request for the card that the holder has, or had: who comes late is received too. What is missing is told."""
    day = on or timezone.localdate()
    insist_on_day(day, card.delivered_on)
    if card.state not in (Card.State.DELIVERED, Card.State.LOST):
        raise Refused(_("Cette carte ne se renouvelle pas : ouvrez celle que la personne a maintenant."))
    if Card.objects.filter(previous=card).exists():
        raise Refused(_("Une carte qui suit celle-ci existe déjà : ouvrez-la."))
    if card.valid_from is not None and card.valid_from > day:
        raise Refused(_("Cette carte n'est pas encore valable : elle ne se renouvelle pas maintenant."))
    if card.renewals.filter(state=Renewal.State.FILED).exists():
        raise Refused(_("Une demande de renouvellement est déjà en cours pour cette carte : ouvrez-la."))
    given = listed(papers, day)
    made = Renewal.objects.create(card=card, filed_on=day, papers=given, recorded_by=actor)
    no_more_reminders(card.pk)
    return made


def listed(papers: Iterable[str], day: date) -> str:
    """The codes as kept, ``passport,lease``. Raises: BadInput for one that no rule asks for."""
    known = {code for group in demanded(day) for code in group.codes}
    given = list(dict.fromkeys(papers))
    if set(given) - known:
        raise bad("papers", _("Une des pièces cochées n'est pas demandée : rechargez la page."))
    return ",".join(given)


@command("card.renew")
def give_papers(actor: User, renewal: Renewal, /, *, papers: Iterable[str]) -> Renewal:
    """What the person has brought by now."""
    given = listed(papers, renewal.filed_on)
    if not Renewal.objects.filter(pk=renewal.pk, state=Renewal.State.FILED).update(papers=given):
        raise Refused(_("Cette demande est déjà décidée : ses pièces ne changent plus."))
    renewal.refresh_from_db()
    return renewal


def grant(actor: User, renewal: Renewal, *, on: date | None = None) -> Renewal:
    """The next card is ordered at once; the one in hand stays valid until that one is handed over."""
    day = on or timezone.localdate()
    insist_on_day(day, renewal.filed_on)
    if lacking(renewal):
        raise Refused(_("Il manque des pièces demandées : enregistrez-les avant d'accorder."))

    def order(actor: User, renewal: Renewal) -> None:
        new_card(**heir(renewal.card), kind=CardRule.Kind.RENEWED, ordered_on=day)

    return RENEWAL.run(actor, renewal, "grant", also=order, decided_on=day, decided_by=actor)


def refuse(actor: User, renewal: Renewal, *, reason: str, on: date | None = None) -> Renewal:
    """The person may go to court: until when is computed from the rule of that day and told on paper."""
    day, reason = on or timezone.localdate(), reason.strip()
    insist_on_day(day, renewal.filed_on)
    if not reason:
        raise bad("reason", _("Écrivez le motif du refus : il est donné à la personne et au tribunal."))
    return RENEWAL.run(
        actor,
        renewal,
        "refuse",
        decided_on=day,
        decided_by=actor,
        reason=reason,
        court_by=court_by(day),
    )


def court_by(told_on: date) -> date | None:
    """The last day for the court; None where the installation keeps no such rule."""
    rule = court_rule(told_on)
    return due_on(told_on, rule.length, rule.measure) if rule else None


say(
    {
        "regularisation.file_renewal": _("Demande de renouvellement reçue"),
        "regularisation.give_papers": _("Pièces d'un renouvellement reçues"),
    }
)
