"""Language courses (domain, systems.md §15): a teacher takes the register and cannot open anybody's file.

A pupil is known in class by what they are called there. Who "benefited" is a declared rule, not a feeling.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField

USER = settings.AUTH_USER_MODEL


class Course(models.Model):
    """A course and what "benefited" means in it."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Rule(models.TextChoices):
        ENROLLED = "enrolled", _("Inscrit")
        ONCE = "once", _("Venu au moins une fois")
        SHARE = "share", _("Venu à une part déclarée des séances")
        COMPLETED = "completed", _("Niveau achevé")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("organisation"))
    name_fr = models.CharField(_("nom en français"), max_length=160)
    name_ar = models.CharField(_("nom en arabe"), max_length=160, blank=True)
    language = models.CharField(_("langue enseignée"), max_length=3)
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rule = models.CharField(_("a bénéficié qui est"), max_length=9, choices=Rule, default=Rule.ONCE)
    share = models.PositiveSmallIntegerField(_("part des séances, en pour cent"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("heures du niveau"), null=True, blank=True)
    active = models.BooleanField(_("proposé"), default=True)

    class Meta:
        ordering = ("name_fr", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(rule="share") | Q(share__gte=1, share__lte=100), name="course_share_is_declared"
            ),
        )

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class ClassGroup(models.Model):
    """A group of one level, with its teacher, from a day to a day."""

    PRIVACY = Privacy.P1
    PLACE = "course__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="groups")
    level = models.CharField(_("niveau"), max_length=20)
    label = models.CharField(_("nom du groupe"), max_length=80)
    teacher = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="class_groups")
    town = models.ForeignKey("reference.Place", models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("du"))
    to_on = models.DateField(_("au"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("places"), default=20)

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="group_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.label


class Enrolment(models.Model):
    """A child in a group. The teacher reads ``known_as`` and the code, through ``queries.courses`` alone."""

    PRIVACY = Privacy.P3
    PLACE = "group__course__unit"
    PERSON = "person"
    GROUP = FieldGroup.SERVICES

    class Result(models.TextChoices):
        OPEN = "", _("En cours")
        COMPLETED = "completed", _("Niveau achevé")
        FAILED = "failed", _("À reprendre")
        LEFT = "left", _("A quitté le cours")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(_("code"), max_length=8, unique=True, default=new_reference, editable=False)
    group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="enrolments")
    known_as: Any = EncryptedCharField(_("comment on l'appelle en classe"), max_length=60)
    assent = models.BooleanField(_("d'accord, et le représentant aussi s'il y en a un"), default=True)
    placement = models.CharField(_("test de niveau"), max_length=20, blank=True)
    from_on = models.DateField(_("depuis le"), default=timezone.localdate)
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    result = models.CharField(_("résultat"), max_length=9, choices=Result, blank=True, default="")
    result_on = models.DateField(_("résultat du"), null=True, blank=True)
    certificate = models.CharField(_("numéro du certificat"), max_length=20, blank=True)
    moved_on = models.CharField(
        _("ensuite"),
        max_length=10,
        blank=True,
        choices=[
            ("school", _("École")),
            ("vocational", _("Formation professionnelle")),
            ("next", _("Niveau suivant")),
        ],
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(fields=("group", "person"), name="enrolled_once"),
            models.UniqueConstraint(
                fields=("certificate",), condition=~Q(certificate=""), name="certificate_number_once"
            ),
            models.CheckConstraint(
                condition=Q(result="", result_on=None) | ~Q(result="") & Q(result_on__isnull=False),
                name="result_says_when",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class Session(models.Model):
    """One lesson of a group."""

    PRIVACY = Privacy.P1
    PLACE = "group__course__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="sessions")
    on = models.DateField(_("le"))
    hours = models.DecimalField(_("heures"), max_digits=4, decimal_places=1, default=2)
    topic = models.CharField(_("sujet"), max_length=120, blank=True)
    taken_at = models.DateTimeField(_("appel fait"), null=True, blank=True)
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled = models.BooleanField(_("annulée"), default=False)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("group", "on"), name="one_session_a_day"),)

    def __str__(self) -> str:
        return f"{self.on}"


class Attendance(models.Model):
    """Was the pupil there?"""

    PRIVACY = Privacy.P3
    PLACE = "session__group__course__unit"
    PERSON = "enrolment__person"
    GROUP = FieldGroup.SERVICES

    class Mark(models.TextChoices):
        PRESENT = "present", _("Présent")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excusé")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    mark = models.CharField(_("présence"), max_length=7, choices=Mark)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "enrolment"), name="marked_once"),)

    def __str__(self) -> str:
        return self.get_mark_display()


class PupilNote(models.Model):
    """What a teacher writes for whoever follows the pupil. Read there, never here again by another teacher."""

    PRIVACY = Privacy.P3
    PLACE = "enrolment__group__course__unit"
    PERSON = "enrolment__person"
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="notes")
    text: Any = EncryptedTextField(_("note"))
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at)}"
