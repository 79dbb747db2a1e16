"""Questions asked about money: instalments and their evidence, payments, suppliers, schemes. Rules are the commands'."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.formats import format_date, format_money, isolate
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id, show_reference
from musanada.partners.forms import UnitField
from musanada.people.forms_attachments import ACCEPT
from musanada.people.models import Attachment
from musanada.people.queries.attachments import attachments, kinds_to_add, may_add
from musanada.returns.commands.evidence import EvidenceDraft, Upload
from musanada.returns.commands.tranches import TrancheDraft
from musanada.returns.models import Form, LedgerLine, Proof, Supplier, Tranche
from musanada.returns.queries import suppliers
from musanada.returns.queries.tranches import STATES, visits_that_show

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
ALL: list[tuple[str, Any]] = [("", _("Tous"))]
ANY: list[tuple[str, Any]] = [("", _("Toutes"))]


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def amount_field(**options: Any) -> forms.DecimalField:
    """To the centime, with a comma or a point."""
    return forms.DecimalField(decimal_places=2, max_digits=12, min_value=Decimal(0), localize=True, **options)


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=DayInput(), **options)


class RowField(forms.ChoiceField):
    """One of a few records; its value is the record, or None."""

    def offer(self, rows: Iterable[Any], empty: Any = None, label: Any = str) -> None:
        self.rows = {str(one.pk): one for one in rows}
        first = [] if empty is None else [("", empty)]
        self.choices = [*first, *((key, label(one)) for key, one in self.rows.items())]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class Keyed(forms.Form):
    """A form whose row has its key before it is sent: sent twice, it is one row."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


# Instalments


