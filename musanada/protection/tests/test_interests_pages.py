"""Pages of best interests: a member reads and votes without being named; nobody else finds anything; papers are marked."""

import pytest
from django.urls import reverse

from musanada.access.models import AuditEntry
from musanada.protection.models import Assessment, Determination, PanelMember
from musanada.protection.tests import interests as i
from musanada.protection.tests import scene as s

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(scene):
    return i.team(scene, s.child_file(scene, name="Mamadou Bah"))


@pytest.fixture
def bid(scene, file):
    return i.called(scene, file)


def panel(bid):
    return reverse("protection:panel", args=[bid.pk])


def test_a_member_answers_on_conflicts_reads_and_votes_on_their_own_page(scene, file, bid):
    client, url = s.signed_in(scene.second), panel(bid)
    first = client.get(url).content.decode()
    assert "conflit" in first
    assert "Je veux revoir" not in first
    client.post(url, {"conflict": "no"})
    page = client.get(url).content.decode()
    assert "Je veux revoir ma mère" in page
    assert not [word for word in ("Mamadou", "Bah", str(file.case_id), str(file.pk)) if word in page]
    assert client.post(url, {"outlook": "return", "dissent": "Avec prudence"}).status_code == 302
    row = PanelMember.objects.get(bid=bid, user=scene.second)
    assert (row.vote, row.dissent) == ("return", "Avec prudence")
    assert AuditEntry.objects.filter(actor=scene.second, verb="people.read_protected").exists()


def test_a_seat_opens_nothing_else(scene, file, bid):
    client = s.signed_in(scene.second)
    for name in ("bid", "bid-seal", "bid-pdf"):
        assert client.get(reverse(f"protection:{name}", args=[file.case_id, bid.pk])).status_code in (
            403,
            404,
        )
    assert client.get(reverse("protection:child", args=[file.case_id])).status_code == 404


def test_no_seat_no_page(scene, file, bid):
    for user in (scene.staff["casa.case_manager"], scene.staff["hospital.protection_officer"], scene.manager):
        client = s.signed_in(user)
        assert client.get(panel(bid)).status_code == 404
        assert client.get(reverse("protection:panel-pdf", args=[bid.pk])).status_code == 404
        assert str(bid) not in client.get(reverse("protection:panels")).content.decode()


def test_after_the_decision_the_number_alone_is_left(scene, file):
    bid = i.decided(scene, file)
    client = s.signed_in(scene.second)
    page = client.get(panel(bid)).content.decode()
    assert str(bid) in page
    assert "Je veux revoir" not in page
    assert client.get(reverse("protection:panel-pdf", args=[bid.pk])).status_code == 404
    assert str(bid) in client.get(reverse("protection:panels")).content.decode()


def test_a_changed_dossier_is_not_shown(scene, bid):
    i.ready(bid, scene.second)
    Determination.objects.filter(pk=bid.pk).update(dossier=bid.dossier.replace("Labé", "Pita"))
    answer = s.signed_in(scene.second).get(panel(bid))
    assert answer.status_code == 409
    assert "Pita" not in answer.content.decode()


def test_an_assessment_is_written_as_far_as_it_goes_then_said_to_be_done(scene, file):
    client = s.signed_in(scene.manager)
    key = str(Assessment().pk)
    client.post(
        reverse("protection:bia-new", args=[file.case_id]),
        {"id": key, "trigger": "first", "on": file.identified_on},
    )
    url = reverse("protection:bia-write", args=[file.case_id, key])
    said = {"id": key, "views": "Je veux apprendre.", "interpreter": "no", "heard": ["child"]}
    assert client.post(url, said).status_code == 302
    answer = client.post(url, said | {"finish": "1"})
    assert answer.status_code == 422
    assert "Je veux apprendre." in answer.content.decode()
    assert Assessment.objects.get(pk=key).views == "Je veux apprendre."


def test_the_child_s_page_shows_where_the_procedure_stands_and_every_stage_opens(scene, file, bid):
    client = s.signed_in(scene.officer)
    page = client.get(reverse("protection:child", args=[file.case_id])).content.decode()
    assert str(bid) in page
    for name in ("bid", "bid-seal", "bid-panel", "bid-decide", "bid-postpone", "bid-reopen", "bid-drop"):
        assert client.get(reverse(f"protection:{name}", args=[file.case_id, bid.pk])).status_code == 200


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_papers_are_made_in_both_languages(scene, file, lang):
    bid = i.decided(scene, file)
    client = s.signed_in(scene.officer)
    for name, item in (("bid-pdf", bid.pk), ("bia-pdf", bid.assessment_id)):
        answer = client.get(reverse(f"protection:{name}", args=[file.case_id, item]), {"lang": lang})
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store"
