"""Another number for a rule, from a day on."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput


class RuleForm(forms.Form):
    value = forms.IntegerField(label=_("Quelle valeur ?"), min_value=1, max_value=32767)
    valid_from = forms.DateField(
        label=_("À partir de quel jour ?"),
        help_text=_("Ce qui a été décidé avant ne change pas."),
        initial=timezone.localdate,
        widget=DayInput(),
    )
    source = forms.CharField(label=_("D'après quel texte ?"), max_length=300, required=False)
    confirmed = forms.BooleanField(label=_("L'organisation confirme cette valeur"), required=False)
