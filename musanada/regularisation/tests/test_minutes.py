"""The minutes: what they say, in both languages and both layouts; never a name unless it is asked for, and noted."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.people.models import Person
from musanada.people.tests import files
from musanada.regularisation.commands import opinions, sessions
from musanada.regularisation.minutes import minutes, paper, word
from musanada.regularisation.tests.scene import signed_in
from musanada.regularisation.tests.sittings import items_of, opened, some_complete

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


@pytest.fixture
def session(scene):
    """Three results, one member aside, one file given back."""
    one = opened(scene, some_complete(scene, 4))
    first, second, third, _fourth = items_of(one)
    opinions.stand_aside(scene.members[1], second, reason="parent du demandeur")
    opinions.give_opinion(scene.secretary, first, result="favourable", retained=scene.version("C5"))
    opinions.give_opinion(
        scene.secretary,
        second,
        result="unfavourable",
        reasons=["length", "evidence"],
        text="Le bail est de 2019.",
    )
    opinions.give_opinion(scene.secretary, third, result="adjourned", text="Entendre la personne.")
    return sessions.close_session(scene.secretary, one, put_back=True, remark="Séance sans incident.")


def text_of(content):
    """Every word of the minutes, isolates left out."""
    return str(content.data()).translate(ISOLATES)


def xml_of(data, name="word/document.xml"):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def test_files_stand_under_their_number_and_nobody_is_named(scene, session):
    told = text_of(minutes(session, "fr"))
    numbers = [str(one.application.case) for one in items_of(session)]
    assert all(number in told for number in numbers)
    for name in ("Awa Diallo", "Moussa Traoré", "Fanta Keïta"):
        assert name not in told
    assert "parent du demandeur" not in told


def test_it_says_who_was_there_who_stood_aside_and_why_each_result(scene, session):
    content = minutes(session, "fr")
    members, aside, decided, _totals = content.tables
    assert [row[2] for row in members.rows] == ["Présent"] * 5
    ((number, who, able),) = aside.rows
    assert number.translate(ISOLATES) == str(items_of(session)[1].application.case)
    assert "membre.2" in who and able.translate(ISOLATES) == "4"
    assert [row[2] for row in decided.rows] == ["Favorable", "Défavorable", "Ajourné"]
    assert decided.rows[0][3] == str(scene.criterion("C5"))
    assert (
        decided.rows[1][3].translate(ISOLATES)
        == "Durée non établie ; Preuves non retenues. Le bail est de 2019."
    )
    assert decided.rows[2][3].translate(ISOLATES) == "Entendre la personne."
    assert "Le quorum est atteint" in content.quorum
    assert content.remark == "Séance sans incident."
    assert next(name for _capacity, name in content.signatures) == scene.members[0].display_name


def test_totals_add_up_to_the_files_of_the_agenda(session):
    rows = {label: int(value.translate(ISOLATES)) for label, value in minutes(session, "fr").tables[-1].rows}
    assert rows == {
        "Favorable": 1,
        "Défavorable": 1,
        "Ajourné": 1,
        "Dossiers examinés": 3,
        "Renvoyés sans avis": 1,
        "Dossiers inscrits": 4,
    }


def test_names_are_there_when_the_commission_asks_for_them(session):
    told = text_of(minutes(session, "fr", named=True))
    assert "Awa Diallo" in told and "Fanta Keïta" in told


def test_whoever_a_file_hides_is_in_no_minutes(session):
    hidden = items_of(session)[0].application.case
    Person.objects.filter(pk=hidden.person_id).update(protected=True)
    for named in (False, True):
        told = text_of(minutes(session, "fr", named=named))
        assert str(hidden) not in told and "Awa Diallo" not in told


def test_the_arabic_minutes_are_of_the_arabic_record(scene, session):
    content = minutes(session, "ar")
    told = text_of(content)
    assert content.lang == "ar"
    assert scene.operation.name_ar in told and scene.rabat.name_ar in told
    assert scene.criterion("C5").name_ar in told


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_pdf_is_accessible_and_dated(session, lang):
    made = paper.pdf(minutes(session, lang))
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made or b"pdfuaid" in made
    assert paper.pdf(minutes(session, lang)) == made


def test_the_arabic_docx_says_its_direction_everywhere(session):
    tree = xml_of(word.docx(minutes(session, "ar")))
    paragraphs = list(tree.iter(f"{W}p"))
    written = [p for p in paragraphs if "".join(t.text or "" for t in p.iter(f"{W}t")).strip()]
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in written)
    tables = list(tree.iter(f"{W}tbl"))
    assert tables and all(t.find(f"{W}tblPr/{W}bidiVisual") is not None for t in tables)
    assert tree.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    runs = [
        r
        for r in tree.iter(f"{W}r")
        if any("\u0600" <= c <= "\u06ff" for t in r.iter(f"{W}t") for c in t.text or "")
    ]
    assert runs and all(r.find(f"{W}rPr/{W}rtl") is not None for r in runs)
    assert all(lang.get(f"{W}bidi") == "ar-MA" for lang in tree.iter(f"{W}lang"))


def test_the_french_docx_has_no_direction_and_repeats_its_heads(session):
    tree = xml_of(word.docx(minutes(session, "fr")))
    assert not list(tree.iter(f"{W}bidi")) and not list(tree.iter(f"{W}rtl"))
    assert len(list(tree.iter(f"{W}tblHeader"))) == 4
    text = "".join(t.text or "" for t in tree.iter(f"{W}t"))
    assert "Procès-verbal de la session n°\u00a01" in text
    assert not set("\u2066\u2067\u2068\u2069") & set(text)


def test_both_layouts_say_the_same(session):
    content = minutes(session, "fr")
    text = "".join(t.text or "" for t in xml_of(word.docx(content)).iter(f"{W}t"))
    for table in content.tables:
        for row in table.rows:
            assert all(cell.translate(ISOLATES) in text for cell in row)


def test_minutes_with_names_are_the_secretarys_and_noted(scene, session):
    address = reverse("regularisation:minutes", args=[session.pk, "fr", "docx"])
    answer = signed_in(scene.secretary).get(address, {"names": "1"})
    assert answer.status_code == 200
    told = "".join(t.text or "" for t in xml_of(answer.content).iter(f"{W}t"))
    assert "Awa Diallo" in told
    assert (
        AuditEntry.objects.filter(verb="regularisation.named_minutes", object_id=str(session.pk)).count() == 1
    )
    assert signed_in(scene.members[0]).get(address, {"names": "1"}).status_code == 403
    plain = signed_in(scene.members[0]).get(address)
    assert "Awa Diallo" not in "".join(t.text or "" for t in xml_of(plain.content).iter(f"{W}t"))


def test_unknown_languages_and_layouts_are_not_found(scene, session):
    client = signed_in(scene.secretary)
    for lang, kind in (("de", "pdf"), ("fr", "exe")):
        assert client.get(reverse("regularisation:minutes", args=[session.pk, lang, kind])).status_code == 404


def test_the_signed_copy_is_joined_by_the_page_and_given_to_the_secretary_alone(
    scene, session, settings, tmp_path
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.DATA = tmp_path
    client = signed_in(scene.secretary)
    sent = SimpleUploadedFile("pv.pdf", files.pdf(), "application/pdf")
    today = timezone.localdate().isoformat()
    answer = client.post(
        reverse("regularisation:session-sign", args=[session.pk]), {"signed_on": today, "file": sent}
    )
    assert answer.status_code == 302
    address = reverse("regularisation:session-signed", args=[session.pk])
    given = client.get(address)
    assert given.content.startswith(b"%PDF") and "sandbox" in given["Content-Security-Policy"]
    assert AuditEntry.objects.filter(verb="regularisation.read_signed").count() == 1
    assert signed_in(scene.members[0]).get(address).status_code == 403
    assert signed_in(scene.staff["sale.commission_secretary"]).get(address).status_code == 404
    assert signed_in(scene.staff["rabat.programme_manager"]).get(address).status_code == 403


def test_what_is_not_a_document_is_refused_on_the_page(scene, session):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("pv.pdf", b"just words", "application/pdf")
    answer = signed_in(scene.secretary).post(
        reverse("regularisation:session-sign", args=[session.pk]),
        {"signed_on": timezone.localdate().isoformat(), "file": sent},
    )
    assert answer.status_code == 422
