"""Pages of surveys: what is shown to whom, and what a forged request gets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from musanada.kit.subject import HELD, Asking
from musanada.kit.timeline import TIMELINE
from musanada.returns.parts import FILE_PARTS
from musanada.returns.tests.scene import signed_in
from musanada.returns.tests.survey_scene import TODAY, a_round, answered, arrived, done, started, version
from musanada.surveys.commands.instruments import DATA, freeze_version, load_instruments
from musanada.surveys.models import InstrumentVersion, Interview, Score

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(f"surveys:{name}", args=args), query)


def post(client, name, *args, **body):
    return client.post(reverse(f"surveys:{name}", args=args), body)


# Asking


def test_an_interview_from_the_list_to_its_scores(scene):
    one, case = a_round(scene), arrived(scene, 2)
    client = signed_in(scene.agent)
    assert "Awa Diallo" in page(client, "round", one.pk).content.decode()
    begun = post(client, "start", one.pk, case.pk, language="fr", mode="phone", on=TODAY.isoformat())
    assert begun.status_code == 302
    interview = Interview.objects.get()
    answers = answered(interview, 1)
    for part in ("economic", "social", "psychosocial"):
        shown = page(client, "ask", interview.pk, part).content.decode()
        body = {f"item-{pk}": code for pk, code in answers.items() if f'name="item-{pk}"' in shown}
        assert post(client, "ask", interview.pk, part, next="1", **body).status_code == 302
    assert post(client, "interview", interview.pk).status_code == 302
    assert Score.objects.filter(interview=interview, value=1).count() == 4
    assert "0 sur" not in page(client, "interview", interview.pk).content.decode()


def test_the_questions_are_in_the_language_of_the_person(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene), language="ar")
    html = page(signed_in(scene.agent), "ask", interview.pk, "all").content.decode()
    assert 'lang="ar" dir="rtl"' in html
    assert "هل تعمل حاليًا؟" in html
    assert "Travaillez-vous" not in html


def test_what_is_answered_is_kept_while_one_answers(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    client = signed_in(scene.agent)
    answer = post(client, "save", interview.pk, **{"item-eco_looks": "no"})
    assert answer.status_code == 200
    assert 'id="only-eco_looks_why" hx-swap-oob="innerHTML"></div>' in answer.content.decode()
    answer = post(client, "save", interview.pk, **{"item-eco_looks": "yes"})
    assert 'name="item-eco_looks_why"' in answer.content.decode()
    assert interview.answers.get(item="eco_looks").answer == "yes"


def test_an_answer_that_does_not_exist_is_422_and_nothing_is_lost(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    client = signed_in(scene.agent)
    sent = {"item-eco_works": "perhaps", "item-eco_assets": "yes"}
    answer = post(client, "ask", interview.pk, "economic", **sent)
    assert answer.status_code == 422
    assert 'name="item-eco_assets" value="yes" checked' in answer.content.decode()
    assert post(client, "save", interview.pk, **sent).status_code == 422
    assert not interview.answers.exists()


def test_a_question_that_does_not_exist_is_422(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    assert post(signed_in(scene.agent), "save", interview.pk, **{"item-none": "yes"}).status_code == 422


def test_a_part_that_does_not_exist_is_404(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    assert page(signed_in(scene.agent), "ask", interview.pk, "weather").status_code == 404


def test_holes_stop_the_end_with_422(scene):
    interview = started(scene, arrived(scene, 2), a_round(scene))
    client = signed_in(scene.agent)
    post(client, "save", interview.pk, **{"item-eco_works": "yes"})
    assert post(client, "interview", interview.pk).status_code == 422
    assert post(client, "interview", interview.pk, rest_not_asked="on").status_code == 302


def test_without_agreement_the_page_says_so_and_writes_nothing(scene):
    one, case = a_round(scene), arrived(scene, 2, agrees=False)
    client = signed_in(scene.agent)
    assert "accord de la personne manque" in page(client, "start", one.pk, case.pk).content.decode()
    assert (
        post(client, "start", one.pk, case.pk, language="fr", mode="phone", on=TODAY.isoformat()).status_code
        == 422
    )
    assert not Interview.objects.exists()


@pytest.mark.parametrize("body", [{"language": "en"}, {"mode": "dream"}, {"on": "2099-01-01"}, {"on": ""}])
def test_a_forged_start_is_422(scene, body):
    one, case = a_round(scene), arrived(scene, 2)
    sent = {"language": "fr", "mode": "phone", "on": TODAY.isoformat()} | body
    assert post(signed_in(scene.agent), "start", one.pk, case.pk, **sent).status_code == 422
    assert not Interview.objects.exists()


def test_another_office_finds_nothing(scene):
    one, case = a_round(scene), arrived(scene, 2)
    interview, stranger = started(scene, case, one), signed_in(scene.staff["france.agent"])
    gone = [
        page(stranger, "round", one.pk),
        page(stranger, "start", one.pk, case.pk),
        page(stranger, "interview", interview.pk),
        post(stranger, "save", interview.pk, **{"item-eco_works": "yes"}),
        post(stranger, "ask", interview.pk, "economic", **{"item-eco_works": "yes"}),
        post(stranger, "interview", interview.pk, rest_not_asked="on"),
    ]
    assert {answer.status_code for answer in gone} == {404}
    assert not interview.answers.exists()


def test_a_case_of_another_office_behind_ones_own_round_is_404(scene):
    one, theirs = a_round(scene), arrived(scene, 2, at="france")
    client = signed_in(scene.agent)
    body = {"language": "fr", "mode": "phone", "on": TODAY.isoformat()}
    assert post(client, "start", one.pk, theirs.pk, **body).status_code == 404
    assert post(client, "no-answer", one.pk, theirs.pk, outcome="moved", **body).status_code == 404


def test_numbers_are_for_who_reads_rounds_and_names_for_who_asks(scene):
    one = a_round(scene)
    arrived(scene, 2)
    html = page(signed_in(scene.staff["maroc.mne_officer"]), "round", one.pk).content.decode()
    assert "Awa Diallo" not in html
    assert page(signed_in(scene.staff["maroc.mne_officer"]), "start", one.pk, one.pk).status_code == 403


def test_scores_are_for_the_case_manager(scene):
    case = arrived(scene, 2)
    done(scene, case, a_round(scene), worth=0)
    assert "Besoin élevé" in page(signed_in(scene.manager), "scores", case.pk).content.decode()
    assert page(signed_in(scene.agent), "scores", case.pk).status_code == 403
    assert page(signed_in(scene.abroad), "scores", case.pk).status_code == 404


def test_the_page_of_a_reintegration_shows_them(scene):
    one, case = a_round(scene), arrived(scene, 2)
    provider = FILE_PARTS["surveys"]
    assert [r.pk for r, _state in provider(scene.manager, case.reintegration).values["asked"]] == [one.pk]
    done(scene, case, one)
    part = provider(scene.manager, case.reintegration)
    assert len(part.values["scored"][0].scores) == 4
    assert provider(scene.travel, case.reintegration) is None


# Results and questionnaires


def test_results_with_few_answers_hide_and_with_more_tell(scene):
    one, reader = a_round(scene), signed_in(scene.staff["maroc.mne_officer"])
    for n in range(4):
        done(scene, arrived(scene, 2, f"Personne {n}"), one)
    assert "masqué" in page(reader, "round-results", one.pk).content.decode()
    done(scene, arrived(scene, 2, "Personne 5"), one)
    html = page(reader, "round-results", one.pk).content.decode()
    assert "masqué" not in html
    assert "Taux de réponse" in html
    assert "Personne 5" not in html


def test_a_round_is_scored_with_another_version_by_who_manages(scene):
    one, case = a_round(scene), arrived(scene, 2)
    done(scene, case, one)
    reader, asker = signed_in(scene.staff["maroc.mne_officer"]), signed_in(scene.agent)
    before = Score.objects.count()
    assert post(asker, "round-score", one.pk, version=one.version_id).status_code == 403
    assert post(reader, "round-score", one.pk, version="nonsense").status_code == 400
    assert post(reader, "round-score", one.pk, version=one.version_id).status_code == 302
    assert Score.objects.count() == 2 * before


def uploaded(text):
    return SimpleUploadedFile("q.yaml", text.encode(), content_type="application/yaml")


def test_a_file_is_looked_at_then_loaded(scene):
    load_instruments()
    client = signed_in(scene.staff["maroc.mne_officer"])
    text = (
        (DATA / "satisfaction.yaml")
        .read_text()
        .replace("version: 1", "version: 2")
        .replace("Partagé", "Mitigé")
    )
    looked = post(client, "load", file=uploaded(text))
    assert looked.status_code == 200
    assert "Mitigé" in looked.content.decode()
    assert not InstrumentVersion.objects.filter(version=2).exists()
    assert post(client, "load", text=text, go="1").status_code == 302
    assert InstrumentVersion.objects.filter(version=2).exists()


@pytest.mark.parametrize("text", ["code: x", "- a", "a: [", "\x00", ""])
def test_a_faulty_file_is_422(scene, text):
    assert post(signed_in(scene.staff["maroc.mne_officer"]), "load", file=uploaded(text)).status_code == 422


def test_a_frozen_version_is_not_loaded_over(scene):
    actor = scene.staff["maroc.mne_officer"]
    one = version("reintegration-satisfaction")
    freeze_version(actor, scene.maroc, version=one)
    text = (DATA / "satisfaction.yaml").read_text().replace("Partagé", "Mitigé")
    client = signed_in(actor)
    assert "figée avec un autre contenu" in post(client, "load", text=text).content.decode()
    assert post(client, "load", text=text, go="1").status_code == 422
    one.refresh_from_db()
    assert "Mitigé" not in str(one.definition)


def test_who_may_not_manage_loads_freezes_and_confirms_nothing(scene):
    one, client = version(), signed_in(scene.agent)
    assert page(client, "version", one.name).status_code == 200
    assert post(client, "load", text="x", go="1").status_code == 403
    assert post(client, "version-freeze", one.name).status_code == 403
    assert post(client, "version-confirm", one.name, source="x").status_code == 403


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_questionnaire_on_paper(scene, lang):
    answer = page(signed_in(scene.agent), "questionnaire", version().name, lang=lang)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert page(signed_in(scene.agent), "questionnaire", version().name, lang="en").status_code == 400


def test_a_round_is_opened_and_corrected_on_its_page(scene):
    one, client = version(), signed_in(scene.staff["maroc.mne_officer"])
    body = {"unit": str(scene.maroc.pk), "code": "c1", "version": str(one.pk), "name_fr": "Départ", "stage": "baseline",
            "population": "returnees", "from_months": "1", "to_months": "3", "events_from": "2025-01-01",
            "events_to": "2026-12-31", "sampling": "all"}  # fmt: skip
    assert post(client, "round-new", **body | {"to_months": "0"}).status_code == 422
    assert post(client, "round-new", **body | {"unit": str(scene.france.pk)}).status_code == 422
    made = post(client, "round-new", **body)
    assert made.status_code == 302
    assert client.get(made.url).status_code == 200


# What a person is told, and their time line


def test_a_person_is_told_what_they_answered(scene):
    case = arrived(scene, 2)
    done(scene, case, a_round(scene), worth=1)
    asking = Asking(
        scene.manager,
        (case.person_id,),
        frozenset([case.unit_id]),
        frozenset(["services"]),
        frozenset(),
        "fr",
    )
    sections = list(HELD["surveys"](asking))
    assert [len(section.rows) for section in sections] == [1, 28, 4]
    assert ("Travaillez-vous en ce moment ?", "Oui") in [tuple(row[1:]) for row in sections[1].rows]
    elsewhere = Asking(
        scene.abroad, (case.person_id,), frozenset([scene.france.pk]), frozenset(), frozenset(), "fr"
    )
    assert [len(section.rows) for section in HELD["surveys"](elsewhere)] == [0, 0, 0]


def test_the_time_line_tells_that_somebody_was_asked(scene):
    case = arrived(scene, 2)
    done(scene, case, a_round(scene))
    assert len(TIMELINE["surveys"](scene.agent, [case.person_id])) == 1
    assert TIMELINE["surveys"](scene.staff["france.agent"], [case.person_id]) == []
