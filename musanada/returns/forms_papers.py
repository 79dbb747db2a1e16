"""Questions about the papers of a journey and about a bed until then. What makes an answer wrong is for the commands."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.forms import DayInput
from musanada.kit.ids import new_id
from musanada.reference.queries import countries
from musanada.returns.commands.lock_rules import RuleDraft
from musanada.returns.commands.papers import DocumentDraft, ExitDraft, FitnessDraft
from musanada.returns.commands.stays import StayDraft
from musanada.returns.queries import board, lock_rules, papers

LTR = {"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
ANY = [("", _("Tous"))]


def day(label: Any, *, required: bool = True, today: bool = False, hint: Any = "") -> forms.DateField:
    initial = timezone.localdate if today else None
    return forms.DateField(label=label, required=required, initial=initial, widget=DayInput(), help_text=hint)


def country_choices() -> list[tuple[str, str]]:
    return [("", str(_("Choisir…"))), *countries((get_language() or "fr")[:2])]


class Numbered(forms.Form):
    """The key of what is made, so that sending twice makes one."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)


class DocumentForm(Numbered):
    kind = forms.ChoiceField(label=_("Quel document ?"), choices=papers.KINDS, widget=forms.RadioSelect())
    issuer = forms.ChoiceField(label=_("Quel pays le délivre ?"))
    asked_on = day(_("Demandé au consulat le"), required=False)
    obtained_on = day(
        _("Obtenu le"), required=False, hint=_("Laissez vide tant que le consulat ne l'a pas donné.")
    )
    number = forms.CharField(
        label=_("Numéro"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=LTR),
        help_text=_("Tel qu'il est imprimé ; il reste chiffré."),
    )
    valid_to = day(_("Valable jusqu'au (inclus)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].choices = country_choices()  # type: ignore[attr-defined]

    def draft(self) -> DocumentDraft:
        return DocumentDraft(**self.cleaned_data)


class ObtainForm(forms.Form):
    number = forms.CharField(label=_("Numéro"), max_length=40, widget=forms.TextInput(attrs=LTR))
    obtained_on = day(_("Obtenu le"), today=True)
    valid_to = day(_("Valable jusqu'au (inclus)"))


class ExitAskForm(forms.Form):
    on = day(_("Demandée le"), today=True)
    reference = forms.CharField(
        label=_("Référence de l'envoi"), required=False, max_length=60, widget=forms.TextInput(attrs=LTR)
    )


class ExitAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Que répond le ministère ?"),
        choices=[("granted", _("Sortie autorisée")), ("refused", _("Sortie refusée"))],
        widget=forms.RadioSelect(),
    )
    on = day(_("Réponse du"), today=True)
    valid_from = day(_("Si elle est accordée : vaut du"), required=False)
    valid_to = day(_("Jusqu'au (inclus)"), required=False)
    reference = forms.CharField(
        label=_("Référence de la réponse"), required=False, max_length=60, widget=forms.TextInput(attrs=LTR)
    )

    def draft(self) -> ExitDraft:
        said = dict(self.cleaned_data)
        return ExitDraft(granted=said.pop("answer") == "granted", **said)


class FitnessForm(Numbered):
    on = day(_("Examen du"), today=True)
    doctor = forms.CharField(label=_("Médecin qui signe"), max_length=120)
    result = forms.ChoiceField(label=_("Il conclut"), choices=papers.RESULTS, widget=forms.RadioSelect())
    needs = forms.MultipleChoiceField(
        label=_("Apte avec conditions : que faut-il prévoir ?"),
        required=False,
        choices=papers.NEEDS,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Seulement ce que le transporteur doit savoir. Aucun diagnostic ici."),
    )
    valid_to = day(_("Valable jusqu'au (inclus)"))

    def draft(self) -> FitnessDraft:
        return FitnessDraft(**{**self.cleaned_data, "needs": tuple(self.cleaned_data["needs"])})


class StayForm(Numbered):
    kind = forms.ChoiceField(label=_("Quand ?"), choices=papers.STAYS, widget=forms.RadioSelect())
    where = forms.CharField(label=_("Où ?"), max_length=200, help_text=_("Centre, hôtel, famille d'accueil."))
    from_on = day(_("Première nuit le"), today=True)
    to_on = day(_("Matin du départ"), required=False, hint=_("Laissez vide si le jour n'est pas connu."))

    def draft(self) -> StayDraft:
        return StayDraft(**self.cleaned_data)


class StayEndForm(forms.Form):
    on = day(_("Matin du départ"), today=True)


class BoardForm(forms.Form):
    """The board's filters; every answer is an address."""

    lock = forms.ChoiceField(label=_("Ce qui bloque"), required=False)
    country = forms.ChoiceField(label=_("Pays"), required=False)
    office = forms.ChoiceField(label=_("Bureau"), required=False)
    direction = forms.ChoiceField(label=_("Sens"), required=False, choices=[*ANY, *lock_rules.DIRECTIONS])
    week = forms.ChoiceField(label=_("Semaine du départ"), required=False)

    def __init__(self, offices: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: dict[str, list[tuple[str, Any]]] = {
            "lock": [*ANY, *lock_rules.LOCKS, (board.FREE, _("Rien ne bloque"))],
            "country": [*ANY, *countries((get_language() or "fr")[:2])],
            "office": [*ANY, *((str(one.pk), str(one)) for one in offices)],
            "week": [*ANY, *board.week_choices()],
        }
        for name, choices in shown.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(offices) < 2:
            del self.fields["office"]

    def wanted(self) -> board.Wanted:
        return board.Wanted(**self.cleaned_data) if self.is_valid() else board.Wanted()


class RuleForm(forms.Form):
    """What a departure demands from a day on."""

    lock = forms.ChoiceField(label=_("Quelle exigence ?"), choices=lock_rules.LOCKS)
    direction = forms.ChoiceField(
        label=_("Pour quel sens ?"), choices=lock_rules.DIRECTIONS, widget=forms.RadioSelect()
    )
    channel = forms.ChoiceField(
        label=_("Pour quelle voie ?"), choices=lock_rules.CHANNELS, widget=forms.RadioSelect()
    )
    demanded = forms.ChoiceField(
        label=_("Est-elle exigée ?"),
        choices=[("yes", _("Oui")), ("no", _("Non"))],
        widget=forms.RadioSelect(),
    )
    days = forms.IntegerField(
        label=_("Jours"),
        required=False,
        min_value=0,
        help_text=_(
            "D'un document : jours de validité demandés après le voyage. D'un examen : jours pendant lesquels il vaut."
        ),
    )
    valid_from = day(_("À partir du"), today=True)
    source = forms.CharField(label=_("Texte ou décision qui le dit"), required=False, max_length=200)
    confirmed = forms.BooleanField(label=_("Confirmé par l'organisation"), required=False)

    def draft(self) -> RuleDraft:
        said = dict(self.cleaned_data)
        return RuleDraft(**{**said, "demanded": said["demanded"] == "yes", "days": said["days"] or 0})
