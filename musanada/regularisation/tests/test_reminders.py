"""Sixty and thirty days before: who is due, in whose language, told without putting anybody in danger."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from musanada.access.commands import system_user
from musanada.config.cli import main
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.commands import confidential
from musanada.people.models import Contact, Person
from musanada.regularisation import card_papers, reminding
from musanada.regularisation.commands import cards, reminders, renewals
from musanada.regularisation.models import Card, Reminder
from musanada.regularisation.queries import reminders as reads
from musanada.regularisation.tests import scene as s
from musanada.regularisation.tests.test_cards import PAPERS, days, held, page


def told_off(scene, on=None) -> int:
    return reminders.remind(system_user("console"), scene.root, on=on)


def states() -> dict[int, str]:
    return dict(Reminder.objects.values_list("days_before", "state"))


def due(scene, **more) -> Reminder:
    held(scene, **more)
    told_off(scene)
    return Reminder.objects.get()


@pytest.mark.parametrize(
    ("left", "made"),
    [(61, {}), (60, {60: "due"}), (31, {60: "due"}), (30, {30: "due"}), (0, {30: "due"}), (-1, {})],
)
def test_what_is_due_on_a_day(scene, left, made):
    held(scene, ends=left)
    assert told_off(scene) == len(made)
    assert states() == made


def test_twice_is_once(scene):
    held(scene, ends=50)
    assert [told_off(scene), told_off(scene)] == [1, 0]


def test_the_second_takes_the_place_of_the_first_when_nobody_was_told(scene):
    held(scene, ends=50)
    told_off(scene)
    assert told_off(scene, days(25)) == 1
    assert states() == {60: "needless", 30: "due"}


def test_who_was_told_once_is_told_again_at_thirty_days(scene):
    one = due(scene, ends=50)
    reminders.tell(scene.agent, one, outcome="told")
    told_off(scene, days(25))
    assert states() == {60: "told", 30: "due"}


@pytest.mark.parametrize("what", ["lost", "withdrawn", "asked", "ended"])
def test_nothing_is_due_any_more(scene, what):
    one = due(scene, ends=50)
    card = Card.objects.get(pk=one.card_id)
    if what == "lost":
        cards.lose(scene.agent, card)
    elif what == "withdrawn":
        cards.withdraw(scene.cards, card, reason="décision")
    elif what == "asked":
        renewals.file_renewal(scene.agent, card)
    else:
        told_off(scene, days(51))
    assert states() == {60: "needless"}
    assert not reads.to_tell(scene.agent).exists()


def test_cards_that_need_none_get_none(scene):
    lost = cards.lose(scene.agent, held(scene, ends=50))
    asked = held(scene, ends=50, name=s.NAMES[1])
    renewals.file_renewal(scene.agent, asked, papers=PAPERS)
    assert lost.state == "lost"
    assert told_off(scene) == 0


def test_the_timer_makes_none_for_whom_a_file_hides(scene):
    card = held(scene, ends=50)
    confidential.open_file(
        scene.manager,
        card.person,
        subject="violence",
        hides_person=True,
        reason="menaces reçues au téléphone",
    )
    assert told_off(scene) == 0


def test_the_command_says_how_many_on_stdout(scene, capsys):
    held(scene, ends=50)
    for expected in ("1\n", "0\n"):
        with pytest.raises(SystemExit) as ended:
            main(["regularisation", "remind"])
        assert (ended.value.code, capsys.readouterr().out) == (0, expected)


def test_a_day_that_is_none_is_a_usage_error(db):
    with pytest.raises(SystemExit) as ended:
        main(["regularisation", "remind", "--on", "hier"])
    assert ended.value.code == 2


# Telling


def test_told_or_unreachable_and_tried_again(scene):
    one = due(scene, ends=50)
    one = reminders.tell(scene.agent, one, outcome="unreachable")
    assert list(reads.unreachable(scene.agent)) == [one]
    one = reminders.tell(scene.agent, one, outcome="told")
    assert (one.state, one.told_on, one.told_by) == ("told", days(0), scene.agent)
    with pytest.raises(Refused):
        reminders.tell(scene.agent, one, outcome="unreachable")


@pytest.mark.parametrize("outcome", ["", "due", "needless", "x"])
def test_a_forged_outcome_is_refused(scene, outcome):
    one = due(scene, ends=50)
    with pytest.raises(BadInput):
        reminders.tell(scene.agent, one, outcome=outcome)


def test_who_may_not_remind(scene):
    one = due(scene, ends=50)
    for user in (scene.secretary, scene.staff["sale.agent"], scene.staff["root.programme_manager"]):
        with pytest.raises(MissingRight):
            reminders.tell(user, one, outcome="told")
        with pytest.raises(MissingRight):
            reminders.remind(user, scene.rabat)


def test_an_office_brings_its_own_list_up_to_date(scene):
    held(scene, ends=50)
    held(scene, ends=50, name=s.NAMES[1], at="rabat")
    client, url = page(scene.agent, "reminders-prepare")
    assert client.post(url).status_code == 302
    assert reads.to_tell(scene.agent).count() == 2
    assert not reads.to_tell(scene.staff["sale.agent"]).exists()


# Words


@pytest.mark.parametrize(
    ("language", "lang", "own"),
    [
        ("fra", "fr", True),
        ("ara", "ar", True),
        ("eng", "en", True),
        ("spa", "es", True),
        ("fuf", "fr", False),
        ("", "fr", False),
    ],
)
def test_it_is_said_in_the_holders_language(scene, language, lang, own):
    one = due(scene, ends=50)
    Person.objects.filter(pk=one.card.person_id).update(preferred_language=language)
    words = reads.words(reads.reminder(scene.agent, one.pk))
    assert (words.lang, words.own, words.subject) == (lang, own, reminding.SUBJECT[lang])
    assert bool(card_papers.language_note(words)) is not own


@given(st.sampled_from(sorted(reminding.WRITTEN)), st.dates(date(2014, 1, 2), date(2060, 1, 1)))
def test_the_neutral_message_never_speaks_of_a_card(language, ends):
    words = reminding.words(language, ends, "OFFICE", "K7M2-QXB9")
    for told in ("carte", "séjour", "card", "residence", "tarjeta", "residencia", "بطاقة", "إقامة"):
        assert told not in words.neutral.lower()
    assert "OFFICE" in words.message
    assert "OFFICE" not in words.neutral


def contact(scene, one: Reminder, safety: str, value: str) -> None:
    Contact.objects.create(person=one.card.person, kind="phone", value=value, normalised="", safety=safety)


def test_an_unsafe_number_is_not_shown(scene):
    one = due(scene, ends=50)
    contact(scene, one, "safe", "0611111111")
    contact(scene, one, "unsafe", "0699999999")
    contact(scene, one, "message_only", "0622222222")
    client, url = page(scene.agent, "reminder", one.pk)
    body = client.get(url).content.decode()
    assert "0611111111" in body
    assert "0622222222" in body
    assert "0699999999" not in body


@pytest.mark.parametrize("language", ["fra", "ara", "eng", "spa", "wol"])
def test_the_letter_is_a_paper(scene, language):
    one = due(scene, ends=50)
    Person.objects.filter(pk=one.card.person_id).update(preferred_language=language)
    client, url = page(scene.agent, "reminder-letter", one.pk)
    assert client.get(url).content.startswith(b"%PDF")


def test_the_page_of_the_day(scene):
    one = due(scene, ends=50)
    client, url = page(scene.agent, "reminders")
    body = client.get(url).content.decode()
    assert reverse("regularisation:reminder", args=[one.pk]) in body
    assert (
        client.post(reverse("regularisation:reminder-tell", args=[one.pk]), {"outcome": "told"}).status_code
        == 302
    )
    assert (
        reverse("regularisation:reminder", args=[one.pk]) in client.get(url + "?show=told").content.decode()
    )
    assert reverse("regularisation:reminder", args=[one.pk]) not in client.get(url).content.decode()


def test_another_office_finds_no_reminder(scene):
    one = due(scene, ends=50)
    for name in ("reminder", "reminder-letter"):
        client, url = page(scene.staff["sale.agent"], name, one.pk)
        assert client.get(url).status_code == 404


def test_a_day_before_sixty_is_quiet(scene):
    held(scene, ends=61)
    assert told_off(scene, days(0)) == 0
    assert told_off(scene, days(0) + timedelta(days=1)) == 1
