"""The best interests assessment (BIA): opened for a reason, written, said to be done, reviewed by someone else.

Nothing else waits for it: help, a bed, a guardian are asked for whatever its state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, Sentence, bad
from musanada.kit.ids import new_id
from musanada.people.commands.confidential import insist_in_full
from musanada.protection.commands import clocks
from musanada.protection.models import Assessment, Clock, Factor, Known, Outlook, ProtectionFile
from musanada.protection.queries import assessments as reads
from musanada.protection.rules import value
from musanada.protection.workflow import FLOW

S = Assessment.State
K = Clock.Kind
STEP = FLOW.steps["open_bia"]
NO_WAY: dict[str, Sentence] = {
    "bia_open": _("Une évaluation est déjà en cours : finissez-la, elle se complète jusqu'à sa relecture."),
    "bid_needed": _(
        "Une détermination (BID) se prépare : écrivez les faits nouveaux dans son rapport, ou renoncez-y, puis ouvrez "
        "l'évaluation."
    ),
    "bid_scheduled": _(
        "Un panel est convoqué : reprenez la BID sur faits nouveaux ou renoncez-y, puis ouvrez l'évaluation."
    ),
    "closed": _("Ce dossier est clos : rouvrez-le d'abord, avec un motif."),
}


@dataclass(frozen=True)
class AssessmentDraft:
    """What is written of an assessment, complete or not."""

    heard: tuple[str, ...] = ()
    interpreter: str = Known.NOT_ASKED
    views: str = ""
    maturity: str = ""
    factors: Mapping[str, str] = field(default_factory=dict)
    recommendation: str = ""
    reasons: str = ""
    bid_needed: str = ""


def insist_on_child(file: ProtectionFile) -> None:
    if file.kind != ProtectionFile.Kind.CHILD:
        raise Refused(_("Cette procédure est celle d'un enfant : ouvrez-la sur son dossier d'enfant."))


@command("bip.assess")
def open_assessment(
    actor: User, file: ProtectionFile, /, *, trigger: str, on: date | None = None, pk: UUID | None = None
) -> Assessment:
    """One at a time, due by the level of risk. The same ``pk`` twice is one. Raises: BadInput, Refused."""
    known = Assessment.objects.filter(pk=pk, file=file).first() if pk else None
    if known:
        return known
    insist_on_child(file)
    if trigger not in Assessment.Trigger.values:
        raise bad("trigger", _("Dites pourquoi évaluer maintenant."))
    day = past_day(on, file.identified_on)
    file.case.refresh_from_db()
    if file.case.state not in STEP.source:
        raise Refused(NO_WAY.get(file.case.state, NO_WAY["closed"]), code="bia.no_way")
    due = reads.due_day(file, trigger, day)
    one = taken_up(file) or Assessment.objects.create(
        id=pk or new_id(), file=file, trigger=trigger, opened_on=day, due_on=due, assessor=actor
    )
    clocks.start(file, K.BIA, one.due_on, on=day)
    FLOW.run(actor, file.case, "open_bia", move=Move(on=day, reasons=(trigger,)))
    return one


def taken_up(file: ProtectionFile) -> Assessment | None:
    """One left unfinished when the file was closed goes on, whoever asks for another."""
    one = reads.running(file)
    if one is not None and one.state != S.OPEN:
        Assessment.objects.filter(pk=one.pk).update(state=S.OPEN, done_on=None)
        one.refresh_from_db()
    return one


def past_day(on: date | None, least: date | None = None) -> date:
    """Raises: BadInput for a day to come, or before the child was identified."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise bad("on", _("Ce jour est à venir : écrivez le jour où cela s'est fait."))
    if least and day < least:
        raise bad("on", _("Ce jour est avant le précédent dans ce dossier : vérifiez la date."))
    return day


@command("bip.assess")
def write_assessment(actor: User, one: Assessment, /, *, draft: AssessmentDraft) -> Assessment:
    """Keep what is written so far; nothing is asked to be complete. Raises: BadInput, Refused."""
    check_codes(draft)
    changed = Assessment.objects.filter(pk=one.pk, state__in=reads.WRITABLE).update(
        heard=f",{','.join(draft.heard)}," if draft.heard else "",
        interpreter=draft.interpreter,
        views=draft.views.strip(),
        maturity=draft.maturity.strip(),
        recommendation=draft.recommendation,
        reasons=draft.reasons.strip(),
        bid_needed=draft.bid_needed,
    )
    if not changed:
        raise Refused(
            _("Cette évaluation n'est plus en cours : elle ne change que si le relecteur la renvoie.")
        )
    for kind in Factor.Kind.values:
        write_factor(one, kind, draft.factors.get(kind, "").strip())
    one.refresh_from_db()
    return one


def check_codes(draft: AssessmentDraft) -> None:
    if set(draft.heard) - reads.HEARD.keys():
        raise bad("heard", _("Choisissez dans la liste."))
    if draft.recommendation and draft.recommendation not in Outlook.values:
        raise bad("recommendation", _("Choisissez dans la liste."))
    if draft.bid_needed and draft.bid_needed not in Assessment.Need.values:
        raise bad("bid_needed", _("Choisissez dans la liste."))


