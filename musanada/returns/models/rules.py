"""What is data and not code: funding, what a donor's scheme gives, what a booking demands, pocket money, countries."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.partners.models import code_format
from musanada.programmes.models import currency_format


class Direction(models.TextChoices):
    FROM_MOROCCO = "from_morocco", _("Du Maroc vers un autre pays")
    TO_MOROCCO = "to_morocco", _("D'un autre pays vers le Maroc")


class Channel(models.TextChoices):
    """Who organises (domain, appendix E). Each is part of all voluntary returns: part and whole are never added."""

    STATE = "state", _("État")
    IOM = "iom", _("OIM")
    EMBASSY = "embassy", _("Ambassade")


class Form(models.TextChoices):
    """In what form a support is given."""

    CASH = "cash", _("En espèces ou par virement")
    KIND = "kind", _("En nature")
    VOUCHER = "voucher", _("En bons")
    SERVICE = "service", _("En service")


class Named(models.Model):
    """A French and an Arabic name, and the others where there are."""

    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    name_en = models.CharField(_("nom en anglais"), max_length=200, blank=True)
    name_es = models.CharField(_("nom en espagnol"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name(get_language() or "fr")

    def name(self, language: str) -> str:
        """In ``language``; the French name where there is no other."""
        return getattr(self, f"name_{language[:2]}", "") or self.name_fr


class Funding(Named):
    """A funding source. Every return that took place carries exactly one."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_format])
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité qui tient la fiche")
    )
    donor = models.ForeignKey(
        "programmes.Donor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bailleur"),
    )
    programme = models.ForeignKey(
        "programmes.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    channel = models.CharField(_("voie"), max_length=8, choices=Channel)
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                                   name="funding_ends_after_it_begins"),
        )  # fmt: skip


