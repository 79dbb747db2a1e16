"""What keeps a step of a return or of a reintegration from being taken, each a sentence that says what to do."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.returns.locks import Block, blocks
from musanada.returns.models import Reintegration, Return, Screening


def return_of(case: Any) -> Return:
    """The detail of a case. Raises: Return.DoesNotExist for a case of another procedure."""
    found: Return = case.return_file
    return found


def not_screened_as(outcome: str) -> Any:
    """The last interview's own outcome, and nobody's opinion of the button."""

    def guard(actor: User, case: Any) -> Sentence | None:
        last = return_of(case).screenings.first()
        if last is None:
            return _("L'entretien d'orientation n'est pas enregistré : menez-le d'abord.")
        if last.outcome != outcome:
            return _("Le dernier entretien conclut autrement : %(outcome)s.") % {
                "outcome": last.get_outcome_display()
            }
        return None

    return guard


eligible = not_screened_as(Screening.Outcome.ELIGIBLE)
ineligible = not_screened_as(Screening.Outcome.INELIGIBLE)
elsewhere = not_screened_as(Screening.Outcome.ELSEWHERE)


def not_counselled(actor: User, case: Any) -> Sentence | None:
    if return_of(case).counsellings.exists():
        return None
    return _("Aucun entretien de conseil n'est enregistré : menez-le d'abord, en présence ou par vidéo.")


def not_declared(actor: User, case: Any) -> Sentence | None:
    if return_of(case).declarations.filter(withdrawn_on=None).exists():
        return None
    return _("Aucune déclaration signée n'est enregistrée : recevez-la d'abord.")


def not_booked(actor: User, case: Any) -> Sentence | None:
    """Someone boards from a list, never from nowhere. A command that has just read the lists hands the place over."""
    if getattr(case, "place_at_hand", None) or return_of(case).places.filter(state="booked").exists():
        return None
    return _("La personne n'est sur aucune liste de départ : inscrivez-la à un voyage d'abord.")


def locked(actor: User, case: Any) -> Sentence | None:
    """What blocks the departure on its day. A command that books hands over the day and who travels along."""
    ret = return_of(case)
    at_hand = getattr(case, "locks_at_hand", None)  # a whole list read at once: the blocks themselves
    found: list[Block]
    if at_hand is not None:
        found = list(at_hand)
    else:
        day = getattr(case, "travel_day", None) or ret.travel_on or ret.wished_on
        if day is None:
            return _("Le jour du départ n'est pas fixé : choisissez un voyage, ou notez le jour souhaité.")
        if not ret.travel_on and day == ret.wished_on and day < timezone.localdate():
            return _("Le jour souhaité est passé : choisissez un voyage, ou notez-en un autre.")
        # Without a list named by the command, the open place says who travels along; without one, the plan.
        found = blocks(
            ret,
            day,
            together=getattr(case, "travels_with", None),
            needs=getattr(case, "travel_needs", None),
            document=getattr(case, "travel_document", None),
        )
    if not found:
        return None
    more = len(found) - 1
    if not more:
        return found[0].why
    sentence: str = ngettext(
        "%(first)s Et %(n)s autre point bloque ce départ.",
        "%(first)s Et %(n)s autres points bloquent ce départ.",
        more,
    )
    return sentence % {"first": found[0].why, "n": more}


def not_funded(actor: User, case: Any) -> Sentence | None:
    if return_of(case).funding_id:
        return None
    return _("Pas de financement : choisissez celui de ce retour.")


def not_left(actor: User, case: Any) -> Sentence | None:
    if return_of(case).departed_on:
        return None
    return _("Le départ n'est pas enregistré : notez-le d'abord.")


def handover_waits(actor: User, case: Any) -> Sentence | None:
    if return_of(case).handovers.filter(state="proposed").exists():
        return _("Une remise à une autre mission attend sa réponse : attendez-la, ou retirez-la.")
    return None


# Reintegration


def file_of(case: Any) -> Reintegration:
    found: Reintegration = case.reintegration
    return found


def not_contacted(actor: User, case: Any) -> Sentence | None:
    return None if file_of(case).contacted_on else _("Le premier contact n'est pas noté : notez-le d'abord.")


def not_assessed(actor: User, case: Any) -> Sentence | None:
    if file_of(case).assessments.exists():
        return None
    return _(
        "Aucune évaluation n'est enregistrée : évaluez d'abord les besoins et les forces de la personne."
    )


def no_plan(actor: User, case: Any) -> Sentence | None:
    plan = file_of(case).plans.filter(state="draft").first()
    if plan is None:
        return _("Aucun plan n'est en préparation : établissez-le avec la personne.")
    if not plan.activities.exclude(state="dropped").exists():
        return _("Le plan ne contient aucune activité : ajoutez-en au moins une.")
    return None


def no_submitted_plan(actor: User, case: Any) -> Sentence | None:
    if file_of(case).plans.filter(state="submitted").exists():
        return None
    return _("Aucun plan n'est soumis.")


def beyond_entitlement(actor: User, case: Any) -> Sentence | None:
    """The plan in hand costs no more than what is left of the person's rights."""
    from musanada.returns.queries.entitlements import overrun

    return overrun(file_of(case))


def beyond_my_limit(actor: User, case: Any) -> Sentence | None:
    """Approvals by amount (``ApprovalLimit``): above one's own limit, somebody else decides."""
    from musanada.returns.queries.entitlements import plan_beyond_limit

    return plan_beyond_limit(actor, file_of(case))


def nothing_given(actor: User, case: Any) -> Sentence | None:
    rows = file_of(case).plans.filter(state="approved", activities__state__in=("running", "done"))
    if rows.exists():
        return None
    return _("Rien du plan n'a commencé : commencez une activité, ou payez un versement.")


def money_open(actor: User, case: Any) -> Sentence | None:
    n = file_of(case).tranches.filter(state__in=("submitted", "approved")).count()
    if not n:
        return None
    return ngettext(
        "%(n)s versement attend une approbation ou un paiement : réglez-le, ou annulez-le.",
        "%(n)s versements attendent une approbation ou un paiement : réglez-les, ou annulez-les.",
        n,
    ) % {"n": n}


def activities_open(actor: User, case: Any) -> Sentence | None:
    rows = file_of(case).plans.filter(state="approved", activities__state__in=("planned", "running"))
    if not rows.exists():
        return None
    return _("Des activités du plan sont encore ouvertes : terminez-les, ou notez qu'elles sont abandonnées.")
