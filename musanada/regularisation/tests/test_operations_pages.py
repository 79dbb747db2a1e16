"""Pages of operations: who reads, who writes, what a form refuses and keeps; each rule also against a forged request."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.regularisation.models import CriterionVersion, Operation
from musanada.regularisation.tests.scene import lodged, opinion, signed_in

pytestmark = pytest.mark.django_db
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
YOUNG = {
    "stage": "first",
    "valid_from": TOMORROW,
    "gap_days": "92",
    "fact_1": "age:at_most",
    "value_1": "25",
    "way_1": "1",
    "fact_2": "occupation_shown:is",
    "value_2": "oui",
    "way_2": "2",
}


@pytest.fixture
def head(scene):
    return signed_in(scene.staff["root.programme_manager"])


def to(name, *args):
    return reverse(f"regularisation:{name}", args=args)


def test_the_operation_shows_its_criteria_its_offices_and_what_is_to_be_confirmed(scene, head):
    html = head.get(to("operation", "op-test")).content.decode()
    assert "Au moins cinq ans de résidence continue" in html
    assert "À confirmer" in html
    assert "Bureau des étrangers de Rabat" in html
    assert "Toute femme" in html


def test_who_takes_part_reads_and_a_stranger_does_not_find_it(scene):
    for user in (scene.agent, scene.national, scene.members[0], scene.staff["root.auditor"]):
        client = signed_in(user)
        assert client.get(to("operation", "op-test")).status_code == 200
        assert "op-test" in client.get(to("operations")).content.decode()
        assert client.get(to("criterion", "op-test", "C5")).status_code == 200
    stranger = signed_in(scene.staff["aide.agent"])
    assert stranger.get(to("operation", "op-test")).status_code == 404
    assert stranger.get(to("criterion", "op-test", "C5")).status_code == 404
    assert "op-test" not in stranger.get(to("operations")).content.decode()


@pytest.mark.parametrize(
    "name", ["operation-edit", "operation-close", "operation-appeals", "operation-office"]
)
def test_an_agent_is_told_the_missing_right(scene, name):
    client = signed_in(scene.agent)
    for answer in (client.get(to(name, "op-test")), client.post(to(name, "op-test"), {})):
        assert answer.status_code == 403
        assert "operation.manage" in answer.content.decode()


def test_an_office_that_manages_its_own_does_not_write_the_countrys(scene):
    """It holds the right, elsewhere."""
    client = signed_in(scene.staff["rabat.programme_manager"])
    answer = client.post(to("version-new", "op-test", "C5"), YOUNG)
    assert answer.status_code == 403
    assert CriterionVersion.objects.filter(criterion__code="C5").count() == 1


def test_a_version_is_read_as_sentences_before_it_is_kept(scene, head):
    answer = head.post(to("version-new", "op-test", "C5"), YOUNG | {"preview": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Âge : au plus 25 ans ; ou Activité établie : oui" in html
    assert 'lang="ar"' in html
    assert CriterionVersion.objects.filter(criterion__code="C5").count() == 1
    assert head.post(to("version-new", "op-test", "C5"), YOUNG).status_code == 302
    kept = CriterionVersion.objects.get(criterion__code="C5", number=2)
    assert kept.text_fr == "Âge : au plus 25 ans ; ou Activité établie : oui"
    assert {(c.fact, c.value, c.alternative) for c in kept.conditions.all()} == {
        ("age", "25", 1),
        ("occupation_shown", "yes", 2),
    }


def test_the_form_starts_from_the_version_before(scene, head):
    html = head.get(to("version-new", "op-test", "C5")).content.decode()
    assert '<option value="residence_months:at_least" selected>' in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value_1": "beaucoup"}, "nombre entier"),
        ({"fact_1": "age:is"}, "Sélectionnez un choix valide"),
        ({"fact_1": "", "value_1": "3"}, "dites ce qui est demandé"),
        ({"valid_from": ""}, "obligatoire"),
        ({"valid_from": "2001-01-01"}, "choisissez un jour après"),
    ],
)
def test_what_cannot_be_a_version_is_refused_and_stays_typed(scene, head, changes, said):
    answer = head.post(to("version-new", "op-test", "C5"), YOUNG | changes | {"source": "Note du 3 mai"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "Note du 3 mai" in html
    assert CriterionVersion.objects.filter(criterion__code="C5").count() == 1


def test_a_forged_version_before_a_decision_that_rests_on_the_old_is_refused(scene, head):
    opinion(scene, lodged(scene), "favourable", retained=scene.version("C5"))
    today = timezone.localdate().isoformat()
    answer = head.post(to("version-new", "op-test", "C5"), YOUNG | {"valid_from": today})
    assert answer.status_code == 422
    assert "a servi à une décision" in answer.content.decode()


def test_a_new_operation_from_a_known_one_then_by_hand(scene, head):
    asked = {
        "template": "exceptional-2016",
        "unit": str(scene.root.pk),
        "code": "nouvelle-2027",
        "name_fr": "Opération de 2027",
        "instrument_fr": "Circulaire d'essai",
        "files_from": "2027-01-01",
        "files_to": "2027-12-31",
        "minimum_members": "3",
        "appeal_days": "0",
    }
    assert head.post(to("operation-new"), asked).status_code == 302
    assert Operation.objects.get(code="nouvelle-2027").criteria.count() == 9
    blank = asked | {"template": "", "code": "vide-2028"}
    assert head.post(to("operation-new"), blank).status_code == 302
    assert head.post(to("operation-new"), blank).status_code == 422
    criterion = {"code": "A1", "name_fr": "Apprenti", "name_ar": "متدرب", "claimable": "on"}
    answer = head.post(to("criterion-new", "vide-2028"), criterion)
    assert answer.headers["Location"] == to("version-new", "vide-2028", "A1")
    assert head.post(to("version-new", "vide-2028", "A1"), YOUNG).status_code == 302
    piece = {"type": "work-attestation", "alternative": "0", "mandatory": "on", "valid_from": "2027-01-01"}
    assert head.post(to("criterion-piece", "vide-2028", "A1"), piece).status_code == 302
    assert head.post(to("criterion-piece", "vide-2028", "A1"), piece).status_code == 422
    html = head.get(to("criterion", "vide-2028", "A1")).content.decode()
    assert "Âge : au plus 25 ans" in html
    assert "Attestation de travail" in html


def test_an_operation_is_not_founded_at_a_unit_one_does_not_manage(scene, head):
    asked = {"template": "exceptional-2014", "unit": str(scene.commission.pk), "code": "prise"}
    assert head.post(to("operation-new"), asked).status_code == 422
    assert not Operation.objects.filter(code="prise").exists()


def test_a_version_is_confirmed_with_its_text(scene, head):
    address = to("version-confirm", "op-test", "C7", 1)
    assert head.post(address, {"source": ""}).status_code == 422
    assert head.post(address, {"source": "Note du 25 juillet 2014"}).status_code == 302
    assert scene.version("C7").confirmed
    assert head.get(to("version-confirm", "op-test", "C7", 9)).status_code == 404


def test_an_operation_closes_after_its_window_only(scene, head):
    assert head.post(to("operation-close", "op-test"), {"on": TOMORROW}).status_code == 422
    later = (scene.operation.files_to + timedelta(days=1)).isoformat()
    assert head.post(to("operation-close", "op-test"), {"on": later}).status_code == 302
    assert head.post(to("operation-close", "op-test"), {"on": later}).status_code == 422


def test_offices_and_the_appeals_commission_are_indicated_on_the_page(scene, head):
    from musanada.reference.queries import place_by_code

    place = place_by_code("MA-CAS")
    office = {"unit": str(scene.sale.pk), "place": str(place.pk), "from_on": TOMORROW}
    assert head.post(to("operation-office", "op-test"), office).status_code == 302
    assert scene.operation.offices.filter(place=place).count() == 1
    assert (
        head.post(to("operation-appeals", "op-test"), {"unit": str(scene.commission.pk)}).status_code == 302
    )
    assert head.post(to("operation-appeals", "op-test"), {"unit": str(scene.aide.pk)}).status_code == 422


def test_the_name_and_window_are_corrected(scene, head):
    one = scene.operation
    asked = {
        "name_fr": "Autre nom",
        "instrument_fr": one.instrument_fr,
        "files_from": one.files_from.isoformat(),
        "files_to": one.files_to.isoformat(),
        "minimum_members": "5",
        "appeal_days": "60",
    }
    assert head.post(to("operation-edit", "op-test"), asked).status_code == 302
    one.refresh_from_db()
    assert (one.name_fr, one.minimum_members, one.appeal_days) == ("Autre nom", 5, 60)
