"""What is taken, what becomes of it, and what is refused: by the bytes, never by the name."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.errors import BadInput
from musanada.people.attachments import sniff
from musanada.people.attachments.clean import LONGEST_SIDE, clean
from musanada.people.tests import files


def opened(content: bytes):
    from PIL import Image

    image = Image.open(BytesIO(content))
    image.load()
    return image


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        clean(content)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (files.picture("JPEG"), sniff.JPEG),
        (files.picture("PNG"), sniff.PNG),
        (files.picture("WEBP"), sniff.WEBP),
        (files.pdf(), sniff.PDF),
        (files.wav(), sniff.WAV),
        (files.mp3(), sniff.MP3),
        (files.ogg(), sniff.OGG),
        (files.m4a(), sniff.M4A),
        (files.m4a(brand=b"mp42"), sniff.M4A),
    ],
    ids=["jpeg", "png", "webp", "pdf", "wav", "mp3", "ogg", "m4a", "phone"],
)
def test_what_is_taken(content, media_type):
    assert clean(content).media_type == media_type


def test_a_photograph_loses_the_place_the_device_and_the_comment():
    sent = files.picture_with_position()
    assert b"SECRET" in sent
    kept = clean(sent).content
    assert b"SECRET" not in kept
    assert b"Exif" not in kept
    assert dict(opened(kept).getexif()) == {}


def test_a_photograph_taken_on_its_side_is_turned_upright_before_its_turn_is_forgotten():
    assert opened(clean(files.picture_with_position()).content).size == (40, 60)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_follows_an_image_is_gone(kind):
    """A polyglot: an image to a viewer, an archive or a page to something else."""
    sent = files.picture(kind) + b"<html><script>alert(1)</script>" + files.archive()
    kept = clean(sent).content
    assert b"<script>" not in kept
    assert b"PK\x05\x06" not in kept


def test_words_inside_a_png_are_gone():
    sent = files.picture("PNG")
    told = files.chunk(b"tEXt", b"Author\0SECRET")
    sent = sent[:33] + told + sent[33:]
    assert b"SECRET" not in clean(sent).content


def test_transparency_of_a_png_stays():
    from PIL import Image

    out = BytesIO()
    Image.new("RGBA", (4, 4), (10, 20, 30, 40)).save(out, "PNG")
    assert opened(clean(out.getvalue()).content).getpixel((0, 0)) == (10, 20, 30, 40)


def test_a_large_picture_is_made_smaller():
    kept = clean(files.picture("PNG", (LONGEST_SIDE + 500, 20))).content
    assert opened(kept).size[0] == LONGEST_SIDE


def test_a_bomb_is_refused_before_it_opens():
    bomb = files.png_bomb()
    assert len(bomb) < 20_000
    assert refusal(bomb) == "attachment-size"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_image_is_refused(kind):
    sent = files.picture(kind, (300, 300))
    assert refusal(sent[: len(sent) // 2]) == "attachment-damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"<?xml version='1.0'?><svg/>",
        files.archive(),
        b"MZ" + bytes(200),
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a" + bytes(40),
        "Nom;Prénom\nDiallo;Awa\n".encode(),
        b"\x00" * 50,
    ],
    ids=["svg", "html", "xml", "zip", "exe", "script", "gif", "csv", "zeros"],
)
def test_what_is_not_on_the_list_is_refused(content):
    assert refusal(content) == "attachment-type"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "attachment-type"


def test_a_file_over_the_limit_is_refused(settings):
    settings.ATTACHMENT_LIMIT = 1000
    assert clean(files.picture("PNG", (5, 5)))
    assert refusal(files.picture("PNG", (5, 5)) + bytes(1000)) == "attachment-size"


# PDF


def test_a_plain_pdf_is_kept_as_it_came():
    sent = files.pdf(files.object_stream(b"8 0 << /Type /Font >>"))
    assert clean(sent).content == sent


@pytest.mark.parametrize(
    "body",
    [
        b"3 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj",
        b"3 0 obj << /S /J#61vaScript /JS (x) >> endobj",
        b"3 0 obj << /S/Launch/F(cmd.exe) >> endobj",
        b"3 0 obj << /Names << /EmbeddedFiles 4 0 R >> >> endobj",
        b"3 0 obj << /Type /Filespec /F (a.exe) >> endobj",
        b"3 0 obj << /Subtype /RichMedia >> endobj",
        b"3 0 obj << /AcroForm << /XFA 5 0 R >> >> endobj",
        files.object_stream(b"8 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        files.object_stream(b"8 0 << /S /#4aavaScript >>"),
        files.object_stream(b"8 0 << /S /JavaScript >>", dictionary=b"/Type 9 0 R /N 1 /First 4"),
        files.object_stream(
            b"8 0 << /S /JavaScript >>", dictionary=b"/Type /ObjStm /N 1 /First 4 % endobj\n"
        ),
    ],
)
def test_a_pdf_that_can_act_is_refused(body):
    assert refusal(files.pdf(body)) == "attachment-active"


def test_a_pdf_that_is_also_an_archive_is_refused():
    assert refusal(files.pdf(files.archive())) == "attachment-active"


def test_a_locked_pdf_is_refused():
    assert refusal(files.pdf(trailer=b"/Encrypt 9 0 R")) == "attachment-locked"


@pytest.mark.parametrize(
    "content",
    [
        files.pdf(tail=b""),
        files.pdf() + bytes(2000),
        files.pdf(files.object_stream(b"x", filters=b"[/ASCIIHexDecode /FlateDecode]")),
        files.pdf(files.object_stream(b"x", filters=b"[/FlateDecode /FlateDecode]")),
        files.pdf(
            files.object_stream(
                b"x", dictionary=b"/Type /ObjStm /N 1 /First 4 /DecodeParms << /Predictor 12 >>"
            )
        ),
        files.pdf(b"7 0 obj << /Type /ObjStm /N 1 /First 4 >>\nstream\nnot compressed\nendstream endobj"),
        files.pdf(files.object_stream(bytes(70_000_000))),
    ],
    ids=["cut", "followed", "two filters", "twice", "predictor", "broken", "bomb"],
)
def test_a_pdf_that_cannot_be_searched_is_refused(content):
    assert refusal(content) == "attachment-damaged"


@pytest.mark.parametrize("before", [b"GIF89a", b"\n", b"<html>"])
def test_a_pdf_behind_something_else_is_refused(before):
    assert refusal(before + files.pdf()) == "attachment-type"


# Sound


@pytest.mark.parametrize(
    "content",
    [files.mp3(), files.m4a(), files.wav(files.le(b"LIST", b"INFOIART\x06\0\0\0SECRET"))],
    ids=["mp3", "m4a", "wav"],
)
def test_a_recording_loses_what_the_phone_wrote_into_it(content):
    assert b"SECRET" in content
    assert b"SECRET" not in clean(content).content


def test_a_recording_keeps_its_sound():
    assert b"\xff\xfb\x90\x00" * 1 in clean(files.mp3()).content
    assert len(clean(files.m4a()).content) == len(files.m4a())
    assert bytes(range(128)) in clean(files.wav()).content


@pytest.mark.parametrize(
    "content",
    [
        files.ogg()[:-5],
        files.ogg() + b"<html>",
        files.wav()[:-20],
        files.mp3(frames=1),
        files.m4a()[:-10],
        files.m4a(handler=b"text"),
    ],
    ids=["ogg cut", "ogg followed", "wav cut", "mp3 of nothing", "m4a cut", "m4a of text"],
)
def test_a_broken_recording_is_refused(content):
    assert refusal(content) == "attachment-damaged"


def test_a_video_is_refused():
    assert refusal(files.m4a(handler=b"vide", brand=b"mp42")) == "attachment-type"


def test_what_follows_an_mp3_is_gone():
    assert b"<script>" not in clean(files.mp3()[:-128] + b"<script>x</script>").content


STARTS = [
    b"",
    b"%PDF-1.7 ",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\x10\0\0\0WEBP",
    b"RIFF\x10\0\0\0WAVE",
    b"OggS\0",
    b"ID3\x03\0\0\0\0\0\x05",
    b"\xff\xfb\x90\x00",
    b"\0\0\0\x18ftypM4A ",
    b"\0\0\0\x18ftypmp42",
]


@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_whatever_is_sent_is_taken_or_refused_with_a_sentence(start, rest):
    try:
        clean(start + rest)
    except BadInput as problem:
        assert str(problem)
