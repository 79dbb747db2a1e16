"""Questions asked before two records are separated, and to the second person of a merge."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.formats import country_name, format_date, isolate, language_name
from musanada.people.forms import ReasonForm
from musanada.people.models import MergeRecord
from musanada.people.queries.separating import Added, Conflict, Since

STAYS, GOES, RESTORE, KEEP = "stays", "goes", "restore", "keep"


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Nécessaire pour dire non. Ce motif reste dans le journal, sans le nom de la personne."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SeparateForm(ReasonForm):
    """One small choice for each detail added since the merge, and for each that was corrected; then the reason."""

    def __init__(self, record: MergeRecord, since: Since, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        for one in since.added:
            choices = [
                (STAYS, _("Reste à %(kept)s") % {"kept": isolate(str(record.kept))}),
                (GOES, _("Va à %(gone)s") % {"gone": isolate(str(record.gone))}),
            ]
            self.fields[f"move-{one.key}"] = choice(f"{one.what} : {words_of(one)}", choices, STAYS)
        for clash in since.conflicts:
            choices = [(KEEP, kept_words(clash)), (RESTORE, before_words(clash))]
            self.fields[f"restore-{clash.key}"] = choice(clash.what, choices, KEEP)
        self.fields["reason"] = reason

    def chosen(self, prefix: str, value: str) -> list[str]:
        found = self.cleaned_data.items()
        return [
            name.removeprefix(prefix) for name, said in found if name.startswith(prefix) and said == value
        ]

    def moved(self) -> list[str]:
        return self.chosen("move-", GOES)

    def restored(self) -> list[str]:
        return self.chosen("restore-", RESTORE)


def choice(label: Any, choices: list[tuple[str, Any]], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=forms.RadioSelect)


def words_of(one: Added) -> str:
    """The detail in words, as the page of the person shows it."""
    row, lang = one.row, get_language() or "fr"
    if one.kind == "name":
        return isolate(str(row.text))
    if one.kind == "contact":
        return isolate(str(row.value))
    if one.kind == "document":
        return f"{row.get_kind_display()} {isolate(str(row.value))}"
    if one.kind == "nationality":
        return str(country_name(row.country_id, lang))
    if one.kind == "language":
        return str(language_name(row.code, lang))
    return f"{isolate(str(row.unit))} · {isolate(format_date(row.from_on, lang))}"


def kept_words(clash: Conflict) -> Any:
    if clash.now:
        return _("Garder ce qui est écrit maintenant : %(now)s") % {"now": isolate(clash.now)}
    return _("Laisser retiré")


def before_words(clash: Conflict) -> Any:
    return _("Rétablir ce qui était à la fusion : %(before)s") % {"before": isolate(clash.before)}
