"""The questions of an import: which file, what it holds, for which unit; then the whole file's options."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.intake.imports.kinds import Option
from musanada.intake.queries import imports as queries

CHOOSE = ("", _("Choisir…"))


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Que contient ce fichier ?"), widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Pour quelle unité ?"))
    file = forms.FileField(
        label=_("Le fichier"),
        help_text=_(
            "Excel (.xlsx) ou CSV, tel que vous l'avez : l'ordre et la langue des colonnes n'importent pas. "
            "Rien n'est enregistré avant votre accord."
        ),
        error_messages={
            "required": _("Choisissez le fichier à importer."),
            "empty": _("Le fichier est vide. Choisissez le fichier qui contient le tableau."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = queries.kinds(actor)
        self.units = {str(unit.pk): unit for unit in queries.units(actor)}
        self.fields["kind"].choices = [(k.code, k.label) for k in kinds]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(pk, str(u)) for pk, u in self.units.items()]  # type: ignore[attr-defined]
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = next(iter(self.units))
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].code


class OptionsForm(forms.Form):
    """One question for each option of the kind; its answers are what ``check_columns`` takes."""

    def __init__(
        self, options: tuple[Option, ...], data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        for option in options:
            self.fields[option.code] = forms.ChoiceField(
                label=str(option.label),
                help_text=str(option.hint),
                required=option.required,
                choices=[CHOOSE, *option.choices],
                error_messages={"required": _("Choisissez une réponse : elle vaut pour tout le fichier.")},
            )

    def add_prefix(self, field_name: str) -> str:
        return f"option_{field_name}"
