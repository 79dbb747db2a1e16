"""A round over the returnees of the estate, somebody who answered in it and somebody who is being asked."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.cases.commands.spine import open_case
from musanada.returns.models import Reintegration, Return
from musanada.surveys.commands.instruments import load_instruments
from musanada.surveys.models import Instrument, Interview, Round, Score, SurveyAnswer

INSTRUMENT = "reintegration-satisfaction"


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    load_instruments()
    day = timezone.localdate()
    version = Instrument.objects.get(code=INSTRUMENT).versions.get(version=1)
    one = Round.objects.create(
        code=f"round-{estate.root.code}",
        unit=estate.root,
        version=version,
        name_fr=f"Campagne {estate.root.code}",
        stage="baseline",
        population="returnees",
        from_months=1,
        to_months=3,
        events_from=day - timedelta(days=400),
        events_to=day,
    )
    asked, answered = a_returnee(estate, estate.person), a_returnee(estate, estate.relative)
    held = {"round": one, "version": version, "language": "fr", "on": day, "by": estate.everyone}
    going = Interview.objects.create(case=asked, **held)
    SurveyAnswer.objects.create(interview=going, item="sat_return", answer="satisfied")
    done = Interview.objects.create(case=answered, outcome="done", done_at=timezone.now(), **held)
    Score.objects.create(
        interview=done,
        version=version,
        dimension="satisfaction",
        answered=8,
        items=8,
        computed_by=estate.everyone,
    )
    return {"survey_round": one, "survey_case": asked, "interview": going, "interview_done": done}


def a_returnee(estate: Any, person: Any) -> Any:
    """Somebody's file of reintegration, two months after the arrival."""
    day = timezone.localdate() - timedelta(days=60)
    travelled = open_case(estate.everyone, estate.office, code="return", person=person, opened_on=day)
    ret = Return.objects.create(
        case=travelled, direction="to_morocco", channel="iom", organised_by=estate.office,
        from_country_id="FRA", to_country_id="MAR", applied_on=day,
    )  # fmt: skip
    case = open_case(estate.everyone, estate.office, code="reintegration", person=person, opened_on=day)
    Reintegration.objects.create(case=case, ret=ret, arrived_on=day)
    return case


MAKERS = {
    "surveys:round": of("survey_round"),
    "surveys:round-change": of("survey_round"),
    "surveys:round-results": of("survey_round"),
    "surveys:round-score": of("survey_round"),
    "surveys:start": of("survey_round", "survey_case"),
    "surveys:no-answer": of("survey_round", "survey_case"),
    "surveys:interview": of("interview"),
    "surveys:ask": of("interview", "=satisfaction"),
    "surveys:save": of("interview"),
    "surveys:correct": of("interview_done"),
    "surveys:scores": of("survey_case"),
}
SHARED = {
    "surveys:instrument": (INSTRUMENT, "a questionnaire is the installation's; who answered it is a round's"),
    "surveys:version": (f"{INSTRUMENT}-v1", "the same"),
    "surveys:version-freeze": (f"{INSTRUMENT}-v1", "the same"),
    "surveys:version-confirm": (f"{INSTRUMENT}-v1", "the same"),
    "surveys:questionnaire": (f"{INSTRUMENT}-v1", "the same"),
}
POST_ONLY = {"surveys:round-score", "surveys:save", "surveys:correct", "surveys:version-freeze"}
