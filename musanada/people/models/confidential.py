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

from musanada.access.models import Unit
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import BlindIndexField, EncryptedCharField
from musanada.people.models.persons import Person


class ConfidentialFile(models.Model):
    """A P4 file over one person. Its ``owner`` names the others; sealed, it is closed to them too.

    Several may be open on one subject: a refusal would tell that another office keeps one.
    """

    PRIVACY = Privacy.P4
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY
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
    reason: Any = EncryptedCharField(_("raison"), max_length=600, default="")
    hides_person = models.BooleanField(_("cache aussi la personne"), default=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_files")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Showing the person again takes two: one asks, another decides.
    close_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    close_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    close_reason: Any = EncryptedCharField(max_length=600, default="", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seal_reason: Any = EncryptedCharField(max_length=600, default="", blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed_by=None)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                name="a_seal_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(hides_person=False) | ~Q(closed_by=F("close_asked_by")),
                name="a_person_is_shown_again_by_two",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class NamedAccess(models.Model):
    """Someone named on a P4 file, by its owner, for a reason, until a day; or who broke the glass for a few hours."""

    PRIVACY = Privacy.P4
    PLACE = "file__person__presences__unit"
    PERSON = "file__person"
    GROUP = FieldGroup.IDENTITY
    FILE = "file"

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", _("Justifié")
        UNJUSTIFIED = "unjustified", _("Non justifié")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(ConfidentialFile, models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_on")
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(_("jusqu'au"))
    reason: Any = EncryptedCharField(_("raison"), max_length=600)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    break_glass = models.BooleanField(default=False, editable=False)
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(_("avis"), max_length=12, choices=Verdict, blank=True)
    note: Any = EncryptedCharField(_("note"), max_length=600, default="", blank=True)

    OWNER_DAYS: ClassVar[int] = 365
    MOST_DAYS: ClassVar[int] = 366
    GLASS_HOURS: ClassVar[int] = 4
    GLASS_REASON: ClassVar[int] = 20  # characters at least
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

    @property
    def unit(self) -> Unit:
        """Its place in the journal."""
        return self.file.unit


class ProtectedToken(models.Model):
    """By what a hidden person is found: the whole name, a document or a phone, exactly, and by those named only.

    The words are kept encrypted beside the token, so that the token can be computed anew when its key is renewed.
    """

    PRIVACY = Privacy.P4
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY
    FILE = "person__confidential_files"

    class Kind(models.TextChoices):
        NAME = "name", _("Nom")
        DOCUMENT = "document", _("Document")
        PHONE = "phone", _("Téléphone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="protected_tokens")
    kind = models.CharField(max_length=8, choices=Kind)
    token = BlindIndexField(db_index=True)
    words: Any = EncryptedCharField(max_length=220)

    def __str__(self) -> str:
        return self.get_kind_display()
