"""What the journal's pages ask."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import queries
from musanada.access.queries.journal import PERIODS
from musanada.access.verbs import VERBS
from musanada.kit.forms import DayInput

ALL_F = [("", _("Toutes"))]
LAST = {
    7: _("Sept derniers jours"),
    30: _("Trente derniers jours"),
    90: _("Trois derniers mois"),
    365: _("Douze derniers mois"),
}


class PeriodFilter(forms.Form):
    """The named view goes along: changing the period does not leave it."""

    days = forms.TypedChoiceField(
        label=_("Période"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Depuis le début")), *((days, LAST[days]) for days in PERIODS)],
    )


class JournalFilter(PeriodFilter):
    """The address may name any verb: one without words is asked for by its code."""

    field_order = ("days", "day", "verb", "outcome")
    verb = forms.ChoiceField(label=_("Action"), required=False)
    outcome = forms.ChoiceField(label=_("Issue"), required=False, choices=[*ALL_F, *queries.OUTCOMES])
    day = forms.DateField(label=_("Un jour"), required=False, widget=DayInput())

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        asked = str(data.get("verb", ""))
        other = [(asked, asked)] if asked and asked not in VERBS else []
        words = sorted(VERBS.items(), key=lambda pair: str(pair[1]))
        self.fields["verb"].choices = [*ALL_F, *other, *words]  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    first = forms.DateField(label=_("Du jour"), widget=DayInput())
    last = forms.DateField(label=_("Au jour"), widget=DayInput())

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"first": today - timedelta(days=30), "last": today})
