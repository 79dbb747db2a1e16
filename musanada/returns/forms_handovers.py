"""Questions of a hand-over: to whom, with what word; accepted or declined."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.kit.ids import new_id
from musanada.returns.commands.handovers import HandOverDraft

AREA = {"rows": 3}


class ProposeForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    to = forms.ChoiceField(label=_("À quelle mission remettez-vous ce dossier ?"))
    message = forms.CharField(
        label=_("Un mot pour elle"),
        help_text=_("Ce qu'elle doit savoir pour reprendre le dossier. N'écrivez pas de nom."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, missions: Sequence[Any], bodies: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {f"unit:{one.pk}": one for one in missions}
        self.partners = {f"partner:{one.pk}": one for one in bodies}
        groups: list[tuple[Any, Any]] = [("", _("Choisir…"))]
        for label, found in ((_("Missions"), self.units), (_("Missions sans compte"), self.partners)):
            if found:
                groups.append((label, [(word, str(one)) for word, one in found.items()]))
        self.fields["to"].choices = groups  # type: ignore[attr-defined]

    def draft(self) -> HandOverDraft:
        word = self.cleaned_data["to"]
        return HandOverDraft(
            to_unit=self.units.get(word),
            partner=self.partners.get(word),
            message=self.cleaned_data["message"],
            id=self.cleaned_data["id"],
        )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Un mot pour la mission qui propose"),
        help_text=_("Si vous déclinez, dites pourquoi. N'écrivez pas de nom."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=AREA),
    )
