"""What the counter and the imports kept."""

import pytest

from musanada.access.models import User
from musanada.intake.commands import check_in
from musanada.intake.commands import imports as importing
from musanada.intake.commands.imports.running import run_step
from musanada.intake.models import Arrival
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.intake.queries import imports
from musanada.people.models import Person
from tests.apart.test_protected.hiding import hide
from tests.matrix.world import FILE, Estate, someone

pytestmark = pytest.mark.django_db


def test_a_visit_loses_the_person_and_keeps_its_number(country):
    mission = country["mission"]
    person = someone(mission, "Hadiatou Binta Sow")
    visit = check_in(mission.everyone, mission.office, person=person)
    hide(mission, person)
    visit.refresh_from_db()
    assert (visit.person_id, visit.call_name) == (None, "")
    owner = User.objects.get(pk=mission.everyone.pk)
    later = check_in(owner, mission.office, person=Person.objects.get(pk=person.pk))
    assert (later.person_id, later.call_name) == (None, "")
    assert not Arrival.objects.filter(person=person).exists()


def imported(estate: Estate) -> ImportBatch:
    """A file of one person, written into the register."""
    actor = estate.everyone
    content = FILE.replace("Diallo,Awa", "Kourouma,Nantou").encode()
    batch = importing.upload(actor, estate.office, kind="people", name="liste-2.csv", blocks=[content])
    importing.check_columns(actor, batch, mapping=batch.mapping, options={"basis": "consent"})
    run_step(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def test_a_line_that_became_someone_hidden_goes(country):
    mission = country["mission"]
    batch = imported(mission)
    importing.commit(mission.everyone, batch)
    run_step(batch.pk)
    row = ImportRow.objects.get(batch=batch, outcome="created")
    hide(mission, Person.objects.get(pk=row.person))
    batch.refresh_from_db()
    assert (batch.total, batch.done, batch.rows.count()) == (0, 0, 0)
    again = imported(mission)
    assert [(r.outcome, r.decision) for r in again.rows.all()] == [("", "new")]


def test_a_line_proposes_someone_hidden_no_longer(country):
    mission = country["mission"]
    batch = imported(mission)
    row = batch.rows.get()
    row.candidates, row.decision = [{"person": str(mission.twin.pk), "score": 95}], ""
    row.save()
    hide(mission, mission.twin)
    row.refresh_from_db()
    assert (row.candidates, row.decision) == ([], "new")
    manager = User.objects.get(pk=mission.accounts["case_manager"].pk)
    assert imports.likenesses(manager, batch, row) == []
