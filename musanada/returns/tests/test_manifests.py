"""The manifest: names as in the document, families together, signed; each copy taken is kept like every list that leaves."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from musanada.access.models import AuditEntry
from musanada.dataprotection.models import PeopleExport
from musanada.kit.errors import MissingRight, Refused
from musanada.people.models import PersonName
from musanada.returns import manifests
from musanada.returns.commands import boarding, manifesting, movements
from musanada.returns.tests.scene import a_family, a_movement, a_return, signed_in, someone


@pytest.fixture
def flight(scene):
    """A family of three and someone alone, who needs a wheelchair and travels with a nurse."""
    family = a_family(scene, 3, "ready")
    alone = a_return(scene, "ready", someone(scene, "Ousmane Bah"))
    alone.fitness.update(result="conditions", needs=",escort,wheelchair,")
    made = a_movement(scene, family[0].wished_on)
    places = boarding.book(scene.travel, made, [*family, alone])
    movements.add_escort(scene.travel, made, kind="medical", name="Infirmière Essai", passenger=places[-1])
    return made


def test_families_stand_together_and_are_numbered(scene, flight):
    content, people = manifests.manifest(scene.travel, flight, "fr")
    groups = [row[-1] for row in content.people]
    assert len(people) == 4
    assert sum("1" in group for group in groups) == 3
    assert content.title.startswith("Manifeste provisoire")
    wheels = next(row for row in content.people if "Ousmane" in row[1])
    assert "Fauteuil roulant" in wheels[7]
    assert "P123456" in wheels[5]
    assert content.escorts[0][2].startswith("N°")


def test_the_name_is_that_of_the_document(scene, flight):
    person = flight.passengers.order_by("booked_at").last().ret.case.person
    PersonName.objects.create(person=person, text="BAH OUSMANE TIDIANE", script="Latn", source="passport")
    content, _people = manifests.manifest(scene.travel, flight, "ar")
    assert any("BAH OUSMANE TIDIANE" in row[1] for row in content.people)


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_both_formats_in_both_languages_are_recorded(scene, flight, lang):
    movements.close_list(scene.travel, flight)
    flight.refresh_from_db()
    paper = manifesting.export_manifest(scene.travel, flight, lang=lang, form="pdf")
    sheet = manifesting.export_manifest(scene.travel, flight, lang=lang, form="xlsx")
    assert paper.startswith(b"%PDF")
    names = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/sharedStrings.xml").decode()
    assert "Ousmane Bah" in names
    kept = PeopleExport.objects.filter(unit=flight.unit)
    assert [(one.rows, one.state, one.people.count()) for one in kept] == [(4, "taken", 4)] * 2
    assert AuditEntry.objects.filter(verb="returns.export_manifest").count() == 2


def test_nobody_else_takes_it_and_an_empty_list_is_none(scene, flight):
    with pytest.raises(MissingRight):
        manifesting.export_manifest(scene.manager, flight, lang="fr", form="pdf")
    empty = a_movement(scene, flight.departs_on)
    with pytest.raises(Refused):
        manifesting.export_manifest(scene.travel, empty, lang="fr", form="pdf")
    address = reverse("returns:manifest", args=[flight.pk, "fr", "pdf"])
    assert signed_in(scene.staff["france.travel_officer"]).get(address).status_code == 404
    assert signed_in(scene.manager).get(address).status_code == 403
    got = signed_in(scene.travel).get(address)
    assert got["Content-Disposition"].startswith("attachment")
    assert signed_in(scene.travel).get(address.replace("/pdf/", "/doc/")).status_code == 404


def test_whom_a_file_hides_is_on_it_only_for_who_is_named(scene, flight):
    person = flight.passengers.order_by("booked_at").last().ret.case.person
    type(person).objects.filter(pk=person.pk).update(protected=True)
    content, people = manifests.manifest(scene.travel, flight, "fr")
    assert len(people) == 3
    assert not any("Ousmane" in row[1] for row in content.people)
    assert not content.escorts


def test_a_longer_list_asks_no_more_questions(scene, flight):
    with CaptureQueriesContext(connection) as few:
        manifests.manifest(scene.travel, flight, "fr")
    more = [a_return(scene, "ready", someone(scene, f"Personne {n}"), day=flight.departs_on) for n in "ABCDE"]
    with CaptureQueriesContext(connection) as booking:
        boarding.book(scene.travel, flight, more)
    with CaptureQueriesContext(connection) as many:
        manifests.manifest(scene.travel, flight, "fr")
    assert len(many) == len(few)
    assert len(booking) < 60
