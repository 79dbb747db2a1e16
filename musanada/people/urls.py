from django.urls import path

from musanada.people.views import attachments, editing, lists, merging, person

app_name = "people"
urlpatterns = [
    path("", lists.people, name="list"),
    path("<uuid:pk>/", person.person, name="person"),
    path("<uuid:pk>/edit/<slug:section>/", editing.edit, name="edit"),
    path("<uuid:pk>/edit/<slug:section>/<uuid:item>/", editing.edit, name="change"),
    path("<uuid:pk>/remove/<slug:section>/<uuid:item>/", editing.remove, name="remove"),
    path("<uuid:pk>/void/", editing.void, name="void"),
    path("<uuid:pk>/merge/", merging.choose, name="merge"),
    path("<uuid:pk>/merge/<uuid:other>/", merging.compare, name="compare"),
    path("<uuid:pk>/attachments/", attachments.attachments, name="attachments"),
    path("<uuid:pk>/attachments/new/", attachments.add, name="attachment-add"),
    path("<uuid:pk>/attachments/<uuid:item>/", attachments.download, name="attachment"),
    path("<uuid:pk>/attachments/<uuid:item>/void/", attachments.void, name="attachment-void"),
    path("merges/<uuid:pk>/undo/", merging.undo, name="unmerge"),
    path("merges/proposals/", merging.waiting, name="proposals"),
    path("merges/proposals/<uuid:pk>/", merging.proposal, name="proposal"),
]
