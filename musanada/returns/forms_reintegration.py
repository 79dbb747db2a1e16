"""Questions asked about a reintegration, its plan, its visits and common projects. What makes an answer wrong is for the
commands."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.returns.commands.plans import ActivityDraft
from musanada.returns.models import (
    Assessment,
    Dimension,
    Form,
    Scheme,
    Support,
    Visit,
)

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
ANY: list[tuple[str, Any]] = [("", _("Tous"))]
KINDS: Any = Support.choices


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def amount_field(**options: Any) -> forms.DecimalField:
    """To the centime, with a comma or a point."""
    return forms.DecimalField(decimal_places=2, max_digits=12, min_value=Decimal(0), localize=True, **options)


class DayForm(forms.Form):
    """The day something was done; ``key`` numbers the message, so that one sent twice is one."""

    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())


class KeyedForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class SeenForm(forms.Form):
    """Carries what the page showed: another tab that was faster is told, and overwrites nothing."""

    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)


# The file


class SchemeField(forms.ChoiceField):
    """Its value is the ``Scheme``, or None."""

    def offer(self, schemes: Sequence[Scheme], empty: Any) -> None:
        self.schemes = {str(one.pk): one for one in schemes}
        self.choices = [("", empty), *((key, str(one)) for key, one in self.schemes.items())]

    def clean(self, value: Any) -> Scheme | None:
        return self.schemes.get(super().clean(value))


class OpenForm(KeyedForm):
    scheme = SchemeField(
        label=_("Sous quel dispositif ?"),
        required=False,
        widget=forms.RadioSelect(),
        help_text=_("Il fixe les droits de la personne. Il se choisit aussi plus tard, avant le plan."),
    )
    town = forms.CharField(
        label=_("Dans quelle ville la personne est-elle maintenant ?"), required=False, max_length=120
    )

    def __init__(self, schemes: Sequence[Scheme], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].offer(schemes, _("Le choisir plus tard"))  # type: ignore[attr-defined]


class SchemeForm(SeenForm):
    scheme = SchemeField(label=_("Quel dispositif s'applique ?"), widget=forms.RadioSelect())

    def __init__(self, schemes: Sequence[Scheme], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].offer(schemes, _("Choisir…"))  # type: ignore[attr-defined]
        field: Any = self.fields["scheme"]
        field.choices = field.choices[1:]


class ContactForm(forms.Form):
    on = forms.DateField(
        label=_("Quel jour la personne a-t-elle été jointe ?"), initial=timezone.localdate, widget=DayInput()
    )
    text = forms.CharField(
        label=_("Qu'a-t-elle dit ?"),
        required=False,
        max_length=2000,
        widget=area(),
        help_text=_("Facultatif."),
    )


class AttemptForm(KeyedForm):
    on = forms.DateField(
        label=_("Quel jour avez-vous essayé ?"), initial=timezone.localdate, widget=DayInput()
    )
    text = forms.CharField(
        label=_("Qu'avez-vous essayé ?"),
        help_text=_("Par quel moyen, auprès de qui, avec quelle suite."),
        max_length=2000,
        widget=area(),
    )


class AssessmentForm(KeyedForm, SeenForm):
    field_order = ("id", "seen", "topic", "on", "found")
    topic = forms.ChoiceField(
        label=_("Sur quel sujet ?"), choices=Assessment.Topic.choices, widget=forms.RadioSelect()
    )
    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())
    found = forms.CharField(
        label=_("Qu'avez-vous constaté ?"),
        help_text=_("Les besoins, et les forces sur lesquelles s'appuyer."),
        max_length=4000,
        widget=area(6),
    )


class ReasonForm(forms.Form):
    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())
    text = forms.CharField(label=_("Pourquoi ?"), max_length=2000, widget=area(4))


class CompleteForm(forms.Form):
    on = forms.DateField(
        label=_("Quel jour le plan s'achève-t-il ?"), initial=timezone.localdate, widget=DayInput()
    )
    text = forms.CharField(
        label=_("Qu'a donné le plan ?"),
        help_text=_("Ce bilan reste dans le dossier."),
        max_length=2000,
        widget=area(4),
    )
    aftercare = forms.CharField(
        label=_("Vers qui la personne peut-elle se tourner ensuite ?"),
        help_text=_("Services et contacts qui restent après la clôture. Facultatif."),
        required=False,
        max_length=2000,
        widget=area(),
    )


# The plan


class GoalForm(KeyedForm, SeenForm):
    field_order = ("id", "seen", "goal", "on")
    goal = forms.CharField(
        label=_("Que veut atteindre la personne ?"),
        help_text=_("Dans ses mots. Le plan imprimé les reprend."),
        max_length=4000,
        widget=area(4),
    )
    on = forms.DateField(
        label=_("Quel jour le plan est-il établi avec elle ?"), initial=timezone.localdate, widget=DayInput()
    )


class ActivityForm(KeyedForm, SeenForm):
    """One line of the plan, individual; a share of a common project is written from the project."""

    field_order = ("id", "seen", "kind", "dimension", "what", "form", "amount", "starts_on", "ends_on")
    kind = forms.ChoiceField(label=_("Quelle sorte d'appui ?"), choices=[*EMPTY, *Support.choices])
    dimension = forms.ChoiceField(
        label=_("Pour quelle dimension de la réintégration ?"),
        choices=Dimension.choices,
        widget=forms.RadioSelect(),
    )
    what = forms.CharField(label=_("En quoi consiste-t-il ?"), max_length=2000, widget=area(2))
    form = forms.ChoiceField(label=_("Sous quelle forme ?"), choices=Form.choices, widget=forms.RadioSelect())
    amount = amount_field(
        label=_("Pour quel montant ?"),
        initial=Decimal(0),
        help_text=_("Zéro pour un service qui ne coûte rien."),
    )
    starts_on = forms.DateField(label=_("À partir de quel jour ?"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("Jusqu'à quel jour ?"), required=False, widget=DayInput())

    def __init__(self, currency: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Pour quel montant, en %(currency)s ?") % {"currency": currency}

    def draft(self) -> ActivityDraft:
        names = ("dimension", "kind", "form", "what", "amount", "starts_on", "ends_on")
        return ActivityDraft(**{name: self.cleaned_data[name] for name in names})


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi l'activité est-elle abandonnée ?"), max_length=2000, widget=area()
    )


# Visits


class VisitForm(KeyedForm, SeenForm):
    field_order = ("id", "seen", "on", "mode", "runs", "found", "next_on")
    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())
    mode = forms.ChoiceField(label=_("Comment ?"), choices=Visit.Mode.choices, widget=forms.RadioSelect())
    runs = forms.ChoiceField(
        label=_("Ce qui a été payé fonctionne-t-il ?"), choices=Visit.Runs.choices, widget=forms.RadioSelect()
    )
    found = forms.CharField(
        label=_("Qu'avez-vous constaté ?"),
        required=False,
        max_length=4000,
        widget=area(5),
        help_text=_("À distance, dites ce qui permet de l'affirmer."),
    )
    next_on = forms.DateField(
        label=_("Quand est la prochaine visite ?"),
        required=False,
        widget=DayInput(),
        help_text=_("Facultatif : elle devient une tâche du dossier."),
    )


# Lists


class FilterForm(forms.Form):
    """The filters of the list, in its address."""

    number = forms.CharField(label=_("Numéro"), required=False, max_length=12)
    state = forms.ChoiceField(label=_("État"), required=False)
    cohort = forms.ChoiceField(label=_("Année d'arrivée"), required=False)
    country = forms.ChoiceField(label=_("Pays"), required=False)
    scheme = forms.ChoiceField(label=_("Dispositif"), required=False)
    kind = forms.ChoiceField(label=_("Sorte d'appui"), required=False)
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    due = forms.ChoiceField(
        label=_("À faire"),
        required=False,
        choices=[
            ("", _("Tout")),
            ("plan", _("Plan en retard")),
            ("tranche", _("Versement dû")),
            ("visit", _("Visite à faire")),
        ],
    )
    everything = forms.BooleanField(label=_("Dossiers clos aussi"), required=False)

    def __init__(self, choices: dict[str, Sequence[tuple[str, Any]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            offered(self.fields[name], [*ANY, *rows])
            if len(rows) < 2:
                del self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """What was asked for; an answer that is not on offer is left out."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
