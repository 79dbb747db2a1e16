"""The best interests determination (BID): a report by one, reviewed by another, a sealed dossier, a decision, its effects.

The case's procedure moves with it in one transaction. Where no step leads, the sentence says what to do first; help,
placement and visits never wait for any of it. The panel itself stands in ``commands.panels``.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.cases.commands.clearances import take_back_ungrounded
from musanada.kit.errors import Refused, Sentence, bad
from musanada.kit.ids import new_id
from musanada.protection import dossiers
from musanada.protection.commands import clocks
from musanada.protection.commands.assessments import insist_on_child, past_day
from musanada.protection.commands.options import copy_options
from musanada.protection.models import Assessment, Clock, Determination, ProtectionFile
from musanada.protection.queries import determinations as reads
from musanada.protection.queries.assessments import latest_reviewed
from musanada.protection.rules import value
from musanada.protection.workflow import FLOW as CASE
from musanada.protection.workflow_bid import FLOW

S = Determination.State
K = Clock.Kind
LEAST_REASONS = 20  # characters: whoever reads the decision must understand it
NO_WAY: dict[str, Sentence] = {
    "identified": _(
        "Aucune évaluation ne conclut encore à une BID : ouvrez et faites relire une évaluation (BIA) d'abord."
    ),
    "bia_open": _("Une évaluation est en cours : finissez-la et faites-la relire, puis demandez la BID."),
    "bid_scheduled": _("Un panel est déjà convoqué : attendez sa décision, ou reportez-le."),
    "closed": _("Ce dossier est clos : rouvrez-le d'abord, avec un motif."),
}


@command("bid.manage")
def begin_determination(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    question: str = "",
    on: date | None = None,
    pk: UUID | None = None,
) -> Determination:
    """A report to write, with the options of the assessment that asks for it. The same ``pk`` twice is one.

    Raises: BadInput; Refused with what to do where the file's state leads to no BID.
    """
    known = Determination.objects.filter(pk=pk, file=file).first() if pk else None
    if known:
        return known
    insist_on_child(file)
    if reads.open_one(file) is not None:
        raise Refused(_("Une BID est déjà en cours pour cet enfant : reprenez-la."))
    assessed = latest_reviewed(file)
    if assessed is None or assessed.bid_needed in ("", Assessment.Need.NO):
        raise Refused(NO_WAY["identified"], code="bid.no_way")
    asked = question or assessed.bid_needed
    if asked not in Assessment.Need.values or asked == Assessment.Need.NO:
        raise bad("question", _("Choisissez la question posée au panel."))
    day = past_day(on, assessed.reviewed_on)
    to_bid_needed(actor, file, day)
    bid = written(actor, file, assessed, asked, day, pk)
    copy_options(assessed.options.all(), bid=bid)
    return bid


def written(
    actor: User, file: ProtectionFile, assessed: Assessment, question: str, day: date, pk: UUID | None = None
) -> Determination:
    """The row and its clock; the caller holds the transaction."""
    due = day + timedelta(days=value("bid_within", day))
    bid = Determination.objects.create(
        id=pk or new_id(),
        file=file,
        assessment=assessed,
        question=question,
        opened_on=day,
        due_on=due,
        officer=actor,
    )
    clocks.start(file, K.BID, due, on=day)
    return bid


def to_bid_needed(actor: User, file: ProtectionFile, day: date, text: str = "") -> None:
    """The step of the case, unless it stands there already. Raises: Refused with what to do first."""
    case = file.case
    case.refresh_from_db()
    if case.state == "bid_needed":
        return
    if case.state not in CASE.steps["need_bid"].source:
        raise Refused(NO_WAY.get(case.state, NO_WAY["closed"]), code="bid.no_way")
    CASE.run(actor, case, "need_bid", move=Move(on=day, text=text))


@command("bid.manage")
def write_report(actor: User, bid: Determination, /, *, report: str) -> Determination:
    """Raises: Refused once it waits for its reviewer."""
    if not Determination.objects.filter(pk=bid.pk, state=S.DRAFT).update(report=report.strip()):
        raise Refused(
            _("Ce rapport n'est plus en cours d'écriture : le relecteur peut le renvoyer à son auteur.")
        )
    bid.refresh_from_db()
    return bid


def submit_report(actor: User, bid: Determination) -> Determination:
    """To be reviewed by another. Raises: Refused, MissingRight."""
    return FLOW.run(actor, bid, "submit", reviewer=None, reviewed_on=None)


def review_report(actor: User, bid: Determination, *, accept: bool, text: str = "") -> Determination:
    """Kept, or sent back to its author with words. Raises: BadInput, Refused, MissingRight."""
    if accept:
        return FLOW.run(
            actor, bid, "keep", reviewer=actor, reviewed_on=timezone.localdate(), review=text.strip()
        )
    if not text.strip():
        raise bad("text", _("Dites ce qui est à reprendre : l'auteur du rapport le lira."))
    return FLOW.run(actor, bid, "send_back", reviewer=None, reviewed_on=None, review=text.strip())


def seal_dossier(actor: User, bid: Determination) -> Determination:
    """From now on the panel reads this and nothing else; new facts need the BID to be taken up again.

    Raises: Refused, MissingRight.
    """
    text, digest = dossiers.seal(bid, timezone.localdate())
    return FLOW.run(actor, bid, "seal", dossier=text, digest=digest, sealed_at=timezone.now())


def reopen(actor: User, bid: Determination, *, why: str, on: date | None = None) -> Determination:
    """New facts: this one no longer counts, and a report is written anew from it. Answers the new one, or, where the
    file's state leads to no BID yet, the old one.

    Raises: BadInput, Refused, MissingRight.
    """
    if len(why.strip()) < LEAST_REASONS:
        raise bad(
            "why", _("Dites quels faits sont nouveaux, en %(n)s caractères au moins.") % {"n": LEAST_REASONS}
        )
    day = past_day(on, bid.opened_on)
    if bid.file.case.closed_on is not None:
        raise Refused(NO_WAY["closed"])
    found: list[Determination] = []
    FLOW.run(
        actor, bid, "reopen", reopened_on=day, reopened_why=why.strip(),
        also=lambda who, one: found.append(taken_up(who, one, day)),
    )  # fmt: skip
    return found[0]


def taken_up(actor: User, bid: Determination, day: date) -> Determination:
    """The clocks of the old one stop; a new report begins where the case allows it."""
    file, case = bid.file, bid.file.case
    take_back_ungrounded(actor, case.person)
    for kind in (K.TOLD, K.BID_REVIEW, K.BID):
        clocks.drop(file, kind, on=day)
    case.refresh_from_db()
    if case.state == "bid_scheduled":
        CASE.run(actor, case, "postpone_bid", move=Move(on=day))
    elif case.state in CASE.steps["need_bid"].source:
        CASE.run(actor, case, "need_bid", move=Move(on=day))
    elif case.state != "bid_needed":
        return bid
    made = written(actor, file, latest_reviewed(file) or bid.assessment, bid.question, day)
    Determination.objects.filter(pk=made.pk).update(report=bid.report)
    copy_options(bid.options.all(), bid=made)
    made.refresh_from_db()
    return made


def drop(actor: User, bid: Determination, *, why: str, on: date | None = None) -> Determination:
    """No panel is needed any more. Raises: BadInput, Refused, MissingRight."""
    if not why.strip():
        raise bad("why", _("Dites pourquoi la BID n'a plus d'objet."))
    day = past_day(on, bid.opened_on)

    def also(who: User, one: Determination) -> None:
        case = one.file.case
        case.refresh_from_db()
        clocks.drop(one.file, K.BID, on=day)
        if case.state == "bid_scheduled":
            CASE.run(who, case, "postpone_bid", move=Move(on=day))
        if case.state == "bid_needed":
            CASE.run(who, case, "drop_bid", move=Move(on=day, text=why.strip()))

    return FLOW.run(actor, bid, "drop", also=also)


@command("protection.work")
def tell_child(
    actor: User, bid: Determination, /, *, on: date | None = None, by: User | None = None
) -> Determination:
    """The child was told, on a day, by somebody named on the file. Raises: BadInput, Refused."""
    day = past_day(on, bid.decided_on)
    rows = Determination.objects.filter(pk=bid.pk, state__in=reads.STANDING, told_on=None)
    if not rows.update(told_on=day, told_by=by or actor):
        raise Refused(_("Il n'y a pas de décision à dire, ou elle est déjà dite : rechargez la page."))
    clocks.meet(bid.file, K.TOLD, on=day)
    bid.refresh_from_db()
    return bid


def implement(actor: User, bid: Determination, *, on: date | None = None) -> Determination:
    """The decision is being carried out: the case goes on to its solution. Raises: BadInput, Refused, MissingRight."""
    day = past_day(on, bid.decided_on)
    case = bid.file.case
    case.refresh_from_db()
    if bid.state == S.DECIDED and case.state != "bid_decided":
        raise Refused(AFTER.get(case.state, NO_WAY.get(case.state, NO_WAY["closed"])), code="bid.no_way")

    def also(who: User, one: Determination) -> None:
        CASE.run(who, case, "implement", move=Move(on=day))

    return FLOW.run(actor, bid, "implement", implemented_on=day, also=also)


AFTER: dict[str, Sentence] = {
    "plan_active": _(
        "Le dossier est revenu au plan depuis la décision : reprenez la BID sur faits nouveaux, ou menez la suite au plan."
    ),
    "bia_open": _("Une évaluation est en cours depuis la décision : finissez-la d'abord."),
    "bia_done": _(
        "Une évaluation plus récente est faite : reprenez la BID sur faits nouveaux si elle change la décision."
    ),
}


@command("protection.work")
def keep_decision(
    actor: User, bid: Determination, /, *, review_on: date, on: date | None = None
) -> Determination:
    """Reviewed on its day and still right: the next day of review. Otherwise it is taken up again. Raises: BadInput."""
    day = past_day(on, bid.decided_on)
    if review_on <= day or review_on > day + timedelta(days=value("bid_review", day)):
        raise bad(
            "review_on",
            _("Choisissez un jour de revue à venir, dans les %(n)s jours : c'est la règle en vigueur.")
            % {"n": value("bid_review", day)},
        )
    if not Determination.objects.filter(pk=bid.pk, state__in=reads.STANDING).update(review_on=review_on):
        raise Refused(_("Cette décision ne vaut plus : il n'y a rien à revoir."))
    clocks.meet(bid.file, K.BID_REVIEW, on=day)
    clocks.start(bid.file, K.BID_REVIEW, review_on, on=day)
    bid.refresh_from_db()
    return bid


say(
    {
        "protection.begin_determination": _("Détermination (BID) demandée"),
        "protection.write_report": _("Rapport au panel écrit"),
        "protection.tell_child": _("Décision dite à l'enfant"),
        "protection.keep_decision": _("Décision revue et maintenue"),
    }
)