def write_factor(one: Assessment, kind: str, found: str) -> None:
    known = Factor.objects.filter(assessment=one, kind=kind)
    if not found:
        known.delete()
    elif not known.update(found=found):
        Factor.objects.create(file=one.file, assessment=one, kind=kind, found=found)


@command("bip.assess")
def finish_assessment(actor: User, one: Assessment, /, *, on: date | None = None) -> Assessment:
    """Done, to be reviewed: complete, or it says what is missing. Raises: BadInput, Refused."""
    day = past_day(on, one.opened_on)
    one.refresh_from_db()
    insist_on_whole(one)
    rows = Assessment.objects.filter(pk=one.pk, state__in=reads.WRITABLE)
    if not rows.update(state=S.DONE, done_on=day):
        raise Refused(_("Cette évaluation n'est plus en cours : rechargez la page."))
    clocks.meet(one.file, K.BIA, on=day)
    one.refresh_from_db()
    return one


def insist_on_whole(one: Assessment) -> None:
    """What a reviewer must find. Raises: BadInput at the first field that is missing."""
    if not one.views:
        raise bad("views", _("Écrivez ce que dit et veut l'enfant, ou pourquoi il n'a pas pu être entendu."))
    if not one.maturity:
        raise bad("maturity", _("Dites son âge et sa maturité : le panel pèse sa parole avec cela."))
    lacking = [label for code, label in Factor.Kind.choices if not reads.factors_of(one).get(code)]
    if lacking:
        names = " · ".join(str(label) for label in lacking)
        raise bad(
            "factors",
            _("Il manque : %(names)s. Écrivez ce qui est constaté, ou que rien n'est connu.")
            % {"names": names},
        )
    if not one.recommendation:
        raise bad("recommendation", _("Dites ce que vous recommandez."))
    if not one.reasons:
        raise bad("reasons", _("Dites pourquoi cette recommandation."))
    if not one.options.filter(outlook=one.recommendation).exists():
        raise bad("recommendation", _("Pesez d'abord l'option que vous recommandez : pour et contre."))
    insist_on_need(one)


def insist_on_need(one: Assessment) -> None:
    if not one.bid_needed:
        raise bad("bid_needed", _("Dites si une détermination par un panel (BID) est nécessaire."))
    if one.bid_needed == Assessment.Need.NO and reads.needs_panel(one.file, one.recommendation):
        raise bad(
            "bid_needed",
            _(
                "Ce que vous recommandez se décide par un panel (BID) : une solution durable d'un enfant non accompagné "
                "ou séparé, ou son éloignement de ceux qui s'en occupent. Dites pourquoi une BID est nécessaire."
            ),
        )


@command("bip.review")
def review_assessment(
    actor: User, one: Assessment, /, *, accept: bool, text: str = "", on: date | None = None
) -> Assessment:
    """Another person keeps it (it is valid for a time) or sends it back with words. Raises: BadInput, Refused."""
    one.refresh_from_db()
    insist_in_full(actor, one.file.secret)
    if why := reads.why_not_review(actor, one):
        raise Refused(why, code="bia.review")
    if not accept:
        return send_back(actor, one, text)
    day = past_day(on, one.done_on)
    until = day + timedelta(days=value("bia_valid", day))
    Assessment.objects.filter(pk=one.pk, state=S.DONE).update(
        state=S.REVIEWED, reviewer=actor, reviewed_on=day, review=text.strip(), valid_to=until
    )
    clocks.meet(one.file, K.BIA_REVIEW, on=day)
    clocks.start(one.file, K.BIA_REVIEW, until, on=day)
    case = one.file.case
    case.refresh_from_db()
    if case.state != "bia_open":
        raise Refused(_("Le dossier n'est plus à l'évaluation : rouvrez l'évaluation depuis le dossier."))
    FLOW.run(actor, case, "finish_bia", move=Move(on=day))
    one.refresh_from_db()
    return one


def send_back(actor: User, one: Assessment, text: str) -> Assessment:
    """It is not done: its day stands, late or not."""
    if not text.strip():
        raise bad("text", _("Dites ce qui est à reprendre : l'évaluateur le lira."))
    Assessment.objects.filter(pk=one.pk, state=S.DONE).update(
        state=S.RETURNED, done_on=None, reviewer=actor, reviewed_on=timezone.localdate(), review=text.strip()
    )
    clocks.start(one.file, K.BIA, one.due_on)
    one.refresh_from_db()
    return one


say(
    {
        "protection.open_assessment": _("Évaluation de l'intérêt supérieur ouverte"),
        "protection.write_assessment": _("Évaluation de l'intérêt supérieur écrite"),
        "protection.finish_assessment": _("Évaluation de l'intérêt supérieur faite"),
        "protection.review_assessment": _("Évaluation de l'intérêt supérieur relue"),
    },
    kinds={
        "protection.assessment": _("Évaluation de l'intérêt supérieur (BIA)"),
        "protection.factor": _("Facteur d'une évaluation"),
    },
)
