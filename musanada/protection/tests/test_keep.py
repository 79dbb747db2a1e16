"""A save interrupted by the network is repeated with the same id and never doubled; nothing enters browser storage."""

import re
from pathlib import Path
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from musanada.protection import keeping
from musanada.protection.models import Encounter
from musanada.protection.tests.scene import signed_in

SCRIPT = Path(keeping.__file__).parent / "static" / "protection" / "keep.js"
PAGE = "protection:encounter-new"


def filled(scene, **more):
    return {"id": str(uuid4()), "unit": str(scene.nador.pk), "town": str(scene.towns["nador"].pk)} | more


def test_the_script_is_told_where_to_go_and_the_same_save_twice_is_one(scene):
    client, values = signed_in(scene.street), filled(scene, nickname="Petit")
    answers = [client.post(reverse(PAGE), values, headers={"X-Keep": "1"}) for _again in range(3)]
    assert {one.status_code for one in answers} == {204}
    assert {one.headers["X-Keep-To"] for one in answers} == {reverse("protection:encounters")}
    assert Encounter.objects.count() == 1


def test_without_the_script_it_is_an_ordinary_form(scene):
    client, values = signed_in(scene.street), filled(scene)
    assert {client.post(reverse(PAGE), values).status_code for _again in range(2)} == {302}
    assert Encounter.objects.count() == 1


def test_a_mistake_and_an_ended_session_keep_what_was_typed(scene):
    values = filled(scene, town="", nickname="Zébulon")
    for client, status in ((signed_in(scene.street), 422), (Client(), 401)):
        answer = client.post(reverse(PAGE), values, headers={"X-Keep": "1"})
        assert answer.status_code == status
        assert "Zébulon" in answer.content.decode()
        assert values["id"] in answer.content.decode()
    assert not Encounter.objects.exists()


def test_no_answer_is_kept_by_the_browser(scene):
    answer = signed_in(scene.street).get(reverse(PAGE))
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_script_is_small_and_stores_nothing():
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.encode()) < 6 * 1024
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert not re.search(
        r"localStorage|sessionStorage|indexedDB|caches|serviceWorker|document\.cookie|https?:", code
    )
    assert "no-store" in code
