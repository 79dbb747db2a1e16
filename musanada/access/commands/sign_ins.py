"""Lines of the journal about signing in. Of a name nobody has here, nothing is kept."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.commands.journal import write_entry
from musanada.access.models import AuditEntry, User
from musanada.kit.errors import Refused

DONE, REFUSED = AuditEntry.Outcome.DONE, AuditEntry.Outcome.REFUSED


def note_sign_in(user: User, *, method: str, factor: str = "") -> None:
    write_entry(user, "access.sign_in", DONE, user, {"by": method, "factor": factor})


def note_failure(name: str, step: str) -> None:
    """A proof that was wrong. The account is named if there is one; who tried is not known."""
    write_entry(None, "access.sign_in_failed", REFUSED, account_called(name), {"code": step})


def note_lock_out(name: str, step: str) -> None:
    write_entry(None, "access.locked_out", REFUSED, account_called(name), {"code": step or "password"})


def note_sign_out(user: User) -> None:
    write_entry(user, "access.sign_out", DONE, user)


def note_foreign_identity(name: str, reason: str) -> None:
    """The organisation's service knows someone who enters no account here, or could not say who it is."""
    write_entry(None, "access.single_sign_on_refused", REFUSED, account_called(name), {"code": reason})


@transaction.atomic
def account_of_identity(username: str, subject: str) -> User:
    """The open account that an identity of the organisation's service enters; nobody signs up by it.

    The first entry binds the service's opaque key to the account: whoever takes that name at the service later on
    does not enter. Raises: Refused.
    """
    user = User.objects.select_for_update().filter(username=username.strip().lower()).first()
    if user is None or user.is_system or not user.is_active:
        raise unknown_identity("unknown")
    bound = User.objects.filter(sso_subject=subject).exclude(pk=user.pk).exists()
    if bound or (user.sso_subject and user.sso_subject != subject):
        raise unknown_identity("other_identity")
    if not user.sso_subject:
        User.objects.filter(pk=user.pk).update(sso_subject=subject)
    return user


def unknown_identity(reason: str) -> Refused:
    """One sentence for all reasons: it does not tell who has an account here. The journal knows the reason."""
    return Refused(
        _(
            "Le service de votre organisation vous connaît, mais aucun compte ouvert ici ne vous correspond : "
            "demandez à votre administrateur d'en ouvrir un à votre identifiant."
        ),
        code=reason,
    )


def account_called(name: str) -> User | None:
    return User.objects.filter(username=name.strip().lower()).first() if name else None
