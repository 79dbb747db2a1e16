"""Questions asked when somebody is referred, and when a referral is answered."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from musanada.cases import queries
from musanada.cases.queries.sending import Receiver
from musanada.cases.words import GROUP_WORDS
from musanada.kit.choices import FieldGroup
from musanada.kit.ids import new_id
from musanada.reference.codes import ServiceFamily

EMPTY = [("", _("Choisir…"))]


def group_choices(groups: frozenset[str]) -> list[tuple[str, Any]]:
    """The parts that may be sent, each with what it means; identity goes anyway."""
    return [
        (g.value, format_html('<span>{} <span class="soft">· {}</span></span>', g.label, GROUP_WORDS[g]))
        for g in FieldGroup
        if g in groups and g != FieldGroup.IDENTITY
    ]


class ReferForm(forms.Form):
    """One referral to a receiver already chosen: what for, how urgent, and what goes with it."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    kind = forms.ChoiceField(label=_("Que demandez-vous ?"), widget=forms.RadioSelect(), initial="referral")
    need = forms.ChoiceField(label=_("Pour quel besoin ?"), choices=[*EMPTY, *ServiceFamily.choices])
    urgency = forms.ChoiceField(
        label=_("Est-ce urgent ?"), choices=queries.URGENCIES, widget=forms.RadioSelect(), initial="normal"
    )
    groups = forms.MultipleChoiceField(
        label=_("Quelles parties du dossier ?"),
        help_text=_("L'identité est toujours transmise. Ne cochez que ce dont l'autre a besoin."),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    to_user = forms.ChoiceField(
        label=_("À quel collègue ?"),
        help_text=_(
            "Ce dossier est confidentiel : seule cette personne le verra, et son nom y sera inscrit."
        ),
    )
    body = forms.CharField(label=_("Quel service de l'organisme ?"), required=False, max_length=120)
    note = forms.CharField(
        label=_("Une note pour le destinataire"),
        help_text=_("Ce qu'il doit savoir pour répondre. N'écrivez ni nom ni diagnostic."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, to: Receiver, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = group_choices(to.groups)  # type: ignore[attr-defined]
        self.fields["kind"].choices = to.kinds  # type: ignore[attr-defined]
        self.fields["to_user"].choices = [*EMPTY, *to.colleagues]  # type: ignore[attr-defined]
        if len(to.kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = to.kinds[0][0]
        if not to.named:
            del self.fields["to_user"]
        if not to.outside:
            del self.fields["body"]

    @property
    def colleague(self) -> UUID | None:
        text = self.cleaned_data.get("to_user", "")
        return UUID(text) if text else None


class RefuseForm(forms.Form):
    """Why the receiver says no."""

    reason = forms.ChoiceField(label=_("Pourquoi ?"), choices=queries.REFUSALS, widget=forms.RadioSelect())
    remark = forms.CharField(
        label=_("Précisez"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class OutcomeForm(forms.Form):
    """What came of it, as a code."""

    outcome = forms.ChoiceField(label=_("Avec quel résultat ?"), widget=forms.RadioSelect())
    remark = forms.CharField(
        label=_("Précisez"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, outcomes: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class VerdictForm(forms.Form):
    """The answer of a body without account, all of it coded."""

    verdict = forms.ChoiceField(label=_("Votre réponse"), widget=forms.RadioSelect())
    reason = forms.ChoiceField(
        label=_("Si vous refusez : pourquoi ?"), choices=[*EMPTY, *queries.REFUSALS], required=False
    )
    outcome = forms.ChoiceField(
        label=_("Si c'est terminé : avec quel résultat ?"),
        choices=[*EMPTY, *queries.OUTCOMES],
        required=False,
    )

    VERDICTS = (
        ("accepted", _("Nous acceptons et suivrons cette demande")),
        ("refused", _("Nous ne pouvons pas la prendre")),
        ("done", _("Le service a été rendu, au moins en partie")),
        ("closed", _("Rien n'a pu être fait")),
    )

    def __init__(self, state: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = ("accepted", "refused") if state == "accepted" else ()
        self.fields["verdict"].choices = [v for v in self.VERDICTS if v[0] not in gone]  # type: ignore[attr-defined]

    @property
    def code(self) -> str:
        chosen = "reason" if self.cleaned_data["verdict"] == "refused" else "outcome"
        return str(self.cleaned_data[chosen])


class TermForm(forms.Form):
    """The deadlines of one urgency."""

    answer_hours = forms.IntegerField(label=_("Réponse attendue, en heures"), min_value=1, max_value=10_000)
    lapse_hours = forms.IntegerField(label=_("Échue sans réponse, en heures"), min_value=1, max_value=10_000)
    done_days = forms.IntegerField(label=_("Menée à bien, en jours"), min_value=1, max_value=1_000)
    open_days = forms.IntegerField(label=_("Paquet à retirer, en jours"), min_value=1, max_value=1_000)
