"""The public window: it answers who has number and secret, in one sentence and a date, and nobody else anything."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from musanada.access.limits import WINDOW, WINDOW_WRONG
from musanada.cases.models import Appointment, Case
from musanada.people.commands import confidential
from musanada.people.models import Person
from musanada.regularisation import window_words
from musanada.regularisation.commands import cards
from musanada.regularisation.models import Application
from musanada.regularisation.queries.window import Standing, standing, tidy
from musanada.regularisation.secrets import hash_of
from musanada.regularisation.tests import scene as s
from musanada.regularisation.workflow import REGULARISATION

SECRET = "K7M2QXB94RTC"
TODAY = timezone.localdate
LANGUAGES = ("fr", "ar", "en", "es")


@pytest.fixture
def file(scene):
    """A lodged file whose receipt bears a secret we know."""
    made = s.lodged(scene)
    return with_secret(made)


def with_secret(made: Application) -> Application:
    made.secret_hash = hash_of(made.case.reference, SECRET)
    made.save(update_fields=["secret_hash"])
    return made


def posted(number: str, secret: str, lang: str = "fr", client: Client | None = None):
    return (client or Client()).post(
        reverse("window:ask") + f"?lang={lang}", {"number": number, "secret": secret}
    )


def answered(number: str, secret: str) -> tuple[int, bytes, dict[str, str], int]:
    """All that an answer tells: status, bytes, headers, number of statements."""
    with CaptureQueriesContext(connection) as asked:
        answer = posted(number, secret)
    return answer.status_code, answer.content, dict(answer.headers), len(asked)


def set_state(made: Application, state: str) -> None:
    Case.objects.filter(pk=made.case_id).update(state=state)


def test_number_and_secret_show_where_the_file_is_and_its_next_date(file):
    answer = posted(file.case.reference, SECRET)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert window_words.SENTENCES["lodged"]["fr"] in body
    file.case.refresh_from_db()
    assert f'datetime="{file.case.due_on.isoformat()}"' in body


def test_nothing_else_is_shown(file, scene):
    body = posted(file.case.reference, SECRET).content.decode()
    kept = (
        file.case.reference,
        SECRET,
        "Awa",
        "Diallo",
        "Rabat",
        "Compte",
        str(file.pk),
        str(file.case.person_id),
        file.case.person.reference,
    )
    assert [word for word in kept if word in body] == []


def test_the_page_is_for_anybody_and_keeps_nothing(file):
    for answer in (
        Client().get(reverse("window:ask")),
        posted(file.case.reference, SECRET),
        posted("x", "y"),
    ):
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert b"<script" not in answer.content


def test_a_question_in_the_address_is_not_answered(file):
    """What stands in an address stays in histories and logs: it is not even read."""
    answer = Client().get(reverse("window:ask"), {"number": file.case.reference, "secret": SECRET})
    assert answer.content == Client().get(reverse("window:ask")).content


@pytest.mark.parametrize(
    "shape",
    [
        lambda t: t.lower(),
        lambda t: f"  {t[:4]} {t[4:]} ",
        lambda t: f"{t[:4]}–{t[4:]}",
        lambda t: f"{t[:4]}‑{t[4:]}",
        lambda t: t.translate({ord(str(n)): chr(0x0660 + n) for n in range(10)}),
        lambda t: t.translate({ord(str(n)): chr(0x06F0 + n) for n in range(10)}),
        lambda t: "".join(chr(ord(c) + 0xFEE0) for c in t),
        lambda t: f"\u202a{t}\u202c",
    ],
    ids=["small", "spaces", "dash", "hyphen", "arabic digits", "persian digits", "wide", "direction marks"],
)
def test_both_are_understood_as_people_type_them(file, shape):
    assert standing(shape(file.case.reference), shape(SECRET)) is not None


def test_whatever_is_typed_is_no_error(file):
    for text in ("", " ", "\0", "é" * 200, "٣" * 100, "' or 1=1", "<b>"):
        assert posted(text, text).status_code == 422
        assert tidy(text).isascii()


# Who has no window


def of_a_hidden_person(scene, file):
    confidential.open_file(
        scene.staff["rabat.case_manager"],
        file.case.person,
        subject="violence",
        hides_person=True,
        reason="menaces reçues au téléphone",
    )


def of_an_erased_person(scene, file):
    Person.objects.filter(pk=file.case.person_id).update(erased_at=timezone.now())


def of_a_voided_record(scene, file):
    Person.objects.filter(pk=file.case.person_id).update(voided_at=timezone.now())


def of_another_procedure(scene, file):
    Case.objects.filter(pk=file.case_id).update(procedure="other")


def without_a_secret(scene, file):
    Application.objects.filter(pk=file.pk).update(secret_hash="")


@pytest.mark.parametrize(
    "closed",
    [of_a_hidden_person, of_an_erased_person, of_a_voided_record, of_another_procedure, without_a_secret],
)
def test_a_file_without_a_window_is_a_number_that_does_not_exist(scene, file, closed):
    assert answered(file.case.reference, SECRET)[0] == 200
    closed(scene, file)
    assert answered(file.case.reference, SECRET) == answered("BBBBBBBB", SECRET)


def test_an_intruder_learns_nothing_from_any_try(scene, file):
    """Existing and invented numbers, secrets nearly right, empty and absurd ones: one answer, byte for byte."""
    other = with_secret(s.lodged(scene, s.applicant(scene, s.NAMES[1])))
    number = file.case.reference
    tries = [
        (number, ""),
        (number, SECRET[:-1]),
        (number, SECRET + "2"),
        (number, SECRET[::-1]),
        (number, file.secret_hash),
        (number, other.secret_hash),
        (number, "-" * 64),
        (other.case.reference, "BBBB"),
        ("BBBBBBBB", SECRET),
        ("", SECRET),
        ("", ""),
        (number[:-1], SECRET),
        (number[::-1], SECRET),
        (file.case.person.reference, SECRET),
        (str(file.pk), SECRET),
        ("x" * 5000, "y" * 5000),
    ]
    first = answered("23456789", "BCDFGHJKMNPQ")
    assert first[0] == 422
    assert [one for one in tries if answered(*one) != first] == []


def test_a_secret_opens_its_own_file_only(scene, file):
    other = s.lodged(scene, s.applicant(scene, s.NAMES[1]))
    assert standing(other.case.reference, SECRET) is None


def test_an_answer_costs_one_statement_right_or_wrong(file):
    assert answered(file.case.reference, SECRET)[3] == answered("BBBBBBBB", SECRET)[3] == 1


# Limits


@pytest.fixture
def limits(settings):
    settings.RATE_LIMITS = True
    cache.clear()
    yield
    cache.clear()


def test_wrong_answers_to_one_number_are_limited_whether_it_exists_or_not(file, limits):
    blocked = []
    for number in (file.case.reference, "BBBBBBBB"):
        answers = [posted(number, "WRONG").status_code for _ in range(WINDOW_WRONG.most)]
        assert answers == [422] * WINDOW_WRONG.most
        blocked.append(posted(number, SECRET))
    assert [one.status_code for one in blocked] == [429, 429]
    assert blocked[0].content == blocked[1].content
    assert int(blocked[0].headers["Retry-After"]) > 0


def test_another_number_is_still_answered(file, limits):
    for _ in range(WINDOW_WRONG.most):
        posted("BBBBBBBB", "WRONG")
    assert posted(file.case.reference, SECRET).status_code == 200


def test_one_address_asks_so_often_only(file, limits):
    answers = {posted(f"BBBB{n}", "WRONG").status_code for n in range(WINDOW.most)}
    assert answers == {422}
    answer = posted(file.case.reference, SECRET)
    assert answer.status_code == 429
    assert "Rien n'a été fait" in answer.content.decode().replace("&#x27;", "'")


# Words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_a_sentence_in_every_language(lang):
    states = set(REGULARISATION.states) - {"draft"}
    assert states <= set(window_words.SENTENCES)
    assert all(words[lang] for words in window_words.SENTENCES.values())
    assert all(words[lang] for words in window_words.DATES.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_decision_that_was_not_told_says_the_same_both_ways(lang):
    untold = ("favourable", "unfavourable", "refused", "relieved", "appeal_favourable")
    assert len({window_words.sentence(code, lang) for code in untold}) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_comes_in_the_language_asked_for(file, lang):
    body = posted(file.case.reference, SECRET, lang).content.decode()
    assert window_words.SENTENCES["lodged"][lang] in body.replace("&#x27;", "'")
    assert re.search(r"<html lang=\"(\w+)\"", body)[1] == lang
    assert ('dir="rtl"' in body.split("<body")[0]) is (lang == "ar")


# States and dates


def told(file) -> Standing:
    return standing(file.case.reference, SECRET)


def test_an_appointment_is_the_next_date(file, scene):
    at = timezone.now() + timedelta(days=3)
    Appointment.objects.create(case=file.case, at=at, purpose="pieces", made_by=scene.agent)
    assert told(file) == Standing("lodged", "appointment", timezone.localtime(at).date())


@pytest.mark.parametrize("state", ["favourable", "unfavourable", "appeal", "withdrawn", "closed_refused"])
def test_where_nothing_is_due_no_date_is_shown(file, state):
    set_state(file, state)
    assert told(file) == Standing(state)


def test_a_card_from_its_order_to_its_end(file, scene):
    set_state(file, "notified")
    file.case.refresh_from_db()
    card = cards.order_first(scene.agent, file)
    assert told(file) == Standing("card_ordered")
    cards.print_card(scene.cards, card, number="A1")
    assert told(file) == Standing("card_printed")
    card = cards.deliver(scene.cards, card)
    assert told(file) == Standing("card_valid", "card", card.valid_to)
    type(card).objects.filter(pk=card.pk).update(
        valid_from=TODAY() - timedelta(days=400), valid_to=TODAY() - timedelta(days=1)
    )
    assert told(file).code == "card_lapsed"
