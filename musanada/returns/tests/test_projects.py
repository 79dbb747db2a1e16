"""Common projects: parts make the whole whatever happens; members come and go; the course; forged requests."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.returns.commands import plans, sharing
from musanada.returns.commands import projects as commands
from musanada.returns.models import Activity, Project
from musanada.returns.queries import projects as queries
from musanada.returns.shares import CENT, cut, weights_of
from musanada.returns.tests import scene as s
from musanada.returns.tests.planning import draft, fresh, line_of, money, planned, today

CENTS = st.integers(0, 10_000_000).map(lambda n: Decimal(n) / 100)


def url(name, *args):
    return reverse(f"returns:{name}", args=args)


def a_project(scene, amount="1000.00", **values):
    values = {"level": "collective", "name": "Moulin commun", "kind": "business"} | values
    return commands.open_project(scene.manager, scene.maroc, amount=Decimal(amount), **values)


def shared(scene, count=3, amount="1000.00"):
    files = [planned(scene, draft(amount=Decimal(100))) for _n in range(count)]
    project = a_project(scene, amount)
    sharing.share_out(scene.manager, project, mode="equal", members=[(one, None) for one in files])
    return project, files


def parts(project):
    return [one.amount for one in queries.shares_of(project)]


def in_force(scene, file):
    plans.submit_plan(scene.manager, fresh(file), on=today())
    plans.approve_plan(scene.lead, fresh(file), on=today())


# The cut


@given(CENTS, st.lists(st.integers(0, 1000).map(Decimal), min_size=1, max_size=30).filter(any))
def test_parts_make_the_whole_to_the_centime(whole, weights):
    found = cut(whole, weights)
    total = sum(weights)
    assert sum(found) == whole
    for part, weight in zip(found, weights, strict=True):
        assert part >= 0
        assert abs(part - whole * weight / total) < CENT
        assert weight or not part


@given(CENTS, st.integers(1, 40))
def test_equal_parts_differ_by_a_centime_at_most_and_stay_equal(whole, count):
    found = cut(whole, [Decimal(1)] * count)
    assert max(found) - min(found) <= CENT
    assert weights_of(found) == [Decimal(1)] * count


def test_nobody_shares_nothing():
    for whole, weights in ((Decimal(1), []), (Decimal(1), [Decimal(0)]), (Decimal(-1), [Decimal(1)]), (Decimal("0.001"), [Decimal(1)])):  # fmt: skip
        with pytest.raises(ValueError):
            cut(whole, weights)


# Sharing


@pytest.mark.django_db
def test_each_part_is_a_line_of_the_members_own_plan(scene):
    project, files = shared(scene)
    assert sorted(parts(project)) == [Decimal("333.33"), Decimal("333.33"), Decimal("333.34")]
    line = line_of(files[0], "draft", project=project)
    assert (line.level, line.kind, line.dimension, line.what) == (
        "collective",
        "business",
        "economic",
        "Moulin commun",
    )


@pytest.mark.django_db
def test_percentages_and_amounts_make_the_whole_or_are_refused(scene):
    files = [planned(scene), planned(scene)]
    project = a_project(scene, "100.01")
    share = lambda mode, *values: sharing.share_out(  # noqa: E731
        scene.manager,
        project,
        mode=mode,
        members=[(f, Decimal(v)) for f, v in zip(files, values, strict=True)],
    )
    share("percent", "33.33", "66.67")
    assert sum(parts(project)) == Decimal("100.01")
    share("amounts", "40.00", "60.01")
    assert parts(project) == [Decimal("40.00"), Decimal("60.01")]
    for mode, one, two in (
        ("percent", 50, 49),
        ("amounts", "40.00", "60.00"),
        ("amounts", "-1", "101.01"),
        ("fifths", 1, 1),
    ):
        with pytest.raises(BadInput):
            share(mode, one, two)
    assert sum(parts(project)) == Decimal("100.01")


@pytest.mark.django_db
def test_a_member_who_leaves_leaves_their_part_to_the_others(scene):
    project, files = shared(scene)
    client = s.signed_in(scene.manager)
    assert client.post(url("project-leave", project.pk, files[1].case_id)).status_code == 302
    assert parts(project) == [Decimal("500.00"), Decimal("500.00")]
    assert line_of(files[1], "draft", project=project).state == "dropped"


@pytest.mark.django_db
def test_a_part_that_is_paid_stays_and_the_rest_is_shared(scene):
    project, files = shared(scene)
    in_force(scene, files[0])
    money(files[0], line_of(files[0], project=project), "paid")
    own = queries.shares_of(project)[0].amount
    with pytest.raises(Refused):
        sharing.leave_project(scene.manager, project, file=files[0])
    sharing.leave_project(scene.manager, project, file=files[1])
    assert parts(project) == [own, Decimal("1000.00") - own]
    with pytest.raises(Refused):
        sharing.leave_project(scene.manager, project, file=files[2])


@pytest.mark.django_db
def test_a_part_does_not_grow_beyond_the_rights_of_an_approved_plan(scene):
    project, files = shared(scene, 2, "3600.00")
    in_force(scene, files[0])
    with pytest.raises(Refused):
        sharing.leave_project(scene.manager, project, file=files[1])
    assert parts(project) == [Decimal("1800.00"), Decimal("1800.00")]


@pytest.mark.django_db
def test_another_cost_is_shared_in_the_same_proportion(scene):
    project, _files = shared(scene, 3, "900.00")
    values = {"level": "collective", "name": "Moulin", "kind": "business"}
    commands.change_project(scene.manager, project, amount=Decimal("1000.00"), **values)
    assert sum(parts(project)) == Decimal("1000.00")
    assert max(parts(project)) - min(parts(project)) <= CENT


@pytest.mark.django_db
def test_a_revised_plan_keeps_one_part(scene):
    project, files = shared(scene, 2)
    in_force(scene, files[0])
    plans.revise_plan(scene.manager, fresh(files[0]), on=today(), text="Autre local")
    assert len(queries.shares_of(project)) == 2
    sharing.share_out(
        scene.manager, project, mode="amounts", members=[(files[0], Decimal(300)), (files[1], Decimal(700))]
    )
    lines = Activity.objects.filter(plan__file=files[0], project=project).exclude(plan__state="replaced")
    assert {one.amount for one in lines} == {Decimal("300.00")}
    with pytest.raises(Refused):
        plans.remove_activity(scene.manager, line_of(files[0], "draft", project=project))


@pytest.mark.django_db
def test_who_has_no_draft_or_another_money_does_not_come_in(scene):
    file = s.a_reintegration(scene, state="contacted")
    project = a_project(scene)
    with pytest.raises(BadInput):
        sharing.share_out(scene.manager, project, mode="equal", members=[(file, None)])
    other = planned(scene, currency="MAD")
    with pytest.raises(BadInput):
        sharing.share_out(scene.manager, project, mode="equal", members=[(other, None)])


@pytest.mark.django_db
def test_a_file_of_another_office_is_no_member(scene):
    project = a_project(scene)
    ret = s.a_return(scene, "arrived", at="france")
    foreign = s.a_reintegration(scene, ret, at="france", state="contacted")
    with pytest.raises(MissingRight):
        sharing.share_out(scene.manager, project, mode="equal", members=[(foreign, None)])
    key = foreign.pk.hex
    sent = {"mode": "equal", f"in-{key}": "on"}
    s.signed_in(scene.manager).post(url("project-share", project.pk), sent)
    assert queries.shares_of(project) == []


# Its course


@pytest.mark.django_db
def test_the_course_of_a_project_and_four_eyes(scene):
    project, _files = shared(scene, 2)
    with pytest.raises(Refused):
        commands.approve_project(scene.manager, project)
    commands.approve_project(scene.second, project)
    commands.start_project(scene.manager, project, on=today())
    commands.end_project(scene.manager, project, others_reached=120)
    project.refresh_from_db()
    assert (project.state, project.others_reached) == ("ended", 120)
    with pytest.raises(Refused):
        sharing.share_out(scene.manager, project, mode="equal", members=[])
    commands.count_others(scene.manager, project, others_reached=130)
    with pytest.raises(BadInput):
        commands.count_others(scene.manager, project, others_reached=-1)


@pytest.mark.django_db
def test_a_collective_project_of_one_is_not_approved(scene):
    project, _files = shared(scene, 1)
    with pytest.raises(Refused):
        commands.approve_project(scene.second, project)


@pytest.mark.django_db
def test_given_up_what_is_not_paid_leaves_the_plans(scene):
    project, files = shared(scene, 2)
    in_force(scene, files[0])
    money(files[0], line_of(files[0], project=project), "paid")
    commands.cancel_project(scene.manager, project)
    assert [one.file for one in queries.shares_of(project)] == [files[0]]
    assert Project.objects.get(pk=project.pk).state == "cancelled"


# Pages


@pytest.mark.django_db
def test_from_opening_to_sharing_by_the_pages(scene):
    files = [planned(scene), planned(scene)]
    client = s.signed_in(scene.manager)
    sent = {"id": str(uuid4()), "unit": str(scene.maroc.pk), "level": "collective", "name": "Moulin", "kind": "business",
            "amount": "1000,01", "currency": "EUR"}  # fmt: skip
    made = client.post(url("project-new"), sent)
    project = Project.objects.get()
    assert made.url == url("project", project.pk)
    page = client.get(url("project-share", project.pk))
    form = {"mode": "equal", "seen": page.context["form"]["seen"].value()} | {
        f"in-{f.pk.hex}": "on" for f in files
    }
    assert client.post(url("project-share", project.pk), form).status_code == 302
    assert sum(parts(project)) == Decimal("1000.01")
    assert client.post(url("project-share", project.pk), form).status_code == 422  # the other tab
    assert "500" in client.get(url("project", project.pk)).content.decode()
    assert client.get(url("projects")).status_code == 200


@pytest.mark.django_db
def test_whoever_sees_projects_is_not_told_the_members(scene):
    project, _files = shared(scene, 2)
    page = s.signed_in(scene.staff["maroc.mne_officer"]).get(url("project", project.pk))
    assert page.status_code == 200
    assert page.context["members"] == []
    assert page.context["unseen"] == 2
    assert s.NAMES[0] not in page.content.decode()


@pytest.mark.django_db
def test_a_project_of_another_office_is_not_found(scene):
    project = a_project(scene)
    stranger = s.signed_in(scene.abroad)
    for name in (
        "project",
        "project-change",
        "project-share",
        "project-start",
        "project-end",
        "project-others",
    ):
        assert stranger.get(url(name, project.pk)).status_code == 404, name
    assert stranger.post(url("project-approve", project.pk)).status_code == 404
    assert stranger.post(url("project-cancel", project.pk)).status_code == 404


@pytest.mark.django_db
def test_a_forged_office_is_no_answer(scene):
    sent = {"id": str(uuid4()), "unit": str(scene.france.pk), "level": "collective", "name": "Moulin", "kind": "business",
            "amount": "10", "currency": "EUR"}  # fmt: skip
    assert s.signed_in(scene.manager).post(url("project-new"), sent).status_code == 422
    assert not Project.objects.exists()
