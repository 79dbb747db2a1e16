"""The mother's name: on the person's page and in what they get of their data, in no list. A document by its band."""

import pytest
from django.urls import reverse

from musanada.kit.tests.zones import td3
from musanada.people.drafts import NameDraft
from musanada.people.models import Identifier
from musanada.people.tests.world import build, met, signed_in


@pytest.fixture
def world(db):
    return build()


@pytest.fixture
def client(world):
    return signed_in(world.maha)


def daughter(world):
    return met(world, names=(NameDraft(text="Awa Diallo", mother="Kadiatou Barry"),))


def test_the_mothers_name_is_on_the_page_and_in_no_list(client, world):
    person = daughter(world)
    page = client.get(reverse("people:person", args=[person.pk]), {"show": "file"}).content.decode()
    assert "Kadiatou Barry" in page
    assert "Kadiatou" not in client.get(reverse("people:list")).content.decode()
    assert "Kadiatou" not in client.get(reverse("people:list"), {"q": "Awa Diallo"}).content.decode()


def add(client, person, **sent):
    return client.post(reverse("people:edit", args=[person.pk, "documents"]), sent)


def test_a_document_by_its_band(client, world):
    person = daughter(world)
    band = "\n".join(td3("DIALLO", "AWA", "A1234567"))
    assert add(client, person, kind="passport", zone=band).status_code == 302
    document = Identifier.objects.get()
    assert (document.value, str(document.valid_to)) == ("A1234567", "2030-01-01")


def test_a_number_beside_the_band_is_the_bands(client, world):
    person = daughter(world)
    band = "\n".join(td3("DIALLO", "AWA", "A1234567"))
    answer = add(client, person, kind="passport", zone=band, value="A-1234568")
    assert answer.status_code == 422 and "value" in answer.context["form"].errors
    assert add(client, person, kind="passport", zone=band, value="a 123 4567").status_code == 302


def test_a_band_that_does_not_check_is_not_kept(client, world):
    person = daughter(world)
    first, second = td3("DIALLO", "AWA", "A1234567")
    answer = add(client, person, kind="passport", zone=f"{first}\n9{second[1:]}")
    assert answer.status_code == 422 and "zone" in answer.context["form"].errors
    assert add(client, person, kind="passport", zone="abc").status_code == 422
    assert add(client, person, kind="passport").status_code == 422
    assert not Identifier.objects.exists()
