"""What a person agreed to, refused or took back, purpose by purpose; and what was done without their answer.

``LegalBasis`` stays the reason why somebody is in the register at all: it is written with them, by the thousand in an
import, and has neither recipient nor refusal (who refuses is not kept). Everything that goes further is asked here.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer, FieldGroup, Privacy, Side
from musanada.kit.errors import Sentence
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedTextField
from musanada.people.consents import (
    ADULT,
    CAN_ASSENT,
    PURPOSE_CHOICES,
    PURPOSES,
    STATE,
    WITH_A_NAMED_RECIPIENT,
    WITH_GROUPS,
    WITHOUT_RECIPIENT,
    from_list,
    group_labels,
)
from musanada.people.models.persons import LegalBasis, Person


class Aimed(models.Model):
    """For what, to whom, which parts of the file: what answers and overrides have in common."""

    purpose = models.CharField(_("finalité"), max_length=20, choices=PURPOSE_CHOICES)
    recipient = models.CharField(max_length=50, blank=True)
    recipient_side = models.CharField(max_length=12, choices=Side, blank=True)
    to_unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    to_partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    groups = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def recipient_words(self) -> Sentence:
        """Who receives, in words; "" where the purpose has no recipient."""
        if self.to_unit_id or self.to_partner_id:
            return str(self.to_unit or self.to_partner)
        if self.recipient == STATE:
            return _("toute autorité de l'État")
        return _("tout service utile") if PURPOSES[self.purpose].recipient == "may" else ""

    @property
    def group_set(self) -> frozenset[str]:
        return from_list(self.groups)

    @property
    def group_words(self) -> list[Sentence]:
        return group_labels(self.group_set)


def aim_rules(name: str) -> tuple[models.CheckConstraint, ...]:
    """What no table of ``Aimed`` may hold."""
    to_unit = Q(recipient__startswith="unit:", to_unit__isnull=False, to_partner=None) & ~Q(recipient_side="")
    to_partner = Q(recipient__startswith="partner:", to_partner__isnull=False, to_unit=None)
    general = Q(to_unit=None, to_partner=None)
    return (
        models.CheckConstraint(
            condition=to_unit
            | (to_partner & ~Q(recipient_side=""))
            | (general & Q(recipient=STATE, recipient_side=Side.STATE))
            | (general & Q(recipient="", recipient_side="")),
            name=f"{name}_recipient_is_one",
        ),
        models.CheckConstraint(
            condition=~Q(purpose__in=WITHOUT_RECIPIENT) | Q(recipient=""),
            name=f"{name}_purpose_has_no_recipient",
        ),
        models.CheckConstraint(
            condition=~Q(purpose__in=WITH_A_NAMED_RECIPIENT) | ~Q(recipient=""),
            name=f"{name}_purpose_names_its_recipient",
        ),
        models.CheckConstraint(
            condition=Q(purpose__in=WITH_GROUPS) | Q(groups=""), name=f"{name}_purpose_has_no_groups"
        ),
    )


# A check lets NULL pass: what may be NULL is asked for by name.
CHILD, GROWN = Q(minor__isnull=False, minor=True), Q(minor__isnull=False, minor=False)
SMALL = Q(age_then__isnull=False, age_then__lt=CAN_ASSENT)


class Consent(Aimed):
    """One answer of one person. A new answer is a new row; taking it back stamps the row, nothing else changes it."""

    PRIVACY = Privacy.P2
    PLACE = "person__presences__unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        GIVEN = "given", _("Accord donné")
        REFUSED = "refused", _("Refusé")
        WITHDRAWN = "withdrawn", _("Accord retiré")

    class Means(models.TextChoices):
        ORAL = "oral", _("Oral, devant témoin")
        SIGNATURE = "signature", _("Signature")
        MARK = "mark", _("Empreinte ou marque")
        VOICE = "voice", _("Enregistrement de la voix")
        GUARDIAN = "guardian", _("Par le tuteur, avec l'assentiment de l'enfant")

    class Why(models.TextChoices):
        NOT_SAID = "not_said", _("N'a pas dit pourquoi")
        FEAR = "fear", _("Craint d'être retrouvée ou signalée")
        RECIPIENT = "recipient", _("Ne fait pas confiance au destinataire")
        NO_NEED = "no_need", _("N'en a pas besoin")
        LATER = "later", _("Veut réfléchir")
        CHILD = "child", _("L'enfant ne le veut pas")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    state = models.CharField(_("réponse"), max_length=10, choices=State, default=State.GIVEN)
    basis = models.CharField(
        _("base légale"), max_length=20, choices=LegalBasis.Basis, default=LegalBasis.Basis.CONSENT
    )
    basis_reason: Any = EncryptedTextField(_("pourquoi une autre base"), blank=True, default="")
    language = models.CharField(_("langue de l'explication"), max_length=3)
    notice_version = models.CharField(_("version de la notice"), max_length=20)
    means = models.CharField(_("recueilli par"), max_length=10, choices=Means, blank=True)
    witness: Any = EncryptedTextField(_("témoin"), blank=True, default="")
    # None only where it was not needed: a refusal, another basis.
    minor = models.BooleanField(_("enfant ce jour-là"), null=True, blank=True)
    age_then = models.SmallIntegerField(_("âge ce jour-là"), null=True, blank=True)
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    guardian_name: Any = EncryptedTextField(_("nom du tuteur"), blank=True, default="")
    assent = models.CharField(
        _("assentiment de l'enfant"), max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    why_refused = models.CharField(_("raison du refus"), max_length=10, choices=Why, blank=True)
    evidence = models.UUIDField(null=True, blank=True, editable=False)
    given_on = models.DateField(_("donné le"), default=timezone.localdate)
    expires_on = models.DateField(_("valable jusqu'au"), null=True, blank=True)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("person", "purpose"), name="consent_of_person"),)
        constraints = (
            *aim_rules("consent"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None)),
                name="consent_withdrawn_says_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(basis="consent", basis_reason="")
                | (
                    Q(state="given", means="", expires_on__isnull=False, witness="", evidence=None)
                    & ~Q(basis_reason="")
                ),
                name="consent_other_basis_says_why_and_ends",
            ),
            models.CheckConstraint(
                condition=~Q(recipient_side=Side.STATE) | Q(basis="consent"),
                name="consent_alone_opens_to_state",
            ),
            models.CheckConstraint(
                condition=(~Q(state="refused") & Q(why_refused=""))
                | (Q(state="refused", groups="", expires_on=None, means="") & ~Q(why_refused="")),
                name="consent_refusal_says_why_and_gives_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") | ~Q(basis="consent") | ~Q(means=""), name="consent_says_how"
            ),
            models.CheckConstraint(
                condition=Q(state="refused") | ~Q(purpose__in=WITH_GROUPS) | ~Q(groups=""),
                name="consent_says_which_parts",
            ),
            models.CheckConstraint(
                condition=~Q(means="oral") | ~Q(witness=""), name="consent_oral_has_witness"
            ),
            models.CheckConstraint(
                condition=~Q(means="voice") | Q(evidence__isnull=False), name="consent_voice_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(means="guardian")
                & CHILD
                & (Q(guardian__isnull=False) | ~Q(guardian_name=""))
                & (Q(assent="given") | Q(assent="not_asked") & SMALL)
                | (~Q(means="guardian") & Q(guardian=None, guardian_name="")),
                name="consent_of_child_by_guardian_and_child",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") | ~Q(basis="consent") | (CHILD & Q(means="guardian")) | GROWN,
                name="consent_of_child_has_guardian",
            ),
            models.CheckConstraint(condition=CHILD | Q(assent="not_asked"), name="consent_assent_of_child"),
            models.CheckConstraint(
                condition=Q(age_then=None)
                | (CHILD & Q(age_then__lt=ADULT))
                | (GROWN & Q(age_then__gte=ADULT)),
                name="consent_age_and_minor_agree",
            ),
            models.CheckConstraint(condition=~Q(guardian=F("person")), name="consent_guardian_is_another"),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                name="consent_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(language="") & ~Q(notice_version=""), name="consent_says_what_was_read"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | (
                    Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(reviewed_by=F("recorded_by"))
                ),
                name="consent_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_state_display()}"

    @property
    def expired(self) -> bool:
        """An agreement whose last day has passed: nothing stands on it any more."""
        return self.state == self.State.GIVEN and (
            self.expires_on is not None and self.expires_on < timezone.localdate()
        )

    @property
    def stands(self) -> bool:
        return self.state == self.State.GIVEN and not self.expired

    @property
    def state_words(self) -> Sentence:
        if self.expired:
            return _("Échu")
        if self.basis != LegalBasis.Basis.CONSENT:
            return self.get_basis_display()
        return self.get_state_display()

    @property
    def tone(self) -> str:
        """The shape of ``{% state %}``."""
        if self.stands:
            return "done" if self.basis == LegalBasis.Basis.CONSENT else "open"
        return "blocked" if self.state == self.State.REFUSED else "void"

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state == self.State.GIVEN and self.basis == LegalBasis.Basis.CONSENT


class ConsentOverride(Aimed):
    """One act without the person's answer: asked by one, allowed by another, once, within hours, looked at afterwards.

    Never towards a State authority: there the person's own consent is the only way.
    """

    PRIVACY = Privacy.P2
    PLACE = "unit"
    PERSON = "person"
    GROUP = FieldGroup.LEGAL

    class State(models.TextChoices):
        WAITING = "waiting", _("En attente")
        APPROVED = "approved", _("Accordée")
        DECLINED = "declined", _("Refusée")
        USED = "used", _("Utilisée")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consent_overrides")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    reason: Any = EncryptedTextField(_("pourquoi"))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision_note: Any = EncryptedTextField(_("avis"), blank=True, default="")
    valid_until = models.DateTimeField(_("valable jusqu'à"), null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    PENDING: ClassVar[tuple[str, ...]] = ("waiting", "approved")

    class Meta:
        constraints = (
            *aim_rules("override"),
            models.CheckConstraint(
                condition=~Q(recipient_side=Side.STATE) & ~Q(reason=""),
                name="override_never_to_state_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="override_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="override_decided_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("approved", "used"), valid_until__isnull=False, valid_until__gt=F("decided_at")
                )
                | Q(state__in=("waiting", "declined"), valid_until=None),
                name="override_approved_ends",
            ),
            models.CheckConstraint(
                condition=Q(state="used", used_at__isnull=False, used_by__isnull=False)
                | (~Q(state="used") & Q(used_at=None, used_by=None)),
                name="override_used_says_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | (
                    Q(state="used", reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~Q(reviewed_by=F("asked_by"))
                    & ~Q(reviewed_by=F("used_by"))
                ),
                name="override_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_state_display()}"

    @property
    def lapsed(self) -> bool:
        return (
            self.state == self.State.APPROVED
            and self.valid_until is not None
            and (self.valid_until <= timezone.now())
        )

    @property
    def state_words(self) -> Sentence:
        return _("Échue") if self.lapsed else self.get_state_display()

    @property
    def tone(self) -> str:
        tones = {"waiting": "wait", "approved": "done", "declined": "blocked", "used": "open"}
        return "void" if self.lapsed else tones[self.state]