class Scheme(Named):
    """A donor's rules of reintegration, from a day on: what a returnee is entitled to, until when, how much in all.

    A change is a new row with a later ``valid_from``; a file keeps the row it was opened under.
    """

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Whom(models.TextChoices):
        EVERYONE = "everyone", _("Toute personne rentrée")
        VULNERABLE = "vulnerable", _("Les personnes vulnérables")
        PRINCIPAL = "principal", _("Un par famille : le demandeur principal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=40, validators=[code_format])
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité qui tient la fiche")
    )
    funding = models.ForeignKey(
        Funding, models.PROTECT, related_name="schemes", verbose_name=_("financement")
    )
    direction = models.CharField(_("sens"), max_length=12, choices=Direction)
    # Of one country of return or of stay; empty: of all.
    country = models.ForeignKey(
        "reference.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pays")
    )
    whom = models.CharField(_("pour qui"), max_length=10, choices=Whom, default=Whom.EVERYONE)
    cap = models.DecimalField(
        _("plafond par personne"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("monnaie"), max_length=3, default="EUR", validators=[currency_format])
    # Counted from the arrival; the plan is preferably made in the first month, money is due by the last day.
    plan_days = models.PositiveSmallIntegerField(_("plan établi dans les (jours)"), default=30)
    use_months = models.PositiveSmallIntegerField(_("droits à utiliser dans les (mois)"), default=12)
    valid_from = models.DateField(_("pour les arrivées depuis le"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("code", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="scheme_once_per_day"),
            models.CheckConstraint(condition=Q(cap__gte=0), name="scheme_cap_not_negative"),
        )  # fmt: skip


class SchemeBenefit(models.Model):
    """One thing a scheme gives: its form, how much at most, when it falls due after the arrival, on which evidence."""

    PRIVACY = Privacy.P1
    PLACE = "scheme__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="benefits")
    order = models.PositiveSmallIntegerField(_("rang"), default=1)
    kind = models.CharField(_("sorte"), max_length=16)  # a code of ``Support``
    form = models.CharField(_("forme"), max_length=8, choices=Form)
    amount = models.DecimalField(
        _("montant au plus"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    # The next instalment: so many months after the arrival; 0: at once.
    due_months = models.PositiveSmallIntegerField(_("dû après l'arrivée, en mois"), default=0)
    # Codes of ``Proof``, as ",receipt,visit,": all of them before it is paid.
    proofs = models.CharField(_("preuves demandées"), max_length=120, blank=True)

    class Meta:
        ordering = ("scheme", "order")
        constraints = (models.UniqueConstraint(fields=("scheme", "order"), name="benefit_order_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class ApprovalLimit(models.Model):
    """Up to which amount one approval is enough, and whose. Above the highest limit two approvals are needed."""

    PRIVACY = Privacy.P1
    PLACE = None  # a rule of the installation

    class Level(models.TextChoices):
        LEAD = "lead", _("Un gestionnaire de cas, autre que l'auteur")
        MANAGER = "manager", _("Le responsable de programme")
        TWO = "two", _("Deux responsables")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    level = models.CharField(_("qui approuve"), max_length=8, choices=Level)
    # In dirhams, by the rate of the day; empty: without limit.
    up_to = models.DecimalField(
        _("jusqu'à, en dirhams"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("valid_from", "up_to")
        constraints = (models.UniqueConstraint(fields=("level", "valid_from"), name="approval_limit_once"),)

    def __str__(self) -> str:
        return f"{self.level} {self.up_to}"


class Lock(models.TextChoices):
    """What a booking demands on the day of travel."""

    DECLARATION = "declaration", _("Déclaration de retour volontaire")
    DOCUMENT = "document", _("Document de voyage valable")
    EXIT = "exit", _("Autorisation de sortie")
    FITNESS = "fitness", _("Aptitude au voyage")
    PROTECTION = "protection", _("Feu vert de protection")
    TRAVEL = "travel", _("Feu vert de voyage d'un mineur sans parent")
    FAMILY = "family", _("Famille ensemble, ou la raison")
    FUNDING = "funding", _("Financement")


class LockRule(models.Model):
    """Whether a lock is asked of returns of that direction and channel, from a day on. Without a row it is asked."""

    PRIVACY = Privacy.P0
    PLACE = None  # a rule of the installation

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lock = models.CharField(_("exigence"), max_length=12, choices=Lock)
    direction = models.CharField(_("sens"), max_length=12, choices=Direction)
    channel = models.CharField(_("voie"), max_length=8, choices=Channel)
    demanded = models.BooleanField(_("exigée"), default=True)
    # A document must still hold so many days after the last leg; an examination is good for so many days.
    days = models.PositiveSmallIntegerField(_("marge ou durée, en jours"), default=0)
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("direction", "channel", "lock", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("lock", "direction", "channel", "valid_from"), name="lock_rule_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lock} {self.direction} {self.channel}"


class PocketMoney(models.Model):
    """What a traveller is handed at departure, by direction and age, from a day on."""

    PRIVACY = Privacy.P0
    PLACE = None  # a rule of the installation

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    direction = models.CharField(_("sens"), max_length=12, choices=Direction)
    minor = models.BooleanField(_("pour un enfant"), default=False)
    amount = models.DecimalField(
        _("montant"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("monnaie"), max_length=3, default="EUR", validators=[currency_format])
    valid_from = models.DateField(_("depuis"))
    valid_to = models.DateField(_("jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("direction", "minor", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("direction", "minor", "valid_from"), name="pocket_money_once"),
        )

    def __str__(self) -> str:
        return f"{self.direction} {self.amount} {self.currency}"


class CountryNote(models.Model):
    """What a counsellor must know of a country, kept by one office, each note dated: consulate, papers, contacts."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    class Topic(models.TextChoices):
        CONSULATE = "consulate", _("Consulat et laissez-passer")
        TRANSIT = "transit", _("Transit et arrivée")
        REINTEGRATION = "reintegration", _("Réintégration et contacts")
        SAFETY = "safety", _("Sécurité")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    topic = models.CharField(_("sujet"), max_length=14, choices=Topic)
    text_fr = models.TextField(_("texte en français"))
    text_ar = models.TextField(_("texte en arabe"), blank=True)
    # Days a laissez-passer takes, as observed by the office; empty: not known.
    days = models.PositiveSmallIntegerField(_("délai observé, en jours"), null=True, blank=True)
    on = models.DateField(_("à jour au"))
    replaced_on = models.DateField(_("remplacé le"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("country", "topic", "-on")
        constraints = (
            models.UniqueConstraint(fields=("country", "unit", "topic"), condition=Q(replaced_on=None),
                                    name="one_note_of_a_topic"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.country_id} {self.topic}"
