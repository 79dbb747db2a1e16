"""The file after the arrival: opened once by the office that holds the return now, its scheme, first contact, what was
found of needs before planning, and its end. A deadline counts from the arrival, whenever the file was typed in."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import NOT_OPEN, Move
from musanada.cases.commands.files import write_note
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case, Note
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.kit.formats import format_date
from musanada.kit.ids import new_id
from musanada.returns.models import Assessment, Reintegration, Return, Scheme
from musanada.returns.queries.schemes import schemes_for
from musanada.returns.workflow_reintegration import CODE, FLOW

WORK = "reintegration.work"
ARRIVED = ("arrived", "handed_over")
LONGEST = 4000


@command(WORK, group=FieldGroup.SERVICES)
def open_reintegration(
    actor: User, ret: Return, /, *, scheme: Scheme | None = None, town: str = "", pk: UUID | None = None
) -> Reintegration:
    """From a return that has arrived; the right is asked where the return lies now, which a hand-over has moved.

    The same ``pk`` twice is one file. Raises: Refused, BadInput.
    """
    known = Reintegration.objects.filter(ret=ret).select_related("case").first()
    if known is not None:
        if pk is not None and known.case_id == pk:
            return known
        raise Refused(
            _(
                "La réintégration de ce retour est déjà ouverte sous le numéro %(number)s : allez à ce dossier."
            )
            % {"number": known.case},
            code="opened",
        )
    fresh = Return.objects.select_related("case__person", "case__unit").get(pk=ret.pk)
    if fresh.case.state not in ARRIVED or fresh.arrived_on is None:
        raise Refused(
            _("L'arrivée n'est pas enregistrée : confirmez-la avant d'ouvrir la réintégration."),
            code="not_arrived",
        )
    if scheme is not None:
        insist_on_scheme(fresh, scheme)
    case = open_case(
        actor,
        fresh.case.unit,
        code=CODE,
        person=fresh.case.person,
        principal=principal_of(fresh),
        opened_on=fresh.arrived_on,
        pk=pk,
    )
    return Reintegration.objects.create(
        case=case,
        ret=fresh,
        scheme=scheme,
        arrived_on=fresh.arrived_on,
        currency=scheme.currency if scheme else "EUR",
        town=" ".join(town.split())[:120] or fresh.to_town,
    )


def principal_of(ret: Return) -> Case | None:
    """The reintegration of the family's principal, where it is opened at the same office."""
    head = ret.case.principal_id
    if head is None:
        return None
    rows = Case.objects.filter(reintegration__ret__case=head, unit=ret.case.unit_id)
    return rows.first()


def insist_on_scheme(ret: Return, scheme: Scheme) -> None:
    """One of those that apply to this return; a forged one of another country or office is refused."""
    found = next((one for one in schemes_for(ret) if one.scheme.pk == scheme.pk), None)
    if found is None or not found.applies:
        raise bad("scheme", _("Ce dispositif ne s'applique pas à ce retour : choisissez-en un de la liste."))


@command(WORK)
def choose_scheme(actor: User, file: Reintegration, /, *, scheme: Scheme, seen: str = "") -> Reintegration:
    """By hand, until the first plan is approved: what was approved keeps the rights it was measured by.

    Raises: Refused, BadInput.
    """
    fresh = locked(file)
    if fresh.entitlement is not None:
        raise Refused(
            _(
                "Un plan a été approuvé sous ce dispositif : il ne change plus. Ouvrez un dossier pour le suivant."
            ),
            code="scheme_frozen",
        )
    if seen and seen != str(fresh.scheme_id or ""):
        raise Refused(CHANGED, code="changed")
    insist_on_scheme(fresh.ret, scheme)
    if fresh.plans.filter(activities__amount__gt=0).exclude(activities__currency=scheme.currency).exists():
        raise bad(
            "scheme",
            _("Le plan est compté dans une autre monnaie que ce dispositif : corrigez d'abord ses montants."),
        )
    fresh.scheme, fresh.currency = scheme, scheme.currency
    fresh.save(update_fields=["scheme", "currency"])
    return fresh


CHANGED = _(
    "Quelqu'un a changé cette fiche pendant que vous l'aviez ouverte : rien n'a été enregistré. Relisez-la."
)


def locked(file: Reintegration) -> Reintegration:
    """The file under its lock, and open. Raises: Refused."""
    fresh = (
        Reintegration.objects.select_for_update(of=("self",))
        .select_related("case", "ret", "scheme")
        .get(pk=file.pk)
    )
    if fresh.case.closed_on is not None:
        raise Refused(NOT_OPEN, code="closed")
    return fresh


def insist_on_day(file: Reintegration, on: date, field: str = "on") -> date:
    """From the arrival to today. Raises: BadInput."""
    if on > timezone.localdate():
        raise bad(field, _("Cette date est dans le futur : donnez le jour où cela a eu lieu."))
    if on < file.arrived_on:
        raise bad(
            field,
            _("Ce jour est avant l'arrivée de la personne, le %(day)s : vérifiez la date.")
            % {"day": shown(file.arrived_on)},
        )
    return on


def shown(day: date) -> str:
    return format_date(day, get_language() or "fr", short=True)


