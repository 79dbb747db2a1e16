"""Who works here, where, as what."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.roles import Role
from musanada.kit.choices import Privacy, Side
from musanada.kit.ids import new_id
from musanada.kit.secrets import EncryptedTextField


class Unit(models.Model):
    """A place of work in the tree organisation → office → team. ``path`` holds the codes from the root down."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        OFFICE = "office", _("Bureau")
        TEAM = "team", _("Équipe")

    PRIVACY = Privacy.P1
    PLACE = ""  # a unit is its own place

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200, blank=True)
    kind = models.CharField(_("sorte"), max_length=12, choices=Kind)
    side = models.CharField(_("côté"), max_length=12, choices=Side)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=255, unique=True, editable=False)
    town = models.ForeignKey("reference.Place", models.PROTECT, null=True, blank=True, related_name="+")
    active = models.BooleanField(_("en activité"), default=True)

    class Meta:
        ordering = ("path",)
        constraints = (models.CheckConstraint(condition=Q(path__endswith="/"), name="unit_path_closed"),)

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" and self.name_ar else self.name_fr


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who works with the system. ``is_system`` users are named jobs; they cannot sign in."""

    PRIVACY = Privacy.P2
    PLACE = "holdings__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("identifiant"), max_length=60, unique=True)
    display_name = models.CharField(_("nom affiché"), max_length=120)
    is_active = models.BooleanField(_("actif"), default=True)
    is_system = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The opaque key of the owner at the organisation's own sign-in service, bound at the first entry through it.
    sso_subject = models.CharField(max_length=255, blank=True, default="", editable=False)

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.display_name


class RoleHolding(models.Model):
    """A role held at a unit, from a day, until a day. Ending it keeps the row: who could see what, when."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings")
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    from_on = models.DateField(_("du"), default=timezone.localdate)
    to_on = models.DateField(_("au"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "unit", "role"), condition=Q(to_on=None), name="one_open_holding_of_a_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.unit}"


class Invitation(models.Model):
    """A link with which its account's owner chooses a password, once, within three days. Only its hash is kept."""

    PRIVACY = Privacy.P2
    PLACE = "user__holdings__unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reason = EncryptedTextField(_("raison"), blank=True, default="")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    until_at = models.DateTimeField(_("vaut jusqu'au"))
    used_at = models.DateTimeField(_("utilisée le"), null=True, blank=True)
    ended_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.pk)


class FactorKey(models.Model):
    """The key under which the secrets of second factors are encrypted in django-allauth's table: itself encrypted by
    the keyring, so that ``musanada keys rotate`` renews what wraps it and no factor is ever lost with an old key."""

    PRIVACY = Privacy.P2
    PLACE = None  # one row for the installation

    id = models.SmallIntegerField(primary_key=True, default=1)
    material = EncryptedTextField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_factor_key"),)

    def __str__(self) -> str:
        return str(self.pk)
