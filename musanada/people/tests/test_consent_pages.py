"""The pages of agreement: what is read out, what is asked of a child, and requests that no page would send."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from musanada.kit.ids import new_id
from musanada.people.commands import consents as commands
from musanada.people.models import Consent, ConsentOverride, Presence
from musanada.people.tests.test_consents.answers import back, code, no, partner, yes
from musanada.people.tests.world import met, signed_in, today, year


def url(name, *args, **query):
    return reverse(f"consents:{name}", args=args) + (f"?{urlencode(query, doseq=True)}" if query else "")


@pytest.fixture
def person(world):
    return met(world, birth=year(1990))


@pytest.fixture
def child(world):
    return met(world, "Awa Bah", birth=year(today().year - 12))


@pytest.fixture
def clinic(world):
    return partner(world, "Clinique")


@pytest.fixture
def client(world):
    return signed_in(world.alima)


def referral(clinic):
    return {"purpose": "referral", "recipient": code(clinic), "groups": ["identity", "contact"]}


def answer(world, **values):
    base = {"unit": world.counter.pk, "notice": "2026-11", "id": new_id(), "language": "fra"}
    return {**base, **values}


def test_first_one_says_for_what_and_to_whom(client, person, clinic):
    page = client.get(url("ask", person.pk)).content.decode()
    assert "Clinique" in page and "Toute autorité" in page
    sent = client.get(url("ask", person.pk, **referral(clinic)))
    assert sent.status_code == 302 and sent.url == url("record", person.pk, **referral(clinic))
    assert client.get(url("ask", person.pk, purpose="transfer")).status_code == 422


def test_without_a_question_the_answer_is_not_asked(client, person):
    for page in ("record", "refuse"):
        assert client.get(url(page, person.pk)).url == url("ask", person.pk)


def test_the_notice_is_read_in_four_languages_with_who_receives_what(client, person, clinic):
    page = client.get(url("record", person.pk, **referral(clinic))).content.decode()
    assert "vous orienter vers : Clinique" in page and "Coordonnées" in page
    assert 'dir="rtl"' in page and "Before you agree" in page


def test_in_arabic_the_arabic_text_stands_first(client, person, clinic):
    client.cookies["django_language"] = "ar"
    page = client.get(url("record", person.pk, **referral(clinic))).content.decode()
    assert page.index("قبل أن تعطوا") < page.index("Avant de donner")


def test_a_yes_is_written_down(world, client, person, clinic):
    sent = client.post(
        url("record", person.pk, **referral(clinic)), answer(world, means="oral", witness="Driss")
    )
    assert sent.status_code == 302
    kept = Consent.objects.get()
    assert (kept.state, kept.recipient, kept.groups) == ("given", code(clinic), ",contact,identity,")
    page = client.get(url("person", person.pk)).content.decode()
    assert "Clinique" in page and "Accord donné" in page and url("withdraw", kept.pk) in page


def test_what_was_typed_stays_when_something_is_missing(world, client, person, clinic):
    sent = client.post(
        url("record", person.pk, **referral(clinic)), answer(world, means="oral", language="ful")
    )
    assert sent.status_code == 422 and "témoin" in sent.content.decode()
    assert not Consent.objects.exists()


def test_of_a_child_guardian_and_child_are_asked(world, client, child, clinic):
    page = client.get(url("record", child.pk, **referral(clinic))).content.decode()
    assert "guardian_name" in page and "assent" in page and "telepathy" not in page
    asked = answer(world, means="guardian", guardian_name="Sa tante", assent="refused")
    assert client.post(url("record", child.pk, **referral(clinic)), asked).status_code == 422
    asked["assent"] = "given"
    assert client.post(url("record", child.pk, **referral(clinic)), asked).status_code == 302
    assert Consent.objects.get().minor is True


def test_a_forged_form_does_not_let_a_child_sign_alone(world, client, child, clinic):
    for forged in (
        {"means": "signature"},
        {"means": "signature", "minor": "no"},
        {"means": "oral", "witness": "x"},
    ):
        sent = client.post(
            url("record", child.pk, **referral(clinic)), answer(world, assent="given", **forged)
        )
        assert sent.status_code == 422
    assert not Consent.objects.exists()


def test_a_child_who_does_not_want_to_is_a_refusal(world, client, child, clinic):
    sent = client.post(url("refuse", child.pk, **referral(clinic)), answer(world, reason="child"))
    assert sent.status_code == 302
    kept = Consent.objects.get()
    assert (kept.state, kept.assent, kept.why_refused) == ("refused", "refused", "child")


def test_taking_back_is_one_button(world, client, person):
    kept = yes(world, person)
    assert client.get(url("withdraw", kept.pk)).status_code == 200
    assert client.post(url("withdraw", kept.pk)).status_code == 302
    kept.refresh_from_db()
    assert kept.state == "withdrawn"
    again = client.post(url("withdraw", kept.pk))
    assert again.status_code == 422 and "pas encore retiré" in again.content.decode()


def test_what_stands_is_in_the_margin_of_the_persons_page_and_on_their_way(world, client, person):
    back(world, person, yes(world, person))
    no(world, person)
    page = client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert page.count("Orientation vers un autre service") >= 3
    assert url("person", person.pk) in page and "Accord retiré" in page


def test_that_another_office_decides_is_said_but_not_how(world, client, person, clinic):
    Presence.objects.create(person=person, unit=world.office)
    yes(world, person)
    no(world, person, by=world.zaki, unit=world.office)
    page = client.get(url("person", person.pk)).content.decode()
    assert "notée dans un autre bureau" in page
    assert "Refusé" not in page and "Zaki" not in page and "Oujda" not in page


def test_the_evidence_of_witnesses_is_only_on_the_page_of_who_may_see(world, person):
    yes(world, person, witness="Monsieur Témoin")
    assert "Monsieur Témoin" in signed_in(world.nadia).get(url("person", person.pk)).content.decode()


# --- requests no page would send ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["person", "ask", "record", "refuse", "other-basis", "ask-override"])
@pytest.mark.parametrize("who", ["zaki", "hind"])
def test_somebody_not_visible_is_not_found(world, person, clinic, page, who):
    client = signed_in(getattr(world, who))
    address = url(page, person.pk, **referral(clinic))
    nobody = url(page, new_id(), **referral(clinic))
    for send in (client.get, client.post):
        assert send(address).status_code == send(nobody).status_code
        assert send(address).status_code in (403, 404, 405)
    assert not Consent.objects.exists() and not ConsentOverride.objects.exists()


def test_another_offices_answer_is_not_found(world, person):
    Presence.objects.create(person=person, unit=world.office)
    theirs = yes(world, person, by=world.zaki, unit=world.office)
    client = signed_in(world.alima)
    assert client.get(url("withdraw", theirs.pk)).status_code == 404
    assert client.post(url("withdraw", theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "given"


def test_a_unit_that_is_not_ones_own_is_not_taken(world, client, person, clinic):
    forged = answer(world, means="mark") | {"unit": world.office.pk}
    assert client.post(url("record", person.pk, **referral(clinic)), forged).status_code == 422
    assert not Consent.objects.exists()


def test_an_agent_cannot_go_round_the_person(client, person, clinic):
    for page in ("other-basis", "ask-override"):
        assert client.post(url(page, person.pk, **referral(clinic)), {"reason": "x"}).status_code == 403


def test_a_forged_request_towards_the_state_is_refused(world, person):
    police = partner(world, "Sûreté", "state")
    client = signed_in(world.maha)
    sent = client.post(
        url("ask-override", person.pk, **referral(police)), {"unit": world.counter.pk, "reason": "x"}
    )
    assert sent.status_code == 422 and "autorité de l'État" in sent.content.decode().replace("&#x27;", "'")
    assert not ConsentOverride.objects.exists()


@pytest.fixture
def asked(world, person):
    return commands.ask_override(
        world.maha, person, unit=world.counter, purpose="survey", reason="<b>Urgent</b> & grave"
    )


def test_the_supervisor_reads_decides_and_looks_again(world, person, asked):
    client = signed_in(world.nadia)
    assert url("override", asked.pk) in client.get(url("overrides")).content.decode()
    page = client.get(url("override", asked.pk)).content.decode()
    assert "&lt;b&gt;Urgent" in page and str(person) in page and "Diallo" not in page
    assert client.post(url("override", asked.pk), {"decision": "approve"}).status_code == 302
    commands.insist_on_consent(world.maha, person, "survey")
    assert "J'ai relu" in client.get(url("overrides")).content.decode().replace("&#x27;", "'")
    assert client.post(url("review-override", asked.pk)).status_code == 302
    asked.refresh_from_db()
    assert asked.reviewed_by == world.nadia


def test_a_button_that_does_not_exist_allows_nothing(world, asked):
    signed_in(world.nadia).post(url("override", asked.pk), {"decision": "maybe"})
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize(("who", "status"), [("maha", 403), ("alima", 403), ("zaki", 403), ("hind", 403)])
def test_nobody_else_decides(world, asked, who, status):
    client = signed_in(getattr(world, who))
    assert client.post(url("override", asked.pk), {"decision": "approve"}).status_code == status
    assert client.post(url("review-override", asked.pk)).status_code == status
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_one_does_not_approve_ones_own_by_a_forged_request(world, person, asked):
    from musanada.access.commands import hold

    hold(world.maha, world.organisation, "programme_manager")
    client = signed_in(world.maha)
    assert 'name="decision"' not in client.get(url("override", asked.pk)).content.decode()
    assert client.post(url("override", asked.pk), {"decision": "approve"}).status_code == 422
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_supervisor_of_another_place_does_not_find_it(world, asked):
    from musanada.access.commands import first_accounts

    other = first_accounts(world.office, [("omar", "Omar", "", "programme_manager")])[0]
    client = signed_in(other)
    assert client.get(url("override", asked.pk)).status_code == 404
    assert str(asked.person) not in client.get(url("overrides")).content.decode()
