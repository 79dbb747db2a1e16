"""Interviews: begun with the person's agreement, saved as one goes, ended with scores; or the reason why there is none.

Every write asks again that the person agrees to be asked. Answers change while the interview goes on; ended, they stand
until somebody opens it again to correct it, and the new scores stand beside the old ones.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.demands import Consent
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, Refused, bad
from musanada.people.queries.consents import covering
from musanada.surveys.commands.instruments import freeze
from musanada.surveys.commands.scores import write
from musanada.surveys.definitions import NOT_ASKED, WITHOUT_VALUE, Definition, definition_of
from musanada.surveys.models import InstrumentVersion, Interview, Round, SurveyAnswer
from musanada.surveys.queries import rounds as queries
from musanada.surveys.queries.answers import answers as answers_in
from musanada.surveys.scoring import applies, is_known, to_ask

INTERVIEW = "survey.interview"
PURPOSE = "survey"
agrees = Consent(PURPOSE)
Outcome = Interview.Outcome
NOT_DONE = (Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.MOVED)


@command(INTERVIEW)
def start_interview(
    actor: User, case: Case, /, *, one: Round, mode: str, language: str, on: date
) -> Interview:
    """Begin, or take up again what was noted as unreachable. The version is frozen by its first interview.

    Raises: Refused without the person's agreement, outside the population or the window; BadInput.
    """
    insist_on_member(one, case, on)
    insist_on_consent(actor, case)
    version = InstrumentVersion.objects.select_for_update().get(pk=one.version_id)
    if language not in definition_of(version).languages:
        raise bad("language", _("Ce questionnaire n'existe pas dans cette langue : choisissez-en une autre."))
    freeze(version)
    known = row_of(one, case)
    if known and known.outcome == Outcome.DONE:
        raise Refused(
            _("Cette personne a déjà répondu dans cette campagne : ouvrez son entretien pour le corriger.")
        )
    if known and known.outcome == Outcome.STARTED:
        return known
    found = known or Interview(round=one, case=case)
    found.version, found.outcome, found.by = version, Outcome.STARTED, actor
    found.consent = consent_of(case)
    return kept(found, mode=mode, language=language, on=on)


@command(INTERVIEW)
def not_answered(actor: User, case: Case, /, *, one: Round, outcome: str, mode: str, on: date) -> Interview:
    """Refused, unreachable or moved away. Of somebody who refuses, no answer is kept. Raises: Refused, BadInput."""
    if outcome not in NOT_DONE:
        raise bad("outcome", _("Choisissez pourquoi il n'y a pas de réponse."))
    insist_on_member(one, case, on)
    known = row_of(one, case)
    if known and known.outcome == Outcome.DONE:
        raise Refused(_("Cette personne a déjà répondu dans cette campagne : sa réponse reste."))
    found = known or Interview(round=one, case=case, version=one.version)
    if known and outcome == Outcome.REFUSED:
        SurveyAnswer.objects.filter(interview=known).delete()
        known.consent = None
    found.outcome, found.by = Outcome(outcome), actor
    return kept(found, mode=mode, language=found.language or definition_of(one.version).languages[0], on=on)


def row_of(one: Round, case: Case) -> Interview | None:
    return Interview.objects.select_for_update().filter(round=one, case=case).first()


def kept(found: Interview, *, mode: str, language: str, on: date) -> Interview:
    if mode not in Interview.Mode.values:
        raise bad("mode", _("Dites comment la personne a été interrogée."))
    found.mode, found.language, found.on = Interview.Mode(mode), language, on
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise Refused(_("Quelqu'un vient de commencer cet entretien : rechargez la page.")) from None
    return found


def insist_on_member(one: Round, case: Case, on: date) -> None:
    """Of the round's population and place, and in its window on the day of the interview."""
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour de l'entretien."))
    event = queries.event_of(one, case)
    if event is None:
        raise Refused(
            _("Cette personne ne fait pas partie de la population de cette campagne."), code="survey_not_in"
        )
    open_on = queries.window_of(one, event)
    if on < open_on.first:
        raise bad(
            "on", _("Il est trop tôt pour interroger cette personne : la fenêtre n'est pas encore ouverte.")
        )
    if on > open_on.end:
        raise bad(
            "on", _("Il est trop tard : la fenêtre de cette personne est fermée depuis plus d'un mois.")
        )


def insist_on_consent(actor: User, case: Case) -> None:
    why = agrees(actor, case)
    if why is not None:
        raise Refused(why, code="survey_consent")


def consent_of(case: Case) -> UUID | None:
    said = covering(case.person.merged_into or case.person, PURPOSE, holder=case.unit)
    return said.pk if said else None


