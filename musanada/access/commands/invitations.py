"""Invitations: the way into a new account, and back into one whose password or factor is lost."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import policies  # noqa: F401
from musanada.access.commands.accounts import (
    end_invitations,
    insist_on_governing,
    insist_on_strength,
    new_account,
)
from musanada.access.commands.factors import forget_factors
from musanada.access.commands.journal import write_entry
from musanada.access.commands.sessions import end_sessions
from musanada.access.doors import command
from musanada.access.handover import RESETS
from musanada.access.models import AuditEntry, Invitation, Unit, User
from musanada.access.roles import Role
from musanada.kit.errors import BadInput, Refused

HOURS = 72


def hash_of(token: str) -> str:
    """A token has 256 random bits: a plain hash hides it well enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@command("access.manage")
def invite(actor: User, user: User) -> str:
    """A link's token for an account that nobody has entered yet. It is shown once; any earlier one is worth nothing."""
    insist_on_governing(actor, user)
    if user.has_usable_password():
        raise Refused(
            _(
                "Ce compte a déjà son mot de passe : s'il est perdu, remettez le compte à zéro, avec la raison."
            )
        )
    return new_invitation(actor, user)


@command("access.manage")
def reset_access(actor: User, user: User, *, reason: str) -> str:
    """Password or factor lost: both are forgotten, sessions end, and a new invitation is made."""
    insist_on_governing(actor, user)
    if not reason.strip():
        sentence = _("Dites pourquoi ce compte est remis à zéro.")
        raise BadInput(sentence, fields={"reason": sentence})
    forget_factors(user)
    for shut in RESETS.values():
        shut(actor, user)
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password, sso_subject="")
    end_sessions(user)
    return new_invitation(actor, user, reason=reason.strip())


def new_invitation(actor: User, user: User, *, reason: str = "") -> str:
    if not user.is_active or user.is_system:
        raise Refused(_("Ce compte est fermé : rouvrez-le avant d'inviter la personne."))
    end_invitations(user)
    token = secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(hours=HOURS)
    Invitation.objects.create(
        user=user, token_hash=hash_of(token), made_by=actor, until_at=until, reason=reason
    )
    return token


@transaction.atomic
def first_administrator(actor: User, unit: Unit, *, username: str, display_name: str) -> str:
    """The very first account of an installation, made by whoever sets it up: its invitation's token."""
    if User.objects.filter(is_system=False).exists():
        raise Refused(
            _(
                "Cette installation a déjà des comptes : un administrateur en ouvre d'autres, sur la page de l'unité."
            )
        )
    user = new_account(unit, username=username, display_name=display_name, role=Role.ADMINISTRATOR)
    write_entry(actor, "access.open_account", AuditEntry.Outcome.DONE, user)
    return new_invitation(actor, user)


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> User:
    """Its owner chooses a password; the link is spent. Raises: Refused, BadInput for a password too easy."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(
        token_hash=hash_of(token), used_at=None, ended_at=None, until_at__gt=timezone.now()
    ).first()
    if found is None or not found.user.is_active:
        raise Refused(
            _("Cette invitation ne vaut plus : demandez-en une nouvelle à votre administrateur."),
            code="invitation",
        )
    user = found.user
    insist_on_strength(password, user)
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    Invitation.objects.filter(pk=found.pk).update(used_at=timezone.now())
    end_sessions(user)
    write_entry(user, "access.accept_invitation", AuditEntry.Outcome.DONE, user)
    return user
