"""Lists of people that left the application: who took what, for what, to whom, and that the file is gone."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.people.consents import PURPOSE_CHOICES


class PeopleExport(models.Model):
    """One list. The file exists from its making to its first download, for seven days at most."""

    PRIVACY = Privacy.P2
    PLACE = "unit"
    LIFE_DAYS: ClassVar[int] = 7

    class State(models.TextChoices):
        ASKED = "asked", _("Attend un second regard")
        APPROVED = "approved", _("Permis, à préparer")
        READY = "ready", _("Prêt à télécharger")
        TAKEN = "taken", _("Téléchargé, fichier détruit")
        EXPIRED = "expired", _("Échu, fichier détruit")
        DECLINED = "declined", _("Refusé")

    class Form(models.TextChoices):
        XLSX = "xlsx", _("Classeur (XLSX)")
        CSV = "csv", _("Texte (CSV)")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("numéro"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    purpose = models.CharField(_("finalité"), max_length=20, choices=PURPOSE_CHOICES)
    recipient = models.CharField(_("destinataire"), max_length=50, blank=True)  # "" stays in the organisation
    groups = models.CharField(_("parties du dossier"), max_length=120)
    form = models.CharField(_("format"), max_length=4, choices=Form, default=Form.XLSX)
    language = models.CharField(max_length=2, default="fr")
    filters: Any = models.JSONField(default=dict)  # codes and dates, never a name
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.ASKED)
    found = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    without_consent = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="export_second_look_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__isnull=False, destroyed_at=None),
                name="export_ready_expires",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("taken", "expired")) | Q(destroyed_at__isnull=False),
                name="export_over_is_destroyed",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)

    @property
    def group_set(self) -> frozenset[str]:
        return frozenset(g for g in self.groups.split(",") if g)


class ExportedPerson(models.Model):
    """That someone stood on a list that left: they are told so when they ask who received their data."""

    PRIVACY = Privacy.P2
    PLACE = "export__unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey(PeopleExport, models.PROTECT, related_name="people")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="exported")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("export", "person"), name="exported_once_a_list"),)

    def __str__(self) -> str:
        return str(self.pk)


class ExportThreshold(models.Model):
    """From how many people on a list a second person looks at it first. Without a row the default holds."""

    PRIVACY = Privacy.P1
    PLACE = "unit"
    DEFAULT: ClassVar[int] = 200

    unit = models.OneToOneField("access.Unit", models.PROTECT, primary_key=True, related_name="+")
    rows = models.PositiveIntegerField(_("à partir de combien de personnes"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.rows)