def going_on(actor: User, interview: Interview) -> Interview:
    """The row, locked, of an interview that goes on, with an agreement that still stands."""
    fresh = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("case__person__merged_into", "case__unit", "version")
        .get(pk=interview.pk)
    )
    if fresh.outcome != Outcome.STARTED:
        raise Refused(
            _("Cet entretien est terminé : ouvrez-le d'abord pour le corriger."), code="survey_not_going_on"
        )
    insist_on_consent(actor, fresh.case)
    return fresh


@command(INTERVIEW)
def save_answers(actor: User, interview: Interview, /, *, answers: Mapping[str, str]) -> Interview:
    """Some answers, the others stay. Raises: BadInput for a question or an answer that does not exist; Refused."""
    fresh = going_on(actor, interview)
    definition = definition_of(fresh.version)
    insist_on_codes(definition, answers)
    rows = [SurveyAnswer(interview=fresh, item=item, answer=answer) for item, answer in answers.items()]
    SurveyAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["interview", "item"], update_fields=["answer"]
    )
    return fresh


def insist_on_codes(definition: Definition, answers: Mapping[str, str]) -> None:
    wrong = {}
    for item, answer in answers.items():
        if item not in definition.by_id:
            raise BadInput(
                _("Une des questions envoyées n'existe pas dans cette version : rechargez la page.")
            )
        if not is_known(definition, definition.by_id[item], answer):
            wrong[item] = _("Cette réponse n'existe pas pour cette question : choisissez-en une de la liste.")
    if wrong:
        raise BadInput(next(iter(wrong.values())), fields=wrong, code="survey_answer")


@command(INTERVIEW)
def finish_interview(actor: User, interview: Interview, /, *, rest_not_asked: bool = False) -> Interview:
    """The interview ends and is scored with the version it was asked with.

    Every question that applies has an answer, *unknown*, *refused* and *not asked* included; ``rest_not_asked`` says the
    last of the others. Raises: Refused, BadInput.
    """
    fresh = going_on(actor, interview)
    definition = definition_of(fresh.version)
    answers = answers_in(fresh.pk)
    if all(answer in WITHOUT_VALUE for answer in answers.values()):
        raise Refused(
            _("Aucune question n'a de réponse : notez plutôt pourquoi la personne n'a pas répondu.")
        )
    wanted = {item.id for item in to_ask(definition, answers)}
    left = [pk for pk in wanted if pk not in answers]
    if left and not rest_not_asked:
        raise unanswered(len(left))
    SurveyAnswer.objects.bulk_create(
        [SurveyAnswer(interview=fresh, item=item, answer=NOT_ASKED) for item in left]
    )
    # What was answered before the question above it changed no longer applies.
    SurveyAnswer.objects.filter(interview=fresh).exclude(item__in=applying(definition, fresh)).delete()
    moment = timezone.now()
    fresh.outcome, fresh.done_at, fresh.by = Outcome.DONE, moment, actor
    fresh.save(update_fields=["outcome", "done_at", "by"])
    write(actor, [fresh.pk], fresh.version, moment)
    return fresh


def applying(definition: Definition, interview: Interview) -> list[str]:
    """Questions asked, and those nobody can tell of that were answered all the same."""
    answers = answers_in(interview.pk)
    return [item.id for item in definition.items if applies(definition, item, answers) is not False]


def unanswered(count: int) -> BadInput:
    sentence = ngettext(
        "Il reste %(n)s question sans réponse : répondez-y, ou cochez qu'elle n'a pas été posée.",
        "Il reste %(n)s questions sans réponse : répondez-y, ou cochez qu'elles n'ont pas été posées.",
        count,
    ) % {"n": count}
    return BadInput(sentence, fields={"rest_not_asked": sentence}, code="survey_unanswered")


@command(INTERVIEW)
def correct_interview(actor: User, interview: Interview, /) -> Interview:
    """A finished interview goes on again. Its scores stay and no figure counts it until it is ended anew."""
    changed = Interview.objects.filter(pk=interview.pk, outcome=Outcome.DONE).update(
        outcome=Outcome.STARTED, done_at=None
    )
    if not changed:
        raise Refused(_("Cet entretien n'est pas terminé : il se corrige tel quel."))
    interview.refresh_from_db()
    return interview


say(
    {
        "surveys.start_interview": _("Entretien d'enquête commencé"),
        "surveys.save_answers": _("Réponses d'enquête enregistrées"),
        "surveys.finish_interview": _("Entretien d'enquête terminé et noté"),
        "surveys.not_answered": _("Enquête sans réponse, avec le motif"),
        "surveys.correct_interview": _("Entretien d'enquête rouvert pour correction"),
    },
    kinds={"surveys.interview": _("Entretien d'enquête")},
    pages={"surveys.interview": "surveys:interview"},
)
