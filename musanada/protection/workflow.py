"""The procedure of a child's protection, from identification to closure (domain, systems.md §16; child-case.md, I).

Help never waits for a step: services, placements and visits are rows that no state forbids. States say where the
best-interests procedure stands. What the steps demand stands in ``guards``.
"""

from django.utils.translation import gettext_lazy as _

from musanada.access.verbs import say
from musanada.cases.caseflow import caseflow
from musanada.cases.demands import Rule
from musanada.cases.models import Case
from musanada.cases.procedures import Procedure, declare
from musanada.cases.steps import Step
from musanada.kit.choices import FieldGroup
from musanada.protection import guards as g
from musanada.protection import policies  # noqa: F401  declares the rights

CODE = "child_protection"
OPENED = Rule(g.no_open_bia, _("Une évaluation (BIA) ouverte"))
REVIEWED = Rule(g.bia_not_reviewed, _("Une évaluation (BIA) relue par une autre personne"))
PLANNED = Rule(g.no_plan, _("Au moins une action au plan"))
NEEDED = Rule(g.bid_not_needed, _("Une évaluation relue qui conclut à une BID, ou des faits nouveaux"))
SEATED = Rule(
    g.panel_not_ready, _("Un dossier scellé et un panel de la taille prévue, sans conflit d'intérêts")
)
VOTED = Rule(g.bid_not_decided, _("Une décision du panel, prise à la majorité des votes"))
TOLD = Rule(g.child_not_told, _("L'enfant sait ce qui a été décidé"))
APPROVED = Rule(g.closing_not_approved, _("Une clôture approuvée par une seconde personne"))

WORKING = ("plan_active", "solution")
EVERY = (
    "identified",
    "bia_open",
    "bia_done",
    "plan_active",
    "bid_needed",
    "bid_scheduled",
    "bid_decided",
    "solution",
)

FLOW = caseflow(
    CODE,
    "identified",
    Step("open_bia", ("identified", "bia_done", *WORKING, "bid_decided"), "bia_open", right="bip.assess",
         label=_("Ouvrir une évaluation (BIA)"), unless=(OPENED,)),
    Step("finish_bia", ("bia_open",), "bia_done", right="bip.review", label=_("Retenir l'évaluation relue"),
         unless=(REVIEWED,)),
    Step("activate_plan", ("bia_done", "bid_decided", "solution"), "plan_active", right="protection.work",
         label=_("Mettre le plan en œuvre"), unless=(PLANNED,)),
    Step("need_bid", ("bia_done", "plan_active", "bid_decided", "solution"), "bid_needed", right="bid.manage",
         label=_("Demander une détermination (BID)"), unless=(NEEDED,)),
    Step("schedule_bid", ("bid_needed",), "bid_scheduled", right="bid.manage", label=_("Convoquer le panel"),
         unless=(SEATED,)),
    Step("postpone_bid", ("bid_scheduled",), "bid_needed", right="bid.manage", label=_("Reporter le panel")),
    Step("decide_bid", ("bid_scheduled",), "bid_decided", right="bid.manage", label=_("Consigner la décision"),
         unless=(VOTED,)),
    Step("drop_bid", ("bid_needed",), "plan_active", right="bid.manage", label=_("Renoncer à la BID"),
         unless=(PLANNED,)),
    Step("implement", ("bid_decided",), "solution", right="protection.work",
         label=_("Mettre la décision en œuvre"), unless=(TOLD,)),
    Step("close", EVERY, "closed", right="protection.approve", label=_("Clore le dossier"), unless=(APPROVED,)),
    Step("reopen", ("closed",), "identified", right="protection.work", label=_("Rouvrir le dossier")),
)  # fmt: skip
say({f"{CODE}.{step.code}": step.label for step in FLOW.steps.values()})

CHILD = declare(
    Procedure(
        CODE,
        _("Protection de l'enfant"),
        FLOW,
        FieldGroup.PROTECTION,
        states={
            "identified": _("Identifié, en sécurité immédiate"),
            "bia_open": _("Évaluation en cours"),
            "bia_done": _("Évaluation faite"),
            "plan_active": _("Plan en cours"),
            "bid_needed": _("BID à préparer"),
            "bid_scheduled": _("Panel convoqué"),
            "bid_decided": _("Décision prise"),
            "solution": _("Solution en cours"),
            "closed": _("Clos"),
        },
        closures={"closed": Case.Closure.MET},
        waiting=frozenset(EVERY),
        tones={"bid_decided": "done", "solution": "done", "closed": "muted"},
        address="protection:child",
    )
)
