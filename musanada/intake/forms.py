"""Questions asked at the counter. What makes a person or a visit wrong is for drafts and commands."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.intake.models import Arrival
from musanada.intake.queries import counters
from musanada.kit.choices import Answer, Sex
from musanada.kit.forms import DayInput, PartialDateField
from musanada.kit.ids import new_id
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft, PersonDraft
from musanada.people.models import Contact, Identifier, LegalBasis
from musanada.reference.queries import language_choices, nationality_choices

EMPTY = [("", _("Choisir…"))]
INLINE = {"class": "choices-inline"}
ZONE = {
    "rows": 3,
    "dir": "ltr",
    "class": "machine-zone",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}
WITHOUT_VALUE = (Answer.UNKNOWN, Answer.REFUSED, Answer.NOT_ASKED)
REFUSED = "refused"


def language() -> str:
    return get_language() or "fr"


def nationality_answers() -> list[Any]:
    """Every nationality, and the three answers that are none: at the top, because they are answers like others."""
    answers = [(f"={a.value}", a.label) for a in WITHOUT_VALUE]
    return [*EMPTY, (_("Sans nationalité à noter"), answers), *nationality_choices(language())]


def spoken_languages() -> list[tuple[str, Any]]:
    return [*EMPTY, *language_choices(language())]


def unit_field(form: forms.Form, actor: User, right: str) -> None:
    """Only the units where the actor may do this; a single one is not asked."""
    units = {str(u.pk): u for u in counters(actor, right)}
    form.units = units  # type: ignore[attr-defined]
    form.fields["unit"].choices = [(k, str(u)) for k, u in units.items()]  # type: ignore[attr-defined]
    if len(units) == 1:
        form.fields["unit"].widget = forms.HiddenInput()
        form.fields["unit"].initial = next(iter(units))


class CheckInForm(forms.Form):
    """One line: how to call them, and what they came for."""

    call_name = forms.CharField(
        label=_("Comment l'appeler ?"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    purpose = forms.ChoiceField(
        label=_("Pour quoi vient-elle ?"), choices=Arrival.Purpose.choices, initial=Arrival.Purpose.ASSISTANCE
    )


class BasisForm(forms.Form):
    """Screen 1: why the person's data may be kept. A GET form: nothing of the person is in it."""

    unit = forms.ChoiceField(label=_("Dans quelle unité ?"))
    basis = forms.ChoiceField(
        label=_("La personne a entendu la notice. Que répond-elle ?"),
        widget=forms.RadioSelect,
        choices=[
            (
                _("Elle répond"),
                [
                    (LegalBasis.Basis.CONSENT.value, _("Elle est d'accord")),
                    (REFUSED, _("Elle refuse : rien ne sera conservé")),
                ],
            ),
            (
                _("Elle ne peut pas répondre librement"),
                [(b.value, b.label) for b in LegalBasis.Basis if b != LegalBasis.Basis.CONSENT],
            ),
        ],
    )
    means = forms.ChoiceField(
        label=_("Si elle est d'accord, comment l'a-t-elle dit ?"),
        required=False,
        widget=forms.RadioSelect(attrs=INLINE),
        choices=[(m.value, m.label) for m in LegalBasis.Means if m != LegalBasis.Means.ON_FILE],
        initial=LegalBasis.Means.ORAL,
    )
    language = forms.ChoiceField(
        label=_("Dans quelle langue la notice a-t-elle été expliquée ?"), initial="fra"
    )
    notice = forms.CharField(widget=forms.HiddenInput(), max_length=20)
    arrival = forms.UUIDField(widget=forms.HiddenInput(), required=False)
    draft = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)

    right = "people.register"

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self, actor, self.right)
        self.fields["language"].choices = spoken_languages()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("basis") == LegalBasis.Basis.CONSENT and not found.get("means"):
            self.add_error("means", _("Dites comment le consentement a été donné."))
        return found

    @property
    def chosen_unit(self) -> Unit:
        unit: Unit = self.units[self.cleaned_data["unit"]]  # type: ignore[attr-defined]
        return unit

    def basis_draft(self) -> BasisDraft:
        answers = self.cleaned_data
        consent = answers["basis"] == LegalBasis.Basis.CONSENT
        return BasisDraft(
            basis=answers["basis"],
            notice_version=answers["notice"],
            language=answers["language"],
            means=answers["means"] if consent else "",
        )


class ConsentForm(BasisForm):
    """The same questions for someone already registered: a new notice, another basis."""

    right = "people.correct"
    arrival = None  # type: ignore[assignment]
    draft = None  # type: ignore[assignment]


class PersonForm(forms.Form):
    """Screen 2: four answers, each of which may be that there is none. Everything else can come later."""

    zone = forms.CharField(
        label=_("Bande lisible du passeport"),
        help_text=_(
            "Les deux ou trois lignes de lettres et de « < » au bas du document, scannées ou recopiées."
        ),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs=ZONE),
    )
    name = forms.CharField(
        label=_("Comment s'appelle la personne ?"),
        help_text=_("Le nom entier, comme elle le dit, en lettres latines ou arabes."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    other_name = forms.CharField(
        label=_("Le même nom dans l'autre écriture"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
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
    nationality = forms.ChoiceField(label=_("Quelle nationalité déclare-t-elle ?"))
    mother = forms.CharField(
        label=_("Comment s'appelle sa mère ?"),
        help_text=_("Son nom distingue deux personnes qui portent le même nom."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "tel"}),
    )
    safety = forms.ChoiceField(
        label=_("Peut-on appeler ce numéro sans danger pour elle ?"),
        choices=Contact.Safety.choices,
        required=False,
        initial=Contact.Safety.NOT_ASKED,
    )
    document_kind = forms.ChoiceField(
        label=_("Document présenté"), choices=[*EMPTY, *Identifier.Kind.choices], required=False
    )
    document = forms.CharField(
        label=_("Numéro du document"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    document_until = forms.DateField(label=_("Valable jusqu'au"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nationality"].choices = nationality_answers()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("document") and not found.get("document_kind"):
            self.add_error("document_kind", _("Dites de quel document vient ce numéro."))
        return found

    def person_draft(self, key: UUID) -> PersonDraft:
        """What was answered; while typing, only the answers that can be read."""
        answers = self.cleaned_data
        nationality = answers.get("nationality", "")
        given = bool(nationality) and not nationality.startswith("=")
        phone, document = answers.get("phone", ""), answers.get("document", "")
        known = {"birth": answers["birth"]} if "birth" in answers else {}
        return PersonDraft(
            id=key,
            names=tuple(
                NameDraft(text=answers.get(n, ""), mother=answers.get("mother", "") if n == "name" else "")
                for n in ("name", "other_name")
                if answers.get(n)
            ),
            sex=answers.get("sex", Sex.NOT_ASKED),
            nationalities=(nationality,) if given else (),
            nationality_answer="" if given else nationality.removeprefix("="),
            contacts=(ContactDraft(Contact.Kind.PHONE, phone, answers.get("safety") or "not_asked"),)
            if phone
            else (),
            identifiers=(
                IdentifierDraft(
                    answers.get("document_kind") or "other", document, valid_to=answers.get("document_until")
                ),
            )
            if document
            else (),
            **known,
        )
