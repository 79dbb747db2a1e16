"""Recording what was done: at a counter, at a distribution; approving, voiding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may, named_keys
from musanada.access.models import Unit, User
from musanada.assistance.drafts import ActDraft
from musanada.assistance.kinds import KINDS, Given
from musanada.assistance.models import Act, ActMember, ServiceType
from musanada.assistance.workflow import ACT
from musanada.kit.errors import BadInput, Problem, Refused, Sentence
from musanada.kit.ids import new_id
from musanada.people.commands import meet
from musanada.people.models import Person
from musanada.people.queries import members_of

OLDEST = date(1990, 1, 1)
REPEAT = "repeat"


@command("assistance.record")
def record(actor: User, unit: Unit, *, draft: ActDraft, despite_repeat: bool = False) -> Act:
    """Record one act at ``unit``. Above the service's ceiling it waits for someone's approval.

    Raises: BadInput naming the fields; Refused with code ``repeat`` when the same service was given within
    its interval and the agent has not confirmed.
    """
    named = named_keys(actor, "people")
    known = Act.objects.select_related("person").filter(pk=draft.id).first()
    if known and known.person.protected and known.person_id not in named:
        draft, known = replace(draft, id=new_id()), None  # answered as a key that nobody bears
    if known:
        return known_draft(unit, known)
    person = person_served(actor, draft.person)
    act = built(actor, unit, person, draft)
    if not despite_repeat and (warning := repeat_warning(act)):
        raise Refused(warning, code=REPEAT)
    save(act)
    write_members(act)
    meet(actor, unit, person=person)
    return act


def known_draft(unit: Unit, known: Act) -> Act:
    """Only what this counter sent before is answered with: an id made up to read another's act is not."""
    if known.unit_id != unit.pk:
        raise Refused(_("Cette saisie a été commencée dans une autre unité : recommencez-la."))
    return known


def person_served(actor: User, pk: UUID) -> Person:
    person = Person.objects.filter(pk=pk, voided_at=None).select_related("merged_into").first()
    canonical = person.merged_into or person if person else None
    if canonical is None or not may(actor, "people.find", canonical):
        raise BadInput(
            _("Cette personne n'est pas trouvée : cherchez-la par son nom ou sa référence."),
            fields={"person": _("Personne introuvable.")},
        )
    return canonical


def built(actor: User, unit: Unit, person: Person, draft: ActDraft) -> Act:
    """The act, checked by its kind; nothing is saved."""
    service = ServiceType.objects.filter(pk=draft.service, active=True).first()
    if service is None:
        raise BadInput(_("Choisissez une aide du catalogue."), fields={"service": _("Choisissez une aide.")})
    act = Act(
        id=draft.id,
        person=person,
        service=service,
        unit=unit,
        programme_id=draft.programme,
        partner_id=draft.partner,
        place_id=draft.place or unit.town_id,
        given_on=draft.given_on,
        until_on=draft.until_on,
        quantity=draft.quantity,
        amount=draft.amount,
        currency=draft.currency,
        occasion=draft.occasion,
        recorded_at=draft.recorded_at,
        recorded_by=actor,
    )
    if draft.reference:
        act.reference = draft.reference
    found = problems(act, act.service)
    if found:
        raise BadInput(next(iter(found.values())), fields=found)
    waits = KINDS[service.kind].needs_approval(act, service)
    act.state = Act.State.REQUESTED if waits else Act.State.GIVEN
    act.given_recorded_at = None if waits else act.recorded_at
    return act


def problems(act: Given, service: ServiceType) -> dict[str, Sentence]:
    """Field → sentence: what no act may be, and what its kind adds."""
    found: dict[str, Sentence] = {}
    if act.given_on > timezone.localdate():
        found["given_on"] = _("La date est dans l'avenir : une aide s'enregistre quand elle est donnée.")
    elif act.given_on < OLDEST:
        found["given_on"] = _("Cette date est trop ancienne : vérifiez l'année.")
    for name, sentence in KINDS[service.kind].problems(act, service):
        found.setdefault(name, sentence)
    return found


