"""The questions of the interviews, of the declaration, and of the ways out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.reference.queries import language_choices
from musanada.returns.drafts import (
    POINTS,
    REASONS,
    SPOKEN,
    TOPICS,
    CounsellingDraft,
    DeclarationDraft,
    ScreeningDraft,
)
from musanada.returns.forms_returns import EMPTY, area, offered
from musanada.returns.models import Counselling, Declaration, Screening, Vulnerability

ASSENT = [("yes", _("Oui, l'enfant veut partir")), ("no", _("Non")), ("not_asked", _("Pas demandé"))]


def listed(column: str) -> list[str]:
    """Codes of a column such as ",asylum,health,"."""
    return [code for code in column.split(",") if code]


def said_reasons() -> list[tuple[Any, Any]]:
    """Reasons by the outcome that they belong to."""
    return [(Screening.Outcome(outcome).label, list(known.items())) for outcome, known in REASONS.items()]


class Keyed(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class DayForm(forms.Form):
    on = forms.DateField(label=_("Quel jour ?"), initial=timezone.localdate, widget=DayInput())

    def __init__(self, *args: Any, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["on"].label = label


class ScreeningForm(Keyed):
    """That each topic was talked of; never what was answered about asylum or trafficking."""

    on = forms.DateField(label=_("Entretien de quel jour ?"), initial=timezone.localdate, widget=DayInput())
    covered = forms.MultipleChoiceField(
        label=_("Sujets abordés"),
        help_text=_(
            "Tous, avant de conclure. Ce qui a été dit de l'asile ou de la traite ne s'écrit pas ici : seulement que la "
            "question a été posée."
        ),
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple(),
    )
    vulnerabilities = forms.MultipleChoiceField(
        label=_("Vulnérabilités constatées"),
        help_text=_("Plusieurs à la fois, ou aucune. Elles donnent la priorité et se comptent."),
        choices=Vulnerability.Flag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    capacity_doubt = forms.BooleanField(
        label=_("Doute sur la capacité de la personne à décider librement"),
        help_text=_("Un avis est demandé avant la déclaration."),
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("Suite de l'entretien"), choices=Screening.Outcome.choices, widget=forms.RadioSelect()
    )
    reasons = forms.MultipleChoiceField(
        label=_("Motifs, si la personne n'entre pas dans le programme"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    text = forms.CharField(
        label=_("En toutes lettres"),
        help_text=_("Rien sur l'asile ni sur la traite : ces réponses vont dans leurs propres dossiers."),
        required=False,
        max_length=4000,
        widget=area(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["reasons"], said_reasons())

    def clean(self) -> dict[str, Any]:
        """A motive that belongs to the other outcome says nothing of this one."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        known = REASONS.get(found.get("outcome", ""), {})
        found["reasons"] = [code for code in found.get("reasons", []) if code in known]
        return found

    def draft(self) -> ScreeningDraft:
        said = self.cleaned_data
        return ScreeningDraft(
            id=said["id"],
            on=said["on"],
            covered=tuple(said["covered"]),
            vulnerabilities=tuple(said["vulnerabilities"]),
            capacity_doubt=said["capacity_doubt"],
            outcome=said["outcome"],
            reasons=tuple(said["reasons"]),
            text=said["text"],
        )


class FlagsForm(forms.Form):
    """The vulnerabilities as they are known today."""

    vulnerabilities = forms.MultipleChoiceField(
        label=_("Vulnérabilités"),
        help_text=_("Décocher une vulnérabilité la lève aujourd'hui ; elle reste dans le passé du dossier."),
        choices=Vulnerability.Flag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )


