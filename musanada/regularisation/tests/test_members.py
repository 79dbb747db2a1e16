"""A file before a commission is read by the members of that very session, while it sits, and by the secretary of that
office: by nobody else, whatever is typed in the address or forged in a form."""

import pytest
from django.urls import reverse

from musanada.access.models import AuditEntry
from musanada.kit.errors import Refused
from musanada.regularisation.commands import opinions, sessions
from musanada.regularisation.models import AgendaItem, Conflict, Reading
from musanada.regularisation.queries import commission
from musanada.regularisation.tests.scene import account, signed_in
from musanada.regularisation.tests.sittings import (
    call,
    convened,
    items_of,
    opened,
    prepared,
    some_complete,
    start,
)

pytestmark = pytest.mark.django_db
READ = "regularisation.read_file"


def address(item, name="item"):
    return reverse(f"regularisation:{name}", args=[item.pk])


def answers(user, item):
    """Every way to the file: opening it, marking it, standing aside, deciding it."""
    client = signed_in(user)
    return {
        client.get(address(item)).status_code,
        client.post(address(item, "item-read")).status_code,
        client.get(address(item, "item-aside")).status_code,
        client.post(address(item, "item-aside"), {"reason": "parent"}).status_code,
    }


def test_a_member_opens_the_file_and_it_is_journalled(scene):
    (item,) = items_of(convened(scene, some_complete(scene, 1)))
    answer = signed_in(scene.members[0]).get(address(item))
    assert answer.status_code == 200
    assert "Awa Diallo" in answer.content.decode()
    assert (
        AuditEntry.objects.filter(verb=READ, object_id=str(item.pk), actor_id=scene.members[0].pk).count()
        == 1
    )


def test_no_page_of_the_person_opens_to_a_member(scene):
    (item,) = items_of(convened(scene, some_complete(scene, 1)))
    client = signed_in(scene.members[0])
    person = item.application.case.person
    assert client.get(reverse("people:person", args=[person.pk])).status_code in (403, 404)
    assert reverse("people:person", args=[person.pk]) not in client.get(address(item)).content.decode()


def test_a_member_of_another_session_of_the_same_office_finds_nothing(scene):
    one, _two = some_complete(scene, 2)
    here = convened(scene, [one])
    colleagues = [account(scene.rabat, f"autre.{n}", "commission_member") for n in range(3)]
    there = prepared(scene)
    call(scene, there, colleagues)
    sessions.convene(scene.secretary, there)
    (item,) = items_of(here)
    assert answers(colleagues[0], item) == {404}
    assert signed_in(colleagues[0]).get(reverse("regularisation:session", args=[here.pk])).status_code == 404
    assert not Reading.objects.exists()
    assert not Conflict.objects.exists()


def test_a_member_finds_nothing_before_the_session_is_convened(scene):
    from musanada.regularisation.commands import agenda

    session = prepared(scene)
    call(scene, session)
    agenda.schedule_files(scene.secretary, session, some_complete(scene, 1))
    (item,) = items_of(session)
    assert answers(scene.members[0], item) == {404}
    assert (
        signed_in(scene.members[0]).get(reverse("regularisation:session", args=[session.pk])).status_code
        == 404
    )


def test_after_the_closing_a_member_has_the_minutes_and_no_file(scene):
    session = opened(scene, some_complete(scene, 1))
    (item,) = items_of(session)
    opinions.give_opinion(scene.secretary, item, result="unfavourable", reasons=["length"])
    sessions.close_session(scene.secretary, session)
    member = scene.members[0]
    assert answers(member, item) == {404}
    client = signed_in(member)
    page = client.get(reverse("regularisation:session", args=[session.pk]))
    assert page.status_code == 200
    assert address(item) not in page.content.decode()
    minutes = reverse("regularisation:minutes", args=[session.pk, "fr", "docx"])
    assert client.get(minutes).status_code == 200
    assert client.get(f"{minutes}?names=1").status_code == 403


