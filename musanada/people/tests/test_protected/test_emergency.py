"""Breaking the glass: on the exact words only, for four hours, told to those who watch and reviewed by another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.access.models import User
from musanada.kit.errors import BadInput, Refused
from musanada.people.commands import confidential as verbs
from musanada.people.drafts import ContactDraft, IdentifierDraft
from musanada.people.models import (
    ConfidentialFile,
    NamedAccess,
)
from musanada.people.queries import confidential as files
from musanada.people.tests.test_protected.hidden import (
    EMERGENCY,
    WHY,
    account,
    focal_point,
    fresh,
    opened,
    reads,
)
from musanada.people.tests.world import World, met

pytestmark = pytest.mark.django_db


def test_hours_of_an_emergency_do_not_become_a_year(world):
    """A file of one's own would name whoever broke the glass on it, beyond the four hours and beyond the review."""
    file = opened(world)
    colleague = account(world.counter, "salma", "case_manager")
    verbs.break_glass(colleague, world.counter, sought=file.person.reference, reason=EMERGENCY)
    for hides in (True, False):
        with pytest.raises(Refused, match="urgence"):
            verbs.open_file(fresh(colleague), file.person, subject="other", hides_person=hides, reason=WHY)
    assert ConfidentialFile.objects.count() == 1


def test_breaking_the_glass_opens_for_four_hours(world):
    file = opened(world)
    nurse = account(world.counter, "nora", "health_focal_point")
    access = verbs.break_glass(nurse, world.counter, sought=file.person.reference, reason=EMERGENCY)
    assert reads(nurse, file.person)
    assert access.until_at - access.from_at <= timedelta(hours=4, seconds=5)
    assert access.break_glass
    NamedAccess.objects.filter(pk=access.pk).update(
        from_at=timezone.now() - timedelta(hours=5), until_at=timezone.now() - timedelta(hours=1)
    )
    assert not reads(nurse, file.person)


@pytest.mark.parametrize("text", ["OKAFOR  grace", "gráce okafor", "ab-123 456", "0612345678"])
def test_the_glass_breaks_on_a_whole_name_a_document_or_a_phone(world, text):
    file = opened(
        world,
        identifiers=(IdentifierDraft("passport", "AB123456", "NGA"),),
        contacts=(ContactDraft("phone", "+212 6 12 34 56 78", "safe"),),
    )
    nurse = account(world.counter, "nora", "health_focal_point")
    assert verbs.break_glass(nurse, world.counter, sought=text, reason=EMERGENCY).file_id == file.pk


@pytest.mark.parametrize("text", ["Okafor", "Grace Okafo", "", "K7M2-QXB9", "123456"])
def test_a_part_of_a_name_breaks_nothing(world, text):
    opened(world, identifiers=(IdentifierDraft("passport", "AB123456", "NGA"),))
    nurse = account(world.counter, "nora", "health_focal_point")
    with pytest.raises(Refused) as refusal:
        verbs.break_glass(nurse, world.counter, sought=text, reason=EMERGENCY)
    assert refusal.value.code == "glass-empty"
    assert not NamedAccess.objects.filter(break_glass=True).exists()


def test_the_glass_asks_for_a_true_reason(world):
    file = opened(world)
    nurse = account(world.counter, "nora", "health_focal_point")
    with pytest.raises(BadInput):
        verbs.break_glass(nurse, world.counter, sought=file.person.reference, reason="très urgent !")


def test_the_glass_does_not_break_from_where_the_person_is_not_known(world, django_assert_num_queries):
    """What exists elsewhere and what does not exist are answered with one sentence, at one cost."""
    file = opened(world)
    elsewhere = account(world.office, "nora", "health_focal_point")
    told, costs = [], []
    for text in (file.person.reference, "ZZZZ-9999"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked, pytest.raises(Refused) as refusal:
            verbs.break_glass(fresh(elsewhere), world.office, sought=text, reason=EMERGENCY)
        told.append((str(refusal.value), refusal.value.code))
        costs.append(len(asked))
    assert told[0] == told[1]
    assert costs[0] == costs[1]


def test_a_seal_holds_in_an_emergency(world):
    file = opened(world)
    verbs.seal(fresh(world.maha), file, reason=WHY)
    nurse = account(world.counter, "nora", "health_focal_point")
    with pytest.raises(Refused):
        verbs.break_glass(nurse, world.counter, sought=file.person.reference, reason=EMERGENCY)


def test_two_of_one_name_are_not_opened_at_a_guess(world):
    opened(world, met(world, "Grace Okafor"))
    opened(world, met(world, "Grace Okafor"))
    nurse = account(world.counter, "nora", "health_focal_point")
    with pytest.raises(Refused):
        verbs.break_glass(nurse, world.counter, sought="Grace Okafor", reason=EMERGENCY)


def test_attempts_that_open_nothing_are_listed(world):
    nurse, focal = account(world.counter, "nora", "health_focal_point"), focal_point(world)
    with pytest.raises(Refused):
        verbs.break_glass(nurse, world.counter, sought="Personne", reason=EMERGENCY)
    (line,) = files.attempts(focal)
    assert (line.actor, line.outcome, line.details) == (nurse, "refused", {"code": "glass-empty"})


def test_an_opening_is_reviewed_by_another(world):
    file = opened(world)
    nurse, focal = account(world.counter, "nora", "health_focal_point"), focal_point(world)
    access = verbs.break_glass(nurse, world.counter, sought=file.person.reference, reason=EMERGENCY)
    assert list(files.unreviewed(focal)) == [access]
    verbs.review(focal, file.unit, access=access, verdict="unjustified", note="aucune urgence n'est établie")
    assert not files.unreviewed(focal).exists()
    assert not reads(nurse, file.person)
    with pytest.raises(Refused):
        verbs.review(focal, file.unit, access=access, verdict="justified", note="après réflexion, si")


def test_nobody_reviews_their_own_emergency(world):
    file = opened(world)
    both = account(world.organisation, "nora", "health_focal_point")
    commands_hold(both, world, "data_protection")
    access = verbs.break_glass(both, world.counter, sought=file.person.reference, reason=EMERGENCY)
    with pytest.raises(Refused):
        verbs.review(both, file.unit, access=access, verdict="justified", note="je le dis moi-même")


def commands_hold(user: User, world: World, role: str) -> None:
    from musanada.access.commands import hold

    hold(user, world.organisation, role)
    forget_holdings(user)


def test_a_late_review_is_seen(world):
    file = opened(world)
    nurse = account(world.counter, "nora", "health_focal_point")
    access = verbs.break_glass(nurse, world.counter, sought=file.person.reference, reason=EMERGENCY)
    assert not files.overdue(access)
    NamedAccess.objects.filter(pk=access.pk).update(from_at=timezone.now() - timedelta(hours=73))
    access.refresh_from_db()
    assert files.overdue(access)


def test_another_organisation_is_not_alarmed(world):
    file = opened(world)
    nurse = account(world.counter, "nora", "health_focal_point")
    verbs.break_glass(nurse, world.counter, sought=file.person.reference, reason=EMERGENCY)
    assert not files.openings(account(world.authority, "omar", "data_protection")).exists()
