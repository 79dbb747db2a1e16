"""The register: one person once, as declared, with what is unknown said to be unknown.

Field groups carry their privacy level (architecture, decision 8): identity and contact P2, legal basis P2.
A merge moves nothing: ``merged_into`` points at the canonical person and every read gathers the cluster,
so un-merging loses nothing.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer, BirthPrecision, Privacy, Sex
from musanada.kit.ids import new_id, new_reference, show_reference


class Person(models.Model):
    """Someone who was met. Everything but the reference may be unknown, refused or not asked."""

    PRIVACY = Privacy.P2
    PLACE = "presences__unit"

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
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    source_batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = (
            models.Index(fields=("-registered_on", "-id"), name="person_recent"),
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


class PersonName(models.Model):
    """One full name in one script from one source; the parts as far as they are told apart."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

    class Source(models.TextChoices):
        DECLARED = "declared", _("Déclaré")
        PASSPORT = "passport", _("Passeport")
        CONSULAR = "consular_card", _("Carte consulaire")
        OTHER = "other", _("Autre document")
        LIST = "list", _("Liste d'un partenaire")

    class Script(models.TextChoices):
        LATIN = "Latn", _("Latin")
        ARABIC = "Arab", _("Arabe")
        TIFINAGH = "Tfng", _("Tifinagh")
        OTHER = "Zzzz", _("Autre")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    text = models.CharField(_("nom complet"), max_length=200)
    script = models.CharField(_("écriture"), max_length=4, choices=Script)
    given = models.CharField(_("prénom"), max_length=80, blank=True)
    father = models.CharField(_("nom du père"), max_length=80, blank=True)
    grandfather = models.CharField(_("nom du grand-père"), max_length=80, blank=True)
    family = models.CharField(_("nom de famille"), max_length=80, blank=True)
    nickname = models.CharField(_("surnom"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=14, choices=Source, default=Source.DECLARED)
    preferred = models.BooleanField(_("nom d'usage"), default=False)

    class Meta:
        ordering = ("-preferred", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "script"), condition=Q(preferred=True), name="one_preferred_name_a_script"
            ),
        )

    def __str__(self) -> str:
        return self.text


class NameKey(models.Model):
    """Keys by which a name is found (``kit.names``); written with the name, read by ``linkage`` only."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="name_keys", db_index=False)
    name = models.ForeignKey(PersonName, models.CASCADE, related_name="keys", null=True)
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=32)

    class Meta:
        indexes = (
            models.Index(fields=("value", "kind", "person"), name="name_key_lookup"),
            models.Index(fields=("person",), name="name_key_person"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Nationality(models.Model):
    """A nationality, declared or shown by a document; several are possible."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

    class Basis(models.TextChoices):
        DECLARED = "declared", _("Déclarée")
        DOCUMENT = "document", _("Attestée par un document")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="nationalities")
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+")
    basis = models.CharField(max_length=8, choices=Basis, default=Basis.DECLARED)

    class Meta:
        ordering = ("-basis", "id")  # a document speaks before a declaration
        constraints = (
            models.UniqueConstraint(fields=("person", "country", "basis"), name="nationality_once_a_basis"),
        )

    def __str__(self) -> str:
        return str(self.country_id)


