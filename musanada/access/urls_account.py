"""One's own account and the way into it: ``/account/``. Of django-allauth's pages only those of the organisation's
sign-in service are mounted, where the installation has one."""

from typing import Any

from django.conf import settings
from django.urls import include, path

from musanada.access.pages import public
from musanada.access.signin import sso
from musanada.access.views import entering, own

account = [
    path("", own.security, name="security"),
    path("code/", entering.code, name="code"),
    path("passkey/", entering.passkey, name="passkey"),
    path("invitation/", entering.invitation, name="invitation"),
    path("invitation/<str:token>/", entering.invited, name="invited"),
    path("factor/", own.factor, name="factor"),
    path("factor/passkey/", own.new_passkey, name="new-passkey"),
    path("factor/<int:pk>/remove/", own.remove_factor, name="remove-factor"),
    path("recovery-codes/", own.recovery_codes, name="recovery-codes"),
    path("sessions/end/", own.end_other_sessions, name="end-other-sessions"),
    path("sessions/<int:pk>/end/", own.end_session, name="end-session"),
]
urlpatterns: list[Any] = [path("", include((account, "account")))]

# The names are those django-allauth looks for.
service = [
    path("service/<slug:provider_id>/", public(sso.start), name="openid_connect_login"),
    path("service/<slug:provider_id>/back/", public(sso.back), name="openid_connect_callback"),
]
if settings.OIDC:
    urlpatterns += service
