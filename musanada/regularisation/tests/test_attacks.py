"""Holes that somebody looked for and found: each stays closed. What else was tried and held stands in the other tests."""

from datetime import date, timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from musanada.cases.commands.pieces import PieceDraft
from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, Refused
from musanada.people.models import Person
from musanada.reference.queries import place_by_code
from musanada.regularisation.commands import (
    agenda,
    appeals,
    cards,
    intake,
    leaving,
    notifying,
    operations,
    opinions,
    sessions,
)
from musanada.regularisation.commands import relief as reliefs
from musanada.regularisation.models import (
    AgendaItem,
    Application,
    Condition,
    CriterionVersion,
    Decision,
    ReliefItem,
)
from musanada.regularisation.queries import operations as operation_queries
from musanada.regularisation.queries import relief as relief_queries
from musanada.regularisation.queries import sessions as session_queries
from musanada.regularisation.tests import scene as s
from musanada.regularisation.tests import sittings
from musanada.regularisation.workflow import FLOW

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def again(application: Application) -> Application:
    return Application.objects.select_related("case__person", "operation__appeals_unit").get(
        pk=application.pk
    )


# One file per person and operation


def test_a_file_taken_back_is_not_reopened_beside_a_newer_one(scene):
    person = s.applicant(scene)
    first = s.lodged(scene, person)
    leaving.withdraw(scene.agent, first, text="Se retire")
    newer = s.lodged(scene, person)
    with pytest.raises(Refused):
        FLOW.run(scene.manager, again(first).case, "reopen")
    leaving.withdraw(scene.agent, newer, text="Se retire")
    FLOW.run(scene.manager, again(first).case, "reopen")


def test_the_key_of_another_file_opens_none(scene):
    """A key made up to be that of somebody's case: a domain's detail is never hung on it."""
    known = s.opened(scene)
    with pytest.raises(Refused):
        open_case(
            scene.agent,
            scene.rabat,
            code="regularisation",
            person=s.applicant(scene, "Fanta Keïta"),
            pk=known.case_id,
        )


# Days


@pytest.mark.parametrize("day", [date.min, ago(400), ago(21)])
def test_a_file_is_not_complete_before_its_deposit(scene, day):
    one = s.lodged(scene, on=ago(20))
    s.give_pieces(one, scene.agent)
    with pytest.raises(BadInput) as wrong:
        intake.declare_complete(scene.agent, again(one), on=day)
    assert "on" in wrong.value.fields
    with pytest.raises(BadInput):
        intake.ask_pieces(scene.agent, again(one), text="Le bail", on=day)
    intake.declare_complete(scene.agent, again(one), on=ago(20))


def test_a_card_is_not_ordered_before_its_decision(scene):
    one = s.lodged(scene, on=ago(40))
    s.opinion(scene, one, "favourable", on=ago(10))
    Case.objects.filter(pk=one.case_id).update(state="notified")
    for day in (date.min, ago(11)):
        with pytest.raises(BadInput):
            cards.order_first(scene.agent, again(one), on=day)
    assert cards.order_first(scene.agent, again(one), on=ago(10)).ordered_on == ago(10)


def test_a_plenary_moved_to_an_earlier_day_does_not_decide_appeals_of_later(scene):
    one = s.lodged(scene, on=ago(90))
    s.opinion(scene, one, on=ago(30))
    appeal = appeals.lodge_appeal(scene.agent, again(one), on=ago(5), grounds="")
    appeals.sort_appeals(scene.national, scene.commission, keys=[appeal.pk], category="children")
    plenary = sessions.prepare_session(
        scene.national, scene.commission, operation=scene.operation, kind="plenary", held_on=ago(1)
    )
    sittings.call(scene, plenary, scene.plenary, scene.national)
    agenda.schedule_appeals(scene.national, plenary, [appeal])
    sessions.move_session(scene.national, plenary, held_on=ago(60))
    sessions.convene(scene.national, plenary)
    sessions.open_session(scene.national, plenary, present=plenary.members.values_list("pk", flat=True))
    (item,) = AgendaItem.objects.filter(session=plenary)
    with pytest.raises(BadInput):
        opinions.give_opinion(scene.national, item, result="unfavourable", reasons=["length"])
    assert not Decision.objects.filter(stage="appeal").exists()


# What a local commission may retain


def test_a_local_commission_does_not_retain_what_only_a_relief_allows(scene):
    (one,) = sittings.some_complete(scene, 1)
    session = sittings.opened(scene, [one])
    relaxed = CriterionVersion.objects.create(
        criterion=scene.criterion("C5"), number=9, stage="relief", text_fr="Sans durée", valid_from=ago(100)
    )
    assert relaxed not in session_queries.versions(session)
    (item,) = sittings.items_of(session)
    with pytest.raises(BadInput):
        opinions.give_opinion(scene.secretary, item, result="favourable", retained=relaxed)


# Who died


def test_the_card_of_someone_who_died_is_neither_printed_nor_handed_over(scene):
    one = s.lodged(scene)
    Case.objects.filter(pk=one.case_id).update(state="notified")
    card = cards.order_first(scene.agent, again(one))
    leaving.die(scene.manager, again(one), text="Acte de décès")
    with pytest.raises(Refused):
        cards.print_card(scene.cards, card, number="MA1")
    card.state = "printed"
    card.save()
    with pytest.raises(Refused):
        cards.deliver(scene.cards, card)
    assert cards.cancel(scene.cards, card).state == "cancelled"


