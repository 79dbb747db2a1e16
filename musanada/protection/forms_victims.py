"""The questions of a victim's file: what opens it, the screening, the status, episodes, safety, the risk of a return."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput, PartialDateField
from musanada.kit.ids import new_id
from musanada.protection.commands.safety import RiskDraft, SafetyDraft
from musanada.protection.commands.screenings import ScreeningDraft, StatusDraft
from musanada.protection.commands.victims import EpisodeDraft, VictimChange, VictimDraft
from musanada.protection.drafts import NEEDS
from musanada.protection.forms_nrm import EMPTY, INLINE, area, box, languages
from musanada.protection.models import (
    Exploitation,
    Known,
    Proceeding,
    ProtectionFile,
    ReturnRisk,
    VictimScreening,
    VictimStatus,
)
from musanada.reference.queries import countries, nationality_choices

YES_NO_UNKNOWN: list[tuple[str, Any]] = [("yes", _("Oui")), ("no", _("Non")), ("", _("Inconnu"))]
CITIZEN = {"yes": True, "no": False, "": None}
DANGER = [choice for choice in Known.choices if choice[0] in ("yes", "no", "unknown", "not_asked")]
CHECKS = forms.CheckboxSelectMultiple


def lang() -> str:
    return get_language() or "fr"


def day_field(label: Any, *, required: bool = True, today: bool = True, hint: Any = "") -> forms.DateField:
    initial = timezone.localdate if today else None
    return forms.DateField(label=label, initial=initial, required=required, widget=DayInput(), help_text=hint)


class Keyed(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class VictimForm(Keyed):
    """Few answers; what protects comes first."""

    office = forms.ChoiceField(label=_("À quel bureau ?"))
    called = forms.CharField(
        label=_("Comment l'appeler ?"),
        help_text=_("Un prénom, un surnom ou un mot convenu : aucun nom n'est demandé."),
        max_length=80,
        widget=box(),
    )
    child = forms.ChoiceField(
        label=_("Adulte ou enfant ?"),
        help_text=_("Dans le doute, un enfant : les moyens n'ont alors pas à être établis."),
        choices=[("adult", _("Adulte")), ("child", _("Enfant, ou peut-être enfant"))],
        widget=forms.RadioSelect(attrs=INLINE),
    )
    sex = forms.ChoiceField(label=_("Sexe"), choices=Sex.choices, initial=Sex.NOT_ASKED)
    birth = PartialDateField(label=_("Âge ou date de naissance"), age=True, required=False)
    nationality = forms.ChoiceField(label=_("Nationalité"), required=False)
    language = forms.ChoiceField(label=_("Quelle langue parle-t-elle ?"), choices=languages, required=False)
    identified_on = day_field(_("Rencontrée quel jour ?"))
    source = forms.ChoiceField(label=_("Venue par qui ?"), choices=[*EMPTY, *ProtectionFile.Source.choices])
    danger = forms.ChoiceField(
        label=_("En danger immédiat ?"), choices=DANGER[:3], widget=forms.RadioSelect(attrs=INLINE)
    )
    needs = forms.MultipleChoiceField(
        label=_("De quoi a-t-elle besoin tout de suite ?"),
        help_text=_("L'aide immédiate est due, quoi que décide la justice."),
        choices=[(code.value, code.label) for code in NEEDS],
        required=False,
        widget=CHECKS(attrs=INLINE),
    )
    basis = forms.ChoiceField(
        label=_("Sur quoi repose le dossier ?"),
        choices=ProtectionFile.Basis.choices,
        widget=forms.RadioSelect(),
    )
    basis_text = forms.CharField(
        label=_("Si c'est l'intérêt vital : pourquoi ?"), required=False, max_length=2000, widget=area(2)
    )
    safe_contact = forms.CharField(
        label=_("Comment la joindre sans risque ?"), required=False, max_length=200, widget=box()
    )

    def __init__(self, units: Sequence[Any], *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.person = {str(one.pk): one for one in units}, person
        fields: dict[str, Any] = self.fields
        fields["office"].choices = [(pk, str(one)) for pk, one in self.units.items()]
        if len(self.units) == 1:
            fields["office"].widget, fields["office"].initial = forms.HiddenInput(), next(iter(self.units))
        fields["nationality"].choices = [*EMPTY, *nationality_choices(lang())]
        if person is not None:  # the register has these already
            for name in ("called", "sex", "birth", "nationality", "language"):
                del self.fields[name]

    @property
    def unit(self) -> Any:
        return self.units[self.cleaned_data["office"]]

    def draft(self) -> VictimDraft:
        said = self.cleaned_data
        own: dict[str, Any] = {"person": self.person}
        if self.person is None:
            own = {
                "called": said["called"],
                "sex": said["sex"],
                "birth": said["birth"],
                "nationality": said["nationality"],
                "languages": (said["language"],) if said["language"] else (),
            }
        return VictimDraft(
            **own,
            child=said["child"] == "child",
            identified_on=said["identified_on"],
            source=said["source"],
            danger=said["danger"],
            urgent_needs=tuple(said["needs"]),
            basis=said["basis"],
            basis_text=said["basis_text"],
            safe_contact=said["safe_contact"],
            id=said["id"],
        )


class ChangeForm(forms.Form):
    child = forms.BooleanField(
        label=_("Enfant au moment des faits ou de la détection"),
        help_text=_(
            "Les règles de l'enfant valent alors pour tout le dossier, quel que soit son âge plus tard."
        ),
        required=False,
    )
    citizen = forms.ChoiceField(
        label=_("De nationalité marocaine ?"),
        help_text=_("Le délai de réflexion est celui d'une victime étrangère."),
        choices=YES_NO_UNKNOWN,
        required=False,
        widget=forms.RadioSelect(attrs=INLINE),
    )
    again = forms.BooleanField(label=_("Déjà identifiée comme victime auparavant"), required=False)
    shelter_on = day_field(_("En lieu sûr depuis quel jour ?"), required=False, today=False)
    danger = forms.ChoiceField(
        label=_("En danger immédiat ?"), choices=DANGER, widget=forms.RadioSelect(attrs=INLINE)
    )
    safe_contact = forms.CharField(
        label=_("Comment la joindre sans risque ?"), required=False, max_length=200, widget=box()
    )
    withhold = forms.CharField(
        label=_("Ce qu'il ne faut dire à personne, et pourquoi"),
        required=False,
        max_length=2000,
        widget=area(2),
    )

    def change(self) -> VictimChange:
        said = self.cleaned_data
        return VictimChange(**{**said, "citizen": CITIZEN[said["citizen"]]})


def change_initial(file: Any) -> dict[str, Any]:
    victim = file.victim
    citizen = {True: "yes", False: "no", None: ""}[victim.citizen]
    same = {name: getattr(victim, name) for name in ("child", "again", "shelter_on")}
    return {**same, "citizen": citizen, "danger": file.danger, "safe_contact": file.safe_contact, "withhold": file.withhold}  # fmt: skip


class ScreeningForm(Keyed):
    agreed = forms.BooleanField(
        label=_("La personne accepte cet entretien, informée de ses droits"), required=True
    )
    private = forms.BooleanField(label=_("En privé"), required=False, initial=True)
    interpreter = forms.ChoiceField(
        label=_("Avec un interprète ?"), choices=DANGER, initial=Known.NOT_ASKED, widget=forms.RadioSelect(attrs=INLINE)
    )  # fmt: skip
    on = day_field(_("Quel jour ?"))
    acts = forms.MultipleChoiceField(
        label=_("Qu'a-t-on fait d'elle ?"),
        choices=VictimScreening.Act.choices,
        required=False,
        widget=CHECKS(),
    )
    means = forms.MultipleChoiceField(
        label=_("Par quels moyens ?"), choices=VictimScreening.Means.choices, required=False, widget=CHECKS()
    )
    purposes = forms.MultipleChoiceField(
        label=_("Dans quel but ?"),
        help_text=_("Plusieurs à la fois sont possibles."),
        choices=Exploitation.choices,
        required=False,
        widget=CHECKS(),
    )
    unsure = forms.BooleanField(
        label=_("À revoir : je ne peux pas conclure aujourd'hui"),
        help_text=_("Sinon le résultat se calcule d'après vos réponses."),
        required=False,
    )
    text = forms.CharField(
        label=_("Ce qui fonde le résultat, ou ce qui empêche de conclure"),
        required=False,
        max_length=4000,
        widget=area(3),
    )

    def __init__(self, *args: Any, child: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if child:
            self.fields["means"].help_text = str(_("C'est un enfant : les moyens n'ont pas à être établis."))

    def draft(self) -> ScreeningDraft:
        said = self.cleaned_data
        several: dict[str, Any] = {name: tuple(said[name]) for name in ("acts", "means", "purposes")}
        same = {
            name: said[name] for name in ("agreed", "private", "interpreter", "unsure", "text", "on", "id")
        }
        return ScreeningDraft(**several, **same)


class StatusForm(Keyed):
    status = forms.ChoiceField(
        label=_("Quel statut ?"), choices=VictimStatus.Status.choices, widget=forms.RadioSelect()
    )
    body = forms.ChoiceField(
        label=_("Dit par qui ?"),
        help_text=_("L'équipe et l'association retiennent une présomption ; une autorité, ou un organisme qui en a le mandat, identifie."),
        choices=[*EMPTY, *VictimStatus.Body.choices],
    )  # fmt: skip
    on = day_field(_("Depuis quel jour ?"))
    text = forms.CharField(label=_("Motifs"), required=False, max_length=4000, widget=area(2))

    def draft(self) -> StatusDraft:
        return StatusDraft(**self.cleaned_data)


class EpisodeForm(Keyed):
    forms_ = forms.MultipleChoiceField(
        label=_("Quelles formes d'exploitation ?"),
        help_text=_("Plusieurs à la fois ; la victime compte une fois."),
        choices=Exploitation.choices,
        widget=CHECKS(),
    )
    country = forms.ChoiceField(label=_("Dans quel pays ?"), required=False)
    place = forms.CharField(label=_("Lieu"), required=False, max_length=160, widget=box())
    from_on = day_field(_("Depuis le"), required=False, today=False)
    to_on = day_field(_("Jusqu'au"), required=False, today=False)
    sector = forms.CharField(
        label=_("Secteur"), help_text=_("Par exemple : maison, champ, chantier, rue."), required=False, max_length=60, widget=box()
    )  # fmt: skip
    text = forms.CharField(
        label=_("Ce qu'il faut savoir pour protéger"), required=False, max_length=4000, widget=area(3)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [*EMPTY, *countries(lang())]  # type: ignore[attr-defined]

    def draft(self) -> EpisodeDraft:
        said = dict(self.cleaned_data)
        return EpisodeDraft(forms=tuple(said.pop("forms_")), **said)


class SafetyForm(Keyed):
    dangers = forms.CharField(
        label=_("Quels dangers ?"), help_text=_("Ce que la personne craint, d'où, quand."), max_length=4000, widget=area(3)
    )  # fmt: skip
    steps = forms.CharField(
        label=_("Que faire, qui appeler, quel mot convenu ?"),
        help_text=_("Avec elle, et dans ses mots : elle doit pouvoir le faire seule."),
        max_length=4000,
        widget=area(4),
    )
    review_on = day_field(_("À revoir quel jour ?"), today=False)

    def draft(self) -> SafetyDraft:
        return SafetyDraft(**self.cleaned_data)


class RiskForm(Keyed):
    country = forms.ChoiceField(label=_("Retour vers quel pays ?"))
    result = forms.ChoiceField(
        label=_("Le retour est-il possible ?"), choices=ReturnRisk.Result.choices, widget=forms.RadioSelect()
    )
    dangers = forms.CharField(
        label=_("Dangers au retour"),
        help_text=_("Auteurs, dette, famille, stigmate, qui la recherche."),
        max_length=4000,
        widget=area(3),
    )
    conditions = forms.CharField(
        label=_("Conditions : qui accueille, qui suit"), required=False, max_length=4000, widget=area(2)
    )
    on = day_field(_("Évalué quel jour ?"))
    valid_to = day_field(
        _("Vaut jusqu'au (inclus)"), required=False, today=False, hint=_("Vide : la durée des règles.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [*EMPTY, *countries(lang())]  # type: ignore[attr-defined]

    def draft(self) -> RiskDraft:
        return RiskDraft(**self.cleaned_data)


class ReflectionStartForm(Keyed):
    from_on = day_field(_("Le délai court depuis quel jour ?"))


class ReflectionEndForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Que choisit la personne ?"),
        help_text=_("L'aide continue, quelle que soit la réponse."),
        choices=[
            ("cooperate", _("Coopérer avec la justice")),
            ("not", _("Ne pas coopérer")),
            ("later", _("Pas encore")),
        ],
        widget=forms.RadioSelect(),
    )
    on = day_field(_("Dit quel jour ?"))


class ProceedingForm(Keyed):
    """The stage, and nothing else."""

    stage = forms.ChoiceField(
        label=_("Où en est la procédure pénale ?"),
        help_text=_("L'étape seule : ni nom, ni numéro de dossier, ni déposition."),
        choices=Proceeding.Stage.choices,
        widget=forms.RadioSelect(),
    )
    on = day_field(_("Depuis quel jour ?"))


def safety_initial(last: Any, review_on: date) -> dict[str, Any]:
    """The version before is the start of the next."""
    found: dict[str, Any] = {"review_on": review_on}
    return found | {"dangers": last.dangers, "steps": last.steps} if last else found
