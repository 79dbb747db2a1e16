"""What a teacher writes, of their own groups alone: the register, a note to whoever follows a pupil, a result.

Rows are reached through the group, never through a person: a teacher opens nobody's file. The journal's lines name the
group or the lesson.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands.courses import concluded
from musanada.protection.models import Attendance, ClassGroup, Enrolment, PupilNote, Session
from musanada.protection.queries.courses import in_class

TEACH = "course.teach"
LONGEST = 2000


def insist_on_teacher(actor: User, group: ClassGroup) -> None:
    """Raises: Refused."""
    if not ClassGroup.objects.filter(pk=group.pk, teacher=actor).exists():
        raise Refused(_("Ce groupe n'est pas le vôtre : demandez au responsable des cours."), code="teacher")


def insist_on_lesson(group: ClassGroup, on: date) -> None:
    """Raises: BadInput."""
    if on > timezone.localdate():
        raise bad("on", _("Cette séance n'a pas encore eu lieu : l'appel se fait le jour même, ou après."))
    if on < group.from_on or (group.to_on and on > group.to_on):
        raise bad("on", _("Ce jour est en dehors des dates du groupe : vérifiez la date."))


@command(TEACH)
def take_register(
    actor: User,
    group: ClassGroup,
    /,
    *,
    on: date,
    marks: Mapping[UUID, str],
    hours: Decimal = Decimal(2),
    topic: str = "",
) -> Session:
    """Who was there that day. Sent again, it corrects: one lesson a day, one mark a pupil. Raises: Refused, BadInput."""
    insist_on_teacher(actor, group)
    insist_on_lesson(group, on)
    pupils = {one.pk for one in in_class(group, on)}
    if not pupils:
        raise Refused(_("Personne n'est inscrit ce jour-là dans ce groupe."), code="empty")
    if set(marks) != pupils or any(mark not in Attendance.Mark.values for mark in marks.values()):
        raise bad("marks", _("Dites pour chaque élève s'il est présent, absent ou excusé."))
    if not Decimal("0.5") <= hours <= Decimal(12):
        raise bad("hours", _("Écrivez la durée en heures, de 0,5 à 12."))
    columns = {"hours": hours, "topic": " ".join(topic.split())[:120], "cancelled": False}
    columns |= {"taken_at": timezone.now(), "taken_by": actor}
    lesson, _made = Session.objects.update_or_create(group=group, on=on, defaults=columns)
    for pupil, mark in marks.items():
        Attendance.objects.update_or_create(session=lesson, enrolment_id=pupil, defaults={"mark": mark})
    return lesson


@command(TEACH)
def cancel_lesson(actor: User, group: ClassGroup, /, *, on: date) -> Session:
    """It did not take place: no mark of that day counts. Raises: Refused, BadInput."""
    insist_on_teacher(actor, group)
    insist_on_lesson(group, on)
    columns = {"cancelled": True, "taken_at": timezone.now(), "taken_by": actor}
    lesson, _made = Session.objects.update_or_create(group=group, on=on, defaults=columns)
    return lesson


def pupil_of(group: ClassGroup, key: UUID) -> Enrolment:
    """Raises: Refused for a key that is not of this group."""
    found = Enrolment.objects.filter(pk=key, group=group).first()
    if found is None:
        raise Refused(_("Cet élève n'est pas dans ce groupe : rechargez la page."), code="pupil")
    return found


@command(TEACH)
def write_pupil_note(
    actor: User, group: ClassGroup, /, *, pupil: UUID, text: str, pk: UUID | None = None
) -> ClassGroup:
    """For whoever follows the pupil; the teacher does not read it again. The same ``pk`` twice is one note."""
    insist_on_teacher(actor, group)
    one = pupil_of(group, pupil)
    known = PupilNote.objects.filter(pk=pk).first() if pk else None
    if known is not None:
        if known.by_id != actor.pk or known.enrolment_id != one.pk:
            raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
        return group
    kept = text.strip()[:LONGEST]
    if not kept:
        raise bad("text", _("Écrivez la note : ce que vous avez remarqué, en une ou deux phrases."))
    PupilNote.objects.create(id=pk or new_id(), enrolment=one, text=kept, by=actor)
    return group


@command(TEACH)
def give_pupil_result(actor: User, group: ClassGroup, /, *, pupil: UUID, result: str, on: date) -> ClassGroup:
    """The test of the end of the level. Raises: Refused, BadInput."""
    insist_on_teacher(actor, group)
    concluded(pupil_of(group, pupil), result, on)
    return group


say(
    {
        "protection.take_register": _("Appel fait"),
        "protection.cancel_lesson": _("Séance annulée"),
        "protection.write_pupil_note": _("Note d'un enseignant à qui suit l'élève"),
        "protection.give_pupil_result": _("Résultat donné par l'enseignant"),
    },
    kinds={"protection.session": _("Séance d'un cours"), "protection.pupilnote": _("Note d'un enseignant")},
)
