"""Questions asked when a person's rights are answered, a list is exported, a rule of retention is fixed."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.dataprotection.queries import answers, erasure, exports, retention
from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput
from musanada.reference.queries import nationality_choices

EVERY = [("", _("Toutes"))]


def language() -> str:
    return (get_language() or "fr")[:2]


class RequestField(forms.ChoiceField):
    """The entry of the register of requests that this answers, where there is one."""

    def offer(self, rows: Any) -> None:
        self.rows = {str(row.pk): row for row in rows}
        shown = [(key, f"{row} · {row.get_kind_display()}") for key, row in self.rows.items()]
        self.choices = [("", _("Aucune demande enregistrée")), *shown]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class VerifiedForm(forms.Form):
    """How we know that it is this person, and which request it answers."""

    verified = forms.ChoiceField(
        label=_("Comment avez-vous vérifié son identité ?"),
        widget=forms.RadioSelect,
        choices=answers.VERIFIED,
    )
    request = RequestField(label=_("Quelle demande enregistrée ?"), required=False)

    def __init__(self, *args: Any, requests: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request"].offer(requests)  # type: ignore[attr-defined]
        if not self.fields["request"].rows:  # type: ignore[attr-defined]
            del self.fields["request"]


class ReportForm(VerifiedForm):
    language = forms.ChoiceField(
        label=_("Dans quelle langue ?"), widget=forms.RadioSelect, choices=answers.LANGUAGES, initial="fr"
    )
    form = forms.ChoiceField(
        label=_("Comment le remettre ?"), widget=forms.RadioSelect, choices=answers.FORMS, initial="paper"
    )


class ExamineForm(forms.Form):
    note = forms.CharField(
        label=_("Qu'a montré l'examen ?"),
        help_text=_(
            "Paiements à justifier, recherche de proches, procédure, protection en cours. Cette note part avec le reste."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RefuseForm(forms.Form):
    reasons = forms.MultipleChoiceField(
        label=_("Pour quelles raisons ?"),
        help_text=_("Aucune autre raison ne permet de refuser. Les données sont alors gardées sans servir."),
        widget=forms.CheckboxSelectMultiple,
        choices=erasure.REASONS,
    )
    review_on = forms.DateField(
        label=_("Quand la revoir ?"),
        help_text=_("Dans l'année. Sans réponse : dans douze mois."),
        widget=DayInput,
        required=False,
    )


class ExportForm(forms.Form):
    """Whom, what, for what, to whom: asked one after the other, checked again by the command."""

    unit = forms.ChoiceField(label=_("Pour quelle unité ?"))
    purpose = forms.ChoiceField(label=_("Pour quelle finalité ?"), choices=[])
    recipient = forms.ChoiceField(
        label=_("Qui reçoit la liste ?"),
        help_text=_(
            "Hors de l'organisation, seules les personnes qui ont donné leur accord pour ce destinataire y figurent."
        ),
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=_("Quelles parties du dossier ?"),
        help_text=_("Le moins possible : l'identité y est toujours."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Quel format ?"), widget=forms.RadioSelect, choices=exports.FORMS, initial="xlsx"
    )
    known_at = forms.ChoiceField(label=_("Connues de quelle unité ?"), required=False)
    sex = forms.ChoiceField(label=_("Sexe"), required=False, choices=[("", _("Tous")), *Sex.choices])
    nationality = forms.ChoiceField(label=_("Nationalité"), required=False)
    since = forms.DateField(label=_("Enregistrées depuis le"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Enregistrées jusqu'au"), required=False, widget=DayInput)

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in exports.units(actor)}
        named = [(key, str(unit)) for key, unit in self.units.items()]
        own = {"unit": named, "known_at": [*EVERY, *named], "purpose": exports.PURPOSES}
        own["recipient"] = [("", _("L'organisation elle-même")), *exports.recipients(actor)]
        own["groups"] = [(g.value, g.label) for g in exports.offered_groups(actor) if g.value != "identity"]
        own["nationality"] = [*EVERY, *nationality_choices(language())]
        for name, choices in own.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """As an export keeps them: codes and ISO days."""
        said = self.cleaned_data
        found = {"unit": said["known_at"], "sex": said["sex"], "nationality": said["nationality"]}
        days = {name: said[name].isoformat() for name in ("since", "until") if said[name]}
        return {name: value for name, value in found.items() if value} | days


class ThresholdForm(forms.Form):
    rows = forms.IntegerField(label=_("À partir de combien de personnes ?"), min_value=1, max_value=100_000)


class RuleForm(forms.Form):
    months = forms.IntegerField(label=_("Combien de mois ?"), min_value=1, max_value=1200)
    then = forms.ChoiceField(
        label=_("Que se passe-t-il ensuite ?"), widget=forms.RadioSelect, choices=retention.THEN
    )
    legal_note = forms.CharField(label=_("Sur quoi se fonde cette durée ?"), max_length=300, required=False)
    confirmed = forms.BooleanField(label=_("L'organisation a décidé cette durée"), required=False)
