"""Reintegration: the file after the arrival, assessments, the plan and its activities, common projects, visits."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from musanada.cases.models import Case
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.programmes.models import currency_format
from musanada.returns.models.returns import Return
from musanada.returns.models.rules import Form, Scheme


class Level(models.TextChoices):
    """Reintegration handbook, module 1: whom a support reaches."""

    INDIVIDUAL = "individual", _("Individuel")
    COLLECTIVE = "collective", _("Collectif")
    COMMUNITY = "community", _("Communautaire")


class Dimension(models.TextChoices):
    ECONOMIC = "economic", _("Économique")
    SOCIAL = "social", _("Social")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial")


class Support(models.TextChoices):
    """Kinds of support (domain, section 7)."""

    BUSINESS = "business", _("Activité génératrice de revenus")
    TRAINING = "training", _("Formation professionnelle")
    JOB = "job", _("Placement dans un emploi")
    EDUCATION = "education", pgettext_lazy("support", "Scolarité")
    HOUSING = "housing", _("Logement")
    MEDICAL = "medical", _("Soins")
    PSYCHOSOCIAL = "psychosocial", _("Accompagnement psychosocial")
    LEGAL = "legal", _("Aide juridique et papiers")
    CASH = "cash", _("Aide financière directe")
    RECEPTION = "reception", _("Accueil et transport à l'arrivée")
    OTHER = "other", _("Autre")


class Reintegration(models.Model):
    """The detail of a case of reintegration: whose return, under which scheme. The cohort is the year of the arrival."""

    PRIVACY = Privacy.P3
    PLACE = "case__unit"
    PERSON = "case__person"
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="reintegration")
    ret = models.OneToOneField(Return, models.PROTECT, related_name="reintegration")
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("dispositif")
    )
    arrived_on = models.DateField(_("arrivé le"))
    contacted_on = models.DateField(_("premier contact le"), null=True, blank=True)
    # What the person is entitled to under the scheme, frozen when the plan is first approved.
    entitlement = models.DecimalField(_("droits"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("monnaie"), max_length=3, default="EUR", validators=[currency_format])
    town: Any = EncryptedCharField(_("ville"), max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-arrived_on", "-id")
        indexes = (models.Index(fields=("arrived_on",), name="reintegration_cohort"),)

    def __str__(self) -> str:
        return str(self.case)

    @property
    def cohort(self) -> int:
        return self.arrived_on.year


class OfReintegration(models.Model):
    """What hangs on a reintegration: its place and person are the case's."""

    PRIVACY = Privacy.P3
    PLACE = "file__case__unit"
    PERSON = "file__case__person"
    GROUP = FieldGroup.SERVICES

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Assessment(OfReintegration):
    """What was found of needs and strengths before planning; the sustainability survey may be its baseline."""

    class Topic(models.TextChoices):
        VULNERABILITY = "vulnerability", _("Vulnérabilité")
        RISK = "risk", _("Risques")
        FAMILY = "family", _("Famille et entourage")
        SKILLS = "skills", _("Compétences")
        MARKET = "market", _("Marché local")

    file = models.ForeignKey(Reintegration, models.PROTECT, related_name="assessments")
    topic = models.CharField(_("sujet"), max_length=13, choices=Topic)
    on = models.DateField(_("le"))
    found = EncryptedTextField(_("constats"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-recorded_at")

    def __str__(self) -> str:
        return self.get_topic_display()


class Plan(OfReintegration):
    """A version of a returnee's plan. Approved, it is frozen; a change is the next version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("En préparation")
        SUBMITTED = "submitted", _("Soumis")
        APPROVED = "approved", _("Approuvé")
        REPLACED = "replaced", _("Remplacé")

    file = models.ForeignKey(Reintegration, models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.DRAFT)
    goal = EncryptedTextField(_("but, dans les mots de la personne"))
    drafted_on = models.DateField(_("établi le"), default=timezone.localdate)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_on = models.DateField(_("approuvé le"), null=True, blank=True)

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("file", "version"), name="plan_version_once"),
            models.UniqueConstraint(fields=("file",), condition=Q(state__in=("draft", "submitted")),
                                    name="one_open_plan"),
            models.UniqueConstraint(fields=("file",), condition=Q(state="approved"), name="one_approved_plan"),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.version)


class Project(models.Model):
    """A common project: several returnees, or a community, share one cost. Split by shares that make the whole."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class State(models.TextChoices):
        DRAFT = "draft", _("En préparation")
        APPROVED = "approved", _("Approuvé")
        RUNNING = "running", _("En cours")
        ENDED = "ended", _("Terminé")
        CANCELLED = "cancelled", _("Abandonné")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    level = models.CharField(_("niveau"), max_length=10, choices=Level, default=Level.COLLECTIVE)
    name = models.CharField(_("intitulé, sans nom de personne"), max_length=160)
    kind = models.CharField(_("sorte"), max_length=12, choices=Support)
    amount = models.DecimalField(_("coût commun"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("monnaie"), max_length=3, default="EUR", validators=[currency_format])
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.DRAFT)
    # Of a community project: people reached who are not returnees, counted and never listed.
    others_reached = models.PositiveIntegerField(_("autres personnes touchées"), null=True, blank=True)
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-recorded_at", "-id")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="project_costs_something"),)

    def __str__(self) -> str:
        return show_reference(self.reference)


class Activity(OfReintegration):
    """One line of a plan: what, at which level, in which dimension, how much, from when until when. A share of a
    common project is a line too (``project``): its amount is the member's part."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Prévue")
        RUNNING = "running", _("En cours")
        DONE = "done", _("Terminée")
        DROPPED = "dropped", _("Abandonnée")

    PLACE = "plan__file__case__unit"
    PERSON = "plan__file__case__person"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="activities")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="shares")
    level = models.CharField(_("niveau"), max_length=10, choices=Level, default=Level.INDIVIDUAL)
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension)
    kind = models.CharField(_("sorte"), max_length=12, choices=Support)
    form = models.CharField(_("forme"), max_length=8, choices=Form)
    what = EncryptedTextField(_("description"))
    amount = models.DecimalField(_("montant prévu"), max_digits=12, decimal_places=2, default=0)
    currency = models.CharField(_("monnaie"), max_length=3, default="EUR", validators=[currency_format])
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.PLANNED)
    given_on = models.DateField(_("donné le"), null=True, blank=True)
    given_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    dropped_reason = EncryptedTextField(_("pourquoi elle est abandonnée"), blank=True, default="")
    # The same activity in the version before: what was begun and paid there goes on here once this one is approved.
    before = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="after", editable=False
    )

    class Meta:
        ordering = ("plan", "recorded_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0), name="activity_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="reintegration_activity_ends_after",
            ),
            models.CheckConstraint(
                condition=(Q(project=None) & Q(level="individual")) | (Q(project__isnull=False) & ~Q(level="individual")),
                name="activity_level_is_its_project",
            ),
            models.UniqueConstraint(fields=("plan", "project"), condition=Q(project__isnull=False),
                                    name="one_share_of_a_project"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.get_kind_display()


class Visit(OfReintegration):
    """A follow-up visit: what was seen, and whether what was paid for runs."""

    class Mode(models.TextChoices):
        HOME = "home", _("Sur place")
        OFFICE = "office", _("Au bureau")
        PHONE = "phone", _("Par téléphone")
        VIDEO = "video", _("Par vidéo")

    class Runs(models.TextChoices):
        YES = "yes", _("Oui")
        PARTLY = "partly", _("En partie")
        NO = "no", _("Non")
        NOT_SEEN = "not_seen", _("Non constaté")

    file = models.ForeignKey(Reintegration, models.PROTECT, related_name="visits")
    on = models.DateField(_("le"))
    mode = models.CharField(_("comment"), max_length=6, choices=Mode)
    runs = models.CharField(_("le projet tourne"), max_length=8, choices=Runs, default=Runs.NOT_SEEN)
    found = EncryptedTextField(_("constats"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-recorded_at")

    def __str__(self) -> str:
        return self.get_mode_display()
