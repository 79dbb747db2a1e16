"""The national referral mechanism, and victims' files."""

from django.urls import path

from musanada.protection.views import nrm, safety, victims

FILE = "victims/<uuid:case>/"
urlpatterns = [
    path("referrals/", nrm.inbox, name="nrm-inbox"),
    path("referrals/<uuid:pk>/", nrm.received, name="nrm-received"),
    path("referrals/<uuid:pk>/accept/", nrm.accept, name="nrm-accept"),
    path("referrals/<uuid:pk>/refuse/", nrm.refuse, name="nrm-refuse"),
    path("referrals/<uuid:pk>/give/", nrm.give, name="nrm-give"),
    path("referrals/<uuid:pk>/withdraw/", nrm.withdraw_received, name="nrm-withdraw-received"),
    path("referrals/sent/", nrm.sent_list, name="nrm-sent-list"),
    path("referrals/sent/<uuid:pk>/", nrm.sent, name="nrm-sent"),
    path("referrals/sent/<uuid:pk>/withdraw/", nrm.withdraw_sent, name="nrm-withdraw"),
    path("referrals/sent/<uuid:pk>/answer/", nrm.note_answer, name="nrm-note-answer"),
    path("referrals/sent/<uuid:pk>/given/", nrm.note_given, name="nrm-note-given"),
    path("referrals/sent/<uuid:pk>/package/", nrm.package, name="nrm-package"),
    path("mechanism/", nrm.mechanisms, name="mechanisms"),
    path("mechanism/new/", nrm.mechanism_new, name="mechanism-new"),
    path("mechanism/<uuid:pk>/", nrm.mechanism, name="mechanism"),
    path("victims/", victims.victims, name="victims"),
    path("victims/new/", victims.new, name="victim-new"),
    path(FILE, victims.show, name="victim"),
    path(f"{FILE}change/", victims.change, name="victim-change"),
    path(f"{FILE}screening/", victims.screen, name="victim-screen"),
    path(f"{FILE}status/", victims.status, name="victim-status"),
    path(f"{FILE}episode/", victims.episode, name="victim-episode"),
    path(f"{FILE}safety/", safety.plan, name="victim-safety"),
    path(f"{FILE}return-risk/", safety.risk, name="victim-return-risk"),
    path(f"{FILE}return-risk/<uuid:item>/approve/", safety.approve, name="victim-return-risk-approve"),
    path(f"{FILE}reflection/", victims.reflection, name="victim-reflection"),
    path(f"{FILE}reflection/end/", victims.reflection_end, name="victim-reflection-end"),
    path(f"{FILE}proceeding/", victims.proceeding, name="victim-proceeding"),
    path(f"{FILE}refer/", nrm.refer_file, name="victim-refer"),
]
