from django.urls import path

from musanada.intake.views import arrivals, registration, slips

app_name = "intake"
urlpatterns = [
    path("", arrivals.waiting, name="waiting"),
    path("queue/", arrivals.queue, name="queue"),
    path("check-in/", arrivals.check_in, name="check-in"),
    path("arrivals/<uuid:pk>/<slug:code>/", arrivals.step, name="step"),
    path("register/", registration.basis, name="basis"),
    path("register/person/", registration.register, name="register"),
    path("register/person/matches/", registration.matches, name="matches"),
    path("consent/<uuid:pk>/", registration.consent, name="consent"),
    path("slips/<uuid:pk>/", slips.slip, name="slip"),
    path("slips/<uuid:pk>.pdf", slips.slip_pdf, name="slip-pdf"),
]
