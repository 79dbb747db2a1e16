"""What is said of a person: names, nationalities, documents, languages, ways to reach them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup, Privacy, Side
from musanada.kit.ids import new_id
from musanada.kit.secrets import BlindIndexField, EncryptedCharField, SealableCharField
from musanada.people.models.persons import Person

NAMES = "people_personname"


class PersonName(models.Model):
    """One full name in one script from one source; the parts as far as they are told apart."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

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
    # Sealed for whom a P4 file hides: all columns of a name share one context, lists read them by subquery.
    text = SealableCharField(_("nom complet"), max_length=200, context=NAMES)
    script = models.CharField(_("écriture"), max_length=4, choices=Script)
    given = SealableCharField(_("prénom"), max_length=80, blank=True, context=NAMES)
    father = SealableCharField(_("nom du père"), max_length=80, blank=True, context=NAMES)
    grandfather = SealableCharField(_("nom du grand-père"), max_length=80, blank=True, context=NAMES)
    family = SealableCharField(_("nom de famille"), max_length=80, blank=True, context=NAMES)
    nickname = SealableCharField(_("surnom"), max_length=80, blank=True, context=NAMES)
    # Of the mother, as the person says it: tells homonyms apart; never shown in a list.
    mother = SealableCharField(_("nom de la mère"), max_length=80, blank=True, default="", context=NAMES)
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
        return str(self.text)


class NameKey(models.Model):
    """Keys by which a name is found (``kit.names``); written with the name, read by ``linkage`` only."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="name_keys", db_index=False)
    name = models.ForeignKey(PersonName, models.CASCADE, related_name="keys", null=True)
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=32)
    # Year of birth, 0 where unknown: a common name and a year are one range of the index, not a million look-ups.
    born = models.SmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("value", "kind", "born", "person"), name="name_key_search"),
            models.Index(fields=("person",), name="name_key_person"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Nationality(models.Model):
    """A nationality, declared or shown by a document; several are possible."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

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
    """A number on a document. Kinds that name one person only are unique on each side of the register.

    Across sides they are not: a refusal would tell an authority whom a humanitarian office knows.
    """

    PRIVACY = Privacy.P3
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.TRAVEL

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
    side = models.CharField(max_length=12, choices=Side, editable=False)
    kind = models.CharField(_("type"), max_length=18, choices=Kind)
    value = EncryptedCharField(_("numéro"), max_length=60)
    normalised = BlindIndexField(db_index=True)
    issuer = models.CharField(_("pays ou organisme"), max_length=40, blank=True)
    valid_to = models.DateField(_("valable jusqu'au"), null=True, blank=True)
    retired = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("normalised", "kind", "issuer", "side"),
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
    PERSON = "person"
    GROUP = FieldGroup.IDENTITY

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
    PERSON = "person"
    GROUP = FieldGroup.CONTACT

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
    value = EncryptedCharField(_("coordonnée"), max_length=120)
    normalised = BlindIndexField(db_index=True)
    safety = models.CharField(_("peut-on appeler ?"), max_length=12, choices=Safety, default=Safety.NOT_ASKED)

    def __str__(self) -> str:
        return self.get_kind_display()