# Merged records


def test_one_card_at_a_time_whatever_records_were_merged(scene):
    made = []
    for name in s.NAMES[:2]:
        one = s.lodged(scene, s.applicant(scene, name))
        Case.objects.filter(pk=one.case_id).update(state="notified")
        made.append(one)
    kept, gone = (one.case.person_id for one in made)
    Person.objects.filter(pk=gone).update(merged_into=kept)
    cards.order_first(scene.agent, again(made[0]))
    with pytest.raises(Refused):
        cards.order_first(scene.agent, again(made[1]))


# Whom a file hides


def test_a_relief_neither_counts_nor_relieves_whom_a_file_hides(scene):
    version = CriterionVersion.objects.create(
        criterion=scene.criterion("C7"), number=9, stage="relief", text_fr="Toute femme", valid_from=ago(0)
    )
    Condition.objects.create(version=version, fact="sex", compare="is", value="F")
    files = []
    for name in s.NAMES[:2]:
        one = s.lodged(scene, s.applicant(scene, name), on=ago(30))
        s.opinion(scene, one, on=ago(7))
        files.append(one)
    made = reliefs.prepare_relief(
        scene.staff["commission.case_manager"],
        scene.commission,
        operation=scene.operation,
        version=version,
        name_fr="Femmes",
    )
    assert ReliefItem.objects.filter(relief=made).count() == 2
    Person.objects.filter(pk=files[1].case.person_id).update(protected=True)
    seen = relief_queries.page_of(scene.national, made)
    assert seen.kept == relief_queries.items(scene.national, made).count() == 1
    Case.objects.filter(pk=files[1].case_id).update(state="notified")
    assert relief_queries.page_of(scene.national, made).outdated == 0
    reliefs.decide_relief(scene.national, made, on=ago(0))
    assert [again(one).case.state for one in files] == ["relieved", "notified"]


# Offices of others


def test_an_association_takes_no_office_of_the_state_into_an_operation_of_its_own(scene):
    """Its past files, with their decisions and cards, would be loaded among those of that office."""
    leader = s.account(scene.aide, "aide.programme_manager", "programme_manager")
    own = operations.found_operation(leader, scene.aide, template="exceptional-2014", code="a-elle")
    place = place_by_code("MA-RAB")
    assert scene.rabat not in operation_queries.units_for_offices(leader, own)
    with pytest.raises(BadInput):
        operations.open_offices(leader, own, [(scene.rabat, place)], from_on=own.files_from)
    assert operations.open_offices(leader, own, [(scene.aide, place)], from_on=own.files_from)


# The time to appeal


def test_an_appeal_is_late_by_the_day_it_was_lodged_and_not_by_the_day_it_was_written_down(scene):
    type(scene.operation).objects.filter(pk=scene.operation.pk).update(appeal_days=30)
    for lodged_on, late in ((ago(8), False), (ago(5), True)):
        one = s.lodged(scene, s.applicant(scene), on=ago(90))
        s.opinion(scene, one, on=ago(50))
        told = notifying.notify(scene.manager, again(one), on=ago(40), means="post")
        notifying.received(scene.manager, told, on=ago(37))
        if late:
            with pytest.raises(Refused):
                appeals.lodge_appeal(scene.agent, again(one), on=lodged_on, grounds="")
        else:
            assert appeals.lodge_appeal(scene.agent, again(one), on=lodged_on, grounds="").state == "lodged"


def test_a_last_refusal_is_told_once_from_pages_opened_before(scene):
    one = s.lodged(scene, on=ago(90))
    s.opinion(scene, one, on=ago(50))
    Case.objects.filter(pk=one.case_id).update(state="refused")
    stale = again(one)
    Case.objects.filter(pk=one.case_id).update(state="relieved")
    with pytest.raises(Refused):
        notifying.notify_final(scene.manager, stale, on=ago(1), means="hand")


# Days at the ends of the calendar


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_page_breaks_on_the_first_or_the_last_day_of_the_calendar(scene, day):
    one = s.lodged(scene, on=ago(20))
    agent, card = s.signed_in(scene.agent), s.signed_in(scene.cards)
    freezing = s.signed_in(scene.staff["root.statistician"])
    asked = {"operation": str(scene.operation.pk), "name": "Bornes", "day": day}
    assert freezing.post("/regularisation/states/new/", asked).status_code < 500
    for name in ("card-figures", "card-stock", "card-projection"):
        try:
            address = reverse(f"regularisation:{name}")
        except NoReverseMatch:
            continue
        found = {"day": day, "first": day, "last": day}
        assert card.get(address, found).status_code < 500
    draft = PieceDraft("lease", from_on=date.min, to_on=date.fromisoformat(day))
    intake.receive_pieces(scene.agent, again(one), drafts=[draft])
    assert agent.post(reverse("regularisation:examine", args=[one.case_id])).status_code < 500
    assert agent.get(reverse("regularisation:show", args=[one.case_id])).status_code < 500
