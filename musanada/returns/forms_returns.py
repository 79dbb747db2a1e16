"""The questions of a request of return: where to, by whom, since when; the family; the filters of the list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.reference.queries import countries
from musanada.returns.drafts import HOME, ReturnDraft
from musanada.returns.models import Channel, Direction, Funding, Return

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
ANY: list[tuple[str, Any]] = [("", _("Tous"))]
WITH_PARENT = [("", _("Pas demandé")), ("yes", _("Oui")), ("no", _("Non"))]


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def answer_of(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def answer_as(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


class ReturnForm(forms.Form):
    """A request as said: every answer may be corrected later, whatever the state of the file."""

    direction = forms.ChoiceField(
        label=_("Dans quel sens ?"), choices=Direction.choices, widget=forms.RadioSelect()
    )
    country = forms.ChoiceField(
        label=_("L'autre pays"),
        help_text=_("Celui où la personne rentre ; pour un retour au Maroc, celui d'où elle vient."),
    )
    to_place = forms.ChoiceField(
        label=_("Région de retour"),
        help_text=_("Pour un retour au Maroc seulement."),
        required=False,
    )
    to_town = forms.CharField(label=_("Ville ou village de retour"), required=False, max_length=120)
    channel = forms.ChoiceField(
        label=_("Par qui le voyage est-il organisé ?"), choices=Channel.choices, widget=forms.RadioSelect()
    )
    funding = forms.ChoiceField(
        label=_("Financement"),
        help_text=_("Un seul par retour. Il peut se choisir plus tard : le départ en demande un."),
        required=False,
    )
    source = forms.ChoiceField(
        label=_("Comment la personne est-elle venue ?"),
        choices=Return.Source.choices,
        initial=Return.Source.UNKNOWN,
    )
    applied_on = forms.DateField(
        label=_("Demande faite quel jour ?"),
        help_text=_("Un jour passé convient : la saisie tardive est dite dans le dossier."),
        initial=timezone.localdate,
        widget=DayInput(),
    )
    wished_on = forms.DateField(label=_("Quand souhaite-t-elle partir ?"), required=False, widget=DayInput())

    def __init__(
        self,
        fundings: Iterable[Funding],
        regions: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fundings = {str(one.pk): one for one in fundings}
        lang = get_language() or "fr"
        named = [(code, name) for code, name in countries(lang) if code != HOME]
        offered(self.fields["country"], [*EMPTY, *named])
        offered(self.fields["to_place"], [("", _("Sans objet ou inconnue")), *regions])
        offered(self.fields["funding"], [("", _("Pas encore choisi")), *self.grouped()])

    def grouped(self) -> list[tuple[str, Any]]:
        """By channel: a funding source is one channel's."""
        found: dict[str, list[tuple[str, str]]] = {}
        for key, one in self.fundings.items():
            found.setdefault(str(one.get_channel_display()), []).append((key, str(one)))
        return list(found.items())

    def draft(self, **more: Any) -> ReturnDraft:
        said = self.cleaned_data
        return ReturnDraft(
            direction=said["direction"],
            channel=said["channel"],
            country=said["country"],
            funding=self.fundings.get(said["funding"]),
            to_place=said["to_place"] or None,
            to_town=said["to_town"],
            source=said["source"],
            applied_on=said["applied_on"],
            wished_on=said["wished_on"],
            **more,
        )


