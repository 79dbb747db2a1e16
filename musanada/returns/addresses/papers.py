"""The board, papers and stays, the rules of a departure."""

from django.urls import path

from musanada.returns.views import board, lock_rules, papers

FILE = "files/<uuid:pk>/"
urlpatterns = [
    path("board/", board.board, name="board"),
    path("board/counts/", board.counts, name="board-counts"),
    path(f"{FILE}document/", papers.document_new, name="document-new"),
    path(f"{FILE}exit/", papers.exit_new, name="exit-new"),
    path(f"{FILE}fitness/", papers.fitness_new, name="fitness-new"),
    path(f"{FILE}stay/", papers.stay_new, name="stay-new"),
    path("documents/<uuid:pk>/", papers.document, name="document"),
    path("exits/", papers.exits, name="exits"),
    path("exits/ask/", papers.exits_ask, name="exits-ask"),
    path("exits/answer/", papers.exits_answer, name="exits-answer"),
    path("exits/<uuid:pk>/", papers.exit_one, name="exit"),
    path("fitness/<uuid:pk>/", papers.fitness, name="fitness"),
    path("stays/<uuid:pk>/", papers.stay, name="stay"),
    path("rules/", lock_rules.rules, name="rules"),
    path("rules/new/", lock_rules.new, name="rule-new"),
]
