"""The questions of care, guardians, the search for a family, school and the passage to 18."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.protection.commands.care import CareDraft
from musanada.protection.commands.mandates import MandateDraft
from musanada.protection.commands.schooling import SchoolDraft
from musanada.protection.commands.tracing import StepDraft, VerificationDraft
from musanada.protection.forms_common import EMPTY, Keyed, day, prose, radios
from musanada.protection.models import (
    CareArrangement,
    Known,
    Mandate,
    Schooling,
    Tracing,
    TracingAction,
    TransitionItem,
)
from musanada.reference.queries import place, place_choices

INLINE = forms.RadioSelect(attrs={"class": "choices-inline"})
YES_NO: Sequence[tuple[str, Any]] = [(Known.YES, _("Oui")), (Known.NO, _("Non"))]
ANSWERS = [(code, label) for code, label in Known.choices if code != Known.REFUSED]
PLACED_DAYS = 30


def line(label: Any, size: int = 160, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"})
    return forms.CharField(label=label, max_length=size, widget=widget, **more)


def town_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


def offer_towns(field: Any) -> None:
    field.choices = [("", _("Inconnue")), *place_choices(get_language() or "fr")]


# Care


class CareForm(Keyed):
    """``former``: there is a row to end; ``siblings``: a brother or sister has a file too."""

    kind = forms.ChoiceField(
        label=_("Avec qui l'enfant vit-il ?"), choices=[*EMPTY, *CareArrangement.Kind.choices]
    )
    from_on = day(_("Depuis quel jour ?"), initial=timezone.localdate)
    end = forms.ChoiceField(
        label=_("Pourquoi a-t-il quitté l'endroit d'avant ?"), choices=[*EMPTY, *CareArrangement.End.choices]
    )
    together = radios(_("Ce placement garde-t-il les frères et sœurs ensemble ?"), YES_NO, required=False)
    apart = prose(
        _("S'ils sont séparés, pourquoi ?"), 2, required=False, help_text=_("Ce qui a été essayé avant.")
    )
    carer = line(_("Qui s'en occupe ?"), required=False, help_text=_("Le nom, s'il sert à l'enfant."))
    agency = line(_("Quel centre ou organisme ?"), required=False)
    town = town_field(_("Dans quelle ville ?"))
    formal = forms.ChoiceField(
        label=_("Y a-t-il une décision écrite ?"), choices=Known.choices, initial=Known.NOT_ASKED
    )
    decision = line(_("Numéro et date de la décision"), 80, required=False)
    checked_on = day(_("Quel jour le lieu a-t-il été vérifié ?"), required=False)
    every_days = forms.IntegerField(
        label=_("Visiter l'enfant tous les combien de jours ?"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("La prochaine visite devient une échéance du dossier. Vide : pas de visite prévue."),
    )
    view = prose(_("Qu'en dit l'enfant ?"), 2, required=False)

    def __init__(self, *args: Any, former: bool = False, siblings: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_towns(self.fields["town"])
        if not former:
            del self.fields["end"]
        if not siblings:
            del self.fields["together"], self.fields["apart"]

    def draft(self) -> CareDraft:
        said = dict(self.cleaned_data)
        said.pop("id", None)
        said.pop("end", None)
        said["town"] = place(said["town"]) if said["town"] else None
        return CareDraft(**said)


def care_initial(one: CareArrangement) -> dict[str, Any]:
    names = ("kind", "from_on", "carer", "agency", "formal", "decision", "checked_on", "every_days", "view")
    return {name: getattr(one, name) for name in names} | {"town": str(one.town_id or "")}


# Guardians


class MandateForm(Keyed):
    kind = radios(_("Quelle sorte de représentant ?"), Mandate.Kind.choices)
    asked_on = day(_("Demandé quel jour ?"), initial=timezone.localdate)
    from_on = day(
        _("En cours depuis quel jour ?"),
        required=False,
        help_text=_("Laissez vide tant que le mandat est seulement demandé."),
    )
    holder = line(_("Qui représente l'enfant ?"), required=False)
    phone = line(_("Téléphone"), 40, required=False)
    named_by = line(_("Désigné par quelle autorité ?"), required=False)
    reference = line(_("Numéro de la décision"), 80, required=False)

    def draft(self, **known: Any) -> MandateDraft:
        return MandateDraft(**{**known, **{k: v for k, v in self.cleaned_data.items() if k != "id"}})


class StartMandateForm(MandateForm):
    """What was asked for: its kind and its day are known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("id", "kind", "asked_on"):
            del self.fields[name]
        self.fields["from_on"].help_text = ""
        self.fields["from_on"].initial = timezone.localdate
        self.fields["from_on"].required = True


