"""Appeals: by either channel and once, by letter without looking through files, sorted together, seen by two sides."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.models import Piece
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation.commands import appeals as commands
from musanada.regularisation.commands import appeals_effects
from musanada.regularisation.commands.notifying import notify
from musanada.regularisation.models import AgendaItem, Appeal, Instruction, Session
from musanada.regularisation.queries import appeals as queries
from musanada.regularisation.queries import sorting
from musanada.regularisation.tests import scene as scenes
from musanada.regularisation.tests.scene import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GROUNDS = "Trois contrats de bail que la commission n'a pas lus."


def refused(scene, name="Awa Diallo", *claims, at="rabat", born=date(1990, 5, 2), **person):
    """A file of that office with an unfavourable opinion of a week ago."""
    person["birth"] = PartialDate(born, BirthPrecision.DAY)
    born = scenes.applicant(scene, name, at=at, **person)
    made = scenes.complete(scene, born, *claims, at=at, on=TODAY - timedelta(days=30))
    scenes.opinion(scene, made, on=TODAY - timedelta(days=7), text="Durée non établie par les pièces.")
    made.case.refresh_from_db()
    return made


@pytest.fixture
def file(scene):
    return refused(scene)


def at_office(scene, file, **values):
    values = {"on": TODAY, "grounds": GROUNDS} | values
    return commands.lodge_appeal(scene.agent, file, **values)


def by_letter(scene, file, **values):
    values = {"number": file.case.reference, "birth_year": 1990, "on": TODAY, "grounds": GROUNDS} | values
    return commands.lodge_direct(scene.national, scene.commission, **values)


# Either channel, once


def test_the_office_receives_an_appeal_and_the_commission_sees_it(scene, file):
    made = at_office(scene, file)
    file.case.refresh_from_db()
    assert (file.case.state, made.channel, made.unit) == ("appeal", "office", scene.commission)
    assert list(queries.of_commission(scene.national)) == [made]
    assert list(queries.seen(scene.agent)) == [made]


def test_the_commission_receives_an_appeal_by_letter(scene, file):
    number = f"{file.case.reference[:4].lower()}-{file.case.reference[4:].lower()}"
    made = by_letter(scene, file, number=number)
    assert (made.channel, made.application) == ("commission", file)
    assert list(queries.seen(scene.agent)) == [made]


@pytest.mark.parametrize("second", [at_office, by_letter])
@pytest.mark.parametrize("first", [at_office, by_letter])
def test_the_second_channel_says_when_and_under_which_number(first, second, scene, file):
    made = first(scene, file)
    file.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        second(scene, file)
    assert refusal.value.code == "already_lodged"
    assert str(made) in str(refusal.value)
    assert Appeal.objects.count() == 1


def test_a_wrong_number_and_a_wrong_year_get_the_same_answer(scene, file):
    said = []
    for values in ({"number": "22222222"}, {"birth_year": 1991}, {"number": "", "birth_year": 1990}):
        with pytest.raises(Refused) as refusal:
            by_letter(scene, file, **values)
        said.append((refusal.value.code, str(refusal.value)))
    assert len(set(said)) == 1
    assert not Appeal.objects.exists()


def test_a_file_whose_appeals_are_heard_elsewhere_is_not_found(scene, file):
    file.operation.appeals_unit = scene.aide
    file.operation.save()
    with pytest.raises(Refused) as refusal:
        by_letter(scene, file)
    assert refusal.value.code == commands.NO_SUCH_FILE


def test_a_hidden_person_answers_like_nobody(scene, file):
    type(file.case.person).objects.filter(pk=file.case.person_id).update(protected=True)
    with pytest.raises(Refused) as refusal:
        by_letter(scene, file)
    assert refusal.value.code == commands.NO_SUCH_FILE


def test_the_number_of_a_past_operation_is_read(scene, file):
    type(file).objects.filter(pk=file.pk).update(old_number="2014/RBT/77")
    assert by_letter(scene, file, number="2014/RBT/77").application == file


def test_a_file_without_refusal_has_nothing_to_appeal(scene):
    born = scenes.applicant(scene, birth=PartialDate(date(1990, 5, 2), BirthPrecision.DAY))
    made = scenes.complete(scene, born)
    with pytest.raises(Refused) as refusal:
        at_office(scene, made)
    assert refusal.value.code == "nothing_to_appeal"


@pytest.mark.parametrize("days", [-1, 8])
def test_an_appeal_is_of_a_day_that_can_be(days, scene, file):
    with pytest.raises(BadInput):
        at_office(scene, file, on=TODAY - timedelta(days=days))


def test_it_is_late_only_where_the_operation_sets_a_time(scene, file):
    notify(
        scene.agent,
        file,
        on=TODAY - timedelta(days=6),
        means="hand",
        received_on=TODAY - timedelta(days=6),
    )
    type(file.operation).objects.filter(pk=file.operation_id).update(appeal_days=5)
    fresh = type(file).objects.select_related("operation", "case").get(pk=file.pk)
    with pytest.raises(Refused):
        at_office(scene, fresh)
    with pytest.raises(Refused):
        by_letter(scene, fresh)
    type(file.operation).objects.filter(pk=file.operation_id).update(appeal_days=0)
    assert at_office(scene, type(file).objects.select_related("operation", "case").get(pk=file.pk))


def test_one_is_received_after_one_that_was_withdrawn(scene, file):
    first = at_office(scene, file)
    commands.withdraw_appeal(scene.agent, first, on=TODAY)
    assert first.state == "withdrawn"
    file.case.refresh_from_db()
    assert file.case.state == "notified_refusal"
    assert by_letter(scene, type(file).objects.get(pk=file.pk)).pk != first.pk


def test_it_is_withdrawn_at_the_commission_too_and_leaves_the_agenda(scene, file):
    made = at_office(scene, file)
    session = Session.objects.create(
        operation=scene.operation, unit=scene.commission, kind="plenary", number=1, held_on=TODAY,
        quorum=1, made_by=scene.national,
    )  # fmt: skip
    item = AgendaItem.objects.create(
        session=session, application=file, stage="appeal", appeal=made, position=1
    )
    commands.withdraw_appeal(scene.national, made, on=TODAY)
    item.refresh_from_db()
    assert item.removed_at is not None
    with pytest.raises(Refused):
        commands.withdraw_appeal(scene.national, made, on=TODAY)


# Who sees what


def test_another_office_and_another_side_find_nothing(scene, file):
    made = at_office(scene, file)
    pages = [
        reverse("regularisation:appeal", args=[made.pk]),
        reverse("regularisation:appeal-withdraw", args=[made.pk]),
        reverse("regularisation:appeal-of-file", args=[file.case_id]),
        reverse("regularisation:appeal-lodge", args=[file.case_id]),
    ]
    for user in (scene.staff["sale.agent"], scene.staff["aide.agent"]):
        client = signed_in(user)
        assert [client.get(url).status_code for url in pages] == [404] * 4
        assert str(file.case) not in client.get(reverse("regularisation:appeals")).content.decode()


def test_the_commission_does_not_open_the_file_itself(scene, file):
    at_office(scene, file)
    client = signed_in(scene.national)
    assert client.get(reverse("regularisation:show", args=[file.case_id])).status_code in (403, 404)
    assert client.get(reverse("regularisation:appeal-lodge", args=[file.case_id])).status_code == 404


def test_a_hidden_person_is_in_no_list(scene, file):
    made = at_office(scene, file)
    type(file.case.person).objects.filter(pk=file.case.person_id).update(protected=True)
    assert not queries.seen(scene.national).exists()
    assert signed_in(scene.national).get(reverse("regularisation:appeal", args=[made.pk])).status_code == 404


def test_the_page_shows_the_first_opinion_beside_what_came_since(scene, file):
    Piece.objects.filter(case=file.case).update(received_on=TODAY - timedelta(days=20))
    made = at_office(scene, file)
    Piece.objects.create(case=file.case, type_id="school-certificate", recorded_by=scene.agent)
    side = queries.side_by_side(file)
    assert side.decision.text.startswith("Durée non établie")
    assert [str(r) for r in side.reasons] == ["Durée non établie"]
    assert [p.type_id for p in side.since] == ["school-certificate"]
    assert "school-certificate" not in [p.type_id for p in side.pieces]
    page = signed_in(scene.national).get(reverse("regularisation:appeal", args=[made.pk])).content.decode()
    assert GROUNDS.replace("'", "&#x27;") in page
    assert "Awa Diallo" in page


# Pages and forged requests


def test_pages_receive_at_the_counter_and_keep_what_was_typed(scene, file):
    client = signed_in(scene.agent)
    url = reverse("regularisation:appeal-lodge", args=[file.case_id])
    wrong = client.post(url, {"on": TODAY + timedelta(days=2), "grounds": GROUNDS})
    assert wrong.status_code == 422
    assert GROUNDS.replace("'", "&#x27;") in wrong.content.decode()
    assert client.post(url, {"on": TODAY, "grounds": GROUNDS}).status_code == 302
    assert client.post(url, {"on": TODAY, "grounds": "encore"}).status_code == 422
    assert client.get(reverse("regularisation:appeal-of-file", args=[file.case_id])).status_code == 302


def test_guessing_letters_is_stopped(scene, file, settings):
    settings.RATE_LIMITS = True
    client = signed_in(scene.national)
    url = reverse("regularisation:appeal-direct")
    form = {"unit": scene.commission.pk, "number": "22222222", "birth_year": 1990, "on": TODAY}
    answers = [client.post(url, form).status_code for _ in range(22)]
    assert answers[:20] == [422] * 20
    assert answers[20:] == [429, 429]
    assert client.post(url, form | {"number": file.case.reference}).status_code == 429


def test_what_an_agent_types_is_in_no_line_of_the_journal(scene, file):
    url = reverse("regularisation:appeal-direct")
    form = {"unit": scene.commission.pk, "number": "A2B3-C4D5", "birth_year": 1990, "on": TODAY}
    signed_in(scene.national).post(url, form)
    lines = AuditEntry.objects.filter(verb="regularisation.lodge_direct")
    assert [one.details for one in lines] == [{"code": commands.NO_SUCH_FILE}]


def test_the_unit_of_another_commission_is_not_offered(scene, file):
    form = {"unit": scene.aide.pk, "number": file.case.reference, "birth_year": 1990, "on": TODAY}
    assert signed_in(scene.national).post(reverse("regularisation:appeal-direct"), form).status_code == 422


# Sorting


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ({"minor": True, "sex": "F"}, "children"),
        ({"sex": "F", "married": True}, "women"),
        ({"sex": "M", "married": True, "works": True}, "married"),
        ({"sex": "M", "works": True, "schooled": True}, "workers"),
        ({"sex": "M", "schooled": True, "months": 40}, "schooled"),
        ({"sex": "M", "schooled": True, "months": 80}, "other"),
        ({"sex": "M", "schooled": False, "months": 40}, "other"),
        ({"sex": "M", "minor": None}, "other"),
    ],
)
def test_the_first_category_that_the_facts_show_is_proposed(values, category):
    plain = {
        "sex": "", "age": (30, 30), "minor": False, "claims": (), "married": False, "works": False,
        "schooled": False, "schooling": "2", "months": None,
    }  # fmt: skip
    found = sorting.propose(sorting.Profile(**plain | values))
    assert found.category == category
    assert found.why


def three(scene):
    woman = at_office(scene, refused(scene, "Awa Diallo"))
    man = at_office(scene, refused(scene, "Ousmane Bah", "C5", sex="M"))
    child = at_office(scene, refused(scene, "Moussa Ba", "C5", sex="M", born=TODAY - timedelta(days=4000)))
    return woman, man, child


def states(*appeals):
    rows = {one.pk: one for one in Appeal.objects.all()}
    return [(rows[one.pk].state, rows[one.pk].category) for one in appeals]


def test_the_committee_sorts_all_by_what_the_facts_propose(scene):
    woman, man, child = three(scene)
    done = commands.sort_appeals(
        scene.national, scene.commission, keys=[woman.pk, man.pk, child.pk], category=""
    )
    assert done == 3
    assert states(woman, man, child) == [("sorted", "women"), ("sorted", "other"), ("sorted", "children")]


def test_people_decide_the_category(scene):
    woman, man, child = three(scene)
    commands.sort_ticked(scene.national, [woman.pk, man.pk], "workers")
    assert states(woman, man, child) == [("sorted", "workers"), ("sorted", "workers"), ("lodged", "")]


def test_sorting_is_all_or_none(scene):
    woman, man, _child = three(scene)
    commands.withdraw_appeal(scene.agent, man, on=TODAY)
    with pytest.raises(Refused):
        commands.sort_ticked(scene.national, [woman.pk, man.pk], "women")
    assert states(woman) == [("lodged", "")]
    with pytest.raises(BadInput):
        commands.sort_ticked(scene.national, [woman.pk], "forged")
    with pytest.raises(BadInput):
        commands.sort_ticked(scene.national, [], "women")


def test_the_office_does_not_sort(scene):
    woman, *_others = three(scene)
    with pytest.raises(MissingRight):
        commands.sort_appeals(scene.agent, scene.commission, keys=[woman.pk], category="women")
    with pytest.raises(MissingRight):
        commands.sort_appeals(scene.secretary, scene.commission, keys=[woman.pk], category="women")
    url = reverse("regularisation:appeal-sort", args=[woman.pk])
    assert signed_in(scene.agent).post(url, {"category": "women"}).status_code == 403
    assert signed_in(scene.secretary).post(url, {"category": "women"}).status_code == 403
    assert states(woman) == [("lodged", "")]


def test_the_list_narrows_by_facts_and_sorts_all_that_is_left(scene):
    woman, man, child = three(scene)
    client = signed_in(scene.national)
    page = client.get(reverse("regularisation:appeals"), {"age": "minor"}).content.decode()
    assert str(child.application.case) in page
    assert str(woman.application.case) not in page
    client.post(f"{reverse('regularisation:appeals-sort')}?sex=M", {"category": "", "everything": "1"})
    assert states(woman, man, child) == [("lodged", ""), ("sorted", "other"), ("sorted", "children")]
    forged = client.get(reverse("regularisation:appeals"), {"sex": "forged"}).content.decode()
    assert str(woman.application.case) not in forged


def test_ticked_appeals_of_a_page_are_sorted(scene):
    woman, man, child = three(scene)
    url = reverse("regularisation:appeals-sort")
    signed_in(scene.national).post(url, {"category": "women", "keys": [woman.pk, child.pk, "not-a-key"]})
    assert states(woman, man, child) == [("sorted", "women"), ("lodged", ""), ("sorted", "women")]


# What follows a plenary


def an_item(scene, appeal, number, result):
    session, _new = Session.objects.get_or_create(
        operation=scene.operation, unit=scene.commission, kind="plenary", number=1,
        defaults={"held_on": TODAY, "quorum": 1, "made_by": scene.national},
    )  # fmt: skip
    return AgendaItem.objects.create(
        session=session,
        application=appeal.application,
        stage="appeal",
        appeal=appeal,
        position=number,
        result=result,
        reasons=",length," if result == "unfavourable" else "",
        decided_at=timezone.now(),
    )


def test_each_appeal_gets_its_outcome_and_the_office_its_instruction(scene):
    some = three(scene)
    results = ("favourable", "unfavourable", "adjourned")
    items = [
        an_item(scene, one, n, result) for n, (one, result) in enumerate(zip(some, results, strict=True))
    ]
    assert appeals_effects.decided(scene.national, items, TODAY) == 2
    assert [s for s, _c in states(*some)] == ["accepted", "rejected", "sorted"]
    sent = {one.appeal_id: (one.favourable, one.due_on) for one in Instruction.objects.all()}
    due = TODAY + timedelta(days=30)
    assert sent == {some[0].pk: (True, due), some[1].pk: (False, due)}