class CounsellingForm(Keyed):
    on = forms.DateField(label=_("Entretien de quel jour ?"), initial=timezone.localdate, widget=DayInput())
    mode = forms.ChoiceField(
        label=_("Comment ?"), choices=Counselling.Mode.choices, widget=forms.RadioSelect(), initial="present"
    )
    mission = forms.CharField(
        label=_("Mission du pays de retour"),
        help_text=_("Par vidéo : la mission qui a pris part à l'entretien."),
        required=False,
        max_length=120,
    )
    language = forms.ChoiceField(label=_("Langue de l'entretien"))
    interpreter = forms.BooleanField(label=_("Avec un interprète"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("Sujets abordés"),
        choices=list(SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple(),
    )
    text = forms.CharField(
        label=_("Projet et souhaits de la personne, dans ses mots"),
        required=False,
        max_length=4000,
        widget=area(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["language"], [*EMPTY, *language_choices(get_language() or "fr")])

    def draft(self) -> CounsellingDraft:
        said = self.cleaned_data
        return CounsellingDraft(
            id=said["id"],
            on=said["on"],
            mode=said["mode"],
            mission=said["mission"],
            language=said["language"],
            interpreter=said["interpreter"],
            topics=tuple(said["topics"]),
            text=said["text"],
        )


def initial_of_counselling(one: Counselling) -> dict[str, Any]:
    names = ("on", "mode", "mission", "language", "interpreter", "text")
    return {name: getattr(one, name) for name in names} | {"id": one.pk, "topics": listed(one.topics)}


class DeclarationForm(Keyed):
    """Each point is ticked, or the declaration is not one. Of a child: who signs, and the child's own word."""

    points = forms.MultipleChoiceField(
        label=_("Lus, expliqués et compris"),
        help_text=_("Lisez chaque point à la personne. Un point refusé, et il n'y a pas de déclaration."),
        choices=list(POINTS.items()),
        widget=forms.CheckboxSelectMultiple(),
    )
    language = forms.ChoiceField(label=_("Langue de l'explication"))
    understood = forms.BooleanField(label=_("La personne comprend cette langue"), required=False)
    interpreter = forms.BooleanField(label=_("Avec un interprète"), required=False)
    interpreter_name = forms.CharField(label=_("Nom de l'interprète"), required=False, max_length=120)
    means = forms.ChoiceField(
        label=_("Comment la personne signe-t-elle ?"),
        choices=Declaration.Means.choices,
        initial=Declaration.Means.SIGNATURE,
        widget=forms.RadioSelect(),
    )
    guardian = forms.ChoiceField(
        label=_("Qui signe pour l'enfant ?"),
        help_text=_("Un parent ou un tuteur noté sur les fiches de la famille."),
        required=False,
    )
    assent = forms.ChoiceField(
        label=_("L'avis de l'enfant lui-même"),
        choices=ASSENT,
        required=False,
        initial="not_asked",
        widget=forms.RadioSelect(),
    )
    signed_on = forms.DateField(label=_("Signée quel jour ?"), initial=timezone.localdate, widget=DayInput())

    def __init__(
        self,
        guardians: Mapping[str, tuple[Any, str]],
        *args: Any,
        minor: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guardians = guardians
        offered(self.fields["language"], [*EMPTY, *language_choices(get_language() or "fr")])
        if minor:
            rows = [(key, name) for key, (_person, name) in guardians.items()]
            offered(self.fields["guardian"], [("", _("Personne : la personne signe elle-même")), *rows])
        else:
            del self.fields["guardian"], self.fields["assent"]

    def draft(self) -> DeclarationDraft:
        said = self.cleaned_data
        chosen = self.guardians.get(said.get("guardian", ""))
        return DeclarationDraft(
            id=said["id"],
            points=tuple(said["points"]),
            language=said["language"],
            understood=said["understood"],
            interpreter=said["interpreter"],
            interpreter_name=said["interpreter_name"],
            means=said["means"],
            guardian=chosen[0] if chosen else None,
            assent=said.get("assent") or "not_asked",
            signed_on=said["signed_on"],
        )


class LeaveForm(DayForm):
    """The day only: nobody is asked why they renounce."""


class ReasonForm(DayForm):
    text = forms.CharField(
        label=_("Pourquoi ?"), help_text=_("Ce motif reste dans le dossier."), max_length=1000, widget=area(2)
    )


class DuplicateForm(forms.Form):
    of = forms.CharField(
        label=_("Quel est le numéro de l'autre dossier, celui qui continue ?"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    text = forms.CharField(label=_("Une précision"), required=False, max_length=1000, widget=area(2))


def named(people: Iterable[tuple[Any, str]]) -> dict[str, tuple[Any, str]]:
    """People by their key, each with the name shown."""
    return {str(person.pk): (person, name) for person, name in people}


Choices = Sequence[tuple[str, Any]]