def words_of(text: str, field: str, sentence: Any) -> str:
    """Raises: BadInput where there are none."""
    kept = text.strip()[:LONGEST]
    if not kept:
        raise bad(field, sentence)
    return kept


# Contact


@command(WORK)
def note_contact(actor: User, file: Reintegration, /, *, on: date, text: str = "") -> Reintegration:
    """The person was reached. A day past the deadline is taken, and shows as late. Raises: Refused, BadInput."""
    fresh = locked(file)
    if fresh.case.state != "eligible":
        raise Refused(_("Le premier contact est déjà noté : rechargez la page."), code="contacted")
    fresh.contacted_on = insist_on_day(fresh, on)
    fresh.save(update_fields=["contacted_on"])
    FLOW.run(actor, fresh.case, "contact", move=Move(on=on, text=text.strip()[:LONGEST]))
    return fresh


@command(WORK)
def correct_contact(actor: User, file: Reintegration, /, *, on: date) -> Reintegration:
    """The day was noted wrong."""
    fresh = locked(file)
    if fresh.contacted_on is None:
        raise Refused(_("Le premier contact n'est pas noté : notez-le d'abord."), code="not_contacted")
    fresh.contacted_on = insist_on_day(fresh, on)
    fresh.save(update_fields=["contacted_on"])
    return fresh


@command(WORK)
def note_attempt(actor: User, file: Reintegration, /, *, on: date, text: str, pk: UUID | None = None) -> Note:
    """Nobody answered: a note of the file, so that who comes next knows what was tried. Raises: BadInput."""
    fresh = locked(file)
    insist_on_day(fresh, on)
    words = words_of(text, "text", _("Écrivez ce qui a été essayé : par quel moyen, auprès de qui."))
    with transaction.atomic():
        line = _now("Personne non jointe, essai du %(day)s.") % {"day": shown(on)}
        return write_note(actor, fresh.case, text=f"{line}\n{words}", pk=pk)


# Assessments


@command(WORK)
def assess(
    actor: User,
    file: Reintegration,
    /,
    *,
    topic: str,
    on: date,
    found: str,
    pk: UUID | None = None,
) -> Assessment:
    """What was found on one topic. Raises: Refused, BadInput."""
    fresh = locked(file)
    known = Assessment.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.file_id != fresh.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    values = assessed(fresh, topic, on, found)
    return Assessment.objects.create(id=pk or new_id(), file=fresh, by=actor, **values)


def assessed(file: Reintegration, topic: str, on: date, found: str) -> dict[str, Any]:
    if topic not in Assessment.Topic.values:
        raise bad("topic", _("Choisissez un sujet de la liste."))
    return {
        "topic": topic,
        "on": insist_on_day(file, on),
        "found": words_of(found, "found", _("Écrivez ce qui a été constaté.")),
    }


@command(WORK)
def correct_assessment(
    actor: User, one: Assessment, /, *, topic: str, on: date, found: str, seen: str = ""
) -> Assessment:
    """Whoever corrects it signs it. ``seen``: the words that stood on the page; others mean another tab was faster."""
    file = locked(one.file)
    fresh = Assessment.objects.select_for_update().get(pk=one.pk)
    if seen and seen != digest(fresh.topic, fresh.on, fresh.found):
        raise Refused(CHANGED, code="changed")
    for name, value in assessed(file, topic, on, found).items():
        setattr(fresh, name, value)
    fresh.by = actor
    fresh.save(update_fields=["topic", "on", "found", "by"])
    return fresh


def digest(*values: object) -> str:
    """What a form showed, in short: sent back with it, so that two tabs do not overwrite each other."""
    from hashlib import sha256

    return sha256("\x1f".join("" if one is None else str(one) for one in values).encode()).hexdigest()[:16]


# The end


@command(WORK)
def complete_file(
    actor: User, file: Reintegration, /, *, on: date, text: str, aftercare: str = ""
) -> Reintegration:
    """The plan was carried out. ``aftercare``: whom the person can turn to from now on. Raises: Refused, BadInput."""
    fresh = locked(file)
    insist_on_day(fresh, on)
    words = words_of(text, "text", _("Écrivez ce que le plan a donné : ce bilan reste dans le dossier."))
    FLOW.run(actor, fresh.case, "complete", move=Move(on=on, text=words))
    if aftercare.strip():
        line = _now("Après la clôture")
        write_note(actor, fresh.case, text=f"{line} : {aftercare.strip()[:LONGEST]}")
    return fresh


say(
    {
        "returns.open_reintegration": _("Réintégration ouverte"),
        "returns.choose_scheme": _("Dispositif choisi"),
        "returns.note_contact": _("Premier contact noté"),
        "returns.correct_contact": _("Jour du premier contact corrigé"),
        "returns.note_attempt": _("Essai de contact noté"),
        "returns.assess": _("Évaluation enregistrée"),
        "returns.correct_assessment": _("Évaluation corrigée"),
        "returns.complete_file": _("Réintégration close, plan mené à bien"),
    },
    kinds={"returns.reintegration": _("Réintégration"), "returns.assessment": _("Évaluation")},
)
