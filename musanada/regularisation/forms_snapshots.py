"""What is asked to freeze an operation, and to compare: an operation, a day, a category."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.partners.forms import Day
from musanada.regularisation.forms_cards import WITHIN
from musanada.regularisation.queries import comparison
from musanada.regularisation.queries import snapshots as queries

LOCAL = ZoneInfo("Africa/Casablanca")


class FreezeForm(forms.Form):
    """The end of a day, in local time: what was recorded until midnight."""

    operation = forms.ChoiceField(label=_("Quelle opération ?"))
    name = forms.CharField(
        label=_("Comment appeler cet état ?"),
        max_length=120,
        help_text=_("Par exemple : « Commission nationale, février 2015 »."),
    )
    day = Day(label=_("Ce qui était connu à la fin de quel jour ?"), validators=WITHIN)

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operations = {str(one.pk): one for one in queries.operations_to_freeze(actor)}
        choices = [(key, str(one)) for key, one in self.operations.items()]
        self.fields["operation"] = forms.ChoiceField(label=_("Quelle opération ?"), choices=choices)

    def moment(self) -> datetime:
        """The last instant of the day, or now where the day is today."""
        day = self.cleaned_data["day"]
        end = datetime.combine(day + timedelta(days=1), time.min, LOCAL).astimezone(UTC)
        return min(end - timedelta(microseconds=1), timezone.now()) if day <= timezone.localdate() else end


class ComparisonForm(forms.Form):
    operation = forms.ChoiceField(label=_("Opération"))
    category = forms.ChoiceField(label=_("Catégorie demandée"), required=False)

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operations = {str(one.pk): one for one in comparison.operations(actor)}
        chosen = self.operations.get(str(self.data.get("operation", ""))) or next(
            iter(self.operations.values()), None
        )
        self.chosen = chosen
        self.criteria = {one.code: one for one in comparison.claimable(chosen)} if chosen else {}
        named = [(key, str(one)) for key, one in self.operations.items()]
        codes = [("", _("Toutes")), *((code, f"{code} · {one}") for code, one in self.criteria.items())]
        self.fields["operation"] = forms.ChoiceField(label=_("Opération"), choices=named, required=False)
        self.fields["category"] = forms.ChoiceField(
            label=_("Catégorie demandée"), choices=codes, required=False
        )
