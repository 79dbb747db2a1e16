"""The questions asked about countries: which year the map shows, and what an office knows of a country."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.partners.forms import Day, UnitField
from musanada.returns.commands.country_notes import LONGEST, MOST_DAYS
from musanada.returns.models import CountryNote

RTL = {"dir": "rtl", "lang": "ar", "rows": 4}
BOTH = ""


class MapForm(forms.Form):
    """Since the first record, or one year; both directions, or one."""

    year = forms.ChoiceField(label=_("Année"), required=False)
    direction = forms.ChoiceField(label=_("Sens"), required=False)

    def __init__(
        self, *args: Any, years: list[str], directions: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        since = _("Depuis %(year)s") % {"year": years[0]} if years else _("Toutes les années")
        self.fields["year"].choices = [(BOTH, since), *((one, one) for one in reversed(years))]  # type: ignore[attr-defined]
        self.fields["direction"].choices = [(BOTH, _("Les deux sens")), *directions]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """One topic of one country."""

    unit = UnitField(label=_("Bureau qui tient la note"))
    topic = forms.ChoiceField(label=_("Sujet"), choices=CountryNote.Topic.choices)
    text_fr = forms.CharField(
        label=_("Note en français"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce qu'un conseiller doit savoir. Jamais le nom d'une personne accompagnée."),
    )
    text_ar = forms.CharField(
        label=_("La même note en arabe"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs=dict(RTL)),
    )
    days = forms.IntegerField(
        label=_("Délai observé d'un laissez-passer, en jours"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Laissez vide s'il n'est pas connu."),
    )
    on = Day(label=_("À jour au"))
    confirmed = forms.BooleanField(
        label=_("Confirmée par l'organisation"),
        required=False,
        help_text=_("Sans cette marque, la note paraît « à confirmer »."),
    )

    def __init__(self, *args: Any, units: Any, note: CountryNote | None = None, **kwargs: Any) -> None:
        first = {"on": timezone.localdate()}
        if note is not None:
            kept = ("topic", "text_fr", "text_ar", "days", "confirmed")
            first |= {name: getattr(note, name) for name in kept}
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if note is not None:
            del self.fields["unit"], self.fields["topic"]
        else:
            self.fields["unit"].offer(units)  # type: ignore[attr-defined]
