from django.urls import path

from musanada.people.views import asylum, protected

app_name = "protected"
urlpatterns = [
    path("", protected.mine, name="list"),
    path("open/<uuid:pk>/", protected.open_one, name="open"),
    path("asylum/<uuid:pk>/", asylum.open_one, name="open-asylum"),
    path("files/<uuid:pk>/", protected.file, name="file"),
    path("files/<uuid:pk>/grant/", protected.grant, name="grant"),
    path("files/<uuid:pk>/extend/<uuid:access>/", protected.extend, name="extend"),
    path("files/<uuid:pk>/end/<uuid:access>/", protected.end, name="end"),
    path("files/<uuid:pk>/hand-over/", protected.hand_over, name="hand-over"),
    path("files/<uuid:pk>/seal/", protected.seal, name="seal"),
    path("files/<uuid:pk>/close/", protected.close, name="close"),
    path("files/<uuid:pk>/show-again/", protected.show_again, name="show-again"),
    path("files/<uuid:pk>/status/", asylum.status, name="status"),
    path("files/<uuid:pk>/status/<uuid:status>/void/", asylum.void, name="void-status"),
    path("files/<uuid:pk>/sent/", asylum.sent, name="sent"),
    path("emergency/", protected.emergency, name="emergency"),
    path("reviews/", protected.reviews, name="reviews"),
    path("reviews/<uuid:pk>/", protected.review, name="review"),
    path("seals/<uuid:pk>/", protected.unseal, name="unseal"),
]
