"""Writes of the register of associations: who they are, what the authority gave them, how many members, never which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.clocks import due_on
from musanada.cases.commands.clocks import rules_on
from musanada.kit.errors import BadInput, Refused, Sentence, bad
from musanada.reference.models import Place
from musanada.regularisation.models import Association, AssociationReceipt, Officer

M = TypeVar("M", bound=models.Model)
MANAGE = "association.manage"
A, K = Association.State, AssociationReceipt.Kind
# Which dated rule (``data/rules.yaml``, changed by an administrator) gives the date of what must follow an act.
PROCEDURE = "association"
FOLLOWED_BY = {
    K.PROVISIONAL: "association-receipt",
    K.FINAL: "association-change",
    K.CHANGE: "association-change",
}
STATE_AFTER = {
    K.DECLARATION: A.DECLARED,
    K.PROVISIONAL: A.PROVISIONAL,
    K.FINAL: A.FINAL,
    K.DISSOLUTION: A.DISSOLVED,
}
NEEDS = {K.PROVISIONAL: (K.DECLARATION,), K.FINAL: (K.DECLARATION, K.PROVISIONAL), K.CHANGE: (K.FINAL,)}
TAKEN = _("Une association de ce nom est déjà au registre de cette unité : ouvrez sa fiche.")
FUTURE = _("Cette date est dans le futur : donnez le jour où cela s'est passé.")


@dataclass(frozen=True)
class AssociationDraft:
    """What is known of an association when it enters the register, or when its card is corrected."""

    name_fr: str
    place: Place
    name_ar: str = ""
    nature: str = ""
    seat: str = ""
    founded_on: date | None = None


@command(MANAGE)
def register_association(actor: User, unit: Unit, /, *, draft: AssociationDraft) -> Association:
    """A new card. Raises: BadInput."""
    not_future("founded_on", draft.founded_on)
    return store(Association(unit=unit, recorded_by=actor, **vars(draft)))


@command(MANAGE)
def edit_association(actor: User, association: Association, /, *, draft: AssociationDraft) -> Association:
    """Correct the card. Acts and numbers of members have commands of their own. Raises: BadInput."""
    not_future("founded_on", draft.founded_on)
    for name, value in vars(draft).items():
        setattr(association, name, value)
    return store(association)


@command(MANAGE)
def record_receipt(
    actor: User, association: Association, /, *, kind: str, on: date, number: str = "", note: str = ""
) -> AssociationReceipt:
    """An act of the authority or of the association; the date of what must follow is computed from the rules.

    Raises: Refused on an act out of order, BadInput on a date that cannot be.
    """
    not_future("on", on)
    fresh = Association.objects.select_for_update().get(pk=association.pk)
    refuse_out_of_order(fresh, kind, on)
    receipt = AssociationReceipt(
        association=fresh, kind=kind, on=on, number=number.strip(), note=note.strip(), recorded_by=actor
    )
    receipt.due_on = expected_by(kind, on)
    store(receipt)
    after = STATE_AFTER.get(K(kind))
    if after and after != fresh.state:
        Association.objects.filter(pk=fresh.pk).update(state=after)
    association.refresh_from_db()
    return receipt


def refuse_out_of_order(association: Association, kind: str, on: date) -> None:
    """An act follows those it rests on, in their order; after a dissolution comes nothing."""
    if association.state == A.DISSOLVED:
        raise Refused(_("Cette association est dissoute : aucun acte ne s'ajoute à sa fiche."))
    if association.founded_on and on < association.founded_on:
        raise BadInput(
            _("L'acte est daté d'avant la fondation : vérifiez les deux dates."),
            fields={"on": _("Cette date est d'avant la fondation de l'association.")},
        )
    known = list(association.receipts.all())
    if kind in (K.DECLARATION, K.PROVISIONAL, K.FINAL) and any(one.kind == kind for one in known):
        raise Refused(_("Cet acte est déjà enregistré : un changement se déclare comme changement annuel."))
    if any(one.kind == kind and one.on == on for one in known):
        raise Refused(_("Cet acte est déjà enregistré à cette date."))
    needed = NEEDS.get(K(kind), ())
    before = [one.on for one in known if one.kind in needed]
    if needed and not before:
        raise Refused(LACKING[K(kind)])
    if before and on < max(before):
        raise bad("on", EARLY)
    later = [one.on for one in known if kind in NEEDS.get(K(one.kind), ())]
    if later and on > min(later):
        raise bad("on", LATE)
    if kind == K.DISSOLUTION and known and on < max(one.on for one in known):
        raise bad("on", EARLY)


EARLY = _("Cet acte est daté d'avant celui qu'il suit : vérifiez la date.")
LATE = _("Cet acte est daté d'après celui qui le suit : vérifiez la date.")
LACKING: dict[str, Sentence] = {
    K.PROVISIONAL: _("Aucune déclaration n'est enregistrée : enregistrez-la avant le récépissé provisoire."),
    K.FINAL: _("Ni déclaration ni récépissé provisoire n'est enregistré : commencez par là."),
    K.CHANGE: _(
        "L'association n'a pas de récépissé définitif : il n'y a pas encore de changement à déclarer."
    ),
}


def expected_by(kind: str, on: date) -> date | None:
    """When what follows is due, by the rule of that day; None where no rule stands."""
    code = FOLLOWED_BY.get(K(kind), "")
    rule = next((one for one in rules_on(PROCEDURE, on) if one.code == code), None) if code else None
    return due_on(on, rule.length, rule.measure) if rule else None


@command(MANAGE)
def regularise_association(actor: User, association: Association, /, *, on: date) -> Association:
    """Regularised under the operation: the final receipt, or what stands for it, was given that day.

    Raises: Refused, BadInput.
    """
    not_future("on", on)
    if association.state == A.DISSOLVED:
        raise Refused(_("Cette association est dissoute : elle ne se régularise plus."))
    if association.founded_on and on < association.founded_on:
        raise BadInput(EARLY, fields={"on": _("Cette date est d'avant la fondation de l'association.")})
    rows = Association.objects.filter(pk=association.pk, regularised_on=None)
    if not rows.update(regularised_on=on, regularised_recorded_at=timezone.now()):
        raise Refused(_("Cette association est déjà notée comme régularisée. Rechargez la page."))
    association.refresh_from_db()
    return association


@command(MANAGE)
def count_members(
    actor: User, association: Association, /, *, members: int, members_regularised: int, counted_on: date
) -> Association:
    """How many members, and of how many the situation was regularised with it. Numbers: nobody is listed.

    Raises: BadInput.
    """
    not_future("counted_on", counted_on)
    if members_regularised > members:
        raise bad(
            "members_regularised",
            _("Plus de membres régularisés que de membres : vérifiez les deux nombres."),
        )
    association.members, association.members_regularised = members, members_regularised
    association.members_counted_on = counted_on
    return store(association)


@command(MANAGE)
def add_officer(
    actor: User,
    association: Association,
    /,
    *,
    name: str,
    office: str,
    from_on: date,
    to_on: date | None = None,
) -> Officer:
    """Who holds an office of the association, from a day. Raises: BadInput."""
    in_order(from_on, to_on)
    return store(
        Officer(
            association=association,
            name=name.strip(),
            office=office.strip(),
            from_on=from_on,
            to_on=to_on,
            recorded_by=actor,
        )
    )


@command(MANAGE)
def end_officer(actor: User, officer: Officer, /, *, to_on: date) -> Officer:
    """That person no longer holds the office. Raises: Refused, BadInput."""
    in_order(officer.from_on, to_on)
    if officer.to_on is not None:
        raise Refused(_("La fin de cette fonction est déjà notée. Rechargez la page."))
    officer.to_on = to_on
    return store(officer)


def in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise bad("to_on", _("La fin est avant le début : vérifiez les deux dates."))


def not_future(field: str, day: date | None) -> None:
    if day is not None and day > timezone.localdate():
        raise bad(field, FUTURE)


def store(record: M) -> M:
    """The table's own rules, field by field. Raises: BadInput."""
    try:
        record.full_clean()
        with transaction.atomic():
            record.save()
    except ValidationError as error:
        raise told(error) from None
    except IntegrityError:
        raise BadInput(TAKEN, fields={"name_fr": TAKEN}) from None
    return record


def told(error: ValidationError) -> BadInput:
    codes = {one.code for several in error.error_dict.values() for one in several}
    if codes & {"unique", "unique_together"}:
        return BadInput(TAKEN, fields={"name_fr": TAKEN})
    fields: Mapping[str, Any] = {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return BadInput(" ".join(fields.values()), fields=fields)


say(
    {
        "regularisation.register_association": _("Association inscrite au registre"),
        "regularisation.edit_association": _("Fiche d'association corrigée"),
        "regularisation.record_receipt": _("Acte d'association enregistré"),
        "regularisation.regularise_association": _("Association régularisée"),
        "regularisation.count_members": _("Membres d'une association comptés"),
        "regularisation.add_officer": _("Dirigeant d'association noté"),
        "regularisation.end_officer": _("Fin de fonction d'un dirigeant notée"),
    },
    kinds={
        "regularisation.association": _("Association"),
        "regularisation.associationreceipt": _("Acte d'association"),
        "regularisation.officer": _("Dirigeant d'association"),
    },
    pages={"regularisation.association": "regularisation:association"},
)
