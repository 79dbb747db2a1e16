"""Lists of people that leave: who is on them, what stands in their cells, who looked, when the file is gone."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
import pyzipper
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.access.models import AuditEntry
from musanada.dataprotection.commands import exports as commands
from musanada.dataprotection.exporting import Sheet, as_csv, as_xlsx
from musanada.dataprotection.models import ExportedPerson, PeopleExport
from musanada.dataprotection.queries import exports as queries
from musanada.kit.cells import STARTS
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.partners.commands import register_partner, sign_agreement
from musanada.people import commands as people
from musanada.people.commands import confidential
from musanada.people.drafts import ContactDraft, NameDraft
from musanada.people.models import Person
from tests.matrix.world import staffed


@pytest.fixture
def manager(estate):
    return estate.accounts["case_manager"]


def asked(estate, actor, **values):
    values = {"purpose": "assistance", "groups": ["identity"], "form": "csv"} | values
    return commands.ask_export(actor, estate.office, **values)


def made(estate, actor, **values):
    """The rows of the file as someone with the passphrase reads them."""
    one, passphrase = commands.prepare(actor, asked(estate, actor, **values))
    return one, opened(commands.take_export(actor, one), passphrase)


def opened(content, passphrase):
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(passphrase.encode())
        (name,) = archive.namelist()
        return archive.read(name)


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_list_of_people(estate, manager):
    one, content = made(estate, manager)
    header, *rows, mark = rows_of(content)
    assert "Nom" in header
    assert any("Fatoumata Binta Barry" in row for row in rows)
    assert one.rows == len(rows)
    assert mark[0].startswith("Export ")
    assert str(one) in mark[0]
    assert manager.display_name in mark[0]
    assert AuditEntry.objects.filter(verb="dataprotection.export_made", details__rows=len(rows)).exists()


def test_always_aes_256_and_never_twice(estate, manager, data):
    one, _passphrase = commands.prepare(manager, asked(estate, manager))
    path = commands.path_of(one.pk)
    assert path.stat().st_mode & 0o077 == 0
    assert b"Fatoumata" not in path.read_bytes()
    content = commands.take_export(manager, one)
    with pytest.raises(RuntimeError):
        opened(content, "wrong")
    (entry,) = pyzipper.AESZipFile(io.BytesIO(content)).infolist()
    assert (entry.wz_aes_strength, entry.wz_aes_version) in {(3, 1), (3, 2)}
    assert zipfile.is_zipfile(io.BytesIO(content))
    with pytest.raises(Refused, match="déjà"):
        commands.take_export(manager, one)


def test_the_file_is_gone_once_taken(estate, manager, django_capture_on_commit_callbacks):
    one, _passphrase = commands.prepare(manager, asked(estate, manager))
    with django_capture_on_commit_callbacks(execute=True):
        commands.take_export(manager, one)
    assert not commands.path_of(one.pk).exists()
    assert PeopleExport.objects.get(pk=one.pk).state == "taken"


def test_protected_people_and_those_kept_back_are_on_no_list(estate, manager):
    Person.objects.filter(pk=estate.person.pk).update(protected=True)
    _one, content = made(estate, manager)
    assert b"Fatoumata" not in content
    assert b"Aminata" in content


@pytest.mark.parametrize("group", ["health", "protection", "money"])
def test_a_part_of_the_file_without_columns_or_beyond_the_role_is_refused(estate, manager, group):
    with pytest.raises(MissingRight):
        asked(estate, manager, groups=["identity", group])


@pytest.mark.parametrize("role", ["agent", "health_focal_point", "statistician", "auditor", "administrator"])
def test_other_roles_export_nobody(estate, role):
    with pytest.raises(MissingRight):
        asked(estate, estate.accounts[role])


def test_unsafe_contacts_stay(estate, manager):
    people.add_contact(estate.everyone, estate.person, draft=ContactDraft("phone", "+212611111111", "unsafe"))
    _one, content = made(estate, manager, groups=["identity", "contact"])
    assert b"11111111" not in content
    assert b"12 34 56 78" in content


# To whom


@pytest.fixture
def neighbour(estate):
    """An association of the same side with which an agreement to share data binds."""
    partner = register_partner(
        estate.everyone,
        estate.root,
        code="P-AMI",
        name_fr="Association amie",
        kind="association",
        side="humanitarian",
    )
    sign_agreement(
        estate.everyone,
        partner,
        kind="data_sharing",
        reference="PD-1",
        in_force_from=date(2020, 1, 1),
    )
    return partner


def consent(estate, person, code, groups=("identity",)):
    from musanada.people.commands.consents import record_consent
    from musanada.people.consents import ConsentDraft

    draft = ConsentDraft(
        purpose="export",
        recipient=code,
        groups=groups,
        means="oral",
        witness="Samira",
        notice_version="2026-11",
        minor=False,
    )
    return record_consent(estate.everyone, person, unit=estate.office, draft=draft)


def test_outside_only_those_who_agreed(estate, manager, neighbour):
    code = f"partner:{neighbour.pk}"
    with pytest.raises(Refused, match="accord"):
        asked(estate, manager, recipient=code)
    consent(estate, estate.person, code)
    one, content = made(estate, manager, recipient=code)
    assert (one.rows, one.without_consent) == (1, one.found - 1)
    assert b"Fatoumata" in content
    assert b"Aminata" not in content
    assert list(ExportedPerson.objects.values_list("person", flat=True)) == [estate.person.pk]


def test_consent_to_identity_carries_no_phone(estate, manager, neighbour):
    code = f"partner:{neighbour.pk}"
    consent(estate, estate.person, code)
    with pytest.raises(Refused, match="accord"):
        asked(estate, manager, recipient=code, groups=["identity", "contact"])


def test_withdrawn_before_the_file_is_made(estate, manager, neighbour):
    from musanada.people.commands.consents import withdraw_consent

    code = f"partner:{neighbour.pk}"
    given_ = consent(estate, estate.person, code)
    one = asked(estate, manager, recipient=code)
    withdraw_consent(estate.everyone, estate.person, consent=given_)
    with pytest.raises(Refused, match="accord"):
        commands.prepare(manager, one)


def test_no_agreement_no_list(estate, manager):
    partner = register_partner(
        estate.everyone,
        estate.root,
        code="P-X",
        name_fr="Sans accord",
        kind="association",
        side="humanitarian",
    )
    with pytest.raises(Refused, match="partage de données"):
        asked(estate, manager, recipient=f"partner:{partner.pk}")


@pytest.mark.parametrize("side", ["state", "health", "justice"])
def test_no_list_crosses_sides(estate, manager, side):
    other = staffed("autre", side)
    with pytest.raises(Refused, match="côté"):
        asked(estate, manager, recipient=f"unit:{other.office.pk}")


@pytest.mark.parametrize(
    "code", ["side:state", "nobody", "partner:x", "unit:00000000-0000-0000-0000-000000000000"]
)
def test_a_receiver_made_up_elsewhere(estate, manager, code):
    with pytest.raises((BadInput, Refused)):
        asked(estate, manager, recipient=code)


# A second look


def test_a_long_list_waits_for_a_second_look(estate, manager):
    commands.set_threshold(estate.accounts["data_protection"], estate.root, rows=1)
    one = asked(estate, manager)
    assert one.state == "asked"
    with pytest.raises(Refused):
        commands.prepare(manager, one)
    approved = commands.approve_export(estate.accounts["data_protection"], one)
    ready, _passphrase = commands.prepare(manager, approved)
    assert ready.state == "ready"


def test_nobody_looks_twice_at_their_own(estate):
    commands.set_threshold(estate.accounts["data_protection"], estate.root, rows=1)
    one = asked(estate, estate.accounts["programme_manager"])
    with pytest.raises(Refused, match="seconde personne"):
        commands.approve_export(estate.accounts["programme_manager"], one)


def test_a_list_that_grew_is_looked_at_again(estate, manager):
    one = asked(estate, manager, filters={"sex": "F"})
    commands.set_threshold(estate.accounts["data_protection"], estate.root, rows=1)
    with pytest.raises(Refused, match="allongée"):
        commands.prepare(manager, one)


def test_declined(estate, manager):
    commands.set_threshold(estate.accounts["data_protection"], estate.root, rows=1)
    one = commands.decline_export(estate.accounts["programme_manager"], asked(estate, manager))
    with pytest.raises(Refused):
        commands.prepare(manager, one)


def test_only_who_asked_takes_it(estate, manager):
    one, _passphrase = commands.prepare(manager, asked(estate, manager))
    for other in (estate.everyone, estate.accounts["programme_manager"]):
        with pytest.raises(Refused, match="demandé cet export"):
            commands.take_export(other, one)


# Its end


def test_expired_files_are_destroyed(estate, manager):
    one, _passphrase = commands.prepare(manager, asked(estate, manager))
    PeopleExport.objects.filter(pk=one.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="délai"):
        commands.take_export(manager, one)
    assert commands.sweep() == 1
    assert not commands.path_of(one.pk).exists()
    assert PeopleExport.objects.get(pk=one.pk).state == "expired"


def test_an_erased_person_leaves_no_waiting_list(estate, manager, django_capture_on_commit_callbacks):
    one, _passphrase = commands.prepare(manager, asked(estate, manager))
    with django_capture_on_commit_callbacks(execute=True):
        commands.destroy_lists_with([estate.person.pk], None)
    assert not commands.path_of(one.pk).exists()


def test_a_person_hidden_since_leaves_no_waiting_list(estate, manager, django_capture_on_commit_callbacks):
    """A file made the hour before would still name them (found by taking one)."""
    one, _passphrase = commands.prepare(manager, asked(estate, manager))
    with django_capture_on_commit_callbacks(execute=True):
        confidential.open_file(
            estate.accounts["protection_officer"],
            Person.objects.get(pk=estate.person.pk),
            subject="trafficking",
            hides_person=True,
            reason="menacée, ne doit pas être retrouvée",
        )
    assert not commands.path_of(one.pk).exists()
    with pytest.raises(Refused):
        commands.take_export(manager, one)


def test_the_log_is_of_ones_own_places(estate, manager):
    one = asked(estate, manager)
    other = staffed("voisin", "humanitarian")
    assert list(queries.exports(estate.accounts["auditor"])) == [one]
    assert not queries.exports(other.everyone).exists()


# Its cells


def test_a_name_that_is_a_formula_is_none(estate, manager):
    draft = NameDraft(text='=HYPERLINK("http://x")')
    people.add_name(estate.everyone, estate.relative, draft=draft, preferred=True)
    _one, content = made(estate, manager)
    assert not [cell for row in rows_of(content) for cell in row if cell.startswith(STARTS)]
    assert b"'=HYPERLINK" in content


CELLS = st.lists(
    st.lists(st.text(max_size=12) | st.sampled_from(STARTS).map(lambda s: s + "1+1"), min_size=2, max_size=2),
    max_size=4,
)


@given(CELLS)
def test_every_cell_of_a_csv_is_harmless(cells):
    sheet = Sheet("=T", ["=A", "@B"], cells, "+mark", "fr")
    read = rows_of(as_csv(sheet))
    assert not [cell for row in read for cell in row if cell.startswith(STARTS)]


def test_every_cell_of_a_workbook_is_text_and_the_mark_is_on_every_page():
    sheet = Sheet(
        "Personnes", ["=A"], [["=1+1"], ["+2"], ["@x"], ["\t=3"], ["http://x.example"]], "Export X & Y", "ar"
    )
    with zipfile.ZipFile(io.BytesIO(as_xlsx(sheet))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert 'rightToLeft="1"' in page
    assert "Export X &amp;&amp; Y" in page
    assert "'=1+1" in texts
    assert "<t>Export X &amp; Y</t>" in texts
