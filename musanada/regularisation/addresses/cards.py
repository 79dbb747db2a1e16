from django.urls import path

from musanada.regularisation.views import card_figures, cards, reminders, renewals

urlpatterns = [
    path("cards/", cards.listed, name="cards"),
    path("cards/order/", cards.order, name="card-order"),
    path("cards/print/", cards.printing, name="card-print"),
    path("cards/deliver/", cards.delivery, name="card-deliver"),
    path("cards/stock/", card_figures.stock, name="card-stock"),
    path("cards/lapsed/", card_figures.lapsed, name="card-lapsed"),
    path("cards/projection/", card_figures.projection, name="card-projection"),
    path("cards/<uuid:pk>/", cards.show, name="card"),
    path("cards/<uuid:pk>/renew/", renewals.file, name="card-renew"),
    path("cards/<uuid:pk>/duplicate/", cards.duplicate, name="card-duplicate"),
    path("cards/<uuid:pk>/<slug:code>/", cards.step, name="card-step"),
    path("renewals/", renewals.listed, name="renewals"),
    path("renewals/<uuid:pk>/", renewals.show, name="renewal"),
    path("renewals/<uuid:pk>/papers/", renewals.papers, name="renewal-papers"),
    path("renewals/<uuid:pk>/receipt/", renewals.receipt, name="renewal-receipt"),
    path("renewals/<uuid:pk>/decide/<slug:code>/", renewals.decide, name="renewal-decide"),
    path("reminders/", reminders.listed, name="reminders"),
    path("reminders/prepare/", reminders.prepare, name="reminders-prepare"),
    path("reminders/<uuid:pk>/", reminders.show, name="reminder"),
    path("reminders/<uuid:pk>/tell/", reminders.tell, name="reminder-tell"),
    path("reminders/<uuid:pk>/letter/", reminders.letter, name="reminder-letter"),
]
