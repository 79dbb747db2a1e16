"""Questions about a person, a small form for each section of their page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer, Sex
from musanada.kit.documents import normal
from musanada.kit.forms import PartialDateField
from musanada.kit.mrz import read
from musanada.kit.mrz_words import NOT_FOUND, WRONG
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import Contact, HouseholdMember, Identifier, Person, PersonName, Relationship
from musanada.reference.queries import language_choices, nationality_choices, place_choices

EMPTY = [("", _("Choisir…"))]
INLINE = {"class": "choices-inline"}
EXACT = {"autocomplete": "off", "spellcheck": "false"}
NATIONALITIES, DOCUMENTED, SPOKEN = 3, 2, 5


def language() -> str:
    return get_language() or "fr"


def name_box() -> forms.TextInput:
    return forms.TextInput(attrs={**EXACT, "dir": "auto"})


class SearchForm(forms.Form):
    """What the address of the list may ask."""

    q = forms.CharField(
        label=_("Nom, référence, téléphone ou document"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**EXACT, "type": "search", "dir": "auto"}),
    )
    sex = forms.ChoiceField(label=_("Sexe"), required=False, choices=[("", _("Tous")), *Sex.choices])
    nationality = forms.ChoiceField(label=_("Nationalité"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Toutes")), *nationality_choices(language())]
        self.fields["nationality"].choices = choices  # type: ignore[attr-defined]


class IdentityForm(forms.Form):
    sex = forms.ChoiceField(
        label=_("Est-ce une femme ou un homme ?"),
        choices=Sex.choices,
        widget=forms.RadioSelect(attrs=INLINE),
    )
    birth = PartialDateField(
        label=_("Quand est-elle née ?"),
        help_text=_("Le jour et le mois peuvent rester vides. L'âge apparent suffit."),
        age=True,
    )
    preferred_language = forms.ChoiceField(label=_("Dans quelle langue lui parler ?"), required=False)
    interpreter = forms.ChoiceField(
        label=_("Faut-il un interprète ?"),
        required=False,
        choices=[("", _("Non demandé")), ("yes", _("Oui")), ("no", _("Non"))],
        widget=forms.RadioSelect(attrs=INLINE),
    )
    vital_state = forms.ChoiceField(
        label=_("Est-elle en vie ?"), choices=Person.Vital.choices, widget=forms.RadioSelect(attrs=INLINE)
    )
    place = forms.ChoiceField(label=_("Où vit-elle ?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = [("", _("Non renseigné"))]
        languages, places = language_choices(language()), place_choices(language())
        kept = self.initial.get("place")
        if kept and not any(kept == key for _region, rows in places for key, _name in rows):
            unknown = [*unknown, (kept, self.initial.get("place_name", kept))]
        self.fields["preferred_language"].choices = [*EMPTY, *languages]  # type: ignore[attr-defined]
        self.fields["place"].choices = [*unknown, *places]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    text = forms.CharField(
        label=_("Le nom entier"),
        help_text=_("Comme il se dit ou comme il est écrit sur le document, sans le transcrire."),
        max_length=200,
        widget=name_box(),
    )
    source = forms.ChoiceField(label=_("D'où vient ce nom ?"), choices=PersonName.Source.choices)
    preferred = forms.BooleanField(
        label=_("C'est le nom à montrer dans cette écriture"), required=False, initial=True
    )
    given = forms.CharField(label=_("Prénom"), required=False, max_length=80, widget=name_box())
    father = forms.CharField(label=_("Nom du père"), required=False, max_length=80, widget=name_box())
    grandfather = forms.CharField(
        label=_("Nom du grand-père"), required=False, max_length=80, widget=name_box()
    )
    family = forms.CharField(label=_("Nom de famille"), required=False, max_length=80, widget=name_box())
    nickname = forms.CharField(label=_("Surnom"), required=False, max_length=80, widget=name_box())
    mother = forms.CharField(label=_("Nom de la mère"), required=False, max_length=80, widget=name_box())

    def draft(self) -> NameDraft:
        return NameDraft(**{k: v for k, v in self.cleaned_data.items() if k != "preferred"})


class NationalitiesForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Si aucune n'est connue, pourquoi ?"),
        required=False,
        choices=[("", _("Une nationalité est connue")), *Answer.choices[1:]],
        widget=forms.RadioSelect(attrs=INLINE),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*EMPTY, *nationality_choices(language())]
        labels = [
            ("declared_1", _("Nationalité déclarée")),
            *((f"declared_{n}", _("Autre nationalité déclarée")) for n in range(2, NATIONALITIES + 1)),
            ("document_1", _("Nationalité attestée par un document")),
            *((f"document_{n}", _("Autre nationalité attestée")) for n in range(2, DOCUMENTED + 1)),
        ]
        for name, label in labels:
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        self.order_fields([*(name for name, _label in labels), "answer"])

    def codes(self, kind: str) -> tuple[str, ...]:
        found = (value for name, value in self.cleaned_data.items() if name.startswith(kind))
        return tuple(dict.fromkeys(code for code in found if code))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        known = any(value for name, value in found.items() if name != "answer")
        if known and found.get("answer"):
            self.add_error(
                "answer", _("Une nationalité et une raison de n'en pas avoir sont données à la fois.")
            )
        if not known and not found.get("answer"):
            self.add_error(
                "answer", _("Choisissez une nationalité, ou la réponse qui dit pourquoi elle manque.")
            )
        return found


class LanguagesForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*EMPTY, *language_choices(language())]
        for n in range(1, SPOKEN + 1):
            self.fields[f"language_{n}"] = forms.ChoiceField(
                label=_("Langue parlée"), required=False, choices=choices
            )
            self.fields[f"reads_{n}"] = forms.BooleanField(label=_("Elle la lit aussi"), required=False)

    def codes(self) -> tuple[str, ...]:
        found = (self.cleaned_data[f"language_{n}"] for n in range(1, SPOKEN + 1))
        return tuple(dict.fromkeys(code for code in found if code))

    def reads(self) -> tuple[str, ...]:
        numbers = range(1, SPOKEN + 1)
        found = (self.cleaned_data[f"language_{n}"] for n in numbers if self.cleaned_data[f"reads_{n}"])
        return tuple(dict.fromkeys(code for code in found if code))


class DocumentForm(forms.Form):
    """A document by its number, or by its machine-readable zone, whose check digits are then insisted upon."""

    zone = forms.CharField(
        label=_("Bande lisible"),
        help_text=_("Si vous l'avez : elle donne le numéro et la fin de validité. Sinon, laissez vide."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={**EXACT, "rows": 3, "dir": "ltr", "class": "machine-zone"}),
    )
    kind = forms.ChoiceField(label=_("Quel document ?"), choices=[*EMPTY, *Identifier.Kind.choices])
    value = forms.CharField(
        label=_("Numéro"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={**EXACT, "dir": "ltr"}),
    )
    issuer = forms.CharField(
        label=_("Pays ou organisme qui l'a délivré"), required=False, max_length=40, widget=name_box()
    )
    valid_to = forms.DateField(
        label=_("Valable jusqu'au"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("zone"):
            self.read_zone(found)
        elif not found.get("value") and "value" not in self.errors:
            self.add_error("value", _("Écrivez le numéro, ou la bande lisible du document."))
        return found

    def read_zone(self, found: dict[str, Any]) -> None:
        """What was typed beside the zone must be what the zone says; what does not check is said and not kept."""
        zone = read(found["zone"], today=timezone.localdate())
        if zone is None:
            self.add_error("zone", str(NOT_FOUND))
            return
        for part in zone.wrong:
            self.add_error("zone", str(WRONG[part]))
        if found.get("value") and zone.number and normal(found["value"]) != normal(zone.number):
            self.add_error("value", _("Ce numéro n'est pas celui de la bande : gardez celui du document."))
        found["value"] = found.get("value") or zone.number
        found["valid_to"] = found.get("valid_to") or zone.expires

    def draft(self) -> IdentifierDraft:
        return IdentifierDraft(**{name: value for name, value in self.cleaned_data.items() if name != "zone"})


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label=_("Comment la joindre ?"), choices=Contact.Kind.choices)
    value = forms.CharField(
        label=_("Numéro, adresse ou lieu"),
        max_length=120,
        widget=forms.TextInput(attrs={**EXACT, "dir": "auto"}),
    )
    safety = forms.ChoiceField(
        label=_("Peut-on s'en servir sans danger pour elle ?"),
        help_text=_("Un téléphone partagé peut être lu par quelqu'un qui la menace."),
        choices=Contact.Safety.choices,
        widget=forms.RadioSelect,
    )

    def draft(self) -> ContactDraft:
        return ContactDraft(**self.cleaned_data)


class ReferenceForm(forms.Form):
    """Another person, by the reference on their slip or page."""

    other = forms.CharField(
        label=_("Référence de l'autre personne"),
        help_text=_("Lue ou scannée sur son bon, ou copiée depuis sa fiche : K7M2-QXB9."),
        max_length=20,
        widget=forms.TextInput(attrs={**EXACT, "dir": "ltr", "autocapitalize": "characters"}),
    )


class HouseholdForm(ReferenceForm):
    """Who lives with whom. Without a reference the person is the head of a new household."""

    tie = forms.ChoiceField(
        label=_("Quel est le lien avec le chef de ménage ?"),
        choices=[c for c in HouseholdMember.Tie.choices if c[0] != HouseholdMember.Tie.HEAD],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].required = False


class RelationForm(ReferenceForm):
    kind = forms.ChoiceField(label=_("La personne de cette fiche est…"), choices=Relationship.Kind.choices)
    field_order = ("kind", "other")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Ce motif reste dans le journal, avec votre nom et l'heure."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(ReasonForm):
    kept = forms.ChoiceField(label=_("Quelle fiche garder ?"), widget=forms.RadioSelect)
    field_order = ("kept", "reason")

    def __init__(self, records: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = records  # type: ignore[attr-defined]
