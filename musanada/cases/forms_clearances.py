"""Questions asked when a clearance is asked for, answered, or taken back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.queries import clearances as reads
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id

USUAL_DAYS = 30
FOR_OUR_EYES = _("Seules les personnes qui répondent aux feux verts le liront. N'écrivez pas de nom.")


class FindForm(forms.Form):
    """For whom? The reference on the person's slip."""

    reference = forms.CharField(
        label=_("Pour qui ?"),
        help_text=_("La référence de la personne, lue sur son billet."),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AskForm(forms.Form):
    """Which clearance, from which office."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    kind = forms.ChoiceField(
        label=_("Quel feu vert demandez-vous ?"), choices=reads.KINDS, widget=forms.RadioSelect()
    )
    unit = forms.ChoiceField(label=_("Pour quel bureau ?"))

    def __init__(self, units: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = str(units[0].pk)


def soon() -> Any:
    return timezone.localdate() + timedelta(days=USUAL_DAYS)


class AnswerForm(forms.Form):
    """Granted for a time, or not."""

    decision = forms.ChoiceField(
        label=_("Que répondez-vous ?"),
        choices=[("grant", _("Accorder")), ("refuse", _("Ne pas accorder"))],
        widget=forms.RadioSelect(),
    )
    from_on = forms.DateField(
        label=_("Si vous l'accordez : à partir de quel jour ?"),
        initial=timezone.localdate,
        required=False,
        widget=DayInput(),
    )
    to_on = forms.DateField(label=_("Jusqu'à quel jour ?"), initial=soon, required=False, widget=DayInput())
    grounds = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=FOR_OUR_EYES,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("decision") == "grant":
            for name in ("from_on", "to_on"):
                if not answers.get(name) and name not in self.errors:
                    self.add_error(
                        name, str(_("Un feu vert vaut de tel jour à tel jour : saisissez les deux."))
                    )
        return answers


class RevokeForm(forms.Form):
    grounds = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=FOR_OUR_EYES,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
