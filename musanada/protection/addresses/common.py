"""What both kinds of file share: the front page, supervision, rules; risk, plan, services, visits, closing, printing."""

from django.urls import path

from musanada.protection.views import closing, home, plans, prints, risks, rules, supervision

FILE = "files/<uuid:case>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:code>/", rules.new, name="rule-new"),
    path(f"{FILE}risk/", risks.new, name="risk"),
    path(f"{FILE}actions/new/", plans.action_new, name="action-new"),
    path(f"{FILE}actions/<uuid:item>/", plans.action_change, name="action"),
    path(f"{FILE}actions/<uuid:item>/end/", plans.action_end, name="action-end"),
    path(f"{FILE}services/new/", plans.service_new, name="service-new"),
    path(f"{FILE}services/<uuid:item>/", plans.service_answer, name="service"),
    path(f"{FILE}visits/new/", plans.visit_new, name="visit-new"),
    path(f"{FILE}visits/series/", plans.visit_series, name="visit-series"),
    path(f"{FILE}visits/<uuid:item>/", plans.visit_done, name="visit-done"),
    path(f"{FILE}visits/<uuid:item>/missed/", plans.visit_missed, name="visit-missed"),
    path(f"{FILE}visits/<uuid:item>/move/", plans.visit_move, name="visit-move"),
    path(f"{FILE}closing/", closing.ask, name="closing"),
    path(f"{FILE}closing/<uuid:item>/", closing.answer, name="closing-answer"),
    path(f"{FILE}reopen/", closing.reopen, name="reopen"),
    path(f"{FILE}print/", prints.dossier, name="print"),
]
