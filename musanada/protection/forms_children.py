"""The questions of a child's file: the twelve that open it, the blocks asked once, statements about the age."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.forms import DayInput, PartialDateField
from musanada.kit.ids import new_id
from musanada.protection.commands.ages import AgeDraft
from musanada.protection.drafts import BASES, NEEDS, ChildDraft, coded, codes_of
from musanada.protection.models import AgeRecord, Child, Known, ProtectionFile
from musanada.reference.codes import ServiceFamily
from musanada.reference.queries import language_choices, nationality_choices, place, place_choices

EMPTY: list[tuple[str, Any]] = [("", _("Choisir…"))]
INLINE = {"class": "choices-inline"}
EXACT = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}
WITHOUT: list[tuple[str, Any]] = [
    ("unknown", _("Inconnue")),
    ("refused", _("Ne veut pas la dire")),
    ("not_asked", _("Pas encore demandée")),
]
# The first save: twelve questions, no more. The reason of a vital interest belongs to the basis.
FIRST = (
    "name",
    "sex",
    "birth",
    "nationality",
    "language",
    "town",
    "identified_on",
    "source",
    "status",
    "danger",
    "needs",
    "basis",
)


def lang() -> str:
    return get_language() or "fr"


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def box(**more: str) -> forms.TextInput:
    return forms.TextInput(attrs={**EXACT, **more})


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


def known(label: Any, hint: Any = "", **more: Any) -> forms.ChoiceField:
    """Yes, no, or why there is no answer."""
    more.setdefault("initial", Known.NOT_ASKED)
    return forms.ChoiceField(label=label, help_text=hint, choices=Known.choices, **more)


def needs_choices() -> list[tuple[str, Any]]:
    return [(code.value, code.label) for code in ServiceFamily if code in NEEDS]


class NewForm(forms.Form):
    """Twelve answers; the rest may wait until the child is safe."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    office = forms.ChoiceField(label=_("À quel bureau ?"))
    name = forms.CharField(
        label=_("Comment l'appelle-t-on ?"),
        help_text=_("Un surnom suffit, en lettres latines ou arabes."),
        max_length=160,
        widget=box(),
    )
    sex = forms.ChoiceField(
        label=_("Une fille ou un garçon ?"),
        choices=[(Sex.FEMALE, _("Fille")), (Sex.MALE, _("Garçon")), (Sex.UNKNOWN, _("Inconnu"))],
        widget=forms.RadioSelect(attrs=INLINE),
    )
    birth = PartialDateField(
        label=_("Quel âge, ou quelle date de naissance ?"),
        help_text=_("Comme l'enfant le dit. Dans le doute il est pris pour un enfant."),
        age=True,
    )
    nationality = forms.ChoiceField(label=_("Nationalité"))
    language = forms.ChoiceField(label=_("Quelle langue parle-t-il ?"), required=False)
    town = forms.ChoiceField(label=_("Où a-t-il été identifié ?"))
    identified_on = forms.DateField(
        label=_("Identifié quel jour ?"), initial=timezone.localdate, widget=DayInput()
    )
    source = forms.ChoiceField(label=_("Par qui ?"), choices=[*EMPTY, *ProtectionFile.Source.choices])
    status = forms.ChoiceField(
        label=_("Est-il seul ?"),
        help_text=_(
            "Séparé : avec un adulte de sa famille qui n'est ni son père, ni sa mère, ni son tuteur."
        ),
        choices=Child.Status.choices,
        widget=forms.RadioSelect(),
    )
    danger = forms.ChoiceField(
        label=_("Est-il en danger immédiat ?"),
        choices=[choice for choice in Known.choices if choice[0] in ("yes", "no", "unknown")],
        widget=forms.RadioSelect(attrs=INLINE),
    )
    needs = forms.MultipleChoiceField(
        label=_("De quoi a-t-il besoin tout de suite ?"),
        choices=needs_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=INLINE),
    )
    basis = forms.ChoiceField(
        label=_("Sur quoi repose le dossier ?"),
        choices=[(code.value, code.label) for code in BASES],
        widget=forms.RadioSelect(),
    )
    basis_text = forms.CharField(
        label=_("Si c'est l'intérêt vital : pourquoi ouvrir sans son accord ?"),
        required=False,
        max_length=1000,
        widget=area(2),
    )

    def __init__(self, offices: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        offered(self.fields["office"], [(key, str(unit)) for key, unit in self.offices.items()])
        if len(self.offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = next(iter(self.offices))
        offered(self.fields["nationality"], [*EMPTY, *WITHOUT, *nationality_choices(lang())])
        spoken: list[tuple[str, Any]] = [("", _("Pas encore su")), *language_choices(lang())]
        offered(self.fields["language"], spoken)
        offered(self.fields["town"], [*EMPTY, *place_choices(lang())])
        first = next(iter(self.offices.values()), None)
        if first is not None and first.town_id and not self.initial.get("town"):
            self.initial["town"] = str(first.town_id)

    @property
    def unit(self) -> Any:
        return self.offices[self.cleaned_data["office"]]

    def draft(self) -> ChildDraft:
        said = self.cleaned_data
        without = said["nationality"] in {code for code, _label in WITHOUT}
        return ChildDraft(
            id=said["id"],
            name=said["name"],
            sex=said["sex"],
            birth=said["birth"],
            nationality="" if without else said["nationality"],
            nationality_answer=said["nationality"] if without else "",
            language=said["language"],
            town=place(said["town"]),
            identified_on=said["identified_on"],
            source=said["source"],
            status=said["status"],
            danger=said["danger"],
            needs=tuple(said["needs"]),
            basis=said["basis"],
            basis_text=said["basis_text"],
        )


class StatusForm(forms.Form):
    """Block A."""

    identified_on = forms.DateField(label=_("Identifié quel jour ?"), widget=DayInput())
    source = forms.ChoiceField(label=_("Par qui ?"), choices=ProtectionFile.Source.choices)
    town = forms.ChoiceField(label=_("Où ?"), required=False)
    status = forms.ChoiceField(
        label=_("Est-il seul ?"), choices=Child.Status.choices, widget=forms.RadioSelect()
    )
    status_on = forms.DateField(label=_("Vérifié quel jour ?"), required=False, widget=DayInput())
    status_how = forms.CharField(
        label=_("Vérifié comment ?"),
        help_text=_("Entretien, appel à la famille, papier vu."),
        required=False,
        max_length=160,
        widget=box(),
    )
    displacement = forms.ChoiceField(
        label=_("Quel est son statut de déplacement ?"), choices=Child.Displacement.choices
    )
    entered_on = forms.DateField(label=_("Entré au pays quel jour ?"), required=False, widget=DayInput())
    entered_at = forms.CharField(label=_("Par où ?"), required=False, max_length=120, widget=box())
    heading = forms.CharField(label=_("Où veut-il aller ?"), required=False, max_length=120, widget=box())
    danger = known(_("Est-il en danger immédiat ?"))
    urgent_needs = forms.MultipleChoiceField(
        label=_("De quoi a-t-il besoin tout de suite ?"),
        choices=needs_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=INLINE),
    )
    safe_contact = forms.CharField(
        label=_("Comment le joindre sans risque ?"),
        help_text=_(
            "L'heure, le moyen, la personne de confiance : jamais une adresse que d'autres surveillent."
        ),
        required=False,
        max_length=200,
        widget=box(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["town"], [("", _("Inconnue")), *place_choices(lang())])

    def told(self) -> dict[str, Any]:
        """As ``commands.children.change_status`` takes it."""
        said = dict(self.cleaned_data)
        apart = {name: said.pop(name) for name in ("identified_on", "status", "status_on", "status_how")}
        said["town"] = place(said["town"]) if said["town"] else None
        said["urgent_needs"] = coded(said["urgent_needs"])
        return {**apart, "values": said}


def status_initial(file: ProtectionFile) -> dict[str, Any]:
    child = file.child
    return {
        "identified_on": file.identified_on,
        "source": file.source,
        "town": str(file.town_id or ""),
        "danger": file.danger,
        "urgent_needs": codes_of(file.urgent_needs),
        "safe_contact": file.safe_contact,
        **{name: getattr(child, name) for name in ("status", "status_on", "status_how", "displacement", "entered_on",
                                                   "entered_at", "heading")},
    }  # fmt: skip


class IdentityForm(forms.Form):
    """Block B, but for what the register keeps."""

    birth_registered = known(_("Sa naissance est-elle déclarée ?"))
    consulate = known(
        _("L'enfant permet-il de joindre son consulat ?"),
        _("Jamais sans lui, et jamais s'il demande l'asile."),
    )
    school = forms.ChoiceField(label=_("Jusqu'où est-il allé à l'école ?"), choices=Child.School.choices)
    in_school = known(_("Va-t-il à l'école aujourd'hui ?"))
    works = known(_("Travaille-t-il ?"))
    address = forms.CharField(
        label=_("Où vit-il ?"),
        help_text=_("Un repère plutôt qu'une adresse."),
        required=False,
        max_length=200,
        widget=box(),
    )
    parenthood = known(_("Enceinte, ou parent ?"))
    disability = known(_("Une difficulté à voir, entendre, marcher, comprendre, communiquer ?"))
    health = forms.CharField(
        label=_("Santé : ce qu'il faut savoir pour sa sécurité"),
        required=False,
        max_length=1000,
        widget=area(2),
    )
    marks = forms.CharField(
        label=_("À quoi le reconnaît-on ?"), required=False, max_length=500, widget=area(2)
    )


def identity_initial(file: ProtectionFile) -> dict[str, Any]:
    return {name: getattr(file.child, name) for name in IdentityForm.base_fields}


class ConfidenceForm(forms.Form):
    """Block C."""

    basis = forms.ChoiceField(
        label=_("Sur quoi repose le dossier aujourd'hui ?"),
        choices=ProtectionFile.Basis.choices,
        widget=forms.RadioSelect(),
    )
    basis_text = forms.CharField(
        label=_("Si c'est l'intérêt vital : pourquoi agir sans son accord ?"),
        required=False,
        max_length=1000,
        widget=area(2),
    )
    withhold = forms.CharField(
        label=_("Que ne faut-il dire à personne, et pourquoi ?"),
        help_text=_("Ce que l'enfant craint, ou veut dire lui-même."),
        required=False,
        max_length=1000,
        widget=area(3),
    )
    wants_tracing = known(
        _("L'enfant veut-il que l'on cherche sa famille ?"), _("Sans un oui, personne n'est cherché.")
    )


def confidence_initial(file: ProtectionFile) -> dict[str, Any]:
    return {
        "basis": file.basis,
        "basis_text": file.basis_text,
        "withhold": file.withhold,
        "wants_tracing": file.child.wants_tracing,
    }


class AgeForm(forms.Form):
    """A statement about the age: a date, or two bounds."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=new_id)
    method = forms.ChoiceField(
        label=_("D'où vient cet âge ?"), choices=AgeRecord.Method.choices, widget=forms.RadioSelect()
    )
    on = forms.DateField(
        label=_("Dit, lu ou évalué quel jour ?"), initial=timezone.localdate, widget=DayInput()
    )
    birth = PartialDateField(
        label=_("Date de naissance"),
        help_text=_("Laissez vide si l'on ne sait qu'un âge entre deux bornes."),
        answers=False,
        required=False,
    )
    low = forms.IntegerField(label=_("Sinon : âge, au moins"), required=False, min_value=0, max_value=60)
    high = forms.IntegerField(label=_("Âge, au plus"), required=False, min_value=0, max_value=60)
    who = forms.CharField(
        label=_("Par qui ?"),
        help_text=_("Le service ou les professions, sans nom."),
        required=False,
        max_length=160,
        widget=box(),
    )
    why = forms.CharField(
        label=_("Pour une évaluation : quel doute sérieux la demandait ?"),
        required=False,
        max_length=1000,
        widget=area(2),
    )
    agreed = known(_("L'enfant a-t-il accepté d'être évalué ?"), _("Son refus ne prouve rien."))
    apply = forms.BooleanField(
        label=_("Retenir cet âge dès maintenant : la date de naissance et les échéances suivent"),
        required=False,
        initial=True,
    )

    def draft(self) -> AgeDraft:
        said = self.cleaned_data
        birth = said["birth"] if said["birth"] and said["birth"].date else None
        return AgeDraft(
            method=said["method"],
            on=said["on"],
            birth=birth,
            low=said["low"],
            high=said["high"],
            who=said["who"],
            why=said["why"],
            agreed=said["agreed"],
        )


class ApplyForm(forms.Form):
    """No question: the page says what follows, the button does it."""
