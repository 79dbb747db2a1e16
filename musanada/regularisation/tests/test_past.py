"""A past operation enters with its own dates, all of it or nothing, once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from musanada.cases.models import Case, CaseStep, Deadline, Piece
from musanada.kit.errors import BadInput, MissingRight
from musanada.kit.ids import new_id
from musanada.regularisation.commands.past import load_past, load_reliefs
from musanada.regularisation.commands.past_associations import load_associations
from musanada.regularisation.models import (
    Appeal,
    Application,
    Association,
    Card,
    Claim,
    Decision,
    Notification,
    ReliefItem,
    Renewal,
)
from musanada.regularisation.past import (
    PastAppeal,
    PastAssociation,
    PastCard,
    PastDecision,
    PastFile,
    PastPiece,
    PastRelief,
    noon,
)
from musanada.regularisation.tests.scene import NAMES, applicant

pytestmark = pytest.mark.django_db


def day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def decided(stage: str, favourable: bool, ago: int, **more) -> PastDecision:
    reasons = () if favourable else ("length",)
    return PastDecision(stage, favourable, day(ago), noon(day(ago)), reasons, **more)


@pytest.fixture
def actor(scene):
    return scene.staff["root.programme_manager"]


@pytest.fixture
def file_of(scene):
    """A maker of files: number, days since the deposit, and what followed."""
    place = scene.operation.offices.get(unit=scene.rabat).place_id

    def make(number: str = "R-1", ago: int = 100, **more) -> PastFile:
        person = more.pop("person", None) or applicant(scene, NAMES[0]).pk
        return PastFile(
            person=person,
            office=scene.rabat.pk,
            place=place,
            old_number=number,
            lodged_on=day(ago),
            recorded_at=noon(day(ago)),
            claims=more.pop("claims", ("C5",)),
            **more,
        )

    return make


def test_favourable_file_comes_with_its_card(scene, actor, file_of):
    card = PastCard(day(40), day(-300), noon(day(40)))
    piece = PastPiece("lease", day(2000), day(120))
    one = file_of(
        claims=("C4", "C5"),
        decisions=(decided("first", True, 60, retained="C5", told_on=day(55)),),
        cards=(card,),
        pieces=(piece,),
        closed_on=day(40),
    )
    assert load_past(actor, scene.operation, [one]) == 1
    case = Case.objects.get(pk=one.id)
    assert (case.state, case.closure, case.closed_on, case.due_on) == ("closed", "goals_met", day(40), None)
    assert list(case.steps.values_list("code", "from_state", "to_state")) == [
        ("lodge", "draft", "lodged"),
        ("favour", "scheduled", "favourable"),
        ("close", "card_issued", "closed"),
    ]
    decision = Decision.objects.get(application=one.id)
    assert (decision.on, decision.recorded_at, decision.retained.criterion.code) == (
        day(60),
        noon(day(60)),
        "C5",
    )
    held = Card.objects.get(application=one.id)
    assert (held.state, held.valid_from, held.kind) == ("delivered", day(40), "first")
    assert Notification.objects.get().received_on == day(55)
    assert Piece.objects.get(case=one.id).verified_by_id == actor.pk
    assert Claim.objects.filter(application=one.id).count() == 2


def test_refusal_overturned_on_appeal(scene, actor, file_of):
    one = file_of(
        decisions=(decided("first", False, 80), decided("appeal", True, 20)),
        appeal=PastAppeal("commission", day(70), noon(day(70)), "workers"),
    )
    load_past(actor, scene.operation, [one])
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.decided_on, appeal.unit_id) == ("accepted", day(20), scene.commission.pk)
    assert Case.objects.get(pk=one.id).state == "appeal_favourable"
    assert Decision.objects.get(stage="appeal").appeal_id == appeal.pk


def test_relief_ends_the_appeal(scene, actor, file_of):
    relief = PastRelief("C7", "Femmes", day(20), noon(day(20)))
    load_reliefs(actor, scene.operation, decided=[relief])
    one = file_of(
        decisions=(decided("first", False, 80), decided("relief", True, 20, relief=relief.id)),
        appeal=PastAppeal("office", day(70), noon(day(70))),
    )
    load_past(actor, scene.operation, [one])
    assert Case.objects.get(pk=one.id).state == "relieved"
    assert Appeal.objects.get().state == "relieved"
    assert ReliefItem.objects.get().application_id == one.id
    assert Decision.objects.get(stage="relief").retained.criterion.code == "C7"


def test_renewed_card_ends_when_the_next_begins(scene, actor, file_of):
    cards = (
        PastCard(day(60), day(30), noon(day(60))),
        PastCard(day(40), day(-300), noon(day(40)), filed_on=day(50)),
    )
    load_past(actor, scene.operation, [file_of(decisions=(decided("first", True, 70),), cards=cards)])
    first, second = Card.objects.order_by("delivered_on")
    assert (first.state, first.ended_on, second.previous_id) == ("replaced", day(40), first.pk)
    assert Renewal.objects.get().card_id == first.pk


def test_file_that_waits_runs_its_legal_time(scene, actor, file_of):
    one = file_of(ago=20)
    load_past(actor, scene.operation, [one])
    case = Case.objects.get(pk=one.id)
    running = Deadline.objects.get(case=case)
    assert case.state == "complete"
    assert case.due_on == running.due_on > timezone.localdate()


def test_file_withdrawn_before_any_opinion(scene, actor, file_of):
    one = file_of(ended="withdraw", ended_on=day(50))
    load_past(actor, scene.operation, [one])
    case = Case.objects.get(pk=one.id)
    assert (case.state, case.closure, case.closed_on) == ("withdrawn", "withdrew", day(50))


def test_same_list_twice_is_once(scene, actor, file_of):
    one = file_of()
    assert load_past(actor, scene.operation, [one]) == 1
    again = replace(one, id=new_id())
    assert load_past(actor, scene.operation, [again, file_of("R-2")]) == 1
    assert Application.objects.filter(old_number__startswith="R-").count() == 2


WRONG = {
    "decision before deposit": lambda f: {"decisions": (decided("first", True, 150),)},
    "card without a favourable decision": lambda f: {"cards": (PastCard(day(40), day(-300), noon(day(40))),)},
    "refusal without a reason": lambda f: {
        "decisions": (PastDecision("first", False, day(80), noon(day(80))),)
    },
    "appeal without an opinion": lambda f: {"appeal": PastAppeal("office", day(70), noon(day(70)))},
    "relief nobody decided": lambda f: {
        "decisions": (decided("first", False, 80), decided("relief", True, 20, relief=new_id()))
    },
    "appeal decision without an appeal": lambda f: {
        "decisions": (decided("first", False, 80), decided("appeal", True, 20))
    },
    "unknown reason": lambda f: {
        "decisions": (PastDecision("first", False, day(80), noon(day(80)), ("mood",)),)
    },
    "unknown category": lambda f: {"claims": ("C99",)},
    "no category": lambda f: {"claims": ()},
    "outside the window": lambda f: {"lodged_on": day(400)},
    "in the future": lambda f: {"decisions": (decided("first", True, -3),)},
    "unknown office": lambda f: {"office": new_id()},
    "unknown place": lambda f: {"place": new_id()},
    "unknown person": lambda f: {"person": new_id()},
    "no number": lambda f: {"old_number": " "},
    "number twice": lambda f: {"old_number": "R-0"},
    "ends without a day": lambda f: {"ended": "withdraw"},
    "told before it was taken": lambda f: {"decisions": (decided("first", True, 60, told_on=day(61)),)},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_first_nonsense_is_named_by_its_row_and_nothing_stays(scene, actor, file_of, change):
    good, bad = file_of("R-0"), file_of("R-1")
    with pytest.raises(BadInput, match=r"Ligne [12]"):
        load_past(actor, scene.operation, [good, replace(bad, **change(bad))])
    assert not Application.objects.filter(old_number__startswith="R-").exists()
    assert not CaseStep.objects.filter(case=good.id).exists()


def test_person_of_another_side_is_not_loaded(scene, actor, file_of):
    theirs = applicant(scene, NAMES[1], at="aide")
    with pytest.raises(BadInput, match="registre"):
        load_past(actor, scene.operation, [file_of(person=theirs.pk)])


@pytest.mark.parametrize("who", ["rabat.programme_manager", "root.statistician", "rabat.case_manager"])
def test_only_who_leads_the_operation_loads(scene, who):
    with pytest.raises(MissingRight):
        load_past(scene.staff[who], scene.operation, [])


def test_relief_needs_a_relaxed_version(scene, actor):
    with pytest.raises(BadInput):
        load_reliefs(actor, scene.operation, decided=[PastRelief("C5", "Cinq ans", day(20), noon(day(20)))])


def test_associations_come_with_their_receipts_and_once(scene, actor):
    place = scene.operation.offices.first().place_id
    one = PastAssociation(
        "Association d'essai",
        place,
        "final",
        declared_on=day(90),
        provisional_on=day(90),
        final_on=day(30),
        regularised_on=day(30),
        recorded_at=noon(day(30)),
        members=40,
        members_regularised=31,
        officers=(("Awa Diallo", "Présidente"),),
    )
    assert load_associations(actor, scene.root, listed=[one]) == 1
    assert load_associations(actor, scene.root, listed=[replace(one, id=new_id())]) == 0
    held = Association.objects.get()
    assert (held.members, held.members_regularised, held.receipts.count()) == (40, 31, 3)
    with pytest.raises(BadInput):
        load_associations(actor, scene.root, listed=[replace(one, name_fr="Autre", members=3)])


@pytest.mark.django_db
def test_a_reference_already_borne_is_drawn_again(scene, monkeypatch):
    """Among tens of thousands two draws fall together: a whole operation must not stop for it."""
    from musanada.cases.models import Case
    from musanada.regularisation import references
    from musanada.regularisation.tests.scene import lodged

    borne = lodged(scene).case.reference
    draws = iter([borne, "2222222X", "2222222X", "3333333X"])
    monkeypatch.setattr(references, "new_reference", lambda: next(draws))
    assert sorted(references.free_references(Case, 2)) == ["2222222X", "3333333X"]
