"""The procedure of assisted voluntary return, from the first word to the arrival (domain, systems.md §5, §6 and §9).

Papers are collected side by side, not one after the other: from the declaration on, a file is *declared* until nothing
blocks it (*ready*), and the booking asks every lock again for its own day. What the steps demand stands in ``guards``
and ``locks``. Nothing about a withdrawal is a penalty: a person who comes back begins like anybody.
"""

from django.utils.translation import gettext_lazy as _

from musanada.access.verbs import say
from musanada.cases.caseflow import caseflow
from musanada.cases.demands import Rule
from musanada.cases.models import Case
from musanada.cases.procedures import Procedure, declare
from musanada.cases.steps import Step
from musanada.kit.choices import FieldGroup
from musanada.returns import guards as g
from musanada.returns import policies  # noqa: F401  declares the rights

CODE = "return"
ELIGIBLE = Rule(g.eligible, _("Un entretien d'orientation qui conclut à l'entrée dans le programme"))
NOT_ELIGIBLE = Rule(
    g.ineligible, _("Un entretien d'orientation qui conclut que les conditions ne sont pas remplies")
)
ELSEWHERE = Rule(g.elsewhere, _("Un entretien d'orientation qui conclut à un autre service d'abord"))
COUNSELLED = Rule(g.not_counselled, _("Un entretien de conseil"))
DECLARED = Rule(g.not_declared, _("Une déclaration signée et non retirée"))
UNLOCKED = Rule(
    g.locked,
    _("Rien ne bloque le jour du départ : déclaration, document, autorisation, aptitude, feux verts"),
)
ON_A_LIST = Rule(g.not_booked, _("Inscrit sur une liste de départ"))
FUNDED = Rule(g.not_funded, _("Un financement"))
LEFT = Rule(g.not_left, _("Le départ est enregistré"))
NO_HANDOVER = Rule(g.handover_waits, _("Aucune remise à une autre mission n'attend de réponse"))

EARLY = ("enquiry", "registered", "screened", "counselled")
WITH_PAPERS = ("declared", "ready")
BEFORE_BOARDING = (*EARLY, *WITH_PAPERS, "booked", "no_show")

