"""A return: who goes where by whom, and what is said and signed before anything is booked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.choices import Answer, FieldGroup, Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.returns.models.rules import Channel, Direction, Funding


class Return(models.Model):
    """The detail of a case of return: one person, one direction, one channel. A family is several, with one principal.

    ``case.unit`` is where the file lies now; ``organised_by`` the office that organises the journey, and never changes:
    a hand-over moves the file, not the past. Events (``TravelEvent``) tell when somebody left and arrived; the columns
    repeat what stands, for lists.
    """

    PRIVACY = Privacy.P3
    PLACE = "case__unit"
    PERSON = "case__person"
    GROUP = FieldGroup.TRAVEL

    class Why(models.TextChoices):
        """Why members of a family do not travel together."""

        NONE = "", _("Sans objet")
        LATER = "later", _("Les autres suivront")
        STAY = "stay", _("Les autres restent, par choix")
        MEDICAL = "medical", _("État de santé d'un membre")
        PAPERS = "papers", _("Papiers d'un membre en attente")
        SEPARATED = "separated", _("Famille séparée avant la demande")
        OTHER = "other", _("Autre, en toutes lettres")

    class Source(models.TextChoices):
        """How the person came to the programme."""

        SELF = "self", _("D'elle-même")
        ASSOCIATION = "association", _("Par une association")
        REFERRAL = "referral", _("Par orientation")
        EMBASSY = "embassy", _("Par un consulat")
        MISSION = "mission", _("Par une autre mission")
        UNKNOWN = "unknown", _("Inconnu")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="return_file")
    direction = models.CharField(_("sens"), max_length=12, choices=Direction)
    channel = models.CharField(_("voie"), max_length=8, choices=Channel)
    funding = models.ForeignKey(
        Funding, models.PROTECT, null=True, blank=True, related_name="returns", verbose_name=_("financement")
    )
    organised_by = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", verbose_name=_("organisé par")
    )
    from_country = models.ForeignKey(
        "reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays de départ")
    )
    to_country = models.ForeignKey(
        "reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays de retour")
    )
    # Of a return to Morocco: the region the person goes to, where it is known.
    to_place = models.ForeignKey(
        "reference.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("région de retour"),
    )
    to_town: Any = EncryptedCharField(_("ville de retour"), max_length=120, blank=True, default="")
    source = models.CharField(_("venue"), max_length=11, choices=Source, default=Source.UNKNOWN)
    applied_on = models.DateField(_("demande du"))
    wished_on = models.DateField(_("départ souhaité le"), null=True, blank=True)
    # The day of travel the locks are asked for: of the booking, else the wish.
    travel_on = models.DateField(_("départ prévu le"), null=True, blank=True)
    departed_on = models.DateField(_("parti le"), null=True, blank=True)
    arrived_on = models.DateField(_("arrivé le"), null=True, blank=True)
    # Asked of a child: does a parent travel with them? Answered from the family's files; said here where it has none.
    with_parent = models.BooleanField(_("un parent voyage avec l'enfant"), null=True, blank=True)
    apart = models.CharField(_("voyage séparé"), max_length=9, choices=Why, blank=True, default="")
    apart_text = EncryptedTextField(_("en toutes lettres"), blank=True, default="")
    old_number = models.CharField(_("numéro d'origine"), max_length=40, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-applied_on", "-id")
        indexes = (
            models.Index(fields=("travel_on",), condition=Q(departed_on=None), name="return_to_leave"),
            models.Index(fields=("direction", "departed_on"), name="return_departed"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(direction="from_morocco", from_country="MAR")
                | Q(direction="to_morocco", to_country="MAR"),
                name="return_direction_is_its_countries",
            ),
            models.CheckConstraint(condition=~Q(from_country=models.F("to_country")), name="return_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(departed_on=None) | Q(funding__isnull=False), name="departed_has_one_funding"
            ),
            models.CheckConstraint(
                condition=Q(arrived_on=None) | Q(departed_on__isnull=False), name="arrived_has_departed"
            ),
            models.UniqueConstraint(fields=("organised_by", "old_number"), condition=~Q(old_number=""),
                                    name="return_old_number_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.case)

    @property
    def country_id(self) -> str:
        """The other country: of return for those who leave Morocco, of stay for those who come back."""
        return str(self.to_country_id if self.direction == Direction.FROM_MOROCCO else self.from_country_id)


class OfReturn(models.Model):
    """What hangs on a return: its place, person and part of the file are the case's."""

    PRIVACY = Privacy.P3
    PLACE = "ret__case__unit"
    PERSON = "ret__case__person"
    GROUP = FieldGroup.TRAVEL

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Vulnerability(OfReturn):
    """One reason for priority, as found by screening; several may hold. What is P4 (trafficking, asylum) is not here:
    it has its own file, elsewhere, and nothing on this one shows it."""

    class Flag(models.TextChoices):
        """Domain, appendix E, without those that open a confidential file."""

        FAMILY = "family", _("Famille avec enfants")
        SINGLE_WOMAN = "single_woman", _("Femme seule avec enfant")
        PREGNANT = "pregnant", _("Enceinte ou allaitante")
        CHILD = "child", _("Enfant")
        MEDICAL = "medical", _("Maladie grave")
        DISABILITY = "disability", _("Handicap")
        OLDER = "older", _("Personne âgée seule")
        HOMELESS = "homeless", _("Sans abri")
        DETAINED = "detained", _("A été détenue")
        VIOLENCE = "violence", _("Violences subies en route")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="vulnerabilities")
    flag = models.CharField(_("vulnérabilité"), max_length=12, choices=Flag)
    since = models.DateField(_("constatée le"), default=timezone.localdate)
    ended_on = models.DateField(_("levée le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("flag",)
        constraints = (
            models.UniqueConstraint(
                fields=("ret", "flag"), condition=Q(ended_on=None), name="one_open_vulnerability"
            ),
        )

    def __str__(self) -> str:
        return self.get_flag_display()


class Screening(OfReturn):
    """That the questions were asked, by whom, and what follows. Never what was answered about asylum or trafficking:
    where an answer opens another procedure, that procedure's own file holds it (referral), and this row says nothing."""

    class Outcome(models.TextChoices):
        ELIGIBLE = "eligible", _("Peut entrer dans le programme")
        INELIGIBLE = "ineligible", _("Ne remplit pas les conditions")
        ELSEWHERE = "elsewhere", _("À orienter d'abord vers un autre service")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="screenings")
    on = models.DateField(_("le"), default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Topics the interview covered, as ",asylum,trafficking,child,health,family,": all of them before an outcome.
    covered = models.CharField(_("sujets abordés"), max_length=120)
    capacity_doubt = models.BooleanField(_("doute sur la capacité de décider"), default=False)
    outcome = models.CharField(_("suite"), max_length=10, choices=Outcome)
    reasons = models.CharField(_("motifs"), max_length=120, blank=True)
    text = EncryptedTextField(_("en toutes lettres"), blank=True, default="")

    class Meta:
        ordering = ("-on", "-recorded_at")

    def __str__(self) -> str:
        return self.get_outcome_display()


class Counselling(OfReturn):
    """A counselling session; by video with the mission of origin, that mission is named."""

    class Mode(models.TextChoices):
        PRESENT = "present", _("En présence")
        VIDEO = "video", _("Par vidéo, avec la mission du pays de retour")
        PHONE = "phone", _("Par téléphone")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="counsellings")
    on = models.DateField(_("le"))
    mode = models.CharField(_("comment"), max_length=8, choices=Mode)
    mission: Any = EncryptedCharField(_("mission du pays de retour"), max_length=120, blank=True, default="")
    language = models.CharField(_("langue"), max_length=3)
    interpreter = models.BooleanField(_("avec interprète"), default=False)
    # Topics, as ",country,reintegration,money,rights,alternatives,".
    topics = models.CharField(_("sujets abordés"), max_length=160, blank=True)
    text = EncryptedTextField(_("projet et souhaits de la personne"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-on", "-recorded_at")

    def __str__(self) -> str:
        return self.get_mode_display()


class Declaration(OfReturn):
    """The voluntary return declaration. It may be withdrawn up to boarding: a day, and nothing about why or a penalty."""

    class Means(models.TextChoices):
        SIGNATURE = "signature", _("Signature")
        THUMB = "thumb", _("Empreinte du pouce")
        MARK = "mark", _("Croix ou marque")
        VOICE = "voice", _("Voix enregistrée")

    ret = models.ForeignKey(Return, models.PROTECT, related_name="declarations")
    signed_on = models.DateField(_("signée le"))
    means = models.CharField(_("par"), max_length=9, choices=Means)
    language = models.CharField(_("langue de l'explication"), max_length=3)
    interpreter = models.CharField(
        _("interprète"),
        max_length=9,
        choices=[("yes", _("Oui")), ("no", _("Non, langue comprise")), *Answer.choices[1:]],
    )
    interpreter_name: Any = EncryptedCharField(
        _("nom de l'interprète"), max_length=120, blank=True, default=""
    )
    text_version = models.CharField(_("version du texte"), max_length=20)
    # Each point explained and understood, as ",free,informed,withdraw,money,data,": all of them, or no declaration.
    points = models.CharField(_("points expliqués"), max_length=120)
    # Of a child: who signs for them, and the child's own word.
    guardian = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    assent = models.CharField(
        _("avis de l'enfant"),
        max_length=9,
        choices=[("yes", _("Oui")), ("no", _("Non")), *Answer.choices[1:]],
        default=Answer.NOT_ASKED,
    )
    evidence = models.UUIDField(null=True, blank=True, editable=False)  # an attachment of the person
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("retirée le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-signed_on", "-recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=("ret",), condition=Q(withdrawn_on=None), name="one_standing_declaration"
            ),
        )

    def __str__(self) -> str:
        return str(self.signed_on)