def repeat_warning(act: Act) -> Sentence | None:
    """The same service for the person or their household within its interval, given by whomever on this side.

    Says when, never who or where: the other unit's work is not this counter's to read.
    """
    days = act.service.repeat_days
    if not days:
        return None
    people = members_of([act.person_id]).get(act.person_id, [act.person_id])
    since, until = act.given_on - timedelta(days=days), act.given_on + timedelta(days=days)
    own = Q(person=act.person_id) | Q(person__merged_into=act.person_id)
    # What someone hidden received, or received with others, is not told at the counter of another.
    seen = Person.objects.filter(Q(pk=act.person_id) | Q(protected=False), pk__in=people).values("pk")
    others = Act.objects.filter(
        Q(person__in=seen) | Q(members__person__in=seen) | own,
        own | Q(person__protected=False),
        service=act.service_id,
        unit__side=act.unit.side,
        state__in=("given", "approved", "requested"),
        given_on__gt=since,
        given_on__lt=until,
    )
    last = others.order_by("-given_on").values_list("given_on", flat=True).first()
    if last is None:
        return None
    return _(
        "Cette aide a déjà été donnée à cette personne ou à son ménage le %(date)s ; l'intervalle est de %(days)s jours."
    ) % {
        "date": last.strftime("%d/%m/%Y"),
        "days": days,
    }


def save(act: Act) -> None:
    """Two clerks may draw the same reference: the constraint says so, and we draw again."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                act.save(force_insert=True)
        except IntegrityError:
            if not Act.objects.filter(reference=act.reference).exists():
                raise BadInput(
                    _("Cette aide ne peut pas être enregistrée ainsi : vérifiez les dates et le montant.")
                ) from None
            act.reference = Act._meta.get_field("reference").get_default()
            continue
        return
    raise Refused(_("Aucune référence libre n'a été trouvée : réessayez. Rien n'a été enregistré."))


def write_members(act: Act) -> None:
    """Freeze who was reached beside the recipient, when the type counts the household."""
    if act.service.reached != ServiceType.Reached.MEMBERS:
        return
    household = members_of([act.person_id]).get(act.person_id, [])
    others = [p for p in household if p != act.person_id]
    ActMember.objects.bulk_create(ActMember(act=act, person_id=p) for p in others)


@dataclass(frozen=True)
class Outcome:
    """What became of one line of a list: an act, or the sentence that says why not."""

    draft: ActDraft
    act: Act | None
    sentence: Sentence = ""
    code: str = ""


@command("assistance.record")
def record_list(
    actor: User, unit: Unit, *, drafts: Sequence[ActDraft], despite_repeat: frozenset[UUID] = frozenset()
) -> list[Outcome]:
    """A distribution: each line is recorded or says why not; a wrong line does not hold up the others."""
    outcomes = []
    for draft in drafts:
        try:
            with transaction.atomic():
                act = record(actor, unit, draft=draft, despite_repeat=draft.person in despite_repeat)
            outcomes.append(Outcome(draft, act))
        except Problem as problem:
            outcomes.append(Outcome(draft, None, problem.message, problem.code))
    return outcomes


def approve(actor: User, act: Act) -> Act:
    """Above the ceiling: another person than the one who recorded it decides."""
    return ACT.run(actor, act, "approve", decided_by=actor)


def refuse(actor: User, act: Act, *, reason: str) -> Act:
    return ACT.run(actor, act, "refuse", decided_by=actor, reason=needed(reason))


def give(actor: User, act: Act) -> Act:
    """An approved act is handed over today."""
    return ACT.run(actor, act, "give", given_on=timezone.localdate(), given_recorded_at=timezone.now())


def void(actor: User, act: Act, *, reason: str) -> Act:
    """A wrong entry: kept with its reason, out of every list and figure from now on."""
    values: dict[str, Any] = {"voided_at": timezone.now(), "voided_by": actor, "reason": needed(reason)}
    return ACT.run(actor, act, "void", **values)


def needed(reason: str) -> str:
    if not reason.strip():
        raise BadInput(
            _("Dites pourquoi : la raison reste au dossier."), fields={"reason": _("Dites pourquoi.")}
        )
    return reason.strip()[:300]


@command("assistance.record")
def close_stay(actor: User, act: Act, *, until_on: date) -> Act:
    """The person left the shelter on ``until_on``: the stay's nights are now known."""
    act.until_on = until_on
    found = problems(act, act.service)
    if until_on > timezone.localdate():
        found["until_on"] = _("Le départ est dans l'avenir : il s'enregistre quand la personne est partie.")
    if found:
        raise BadInput(next(iter(found.values())), fields=found)
    rows = Act.objects.filter(pk=act.pk, state=Act.State.GIVEN, until_on=None, service__kind="shelter")
    if not rows.update(until_on=until_on):
        raise Refused(_("Ce séjour est déjà clos ou annulé : rechargez la page."))
    return act
