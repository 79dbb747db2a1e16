"""What refuses a step of a referral, each a sentence. A page hides the button; the command refuses the forged request."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import named_keys, units_for
from musanada.access.models import User
from musanada.cases.models import Referral
from musanada.cases.queries import receivers
from musanada.kit.errors import Sentence
from musanada.people.consents import STATE
from musanada.people.models import Consent, Person
from musanada.people.queries.consents import Grounds


def canonical(referral: Referral) -> Person:
    return referral.person.merged_into or referral.person


def console(actor: User, referral: Any) -> Sentence | None:
    return _("La console n'oriente personne.") if actor.is_system else None


def not_inside(actor: User, referral: Any) -> Sentence | None:
    return _("Cette orientation va vers un organisme sans compte.") if referral.is_external else None


def not_outside(actor: User, referral: Any) -> Sentence | None:
    return None if referral.is_external else _("Cette orientation va vers un bureau qui a des comptes.")


def nobody_there(actor: User, referral: Any) -> Sentence | None:
    """The same unit, a closed one, one where nobody may answer."""
    if referral.to_unit_id == referral.from_unit_id:
        return _("On n'oriente pas une personne vers son propre bureau : choisissez-en un autre.")
    if not referral.to_unit.active or not receivers.anyone_answers(referral.to_unit):
        return _("Personne ne répond aux orientations dans ce bureau : choisissez-en un autre.")
    return None


def not_ours_to_give(actor: User, referral: Any) -> Sentence | None:
    """A file that is closed, that this unit does not follow, or of which it holds less than it would give."""
    person = canonical(referral)
    if person.voided_at is not None:
        return _("Cette fiche est annulée : elle ne peut plus être transmise.")
    if not referral.group_set <= receivers.shareable(person, referral.from_unit):
        return _(
            "Votre bureau ne tient pas toutes ces parties du dossier : retirez celles qu'il ne peut donner."
        )
    if referral.is_transfer and not receivers.knows_itself(person, referral.from_unit):
        return _("Ce dossier vous a été partagé : seul le bureau qui suit la personne peut le transférer.")
    return None


def not_agreed_between(actor: User, referral: Any) -> Sentence | None:
    """Where data leave the organisation, an agreement to share data is in force on the day."""
    if receivers.needs_agreement(referral) and receivers.agreement_of(referral) is None:
        return _(
            "Aucun accord de partage de données n'est en vigueur avec ce destinataire : demandez à votre responsable "
            "d'en enregistrer un avant d'envoyer quoi que ce soit."
        )
    return None


def protected_and_unnamed(actor: User, referral: Any) -> Sentence | None:
    """A P4 file goes to one named colleague, never to an office at large, never outside."""
    if not canonical(referral).protected:
        return None
    if receivers.own_file(actor, canonical(referral)) is None:
        return _("Ce dossier est confidentiel : seul son responsable l'adresse à quelqu'un d'autre.")
    if referral.is_external:
        return _("Ce dossier ne sort pas par paquet : adressez-le à un collègue nommé d'un bureau.")
    if referral.to_user is None:
        return _("Ce dossier s'adresse à un collègue nommé : choisissez qui le recevra.")
    if referral.to_user not in receivers.who_answers(referral.to_unit):
        return _("Ce collègue ne répond pas aux orientations dans ce bureau : choisissez-en un autre.")
    return None


def not_addressed(actor: User, referral: Any) -> Sentence | None:
    """What is addressed to one colleague is answered by nobody else; a P4 person's only by the one it names."""
    mine = referral.to_user_id == actor.pk
    if (referral.to_user_id is not None or canonical(referral).protected) and not mine:
        return _("Cette orientation ne vous est pas adressée.")
    return None


def sent_by_oneself(actor: User, referral: Any) -> Sentence | None:
    """A role above both offices holds the rights of both: that somebody over there took the person is still another's word."""
    if referral.asked_by_id is not None and referral.asked_by_id == actor.pk:
        return _("Vous avez envoyé cette orientation : quelqu'un du bureau qui reçoit y répond.")
    return None


def hidden_from(actor: User, referral: Any) -> Sentence | None:
    """A P4 person is spoken of by those their file names, and by nobody else of the unit."""
    person = canonical(referral)
    if person.protected and not actor.is_system and person.pk not in named_keys(actor, "people"):
        return _("Cette orientation ne vous est pas ouverte.")
    return None


def too_late(actor: User, referral: Any) -> Sentence | None:
    if overdue(referral.lapses_at):
        return _("Le délai de réponse est passé : demandez au bureau qui oriente de l'envoyer à nouveau.")
    return None


def overdue(moment: datetime | None) -> bool:
    return moment is not None and moment <= timezone.now()


def not_yet(actor: User, referral: Any) -> Sentence | None:
    return None if overdue(referral.lapses_at) else _("Le délai de réponse n'est pas passé.")


def not_enough_for_this_flow(referral: Referral, kept: Grounds) -> Sentence | None:
    """Towards an authority: the person's own consent that names it. No override, no other basis, no general answer."""
    flow = receivers.flow_of(referral)
    if flow is None:
        return None
    if not flow.exception:
        return flow.why
    if not flow.strict:
        return None
    named = Consent.objects.exclude(recipient__in=("", STATE))
    if kept.kind != "consent" or kept.consent is None or not named.filter(pk=kept.consent).exists():
        return flow.exception
    return None


def other_side(actor: User, question: Any) -> Sentence | None:
    """A question is answered by offices that know the person themselves, on the asker's side, and not by the asker."""
    places = units_for(actor, "question.answer").filter(side=question.from_unit.side)
    known = receivers.presences(question.person).filter(unit__in=places, groups="")
    if not known.exists():
        return _("Cette question ne s'adresse pas à vos bureaux.")
    return None
