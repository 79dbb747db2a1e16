"""The address book of figures: definitions and series of others first, a figure by its id last."""

from django.urls import path

from musanada.reporting.views import definitions, series, writing
from musanada.reporting.views import figures as views

app_name = "reporting"
urlpatterns = [
    path("", views.listing, name="list"),
    path("external/", series.listing, name="external"),
    path("external/import/", series.enter, name="external-import"),
    path("external/<str:code>/describe/", series.describe, name="series-describe"),
    path("external/<str:code>/", series.show, name="series"),
    path("reference/", definitions.reference, name="reference"),
    path("definitions/", definitions.listing, name="definitions"),
    path("definitions/new/", writing.new, name="definition-new"),
    path("definitions/preview/", writing.preview, name="definition-preview"),
    path("definitions/import/", writing.bring, name="definition-import"),
    path("definitions/export/", definitions.export, name="definition-export"),
    path("definitions/of/<str:code>/", definitions.history, name="definition-history"),
    path("definitions/of/<str:code>/next/", writing.following, name="definition-next"),
    path("definitions/<uuid:pk>/", definitions.show, name="definition"),
    path("definitions/<uuid:pk>/change/", writing.change, name="definition-change"),
    path("definitions/<uuid:pk>/text/", writing.as_text, name="definition-text"),
    path("definitions/<uuid:pk>/submit/", writing.submit, name="definition-submit"),
    path("definitions/<uuid:pk>/return/", writing.send_back, name="definition-return"),
    path("definitions/<uuid:pk>/activate/", writing.activate, name="definition-activate"),
    path("assistance/", views.assistance, name="assistance-latest"),
    path("assistance/<path:period>/", views.assistance, name="assistance"),
    path("<str:code>/", views.figure, name="figure"),
    path("<str:code>/records/", views.records, name="records"),
    path("<str:code>/pdf/", views.pdf, name="pdf"),
    path("<str:code>/rates/", series.rates, name="rates"),
]
