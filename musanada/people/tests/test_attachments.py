"""A file joined to a person: who may, what is kept, who is handed it, and what stays of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from musanada.access.commands import first_accounts
from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.kit.secrets import Unreadable
from musanada.people.attachments import store
from musanada.people.commands import attachments as commands
from musanada.people.commands import merge
from musanada.people.models import Attachment, Person
from musanada.people.queries import attachments as queries
from musanada.people.tests import files
from musanada.people.tests.world import met, signed_in

pytestmark = pytest.mark.django_db
NAME = "passeport Mamadou Diallo.jpg"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path / "attachments"


def joined(world, person=None, by=None, kind="document", content=None, name=NAME):
    person = person or met(world)
    content = files.picture() if content is None else content
    return commands.attach(
        by or world.alima, person, unit=world.counter, kind=kind, name=name, content=content
    )


def sent(client, person, content, kind="document", name=NAME, **more):
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    url = reverse("people:attachment-add", args=[person.pk])
    unit = str(more.pop("unit").pk)
    return client.post(url, {"kind": kind, "unit": unit, "file": file})


def address(row, name="people:attachment"):
    return reverse(name, args=[row.person_id, row.pk])


def account(world, role, name="salma"):
    return first_accounts(world.counter, [(name, name.title(), "", role)])[0]


# What is kept


def test_the_file_lies_sealed_under_a_name_that_says_nothing(world, folder):
    row = joined(world, content=files.pdf(b"3 0 obj (Mamadou) endobj"), name="Mamadou.pdf", kind="letter")
    paths = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in paths] == [str(row.pk)]
    assert b"Mamadou" not in paths[0].read_bytes()
    assert b"%PDF" not in paths[0].read_bytes()
    assert store.read(row.pk).startswith(b"%PDF-1.7")


def test_the_table_holds_neither_the_name_nor_a_plain_digest(world, django_assert_num_queries):
    from hashlib import sha256

    from django.db import connection

    row = joined(world, content=files.pdf(), kind="letter")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, digest FROM people_attachment")
        name, digest = cursor.fetchone()
    assert "Mamadou" not in name
    assert digest not in sha256(files.pdf()).hexdigest()
    assert row.name == NAME


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\awa\\carte.jpg", "carte.jpg"),
        ("/absolu/carte.jpg", "carte.jpg"),
        ("carte\u202egpj.exe\r\nX: y", "cartegpj.exeX: y"),
        ("..", ""),
        ("a" * 400 + ".jpg", "a" * 116 + ".jpg"),
    ],
)
def test_a_name_with_a_path_keeps_its_last_part_only(world, folder, name, kept):
    row = joined(world, name=name)
    assert row.name == kept
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [str(row.pk)]


def test_a_file_that_is_refused_leaves_nothing(world, folder):
    person = met(world)
    with pytest.raises(BadInput):
        joined(world, person, content=b"<svg/>", name="photo.jpg")
    assert not Attachment.objects.exists()
    assert list(folder.rglob("*")) == []


def test_a_row_that_cannot_be_written_takes_its_file_away(world, folder, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("full")

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(RuntimeError):
        joined(world)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_sound_is_kept_as_a_voice_and_a_voice_is_a_sound(world):
    person = met(world)
    assert joined(world, person, kind="voice", content=files.ogg()).media_type == "audio/ogg"
    with pytest.raises(BadInput):
        joined(world, person, kind="voice", content=files.picture())
    with pytest.raises(BadInput):
        joined(world, person, kind="letter", content=files.ogg())


def test_an_unknown_kind_is_refused(world):
    with pytest.raises(BadInput):
        joined(world, kind="anything")


# Who may


def test_a_part_of_the_file_one_does_not_reach_is_neither_written_nor_seen(world):
    person = met(world)
    nurse = account(world, "health_focal_point")
    with pytest.raises(MissingRight):
        joined(world, person, kind="medical")
    row = joined(world, person, by=nurse, kind="medical")
    assert list(queries.attachments(nurse, person)) == [row]
    assert list(queries.attachments(world.alima, person)) == []
    assert signed_in(world.alima).get(address(row)).status_code == 404
    assert signed_in(nurse).get(address(row)).status_code == 200


def test_a_travel_officer_sees_travel_papers_only(world):
    person = met(world)
    joined(world, person, kind="letter", content=files.pdf())
    ticket = joined(world, person, kind="ticket", content=files.pdf(b"% 2"))
    assert list(queries.attachments(account(world, "travel_officer"), person)) == [ticket]


def test_another_office_and_an_authority_find_nothing(world):
    row = joined(world)
    for stranger in (world.zaki, world.hind):
        client = signed_in(stranger)
        for name in ("people:attachment", "people:attachment-void"):
            assert client.get(address(row, name)).status_code in (404, 403)
        assert client.get(address(row)).status_code == 404
        assert client.get(reverse("people:attachments", args=[row.person_id])).status_code == 404
        answer = client.get(reverse("people:attachment-add", args=[row.person_id]))
        assert answer.status_code == 404


def test_a_file_is_not_handed_over_behind_another_person(world):
    row, own = joined(world, met(world, "Awa Barry", at=world.office), by=world.maha), met(world)
    client = signed_in(world.alima)
    assert client.get(reverse("people:attachment", args=[own.pk, row.pk])).status_code == 404
    assert client.get(reverse("people:attachment-void", args=[own.pk, row.pk])).status_code == 403
    maha = signed_in(world.maha)
    assert (
        maha.post(reverse("people:attachment-void", args=[own.pk, row.pk]), {"reason": "x"}).status_code
        == 404
    )
    row.refresh_from_db()
    assert row.voided_at is None


def test_an_account_without_the_right_joins_nothing_by_a_forged_request(world):
    person = met(world)
    answer = sent(signed_in(world.nadia), person, files.picture(), unit=world.counter)
    assert answer.status_code == 403
    with pytest.raises(MissingRight):
        joined(world, person, by=world.nadia)
    assert not Attachment.objects.exists()


def test_a_file_is_received_by_a_unit_that_knows_the_person(world):
    person = met(world)
    answer = sent(signed_in(world.alima), person, files.picture(), unit=world.office)
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_files_of_merged_records_are_seen_together(world):
    kept, gone = met(world), met(world, "Mamadou Dialo")
    row = joined(world, gone)
    merge(world.maha, kept, gone=gone, reason="même personne")
    assert list(queries.attachments(world.alima, Person.objects.get(pk=kept.pk))) == [row]


def test_files_of_a_protected_person_are_nobody_elses(world):
    row = joined(world)
    Person.objects.filter(pk=row.person_id).update(protected=True)
    assert list(queries.attachments(world.alima, row.person)) == []
    assert signed_in(world.alima).get(address(row)).status_code == 404


# Handing over


def test_a_file_leaves_as_a_download_in_a_closed_box(world):
    row = joined(world)
    answer = signed_in(world.driss).get(address(row))
    assert answer.content == store.read(row.pk)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "Mamadou" not in str(answer.headers)


def test_each_reading_leaves_its_line_without_a_name(world):
    row = joined(world)
    signed_in(world.driss).get(address(row))
    line = AuditEntry.objects.get(verb="people.read_attachment")
    assert (line.actor, line.object_id, line.unit) == (world.driss, str(row.pk), world.counter)
    assert "Mamadou" not in str(line.content())


def test_a_file_altered_or_moved_into_another_place_is_not_handed_over(world):
    person = met(world)
    one, two = joined(world, person), joined(world, person)
    content = store.path_of(two.pk).read_bytes()
    store.path_of(one.pk).write_bytes(content)
    with pytest.raises(Unreadable):
        queries.content_of(world.alima, person, one.pk)
    store.path_of(two.pk).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(Unreadable):
        queries.content_of(world.alima, person, two.pk)


def test_another_sealed_content_under_the_same_key_is_seen_by_its_fingerprint(world):
    row = joined(world)
    store.keep(row.pk, files.pdf())
    with pytest.raises(Unreadable):
        queries.content_of(world.alima, row.person, row.pk)


def test_a_file_that_is_gone_is_not_found(world):
    row = joined(world)
    store.drop(row.pk)
    assert signed_in(world.alima).get(address(row)).status_code == 404


# Voiding


def test_a_voided_file_stays_in_the_list_and_opens_no_more(world, folder):
    row = joined(world)
    commands.void_attachment(world.maha, row.person, attachment=row, reason="mauvaise personne")
    assert signed_in(world.alima).get(address(row)).status_code == 404
    page = signed_in(world.alima).get(reverse("people:attachments", args=[row.person_id])).content.decode()
    assert "mauvaise personne" in page
    assert NAME not in page
    assert store.path_of(row.pk).exists()


def test_voiding_asks_why_and_happens_once(world):
    row = joined(world)
    with pytest.raises(BadInput):
        commands.void_attachment(world.maha, row.person, attachment=row, reason=" ")
    commands.void_attachment(world.maha, row.person, attachment=row, reason="doublon")
    with pytest.raises(Refused):
        commands.void_attachment(world.maha, row.person, attachment=row, reason="encore")
    with pytest.raises(MissingRight):
        commands.void_attachment(world.alima, row.person, attachment=row, reason="non")


def test_a_file_is_not_voided_behind_another_person(world):
    row, other = joined(world), met(world, "Awa Barry")
    with pytest.raises(Refused):
        commands.void_attachment(world.maha, other, attachment=row, reason="x")


# Pages


def test_joining_a_file_by_the_page(world):
    person = met(world)
    client = signed_in(world.alima)
    answer = sent(client, person, files.picture(), unit=world.counter)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert NAME in page
    row = Attachment.objects.get()
    assert (row.created_by, row.group, row.media_type) == (world.alima, "travel", "image/jpeg")


def test_a_page_named_as_an_image_is_refused_with_a_sentence(world):
    answer = sent(signed_in(world.alima), met(world), b"<html><script>", unit=world.counter)
    assert answer.status_code == 422
    assert "quel que soit son nom" in answer.content.decode()


def test_eleven_megabytes_are_refused_with_a_sentence_and_never_reach_the_disk(world, monkeypatch):
    from django.core.files import uploadedfile

    def never(*args, **kwargs):
        raise AssertionError("a clear file on the disk")

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", never)
    answer = sent(signed_in(world.alima), met(world), bytes(11 * 1024 * 1024), unit=world.counter)
    assert answer.status_code == 422
    assert "10" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_the_list_is_a_fragment_of_the_page_and_a_page_by_itself(world):
    row = joined(world)
    client, url = signed_in(world.alima), reverse("people:attachments", args=[row.person_id])
    assert "<html" in client.get(url).content.decode()
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(world, django_assert_max_num_queries):
    person = met(world)
    for _number in range(5):
        joined(world, person)
    client = signed_in(world.alima)
    url = reverse("people:attachments", args=[person.pk])
    client.get(url)
    with django_assert_max_num_queries(40):
        client.get(url)


# What belongs to nobody


def test_files_without_a_row_and_rows_without_a_file_are_listed(world, folder):
    kept, lost = joined(world), joined(world, met(world, "Awa Barry"))
    store.drop(lost.pk)
    stray = folder / "ab" / "018f0000-0000-7000-8000-0000000000ab"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    found = store.strays()
    assert (found.files, found.rows) == ((stray,), (lost.pk,))
    assert kept.pk not in found.rows


def test_an_installation_without_files_has_no_strays(world):
    assert store.strays() == store.Strays((), ())