FLOW = caseflow(
    CODE,
    "enquiry",
    Step("register", ("enquiry",), "registered", right="return.register", label=_("Enregistrer la demande")),
    Step("screen", ("registered",), "screened", right="return.screen", label=_("Entrer dans le programme"),
         unless=(ELIGIBLE,)),
    Step("find_ineligible", ("registered",), "ineligible", right="return.screen",
         label=_("Constater que les conditions ne sont pas remplies"), unless=(NOT_ELIGIBLE,)),
    Step("refer", ("registered", "screened"), "referred", right="return.screen",
         label=_("Orienter d'abord vers un autre service"), unless=(ELSEWHERE,)),
    Step("counsel", ("screened",), "counselled", right="return.counsel", label=_("Clore les entretiens de conseil"),
         unless=(COUNSELLED,)),
    Step("declare", ("counselled",), "declared", right="return.counsel",
         label=_("Enregistrer la déclaration de retour volontaire"), unless=(DECLARED,)),
    Step("make_ready", ("declared",), "ready", right="return.papers", label=_("Déclarer prêt au départ"),
         unless=(UNLOCKED,)),
    Step("unready", ("ready",), "declared", right="return.papers", label=_("Reprendre la préparation")),
    Step("book", ("declared", "ready", "no_show"), "booked", right="return.travel", label=_("Inscrire à un voyage"),
         unless=(UNLOCKED,)),
    Step("unbook", ("booked",), "declared", right="return.travel", label=_("Retirer de la liste de départ")),
    Step("depart", ("booked",), "departed", right="return.travel", label=_("Enregistrer le départ"),
         unless=(ON_A_LIST, UNLOCKED)),
    Step("depart_late", (*EARLY, *WITH_PAPERS, "no_show"), "departed", right="return.late",
         label=_("Saisir après coup un départ qui a eu lieu"), unless=(FUNDED,)),
    Step("miss", ("booked",), "no_show", right="return.travel", label=_("Constater l'absence au départ"),
         unless=(ON_A_LIST,)),
    Step("undo_departure", ("departed",), "declared", right="return.late",
         label=_("Contre-écrire un départ noté par erreur")),
    Step("arrive", ("departed",), "arrived", right="return.receive", label=_("Confirmer l'arrivée"), unless=(LEFT,)),
    Step("undo_arrival", ("arrived",), "departed", right="return.late",
         label=_("Contre-écrire une arrivée notée par erreur")),
    Step("hand_over", ("arrived",), "handed_over", right="return.receive", label=_("Clore le retour"),
         unless=(NO_HANDOVER,)),
    Step("withdraw", BEFORE_BOARDING, "withdrawn", right="return.register", label=_("La personne renonce")),
    Step("withdraw_at_gate", ("booked",), "withdrawn", right="return.travel",
         label=_("La personne renonce au moment d'embarquer"), unless=(ON_A_LIST,)),
    Step("lose", (*EARLY, *WITH_PAPERS, "no_show"), "unreachable", right="return.register",
         label=_("La personne est injoignable")),
    Step("refuse_exit", WITH_PAPERS, "exit_refused", right="return.papers", label=_("Constater le refus de sortie")),
    Step("find_unfit", WITH_PAPERS, "unfit", right="return.papers", label=_("Constater l'inaptitude durable au voyage")),
    Step("lack_funds", (*EARLY, *WITH_PAPERS), "no_funds", right="case.lead", label=_("Constater le manque de moyens")),
    Step("mark_duplicate", (*EARLY, *WITH_PAPERS), "duplicate", right="case.lead", label=_("Dossier en double")),
    Step("die", (*BEFORE_BOARDING, "departed", "arrived"), "deceased", right="case.lead",
         label=_("La personne est décédée")),
    Step("reopen", ("ineligible", "referred", "unreachable", "duplicate", "withdrawn"), "registered",
         right="return.register", label=_("Reprendre la demande")),
    Step("resume", ("exit_refused", "unfit", "no_funds"), "counselled", right="case.lead",
         label=_("Reprendre la préparation du départ")),
    Step("reopen_return", ("handed_over",), "arrived", right="case.lead", label=_("Rouvrir le retour")),
)  # fmt: skip
BULK = ("book", "unbook", "depart", "miss", "arrive")
FLOW.in_bulk(*BULK)
say(
    {f"{CODE}.{step.code}": step.label for step in FLOW.steps.values()}
    | {f"{CODE}.{code}_many": FLOW.steps[code].label for code in BULK}
)

RETURN = declare(
    Procedure(
        CODE,
        _("Retour volontaire"),
        FLOW,
        FieldGroup.TRAVEL,
        states={
            "enquiry": _("Renseignement"),
            "registered": _("Demande enregistrée"),
            "screened": _("Dans le programme"),
            "counselled": _("Conseillé"),
            "declared": _("Déclaration signée, départ en préparation"),
            "ready": _("Prêt au départ"),
            "booked": _("Inscrit à un voyage"),
            "departed": _("Parti"),
            "arrived": _("Arrivé"),
            "handed_over": _("Retour clos"),
            "ineligible": _("Conditions non remplies"),
            "referred": _("Orienté vers un autre service"),
            "withdrawn": _("A renoncé"),
            "no_show": _("Absent au départ"),
            "unreachable": _("Injoignable"),
            "exit_refused": _("Sortie refusée"),
            "unfit": _("Inapte au voyage"),
            "no_funds": _("Faute de moyens"),
            "duplicate": _("En double"),
            "deceased": _("Personne décédée"),
        },
        closures={
            "handed_over": Case.Closure.RETURNED,
            "ineligible": Case.Closure.CRITERIA,
            "referred": Case.Closure.TRANSFERRED,
            "withdrawn": Case.Closure.WITHDREW,
            "unreachable": Case.Closure.UNREACHABLE,
            "exit_refused": Case.Closure.REFUSED,
            "unfit": Case.Closure.SAFETY,
            "no_funds": Case.Closure.FUNDS,
            "duplicate": Case.Closure.DUPLICATE,
            "deceased": Case.Closure.DECEASED,
        },
        waiting=frozenset(
            {"enquiry", "registered", "screened", "counselled", "declared", "ready", "booked", "no_show"}
        ),
        tones={
            "ready": "done",
            "no_show": "warning",
            "ineligible": "muted",
            "referred": "muted",
            "withdrawn": "muted",
            "unreachable": "muted",
            "exit_refused": "danger",
            "unfit": "warning",
            "no_funds": "muted",
            "duplicate": "muted",
            "deceased": "muted",
        },
        address="returns:show",
    )
)
