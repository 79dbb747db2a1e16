"""The file both procedures share: the P4 file that names its readers, the risk, the clocks, what was planned and done.

Whoever has a protection file is a hidden person (``ConfidentialFile.hides_person``) as long as it is open: their case
stands on the common spine, where nobody finds what hangs on a hidden person but those named.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.cases.models import Case
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.reference.codes import ServiceFamily

USER = settings.AUTH_USER_MODEL


class Risk(models.TextChoices):
    LOW = "low", _("Faible")
    MEDIUM = "medium", _("Moyen")
    HIGH = "high", _("Élevé")


class Known(models.TextChoices):
    """An answer that may be missing in three ways."""

    YES = "yes", _("Oui")
    NO = "no", _("Non")
    UNKNOWN = "unknown", _("Inconnu")
    REFUSED = "refused", _("Refus de répondre")
    NOT_ASKED = "not_asked", _("Non demandé")


class ProtectionFile(models.Model):
    """A child's or a victim's file: ``secret`` hides the person and names who reads it. The case is its spine."""

    PRIVACY = Privacy.P4
    PLACE = "case__unit"
    PERSON = "case__person"
    GROUP = FieldGroup.PROTECTION
    FILE = "secret"

    class Kind(models.TextChoices):
        CHILD = "child", _("Enfant non accompagné ou séparé")
        VICTIM = "victim", _("Traite des êtres humains")

    class Basis(models.TextChoices):
        ASSENT = "assent", _("Assentiment de l'enfant, avec l'accord du représentant")
        ASSENT_ALONE = "assent_alone", _("Assentiment de l'enfant, sans représentant joignable")
        CONSENT = "consent", _("Consentement de la personne")
        VITAL = "vital_interest", _("Intérêt vital, consigné")

    class Source(models.TextChoices):
        PATROL = "patrol", _("Équipe de rue")
        POLICE = "police", _("Police ou gendarmerie")
        ASSOCIATION = "association", _("Association")
        SELF = "self", _("Venu de soi-même")
        HEALTH = "health", _("Hôpital ou centre de santé")
        SCHOOL = "school", _("École")
        COMMUNITY = "community", _("Communauté")
        LABOUR = "labour", _("Inspection du travail")
        BORDER = "border", _("Frontière")
        JUSTICE = "justice", _("Justice")
        OTHER = "other", _("Autre")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="protection")
    secret = models.ForeignKey("people.ConfidentialFile", models.PROTECT, related_name="protection_files")
    kind = models.CharField(_("objet"), max_length=6, choices=Kind)
    identified_on = models.DateField(_("identification"))
    source = models.CharField(_("identifié par"), max_length=12, choices=Source)
    town = models.ForeignKey("reference.Place", models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(_("sur quoi repose le dossier"), max_length=14, choices=Basis)
    basis_text: Any = EncryptedTextField(_("pourquoi l'intérêt vital"), blank=True, default="")
    danger = models.CharField(_("danger immédiat"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    urgent_needs = models.CharField(_("besoins urgents"), max_length=120, blank=True)  # ",health,shelter,"
    safe_contact: Any = EncryptedCharField(
        _("comment joindre sans risque"), max_length=200, blank=True, default=""
    )
    withhold: Any = EncryptedTextField(
        _("ce qu'il ne faut dire à personne, et pourquoi"), blank=True, default=""
    )
    # Written with the records of risk; the days of review follow from it.
    risk = models.CharField(_("niveau de risque"), max_length=6, choices=Risk, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-identified_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(basis="vital_interest") | ~Q(basis_text=""), name="vital_interest_says_why"
            ),
        )

    def __str__(self) -> str:
        return str(self.case)

    @property
    def unit(self) -> Unit:
        return self.case.unit


class OfFile(models.Model):
    """What hangs on a protection file: its place, its person and its readers are the file's."""

    PRIVACY = Privacy.P4
    PLACE = "file__case__unit"
    PERSON: ClassVar[str | tuple[str, ...]] = "file__case__person"
    GROUP = FieldGroup.PROTECTION
    FILE = "file__secret"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def unit(self) -> Unit:
        """Its place in the journal."""
        file: Any = getattr(self, "file")  # noqa: B009  every child declares it
        unit: Unit = file.case.unit
        return unit


