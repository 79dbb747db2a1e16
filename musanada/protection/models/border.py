"""People hurt at the borders (domain, systems.md §14): incident, casualty, evacuation, hospital, outcome, identity, death.

Humanitarian and health records only. Nothing here says how somebody came to the border, who stopped them or why: no link
to an interception exists, and a unit of a State authority can neither write nor read a line (``access.firewall``).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy, Sex
from musanada.kit.ids import new_id, new_reference, show_reference
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.reference.codes import ServiceFamily

USER = settings.AUTH_USER_MODEL


class BorderIncident(models.Model):
    """Somewhere people were hurt: a fence, the sea, the desert. Of nobody in particular."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    class Kind(models.TextChoices):
        FENCE = "fence", _("Clôture frontalière")
        SEA = "sea", _("Mer")
        DESERT = "desert", _("Désert")
        ROAD = "road", _("Route")
        OTHER = "other", _("Autre")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("équipe"))
    kind = models.CharField(_("lieu de l'incident"), max_length=6, choices=Kind)
    at = models.DateTimeField(_("moment"))
    alert_at = models.DateTimeField(_("alerte reçue"), null=True, blank=True)
    town = models.ForeignKey("reference.Place", models.PROTECT, related_name="+", verbose_name=_("près de"))
    spot: Any = EncryptedCharField(_("repère"), max_length=160, blank=True, default="")
    expected = models.PositiveSmallIntegerField(_("blessés annoncés"), null=True, blank=True)
    closed_at = models.DateTimeField(_("terminé"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("unit", "-at"), name="incident_of_unit"),)

    def __str__(self) -> str:
        return show_reference(self.reference)


class Casualty(models.Model):
    """Someone hurt, first without a name: a code, a triage colour. ``person`` when somebody knows who it is."""

    PRIVACY = Privacy.P3
    PLACE = "incident__unit"
    PERSON = "person"
    GROUP = FieldGroup.HEALTH

    class Triage(models.TextChoices):
        GREEN = "green", _("Vert : peut attendre")
        YELLOW = "yellow", _("Jaune : urgent")
        RED = "red", _("Rouge : vital")
        BLACK = "black", _("Noir : décès constaté")

    class Age(models.TextChoices):
        CHILD = "0-12", _("0 à 12 ans")
        YOUTH = "13-17", _("13 à 17 ans")
        ADULT = "18+", _("Adulte")
        UNKNOWN = "unknown", _("Inconnu")

    class Outcome(models.TextChoices):
        OPEN = "", _("En cours")
        ON_SITE = "on_site", _("Soigné sur place")
        DISCHARGED = "discharged", _("Sorti de l'hôpital")
        TRANSFERRED = "transferred", _("Transféré vers un autre hôpital")
        LEFT = "left", _("Parti sans attendre")
        DECEASED = "deceased", _("Décédé")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(_("code"), max_length=8, unique=True, default=new_reference, editable=False)
    incident = models.ForeignKey(BorderIncident, models.PROTECT, related_name="casualties")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="casualties"
    )
    # Units that follow the person: the receiving hospital sees its own casualties.
    hospital = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    triage = models.CharField(_("gravité"), max_length=6, choices=Triage)
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    age = models.CharField(_("âge apparent"), max_length=7, choices=Age, default=Age.UNKNOWN)
    alone = models.BooleanField(_("enfant seul"), default=False)
    marks: Any = EncryptedTextField(_("à quoi on le reconnaît"), blank=True, default="")
    injuries = models.CharField(_("blessures"), max_length=120, blank=True)  # codes
    seen_at = models.DateTimeField(_("vu le"), default=timezone.now)
    outcome = models.CharField(_("issue"), max_length=11, choices=Outcome, blank=True, default="")
    outcome_at = models.DateTimeField(_("issue le"), null=True, blank=True)
    named_at = models.DateTimeField(null=True, blank=True, editable=False)
    named_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    void_reason: Any = EncryptedCharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-seen_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at=None) | ~Q(outcome="") & Q(outcome_at__isnull=False),
                name="casualty_outcome_says_when",
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)


class OfCasualty(models.Model):
    """What hangs on a casualty."""

    PRIVACY = Privacy.P3
    PLACE = "casualty__incident__unit"
    PERSON = "casualty__person"
    GROUP = FieldGroup.HEALTH

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Evacuation(OfCasualty):
    """A transport: by what, alert, departure, arrival. Minutes from the alert to the hospital are counted from it."""

    class Means(models.TextChoices):
        AMBULANCE = "ambulance", _("Ambulance")
        CAR = "car", _("Autre véhicule")
        BOAT = "boat", _("Bateau")
        HELICOPTER = "helicopter", _("Hélicoptère")
        FOOT = "foot", _("Brancard")

    casualty = models.ForeignKey(Casualty, models.PROTECT, related_name="evacuations")
    means = models.CharField(_("moyen"), max_length=10, choices=Means)
    alert_at = models.DateTimeField(_("alerte"), null=True, blank=True)
    left_at = models.DateTimeField(_("départ"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrivée"), null=True, blank=True)
    to_place: Any = EncryptedCharField(_("vers"), max_length=160, blank=True, default="")
    to_unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    void_reason: Any = EncryptedCharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at=None) | Q(arrived_at__gte=F("left_at")),
                name="evacuation_arrives_after_it_leaves",
            ),
            models.CheckConstraint(
                condition=Q(alert_at=None) | Q(left_at=None) | Q(left_at__gte=F("alert_at")),
                name="evacuation_leaves_after_the_alert",
            ),
        )

    def __str__(self) -> str:
        return self.get_means_display()


