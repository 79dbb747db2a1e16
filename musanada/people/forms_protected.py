"""Questions over P4 files. Every reason is kept; none should hold the person's name, and each form says so."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.forms import DayInput
from musanada.people.models import AsylumStatus, Authority, ConfidentialFile, NamedAccess

EMPTY = [("", _("Choisir…"))]
EXACT = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_(
            "N'écrivez pas le nom de la personne : ce motif reste au dossier, avec votre nom et l'heure."
        ),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenForm(WhyForm):
    subject = forms.ChoiceField(label=_("Quel danger ?"))
    hides = forms.TypedChoiceField(
        label=_("Que faut-il cacher ?"),
        choices=[
            ("yes", _("La personne : personne d'autre ne la trouve, ne la voit ni ne la compte")),
            ("no", _("Seulement ce dossier : ceux qui connaissent la personne la voient comme avant")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    field_order = ("subject", "hides", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [*EMPTY, *ConfidentialFile.Subject.choices]  # type: ignore[attr-defined]


def end_of(day: Any) -> datetime:
    """A day as an end: until it is over."""
    return timezone.make_aware(datetime.combine(day, time.min) + timedelta(days=1))


class UntilForm(WhyForm):
    until = forms.DateField(
        label=_("Jusqu'à quel jour, compris ?"),
        help_text=_("Un an au plus. L'accès s'arrête de lui-même."),
        widget=DayInput(),
    )
    field_order: tuple[str, ...] = ("until", "reason")

    @property
    def end(self) -> datetime:
        return end_of(self.cleaned_data["until"])


class GrantForm(UntilForm):
    user = forms.ChoiceField(
        label=_("Qui faut-il nommer ?"),
        help_text=_("Ceux qui travaillent, du même côté, là où la personne est connue."),
    )
    field_order = ("user", "until", "reason")

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [*EMPTY, *people]  # type: ignore[attr-defined]


class HandOverForm(WhyForm):
    user = forms.ChoiceField(
        label=_("Qui répondra du dossier ?"),
        help_text=_(
            "Vous restez nommé jusqu'à la fin de votre accès ; le nouveau responsable peut y mettre fin."
        ),
    )
    field_order = ("user", "reason")

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [*EMPTY, *people]  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Référence, nom entier, numéro de document ou téléphone"),
        help_text=_(
            "Exactement : un nom protégé ne se trouve pas par un morceau ni par une autre orthographe."
        ),
        max_length=200,
        widget=forms.TextInput(attrs={**EXACT, "type": "search"}),
    )


class GlassForm(forms.Form):
    unit = forms.ChoiceField(label=_("De quelle unité agissez-vous ?"))
    sought = forms.CharField(
        label=_("Référence de la personne, nom entier ou numéro de document"),
        help_text=_("Exactement comme au dossier."),
        max_length=200,
        widget=forms.TextInput(attrs=EXACT),
    )
    reason = forms.CharField(
        label=_("Quelle est l'urgence ?"),
        help_text=_("20 caractères au moins, sans le nom de la personne. Le point focal lira ces mots."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, units: list[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, str(unit)) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = str(units[0].pk)


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("L'ouverture en urgence était-elle justifiée ?"),
        choices=NamedAccess.Verdict.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Qu'est-ce qui vous le fait dire ?"),
        help_text=_("Qui avez-vous entendu, et que faut-il changer ?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Quel est le statut ?"), choices=AsylumStatus.Status.choices, widget=forms.RadioSelect
    )
    since = forms.DateField(label=_("Depuis quel jour ?"), widget=DayInput())
    authority = forms.ChoiceField(
        label=_("Quelle autorité l'a donné ?"), choices=Authority.choices, widget=forms.RadioSelect
    )
    certificate = forms.CharField(
        label=_("Numéro de l'attestation"),
        help_text=_("Gardé chiffré. Il ne sert pas à chercher la personne."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**EXACT, "dir": "ltr"}),
    )


class SendForm(forms.Form):
    authority = forms.ChoiceField(
        label=_("Vers quelle autorité ?"), choices=Authority.choices, widget=forms.RadioSelect
    )
    sent_on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())