class Identifier(models.Model):
    """A number on a document. Kinds that name one person only are unique across the register."""

    PRIVACY = Privacy.P3
    PLACE = "person__presences__unit"

    class Kind(models.TextChoices):
        PASSPORT = "passport", _("Passeport")
        CONSULAR = "consular_card", _("Carte consulaire")
        UNHCR = "unhcr", _("Attestation HCR")
        RESIDENCE = "residence_card", _("Carte d'immatriculation")
        BIRTH = "birth_certificate", _("Acte de naissance")
        LOCAL = "local_number", _("Numéro d'un partenaire")
        OTHER = "other", _("Autre document")

    UNIQUE_KINDS = ("passport", "consular_card", "unhcr", "residence_card")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("type"), max_length=18, choices=Kind)
    value = models.CharField(_("numéro"), max_length=60)
    normalised = models.CharField(max_length=60, editable=False, db_index=True)
    issuer = models.CharField(_("pays ou organisme"), max_length=40, blank=True)
    valid_to = models.DateField(_("valable jusqu'au"), null=True, blank=True)
    retired = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "issuer", "normalised"),
                condition=Q(retired=False, kind__in=("passport", "consular_card", "unhcr", "residence_card")),
                name="document_number_once",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Language(models.Model):
    """A language the person speaks, and whether they read it (ISO 639-3)."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=3)
    reads = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "code"), name="language_once"),)

    def __str__(self) -> str:
        return self.code


class Contact(models.Model):
    """A way to reach the person, and whether using it is safe for them."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

    class Kind(models.TextChoices):
        PHONE = "phone", _("Téléphone")
        WHATSAPP = "whatsapp", _("WhatsApp")
        EMAIL = "email", _("Courriel")
        THROUGH = "through", _("Par une personne ou un lieu")

    class Safety(models.TextChoices):
        SAFE = "safe", _("Sans danger")
        MESSAGE_ONLY = "message_only", _("Message neutre seulement")
        UNSAFE = "unsafe", _("Ne pas utiliser")
        NOT_ASKED = "not_asked", _("Non demandé")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(_("coordonnée"), max_length=120)
    normalised = models.CharField(max_length=120, editable=False, db_index=True)
    safety = models.CharField(_("peut-on appeler ?"), max_length=12, choices=Safety, default=Safety.NOT_ASKED)

    def __str__(self) -> str:
        return self.get_kind_display()


class LegalBasis(models.Model):
    """Why we may keep this person's data: consent under a version of the notice, or another basis (ICRC, IOM 1 and 4)."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

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


class Presence(models.Model):
    """A person is known at a unit from a day to a day, and visible through it."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="presences")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField(default=timezone.localdate)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("unit", "person"), name="presence_of_unit"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit"), condition=Q(to_on=None), name="one_open_presence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_on}"


class Household(models.Model):
    """People who live together and receive together."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return show_reference(self.reference)


class HouseholdMember(models.Model):
    """A person's time in a household, with the tie to its head."""

    PRIVACY = Privacy.P2
    PLACE = "household__unit"

    class Tie(models.TextChoices):
        HEAD = "head", _("Chef de ménage")
        SPOUSE = "spouse", _("Conjoint")
        CHILD = "child", _("Enfant")
        PARENT = "parent", _("Parent")
        SIBLING = "sibling", _("Frère ou sœur")
        RELATIVE = "relative", _("Autre parenté")
        UNRELATED = "unrelated", _("Sans lien de parenté")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="household_members")
    tie = models.CharField(_("lien"), max_length=10, choices=Tie)
    from_on = models.DateField(default=timezone.localdate)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(to_on=None), name="one_household_at_a_time"
            ),
            models.UniqueConstraint(
                fields=("household",), condition=Q(to_on=None, tie="head"), name="one_head_a_household"
            ),
        )

    def __str__(self) -> str:
        return self.get_tie_display()


class Relationship(models.Model):
    """A tie between two people who need not live together: a parent elsewhere, a guardian, a contact."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent de")
        SPOUSE = "spouse", _("Conjoint de")
        SIBLING = "sibling", _("Frère ou sœur de")
        GUARDIAN = "guardian", _("Tuteur de")
        RELATIVE = "relative", _("Parenté de")
        TRUSTED = "trusted", _("Personne de confiance de")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="relationships")
    other = models.ForeignKey(Person, models.CASCADE, related_name="relationships_to")
    kind = models.CharField(_("lien"), max_length=10, choices=Kind)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "other", "kind"), name="relationship_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="no_tie_to_oneself"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class MergeRecord(models.Model):
    """Two records found to be one person: who decided, why, and what was re-pointed, so that it can be undone."""

    PRIVACY = Privacy.P2
    PLACE = "kept__presences__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merge_records")
    repointed: Any = models.JSONField(default=list)
    reason = models.CharField(_("raison"), max_length=300)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undo_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("gone",), condition=Q(undone_at=None), name="merged_once"),
        )

    def __str__(self) -> str:
        return str(self.merged_at)