class Clock(OfFile):
    """Something due by a day. One running clock of a kind for one ``subject`` (the row it is about; none: the file)."""

    class Kind(models.TextChoices):
        BIA = "bia", _("Évaluation de l'intérêt supérieur (BIA)")
        BIA_REVIEW = "bia_review", _("BIA à revoir : sa validité finit")
        BID = "bid", _("Détermination de l'intérêt supérieur (BID)")
        BID_REVIEW = "bid_review", _("Décision à revoir")
        TOLD = "told", _("Dire la décision à l'enfant")
        RISK = "risk", _("Revoir le niveau de risque")
        GUARDIAN = "guardian", _("Demander un représentant légal")
        FOLLOW_UP = "follow_up", _("Visite de suivi")
        ACTION = "action", _("Action du plan")
        SERVICE = "service", _("Service demandé")
        TRACING = "tracing", _("Recherche de la famille : prochain pas")
        ANSWER = "answer", _("Réponse attendue d'un partenaire")
        REFLECTION = "reflection", _("Fin du délai de réflexion")
        SAFETY = "safety", _("Plan de sécurité à revoir")
        TRANSITION = "transition", _("Préparer le passage à la majorité")
        EIGHTEEN = "eighteen", _("18 ans : le régime change")
        CLOSING = "closing", _("Clôture à approuver")
        AFTERCARE = "aftercare", _("Prendre des nouvelles après la clôture")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="clocks")
    kind = models.CharField(_("échéance"), max_length=12, choices=Kind)
    subject = models.UUIDField(null=True, blank=True, editable=False)
    started_on = models.DateField(_("court depuis le"))
    due_on = models.DateField(_("échéance"))
    met_on = models.DateField(_("tenue le"), null=True, blank=True)
    dropped_on = models.DateField(_("sans objet depuis le"), null=True, blank=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (
            models.Index(fields=("due_on",), condition=Q(met_on=None, dropped_on=None), name="clock_running"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("file", "kind"),
                condition=Q(met_on=None, dropped_on=None, subject=None),
                name="one_running_clock_of_file",
            ),
            models.UniqueConstraint(
                fields=("file", "kind", "subject"),
                condition=Q(met_on=None, dropped_on=None, subject__isnull=False),
                name="one_running_clock_of_subject",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def late(self) -> bool:
        running = self.met_on is None and self.dropped_on is None
        return running and self.due_on < timezone.localdate()


class RiskRecord(OfFile):
    """A level of risk, since a day, for a reason, by whom; the last one counts. Its review is a clock."""

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="risks")
    level = models.CharField(_("niveau de risque"), max_length=6, choices=Risk)
    on = models.DateField(_("évalué le"), default=timezone.localdate)
    reason: Any = EncryptedTextField(_("pourquoi"))
    review_on = models.DateField(_("à revoir le"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(review_on__gt=F("on")), name="risk_is_reviewed_later"),
        )

    def __str__(self) -> str:
        return self.get_level_display()


class PlanAction(OfFile):
    """One line of the case plan: for which goal, what, by whom, by when, and whether the person agreed."""

    class State(models.TextChoices):
        OPEN = "open", _("À faire")
        DONE = "done", _("Faite, but atteint")
        FAILED = "failed", _("Faite, but non atteint")
        DROPPED = "dropped", _("Abandonnée")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="actions")
    goal: Any = EncryptedTextField(_("but"))
    action: Any = EncryptedTextField(_("action"))
    responsible: Any = EncryptedCharField(_("responsable"), max_length=160)
    due_on = models.DateField(_("pour le"))
    agreed = models.CharField(
        _("la personne est d'accord"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    state = models.CharField(_("état"), max_length=7, choices=State, default=State.OPEN)
    ended_on = models.DateField(_("finie le"), null=True, blank=True)
    ended_text: Any = EncryptedTextField(_("ce qu'il en est"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", ended_on=None) | ~Q(state="open") & Q(ended_on__isnull=False),
                name="action_ended_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.get_state_display()


class Service(OfFile):
    """A service asked of somebody and given: shelter, health, legal help. Immediate help waits for no procedure."""

    class Urgency(models.TextChoices):
        HOUR = "1h", _("Dans l'heure")
        HOURS = "3h", _("Dans les trois heures")
        DAY = "1d", _("Dans la journée")
        DAYS = "3d", _("Dans les trois jours")

    class State(models.TextChoices):
        ASKED = "asked", _("Demandé")
        GIVEN = "given", _("Rendu")
        REFUSED = "refused", _("Refusé par le service")
        DECLINED = "declined", _("La personne n'a pas voulu")
        DROPPED = "dropped", _("Abandonné")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="services")
    kind = models.CharField(_("service"), max_length=16, choices=ServiceFamily)
    urgency = models.CharField(_("urgence"), max_length=2, choices=Urgency)
    agency: Any = EncryptedCharField(_("service ou organisme"), max_length=160, blank=True, default="")
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    given_on = models.DateField(_("rendu ou répondu le"), null=True, blank=True)
    note: Any = EncryptedTextField(_("note du service"), blank=True, default="")
    amount = models.DecimalField(_("coût"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="MAD")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="asked", given_on=None) | ~Q(state="asked") & Q(given_on__isnull=False),
                name="service_ended_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class FollowUp(OfFile):
    """A visit due, and what was seen. After a reunification or a return: at the months that rules say."""

    class Kind(models.TextChoices):
        CARE = "care", _("Pendant l'accueil")
        SERVICE = "service", _("Après un service")
        ASSESSMENT = "assessment", _("Pour une évaluation")
        REUNIFICATION = "reunification", _("Après la réunion avec la famille")
        RETURN = "return", _("Après le retour")
        TRAFFICKING = "trafficking", _("Suivi d'une victime")
        AFTERCARE = "aftercare", _("Après la clôture")

    class Way(models.TextChoices):
        VISIT = "visit", _("Visite")
        OFFICE = "office", _("Au bureau")
        PHONE = "phone", _("Par téléphone")
        PARTNER = "partner", _("Par un partenaire")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="follow_ups")
    kind = models.CharField(_("visite"), max_length=14, choices=Kind)
    due_on = models.DateField(_("pour le"))
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    missed_on = models.DateField(_("manquée, constaté le"), null=True, blank=True)
    way = models.CharField(_("comment"), max_length=8, choices=Way, blank=True)
    alone = models.CharField(_("personne vue seule"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    findings: Any = EncryptedTextField(_("ce qui a été vu"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(way="") & Q(by__isnull=False, missed_on=None),
                name="follow_up_done_says_how",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Closing(OfFile):
    """Asked by one, approved by another: why, what the person says of it, how they are reached afterwards."""

    class Reason(models.TextChoices):
        """Form of the case, block M; systems.md, appendix E."""

        PLAN = "plan", _("Plan mené à bien")
        REUNIFIED = "reunified", _("Réuni avec sa famille, suivi achevé")
        RETURNED = "returned", _("Rentré au pays, suivi achevé")
        CARE = "care", _("Accueil stable et durable")
        ADULT = "adult", _("18 ans, transition achevée")
        TRANSFERRED = "transferred", _("Dossier repris par un autre service")
        LOST = "lost", _("Injoignable après les tentatives prévues")
        ONWARD = "onward", _("Parti plus loin")
        DECEASED = "deceased", _("Décès")
        WITHDREW = "withdrew", _("La personne ne veut plus de suivi")
        NOT_VICTIM = "not_victim", _("Traite non retenue")
        DUPLICATE = "duplicate", _("Dossier en double ou ouvert par erreur")

    class State(models.TextChoices):
        ASKED = "asked", _("À approuver")
        APPROVED = "approved", _("Approuvée")
        REFUSED = "refused", _("Non approuvée")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="closings")
    reason = models.CharField(_("motif"), max_length=12, choices=Reason)
    text: Any = EncryptedTextField(_("ce qui a été fait"), blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("tentatives de contact, datées au dossier"), default=0)
    feedback: Any = EncryptedTextField(_("ce qu'en dit la personne"), blank=True, default="")
    aftercare: Any = EncryptedTextField(_("après la clôture : qui appeler, comment"), blank=True, default="")
    aftercare_on = models.DateField(_("prendre des nouvelles le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answer: Any = EncryptedTextField(_("réponse"), blank=True, default="")

    class Meta:
        ordering = ("-asked_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("file",), condition=Q(state="asked"), name="one_open_closing"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")),
                name="closing_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by=None)
                | ~Q(state="asked") & Q(answered_by__isnull=False),
                name="closing_answered_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return self.get_reason_display()
