"""The procedure of regularisation, from the deposit of a file to the card (domain, systems.md §1 and §2).

The commission gives an opinion; the office tells it; the national commission hears appeals and may relax criteria for a
whole category. What the steps demand stands in ``guards``.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import caseflow
from musanada.cases.demands import Pieces, Rule
from musanada.cases.models import Case
from musanada.cases.procedures import Procedure, declare
from musanada.cases.steps import Step
from musanada.kit.choices import FieldGroup
from musanada.regularisation import guards as g
from musanada.regularisation import policies  # noqa: F401  declares the rights

CODE = "regularisation"
APPEALS = "application.appeals_unit"
INTAKE, NOTIFY, RECORD = "regularisation.intake", "regularisation.notify", "commission.record"
# What each demand says of itself, in the table and the diagram of the procedure.
IN_WINDOW = Rule(g.outside_the_window, _("Un jour où l'opération prend des dossiers"))
CLAIMS = Rule(g.nothing_claimed, _("Au moins une catégorie demandée"))
DECLARED = Rule(g.incomplete_declaration, _("La déclaration que demande la catégorie"))
IN_SESSION = Rule(g.no_open_session, _("Inscrit à une session ouverte"))
QUORUM = Rule(g.no_quorum, _("Le quorum, sans les membres qui se récusent"))
IN_PLENARY = Rule(g.no_open_plenary, _("Inscrit à une plénière ouverte"))
PLENARY_QUORUM = Rule(g.no_plenary_quorum, _("Le quorum de la plénière, sans les membres qui se récusent"))
HEARD = Rule(g.no_appeals_commission, _("L'opération a une commission de recours"))
IN_TIME = Rule(g.appeal_too_late, _("Dans le délai de recours de l'opération, s'il y en a un"))
LISTED = Rule(g.not_on_a_relief_list, _("Sur la liste d'une décision d'assouplissement"))
FINAL = Rule(g.appeal_still_possible, _("Plus de recours possible"))
ONCE_LODGED = Rule(g.never_lodged, _("Déjà déposé une fois"))
ALONE = Rule(g.another_file, _("Pas d'autre dossier de la personne dans l'opération"))
BEFORE_OPINION = ("lodged", "incomplete", "complete", "adjourned")
REFUSED = ("unfavourable", "notified_refusal", "appeal", "refused")
OPEN = ("draft", *BEFORE_OPINION, "scheduled")


def settled(actor: User, case: Any) -> None:
    """What the national commission asked for is done by the step itself: nobody has to say so a second time."""
    from musanada.regularisation.commands.instructions import settle

    settle(actor, [case.application.pk], on=timezone.localdate())


def unsettled(actor: User, case: Any) -> None:
    """A card that is not made after all leaves the commission's instruction to be carried out."""
    from musanada.regularisation.commands.instructions import unsettle

    unsettle([case.application.pk])


def appeal_ended(actor: User, case: Any) -> None:
    from musanada.regularisation.commands.appeals_effects import ended

    ended(case)


