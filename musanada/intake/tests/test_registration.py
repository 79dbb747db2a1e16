"""The two screens: no basis, no record; nobody likely passed over in silence; one person however often it is sent."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from musanada.intake import commands
from musanada.intake.models import Arrival
from musanada.kit.errors import Refused
from musanada.kit.ids import new_id
from musanada.people import commands as register
from musanada.people import notice
from musanada.people.drafts import IdentifierDraft, NameDraft
from musanada.people.models import LegalBasis, Person, Presence
from musanada.people.tests.world import CONSENT, build, draft, met, signed_in, year


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def client(world):
    return signed_in(world.alima)


FIRST = {"basis": "consent", "means": "oral", "language": "fra", "notice": "2026-11"}
PERSON = {"name": "Mamadou Diallo", "sex": "M", "birth_age": "30", "nationality": "GIN"}


def screen_2(world, **changes):
    query = {**FIRST, "unit": str(world.counter.pk), "draft": str(new_id()), **changes}
    return reverse("intake:register", query={k: v for k, v in query.items() if v})


def test_the_notice_is_there_in_four_languages():
    assert [n.language for n in notice.every_language()] == ["fr", "ar", "en", "es"]
    assert {len(n.points) for n in notice.every_language()} == {len(notice.notice("fr").points)}
    assert notice.notice("wo") == notice.notice("fr")


def test_screen_1_shows_the_notice_and_that_it_is_not_confirmed(client):
    page = client.get(reverse("intake:basis")).content.decode()
    assert "Êtes-vous d'accord" in page.replace("&#x27;", "'")
    assert "هل توافقون" in page
    assert "à confirmer par le délégué" in page


def test_a_consent_leads_to_screen_2(client, world):
    answer = client.get(reverse("intake:basis"), {**FIRST, "unit": world.counter.pk, "draft": new_id()})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200


def test_a_refusal_keeps_nothing(client, world):
    page = client.get(reverse("intake:basis"), {"basis": "refused"}).content.decode()
    assert "rien n'est conservé" in page.replace("&#x27;", "'")
    assert not Person.objects.exists() and not Arrival.objects.exists()


@pytest.mark.parametrize("missing", ["basis", "means", "language", "notice", "draft"])
def test_without_screen_1_there_is_no_screen_2(client, world, missing):
    address = screen_2(world, **{missing: ""})
    for answer in (client.get(address), client.post(address, PERSON)):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("intake:basis"))
    assert not Person.objects.exists()


def test_a_refusal_in_the_address_does_not_register(client, world):
    assert client.post(screen_2(world, basis="refused"), PERSON).status_code == 302
    assert not Person.objects.exists()


def test_four_answers_register_someone(client, world):
    answer = client.post(screen_2(world), PERSON)
    person = Person.objects.get()
    assert answer.url == reverse("people:person", args=[person.pk])
    assert (person.sex, person.birth_precision, person.nationality_answer) == ("M", "estimated", "given")
    basis = LegalBasis.objects.get()
    assert (basis.basis, basis.means, basis.notice_version) == ("consent", "oral", "2026-11")


def test_another_basis_needs_no_means(client, world):
    assert client.post(screen_2(world, basis="vital_interest", means=""), PERSON).status_code == 302
    assert LegalBasis.objects.get().means == ""


@pytest.mark.parametrize("answer", ["unknown", "refused", "not_asked"])
def test_answers_that_are_none_are_kept_apart(client, world, answer):
    sent = {"name": "Abdel", "sex": answer, "birth_answer": answer, "nationality": f"={answer}"}
    client.post(screen_2(world), sent)
    person = Person.objects.get()
    assert (person.sex, person.birth_precision, person.nationality_answer) == (answer,) * 3


@pytest.mark.parametrize("missing", ["name", "sex", "birth_age", "nationality"])
def test_a_missing_answer_keeps_the_others(client, world, missing):
    answer = client.post(screen_2(world), {k: v for k, v in PERSON.items() if k != missing})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ('value="Mamadou Diallo"' in page) == (missing != "name")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "birth",
    [
        {"birth_day": "1", "birth_month": "1", "birth_year": "2999"},
        {"birth_day": "31", "birth_month": "2", "birth_year": "1990"},
        {"birth_age": "150"},
    ],
)
def test_an_impossible_birth_is_said_and_nothing_lost(client, world, birth):
    sent = {**{k: v for k, v in PERSON.items() if k != "birth_age"}, **birth}
    answer = client.post(screen_2(world), sent)
    assert answer.status_code == 422
    assert "birth" in answer.context["form"].errors
    assert 'value="Mamadou Diallo"' in answer.content.decode()


def test_sending_twice_makes_one_person(client, world):
    address = screen_2(world)
    answers = [client.post(address, PERSON) for _time in range(2)]
    assert Person.objects.count() == 1
    assert answers[0].url == answers[1].url


def test_likely_people_are_shown_as_the_clerk_types(client, world):
    known = met(world, "Mamadou Diallo", sex="M", birth=year(1994), nationalities=("GIN",))
    address = screen_2(world).replace("/person/?", "/person/matches/?")
    fragment = client.post(address, {"name": "Mamadu Jal"}).content.decode()
    assert str(known) in fragment and "<html" not in fragment
    assert client.post(address, {"name": ""}).status_code == 200


def test_a_look_without_script_shows_the_same(client, world):
    known = met(world, "Mamadou Diallo")
    answer = client.post(screen_2(world), {"name": "Mamadou Diallo", "check": "1"})
    assert answer.status_code == 200
    assert str(known) in answer.content.decode()
    assert Person.objects.count() == 1


def twin(world):
    return met(world, "Mamadou Diallo", sex="M", birth=year(1996), nationalities=("GIN",))


def test_someone_very_alike_must_be_looked_at_first(client, world):
    known = twin(world)
    answer = client.post(screen_2(world), PERSON)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(known) in page and 'name="different"' in page and 'value="Mamadou Diallo"' in page
    assert Person.objects.count() == 1


def test_someone_else_is_said_of_those_shown(client, world):
    known = twin(world)
    unseen = {**PERSON, "different": "1", "seen": [str(new_id())]}
    assert client.post(screen_2(world), unseen).status_code == 409
    answer = client.post(screen_2(world), {**PERSON, "different": "1", "seen": [str(known.pk)]})
    assert answer.status_code == 302
    assert Person.objects.count() == 2


def test_the_same_person_opens_their_file_and_keeps_nothing_typed(client, world):
    known = twin(world)
    answer = client.post(screen_2(world), {**PERSON, "same": str(known.pk)})
    assert answer.url == reverse("people:person", args=[known.pk])
    assert Person.objects.count() == 1


def test_recognising_across_offices_makes_the_person_known_here(world):
    far = met(world, at=world.office)
    commands.same_person(world.maha, world.counter, person=far)
    assert Presence.objects.filter(person=far, unit=world.counter).exists()


def test_the_unseen_are_neither_shown_nor_recognised(client, world):
    far = met(world, "Mamadou Diallo", at=world.office, sex="M", nationalities=("GIN",))
    page = client.post(screen_2(world), {**PERSON, "check": "1"}).content.decode()
    assert str(far) not in page
    assert client.post(screen_2(world), {"same": str(far.pk)}).status_code == 404
    assert client.post(screen_2(world), PERSON).status_code == 302


def test_an_authority_is_not_told_of_a_twin(world):
    twin(world)
    client = signed_in(world.hind)
    address = screen_2(world, unit=str(world.authority.pk))
    assert client.post(address, PERSON).status_code == 302


def test_one_who_waited_is_linked_and_the_call_name_goes(client, world):
    one = commands.check_in(world.alima, world.counter, call_name="Ibrahim")
    address = screen_2(world, arrival=str(one.pk))
    assert 'value="Ibrahim"' in client.get(address).content.decode()
    client.post(address, PERSON)
    one.refresh_from_db()
    assert (one.person, one.call_name) == (Person.objects.get(), "")


def test_registering_elsewhere_is_not_offered(client, world):
    assert client.post(screen_2(world, unit=str(world.office.pk)), PERSON).status_code == 302
    assert not Person.objects.exists()


def test_registering_needs_the_right(world):
    answer = signed_in(world.nadia).get(reverse("intake:basis"))
    assert answer.status_code == 403
    assert "people.register" in answer.content.decode()


def test_a_taken_document_is_said_and_nothing_is_lost(client, world):
    met(world, "Autre Personne", identifiers=(IdentifierDraft("passport", "A1"),))
    sent = {**PERSON, "name": "Grace Okafor", "document_kind": "passport", "document": "a-1"}
    answer = client.post(screen_2(world), sent)
    assert answer.status_code == 409
    assert 'value="Grace Okafor"' in answer.content.decode()
    assert Person.objects.count() == 1


def test_a_locked_database_keeps_what_was_typed(client, world, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(commands, "register_at_counter", locked)
    answer = client.post(screen_2(world), PERSON)
    assert answer.status_code == 409
    assert "occupée" in answer.content.decode()
    assert 'value="Mamadou Diallo"' in answer.content.decode()


def test_an_ended_session_carries_the_whole_form(world):
    from django.test import Client

    world.alima.set_password("une-phrase-assez-longue")
    world.alima.save()
    signed_out, address = Client(), screen_2(world)
    page = signed_out.post(address, PERSON)
    assert page.status_code == 401
    for value in PERSON.values():
        assert f'value="{value}"' in page.content.decode()
    sent = {**PERSON, "resume-username": "alima", "resume-password": "une-phrase-assez-longue"}
    assert signed_out.post(address, sent).status_code == 302
    assert Person.objects.count() == 1


def test_the_command_itself_refuses_silence(world):
    twin(world)
    alike = draft("Mamadou Diallo", sex="M", birth=year(1996), nationalities=("GIN",))
    with pytest.raises(Refused) as refusal:
        commands.register_at_counter(world.alima, world.counter, draft=alike, basis=CONSENT)
    assert refusal.value.code == commands.TWINS


def test_a_new_consent_stands_beside_the_old(client, world):
    person = met(world)
    address = reverse("intake:consent", args=[person.pk])
    assert client.get(address).status_code == 200
    sent = {**FIRST, "unit": str(world.counter.pk)}
    assert client.post(address, sent).status_code == 302
    assert person.legal_bases.count() == 2
    assert client.post(address, {**sent, "basis": "refused"}).status_code == 302
    assert person.legal_bases.count() == 2


def test_a_consent_is_not_taken_for_the_unseen(client, world):
    far = met(world, at=world.office)
    assert client.get(reverse("intake:consent", args=[far.pk])).status_code == 404


def test_the_slip_bears_no_name(client, world):
    person = met(world, names=(NameDraft(text="Mamadou Diallo"), NameDraft(text="مامادو ديالو")))
    page = client.get(reverse("intake:slip", args=[person.pk])).content.decode()
    assert str(person) in page and "<svg" in page and "Bureau de Rabat" in page
    assert "Diallo" not in page and "ديالو" not in page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_printed_slip_is_a_pdf_without_a_name(client, world, language):
    client.cookies["django_language"] = language
    person = met(world)
    answer = client.get(reverse("intake:slip-pdf", args=[person.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"Diallo" not in answer.content
    far = met(world, at=world.office)
    assert client.get(reverse("intake:slip-pdf", args=[far.pk])).status_code == 404


def test_the_whole_road_takes_two_pages(client, world):
    register.register(world.alima, world.counter, draft=draft("Awa Sow"), basis=CONSENT)
    first = client.get(reverse("intake:basis"), {**FIRST, "unit": world.counter.pk, "draft": new_id()})
    last = client.post(first.url, PERSON, follow=True)
    assert last.status_code == 200
    assert "Enregistré sous la référence" in last.content.decode()
