"""Facts of protection: what they count, how coarse it is, and that the file of this month is not in them yet."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.facts import FACTS, month_of, settled
from musanada.people.models import Nationality, Person
from musanada.protection.models import (
    CareArrangement,
    Clock,
    Closing,
    Encounter,
    Episode,
    EpisodeForm,
    ProtectionFile,
    VictimStatus,
)
from musanada.protection.tests.scene import child_file, victim_file

pytestmark = pytest.mark.django_db
BEGUN = date(2024, 5, 17)
KNOWN = timezone.make_aware(datetime(2025, 1, 20, 9))
SAFE = [fact for fact in FACTS.values() if fact.safe]


def rows(name, known_at=KNOWN):
    fact = FACTS[name]
    return [dict(zip([c.name for c in fact.columns], row, strict=True)) for row in fact.rows(known_at)]


def back(model, **columns):
    """What tests write today was written in 2024."""
    model.objects.update(recorded_at=timezone.make_aware(datetime(2024, 6, 2, 15)), **columns)


@pytest.fixture
def child(scene):
    file = child_file(scene, years=15, town=scene.towns["nador"])
    person = file.case.person
    Person.objects.filter(pk=person.pk).update(birth_date=date(2009, 5, 18), birth_precision="day")
    back(ProtectionFile, identified_on=BEGUN)
    return file


def test_a_child_is_counted_coarsely(child):
    (row,) = rows("child_identified")
    assert (row["happened_on"], row["recorded_on"]) == (date(2024, 5, 1), date(2024, 6, 1))
    assert (row["years"], row["band"], row["bracket"]) == ("14", "13-17", "13-17")
    assert (row["nationality"], row["origin"], row["sex"]) == ("GIN", "foreign", "M")
    assert row["town"] == child.town.path.split("/")[1]


def test_without_a_nationality_the_origin_is_unknown(child):
    Nationality.objects.filter(person=child.case.person).delete()
    (row,) = rows("child_identified")
    assert (row["nationality"], row["origin"]) == (None, None)


def test_no_key_leaves_and_a_pseudonym_stays(child):
    keys = {child.pk.hex, child.case_id.hex, child.case.person_id.hex, child.secret_id.hex}
    (row,) = rows("child_identified")
    (again,) = rows("child_identified", KNOWN + timedelta(days=1))
    assert not keys & {str(value) for value in row.values()}
    assert row == again
    assert len(row["person"]) == 32


def test_what_was_recorded_this_month_is_not_in_it(scene):
    """Otherwise a page loaded twice would tell of the child recorded in between."""
    before = {fact.name: list(fact.rows(timezone.now())) for fact in SAFE}
    child_file(scene)
    victim_file(scene)
    assert {fact.name: list(fact.rows(timezone.now())) for fact in SAFE} == before
    assert len(rows("child_identified", timezone.now() + timedelta(days=32))) == 1


def test_dates_are_months_and_recorded_before_the_cut_off(child):
    for fact in SAFE:
        for row in rows(fact.name):
            told = [row[name] for name in (fact.date, fact.recorded, fact.until) if name and row[name]]
            assert told == [month_of(day) for day in told]
            assert row[fact.recorded] <= timezone.localdate(settled(KNOWN))


def test_a_file_opened_twice_is_no_child(scene, child):
    Closing.objects.create(file=child, reason="duplicate", state="approved", asked_by=scene.manager,
                           answered_by=scene.officer, answered_on=date(2024, 7, 1))  # fmt: skip
    assert rows("child_identified") == []


def test_days_to_the_first_placement(scene, child):
    CareArrangement.objects.create(
        file=child, kind="shelter", from_on=BEGUN + timedelta(days=3), by=scene.manager
    )
    back(CareArrangement)
    (stage,) = rows("child_stage")
    assert (stage["stage"], stage["days"], stage["on_time"]) == ("placement", 3, None)
    (care,) = rows("child_care")
    assert (care["care"], care["happened_on"], care["until_on"]) == ("shelter", date(2024, 5, 1), None)


@pytest.mark.parametrize(
    ("met", "on_time", "until"),
    [
        (None, False, None),
        (date(2024, 6, 10), True, date(2024, 6, 1)),
        (date(2024, 8, 2), False, date(2024, 8, 1)),
    ],
)
def test_what_was_due(child, met, on_time, until):
    Clock.objects.all().delete()
    Clock.objects.create(file=child, kind="follow_up", started_on=BEGUN, due_on=date(2024, 6, 12), met_on=met)
    back(Clock)
    (row,) = rows("protection_clock")
    assert (row["due"], row["on_time"], row["until_on"]) == ("follow_up", on_time, until)


def test_a_victim_counts_once_and_in_each_form(scene):
    file = victim_file(scene)
    back(ProtectionFile, identified_on=BEGUN)
    for status, on in (("presumed", BEGUN), ("identified", date(2024, 9, 9))):
        VictimStatus.objects.create(file=file, status=status, on=on, body="iom", by=scene.officer)
    episode = Episode.objects.create(file=file, by=scene.officer)
    for form in ("labour", "domestic"):
        EpisodeForm.objects.create(file=file, episode=episode, form=form)
    for model in (VictimStatus, Episode, EpisodeForm):
        back(model)
    (row,) = rows("victim_status")
    assert (row["status"], row["body"], row["happened_on"]) == ("identified", "iom", date(2024, 9, 1))
    forms = rows("victim_form")
    assert {one["form"] for one in forms} == {"labour", "domestic"}
    assert len({one["person"] for one in forms}) == 1


def test_an_encounter_matched_to_nobody_stands_for_one(scene):
    at = timezone.make_aware(datetime(2024, 5, 3, 22))
    for _number in range(2):
        Encounter.objects.create(unit=scene.nador, at=at, town=scene.towns["nador"], recorded_by=scene.street)
    back(Encounter)
    assert len({one["person"] for one in rows("street_encounter")}) == 2


@pytest.mark.parametrize(("account", "status"), [("root.auditor", 404), ("root.statistician", 200)])
def test_who_lacks_the_right_does_not_know_of_it(scene, client, account, status):
    client.force_login(scene.staff[account])
    code = "protection.children_identified"
    assert client.get(reverse("reporting:figure", args=[code]), {"period": "2024"}).status_code == status
    listed = client.get(reverse("reporting:list"), {"period": "2024"}).content.decode()
    assert (code in listed) is (status == 200)
    assert client.get(reverse("reporting:pdf", args=[code]), {"period": "2024"}).status_code == status


def test_a_page_hides_the_one_child_and_opens_no_record(scene, client, child):
    client.force_login(scene.lead)
    url = reverse("reporting:figure", args=["protection.children_identified"])
    answer = client.get(url, {"period": "2024"})
    assert answer.context["key"].value == "masqué"
    assert answer.context["records_url"] == ""
    assert all(row.cell.value in (None, 0) for split in answer.context["splits"] for row in split.rows)
    opened = client.get(
        reverse("reporting:records", args=["protection.children_identified"]), {"period": "2024"}
    )
    assert opened.status_code in (403, 409)
