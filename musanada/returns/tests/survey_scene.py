"""Rounds over reintegrations: who arrived so many months ago, who agreed to be asked, an interview to its end."""

from datetime import date
from typing import Any

from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.periods import add_months
from musanada.people.commands.consents import record_consent
from musanada.people.consents import ConsentDraft
from musanada.returns.models import Reintegration, Return
from musanada.returns.tests import scene as scenes
from musanada.returns.tests.scene import Scene
from musanada.surveys.commands import interviews
from musanada.surveys.commands.instruments import load_instruments
from musanada.surveys.commands.rounds import open_round
from musanada.surveys.models import InstrumentVersion, Interview, Round

TODAY = timezone.localdate()
SUSTAINABILITY, SATISFACTION = "reintegration-sustainability", "reintegration-satisfaction"


def version(code: str = SUSTAINABILITY) -> InstrumentVersion:
    load_instruments()
    return InstrumentVersion.objects.get(instrument__code=code, version=1)


def a_round(scene: Scene, code: str = "baseline", **values: Any) -> Round:
    values = {
        "version": version(),
        "name_fr": f"Campagne {code}",
        "stage": "baseline",
        "population": "returnees",
        "from_months": 1,
        "to_months": 3,
        "events_from": date(TODAY.year - 3, 1, 1),
        "events_to": TODAY,
    } | values
    return open_round(scene.staff["maroc.mne_officer"], scene.maroc, code=code, **values)


def arrived(
    scene: Scene, months: int, name: str = "Awa Diallo", *, at: str = "maroc", agrees: bool = True
) -> Case:
    """The file of reintegration of somebody who arrived so many months ago."""
    day = add_months(TODAY, -months)
    ret = scenes.a_return(scene, "arrived", scenes.someone(scene, name, at=at), at=at, day=day)
    Return.objects.filter(pk=ret.pk).update(arrived_on=day)
    ret.refresh_from_db()
    file: Reintegration = scenes.a_reintegration(scene, ret, at=at)
    if agrees:
        agree(scene, file.case, at=at)
    return file.case


def agree(scene: Scene, case: Case, *, at: str = "maroc") -> Any:
    draft = ConsentDraft("survey", means="mark", notice_version="2026-11", language="fra")
    return record_consent(scene.staff[f"{at}.agent"], case.person, unit=case.unit, draft=draft)


def started(scene: Scene, case: Case, one: Round, *, at: str = "maroc", **values: Any) -> Interview:
    values = {"mode": "phone", "language": "fr", "on": TODAY} | values
    return interviews.start_interview(scene.staff[f"{at}.agent"], case, one=one, **values)


def answered(interview: Interview, worth: float = 1) -> dict[str, str]:
    """An answer for every question, each as near as can be to ``worth``."""
    from musanada.surveys.definitions import definition_of

    definition, found = definition_of(interview.version), {}
    for item in definition.items:
        wanted = 1 - worth if item.reversed else worth
        scored = [a for a in definition.answers_of(item) if a.score is not None]
        pick = (
            min(scored, key=lambda a, w=wanted: abs(float(a.score) - w))
            if scored
            else definition.answers_of(item)[0]
        )
        found[item.id] = pick.code
    return found


def done(scene: Scene, case: Case, one: Round, worth: float = 1, *, at: str = "maroc") -> Interview:
    interview, actor = started(scene, case, one, at=at), scene.staff[f"{at}.agent"]
    interviews.save_answers(actor, interview, answers=answered(interview, worth))
    return interviews.finish_interview(actor, interview)