class TrancheForm(Keyed):
    amount = amount_field(label=_("De combien ?"))
    due_on = day_field(label=_("Due quel jour ?"))
    form = forms.ChoiceField(label=_("Sous quelle forme ?"), choices=[*EMPTY, *Form.choices])
    supplier = RowField(
        label=_("Payée à qui ?"),
        required=False,
        help_text=_("À la personne, ou au fournisseur qui livre à sa place."),
    )
    proofs = forms.MultipleChoiceField(
        label=_("Quelles preuves avant de la payer ?"),
        required=False,
        choices=Proof.choices,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(
        self, *args: Any, unit: Any, currency: str, known: Tranche | None = None, **kwargs: Any
    ) -> None:
        if known is not None:
            kwargs["initial"] = {
                "amount": known.amount,
                "due_on": known.due_on,
                "form": known.form,
                "supplier": known.supplier_id,
                "proofs": known.proof_set,
            }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["amount"].help_text = _("En %(currency)s.") % {"currency": isolate(currency)}
        fields["supplier"].offer(suppliers.for_unit(unit), _("À la personne"), lambda one: one.name)

    def draft(self) -> TrancheDraft:
        answers = self.cleaned_data
        return TrancheDraft(
            answers["amount"], answers["due_on"], answers["form"], answers["proofs"], answers["supplier"]
        )


class EvidenceForm(Keyed):
    """A visit already noted, a file of the person already there, a new one, or where the original is."""

    proof = forms.ChoiceField(label=_("Quelle preuve ?"))
    on = day_field(label=_("De quel jour ?"), initial=timezone.localdate)
    visit = RowField(
        label=_("Quelle visite ?"),
        required=False,
        help_text=_("Seules celles qui ont vu le projet tourner sont proposées."),
    )
    amount = amount_field(label=_("De quel montant est la pièce ?"), required=False)
    attachment = RowField(label=_("Une pièce déjà jointe"), required=False)
    file = forms.FileField(
        label=_("Ou un nouveau fichier"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    text = forms.CharField(
        label=_("Précision"),
        required=False,
        max_length=500,
        widget=area(2),
        help_text=_("Numéro de la pièce, ou où se trouve l'original."),
    )

    def __init__(self, *args: Any, actor: User, tranche: Tranche, wanted: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        asked = tranche.proof_set
        labels = dict(Proof.choices)
        first = [(code, labels[code]) for code in asked if code in labels]
        offered(fields["proof"], [*EMPTY, *first, *(c for c in Proof.choices if c[0] not in asked)])
        fields["proof"].initial = wanted
        fields["visit"].offer(visits_that_show(tranche.file), _("Aucune"), visit_words)
        self.offer_files(actor, tranche, fields)

    def offer_files(self, actor: User, tranche: Tranche, fields: dict[str, Any]) -> None:
        person = tranche.file.case.person
        rows = list(attachments(actor, person).filter(voided_at=None))
        if rows:
            fields["attachment"].offer(rows, _("Aucune"), attachment_words)
        else:
            del fields["attachment"]
        self.kinds = dict(kinds_to_add(actor, person)) if may_add(actor, person) else {}
        if not self.kinds:
            del fields["file"]
            return
        fields["file"].help_text = _("Image ou PDF de %(limit)s Mo au plus, gardé chiffré.") % {
            "limit": settings.ATTACHMENT_LIMIT // (1024 * 1024)
        }

    def draft(self) -> EvidenceDraft:
        answers = self.cleaned_data
        known = answers.get("attachment")
        return EvidenceDraft(
            answers["proof"],
            answers["on"],
            visit=answers["visit"],
            attachment=known.pk if known else None,
            upload=self.upload(answers.get("file")),
            amount=answers["amount"],
            text=answers["text"],
        )

    def upload(self, sent: Any) -> Upload | None:
        if not sent:
            return None
        kind = Attachment.Kind.RECEIPT if Attachment.Kind.RECEIPT in self.kinds else next(iter(self.kinds))
        return Upload(sent.name, str(kind), sent.read())


def visit_words(visit: Any) -> str:
    return (
        f"{isolate(format_date(visit.on, get_language() or 'fr', short=True))} · {visit.get_runs_display()}"
    )


def attachment_words(one: Any) -> str:
    day = format_date(timezone.localtime(one.created_at).date(), get_language() or "fr", short=True)
    return f"{one.get_kind_display()} · {isolate(day)}"


class ReasonForm(forms.Form):
    text = forms.CharField(label=_("Pourquoi ?"), max_length=500, widget=area(3))


class ApproveForm(forms.Form):
    text = forms.CharField(label=_("Remarque"), required=False, max_length=500, widget=area(2))


class PayForm(forms.Form):
    on = day_field(label=_("Payée quel jour ?"), initial=timezone.localdate)
    receipt = forms.CharField(
        label=_("Numéro du reçu ou de l'ordre de paiement"),
        max_length=60,
        help_text=_("Celui du bordereau, du virement ou du carnet de reçus."),
    )
    text = forms.CharField(label=_("Remarque"), required=False, max_length=500, widget=area(2))


class RefundForm(forms.Form):
    amount = amount_field(
        label=_("Combien revient ?"),
        help_text=_(
            "Le tout : le paiement n'a pas eu lieu. Une partie : elle retourne aux droits de la personne."
        ),
    )
    on = day_field(label=_("Quel jour ?"), initial=timezone.localdate)
    receipt = forms.CharField(label=_("Numéro du reçu"), required=False, max_length=60)
    text = forms.CharField(label=_("Pourquoi ?"), max_length=500, widget=area(3))


class InvoiceForm(forms.Form):
    """One invoice of a common project, and the parts it pays."""

    tranches = forms.MultipleChoiceField(
        label=_("Quelles parts paie-t-elle ?"), widget=forms.CheckboxSelectMultiple()
    )
    amount = amount_field(label=_("Montant de la facture"))
    on = day_field(label=_("Payée quel jour ?"), initial=timezone.localdate)
    receipt = forms.CharField(label=_("Numéro de la facture ou de l'ordre de paiement"), max_length=60)
    text = forms.CharField(label=_("Remarque"), required=False, max_length=500, widget=area(2))

    def __init__(self, rows: Sequence[Tranche], names: dict[Any, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(one.pk): one for one in rows}
        offered(self.fields["tranches"], [(key, part_words(one, names)) for key, one in self.rows.items()])
        self.fields["tranches"].initial = list(self.rows)

    def values(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        answers["tranches"] = [self.rows[key] for key in answers["tranches"]]
        return answers


def part_words(one: Tranche, names: dict[Any, str]) -> str:
    amount = isolate(format_money(one.amount, one.currency, get_language() or "fr"))
    name = isolate(names.get(one.file.case.person_id, ""))
    to = isolate(one.supplier.name) if one.supplier else _("à la personne")
    return f"{isolate(show_reference(one.reference))} · {name} · {amount} · {to}"


class TrancheFilter(forms.Form):
    q = forms.CharField(
        label=_("Référence"),
        required=False,
        help_text=_("Du versement ou du dossier."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    state = forms.ChoiceField(label=_("État"), required=False, choices=[*ALL, *STATES.items()])
    form = forms.ChoiceField(label=_("Forme"), required=False, choices=[*ANY, *Form.choices])
    view = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, offices: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["office"], [*ALL, *((str(one.pk), str(one)) for one in offices)])


# Suppliers


class SupplierForm(forms.Form):
    unit = UnitField(label=_("De quel bureau ?"))
    name = forms.CharField(label=_("Nom"), max_length=160)
    sells = forms.CharField(
        label=_("Que fournit-il ?"),
        max_length=160,
        required=False,
        help_text=_("Outils, formation, loyer, soins…"),
    )
    account = forms.CharField(label=_("Compte ou mode de paiement"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: User, known: Supplier | None = None, **kwargs: Any) -> None:
        if known is not None:
            kwargs["initial"] = {name: getattr(known, name) for name in ("name", "sells", "account")}
        super().__init__(*args, **kwargs)
        if known is not None:
            del self.fields["unit"]
            return
        field: Any = self.fields["unit"]
        field.offer(suppliers.units_to_keep(actor))
        if len(field.choices) == 1:
            field.widget = forms.HiddenInput()
            field.initial = field.choices[0][0]


class SupplierFilter(forms.Form):
    q = forms.CharField(
        label=_("Nom ou produit"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    inactive = forms.BooleanField(label=_("Aussi ceux hors d'usage"), required=False)


# The ledger


class LedgerFilter(forms.Form):
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    first = day_field(label=_("Du"), required=False)
    last = day_field(label=_("Au"), required=False)
    funding = forms.ChoiceField(label=_("Financement"), required=False)
    kind = forms.ChoiceField(label=_("Écriture"), required=False, choices=[*ANY, *LedgerLine.Kind.choices])
    view = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, offices: Iterable[Any], fundings: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["office"], [*ALL, *((str(one.pk), str(one)) for one in offices)])
        offered(self.fields["funding"], [*ALL, *((str(one.pk), str(one)) for one in fundings)])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        first, last = answers.get("first"), answers.get("last")
        if first and last and last < first:
            self.add_error("last", _("La fin est avant le début : vérifiez les deux dates."))
        return answers

    def chosen(self) -> dict[str, Any]:
        if not self.is_bound or not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value and name != "view"}
