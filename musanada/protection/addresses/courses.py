"""Language courses: for whoever manages them, and the phone of whoever teaches."""

from django.urls import path

from musanada.protection.views import courses, registers

TAUGHT = "courses/taught/"
urlpatterns = [
    path(TAUGHT, registers.groups, name="my-groups"),
    path(f"{TAUGHT}<uuid:group>/", registers.register, name="register"),
    path(f"{TAUGHT}<uuid:group>/cancel/", registers.cancel, name="register-cancel"),
    path(f"{TAUGHT}<uuid:group>/<uuid:pupil>/", registers.pupil, name="pupil-taught"),
    path(f"{TAUGHT}<uuid:group>/<uuid:pupil>/note/", registers.note, name="pupil-note"),
    path(f"{TAUGHT}<uuid:group>/<uuid:pupil>/result/", registers.result, name="pupil-result-taught"),
    path("courses/", courses.listed, name="courses"),
    path("courses/new/", courses.new, name="course-new"),
    path("courses/<uuid:course>/", courses.show, name="course"),
    path("courses/<uuid:course>/change/", courses.change, name="course-change"),
    path("courses/<uuid:course>/groups/new/", courses.group_new, name="group-new"),
    path("courses/groups/<uuid:group>/", courses.group, name="group"),
    path("courses/groups/<uuid:group>/change/", courses.group_change, name="group-change"),
    path("courses/enrol/<uuid:person>/", courses.enrol, name="pupil-enrol"),
    path("children/<uuid:case>/enrol/", courses.enrol_child, name="pupil-enrol-child"),
    path("courses/pupils/<uuid:pupil>/", courses.pupil, name="pupil"),
    path("courses/pupils/<uuid:pupil>/result/", courses.result, name="pupil-result"),
    path("courses/pupils/<uuid:pupil>/leave/", courses.leave, name="pupil-leave"),
    path("courses/pupils/<uuid:pupil>/name/", courses.rename, name="pupil-name"),
    path("courses/pupils/<uuid:pupil>/certificate/", courses.certificate, name="pupil-certificate"),
]
