"""The way into a new account, back into one whose password or phone is lost, and out of one: the leaver."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access import commands, handover
from musanada.access.models import AuditEntry, Invitation, User
from musanada.access.signin import factors
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.registry import Registry

from .conftest import make_user

pytestmark = pytest.mark.django_db
BACKEND = "musanada.access.backend.Accounts"
CHOSEN = "cheval agrafe batterie correct"


@pytest.fixture
def samira(oujda):
    user = make_user("samira", oujda, "agent")
    User.objects.filter(pk=user.pk).update(password=make_password(CHOSEN))
    return User.objects.get(pk=user.pk)


def send(client, user, name, *args, **answers):
    client.force_login(user, backend=BACKEND)
    return client.post(reverse(name, args=args), answers)


def opened(client, alice, oujda):
    answers = {"display_name": "Karim", "username": "Karim", "role": "agent"}
    return send(client, alice, "access:open-account", oujda.pk, **answers)


def token_in(response):
    return response.context["link"].rstrip("/").rpartition("/")[2]


def accept(token, password=CHOSEN, client=None):
    client = client or Client()
    client.get(reverse("account:invited", args=[token]))
    return client.post(reverse("account:invitation"), {"password": password, "again": password}), client


def test_new_account_is_entered_by_its_link_only(client, alice, oujda):
    shown = opened(client, alice, oujda)
    karim = User.objects.get(username="karim")
    assert not karim.has_usable_password()
    answer, browser = accept(token_in(shown))
    assert answer.headers["Location"] == reverse("web:home")
    assert browser.session["_auth_user_id"] == str(karim.pk)
    karim.refresh_from_db()
    assert karim.check_password(CHOSEN)


def test_compulsory_factor_follows_the_password(client, alice, oujda, settings):
    token = commands.invite(
        alice, commands.open_account(alice, oujda, username="k", display_name="K", role="agent")
    )
    settings.SECOND_FACTOR = True
    _answer, browser = accept(token)
    assert browser.get(reverse("web:home")).headers["Location"] == reverse("account:factor")


def test_link_leaves_the_address_at_once(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    browser = Client()
    assert browser.get(reverse("account:invited", args=[token])).headers["Location"] == reverse(
        "account:invitation"
    )
    assert token not in browser.get(reverse("account:invitation")).content.decode()


def test_link_is_kept_as_a_hash_and_in_no_journal(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str([line.content() for line in AuditEntry.objects.all()])


def test_looking_at_the_link_spends_nothing(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    browser = Client()
    for _look in range(3):
        browser.get(reverse("account:invited", args=[token]))
        assert browser.get(reverse("account:invitation")).status_code == 200
    assert accept(token)[0].status_code == 302


def refused(token):
    with pytest.raises(Refused):
        commands.accept_invitation(token, password=CHOSEN)
    return Client().get(reverse("account:invited", args=[token])).status_code == 410


def test_link_serves_once(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    accept(token)
    assert refused(token)


def test_link_ends_after_three_days(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    made = Invitation.objects.get()
    assert timedelta(hours=71) < made.until_at - timezone.now() <= timedelta(hours=72)
    Invitation.objects.update(until_at=timezone.now())
    assert refused(token)


def test_newer_link_ends_the_older(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    commands.invite(alice, User.objects.get(username="karim"))
    assert refused(token)


def test_closing_the_account_ends_its_link(client, alice, oujda):
    token = token_in(opened(client, alice, oujda))
    commands.close_account(alice, User.objects.get(username="karim"))
    assert refused(token)


@pytest.mark.parametrize("password", ["court", "motdepasse123", "karim.karim.karim", "azertyuiop2024"])
def test_easy_password_is_refused_and_the_link_stays(client, alice, oujda, password):
    token = token_in(opened(client, alice, oujda))
    answer, _browser = accept(token, password)
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert accept(token)[0].status_code == 302


def test_made_up_links_are_counted(client, db):
    answers = [client.get(reverse("account:invited", args=[f"x{n}"])).status_code for n in range(6)]
    assert answers == [410] * 4 + [429] * 2


# Lost password or phone


def test_reset_forgets_everything_and_invites_anew(client, alice, samira):
    commands.first_factor(samira)
    User.objects.filter(pk=samira.pk).update(sso_subject="abc")
    elsewhere = Client()
    elsewhere.force_login(samira, backend=BACKEND)
    shown = send(client, alice, "access:reset-access", samira.pk, reason="Téléphone perdu")
    samira.refresh_from_db()
    assert (samira.has_usable_password(), factors.enrolled(samira), samira.sso_subject) == (False, False, "")
    assert elsewhere.get(reverse("web:home")).status_code == 302
    assert accept(token_in(shown))[0].status_code == 302


def test_reason_of_a_reset_is_kept_but_not_in_the_journal(client, alice, samira):
    send(client, alice, "access:reset-access", samira.pk, reason="Téléphone volé au marché")
    assert Invitation.objects.get().reason == "Téléphone volé au marché"
    line = AuditEntry.objects.get(verb="access.reset_access")
    assert "marché" not in str(line.content())
    assert line.object_id == str(samira.pk)


def test_reset_without_a_reason_changes_nothing(client, alice, samira):
    assert send(client, alice, "access:reset-access", samira.pk, reason="").status_code == 422
    with pytest.raises(BadInput):
        commands.reset_access(alice, samira, reason="  ")
    samira.refresh_from_db()
    assert samira.check_password(CHOSEN)


def test_nobody_resets_themselves(client, alice):
    with pytest.raises(Refused):
        commands.reset_access(alice, alice, reason="perdu")


def test_strangers_reset_nobody(rabat, samira):
    stranger = make_user("hind", rabat, "administrator")
    with pytest.raises(MissingRight):
        commands.reset_access(stranger, samira, reason="perdu")
    with pytest.raises(MissingRight):
        commands.invite(stranger, samira)


def test_account_in_use_is_not_invited_over_its_password(alice, samira):
    with pytest.raises(Refused):
        commands.invite(alice, samira)


def test_account_page_says_that_an_invitation_waits(client, alice, oujda):
    opened(client, alice, oujda)
    page = client.get(reverse("access:account", args=[User.objects.get(username="karim").pk]))
    assert page.context["waiting"] == Invitation.objects.get()


# The first administrator


def test_first_administrator_is_made_once(organisation):
    console = commands.system_user()
    token = commands.first_administrator(console, organisation, username="Root", display_name="Root")
    made = commands.accept_invitation(token, password=CHOSEN)
    assert list(made.holdings.values_list("role", "unit")) == [("administrator", organisation.pk)]
    with pytest.raises(Refused):
        commands.first_administrator(console, organisation, username="two", display_name="Two")
    assert not User.objects.filter(username="two").exists()


def test_command_makes_the_organisation_and_prints_the_link(db, capsys):
    from musanada.config.cli import parser, run

    words = ["first-admin", "aicha", "--organisation", "onm", "--name", "Office", "--side", "state"]
    assert run(parser().parse_args(words)) == 0
    token = capsys.readouterr().out.strip().rstrip("/").rpartition("/")[2]
    user = commands.accept_invitation(token, password=CHOSEN)
    held = user.holdings.get()
    assert (user.username, held.role, held.unit.code, held.unit.side) == (
        "aicha",
        "administrator",
        "onm",
        "state",
    )
    assert run(parser().parse_args(words)) == 3


def test_command_asks_for_the_side_of_a_new_organisation(db):
    from musanada.config.cli import parser, run

    assert run(parser().parse_args(["first-admin", "aicha", "--organisation", "onm"])) == 2
    assert not User.objects.filter(username="aicha").exists()


def test_terminal_resets_who_locked_themselves_out(alice, capsys):
    from musanada.config.cli import parser, run

    assert run(parser().parse_args(["reset-access", "alice", "--reason", "perdu"])) == 0
    token = capsys.readouterr().out.strip().rstrip("/").rpartition("/")[2]
    assert commands.accept_invitation(token, password=CHOSEN) == alice


# The leaver


@pytest.fixture
def files(monkeypatch):
    """Three files, by their owner's name."""
    owned = {"samira": 3}

    def move(actor, user, successor):
        moved = owned.pop(user.username, 0)
        owned[successor.username] = owned.get(successor.username, 0) + moved
        return moved

    kinds = Registry("handover")
    kinds.add("test.files", handover.Handover("Dossiers", lambda user: owned.get(user.username, 0), move))
    for place in ("musanada.access.handover", "musanada.access.commands.accounts"):
        monkeypatch.setattr(f"{place}.HANDOVERS", kinds)
    return owned


