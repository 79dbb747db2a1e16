"""Questions asked when the rules of a procedure are set: deadlines, demanded pieces, kinds of pieces, feasts."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.clocks import words
from musanada.cases.commands.rules import PieceDraft, RuleDraft
from musanada.cases.procedures import Procedure
from musanada.cases.queries import rules as reads
from musanada.kit.forms import DayInput

ARABIC = {"dir": "rtl", "lang": "ar"}
CODE_HELP = _("Court, en lettres minuscules : avis-commission.")


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def since() -> forms.DateField:
    return forms.DateField(
        label=_("À partir de quel jour ?"),
        help_text=_("Ce qui court déjà garde l'ancienne règle."),
        initial=tomorrow,
        widget=DayInput(),
    )


class RuleForm(forms.Form):
    """One deadline of one procedure, from a day on."""

    code = forms.SlugField(label=_("Code"), help_text=CODE_HELP, max_length=40)
    name_fr = forms.CharField(label=_("Comment s'appelle ce délai, en français ?"), max_length=160)
    name_ar = forms.CharField(
        label=_("Et en arabe ?"), max_length=160, required=False, widget=forms.TextInput(attrs=ARABIC)
    )
    starts = forms.MultipleChoiceField(
        label=_("Dans quel état commence-t-il ?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    length = forms.IntegerField(label=_("Combien dure-t-il ?"))
    measure = forms.ChoiceField(label=_("En quoi est-il compté ?"), choices=reads.MEASURES)
    meets = forms.MultipleChoiceField(
        label=_("Dans quels états est-il tenu ?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    suspends = forms.MultipleChoiceField(
        label=_("Dans quels états ne court-il pas ?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    warn_days = forms.IntegerField(
        label=_("Prévenir combien de jours avant ?"), initial=15, min_value=0, max_value=365
    )
    legal = forms.BooleanField(label=_("C'est un délai légal"), required=False)
    source = forms.CharField(label=_("Quel texte le fixe ?"), max_length=200, required=False)
    since = since()

    def __init__(self, procedure: Procedure, *args: Any, rule: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedure = procedure
        for name in ("starts", "meets", "suspends"):
            self.fields[name].choices = list(procedure.states.items())  # type: ignore[attr-defined]
        if rule is not None:
            del self.fields["code"]
            self.initial = {**as_initial(rule), **self.initial}

    def draft(self) -> RuleDraft:
        values: dict[str, Any] = {"code": "", **self.cleaned_data}
        values |= {name: tuple(values[name]) for name in ("starts", "meets", "suspends")}
        return RuleDraft(procedure=self.procedure.code, **values)


def as_initial(rule: Any) -> dict[str, Any]:
    plain = ("name_fr", "name_ar", "length", "measure", "warn_days", "legal", "source")
    return {name: getattr(rule, name) for name in plain} | {
        name: sorted(words(getattr(rule, name))) for name in ("starts", "meets", "suspends")
    }


class PieceForm(forms.Form):
    """A piece that a procedure demands, from a day on."""

    type = forms.ChoiceField(label=_("Quelle pièce ?"))
    context = forms.CharField(
        label=_("Pour quelle catégorie ?"),
        help_text=_("Son code, comme C5. Laissez vide si tout le monde la doit."),
        max_length=40,
        required=False,
    )
    scheme = forms.CharField(
        label=_("Dans quelle opération ?"),
        help_text=_("Son code. Laissez vide si la règle vaut pour toutes."),
        max_length=40,
        required=False,
    )
    alternative = forms.IntegerField(
        label=_("Dans quel groupe au choix ?"),
        help_text=_("Une seule pièce d'un même groupe suffit. 0 : la pièce est demandée pour elle-même."),
        initial=0,
    )
    mandatory = forms.BooleanField(
        label=_("Obligatoire : sans elle le dossier n'est pas complet"), required=False, initial=True
    )
    source = forms.CharField(label=_("Quel texte la demande ?"), max_length=200, required=False)
    since = since()

    def __init__(self, procedure: Procedure, *args: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procedure = procedure
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", _("Choisir…")),
            *((t.pk, str(t)) for t in reads.types() if t.active),
        ]
        if row is not None:
            for name in ("type", "context", "scheme"):
                del self.fields[name]
            self.initial = {name: getattr(row, name) for name in ("alternative", "mandatory", "source")}

    def draft(self) -> PieceDraft:
        return PieceDraft(**{"procedure": self.procedure.code, "type": "", **self.cleaned_data})


class EndForm(forms.Form):
    """The day a rule no longer holds."""

    since = forms.DateField(label=_("À partir de quel jour ?"), initial=tomorrow, widget=DayInput())


class PieceTypeForm(forms.Form):
    """A kind of piece."""

    code = forms.SlugField(
        label=_("Code"), help_text=_("Court, en lettres minuscules : contrat-bail."), max_length=40
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=160)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=160, required=False, widget=forms.TextInput(attrs=ARABIC)
    )
    shows = forms.SlugField(
        label=_("Qu'établit-elle ?"),
        help_text=_("Le mot que les critères utilisent : residence, work, marriage… Vide si rien."),
        max_length=20,
        required=False,
    )
    active = forms.BooleanField(label=_("En usage"), required=False, initial=True)


class HolidayForm(forms.Form):
    """A day that is not worked."""

    day = forms.DateField(label=_("Quel jour ?"), widget=DayInput())
    name_fr = forms.CharField(label=_("Nom en français"), max_length=80)
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=80, required=False, widget=forms.TextInput(attrs=ARABIC)
    )
    observed = forms.BooleanField(
        label=_("Chômé"),
        help_text=_("Décochez un jour saisi par erreur : les délais comptés avec lui restent comptés."),
        required=False,
        initial=True,
    )
