"""What is asked of a report: its names and readers; its text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.publications.models import Report
from musanada.publications.queries import reports as queries

LTR, RTL = {"dir": "ltr", "autocomplete": "off"}, {"dir": "rtl", "lang": "ar"}


class NamesForm(forms.Form):
    title_fr = forms.CharField(label=_("Titre en français"), max_length=200)
    title_ar = forms.CharField(
        label=_("Titre en arabe"), max_length=200, required=False, widget=forms.TextInput(attrs=RTL)
    )
    title_en = forms.CharField(label=_("Titre en anglais"), max_length=200, required=False)
    title_es = forms.CharField(label=_("Titre en espagnol"), max_length=200, required=False)
    audience = forms.ChoiceField(
        label=_("Qui le lira ?"), choices=Report.Audience.choices, initial=Report.Audience.PUBLIC,
        help_text=_("Règle le plus petit nombre imprimé : les plus petits sont masqués."),
    )  # fmt: skip


class NewForm(NamesForm):
    unit = forms.ChoiceField(label=_("Quelle unité le publie ?"))
    slug = forms.CharField(
        label=_("Nom court"), max_length=60, widget=forms.TextInput(attrs=LTR),
        help_text=_("Dans les adresses publiques, pour toujours : rapport-annuel."),
    )  # fmt: skip
    field_order = ("title_fr", "title_ar", "title_en", "title_es", "slug", "unit", "audience")

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in queries.offices(actor)}
        self.fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """``after``: the number of the text that was opened. ``period``: for which the preview is shown."""

    body = forms.CharField(
        label=_("Texte du rapport"), strip=False, widget=forms.Textarea(attrs={"rows": 30})
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    period = forms.CharField(
        label=_("Aperçu pour la période"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=LTR | {"size": 12}),
    )

    def __init__(self, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs |= {
            "dir": "rtl" if language == "ar" else "ltr", "lang": language, "spellcheck": "true",
            "class": "editor-text", "data-editor": "",
        }  # fmt: skip
