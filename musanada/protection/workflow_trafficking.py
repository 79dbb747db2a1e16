"""The procedure of help to a victim of trafficking (law 27-14; domain, systems.md §17).

Immediate help is given whatever the state and whatever the criminal case: it is rows, not steps. The states say what is
established and by whom; who is not identified keeps the help that is needed.
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

CODE = "trafficking"
SCREENED = Rule(g.not_presumed, _("Un entretien qui conclut à une victime présumée"))
NOT_SHOWN = Rule(g.not_ruled_out, _("Un entretien qui conclut que les éléments ne sont pas réunis"))
IDENTIFIED = Rule(g.not_identified, _("Une identification, avec l'autorité qui l'a prononcée"))
REFUSED = Rule(g.not_refused, _("Un refus d'identification, avec l'autorité qui l'a prononcé"))
APPROVED = Rule(g.closing_not_approved, _("Une clôture approuvée par une seconde personne"))

FLOW = caseflow(
    CODE,
    "received",
    Step("presume", ("received", "not_identified"), "presumed", right="protection.work",
         label=_("Retenir comme victime présumée"), unless=(SCREENED,)),
    Step("rule_out", ("received",), "not_identified", right="protection.work",
         label=_("Constater que les éléments ne sont pas réunis"), unless=(NOT_SHOWN,)),
    Step("identify", ("presumed", "not_identified"), "identified", right="protection.work",
         label=_("Noter l'identification"), unless=(IDENTIFIED,)),
    Step("not_identify", ("presumed", "identified"), "not_identified", right="protection.work",
         label=_("Noter le refus d'identification"), unless=(REFUSED,)),
    Step("close", ("received", "presumed", "identified", "not_identified"), "closed", right="protection.approve",
         label=_("Clore le dossier"), unless=(APPROVED,)),
    Step("reopen", ("closed",), "received", right="protection.work", label=_("Rouvrir le dossier")),
)  # fmt: skip
say({f"{CODE}.{step.code}": step.label for step in FLOW.steps.values()})

TRAFFICKING = declare(
    Procedure(
        CODE,
        _("Aide à une victime de la traite"),
        FLOW,
        FieldGroup.PROTECTION,
        states={
            "received": _("Accueillie, entretien à mener"),
            "presumed": _("Victime présumée"),
            "identified": _("Victime identifiée"),
            "not_identified": _("Non identifiée comme victime"),
            "closed": _("Clos"),
        },
        closures={"closed": Case.Closure.MET},
        waiting=frozenset({"received", "presumed", "identified", "not_identified"}),
        tones={"identified": "done", "not_identified": "muted", "closed": "muted"},
        address="protection:victim",
    )
)
