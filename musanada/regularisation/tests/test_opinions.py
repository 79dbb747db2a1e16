"""Opinions: what they write, what they ask, one by one and in bulk; two clerks at the same file."""

import json

import pytest
from django.utils import timezone

from musanada.cases.models import Case, CaseStep
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation.commands import opinions, sessions
from musanada.regularisation.models import AgendaItem, Decision, Evaluation
from musanada.regularisation.queries import sessions as queries
from musanada.regularisation.tests.sittings import (
    convened,
    items_of,
    opened,
    some_complete,
    state_of,
)

pytestmark = pytest.mark.django_db


def favour(scene, session, items, **values):
    values.setdefault("retained", scene.version("C5"))
    return opinions.give_opinions(scene.secretary, session, items, result="favourable", **values)


def refuse(scene, item, **values):
    values.setdefault("reasons", ["length"])
    return opinions.give_opinion(scene.secretary, item, result="unfavourable", **values)


def test_a_favourable_opinion_is_written_three_times(scene):
    (application,) = some_complete(scene, 1)
    session = opened(scene, [application])
    version = scene.version("C5")
    Evaluation.objects.create(application=application, version=version, outcome="met", by=scene.agent)
    (item,) = items_of(session)
    opinions.give_opinion(scene.secretary, item, result="favourable", retained=version)
    assert (item.result, item.retained, item.decided_by) == ("favourable", version, scene.secretary)
    decision = Decision.objects.get()
    assert (decision.stage, decision.result, decision.retained, decision.item) == (
        "first",
        "favourable",
        version,
        item,
    )
    assert decision.on == session.held_on
    step = CaseStep.objects.get(case=application.case_id, code="favour")
    seen = json.loads(step.seen)
    assert seen["retained"] == {"id": str(version.pk), "is": "C5 v1"}
    assert seen["evaluations"]["C5 v1"]["outcome"] == "met"
    assert state_of(application) == "favourable"


def test_an_unfavourable_opinion_gives_its_reasons(scene):
    (application,) = some_complete(scene, 1)
    (item,) = items_of(opened(scene, [application]))
    with pytest.raises(BadInput, match="motivé"):
        refuse(scene, item, reasons=[])
    with pytest.raises(BadInput, match="dans la liste"):
        refuse(scene, item, reasons=["bad weather"])
    with pytest.raises(BadInput, match="toutes lettres"):
        refuse(scene, item, reasons=["other"])
    refuse(scene, item, reasons=["length", "evidence"], text="Le bail commence en 2012.")
    assert Decision.objects.get().reason_set == ["length", "evidence"]
    assert state_of(application) == "unfavourable"


def test_an_adjournment_says_why_and_the_file_comes_back(scene):
    (application,) = some_complete(scene, 1)
    session = opened(scene, [application])
    (item,) = items_of(session)
    with pytest.raises(BadInput, match="pourquoi"):
        opinions.give_opinion(scene.secretary, item, result="adjourned")
    opinions.give_opinion(scene.secretary, item, result="adjourned", text="Entendre la personne.")
    assert state_of(application) == "adjourned"
    sessions.close_session(scene.secretary, session)
    again = opened(scene, [application])
    (item,) = items_of(again)
    refuse(scene, item)
    assert [one.result for one in Decision.objects.all()] == ["adjourned", "unfavourable"]


def test_a_favourable_opinion_says_which_category(scene):
    session = opened(scene, some_complete(scene, 1))
    (item,) = items_of(session)
    with pytest.raises(BadInput, match="catégorie"):
        opinions.give_opinion(scene.secretary, item, result="favourable")


def test_the_category_is_one_of_the_operations(scene):
    from musanada.regularisation.tests.scene import an_operation

    other = an_operation(scene, "op-autre").criteria.get(code="C5").versions.get(number=1)
    session = opened(scene, some_complete(scene, 1))
    (item,) = items_of(session)
    with pytest.raises(BadInput, match="n'est pas une de celles"):
        opinions.give_opinion(scene.secretary, item, result="favourable", retained=other)


def test_nothing_is_decided_before_the_session_is_open(scene):
    session = convened(scene, some_complete(scene, 1))
    with pytest.raises(Refused, match="pas ouverte"):
        refuse(scene, items_of(session)[0])
    assert not Decision.objects.exists()


def test_two_clerks_decide_the_same_file_and_the_second_is_told(scene):
    session = opened(scene, some_complete(scene, 1))
    (mine,), (theirs,) = items_of(session), items_of(session)
    refuse(scene, mine)
    assert theirs.result == ""
    with pytest.raises(Refused, match="déjà traité 1 de ces dossiers"):
        favour(scene, session, [theirs])
    assert Decision.objects.get().result == "unfavourable"


def test_of_a_list_with_one_stale_file_nothing_is_written(scene):
    applications = some_complete(scene, 3)
    session = opened(scene, applications)
    stale = items_of(session)
    refuse(scene, items_of(session)[0])
    with pytest.raises(Refused, match="déjà traité"):
        favour(scene, session, stale)
    assert Decision.objects.count() == 1
    assert state_of(applications[1]) == "scheduled"


def test_the_count_of_the_update_tells_who_was_faster(scene, monkeypatch):
    """Where the other's opinion comes between our reading and our writing."""
    session = opened(scene, some_complete(scene, 2))
    items = items_of(session)
    write = opinions.write_items

    def late(actor, rows, said):
        AgendaItem.objects.filter(pk=items[0].pk).update(result="adjourned", decided_at=timezone.now())
        write(actor, rows, said)

    monkeypatch.setattr(opinions, "write_items", late)
    with pytest.raises(Refused, match="déjà traité 1"):
        favour(scene, session, items)
    assert not Decision.objects.exists()


