"""The questions of pages of figures: for which period; which file of figures of others; what a series counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, read_period
from musanada.kit.uploads import UploadedText
from musanada.reporting.externals import LARGEST

RTL, LTR = {"dir": "rtl", "lang": "ar"}, {"dir": "ltr"}


class FiguresForm(UploadedText):
    """A CSV file of figures of others, or the text of one that was already looked at."""

    largest = LARGEST
    too_large = _("Ce fichier dépasse 20 Mo : coupez-le.")

    file = forms.FileField(
        label=_("Quel fichier ?"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
        help_text=_(
            "CSV avec les colonnes series, period, dimension, value, unit, qualifier, status, published, source, url, "
            "page, note. Chaque valeur a sa période ; un rang dit aussi parmi quoi."
        ),
    )


class SeriesForm(forms.Form):
    """What a series of others counts, and how texts name it."""

    label_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    label_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=200, required=False, widget=forms.TextInput(RTL)
    )
    label_en = forms.CharField(label=_("Nom en anglais"), max_length=200, required=False)
    label_es = forms.CharField(label=_("Nom en espagnol"), max_length=200, required=False)
    unit = forms.CharField(
        label=_("Unité de compte"),
        max_length=40,
        widget=forms.TextInput(LTR),
        help_text=_("Comme dans ses chiffres : persons, applications, attempts, percent, rank…"),
    )
    counts = forms.CharField(
        label=_("Ce qui est compté"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    publisher = forms.CharField(label=_("Qui la publie"), max_length=200, required=False)
    words = forms.CharField(
        label=_("Mots qui la nomment dans un texte"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 8, "dir": "auto"}),
        help_text=_("Un par ligne, en toute langue : la vérification des textes les cherche."),
    )


class PeriodForm(forms.Form):
    """``?period=`` in the contract's grammar; the value is a ``Period``. Other parameters ride along unseen."""

    period = forms.CharField(
        label=_("Période"),
        max_length=40,
        help_text=_("2024, 2024-H1, 2024-Q3, 2024-05, 2024-01/2024-09, ../2024 ou 2023/.."),
    )
    by = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    where = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def clean_period(self) -> Any:
        try:
            period: Period = read_period(self.cleaned_data["period"])
        except BadInput as problem:
            raise forms.ValidationError(problem.message) from None  # type: ignore[arg-type]  # lazy text is text
        return period
