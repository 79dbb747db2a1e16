"""The procedure of an erasure, and the erasure itself: all or nothing, listed beside the database, certified.

Identity is held once and several organisations may know the same person: the one that was asked destroys what it holds,
and who the person is goes with the last organisation that leaves. The answer reads the same either way.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, forget_holdings, units_for
from musanada.access.models import Unit, User
from musanada.dataprotection import erasure_list
from musanada.dataprotection.erasure_list import Entry
from musanada.dataprotection.models import Erasure, RightsRequest
from musanada.dataprotection.models.erasure import Verified
from musanada.dataprotection.organisations import office_keys, organisation_of, root_path
from musanada.dataprotection.proofs import signature
from musanada.dataprotection.workflow_erasure import ERASURE
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Problem, Refused
from musanada.kit.ids import new_reference
from musanada.kit.subject import ERASERS, uncovered
from musanada.people.models import Person, Presence
from musanada.people.queries import cluster

CERTIFICATE = "erasure-certificate"
REVIEW = timedelta(days=365)  # a refusal is looked at again within the year


@command("erasure.ask")
def ask_erasure(
    actor: User, person: Person, *, verified: str, request: RightsRequest | None = None
) -> Erasure:
    """Someone asks to be forgotten; how we know it is they is recorded."""
    if verified not in Verified.values:
        sentence = _("Dites comment l'identité du demandeur a été vérifiée.")
        raise BadInput(sentence, fields={"verified": sentence})
    try:
        with transaction.atomic():
            return Erasure.objects.create(
                person=person,
                unit=office_of(actor, person),
                verified=verified,
                request=request,
                asked_by=actor,
            )
    except IntegrityError:
        raise Refused(
            _("Une demande d'effacement est déjà en cours pour cette personne : ouvrez-la."),
            code="erasure-open",
        ) from None


def office_of(actor: User, person: Person) -> Unit:
    """The actor's office that knows the person: the deepest first."""
    known = Presence.objects.filter(person__in=cluster(person)).values("unit")
    found = units_for(actor, "erasure.ask", FieldGroup.LEGAL).filter(pk__in=known).order_by("-path").first()
    if found is None:
        raise Refused(
            _("Aucune de vos unités ne suit cette personne : la demande se fait là où elle est suivie.")
        )
    return found


def examine(actor: User, erasure: Erasure, *, note: str) -> Erasure:
    if not note.strip():
        sentence = _(
            "Notez ce que l'examen a montré : paiements, recherches, procédures, protection en cours."
        )
        raise BadInput(sentence, fields={"note": sentence})
    return ERASURE.run(actor, erasure, "examine", note=note.strip()[:4000], examined_by=actor)


def grant(actor: User, erasure: Erasure) -> Erasure:
    return ERASURE.run(actor, erasure, "grant", decided_by=actor, decided_at=timezone.now(), reasons="")


def refuse(
    actor: User, erasure: Erasure, *, reasons: Sequence[str], review_on: date | None = None
) -> Erasure:
    """Refused for coded reasons only; the data are kept and no longer used, and the refusal is looked at again."""
    codes = [code for code in Erasure.Reason.values if code in reasons]
    if not codes or set(reasons) - set(codes):
        sentence = _(
            "Choisissez au moins une des raisons admises : un effacement ne se refuse pour aucune autre."
        )
        raise BadInput(sentence, fields={"reasons": sentence})
    review = review_on or timezone.localdate() + REVIEW
    if not timezone.localdate() < review <= timezone.localdate() + REVIEW:
        sentence = _(
            "Le refus se revoit dans l'année : choisissez un jour à venir, dans douze mois au plus tard."
        )
        raise BadInput(sentence, fields={"review_on": sentence})
    with transaction.atomic():
        ERASURE.run(
            actor,
            erasure,
            "refuse",
            decided_by=actor,
            decided_at=timezone.now(),
            reasons=f",{','.join(codes)},",
            review_on=review,
        )
        done = ERASURE.run(actor, erasure, "restrict")
    forget_holdings(actor)
    return done