def test_in_bulk_only_what_a_present_member_has_read(scene):
    session = opened(scene, some_complete(scene, 2), read=False)
    one, two = items_of(session)
    opinions.mark_read(scene.members[0], one)
    with pytest.raises(Refused, match="marqué comme lu"):
        favour(scene, session, [one, two])
    assert favour(scene, session, [one]) == 1


def test_what_an_absent_member_or_one_who_stands_aside_read_does_not_count(scene):
    session = convened(scene, some_complete(scene, 2))
    one, two = items_of(session)
    opinions.mark_read(scene.members[4], one)
    opinions.mark_read(scene.members[0], two)
    opinions.stand_aside(scene.members[0], two, reason="parent du demandeur")
    present = session.members.exclude(user=scene.members[4]).values_list("pk", flat=True)
    sessions.open_session(scene.secretary, session, present=list(present))
    assert {pk: bool(why) for pk, why in queries.commission.readiness(session, [one, two]).items()} == {
        one.pk: True,
        two.pk: True,
    }


def test_the_quorum_is_counted_file_by_file(scene):
    session = opened(scene, some_complete(scene, 2))
    one, two = items_of(session)
    for member in scene.members[1:4]:
        opinions.stand_aside(member, one, reason="même association")
    with pytest.raises(Refused, match="quorum"):
        refuse(scene, one)
    with pytest.raises(Refused, match="quorum"):
        favour(scene, session, [one, two])
    refuse(scene, two)


def test_each_file_may_retain_the_category_its_evaluation_found_met(scene):
    applications = some_complete(scene, 2)
    session = opened(scene, applications)
    items = items_of(session)
    Evaluation.objects.create(
        application=applications[0], version=scene.version("C5"), outcome="met", by=scene.agent
    )
    Evaluation.objects.create(
        application=applications[1], version=scene.version("C5"), outcome="not_met", by=scene.agent
    )
    met = queries.met_by(items)
    assert met == {applications[0].pk: scene.version("C5")}
    with pytest.raises(BadInput, match="pas de catégorie"):
        favour(scene, session, items, retained=met)
    assert favour(scene, session, items[:1], retained=met) == 1
    assert Decision.objects.get().retained == scene.version("C5")


def test_items_of_another_session_are_not_decided_here(scene):
    one, two = some_complete(scene, 2)
    here, there = opened(scene, [one]), opened(scene, [two])
    with pytest.raises(Refused, match="cette session"):
        favour(scene, here, items_of(there))
    assert state_of(two) == "scheduled"


@pytest.mark.parametrize("who", ["member", "other office", "manager"])
def test_only_the_secretary_of_the_commission_records(scene, who):
    session = opened(scene, some_complete(scene, 1))
    actor = {
        "member": scene.members[0],
        "other office": scene.staff["sale.commission_secretary"],
        "manager": scene.manager,
    }[who]
    with pytest.raises(MissingRight):
        opinions.give_opinions(
            actor, session, items_of(session), result="favourable", retained=scene.version("C5")
        )
    assert not Decision.objects.exists()


def test_many_files_take_few_statements(scene, django_assert_max_num_queries):
    session = opened(scene, some_complete(scene, 6))
    with django_assert_max_num_queries(80):
        favour(scene, session, items_of(session))


def test_a_plenary_hears_appeals_and_an_adjourned_one_waits_again(scene):
    """The case stays in appeal until it is overturned or upheld; the first opinion stands beside the appeal's grounds."""
    from musanada.regularisation.commands import agenda
    from musanada.regularisation.models import Appeal
    from musanada.regularisation.tests.scene import opinion, signed_in
    from musanada.regularisation.tests.sittings import call

    applications = some_complete(scene, 3)
    appeals = []
    for one in applications:
        opinion(scene, one)
        Case.objects.filter(pk=one.case_id).update(state="appeal")
        appeals.append(
            Appeal.objects.create(
                application=one, unit=scene.commission, channel="office", lodged_on=timezone.localdate(),
                state="sorted", category="women", recorded_by=scene.agent, grounds="Un autre bail a été retrouvé.",
            )
        )  # fmt: skip
    actor = scene.national
    session = sessions.prepare_session(
        actor, scene.commission, operation=scene.operation, kind="plenary", held_on=timezone.localdate()
    )
    call(scene, session, scene.plenary, actor)
    assert list(queries.proposed_appeals(actor, session)) == appeals
    agenda.schedule_appeals(actor, session, appeals)
    sessions.convene(actor, session)
    items = items_of(session)
    page = signed_in(scene.plenary[0]).get(f"/regularisation/agenda/{items[0].pk}/")
    assert "Un autre bail a été retrouvé." in page.content.decode()
    sessions.open_session(actor, session, present=list(session.members.values_list("pk", flat=True)))
    overturn, uphold, later = items
    opinions.give_opinion(actor, overturn, result="favourable", retained=scene.version("C5"))
    opinions.give_opinion(actor, uphold, result="unfavourable", reasons=["evidence"])
    opinions.give_opinion(actor, later, result="adjourned", text="Entendre la personne.")
    assert [state_of(one) for one in applications] == ["appeal_favourable", "refused", "appeal"]
    assert list(Appeal.objects.order_by("lodged_on", "id").values_list("state", flat=True)) == [
        "accepted",
        "rejected",
        "sorted",
    ]
    assert sessions.close_session(actor, session).state == "closed"
