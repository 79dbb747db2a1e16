"""Addresses of reintegration: files, plans and their activities, visits, common projects."""

from django.urls import path

from musanada.returns.views import plans, projects, visits
from musanada.returns.views import reintegration as views
from musanada.returns.views import reintegrations as lists

urlpatterns = [
    path("reintegration/", lists.home, name="reintegration-home"),
    path("reintegration/files/", lists.listed, name="reintegration-list"),
    path("reintegration/to-open/", views.to_open, name="reintegration-to-open"),
    path("reintegration/new/<uuid:pk>/", views.new, name="reintegration-new"),
    path("reintegration/<uuid:pk>/", views.show, name="reintegration"),
    path("reintegration/<uuid:pk>/scheme/", views.scheme, name="reintegration-scheme"),
    path("reintegration/<uuid:pk>/contact/", views.contact, name="reintegration-contact"),
    path("reintegration/<uuid:pk>/missed/", views.missed, name="reintegration-missed"),
    path("reintegration/<uuid:pk>/assess/", views.assess, name="reintegration-assess"),
    path(
        "reintegration/<uuid:pk>/assessments/<uuid:item>/", views.assessment, name="reintegration-assessment"
    ),
    path("reintegration/<uuid:pk>/start/", views.start, name="reintegration-start"),
    path("reintegration/<uuid:pk>/complete/", views.complete, name="reintegration-complete"),
    path("reintegration/<uuid:pk>/visits/new/", visits.new, name="visit-new"),
    path("reintegration/<uuid:pk>/visits/<uuid:item>/", visits.correct, name="visit-correct"),
    path("reintegration/<uuid:pk>/plan/", plans.show, name="plan"),
    path("reintegration/<uuid:pk>/plan/begin/", plans.begin, name="plan-begin"),
    path("reintegration/<uuid:pk>/plan/goal/", plans.goal, name="plan-goal"),
    path("reintegration/<uuid:pk>/plan/add/", plans.add, name="plan-add"),
    path("reintegration/<uuid:pk>/plan/submit/", plans.submit, name="plan-submit"),
    path("reintegration/<uuid:pk>/plan/approve/", plans.approve, name="plan-approve"),
    path("reintegration/<uuid:pk>/plan/send-back/", plans.send_back, name="plan-send-back"),
    path("reintegration/<uuid:pk>/plan/revise/", plans.revise, name="plan-revise"),
    path("reintegration/<uuid:pk>/plan/<int:number>/", plans.version, name="plan-version"),
    path("reintegration/<uuid:pk>/plan/<int:number>/pdf/", plans.pdf, name="plan-pdf"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/", plans.change, name="plan-change"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/remove/", plans.remove, name="plan-remove"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/put-back/", plans.put_back, name="plan-put-back"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/resume/", plans.resume, name="activity-resume"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/start/", plans.start, name="activity-start"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/give/", plans.give, name="activity-give"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/correct/", plans.correct, name="activity-correct"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/finish/", plans.finish, name="activity-finish"),
    path("reintegration/<uuid:pk>/activities/<uuid:item>/drop/", plans.drop, name="activity-drop"),
    path("projects/", projects.listed, name="projects"),
    path("projects/new/", projects.new, name="project-new"),
    path("projects/<uuid:pk>/", projects.show, name="project"),
    path("projects/<uuid:pk>/change/", projects.change, name="project-change"),
    path("projects/<uuid:pk>/share/", projects.share, name="project-share"),
    path("projects/<uuid:pk>/start/", projects.start, name="project-start"),
    path("projects/<uuid:pk>/end/", projects.end, name="project-end"),
    path("projects/<uuid:pk>/others/", projects.others, name="project-others"),
    path("projects/<uuid:pk>/approve/", projects.approve, name="project-approve"),
    path("projects/<uuid:pk>/cancel/", projects.cancel, name="project-cancel"),
    path("projects/<uuid:pk>/members/<uuid:member>/leave/", projects.leave, name="project-leave"),
]
