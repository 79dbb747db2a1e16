"""The child's file (domain, child-case.md): status, age, family, separation, care, guardians, concerns, tracing, school.

One row of ``Child`` holds what is asked once; everything with a history has rows of its own.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.protection.models.encounters import MappedChild
from musanada.protection.models.files import Known, OfFile, ProtectionFile

USER = settings.AUTH_USER_MODEL


class Child(models.Model):
    """What is asked once of a child (blocks A, B and L). The regime changes at 18; nothing is deleted."""

    PRIVACY = Privacy.P4
    PLACE = "file__case__unit"
    PERSON = "file__case__person"
    GROUP = FieldGroup.PROTECTION
    FILE = "file__secret"

    class Status(models.TextChoices):
        UNACCOMPANIED = "unaccompanied", _("Non accompagné")
        SEPARATED = "separated", _("Séparé")
        OTHER = "other", _("Autre enfant vulnérable")

    class Displacement(models.TextChoices):
        IRREGULAR = "irregular", _("Migrant en situation irrégulière")
        SEEKER = "seeker", _("Demandeur d'asile")
        REFUGEE = "refugee", _("Réfugié")
        RETURNEE = "returnee", _("Rentré au pays")
        STATELESS = "stateless", _("Apatride")
        INTERNAL = "internal", _("Déplacé à l'intérieur du pays")
        RESIDENT = "resident", _("Résident")
        UNKNOWN = "unknown", _("Inconnu")

    class Regime(models.TextChoices):
        CHILD = "child", _("Enfant")
        ADULT = "adult", _("Ancien mineur non accompagné, suivi après 18 ans")

    class School(models.TextChoices):
        NEVER = "never", _("Jamais allé à l'école")
        PRIMARY = "primary", _("Primaire")
        LOWER = "lower", _("Collège")
        UPPER = "upper", _("Lycée")
        VOCATIONAL = "vocational", _("Formation professionnelle")
        RELIGIOUS = "religious", _("École coranique seulement")
        UNKNOWN = "unknown", _("Inconnu")

    file = models.OneToOneField(ProtectionFile, models.PROTECT, primary_key=True, related_name="child")
    mapped = models.OneToOneField(MappedChild, models.PROTECT, related_name="detail")
    status = models.CharField(_("situation"), max_length=13, choices=Status)
    status_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    status_how: Any = EncryptedCharField(_("vérifiée comment"), max_length=160, blank=True, default="")
    displacement = models.CharField(
        _("statut de déplacement"), max_length=10, choices=Displacement, default=Displacement.UNKNOWN
    )
    # Under the threshold on the day of identification, by the rule then in force: written once, never recomputed.
    critical = models.BooleanField(_("vulnérabilité critique à l'identification"), default=False)
    critical_under = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    regime = models.CharField(_("régime"), max_length=5, choices=Regime, default=Regime.CHILD)
    eighteen_on = models.DateField(_("18 ans atteints le"), null=True, blank=True)
    entered_on = models.DateField(_("entrée au pays"), null=True, blank=True)
    entered_at: Any = EncryptedCharField(_("lieu d'entrée"), max_length=120, blank=True, default="")
    heading: Any = EncryptedCharField(_("destination voulue"), max_length=120, blank=True, default="")
    birth_registered = models.CharField(
        _("naissance déclarée"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    consulate = models.CharField(
        _("contact consulaire permis par l'enfant"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    school = models.CharField(_("scolarité"), max_length=10, choices=School, default=School.UNKNOWN)
    in_school = models.CharField(
        _("scolarisé aujourd'hui"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    works = models.CharField(_("travaille"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    health: Any = EncryptedTextField(
        _("santé : ce qu'il faut savoir pour la sécurité"), blank=True, default=""
    )
    disability = models.CharField(
        _("difficulté fonctionnelle (module enfants)"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    marks: Any = EncryptedTextField(_("signes distinctifs"), blank=True, default="")
    parenthood = models.CharField(
        _("enceinte, ou parent"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    address: Any = EncryptedCharField(_("où l'enfant vit, repère"), max_length=200, blank=True, default="")
    wants_tracing = models.CharField(
        _("veut que l'on cherche sa famille"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(regime="child") | Q(eighteen_on__isnull=False), name="adult_since_a_day"
            ),
        )

    def __str__(self) -> str:
        return str(self.file)

    @property
    def unit(self) -> Any:
        return self.file.unit


class AgeRecord(OfFile):
    """One statement about the age: claimed, on a paper, assessed. ``applied``: the birth date the register goes by.

    An assessment is made only in serious doubt; where its margin holds both, the child is taken for a child
    (benefit of the doubt).
    """

    class Method(models.TextChoices):
        CLAIMED = "claimed", _("Dit par l'enfant")
        FAMILY = "family", _("Dit par la famille")
        DOCUMENT = "document", _("Document")
        INTERVIEW = "interview", _("Entretien par plusieurs professionnels")
        MEDICAL = "medical", _("Examen médical")
        APPARENT = "apparent", _("Âge apparent")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="ages")
    method = models.CharField(_("méthode"), max_length=9, choices=Method)
    on = models.DateField(_("le"), default=timezone.localdate)
    who: Any = EncryptedCharField(_("par qui"), max_length=160, blank=True, default="")
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    low = models.PositiveSmallIntegerField(_("âge, au moins"), null=True, blank=True)
    high = models.PositiveSmallIntegerField(_("âge, au plus"), null=True, blank=True)
    doubt = models.BooleanField(_("bénéfice du doute appliqué"), default=False)
    why: Any = EncryptedTextField(_("pourquoi cette évaluation"), blank=True, default="")
    agreed = models.CharField(_("l'enfant a accepté"), max_length=9, choices=Known, default=Known.NOT_ASKED)
    applied = models.BooleanField(_("retenu"), default=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("file",), condition=Q(applied=True), name="one_age_applies"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=False) | Q(low__isnull=False, high__isnull=False),
                name="age_record_says_an_age",
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(high__gte=F("low")), name="age_margin_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.get_method_display()


class Concern(OfFile):
    """A protection concern (block G): kind, when found, what was done. ``phase``: where it happened on the way."""

    class Kind(models.TextChoices):
        SEXUAL = "sexual_exploitation", _("Exploitation sexuelle")
        GBV = "gbv", _("Violence fondée sur le genre")
        TRAFFICKED = "trafficked", _("Traite ou trafic")
        STATELESS = "stateless", _("Apatridie")
        DETAINED = "detained", _("Arrestation ou détention")
        DISABILITY = "disability", _("Handicap")
        ILLNESS = "illness", _("Maladie grave")
        ARMED = "armed", _("Groupe armé")
        STREET = "street", _("Vie à la rue")
        MOTHER = "child_mother", _("Mère enfant")
        ABUSE = "abuse", _("Maltraitance")
        LABOUR = "labour", _("Pires formes de travail")
        ADDICTION = "addiction", _("Addiction")
        DISTRESS = "distress", _("Détresse")
        OTHER = "other", _("Autre")

    class Phase(models.TextChoices):
        HOME = "home", _("Au pays")
        ROUTE = "route", _("En route")
        HERE = "here", _("Ici")
        UNKNOWN = "unknown", _("Inconnu")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="concerns")
    kind = models.CharField(_("préoccupation"), max_length=20, choices=Kind)
    phase = models.CharField(_("où"), max_length=7, choices=Phase, default=Phase.UNKNOWN)
    opened_on = models.DateField(_("constatée le"))
    closed_on = models.DateField(_("levée le"), null=True, blank=True)
    details: Any = EncryptedTextField(_("précisions"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="concern_closed_later"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Harm(OfFile):
    """An incident suffered (block G), in a compartment of its own: only who answers for the file opens it."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("Violence physique")
        SEXUAL = "sexual", _("Violence sexuelle")
        NEGLECT = "neglect", _("Négligence")
        EXPLOITATION = "exploitation", _("Exploitation")
        ARREST = "arrest", _("Arrestation")
        EXPULSION = "expulsion", _("Éloignement")
        OTHER = "other", _("Autre")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="harms")
    kind = models.CharField(_("incident"), max_length=12, choices=Kind)
    on = models.DateField(_("le"), null=True, blank=True)
    where: Any = EncryptedCharField(_("où"), max_length=160, blank=True, default="")
    relation: Any = EncryptedCharField(
        _("lien avec l'auteur, sans son nom"), max_length=160, blank=True, default=""
    )
    told_to: Any = EncryptedCharField(_("signalé à"), max_length=160, blank=True, default="")
    agreed = models.CharField(
        _("la victime accepte le signalement"), max_length=9, choices=Known, default=Known.NOT_ASKED
    )
    text: Any = EncryptedTextField(_("ce qu'il faut savoir pour agir"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-recorded_at", "-id")

    def __str__(self) -> str:
        return self.get_kind_display()


class Schooling(OfFile):
    """A place at school or in vocational training, from a day to a day."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("École")
        SECOND_CHANCE = "second_chance", _("École de la deuxième chance")
        VOCATIONAL = "vocational", _("Formation professionnelle")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="schoolings")
    kind = models.CharField(_("sorte"), max_length=13, choices=Kind)
    place: Any = EncryptedCharField(_("établissement"), max_length=160)
    level: Any = EncryptedCharField(_("niveau"), max_length=60, blank=True, default="")
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    ended: Any = EncryptedTextField(_("pourquoi cela a fini"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="schooling_ends_later"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class TransitionItem(OfFile):
    """One point of the passage to adulthood (block L), prepared from 17 on."""

    class Topic(models.TextChoices):
        PAPERS = "papers", _("Papiers")
        HOUSING = "housing", _("Logement")
        WORK = "work", _("Travail ou formation")
        GUARDIAN = "guardian", _("Fin de la tutelle")
        CONSENT = "consent", _("Accord repris, en adulte")
        HEALTH = "health", _("Santé")
        NETWORK = "network", _("Personnes sur qui compter")

    class State(models.TextChoices):
        OPEN = "open", _("À préparer")
        READY = "ready", _("Prêt")
        NOT_NEEDED = "not_needed", _("Sans objet")

    file = models.ForeignKey(ProtectionFile, models.PROTECT, related_name="transition")
    topic = models.CharField(_("point"), max_length=8, choices=Topic)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    on = models.DateField(_("réglé le"), null=True, blank=True)
    note: Any = EncryptedTextField(_("note"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("file", "topic"), name="transition_topic_once"),
            models.CheckConstraint(
                condition=Q(state="open", on=None) | ~Q(state="open") & Q(on__isnull=False),
                name="transition_settled_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.get_topic_display()