def test_leaver_hands_over_first(client, alice, samira, oujda, files):
    make_user("hind", oujda, "agent")
    page = send(client, alice, "access:close-account", samira.pk)
    assert page.status_code == 409
    assert "Dossiers (3)" in page.content.decode()
    assert client.get(reverse("access:close-account", args=[samira.pk])).headers["Location"] == reverse(
        "access:hand-over", args=[samira.pk]
    )
    answer = send(client, alice, "access:hand-over", samira.pk, username="hind")
    assert answer.headers["Location"] == reverse("access:account", args=[samira.pk])
    assert files == {"hind": 3}
    commands.close_account(alice, samira)
    assert AuditEntry.objects.get(verb="access.hand_over").object_id == str(samira.pk)


def test_successor_works_on_the_same_side_and_is_governed(alice, samira, oujda, rabat, bob, files):
    from musanada.access.commands import found_organisation, hold

    ministry = found_organisation("ministere", "Ministère", side="state")
    hold(alice, ministry, "administrator")
    successors = [make_user("agent-etat", ministry, "agent"), make_user("sans-role"), samira]
    for successor in successors:
        with pytest.raises(Refused):
            commands.hand_over(alice, samira, successor=successor)
    with pytest.raises(Refused):
        commands.hand_over(bob, samira, successor=make_user("hind", rabat, "agent"))
    assert files == {"samira": 3}


def test_closed_colleague_succeeds_nobody(alice, samira, oujda, files):
    hind = make_user("hind", oujda, "agent")
    commands.close_account(alice, hind)
    with pytest.raises(Refused):
        commands.hand_over(alice, samira, successor=hind)


def test_who_answers_for_nothing_just_leaves(alice, samira):
    commands.close_account(alice, samira)
    assert not User.objects.get(pk=samira.pk).is_active
