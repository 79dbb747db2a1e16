"""Someone who was met, where they are known, and why their data may be kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.kit.ages import age_on
from musanada.kit.choices import Answer, BirthPrecision, FieldGroup, Privacy, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.ids import new_id, new_reference, show_reference


class Person(models.Model):
    """Someone who was met. Everything but the reference may be unknown, refused or not asked."""

    PRIVACY = Privacy.P2
    PLACE = "presences__unit"
    PERSON = ""
    GROUP = FieldGroup.IDENTITY

    class Vital(models.TextChoices):
        ALIVE = "alive", _("En vie")
        DECEASED = "deceased", _("Décédé")
        UNKNOWN = "unknown", _("Inconnu")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        _("référence"), max_length=8, unique=True, default=new_reference, editable=False
    )
    sex = models.CharField(_("sexe"), max_length=10, choices=Sex, default=Sex.NOT_ASKED)
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    birth_precision = models.CharField(
        max_length=10, choices=BirthPrecision, default=BirthPrecision.NOT_ASKED
    )
    nationality_answer = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    preferred_language = models.CharField(_("langue préférée"), max_length=3, blank=True)
    interpreter_needed = models.BooleanField(_("interprète nécessaire"), null=True, blank=True)
    vital_state = models.CharField(max_length=8, choices=Vital, default=Vital.ALIVE)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", verbose_name=_("unité"))
    place = models.ForeignKey("reference.Place", models.PROTECT, null=True, blank=True, related_name="+")
    registered_on = models.DateField(_("première rencontre"), default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    source_batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A P4 file hides the whole person; the same for every record merged into them. Kept by its commands only.
    protected = models.BooleanField(default=False, editable=False)
    # On that day everything by which this row was someone was destroyed; it still counts.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=("protected",), condition=Q(protected=True), name="person_protected"),
            # The list walks this one; an index on the nearly always empty pointer would mislead the planner.
            models.Index(
                fields=("-registered_on", "-id"),
                condition=Q(merged_into=None, voided_at=None),
                name="person_listed",
            ),
            models.Index(
                fields=("merged_into",), condition=Q(merged_into__isnull=False), name="person_merged"
            ),
            models.Index(fields=("birth_date",), name="person_birth"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(birth_date=None, birth_precision__in=("unknown", "refused", "not_asked"))
                | Q(birth_date__isnull=False, birth_precision__in=("day", "month", "year", "estimated")),
                name="birth_date_and_precision_agree",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="not_own_twin"
            ),
        )

    def __str__(self) -> str:
        return show_reference(self.reference)

    @property
    def born(self) -> PartialDate:
        return PartialDate(self.birth_date, BirthPrecision(self.birth_precision))

    @property
    def age(self) -> int | None:
        """Full years today, by the rule of ``kit.ages``."""
        return age_on(self.birth_date, self.birth_precision, timezone.localdate())

    @property
    def age_words(self) -> str:
        """``34 ans``, ``environ 34 ans`` where only the year is known or guessed, or why there is none."""
        if self.age is None:
            return str(self.born.precision.label)
        shown = ngettext("%(years)s an", "%(years)s ans", self.age) % {"years": self.age}
        sure = self.birth_precision in (BirthPrecision.DAY, BirthPrecision.MONTH)
        return shown if sure else gettext("environ %(age)s") % {"age": shown}


class Presence(models.Model):
    """A person is known at a unit from a day to a day, and visible through it."""

    PRIVACY = Privacy.P2
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="presences")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField(default=timezone.localdate)
    to_on = models.DateField(null=True, blank=True)
    # Not met there: a record merged into this person was. Recomputed at each merge and un-merge.
    derived = models.BooleanField(default=False, editable=False)
    # Known here only through a sharing (a referral's key): which field groups came with it, as ",identity,contact,".
    groups = models.CharField(max_length=120, blank=True, default="", editable=False)
    sharing = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        indexes = (models.Index(fields=("unit", "person"), name="presence_of_unit"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit"), condition=Q(to_on=None), name="one_open_presence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_on}"


class LegalBasis(models.Model):
    """Why we may keep this person's data: consent under a version of the notice, or another basis (ICRC, IOM 1 and 4)."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class Basis(models.TextChoices):
        CONSENT = "consent", _("Consentement")
        VITAL = "vital_interest", _("Intérêt vital de la personne")
        PUBLIC = "public_interest", _("Mission d'intérêt public")
        LEGAL = "legal_duty", _("Obligation légale")
        LEGITIMATE = "legitimate_interest", _("Intérêt légitime de l'organisation")

    class Means(models.TextChoices):
        ORAL = "oral", _("Oral, devant témoin")
        SIGNATURE = "signature", _("Signature")
        MARK = "mark", _("Empreinte ou marque")
        GUARDIAN = "guardian", _("Par le tuteur, avec l'assentiment de l'enfant")
        ON_FILE = "on_file", _("Au dossier du partenaire")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="legal_bases")
    purpose = models.CharField(max_length=20, default="register")
    basis = models.CharField(_("base légale"), max_length=20, choices=Basis)
    means = models.CharField(_("recueilli par"), max_length=10, choices=Means, blank=True)
    notice_version = models.CharField(_("version de la notice"), max_length=20)
    language = models.CharField(_("langue de l'explication"), max_length=3)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    given_on = models.DateField(default=timezone.localdate)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(basis="consent") | ~Q(means=""), name="a_consent_says_how_it_was_given"
            ),
        )

    def __str__(self) -> str:
        return self.get_basis_display()
