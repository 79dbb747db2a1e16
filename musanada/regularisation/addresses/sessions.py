"""Addresses of sessions, of the files before them, and of their minutes."""

from django.urls import path

from musanada.regularisation.views import files, minutes, sessions

urlpatterns = [
    path("sessions/", sessions.listed, name="sessions"),
    path("sessions/mine/", sessions.mine, name="my-sessions"),
    path("sessions/new/", sessions.new, name="session-new"),
    path("sessions/<uuid:pk>/", sessions.show, name="session"),
    path("sessions/<uuid:pk>/edit/", sessions.edit, name="session-edit"),
    path("sessions/<uuid:pk>/members/", sessions.members, name="session-members"),
    path(
        "sessions/<uuid:pk>/members/<uuid:member>/release/", sessions.release, name="session-member-release"
    ),
    path("sessions/<uuid:pk>/agenda/", sessions.plan, name="session-agenda"),
    path("sessions/<uuid:pk>/agenda/remove/", sessions.remove, name="session-agenda-remove"),
    path("sessions/<uuid:pk>/convene/", sessions.convene, name="session-convene"),
    path("sessions/<uuid:pk>/cancel/", sessions.cancel, name="session-cancel"),
    path("sessions/<uuid:pk>/open/", sessions.open_page, name="session-open"),
    path("sessions/<uuid:pk>/decide/", files.decide, name="session-decide"),
    path("sessions/<uuid:pk>/close/", sessions.close, name="session-close"),
    path("sessions/<uuid:pk>/sign/", sessions.sign, name="session-sign"),
    path("sessions/<uuid:pk>/signed/", minutes.signed, name="session-signed"),
    path("sessions/<uuid:pk>/minutes/<str:lang>/<str:kind>/", minutes.minutes, name="minutes"),
    path("agenda/<uuid:pk>/", files.show, name="item"),
    path("agenda/<uuid:pk>/read/", files.read, name="item-read"),
    path("agenda/<uuid:pk>/aside/", files.aside, name="item-aside"),
    path("agenda/<uuid:pk>/opinion/", files.opinion, name="item-opinion"),
]
