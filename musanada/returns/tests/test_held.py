"""A person is told what returns hold about them, by the organisation that answers and by no other."""

import pytest

from musanada.kit.subject import HELD, Asking, uncovered
from musanada.returns.commands.erasing import erase
from musanada.returns.models import Escort
from musanada.returns.tests.scene import a_reintegration, a_return

pytestmark = pytest.mark.django_db


def told(scene, ret, unit) -> dict[str, list]:
    asking = Asking(
        actor=scene.manager,
        people=(ret.case.person_id,),
        units=frozenset({unit.pk}),
        groups=frozenset(),
        named=frozenset(),
        lang="fr",
    )
    return {
        str(one.title): [[str(cell) for cell in row] for row in one.rows] for one in HELD["returns"](asking)
    }


def test_every_part_is_told(scene):
    ret = a_return(scene, "arrived", to_town="Thiès")
    a_reintegration(scene, ret)
    said = told(scene, ret, scene.maroc)
    assert said["Vos demandes de retour"][0][4] == "Thiès"
    assert len(said["Vos déclarations de retour volontaire"]) == 1
    assert len(said["Vos papiers de voyage et hébergements"]) == 3
    assert [row[1] for row in said["Vos voyages de retour"]] == ["Inscription à un voyage", "Parti", "Arrivé"]
    assert said["Votre réintégration"][0][1] == "Dossier de réintégration"


def test_another_organisation_tells_nothing_of_it(scene):
    ret = a_return(scene, "arrived")
    a_reintegration(scene, ret)
    assert not any(told(scene, ret, scene.france).values())


def test_every_table_of_people_has_its_eraser(scene):
    assert not [label for label in uncovered() if label.startswith("returns.")]


def test_who_accompanied_an_erased_traveller_is_forgotten_too(scene):
    ret = a_return(scene, "arrived")
    place = ret.places.get()
    words = {"movement": place.movement, "kind": "family", "by": scene.manager}
    theirs = Escort.objects.create(passenger=place, name="Une tante", **words)
    everybodys = Escort.objects.create(name="Docteur Bennani", **words)
    erase((ret.case.person_id,), None)
    theirs.refresh_from_db()
    everybodys.refresh_from_db()
    assert (theirs.name, everybodys.name) == ("", "Docteur Bennani")
