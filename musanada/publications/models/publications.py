"""A publication: one report for one period, built, checked, approved by two, frozen, published, later superseded.

What was published lies in a folder of files that never change (``publications.snapshot``); these rows say where it stands.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets.fields import EncryptedCharField
from musanada.publications.models.reports import Report


class Publication(models.Model):
    """One revision of a report for a period. ``folder`` is below the data directory; ``manifest`` its SHA-256."""

    PRIVACY = Privacy.P1
    PLACE = "report__unit"

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        CHECKED = "checked", _("Contrôlée")
        APPROVED = "approved", _("Approuvée")
        FROZEN = "frozen", _("Gelée")
        PUBLISHED = "published", _("Publiée")
        SUPERSEDED = "superseded", _("Remplacée")
        ABANDONED = "abandoned", _("Abandonnée")

    class Reason(models.TextChoices):
        """Why a revision follows another one (design: figures, section 9)."""

        FIRST = "first", _("Première publication")
        LATE_ENTRY = "late_entry", _("Saisies tardives")
        CORRECTION = "correction", _("Correction")
        MERGE = "merge", _("Fiches réunies ou séparées")
        DEFINITION = "definition", _("Définition changée")
        GEOGRAPHY = "geography", _("Découpage changé")
        TEXT = "text", _("Texte seul")

    class Mode(models.TextChoices):
        SUPPRESS = "suppress", _("Masquer")
        ROUND = "round", _("Arrondir")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="publications", verbose_name=_("rapport"))
    revision = models.PositiveIntegerField(_("révision"))
    period = models.CharField(_("période"), max_length=40)
    known_at = models.DateTimeField(_("date d'arrêt"))
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.DRAFT)
    reason = models.CharField(_("raison"), max_length=12, choices=Reason, default=Reason.FIRST)
    note = models.CharField(_("ce qui change"), max_length=500, blank=True)
    mode = models.CharField(_("petits nombres"), max_length=8, choices=Mode, default=Mode.SUPPRESS)
    threshold = models.PositiveSmallIntegerField(_("seuil"))
    extract = models.CharField(_("extrait"), max_length=40)
    folder = models.CharField(_("dossier"), max_length=120, unique=True)
    manifest = models.CharField(_("empreinte"), max_length=64, blank=True)
    errors = models.PositiveIntegerField(_("erreurs"), default=0)
    warnings = models.PositiveIntegerField(_("points à vérifier"), default=0)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("révision d'avant")
    )
    embargo_until = models.DateTimeField(_("embargo jusqu'au"), null=True, blank=True)
    built_at = models.DateTimeField(_("préparée le"))
    built_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("préparée par"))
    frozen_at = models.DateTimeField(_("gelée le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("publiée par")
    )

    class Meta:
        ordering = ("report", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("report", "revision"), name="publication_revision_once"),
            models.UniqueConstraint(
                fields=("report", "period"), condition=Q(state="published"), name="publication_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("frozen", "published", "superseded")) | ~Q(manifest=""),
                name="publication_frozen_has_manifest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.period} r{self.revision}"


class Approval(models.Model):
    """One person's yes to exactly this manifest, signed. Two are needed, neither of them who built it."""

    PRIVACY = Privacy.P1
    PLACE = "publication__report__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="approvals")
    manifest = models.CharField(_("empreinte"), max_length=64)
    signature = models.CharField(_("signature"), max_length=200)
    key_id = models.CharField(_("clé"), max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("approuvée par"))
    at = models.DateTimeField(_("approuvée le"))

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=("publication", "by"), name="approval_once_each"),)

    def __str__(self) -> str:
        return f"{self.publication_id} {self.by_id}"


class Waiver(models.Model):
    """A finding that someone answers for, with a reason; printed in the report of checks."""

    PRIVACY = Privacy.P1
    PLACE = "report__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="waivers")
    code = models.CharField(_("contrôle"), max_length=40)
    about = models.CharField(_("à propos de"), max_length=300)
    reason = models.CharField(_("raison"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("accordée par"))
    at = models.DateTimeField(_("accordée le"))
    ended_at = models.DateTimeField(_("levée le"), null=True, blank=True)

    class Meta:
        ordering = ("report", "code", "at")

    def __str__(self) -> str:
        return f"{self.report_id} {self.code}"


class Erratum(models.Model):
    """What a later revision corrects, said beside the corrected one, which is never changed."""

    PRIVACY = Privacy.P0
    PLACE = "publication__report__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="errata")
    figure = models.CharField(_("chiffre"), max_length=300)
    was = models.CharField(_("imprimé"), max_length=80)
    now = models.CharField(_("corrigé"), max_length=80)
    reason = models.CharField(_("raison"), max_length=12, choices=Publication.Reason)
    text = models.CharField(_("explication"), max_length=500)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("publication", "at")
        constraints = (
            models.CheckConstraint(condition=~Q(was=F("now")), name="erratum_says_something_else"),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.figure}"


class Delivery(models.Model):
    """Who received which revision, how: a correction reaches the same."""

    PRIVACY = Privacy.P2
    PLACE = "publication__report__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="deliveries")
    recipient = EncryptedCharField(_("destinataire"), max_length=200)
    means = models.CharField(_("moyen"), max_length=80)
    files = models.CharField(_("fichiers"), max_length=300, blank=True)
    on = models.DateField(_("le"))
    noted_at = models.DateTimeField(_("noté le"))
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("publication", "on", "recipient")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.on}"
