"""The questions asked about an operation, its offices, its categories and what each of them asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.partners.forms import Day, UnitField
from musanada.regularisation.criteria import ConditionDraft, checked, sentence
from musanada.regularisation.criteria.conditions import alternatives, checked_one
from musanada.regularisation.criteria.vocabulary import FACTS
from musanada.regularisation.models import CriterionVersion, Operation
from musanada.regularisation.queries import operations as queries

CONDITIONS, SHOWN = 6, 3  # rows of the form; a version with more is written by the command
COMPARE_WORDS = {
    "at_least": _("au moins"),
    "at_most": _("au plus"),
    "is": _("est"),
    "before": _("avant le"),
}
EDITABLE = (
    "name_fr",
    "name_ar",
    "instrument_fr",
    "instrument_ar",
    "files_from",
    "files_to",
    "minimum_members",
    "appeal_days",
    "confirmed",
)
RTL = {"dir": "rtl", "lang": "ar"}


def arabic(label: Any, length: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, widget=forms.TextInput(attrs=dict(RTL))
    )


class OperationForm(forms.Form):
    """What an operation rests on, and when files are taken."""

    name_fr = forms.CharField(label=_("Nom en français"), max_length=200)
    name_ar = arabic(_("Nom en arabe"), 200)
    instrument_fr = forms.CharField(
        label=_("Sur quel texte repose-t-elle ?"),
        max_length=300,
        help_text=_("Par exemple : circulaire conjointe du 16 décembre 2013."),
    )
    instrument_ar = arabic(_("Le texte, en arabe"), 300)
    files_from = Day(label=_("Premier jour du dépôt"))
    files_to = Day(label=_("Dernier jour du dépôt (inclus)"))
    minimum_members = forms.IntegerField(
        label=_("Quorum des commissions locales"), min_value=1, max_value=50, initial=3
    )
    appeal_days = forms.IntegerField(
        label=_("Délai de recours, en jours"),
        min_value=0,
        max_value=3650,
        initial=0,
        help_text=_("0 : l'opération n'en fixe pas."),
    )
    confirmed = forms.BooleanField(label=_("Vérifiée sur le texte"), required=False)

    def __init__(self, *args: Any, operation: Operation | None = None, **kwargs: Any) -> None:
        if operation is not None:
            kwargs["initial"] = {name: getattr(operation, name) for name in EDITABLE}
        super().__init__(*args, **kwargs)


class NewOperationForm(OperationForm):
    """From a known operation, whose criteria and pieces are copied, or written out."""

    field_order = ("template", "unit", "code")
    unit = UnitField(label=_("Quelle unité la pilote ?"))
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_(
            "Minuscules sans accent, chiffres et tirets, par exemple exceptionnelle-2027. Il ne change plus."
        ),
    )
    template = forms.ChoiceField(
        label=_("Reprendre les critères de"),
        required=False,
        help_text=_(
            "Les catégories, leurs conditions et leurs pièces sont recopiées ; tout se modifie ensuite."
        ),
    )

    def __init__(self, *args: Any, actor: User, templates: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(queries.units_to_lead(actor))  # type: ignore[attr-defined]
        self.fields["template"].choices = [("", _("Aucune : une opération vide")), *templates]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    on = Day(label=_("Quel jour l'opération est-elle close ?"), initial=timezone.localdate)


class AppealsForm(forms.Form):
    unit = UnitField(label=_("Quelle commission entend les recours ?"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(queries.commissions(actor))  # type: ignore[attr-defined]


class OfficeForm(forms.Form):
    """An office takes files for a territory."""

    unit = UnitField(label=_("Quel bureau ?"))
    place = forms.ChoiceField(
        label=_("Pour quel ressort ?"),
        help_text=_("Une préfecture, une province ou une préfecture d'arrondissements."),
    )
    from_on = Day(label=_("Depuis quel jour ?"))

    def __init__(self, *args: Any, actor: User, operation: Operation, **kwargs: Any) -> None:
        kwargs["initial"] = {"from_on": operation.files_from}
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(queries.units_for_offices(actor, operation))  # type: ignore[attr-defined]
        self.places = {str(place.pk): place for place in queries.territories()}
        self.fields["place"].choices = [(key, str(place)) for key, place in self.places.items()]  # type: ignore[attr-defined]

    def pair(self) -> tuple[Any, Any]:
        return self.cleaned_data["unit"], self.places[self.cleaned_data["place"]]


class CriterionForm(forms.Form):
    code = forms.SlugField(
        label=_("Code"), max_length=12, help_text=_("Court, par exemple C10. Il ne change plus.")
    )
    name_fr = forms.CharField(label=_("Catégorie en français"), max_length=160)
    name_ar = arabic(_("Catégorie en arabe"), 160)
    claimable = forms.BooleanField(
        label=_("Les demandeurs peuvent la demander au guichet"),
        required=False,
        initial=True,
        help_text=_("Sinon elle n'est examinée que par une décision d'assouplissement."),
    )


def questions() -> list[tuple[str, Any]]:
    """Every fact with each comparison it takes: an impossible pair cannot be chosen."""
    return [
        (f"{fact.code}:{compare}", f"{fact.label} — {COMPARE_WORDS[compare]}")
        for fact in FACTS.values()
        for compare in fact.compares
    ]


def fields_of(n: int) -> str:
    return f"fact_{n} value_{n} way_{n}"


def written(version: Any) -> dict[str, Any]:
    """A version as the form shows it, to write the next one from it: what it is based on is asked anew."""
    shown: dict[str, Any] = {"stage": version.stage, "gap_days": version.gap_days}
    for n, one in enumerate(list(version.conditions.all())[:CONDITIONS], 1):
        fact = FACTS.get(one.fact)
        label = fact.choices.get(one.value) if fact else None
        shown |= {f"fact_{n}": f"{one.fact}:{one.compare}", f"value_{n}": str(label or one.value)}
        shown[f"way_{n}"] = one.alternative
    return shown


class VersionForm(forms.Form):
    """A version: when, at which stage, by which text, and its conditions, one row each."""

    stage = forms.ChoiceField(label=_("À quelle étape ?"), choices=CriterionVersion.Stage.choices)
    valid_from = Day(label=_("À partir de quel jour ?"))
    text_fr = forms.CharField(
        label=_("Condition en français"),
        max_length=300,
        required=False,
        help_text=_("Comme dans le texte. Laissé vide : la phrase tirée des conditions."),
    )
    text_ar = arabic(_("Condition en arabe"), 300)
    source = forms.CharField(label=_("Texte qui la fonde"), max_length=200, required=False)
    gap_days = forms.IntegerField(
        label=_("Trou toléré dans la résidence, en jours"), min_value=0, max_value=3650, initial=92
    )
    confirmed = forms.BooleanField(label=_("Vérifiée sur le texte"), required=False)

    def __init__(self, *args: Any, before: Any = None, **kwargs: Any) -> None:
        if before is not None:
            kwargs["initial"] = written(before)
        super().__init__(*args, **kwargs)
        choices = [("", _("Choisir…")), *questions()]
        for n in range(1, CONDITIONS + 1):
            self.fields[f"fact_{n}"] = forms.ChoiceField(
                label=_("Ce qui est demandé"), choices=choices, required=n == 1
            )
            self.fields[f"value_{n}"] = forms.CharField(label=_("Valeur"), max_length=40, required=n == 1)
            self.fields[f"way_{n}"] = forms.IntegerField(
                label=_("Voie"),
                min_value=1,
                max_value=9,
                initial=1,
                required=False,
                help_text=_("Même numéro : ensemble. Numéros différents : l'une ou l'autre.")
                if n == 1
                else "",
            )

    @property
    def first(self) -> str:
        return "stage valid_from text_fr text_ar source gap_days confirmed"

    @property
    def rows(self) -> list[str]:
        """Names of the fields of the first conditions; the others are opened on demand."""
        return [fields_of(n) for n in range(1, SHOWN + 1)]

    @property
    def more(self) -> list[str]:
        return [fields_of(n) for n in range(SHOWN + 1, CONDITIONS + 1)]

    @property
    def uses_more(self) -> bool:
        return any(self[f"fact_{n}"].value() for n in range(SHOWN + 1, CONDITIONS + 1))

    def clean(self) -> dict[str, Any]:
        """Each condition read at its own row."""
        values: dict[str, Any] = super().clean() or {}
        self.drafts: list[ConditionDraft] = []
        for n in range(1, CONDITIONS + 1):
            asked = values.get(f"fact_{n}")
            if not asked:
                if values.get(f"value_{n}"):
                    self.add_error(f"fact_{n}", _("Une valeur est écrite : dites ce qui est demandé."))
                continue
            self.read(n, asked, values)
        return values

    def read(self, n: int, asked: str, values: dict[str, Any]) -> None:
        fact, _colon, compare = asked.partition(":")
        way = values.get(f"way_{n}") or 1
        try:
            self.drafts.append(
                checked_one(ConditionDraft(fact, compare, values.get(f"value_{n}") or "", way))
            )
        except BadInput as problem:
            for name, text in problem.fields.items():
                self.add_error(f"{name}_{n}" if f"{name}_{n}" in self.fields else f"fact_{n}", str(text))

    def sentences(self) -> dict[str, str]:
        """What the conditions ask, in French and in Arabic."""
        return {lang: said(self.drafts, lang) for lang in ("fr", "ar")}

    def values(self) -> dict[str, Any]:
        """For the command; a text left empty is the sentence of the conditions."""
        data = self.cleaned_data
        kept = {name: data[name] for name in self.first.split()}
        made = self.sentences()
        return kept | {
            "text_fr": data["text_fr"] or made["fr"][:300],
            "text_ar": data["text_ar"] or made["ar"][:300],
            "conditions": checked(self.drafts),
        }


def said(conditions: Iterable[Any], lang: str = "") -> str:
    """``Résidence continue : au moins 60 mois ; ou Scolarité : au moins collège``."""
    with translation.override(lang or get_language() or "fr"):
        ways = [translation.gettext(" et ").join(map(sentence, way)) for way in alternatives(conditions)]
        return translation.gettext(" ; ou ").join(ways)


class ConfirmForm(forms.Form):
    source = forms.CharField(
        label=_("Sur quel texte l'avez-vous vérifiée ?"),
        max_length=200,
        help_text=_("Titre, date et article : un collègue doit pouvoir le retrouver."),
    )


class PieceForm(forms.Form):
    """A piece asked of those who claim a category."""

    type = forms.ChoiceField(label=_("Quelle pièce ?"))
    alternative = forms.IntegerField(
        label=_("Groupe"),
        min_value=0,
        max_value=99,
        initial=0,
        help_text=_("0 : demandée pour elle-même. Des pièces d'un même groupe se remplacent : une suffit."),
    )
    mandatory = forms.BooleanField(label=_("Obligatoire"), required=False, initial=True)
    valid_from = Day(label=_("À partir de quel jour ?"))
    source = forms.CharField(label=_("Texte qui la demande"), max_length=200, required=False)

    def __init__(self, *args: Any, operation: Operation, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_from": operation.files_from}
        super().__init__(*args, **kwargs)
        self.types = {one.pk: one for one in queries.piece_types()}
        self.fields["type"].choices = [(key, str(one)) for key, one in self.types.items()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"type": self.types[self.cleaned_data["type"]]}
