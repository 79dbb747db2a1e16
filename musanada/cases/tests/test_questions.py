"""Known to another office: a stub that says nothing, a question behind a word of the session, an answer by referral."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases import stubs
from musanada.cases.commands import questions as commands
from musanada.cases.commands import referrals
from musanada.cases.models import Question
from musanada.cases.queries import questions as reads
from musanada.cases.tests import world as w
from musanada.kit.errors import MissingRight, Refused
from musanada.kit.ids import new_id
from musanada.linkage.sought import Sought
from musanada.linkage.stubs import enough, known_elsewhere
from musanada.people.models import Person, Presence

LIKE = Sought(name="Mamadou Diallo", born=1990, nationality="GIN", sex="M", phone=w.PHONE)


def ask(world, by=None, at=None):
    return commands.ask(by or world.zineb, at or world.oujda, person=world.person)


def test_someone_alike_at_another_office_is_hinted_at(world):
    assert known_elsewhere(world.zineb, world.oujda, LIKE) == world.person.pk
    assert known_elsewhere(world.salma, world.sister, LIKE) == world.person.pk


def test_own_people_give_no_stub(world):
    assert known_elsewhere(world.alima, world.rabat, LIKE) is None
    Presence.objects.create(
        person=world.person, unit=world.oujda, groups=",identity,", sharing=world.person.pk
    )
    assert known_elsewhere(world.zineb, world.oujda, LIKE) is None


@pytest.mark.parametrize("who", ["hamid", "hind"])
def test_no_stub_crosses_sides(world, who):
    user = getattr(world, who)
    unit = {"hamid": world.centre, "hind": world.prefecture}[who]
    assert known_elsewhere(user, unit, LIKE) is None


@pytest.mark.parametrize(
    "values", [{"protected": True}, {"voided_at": timezone.now()}, {"erased_at": timezone.now()}]
)
def test_no_stub_of_protected_voided_or_erased(world, values):
    Person.objects.update(**values)
    assert known_elsewhere(world.zineb, world.oujda, LIKE) is None


def test_no_stub_where_the_other_office_has_only_a_sharing(world):
    Presence.objects.update(groups=",identity,", sharing=world.person.pk)
    assert known_elsewhere(world.zineb, world.oujda, LIKE) is None


@pytest.mark.parametrize(
    ("sought", "said"),
    [
        (Sought(name="Mamadou"), False),
        (Sought(name="Mamadou Diallo"), False),
        (Sought(name="Mamadou Diallo", born=1990), True),
        (Sought(name="Mamadou", phone=w.PHONE), True),
        (Sought(phone=w.PHONE), False),
        (Sought(), False),
    ],
)
def test_a_name_alone_is_no_question(sought, said):
    assert enough(sought) is said


def test_someone_less_alike_is_not_hinted_at(world):
    assert (
        known_elsewhere(world.zineb, world.oujda, Sought(name="Mamadou Diallo", born=1960, sex="F")) is None
    )


def typed(world, who, client: Client | None = None) -> str:
    """The counter page with what a clerk typed."""
    from musanada.people import notice

    query = (
        f"basis=consent&means=oral&language=fra&notice={notice.current_version()}&draft={new_id()}"
        f"&unit={world.rabat.pk if world.alima.pk == who.pk else world.oujda.pk}"
    )
    data = {"name": "Mamadou Diallo", "phone": w.PHONE, "nationality": "GIN", "sex": "M"}
    client = client or w.signed_in(who)
    return client.post(f"{reverse('intake:matches')}?{query}", data).content.decode()


def word_in(page: str) -> str:
    found = re.search(r"/referrals/ask/([\w-]+)/", page)
    return found[1] if found else ""


def test_counter_page_shows_a_stub_and_nothing_else(world):
    page = typed(world, world.zineb)
    assert word_in(page)
    secrets = ("Diallo", world.person.reference, str(world.person.pk), world.person.pk.hex, "Rabat")
    assert [s for s in secrets if s in page] == []


def test_counter_page_of_one_who_knows_or_may_not_ask_has_no_stub(world):
    assert word_in(typed(world, world.alima)) == ""


def test_question_is_asked_behind_the_word_of_ones_own_session(world):
    client = w.signed_in(world.zineb)
    word = word_in(typed(world, world.zineb, client))
    address = reverse("referrals:ask", args=[word])
    assert w.signed_in(world.zineb).get(address).status_code == 404
    assert w.signed_in(world.salma).post(address).status_code == 404
    assert client.get(address).status_code == 200
    assert not Question.objects.exists()
    assert client.post(address).status_code == 302
    one = Question.objects.get()
    assert (one.person, one.from_unit, one.asked_by, one.state) == (
        world.person,
        world.oujda,
        world.zineb,
        "asked",
    )
    assert client.post(address).status_code == 404
    assert AuditEntry.objects.filter(verb="cases.ask", outcome="done", actor=world.zineb).count() == 1


@pytest.mark.parametrize("made_up", ["x", "01a201cf-a617-730e-ae7c-1a34d129dab9", "..", "%00"])
def test_invented_word_is_not_found(world, made_up):
    client = w.signed_in(world.zineb)
    assert client.post(f"/referrals/ask/{made_up}/").status_code == 404
    assert client.post(reverse("referrals:ask", args=[str(world.person.pk)])).status_code == 404


def test_word_is_good_for_an_hour(world):
    session: dict = {}
    word = stubs.remember(session, world.person.pk, world.oujda)
    assert stubs.meant_by(session, word)
    session[stubs.KEPT][word][2] -= stubs.SECONDS + 1
    assert stubs.meant_by(session, word) is None


def test_same_person_keeps_the_word_and_words_do_not_pile_up(world):
    session: dict = {}
    words = {stubs.remember(session, world.person.pk, world.oujda) for _n in range(3)}
    assert len(words) == 1
    for n in range(30):
        stubs.remember(session, world.aide.pk if n % 2 else world.oujda.pk, world.oujda)
        session[stubs.KEPT][f"w{n}"] = [str(n), "u", int(timezone.now().timestamp())]
    stubs.remember(session, world.person.pk, world.oujda)
    assert len(session[stubs.KEPT]) <= stubs.MOST


def test_who_knows_the_person_is_asked_and_nobody_else(world):
    one = ask(world)
    assert list(reads.to_answer(world.maha)) == [one]
    for other in (world.zaki, world.salma, world.hamid, world.hind):
        assert list(reads.to_answer(other)) == []
    with pytest.raises(MissingRight):
        commands.decline(world.zaki, one)


def test_asker_sees_a_state_and_nothing_else(world):
    ask(world)
    page = w.signed_in(world.zineb).get(reverse("referrals:list")).content.decode()
    assert "Demandé" in page
    secrets = ("Diallo", world.person.reference, str(world.person.pk), "Rabat")
    assert [s for s in secrets if s in page] == []


def test_no_answer_is_an_answer(world):
    one = ask(world)
    commands.decline(world.maha, one)
    assert [q.state for q in reads.asked(world.zineb)] == ["declined"]
    assert list(reads.to_answer(world.maha)) == []


def test_referral_in_answer_shares_with_the_one_who_asked(world):
    w.agrees(world, world.oujda)
    one = ask(world)
    sent = w.sent(world, question=one)
    one.refresh_from_db()
    assert (one.state, sent.to_unit) == ("shared", world.oujda)
    referrals.accept(world.zaki, sent)
    assert [p.groups for p in Presence.objects.filter(sharing=sent.pk)] == [",contact,identity,"]


def test_answer_without_consent_shares_nothing(world):
    one = ask(world)
    with pytest.raises(Refused):
        w.sent(world, question=one)
    one.refresh_from_db()
    assert one.state == "asked"


def test_questions_of_a_day_are_limited(world):
    for _n in range(commands.MOST_A_DAY):
        Question.objects.create(
            person=w.met(world.maha, world.rabat), from_unit=world.oujda, asked_by=world.zineb
        )
    with pytest.raises(Refused) as refusal:
        ask(world)
    assert refusal.value.code == "rate"
    Question.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert ask(world).state == "asked"


def test_same_question_twice_is_one(world):
    assert ask(world) == ask(world)


def test_question_about_a_protected_person_is_refused_and_an_older_one_disappears(world):
    one = ask(world)
    Person.objects.filter(pk=world.person.pk).update(protected=True)
    world.person.refresh_from_db()
    assert list(reads.to_answer(world.maha)) == []
    with pytest.raises(Refused):
        ask(world, world.salma, world.sister)
    assert one.state == "asked"
