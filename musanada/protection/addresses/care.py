"""Where the child lives, who stands for them, the search for the family, school, the passage to 18."""

from django.urls import path

from musanada.protection.views import care, tracing, transition

CHILD = "children/<uuid:case>/"
urlpatterns = [
    path(f"{CHILD}care/new/", care.new, name="care-new"),
    path(f"{CHILD}care/<uuid:item>/", care.correct, name="care-correct"),
    path(f"{CHILD}mandates/new/", care.mandate_new, name="mandate-new"),
    path(f"{CHILD}mandates/<uuid:item>/start/", care.mandate_start, name="mandate-start"),
    path(f"{CHILD}mandates/<uuid:item>/refused/", care.mandate_refused, name="mandate-refused"),
    path(f"{CHILD}mandates/<uuid:item>/end/", care.mandate_end, name="mandate-end"),
    path(f"{CHILD}school/new/", care.school_new, name="school-new"),
    path(f"{CHILD}school/<uuid:item>/end/", care.school_end, name="school-end"),
    path(f"{CHILD}tracing/new/", tracing.new, name="tracing-new"),
    path(f"{CHILD}tracing/<uuid:item>/", tracing.show, name="tracing"),
    path(f"{CHILD}tracing/<uuid:item>/step/", tracing.step, name="tracing-step"),
    path(f"{CHILD}tracing/<uuid:item>/verify/", tracing.verify, name="tracing-verify"),
    path(f"{CHILD}tracing/<uuid:item>/reunify/", tracing.reunify, name="tracing-reunify"),
    path(f"{CHILD}tracing/<uuid:item>/end/", tracing.end, name="tracing-end"),
    path(f"{CHILD}transition/", transition.show, name="transition"),
    path(f"{CHILD}transition/prepare/", transition.prepare, name="transition-prepare"),
    path(f"{CHILD}transition/<uuid:item>/", transition.point, name="transition-point"),
]