def reopen(actor: User, erasure: Erasure) -> Erasure:
    """A reason has passed: the request is looked at anew, the data are in the lists again meanwhile."""
    values: dict[str, Any] = {"decided_by": None, "decided_at": None, "review_on": None, "reasons": ""}
    done = ERASURE.run(actor, erasure, "reopen", **values)
    forget_holdings(actor)
    return done


def confirm(actor: User, erasure: Erasure) -> Erasure:
    return ERASURE.run(actor, erasure, "confirm", confirmed_by=actor, confirmed_at=timezone.now())


def withdraw(actor: User, erasure: Erasure) -> Erasure:
    """The person changed their mind. What the examination noted goes: it was for the decision."""
    done = ERASURE.run(actor, erasure, "withdraw", note="")
    forget_holdings(actor)
    return done


@command("erasure.confirm")
def execute_erasure(actor: User, erasure: Erasure) -> Erasure:
    """Destroy, certify, list: one transaction, and the list's line on the disk before it commits."""
    now = timezone.now()
    person = Person.objects.select_related("merged_into").get(pk=erasure.person_id)
    people = tuple(cluster(person.merged_into or person))
    organisation = organisation_of(erasure.unit)
    counts = erase_from(people, erasure.unit)
    number = f"EF-{now.year}-{new_reference()}"
    done = ERASURE.run(
        actor,
        erasure,
        "execute",
        executed_by=actor,
        executed_at=now,
        note="",
        counts=counts,
        number=number,
        proof=certificate_proof(number, now, organisation.code, counts),
    )
    erasure_list.append(Entry(number, now, people, organisation.code))
    return done


def certificate_proof(number: str, at: datetime, organisation: str, counts: dict[str, int]) -> str:
    content = [number, timezone.localdate(at).isoformat(), organisation, counts]
    return signature(CERTIFICATE, content)


def erase_from(people: Sequence[UUID], unit: Unit) -> dict[str, int]:
    """Run every app's eraser for the organisation of ``unit``. The caller holds the transaction.

    Raises: Problem when a table that tells of people is covered by none: then nothing is touched.
    """
    if missing := uncovered():
        raise Problem(
            _("Aucun effacement n'est possible : ces tables n'ont pas de règle d'effacement : %(tables)s.")
            % {"tables": ", ".join(missing)},
            code="erasure-uncovered",
        )
    elsewhere = Presence.objects.filter(person__in=people).exclude(unit__path__startswith=root_path(unit))
    units = office_keys(unit) if elsewhere.exists() else None
    counts: dict[str, int] = {}
    for eraser in ERASERS.values():
        counts |= {kind: number for kind, number in eraser.run(people, units).items() if number}
    return counts


@command("erasure.replay")
def replay_erasure(actor: User, unit: Unit, *, entry: Entry) -> int:
    """What a restored backup brought back goes again, under the same certificate. Returns how many records went."""
    people = list(
        Person.objects.filter(
            pk__in=entry.people, erased_at=None, presences__unit__path__startswith=unit.path
        )
        .distinct()
        .values_list("pk", flat=True)
    )
    if not people:
        return 0
    counts = erase_from(people, unit)
    certify_again(people, unit, entry, counts)
    return len(people)


def certify_again(people: Sequence[UUID], unit: Unit, entry: Entry, counts: dict[str, int]) -> None:
    """The backup may hold the request half-way, or not know of it at all."""
    now = timezone.now()
    values: dict[str, Any] = {
        "state": Erasure.State.EXECUTED,
        "executed_at": entry.at,
        "replayed_at": now,
        "note": "",
        "counts": counts,
        "number": entry.number,
        "proof": certificate_proof(entry.number, entry.at, unit.code, counts),
    }
    offices = office_keys(unit)
    halfway = Erasure.objects.filter(person__in=people, unit__in=offices).exclude(state="withdrawn").first()
    if halfway:
        Erasure.objects.filter(pk=halfway.pk).update(**values)
        return
    Erasure.objects.create(
        person_id=people[0],
        unit=unit,
        verified=Verified.KNOWN,
        asked_on=timezone.localdate(entry.at),
        **values,
    )
