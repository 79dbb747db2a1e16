"""The pages of the counter, of one file and of the list: what they show, to whom, and what forged requests get."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.models import Case, Piece
from musanada.regularisation.commands import intake
from musanada.regularisation.models import Application, Notification
from musanada.regularisation.secrets import matches
from musanada.regularisation.tests import scene as s

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def url(name, *args, **query):
    from urllib.parse import urlencode

    address = reverse(f"regularisation:{name}", args=args)
    return f"{address}?{urlencode(query)}" if query else address


def asked(scene, **values):
    office = scene.operation.offices.get(unit=scene.rabat)
    return {"id": str(uuid4()), "office": str(office.pk), "claims": ["C5"], **values}


def test_from_the_person_to_the_receipt(scene):
    client, person = s.signed_in(scene.agent), s.applicant(scene)
    page = client.get(url("new", person=person.pk))
    assert "Résident de longue durée" in page.content.decode()
    sent = client.post(url("new", person=person.pk), asked(scene, occupation="Maçon"))
    case = Case.objects.get(procedure="regularisation")
    assert sent.url == url("pieces", case.pk)
    filled = {"id": str(uuid4()), "passport-given": "on", "lease-given": "on", "lease-from": "2015-01-01", "lease-to": "2020-01-01"}  # fmt: skip
    sent = client.post(sent.url, filled)
    assert sent.url == url("lodge", case.pk)
    assert Piece.objects.filter(case=case).count() == 2
    page = client.post(sent.url, {"on": TODAY().isoformat()})
    one = Application.objects.get(case=case)
    secret = page.context["secret"]
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert matches(one.secret_hash, case.reference, secret)
    sheet = client.post(url("receipt-print", case.pk), {"secret": secret, "language": "both"})
    assert sheet.content.startswith(b"%PDF")


def test_what_was_typed_survives_an_error(scene):
    client, person = s.signed_in(scene.agent), s.applicant(scene)
    late = (TODAY() + timedelta(days=4)).isoformat()
    page = client.post(url("new", person=person.pk), asked(scene, occupation="Maçon", arrived_on=late))
    assert page.status_code == 422
    assert "Maçon" in page.content.decode()
    assert late in page.content.decode()
    assert not Case.objects.filter(procedure="regularisation").exists()


def test_pieces_with_a_period_turned_round_are_asked_again(scene):
    made = s.opened(scene)
    client = s.signed_in(scene.agent)
    filled = {"id": str(uuid4()), "lease-given": "on", "lease-from": "2020-01-01", "lease-to": "2015-01-01"}
    page = client.post(url("pieces", made.case_id), filled)
    assert page.status_code == 422
    assert not Piece.objects.exists()


def test_the_same_pieces_sent_twice_are_there_once(scene):
    made = s.opened(scene)
    client = s.signed_in(scene.agent)
    filled = {"id": str(uuid4()), "passport-given": "on"}
    for _n in range(2):
        client.post(url("pieces", made.case_id), filled)
    assert Piece.objects.count() == 1


def test_a_second_file_of_the_same_person_is_refused_with_its_sentence(scene):
    person = s.applicant(scene)
    known = s.opened(scene, person)
    page = s.signed_in(scene.agent).post(url("new", person=person.pk), asked(scene))
    assert page.status_code == 422
    assert str(known) in page.content.decode()


def test_a_forged_office_of_another_place_is_not_an_answer(scene):
    person = s.applicant(scene)
    foreign = scene.operation.offices.get(unit=scene.sale)
    page = s.signed_in(scene.agent).post(url("new", person=person.pk), asked(scene, office=str(foreign.pk)))
    assert page.status_code == 422
    assert not Case.objects.filter(procedure="regularisation").exists()


def test_a_humanitarian_agent_has_no_operation_to_open_a_file_in(scene):
    person = s.applicant(scene, at="aide")
    client = s.signed_in(scene.staff["aide.agent"])
    page = client.get(url("new", person=person.pk))
    assert page.context["operations"] == []
    client.post(url("new", person=person.pk, operation="op-test"), asked(scene))
    assert not Case.objects.filter(procedure="regularisation").exists()


def test_outside_the_window_nothing_is_lodged_by_hand(scene):
    made = s.opened(scene)
    day = (scene.operation.files_from - timedelta(days=1)).isoformat()
    page = s.signed_in(scene.agent).post(url("lodge", made.case_id), {"on": day})
    assert page.status_code == 422
    assert Case.objects.get(pk=made.case_id).state == "draft"


def test_lodged_twice_the_second_answer_is_a_refusal(scene):
    made = s.lodged(scene)
    before = Application.objects.get(pk=made.pk).secret_hash
    page = s.signed_in(scene.agent).post(url("lodge", made.case_id), {"on": TODAY().isoformat()})
    assert page.status_code == 422
    assert Application.objects.get(pk=made.pk).secret_hash == before


@pytest.mark.parametrize("name", ["show", "declared", "pieces", "family", "lodge", "receipt", "ask-pieces", "complete", "notify"])  # fmt: skip
def test_a_file_of_another_office_is_not_found(scene, name):
    made = s.lodged(scene)
    assert s.signed_in(scene.staff["sale.agent"]).get(url(name, made.case_id)).status_code == 404


def test_an_old_receipt_prints_nothing(scene):
    made = s.opened(scene)
    old = intake.lodge(scene.agent, made)
    intake.renew_receipt(scene.agent, made)
    page = s.signed_in(scene.agent).post(url("receipt-print", made.case_id), {"secret": old})
    assert page.status_code in (403, 409, 422)
    assert not page.content.startswith(b"%PDF")


def test_a_new_receipt_shows_another_secret(scene):
    made = s.lodged(scene)
    before = Application.objects.get(pk=made.pk).secret_hash
    page = s.signed_in(scene.agent).post(url("receipt", made.case_id))
    after = Application.objects.get(pk=made.pk).secret_hash
    assert before != after
    assert matches(after, made.case.reference, page.context["secret"])


@pytest.mark.parametrize("who", ["agent", "manager", "secretary"])
def test_the_page_of_a_file_in_every_state_it_may_have(scene, who):
    made = s.complete(scene)
    s.opinion(scene, made, text="Bail non signé.")
    client = s.signed_in(getattr(scene, who))
    page = client.get(url("show", made.case_id)).content.decode()
    assert "Durée non établie" in page
    assert "Bail non signé." in page
    assert "Notifier cette décision" in page


def test_a_programme_manager_reads_and_does_nothing(scene):
    made = s.lodged(scene)
    client = s.signed_in(scene.staff["rabat.programme_manager"])
    page = client.get(url("show", made.case_id))
    assert page.status_code == 200
    assert "Nouveau récépissé" not in page.content.decode()
    assert client.post(url("receipt", made.case_id)).status_code == 403


def test_a_secretary_opens_no_file(scene):
    person = s.applicant(scene)
    assert s.signed_in(scene.secretary).get(url("new", person=person.pk)).status_code == 403


def test_the_list_keeps_to_the_actors_offices_and_its_filters(scene):
    mine = s.lodged(scene)
    other = s.lodged(scene, s.applicant(scene, s.NAMES[1], at="sale"), "C4", at="sale")
    client = s.signed_in(scene.agent)
    shown = client.get(url("list")).content.decode()
    assert str(mine) in shown
    assert str(other) not in shown
    everyone = s.signed_in(scene.staff["root.programme_manager"])
    found = everyone.get(url("list", category="C4", state="lodged", office=str(scene.sale.pk)))
    assert [row["case"].pk for row in found.context["rows"]] == [other.case_id]
    assert everyone.get(url("list", late="on")).context["rows"] == []
    assert len(everyone.get(url("list", due="bogus", sort="nonsense")).context["rows"]) == 2


def test_the_list_asks_the_same_number_of_questions_for_many(scene, django_assert_max_num_queries):
    for name in s.NAMES:
        s.lodged(scene, s.applicant(scene, name))
    client = s.signed_in(scene.secretary)
    client.get(url("list"))
    with django_assert_max_num_queries(22):
        client.get(url("list"))


def test_the_front_page_counts_what_is_due_and_hides_what_one_may_not(scene):
    s.lodged(scene, on=TODAY() - timedelta(days=70))
    page = s.signed_in(scene.agent).get(url("home"))
    assert page.context["urgent"][0].number == 1
    assert "sessions" not in {way.url.split("/")[2] for way in page.context["ways"]}
    member = s.signed_in(scene.members[0]).get(url("home"))
    assert member.context["urgent"] == []
    assert member.context["lines"] == []


def test_pieces_are_asked_for_by_the_page(scene):
    made = s.lodged(scene)
    client = s.signed_in(scene.agent)
    page = client.post(url("ask-pieces", made.case_id), {"pieces": ["lease"], "text": "original"})
    assert page.status_code == 302
    assert Case.objects.get(pk=made.case_id).state == "incomplete"


def test_a_family_by_the_page(scene):
    from musanada.people import commands as people

    head = s.applicant(scene, "Awa Diallo")
    child = s.applicant(scene, "Issa Diallo")
    home = people.form_household(scene.agent, head)
    people.join_household(scene.agent, home, person=child, tie="child")
    made = s.opened(scene, head)
    client = s.signed_in(scene.agent)
    assert "Issa Diallo" in client.get(url("family", made.case_id)).content.decode()
    client.post(url("family", made.case_id), {str(child.pk): "C3"})
    assert Case.objects.get(person=child).principal_id == made.case_id
    assert Case.objects.get(person=child).household == home


def test_decisions_told_from_the_list_with_their_letters(scene):
    files = []
    for name, result in zip(s.NAMES, ("favourable", "unfavourable"), strict=False):
        files.append(s.complete(scene, s.applicant(scene, name)))
        s.opinion(scene, files[-1], result)
    client = s.signed_in(scene.secretary)
    assert len(client.get(url("to-notify")).context["rows"]) == 2
    chosen = {"file": [str(one.case_id) for one in files], "on": TODAY().isoformat(), "means": "post"}
    done = client.post(url("to-notify"), chosen)
    assert done.status_code == 200
    keys = [str(row["pk"]) for row in done.context["told"]]
    assert len(keys) == Notification.objects.count() == 2
    assert client.post(url("letters"), {"letter": keys, "language": "ar"}).content.startswith(b"%PDF")
    stranger = s.signed_in(scene.staff["sale.agent"])
    assert stranger.post(url("letters"), {"letter": keys}).status_code == 404


def test_a_letter_of_one_file(scene):
    made = s.complete(scene)
    s.opinion(scene, made, "favourable")
    client = s.signed_in(scene.agent)
    sent = client.post(url("notify", made.case_id), {"on": TODAY().isoformat(), "means": "post"})
    assert sent.status_code == 302
    told = Notification.objects.get()
    assert client.get(url("letter", made.case_id, told.pk, lang="fr")).content.startswith(b"%PDF")
    assert client.get(url("letter", made.case_id, told.pk, lang="xx")).status_code == 404
    client.post(url("letter-received", made.case_id, told.pk), {"on": TODAY().isoformat()})
    assert Notification.objects.get().received_on == TODAY()


def test_transferred_by_the_page_the_old_file_is_closed(scene):
    made = s.lodged(scene)
    page = s.signed_in(scene.manager).post(
        url("transfer", made.case_id), {"to": str(scene.sale.pk), "text": "déménagement"}
    )
    assert page.status_code == 302
    assert Case.objects.get(pk=made.case_id).state == "transferred"
    assert Case.objects.filter(unit=scene.sale, state="lodged").count() == 1


def test_examined_by_the_page_what_the_pieces_show_is_kept(scene):
    made = s.complete(scene)
    client = s.signed_in(scene.secretary)
    assert client.post(url("examine", made.case_id)).status_code == 302
    assert made.evaluations.get().outcome == "met"
    assert "Résident de longue durée" in client.get(url("show", made.case_id)).content.decode()
