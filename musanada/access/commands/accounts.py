"""Accounts, the roles they hold, their passwords, and what a leaver hands over."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import audit, policies  # noqa: F401
from musanada.access.commands.sessions import end_sessions
from musanada.access.doors import command, forget_holdings, may, units_for
from musanada.access.handover import HANDOVERS, to_hand_over
from musanada.access.models import Invitation, RoleHolding, Unit, User
from musanada.access.roles import Role
from musanada.kit.errors import BadInput, Refused


@command("access.manage")
def open_account(actor: User, unit: Unit, *, username: str, display_name: str, role: str) -> User:
    """An account with its first role at ``unit``. Nobody can enter it yet: see ``invite``."""
    return new_account(unit, username=username, display_name=display_name, role=role)


def new_account(unit: Unit, *, username: str, display_name: str, role: str) -> User:
    """The caller has checked the right."""
    user = User(username=username.strip().lower(), display_name=display_name.strip())
    if not user.username or not user.display_name:
        raise BadInput(_("Un compte demande un identifiant et un nom affiché."))
    if User.objects.filter(username=user.username).exists():
        taken = _("L'identifiant %(name)s est déjà pris : choisissez-en un autre.") % {"name": user.username}
        raise BadInput(taken, fields={"username": taken})
    user.set_unusable_password()
    user.save(force_insert=True)
    hold(user, unit, role)
    return user


@command("access.manage")
def grant_role(actor: User, unit: Unit, *, user: User, role: str) -> RoleHolding:
    """Give ``user`` a role at ``unit``. Nobody gives a role to themselves; no account works on two sides."""
    if user.pk == actor.pk:
        raise Refused(_("On ne se donne pas un rôle à soi-même : demandez à un autre administrateur."))
    if user.holdings.exists() and not may(actor, "access.manage", user):
        raise Refused(_("Ce compte n'est pas de vos unités : son rôle se donne par qui l'administre."))
    if still_held(user).exclude(unit__side=unit.side).exists():
        raise Refused(
            _("Ce compte travaille déjà d'un autre côté : un compte ne passe pas de l'humanitaire à l'État.")
        )
    return hold(user, unit, role)


@command("access.manage")
def end_role(actor: User, holding: RoleHolding) -> RoleHolding:
    """Close a holding today; the row stays. Nobody locks themselves out."""
    if holding.user_id == actor.pk:
        raise Refused(_("On ne met pas fin à son propre rôle : demandez à un autre administrateur."))
    if not RoleHolding.objects.filter(pk=holding.pk, to_on=None).update(to_on=timezone.localdate()):
        raise Refused(_("Ce rôle a déjà pris fin."))
    forget_holdings(holding.user)
    end_sessions(holding.user)
    holding.refresh_from_db()
    return holding


@command("access.manage")
def close_account(actor: User, user: User) -> User:
    """The account can no longer sign in; what it did keeps its name. First it hands over what it answers for."""
    insist_on_governing(actor, user)
    waiting = to_hand_over(user)
    if waiting:
        raise Refused(
            _("Ce compte répond encore de : %(what)s. Choisissez d'abord qui lui succède.")
            % {"what": ", ".join(f"{label} ({number})" for _code, label, number in waiting)},
            code="handover",
        )
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Refused(_("Ce compte est déjà fermé."))
    user.is_active = False
    end_invitations(user)
    end_sessions(user)
    return user


@command("access.manage")
def hand_over(actor: User, user: User, *, successor: User) -> int:
    """Everything ``user`` answers for goes to ``successor``, who works on the same side. Returns how many things."""
    insist_on_governing(actor, user)
    if successor.pk == user.pk or not successor.is_active or successor.is_system:
        raise Refused(_("Le successeur doit être un autre compte, ouvert."))
    sides = set(still_held(user).values_list("unit__side", flat=True))
    if not set(still_held(successor).values_list("unit__side", flat=True)) & sides or not may(
        actor, "access.manage", successor
    ):
        raise Refused(
            _("Le successeur doit travailler dans vos unités, du même côté que la personne qui part.")
        )
    moved = 0
    for code, _label, _number in to_hand_over(user):
        moved += HANDOVERS[code].hand_over(actor, user, successor)
    return moved


@command("access.manage")
def reopen_account(actor: User, user: User) -> User:
    """Someone is back: the account signs in again with the roles it still holds."""
    insist_on_governing(actor, user)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Refused(_("Ce compte est déjà ouvert."))
    user.is_active = True
    return user


@command("app.use")
def change_password(actor: User, user: User, *, current: str, password: str, session: str = "") -> User:
    """One's own password, by saying the one in use. Every session of the account but this one ends."""
    if user.pk != actor.pk:
        raise Refused(_("Chacun change son propre mot de passe."))
    if not user.check_password(current):
        sentence = _("Ce n'est pas le mot de passe actuel : vérifiez la saisie.")
        raise BadInput(sentence, fields={"current": sentence})
    end_sessions(user, keep=session)
    return keep_password(user, password)


def end_invitations(user: User) -> None:
    """Links already given out are worth nothing from now on."""
    Invitation.objects.filter(user=user, used_at=None, ended_at=None).update(ended_at=timezone.now())


def insist_on_strength(password: str, user: User) -> None:
    """Raises: BadInput with the rules' own sentences."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), fields={"password": " ".join(error.messages)}) from None


def keep_password(user: User, password: str) -> User:
    insist_on_strength(password, user)
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    return user


def still_held(user: User) -> QuerySet[RoleHolding]:
    """Roles in force today or from a later day."""
    return RoleHolding.objects.filter(Q(to_on=None) | Q(to_on__gt=timezone.localdate()), user=user)


def insist_on_governing(actor: User, user: User) -> None:
    """Whoever opens or shuts an account could act through it: all its roles must lie under the actor's.

    So an office's administrator never takes over the account of someone who also works above, or elsewhere.
    """
    if user.pk == actor.pk:
        raise Refused(_("On n'administre pas son propre compte : demandez à un autre administrateur."))
    if still_held(user).exclude(unit__in=units_for(actor, "access.manage")).exists():
        raise Refused(
            _("Ce compte a aussi un rôle hors de vos unités : demandez à l'administrateur de l'organisation.")
        )


def hold(user: User, unit: Unit, role: str, *, from_on: date | None = None) -> RoleHolding:
    """Write a holding; the caller has checked the right."""
    if role not in Role.values or role == Role.CONSOLE:
        raise BadInput(_("Ce rôle n'existe pas ou ne se donne pas : %(role)s.") % {"role": role})
    forget_holdings(user)
    holding, _created = RoleHolding.objects.get_or_create(
        user=user, unit=unit, role=role, to_on=None, defaults={"from_on": from_on or timezone.localdate()}
    )
    return holding


def system_user(name: str = "console") -> User:
    """The named user behind a terminal or a job. It has no password and cannot sign in."""
    user, _created = User.objects.get_or_create(
        username=name, defaults={"display_name": name, "is_system": True}
    )
    return user


def first_accounts(unit: Unit, rows: Iterable[tuple[str, str, str, str]]) -> list[User]:
    """Accounts made by the set-up of an installation: ``(username, display name, encoded password, role)``."""
    users = []
    for username, display_name, encoded, role in rows:
        user = User(username=username, display_name=display_name, password=encoded)
        user.save(force_insert=True)
        hold(user, unit, role)
        users.append(user)
    return users
