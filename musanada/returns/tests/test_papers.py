"""Papers of a journey: asked, answered, voided; each rule refused by its command too; never another mission's."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Identifier
from musanada.returns import locks
from musanada.returns.commands import papers, stays
from musanada.returns.commands.papers import DocumentDraft, ExitDraft, FitnessDraft
from musanada.returns.commands.stays import StayDraft
from musanada.returns.models import ExitAuthorisation, LockRule, Return, TravelDocument
from musanada.returns.queries import papers as queries
from musanada.returns.tests import scene as s
from musanada.returns.tests.scene import Scene

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def later(days: int) -> date:
    return today() + timedelta(days=days)


def passport(**values: Any) -> DocumentDraft:
    said = {
        "kind": "passport",
        "issuer": "SEN",
        "number": "A7741",
        "obtained_on": today(),
        "valid_to": later(400),
    }
    return DocumentDraft(**said | values)


def certificate(**values: Any) -> FitnessDraft:
    said = {"on": today(), "doctor": "Dr B", "result": "fit", "valid_to": later(9)}
    return FitnessDraft(**said | values)


def test_a_laissez_passer_is_asked_then_obtained(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    asked = papers.record_document(
        scene.travel, ret, draft=DocumentDraft("laissez_passer", "SEN", asked_on=later(-3))
    )
    assert (asked.state, asked.obtained_on) == ("asked", None)
    got = papers.obtain_document(scene.travel, asked, number="LP 12", obtained_on=today(), valid_to=later(30))
    assert (got.state, got.number, got.valid_to) == ("obtained", "LP 12", later(30))


def test_the_number_is_not_readable_in_the_table(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    asked = papers.record_document(
        scene.travel, ret, draft=DocumentDraft("laissez_passer", "SEN", asked_on=today())
    )
    papers.obtain_document(scene.travel, asked, number="LP998877", obtained_on=today(), valid_to=later(30))
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM returns_traveldocument")
        assert "998877" not in str(cursor.fetchall())


def test_the_same_form_sent_twice_is_one_document(scene: Scene) -> None:
    ret, draft = s.a_return(scene, "declared"), passport()
    papers.record_document(scene.travel, ret, draft=draft)
    papers.record_document(scene.travel, ret, draft=draft)
    assert ret.documents.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"valid_to": None}, "valid_to"),
        ({"number": " "}, "number"),
        ({"obtained_on": later(1), "valid_to": later(9)}, "obtained_on"),
        ({"valid_to": later(-1)}, "valid_to"),
        ({"obtained_on": None}, "asked_on"),
        ({"kind": "visa"}, "kind"),
        ({"issuer": "XYZ"}, "issuer"),
        ({"asked_on": today(), "obtained_on": later(-2)}, "obtained_on"),
    ],
)
def test_a_document_is_not_written_down_wrong(scene: Scene, wrong: dict[str, Any], field: str) -> None:
    ret = s.a_return(scene, "declared")
    with pytest.raises(BadInput) as refusal:
        papers.record_document(scene.travel, ret, draft=passport(**wrong))
    assert field in refusal.value.fields


def test_two_answers_for_one_paper(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    one = papers.record_document(
        scene.travel, ret, draft=DocumentDraft("laissez_passer", "SEN", asked_on=today())
    )
    papers.refuse_document(scene.travel, one)
    with pytest.raises(Refused):
        papers.obtain_document(scene.manager, one, number="1", obtained_on=today(), valid_to=later(9))


def test_a_document_that_expires_before_the_flight_blocks_until_another_is_obtained(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    TravelDocument.objects.filter(ret=ret).update(valid_to=ret.wished_on - timedelta(days=3))
    assert [one.lock for one in locks.blocks(ret, ret.wished_on)] == ["document"]
    line = queries.papers(ret).documents[0]
    assert line.shape == "late"
    assert "3" in str(line.alarm)
    papers.record_document(scene.travel, ret, draft=passport())
    assert locks.blocks(ret, ret.wished_on) == []


def test_a_closed_file_takes_no_paper(scene: Scene) -> None:
    ret = s.a_return(scene, "withdrawn")
    with pytest.raises(Refused):
        papers.record_document(scene.travel, ret, draft=passport())


def test_an_agent_keeps_no_papers_and_a_stranger_finds_none(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    with pytest.raises(MissingRight):
        papers.record_document(scene.agent, ret, draft=passport())
    one = ret.documents.get()
    assert s.signed_in(scene.travel).get(reverse("returns:document", args=[one.pk])).status_code == 200
    for place, key in (("document", one.pk), ("document-new", ret.case_id), ("fitness-new", ret.case_id)):
        assert s.signed_in(scene.abroad).get(reverse(f"returns:{place}", args=[key])).status_code == 404


def test_the_passport_of_the_register_is_offered(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    kept = Identifier.objects.create(
        person=ret.case.person, side="humanitarian", kind="passport", value="SN445566", normalised="SN445566",
        valid_to=later(300),
    )  # fmt: skip
    client, url = s.signed_in(scene.travel), reverse("returns:document-new", args=[ret.case_id])
    assert "SN445566" in client.get(url).content.decode()
    assert 'value="SN445566"' in client.get(url, {"passport": kept.pk}).content.decode()


def test_a_form_sent_wrong_comes_back_as_typed(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    sent = {
        "kind": "passport",
        "issuer": "SEN",
        "number": "ZZ91",
        "obtained_on": today().isoformat(),
        "id": passport().id,
    }
    answer = s.signed_in(scene.travel).post(reverse("returns:document-new", args=[ret.case_id]), sent)
    assert answer.status_code == 422
    assert "ZZ91" in answer.content.decode()
    answer = s.signed_in(scene.travel).post(
        reverse("returns:document-new", args=[ret.case_id]), sent | {"valid_to": later(90).isoformat()}
    )
    assert answer.status_code == 302
    assert ret.documents.get().number == "ZZ91"


# Exit authorisations


def test_a_list_is_asked_and_answered_at_once(scene: Scene) -> None:
    rets = [s.a_return(scene, "declared") for _n in range(3)]
    assert set(queries.to_ask(scene.travel)) == set(rets)
    client = s.signed_in(scene.travel)
    sent = {"on": today().isoformat(), "reference": "L-7", "key": [str(one.pk) for one in rets]}
    assert client.post(reverse("returns:exits-ask"), sent).status_code == 302
    waiting = list(queries.to_answer(scene.travel))
    assert len(waiting) == 3
    assert not queries.to_ask(scene.travel).exists()
    answer = {
        "answer": "granted", "on": today().isoformat(), "valid_from": today().isoformat(),
        "valid_to": later(60).isoformat(), "key": [str(one.pk) for one in waiting],
    }  # fmt: skip
    assert client.post(reverse("returns:exits-answer"), answer).status_code == 302
    assert set(ExitAuthorisation.objects.values_list("state", flat=True)) == {"granted"}


def test_of_a_list_all_or_none_is_asked(scene: Scene) -> None:
    rets = [s.a_return(scene, "declared") for _n in range(2)]
    papers.ask_exit(scene.travel, rets[1], on=today())
    with pytest.raises(Refused):
        papers.ask_exits(scene.travel, scene.maroc, rets, on=today())
    assert ExitAuthorisation.objects.count() == 1


def test_a_list_never_holds_another_missions_file(scene: Scene) -> None:
    own, other = s.a_return(scene, "declared"), s.a_return(scene, "declared", at="france")
    with pytest.raises(MissingRight):
        papers.ask_exits(scene.travel, scene.maroc, [own, other], on=today())
    assert not ExitAuthorisation.objects.exists()


def test_an_authorisation_is_granted_for_a_time(scene: Scene) -> None:
    one = papers.ask_exit(scene.travel, s.a_return(scene, "declared"), on=today())
    with pytest.raises(BadInput):
        papers.answer_exit(scene.travel, one, draft=ExitDraft(True, today()))
    with pytest.raises(BadInput):
        papers.answer_exit(scene.travel, one, draft=ExitDraft(True, today(), later(9), later(8)))
    papers.answer_exit(scene.travel, one, draft=ExitDraft(False, today()))
    assert one.state == "refused"
    with pytest.raises(Refused):
        papers.answer_exit(scene.travel, one, draft=ExitDraft(True, today(), today(), later(8)))


# Fitness and beds


def test_conditions_are_named_and_only_with_conditions(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    for wrong in (
        {"result": "conditions"},
        {"needs": ("oxygen",)},
        {"result": "conditions", "needs": ("fever",)},
    ):
        with pytest.raises(BadInput):
            papers.record_fitness(scene.travel, ret, draft=certificate(**wrong))
    one = papers.record_fitness(
        scene.travel, ret, draft=certificate(result="conditions", needs=("oxygen", "escort"))
    )
    assert one.needs == ",escort,oxygen,"
    papers.void_fitness(scene.travel, one)
    assert "fitness" in [block.lock for block in locks.blocks(ret, later(1))]


def test_an_examination_is_good_for_the_days_of_the_rule(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    ret.fitness.all().delete()
    papers.record_fitness(scene.travel, ret, draft=certificate(valid_to=later(300)))
    LockRule.objects.create(
        lock="fitness", direction="from_morocco", channel="iom", days=10, valid_from=date(2020, 1, 1)
    )
    assert locks.blocks(ret, later(10)) == []
    assert [one.lock for one in locks.blocks(ret, later(11))] == ["fitness"]


def test_nobody_sleeps_in_two_beds(scene: Scene) -> None:
    ret = s.a_return(scene, "declared")
    draft = StayDraft("before", "Centre", later(-5))
    one = stays.record_stay(scene.manager, ret, draft=draft)
    with pytest.raises(BadInput):
        stays.record_stay(scene.manager, ret, draft=replace(draft, id=passport().id, from_on=today()))
    stays.end_stay(scene.manager, one, on=today())
    stays.record_stay(scene.manager, ret, draft=StayDraft("transit", "Hôtel", today(), later(1)))
    assert one.nights == 5
    assert Return.objects.get(pk=ret.pk).stays.count() == 2


def test_papers_stand_on_the_page_of_the_return(scene: Scene) -> None:
    ret = s.a_return(scene, "declared", papers=True)
    page = s.signed_in(scene.travel).get(reverse("returns:show", args=[ret.case_id])).content.decode()
    assert reverse("returns:document", args=[ret.documents.get().pk]) in page
    assert reverse("returns:exit-new", args=[ret.case_id]) in page


# Rules


def test_a_rule_changes_from_a_day_on(scene: Scene) -> None:
    admin = scene.staff["maroc.administrator"]
    LockRule.objects.create(lock="exit", direction="from_morocco", channel="iom", valid_from=date(2020, 1, 1))
    client = s.signed_in(admin)
    assert client.get(reverse("returns:rules")).status_code == 200
    sent = {
        "lock": "exit", "direction": "from_morocco", "channel": "iom", "demanded": "no", "days": "",
        "valid_from": later(5).isoformat(), "source": "Note 4",
    }  # fmt: skip
    assert client.post(reverse("returns:rule-new"), sent).status_code == 302
    assert client.post(reverse("returns:rule-new"), sent).status_code == 422
    old, new = LockRule.objects.order_by("valid_from")
    assert (old.valid_to, new.demanded, new.valid_to) == (later(5), False, None)
    assert client.post(reverse("returns:rules"), {"rule": old.pk}).status_code == 302
    assert LockRule.objects.get(pk=old.pk).confirmed
    assert s.signed_in(scene.travel).get(reverse("returns:rules")).status_code == 403


def test_a_rule_never_changes_the_past(scene: Scene) -> None:
    from musanada.returns.commands.lock_rules import RuleDraft, set_lock_rule

    with pytest.raises(BadInput):
        set_lock_rule(
            scene.lead, scene.maroc, draft=RuleDraft("exit", "from_morocco", "iom", False, later(-1))
        )
