"""Language courses as whoever manages them keeps them: courses and their rule, groups, who is enrolled, how it ended.

A child hidden by a protected file is enrolled by somebody named on it alone; the class knows what the child is called
there, and nothing else.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may, named_keys
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.models import Person
from musanada.people.queries import names
from musanada.protection.commands.encounters import insist_apart
from musanada.protection.models import ClassGroup, Course, Enrolment
from musanada.protection.queries.courses import teachers

MANAGE = "course.manage"
Result = Enrolment.Result
LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
GONE = _("Cet élève n'est plus dans le groupe : rechargez la page.")


# Courses and groups


@dataclass(frozen=True)
class CourseDraft:
    code: str
    name_fr: str
    language: str
    rule: str
    name_ar: str = ""
    programme: Any = None
    share: int | None = None
    hours: int | None = None
    active: bool = True


@command(MANAGE)
def create_course(actor: User, unit: Unit, /, *, draft: CourseDraft, pk: UUID | None = None) -> Course:
    """The same ``pk`` twice is one course. Raises: BadInput, Refused."""
    insist_apart(unit)
    known = Course.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.unit_id != unit.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    columns = checked_course(draft)
    try:
        with transaction.atomic():
            return Course.objects.create(id=pk or new_id(), unit=unit, code=draft.code, **columns)
    except IntegrityError as problem:
        raise bad("code", _("Ce code est déjà celui d'un autre cours : choisissez-en un autre.")) from problem


@command(MANAGE)
def change_course(actor: User, one: Course, /, *, draft: CourseDraft) -> Course:
    """All but its code and its office. The rule counts from now on for every pupil, those of before too."""
    Course.objects.filter(pk=one.pk).update(**checked_course(draft))
    one.refresh_from_db()
    return one


def checked_course(draft: CourseDraft) -> dict[str, Any]:
    """Raises: BadInput."""
    if not draft.name_fr.strip():
        raise bad("name_fr", _("Donnez un nom au cours."))
    if draft.rule not in Course.Rule.values:
        raise bad("rule", _("Dites qui, dans ce cours, a bénéficié."))
    if draft.rule == Course.Rule.SHARE and not 1 <= (draft.share or 0) <= 100:
        raise bad("share", _("Écrivez la part des séances qu'il faut, de 1 à 100 pour cent."))
    return {
        "name_fr": " ".join(draft.name_fr.split())[:160],
        "name_ar": " ".join(draft.name_ar.split())[:160],
        "language": draft.language,
        "programme": draft.programme,
        "rule": draft.rule,
        "share": draft.share if draft.rule == Course.Rule.SHARE else None,
        "hours": draft.hours,
        "active": draft.active,
    }


@dataclass(frozen=True)
class GroupDraft:
    level: str
    label: str
    from_on: date
    teacher: User | None = None
    town: Any = None
    to_on: date | None = None
    seats: int = 20


@command(MANAGE)
def open_group(actor: User, course: Course, /, *, draft: GroupDraft, pk: UUID | None = None) -> ClassGroup:
    """Raises: BadInput, Refused."""
    known = ClassGroup.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.course_id != course.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return known
    return ClassGroup.objects.create(id=pk or new_id(), course=course, **checked_group(course, draft))


@command(MANAGE)
def change_group(actor: User, one: ClassGroup, /, *, draft: GroupDraft) -> ClassGroup:
    """Another teacher, other days, more seats. Raises: BadInput."""
    columns = checked_group(one.course, draft)
    first = one.enrolments.order_by("from_on").values_list("from_on", flat=True).first()
    if first is not None and draft.from_on > first:
        raise bad("from_on", _("Un élève est inscrit depuis plus tôt : gardez un jour avant le sien."))
    ClassGroup.objects.filter(pk=one.pk).update(**columns)
    one.refresh_from_db()
    return one


def checked_group(course: Course, draft: GroupDraft) -> dict[str, Any]:
    """Raises: BadInput."""
    if not draft.label.strip():
        raise bad("label", _("Donnez un nom au groupe, par exemple « Mardi soir »."))
    if draft.level not in LEVELS:
        raise bad("level", _("Choisissez le niveau dans la liste."))
    if draft.to_on is not None and draft.to_on < draft.from_on:
        raise bad("to_on", _("La fin est avant le début : vérifiez les deux dates."))
    if not 1 <= draft.seats <= 200:
        raise bad("seats", _("Écrivez un nombre de places de 1 à 200."))
    if draft.teacher is not None and not teachers(course).filter(pk=draft.teacher.pk).exists():
        raise bad("teacher", _("Cette personne n'enseigne pas dans ce bureau : choisissez-la dans la liste."))
    return {
        "level": draft.level,
        "label": " ".join(draft.label.split())[:80],
        "teacher": draft.teacher,
        "town": draft.town,
        "from_on": draft.from_on,
        "to_on": draft.to_on,
        "seats": draft.seats,
    }


# Who is enrolled


@dataclass(frozen=True)
class EnrolDraft:
    known_as: str
    assent: bool
    from_on: date
    placement: str = ""


@command(MANAGE)
def enrol(
    actor: User, group: ClassGroup, /, *, person: Person, draft: EnrolDraft, pk: UUID | None = None
) -> Enrolment:
    """A child takes a seat, under what the class calls them. Raises: Refused, BadInput."""
    fresh = ClassGroup.objects.select_for_update(of=("self",)).select_related("course").get(pk=group.pk)
    insist_on_person(actor, person)
    known = Enrolment.objects.filter(group=fresh, person=person).first()
    if known is not None:
        if pk == known.pk:
            return known
        raise Refused(_("Cet enfant est déjà inscrit dans ce groupe."), code="enrolled")
    insist_on_seat(fresh, draft)
    return Enrolment.objects.create(
        id=pk or new_id(),
        group=fresh,
        person=person,
        known_as=class_name(person, draft.known_as),
        assent=True,
        placement=" ".join(draft.placement.split())[:20],
        from_on=draft.from_on,
        by=actor,
    )


def insist_on_person(actor: User, person: Person) -> None:
    """Somebody the actor sees; whom a file hides, only by somebody named on it. Raises: Refused."""
    fresh = Person.objects.get(pk=person.pk)
    named = not fresh.protected or fresh.pk in named_keys(actor, "people")
    if not (named and may(actor, "people.view", fresh)):
        raise Refused(_("Cette personne n'est pas dans vos dossiers : ouvrez sa page, puis inscrivez-la."))
    if fresh.merged_into_id or fresh.voided_at:
        raise Refused(_("Cette fiche a été fusionnée ou annulée : rechargez la page."))


def insist_on_seat(group: ClassGroup, draft: EnrolDraft) -> None:
    """Raises: Refused, BadInput."""
    if not draft.assent:
        raise bad(
            "assent", _("Demandez d'abord à l'enfant, et à son représentant s'il en a un : sans accord, pas de cours.")
        )  # fmt: skip
    if draft.from_on < group.from_on or (group.to_on and draft.from_on > group.to_on):
        raise bad("from_on", _("Ce jour est en dehors des dates du groupe : vérifiez la date."))
    today = timezone.localdate()
    if not group.course.active or (group.to_on is not None and group.to_on < today):
        raise Refused(_("Ce groupe est fini, ou ce cours n'est plus proposé : choisissez-en un autre."))
    if group.enrolments.filter(to_on=None).count() >= group.seats:
        raise Refused(
            _("Ce groupe est complet : choisissez-en un autre, ou augmentez le nombre de places."),
            code="full",
        )


def class_name(person: Person, text: str) -> str:
    """What the class calls the child: one word or two, never the whole name. Raises: BadInput."""
    found = " ".join(text.split())[:60]
    if not found:
        raise bad("known_as", _("Écrivez comment on appelle l'enfant en classe : un prénom ou un surnom."))
    if any(character.isdigit() for character in found):
        raise bad("known_as", _("Écrivez un prénom ou un surnom, sans numéro ni date."))
    whole = {name.text.casefold() for name in names(person) if len(name.text.split()) > 1}
    if found.casefold() in whole:
        raise bad(
            "known_as",
            _("C'est le nom complet de l'enfant : en classe, écrivez seulement un prénom ou un surnom."),
        )
    return found


@command(MANAGE)
def end_enrolment(actor: User, one: Enrolment, /, *, on: date, moved_on: str = "") -> Enrolment:
    """The child left, for school or without a reason known. Raises: Refused, BadInput."""
    insist_on_period(one, on)
    columns: dict[str, Any] = {"to_on": on, "moved_on": next_way(moved_on)}
    if one.result == Result.OPEN:
        columns |= {"result": Result.LEFT, "result_on": on}
    if not Enrolment.objects.filter(pk=one.pk, to_on=None).update(**columns):
        raise Refused(GONE, code="left")
    one.refresh_from_db()
    return one


def next_way(code: str) -> str:
    """Raises: BadInput."""
    choices: Any = Enrolment._meta.get_field("moved_on").choices
    if code and code not in dict(choices):
        raise bad("moved_on", _("Choisissez la suite dans la liste."))
    return code


def insist_on_period(one: Enrolment, on: date) -> None:
    """Raises: BadInput."""
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour où cela a eu lieu."))
    if on < one.from_on:
        raise bad("on", _("L'enfant s'est inscrit plus tard : vérifiez la date."))


@command(MANAGE)
def give_result(actor: User, one: Enrolment, /, *, result: str, on: date, moved_on: str = "") -> Enrolment:
    """How the level ended; reached, it gets the number of its certificate. Raises: Refused, BadInput."""
    return concluded(one, result, on, moved_on)


def concluded(one: Enrolment, result: str, on: date, moved_on: str = "") -> Enrolment:
    """Shared with the teacher's own verb. A certificate that was given keeps its number. Raises: BadInput."""
    if result not in (Result.COMPLETED, Result.FAILED):
        raise bad("result", _("Dites si le niveau est achevé ou à reprendre."))
    insist_on_period(one, on)
    number = one.certificate or (f"{on.year}-{one.reference}" if result == Result.COMPLETED else "")
    columns: dict[str, Any] = {"result": result, "result_on": on, "certificate": number}
    if moved_on:
        columns["moved_on"] = next_way(moved_on)
    Enrolment.objects.filter(pk=one.pk).update(**columns)
    one.refresh_from_db()
    return one


@command(MANAGE)
def rename_pupil(actor: User, one: Enrolment, /, *, known_as: str) -> Enrolment:
    """What the class calls the child, when it is another word. Raises: BadInput."""
    Enrolment.objects.filter(pk=one.pk).update(known_as=class_name(one.person, known_as))
    one.refresh_from_db()
    return one


say(
    {
        "protection.create_course": _("Cours ajouté"),
        "protection.change_course": _("Cours modifié"),
        "protection.open_group": _("Groupe ajouté"),
        "protection.change_group": _("Groupe modifié"),
        "protection.enrol": _("Élève inscrit"),
        "protection.end_enrolment": _("Départ d'un élève"),
        "protection.give_result": _("Résultat d'un élève"),
        "protection.rename_pupil": _("Nom en classe corrigé"),
    },
    kinds={
        "protection.course": _("Cours"),
        "protection.classgroup": _("Groupe"),
        "protection.enrolment": _("Inscription à un cours"),
    },
)
