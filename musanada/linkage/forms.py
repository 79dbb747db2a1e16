"""What the queue may be asked, and what is said of a pair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.linkage.models import TwinPair

State, Origin = TwinPair.State, TwinPair.Origin
STATES = [("", State.OPEN.label), *((s.value, s.label) for s in (State.UNSURE, State.DIFFERENT))]


class QueueForm(forms.Form):
    state = forms.ChoiceField(label=_("État"), required=False, choices=STATES)
    origin = forms.ChoiceField(
        label=_("Origine"), required=False, choices=[("", _("Toutes")), *Origin.choices]
    )
    suspicious = forms.BooleanField(label=_("Groupes suspects seulement"), required=False)


class DecisionForm(forms.Form):
    """The reason may stay empty for "two people" and "not sure"; which record is kept matters for "same" only."""

    reason = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Nécessaire pour « la même personne ». N'écrivez pas de nom."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keep = forms.ChoiceField(
        label=_("Si c'est la même personne, quelle fiche garder ?"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    field_order = ("reason", "keep")

    def __init__(self, records: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = records  # type: ignore[attr-defined]
