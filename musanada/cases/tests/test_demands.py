"""What a step can demand, one by one, on a small procedure of the tests' own."""

from datetime import date

import pytest

from musanada.cases.caseflow import Move
from musanada.cases.demands import AnotherPerson, Consent, Fields, Pieces, Quorum, Rule, said, silent
from musanada.cases.models import Case, Piece, PieceType, RequiredPiece
from musanada.cases.tests import world as w
from musanada.cases.tests.declared import CODE, a_case, declared
from musanada.kit.errors import Refused
from musanada.people.commands.consents import record_consent
from musanada.people.consents import ConsentDraft

SINCE = date(2014, 1, 1)


def take(world, step: str, *demands, actor=None, case: Case | None = None) -> Case:
    """One step under these demands; what refuses says so."""
    with declared(**{step: demands}) as one:
        case = case or a_case(world)
        return one.flow.run(actor or world.maha, case, step)


def test_fields_name_what_is_missing(world):
    with pytest.raises(Refused, match="niveau de risque"):
        take(world, "check", Fields("risk", "opened_on"))


def test_fields_that_are_there_let_through(world):
    with declared(check=(Fields("risk"),)) as one:
        case = a_case(world)
        Case.objects.filter(pk=case.pk).update(risk="low")
        case.refresh_from_db()
        assert one.flow.run(world.maha, case, "check").state == "checked"


def test_fields_of_a_detail_that_is_not_there(world):
    demand = Fields("lodged_on", detail="application")
    with pytest.raises(Refused, match="déposé le"):
        take(world, "check", demand)
    assert "déposé le" in str(demand.words)


def demanded(*codes: str, alternative: int = 0) -> None:
    for code in codes:
        PieceType.objects.create(code=code, name_fr=code.upper())
        RequiredPiece.objects.create(procedure=CODE, type_id=code, alternative=alternative, valid_from=SINCE)


def test_pieces_are_named(world):
    demanded("lease")
    demanded("passport", "card", alternative=1)
    with pytest.raises(Refused, match=r"(CARD ou PASSPORT|PASSPORT ou CARD)") as refusal:
        take(world, "check", Pieces())
    assert "LEASE" in str(refusal.value)


def test_one_piece_of_a_group_is_enough(world):
    demanded("passport", "card", alternative=1)
    with declared(check=(Pieces(),)) as one:
        case = a_case(world)
        Piece.objects.create(case=case, type_id="card", recorded_by=world.maha)
        assert one.flow.run(world.maha, case, "check").state == "checked"


def test_consent_is_asked_of_the_person(world):
    with pytest.raises(Refused, match="n'a pas donné son accord"):
        take(world, "check", Consent("survey"))


def test_consent_that_was_given_lets_through(world):
    draft = ConsentDraft(
        purpose="survey", means="oral", witness="Un témoin", notice_version="2026-11", minor=False
    )
    record_consent(world.maha, world.person, unit=world.rabat, draft=draft)
    assert take(world, "check", Consent("survey")).state == "checked"


def test_consent_towards_a_recipient_told_by_the_case(world):
    demand = Consent("referral", lambda case: f"unit:{world.oujda.pk}", ("contact",))
    with pytest.raises(Refused):
        take(world, "check", demand)
    w.agrees(world, world.oujda)
    assert take(world, "check", demand).state == "checked"


def test_another_person_takes_the_second_step(world):
    four_eyes = AnotherPerson("check", "Vérifier")
    other = w.account(world.rabat, "mina", "case_manager")
    with declared(grant=(four_eyes,)) as one:
        case = one.flow.run(world.maha, a_case(world), "check")
        with pytest.raises(Refused, match="une autre personne"):
            one.flow.run(world.maha, case, "grant")
        assert one.flow.run(other, case, "grant").state == "granted"


def test_only_who_took_it_last_is_another(world):
    """Somebody else checked it again since: the first one may go on."""
    other = w.account(world.rabat, "mina", "case_manager")
    with declared(grant=(AnotherPerson("go_on", "Reprendre"),)) as one:
        case = a_case(world)
        for actor in (world.maha, other):
            one.flow.run(actor, case, "pause")
            one.flow.run(actor, case, "go_on")
        assert one.flow.run(world.maha, case, "grant").state == "granted"


@pytest.mark.parametrize(
    ("counted", "sentence"), [(None, "Personne n'est réuni"), ((2, 3), "présents 2, nécessaires 3")]
)
def test_no_quorum(world, counted, sentence):
    with pytest.raises(Refused, match=sentence):
        take(world, "check", Quorum(lambda case: counted, "Le quorum"))


def test_a_quorum(world):
    assert take(world, "check", Quorum(lambda case: (3, 3), "Le quorum")).state == "checked"


def test_a_plain_guard_gets_words(world):
    rule = Rule(lambda actor, case: "Non : demain.", "Un jour ouvrable")
    with pytest.raises(Refused, match="demain"):
        take(world, "check", rule)
    assert rule.words == "Un jour ouvrable"


def test_every_demand_says_what_it_wants(world):
    def guard(actor, case):
        return None

    demands = (
        Fields("risk"),
        Pieces(),
        Consent("survey"),
        AnotherPerson("check", "Vérifier"),
        Quorum(lambda case: None, "Le quorum"),
        Rule(guard, "Règle"),
    )
    with declared(grant=(*demands, guard)) as one:
        step = one.flow.steps["grant"]
        assert len([str(words) for words in said(step)]) == len(demands)
        assert silent(step) == ["guard"]


def test_in_bulk_one_that_stands_in_the_way_stops_all(world):
    with declared(check=(Fields("risk"),)) as one:
        cases = [a_case(world) for _n in range(3)]
        Case.objects.filter(pk=cases[0].pk).update(risk="low")
        fresh = list(Case.objects.filter(procedure=CODE))
        with pytest.raises(Refused, match="2 dossiers ne peuvent pas suivre"):
            one.flow.run_many(world.maha, world.rabat, fresh, "check", move_of=lambda case: Move())
        assert set(Case.objects.filter(procedure=CODE).values_list("state", flat=True)) == {"asked"}
