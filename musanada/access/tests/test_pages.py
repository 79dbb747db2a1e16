"""The administration as its people use it: Alice for the organisation, Bob for Oujda, Dina the auditor of all."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from musanada.access import audit
from musanada.access.audit.reading import End
from musanada.access.commands import add_unit, found_organisation, hold, write_entry
from musanada.access.models import AuditEntry, RoleHolding, Unit, User

from .conftest import make_user

pytestmark = pytest.mark.django_db
OWN = "mot-de-passe-de-samira"
NEW = "une phrase que je retiens"


@pytest.fixture
def samira(oujda):
    """An agent of Oujda with a password."""
    user = User.objects.create(username="samira", display_name="Samira", password=make_password(OWN))
    hold(user, oujda, "agent")
    return user


@pytest.fixture
def dina(organisation):
    return make_user("dina", organisation, "auditor")


@pytest.fixture
def ministry(db):
    return found_organisation("ministere", "Ministère", side="state")


def visit(client, user, name, *args, **query):
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client.get(reverse(name, args=args), query)


def send(client, user, name, *args, **answers):
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client.post(reverse(name, args=args), answers)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", ["access:units", "access:accounts", "access:rights", "access:own-password"])
def test_pages_answer_in_both_directions(client, alice, samira, name, language):
    client.cookies["django_language"] = language
    assert visit(client, alice, name).status_code == 200


def test_tree_puts_offices_under_their_organisation(client, alice, oujda, rabat):
    branches = visit(client, alice, "access:units").context["branches"]
    assert [(b.unit.code, b.depth) for b in branches] == [("org", 0), ("oujda", 1), ("rabat", 1)]


def test_tree_shows_who_holds_which_role(client, alice, samira, oujda):
    staff = {b.unit.code: b.staff for b in visit(client, alice, "access:units").context["branches"]}
    assert [(h.user, h.role) for h in staff["oujda"]] == [(samira, "agent")]


def test_tree_starts_at_the_actors_own_place(client, bob, oujda, rabat):
    branches = visit(client, bob, "access:units").context["branches"]
    assert [(b.unit, b.depth) for b in branches] == [(oujda, 0)]


def test_unit_of_others_is_not_found(client, bob, rabat, organisation):
    assert visit(client, bob, "access:unit", rabat.pk).status_code == 404
    assert visit(client, bob, "access:unit", organisation.pk).status_code == 404


def test_unit_page_does_not_name_the_unit_above_it(client, bob, oujda):
    assert visit(client, bob, "access:unit", oujda.pk).context["parent"] is None


def test_who_may_only_look_is_offered_no_change(client, dina, samira, oujda):
    page = visit(client, dina, "access:unit", oujda.pk)
    assert reverse("access:open-account", args=[oujda.pk]) not in text(page)
    refused = visit(client, dina, "access:open-account", oujda.pk)
    assert refused.status_code == 403
    assert "access.manage" in text(refused)


def test_office_is_opened_under_the_organisation(client, alice, organisation):
    answer = send(
        client,
        alice,
        "access:open-unit",
        organisation.pk,
        name_fr="Fès",
        name_ar="فاس",
        code="fes",
        kind="office",
    )
    made = Unit.objects.get(code="fes")
    assert answer.headers["Location"] == reverse("access:unit", args=[made.pk])
    assert (made.path, made.side) == ("org/fes/", organisation.side)


def test_code_taken_is_said_on_the_form(client, alice, organisation, oujda):
    answer = send(
        client, alice, "access:open-unit", organisation.pk, name_fr="X", code="oujda", kind="office"
    )
    assert answer.status_code == 422
    assert "oujda" in str(answer.context["form"].non_field_errors())


def test_organisation_cannot_be_opened_below(client, alice, organisation):
    answer = send(
        client, alice, "access:open-unit", organisation.pk, name_fr="X", code="x", kind="organisation"
    )
    assert answer.status_code == 422
    assert not Unit.objects.filter(code="x").exists()


def opened(client, actor, unit, **answers):
    said = {"display_name": "Karim", "username": "Karim", "role": "agent"} | answers
    return send(client, actor, "access:open-account", unit.pk, **said)


def test_first_role_is_held_at_the_unit(client, alice, oujda):
    opened(client, alice, oujda, role="shelter_manager")
    holding = RoleHolding.objects.get(user__username="karim")
    assert (holding.unit, holding.role, holding.to_on) == (oujda, "shelter_manager", None)


def test_name_taken_is_said_at_its_question(client, alice, oujda, samira):
    answer = opened(client, alice, oujda, username="samira")
    assert answer.status_code == 422
    assert "username" in answer.context["form"].errors


def test_console_role_is_not_offered(client, alice, oujda):
    assert opened(client, alice, oujda, role="console").status_code == 422
    assert not User.objects.filter(username="karim").exists()


def test_role_is_given_and_ended(client, alice, samira, oujda):
    send(client, alice, "access:grant-role", oujda.pk, username=" Samira ", role="case_manager")
    held = RoleHolding.objects.get(user=samira, role="case_manager")
    answer = send(client, alice, "access:end-role", held.pk)
    held.refresh_from_db()
    assert held.to_on is not None
    assert answer.headers["Location"] == reverse("access:unit", args=[oujda.pk])


def test_looking_at_the_question_ends_nothing(client, alice, samira):
    held = RoleHolding.objects.get(user=samira)
    assert visit(client, alice, "access:end-role", held.pk).status_code == 200
    held.refresh_from_db()
    assert held.to_on is None


def test_nobody_gives_themselves_a_role(client, alice, oujda):
    answer = send(client, alice, "access:grant-role", oujda.pk, username="alice", role="auditor")
    assert answer.status_code == 409
    assert not RoleHolding.objects.filter(user=alice, role="auditor").exists()


def test_nobody_ends_their_own_role(client, alice):
    answer = send(client, alice, "access:end-role", RoleHolding.objects.get(user=alice).pk)
    assert answer.status_code == 409
    assert RoleHolding.objects.filter(user=alice, to_on=None).exists()


def test_account_of_others_is_not_found_by_its_name(client, bob, rabat, oujda):
    make_user("hind", rabat, "agent")
    answer = send(client, bob, "access:grant-role", oujda.pk, username="hind", role="agent")
    unknown = send(client, bob, "access:grant-role", oujda.pk, username="nobody", role="agent")
    assert answer.context["form"].errors == unknown.context["form"].errors


def test_command_itself_refuses_an_account_of_others(bob, rabat, oujda):
    from musanada.access.commands import grant_role
    from musanada.kit.errors import Refused

    with pytest.raises(Refused):
        grant_role(bob, oujda, user=make_user("hind", rabat, "agent"), role="agent")


def test_no_account_works_on_two_sides(client, alice, samira, oujda, ministry):
    """Even an administrator of both sides does not carry a colleague across."""
    hold(alice, ministry, "administrator")
    answer = send(client, alice, "access:grant-role", ministry.pk, username="samira", role="agent")
    assert answer.status_code == 409
    assert not RoleHolding.objects.filter(user=samira, unit=ministry).exists()


def names(response):
    return [a.username for a in response.context["page"].rows]


def test_accounts_are_found_by_name_role_and_state(client, alice, samira, dina):
    assert names(visit(client, alice, "access:accounts")) == ["alice", "dina", "samira"]
    assert names(visit(client, alice, "access:accounts", q="SAM")) == ["samira"]
    assert names(visit(client, alice, "access:accounts", role="auditor")) == ["dina"]
    assert names(visit(client, alice, "access:accounts", state="closed")) == []


def test_accounts_of_other_places_are_not_listed(client, bob, samira, dina, rabat):
    make_user("hind", rabat, "agent")
    assert names(visit(client, bob, "access:accounts")) == ["bob", "samira"]


def test_what_an_account_does_elsewhere_is_not_shown(client, bob, samira, rabat):
    hold(samira, rabat, "case_manager")
    page = visit(client, bob, "access:account", samira.pk)
    assert [h.role for h in page.context["held"]] == ["agent"]
    assert "Rabat" not in text(page)


def test_account_is_closed_and_reopened(client, alice, samira):
    send(client, alice, "access:close-account", samira.pk)
    samira.refresh_from_db()
    assert not samira.is_active
    send(client, alice, "access:reopen-account", samira.pk)
    samira.refresh_from_db()
    assert samira.is_active


def test_nobody_closes_their_own_account(client, alice):
    assert send(client, alice, "access:close-account", alice.pk).status_code == 409
    assert User.objects.get(pk=alice.pk).is_active


@pytest.mark.parametrize("name", ["access:close-account", "access:reset-access"])
def test_office_does_not_take_over_who_also_works_above(client, bob, dina, oujda, name):
    hold(dina, oujda, "agent")
    before = User.objects.get(pk=dina.pk)
    assert send(client, bob, name, dina.pk, reason="perdu").status_code == 409
    after = User.objects.get(pk=dina.pk)
    assert (after.is_active, after.password) == (before.is_active, before.password)


def test_own_password_is_changed_and_the_session_goes_on(client, samira):
    answer = send(client, samira, "access:own-password", current=OWN, password=NEW, again=NEW)
    assert answer.headers["Location"] == reverse("account:security")
    assert client.get(reverse("web:home")).status_code == 200
    samira.refresh_from_db()
    assert samira.check_password(NEW)


def test_other_sessions_end_with_the_old_password(client, samira):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(samira, backend="musanada.access.backend.Accounts")
    send(client, samira, "access:own-password", current=OWN, password=NEW, again=NEW)
    assert elsewhere.get(reverse("web:home")).status_code == 302


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"current": "faux", "password": NEW, "again": NEW}, "current"),
        ({"current": OWN, "password": NEW, "again": NEW + "!"}, "again"),
        ({"current": OWN, "password": "court", "again": "court"}, "password"),
        ({"current": OWN, "password": "qwertyuiop123", "again": "qwertyuiop123"}, "password"),
    ],
)
def test_wrong_answers_keep_the_old_password(client, samira, answers, field):
    response = send(client, samira, "access:own-password", **answers)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    samira.refresh_from_db()
    assert samira.check_password(OWN)


def test_password_of_another_is_not_changed_by_knowing_it(alice, samira):
    from musanada.access.commands import change_password
    from musanada.kit.errors import Refused

    hold(alice, Unit.objects.get(code="oujda"), "agent")
    with pytest.raises(Refused):
        change_password(alice, samira, current=OWN, password=NEW)


def test_rights_page_says_what_the_doors_enforce(client, dina):
    from musanada.access.rights import matrix

    table = visit(client, dina, "access:rights").context["table"]
    shown = {
        row.right.code: sum(carried for _role, carried in row.cells) for _app, rows in table for row in rows
    }
    enforced: dict[str, int] = {}
    for _role, right, allowed in matrix():
        enforced[right] = enforced.get(right, 0) + allowed
    assert shown == enforced


def lines(response):
    return [line.entry.verb for line in response.context["lines"]]


def test_journal_is_newest_first_and_in_words(client, alice, dina, oujda, samira):
    write_entry(alice, "access.open_unit", "done", oujda)
    write_entry(alice, "access.close_account", "done", samira)
    page = visit(client, dina, "access:journal")
    assert lines(page) == ["access.close_account", "access.open_unit"]
    assert "Compte fermé" in text(page)
    assert "Alice" in text(page)


def test_journal_shows_an_unknown_verb_as_its_code(client, alice, dina, oujda):
    write_entry(alice, "future.verb", "done", oujda)
    assert "future.verb" in text(visit(client, dina, "access:journal"))


def test_journal_is_filtered_by_the_address(client, alice, dina, oujda):
    write_entry(alice, "access.open_unit", "done", oujda)
    write_entry(alice, "future.verb", "denied", oujda)
    assert lines(visit(client, dina, "access:journal", verb="future.verb")) == ["future.verb"]
    assert lines(visit(client, dina, "access:journal", outcome="done")) == ["access.open_unit"]
    today = AuditEntry.objects.get(verb="future.verb").at.date().isoformat()
    assert len(lines(visit(client, dina, "access:journal", day=today))) == 2
    assert lines(visit(client, dina, "access:journal", day="2020-01-01")) == []


def test_journal_of_other_places_is_not_shown(client, alice, rabat, oujda, dina, ministry):
    watcher = make_user("watcher", oujda, "auditor")
    stranger = make_user("stranger", ministry, "agent")
    write_entry(alice, "test.rabat", "done", rabat)
    write_entry(alice, "test.oujda", "done", oujda)
    write_entry(stranger, "page.audit.view", "denied", None)
    write_entry(watcher, "page.access.manage", "denied", None)
    assert lines(visit(client, watcher, "access:journal")) == ["page.access.manage", "test.oujda"]


def test_journal_leads_only_to_pages_the_reader_may_open(client, alice, dina, oujda, samira):
    write_entry(alice, "access.close_account", "done", samira)
    line = visit(client, dina, "access:journal").context["lines"][0]
    assert line.url == reverse("access:account", args=[samira.pk])
    from musanada.access.queries import page_of

    row = AuditEntry(object_kind="people.person", object_id=str(samira.pk))
    assert page_of(dina, row) == ""


def test_chain_that_holds_says_so(client, dina, alice, oujda):
    write_entry(alice, "test.one", "done", oujda)
    send(client, dina, "access:chain")
    assert "La chaîne tient" in text(client.get(reverse("access:journal")))


def test_broken_chain_names_its_line(client, dina, alice, oujda, monkeypatch):
    report = audit.Report(End(), 2, 0, audit.Damage("altered", 3, 3))
    monkeypatch.setattr("musanada.access.audit.verify", lambda **options: report)
    send(client, dina, "access:chain")
    assert re.search(
        r"La ligne 3 ne tient pas : elle a été modifiée", text(client.get(reverse("access:journal")))
    )


def test_chain_is_not_walked_by_looking(client, dina, monkeypatch):
    walked = []
    monkeypatch.setattr("musanada.access.audit.verify", lambda **options: walked.append(1))
    visit(client, dina, "access:journal")
    visit(client, dina, "access:chain")
    assert walked == []


def test_administrator_does_not_read_the_journal(client, alice):
    assert visit(client, alice, "access:journal").status_code == 403


@pytest.mark.parametrize("name", ["access:units", "access:accounts"])
def test_lists_cost_the_same_for_one_and_for_many(
    client, alice, organisation, oujda, samira, name, django_assert_max_num_queries
):
    for number in range(12):
        make_user(
            f"u{number}", add_unit(organisation, f"t{number}", "T", kind="team", side="humanitarian"), "agent"
        )
    client.force_login(alice, backend="musanada.access.backend.Accounts")
    with django_assert_max_num_queries(16):
        client.get(reverse(name))
