"""17: prepared. 18: the regime changes, nothing ends, nothing is deleted; the console reads no name."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.access.commands import system_user
from musanada.access.models import AuditEntry
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, Refused
from musanada.protection.commands import clocks, transition
from musanada.protection.models import Child, Clock, ProtectionFile, TransitionItem
from musanada.protection.queries import transition as queries
from musanada.protection.tests.scene import born, child_file, named, signed_in, someone

today = timezone.localdate


def aged(scene, years, days=40, name="Mamadou Bah", **more):
    person = someone(scene, name, birth=born(years, days))
    return child_file(scene, person=person, on=today() - timedelta(days=30), **more)


def turns(file):
    return queries.turns(file, "adult_age")


def night(scene, on=None):
    return transition.birthdays(system_user(), scene.root, on=on)


def test_the_night_turns_those_who_are_eighteen_and_nobody_else(scene):
    adult, child = aged(scene, 18), aged(scene, 17, name="Alpha Diallo")
    assert night(scene) == 1
    turned = Child.objects.get(file=adult)
    assert (turned.regime, turned.eighteen_on) == ("adult", turns(adult))
    assert Child.objects.get(file=child).regime == "child"


def test_twice_is_once_and_missed_days_are_caught_up(scene):
    file = aged(scene, 18, days=300)
    assert night(scene) == 1
    assert night(scene) == 0
    entries = AuditEntry.objects.filter(verb="protection.turned_eighteen")
    assert [entry.object_id for entry in entries] == [str(file.pk)]


def test_nothing_ends_and_nothing_is_deleted(scene):
    file = aged(scene, 18)
    named(file, scene.officer)
    before = {model: model.objects.count() for model in (ProtectionFile, Child)}
    night(scene)
    file.refresh_from_db()
    assert (file.case.closed_on, file.secret.closed_at) == (None, None)
    assert before == {model: model.objects.count() for model in before}
    assert signed_in(scene.officer).get(f"/protection/children/{file.case_id}/transition/").status_code == 200


def test_the_clock_is_met_and_the_consent_is_asked_again(scene):
    file = aged(scene, 18)
    clocks.start(file, Clock.Kind.EIGHTEEN, today() + timedelta(days=9))
    night(scene)
    clock = Clock.objects.get(file=file, kind="eighteen")
    assert clock.met_on == turns(file)
    point = TransitionItem.objects.get(file=file, topic="consent")
    due = Clock.objects.get(file=file, kind="transition", subject=point.pk).due_on
    assert due == turns(file) + timedelta(days=30)


def test_critical_stays_as_at_the_identification(scene):
    file = aged(scene, 18, child={"critical": True})
    night(scene)
    assert Child.objects.get(file=file).critical


def test_at_seventeen_the_points_are_prepared_by_the_night(scene):
    file = aged(scene, 17)
    night(scene)
    night(scene)
    assert TransitionItem.objects.filter(file=file).count() == len(TransitionItem.Topic.values)
    kinds = set(Clock.objects.filter(file=file, met_on=None).values_list("kind", flat=True))
    assert kinds == {"transition", "eighteen"}


def test_a_birth_known_by_its_year_waits_for_the_end_of_the_year(scene):
    year = today().year - 18
    birth = PartialDate(date(year, 1, 1), BirthPrecision.ESTIMATED)
    file = child_file(scene, person=someone(scene, birth=birth))
    assert night(scene, on=date(today().year, 12, 30)) == 0
    assert night(scene, on=date(today().year, 12, 31)) == 1
    assert Child.objects.get(file=file).eighteen_on == date(today().year, 12, 31)


def test_a_closed_file_changes_its_regime_and_starts_no_clock(scene):
    file = aged(scene, 18)
    type(file.case).objects.filter(pk=file.case_id).update(closed_on=today(), closure="met", state="closed")
    assert night(scene) == 1
    assert not Clock.objects.filter(file=file).exists()


def test_the_journal_holds_keys_only(scene):
    aged(scene, 18)
    night(scene)
    entries = AuditEntry.objects.filter(verb__startswith="protection.").values_list("details", "object_kind")
    assert "Bah" not in str(list(entries))


def test_the_command_of_the_night(scene, capsys):
    from musanada.config.cli import parser, run

    aged(scene, 18)
    assert run(parser().parse_args(["protection", "birthdays"])) == 0
    assert capsys.readouterr().out.strip() == "1"
    assert run(parser().parse_args(["protection", "birthdays", "--on", "demain"])) == 2


# By whoever follows the child


def test_younger_is_too_young(scene):
    with pytest.raises(Refused, match="17 ans"):
        transition.prepare_transition(scene.manager, aged(scene, 15))


def test_the_consent_of_an_adult_is_not_taken_from_a_child(scene):
    file = aged(scene, 17)
    transition.prepare_transition(scene.manager, file)
    point = file.transition.get(topic="consent")
    with pytest.raises(BadInput, match="adulte"):
        transition.settle_point(scene.manager, point, state="ready", on=today())
    Child.objects.filter(file=file).update(regime="adult", eighteen_on=today())
    assert transition.settle_point(scene.manager, point, state="ready", on=today()).state == "ready"


def test_the_clock_is_met_when_everything_is_settled(scene):
    file = aged(scene, 17)
    transition.prepare_transition(scene.manager, file)
    for point in file.transition.exclude(topic="consent"):
        transition.settle_point(scene.manager, point, state="ready", on=today())
    assert not Clock.objects.filter(file=file, kind="transition", met_on=None).exists()


def test_the_page_prepares_and_settles(scene):
    file = aged(scene, 17)
    client, base = signed_in(scene.manager), f"/protection/children/{file.case_id}/transition/"
    assert client.post(f"{base}prepare/").status_code == 302
    point = file.transition.get(topic="papers")
    body = {"state": "ready", "on": today().isoformat(), "note": "Carte consulaire"}
    assert client.post(f"{base}{point.pk}/", body).status_code == 302
    assert "Carte consulaire" in client.get(base).content.decode()
    assert signed_in(scene.stranger).get(base).status_code == 404
