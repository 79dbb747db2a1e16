"""The register of associations: acts in their order, dates from the rules, members counted, officers for its keeper."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.commands import found_organisation
from musanada.access.models import AuditEntry
from musanada.cases.models import DeadlineRule
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.queries import place_by_code
from musanada.regularisation.commands import associations as commands
from musanada.regularisation.commands.rules import load_rules
from musanada.regularisation.models import Association, AssociationReceipt, Officer
from musanada.regularisation.queries import associations as queries
from musanada.regularisation.tests.scene import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NAME = "Voix des femmes migrantes"


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def rules(db):
    """As an installation starts: sixty days, then each year (``data/rules.yaml``)."""
    load_rules()


@pytest.fixture
def association(scene):
    draft = commands.AssociationDraft(NAME, place_by_code("MA-RAB"), seat="Hay Nahda", founded_on=ago(2000))
    return commands.register_association(scene.manager, scene.rabat, draft=draft)


def act(scene, association, kind, days):
    return commands.record_receipt(scene.manager, association, kind=kind, on=ago(days))


def test_the_final_receipt_is_due_sixty_days_after_the_provisional(scene, association, rules):
    act(scene, association, "declaration", 100)
    receipt = act(scene, association, "provisional", 99)
    assert receipt.due_on == ago(39)
    assert association.state == "provisional"
    assert list(queries.late(scene.manager)) == [association]


def test_the_final_receipt_ends_the_wait_and_starts_the_years(scene, association, rules):
    act(scene, association, "declaration", 800)
    act(scene, association, "provisional", 799)
    act(scene, association, "final", 760)
    assert list(queries.late(scene.manager)) == [association]  # two yearly declarations went by
    act(scene, association, "change", 300)
    assert not queries.late(scene.manager).exists()
    assert [(a.answered, a.late) for a in queries.acts(association)] == [
        (False, False),
        (True, False),
        (True, False),
        (False, False),
    ]


def test_the_rule_of_that_day_gives_the_date(scene, association, rules):
    DeadlineRule.objects.filter(code="association-receipt").update(length=90)
    act(scene, association, "declaration", 100)
    assert act(scene, association, "provisional", 99).due_on == ago(9)


def test_without_a_rule_nothing_is_expected(scene, association):
    DeadlineRule.objects.filter(procedure="association").delete()
    act(scene, association, "declaration", 100)
    assert act(scene, association, "provisional", 99).due_on is None


@pytest.mark.parametrize("kind", ["provisional", "final", "change"])
def test_an_act_rests_on_those_before(kind, scene, association):
    with pytest.raises(Refused):
        act(scene, association, kind, 10)
    assert not association.receipts.exists()


def test_an_act_is_not_dated_before_the_one_it_follows(scene, association):
    act(scene, association, "declaration", 10)
    with pytest.raises(BadInput):
        act(scene, association, "provisional", 11)
    act(scene, association, "provisional", 10)
    with pytest.raises(Refused):
        act(scene, association, "declaration", 10)


@pytest.mark.parametrize("days", [-1, 2001])
def test_an_act_is_of_a_day_that_can_be(days, scene, association):
    with pytest.raises(BadInput):
        act(scene, association, "declaration", days)


def test_after_the_dissolution_comes_nothing_and_nothing_is_late(scene, association, rules):
    act(scene, association, "declaration", 100)
    act(scene, association, "provisional", 99)
    act(scene, association, "dissolution", 5)
    assert association.state == "dissolved"
    assert not queries.late(scene.manager).exists()
    with pytest.raises(Refused):
        act(scene, association, "final", 4)
    with pytest.raises(Refused):
        commands.regularise_association(scene.manager, association, on=ago(1))


def test_members_are_counted_and_never_more_regularised_than_there_are(scene, association):
    with pytest.raises(BadInput):
        commands.count_members(
            scene.manager, association, members=10, members_regularised=11, counted_on=TODAY
        )
    commands.count_members(scene.manager, association, members=30, members_regularised=12, counted_on=TODAY)
    commands.regularise_association(scene.manager, association, on=ago(3))
    found = queries.sums(queries.visible(scene.manager))
    assert found == {"all": 1, "regularised": 1, "members": 30, "members_regularised": 12}


def test_it_is_regularised_once(scene, association):
    commands.regularise_association(scene.manager, association, on=ago(3))
    with pytest.raises(Refused):
        commands.regularise_association(scene.manager, association, on=ago(2))


def test_a_name_stands_once_at_a_unit(scene, association):
    draft = commands.AssociationDraft(NAME, place_by_code("MA-SAL"))
    with pytest.raises(BadInput) as problem:
        commands.register_association(scene.manager, scene.rabat, draft=draft)
    assert "name_fr" in problem.value.fields
    assert commands.register_association(scene.staff["sale.case_manager"], scene.sale, draft=draft).unit == (
        scene.sale
    )


def test_officers_are_read_by_who_keeps_the_register(scene, association):
    commands.add_officer(
        scene.manager, association, name="Aïssatou Camara", office="Présidente", from_on=ago(90)
    )
    url = reverse("regularisation:association", args=[association.pk])
    keeper, viewer = (signed_in(user).get(url).content.decode() for user in (scene.manager, scene.agent))
    assert "Aïssatou Camara" in keeper
    assert NAME in viewer
    assert "Aïssatou Camara" not in viewer
    assert not queries.officers(scene.agent, association).exists()


def test_the_name_of_an_officer_is_in_no_line_of_the_journal(scene, association):
    commands.add_officer(scene.manager, association, name="Aïssatou Camara", office="X", from_on=ago(90))
    assert not AuditEntry.objects.filter(details__icontains="Camara").exists()


def test_who_may_only_see_writes_nothing(scene, association):
    with pytest.raises(MissingRight):
        commands.record_receipt(scene.agent, association, kind="declaration", on=TODAY)
    client = signed_in(scene.agent)
    for name in ("edit", "act", "regularised", "members", "officer"):
        url = reverse(f"regularisation:association-{name}", args=[association.pk])
        assert client.post(url, {"on": TODAY}).status_code == 403
    assert not AssociationReceipt.objects.exists()


def test_another_office_and_another_side_find_nothing(scene, association):
    url = reverse("regularisation:association", args=[association.pk])
    for user in (scene.staff["sale.case_manager"], scene.staff["aide.case_manager"]):
        client = signed_in(user)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}act/", {"kind": "declaration", "on": TODAY}).status_code == 404
        assert NAME not in client.get(reverse("regularisation:associations")).content.decode()


def test_pages_register_note_and_list(scene, rules):
    client = signed_in(scene.manager)
    place = place_by_code("MA-RAB")
    answer = client.post(
        reverse("regularisation:association-new"),
        {"unit": scene.rabat.pk, "name_fr": NAME, "name_ar": "صوت المهاجرات", "place": place.pk},
    )
    one = Association.objects.get()
    assert answer.url == reverse("regularisation:association", args=[one.pk])
    url = reverse("regularisation:association-act", args=[one.pk])
    assert client.post(url, {"kind": "declaration", "on": ago(90)}).status_code == 302
    assert client.post(url, {"kind": "provisional", "on": ago(89), "number": "12/2026"}).status_code == 302
    wrong = client.post(url, {"kind": "final", "on": ago(95), "number": "gardé"})
    assert wrong.status_code == 422
    assert "gardé" in wrong.content.decode()
    page = client.get(reverse("regularisation:associations"), {"standing": "late", "region": "MA-04"})
    assert NAME in page.content.decode()
    assert NAME not in client.get(
        reverse("regularisation:associations"), {"region": "MA-02"}
    ).content.decode().replace("<title>", "")
    ended = client.post(
        reverse("regularisation:association-officer", args=[one.pk]),
        {"name": "Binta Ly", "office": "Trésorière", "from_on": ago(30)},
    )
    assert ended.status_code == 302
    officer = Officer.objects.get()
    end = reverse("regularisation:association-officer-end", args=[one.pk, officer.pk])
    assert client.post(end, {"to_on": ago(40)}).status_code == 422
    assert client.post(end, {"to_on": ago(4)}).status_code == 302
    assert Officer.objects.get().to_on == ago(4)


def test_a_filter_that_cannot_be_read_finds_nothing(scene, association):
    page = signed_in(scene.manager).get(reverse("regularisation:associations"), {"state": "forged"})
    assert NAME not in page.content.decode()


def test_a_unit_of_another_organisation_is_not_offered(scene):
    other = found_organisation("autre", "Autre ministère", side="state")
    account(other, "autre.manager", "case_manager")
    place = place_by_code("MA-RAB")
    answer = signed_in(scene.manager).post(
        reverse("regularisation:association-new"), {"unit": other.pk, "name_fr": NAME, "place": place.pk}
    )
    assert answer.status_code == 422
    assert not Association.objects.exists()
