"""The journal as the auditor reads it: by object, by account, by named view; leafed through without counting."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.access import audit, queries
from musanada.access.audit.configuration import effective, without_secrets
from musanada.access.audit.lines import Thing
from musanada.access.audit.origin import Origin, current_origin
from musanada.access.audit.reading import End
from musanada.access.audit.words import VIEWS, belongs, verbs_of
from musanada.access.commands import found_organisation, note_configuration, system_user, write_entry
from musanada.access.models import AuditEntry, User
from musanada.access.queries import journal
from musanada.access.verbs import VERBS

from .conftest import make_user

pytestmark = pytest.mark.django_db
PERSON = "01950000-0000-7000-8000-000000000001"


@pytest.fixture
def dina(organisation):
    """An auditor of the whole organisation."""
    return make_user("dina", organisation, "auditor")


@pytest.fixture
def oujda_auditor(oujda):
    return make_user("otmane", oujda, "auditor")


@pytest.fixture
def ministry(db):
    return found_organisation("ministere", "Ministère", side="state")


def visit(client, user, name, *args, **query):
    client.force_login(user, backend="musanada.access.backend.Accounts")
    return client.get(reverse(name, args=args), query)


def verbs(response) -> list[str]:
    return [line.entry.verb for line in response.context["lines"]]


def about(user, unit, verb, outcome="done", key=PERSON, **details):
    write_entry(user, verb, outcome, Thing("people.person", key, unit), details)


# Who opened this file


def test_every_line_about_an_object_is_on_its_page(client, dina, alice, bob, oujda):
    about(alice, oujda, "people.register")
    about(bob, oujda, "people.read_protected")
    about(bob, oujda, "people.correct", "denied")
    about(bob, oujda, "people.register", key=PERSON[:-1] + "2")
    page = visit(client, dina, "access:journal-object", "people.person", PERSON)
    assert verbs(page) == ["people.correct", "people.read_protected", "people.register"]
    assert [(one.account, one.lines) for one in page.context["readers"]] == [(bob, 2), (alice, 1)]


def test_readings_of_an_object_are_a_view(client, dina, alice, oujda):
    about(alice, oujda, "people.register")
    about(alice, oujda, "people.read_protected")
    page = visit(client, dina, "access:journal-object", "people.person", PERSON, view="reads")
    assert verbs(page) == ["people.read_protected"]


def test_object_of_another_place_is_not_found_like_one_unheard_of(client, oujda_auditor, alice, rabat):
    about(alice, rabat, "people.read_protected")
    pages = [
        visit(client, oujda_auditor, "access:journal-object", "people.person", key) for key in (PERSON, "x")
    ]
    assert [page.status_code for page in pages] == [404, 404]
    one, other = (re.sub(rb'((value="|Token": ")\w+|person/[^/]+)', b"", page.content) for page in pages)
    assert one == other


def test_who_may_not_read_the_journal_learns_nothing_of_an_object(client, alice, oujda):
    about(alice, oujda, "people.read_protected")
    page = visit(client, alice, "access:journal-object", "people.person", PERSON)
    assert page.status_code == 403


def test_looking_at_the_journal_of_an_object_is_in_it(client, dina, alice, oujda):
    about(alice, oujda, "people.register")
    visit(client, dina, "access:journal-object", "people.person", PERSON)
    page = visit(client, dina, "access:journal-object", "people.person", PERSON, view="reads")
    line = page.context["lines"][0].entry
    assert (line.verb, line.actor, line.unit) == ("audit.read_object", dina, oujda)
    assert AuditEntry.objects.filter(verb="audit.read_object").count() == 1


# What this account did


def test_lines_of_an_account_stand_under_their_days(client, dina, alice, oujda, monkeypatch):
    for day, verb in ((1, "test.first"), (3, "test.second"), (3, "test.third")):
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        about(alice, oujda, verb)
    monkeypatch.undo()
    days = visit(client, dina, "access:journal-account", alice.pk).context["days"]
    told = [(day.isoformat(), [line.entry.verb for line in lines]) for day, lines in days]
    assert told == [("2026-03-03", ["test.third", "test.second"]), ("2026-03-01", ["test.first"])]


def test_lines_of_an_account_end_where_the_auditor_does(client, oujda_auditor, alice, oujda, rabat):
    about(alice, oujda, "test.here")
    about(alice, rabat, "test.there")
    assert verbs(visit(client, oujda_auditor, "access:journal-account", alice.pk)) == ["test.here"]


def test_account_without_a_line_or_a_role_here_is_not_found(client, oujda_auditor, rabat):
    stranger = make_user("rachid", rabat, "agent")
    about(stranger, rabat, "test.there")
    assert visit(client, oujda_auditor, "access:journal-account", stranger.pk).status_code == 404


def test_object_and_account_lead_to_each_other(client, dina, alice, oujda):
    about(alice, oujda, "people.read_protected")
    line = visit(client, dina, "access:journal").context["lines"][0]
    of_object, of_account = line.history_url, line.account_url
    assert of_account.encode() in client.get(of_object).content
    assert of_object.encode() in client.get(of_account).content


# Named views and what is not shown


def test_refusals_are_a_view(client, dina, alice, oujda):
    for outcome in ("done", "denied", "refused"):
        about(alice, oujda, f"test.{outcome}", outcome)
    assert verbs(visit(client, dina, "access:journal", view="refusals")) == ["test.refused", "test.denied"]


@pytest.mark.parametrize(
    ("view", "verb"),
    [
        ("reads", "people.read_protected"),
        ("reads", "audit.read_object"),
        ("exports", "audit.export"),
        ("exports", "figures.records"),
        ("sign-ins", "access.change_password"),
        ("configuration", "access.grant_role"),
        ("configuration", "access.open_unit"),
        ("configuration", "access.configure"),
        ("configuration", "assistance.save_service"),
    ],
)
def test_verb_is_in_its_named_view(view, verb):
    assert belongs(verb, view)
    assert verb not in VERBS or verb in verbs_of(view)


def test_no_view_is_everything():
    """Each named view has something, and leaves most of the verbs out."""
    for view in [v for v in VIEWS if v not in ("", "refusals")]:
        assert 0 < len(verbs_of(view)) < len(VERBS) / 2, view
    assert not belongs("people.register", "configuration")
    assert not belongs("people.change_name", "sign-ins")


def test_sign_in_that_failed_belongs_to_the_account_that_was_tried(client, dina, oujda_auditor, bob, rabat):
    other = make_user("rachid", rabat, "agent")
    for tried in (bob, other):
        write_entry(None, "access.sign_in_failed", "refused", tried)
    about_bob = visit(client, oujda_auditor, "access:journal", view="sign-ins").context["lines"]
    assert [line.entry.object_id for line in about_bob] == [str(bob.pk)]
    assert len(visit(client, dina, "access:journal", view="sign-ins").context["lines"]) == 2


def test_configuration_is_shown_to_who_audits_a_whole_organisation(client, dina, oujda_auditor):
    note_configuration(system_user("console"))
    assert verbs(visit(client, dina, "access:journal", view="configuration")) == ["access.configure"]
    assert verbs(visit(client, oujda_auditor, "access:journal", view="configuration")) == []


def test_what_the_console_did_for_all_is_for_who_audits_all(client, dina):
    write_entry(system_user("console"), "reporting.import_external", "done", None, {"rows": 12})
    assert verbs(visit(client, dina, "access:journal")) == ["reporting.import_external"]
    found_organisation("ministere", "Ministère", side="state")
    assert verbs(visit(client, dina, "access:journal")) == []


def test_verification_is_in_the_journal(client, dina, alice, oujda, monkeypatch):
    about(alice, oujda, "test.one")
    client.force_login(dina, backend="musanada.access.backend.Accounts")
    client.post(reverse("access:chain"))
    assert AuditEntry.objects.get(verb="audit.verify").outcome == "done"
    report = audit.Report(End(), 0, 0, audit.Damage("altered", 1, 1))
    monkeypatch.setattr("musanada.access.audit.verify", lambda **options: report)
    client.post(reverse("access:chain"))
    line = AuditEntry.objects.filter(verb="audit.verify").first()
    assert (line.outcome, line.details) == ("refused", {"damage": "altered", "number": 1})


def test_numbers_of_lines_are_shown_only_to_who_audits_all(client, dina, ministry, alice, oujda):
    about(alice, oujda, "test.one")
    page = visit(client, dina, "access:journal")
    assert page.context["numbered"] is False
    both = make_user("both", ministry, "auditor")
    from musanada.access.commands import hold

    hold(both, oujda.parent, "auditor")
    assert visit(client, both, "access:journal").context["numbered"] is True


def test_period_leaves_older_lines_out(client, dina, alice, oujda, monkeypatch):
    now = timezone.now()
    for age in (40, 10, 0):
        monkeypatch.setattr(timezone, "now", lambda age=age: now - timedelta(days=age))
        about(alice, oujda, f"test.{age}")
    monkeypatch.undo()
    assert verbs(visit(client, dina, "access:journal", days="30")) == ["test.0", "test.10"]
    day = (timezone.localtime(now) - timedelta(days=10)).date().isoformat()
    assert verbs(visit(client, dina, "access:journal", day=day)) == ["test.10"]


# Leafing


def leaves(client, user, size):
    """Follow the links to the end, then back."""
    rows, shown = queries.entries(user), []
    window, query = None, RequestFactory().get("/").GET
    while window is None or window.next_url:
        if window is not None:
            query = RequestFactory().get("/" + window.next_url).GET
        window = journal.leaf(rows, query, size)
        shown.append([row.verb for row in window.rows])
    back = []
    while window.previous_url:
        window = journal.leaf(rows, RequestFactory().get("/" + window.previous_url).GET, size)
        back.append([row.verb for row in window.rows])
    return shown, back


def test_every_line_is_on_one_leaf_there_and_back(client, dina, alice, oujda):
    for number in range(7):
        about(alice, oujda, f"test.{number}")
    there, back = leaves(client, dina, 3)
    assert there == [["test.6", "test.5", "test.4"], ["test.3", "test.2", "test.1"], ["test.0"]]
    assert back == there[-2::-1]


def test_what_is_rare_is_found_in_later_stretches(dina, alice, oujda, monkeypatch):
    monkeypatch.setattr(journal, "STRETCH", 2)
    for number in range(40):
        about(alice, oujda, "test.rare" if number % 13 == 0 else "test.other")
    rows = queries.entries(dina, verb="test.rare")
    numbers = [row.number for row in journal.leaf(rows, QueryDict(), 3).rows]
    assert numbers == [40, 27, 14]
    back = QueryDict(f"after={journal.sealed(1)}")
    assert [row.number for row in journal.leaf(rows, back, 3).rows] == [40, 27, 14]
    assert [row.number for row in journal.leaf(rows, QueryDict(), 9).rows] == [40, 27, 14, 1]


def test_leaf_keeps_the_filters(dina, alice, oujda):
    for number in range(3):
        about(alice, oujda, f"test.{number}")
    query = RequestFactory().get("/", {"view": "reads", "before": "x"}).GET
    assert journal.leaf(queries.entries(dina), query, 2).next_url.startswith("?view=reads&before=")


@given(number=st.integers(0, 2**63 - 1))
def test_sealed_number_opens_again_and_tells_nothing(number):
    assert journal.opened(journal.sealed(number)) == number
    assert journal.sealed(number) != f"{number:016x}"


def test_neighbours_are_sealed_without_likeness():
    words = {journal.sealed(number) for number in range(1000)}
    assert len(words) == 1000
    assert len({word[:4] for word in words}) > 900


@pytest.mark.parametrize("word", ["", "12", "zz" * 8, "0" * 17, "é" * 16])
def test_nonsense_is_the_first_leaf(word):
    assert journal.opened(word) is None


# Where from


def test_line_says_which_network_it_came_from(client, dina, oujda):
    client.force_login(dina, backend="musanada.access.backend.Accounts")
    client.get(reverse("access:open-unit", args=[oujda.pk]), REMOTE_ADDR="192.0.2.57")
    assert AuditEntry.objects.get(verb="page.access.manage").origin == "192.0.2.0"
    assert audit.verify().damage is None


def test_origin_ends_with_the_request():
    told = []
    Origin(lambda request: told.append(current_origin()))(RequestFactory().get("/", REMOTE_ADDR="192.0.2.57"))
    assert (told, current_origin()) == (["192.0.2.0"], "")


# Configuration


def test_configuration_is_noted_once_and_when_it_changes(db, settings):
    console = system_user("console")
    assert note_configuration(console) is True
    assert note_configuration(console) is False
    settings.HTTPS = not settings.HTTPS
    assert note_configuration(console) is True
    last = AuditEntry.objects.filter(verb="access.configure").first()
    assert last.details["changed"] == ["HTTPS"]


def test_secrets_are_not_even_hashed():
    assert not {"SECRET_KEY", "AUDIT_KEY"} & effective().each.keys()
    database = {"default": {"NAME": "musanada", "PASSWORD": "a", "USER": "b"}}
    assert without_secrets(database) == {"default": {"NAME": "musanada"}}


def test_settings_that_matter_are_hashed():
    assert {"HTTPS", "DATABASES", "PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS"} <= effective().each.keys()
    assert without_secrets({"secret": "a", "settings": {"server_url": "b"}}) == {
        "settings": {"server_url": "b"}
    }


def test_hash_is_the_same_from_start_to_start():
    assert effective() == effective()


# What a line may hold


def test_details_hold_codes_and_numbers(db):
    """A name in the details would outlive the erasure of its bearer: nothing with a blank in it is kept by this app."""
    organisation = found_organisation("org2", "Organisation deux", side="humanitarian")
    note_configuration(system_user("console"))
    write_entry(User.objects.first(), "test.one", "done", organisation, {"rows": 3, "code": "access.manage"})
    texts = [
        value
        for details in AuditEntry.objects.values_list("details", flat=True)
        for value in details.values()
        if isinstance(value, str)
    ]
    assert texts
    assert not [text for text in texts if " " in text]
