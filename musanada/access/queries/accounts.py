"""Accounts of the staff."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.commands import still_held
from musanada.access.commands.invitations import hash_of
from musanada.access.doors import may, scoped, units_for
from musanada.access.handover import to_hand_over
from musanada.access.models import Invitation, User
from musanada.access.queries.common import MANAGE, VIEW, in_force
from musanada.access.queries.units import holdings
from musanada.kit.errors import Sentence


def accounts(actor: User, *, text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts that hold or held a role at the actor's units, each with its visible roles of today in ``now``."""
    current = holdings(actor).filter(in_force())
    rows = scoped(actor, VIEW, User.objects.filter(is_system=False))
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    if role:
        rows = rows.filter(pk__in=current.filter(role=role).values("user"))
    if state:
        rows = rows.filter(is_active=state == "open")
    return rows.prefetch_related(Prefetch("holdings", queryset=current, to_attr="now")).order_by("username")


def account(actor: User, pk: UUID) -> User:
    """Raises: Http404 unless visible."""
    found = accounts(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own(actor: User) -> User:
    """The actor's own record: a request carries a lazy one."""
    return User.objects.get(pk=actor.pk)


def account_named(actor: User, username: str) -> User | None:
    """An open account the actor administers, by the name it signs in with."""
    rows = scoped(actor, MANAGE, User.objects.filter(is_system=False, is_active=True))
    return rows.filter(username=username.strip().lower()).first()


def governs(actor: User, user: User) -> bool:
    """May the actor open, shut or give a password to this account? All its roles must lie under theirs."""
    outside = still_held(user).exclude(unit__in=units_for(actor, MANAGE))
    return user.pk != actor.pk and may(actor, MANAGE, user) and not outside.exists()


def invitation(token: str) -> Invitation | None:
    """The invitation behind a link, if it can still be used."""
    rows = Invitation.objects.filter(
        token_hash=hash_of(token),
        used_at=None,
        ended_at=None,
        until_at__gt=timezone.now(),
        user__is_active=True,
    )
    return rows.select_related("user").first()


def waiting_invitation(user: User) -> Invitation | None:
    """The link this account's owner has not used yet."""
    rows = Invitation.objects.filter(user=user, used_at=None, ended_at=None, until_at__gt=timezone.now())
    return rows.select_related("made_by").first()


def handovers(user: User) -> list[tuple[str, Sentence, int]]:
    return to_hand_over(user)
