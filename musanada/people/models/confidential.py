"""P4 files: who is named on them, from when to when and why; what was opened in an emergency and reviewed since.

A file either hides the whole person (``hides_person``: nobody else finds them, their name is sealed and found only by
exact keyed token) or only itself (its own P4 rows: an asylum status of someone an office knows anyway).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.people.models.persons import Person


class ConfidentialFile(models.Model):
    """A P4 file over one person. Its ``owner`` names the others; sealed, it is closed to them too."""

    PRIVACY = Privacy.P4
    PLACE = "unit"
    PERSON = None  # the file itself is the stricter rule: ``FILE``
    GROUP = FieldGroup.PROTECTION
    FILE = ""

    class Subject(models.TextChoices):
        CHILD = "child", _("Enfant non accompagné ou séparé")
        TRAFFICKING = "trafficking", _("Traite des êtres humains")
        ASYLUM = "asylum", _("Asile")
        VIOLENCE = "violence", _("Violence ou menace grave")
        OTHER = "other", _("Autre danger")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="confidential_files")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    subject = models.CharField(_("objet"), max_length=12, choices=Subject)
    hides_person = models.BooleanField(_("cache aussi la personne"), default=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_files")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "subject"), condition=Q(closed_at=None), name="one_open_file_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_by=None)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                name="a_seal_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class NamedAccess(models.Model):
    """Someone named on a P4 file, by its owner, for a reason, until a day; or who broke the glass for a few hours."""

    PRIVACY = Privacy.P4
    PLACE = "file__unit"
    PERSON = None  # reached through the file only
    GROUP = FieldGroup.PROTECTION
    FILE = "file"

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", _("Justifié")
        UNJUSTIFIED = "unjustified", _("Non justifié")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(ConfidentialFile, models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_on")
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(_("jusqu'au"))
    reason: Any = models.CharField(_("raison"), max_length=600)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    break_glass = models.BooleanField(default=False, editable=False)
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(_("avis"), max_length=12, choices=Verdict, blank=True)

    REVIEW_HOURS: ClassVar[int] = 72  # ICRC handbook: reviewed within 72 hours

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="named_access_ends_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="named_access_says_why"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None) | Q(break_glass=True) & ~Q(reviewed_by=F("user")),
                name="glass_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_at}"
