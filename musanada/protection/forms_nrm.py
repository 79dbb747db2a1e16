"""Referrals: one word of the person on each service, for one partner; answers of the receiver; partners of the mechanism."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.protection.commands.mechanisms import MechanismDraft
from musanada.protection.commands.nrm import CONTACT, NOTE, NrmDraft, PaperAnswer
from musanada.protection.commands.nrm_answers import AcceptDraft
from musanada.protection.models import Mechanism, NrmItem, NrmReferral
from musanada.reference.codes import ServiceFamily
from musanada.reference.queries import countries, language_choices, place, place_choices

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
INLINE = {"class": "choices-inline"}
ANSWERS: list[tuple[str, Any]] = [
    (NrmItem.Word.YES, _("Oui")),
    (NrmItem.Word.NO, _("Non")),
    ("", _("Pas parlé")),
]


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", "autocomplete": "off"})


def box() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"})


def languages() -> list[tuple[str, Any]]:
    return [*EMPTY, *language_choices(get_language() or "fr")]


class ReferForm(forms.Form):
    """The services of one partner, one question each."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)

    def __init__(
        self, services: Sequence[tuple[str, Any]], to: Any, *args: Any, urgent: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.to, self.services = to, [code for code, _label in services]
        for code, label in services:
            self.fields[f"word-{code}"] = forms.ChoiceField(
                label=label,
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect(attrs=INLINE),
                initial="",
            )
        self.fields["language"] = forms.ChoiceField(
            label=_("Expliqué dans quelle langue ?"), choices=languages, required=False
        )
        self.fields["safe_contact"] = forms.CharField(
            label=_("Comment la joindre sans risque, et le mot convenu"),
            help_text=_("Un lieu, une heure, un mot que vous êtes seuls à connaître. Pas de nom."),
            required=False,
            max_length=CONTACT,
            widget=box(),
        )
        self.fields["note"] = forms.CharField(
            label=_("Pour ce partenaire"),
            help_text=_("Seulement ce que la personne veut bien qu'il sache. Pas de nom."),
            required=False,
            max_length=NOTE,
            widget=area(),
        )
        self.fields["urgent"] = forms.BooleanField(
            label=_("Urgent : la réponse est attendue dans la journée"), required=False, initial=urgent
        )

    def items(self) -> list[Any]:
        return [self[f"word-{code}"] for code in self.services]

    def others(self) -> list[Any]:
        return [self[name] for name in ("language", "safe_contact", "note", "urgent")]

    def words(self) -> dict[str, str]:
        said = {code: self.cleaned_data[f"word-{code}"] for code in self.services}
        return {code: word for code, word in said.items() if word}

    def draft(self) -> NrmDraft:
        said = self.cleaned_data
        return NrmDraft(
            to=self.to,
            words=self.words(),
            safe_contact=said["safe_contact"],
            note=said["note"],
            language=said["language"],
            urgent=said["urgent"],
            id=said["id"],
        )


class WithdrawForm(forms.Form):
    services = forms.MultipleChoiceField(
        label=_("Sur quoi la personne reprend-elle son accord ?"), widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, services: Sequence[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = list(services)  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    """What opens the file: no name is needed, the code of the referral stands for one."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    called = forms.CharField(
        label=_("Comment l'appeler ici ?"),
        help_text=_("Un surnom ou un mot convenu. Vide : le code de l'orientation."),
        required=False,
        max_length=80,
        widget=box(),
    )
    child = forms.ChoiceField(
        label=_("Adulte ou enfant ?"),
        help_text=_("Dans le doute, un enfant."),
        choices=[("adult", _("Adulte")), ("child", _("Enfant, ou peut-être enfant"))],
        widget=forms.RadioSelect(attrs=INLINE),
    )
    sex = forms.ChoiceField(label=_("Sexe"), choices=Sex.choices, initial=Sex.NOT_ASKED, required=False)
    language = forms.ChoiceField(label=_("Quelle langue parle-t-elle ?"), choices=languages, required=False)
    answer = forms.CharField(
        label=_("Un mot pour qui oriente"),
        help_text=_("Où venir, qui demander. Rien sur la personne."),
        required=False,
        max_length=NOTE,
        widget=area(2),
    )

    def draft(self) -> AcceptDraft:
        said = self.cleaned_data
        return AcceptDraft(
            called=said["called"],
            sex=said["sex"] or Sex.NOT_ASKED,
            child=said["child"] == "child",
            language=said["language"],
            answer=said["answer"],
            id=said["id"],
        )


class TakeForm(forms.Form):
    """For an authority's office, which answers and keeps no file."""

    answer = forms.CharField(
        label=_("Un mot pour qui oriente"),
        help_text=_("Votre bureau répond et aide ; il ne tient pas de dossier de protection."),
        required=False,
        max_length=NOTE,
        widget=area(2),
    )

    def draft(self) -> AcceptDraft:
        return AcceptDraft(answer=self.cleaned_data["answer"])


class RefuseForm(forms.Form):
    refusal = forms.ChoiceField(
        label=_("Pourquoi ?"), choices=NrmReferral.Refusal.choices, widget=forms.RadioSelect()
    )
    answer = forms.CharField(
        label=_("Un mot pour qui oriente"),
        help_text=_("Vers qui se tourner, si vous le savez. Rien sur la personne."),
        required=False,
        max_length=NOTE,
        widget=area(2),
    )


class PaperForm(forms.Form):
    """What a partner without account answered."""

    said = forms.ChoiceField(
        label=_("Qu'a-t-il répondu ?"),
        choices=[("yes", _("Il accepte")), ("no", _("Il refuse"))],
        widget=forms.RadioSelect(attrs=INLINE),
    )
    refusal = forms.ChoiceField(
        label=_("S'il refuse, pourquoi ?"), choices=[*EMPTY, *NrmReferral.Refusal.choices], required=False
    )
    text = forms.CharField(label=_("Ce qu'il dit"), required=False, max_length=NOTE, widget=area(2))

    def draft(self) -> PaperAnswer:
        said = self.cleaned_data
        return PaperAnswer(said["said"] == "yes", said["refusal"], said["text"])


class MechanismForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    kind = forms.ChoiceField(
        label=_("Quelle sorte de partenaire ?"), choices=[*EMPTY, *Mechanism.Kind.choices]
    )
    name_fr = forms.CharField(label=_("Nom en français"), max_length=160, widget=box())
    name_ar = forms.CharField(
        label=_("Nom en arabe"), max_length=160, required=False, widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar", "autocomplete": "off"})
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Quel bureau répond ici ?"),
        help_text=_(
            "Un bureau où quelqu'un répond aux orientations. Aucun : l'orientation se fait sur papier."
        ),
        required=False,
    )
    town = forms.ChoiceField(label=_("Dans quelle ville ?"), required=False)
    country = forms.ChoiceField(label=_("Pays, pour un mécanisme d'un autre pays"), required=False)
    services = forms.MultipleChoiceField(
        label=_("Quels services offre-t-il ?"),
        help_text=_("Ce sont les questions posées à la personne, une par une."),
        choices=ServiceFamily.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=INLINE),
    )
    since = forms.DateField(label=_("Depuis quand ?"), required=False, widget=DayInput())

    def __init__(self, units: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "fr"
        self.units = {str(one.pk): one for one in units}
        fields: dict[str, Any] = self.fields
        fields["unit"].choices = [
            ("", _("Aucun : sur papier")),
            *((pk, str(one)) for pk, one in self.units.items()),
        ]
        fields["town"].choices = [*EMPTY, *place_choices(lang)]
        fields["country"].choices = [*EMPTY, *countries(lang)]

    def draft(self) -> MechanismDraft:
        said = self.cleaned_data
        return MechanismDraft(
            name_fr=said["name_fr"],
            name_ar=said["name_ar"],
            kind=said["kind"],
            services=tuple(said["services"]),
            unit=self.units.get(said["unit"]),
            country=said["country"],
            town=place(said["town"]) if said["town"] else None,
            since=said["since"],
            id=said["id"],
        )


def mechanism_initial(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "name_fr": one.name_fr,
        "name_ar": one.name_ar,
        "unit": str(one.unit_id or ""),
        "town": str(one.town_id or ""),
        "country": one.country_id or "",
        "services": [code for code in one.services.split(",") if code],
        "since": one.since,
    }
