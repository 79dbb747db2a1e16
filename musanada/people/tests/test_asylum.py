"""Asylum: a history that only those named on the file see, on a person whom others go on working with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.secrets import is_encrypted
from musanada.people.commands import asylum, confidential
from musanada.people.models import AsylumReferral, AsylumStatus
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import WHY, account, fresh, raw, reads, soon
from musanada.people.tests.world import met, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)
NUMBER = "HCR-2024-00123"


@pytest.fixture
def file(world):
    return asylum.open_asylum(world.maha, met(world, "Yonas Tesfaye"), reason=WHY)


def recorded(world, file, status="seeker", since=DAY, **values):
    return asylum.record_asylum(
        fresh(world.maha), file, status=status, since=since, authority="unhcr", **values
    )


def shown(world, user, file) -> str:
    return signed_in(user).get(f"/people/{file.person_id}/").content.decode()


def test_the_person_stays_visible_and_the_status_does_not(world, file):
    recorded(world, file, certificate=NUMBER)
    assert reads(world.alima, file.person)
    assert NUMBER in shown(world, world.maha, file)
    for user in (world.alima, world.nadia):
        page = shown(world, user, file)
        assert NUMBER not in page
        assert "asile" not in page.replace("Ouvrir un dossier d&#x27;asile", "").lower()


def test_the_page_of_others_is_the_same_with_and_without_the_file(world):
    person = met(world, "Yonas Tesfaye")
    before = signed_in(world.alima).get(f"/people/{person.pk}/")
    file = asylum.open_asylum(world.maha, person, reason=WHY)
    recorded(world, file)
    after = signed_in(world.alima).get(f"/people/{person.pk}/")
    assert settled(before) == settled(after)


def settled(answer) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', r"\1", answer.content.decode())


def test_reading_the_status_leaves_one_line(world, file):
    recorded(world, file)
    recorded(world, file, "refugee", DAY + timedelta(days=90))
    before = AuditEntry.objects.filter(verb="people.read_protected").count()
    shown(world, world.maha, file)
    shown(world, world.alima, file)
    assert AuditEntry.objects.filter(verb="people.read_protected").count() == before + 1


def test_statuses_follow_each_other_and_none_is_lost(world, file):
    recorded(world, file)
    last = recorded(world, file, "refugee", DAY + timedelta(days=90))
    statuses, _sent = files.asylum_of(fresh(world.maha), file.person)
    assert [one.status for one in statuses] == ["refugee", "seeker"]
    asylum.void_asylum(fresh(world.maha), last)
    assert AsylumStatus.objects.count() == 2
    with pytest.raises(Refused):
        asylum.void_asylum(fresh(world.maha), last)


def test_a_named_user_records_and_others_do_not(world, file):
    with pytest.raises(MissingRight):
        asylum.record_asylum(fresh(world.alima), file, status="seeker", since=DAY, authority="unhcr")
    confidential.grant(fresh(world.maha), file, user=world.alima, until=soon(), reason=WHY)
    asylum.record_asylum(fresh(world.alima), file, status="seeker", since=DAY, authority="bra")


def test_the_certificate_s_number_is_kept_encrypted(world, file):
    status = recorded(world, file, certificate=NUMBER)
    assert is_encrypted(raw(AsylumStatus, "certificate", status.pk))
    assert AsylumStatus.objects.get().certificate == NUMBER


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "pending"},
        {"authority": "police"},
        {"since": timezone.localdate() + timedelta(days=1)},
        {"certificate": "9" * 61},
    ],
)
def test_what_is_no_status_is_refused(world, file, wrong):
    values = {"status": "seeker", "since": DAY, "authority": "unhcr"} | wrong
    with pytest.raises(BadInput):
        asylum.record_asylum(fresh(world.maha), file, **values)


def test_being_sent_is_a_fact_with_its_day(world, file):
    asylum.send_to_asylum(fresh(world.maha), file, authority="bra", sent_on=DAY)
    one = AsylumReferral.objects.get()
    assert (one.authority, one.sent_on, one.referral) == ("bra", DAY, None)


def test_another_file_takes_no_status(world):
    file = confidential.open_file(world.maha, met(world), subject="violence", hides_person=False, reason=WHY)
    with pytest.raises(Refused):
        recorded(world, file)


def test_a_closed_file_takes_nothing_more(world, file):
    confidential.close_file(fresh(world.maha), file, reason="le dossier est clos")
    with pytest.raises(MissingRight):
        recorded(world, file)


def test_no_field_can_hold_what_someone_fled():
    """Never the content of a claim: a free text here would be filled."""
    kept = {f.name for model in (AsylumStatus, AsylumReferral) for f in model._meta.get_fields()}
    assert kept == {
        "id",
        "file",
        "status",
        "since",
        "authority",
        "certificate",
        "recorded_at",
        "recorded_by",
        "voided_at",
        "voided_by",
        "sent_on",
        "referral",
    }


def test_the_form_says_so(world, file):
    page = signed_in(world.maha).get(f"/protected/files/{file.pk}/status/").content.decode()
    assert "Jamais le contenu" in page


def test_the_history_of_one_hidden_by_another_file_is_hidden_with_them(world, file):
    recorded(world, file)
    other = account(world.counter, "salma", "protection_officer")
    confidential.open_file(other, file.person, subject="violence", hides_person=True, reason=WHY)
    assert files.asylum_of(fresh(world.maha), file.person) == ([], [])


def test_who_does_not_reach_that_part_of_the_file_writes_none_of_it(world, file):
    """Named, but of a role that sees identity and travel: a status was written blind, and never seen again."""
    officer = account(world.counter, "yto", "travel_officer")
    confidential.grant(fresh(world.maha), file, user=officer, until=soon(), reason=WHY)
    with pytest.raises(MissingRight):
        asylum.record_asylum(fresh(officer), file, status="refugee", since=DAY, authority="unhcr")
    with pytest.raises(MissingRight):
        asylum.send_to_asylum(fresh(officer), file, authority="unhcr", sent_on=DAY)
    assert not AsylumStatus.objects.exists()
