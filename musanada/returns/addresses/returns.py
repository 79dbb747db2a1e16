"""The file of a return: the front page, the list, one file, its family, its interviews, its declaration, the ways out."""

from django.urls import path

from musanada.returns.views import declarations, home, interviews, leaving, returns

FILE = "files/<uuid:pk>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("files/", home.listed, name="list"),
    path("new/", returns.new, name="new"),
    path("of-person/", returns.of_person, name="of-person"),
    path(FILE, returns.show, name="show"),
    path(f"{FILE}edit/", returns.edit, name="edit"),
    path(f"{FILE}register/", returns.register, name="register"),
    path(f"{FILE}family/", returns.family, name="family"),
    path(f"{FILE}family/leave/", returns.leave, name="family-leave"),
    path(f"{FILE}apart/", returns.apart, name="apart"),
    path(f"{FILE}screen/", interviews.screen, name="screen"),
    path(f"{FILE}screenings/<uuid:item>/", interviews.screening, name="screening"),
    path(f"{FILE}vulnerabilities/", interviews.vulnerabilities, name="vulnerabilities"),
    path(f"{FILE}counsel/", interviews.counsel, name="counsel"),
    path(f"{FILE}counselling/<uuid:item>/", interviews.counselling, name="counselling"),
    path(f"{FILE}declare/", declarations.declare, name="declare"),
    path(f"{FILE}declare/print/", declarations.blank, name="declaration-blank"),
    path(f"{FILE}declarations/<uuid:item>/", declarations.declaration, name="declaration"),
    path(f"{FILE}declarations/<uuid:item>/print/", declarations.printed, name="declaration-print"),
    path(f"{FILE}withdraw/", leaving.withdraw, name="withdraw"),
    path(f"{FILE}withdraw-at-gate/", leaving.withdraw_at_gate, name="withdraw-at-gate"),
    path(f"{FILE}die/", leaving.die, name="die"),
    path(f"{FILE}duplicate/", leaving.duplicate, name="duplicate"),
    path(f"{FILE}reopen/", leaving.reopen, name="reopen"),
    path(f"{FILE}resume/", leaving.resume, name="resume"),
]
