from django.urls import path

from musanada.access import panels, views  # noqa: F401  the panel leads to these pages

app_name = "access"
urlpatterns = [
    path("", views.units, name="units"),
    path("units/<uuid:pk>/", views.unit, name="unit"),
    path("units/<uuid:pk>/open/", views.open_unit, name="open-unit"),
    path("units/<uuid:pk>/accounts/open/", views.open_account, name="open-account"),
    path("units/<uuid:pk>/roles/grant/", views.grant_role, name="grant-role"),
    path("roles/<uuid:pk>/end/", views.end_role, name="end-role"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<uuid:pk>/", views.account, name="account"),
    path("accounts/<uuid:pk>/close/", views.close_account, name="close-account"),
    path("accounts/<uuid:pk>/reopen/", views.reopen_account, name="reopen-account"),
    path("accounts/<uuid:pk>/password/", views.set_password, name="set-password"),
    path("rights/", views.rights, name="rights"),
    path("journal/", views.journal, name="journal"),
    path("journal/chain/", views.chain, name="chain"),
    path("password/", views.own_password, name="own-password"),
]