class NewForm(ReturnForm):
    """A file to open, at one of the actor's offices: an enquiry, or a request at once."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    office = forms.ChoiceField(label=_("À quel bureau ?"))
    asked = forms.ChoiceField(
        label=_("La personne demande-t-elle à partir ?"),
        choices=[
            ("yes", _("Oui : enregistrer sa demande")),
            ("no", _("Pas encore : elle se renseigne")),
        ],
        initial="yes",
        widget=forms.RadioSelect(),
    )

    def __init__(self, offices: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        offered(self.fields["office"], [(key, str(unit)) for key, unit in self.offices.items()])
        if len(self.offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = next(iter(self.offices))

    @property
    def unit(self) -> Any:
        return self.offices[self.cleaned_data["office"]]

    @property
    def registers(self) -> bool:
        return bool(self.cleaned_data["asked"] == "yes")


class EditForm(ReturnForm):
    """The same, with what concerns the family."""

    with_parent = forms.ChoiceField(
        label=_("Un parent voyage-t-il avec l'enfant ?"),
        help_text=_("Sans parent, le départ demande un feu vert de voyage."),
        choices=WITH_PARENT,
        required=False,
    )
    apart = forms.ChoiceField(
        label=_("Voyage séparé de la famille"), choices=Return.Why.choices, required=False
    )
    apart_text = forms.CharField(
        label=_("En toutes lettres"), required=False, max_length=1000, widget=area(2)
    )

    def __init__(self, *args: Any, minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not minor:
            del self.fields["with_parent"]

    def edited(self, held: Return) -> ReturnDraft:
        said = self.cleaned_data
        parent = answer_of(said["with_parent"]) if "with_parent" in said else held.with_parent
        return self.draft(with_parent=parent, apart=said["apart"], apart_text=said["apart_text"])


def initial_of(one: Return) -> dict[str, Any]:
    """What the file says now, for a form that corrects it."""
    return {
        "direction": one.direction,
        "country": one.country_id,
        "to_place": str(one.to_place_id or ""),
        "to_town": one.to_town,
        "channel": one.channel,
        "funding": str(one.funding_id or ""),
        "source": one.source,
        "applied_on": one.applied_on,
        "wished_on": one.wished_on,
        "with_parent": answer_as(one.with_parent),
        "apart": one.apart,
        "apart_text": one.apart_text,
    }


class FamilyForm(forms.Form):
    """Who of the household leaves too. Each gets a file; of a child it is asked whether a parent travels with them."""

    def __init__(self, members: Sequence[Any], minors: set[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.minors = members, minors
        for member in members:
            key = str(member.person.pk)
            name = member.latin or member.arabic or str(member.person)
            self.fields[f"{key}-leaves"] = forms.BooleanField(label=name, required=False)
            self.fields[f"{key}-apart"] = forms.ChoiceField(
                label=_("Voyage séparé"), choices=Return.Why.choices, required=False
            )
            self.fields[f"{key}-text"] = forms.CharField(
                label=_("En toutes lettres"), required=False, max_length=500
            )
            if member.person.pk in minors:
                self.fields[f"{key}-parent"] = forms.ChoiceField(
                    label=_("Un parent voyage avec l'enfant"), choices=WITH_PARENT, required=False
                )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for member in self.members:
            key = str(member.person.pk)
            if found.get(f"{key}-apart") == Return.Why.OTHER and not found.get(f"{key}-text", "").strip():
                self.add_error(f"{key}-text", _("Dites en quelques mots pourquoi."))
        if not self.chosen():
            self.add_error(None, _("Cochez au moins une personne de la famille qui part aussi."))
        return found

    def rows(self) -> list[tuple[Any, BoundField, list[BoundField]]]:
        """Each member, the tick, and the questions that follow it."""
        found = []
        for member in self.members:
            key = str(member.person.pk)
            names = [f"{key}-{part}" for part in ("parent", "apart", "text")]
            found.append((member, self[f"{key}-leaves"], [self[n] for n in names if n in self.fields]))
        return found

    def chosen(self) -> list[Any]:
        return [m for m in self.members if self.cleaned_data.get(f"{m.person.pk}-leaves")]

    def answers(self, member: Any) -> dict[str, Any]:
        key, said = str(member.person.pk), self.cleaned_data
        return {
            "with_parent": answer_of(said.get(f"{key}-parent", "")),
            "apart": said.get(f"{key}-apart", ""),
            "apart_text": said.get(f"{key}-text", ""),
        }


class ApartForm(forms.Form):
    """Why one member does not travel with the others."""

    with_parent = forms.ChoiceField(
        label=_("Un parent voyage-t-il avec l'enfant ?"), choices=WITH_PARENT, required=False
    )
    apart = forms.ChoiceField(
        label=_("Pourquoi ne voyage-t-elle pas avec sa famille ?"),
        choices=[("", _("Elle voyage avec sa famille")), *Return.Why.choices[1:]],
        required=False,
    )
    text = forms.CharField(label=_("En toutes lettres"), required=False, max_length=1000, widget=area(2))

    def __init__(self, *args: Any, minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minor = minor
        if not minor:
            del self.fields["with_parent"]


class JoinForm(forms.Form):
    """The number of the file on which this one depends."""

    number = forms.CharField(
        label=_("Numéro du dossier principal de la famille"),
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FilterForm(forms.Form):
    """The filters of the list, in its address."""

    number = forms.CharField(label=_("Numéro"), required=False, max_length=12)
    state = forms.ChoiceField(label=_("État"), required=False)
    direction = forms.ChoiceField(label=_("Sens"), required=False, choices=[*ANY, *Direction.choices])
    channel = forms.ChoiceField(label=_("Voie"), required=False, choices=[*ANY, *Channel.choices])
    country = forms.ChoiceField(label=_("Pays"), required=False)
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    family = forms.ChoiceField(
        label=_("Famille"),
        required=False,
        choices=[
            *ANY,
            ("head", _("Dossiers principaux et personnes seules")),
            ("with", _("Familles seulement")),
        ],
    )
    late = forms.BooleanField(label=_("En retard seulement"), required=False)
    everything = forms.BooleanField(label=_("Dossiers clos aussi"), required=False)

    def __init__(self, choices: Mapping[str, Sequence[tuple[str, Any]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            offered(self.fields[name], [*ANY, *rows])
            if len(rows) < 2 and name not in self.data:
                del self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """What was asked for; an answer that is not on offer is left out."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