class HospitalStay(OfCasualty):
    """From the admission to the end, in one hospital. No diagnosis: that is the hospital's own file."""

    class End(models.TextChoices):
        OPEN = "", _("Hospitalisé")
        DISCHARGED = "discharged", _("Sorti")
        TRANSFERRED = "transferred", _("Transféré")
        LEFT = "left", _("Parti contre avis")
        DECEASED = "deceased", _("Décédé")

    casualty = models.ForeignKey(Casualty, models.PROTECT, related_name="stays")
    hospital: Any = EncryptedCharField(_("hôpital"), max_length=160, blank=True, default="")
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    admitted_at = models.DateTimeField(_("admission"))
    ward: Any = EncryptedCharField(_("service"), max_length=60, blank=True, default="")
    ended_at = models.DateTimeField(_("fin"), null=True, blank=True)
    end = models.CharField(_("issue"), max_length=11, choices=End, blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    void_reason: Any = EncryptedCharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("admitted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("casualty",),
                condition=Q(ended_at=None, voided_at=None),
                name="one_open_hospital_stay",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__gte=F("admitted_at")) & ~Q(end=""),
                name="hospital_stay_ended_says_how",
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localdate(self.admitted_at)}"


class OnwardNeed(OfCasualty):
    """What somebody hurt needs next: protection, shelter, tracing. A liaison officer sees it before there is a name."""

    class State(models.TextChoices):
        OPEN = "open", _("À suivre")
        DONE = "done", _("Repris par un service")
        DECLINED = "declined", _("La personne n'a pas voulu")
        DROPPED = "dropped", _("Sans suite")

    casualty = models.ForeignKey(Casualty, models.PROTECT, related_name="needs")
    need = models.CharField(_("besoin"), max_length=16, choices=ServiceFamily)
    urgent = models.BooleanField(_("urgent"), default=False)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    text: Any = EncryptedTextField(_("note"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-urgent", "recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | ~Q(state="open") & Q(closed_on__isnull=False),
                name="onward_need_closed_says_when",
            ),
        )

    def __str__(self) -> str:
        return self.get_need_display()


class Death(models.Model):
    """A death at the border: identification, burial or return of the body. P4: whoever is named on the dead person's file.

    From the moment it is recorded the casualty stands on a hidden person: they leave every list.
    """

    PRIVACY = Privacy.P4
    PLACE = "casualty__incident__unit"
    PERSON = "casualty__person"
    GROUP = FieldGroup.PROTECTION
    FILE = "secret"

    class Identity(models.TextChoices):
        NONE = "none", _("Inconnue")
        PRESUMED = "presumed", _("Présumée")
        CONFIRMED = "confirmed", _("Établie")

    class Rest(models.TextChoices):
        WAITING = "waiting", _("En attente")
        BURIED = "buried", _("Inhumé ici")
        REPATRIATED = "repatriated", _("Rapatrié")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    casualty = models.OneToOneField(Casualty, models.PROTECT, related_name="death")
    secret = models.ForeignKey("people.ConfidentialFile", models.PROTECT, related_name="+")
    on = models.DateField(_("décès le"))
    where: Any = EncryptedCharField(_("où"), max_length=160, blank=True, default="")
    identity = models.CharField(_("identité"), max_length=9, choices=Identity, default=Identity.NONE)
    identified_on = models.DateField(_("établie le"), null=True, blank=True)
    identified_how: Any = EncryptedTextField(_("comment"), blank=True, default="")
    certificate: Any = EncryptedCharField(_("certificat, dossier"), max_length=80, blank=True, default="")
    rest = models.CharField(_("inhumation"), max_length=11, choices=Rest, default=Rest.WAITING)
    rest_on = models.DateField(_("le"), null=True, blank=True)
    rest_where: Any = EncryptedCharField(_("lieu, emplacement"), max_length=160, blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(identity="confirmed") | Q(identified_on__isnull=False),
                name="dead_identified_says_when",
            ),
            models.CheckConstraint(
                condition=Q(rest="waiting") | Q(rest_on__isnull=False), name="dead_at_rest_says_when"
            ),
        )

    def __str__(self) -> str:
        return self.get_identity_display()

    @property
    def unit(self) -> Any:
        return self.casualty.incident.unit


class FamilyContact(models.Model):
    """A step towards the family of someone who died: whom, how, with what answer. P4 like the death."""

    PRIVACY = Privacy.P4
    PLACE = "death__casualty__incident__unit"
    PERSON = "death__casualty__person"
    GROUP = FieldGroup.PROTECTION
    FILE = "death__secret"

    class Way(models.TextChoices):
        PHONE = "phone", _("Téléphone")
        CONSULATE = "consulate", _("Consulat")
        RED_CROSS = "red_cross", _("Croissant-Rouge ou CICR")
        COMMUNITY = "community", _("Communauté")
        OTHER = "other", _("Autre")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Sans réponse encore")
        REACHED = "reached", _("Famille prévenue")
        NOT_FOUND = "not_found", _("Famille non trouvée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    death = models.ForeignKey(Death, models.PROTECT, related_name="contacts")
    on = models.DateField(_("le"), default=timezone.localdate)
    way = models.CharField(_("par"), max_length=10, choices=Way)
    outcome = models.CharField(_("résultat"), max_length=9, choices=Outcome)
    text: Any = EncryptedTextField(_("avec qui, ce qui a été dit"), blank=True, default="")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.get_way_display()

    @property
    def unit(self) -> Any:
        return self.death.casualty.incident.unit
