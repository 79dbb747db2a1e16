"""The pages: what is shown, what is not found, and that nothing typed is lost."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from musanada.kit.ids import new_id
from musanada.people import commands
from musanada.people.drafts import ContactDraft, IdentifierDraft, NameDraft
from musanada.people.models import MergeRecord, Person
from musanada.people.tests.world import met, signed_in, year

PASSWORD = "une-phrase-assez-longue"


def url(name, *args):
    return reverse(f"people:{name}", args=args)


@pytest.fixture
def person(world):
    return met(
        world,
        sex="F",
        birth=year(1990),
        names=(NameDraft(text="Aïssata Traoré"), NameDraft(text="عائشة تراوري")),
        nationalities=("MLI",),
        languages=("fra", "bam"),
        identifiers=(IdentifierDraft("passport", "AB12", "MLI"),),
        contacts=(ContactDraft("phone", "0612345678", "unsafe"),),
    )


def test_the_page_says_who_it_is_in_both_scripts(world, person):
    page = signed_in(world.alima).get(url("person", person.pk)).content.decode()
    for text in ("Aïssata Traoré", "عائشة تراوري", str(person), "Femme", "Mali", "Ne pas utiliser", "1990"):
        assert text in page, text


def test_the_file_tab_says_the_rest(world, person):
    page = signed_in(world.alima).get(url("person", person.pk), {"show": "file"}).content.decode()
    for text in ("AB12", "bambara", "Consentement", "2026-11", "Bureau de Rabat"):
        assert text in page, text


def test_the_title_and_address_name_nobody(world, person):
    page = signed_in(world.alima).get(url("person", person.pk)).content.decode()
    title = page.split("<title>")[1].split("</title>")[0]
    assert "Traoré" not in title


@pytest.mark.parametrize("who", ["zaki", "hind"])
def test_who_may_not_see_finds_nothing(world, person, who):
    client = signed_in(getattr(world, who))
    assert client.get(url("person", person.pk)).status_code == 404
    assert client.get(url("edit", person.pk, "identity")).status_code in (403, 404)
    assert client.get(url("person", new_id())).status_code == 404


def test_who_sees_but_may_not_correct_is_told_the_right(world, person):
    client = signed_in(world.nadia)
    assert client.get(url("person", person.pk)).status_code == 200
    answer = client.get(url("edit", person.pk, "identity"))
    assert answer.status_code == 403
    assert "people.correct" in answer.content.decode()


def test_buttons_are_only_what_may_be_done(world, person):
    page = signed_in(world.nadia).get(url("person", person.pk)).content.decode()
    assert url("edit", person.pk, "contacts") not in page
    assert url("merge", person.pk) not in page
    assert url("void", person.pk) in page


def test_a_merged_address_leads_on(world, person):
    gone = met(world, "Aissata Traore")
    commands.merge(world.maha, person, gone=gone, reason="Même personne")
    page = signed_in(world.alima).get(url("person", gone.pk)).content.decode()
    assert str(person) in page and "a été fusionnée" in page


def test_the_time_line_narrows_by_kind(world, person):
    commands.correct(world.alima, person, sex="M")
    client = signed_in(world.alima)
    every = client.get(url("person", person.pk)).context["story"]
    some = client.get(url("person", person.pk), {"kind": "corrected"}).context["story"]
    assert {line.kind for line in every.lines} == {"registered", "consent", "corrected"}
    assert [line.kind for line in some.lines] == ["corrected"]
    assert some.total == every.total


def test_a_scanned_reference_opens_the_person(world, person):
    answer = signed_in(world.alima).post(url("list"), {"q": person.reference}, follow=True)
    assert answer.redirect_chain[-1] == (url("person", person.pk), 302)


def test_an_empty_search_says_what_to_do(world):
    page = signed_in(world.alima).post(url("list"), {"q": "Zzyzx"}, follow=True).content.decode()
    assert "Personne ne répond à cette recherche" in page


@pytest.mark.parametrize(
    "query", ["?sex=Z", "?after=x", "?nationality=QQQ", "?q=%00", "?after=2024-01-01_zz"]
)
def test_a_strange_address_is_a_page(world, query):
    assert signed_in(world.alima).get(url("list") + query).status_code == 200


def test_many_households_and_acts_ask_no_more_queries(world, person):
    client = signed_in(world.alima)
    few = count(client, url("person", person.pk))
    home = commands.form_household(world.alima, person)
    one = count(client, url("person", person.pk))
    for n in range(6):
        child = met(world, f"Enfant {n}")
        commands.join_household(world.alima, home, person=child, tie="child")
        commands.relate(world.alima, person, other=child, kind="parent")
        commands.add_contact(world.alima, person, draft=ContactDraft("phone", f"06{n}"))
    many = count(client, url("person", person.pk))
    assert many <= one + 1 <= few + 4
    assert many <= 51  # five of them for the files of procedures beside the page


def count(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


SECTIONS = {
    "identity": {"sex": "M", "birth_year": "1991", "interpreter": "yes", "vital_state": "alive"},
    "names": {"text": "Aissata Koné", "source": "passport"},
    "nationalities": {"declared_1": "SEN", "document_1": "SEN"},
    "languages": {"language_1": "wol", "reads_1": "on"},
    "documents": {"kind": "consular_card", "value": "C-9"},
    "contacts": {"kind": "email", "value": "a@b.ma", "safety": "safe"},
    "household": {"other": "", "tie": ""},
}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_has_its_form_and_saves(world, person, section):
    client = signed_in(world.alima)
    address = url("edit", person.pk, section)
    assert client.get(address).status_code == 200
    answer = client.post(address, SECTIONS[section])
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == url("person", person.pk)
    assert client.get(url("person", person.pk)).status_code == 200


def test_a_relation_is_made_by_reference(world, person):
    other = met(world, "Fatou Bah")
    answer = signed_in(world.alima).post(
        url("edit", person.pk, "relationships"), {"kind": "sibling", "other": str(other)}
    )
    assert answer.status_code == 302
    assert person.relationships.get().other == other


def test_an_unseen_reference_is_a_field_error(world, person):
    far = met(world, "Fatou Bah", at=world.office)
    answer = signed_in(world.alima).post(
        url("edit", person.pk, "relationships"), {"kind": "sibling", "other": str(far)}
    )
    assert answer.status_code == 422
    assert "other" in answer.context["form"].errors


def test_joining_the_household_of_another(world, person):
    head = met(world, "Chef")
    commands.form_household(world.alima, head)
    answer = signed_in(world.alima).post(
        url("edit", person.pk, "household"), {"other": str(head), "tie": "spouse"}
    )
    assert answer.status_code == 302
    assert person.household_members.get().household.members.count() == 2


def test_a_wrong_date_keeps_everything_typed(world, person):
    answer = signed_in(world.alima).post(
        url("edit", person.pk, "identity"),
        {"sex": "M", "birth_day": "31", "birth_month": "2", "birth_year": "1991", "vital_state": "alive"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="31"' in page and 'value="1991"' in page
    person.refresh_from_db()
    assert person.sex == "F"


def test_a_taken_number_is_said_on_the_form(world, person):
    met(world, identifiers=(IdentifierDraft("passport", "ZZ1"),))
    answer = signed_in(world.alima).post(
        url("edit", person.pk, "documents"), {"kind": "passport", "value": "zz 1"}
    )
    assert answer.status_code == 422
    assert "déjà enregistré" in answer.content.decode()


def test_a_locked_database_keeps_what_was_typed(world, person, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(commands, "add_contact", locked)
    answer = signed_in(world.alima).post(
        url("edit", person.pk, "contacts"), {"kind": "email", "value": "a@b.ma", "safety": "safe"}
    )
    assert answer.status_code == 422
    assert "a@b.ma" in answer.content.decode()


def test_names_are_changed_and_removed_one_by_one(world, person):
    client = signed_in(world.alima)
    name = person.names.get(script="Latn")
    address = url("change", person.pk, "names", name.pk)
    assert 'value="Aïssata Traoré"' in client.get(address).content.decode()
    client.post(address, {"text": "Aïssatou Traoré", "source": "declared", "preferred": "on"})
    name.refresh_from_db()
    assert name.text == "Aïssatou Traoré"
    assert client.post(url("remove", person.pk, "names", name.pk), {"x": "1"}).status_code == 302
    assert person.names.count() == 1


@pytest.mark.parametrize("section", ["documents", "contacts", "consent"])
def test_what_is_removed_is_asked_first(world, person, section):
    client = signed_in(world.alima)
    rows = {"documents": person.identifiers, "contacts": person.contacts, "consent": person.legal_bases}
    address = url("remove", person.pk, section, rows[section].get().pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "Erreur de saisie"}).status_code == 302


@pytest.mark.parametrize(
    ("name", "section"), [("edit", "secrets"), ("change", "identity"), ("remove", "identity")]
)
def test_an_unknown_section_is_not_found(world, person, name, section):
    extra = () if name == "edit" else (new_id(),)
    assert signed_in(world.alima).get(url(name, person.pk, section, *extra)).status_code == 404


def test_merging_and_separating_by_page(world, person):
    other = met(world, "Aissata Traore", sex="F", nationalities=("MLI",))
    client = signed_in(world.maha)
    assert str(other) in client.get(url("merge", person.pk)).content.decode()
    address = url("compare", person.pk, other.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"kept": str(person.pk)}).status_code == 422
    answer = client.post(address, {"kept": str(person.pk), "reason": "Même passeport"})
    assert answer.url == url("person", person.pk)
    record = MergeRecord.objects.get()
    undo = url("unmerge", record.pk)
    assert undo in client.get(url("person", person.pk), {"show": "file"}).content.decode()
    assert client.post(undo, {"reason": "Deux sœurs"}).status_code == 302
    assert not Person.objects.filter(merged_into__isnull=False).exists()


def test_a_merge_of_the_unseen_is_not_found(world, person):
    far = met(world, at=world.office)
    record = commands.merge(world.maha, person, gone=met(world), reason="Même personne")
    assert signed_in(world.zaki).get(url("unmerge", record.pk)).status_code == 404
    assert signed_in(world.zaki).get(url("compare", far.pk, person.pk)).status_code == 404


def test_voiding_asks_why(world, person):
    client = signed_in(world.nadia)
    assert client.post(url("void", person.pk), {"reason": ""}).status_code == 422
    assert client.post(url("void", person.pk), {"reason": "Erreur"}).url == url("list")
    assert client.get(url("person", person.pk)).status_code == 404


def test_an_ended_session_carries_what_was_typed(world, person, client):
    world.alima.set_password(PASSWORD)
    world.alima.save()
    address = url("edit", person.pk, "contacts")
    typed = {"kind": "email", "value": "a@b.ma", "safety": "safe"}
    page = client.post(address, typed)
    assert page.status_code == 401
    assert 'value="a@b.ma"' in page.content.decode()
    wrong = client.post(address, {**typed, "resume-username": "alima", "resume-password": "non"})
    assert wrong.status_code == 401
    assert 'value="a@b.ma"' in wrong.content.decode()
    assert not person.contacts.filter(kind="email").exists()
    done = client.post(address, {**typed, "resume-username": "alima", "resume-password": PASSWORD})
    assert done.status_code == 302
    assert person.contacts.get(kind="email").value == "a@b.ma"


def test_signing_in_again_as_a_stranger_saves_nothing(world, person, client):
    world.hind.set_password(PASSWORD)
    world.hind.save()
    answer = client.post(
        url("edit", person.pk, "contacts"),
        {"kind": "email", "value": "a@b.ma", "resume-username": "hind", "resume-password": PASSWORD},
    )
    assert answer.status_code in (403, 404)
    assert not person.contacts.filter(kind="email").exists()


def test_a_signed_out_reader_is_led_to_the_sign_in(client, world, person):
    for address in (url("person", person.pk), url("edit", person.pk, "identity"), url("list")):
        answer = client.get(address)
        assert answer.status_code == 302
        assert reverse("web:sign-in") in answer.url


def test_the_home_page_lists_whom_my_units_met(world, person):
    met(world, "Fatou Bah", at=world.office)
    page = signed_in(world.alima).get("/").content.decode()
    assert "Aïssata Traoré" in page and "Fatou Bah" not in page


@pytest.mark.parametrize("section", ["names", "documents", "contacts", "consent", "household"])
def test_anothers_row_is_not_found_under_this_person(world, person, section):
    other = met(
        world,
        "Fatou Bah",
        identifiers=(IdentifierDraft("passport", "ZZ9"),),
        contacts=(ContactDraft("phone", "0600000000"),),
    )
    commands.form_household(world.alima, other)
    keys = {
        "names": other.names,
        "documents": other.identifiers,
        "contacts": other.contacts,
        "consent": other.legal_bases,
    }
    key = other.pk if section == "household" else keys[section].get().pk
    client = signed_in(world.alima)
    assert client.get(url("remove", person.pk, section, key)).status_code == 404
    assert client.post(url("remove", person.pk, section, key), {"reason": "Erreur"}).status_code == 404


def test_leaving_a_household_by_page(world, person):
    child = met(world, "Enfant")
    home = commands.form_household(world.alima, person)
    commands.join_household(world.alima, home, person=child, tie="child")
    address = url("remove", person.pk, "household", child.pk)
    assert signed_in(world.alima).post(address, {"x": "1"}).status_code == 302
    assert home.members.filter(to_on=None).count() == 1


def test_name_looked_for_never_stands_in_an_address(world):
    """Neither in the list's address nor in those of its pages and links."""
    browser = signed_in(world.alima)
    sent = browser.post(url("list"), {"q": "Zzyzx Qwerty", "sex": "F"})
    assert sent.status_code == 302
    assert "Zzyzx" not in sent.headers["Location"]
    assert "sex=F" in sent.headers["Location"]
    assert 'value="Zzyzx Qwerty"' in browser.get(sent.headers["Location"]).content.decode()


def test_forgotten_search_says_so(world):
    assert "plus en mémoire" in signed_in(world.alima).get(url("list"), {"s": "nothing"}).content.decode()


def test_title_of_the_window_is_plain_text(world, person):
    text = signed_in(world.alima).get(url("person", person.pk)).content.decode()
    title = text[text.index("<title>") : text.index("</title>")]
    assert str(person) in title
    assert "span" not in title
