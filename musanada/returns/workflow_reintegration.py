"""The procedure of reintegration after a return (domain, systems.md §7 and §9): eligible → contacted → plan → started →
completed, or another end. A plan is drafted by one and approved by another, within the scheme and by amount."""

from django.utils.translation import gettext_lazy as _

from musanada.access.verbs import say
from musanada.cases.caseflow import caseflow
from musanada.cases.demands import AnotherPerson, Rule
from musanada.cases.models import Case
from musanada.cases.procedures import Procedure, declare
from musanada.cases.steps import Step
from musanada.kit.choices import FieldGroup
from musanada.returns import guards as g
from musanada.returns import policies  # noqa: F401  declares the rights

CODE = "reintegration"
WORK = "reintegration.work"
CONTACTED = Rule(g.not_contacted, _("Le premier contact est noté"))
ASSESSED = Rule(g.not_assessed, _("Une évaluation des besoins"))
PLANNED = Rule(g.no_plan, _("Un plan en préparation, avec au moins une activité"))
SUBMITTED = Rule(g.no_submitted_plan, _("Un plan soumis"))
WITHIN_RIGHTS = Rule(g.beyond_entitlement, _("Un plan qui ne dépasse pas les droits de la personne"))
WITHIN_LIMIT = Rule(g.beyond_my_limit, _("Un montant que l'on peut approuver soi-même"))
BEGUN = Rule(g.nothing_given, _("Une activité commencée"))
PAID = Rule(g.money_open, _("Aucun versement en attente"))
ENDED = Rule(g.activities_open, _("Aucune activité du plan encore ouverte"))
OPEN = ("eligible", "contacted", "planned", "submitted", "approved", "started")

FLOW = caseflow(
    CODE,
    "eligible",
    Step("contact", ("eligible",), "contacted", right=WORK, label=_("Noter le premier contact"), unless=(CONTACTED,)),
    Step("plan", ("contacted",), "planned", right=WORK, label=_("Commencer le plan"), unless=(ASSESSED,)),
    Step("submit", ("planned",), "submitted", right=WORK, label=_("Soumettre le plan"),
         unless=(PLANNED, WITHIN_RIGHTS)),
    Step("send_back", ("submitted",), "planned", right="reintegration.approve", label=_("Renvoyer le plan"),
         unless=(SUBMITTED,)),
    Step("approve", ("submitted",), "approved", right="reintegration.approve", label=_("Approuver le plan"),
         unless=(SUBMITTED, AnotherPerson("submit", _("Soumettre le plan")), WITHIN_RIGHTS, WITHIN_LIMIT)),
    Step("start", ("approved",), "started", right=WORK, label=_("Commencer les activités"), unless=(BEGUN,)),
    Step("revise", ("approved", "started"), "planned", right=WORK, label=_("Revoir le plan")),
    Step("complete", ("started",), "completed", right=WORK, label=_("Clore : plan mené à bien"), unless=(ENDED, PAID)),
    Step("drop", OPEN, "dropped", right=WORK, label=_("La personne arrête"), unless=(PAID,)),
    Step("lose", OPEN, "unreachable", right=WORK, label=_("La personne est injoignable"), unless=(PAID,)),
    Step("move", OPEN, "moved", right=WORK, label=_("La personne a déménagé ou est repartie"), unless=(PAID,)),
    Step("expire", OPEN, "expired", right="case.lead", label=_("Clore : période d'appui terminée"), unless=(PAID,)),
    Step("lack_funds", OPEN, "no_funds", right="case.lead", label=_("Clore faute de moyens"), unless=(PAID,)),
    Step("die", OPEN, "deceased", right="case.lead", label=_("La personne est décédée"), unless=(PAID,)),
    Step("reopen", ("dropped", "unreachable", "moved", "expired", "no_funds", "completed"), "contacted",
         right="case.lead", label=_("Rouvrir le dossier"), unless=(CONTACTED,)),
)  # fmt: skip
say({f"{CODE}.{step.code}": step.label for step in FLOW.steps.values()})

REINTEGRATION = declare(
    Procedure(
        CODE,
        _("Réintégration"),
        FLOW,
        FieldGroup.SERVICES,
        states={
            "eligible": _("A droit à un appui"),
            "contacted": _("Contacté"),
            "planned": _("Plan en préparation"),
            "submitted": _("Plan soumis"),
            "approved": _("Plan approuvé"),
            "started": _("Appui commencé"),
            "completed": _("Mené à bien"),
            "dropped": _("Arrêté par la personne"),
            "unreachable": _("Injoignable"),
            "moved": _("Parti ailleurs"),
            "expired": _("Période d'appui terminée"),
            "no_funds": _("Faute de moyens"),
            "deceased": _("Personne décédée"),
        },
        closures={
            "completed": Case.Closure.MET,
            "dropped": Case.Closure.WITHDREW,
            "unreachable": Case.Closure.UNREACHABLE,
            "moved": Case.Closure.MOVED,
            "expired": Case.Closure.PERIOD,
            "no_funds": Case.Closure.FUNDS,
            "deceased": Case.Closure.DECEASED,
        },
        waiting=frozenset({"eligible", "contacted", "planned", "submitted", "approved"}),
        tones={
            "completed": "done",
            "dropped": "muted",
            "unreachable": "muted",
            "moved": "muted",
            "expired": "muted",
            "no_funds": "muted",
            "deceased": "muted",
        },
        address="returns:reintegration",
    )
)
