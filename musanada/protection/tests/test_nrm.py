"""The national referral mechanism: what the person said yes to leaves, and nothing else; answered in time, or lapsed."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Person
from musanada.protection.commands import nrm as commands
from musanada.protection.commands import nrm_answers as answers
from musanada.protection.commands.nrm import NrmDraft, PaperAnswer
from musanada.protection.commands.nrm_answers import AcceptDraft
from musanada.protection.models import Clock, Mechanism, NrmItem, NrmReferral, ProtectionFile
from musanada.protection.queries import files
from musanada.protection.queries import nrm as queries
from musanada.protection.tests import scene as s
from musanada.protection.tests import trafficking as t
from musanada.protection.tests.scene import Scene

pytestmark = pytest.mark.django_db


def accepted(scene: Scene, one: NrmReferral, **values: Any) -> NrmReferral:
    fresh = queries.received(scene.stranger, one.pk)
    return answers.accept(scene.stranger, scene.other, referral=fresh, draft=AcceptDraft(**values))


# Sending


def test_three_of_five_leave_and_the_receiver_reads_those_alone(scene: Scene) -> None:
    one = t.referred(scene)
    inbox = queries.inbox(scene.stranger)
    assert [row.pk for row in inbox] == [one.pk]
    seen = queries.as_received(inbox[0])
    assert [item.service for item in seen.services] == ["health", "legal", "shelter"]
    assert (seen.safe_contact, seen.note, seen.case) == ("Mot convenu : oranger", "Après 18 h", None)
    assert NrmItem.objects.filter(referral=one, word="no").count() == 2


def test_the_answer_is_due_by_the_rules(scene: Scene) -> None:
    calm = t.referred(scene)
    urgent = t.referred(
        scene, to=t.partner(scene, scene.hospital, name_fr="Hôpital", kind="health"), urgent=True
    )
    hours = [(one.respond_by - one.sent_at).total_seconds() / 3600 for one in (calm, urgent)]  # type: ignore[operator]
    assert hours == [72, 24]


def test_without_one_yes_nothing_leaves(scene: Scene) -> None:
    for words in ({"shelter": "no", "health": "no"}, {}, {"shelter": "perhaps"}, {"unheard-of": "yes"}):
        with pytest.raises(BadInput):
            t.referred(scene, words=words)
    assert not NrmReferral.objects.exists()


def test_the_same_id_twice_is_one_referral_and_two_to_one_partner_are_refused(scene: Scene) -> None:
    seen, to = t.detected(scene), t.refuge(scene)
    draft = NrmDraft(to=to, words=t.THREE_OF_FIVE)
    first, again = (
        commands.refer_detection(seen.by, seen.unit, detection=seen, draft=draft) for _n in range(2)
    )
    assert first.pk == again.pk
    with pytest.raises(Refused):
        t.referred(scene, seen, to)


def test_only_the_detector_refers_from_a_detection(scene: Scene) -> None:
    seen = t.detected(scene)
    with pytest.raises(Refused):
        commands.refer_detection(
            scene.officer,
            scene.nador,
            detection=seen,
            draft=NrmDraft(to=t.refuge(scene), words=t.THREE_OF_FIVE),
        )


def test_a_partner_where_nobody_answers_or_withdrawn_is_refused(scene: Scene) -> None:
    silent = t.partner(scene, scene.root, name_fr="Siège")
    with pytest.raises(BadInput):
        t.referred(scene, to=silent)
    gone = t.refuge(scene)
    Mechanism.objects.filter(pk=gone.pk).update(active=False)
    gone.refresh_from_db()
    with pytest.raises(BadInput):
        t.referred(scene, to=gone)


# The firewall


@pytest.mark.parametrize("kind", [kind for kind in Mechanism.Kind.values if kind not in ("prosecutor", "commission", "abroad")])  # fmt: skip
def test_no_authority_of_the_state_is_a_partner(scene: Scene, kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        t.partner(scene, scene.state, kind=kind)
    assert refusal.value.code == "firewall"
    smuggled = Mechanism.objects.create(name_fr="Bureau", kind=kind, unit=scene.state)
    with pytest.raises(Refused) as refusal:
        t.referred(scene, to=smuggled)
    assert refusal.value.code == "firewall"
    file = s.victim_file(scene)
    with pytest.raises(Refused):
        t.referred_file(scene, file, smuggled)


@pytest.mark.parametrize("kind", ["prosecutor", "commission"])
def test_the_persons_own_word_may_name_the_prosecutor_or_the_commission(scene: Scene, kind: str) -> None:
    one = t.referred(scene, to=t.partner(scene, scene.state, kind=kind))
    officer = scene.staff["state.protection_officer"]
    fresh = queries.received(officer, one.pk)
    done = answers.accept(officer, scene.state, referral=fresh, draft=AcceptDraft())
    assert (done.state, done.opened) == ("accepted", None)  # an authority keeps no file
    assert not ProtectionFile.objects.exists()


def test_an_authority_refers_nobody(scene: Scene) -> None:
    file = s.victim_file(scene)
    Case.objects.filter(pk=file.case_id).update(unit=scene.state)
    with pytest.raises((Refused, MissingRight)):
        t.referred_file(scene, file)
    assert not NrmReferral.objects.exists()


# The receiver


def test_accepting_opens_the_file_and_the_sender_sees_the_state_only(scene: Scene) -> None:
    one = t.referred(scene)
    done = accepted(scene, one, called="Oranger")
    file = files.named(scene.stranger).get(pk=done.opened_id)
    one.refresh_from_db()
    assert (one.state, one.detection.file_id) == ("accepted", file.pk)  # type: ignore[union-attr]
    assert (file.victim.child, file.basis, file.case.unit) == (False, "consent", scene.other)
    assert file.case.person.protected and file.urgent_needs == ",shelter,health,legal,"
    told = queries.as_sent(queries.sent_one(scene.responder, one.pk))
    assert (told.state, told.safe_contact, told.note) == ("accepted", "", "")
    assert not hasattr(told, "opened") and not files.named(scene.responder).exists()
    assert not files.named(scene.officer).exists()


def test_a_child_of_the_checklist_is_a_child_of_the_file(scene: Scene) -> None:
    one = t.referred(scene, t.detected(scene, age="child"))
    file = ProtectionFile.objects.get(pk=accepted(scene, one).opened_id)
    assert (file.victim.child, file.basis) == (True, "assent_alone")
    assert str(file.case.person.names.first()) or True


def test_accepting_twice_by_one_hand_is_one_file_and_by_two_is_refused(scene: Scene) -> None:
    one = t.referred(scene)
    draft = AcceptDraft(called="Oranger")
    fresh = queries.received(scene.stranger, one.pk)
    first = answers.accept(scene.stranger, scene.other, referral=fresh, draft=draft)
    again = answers.accept(scene.stranger, scene.other, referral=fresh, draft=draft)
    assert first.opened_id == again.opened_id
    other = scene.staff["other.case_manager"]
    with pytest.raises(
        Http404
    ):  # a colleague of the receiver no longer finds it: it hangs on a hidden person
        queries.received(other, one.pk)
    with pytest.raises(Refused):
        answers.accept(other, scene.other, referral=one, draft=AcceptDraft())
    assert ProtectionFile.objects.count() == 1


def test_who_is_no_receiver_finds_nothing(scene: Scene) -> None:
    one = t.referred(scene)
    for name in (
        "casa.protection_officer",
        "other.agent",
        "other.street_worker",
        "hospital.protection_officer",
    ):
        with pytest.raises(Http404):
            queries.received(scene.staff[name], one.pk)
        assert not queries.inbox(scene.staff[name]).exists()
    with pytest.raises(Refused):
        answers.accept(scene.staff["casa.protection_officer"], scene.casa, referral=one, draft=AcceptDraft())
    with pytest.raises(MissingRight):
        answers.accept(scene.officer, scene.other, referral=one, draft=AcceptDraft())


def test_a_refusal_says_why_and_leaves_no_file(scene: Scene) -> None:
    one = t.referred(scene)
    with pytest.raises(BadInput):
        answers.refuse(scene.stranger, scene.other, referral=one, refusal="")
    done = answers.refuse(scene.stranger, scene.other, referral=one, refusal="no_place", answer="Complet")
    told = queries.as_sent(done)
    assert (told.state, str(told.refusal), told.answer) == ("refused", "Plus de place", "Complet")
    assert not ProtectionFile.objects.exists()


# Time


def test_unanswered_in_time_it_lapses_and_nobody_answers_any_more(scene: Scene) -> None:
    one = t.referred(scene)
    late = timezone.now() - timedelta(minutes=1)
    NrmReferral.objects.filter(pk=one.pk).update(respond_by=late)
    assert not queries.inbox(scene.stranger).exists()
    one.refresh_from_db()
    with pytest.raises(Refused):  # even before the clock has passed by
        answers.accept(scene.stranger, scene.other, referral=one, draft=AcceptDraft())
    assert commands.lapse_due() == 1
    assert commands.lapse_due() == 0
    one.refresh_from_db()
    assert one.state == "lapsed"
    assert AuditEntry.objects.filter(verb="protection.lapse_referral").count() == 1
    with pytest.raises(Refused):
        answers.refuse(scene.stranger, scene.other, referral=one, refusal="no_place")
    assert t.referred(scene, one.detection, one.to).state == "sent"  # tried again


def test_the_clock_of_a_file_runs_from_sending_to_the_answer(scene: Scene) -> None:
    file = s.victim_file(scene)
    one = t.referred_file(scene, file)
    clock = Clock.objects.get(file=file, kind="answer", subject=one.pk)
    assert clock.due_on == timezone.localtime(one.respond_by).date()
    answers.refuse(scene.stranger, scene.other, referral=one, refusal="mandate")
    clock.refresh_from_db()
    assert clock.met_on == timezone.localdate()
    second = t.referred_file(scene, file, one.to)
    NrmReferral.objects.filter(pk=second.pk).update(respond_by=timezone.now() - timedelta(hours=1))
    commands.lapse_due()
    assert Clock.objects.get(subject=second.pk).dropped_on == timezone.localdate()


# The person's word, taken back


def test_taken_back_one_by_one_at_once_and_with_the_last_all_ends(scene: Scene) -> None:
    one = t.referred(scene)
    actor, unit = scene.responder, scene.nador
    commands.withdraw_sent(actor, unit, referral=one, services=["legal"])
    assert [item.service for item in queries.as_received(queries.every().get(pk=one.pk)).services] == ["health", "shelter"]  # fmt: skip
    with pytest.raises(BadInput):  # no, or taken back already
        commands.withdraw_sent(actor, unit, referral=one, services=["legal"])
    commands.withdraw_sent(actor, unit, referral=one, services=["health", "shelter"])
    one.refresh_from_db()
    assert (one.state, one.safe_contact, one.note) == ("revoked", "", "")
    assert not queries.inbox(scene.stranger).exists()
    with pytest.raises(Refused):
        answers.accept(scene.stranger, scene.other, referral=one, draft=AcceptDraft())


def test_after_acceptance_the_person_takes_back_on_either_side(scene: Scene) -> None:
    done = accepted(scene, t.referred(scene))
    commands.withdraw_sent(scene.responder, scene.nador, referral=done, services=["legal"])
    answers.withdraw_received(scene.stranger, scene.other, referral=done, services=["health"])
    other = scene.staff["other.case_manager"]
    with pytest.raises(Refused):
        answers.withdraw_received(other, scene.other, referral=done, services=["shelter"])
    with pytest.raises(Refused):
        commands.withdraw_sent(scene.officer, scene.nador, referral=done, services=["shelter"])
    assert queries.agreed(queries.every().get(pk=done.pk)) == ["shelter"]


def test_given_one_by_one_until_it_is_done(scene: Scene) -> None:
    done = accepted(scene, t.referred(scene))
    for service in ("shelter", "health"):
        assert (
            answers.give_service(scene.stranger, scene.other, referral=done, service=service).state
            == "accepted"
        )
    with pytest.raises(BadInput):
        answers.give_service(scene.stranger, scene.other, referral=done, service="mhpss")
    assert answers.give_service(scene.stranger, scene.other, referral=done, service="legal").state == "done"
    assert queries.as_sent(queries.every().get(pk=done.pk)).words == "Menée à bien"


# Partners without account, another country


def test_a_mechanism_abroad_is_answered_on_paper(scene: Scene) -> None:
    file = s.victim_file(scene)
    one = t.referred_file(scene, file, t.on_paper(scene))
    owner = file.secret.owner
    assert queries.as_sent(one).paper
    done = commands.note_answer(owner, scene.nador, referral=one, answer=PaperAnswer(True, text="Reçu"))
    assert (done.state, done.opened) == ("accepted", None)
    for service in ("shelter", "health", "legal"):
        done = commands.note_given(owner, scene.nador, referral=done, service=service)
    assert done.state == "done"


def test_nobody_but_who_is_named_notes_anything_of_a_file(scene: Scene) -> None:
    file = s.victim_file(scene)
    one = t.referred_file(scene, file, t.on_paper(scene))
    with pytest.raises(Refused):
        commands.note_answer(scene.manager, scene.nador, referral=one, answer=PaperAnswer(True))
    with pytest.raises(Http404):
        queries.sent_one(scene.manager, one.pk)
    s.named(file, scene.manager)
    assert queries.sent_one(scene.manager, one.pk).pk == one.pk
    assert commands.note_answer(
        scene.manager, scene.nador, referral=one, answer=PaperAnswer(False, "criteria")
    ).state == "refused"  # fmt: skip


def test_a_partner_with_an_account_answers_itself(scene: Scene) -> None:
    one = t.referred(scene)
    with pytest.raises(Refused):
        commands.note_answer(scene.responder, scene.nador, referral=one, answer=PaperAnswer(True))


def test_a_mechanism_abroad_names_its_country_and_has_no_account(scene: Scene) -> None:
    for values in ({"country": ""}, {"country": "MAR"}, {"country": "ESP", "unit": scene.other}):
        with pytest.raises(BadInput):
            t.partner(scene, kind="abroad", **values)
    with pytest.raises(MissingRight):
        from musanada.protection.commands.mechanisms import MechanismDraft, add_mechanism

        add_mechanism(scene.street, scene.nador, draft=MechanismDraft("Refuge", "shelter"))


def test_the_person_registered_by_accepting_has_no_name_but_a_word(scene: Scene) -> None:
    file = ProtectionFile.objects.get(pk=accepted(scene, t.referred(scene)).opened_id)
    person = Person.objects.get(pk=file.case.person_id)
    assert person.protected and person.unit == scene.other