FLOW = caseflow(
    CODE,
    "draft",
    Step("lodge", ("draft",), "lodged", right=INTAKE, label=_("Déposer et donner le récépissé"),
         unless=(IN_WINDOW, CLAIMS, DECLARED)),
    Step("ask_pieces", ("lodged", "complete"), "incomplete", right=INTAKE, label=_("Demander des pièces")),
    Step("complete", ("lodged", "incomplete"), "complete", right=INTAKE, label=_("Déclarer complet"),
         unless=(Pieces(),)),
    Step("schedule", ("complete", "adjourned"), "scheduled", right="commission.prepare",
         label=_("Inscrire à l'ordre du jour")),
    Step("unschedule", ("scheduled",), "complete", right="commission.prepare",
         label=_("Retirer de l'ordre du jour")),
    Step("adjourn", ("scheduled",), "adjourned", right=RECORD, label=_("Ajourner"),
         unless=(IN_SESSION,)),
    Step("favour", ("scheduled",), "favourable", right=RECORD, label=_("Avis favorable"),
         unless=(IN_SESSION, QUORUM)),
    Step("refuse", ("scheduled",), "unfavourable", right=RECORD, label=_("Avis défavorable"),
         unless=(IN_SESSION, QUORUM)),
    Step("notify", ("favourable", "appeal_favourable", "relieved"), "notified", right=NOTIFY,
         label=_("Notifier la décision favorable")),
    Step("notify_refusal", ("unfavourable",), "notified_refusal", right=NOTIFY,
         label=_("Notifier l'avis défavorable")),
    Step("appeal", ("unfavourable", "notified_refusal"), "appeal", right="appeal.lodge",
         label=_("Recevoir un recours"), unless=(HEARD, IN_TIME)),
    Step("appeal_direct", ("unfavourable", "notified_refusal"), "appeal", right="appeal.lodge", at=APPEALS,
         label=_("Recevoir un recours à la commission"), unless=(IN_TIME,)),
    Step("withdraw_appeal", ("appeal",), "notified_refusal", right="appeal.lodge",
         label=_("Retirer le recours, à la demande de la personne")),
    Step("withdraw_appeal_direct", ("appeal",), "notified_refusal", right="appeal.lodge", at=APPEALS,
         label=_("Retirer le recours à la commission, à la demande de la personne")),
    Step("overturn", ("appeal",), "appeal_favourable", right="appeal.decide", at=APPEALS,
         label=_("Recours : décision favorable"), unless=(IN_PLENARY, PLENARY_QUORUM)),
    Step("uphold", ("appeal",), "refused", right="appeal.decide", at=APPEALS,
         label=_("Recours : rejet"), unless=(IN_PLENARY, PLENARY_QUORUM)),
    Step("relieve", REFUSED, "relieved", right="relief.decide", at=APPEALS,
         label=_("Assouplissement : favorable"), unless=(LISTED,)),
    Step("reopen_for_relief", ("closed_refused",), "refused", right="relief.decide", at=APPEALS,
         label=_("Rouvrir pour un assouplissement"), unless=(LISTED,)),
    Step("order_card", ("notified",), "card_ordered", right="card.order", label=_("Commander la carte"),
         then=settled),
    Step("issue_card", ("card_ordered",), "card_issued", right="card.make", label=_("Remettre la carte")),
    Step("cancel_card", ("card_ordered",), "notified", right="card.make",
         label=_("Annuler la commande de la carte"), then=unsettled),
    Step("close", ("card_issued",), "closed", right="case.lead", label=_("Clore le dossier"), then=settled),
    Step("close_refused", ("refused", "notified_refusal"), "closed_refused", right="case.lead",
         label=_("Clore après refus définitif"), unless=(FINAL,), then=settled),
    Step("withdraw", OPEN, "withdrawn", right=INTAKE, label=_("La personne retire sa demande")),
    Step("mark_duplicate", OPEN, "duplicate", right="case.lead", label=_("Dossier en double")),
    Step("transfer", ("lodged", "incomplete", "complete", "adjourned"), "transferred", right="case.lead",
         label=_("Transférer à un autre bureau")),
    Step("lapse", ("incomplete",), "lapsed", right="case.lead", label=_("Constater l'abandon")),
    Step("die", (*OPEN, "favourable", *REFUSED, "appeal_favourable", "relieved", "notified", "card_ordered"),
         "deceased", right="case.lead", label=_("La personne est décédée"), then=appeal_ended),
    Step("reopen", ("withdrawn", "duplicate", "lapsed"), "lodged", right="case.lead",
         label=_("Rouvrir le dossier"), unless=(ONCE_LODGED, ALONE)),
    Step("reopen_refused", ("closed_refused",), "refused", right="case.lead",
         label=_("Rouvrir après refus définitif")),
)  # fmt: skip
BULK = (
    "schedule",
    "unschedule",
    "adjourn",
    "favour",
    "refuse",
    "notify",
    "notify_refusal",
    "overturn",
    "uphold",
    "relieve",
    "reopen_for_relief",
)
FLOW.in_bulk(*BULK)
say(
    {f"{CODE}.{step.code}": step.label for step in FLOW.steps.values()}
    | {f"{CODE}.{code}_many": FLOW.steps[code].label for code in BULK}
)

REGULARISATION = declare(
    Procedure(
        CODE,
        _("Régularisation"),
        FLOW,
        FieldGroup.LEGAL,
        states={
            "draft": _("En préparation"),
            "lodged": _("Déposé"),
            "incomplete": _("Incomplet"),
            "complete": _("Complet"),
            "scheduled": _("À l'ordre du jour"),
            "adjourned": _("Ajourné"),
            "favourable": _("Avis favorable"),
            "unfavourable": _("Avis défavorable"),
            "notified": _("Décision favorable notifiée"),
            "notified_refusal": _("Avis défavorable notifié"),
            "appeal": _("En recours"),
            "appeal_favourable": _("Favorable sur recours"),
            "refused": _("Refusé en dernier ressort"),
            "relieved": _("Favorable par assouplissement"),
            "card_ordered": _("Carte commandée"),
            "card_issued": _("Carte remise"),
            "closed": _("Clos : carte remise"),
            "closed_refused": _("Clos : refusé"),
            "withdrawn": _("Retiré par la personne"),
            "duplicate": _("En double"),
            "transferred": _("Transféré"),
            "lapsed": _("Abandonné"),
            "deceased": _("Personne décédée"),
        },
        closures={
            "closed": Case.Closure.MET,
            "closed_refused": Case.Closure.REFUSED,
            "withdrawn": Case.Closure.WITHDREW,
            "duplicate": Case.Closure.DUPLICATE,
            "transferred": Case.Closure.TRANSFERRED,
            "lapsed": Case.Closure.UNREACHABLE,
            "deceased": Case.Closure.DECEASED,
        },
        waiting=frozenset(
            {
                "lodged",
                "complete",
                "scheduled",
                "adjourned",
                "favourable",
                "unfavourable",
                "appeal_favourable",
                "relieved",
                "notified",
            }
        ),
        tones={
            "incomplete": "warning",
            "unfavourable": "warning",
            "notified_refusal": "warning",
            "refused": "danger",
            "closed_refused": "muted",
            "withdrawn": "muted",
            "duplicate": "muted",
            "transferred": "muted",
            "lapsed": "muted",
            "deceased": "muted",
        },
        address="regularisation:show",
    )
)
