"""Every write on partners and agreements."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Sentence
from musanada.partners import policies  # noqa: F401  the rights exist before the commands
from musanada.partners.models import Agreement, Partner

M = TypeVar("M", bound=models.Model)


@command("partners.manage")
def register_partner(
    actor: User, keeper: Unit, /, *, code: str, name_fr: str, kind: str, side: str, **more: Any
) -> Partner:
    """A new partner, its record kept by ``keeper``."""
    partner = Partner(
        kept_by=keeper, code=code.strip().upper(), name_fr=name_fr, kind=kind, side=side, **more
    )
    return store(partner, taken=code_taken(partner.code))


@command("partners.manage")
def edit_partner(actor: User, partner: Partner, /, **changes: Any) -> Partner:
    """Change what is known of a partner; its code stays, spreadsheets of others name it."""
    return store(changed(partner, changes, fixed=("id", "code", "kept_by")), taken=code_taken(partner.code))


@command("partners.manage")
def register_partners(actor: User, keeper: Unit, /, rows: Iterable[Mapping[str, Any]]) -> list[Partner]:
    """Many partners at once (set-up, import of a list): the same checks, all or nothing."""
    partners = [Partner(kept_by=keeper, **row) for row in rows]
    for partner in partners:
        check(partner, bulk=True)
    return store_all(Partner, partners, taken=_("Deux partenaires ne peuvent pas avoir le même code."))


@command("partners.manage")
def sign_agreement(
    actor: User, partner: Partner, /, *, kind: str, reference: str, in_force_from: Any, **more: Any
) -> Agreement:
    """An agreement with ``partner``, by its reference."""
    agreement = Agreement(
        partner=partner, kind=kind, reference=reference.strip(), in_force_from=in_force_from, **more
    )
    return store(
        agreement,
        taken=_("L'accord %(reference)s est déjà enregistré pour ce partenaire : ouvrez sa fiche.")
        % {"reference": agreement.reference},
    )


def code_taken(code: str) -> Sentence:
    return _("Le code %(code)s est déjà pris : choisissez-en un autre.") % {"code": code}


def changed(record: M, changes: Mapping[str, Any], *, fixed: Iterable[str]) -> M:
    """``record`` with new values; what is fixed for good is refused."""
    for name, value in changes.items():
        if name in fixed:
            raise BadInput(_("Ce champ ne se modifie pas : %(field)s.") % {"field": name})
        setattr(record, name, value)
    return record


def check(record: models.Model, *, taken: Sentence = "", bulk: bool = False) -> None:
    """The model's own rules, told field by field. Raises ``BadInput``.

    In ``bulk`` the database alone checks uniqueness and foreign keys: no question per row.
    """
    links = {f.name for f in record._meta.fields if f.is_relation}
    try:
        record.clean_fields(exclude=links if bulk else None)
        if not bulk:
            record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        raise bad_input(error, taken) from None


def bad_input(error: ValidationError, taken: Sentence) -> BadInput:
    codes = {one.code for several in error.error_dict.values() for one in several}
    if taken and codes & {"unique", "unique_together"}:
        return BadInput(taken, fields={"code": taken})
    fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return BadInput(" ".join(fields.values()), fields=fields)


def store(record: M, *, taken: Sentence) -> M:
    """Check and save. ``taken`` is what the slower of two clerks reads who gave the same code in the same second."""
    check(record, taken=taken)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        raise BadInput(taken, fields={"code": taken}) from None
    return record


def store_all(model: type[M], records: list[M], *, taken: Sentence) -> list[M]:
    try:
        with transaction.atomic():
            return model._default_manager.bulk_create(records, batch_size=500)
    except IntegrityError:
        raise BadInput(taken) from None
