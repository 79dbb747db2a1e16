"""The questions of language courses: the course and its rule, a group, who is enrolled, the register, a note, a result."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.pages import Actor
from musanada.protection.commands.courses import LEVELS, CourseDraft, EnrolDraft, GroupDraft
from musanada.protection.forms_care import line, offer_towns, town_field
from musanada.protection.forms_common import EMPTY, Keyed, day, prose, radios
from musanada.protection.models import Attendance, Course, Enrolment
from musanada.reference.queries import language_choices, place

LEVEL_CHOICES = [("", _("Choisir…")), *((code, code) for code in LEVELS)]
RESULTS = [
    (Enrolment.Result.COMPLETED, Enrolment.Result.COMPLETED.label),
    (Enrolment.Result.FAILED, Enrolment.Result.FAILED.label),
]
MARKS: Sequence[tuple[str, Any]] = Attendance.Mark.choices
NEXT: Sequence[tuple[str, Any]] = [
    ("", _("Rien encore, ou inconnu")),
    ("school", _("École")),
    ("vocational", _("Formation professionnelle")),
    ("next", _("Niveau suivant")),
]
CLASS_NAME = _("Un prénom ou un surnom : l'enseignant lit ce mot et un code, et rien d'autre de l'enfant.")


def offered(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)


class CourseForm(Keyed):
    """``offices``: where the actor manages courses; none for a course that exists."""

    office = forms.ChoiceField(label=_("De quel bureau ?"))
    name_fr = line(_("Nom du cours, en français"))
    name_ar = line(_("Nom du cours, en arabe"), required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Lettres sans accent, chiffres, tirets. Par exemple : darija-nador.")
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Quelle langue ?"))
    rule = radios(
        _("Qui a bénéficié du cours ?"),
        Course.Rule.choices,
        initial=Course.Rule.ONCE,
        help_text=_("Cette règle déclarée compte les bénéficiaires dans tous les chiffres."),
    )
    share = forms.IntegerField(
        label=_("Quelle part des séances, en pour cent ?"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Seulement pour une part déclarée des séances."),
    )
    hours = forms.IntegerField(label=_("Combien d'heures dure le niveau ?"), required=False, min_value=1)
    active = forms.BooleanField(label=_("Ce cours est proposé"), required=False, initial=True)

    def __init__(self, offices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["language"], [*EMPTY, *language_choices(get_language() or "fr")])
        offered(self.fields["office"], offices)
        if not offices:
            for name in ("office", "code", "id"):
                del self.fields[name]
        elif len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = offices[0][0]

    def draft(self, code: str = "") -> CourseDraft:
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("id", "office")}
        return CourseDraft(**({"code": code} | said))


class GroupForm(Keyed):
    label = line(_("Nom du groupe"), 80, help_text=_("Par exemple : Mardi et jeudi soir."))
    level = forms.ChoiceField(label=_("Quel niveau ?"), choices=LEVEL_CHOICES)
    teacher = forms.ChoiceField(
        label=_("Qui enseigne ?"), required=False, help_text=_("L'enseignant fait l'appel sur son téléphone.")
    )
    town = town_field(_("Dans quelle ville ?"))
    from_on = day(_("Depuis quel jour ?"), initial=timezone.localdate)
    to_on = day(_("Jusqu'à quel jour ?"), required=False)
    seats = forms.IntegerField(label=_("Combien de places ?"), initial=20, min_value=1, max_value=200)

    def __init__(self, teachers: Iterable[Actor], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in teachers}
        rows = [(key, str(one.display_name or one.username)) for key, one in self.people.items()]
        offered(self.fields["teacher"], [("", _("À choisir plus tard")), *rows])
        offer_towns(self.fields["town"])

    def draft(self) -> GroupDraft:
        said = {k: v for k, v in self.cleaned_data.items() if k != "id"}
        said["teacher"] = self.people.get(said["teacher"])
        said["town"] = place(said["town"]) if said["town"] else None
        return GroupDraft(**said)


class EnrolForm(Keyed):
    group = forms.ChoiceField(label=_("Dans quel groupe ?"), widget=forms.RadioSelect())
    known_as = line(_("Comment l'appelle-t-on en classe ?"), 60, help_text=CLASS_NAME)
    assent = forms.BooleanField(
        label=_("L'enfant est d'accord, et son représentant aussi s'il en a un"), required=False
    )
    placement = line(_("Résultat du test de niveau"), 20, required=False)
    from_on = day(_("Depuis quel jour ?"), initial=timezone.localdate)

    def __init__(self, groups: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered(self.fields["group"], groups)
        if len(groups) == 1:
            self.fields["group"].initial = groups[0][0]

    def draft(self) -> EnrolDraft:
        names = ("known_as", "assent", "placement", "from_on")
        return EnrolDraft(**{name: self.cleaned_data[name] for name in names})


class ResultForm(forms.Form):
    result = radios(_("Comment le niveau a-t-il fini ?"), RESULTS)
    on = day(_("Quel jour ?"), initial=timezone.localdate)
    moved_on = forms.ChoiceField(label=_("Et ensuite ?"), choices=NEXT, required=False)


class TeacherResultForm(ResultForm):
    """What a teacher knows: the test of the level, not where the child goes next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["moved_on"]


class LeaveForm(forms.Form):
    on = day(_("Quel jour l'enfant a-t-il quitté le cours ?"), initial=timezone.localdate)
    moved_on = forms.ChoiceField(label=_("Pour aller où ?"), choices=NEXT, required=False)


class ClassNameForm(forms.Form):
    known_as = line(_("Comment l'appelle-t-on en classe ?"), 60, help_text=CLASS_NAME)


class NoteForm(Keyed):
    text = prose(
        _("Que faut-il savoir ?"),
        4,
        help_text=_("La note part à la personne qui suit l'élève. Vous ne la relirez pas ici."),
    )


class LessonForm(forms.Form):
    """The register of a day: a mark for each pupil, under the pupil's key."""

    hours = forms.DecimalField(
        label=_("Durée, en heures"),
        initial=Decimal(2),
        decimal_places=1,
        max_digits=4,
        min_value=Decimal("0.5"),
        max_value=Decimal(12),
        localize=True,
    )
    topic = line(_("Sujet de la séance"), 120, required=False)

    def __init__(self, keys: Iterable[UUID], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = list(keys)
        for key in self.keys:
            self.fields[f"mark_{key}"] = radios("", MARKS, required=False)

    def marks(self) -> dict[UUID, str]:
        said = {key: self.cleaned_data.get(f"mark_{key}", "") for key in self.keys}
        return {key: mark for key, mark in said.items() if mark}


class DayForm(forms.Form):
    """Another day's register, in the address."""

    on = day(_("Un autre jour"), required=False)
