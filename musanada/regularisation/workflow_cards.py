"""The procedures of a card and of its renewal, as tables. What follows from a step stands in ``commands``."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.steps import Step, workflow
from musanada.kit.errors import Sentence
from musanada.people.models import Person
from musanada.people.queries.register import cluster
from musanada.regularisation import policies  # noqa: F401  declares the rights
from musanada.regularisation.models import Application, Card, Renewal

S = Card.State
MAKING = (S.ORDERED, S.PRINTED)


def being_made_for(person: UUID) -> bool:
    """Is a card on its way to this person, under whichever of their merged records?"""
    found = Person.objects.select_related("merged_into").get(pk=person)
    return Card.objects.filter(person__in=cluster(found.merged_into or found), state__in=MAKING).exists()


def holder_died(actor: User, card: Card) -> Sentence | None:
    """A card of a file that ended with the person's death is not made any more."""
    if card.application_id is None:
        return None
    if not Application.objects.filter(pk=card.application_id, case__state="deceased").exists():
        return None
    return _("Le dossier dit que la personne est décédée : annulez la commande de cette carte.")


def already_followed(actor: User, renewal: Renewal) -> Sentence | None:
    """One card renews one card."""
    if renewal.card.state not in (S.DELIVERED, S.LOST):
        return _("La carte a été remplacée ou retirée depuis : cette demande n'a plus d'objet.")
    if Card.objects.filter(previous=renewal.card_id).exists():
        return _("Une carte qui suit celle-ci existe déjà : ouvrez-la.")
    return None


def being_made(actor: User, renewal: Renewal) -> Sentence | None:
    if being_made_for(renewal.card.person_id):
        return _("Une carte est déjà en préparation pour cette personne : remettez-la ou annulez-la d'abord.")
    return None


CARD = workflow(
    "regularisation.card",
    S.ORDERED,
    Step(
        "print",
        (S.ORDERED,),
        S.PRINTED,
        right="card.make",
        label=_("Enregistrer l'impression"),
        unless=(holder_died,),
    ),
    Step(
        "deliver",
        (S.PRINTED,),
        S.DELIVERED,
        right="card.make",
        label=_("Remettre la carte"),
        unless=(holder_died,),
    ),
    Step("cancel", (S.ORDERED, S.PRINTED), S.CANCELLED, right="card.make", label=_("Annuler la commande")),
    Step("replace", (S.DELIVERED,), S.REPLACED, right="card.make", label=_("Remplacer par la suivante")),
    Step("lose", (S.DELIVERED,), S.LOST, right="card.order", label=_("Déclarer perdue ou volée")),
    Step("withdraw", (S.DELIVERED,), S.WITHDRAWN, right="card.decide", label=_("Retirer la carte")),
)
RENEWAL = workflow(
    "regularisation.renewal",
    Renewal.State.FILED,
    Step("grant", (Renewal.State.FILED,), Renewal.State.GRANTED, right="card.decide",
         label=_("Accorder le renouvellement"), unless=(already_followed, being_made)),
    Step("refuse", (Renewal.State.FILED,), Renewal.State.REFUSED, right="card.decide",
         label=_("Refuser le renouvellement")),
)  # fmt: skip
say(
    {f"{flow.code}.{step.code}": step.label for flow in (CARD, RENEWAL) for step in flow.steps.values()},
    kinds={
        "regularisation.card": _("Carte de séjour"),
        "regularisation.renewal": _("Demande de renouvellement"),
        "regularisation.reminder": _("Rappel avant la fin d'une carte"),
    },
    pages={"regularisation.card": "regularisation:card", "regularisation.renewal": "regularisation:renewal"},
)
