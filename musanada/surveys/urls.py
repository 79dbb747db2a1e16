"""The address book of surveys."""

from django.urls import path

from musanada.surveys.views import instruments, interviews, rounds

app_name = "surveys"
urlpatterns = [
    path("", rounds.home, name="home"),
    path("rounds/new/", rounds.new, name="round-new"),
    path("rounds/<uuid:pk>/", rounds.show, name="round"),
    path("rounds/<uuid:pk>/change/", rounds.change, name="round-change"),
    path("rounds/<uuid:pk>/results/", rounds.results, name="round-results"),
    path("rounds/<uuid:pk>/score/", rounds.score, name="round-score"),
    path("rounds/<uuid:pk>/cases/<uuid:case>/start/", interviews.start, name="start"),
    path("rounds/<uuid:pk>/cases/<uuid:case>/no-answer/", interviews.no_answer, name="no-answer"),
    path("interviews/<uuid:pk>/", interviews.interview, name="interview"),
    path("interviews/<uuid:pk>/ask/<slug:part>/", interviews.ask, name="ask"),
    path("interviews/<uuid:pk>/save/", interviews.save, name="save"),
    path("interviews/<uuid:pk>/correct/", interviews.correct, name="correct"),
    path("cases/<uuid:case>/scores/", interviews.scores, name="scores"),
    path("instruments/load/", instruments.load, name="load"),
    path("instruments/<slug:code>/", instruments.instrument, name="instrument"),
    path("versions/<slug:name>/", instruments.version, name="version"),
    path("versions/<slug:name>/freeze/", instruments.freeze, name="version-freeze"),
    path("versions/<slug:name>/confirm/", instruments.confirm, name="version-confirm"),
    path("versions/<slug:name>/questionnaire/", instruments.questionnaire, name="questionnaire"),
]
