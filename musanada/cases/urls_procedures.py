"""Addresses of procedures: their diagrams, and the rules an administrator sets."""

from django.urls import path

from musanada.cases.views import procedures, rules

app_name = "procedures"
urlpatterns = [
    path("", procedures.listed, name="list"),
    path("rules/", rules.overview, name="rules"),
    path("rules/new/", rules.rule_new, name="rule-new"),
    path("rules/<uuid:pk>/", rules.rule, name="rule"),
    path("rules/<uuid:pk>/confirm/", rules.rule_confirm, name="rule-confirm"),
    path("rules/<uuid:pk>/end/", rules.rule_end, name="rule-end"),
    path("pieces/new/", rules.piece_new, name="piece-new"),
    path("pieces/<uuid:pk>/", rules.piece, name="piece"),
    path("pieces/<uuid:pk>/confirm/", rules.pieces_confirm, name="pieces-confirm"),
    path("pieces/<uuid:pk>/end/", rules.piece_end, name="piece-end"),
    path("piece-types/new/", rules.type_new, name="type-new"),
    path("piece-types/<slug:code>/", rules.type_edit, name="type"),
    path("holidays/", rules.holiday, name="holiday"),
    path("<slug:code>/", procedures.show, name="show"),
]
