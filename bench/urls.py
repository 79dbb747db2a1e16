"""The product's addresses, and one page that asks the database the least there is: the floor of every page."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from musanada.access.pages import page


@page("app.use")
def select_one(request: HttpRequest) -> HttpResponse:
    """Signed in, through every middleware, ``SELECT 1``, one line of text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [path("bench/select-1/", select_one), path("", include("musanada.config.urls"))]
