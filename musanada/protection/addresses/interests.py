"""Best interests: assessments, determinations, exceptions of a child; the panels one sits in."""

from django.urls import path

from musanada.protection.views import assessments, decisions, determinations, exceptions, panels

BIA, BID = "children/<uuid:case>/bia/", "children/<uuid:case>/bid/"
ONE_BIA, ONE = f"{BIA}<uuid:item>/", f"{BID}<uuid:item>/"
urlpatterns = [
    path(BIA, assessments.current, name="bia-current"),
    path(f"{BIA}new/", assessments.new, name="bia-new"),
    path(ONE_BIA, assessments.show, name="bia"),
    path(f"{ONE_BIA}write/", assessments.write, name="bia-write"),
    path(f"{ONE_BIA}options/new/", assessments.option_new, name="bia-option-new"),
    path(f"{ONE_BIA}options/<uuid:option>/", assessments.option, name="bia-option"),
    path(f"{ONE_BIA}review/", assessments.review, name="bia-review"),
    path(f"{ONE_BIA}pdf/", assessments.pdf, name="bia-pdf"),
    path(BID, determinations.current, name="bid-current"),
    path(f"{BID}new/", determinations.new, name="bid-new"),
    path(ONE, determinations.show, name="bid"),
    path(f"{ONE}write/", determinations.write, name="bid-write"),
    path(f"{ONE}options/new/", determinations.option_new, name="bid-option-new"),
    path(f"{ONE}options/<uuid:option>/", determinations.option, name="bid-option"),
    path(f"{ONE}submit/", determinations.submit, name="bid-submit"),
    path(f"{ONE}review/", determinations.review, name="bid-review"),
    path(f"{ONE}seal/", determinations.seal, name="bid-seal"),
    path(f"{ONE}panel/", determinations.panel, name="bid-panel"),
    path(f"{ONE}call/", determinations.call, name="bid-call"),
    path(f"{ONE}postpone/", determinations.postpone, name="bid-postpone"),
    path(f"{ONE}decide/", decisions.decide, name="bid-decide"),
    path(f"{ONE}told/", decisions.told, name="bid-told"),
    path(f"{ONE}implement/", decisions.implement, name="bid-implement"),
    path(f"{ONE}keep/", decisions.keep, name="bid-keep"),
    path(f"{ONE}reopen/", decisions.reopen, name="bid-reopen"),
    path(f"{ONE}drop/", decisions.drop, name="bid-drop"),
    path(f"{ONE}pdf/", decisions.pdf, name="bid-pdf"),
    path("children/<uuid:case>/exceptions/new/", exceptions.new, name="exception-new"),
    path("children/<uuid:case>/exceptions/<uuid:item>/", exceptions.answer, name="exception"),
    path("panels/", panels.mine, name="panels"),
    path("panels/<uuid:bid>/", panels.show, name="panel"),
    path("panels/<uuid:bid>/pdf/", panels.pdf, name="panel-pdf"),
]
