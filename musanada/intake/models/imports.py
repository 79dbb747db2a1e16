"""A staged import: the file's rows as received and as read, what was decided about each, and what became of it.

Nothing here is the register. A row enters it in the commit only, under a key that no second row can hold, with an id
fixed when the row was staged: a chunk that is tried again after a crash finds its own work and goes on.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.errors import Sentence
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField, EncryptedJSONField


class ImportBatch(models.Model):
    """One file on its way into the register. The state is in every UPDATE: two people cannot commit it twice."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Colonnes à vérifier")
        CHECKING = "checking", _("Lecture en cours")
        CHECKED = "checked", _("À relire")
        COMMITTING = "committing", _("Enregistrement en cours")
        COMMITTED = "committed", _("Enregistré")
        UNDOING = "undoing", _("Annulation en cours")
        UNDONE = "undone", _("Annulé")
        DISCARDED = "discarded", _("Abandonné")

    PRIVACY = Privacy.P2
    PLACE = "unit"
    RUNNING = (State.CHECKING, State.COMMITTING, State.UNDOING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("sorte"), max_length=20)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    file_name = EncryptedCharField(_("fichier"), max_length=120)
    file_hash = models.CharField(max_length=64, db_index=True, editable=False)
    file_size = models.PositiveBigIntegerField(editable=False)
    sheets: Any = EncryptedJSONField(default=list, editable=False)
    sheet = EncryptedCharField(_("feuille"), max_length=120, blank=True)
    header_line = models.PositiveIntegerField(_("ligne des titres"), null=True, blank=True)
    signature = models.CharField(max_length=64, editable=False)
    columns: Any = EncryptedJSONField(default=list, editable=False)
    mapping: Any = models.JSONField(default=dict, editable=False)
    options: Any = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.UPLOADED)
    total = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    notes: Any = models.JSONField(default=dict, editable=False)
    problem = models.CharField(max_length=400, blank=True, editable=False)
    runner = models.UUIDField(null=True, editable=False)
    heartbeat = models.DateTimeField(null=True, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-uploaded_at",)
        indexes = (models.Index(fields=("state", "heartbeat"), name="import_running"),)

    def __str__(self) -> str:
        return str(self.file_name)

    @property
    def shape(self) -> str:
        """The state as the pages' common shapes know it."""
        shapes = {
            "uploaded": "wait",
            "checked": "wait",
            "committed": "done",
            "undone": "void",
            "discarded": "void",
        }
        return shapes.get(self.state, "open")

    @property
    def kind_label(self) -> Sentence:
        from musanada.intake.imports.kinds import IMPORT_KINDS

        return IMPORT_KINDS[self.kind].label if self.kind in IMPORT_KINDS else self.kind


class ImportRow(models.Model):
    """A line of the file: ``raw`` as received, ``values`` as read under the mapping, and its way since."""

    class Decision(models.TextChoices):
        UNDECIDED = "", _("À décider")
        NEW = "new", _("Nouvelle personne")
        SAME = "same", _("Même personne")
        SKIP = "skip", _("Laissée de côté")

    class Outcome(models.TextChoices):
        WAITING = "", _("Pas encore reprise")
        CREATED = "created", _("Créée")
        ADDED = "added", _("Ajoutée à une fiche existante")
        ALREADY = "already", _("Déjà importée")
        REFUSED = "refused", _("Refusée")
        UNDONE = "undone", _("Annulée")
        KEPT = "kept", _("Gardée : utilisée depuis")

    class Level(models.TextChoices):
        FINE = "", _("Sans remarque")
        INFO = "info", _("À savoir")
        WARNING = "warning", _("À vérifier")
        ERROR = "error", _("À corriger")

    PRIVACY = Privacy.P3
    PLACE = "batch__unit"
    PERSON = None  # a line on its way: whom it led to is shown by its own page

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    raw: Any = EncryptedJSONField()
    values: Any = EncryptedJSONField(default=dict)
    findings: Any = EncryptedJSONField(default=list)
    level = models.CharField(max_length=8, choices=Level, blank=True)
    candidates: Any = models.JSONField(default=list)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    by_hand = models.BooleanField(default=False)
    # Fixed when the row is staged: the person it would create (shared by rows about one person) and the act or the
    # like. ``match`` is the existing person a decision named.
    person = models.UUIDField()
    match = models.UUIDField(null=True)
    target = models.UUIDField()
    key = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=("batch", "outcome", "number"), name="import_row_progress"),
            models.Index(fields=("batch", "person"), name="import_row_person"),
            models.Index(fields=("key",), name="import_row_key"),
        )
        constraints = (
            models.UniqueConstraint(fields=("batch", "number"), name="import_row_once_a_line"),
            models.CheckConstraint(
                condition=Q(decision="same", match__isnull=False) | ~Q(decision="same") & Q(match=None),
                name="import_row_same_names_a_person",
            ),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(outcome__in=("created", "added", "kept")),
                name="import_row_enters_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.number)


class ColumnMapping(models.Model):
    """Which column held which field the last time a unit imported a file with these headers."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    signature = models.CharField(max_length=64)
    mapping: Any = models.JSONField()
    options: Any = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "kind", "signature"), name="one_mapping_for_these_headers"
            ),
        )

    def __str__(self) -> str:
        return self.kind


class ValueMapping(models.Model):
    """What a doubtful word means in files of one form, as its user said: ``congo`` is COD."""

    PRIVACY = Privacy.P1
    PLACE = None  # a person's own habit: read and written through imports only, for the actor's own files

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    list_name = models.CharField(max_length=40)
    word = models.CharField(max_length=200)
    code = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "signature", "list_name", "word"), name="one_meaning_of_a_word"
            ),
        )

    def __str__(self) -> str:
        return self.code
