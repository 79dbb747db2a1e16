"""What each reason for closing asks first, and which motive of the common spine it is. Each answers with the sentence that
refuses, or None; asked when the closure is asked for, and again when it is approved."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.errors import Sentence
from musanada.protection.commands.follow_ups import attempts
from musanada.protection.models import (
    CareArrangement,
    Child,
    Closing,
    FollowUp,
    PlanAction,
    ProtectionFile,
    TransitionItem,
    VictimStatus,
)
from musanada.protection.rules import value

REASON, CLOSURE = Closing.Reason, Case.Closure
CLOSURES: dict[str, str] = {
    REASON.PLAN: CLOSURE.MET,
    REASON.REUNIFIED: CLOSURE.MET,
    REASON.RETURNED: CLOSURE.RETURNED,
    REASON.CARE: CLOSURE.MET,
    REASON.ADULT: CLOSURE.PERIOD,
    REASON.TRANSFERRED: CLOSURE.TRANSFERRED,
    REASON.LOST: CLOSURE.UNREACHABLE,
    REASON.ONWARD: CLOSURE.MOVED,
    REASON.DECEASED: CLOSURE.DECEASED,
    REASON.WITHDREW: CLOSURE.WITHDREW,
    REASON.NOT_VICTIM: CLOSURE.CRITERIA,
    REASON.DUPLICATE: CLOSURE.DUPLICATE,
}
OF_CHILDREN = (REASON.ADULT, REASON.CARE)
OF_VICTIMS = (REASON.NOT_VICTIM,)
LASTING = (
    "parents",
    "step",
    "customary",
    "sibling",
    "kinship",
    "foster",
    "kafala",
    "residential",
    "independent",
)
Rule = Callable[[ProtectionFile], Sentence | None]


def reasons_for(file: ProtectionFile) -> list[tuple[str, Sentence]]:
    """Those that can be said of a file of this kind."""
    never = OF_VICTIMS if file.kind == ProtectionFile.Kind.CHILD else OF_CHILDREN
    return [(code, label) for code, label in REASON.choices if code not in never]


def plan_done(file: ProtectionFile) -> Sentence | None:
    rows = PlanAction.objects.filter(file=file)
    if not rows.exists():
        return _("Le plan est vide : un plan mené à bien a au moins une action finie.")
    if rows.filter(state=PlanAction.State.OPEN).exists():
        return _(
            "Le plan a encore des actions à faire : finissez-les, ou dites pourquoi elles sont abandonnées."
        )
    return None


def settled(file: ProtectionFile) -> Sentence | None:
    """Adult: the regime has changed and every point of the transition is settled."""
    if not Child.objects.filter(file=file, regime=Child.Regime.ADULT).exists():
        return _("La personne n'a pas 18 ans d'après son dossier : choisissez un autre motif.")
    rows = TransitionItem.objects.filter(file=file).exclude(state=TransitionItem.State.OPEN)
    known = set(rows.values_list("topic", flat=True))
    lacking = [str(label) for code, label in TransitionItem.Topic.choices if code not in known]
    if not lacking:
        return None
    return _("Points de la transition à régler d'abord : %(points)s.") % {"points": " · ".join(lacking)}


def unreachable(file: ProtectionFile) -> Sentence | None:
    there, needed = attempts(file), value("lost_attempts")
    if there >= needed:
        return None
    return _(
        "Tentatives de contact notées depuis la dernière rencontre : %(there)s ; il en faut %(needed)s. Prévoyez une visite, "
        "et notez-la manquée avec ce qui a été tenté."
    ) % {"there": there, "needed": needed}


def visited(kind: str) -> Rule:
    """The visits after a reunification or a return were made, and none is left to make."""

    def rule(file: ProtectionFile) -> Sentence | None:
        rows = FollowUp.objects.filter(file=file, kind=kind)
        if not rows.filter(done_on__isnull=False).exists():
            return _("Aucune visite après la réunion ou le retour n'est faite : prévoyez-les, et notez-les.")
        if rows.filter(done_on=None, missed_on=None).exists():
            return _("Des visites après la réunion ou le retour restent à faire : le suivi n'est pas achevé.")
        return None

    return rule


def in_lasting_care(file: ProtectionFile) -> Sentence | None:
    if CareArrangement.objects.filter(file=file, to_on=None, kind__in=LASTING).exists():
        return None
    return _(
        "Aucun accueil durable n'est en cours : notez avec qui l'enfant vit, ou choisissez un autre motif."
    )


def ruled_out(file: ProtectionFile) -> Sentence | None:
    last = VictimStatus.objects.filter(file=file).order_by("-on", "-recorded_at", "-id").first()
    if file.case.state == "not_identified" or (last and last.status == VictimStatus.Status.NOT_IDENTIFIED):
        return None
    return _("La traite n'est pas écartée : notez d'abord l'entretien ou la décision qui le dit.")


RULES: dict[str, Rule] = {
    REASON.PLAN: plan_done,
    REASON.ADULT: settled,
    REASON.LOST: unreachable,
    REASON.REUNIFIED: visited(FollowUp.Kind.REUNIFICATION),
    REASON.RETURNED: visited(FollowUp.Kind.RETURN),
    REASON.CARE: in_lasting_care,
    REASON.NOT_VICTIM: ruled_out,
}


def refusal(file: ProtectionFile, reason: str) -> Sentence | None:
    """Why this reason cannot be given today, or None."""
    if reason not in dict(reasons_for(file)):
        return _("Ce motif ne vaut pas pour ce dossier : choisissez-en un autre.")
    rule = RULES.get(reason)
    return rule(file) if rule else None
