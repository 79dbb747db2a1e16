"""Addresses of movements, their lists, the day of departure, arrivals, pocket money, and what is written after the fact."""

from django.urls import path

from musanada.returns.views import allowances, boarding, events, movements

ONE = "movements/<uuid:pk>/"
FILE = "files/<uuid:pk>/"
urlpatterns = [
    path("movements/", movements.listed, name="movements"),
    path("movements/calendar/", movements.calendar, name="movements-calendar"),
    path("movements/new/", movements.new, name="movement-new"),
    path(ONE, movements.show, name="movement"),
    path(f"{ONE}edit/", movements.edit, name="movement-edit"),
    path(f"{ONE}close/", movements.close, name="movement-close"),
    path(f"{ONE}reopen/", movements.reopen, name="movement-reopen"),
    path(f"{ONE}cancel/", movements.cancel, name="movement-cancel"),
    path(f"{ONE}book/", boarding.book, name="movement-book"),
    path(f"{ONE}gate/", boarding.gate, name="movement-gate"),
    path(f"{ONE}arrivals/", events.arrivals, name="movement-arrivals"),
    path(f"{ONE}money/", allowances.hand, name="movement-money"),
    path(f"{ONE}escorts/new/", movements.escort, name="movement-escort"),
    path(f"{ONE}escorts/<uuid:item>/remove/", movements.escort_remove, name="movement-escort-remove"),
    path(f"{ONE}passengers/<uuid:item>/", boarding.passenger, name="passenger"),
    path(f"{ONE}passengers/<uuid:item>/remove/", boarding.remove, name="passenger-remove"),
    path(f"{ONE}manifest/<str:lang>/<str:kind>/", movements.manifest, name="manifest"),
    path("allowances/<uuid:pk>/", allowances.show, name="allowance"),
    path("allowances/<uuid:pk>/paper/<str:lang>/", allowances.paper, name="allowance-paper"),
    path("allowances/<uuid:pk>/void/", allowances.void, name="allowance-void"),
    path(f"{FILE}arrive/", events.arrive, name="arrive"),
    path(f"{FILE}late/", events.late, name="depart-late"),
    path(f"{FILE}gate/", events.gate, name="gate"),
    path(f"{FILE}journeys/", boarding.choose, name="book"),
    path(f"{FILE}undo-departure/", events.undo, {"what": "departure"}, name="undo-departure"),
    path(f"{FILE}undo-arrival/", events.undo, {"what": "arrival"}, name="undo-arrival"),
]
