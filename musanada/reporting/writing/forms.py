"""The questions asked of who writes a definition, in the order of thinking: what, when, which, split how, said how."""

from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.kit.periods import read_period
from musanada.kit.uploads import UploadedText
from musanada.partners.forms import UnitField
from musanada.reporting.definitions import Indicator, Unit
from musanada.reporting.display import axis_title, unit_word
from musanada.reporting.groups import GROUPS, group_title
from musanada.reporting.queries import definitions as queries
from musanada.reporting.registry import Indicators
from musanada.reporting.writing import shape
from musanada.reporting.writing.offers import Offer

RTL, LTR = {"dir": "rtl", "lang": "ar"}, {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
LABELS = {"fr": _("Français"), "ar": _("Arabe"), "en": _("Anglais"), "es": _("Espagnol")}


def unit_choices() -> list[tuple[str, str]]:
    """Units of count in words."""
    special = {"percent": _("pour cent"), "MAD": "MAD"}
    return [(code, str(special.get(code) or unit_word(code, 2) or code)) for code in get_args(Unit)]


class WordsForm(forms.Form):
    """What every definition says of itself, and why a next version is needed."""

    id = forms.RegexField(
        regex=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$",
        label=_("Identifiant"),
        max_length=120,
        widget=forms.TextInput(attrs=LTR),
        help_text=_(
            "En minuscules sans accent, un point entre la rubrique et le nom : assistance.femmes_oujda. Il ne change plus."
        ),
        error_messages={"invalid": _("Écrivez par exemple assistance.femmes_oujda.")},
    )
    group = forms.ChoiceField(label=_("Rubrique"))
    unit = forms.ChoiceField(label=_("Unité de compte"))
    reason = forms.CharField(
        label=_("Pourquoi cette version ?"),
        max_length=500,
        required=False,
        help_text=_("Demandé dès la deuxième version : la raison est publiée avec elle."),
    )
    desk = UnitField(label=_("Quelle unité en répond ?"), required=False)

    def __init__(self, *args: Any, actor: User, first: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for lang, language in LABELS.items():
            attrs = RTL if lang == "ar" else {"lang": lang}
            self.fields[f"label_{lang}"] = forms.CharField(
                label=_("Libellé (%(language)s)") % {"language": language},
                max_length=200,
                widget=forms.TextInput(attrs),
            )
        for lang, language in LABELS.items():
            attrs = RTL if lang == "ar" else {"lang": lang}
            self.fields[f"definition_{lang}"] = forms.CharField(
                label=_("Définition publiée (%(language)s)") % {"language": language},
                max_length=2000,
                widget=forms.Textarea({**attrs, "rows": 3}),
            )
        self.choose("group", [(g, group_title(g)) for g in (*GROUPS, "other")])
        self.choose("unit", unit_choices())
        desk = self.fields["desk"]
        assert isinstance(desk, UnitField)
        desk.offer(queries.desks(actor))
        if len(desk.units) == 1 or not first:
            del self.fields["desk"]
        if first:
            del self.fields["reason"]

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def words(self) -> str:
        """Names of the questions about texts, for the template."""
        return " ".join(f"{name}_{lang}" for name in ("label", "definition") for lang in LABELS)

    def told(self) -> dict[str, Any]:
        """What was typed so far, whether or not the rest is there: for the value beside the form."""
        data: Any = self.data
        lists = {name for name, field in self.fields.items() if isinstance(field, forms.MultipleChoiceField)}
        given = {n: data.getlist(n) if n in lists else data.get(n, "") for n in self.fields}
        after = str(given.get("after") or "")
        return given | {"after": int(after) if after.isdecimal() and int(after) else None}


class CountedForm(WordsForm):
    """A figure counted from a fact."""

    measure = forms.ChoiceField(label=_("Que compte-t-on ?"))
    clock = forms.ChoiceField(label=_("Quand cela compte-t-il ?"))
    where = forms.CharField(
        label=_("Seulement si"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2, **LTR}),
        help_text=_("Par exemple : family = food and sex = F. Vide : toutes les lignes du fait."),
    )
    dims = forms.MultipleChoiceField(
        label=_("Comment se répartit-il ?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    after = forms.IntegerField(
        label=_("Réunir sous « Autres » après"),
        required=False,
        min_value=1,
        max_value=500,
        initial=10,
        help_text=_("Nombre de lignes montrées d'une longue liste : pays, programmes, services."),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.choose("measure", offer.measures)
        self.choose("clock", offer.clocks)
        self.choose("dims", [(name, axis_title(name)) for name in offer.dims("", "")])

    def indicator(self, *, blank: bool = False) -> Indicator:
        """Raises BadInput."""
        return shape.counted(self.told() if blank else self.cleaned_data, self.offer, blank=blank)

    what = "measure clock where dims after"


class DerivedForm(WordsForm):
    """A figure made of others."""

    kind = forms.ChoiceField(
        label=_("Qu'en fait-on ?"),
        choices=[
            ("share", _("La part de l'un : ce qui remplit un critère, pour cent")),
            ("part", _("Une partie de l'un : ce qui remplit un critère, compté")),
            ("ratio", _("Un rapport de deux chiffres")),
            ("change", _("L'évolution de l'un, pour cent")),
            ("sum", _("La somme de plusieurs")),
        ],
    )
    of = forms.CharField(
        label=_("Chiffre de départ"),
        required=False,
        max_length=600,
        widget=forms.TextInput({**LTR, "list": "figure-ids"}),
        help_text=_("Son identifiant ; pour une somme, plusieurs séparés par des virgules."),
    )
    part = forms.CharField(
        label=_("Critère de la partie"),
        required=False,
        max_length=400,
        widget=forms.TextInput(LTR),
        help_text=_("Pour une part ou une partie : sex=F ou age=0-4|5-11."),
    )
    numerator = forms.CharField(
        label=_("Numérateur"),
        required=False,
        max_length=120,
        widget=forms.TextInput({**LTR, "list": "figure-ids"}),
    )
    denominator = forms.CharField(
        label=_("Dénominateur"),
        required=False,
        max_length=120,
        widget=forms.TextInput({**LTR, "list": "figure-ids"}),
    )
    against = forms.ChoiceField(
        label=_("Comparé à"),
        required=False,
        choices=[
            ("", pgettext_lazy("évolution", "Pas une évolution")),
            ("previous_period", _("La période d'avant")),
            ("same_period_last_year", _("Les mêmes jours un an plus tôt")),
            ("baseline", _("Une période de référence")),
        ],
    )
    baseline = forms.CharField(
        label=_("Période de référence"),
        required=False,
        max_length=40,
        widget=forms.TextInput(LTR),
        help_text=_("De la même longueur que la période demandée, par exemple 2023."),
    )

    def __init__(self, *args: Any, known: Indicators, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def indicator(self, *, blank: bool = False) -> Indicator:
        """Raises BadInput."""
        told = self.told() if blank else self.cleaned_data
        names = [*(told.get("of") or "").split(","), told.get("numerator"), told.get("denominator")]
        named = [name.strip() for name in names if name and name.strip()]
        protected = any(self.known[name].protected for name in named)
        return shape.derived(told, blank=blank, protected=protected)

    what = "kind of part numerator denominator against baseline"


class TextForm(forms.Form):
    """The definition as its YAML: for what the questions do not cover."""

    text = forms.CharField(
        label=_("Définition en YAML"),
        strip=False,
        max_length=50_000,
        widget=forms.Textarea({**LTR, "rows": 26, "class": "code"}),
    )
    reason = forms.CharField(label=_("Pourquoi cette version ?"), max_length=500, required=False)


class BringForm(UploadedText):
    """A file of definitions, or the text of one that was already looked at."""

    largest = 1_000_000
    too_large = _("Ce fichier est trop grand pour des définitions : vérifiez que c'est le bon.")

    file = forms.FileField(
        label=_("Quel fichier ?"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_(
            "Une ou plusieurs définitions en YAML. Rien n'est enregistré avant que vous ayez vu ce qui change."
        ),
    )
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=500,
        required=False,
        help_text=_("Pour les indicateurs que vous avez déjà : la raison de leur nouvelle version."),
    )


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label=_("Que faut-il corriger ?"), max_length=500, widget=forms.Textarea({"rows": 4})
    )


class LookForm(forms.Form):
    """For which period, and split how, the value is shown beside a definition."""

    period = forms.CharField(label=_("Période"), max_length=40, widget=forms.TextInput(LTR))

    def clean_period(self) -> Any:
        try:
            return read_period(self.cleaned_data["period"])
        except BadInput as problem:
            raise forms.ValidationError(str(problem)) from None
