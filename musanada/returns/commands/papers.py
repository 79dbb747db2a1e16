"""Papers of a journey: the travel document, the exit authorisation, the certificate of fitness.

A paper is asked for on a day, answered, and holds until a day; a wrong one is voided, never rewritten. Nothing here says
why somebody is unfit or ill: the health file travels by its own sealed way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import command, missing, scoped
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.reference.queries import country_codes
from musanada.returns.models import ExitAuthorisation, FitToTravel, Return, TravelDocument

P = TypeVar("P", bound=models.Model)
PAPERS = "return.papers"
FASTER = _("Quelqu'un vient de répondre pour ce papier : rechargez la page.")


@dataclass(frozen=True)
class DocumentDraft:
    """A passport or laissez-passer, asked for or in hand. The same ``id`` twice is one paper."""

    kind: str
    issuer: str
    number: str = ""
    asked_on: date | None = None
    obtained_on: date | None = None
    valid_to: date | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class ExitDraft:
    """The ministry's answer."""

    granted: bool
    on: date
    valid_from: date | None = None
    valid_to: date | None = None
    reference: str = ""


@dataclass(frozen=True)
class FitnessDraft:
    """What a doctor lets the carrier know."""

    on: date
    doctor: str
    result: str
    valid_to: date
    needs: tuple[str, ...] = ()
    id: UUID = field(default_factory=new_id)


def insist_open(ret: Return) -> None:
    """Papers of a journey belong to a file that is open."""
    if ret.case.closed_on is not None:
        raise Refused(_("Ce retour est clos : rouvrez-le d'abord, avec un motif."), code="closed")


def past(name: str, day: date | None) -> None:
    if day is not None and day > timezone.localdate():
        raise bad(name, _("Ce jour n'est pas encore venu : vérifiez la date."))


def ordered(name: str, first: date | None, then: date | None) -> None:
    if first and then and then < first:
        raise bad(name, _("Cette date vient avant la précédente : vérifiez les deux."))


# Travel documents


@command(PAPERS)
def record_document(actor: User, ret: Return, /, *, draft: DocumentDraft) -> TravelDocument:
    """Asked of a consulate (``asked_on``), or already in hand (``obtained_on`` and ``valid_to``)."""
    known = TravelDocument.objects.filter(pk=draft.id, ret=ret).first()
    if known is not None:
        return known
    insist_open(ret)
    insist_document(draft)
    if draft.obtained_on is None and ret.documents.filter(kind=draft.kind, state="asked").exists():
        raise Refused(
            _(
                "Un document de cette sorte est déjà demandé : notez la réponse du consulat, ou annulez la demande."
            ),
            code="document.asked",
        )
    return TravelDocument.objects.create(
        id=draft.id,
        ret=ret,
        kind=draft.kind,
        state="obtained" if draft.obtained_on else "asked",
        issuer_id=draft.issuer,
        number=draft.number.strip(),
        asked_on=draft.asked_on,
        obtained_on=draft.obtained_on,
        valid_to=draft.valid_to,
        by=actor,
    )


def insist_document(draft: DocumentDraft) -> None:
    if draft.kind not in TravelDocument.Kind.values:
        raise bad("kind", _("Choisissez le document dans la liste."))
    if draft.issuer not in country_codes():
        raise bad("issuer", _("Dites quel pays délivre ce document."))
    if draft.asked_on is None and draft.obtained_on is None:
        raise bad("asked_on", _("Dites quel jour il a été demandé, ou obtenu."))
    past("asked_on", draft.asked_on)
    if draft.obtained_on is not None:
        insist_in_hand(draft.number, draft.asked_on, draft.obtained_on, draft.valid_to)


def insist_in_hand(number: str, asked_on: date | None, obtained_on: date, valid_to: date | None) -> None:
    past("obtained_on", obtained_on)
    ordered("obtained_on", asked_on, obtained_on)
    if valid_to is None:
        raise bad("valid_to", _("Dites jusqu'à quel jour le document est valable : le départ en dépend."))
    ordered("valid_to", obtained_on, valid_to)
    if not number.strip():
        raise bad("number", _("Recopiez le numéro du document : la liste de départ en a besoin."))


