"""What the clerk says of somebody alike is kept: someone else, or not sure; the mother's name and the passport's band."""

import pytest

from musanada.intake.tests.test_registration import PERSON, screen_2, twin
from musanada.kit.tests.zones import td3
from musanada.linkage.commands.decisions import decided
from musanada.linkage.models import TwinDecision, TwinPair
from musanada.people.drafts import IdentifierDraft
from musanada.people.models import Identifier, Person, PersonName
from musanada.people.tests.world import build, met, signed_in, year


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def client(world):
    return signed_in(world.alima)


def said(client, world, known, answer):
    return client.post(screen_2(world), {**PERSON, "different": answer, "seen": [str(known.pk)]})


def newest(known):
    return Person.objects.exclude(pk=known.pk).get()


def test_someone_else_is_kept_and_not_asked_again(client, world):
    known = twin(world)
    assert said(client, world, known, "1").status_code == 302
    pair = TwinPair.objects.get()
    assert (pair.state, pair.origin) == ("different", "counter")
    assert list(decided(None, [known.pk, newest(known).pk]).values()) == ["different"]


def test_not_sure_saves_and_raises_the_pair(client, world):
    known = twin(world)
    assert said(client, world, known, "unsure").status_code == 302
    pair = TwinPair.objects.get()
    assert (pair.state, pair.origin, TwinDecision.objects.get().said) == ("open", "counter", "unsure")
    assert {pair.left_id, pair.right_id} == {known.pk, newest(known).pk}


def test_any_other_answer_is_none(client, world):
    known = twin(world)
    assert said(client, world, known, "perhaps").status_code == 409
    assert not TwinPair.objects.exists()


def test_sending_twice_keeps_one_answer(client, world):
    known, address = twin(world), screen_2(world)
    for _time in range(2):
        client.post(address, {**PERSON, "different": "unsure", "seen": [str(known.pk)]})
    assert TwinPair.objects.count() == TwinDecision.objects.count() == 1


def test_nobody_alike_nothing_kept(client, world):
    client.post(screen_2(world), PERSON)
    assert not TwinPair.objects.exists()


def test_the_mothers_name_is_kept_with_the_name(client, world):
    client.post(screen_2(world), {**PERSON, "other_name": "مامادو ديالو", "mother": "Kadiatou Bah"})
    assert sorted(PersonName.objects.values_list("mother", flat=True)) == ["", "Kadiatou Bah"]


def band(client, world, **sent):
    answer = client.post(screen_2(world), {"read": "1", **sent})
    assert answer.status_code == 200
    assert not Person.objects.exists()
    return answer


def test_the_band_fills_the_page_and_saves_nothing(client, world):
    lines = "\n".join(td3("DIALLO", "AWA MARIE", "O1234567"))
    answer = band(client, world, zone=lines)
    form, page = answer.context["form"], answer.content.decode()
    assert form["name"].value() == "Awa Marie Diallo"
    assert (form["sex"].value(), form["nationality"].value()) == ("F", "GIN")
    assert form["birth"].value()["year"] == "1990"
    assert (form["document_kind"].value(), form["document"].value()) == ("passport", "O1234567")
    assert form["document_until"].value() == "2030-01-01"
    assert "Comparez chaque réponse au document" in page
    assert 'value="Awa Marie Diallo"' in page


def test_what_was_filled_can_be_saved(client, world):
    form = band(client, world, zone="\n".join(td3("DIALLO", "AWA", "A1234567"))).context["form"]
    names = ("name", "sex", "nationality", "document_kind", "document", "document_until")
    sent = {name: form[name].value() for name in names}
    sent |= {f"birth_{part}": text for part, text in form["birth"].value().items()}
    assert client.post(screen_2(world), sent).status_code == 302
    document = Identifier.objects.get()
    assert (document.value, str(document.valid_to), document.person.birth_precision) == (
        "A1234567",
        "2030-01-01",
        "day",
    )


def test_what_does_not_check_is_said_and_not_filled(client, world):
    first, second = td3("DIALLO", "AWA", "A1234567")
    answer = band(client, world, zone=f"{first}\n{second[:3]}9{second[4:]}")
    form, page = answer.context["form"], answer.content.decode().replace("&#x27;", "'")
    assert not form["document"].value() and form["name"].value() == "Awa Diallo"
    assert "Le numéro du document ne va pas avec son chiffre de contrôle" in page
    assert first[:12] in form["zone"].value()


def test_a_band_that_is_none_keeps_what_was_typed(client, world):
    answer = band(client, world, zone="bonjour", name="Awa Diallo")
    assert answer.context["form"]["name"].value() == "Awa Diallo"
    assert "Aucune bande lisible" in answer.content.decode()


def test_a_name_typed_in_arabic_stays(client, world):
    form = band(client, world, zone="\n".join(td3("DIALLO", "AWA", "A1")), name="آوا ديالو").context["form"]
    assert (form["name"].value(), form["other_name"].value()) == ("آوا ديالو", "Awa Diallo")


@pytest.mark.parametrize(
    "phone, doubted", [("77 123 45 67", True), ("0771234567", False), ("+221771234567", False)]
)
def test_a_number_of_two_countries_is_asked_about(client, world, phone, doubted):
    page = client.post(screen_2(world), {**PERSON, "phone": phone, "check": "1"}).content.decode()
    assert ("au Sénégal" in page) == doubted


def test_a_document_in_another_spelling_finds_its_bearer(client, world):
    known = met(world, "Awa Sow", birth=year(1990), identifiers=(IdentifierDraft("unhcr", "354-12C00123"),))
    sent = {"name": "Hawa So", "document_kind": "unhcr", "document": "354/12 C 123", "check": "1"}
    assert str(known) in client.post(screen_2(world), sent).content.decode()
