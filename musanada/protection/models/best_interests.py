"""The best-interests procedure: assessment (BIA), determination (BID) by a panel that reads a sealed dossier and votes.

Officer, reviewer and panel are different people. The panel sees the dossier as it was sealed, never the live file.
Urgent protection never waits for any of it.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.ids import new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.protection.models.files import Known, OfFile, ProtectionFile

USER = settings.AUTH_USER_MODEL


class Outlook(models.TextChoices):
    """What may be decided for a child; a durable solution where ``DURABLE`` says so."""

    STAY = "stay", _("Rester, avec un accompagnement")
    INTEGRATION = "integration", _("Intégration ici")
    FAMILY_HERE = "family_here", _("Réunion avec la famille, ici")
    FAMILY_ELSEWHERE = "family_elsewhere", _("Réunion avec la famille, dans un autre pays")
    RETURN = "return", _("Retour au pays d'origine, vers la famille ou un accueil sûr")
    TRANSFER = "transfer", _("Transfert vers un autre service ou pays")
    RESETTLEMENT = "resettlement", _("Réinstallation ou autre voie légale")
    CARE = "care", _("Accueil de longue durée")
    SEPARATE = "separate", _("Éloigner l'enfant de ceux qui s'en occupent")


DURABLE = ("integration", "family_here", "family_elsewhere", "return", "resettlement", "care")
TRAVELLING = ("family_elsewhere", "return", "transfer", "resettlement")


class Assessment(OfFile):
    """A best interests assessment: asked for a reason, due by risk, reviewed by someone else, valid for a time."""

    class Trigger(models.TextChoices):
        FIRST = "first", _("Première évaluation")
        CARE = "care", _("Accueil provisoire")
        TRACING = "tracing", _("Recherche de la famille")
        REUNIFICATION = "reunification", _("Réunion familiale")
        RETURN = "return", _("Retour")
        RESETTLEMENT = "resettlement", _("Réinstallation ou autre voie")
        REFERRAL = "referral", _("Orientation")
        RISK = "risk", _("Risque nouveau")

    class State(models.TextChoices):
        OPEN = "open", _("En cours")
        DONE = "done", _("Faite, à relire")
        REVIEWED = "reviewed", _("Relue et retenue")
        RETURNED = "returned", _("À reprendre")

    class Need(models.TextChoices):
        """Whether a determination is needed, and why (child-case.md, I.2)."""

        NO = "no", _("Non")
        DURABLE = "durable", _("Solution durable d'un enfant non accompagné ou séparé")
        SEPARATION = "separation", _("Séparation d'avec les parents contre leur gré")
        CUSTODY = "custody", _("Conflit de garde")
        EXCEPTIONAL = "exceptional", _("Décision d'accueil exceptionnelle")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="assessments")
    trigger = models.CharField(_("pourquoi maintenant"), max_length=13, choices=Trigger)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.OPEN)
    opened_on = models.DateField(_("ouverte le"))
    due_on = models.DateField(_("à faire avant le"))
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    assessor = models.ForeignKey(USER, models.PROTECT, related_name="+")
    heard = models.CharField(_("qui a été entendu"), max_length=80, blank=True)  # ",child,carer,teacher,"
    interpreter = models.CharField(_("interprète"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    views: Any = EncryptedTextField(_("ce que dit et veut l'enfant"), blank=True, default="")
    maturity: Any = EncryptedTextField(_("âge et maturité, pour peser ce qu'il dit"), blank=True, default="")
    recommendation = models.CharField(_("recommandation"), max_length=16, choices=Outlook, blank=True)
    reasons: Any = EncryptedTextField(_("pourquoi"), blank=True, default="")
    bid_needed = models.CharField(_("une BID est-elle nécessaire"), max_length=11, choices=Need, blank=True)
    valid_to = models.DateField(_("valable jusqu'au (inclus)"), null=True, blank=True)
    reviewer = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_on = models.DateField(_("relue le"), null=True, blank=True)
    review: Any = EncryptedTextField(_("avis du relecteur"), blank=True, default="")

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("file",),
                condition=Q(state__in=("open", "done", "returned")),
                name="one_bia_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("assessor")), name="bia_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(state="returned")
                | Q(done_on__isnull=False) & ~Q(recommendation="") & ~Q(bid_needed=""),
                name="bia_done_says_what",
            ),
        )

    def __str__(self) -> str:
        return self.get_trigger_display()

    @property
    def on_time(self) -> bool | None:
        """Done by its day; None while it may still be."""
        if self.done_on:
            return self.done_on <= self.due_on
        return False if self.due_on < timezone.localdate() else None


class Factor(OfFile):
    """What was found on one factor of the assessment, and which way it weighs."""

    class Kind(models.TextChoices):
        VIEWS = "views", _("Ce que veut l'enfant")
        SAFETY = "safety", _("Environnement sûr")
        FAMILY = "family", _("Famille et attachements")
        DEVELOPMENT = "development", _("Développement et identité")
        HEALTH = "health", _("Santé")
        EDUCATION = "education", _("Éducation")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="factors")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="factors")
    kind = models.CharField(_("facteur"), max_length=11, choices=Kind)
    found: Any = EncryptedTextField(_("ce qui est constaté"))

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (models.UniqueConstraint(fields=("assessment", "kind"), name="factor_once"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class Option(OfFile):
    """One way weighed, in an assessment or before a panel: for and against."""

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="options")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="options")
    bid = models.ForeignKey("Determination", models.PROTECT, null=True, blank=True, related_name="options")
    outlook = models.CharField(_("option"), max_length=16, choices=Outlook)
    country = models.ForeignKey("reference.Country", models.PROTECT, null=True, blank=True, related_name="+")
    pros: Any = EncryptedTextField(_("pour"), blank=True, default="")
    cons: Any = EncryptedTextField(_("contre"), blank=True, default="")

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(assessment=None, bid__isnull=False) | Q(assessment__isnull=False, bid=None),
                name="option_of_one_paper",
            ),
        )

    def __str__(self) -> str:
        return self.get_outlook_display()


class Determination(OfFile):
    """A best interests determination: report by an officer, reviewed by another, dossier sealed, panel, decision."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Rapport en cours")
        REVIEW = "review", _("À relire")
        SEALED = "sealed", _("Dossier scellé, panel à réunir")
        SCHEDULED = "scheduled", _("Panel convoqué")
        DECIDED = "decided", _("Décidée")
        IMPLEMENTED = "implemented", _("Mise en œuvre")
        REOPENED = "reopened", _("Reprise sur faits nouveaux")
        DROPPED = "dropped", _("Sans objet")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="determinations")
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="determinations")
    question = models.CharField(_("question posée"), max_length=11, choices=Assessment.Need)
    state = models.CharField(_("état"), max_length=11, choices=State, default=State.DRAFT)
    opened_on = models.DateField(_("ouverte le"))
    due_on = models.DateField(_("à décider avant le"))
    officer = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_on = models.DateField(null=True, blank=True)
    report: Any = EncryptedTextField(_("rapport : faits, options, recommandation"), blank=True, default="")
    review: Any = EncryptedTextField(_("avis du relecteur"), blank=True, default="")
    # What the panel reads, frozen: canonical JSON, and its SHA-256, which the decision repeats.
    dossier: Any = EncryptedTextField(blank=True, default="", editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    panel_on = models.DateField(_("panel du"), null=True, blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    outlook = models.CharField(_("décision"), max_length=16, choices=Outlook, blank=True)
    country = models.ForeignKey("reference.Country", models.PROTECT, null=True, blank=True, related_name="+")
    reasons: Any = EncryptedTextField(_("motifs"), blank=True, default="")
    conditions: Any = EncryptedTextField(_("conditions"), blank=True, default="")
    follower = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    told_on = models.DateField(_("dite à l'enfant le"), null=True, blank=True)
    told_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField(_("à revoir le"), null=True, blank=True)
    implemented_on = models.DateField(_("mise en œuvre le"), null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_why: Any = EncryptedTextField(_("faits nouveaux"), blank=True, default="")

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("file",),
                condition=Q(state__in=("draft", "review", "sealed", "scheduled")),
                name="one_bid_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("officer")), name="bid_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sealed", "scheduled", "decided", "implemented"))
                | Q(sealed_at__isnull=False, reviewer__isnull=False) & ~Q(digest=""),
                name="bid_sealed_before_the_panel",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("decided", "implemented"))
                | Q(decided_on__isnull=False) & ~Q(outlook=""),
                name="bid_decided_says_what",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class PanelMember(OfFile):
    """A seat on a panel: reads the sealed dossier, says whether there is a conflict of interest, votes."""

    class Seat(models.TextChoices):
        CHAIR = "chair", _("Présidence")
        MEMBER = "member", _("Membre")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="panel_members")
    bid = models.ForeignKey(Determination, models.PROTECT, related_name="panel")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    seat = models.CharField(_("siège"), max_length=6, choices=Seat, default=Seat.MEMBER)
    conflict = models.BooleanField(_("conflit d'intérêts"), null=True, blank=True)
    conflict_text: Any = EncryptedCharField(max_length=200, blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    vote = models.CharField(_("vote"), max_length=16, choices=Outlook, blank=True)
    voted_at = models.DateTimeField(null=True, blank=True)
    dissent: Any = EncryptedTextField(_("avis divergent"), blank=True, default="")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("seat", "recorded_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("bid", "user"), name="one_seat_a_panel"),
            models.CheckConstraint(
                condition=Q(vote="") | Q(conflict=False, read_at__isnull=False, voted_at__isnull=False),
                name="vote_after_reading_without_conflict",
            ),
        )

    def __str__(self) -> str:
        return self.get_seat_display()


class TravelException(OfFile):
    """A journey without a decided BID, for a recorded reason, approved by a second person, until a day."""

    class Reason(models.TextChoices):
        MEDICAL = "medical", _("Évacuation médicale")
        DANGER = "danger", _("Danger grave et immédiat ici")
        PARENT = "parent", _("Un parent vérifié attend et l'enfant le veut, délai contraire à son intérêt")
        COURT = "court", _("Décision d'un juge")

    class State(models.TextChoices):
        ASKED = "asked", _("À approuver")
        APPROVED = "approved", _("Approuvée")
        REFUSED = "refused", _("Non approuvée")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="exceptions")
    reason = models.CharField(_("raison"), max_length=8, choices=Reason)
    text: Any = EncryptedTextField(_("pourquoi on ne peut pas attendre"))
    until_on = models.DateField(_("vaut jusqu'au (inclus)"))
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="exception_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by=None)
                | ~Q(state="asked") & Q(answered_by__isnull=False),
                name="exception_answered_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return self.get_reason_display()
