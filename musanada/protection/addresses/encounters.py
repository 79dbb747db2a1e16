"""Addresses of street encounters, of children met, of the way they came, and of the mapping."""

from django.urls import path, register_converter

from musanada.protection.views import encounters, pathways


class Way:
    """Earlier or later: the only two ways a leg moves."""

    regex = "earlier|later"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Way, "leg_way")
ONE, CHILD, LEG = "encounters/<uuid:pk>/", "mapped/<uuid:pk>/", "mapped/<uuid:pk>/legs/<uuid:item>/"
urlpatterns = [
    path("encounters/", encounters.listed, name="encounters"),
    path("encounters/new/", encounters.new, name="encounter-new"),
    path(ONE, encounters.show, name="encounter"),
    path(f"{ONE}match/", encounters.match, name="encounter-match"),
    path(f"{ONE}new-child/", encounters.new_child, name="encounter-new-child"),
    path(f"{ONE}not-a-child/", encounters.not_a_child, name="encounter-not-a-child"),
    path(f"{ONE}unmatch/", encounters.unmatch, name="encounter-unmatch"),
    path(f"{ONE}void/", encounters.void, name="encounter-void"),
    path("mapped/", encounters.children, name="mapped-children"),
    path(CHILD, encounters.mapped, name="mapped"),
    path(f"{CHILD}edit/", encounters.mapped_edit, name="mapped-edit"),
    path(f"{CHILD}legs/new/", pathways.new, name="leg-new"),
    path(LEG, pathways.edit, name="leg-edit"),
    path(f"{LEG}void/", pathways.void, name="leg-void"),
    path(f"{LEG}<leg_way:way>/", pathways.move, name="leg-move"),
    path("mapping/", encounters.mapping_page, name="mapping"),
]
