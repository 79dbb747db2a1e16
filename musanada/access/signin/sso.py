"""Single sign-on: an identity of the organisation's own service (OpenID Connect) enters the account that bears its name.

django-allauth speaks the protocol; here stands what an identity may do. It makes no account, changes none, and no
claim about the person is kept. It replaces the password only: the second factor is asked for as always.
"""

from collections.abc import Mapping
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from musanada.access import commands
from musanada.access.signin import flow
from musanada.kit.errors import Refused

SILENT = _(
    "Le service de connexion de votre organisation n'a pas pu confirmer qui vous êtes : réessayez, "
    "ou connectez-vous avec votre mot de passe."
)


class Identities(DefaultSocialAccountAdapter):  # type: ignore[misc]  # it has no types
    """Stops django-allauth after the identity is proved: the rest is ours."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        return sociallogin.user  # no name, no address is taken over

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        name, subject = claims_of(sociallogin.account.extra_data)
        try:
            if not name or not subject:
                raise Refused(SILENT, code="claims")
            user = commands.account_of_identity(name, subject)
        except Refused as refusal:
            commands.note_foreign_identity(name, refusal.code)
            raise
        onward = str(sociallogin.state.get("next") or "")
        safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
        raise ImmediateHttpResponse(
            flow.first_step(request, user, method="single_sign_on", onward=onward if safe else "")
        )

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        commands.note_foreign_identity("", "protocol")
        raise Refused(SILENT, code="protocol")


def claims_of(said: Mapping[str, Any]) -> tuple[str, str]:
    """The sign-in name and the opaque key; nothing when the two answers of the service speak of different people."""
    token, info = said.get("id_token") or {}, said.get("userinfo") or {}
    subject = str(token.get("sub") or "")
    if not subject or str(info.get("sub") or subject) != subject:
        return "", ""
    claim = settings.OIDC["claim"]
    return str(token.get(claim) or info.get(claim) or ""), subject


def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the service, which sends the browser back to ``back``."""
    try:
        return views.login(request, provider_id)  # type: ignore[no-any-return]
    except (requests.RequestException, KeyError):
        raise Refused(SILENT, code="unreachable") from None


def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        return views.callback(request, provider_id)  # type: ignore[no-any-return]
    except (requests.RequestException, KeyError):
        raise Refused(SILENT, code="unreachable") from None
