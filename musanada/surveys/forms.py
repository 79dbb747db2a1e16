"""The questions asked about a questionnaire, a round, and how an interview is held. The interview's own are data."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.uploads import UploadedText
from musanada.partners.forms import Day, UnitField
from musanada.surveys.definitions import definition_of
from musanada.surveys.models import Interview, Round
from musanada.surveys.populations import choices as populations
from musanada.surveys.queries import instruments, rounds

EMPTY = [("", _("Choisir…"))]
RTL = {"dir": "rtl"}
LANGUAGES = {"fr": _("Français"), "ar": _("Arabe"), "en": _("Anglais"), "es": _("Espagnol")}


class UploadForm(UploadedText):
    """A file, or the text of one that was already looked at."""

    largest = 1_000_000
    too_large = _("Ce fichier est trop grand pour un questionnaire : vérifiez que c'est le bon.")

    file = forms.FileField(
        label=_("Quel fichier ?"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_("Un questionnaire en YAML. Rien n'est enregistré avant que vous ayez vu ce qui change."),
    )


class ConfirmForm(forms.Form):
    source = forms.CharField(
        label=_("Contre quel texte a-t-il été vérifié, et par qui ?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RoundForm(forms.Form):
    unit = UnitField(label=_("Quelle unité mène la campagne ?"))
    name_fr = forms.CharField(label=_("Intitulé en français"), max_length=200)
    name_ar = forms.CharField(
        label=_("Intitulé en arabe"), max_length=200, required=False, widget=forms.TextInput(attrs=RTL)
    )
    code = forms.SlugField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})
    )
    version = forms.ChoiceField(label=_("Avec quelle version de quel questionnaire ?"))
    population = forms.ChoiceField(label=_("Qui est interrogé ?"))
    stage = forms.ChoiceField(
        label=_("À quel moment ?"), choices=Round._meta.get_field("stage").choices or []
    )
    from_months = forms.IntegerField(
        label=_("À partir de combien de mois après l'événement ?"),
        min_value=0,
        max_value=120,
        help_text=_("Usage : 1 à 3 mois après l'arrivée au départ, 12 à 18 mois à la fin."),
    )
    to_months = forms.IntegerField(label=_("Jusqu'à combien de mois ?"), min_value=0, max_value=120)
    events_from = Day(label=_("Pour les événements depuis quel jour ?"))
    events_to = Day(label=_("Jusqu'à quel jour, inclus ?"))
    sampling = forms.ChoiceField(
        label=_("Comment les personnes sont-elles choisies ?"), choices=Round.Sampling.choices
    )
    sampling_note = forms.CharField(
        label=_("Comment l'échantillon a-t-il été tiré ?"),
        max_length=300,
        required=False,
        help_text=_("Cité avec les résultats."),
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].offer(rounds.desks(actor))
        if len(fields["unit"].choices) == 1:
            fields["unit"].widget = forms.HiddenInput()
            fields["unit"].initial = fields["unit"].choices[0][0]
        self.versions = {str(one.pk): one for one in instruments.versions()}
        named = [(key, f"{one.instrument} · {one.version}") for key, one in self.versions.items()]
        fields["version"].choices = [*EMPTY, *named]
        fields["population"].choices = [*EMPTY, *populations()]

    def values(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["version"] = self.versions[found["version"]]
        return found


class ChangeForm(RoundForm):
    """Of a round that is there: its place, its code and its questionnaire stay."""

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        for name in ("unit", "code", "version"):
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class HeldForm(forms.Form):
    """How somebody was asked."""

    mode = forms.ChoiceField(
        label=_("Comment la personne est-elle interrogée ?"),
        choices=Interview.Mode.choices,
        widget=forms.RadioSelect,
    )
    on = Day(label=_("Quel jour ?"), initial=timezone.localdate)


class StartForm(HeldForm):
    field_order = ("language", "mode", "on")
    language = forms.ChoiceField(label=_("Dans quelle langue ?"), widget=forms.RadioSelect)

    def __init__(self, one: Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = definition_of(one.version).languages
        self.fields["language"].choices = [(code, LANGUAGES[code]) for code in languages]  # type: ignore[attr-defined]
        self.fields["language"].initial = languages[0]
        self.fields["mode"].initial = Interview.Mode.PRESENT


class NoAnswerForm(HeldForm):
    field_order = ("outcome", "mode", "on")
    outcome = forms.ChoiceField(
        label=_("Pourquoi n'y a-t-il pas de réponse ?"),
        choices=[
            (code, label)
            for code, label in Interview.Outcome.choices
            if code in ("refused", "unreachable", "moved")
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].initial = Interview.Mode.PHONE
        self.fields["mode"].label = _("Comment a-t-on essayé ?")


class FinishForm(forms.Form):
    rest_not_asked = forms.BooleanField(
        label=_("Les questions sans réponse n'ont pas été posées."), required=False
    )


class PeopleFilter(forms.Form):
    state = forms.ChoiceField(label=_("Qui ?"), required=False)

    def __init__(self, states: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]
