"""Schemes of donors, funding sources, limits of approval and rates: each change is a new row from a day on.

A file keeps the version it was opened under, an instalment the limit and the rate of its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput, Refused, bad
from musanada.programmes.models import Donor, Programme
from musanada.reference.models import Country, ExchangeRate
from musanada.returns.models import ApprovalLimit, Form, Funding, Proof, Scheme, SchemeBenefit, Support
from musanada.returns.queries.schemes import MANAGE

M = TypeVar("M", bound=models.Model)
TAKEN = _("Ce code, ou cette date pour ce code, est déjà pris : choisissez-en un autre.")


@dataclass(frozen=True)
class FundingDraft:
    code: str
    name_fr: str
    channel: str
    valid_from: date
    name_ar: str = ""
    donor: Donor | None = None
    programme: Programme | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class SchemeDraft:
    code: str
    name_fr: str
    funding: Funding
    direction: str
    cap: Decimal
    currency: str
    valid_from: date
    name_ar: str = ""
    country: Country | None = None
    whom: str = Scheme.Whom.EVERYONE
    plan_days: int = 30
    use_months: int = 12
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class BenefitDraft:
    kind: str
    form: str
    amount: Decimal
    due_months: int = 0
    proofs: Sequence[str] = ()


@command(MANAGE)
def create_funding(actor: User, unit: Unit, /, *, draft: FundingDraft) -> Funding:
    """Raises: BadInput."""
    return store(Funding(unit=unit, **vars(draft)), "code")


@command(MANAGE)
def edit_funding(
    actor: User, funding: Funding, /, *, name_fr: str, name_ar: str = "", valid_to: date | None = None
) -> Funding:
    """Its names, and until when it pays. Channel and donor stay: returns were counted under them. Raises: BadInput."""
    if valid_to and valid_to <= funding.valid_from:
        raise bad("valid_to", _("La fin est avant le début : vérifiez les deux dates."))
    funding.name_fr, funding.name_ar, funding.valid_to = name_fr.strip(), name_ar.strip(), valid_to
    return store(funding, "name_fr")


@command(MANAGE)
def create_scheme(
    actor: User, unit: Unit, /, *, draft: SchemeDraft, benefits: Sequence[BenefitDraft]
) -> Scheme:
    """A scheme's first version. Raises: BadInput."""
    if Scheme.objects.filter(code=draft.code).exists():
        raise bad("code", _("Un dispositif porte déjà ce code : écrivez-en une nouvelle version."))
    return written(unit, draft, benefits)


@command(MANAGE)
def renew_scheme(
    actor: User, scheme: Scheme, /, *, draft: SchemeDraft, benefits: Sequence[BenefitDraft]
) -> Scheme:
    """The next version, for arrivals from its day on; files keep theirs. Raises: BadInput, Refused."""
    last = Scheme.objects.select_for_update().filter(code=scheme.code).order_by("-valid_from")[:1]
    newest = last[0]
    if newest.pk != scheme.pk:
        raise Refused(_("Ce dispositif a déjà une version plus récente : partez d'elle."), code="newer")
    if draft.valid_from <= newest.valid_from:
        raise bad(
            "valid_from", _("La nouvelle version commence après celle qu'elle remplace : vérifiez la date.")
        )
    if draft.direction != newest.direction:
        raise bad("direction", _("Le sens d'un dispositif ne change pas : faites-en un autre."))
    made = written(newest.unit, draft, benefits, code=newest.code)
    if newest.valid_to is None or newest.valid_to > draft.valid_from:
        Scheme.objects.filter(pk=newest.pk).update(valid_to=draft.valid_from)
    return made


def written(unit: Unit, draft: SchemeDraft, benefits: Sequence[BenefitDraft], code: str = "") -> Scheme:
    insist_on_benefits(draft, benefits)
    values: dict[str, Any] = vars(draft) | ({"code": code} if code else {})
    made = store(Scheme(unit=unit, **values), "code")
    SchemeBenefit.objects.bulk_create(
        SchemeBenefit(
            scheme=made,
            order=order,
            kind=one.kind,
            form=one.form,
            amount=one.amount,
            due_months=one.due_months,
            proofs=f",{','.join(one.proofs)}," if one.proofs else "",
        )
        for order, one in enumerate(benefits, 1)
    )
    return made