def test_who_stands_aside_finds_that_file_no_more_and_the_others_still(scene):
    one, two = items_of(convened(scene, some_complete(scene, 2)))
    member = scene.members[0]
    opinions.mark_read(member, one)
    opinions.stand_aside(member, one, reason="parent du demandeur")
    assert answers(member, one) == {404}
    assert signed_in(member).get(address(two)).status_code == 200
    assert not Reading.objects.filter(item=one).exists()
    page = signed_in(member).get(reverse("regularisation:session", args=[one.session_id])).content.decode()
    assert address(one) not in page
    assert address(two) in page


def test_a_command_does_not_open_what_the_page_closes(scene):
    (item,) = items_of(opened(scene, some_complete(scene, 1), read=False))
    sessions.close_session(scene.secretary, item.session, put_back=True)
    for act in (
        lambda: opinions.mark_read(scene.members[0], item),
        lambda: opinions.stand_aside(scene.members[0], item, reason="parent"),
    ):
        with pytest.raises(Refused):
            act()


def test_a_member_whose_role_ended_finds_nothing(scene):
    from django.utils import timezone

    (item,) = items_of(convened(scene, some_complete(scene, 1)))
    scene.members[0].holdings.update(to_on=timezone.localdate())
    assert answers(scene.members[0], item) <= {403, 404}


def test_the_secretary_of_another_office_finds_nothing(scene):
    session = opened(scene, some_complete(scene, 1))
    (item,) = items_of(session)
    client = signed_in(scene.staff["sale.commission_secretary"])
    names = (
        "session",
        "session-agenda",
        "session-members",
        "session-decide",
        "session-close",
        "session-open",
    )
    pages = [reverse(f"regularisation:{name}", args=[session.pk]) for name in names]
    pages += [address(item), address(item, "item-opinion")]
    pages += [reverse("regularisation:minutes", args=[session.pk, "fr", "pdf"])]
    assert {client.get(page).status_code for page in pages} == {404}
    assert {
        client.post(page, {"items": [item.pk], "result": "favourable"}).status_code for page in pages[:-1]
    } <= {
        404,
        405,
    }
    assert AgendaItem.objects.get().result == ""


@pytest.mark.parametrize("role", ["administrator", "auditor", "statistician", "mne_officer"])
def test_who_runs_the_installation_finds_nothing(scene, role):
    session = opened(scene, some_complete(scene, 1))
    (item,) = items_of(session)
    user = account(scene.root, f"root.{role}.bis", role)
    client = signed_in(user)
    assert client.get(address(item)).status_code == 404
    assert client.get(reverse("regularisation:session", args=[session.pk])).status_code == 404
    assert client.get(reverse("regularisation:minutes", args=[session.pk, "fr", "pdf"])).status_code == 404


def test_a_forged_bulk_opinion_does_not_pass_the_rule_of_reading(scene):
    session = opened(scene, some_complete(scene, 2), read=False)
    one, two = items_of(session)
    opinions.mark_read(scene.members[1], one)
    answer = signed_in(scene.secretary).post(
        reverse("regularisation:session-decide", args=[session.pk]),
        {
            "which": "chosen",
            "items": [one.pk, two.pk],
            "result": "favourable",
            "retained": str(scene.version("C5").pk),
        },
    )
    assert answer.status_code == 200
    assert {item.result for item in AgendaItem.objects.filter(pk=two.pk)} == {""}
    assert AgendaItem.objects.get(pk=one.pk).result == "favourable"
    assert "marqué comme lu" in answer.content.decode()


def test_lists_follow_the_same_rule_as_the_page(scene):
    session = convened(scene, some_complete(scene, 2))
    one, two = items_of(session)
    opinions.stand_aside(scene.members[1], two, reason="voisin")
    assert list(commission.items(scene.secretary, session)) == [one, two]
    assert list(commission.items(scene.members[0], session)) == [one, two]
    assert list(commission.items(scene.members[1], session)) == [one]
    assert list(commission.items(scene.agent, session)) == []
    start(scene, session)
    sessions.close_session(scene.secretary, session, put_back=True)
    session.refresh_from_db()
    assert list(commission.items(scene.members[0], session)) == []
