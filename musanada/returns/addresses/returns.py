"""The file of a return: the front page, the list, one file, its family, its interviews, its declaration, the ways out."""

from django.urls import path

from musanada.returns.views import home, returns

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
]