def insist_on_benefits(draft: SchemeDraft, benefits: Sequence[BenefitDraft]) -> None:
    """Each within the cap and the time the rights may be used in. Raises: BadInput."""
    for one in benefits:
        if (
            one.kind not in Support.values
            or one.form not in Form.values
            or set(one.proofs) - set(Proof.values)
        ):
            raise BadInput(_("Choisissez la sorte, la forme et les preuves dans les listes."))
        if one.amount <= 0 or one.amount > draft.cap:
            raise BadInput(_("Le montant d'une prestation est positif et ne dépasse pas le plafond."))
        if one.due_months > draft.use_months:
            raise BadInput(_("Une prestation est due pendant le temps où les droits s'utilisent, pas après."))


@command(MANAGE)
def end_scheme(actor: User, scheme: Scheme, /, *, valid_to: date) -> Scheme:
    """No arrival from that day on has it. Raises: BadInput."""
    if valid_to <= scheme.valid_from:
        raise bad("valid_to", _("La fin est avant le début : vérifiez les deux dates."))
    scheme.valid_to = valid_to
    scheme.save(update_fields=["valid_to"])
    return scheme


@command(MANAGE)
def confirm_scheme(actor: User, scheme: Scheme, /, *, source: str) -> Scheme:
    """The organisation has read the donor's text: the version is no longer marked. Raises: BadInput."""
    words = " ".join(source.split())[:200]
    if not words:
        raise bad("source", _("Donnez le texte qui le fonde : convention, annexe, lettre du bailleur."))
    scheme.source, scheme.confirmed = words, True
    scheme.save(update_fields=["source", "confirmed"])
    return scheme


@command(MANAGE)
def set_limit(
    actor: User, unit: Unit, /, *, level: str, up_to: Decimal | None, valid_from: date
) -> ApprovalLimit:
    """Up to how much one word of that level is enough, from a day on. Raises: BadInput."""
    if level not in ApprovalLimit.Level.values:
        raise bad("level", _("Choisissez qui approuve dans la liste."))
    if up_to is not None and up_to < 0:
        raise bad("up_to", _("Un plafond n'est pas négatif."))
    return store(ApprovalLimit(level=level, up_to=up_to, valid_from=valid_from, confirmed=True), "valid_from")


@command(MANAGE)
def set_rate(
    actor: User, unit: Unit, /, *, currency: str, on: date, mad: Decimal, source: str
) -> ExchangeRate:
    """What one unit is worth in dirhams from a day on. Money keeps the rate it saw. Raises: BadInput."""
    code = currency.strip().upper()
    if len(code) != 3 or not code.isalpha() or code == "MAD":
        raise bad("currency", _("Une monnaie s'écrit en trois lettres, par exemple EUR ou USD."))
    if mad <= 0:
        raise bad("mad", _("Un taux est plus grand que zéro."))
    words = " ".join(source.split())[:200]
    if not words:
        raise bad("source", _("Donnez d'où vient ce taux, par exemple Bank Al-Maghrib."))
    rows = ExchangeRate.objects.filter(currency=code, on=on)
    if rows.filter(confirmed=False).update(mad=mad, source=words, confirmed=True):
        return rows.get()
    return store(ExchangeRate(currency=code, on=on, mad=mad, source=words, confirmed=True), "on")


def store(record: M, field: str) -> M:
    """The table's own rules, field by field. Raises: BadInput."""
    try:
        record.full_clean()
        with transaction.atomic():
            record.save()
    except ValidationError as error:
        told: dict[str, Any] = {name: " ".join(texts) for name, texts in error.message_dict.items()}
        raise BadInput(" ".join(told.values()), fields=told) from None
    except IntegrityError:
        raise bad(field, TAKEN) from None
    return record


say(
    {
        "returns.create_funding": _("Financement de retours créé"),
        "returns.edit_funding": _("Financement de retours corrigé"),
        "returns.create_scheme": _("Dispositif de réintégration créé"),
        "returns.renew_scheme": _("Nouvelle version d'un dispositif"),
        "returns.end_scheme": _("Fin d'un dispositif"),
        "returns.confirm_scheme": _("Dispositif confirmé"),
        "returns.set_limit": _("Plafond d'approbation fixé"),
        "returns.set_rate": _("Taux de change fixé"),
    },
    kinds={
        "returns.funding": _("Financement de retours"),
        "returns.scheme": _("Dispositif de réintégration"),
        "returns.approvallimit": _("Plafond d'approbation"),
        "reference.exchangerate": _("Taux de change"),
    },
    pages={"returns.scheme": "returns:scheme"},
)
