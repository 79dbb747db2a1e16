"""What the register was before: merges that can be undone, values that were corrected."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField, EncryptedJSONField
from musanada.people.models.persons import Person


class MergeRecord(models.Model):
    """Two records found to be one person: who decided, why, and what was re-pointed, so that it can be undone."""

    PRIVACY = Privacy.P2
    PLACE = "kept__presences__unit"
    PERSON = ("kept", "gone")
    GROUP = FieldGroup.IDENTITY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merge_records")
    repointed: Any = models.JSONField(default=list)
    reason = EncryptedCharField(_("raison"), max_length=300)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undo_reason = EncryptedCharField(max_length=300, blank=True)
    # The names and documents of ``gone`` as they were: what was corrected since is shown, and put back if wanted.
    snapshot: Any = EncryptedJSONField(default=dict, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("gone",), condition=Q(undone_at=None), name="merged_once"),
        )

    def __str__(self) -> str:
        return str(self.merged_at)


class MergeProposal(models.Model):
    """One person asks that a protected record take in another: a second person merges them or says no.

    Of others one decision is enough: it can be undone at any moment. Of a protected one a wrong merge shows a file.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("En attente d'une seconde personne")
        MERGED = "merged", _("Fusionnées")
        REFUSED = "refused", _("Refusée")
        WITHDRAWN = "withdrawn", _("Retirée")

    PRIVACY = Privacy.P3
    PLACE = "kept__presences__unit"
    PERSON = ("kept", "gone")
    GROUP = FieldGroup.IDENTITY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = EncryptedCharField(_("raison"), max_length=300)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default=Outcome.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = EncryptedCharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kept", "gone"), condition=Q(outcome=""), name="one_open_merge_proposal"
            ),
        )

    def __str__(self) -> str:
        return str(self.proposed_at)


class Correction(models.Model):
    """What a value was before it was changed, by whom and when: quality asks for history (IOM principle 3).

    Of contacts and free text only the fact of the change is kept: an old phone number serves nobody.
    """

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    class Field(models.TextChoices):
        SEX = "sex", _("Sexe")
        BIRTH = "birth", _("Naissance")
        NAME = "name", _("Nom")
        NATIONALITY = "nationality", _("Nationalité")
        DOCUMENT = "document", _("Document")
        LANGUAGE = "language", _("Langues")
        CONTACT = "contact", _("Coordonnée")
        VITAL = "vital_state", _("En vie ou décédé")
        PLACE = "place", _("Lieu de vie")
        HOUSEHOLD = "household", _("Ménage")
        TIE = "relationship", _("Lien avec une personne")
        BASIS = "legal_basis", _("Base légale")
        VOIDED = "voided", _("Fiche annulée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=14, choices=Field)
    before = EncryptedCharField(max_length=300, blank=True)
    reason = EncryptedCharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.get_field_display()
