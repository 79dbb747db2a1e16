"""Scores written: at the end of an interview, and for a whole round under another version. Rows are only added."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused
from musanada.surveys.definitions import definition_of
from musanada.surveys.models import InstrumentVersion, Interview, Round, Score
from musanada.surveys.queries.answers import answers_of
from musanada.surveys.scoring import score

MANAGE = "survey.manage"
CHUNK = 500


@command(MANAGE)
def score_round(actor: User, one: Round, /, *, version: InstrumentVersion) -> int:
    """Every interview of the round scored under ``version`` of the same instrument, beside what was scored before.

    Raises: Refused for another instrument, or a version that may still change.
    """
    if version.instrument_id != one.version.instrument_id:
        raise Refused(_("Cette version est celle d'un autre questionnaire : choisissez une version du même."))
    if version.frozen_at is None:
        raise Refused(_("Cette version peut encore changer : figez-la avant de noter avec elle."))
    moment, written = timezone.now(), 0
    done = Interview.objects.filter(round=one, outcome=Interview.Outcome.DONE).order_by("pk")
    keys = list(done.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        written += write(actor, keys[start : start + CHUNK], version, moment)
    return written


def write(actor: User, interviews: list[UUID], version: InstrumentVersion, moment: datetime) -> int:
    rows = list(scores(actor, answers_of(interviews).items(), version, moment))
    return len(Score.objects.bulk_create(rows))


def scores(
    actor: User, given: Iterable[tuple[UUID, dict[str, str]]], version: InstrumentVersion, moment: datetime
) -> Iterator[Score]:
    definition = definition_of(version)
    for interview, answers in given:
        for found in score(definition, answers):
            yield Score(
                interview_id=interview,
                version=version,
                dimension=found.dimension,
                value=found.value,
                answered=found.answered,
                items=found.items,
                band=found.band,
                computed_at=moment,
                computed_by=actor,
            )


say(
    {"surveys.score_round": _("Campagne notée avec une version du questionnaire")},
    kinds={"surveys.score": _("Note d'enquête")},
)