@command(PAPERS)
def obtain_document(
    actor: User, document: TravelDocument, /, *, number: str, obtained_on: date, valid_to: date | None
) -> TravelDocument:
    """The consulate gave it."""
    insist_open(document.ret)
    insist_in_hand(number, document.asked_on, obtained_on, valid_to)
    document.number = number.strip()  # encrypted by the field, which an UPDATE of values would do as well
    return moved(
        document,
        ("asked",),
        state="obtained",
        number=document.number,
        obtained_on=obtained_on,
        valid_to=valid_to,
    )


@command(PAPERS)
def refuse_document(actor: User, document: TravelDocument, /) -> TravelDocument:
    """The consulate said no."""
    insist_open(document.ret)
    return moved(document, ("asked",), state="refused")


@command(PAPERS)
def void_document(actor: User, document: TravelDocument, /) -> TravelDocument:
    """Lost, cancelled, replaced, or written by mistake."""
    insist_open(document.ret)
    return moved(document, ("asked", "obtained", "refused"), state="void")


def moved(paper: P, sources: Sequence[str], **values: Any) -> P:
    """The state is in the UPDATE: of two answers at once, one is told that it came second."""
    rows = type(paper)._default_manager.filter(pk=paper.pk, state__in=sources)
    if not rows.update(**values):
        raise Refused(FASTER, code="faster")
    paper.refresh_from_db()
    return paper


# Exit authorisations


@command(PAPERS)
def ask_exit(actor: User, ret: Return, /, *, on: date, reference: str = "") -> ExitAuthorisation:
    """Asked of the ministry."""
    insist_open(ret)
    past("on", on)
    if ret.exits.filter(state="asked").exists():
        raise Refused(
            _("L'autorisation est déjà demandée : notez la réponse du ministère, ou annulez la demande."),
            code="exit.asked",
        )
    return ExitAuthorisation.objects.create(
        ret=ret, state="asked", asked_on=on, reference=reference.strip(), by=actor
    )


@command(PAPERS)
def answer_exit(actor: User, one: ExitAuthorisation, /, *, draft: ExitDraft) -> ExitAuthorisation:
    insist_open(one.ret)
    return moved(one, ("asked",), **answer_of(one, draft))


def answer_of(one: ExitAuthorisation, draft: ExitDraft) -> dict[str, Any]:
    past("on", draft.on)
    ordered("on", one.asked_on, draft.on)
    values: dict[str, Any] = {"answered_on": draft.on}
    if draft.reference.strip():
        values["reference"] = draft.reference.strip()
    if not draft.granted:
        return values | {"state": "refused"}
    if draft.valid_from is None or draft.valid_to is None:
        raise bad("valid_to", _("Une autorisation vaut de tel jour à tel jour : saisissez les deux."))
    ordered("valid_to", draft.valid_from, draft.valid_to)
    return values | {"state": "granted", "valid_from": draft.valid_from, "valid_to": draft.valid_to}


@command(PAPERS)
def void_exit(actor: User, one: ExitAuthorisation, /) -> ExitAuthorisation:
    insist_open(one.ret)
    return moved(one, ("asked", "granted", "refused"), state="void")


@command(PAPERS)
def ask_exits(
    actor: User, unit: Unit, rets: Sequence[Return], /, *, on: date, reference: str = ""
) -> list[ExitAuthorisation]:
    """One list sent to the ministry: all of it or nothing. ``unit``: the office that sends it."""
    past("on", on)
    insist_each(actor, Return, [one.pk for one in rets])
    for ret in rets:
        insist_open(ret)
    waiting = set(
        ExitAuthorisation.objects.filter(ret__in=[one.pk for one in rets], state="asked").values_list(
            "ret", flat=True
        )
    )
    if waiting:
        raise Refused(
            ngettext(
                "%(n)s autorisation de cette liste est déjà demandée : rien n'a été enregistré. Rechargez la page.",
                "%(n)s autorisations de cette liste sont déjà demandées : rien n'a été enregistré. Rechargez la page.",
                len(waiting),
            )
            % {"n": len(waiting)},
            code="exit.asked",
        )
    rows = [
        ExitAuthorisation(ret=one, state="asked", asked_on=on, reference=reference.strip(), by=actor)
        for one in rets
    ]
    return ExitAuthorisation.objects.bulk_create(rows)


