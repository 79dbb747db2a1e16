"""Pieces of a file: which ones a procedure demands, as data, and which ones are there."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from musanada.cases.models.files import Case, OfCase
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedCharField


class PieceType(models.Model):
    """A kind of document a file may hold. Data: an installation adds its own."""

    PRIVACY = Privacy.P0
    PLACE = None  # one list for the installation

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name_fr = models.CharField(_("nom en français"), max_length=160)
    name_ar = models.CharField(_("nom en arabe"), max_length=160, blank=True)
    # What the piece can show, for the computation of criteria: "residence", "identity", "work"…
    shows = models.CharField(_("ce qu'elle établit"), max_length=20, blank=True)
    active = models.BooleanField(_("en usage"), default=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class RequiredPiece(models.Model):
    """A piece that a procedure demands: for everyone (``context`` empty) or for one category claimed.

    Pieces of one ``alternative`` (same number, not 0) stand for each other: one of them is enough.
    """

    PRIVACY = Privacy.P0
    PLACE = None  # a rule of the installation

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    procedure = models.CharField(max_length=40)
    context = models.CharField(_("catégorie"), max_length=40, blank=True)
    scheme = models.CharField(_("opération"), max_length=40, blank=True)
    type = models.ForeignKey(PieceType, models.PROTECT, related_name="+")
    alternative = models.PositiveSmallIntegerField(_("au choix dans le groupe"), default=0)
    mandatory = models.BooleanField(_("obligatoire"), default=True)
    valid_from = models.DateField(_("valable depuis"))
    valid_to = models.DateField(_("valable jusqu'au (exclu)"), null=True, blank=True)
    source = models.CharField(_("texte"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("confirmé par l'organisation"), default=False)

    class Meta:
        ordering = ("procedure", "context", "alternative", "type")
        constraints = (
            models.UniqueConstraint(
                fields=("procedure", "scheme", "context", "type", "valid_from"), name="piece_demanded_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="piece_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure} {self.context} {self.type_id}"


class Piece(OfCase):
    """One document or proof in a file: what it is, who issued it, which period it covers, who verified it."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("pièce", "Reçue")
        VERIFIED = "verified", _("Vérifiée")
        REJECTED = "rejected", _("Non retenue")
        RETURNED = "returned", _("Rendue")

    case = models.ForeignKey(Case, models.PROTECT, related_name="pieces")
    type = models.ForeignKey(PieceType, models.PROTECT, related_name="+", verbose_name=_("pièce"))
    issuer: Any = EncryptedCharField(_("délivrée par"), max_length=160, blank=True, default="")
    from_on = models.DateField(_("couvre depuis le"), null=True, blank=True)
    to_on = models.DateField(_("couvre jusqu'au (inclus)"), null=True, blank=True)
    received_on = models.DateField(_("reçue le"), default=timezone.localdate)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.RECEIVED)
    # An erasure destroys the file; that the piece was there, and what it showed, stays.
    attachment = models.ForeignKey(
        "people.Attachment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verified_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark: Any = EncryptedCharField(_("remarque"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ("type", "from_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
                name="piece_covers_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="piece_verified_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return str(self.type_id)
