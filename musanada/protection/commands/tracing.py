"""The search for a family, on the child's wish alone: steps, verification of both sides, reunification, visits after it.

A reunification across a border stands on a decision about the child's best interests, or on a recorded exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.models import Clearance
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.care import (
    WORK,
    child_of,
    known,
    locked,
    shown,
    taken_up,
    words_of,
)
from musanada.protection.commands.checks import past_day
from musanada.protection.commands.follow_ups import plan_visits
from musanada.protection.locks import decision_for_a_child
from musanada.protection.models import (
    CareArrangement,
    Child,
    Clock,
    Determination,
    FamilyMember,
    FollowUp,
    Known,
    ProtectionFile,
    Tracing,
    TracingAction,
)
from musanada.protection.queries.tracing import GOING, NO_LONGER, NOT_WISHED
from musanada.protection.rules import value

State = Tracing.State
SEARCHING = (State.OPEN, State.PROGRESS)
STANDING = (Determination.State.DECIDED, Determination.State.IMPLEMENTED)
YES = Known.YES
NO_DECISION = _(
    "La famille vit dans un autre pays : il faut d'abord une décision du panel sur l'intérêt supérieur (BID) qui prévoit "
    "ce départ et que l'enfant connaît, ou une exception consignée et approuvée qui vaut encore ce jour-là."
)
# With whom the child lives from the day of the reunification.
CARER_OF = {
    "mother": CareArrangement.Kind.PARENTS,
    "father": CareArrangement.Kind.PARENTS,
    "sibling": CareArrangement.Kind.SIBLING,
    "step": CareArrangement.Kind.STEP,
}


# Opening


@command(WORK)
def open_tracing(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    relative: FamilyMember,
    opened_on: date,
    next_on: date | None = None,
    pk: UUID | None = None,
) -> Tracing:
    """For a relative whom the child wants to reach and may reach safely. Raises: Refused, BadInput."""
    fresh = locked(file)
    if (made := known(Tracing, pk, fresh)) is not None:
        return made  # type: ignore[no-any-return]
    if child_of(fresh).wants_tracing != YES:
        raise Refused(NOT_WISHED, code="tracing_not_wished")
    insist_on_relative(fresh, relative)
    past_day(fresh, "opened_on", opened_on)
    due = next_step(opened_on, next_on)
    columns = {"relative": relative, "opened_on": opened_on, "next_on": due}
    made = Tracing.objects.create(id=pk or new_id(), file=fresh, by=actor, **columns)
    clocks.start(fresh, Clock.Kind.TRACING, due, subject=made.pk)
    return made


def insist_on_relative(file: ProtectionFile, relative: FamilyMember) -> None:
    """Raises: BadInput saying what stands in the way."""
    if relative.file_id != file.pk or relative.voided_at is not None:
        raise bad("relative", _("Choisissez une personne de la famille notée au dossier."))
    if relative.wished != YES:
        raise bad("relative", _("L'enfant n'a pas dit qu'il veut ce contact : demandez-lui, et notez-le."))
    if relative.safe == Known.NO:
        raise bad("relative", _("Ce contact est noté dangereux : on ne cherche pas cette personne."))
    if relative.alive == FamilyMember.Alive.NO:
        raise bad("relative", _("Cette personne est notée morte : choisissez-en une autre."))
    if Tracing.objects.filter(relative=relative, state__in=GOING).exists():
        raise bad("relative", _("Une recherche de cette personne est déjà en cours : continuez celle-là."))


def next_step(on: date, chosen: date | None) -> date:
    """The day of the next step: as chosen, else after the declared delay. Raises: BadInput."""
    if chosen is None:
        return on + timedelta(days=value("tracing_next"))
    if chosen < on:
        raise bad("next_on", _("Le prochain pas vient après celui-ci : choisissez un jour suivant."))
    return chosen


# Steps


@dataclass(frozen=True)
class StepDraft:
    """``found``: this step found the family."""

    kind: str
    on: date
    outcome: str
    text: str = ""
    found: bool = False
    next_on: date | None = None


@command(WORK)
def record_tracing(
    actor: User, one: Tracing, /, *, draft: StepDraft, pk: UUID | None = None
) -> TracingAction:
    """What was tried, and with what result; the clock goes on to the next step. Raises: Refused, BadInput."""
    file = locked(one.file)
    if (made := known(TracingAction, pk, file)) is not None:
        return made  # type: ignore[no-any-return]
    child = child_of(file)
    if child.wants_tracing != YES:
        raise Refused(NO_LONGER, code="tracing_not_wished")
    if draft.kind not in TracingAction.Kind.values:
        raise bad("kind", _("Choisissez ce qui a été essayé."))
    if draft.outcome not in TracingAction.Outcome.values:
        raise bad("outcome", _("Dites ce que cela a donné."))
    if draft.kind == TracingAction.Kind.CONSULATE and child.consulate != YES:
        raise bad("kind", _("L'enfant n'a pas permis de joindre son consulat : demandez-lui, et notez-le."))
    if draft.found and draft.outcome != TracingAction.Outcome.SUCCESS:
        raise bad("outcome", _("La famille est trouvée : ce pas a réussi."))
    past_day(file, "on", draft.on)
    if draft.on < one.opened_on:
        raise bad("on", _("La recherche a commencé plus tard : vérifiez la date."))
    after = State.FOUND if draft.found else State.PROGRESS
    next_on = next_step(draft.on, draft.next_on)
    moved(one, SEARCHING if draft.found else (*SEARCHING, State.FOUND), next_on=next_on)
    Tracing.objects.filter(pk=one.pk, state__in=SEARCHING).update(state=after)
    clocks.start(file, Clock.Kind.TRACING, next_on, subject=one.pk)
    values = {"on": draft.on, "kind": draft.kind, "outcome": draft.outcome, "text": draft.text.strip()[:4000]}
    return TracingAction.objects.create(id=pk or new_id(), file=file, tracing=one, by=actor, **values)


def moved(one: Tracing, sources: Sequence[str], **columns: Any) -> None:
    """The state is in the UPDATE: whoever was faster is told. Raises: Refused."""
    if not Tracing.objects.filter(pk=one.pk, state__in=sources).update(**columns):
        raise Refused(
            _("Cette recherche n'en est plus là : rechargez la page, et voyez où elle en est."),
            code="tracing_state",
        )


def refreshed(one: Tracing) -> Tracing:
    one.refresh_from_db()
    return one


# Verification and reunification


@dataclass(frozen=True)
class VerificationDraft:
    on: date
    family_willing: str
    child_willing: str
    home_safe: str
    how: str
    obstacles: str = ""


@command(WORK)
def verify_family(actor: User, one: Tracing, /, *, draft: VerificationDraft) -> Tracing:
    """Both sides are heard and the home is seen. Three yes and it is verified; else what stands in the way is kept.

    Raises: Refused, BadInput.
    """
    file = locked(one.file)
    insist_still_wished(file, one)
    for name in ("family_willing", "child_willing", "home_safe"):
        if getattr(draft, name) not in Known.values:
            raise bad(name, _("Choisissez une réponse, même si elle est « inconnu »."))
    past_day(file, "on", draft.on)
    if draft.on < one.opened_on:
        raise bad("on", _("La recherche a commencé plus tard : vérifiez la date."))
    how = words_of(
        draft.how, "how", _("Écrivez comment la famille et l'enfant ont été vérifiés, de part et d'autre.")
    )
    agreed = {draft.family_willing, draft.child_willing, draft.home_safe} == {str(YES)}
    if not agreed and not draft.obstacles.strip():
        raise bad(
            "obstacles", _("Tout n'est pas un oui : écrivez ce qui s'y oppose, et ce qui reste à faire.")
        )
    moved(
        one,
        (State.FOUND, State.VERIFIED),
        family_willing=draft.family_willing,
        child_willing=draft.child_willing,
        home_safe=draft.home_safe,
        verified_how=how,
        obstacles=draft.obstacles.strip()[:4000],
        state=State.VERIFIED if agreed else State.FOUND,
        verified_on=draft.on if agreed else None,
        next_on=next_step(draft.on, None),
    )
    clocks.start(file, Clock.Kind.TRACING, next_step(draft.on, None), subject=one.pk)
    return refreshed(one)


@command(WORK)
def reunify(actor: User, one: Tracing, /, *, on: date, crosses: bool) -> Tracing:
    """Child and family are together. The child lives there from that day, and visits follow at the declared months.

    ``crosses``: the family lives in another country. Raises: Refused, BadInput.
    """
    file = locked(one.file)
    insist_still_wished(file, one)
    past_day(file, "on", on)
    fresh = Tracing.objects.select_related("relative").get(pk=one.pk)
    if fresh.state != State.VERIFIED or fresh.verified_on is None:
        raise Refused(
            _("La famille n'est pas vérifiée : vérifiez les deux côtés et le foyer avant la réunion."),
            code="not_verified",
        )
    if on < fresh.verified_on:
        raise bad(
            "on",
            _("La réunion est avant la vérification, le %(day)s : vérifiez la date.")
            % {"day": shown(fresh.verified_on)},
        )
    if crosses and not may_cross(file, on):
        raise Refused(NO_DECISION, code="no_decision")
    moved(fresh, (State.VERIFIED,), state=State.REUNIFIED, reunified_on=on, closed_on=on, next_on=None)
    clocks.meet(file, Clock.Kind.TRACING, subject=one.pk)
    live_with(actor, file, fresh.relative, on)
    plan_visits(file, FollowUp.Kind.REUNIFICATION, on)
    return refreshed(one)


def insist_still_wished(file: ProtectionFile, one: Tracing) -> None:
    """The child's word, and what is known of the danger, as they stand today. Raises: Refused."""
    wants = Child.objects.filter(file=file).values_list("wants_tracing", flat=True).first()
    relative = FamilyMember.objects.filter(pk=one.relative_id).first()
    if wants != YES or relative is None or relative.wished != YES:
        raise Refused(NO_LONGER)
    if relative.safe == Known.NO or relative.voided_at is not None:
        raise Refused(_("Ce contact est noté dangereux : on ne cherche pas cette personne."))


