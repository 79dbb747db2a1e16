"""The questions about the child's family, about concerns, and about what the compartment apart holds."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.protection.forms_children import EMPTY, area, box, known, lang, offered
from musanada.protection.models import Concern, FamilyMember, Harm, Separation
from musanada.reference.queries import nationality_choices


class Kept(forms.Form):
    """A form whose answer is one row, however often it is sent."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)

    def told(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if name != "id"}


class RelativeForm(Kept):
    tie = forms.ChoiceField(
        label=_("Qui est-ce pour l'enfant ?"), choices=[*EMPTY, *FamilyMember.Tie.choices]
    )
    name = forms.CharField(
        label=_("Nom en lettres latines"), required=False, max_length=160, widget=box(dir="ltr")
    )
    name_ar = forms.CharField(label=_("Nom en arabe"), required=False, max_length=160, widget=box(dir="rtl"))
    sex = forms.ChoiceField(label=_("Sexe"), choices=Sex.choices, initial=Sex.NOT_ASKED)
    alive = forms.ChoiceField(
        label=_("En vie ?"),
        choices=FamilyMember.Alive.choices,
        initial=FamilyMember.Alive.UNKNOWN,
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    carer = forms.BooleanField(label=_("S'occupait de l'enfant avant la séparation"), required=False)
    nationality_id = forms.ChoiceField(label=_("Nationalité"), required=False)
    where = forms.CharField(
        label=_("Dernière adresse connue"),
        help_text=_("Pays, ville, quartier, repère : comme l'enfant le dit."),
        required=False,
        max_length=200,
        widget=box(),
    )
    phone = forms.CharField(
        label=_("Téléphone"), required=False, max_length=40, widget=box(dir="ltr", inputmode="tel")
    )
    in_contact = known(_("Sont-ils en contact ?"))
    wished = known(_("L'enfant veut-il ce contact ?"), _("Sans un oui, personne n'est cherché ni appelé."))
    safe = known(_("Ce contact est-il sans danger pour l'enfant ?"))
    rank = forms.IntegerField(
        label=_("Ordre de préférence de l'enfant"),
        help_text=_("1 : la personne avec qui il voudrait vivre d'abord."),
        required=False,
        min_value=1,
        max_value=20,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["nationality_id"], [("", _("Inconnue")), *nationality_choices(lang())])


def relative_initial(one: FamilyMember) -> dict[str, Any]:
    names = [name for name in RelativeForm.base_fields if name not in ("id", "nationality_id")]
    return {name: getattr(one, name) for name in names} | {"nationality_id": one.nationality_id or ""}


class SiblingForm(forms.Form):
    """Another child's file that names the reader, by its number."""

    number = forms.CharField(
        label=_("Numéro du dossier, ou référence de l'enfant"),
        help_text=_(
            "D'un dossier où vous êtes nommé aussi : demandez au responsable de l'autre de vous nommer."
        ),
        max_length=20,
        widget=box(dir="ltr", autocapitalize="characters"),
    )
    together = forms.ChoiceField(
        label=_("Restent-ils ensemble ?"),
        choices=[("yes", _("Oui, ensemble")), ("no", _("Non, pour une raison écrite ici"))],
        initial="yes",
        widget=forms.RadioSelect(),
    )
    why = forms.CharField(
        label=_("Pourquoi sont-ils séparés ?"),
        help_text=_("La règle est qu'une fratrie reste ensemble : sécurité, vœu des enfants, décision."),
        required=False,
        max_length=1000,
        widget=area(2),
    )


class SiblingChangeForm(SiblingForm):
    """Together or not, of a link already there."""

    number = None  # type: ignore[assignment]


class SeparationForm(Kept):
    on = forms.DateField(
        label=_("Quel jour ?"), help_text=_("S'il est connu."), required=False, widget=DayInput()
    )
    about = forms.CharField(
        label=_("Ou vers quand ?"),
        help_text=_("« Ramadan de l'an dernier », « avant la rentrée »."),
        required=False,
        max_length=40,
        widget=box(),
    )
    where = forms.CharField(label=_("Où ?"), required=False, max_length=160, widget=box())
    cause = forms.ChoiceField(label=_("Pourquoi ?"), choices=[*EMPTY, *Separation.Cause.choices])
    wanted = known(_("L'enfant l'a-t-il choisi ?"))
    text = forms.CharField(label=_("Circonstances"), required=False, max_length=2000, widget=area(3))


def separation_initial(one: Separation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SeparationForm.base_fields if name != "id"}


class ConcernForm(Kept):
    kind = forms.ChoiceField(label=_("Quelle préoccupation ?"), choices=[*EMPTY, *Concern.Kind.choices])
    phase = forms.ChoiceField(
        label=_("Où cela s'est-il passé ?"),
        choices=Concern.Phase.choices,
        initial=Concern.Phase.UNKNOWN,
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    opened_on = forms.DateField(
        label=_("Constatée quel jour ?"), initial=timezone.localdate, widget=DayInput()
    )
    details = forms.CharField(label=_("Précisions"), required=False, max_length=2000, widget=area(3))


class ConcernChangeForm(ConcernForm):
    kind = None  # type: ignore[assignment]
    opened_on = None  # type: ignore[assignment]
    closed_on = forms.DateField(
        label=_("Levée quel jour ?"),
        help_text=_("Laissez vide tant qu'elle demeure."),
        required=False,
        widget=DayInput(),
    )


class HarmForm(Kept):
    kind = forms.ChoiceField(label=_("Quel incident ?"), choices=[*EMPTY, *Harm.Kind.choices])
    on = forms.DateField(label=_("Quel jour ?"), required=False, widget=DayInput())
    where = forms.CharField(label=_("Où ?"), required=False, max_length=160, widget=box())
    relation = forms.CharField(
        label=_("Lien avec l'auteur, sans son nom"), required=False, max_length=160, widget=box()
    )
    told_to = forms.CharField(label=_("Signalé à"), required=False, max_length=160, widget=box())
    agreed = known(_("L'enfant accepte-t-il le signalement ?"))
    text = forms.CharField(
        label=_("Ce qu'il faut savoir pour agir"), required=False, max_length=1000, widget=area(3)
    )


def harm_initial(one: Harm) -> dict[str, Any]:
    return {name: getattr(one, name) for name in HarmForm.base_fields if name != "id"}
