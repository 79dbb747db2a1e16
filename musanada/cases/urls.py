"""Addresses of referrals and of questions between offices."""

from django.urls import path

from musanada.cases.views import questions, referrals, terms

app_name = "referrals"
urlpatterns = [
    path("", referrals.listed, name="list"),
    path("new/", referrals.new, name="new"),
    path("deadlines/", terms.terms, name="terms"),
    path("questions/<uuid:pk>/", questions.answer, name="question"),
    path("ask/<str:word>/", questions.ask, name="ask"),
    path("<uuid:pk>/", referrals.show, name="show"),
    path("<uuid:pk>/<slug:code>/", referrals.step, name="step"),
]
