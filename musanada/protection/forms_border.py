"""Questions at the border: an incident, somebody hurt, a transport, a hospital, who it is, a death."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput, PartialDateField
from musanada.protection.commands.border import INJURIES, Seen, Transport
from musanada.protection.forms_encounters import EMPTY, TICKS, Keyed, area, long_select, moment
from musanada.protection.queries import border as queries
from musanada.reference.queries import nationality_choices, place, place_choices

NOW = {"data-now": "1"}
SEX = ((Sex.MALE, _("Homme")), (Sex.FEMALE, _("Femme")), (Sex.NOT_ASKED, _("Je ne sais pas")))


def radio(label: Any, choices: Iterable[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect(), **more)


def instant(label: Any, *, help_text: Any = "", now: bool = False) -> forms.DateTimeField:
    widget = moment(**NOW) if now else moment()
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text)


class IncidentForm(Keyed):
    unit = forms.ChoiceField(label=_("Quelle équipe ?"), widget=long_select())
    kind = radio(_("Où ?"), queries.KINDS)
    town = forms.ChoiceField(label=_("Près de quelle ville ?"), widget=long_select())
    at = instant(_("Quand ?"), help_text=_("Vide : maintenant."), now=True)
    alert_at = instant(_("Alerte reçue à"), help_text=_("Sert à compter les minutes jusqu'à l'hôpital."))
    expected = forms.IntegerField(label=_("Combien de blessés sont annoncés ?"), required=False, min_value=0)
    spot = forms.CharField(label=_("Repère"), required=False, max_length=160)

    def __init__(self, actor: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in queries.units(actor, queries.RECORD)}
        self.fields["unit"].choices = [(pk, str(unit)) for pk, unit in self.units.items()]  # type: ignore[attr-defined]
        first = next(iter(self.units.values()), None)
        if len(self.units) == 1 and first is not None:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = str(first.pk)
        self.fields["town"].choices = [*EMPTY, *place_choices(get_language() or "fr")]  # type: ignore[attr-defined]
        if first is not None and first.town_id:
            self.initial.setdefault("town", str(first.town_id))

    def clean_town(self) -> Any:
        found = place(self.cleaned_data["town"])
        if found is None:
            raise forms.ValidationError(_("Choisissez la ville dans la liste."))
        return found

    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("kind", "town", "at", "alert_at", "expected", "spot")
        return {name: said[name] for name in names} | {"pk": said["id"]}


class CasualtyForm(Keyed):
    """Only the colour is needed. One tap each."""

    triage = radio(_("Gravité"), queries.TRIAGE)
    sex = radio(_("Homme ou femme ?"), SEX, required=False, initial=Sex.NOT_ASKED)
    age = radio(_("Quel âge semble avoir la personne ?"), queries.AGES, required=False, initial="unknown")
    alone = forms.BooleanField(label=_("Enfant sans adulte avec lui"), required=False)
    injuries = forms.MultipleChoiceField(
        label=_("Ce que l'on voit"), choices=list(INJURIES.items()), required=False, widget=TICKS()
    )
    marks = forms.CharField(
        label=_("À quoi reconnaître cette personne ?"), required=False, max_length=600, widget=area(),
        help_text=_("Vêtement, cicatrice, ce qu'elle porte : pour la retrouver sans nom."),
    )  # fmt: skip
    seen_at = instant(_("Vue quand ?"), help_text=_("Vide : maintenant."), now=True)

    def draft(self) -> Seen:
        said = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        said["sex"], said["age"] = said["sex"] or Sex.NOT_ASKED, said["age"] or "unknown"
        return Seen(**said)


class EvacuationForm(Keyed):
    means = radio(_("Par quel moyen ?"), queries.MEANS, initial="ambulance")
    to_unit = forms.ChoiceField(
        label=_("Vers quel hôpital ?"), required=False, widget=long_select(),
        help_text=_("L'hôpital choisi voit cette fiche dès maintenant."),
    )  # fmt: skip
    to_place = forms.CharField(label=_("S'il n'est pas dans la liste"), required=False, max_length=160)
    alert_at = instant(_("Alerte"), help_text=_("Vide : celle de l'incident."))
    left_at = instant(_("Départ"))
    arrived_at = instant(_("Arrivée"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in queries.hospitals()}
        choices = [
            ("", _("Ailleurs, ou pas encore connu")),
            *((pk, str(unit)) for pk, unit in self.units.items()),
        ]
        self.fields["to_unit"].choices = choices  # type: ignore[attr-defined]

    def draft(self) -> Transport:
        said = {name: value for name, value in self.cleaned_data.items() if name != "id"}
        return Transport(**said | {"to_unit": self.units.get(said["to_unit"])})


class AdmitForm(Keyed):
    at = instant(_("Admise quand ?"), help_text=_("Vide : maintenant."), now=True)
    hospital = forms.CharField(
        label=_("Quel hôpital ?"),
        required=False,
        max_length=160,
        help_text=_("Vide : celui de l'évacuation."),
    )
    ward = forms.CharField(
        label=_("Quel service ?"), required=False, max_length=60,
        help_text=_("Aucun diagnostic : il reste au dossier de l'hôpital."),
    )  # fmt: skip


class EndForm(forms.Form):
    end = radio(_("Comment le séjour finit-il ?"), queries.ENDS)
    at = instant(_("Quand ?"), help_text=_("Vide : maintenant."), now=True)


class OutcomeForm(forms.Form):
    outcome = radio(
        _("Sans passer par un hôpital :"),
        (("on_site", _("Soignée sur place")), ("left", _("Partie sans attendre")), ("deceased", _("Décédée")),
         ("", _("Effacer l'issue notée"))),
        required=False,
    )  # fmt: skip
    at = instant(_("Quand ?"), help_text=_("Vide : maintenant."), now=True)


class NeedForm(Keyed):
    need = radio(_("De quoi cette personne aura-t-elle besoin ?"), queries.NEEDS)
    urgent = forms.BooleanField(label=_("C'est urgent"), required=False)
    text = forms.CharField(label=_("Note"), required=False, max_length=600, widget=area())


class CloseNeedForm(forms.Form):
    state = radio(_("Où en est ce besoin ?"), queries.NEED_STATES)
    text = forms.CharField(label=_("Par qui, ou pourquoi"), required=False, max_length=600, widget=area())


class NewPersonForm(Keyed):
    """Somebody whom nobody here knows yet: enough to be found again."""

    name = forms.CharField(label=_("Nom, tel que la personne le dit"), max_length=120)
    sex = forms.ChoiceField(label=_("Sexe"), choices=queries.SEXES)
    birth = PartialDateField(label=_("Date de naissance"), required=False, age=True)
    nationality = forms.ChoiceField(label=_("Nationalité"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Non dite")), *nationality_choices(get_language() or "fr")]
        self.fields["nationality"].choices = choices  # type: ignore[attr-defined]


def day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=required, initial=timezone.localdate)


class DeathForm(Keyed):
    on = day(_("Jour du décès"), required=True)
    where = forms.CharField(label=_("Où ?"), required=False, max_length=160)
    certificate = forms.CharField(label=_("Certificat, numéro de dossier"), required=False, max_length=80)


class IdentityForm(forms.Form):
    identity = radio(_("Sait-on qui est la personne décédée ?"), queries.IDENTITIES)
    on = day(_("Établi le"))
    how = forms.CharField(
        label=_("Comment le sait-on ?"), required=False, max_length=600, widget=area(),
        help_text=_("Document, proche, empreintes, examen. Le nom s'écrit sur la fiche de la personne."),
    )  # fmt: skip
    certificate = forms.CharField(label=_("Certificat, numéro de dossier"), required=False, max_length=80)


class RestForm(forms.Form):
    rest = radio(_("Où repose la personne ?"), queries.RESTS)
    on = day(_("Le"))
    where = forms.CharField(
        label=_("Lieu, emplacement, ou à qui le corps a été remis"), required=False, max_length=160
    )


class FamilyForm(Keyed):
    way = radio(_("Par quelle voie ?"), queries.WAYS)
    outcome = radio(_("Avec quel résultat ?"), queries.REACHED)
    on = day(_("Le"))
    text = forms.CharField(
        label=_("Avec qui, ce qui a été dit"), required=False, max_length=1000, widget=area()
    )