def may_cross(file: ProtectionFile, on: date) -> bool:
    """The very rule of the travel clearance (``protection.locks``), for that day: no door beside the locked one."""
    return decision_for_a_child(file.case.person, Clearance.Kind.TRAVEL, on, on) is None


def live_with(actor: User, file: ProtectionFile, relative: FamilyMember, on: date) -> None:
    """The care row of that day: what was before ends as it was planned to."""
    kind = CARER_OF.get(relative.tie, CareArrangement.Kind.KINSHIP)
    columns = {"kind": kind, "carer": relative.name or relative.name_ar}
    taken_up(actor, file, on, columns, CareArrangement.End.PLANNED)


# The end without reunification


@command(WORK)
def end_tracing(actor: User, one: Tracing, /, *, how: str, on: date, text: str) -> Tracing:
    """Without result, or because the child wants it no more. Raises: Refused, BadInput."""
    file = locked(one.file)
    if how not in (State.FAILED, State.STOPPED):
        raise bad("how", _("Dites pourquoi la recherche finit."))
    past_day(file, "on", on)
    if on < one.opened_on:
        raise bad("on", _("La recherche a commencé plus tard : vérifiez la date."))
    said = words_of(text, "text", _("Écrivez ce qui a été essayé, et pourquoi on s'arrête."))
    moved(one, GOING, state=how, closed_on=on, next_on=None, obstacles=said)
    clocks.drop(file, Clock.Kind.TRACING, subject=one.pk)
    return refreshed(one)


say(
    {
        "protection.open_tracing": _("Recherche de la famille ouverte"),
        "protection.record_tracing": _("Pas d'une recherche de la famille"),
        "protection.verify_family": _("Famille vérifiée, ou ce qui s'y oppose"),
        "protection.reunify": _("Réunion avec la famille"),
        "protection.end_tracing": _("Recherche de la famille close"),
    },
    kinds={
        "protection.tracing": _("Recherche de la famille"),
        "protection.tracingaction": _("Pas d'une recherche"),
    },
)
