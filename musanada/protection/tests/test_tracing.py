"""The search for a family: on the child's wish, verified on both sides, across a border only with a decision."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, Refused
from musanada.kit.periods import add_months
from musanada.protection.commands import schooling, tracing
from musanada.protection.commands.schooling import SchoolDraft
from musanada.protection.commands.tracing import StepDraft, VerificationDraft
from musanada.protection.models import (
    CareArrangement,
    Child,
    Clock,
    FamilyMember,
    FollowUp,
    SiblingLink,
    TravelException,
)
from musanada.protection.tests.scene import child_file, signed_in


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def file(scene):
    return child_file(scene, on=ago(90), child={"wants_tracing": "yes"})


@pytest.fixture
def mother(scene, file):
    return FamilyMember.objects.create(
        file=file, tie="mother", name="Binta Bah", wished="yes", safe="yes", by=scene.manager
    )


def opened(scene, file, relative, **more):
    return tracing.open_tracing(scene.manager, file, relative=relative, opened_on=ago(60), **more)


def step(scene, one, days=50, **more):
    values = {"kind": "icrc", "on": ago(days), "outcome": "pending"} | more
    return tracing.record_tracing(scene.manager, one, draft=StepDraft(**values))


def verified(scene, one, days=30, **more):
    values = {"family_willing": "yes", "child_willing": "yes", "home_safe": "yes", "how": "Photos échangées"}
    draft = VerificationDraft(on=ago(days), **(values | more))
    return tracing.verify_family(scene.manager, one, draft=draft)


def found(scene, file, mother):
    one = opened(scene, file, mother)
    step(scene, one, outcome="success", found=True)
    one.refresh_from_db()
    return one


@pytest.mark.parametrize("answer", ["no", "unknown", "not_asked", "refused"])
def test_nobody_searches_without_the_childs_word(answer, scene, file, mother):
    Child.objects.filter(file=file).update(wants_tracing=answer)
    with pytest.raises(Refused, match="Sans son accord, on ne cherche pas"):
        opened(scene, file, mother)


@pytest.mark.parametrize(
    "columns", [{"wished": "not_asked"}, {"wished": "no"}, {"safe": "no"}, {"alive": "no"}]
)
def test_only_a_relative_wished_for_and_safe(columns, scene, file, mother):
    FamilyMember.objects.filter(pk=mother.pk).update(**columns)
    mother.refresh_from_db()
    with pytest.raises(BadInput) as problem:
        opened(scene, file, mother)
    assert "relative" in problem.value.fields


def test_a_relative_of_another_file_is_refused(scene, file):
    other = child_file(scene, "Alpha Diallo", on=ago(90), child={"wants_tracing": "yes"})
    theirs = FamilyMember.objects.create(file=other, tie="father", wished="yes", by=scene.manager)
    with pytest.raises(BadInput):
        opened(scene, file, theirs)


def test_each_step_moves_the_clock(scene, file, mother):
    one = opened(scene, file, mother)
    clock = Clock.objects.get(file=file, kind="tracing", subject=one.pk)
    assert clock.due_on == ago(30)
    step(scene, one, days=10)
    one.refresh_from_db()
    clock.refresh_from_db()
    assert (one.state, clock.due_on) == ("progress", ago(10) + timedelta(days=30))


def test_a_consulate_only_with_the_childs_word(scene, file, mother):
    one = opened(scene, file, mother)
    with pytest.raises(BadInput, match="consulat"):
        step(scene, one, kind="consulate")
    Child.objects.filter(file=file).update(consulate="yes")
    assert step(scene, one, kind="consulate")


def test_a_child_who_changes_their_mind_stops_the_steps(scene, file, mother):
    one = opened(scene, file, mother)
    Child.objects.filter(file=file).update(wants_tracing="no")
    with pytest.raises(Refused, match="ne veut plus"):
        step(scene, one)
    ended = tracing.end_tracing(scene.manager, one, how="stopped", on=ago(1), text="L'enfant ne veut plus")
    assert ended.state == "stopped"
    assert not Clock.objects.filter(file=file, kind="tracing", met_on=None, dropped_on=None).exists()


@pytest.mark.parametrize("missing", ["family_willing", "child_willing", "home_safe"])
def test_three_yes_or_it_is_not_verified(missing, scene, file, mother):
    one = found(scene, file, mother)
    with pytest.raises(BadInput) as problem:
        verified(scene, one, **{missing: "unknown"})
    assert "obstacles" in problem.value.fields
    one = verified(scene, one, **{missing: "unknown"}, obstacles="Visite à refaire")
    assert (one.state, one.verified_on) == ("found", None)
    assert verified(scene, one).state == "verified"


def test_no_reunification_without_verification(scene, file, mother):
    one = found(scene, file, mother)
    with pytest.raises(Refused, match="vérifiée"):
        tracing.reunify(scene.manager, one, on=ago(5), crosses=False)


def test_across_a_border_only_with_a_decision_or_an_exception(scene, file, mother):
    one = verified(scene, found(scene, file, mother))
    with pytest.raises(Refused, match="BID"):
        tracing.reunify(scene.manager, one, on=ago(5), crosses=True)
    TravelException.objects.create(
        file=file, reason="parent", text="x", until_on=ago(6), state="approved",
        asked_by=scene.manager, answered_by=scene.officer, answered_on=ago(20),
    )  # fmt: skip
    with pytest.raises(Refused, match="BID"):
        tracing.reunify(scene.manager, one, on=ago(5), crosses=True)
    TravelException.objects.filter(file=file).update(until_on=ago(5))
    assert tracing.reunify(scene.manager, one, on=ago(5), crosses=True).state == "reunified"


def test_together_the_child_lives_there_and_visits_follow(scene, file, mother):
    CareArrangement.objects.create(file=file, kind="residential", from_on=ago(80), by=scene.manager)
    one = verified(scene, found(scene, file, mother))
    one = tracing.reunify(scene.manager, one, on=ago(5), crosses=False)
    care = CareArrangement.objects.get(file=file, to_on=None)
    assert (care.kind, care.carer, care.from_on) == ("parents", "Binta Bah", ago(5))
    visits = FollowUp.objects.filter(file=file, kind="reunification")
    expected = [add_months(ago(5), count) for count in (1, 3, 6, 12)]
    assert [one.due_on for one in visits] == expected
    assert Clock.objects.filter(file=file, kind="follow_up", met_on=None).count() == 4
    assert not Clock.objects.filter(file=file, kind="tracing", met_on=None, dropped_on=None).exists()


def test_together_says_nothing_of_brothers_and_sisters(scene, file, mother):
    other = child_file(scene, "Alpha Bah", on=ago(90))
    link = SiblingLink.objects.create(file=file, other=other, by=scene.manager)
    tracing.reunify(scene.manager, verified(scene, found(scene, file, mother)), on=ago(5), crosses=False)
    link.refresh_from_db()
    assert link.together


def test_school_says_whether_the_child_is_at_school(scene, file):
    draft = SchoolDraft("school", "École Ibn Sina", ago(20))
    one = schooling.begin_schooling(scene.manager, file, draft=draft)
    assert Child.objects.get(file=file).in_school == "yes"
    schooling.end_schooling(scene.manager, one, on=ago(2), why="Année finie")
    assert Child.objects.get(file=file).in_school == "no"


# Pages


def test_the_whole_way_by_its_pages(scene, file, mother):
    client, base = signed_in(scene.manager), f"/protection/children/{file.case_id}/tracing/"
    body = {"id": str(uuid4()), "relative": str(mother.pk), "opened_on": ago(60).isoformat()}
    assert client.post(f"{base}new/", body).status_code == 302
    one = file.tracings.get()
    body = {
        "id": str(uuid4()),
        "kind": "photo",
        "on": ago(40).isoformat(),
        "outcome": "success",
        "found": "on",
        "text": "Trouvée",
    }
    assert client.post(f"{base}{one.pk}/step/", body).status_code == 302
    body = {"on": ago(20).isoformat(), "family_willing": "yes", "child_willing": "yes", "home_safe": "yes"}
    assert client.post(f"{base}{one.pk}/verify/", body).status_code == 422
    assert client.post(f"{base}{one.pk}/verify/", body | {"how": "Visite"}).status_code == 302
    refused = client.post(f"{base}{one.pk}/reunify/", {"on": ago(3).isoformat(), "crosses": "yes"})
    assert refused.status_code == 422
    assert "BID" in refused.content.decode()
    answer = client.post(f"{base}{one.pk}/reunify/", {"on": ago(3).isoformat(), "crosses": "no"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.state == "reunified"
    assert client.get(f"{base}{one.pk}/").status_code == 200


def test_a_stranger_finds_no_search(scene, file, mother):
    one = opened(scene, file, mother)
    for user in (scene.stranger, scene.second):
        for path in ("new/", f"{one.pk}/", f"{one.pk}/step/", f"{one.pk}/verify/"):
            url = f"/protection/children/{file.case_id}/tracing/{path}"
            assert signed_in(user).get(url).status_code == 404


def test_the_page_without_the_childs_wish_says_why(scene, file, mother):
    Child.objects.filter(file=file).update(wants_tracing="no")
    html = signed_in(scene.manager).get(f"/protection/children/{file.case_id}/tracing/new/").content.decode()
    assert "on ne cherche pas" in html
