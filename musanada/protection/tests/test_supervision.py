"""The view without names: what an office has late, by whom; and nothing by which a child or a victim could be known."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.protection.commands import clocks
from musanada.protection.commands.risks import record_risk
from musanada.protection.models import Assessment, ProtectionFile
from musanada.protection.queries import supervision
from musanada.protection.tests.scene import born, child_file, signed_in, someone, victim_file
from musanada.reference.models import Country

pytestmark = pytest.mark.django_db
TELLING = ("Mamadou", "Bah", "Petit", "Blessing", "Obi", "Guinée", "Nigéria", "GIN", "NGA", "Garçon", "Fille", "Homme",
           "Femme", "Masculin", "Féminin", "traite", "Traite", "mineur", "Mineur")  # fmt: skip


def today():
    return timezone.localdate()


def late(file, kind, days):
    with transaction.atomic():
        clocks.start(file, kind, today() - timedelta(days=days))


@pytest.fixture
def files(scene):
    """A child of the manager with a risk and a birthday late; a victim of the officer late too; one elsewhere."""
    child = child_file(scene)
    child.town = scene.towns["nador"]
    ProtectionFile.objects.filter(pk=child.pk).update(town=child.town)
    record_risk(scene.manager, child, level="high", reason="Dort seul près du port.")
    late(child, "risk", 5)
    late(child, "eighteen", 30)
    victim = victim_file(scene)
    late(victim, "reflection", 9)
    late(victim, "safety", 2)
    elsewhere = child_file(
        scene, "Ibrahima Sow", owner=scene.staff["other.protection_officer"], unit=scene.other
    )
    late(elsewhere, "risk", 40)
    return child, victim, elsewhere


def test_offices_and_officers_are_counted(scene, files):
    Assessment.objects.create(
        file=files[0], trigger="first", state="done", opened_on=today(), due_on=today(), done_on=today(),
        assessor=scene.manager, recommendation="stay", bid_needed="no",
    )  # fmt: skip
    (office,) = supervision.offices(scene.lead)
    assert (office.unit, office.open, office.late) == (scene.nador, 2, 4)
    told = {one.name: one for one in office.officers}
    manager, officer = told[str(scene.manager)], told[str(scene.officer)]
    assert (manager.open, dict(manager.overdue), manager.days) == (1, {"risk": 1, "other": 1}, 5)
    assert (manager.risk, manager.unassessed, manager.unreviewed) == (1, 0, 1)
    assert (officer.open, dict(officer.overdue), officer.unassessed) == (1, {"other": 1, "safety": 1}, 1)


def test_only_the_supervisor_s_own_units(scene, files):
    assert [one.unit for one in supervision.offices(scene.staff["other.programme_manager"])] == [scene.other]
    assert supervision.offices(scene.staff["casa.programme_manager"]) == []
    assert supervision.offices(scene.manager) == []
    assert signed_in(scene.manager).get(reverse("protection:supervision")).status_code == 403


def test_no_word_tells_of_whom(scene, files):
    """The page, and every value its queries give, hold nothing by which a person could be known."""
    page = signed_in(scene.lead).get(reverse("protection:supervision"))
    body = page.content.decode()
    main = body[body.index("<main") : body.index("</main>")].replace("nationalité ni ville", "")
    given = str(supervision.offices(scene.lead)) + str(supervision.late_files(scene.lead))
    for file in files[:2]:
        person = file.case.person
        hidden = [person.reference, str(person.pk), str(file.pk), str(file.case_id), str(person.birth_date)]
        hidden += [str(file.secret.reference), str(file.secret_id), "Nador (province)"]
        assert not [word for word in (*TELLING, *hidden) if word in main or word in given]
        assert file.case.reference in given


def test_every_nationality_name_and_nickname_there_is(scene):
    """Whatever is registered of a person, the queries give the same rows but for the reference."""
    before = None
    for n, country in enumerate(Country.objects.order_by("pk").values_list("pk", flat=True)[:12]):
        person = someone(
            scene, f"Prénom{n} Nom{n}", sex="F" if n % 2 else "M", nationalities=(country,), birth=born(3 + n)
        )
        file = child_file(scene, person=person, owner=scene.manager)
        late(file, "risk", 4)
        rows = [
            (one.office, one.officer, [str(kind) for kind in one.kinds], one.days, one.url)
            for one in supervision.late_files(scene.lead)
            if one.reference == file.case.reference
        ]
        assert len(rows) == 1
        assert before in (None, rows)
        before = rows


def test_clocks_that_tell_an_age_or_a_nationality_stand_beside_no_reference(scene, files):
    rows = {one.reference: one for one in supervision.late_files(scene.lead)}
    child, victim = rows[files[0].case.reference], rows[files[1].case.reference]
    assert ([str(kind) for kind in child.kinds], child.days) == (["Revoir le niveau de risque"], 5)
    assert ([str(kind) for kind in victim.kinds], victim.days) == (["Plan de sécurité à revoir"], 2)


def test_nor_are_they_told_of_an_officer_who_has_one_file(scene, files):
    (office,) = supervision.offices(scene.lead)
    told = [str(label) for one in office.officers for label, _n in one.kinds]
    assert told.count("Autre échéance") == 2
    assert not [label for label in told if "18" in label or "réflexion" in label]
    assert max(one.days for one in office.officers) == 5


def test_a_link_only_for_who_is_named(scene, files):
    assert {one.url for one in supervision.late_files(scene.lead)} == {""}
    found = {one.reference: one.url for one in supervision.late_files(scene.officer)}
    assert found[files[0].case.reference] == ""
    own = files[1].case
    assert found[own.reference] in ("", reverse_of(own))


def reverse_of(case):
    return supervision.address({"file__case__procedure": case.procedure, "file__case": case.pk})


def test_each_look_is_noted_at_the_office(scene, files):
    signed_in(scene.lead).get(reverse("protection:supervision"))
    line = AuditEntry.objects.get(verb=supervision.VERB)
    assert (line.actor, line.unit, line.object_kind) == (scene.lead, scene.nador, "access.unit")


def test_a_closed_file_counts_no_more(scene, files):
    case = files[0].case
    type(case).objects.filter(pk=case.pk).update(closed_on=today(), closure="moved", state="closed")
    (office,) = supervision.offices(scene.lead)
    assert office.open == 1
