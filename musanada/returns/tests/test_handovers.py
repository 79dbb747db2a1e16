"""A file handed from one mission to another: on the person's word, under an agreement, once, and seen from both sides."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import Unit
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.partners.models import Agreement, Partner
from musanada.people.commands.consents import record_consent, withdraw_consent
from musanada.people.consents import ConsentDraft
from musanada.people.models import Person, Presence
from musanada.returns.commands import handovers as commands
from musanada.returns.commands.handovers import HandOverDraft
from musanada.returns.models import HandOver, Return
from musanada.returns.panels_papers import to_answer
from musanada.returns.queries import handovers as queries
from musanada.returns.tests import scene as s
from musanada.returns.tests.scene import Scene

pytestmark = pytest.mark.django_db
GROUPS = ("identity", "contact", "travel", "services")


def agreed(
    scene: Scene, unit: Unit | None, keeper: Unit | None = None, side: str = "humanitarian"
) -> Partner:
    """An agreement to share data, kept by the one who gives."""
    keeper = keeper or scene.france.parent
    one = Partner.objects.create(
        code="P-MAROC",
        name_fr="Mission au Maroc",
        kind="un_agency",
        side=side,
        kept_by=keeper,
        unit=unit,
    )
    Agreement.objects.create(
        partner=one,
        reference="A-1",
        kind="data_sharing",
        in_force_from=timezone.localdate() - timedelta(days=9),
    )
    return one


def says_yes(scene: Scene, ret: Return, word: str, *groups: str) -> Any:
    return record_consent(
        scene.abroad,
        ret.case.person,
        unit=scene.france,
        draft=ConsentDraft(
            purpose="transfer", recipient=word, groups=groups or GROUPS, means="oral", witness="Un témoin",
            notice_version="2026-11", minor=False,
        ),
    )  # fmt: skip


@pytest.fixture
def ret(scene: Scene) -> Return:
    """A Moroccan who will come home: the mission abroad holds the file, the mission of Morocco shall go on with it."""
    made = s.a_return(scene, "declared", papers=True, at="france")
    agreed(scene, scene.root)
    return made


def propose(scene: Scene, ret: Return, **values: Any) -> HandOver:
    says_yes(scene, ret, f"unit:{scene.maroc.pk}")
    return commands.propose_handover(
        scene.abroad, ret, draft=HandOverDraft(to_unit=values.pop("to", scene.maroc), message="À suivre")
    )


def test_without_the_persons_own_yes_nothing_is_proposed(scene: Scene, ret: Return) -> None:
    with pytest.raises(Refused) as refusal:
        commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.maroc))
    assert refusal.value.code == "consent-missing"


def test_a_yes_to_less_than_the_file_needs_is_not_enough(scene: Scene, ret: Return) -> None:
    says_yes(scene, ret, f"unit:{scene.maroc.pk}", "identity", "contact")
    with pytest.raises(Refused) as refusal:
        commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.maroc))
    assert refusal.value.code == "consent-missing"


def test_without_an_agreement_nothing_is_proposed(scene: Scene, ret: Return) -> None:
    Agreement.objects.all().delete()
    with pytest.raises(Refused) as refusal:
        propose(scene, ret)
    assert refusal.value.code == "agreement"


def test_an_accepted_file_goes_on_at_the_receiver(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    assert to_answer(scene.manager) is not None
    with pytest.raises(Refused):
        propose(scene, ret)
    commands.accept_handover(scene.manager, scene.maroc, handover=one, answer="Bien reçu")
    case = Case.objects.get(pk=ret.case_id)
    assert (case.unit, case.owner, case.reference) == (scene.maroc, scene.manager, ret.case.reference)
    assert [step.code for step in case.steps.order_by("recorded_at", "id")][-2:] == ["handed", "owner"]
    assert Return.objects.get(pk=ret.pk).organised_by == scene.france
    presence = Presence.objects.get(person=ret.case.person, unit=scene.maroc, to_on=None)
    assert presence.groups == ",contact,identity,services,travel,"
    page = reverse("returns:show", args=[ret.case_id])
    assert s.signed_in(scene.manager).get(page).status_code == 200
    assert s.signed_in(scene.abroad).get(page).status_code == 404


def test_both_sides_see_the_state_and_the_giver_nothing_more(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    commands.accept_handover(scene.manager, scene.maroc, handover=one)
    page = reverse("returns:handover", args=[one.pk])
    sender = s.signed_in(scene.abroad).get(page).content.decode()
    receiver = s.signed_in(scene.manager).get(page).content.decode()
    assert reverse("returns:show", args=[ret.case_id]) not in sender
    assert reverse("returns:show", args=[ret.case_id]) in receiver
    word = str(queries.stands(one)[0].state)
    listed = s.signed_in(scene.abroad).get(reverse("returns:handovers"), {"side": "sent"}).content.decode()
    for text in (sender, receiver, listed):
        assert word in text.replace("&#x27;", "'")


def test_the_reintegration_goes_with_it(scene: Scene) -> None:
    ret = s.a_return(scene, "arrived", at="france")
    agreed(scene, scene.root)
    file = s.a_reintegration(scene, ret, at="france")
    one = propose(scene, ret)
    commands.accept_handover(scene.manager, scene.maroc, handover=one)
    assert Case.objects.get(pk=file.case_id).unit == scene.maroc
    assert len(queries.stands(one)) == 2


def test_of_two_who_accept_one_is_told(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    same = HandOver.objects.get(pk=one.pk)
    commands.accept_handover(scene.manager, scene.maroc, handover=one)
    with pytest.raises(Refused) as refusal:
        commands.accept_handover(scene.second, scene.maroc, handover=same)
    assert refusal.value.code == "faster"
    assert Case.objects.get(pk=ret.case_id).owner == scene.manager


def test_what_moved_meanwhile_is_not_moved_twice(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    Case.objects.filter(pk=ret.case_id).update(unit=scene.root)
    with pytest.raises(Refused):
        commands.accept_handover(scene.manager, scene.maroc, handover=HandOver.objects.get(pk=one.pk))
    assert HandOver.objects.get(pk=one.pk).state == "proposed"


def test_the_answer_is_another_offices(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    with pytest.raises(MissingRight):
        commands.accept_handover(scene.abroad, scene.maroc, handover=one)
    with pytest.raises(MissingRight):
        commands.accept_handover(scene.travel, scene.maroc, handover=one)
    with pytest.raises(Refused):
        commands.accept_handover(scene.abroad, scene.france, handover=one)


def test_declined_with_words_then_proposed_again_and_withdrawn(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    with pytest.raises(BadInput):
        commands.decline_handover(scene.manager, scene.maroc, handover=one, answer=" ")
    commands.decline_handover(scene.manager, scene.maroc, handover=one, answer="Pas de place ce mois-ci")
    again = commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.maroc))
    commands.withdraw_handover(scene.abroad, again)
    assert Case.objects.get(pk=ret.case_id).unit == scene.france
    assert not queries.received(scene.manager).filter(pk=again.pk).exists()


def test_a_consent_taken_back_withdraws_what_waits(scene: Scene, ret: Return) -> None:
    consent = says_yes(scene, ret, f"unit:{scene.maroc.pk}")
    one = commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.maroc))
    withdraw_consent(scene.abroad, ret.case.person, consent=consent)
    assert HandOver.objects.get(pk=one.pk).state == "withdrawn"
    with pytest.raises(Refused):
        commands.accept_handover(scene.manager, scene.maroc, handover=HandOver.objects.get(pk=one.pk))


def test_a_hidden_person_is_never_handed_over_at_large(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    Person.objects.filter(pk=ret.case.person_id).update(protected=True)
    held = HandOver.objects.get(pk=one.pk)
    with pytest.raises(Refused) as refusal:
        commands.accept_handover(scene.manager, scene.maroc, handover=held)
    assert refusal.value.code == "protected"
    assert s.signed_in(scene.manager).get(reverse("returns:handover", args=[one.pk])).status_code == 404


def test_an_authority_receives_on_a_named_yes_only(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True, at="france")
    agreed(scene, scene.state, side="state")
    with pytest.raises(Refused):
        commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.state))
    says_yes(scene, ret, "side:state")
    with pytest.raises(Refused) as refusal:
        commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.state))
    assert refusal.value.code in ("consent-missing", "firewall")
    says_yes(scene, ret, f"unit:{scene.state.pk}")
    one = commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(to_unit=scene.state))
    assert one.state == "proposed"


def test_a_mission_without_accounts_is_noted_and_the_file_stays(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True, at="france")
    partner = agreed(scene, None)
    says_yes(scene, ret, f"partner:{partner.pk}")
    one = commands.propose_handover(scene.abroad, ret, draft=HandOverDraft(partner=partner))
    assert (one.state, one.mission) == ("noted", str(partner))
    assert Case.objects.get(pk=ret.case_id).unit == scene.france


def test_other_missions_find_nothing(scene: Scene, ret: Return) -> None:
    one = propose(scene, ret)
    stranger = s.account(scene.state, "etranger", "case_manager")
    for url in (
        reverse("returns:handover", args=[one.pk]),
        reverse("returns:handover-new", args=[ret.case_id]),
    ):
        assert s.signed_in(stranger).get(url).status_code == 404
    assert s.signed_in(scene.travel).get(reverse("returns:handovers")).status_code == 403


def test_from_the_pages(scene: Scene, ret: Return) -> None:
    says_yes(scene, ret, f"unit:{scene.maroc.pk}")
    sender, receiver = s.signed_in(scene.abroad), s.signed_in(scene.manager)
    form = reverse("returns:handover-new", args=[ret.case_id])
    assert sender.post(form, {"to": "unit:nobody", "id": ret.pk}).status_code == 422
    answer = sender.post(form, {"to": f"unit:{scene.maroc.pk}", "id": ret.pk, "message": "Suite"})
    assert answer.status_code == 302
    page = reverse("returns:handover", args=[ret.pk])
    assert receiver.post(page, {"act": "decline", "answer": ""}).status_code == 422
    assert sender.post(page, {"act": "accept"}).status_code == 422
    assert receiver.post(page, {"act": "accept", "answer": "Oui"}).status_code == 302
    assert HandOver.objects.get(pk=ret.pk).state == "accepted"