class WhyForm(forms.Form):
    on = day(_("Quel jour ?"), initial=timezone.localdate)
    why = prose(_("Pourquoi ?"), 2)


# The search for the family


class TracingForm(Keyed):
    relative = forms.ChoiceField(label=_("Qui cherche-t-on ?"), widget=forms.RadioSelect())
    opened_on = day(_("Depuis quel jour ?"), initial=timezone.localdate)
    next_on = day(
        _("Prochain pas, pour quel jour ?"),
        required=False,
        help_text=_("Vide : selon le délai de la maison."),
    )

    def __init__(self, relatives: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["relative"]
        field.choices = list(relatives)


class StepForm(Keyed):
    kind = radios(_("Qu'a-t-on essayé ?"), TracingAction.Kind.choices)
    on = day(_("Quel jour ?"), initial=timezone.localdate)
    outcome = radios(_("Qu'est-ce que cela a donné ?"), TracingAction.Outcome.choices, initial="pending")
    found = forms.BooleanField(label=_("La famille est trouvée"), required=False)
    text = prose(_("Où, avec qui, ce qu'il en est"), required=False)
    next_on = day(_("Prochain pas, pour quel jour ?"), required=False)

    def draft(self) -> StepDraft:
        return StepDraft(**{k: v for k, v in self.cleaned_data.items() if k != "id"})


class VerifyForm(forms.Form):
    on = day(_("Vérifié quel jour ?"), initial=timezone.localdate)
    family_willing = radios(_("La famille le veut-elle ?"), ANSWERS)
    child_willing = radios(_("L'enfant le veut-il ?"), ANSWERS)
    home_safe = radios(_("Le foyer a-t-il été vu, et est-il sans danger ?"), ANSWERS)
    how = prose(
        _("Comment les deux côtés ont-ils été vérifiés ?"),
        help_text=_("Papiers, photographies et récits comparés de part et d'autre, visite du foyer."),
    )
    obstacles = prose(
        _("Qu'est-ce qui s'y oppose encore ?"), 2, required=False, help_text=_("Si tout n'est pas un oui.")
    )

    def draft(self) -> VerificationDraft:
        return VerificationDraft(**self.cleaned_data)


class ReunifyForm(forms.Form):
    on = day(_("Quel jour l'enfant et sa famille se sont-ils retrouvés ?"), initial=timezone.localdate)
    crosses = radios(
        _("La famille vit-elle dans un autre pays ?"),
        YES_NO,
        help_text=_(
            "Dans un autre pays, il faut une décision du panel (BID) qui prévoit ce départ, ou une exception."
        ),
    )


class EndTracingForm(forms.Form):
    how = radios(
        _("Pourquoi s'arrête-t-on ?"),
        [
            (Tracing.State.FAILED, Tracing.State.FAILED.label),
            (Tracing.State.STOPPED, Tracing.State.STOPPED.label),
        ],
    )
    on = day(_("Quel jour ?"), initial=timezone.localdate)
    text = prose(_("Ce qui a été essayé, et pourquoi on s'arrête"))


# School


class SchoolForm(Keyed):
    kind = radios(_("Quelle école ou formation ?"), Schooling.Kind.choices)
    place = line(_("Quel établissement ?"))
    level = line(_("Quel niveau ?"), 60, required=False)
    from_on = day(_("Depuis quel jour ?"), initial=timezone.localdate)

    def draft(self) -> SchoolDraft:
        return SchoolDraft(**{k: v for k, v in self.cleaned_data.items() if k != "id"})


# The passage to 18


class PointForm(forms.Form):
    state = radios(_("Où en est ce point ?"), TransitionItem.State.choices)
    on = day(_("Réglé quel jour ?"), required=False, initial=timezone.localdate)
    note = prose(_("Note"), 2, required=False)
