from django.urls import path

from musanada.access import panels  # noqa: F401  the panel leads to these pages
from musanada.access.views import accounts, journal, units

app_name = "access"
urlpatterns = [
    path("", units.units, name="units"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/open/", units.open_unit, name="open-unit"),
    path("units/<uuid:pk>/accounts/open/", accounts.open_account, name="open-account"),
    path("units/<uuid:pk>/roles/grant/", units.grant_role, name="grant-role"),
    path("roles/<uuid:pk>/end/", units.end_role, name="end-role"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:pk>/", accounts.account, name="account"),
    path("accounts/<uuid:pk>/close/", accounts.close_account, name="close-account"),
    path("accounts/<uuid:pk>/reopen/", accounts.reopen_account, name="reopen-account"),
    path("accounts/<uuid:pk>/hand-over/", accounts.hand_over, name="hand-over"),
    path("accounts/<uuid:pk>/reset/", accounts.reset_access, name="reset-access"),
    path("rights/", units.rights, name="rights"),
    path("journal/", journal.journal, name="journal"),
    path("journal/objects/<str:kind>/<str:key>/", journal.journal_object, name="journal-object"),
    path("journal/accounts/<uuid:pk>/", journal.journal_account, name="journal-account"),
    path("journal/export/", journal.journal_export, name="journal-export"),
    path("journal/chain/", journal.chain, name="chain"),
    path("password/", accounts.own_password, name="own-password"),
]
