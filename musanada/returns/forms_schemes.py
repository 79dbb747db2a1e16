"""Questions asked about schemes, funding sources, limits of approval and rates."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.partners.forms import UnitField
from musanada.programmes.models import Donor, Programme
from musanada.reference.models import Country
from musanada.reference.queries import countries, currencies
from musanada.returns.commands.schemes import BenefitDraft, FundingDraft, SchemeDraft
from musanada.returns.forms_money import EMPTY, RowField, amount_field, day_field, offered
from musanada.returns.models import ApprovalLimit, Channel, Direction, Form, Proof, Scheme, Support
from musanada.returns.queries import schemes as queries

BENEFITS = 6  # lines offered; an empty one is left out
OWN = ("code", "name_fr", "name_ar", "direction", "whom", "cap", "currency", "plan_days", "use_months")


def offer_unit(form: Any, actor: User) -> None:
    field = form.fields["unit"]
    field.offer(queries.units_to_keep(actor))
    if len(field.choices) == 1:
        field.widget = forms.HiddenInput()
        field.initial = field.choices[0][0]


def arabic(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )


class FundingForm(forms.Form):
    unit = UnitField(label=_("Quelle unité tient la fiche ?"))
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capitales sans accent, chiffres et tirets. Il ne change plus."),
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = arabic(_("Nom en arabe"))
    channel = forms.ChoiceField(label=_("Par quelle voie ?"), choices=[*EMPTY, *Channel.choices])
    donor = RowField(label=_("Bailleur"), required=False)
    programme = RowField(label=_("Programme"), required=False)
    valid_from = day_field(label=_("Depuis quel jour ?"), initial=timezone.localdate)
    valid_to = day_field(label=_("Jusqu'au, non compris"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_unit(self, actor)
        units = queries.units_to_keep(actor).values("pk")
        fields: dict[str, Any] = self.fields
        fields["donor"].offer(Donor.objects.filter(kept_by__in=units), _("Aucun"))
        fields["programme"].offer(Programme.objects.filter(lead_unit__in=units), _("Aucun"))

    def draft(self) -> FundingDraft:
        return FundingDraft(**{name: value for name, value in self.cleaned_data.items() if name != "unit"})


class FundingEditForm(forms.Form):
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = arabic(_("Nom en arabe"))
    valid_to = day_field(label=_("Jusqu'au, non compris"), required=False)


class SchemeForm(forms.Form):
    """A version of a scheme. Its benefits are lines of their own (``BenefitsForm``)."""

    unit = UnitField(label=_("Quelle unité tient la fiche ?"))
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capitales sans accent, chiffres et tirets. Il ne change plus."),
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = arabic(_("Nom en arabe"))
    funding = RowField(label=_("Quel financement ?"))
    direction = forms.ChoiceField(label=_("Dans quel sens ?"), choices=[*EMPTY, *Direction.choices])
    country = forms.ChoiceField(
        label=_("Pour quel pays ?"), required=False, help_text=_("De retour, ou de départ vers le Maroc.")
    )
    whom = forms.ChoiceField(label=_("Pour qui ?"), choices=Scheme.Whom.choices, widget=forms.RadioSelect())
    cap = amount_field(label=_("Plafond par personne"))
    currency = forms.ChoiceField(label=_("Monnaie"))
    plan_days = forms.IntegerField(
        label=_("Plan établi dans les combien de jours ?"), min_value=1, max_value=365, initial=30
    )
    use_months = forms.IntegerField(
        label=_("Droits à utiliser dans les combien de mois ?"), min_value=1, max_value=60, initial=12
    )
    valid_from = day_field(label=_("Pour les arrivées depuis quel jour ?"))
    source = forms.CharField(label=_("Texte qui le fonde"), max_length=200, required=False)
    confirmed = forms.BooleanField(
        label=_("L'organisation a lu ce texte et confirme ces règles"), required=False
    )

    def __init__(self, *args: Any, actor: User, known: Scheme | None = None, **kwargs: Any) -> None:
        if known is not None:
            kwargs["initial"] = {name: getattr(known, name) for name in OWN} | {
                "funding": known.funding_id,
                "country": known.country_id or "",
                "source": known.source,
            }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        lang = get_language() or "fr"
        fields["funding"].offer(queries.fundings(actor, queries.MANAGE), _("Choisir…"))
        offered(fields["country"], [("", _("Tous les pays")), *countries(lang)])
        offered(fields["currency"], currencies())
        if known is None:
            offer_unit(self, actor)
            fields["currency"].initial = "EUR"
            fields["whom"].initial = Scheme.Whom.EVERYONE
        else:
            for name in ("unit", "code", "direction"):
                del fields[name]
            self.known = known

    def draft(self) -> SchemeDraft:
        answers = {name: value for name, value in self.cleaned_data.items() if name != "unit"}
        code = answers.pop("country")
        known = getattr(self, "known", None)
        if known is not None:
            answers |= {"code": known.code, "direction": known.direction}
        return SchemeDraft(country=Country.objects.filter(pk=code).first() if code else None, **answers)


class BenefitForm(forms.Form):
    """One line; wholly empty it is none."""

    kind = forms.ChoiceField(label=_("Sorte"), required=False, choices=[("", "—"), *Support.choices])
    form = forms.ChoiceField(label=_("Forme"), required=False, choices=[("", "—"), *Form.choices])
    amount = amount_field(label=_("Montant au plus"), required=False)
    due_months = forms.IntegerField(
        label=_("Dû après l'arrivée, en mois"), min_value=0, max_value=60, required=False
    )
    proofs = forms.MultipleChoiceField(
        label=_("Preuves"), required=False, choices=Proof.choices, widget=forms.CheckboxSelectMultiple()
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        wanted = ("kind", "form", "amount")
        given = [name for name in wanted if answers.get(name)]
        if (given or answers.get("due_months") or answers.get("proofs")) and len(given) < len(wanted):
            for name in wanted:
                if name not in given and name not in self.errors:
                    self.add_error(name, _("Complétez cette ligne, ou videz-la."))
        return answers

    def draft(self) -> BenefitDraft | None:
        answers = self.cleaned_data
        if not answers.get("kind"):
            return None
        return BenefitDraft(
            answers["kind"], answers["form"], answers["amount"], answers["due_months"] or 0, answers["proofs"]
        )


Benefits: Any = forms.formset_factory(BenefitForm, extra=0, min_num=BENEFITS, max_num=12, absolute_max=12)


def benefits_form(data: Any, known: Scheme | None) -> Any:
    rows = [
        {
            "kind": one.kind,
            "form": one.form,
            "amount": one.amount,
            "due_months": one.due_months,
            "proofs": [code for code in one.proofs.split(",") if code],
        }
        for one in (known.benefits.all() if known else ())
    ]
    return Benefits(data, initial=rows, prefix="b")


def drafts_of(formset: Any) -> list[BenefitDraft]:
    """Raises: BadInput where no line is filled in."""
    found = [draft for form in formset if (draft := form.draft())]
    if not found:
        raise BadInput(_("Décrivez au moins une prestation : sorte, forme et montant."))
    return found


class EndForm(forms.Form):
    valid_to = day_field(label=_("À partir de quel jour n'est-il plus donné ?"), initial=timezone.localdate)


class ConfirmForm(forms.Form):
    source = forms.CharField(
        label=_("Quel texte le fonde ?"),
        max_length=200,
        help_text=_("Convention, annexe, lettre du bailleur."),
    )


class LimitForm(forms.Form):
    level = forms.ChoiceField(label=_("Qui approuve ?"), choices=[*EMPTY, *ApprovalLimit.Level.choices])
    up_to = amount_field(
        label=_("Jusqu'à combien de dirhams ?"), required=False, help_text=_("Laissez vide : sans limite.")
    )
    valid_from = day_field(label=_("Depuis quel jour ?"), initial=timezone.localdate)


class RateForm(forms.Form):
    currency = forms.CharField(label=_("Quelle monnaie ?"), min_length=3, max_length=3)
    mad = forms.DecimalField(
        label=_("Combien de dirhams pour une unité ?"),
        max_digits=18,
        decimal_places=8,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    on = day_field(label=_("Depuis quel jour ?"), initial=timezone.localdate)
    source = forms.CharField(label=_("D'où vient ce taux ?"), max_length=200)
