"""The question a page of figures is asked: for which period."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import Period, read_period


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
