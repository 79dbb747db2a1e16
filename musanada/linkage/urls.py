from django.urls import path

from musanada.linkage.views import models, review

app_name = "twins"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("<uuid:pk>/", review.pair, name="pair"),
    path("groups/<uuid:key>/", review.group, name="group"),
    path("numbers/", review.numbers, name="numbers"),
    path("compare/", review.compare, name="compare"),
    path("models/", models.all_models, name="models"),
    path("models/<uuid:pk>/", models.model, name="model"),
    path("models/<uuid:pk>/activate/", models.activate, name="activate"),
    path("runs/", models.runs, name="runs"),
]
