"""The questions of the best-interests procedure: assessment, options, report, panel, decision, exceptions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.protection.commands.assessments import AssessmentDraft
from musanada.protection.forms_common import EMPTY, Keyed, area, day, prose, radios
from musanada.protection.models import Assessment, Factor, Known, Outlook, TravelException
from musanada.protection.queries.assessments import HEARD
from musanada.reference.queries import countries

FACTOR_HINTS: dict[str, Any] = {
    "views": _("Ce que l'enfant a dit de chaque option, et comment il a été informé."),
    "safety": _("Là où il vit, là où il irait : dangers connus, qui le protège."),
    "family": _("À qui il tient, qui tient à lui, fratrie, contacts, foyer vérifié ou non."),
    "development": _("Âge, langue, culture, identité, ce dont il a besoin pour grandir."),
    "health": _("Seulement ce qui compte pour la décision : besoins de soins, accès."),
    "education": _("École ou formation, ici et ailleurs."),
}
FACTORS: tuple[str, ...] = tuple(f"factor_{code}" for code in Factor.Kind.values)


class TriggerForm(Keyed):
    trigger = radios(_("Pourquoi évaluer maintenant ?"), Assessment.Trigger.choices)
    on = day(_("Ouverte quel jour ?"), initial=timezone.localdate)


class AssessmentForm(Keyed):
    """Saved as far as it goes; said to be done when it is whole."""

    heard = forms.MultipleChoiceField(
        label=_("Qui a été entendu ?"),
        choices=list(HEARD.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    interpreter = radios(_("Avec un interprète ?"), Known.choices, initial=Known.NOT_ASKED)
    views = prose(
        _("Ce que dit et veut l'enfant, dans ses mots"),
        5,
        required=False,
        help_text=_("Citez-le. S'il n'a pas pu être entendu, dites pourquoi."),
    )
    maturity = prose(
        _("Son âge et sa maturité, pour peser ce qu'il dit"),
        3,
        required=False,
        help_text=_("Ce qu'il comprend des options et de leurs suites."),
    )
    recommendation = forms.ChoiceField(label=_("Que recommandez-vous ?"), required=False)
    reasons = prose(_("Pourquoi ?"), 4, required=False)
    bid_needed = radios(
        _("Une détermination par un panel (BID) est-elle nécessaire ?"),
        Assessment.Need.choices,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Factor.Kind.choices:
            field = prose(label, 3, required=False, help_text=FACTOR_HINTS[code])
            self.fields[f"factor_{code}"] = field
        self.fields["recommendation"].choices = [*EMPTY, *Outlook.choices]  # type: ignore[attr-defined]

    def draft(self) -> AssessmentDraft:
        said = self.cleaned_data
        return AssessmentDraft(
            heard=tuple(said["heard"]),
            interpreter=said["interpreter"],
            views=said["views"],
            maturity=said["maturity"],
            factors={code: said[f"factor_{code}"] for code in Factor.Kind.values},
            recommendation=said["recommendation"],
            reasons=said["reasons"],
            bid_needed=said["bid_needed"],
        )


class OptionForm(Keyed):
    outlook = forms.ChoiceField(label=_("Quelle option ?"))
    country = forms.ChoiceField(
        label=_("Vers quel pays ?"),
        help_text=_(
            "Pour un retour, une réunion ou une réinstallation ailleurs. La décision ne vaudra que vers ce pays."
        ),
        required=False,
    )
    pros = prose(_("Arguments pour"), 4, help_text=_("Ce que l'enfant y gagne, ce qui est vérifié."))
    cons = prose(
        _("Arguments contre"),
        4,
        help_text=_("Les risques, ce que l'enfant y perd, ce qui n'est pas vérifié."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = countries(get_language() or "fr")
        self.fields["outlook"].choices = [*EMPTY, *Outlook.choices]  # type: ignore[attr-defined]
        self.fields["country"].choices = [*EMPTY, *known]  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    accept = radios(_("Votre avis"), [("yes", _("Je la retiens")), ("no", _("Je la renvoie, à reprendre"))])
    text = prose(
        _("Ce que vous en dites"),
        4,
        required=False,
        help_text=_("Si vous renvoyez : ce qui est à reprendre."),
    )


class BeginForm(Keyed):
    question = radios(
        _("Quelle question le panel doit-il trancher ?"),
        [choice for choice in Assessment.Need.choices if choice[0] != Assessment.Need.NO],
    )


class ReportForm(Keyed):
    report = forms.CharField(
        label=_("Rapport au panel"),
        help_text=_(
            "Les faits, ce qui est vérifié et comment, ce que chaque option changerait pour l'enfant. Les noms que le dossier "
            "connaît seront remplacés ; n'en écrivez pas d'autres."
        ),
        max_length=12000,
        required=False,
        widget=area(14),
    )


class MemberForm(forms.Form):
    user = forms.ChoiceField(label=_("Qui siège ?"))
    chair = forms.BooleanField(label=_("Préside le panel"), required=False)

    def __init__(self, offered: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [*EMPTY, *offered]  # type: ignore[attr-defined]


class CallForm(forms.Form):
    panel_on = day(_("Quel jour le panel siège-t-il ?"))


class WhyForm(forms.Form):
    why = prose(_("Pourquoi ?"), 4)

    def __init__(self, *args: Any, label: Any = "", hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = label or self.fields["why"].label
        self.fields["why"].help_text = hint


class ConflictForm(forms.Form):
    """Asked before anything of the dossier is shown."""

    conflict = radios(
        _("Avez-vous un conflit d'intérêts ?"),
        [
            ("no", _("Non : je ne connais ni l'enfant ni les siens, et rien ne me lie à une option")),
            ("yes", _("Oui, ou j'en doute : je ne siège pas")),
        ],
        help_text=_(
            "Vous connaissez l'enfant ou sa famille, vous les avez suivis, ou une option vous profite."
        ),
    )
    text = forms.CharField(
        label=_("Lequel, en quelques mots, sans nom ?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class VoteForm(forms.Form):
    outlook = radios(_("Votre vote"), ())
    dissent = prose(
        _("Avis divergent, si vous en avez un"),
        3,
        required=False,
        help_text=_("Il est joint à la décision, sans votre nom."),
    )

    def __init__(self, options: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlook"].choices = list(options)  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    outlook = radios(_("Décision"), ())
    reasons = prose(_("Motifs"), 5, help_text=_("Ce qui a pesé, et le poids donné à la parole de l'enfant."))
    conditions = prose(
        _("Conditions"), 3, required=False, help_text=_("Ce qui doit être réuni avant d'agir.")
    )
    follower = forms.ChoiceField(label=_("Qui suit la mise en œuvre ?"), required=False)
    review_on = day(_("À revoir le"), required=False)

    def __init__(
        self, options: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlook"].choices = list(options)  # type: ignore[attr-defined]
        self.fields["follower"].choices = [*EMPTY, *people]  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    on = day(_("Quel jour la décision a-t-elle été dite à l'enfant ?"), initial=timezone.localdate)
    by = forms.ChoiceField(label=_("Par qui ?"), required=False)

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [*EMPTY, *people]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    on = day(_("Depuis quel jour ?"), initial=timezone.localdate)


class KeepForm(forms.Form):
    review_on = day(_("Prochaine revue le"))


class ExceptionForm(Keyed):
    reason = radios(_("Pour quelle raison ?"), TravelException.Reason.choices)
    text = prose(_("Pourquoi ne peut-on pas attendre une BID ?"), 4)
    until_on = day(_("Vaut jusqu'au (inclus)"))


class AnswerForm(forms.Form):
    approve = radios(_("Votre réponse"), [("yes", _("J'approuve")), ("no", _("Je n'approuve pas"))])
