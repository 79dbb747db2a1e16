"""The child's file: the list, the opening, the page, what is asked once, ages, family, concerns."""

from django.urls import path

from musanada.protection.views import ages, children, concerns, family

ONE = "children/<uuid:case>/"
urlpatterns = [
    path("children/", children.children, name="children"),
    path("children/new/", children.new, name="child-new"),
    path(ONE, children.child, name="child"),
    path(f"{ONE}edit/<slug:part>/", children.edit, name="child-edit"),
    path(f"{ONE}ages/new/", ages.new, name="child-age-new"),
    path(f"{ONE}ages/<uuid:item>/", ages.apply, name="child-age"),
    path(f"{ONE}family/new/", family.relative_new, name="child-relative-new"),
    path(f"{ONE}family/<uuid:item>/", family.relative, name="child-relative"),
    path(f"{ONE}family/<uuid:item>/void/", family.relative_void, name="child-relative-void"),
    path(f"{ONE}siblings/new/", family.sibling_new, name="child-sibling-new"),
    path(f"{ONE}siblings/<uuid:item>/", family.sibling, name="child-sibling"),
    path(f"{ONE}siblings/<uuid:item>/end/", family.sibling_end, name="child-sibling-end"),
    path(f"{ONE}separations/new/", family.separation_new, name="child-separation-new"),
    path(f"{ONE}separations/<uuid:item>/", family.separation, name="child-separation"),
    path(f"{ONE}concerns/new/", concerns.concern_new, name="child-concern-new"),
    path(f"{ONE}concerns/<uuid:item>/", concerns.concern, name="child-concern"),
    path(f"{ONE}apart/", concerns.harms, name="child-harms"),
    path(f"{ONE}apart/new/", concerns.harm_new, name="child-harm-new"),
    path(f"{ONE}apart/<uuid:item>/", concerns.harm, name="child-harm"),
]
