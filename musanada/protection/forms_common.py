"""The questions both kinds of file share: risk, plan, services, visits, closing, printing; the filter of the work list.

What creates a row carries its key in a hidden field (``id``): sent again by the page that keeps it (``data-keep``), it is
the same row.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.protection.commands.prints import REASONS
from musanada.protection.models import (
    Closing,
    FollowUp,
    Known,
    PlanAction,
    ProtectionFile,
    Risk,
    Service,
)
from musanada.reference.codes import ServiceFamily

Choices = Sequence[tuple[str, Any]]
EMPTY: Choices = (("", _("Choisir…")),)
LONG = 4000
AGREED = [(code, label) for code, label in Known.choices if code != Known.UNKNOWN]


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def prose(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONG, widget=area(rows), **more)


def radios(label: Any, choices: Choices, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect(), **more)


class Keyed(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class RiskForm(Keyed):
    level = radios(_("Quel est le niveau de risque ?"), Risk.choices)
    reason = prose(_("Pourquoi ce niveau ?"), help_text=_("Le danger, ce qui protège, ce qui a changé."))
    on = day(_("Évalué quel jour ?"), initial=timezone.localdate)


class ActionForm(Keyed):
    goal = prose(_("Dans quel but ?"), 2)
    action = prose(_("Que fait-on pour cela ?"), 2)
    responsible = forms.CharField(
        label=_("Qui s'en charge ?"), help_text=_("Une fonction ou un service."), max_length=160
    )
    due_on = day(_("Pour quel jour ?"))
    agreed = radios(_("La personne est-elle d'accord ?"), AGREED, initial=Known.NOT_ASKED)


class EndActionForm(forms.Form):
    state = radios(
        _("Qu'en est-il ?"), [(code, label) for code, label in PlanAction.State.choices if code != "open"]
    )
    on = day(_("Depuis quel jour ?"), initial=timezone.localdate)
    text = prose(
        _("Ce qu'il en est"),
        help_text=_("Nécessaire si le but n'est pas atteint ou si l'action est abandonnée."),
        required=False,
    )


class ServiceForm(Keyed):
    urgency = radios(_("Quand faut-il l'avoir ?"), Service.Urgency.choices)
    kind = forms.ChoiceField(label=_("Quel service ?"), choices=[*EMPTY, *ServiceFamily.choices])
    agency = forms.CharField(label=_("Demandé à qui ?"), max_length=160, required=False)
    note = prose(_("Note pour le service"), 2, required=False)


class AnswerServiceForm(forms.Form):
    state = radios(
        _("Quelle est la réponse ?"),
        [(code, label) for code, label in Service.State.choices if code != "asked"],
    )
    on = day(_("Quel jour ?"), initial=timezone.localdate)
    agency = forms.CharField(label=_("Par qui ?"), max_length=160, required=False)
    note = prose(
        _("Note du service"),
        2,
        help_text=_("Nécessaire si le service refuse ou si la demande est abandonnée."),
        required=False,
    )
    amount = forms.DecimalField(
        label=_("Coût, en dirhams"), max_digits=12, decimal_places=2, min_value=0, required=False
    )


class FollowUpForm(Keyed):
    kind = radios(_("Quelle visite ?"), FollowUp.Kind.choices)
    due_on = day(_("Pour quel jour ?"))


class SeriesForm(forms.Form):
    kind = radios(
        _("Visites après quoi ?"),
        [
            ("reunification", FollowUp.Kind.REUNIFICATION.label),
            ("return", FollowUp.Kind.RETURN.label),
            ("trafficking", FollowUp.Kind.TRAFFICKING.label),
        ],
    )
    since = day(
        _("Comptées depuis quel jour ?"),
        help_text=_("Le jour de la réunion, du retour, ou du début du suivi."),
        initial=timezone.localdate,
    )


class DoneForm(Keyed):
    on = day(_("Faite quel jour ?"), initial=timezone.localdate)
    way = radios(_("Comment ?"), FollowUp.Way.choices)
    alone = radios(_("La personne a-t-elle été vue seule ?"), AGREED, initial=Known.NOT_ASKED)
    findings = prose(_("Ce qui a été vu"), 4)
    next_on = day(_("La suivante, quel jour ?"), required=False)


class MissedForm(Keyed):
    on = day(_("Manquée quel jour ?"), initial=timezone.localdate)
    tried = prose(_("Ce qui a été tenté"), help_text=_("Où, comment, à quelle heure ; qui a répondu."))
    next_on = day(_("Essayer de nouveau quel jour ?"), required=False)


class DueForm(forms.Form):
    due_on = day(_("Pour quel jour ?"))


class ClosingForm(Keyed):
    reason = radios(_("Pour quel motif ?"), [])
    text = prose(
        _("Ce qui a été fait"), 4, help_text=_("Pour qui approuve : le chemin parcouru et le résultat.")
    )
    feedback = prose(_("Ce qu'en dit la personne"), 2, required=False)
    aftercare = prose(_("Après la clôture : qui appeler, comment"), 2, required=False)
    aftercare_on = day(_("Prendre des nouvelles quel jour ?"), required=False)

    def __init__(self, reasons: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reason"]
        field.choices = reasons


class AnswerForm(forms.Form):
    verdict = radios(
        _("Que décidez-vous ?"),
        [
            ("approve", _("Approuver : le dossier est clos")),
            ("refuse", _("Ne pas approuver : le suivi continue")),
        ],
    )
    answer = prose(
        _("Votre réponse"),
        2,
        help_text=_("Nécessaire si vous n'approuvez pas : ce qui manque."),
        required=False,
    )


class ReopenForm(forms.Form):
    reason = prose(_("Pourquoi le rouvrir ?"), 2, help_text=_("Ce motif reste dans le dossier."))


class PrintForm(forms.Form):
    reason = radios(_("Pourquoi ce papier est-il nécessaire ?"), list(REASONS.items()))
    lang = radios(_("Dans quelle langue ?"), [("fr", "Français"), ("ar", "العربية")], initial="fr")


class WorkForm(forms.Form):
    """The filter of the work list: in the address, codes only."""

    kind = forms.ChoiceField(label=_("Dossiers"), required=False)
    clock = forms.ChoiceField(label=_("Échéance"), required=False)

    def __init__(self, clocks: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("Tous")), *((code, KINDS[code]) for code in ProtectionFile.Kind.values)]
        running: Any = self.fields["clock"]
        running.choices = [("", _("Toutes")), *clocks]

    def chosen(self) -> dict[str, str]:
        """What was asked and known; nonsense asks for nothing."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        return {name: said[name] for name in ("kind", "clock") if said.get(name)}


KINDS = {"child": _("Enfants"), "victim": _("Victimes de la traite")}
REASON_WORDS: dict[str, Any] = dict(Closing.Reason.choices)
