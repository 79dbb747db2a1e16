from django.urls import path

from musanada.people.views import consents, overrides

app_name = "consents"
urlpatterns = [
    path("", overrides.waiting, name="overrides"),
    path("overrides/<uuid:pk>/", overrides.override, name="override"),
    path("overrides/<uuid:pk>/review/", overrides.review, name="review-override"),
    path("bases/<uuid:pk>/review/", overrides.review_basis, name="review-basis"),
    path("of/<uuid:pk>/", consents.person, name="person"),
    path("of/<uuid:pk>/ask/", consents.ask, name="ask"),
    path("of/<uuid:pk>/record/", consents.record, name="record"),
    path("of/<uuid:pk>/refuse/", consents.refuse, name="refuse"),
    path("of/<uuid:pk>/basis/", consents.other_basis, name="other-basis"),
    path("of/<uuid:pk>/override/", overrides.ask, name="ask-override"),
    path("<uuid:pk>/withdraw/", consents.withdraw, name="withdraw"),
]