@command(PAPERS)
def answer_exits(
    actor: User, unit: Unit, exits: Sequence[ExitAuthorisation], /, *, draft: ExitDraft
) -> list[ExitAuthorisation]:
    """One answer of the ministry for a list: all of it or nothing."""
    insist_each(actor, ExitAuthorisation, [one.pk for one in exits])
    found = []
    for one in exits:
        insist_open(one.ret)
        found.append(moved(one, ("asked",), **answer_of(one, draft)))
    return found


def insist_each(actor: User, model: Any, keys: Iterable[Any]) -> None:
    """The right at every file's own office, in one question."""
    wanted = set(keys)
    if not wanted:
        raise Refused(_("Cochez au moins une ligne."))
    if scoped(actor, PAPERS, model.objects.filter(pk__in=wanted), named=True).count() != len(wanted):
        raise missing(PAPERS)


# Fitness to travel


@command(PAPERS)
def record_fitness(actor: User, ret: Return, /, *, draft: FitnessDraft) -> FitToTravel:
    """What the doctor certifies; with conditions, what the carrier must provide. No diagnosis."""
    known = FitToTravel.objects.filter(pk=draft.id, ret=ret).first()
    if known is not None:
        return known
    insist_open(ret)
    insist_fitness(draft)
    chosen = [code for code in FitToTravel.Need.values if code in draft.needs]
    return FitToTravel.objects.create(
        id=draft.id,
        ret=ret,
        on=draft.on,
        doctor=draft.doctor.strip(),
        result=draft.result,
        needs=f",{','.join(chosen)}," if chosen else "",
        valid_to=draft.valid_to,
        by=actor,
    )


def insist_fitness(draft: FitnessDraft) -> None:
    if draft.result not in FitToTravel.Result.values:
        raise bad("result", _("Dites ce que le médecin conclut."))
    past("on", draft.on)
    ordered("valid_to", draft.on, draft.valid_to)
    if not draft.doctor.strip():
        raise bad("doctor", _("Écrivez le nom du médecin qui signe le certificat."))
    if not set(draft.needs) <= set(FitToTravel.Need.values):
        raise bad("needs", _("Choisissez les conditions parmi celles proposées."))
    conditions = draft.result == FitToTravel.Result.CONDITIONS
    if conditions and not draft.needs:
        raise bad("needs", _("Apte avec conditions : cochez ce que le transporteur doit prévoir."))
    if draft.needs and not conditions:
        raise bad(
            "needs", _("Des conditions ne vont qu'avec « apte avec conditions » : changez l'un ou l'autre.")
        )


@command(PAPERS)
def void_fitness(actor: User, one: FitToTravel, /) -> FitToTravel:
    """Written by mistake."""
    insist_open(one.ret)
    if not FitToTravel.objects.filter(pk=one.pk, voided_at=None).update(voided_at=timezone.now()):
        raise Refused(FASTER, code="faster")
    one.refresh_from_db()
    return one


say(
    {
        "returns.record_document": _("Document de voyage enregistré"),
        "returns.obtain_document": _("Document de voyage obtenu"),
        "returns.refuse_document": _("Document de voyage refusé par le consulat"),
        "returns.void_document": _("Document de voyage annulé"),
        "returns.ask_exit": _("Autorisation de sortie demandée"),
        "returns.answer_exit": _("Réponse du ministère notée"),
        "returns.void_exit": _("Autorisation de sortie annulée"),
        "returns.ask_exits": _("Autorisations de sortie demandées en liste"),
        "returns.answer_exits": _("Réponses du ministère notées en liste"),
        "returns.record_fitness": _("Certificat d'aptitude enregistré"),
        "returns.void_fitness": _("Certificat d'aptitude annulé"),
    },
    kinds={
        "returns.traveldocument": _("Document de voyage"),
        "returns.exitauthorisation": _("Autorisation de sortie"),
        "returns.fittotravel": _("Certificat d'aptitude au voyage"),
    },
)
