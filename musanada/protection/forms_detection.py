"""A checklist on a phone: three answers a sign, the questions that make it urgent, and nothing that says who it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.protection.checklists import Sign, signs
from musanada.protection.commands.detection import LONGEST_NOTE, DetectionDraft
from musanada.protection.models import Detection, Known, Tick

INLINE = {"class": "choices-inline"}
UNKNOWN = Tick.Found.UNKNOWN
SAFE = [choice for choice in Known.choices if choice[0] in ("yes", "no", "unknown")]


@dataclass(frozen=True)
class Question:
    """One sign with its three answers, as the template draws them."""

    name: str
    sign: Sign
    choices: list[tuple[str, Any, bool]]


@dataclass(frozen=True)
class Asked:
    """One checklist on the page."""

    list: Any
    chosen: bool
    questions: list[Question]


def name_of(one: Any, code: str) -> str:
    return f"sign-{one.pk}-{code}"


class DetectionForm(forms.Form):
    """``lists`` are those on the page: offered now, or sent by a page opened before they were replaced."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    unit = forms.ChoiceField(label=_("Pour quel bureau ?"))
    age = forms.ChoiceField(
        label=_("Adulte ou enfant ?"),
        help_text=_("Dans le doute, un enfant."),
        choices=Detection.Age.choices,
        widget=forms.RadioSelect(attrs=INLINE),
    )
    safe_now = forms.ChoiceField(
        label=_("En sécurité maintenant ?"), choices=SAFE, widget=forms.RadioSelect(attrs=INLINE)
    )
    private = forms.BooleanField(
        label=_("Entretien en privé, sans qui l'accompagne"), required=False, initial=False
    )
    sex = forms.ChoiceField(
        label=_("Sexe"), choices=Sex.choices, initial=Sex.NOT_ASKED, required=False, widget=forms.Select()
    )
    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, units: Sequence[Any], lists: Sequence[Any], data: Any = None) -> None:
        super().__init__(data)
        self.units = {str(one.pk): one for one in units}
        self.lists = list(lists)
        self.fields["unit"].choices = [(pk, str(one)) for pk, one in self.units.items()]  # type: ignore[attr-defined]
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = next(iter(self.units))

    def chosen(self) -> list[Any]:
        """The general one at the start; afterwards those ticked, and the child's for a child."""
        if not self.is_bound:
            return [one for one in self.lists if not one.form and not one.for_child]
        data: Any = self.data
        sent = set(data.getlist("lists"))
        child = self.data.get("age") == Detection.Age.CHILD
        return [one for one in self.lists if str(one.pk) in sent or (child and one.for_child)]

    def asked(self) -> list[Asked]:
        chosen = {one.pk for one in self.chosen()}
        return [
            Asked(one, one.pk in chosen, [self.question(one, sign) for sign in signs(one)])
            for one in self.lists
        ]

    def question(self, one: Any, sign: Sign) -> Question:
        name = name_of(one, sign.code)
        said = self.said(name)
        return Question(name, sign, [(code, label, code == said) for code, label in Tick.Found.choices])

    def said(self, name: str) -> str:
        sent = self.data.get(name, "") if self.is_bound else ""
        return sent if sent in Tick.Found.values else UNKNOWN

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.chosen():
            self.add_error(None, str(_("Cochez au moins une grille.")))
        return found

    def found(self) -> Mapping[tuple[UUID, str], str]:
        return {
            (one.pk, sign.code): self.said(name_of(one, sign.code))
            for one in self.chosen()
            for sign in signs(one)
        }

    def draft(self) -> DetectionDraft:
        said = self.cleaned_data
        return DetectionDraft(
            lists=tuple(one.pk for one in self.chosen()),
            found=self.found(),
            age=said["age"],
            sex=said["sex"] or Sex.NOT_ASKED,
            safe_now=said["safe_now"],
            private=said["private"],
            note=said["note"],
            on=said["on"],
            id=said["id"],
        )


class ListForm(forms.Form):
    """The text of a version, as a file holds it."""

    text = forms.CharField(
        label=_("La grille, en YAML"),
        help_text=_("Le code dit quelle grille : une version déjà utilisée reste, la vôtre la suit."),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "ltr", "spellcheck": "false", "class": "code"}),
    )
