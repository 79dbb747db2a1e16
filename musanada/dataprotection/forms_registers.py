"""The questions of each register. They only ask: commands check again and write."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.dataprotection.clocks import FIXED_HOLIDAYS, Clock, Counting
from musanada.dataprotection.codes import Concerned, split
from musanada.dataprotection.models import (
    Assessment,
    Breach,
    Controllership,
    Formality,
    Hosting,
    Processing,
    RightsRequest,
)
from musanada.dataprotection.models.registers import HOME
from musanada.dataprotection.queries import registers, requests
from musanada.kit.choices import FieldGroup
from musanada.kit.collation import collate
from musanada.kit.formats import country_name
from musanada.partners.forms import Day
from musanada.people.models import Person

LONG = {"rows": 4, "dir": "auto"}
WEEKDAYS = [
    ("1", _("lundi")),
    ("2", _("mardi")),
    ("3", _("mercredi")),
    ("4", _("jeudi")),
    ("5", _("vendredi")),
    ("6", _("samedi")),
    ("7", _("dimanche")),
]


def language() -> str:
    return get_language() or "fr"


class Moment(forms.DateTimeField):
    """A day and an hour, by the browser's own boxes or typed; of this country."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)


def asked(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The box of a column: our own for days, hours and long texts."""
    if isinstance(field, models.DateTimeField):
        return Moment(label=capfirst(field.verbose_name), required=not field.null)
    if isinstance(field, models.DateField):
        return Day(label=capfirst(field.verbose_name), required=not field.null)
    if isinstance(field, models.TextField):
        options["widget"] = forms.Textarea(attrs=LONG)
    return field.formfield(**options)


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line of a register. A new one asks for which unit; one that is changed starts from what is known."""

    NEW_ONLY: tuple[str, ...] = ()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.is_new = self.instance._state.adding
        for name in self.NEW_ONLY if not self.is_new else ():
            del self.fields[name]
        if self.is_new:
            self.add_unit()

    def add_unit(self) -> None:
        self.units = {str(unit.pk): unit for unit in registers.units_to_keep(self.actor)}
        choices = [(key, str(unit)) for key, unit in self.units.items()]
        unit = forms.ChoiceField(label=_("Pour quelle unité ?"), choices=choices)
        self.fields = {"for_unit": unit, **self.fields}

    def values(self) -> tuple[Unit | None, dict[str, Any]]:
        """The unit of a new line, and the answers."""
        answers = dict(self.cleaned_data)
        return self.units.get(answers.pop("for_unit", "")) if self.is_new else None, answers

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Replace a select over a whole table by the few the actor may name."""
        field: Any = self.fields[name]
        keys = [key for key, _label in choices if key]
        field.queryset = field.queryset.filter(pk__in=keys)
        field.choices = [("", "—"), *choices]

    def _post_clean(self) -> None:
        """The command checks: the form's own copy of the record is not touched."""


def codes_field(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


class ControllershipForm(LineForm):
    NEW_ONLY = ("from_on",)

    class Meta:
        model = Controllership
        fields = (
            "controller",
            "processor",
            "processor_name",
            "agreement",
            "agreement_reference",
            "focal_point",
            "from_on",
            "to_on",
        )
        formfield_callback = asked
        help_texts = {
            "focal_point": _(
                "Une fonction, une adresse ou un numéro du service : pas le nom d'une personne."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            del self.fields["to_on"]
        units = [(str(u.pk), str(u)) for u in registers.units_to_keep(self.actor)]
        self.offer("controller", units)
        self.offer("processor", units)
        self.offer("agreement", registers.agreement_choices(self.actor))


class ProcessingForm(LineForm):
    subjects = codes_field(_("De qui sont ces données ?"), Concerned.choices)
    groups = codes_field(_("Quelles parties d'un dossier ?"), FieldGroup.choices)

    class Meta:
        model = Processing
        fields = Processing.EDITABLE
        formfield_callback = asked
        help_texts = {
            "sensitive": _("Santé, origine, opinions, religion, syndicat : la CNDP doit autoriser."),
            "identity_card": _("Un traitement qui porte la CIN demande une autorisation de la CNDP."),
            "hosted_abroad": _("Laissez vide si les données ne quittent pas le Maroc."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: split(getattr(self.instance, name)) for name in ("subjects", "groups")})
        self.offer("hosted_abroad", countries(abroad=True))


class FormalityForm(LineForm):
    NEW_ONLY = ("kind",)

    class Meta:
        model = Formality
        fields = ("kind", *Formality.EDITABLE)
        formfield_callback = asked

    def add_unit(self) -> None:
        """A step belongs to its treatment's unit."""


class HostingForm(LineForm):
    NEW_ONLY = ("from_on",)

    class Meta:
        model = Hosting
        fields = ("what", "provider", "country", "transfer_number", "transfer_on", "from_on", "to_on")
        formfield_callback = asked

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("country", countries())
        if self.is_new:
            self.initial["country"] = HOME


class AssessmentForm(LineForm):
    class Meta:
        model = Assessment
        fields = Assessment.EDITABLE
        formfield_callback = asked

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("partner", registers.partner_choices(self.actor, language()))
        if self.is_new:
            del self.fields["closed_on"]


class BreachForm(LineForm):
    groups = codes_field(_("Quelles données sont touchées ?"), FieldGroup.choices)

    class Meta:
        model = Breach
        fields = Breach.EDITABLE
        formfield_callback = asked
        help_texts = {
            "what": _("Les faits, sans aucun nom de personne. Ce texte est gardé chiffré."),
            "people_touched": _("Un nombre, même approché."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["groups"] = split(self.instance.groups)
        if self.is_new:
            self.initial["detected_at"] = timezone.localtime()
            for name in ("closed_at", "lessons"):
                del self.fields[name]


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=_("Texte de l'analyse"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("PDF ou image de %(limit)s Mo au plus, gardé chiffré.") % {
            "limit": settings.ATTACHMENT_LIMIT // (1024 * 1024)
        }


class DeadlineForm(forms.Form):
    for_unit = forms.ChoiceField(label=_("Pour quelle organisation ?"))
    clock = forms.ChoiceField(label=_("Quel délai ?"), choices=Clock.choices)
    length = forms.IntegerField(label=_("Combien ?"), min_value=1, max_value=400)
    counting = forms.ChoiceField(
        label=_("Compté en"),
        choices=Counting.choices,
        help_text=_("En jours francs, ni le jour de la réception ni le dernier jour ne comptent."),
    )
    weekend = forms.MultipleChoiceField(
        label=_("Jours de repos"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    holidays = forms.CharField(
        label=_("Jours fériés"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_("11-18 pour chaque année, 2026-03-20 pour une seule : séparés par des espaces."),
    )
    source = forms.CharField(label=_("Quel texte le dit ?"), max_length=160)
    confirmed = forms.BooleanField(label=_("Un juriste l'a confirmé."), required=False)
    from_on = Day(label=_("En vigueur du"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in registers.units_to_rule(actor)}
        field: Any = self.fields["for_unit"]
        field.choices = [(key, str(unit)) for key, unit in self.units.items()]
        start: dict[str, Any] = {
            "weekend": ["6", "7"],
            "holidays": FIXED_HOLIDAYS,
            "from_on": timezone.localdate(),
            "length": 10,
        }
        self.initial = {**start, **self.initial}


class RequestForm(forms.Form):
    for_unit = forms.ChoiceField(label=_("Quelle unité l'a reçue ?"))
    kind = forms.ChoiceField(label=_("Que demande la personne ?"), choices=RightsRequest.Kind.choices)
    person = forms.CharField(
        label=_("Référence de la personne"),
        required=False,
        max_length=12,
        help_text=_(
            "Telle qu'elle est sur son bon de visite, par exemple K7M2-QXB9. Vide si elle n'est pas connue."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )
    requester = forms.ChoiceField(label=_("Qui demande ?"), choices=RightsRequest.Requester.choices)
    channel = forms.ChoiceField(label=_("Comment ?"), choices=RightsRequest.Channel.choices)
    received_on = Day(label=_("Reçue le"))
    note = forms.CharField(
        label=_("Ce qui est demandé, en ses mots"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Ce texte est gardé chiffré."),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.units = {str(unit.pk): unit for unit in requests.units_to_receive(actor)}
        field: Any = self.fields["for_unit"]
        field.choices = [(key, str(unit)) for key, unit in self.units.items()]
        self.initial = {"received_on": timezone.localdate(), **self.initial}

    def clean_person(self) -> Person | None:
        text = self.cleaned_data["person"].strip()
        if not text:
            return None
        found = requests.person_asked_for(self.actor, text)
        if found is None:
            raise forms.ValidationError(
                _("Aucune personne que vous voyez ne porte cette référence : vérifiez-la, ou laissez vide.")
            )
        return found

    def values(self) -> tuple[Unit, dict[str, Any]]:
        answers = dict(self.cleaned_data)
        return self.units[answers.pop("for_unit")], answers


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Qu'a-t-on répondu ?"),
        max_length=4000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Ce texte est gardé chiffré."),
    )


class RefusalForm(AnswerForm):
    refusal = forms.ChoiceField(label=_("Pour quel motif ?"))
    field_order = ("refusal", "answer")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        erasing = kind == RightsRequest.Kind.ERASURE
        allowed = RightsRequest.ERASURE_REFUSALS if erasing else tuple(RightsRequest.Refusal)
        field: Any = self.fields["refusal"]
        field.choices = [("", _("Choisir…")), *((one.value, one.label) for one in allowed)]


def countries(*, abroad: bool = False) -> list[tuple[str, str]]:
    """Every country by name; ``abroad`` leaves Morocco out."""
    codes = registers.country_codes()
    named = [(code, country_name(code, language())) for code in codes if not (abroad and code == HOME)]
    return sorted(named, key=lambda choice: collate(choice[1]))
