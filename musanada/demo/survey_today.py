"""A survey at work today: a round of people back for some months; one was asked to the end, another is being asked."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from musanada.access.models import Unit
from musanada.demo.returns_today import ago
from musanada.demo.returns_world import Estate
from musanada.people.commands.consents import record_consent
from musanada.people.consents import ConsentDraft
from musanada.returns.models import Reintegration
from musanada.surveys.commands.instruments import load_instruments
from musanada.surveys.commands.interviews import finish_interview, save_answers, start_interview
from musanada.surveys.commands.rounds import open_round
from musanada.surveys.definitions import definition_of
from musanada.surveys.models import InstrumentVersion, Round

INSTRUMENT = "reintegration-sustainability"


def fill(estate: Estate, unit: str, files: Sequence[UUID]) -> None:
    load_instruments()  # set-up has loaded them; a bare database of a test has not
    version = InstrumentVersion.objects.filter(instrument__code=INSTRUMENT).latest("loaded_at")
    made = opened(estate, estate.units[unit], version)
    actor = estate.staff["case-manager.oujda"]
    for number, key in enumerate(files):
        file = Reintegration.objects.select_related("case__person", "case__unit").get(pk=key)
        yes = ConsentDraft(
            purpose="survey", means="oral", notice_version="2024-01", witness="Interprète de permanence"
        )
        record_consent(actor, file.case.person, unit=estate.units[unit], draft=yes)
        asked = start_interview(
            actor, file.case, one=made, mode="present", language="fr", on=timezone.localdate()
        )
        said = answers(version, number)
        save_answers(actor, asked, answers=said if number == 0 else dict(list(said.items())[:8]))
        if number == 0:
            finish_interview(actor, asked, rest_not_asked=True)


def opened(estate: Estate, unit: Unit, version: InstrumentVersion) -> Round:
    return open_round(
        estate.staff["mne-officer.oujda"],
        unit,
        code="demo-retours-oujda",
        version=version,
        name_fr="Personnes rentrées à Oujda (démonstration)",
        name_ar="العائدون إلى وجدة (عرض)",
        stage="final",
        population="returnees_to_morocco",
        from_months=6,
        to_months=18,
        events_from=ago(400),
        events_to=ago(200),
        sampling=Round.Sampling.REACHED,
        sampling_note="Qui a pu être joint par téléphone.",
    )


def answers(version: InstrumentVersion, number: int) -> dict[str, str]:
    """To each question one of its answers, better or worse by turns."""
    definition, found = definition_of(version), {}
    for place, item in enumerate(definition.items):
        listed = definition.answers_of(item)
        found[item.id] = listed[(place + number) % min(len(listed), 3)].code
    return found
