"""What is asked when a publication is built, published, given up, corrected or handed over."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.partners.forms import Day
from musanada.publications.models import Publication
from musanada.publications.queries import publications as queries

LTR = {"dir": "ltr", "autocomplete": "off"}
MEANS = {
    "email": _("Courriel"),
    "paper": _("Papier"),
    "press": _("Point de presse"),
    "meeting": _("Réunion"),
    "other": _("Autre"),
}


class Moment(forms.DateTimeField):
    """A day and an hour: the browser's own fields, or typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"], **options)


class BuildForm(forms.Form):
    report = forms.ChoiceField(label=_("Quel rapport ?"))
    period = forms.CharField(
        label=_("Pour quelle période ?"), max_length=40, widget=forms.TextInput(attrs=LTR),
        help_text=_("Une période fermée : 2024, 2024-Q3, 2024-05 ou 2024-01/2024-09."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Pourquoi cette révision ?"), required=False,
        help_text=_("Pour une période déjà publiée, la raison est imprimée avec la comparaison."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Ce qui change"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    mode = forms.ChoiceField(
        label=_("Que faire des petits nombres ?"), choices=Publication.Mode.choices, initial="suppress"
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {one.slug: one for one in queries.reports(actor, queries.BUILD)}
        self.fields["report"].choices = [(slug, str(one)) for slug, one in self.found.items()]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("Selon le cas")), *Publication.Reason.choices]  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        return self.found[self.cleaned_data["report"]]


class EmbargoForm(forms.Form):
    embargo_until = Moment(
        label=_("Embargo jusqu'au"),
        required=False,
        help_text=_("Vide : la publication s'ouvre tout de suite."),
    )


class AbandonForm(forms.Form):
    why = forms.CharField(
        label=_("Pourquoi cette révision est-elle abandonnée ?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WaiveForm(forms.Form):
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    about = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False, strip=False)
    reason = forms.CharField(
        label=_("Pourquoi ce constat peut-il rester ?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Votre raison est imprimée dans le rapport des contrôles ; votre nom est connu du service."),
    )  # fmt: skip


class ErratumForm(forms.Form):
    figure = forms.ChoiceField(label=_("Quel chiffre ?"))
    was = forms.CharField(label=_("Imprimé"), max_length=80, widget=forms.TextInput(attrs=LTR))
    now = forms.CharField(label=_("Corrigé"), max_length=80, widget=forms.TextInput(attrs=LTR))
    reason = forms.ChoiceField(label=_("Raison"), choices=Publication.Reason.choices[1:])
    text = forms.CharField(label=_("Explication"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, one: Publication, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(cell.key, cell.key) for cell in queries.cells_of(one) if not cell.hidden]
        self.fields["figure"].choices = shown  # type: ignore[attr-defined]


class DeliveryForm(forms.Form):
    recipient = forms.CharField(label=_("À qui ?"), max_length=200)
    means = forms.ChoiceField(label=_("Comment ?"), choices=list(MEANS.items()))
    taken = forms.MultipleChoiceField(
        label=_("Quels fichiers ?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    on = Day(label=_("Quel jour ?"))

    def __init__(self, names: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate()

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        files = ", ".join(given.pop("taken"))
        return {**given, "files": files}
