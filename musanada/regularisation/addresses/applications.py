"""The list, one file, the steps with questions of their own, and what is told to the applicant."""

from django.urls import path

from musanada.regularisation.views import applications, notifying

urlpatterns = [
    path("files/", applications.listed, name="list"),
    path("files/<uuid:pk>/", applications.show, name="show"),
    path("files/<uuid:pk>/ask-pieces/", applications.ask_pieces, name="ask-pieces"),
    path("files/<uuid:pk>/complete/", applications.complete, name="complete"),
    path("files/<uuid:pk>/duplicate/", applications.duplicate, name="duplicate"),
    path("files/<uuid:pk>/transfer/", applications.transfer, name="transfer"),
    path("files/<uuid:pk>/examine/", applications.examine, name="examine"),
    path("files/<uuid:pk>/notify/", notifying.notify, name="notify"),
    path("files/<uuid:pk>/letters/<uuid:item>/", notifying.letter, name="letter"),
    path("files/<uuid:pk>/letters/<uuid:item>/received/", notifying.received, name="letter-received"),
    path("to-notify/", notifying.waiting, name="to-notify"),
    path("to-notify/letters/", notifying.letters_pdf, name="letters"),
]
