"""Questions asked about cards. What makes an answer wrong is for the commands."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.forms import DayInput
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.queries.papers import Paper

EVERY = [("", _("Tous"))]


# Figures are counted some months or years around the day asked for.
WITHIN = (MinValueValidator(date(1950, 1, 1)), MaxValueValidator(date(2150, 12, 31)))


class FilterForm(forms.Form):
    """The list of cards."""

    state = forms.ChoiceField(label=_("État"), required=False, choices=[("", _("Tous")), *queries.STATES])
    unit = forms.ChoiceField(label=_("Bureau"), required=False)
    text = forms.CharField(
        label=_("Référence"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("De la carte, du dossier ou de la personne."),
    )
    running_out = forms.BooleanField(label=_("Valables, les prochaines fins d'abord"), required=False)

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [(str(one.pk), str(one)) for one in queries.units(actor)]
        self.fields["unit"].choices = [*EVERY, *offices]  # type: ignore[attr-defined]
        if len(offices) < 2:
            del self.fields["unit"]


class DayForm(forms.Form):
    """The day something was done."""

    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())


class PrintForm(DayForm):
    field_order = ("number", "on")
    number = forms.CharField(
        label=_("Quel numéro est imprimé sur la carte ?"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class WithdrawForm(DayForm):
    field_order = ("reason", "on")
    reason = forms.CharField(
        label=_("Pourquoi la carte est-elle retirée ?"),
        help_text=_("Le motif et la décision qui l'ordonne. Il reste au dossier."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LossForm(DayForm):
    on = forms.DateField(
        label=_("Quel jour la perte ou le vol a-t-il été déclaré ?"),
        initial=timezone.localdate,
        widget=DayInput(),
    )


STEP_FORMS: dict[str, type[forms.Form]] = {
    "print": PrintForm,
    "deliver": DayForm,
    "cancel": forms.Form,
    "lose": LossForm,
    "withdraw": WithdrawForm,
}


class PapersForm(forms.Form):
    """Which papers the person has brought: a box for each, groups of which one is enough side by side."""

    papers = forms.MultipleChoiceField(
        label=_("Quelles pièces la personne a-t-elle apportées ?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, demanded: list[Paper], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, str(one)) for paper in demanded for one in paper.types]
        self.fields["papers"].choices = choices  # type: ignore[attr-defined]


class RenewForm(PapersForm):
    on = forms.DateField(
        label=_("Quel jour la demande est-elle déposée ?"), initial=timezone.localdate, widget=DayInput()
    )


class RefuseForm(DayForm):
    field_order = ("reason", "on")
    reason = forms.CharField(
        label=_("Pour quel motif le renouvellement est-il refusé ?"),
        help_text=_("Il est donné à la personne avec le délai pour saisir le tribunal."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StockForm(forms.Form):
    """A day for the stock, a period for what was handed over."""

    day = forms.DateField(label=_("Cartes valables le"), required=False, widget=DayInput(), validators=WITHIN)
    first = forms.DateField(
        label=_("Cartes remises du"), required=False, widget=DayInput(), validators=WITHIN
    )
    last = forms.DateField(label=_("au (inclus)"), required=False, widget=DayInput(), validators=WITHIN)


class ProjectionForm(forms.Form):
    first = forms.DateField(
        label=_("À partir du mois de"), required=False, widget=DayInput(), validators=WITHIN
    )
