"""Questions put to a person about one purpose: to whom and what, then their answer. What is wrong is for the commands."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.choices import Answer, FieldGroup
from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.people import notice
from musanada.people.consents import (
    ADULT,
    CAN_ASSENT,
    PURPOSE_CHOICES,
    PURPOSES,
    STATE,
    ConsentDraft,
    Recipient,
    recipient_of,
)
from musanada.people.forms import EMPTY, EXACT, INLINE, language
from musanada.people.models import Consent, LegalBasis, Person
from musanada.people.queries import consents as queries
from musanada.reference.queries import language_choices

YES_NO = (("yes", _("Oui")), ("no", _("Non")))
NO_GUARDIAN = ("", _("Quelqu'un d'autre, nommé ci-dessous"))


class AimForm(forms.Form):
    """What is asked for, of whom: the address of every page of an answer carries it; it says nothing of the person."""

    purpose = forms.ChoiceField(
        label=_("Pour quoi demande-t-on son accord ?"), choices=PURPOSE_CHOICES, widget=forms.RadioSelect
    )
    recipient = forms.ChoiceField(
        label=_("Qui recevrait ses informations ?"),
        help_text=_("Seulement pour une orientation, un transfert ou une liste."),
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=_("Quelles parties du dossier ?"),
        help_text=_("Seulement ce qui est nécessaire."),
        choices=FieldGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=INLINE),
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Tout service utile, sans le nommer")), *queries.recipients(actor)]
        asked = self.data.get("recipient", "") if self.is_bound else self.initial.get("recipient", "")
        if asked and asked != STATE and (found := recipient_of(asked)):
            choices = [(asked, str(found)), *(c for c in choices if c[0] != asked)]
        self.fields["recipient"].choices = [*choices, (STATE, _("Toute autorité de l'État"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kind = PURPOSES[found["purpose"]] if "purpose" in found else None
        if kind is None or "recipient" not in found:
            return found
        if kind.recipient == "must" and not found["recipient"]:
            self.add_error("recipient", _("Dites à qui : pour cette finalité, le destinataire est nommé."))
        if kind.groups and not found.get("groups"):
            self.add_error("groups", _("Dites quelles parties du dossier seraient transmises."))
        if kind.recipient == "none":
            found["recipient"] = ""
        if not kind.groups:
            found["groups"] = []
        return found

    @property
    def recipient_found(self) -> Recipient:
        return recipient_of(self.cleaned_data["recipient"]) or Recipient()

    @property
    def aim(self) -> dict[str, Any]:
        answers = self.cleaned_data
        return {
            "purpose": answers["purpose"],
            "recipient": answers["recipient"],
            "groups": tuple(answers["groups"]),
        }


class AnswerForm(forms.Form):
    """What every answer says: where it was written down, in which language the notice was explained."""

    right = queries.RECORD
    language = forms.ChoiceField(label=_("Dans quelle langue l'avez-vous expliqué ?"), initial="fra")
    unit = forms.ChoiceField(label=_("Dans quelle unité ?"))
    notice = forms.CharField(widget=forms.HiddenInput(), max_length=20, initial=notice.consent_version)
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)

    def __init__(self, actor: User, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.units = {str(u.pk): u for u in queries.recording_units(actor, person, self.right)}
        self.fields["unit"].choices = [(key, str(u)) for key, u in self.units.items()]  # type: ignore[attr-defined]
        self.fields["unit"].initial = next(iter(self.units), "")
        if len(self.units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        if "language" in self.fields:
            self.fields["language"].choices = [*EMPTY, *language_choices(language())]  # type: ignore[attr-defined]
            self.fields["language"].initial = person.preferred_language or "fra"

    @property
    def chosen_unit(self) -> Unit:
        unit: Unit = self.units[self.cleaned_data["unit"]]
        return unit

    def draft(self, aim: dict[str, Any], **more: Any) -> ConsentDraft:
        answers = self.cleaned_data
        return ConsentDraft(
            **aim,
            id=answers["id"],
            language=answers["language"],
            notice_version=answers["notice"],
            **more,
        )


class YesForm(AnswerForm):
    """The person agrees: how, before whom. For a child the guardian and the child; of an unknown age one asks."""

    minor = forms.ChoiceField(
        label=_("A-t-elle moins de 18 ans ?"), choices=YES_NO, widget=forms.RadioSelect(attrs=INLINE)
    )
    means = forms.ChoiceField(
        label=_("Comment a-t-elle donné son accord ?"),
        widget=forms.RadioSelect,
        choices=Consent.Means.choices,
    )
    witness = forms.CharField(
        label=_("Témoin, si l'accord est oral"),
        help_text=_("Le nom d'un collègue ou de l'interprète présent."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**EXACT, "dir": "auto"}),
    )
    guardian = forms.ChoiceField(label=_("Qui est son tuteur ?"), required=False, widget=forms.RadioSelect)
    guardian_name = forms.CharField(
        label=_("Nom du tuteur, s'il n'est pas au registre"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**EXACT, "dir": "auto"}),
    )
    assent = forms.ChoiceField(
        label=_("Et l'enfant, est-il d'accord ?"),
        required=False,
        choices=[
            (Answer.GIVEN, _("Oui, il l'a dit")),
            (Answer.REFUSED, _("Non")),
            (Answer.NOT_ASKED, _("Trop petit pour être interrogé (moins de 6 ans)")),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("Page signée ou enregistrement de la voix"),
        help_text=_("Photo, PDF ou son. Obligatoire pour un accord enregistré de vive voix."),
        required=False,
    )
    expires_on = forms.DateField(label=_("Valable jusqu'au"), required=False, widget=DayInput())

    order = (
        "minor",
        "means",
        "guardian",
        "guardian_name",
        "assent",
        "witness",
        "language",
        "file",
        "expires_on",
    )

    def __init__(self, actor: User, person: Person, purpose: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, person, *args, **kwargs)
        child = None if person.age is None else person.age < ADULT
        if child is not None:
            del self.fields["minor"]
        if child is False:
            self.forget_child()
        else:
            self.ask_of_guardian(actor, person)
        if child:
            self.only_guardian()
        if not queries.may_join(actor):
            del self.fields["file"]
            means = self.fields["means"].choices  # type: ignore[attr-defined]
            self.fields["means"].choices = [c for c in means if c[0] != Consent.Means.VOICE]  # type: ignore[attr-defined]
        if days := PURPOSES[purpose].days:
            self.fields["expires_on"].initial = timezone.localdate() + timedelta(days=days)
        self.order_fields(self.order)

    def forget_child(self) -> None:
        for name in ("guardian", "guardian_name", "assent"):
            del self.fields[name]
        choices = [c for c in Consent.Means.choices if c[0] != Consent.Means.GUARDIAN]
        self.fields["means"].choices = choices  # type: ignore[attr-defined]
        self.fields["means"].initial = Consent.Means.ORAL

    def ask_of_guardian(self, actor: User, person: Person) -> None:
        known = queries.possible_guardians(actor, person)
        if known:
            self.fields["guardian"].choices = [*known, NO_GUARDIAN]  # type: ignore[attr-defined]
        else:
            del self.fields["guardian"]

    def only_guardian(self) -> None:
        """Of a child there is one way: it is said, not asked."""
        self.fields["means"].widget = forms.HiddenInput()
        self.fields["means"].initial = Consent.Means.GUARDIAN
        del self.fields["witness"]
        self.fields["assent"].required = True
        if self.person.age is not None and self.person.age >= CAN_ASSENT:
            self.fields["assent"].choices = list(self.fields["assent"].choices)[:2]  # type: ignore[attr-defined]
        self.fields["guardian_name"].label = _("Nom du tuteur")

    def yes(self, aim: dict[str, Any]) -> ConsentDraft:
        answers = self.cleaned_data
        minor = answers.get("minor")
        upload = answers.get("file")
        return self.draft(
            aim,
            means=answers["means"],
            witness=answers.get("witness", ""),
            minor=None if minor is None else minor == "yes",
            guardian=UUID(answers["guardian"]) if answers.get("guardian") else None,
            guardian_name=answers.get("guardian_name", ""),
            assent=answers.get("assent") or Answer.NOT_ASKED,
            file=(upload.name, upload.read()) if upload else None,
            expires_on=answers["expires_on"],
        )


class NoForm(AnswerForm):
    reason = forms.ChoiceField(
        label=_("A-t-elle dit pourquoi ?"),
        choices=Consent.Why.choices,
        initial=Consent.Why.NOT_SAID,
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "language")

    def __init__(self, actor: User, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, person, *args, **kwargs)
        if person.age is not None and person.age >= ADULT:
            choices = [c for c in Consent.Why.choices if c[0] != Consent.Why.CHILD]
            self.fields["reason"].choices = choices  # type: ignore[attr-defined]

    def no(self, aim: dict[str, Any]) -> ConsentDraft:
        reason = self.cleaned_data["reason"]
        child = reason == Consent.Why.CHILD
        return self.draft(
            {**aim, "groups": ()},
            reason=reason,
            minor=True if child else None,
            assent=Answer.REFUSED if child else Answer.NOT_ASKED,
        )


class BasisForm(AnswerForm):
    """Another legal basis than consent: which, why, until when."""

    right = queries.ASK
    basis = forms.ChoiceField(
        label=_("Sur quelle base agit-on ?"),
        widget=forms.RadioSelect,
        choices=[(b.value, b.label) for b in LegalBasis.Basis if b != LegalBasis.Basis.CONSENT],
    )
    reason = forms.CharField(
        label=_("Pourquoi ne peut-elle pas répondre librement, ou quelle loi l'impose ?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    expires_on = forms.DateField(label=_("Jusqu'au"), widget=DayInput())
    language = forms.ChoiceField(
        label=_("Dans quelle langue l'avez-vous dit à la personne ou à ses proches ?"), initial="fra"
    )
    field_order = ("basis", "reason", "expires_on", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = timezone.localdate() + timedelta(days=30)

    def other(self, aim: dict[str, Any]) -> ConsentDraft:
        answers = self.cleaned_data
        return self.draft(
            aim, basis=answers["basis"], reason=answers["reason"], expires_on=answers["expires_on"]
        )


class OverrideForm(AnswerForm):
    """Ask to act once without the answer."""

    right = queries.ASK
    language = None  # type: ignore[assignment]
    notice = None  # type: ignore[assignment]
    id = None  # type: ignore[assignment]
    reason = forms.CharField(
        label=_("Pourquoi faut-il agir sans son accord ?"),
        help_text=_("La personne qui décidera ne lira que cela : ce qui presse, et ce qui se passe sinon."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    field_order = ("reason",)


class DecisionForm(forms.Form):
    """Yes or no of the second person."""

    note = forms.CharField(
        label=_("Votre avis"),
        help_text=_("Obligatoire pour un refus. Il reste au dossier, avec votre nom et l'heure."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class NoQuestion(forms.Form):
    """A button and nothing to answer; what went wrong still has a place."""
