"""Open sessions: listed as they open, ended by their owner, or by what ends the account's right to them."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import policies  # noqa: F401
from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.signin.devices import address_of, shortened
from musanada.access.signin.sessions import mark
from musanada.kit.errors import Refused

AGENT = 200


def list_session(request: HttpRequest, user: User) -> None:
    """Note a session that opens; forget those of the same account that are gone."""
    if not request.session.session_key:
        request.session.create()
    key = mark(request.session.session_key or "")
    known = list(UserSession.objects.filter(user_id=user.pk).values_list("session_key", flat=True))
    if known:
        alive = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
        keys = set(alive.values_list("session_key", flat=True))
        UserSession.objects.filter(session_key__in=set(known) - keys).delete()
    UserSession.objects.update_or_create(
        session_key=key,
        defaults={
            "user_id": user.pk,
            "ip": shortened(address_of(request)),
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:AGENT],
            "last_seen_at": timezone.now(),
        },
    )


def see_session(key: str) -> None:
    UserSession.objects.filter(session_key=mark(key)).update(last_seen_at=timezone.now())


def unlist_session(key: str) -> None:
    UserSession.objects.filter(session_key=mark(key)).delete()


def end_sessions(user: User, *, keep: str = "") -> int:
    """End the sessions of an account (but ``keep``); the caller has checked why. Returns how many."""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=mark(keep))
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


@command("app.use")
def end_session(actor: User, user: User, *, pk: int, current: str) -> None:
    """One of one's own, on another machine."""
    row = UserSession.objects.filter(user_id=actor.pk, pk=pk).first()
    if user.pk != actor.pk or row is None:
        raise Refused(_("Cette session est déjà terminée."))
    if row.session_key == mark(current):
        raise Refused(_("C'est la session que vous utilisez : déconnectez-vous pour la terminer."))
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()


@command("app.use")
def end_other_sessions(actor: User, user: User, *, current: str) -> int:
    if user.pk != actor.pk:
        raise Refused(_("Chacun termine ses propres sessions."))
    return end_sessions(user, keep=current)
