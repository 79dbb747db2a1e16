"""How often one account or one address may do what can be abused by repeating it: guess, walk the register, carry off.

Counts stand in Django's cache, which all processes of a machine share, each in a window of its own. They hold keyed
marks, no name and no address. The limits lie far above what anybody does by hand: 600 searches in ten minutes are a
program's, while a clerk who types sends one every other second at most. Two requests at the same instant may count as
one; a limit is a brake, what may be seen is for ``doors``.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import AuditEntry
from musanada.access.signin.devices import address_of
from musanada.access.verbs import say
from musanada.kit.errors import Sentence, TooOften

TOO_OFTEN = "access.too_often"
say({TOO_OFTEN: _("Trop de demandes en peu de temps : attente imposée")})

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Limit:
    """At most ``most`` in ``seconds``, for one account, one address or one word typed."""

    code: str
    most: int
    seconds: int
    by: str = "account"


WRONG_PROOFS = Limit("wrong_proofs", 50, 900, by="address")  # passwords, codes and links, of whatever names
WRONG_WORDS = Limit("wrong_words", 20, 600, by="address")  # of packages
SEARCH = Limit("search", 600, 600)
EMERGENCY = Limit("emergency", 10, 3600)
PASSWORD = Limit("password", 10, 3600)
EXPORT = Limit("export", 30, 3600)
# The applicant's window, where nobody is signed in: questions of one address, wrong answers to one file's number.
WINDOW = Limit("window", 60, 600, by="address")
WINDOW_WRONG = Limit("window_wrong", 10, 3600, by="word")


def key_of(limit: Limit, who: str) -> str:
    window = int(time.time()) // limit.seconds
    text = f"{limit.code}:{window}:{who}"
    return "limit." + hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def who_of(limit: Limit, request: HttpRequest, word: str = "") -> str:
    """``word`` is what a limit by word counts: it is kept as a keyed mark like the others."""
    if limit.by == "word":
        return word
    return str(request.user.pk) if limit.by == "account" else address_of(request)


def reached(limit: Limit, request: HttpRequest, word: str = "") -> bool:
    """Is there nothing left in this window?"""
    if not settings.RATE_LIMITS:
        return False
    return int(cache.get(key_of(limit, who_of(limit, request, word)), 0)) >= limit.most


def count(limit: Limit, request: HttpRequest, word: str = "") -> bool:
    """One more; False beyond the limit. Reaching it is a line of the journal."""
    if not settings.RATE_LIMITS:
        return True
    key = key_of(limit, who_of(limit, request, word))
    number = int(cache.get(key, 0)) + 1
    cache.set(key, number, limit.seconds)
    if number == limit.most:
        note(limit, request)
    return number <= limit.most


def note(limit: Limit, request: HttpRequest) -> None:
    from musanada.access.doors import journal

    actor: Any = request.user if limit.by == "account" else None
    journal(actor, TOO_OFTEN, AuditEntry.Outcome.REFUSED, actor, {"code": limit.code})


def waiting(limit: Limit) -> int:
    """Seconds until the window ends."""
    return limit.seconds - int(time.time()) % limit.seconds


def sentence(limit: Limit) -> Sentence:
    minutes = -(-waiting(limit) // 60)
    return ngettext(
        "Trop de demandes en peu de temps : attendez %(count)s minute, puis recommencez. Rien n'a été fait.",
        "Trop de demandes en peu de temps : attendez %(count)s minutes, puis recommencez. Rien n'a été fait.",
        minutes,
    ) % {"count": minutes}


def limited(limit: Limit, *methods: str) -> Callable[[View], View]:
    """The page answers so often only; by default its POSTs count. It stands under ``page``: who may not, is told that.

    Raises: TooOften.
    """
    counted = methods or ("POST",)

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in counted and not count(limit, request):
                raise TooOften(sentence(limit), wait=waiting(limit))
            return view(request, *args, **kwargs)

        return answer

    return wrap
