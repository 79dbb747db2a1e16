"""Files as they are sent: good ones, and ones made to do harm. Made here, byte by byte; none is kept in the repository."""

import struct
import zlib
from io import BytesIO


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(out, kind, **options)
    return out.getvalue()


def picture_with_position() -> bytes:
    """A photograph as a phone takes it: turned on its side, with the place, the device and a thumbnail of words."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telephone-SECRET"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 1.0, 2.0), 3: "W", 4: (6.0, 50.0, 3.0)})
    return picture(exif=exif, comment=b"COMMENT-SECRET")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_bomb(side: int = 60_000) -> bytes:
    """A few kilobytes that would be gigabytes of points."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(4_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(body: bytes = b"", tail: bytes = b"%%EOF\n", trailer: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        + body
        + b"\ntrailer\n<< /Root 1 0 R "
        + trailer
        + b" >>\nstartxref\n0\n"
        + tail
    )


def object_stream(
    inside: bytes, dictionary: bytes = b"/Type /ObjStm /N 1 /First 4", filters: bytes = b"/FlateDecode"
) -> bytes:
    packed = zlib.compress(inside)
    return (
        b"7 0 obj\n<< "
        + dictionary
        + b" /Filter "
        + filters
        + b" /Length "
        + str(len(packed)).encode()
        + b" >>\n"
        b"stream\n" + packed + b"\nendstream\nendobj\n"
    )


def wav(extra: bytes = b"") -> bytes:
    sound = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    samples = bytes(range(128))
    body = b"WAVE" + le(b"fmt ", sound) + extra + le(b"data", samples)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def le(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body


def mp3(frames: int = 8) -> bytes:
    """Silence, after a tag that says too much and before another."""
    tag = b"GEOB-SECRET" + bytes(21)
    head = b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(tag)]) + tag
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return head + frame * frames + b"TAG" + b"TITLE-SECRET".ljust(125, b"\0")


def ogg() -> bytes:
    def page(number: int, flags: int, body: bytes) -> bytes:
        head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<IIIB", 1, number, 0, 1)
        return head + bytes([len(body)]) + body

    return page(0, 2, b"OpusHead\x01\x01" + bytes(9)) + page(1, 4, bytes(60))


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def m4a(
    handler: bytes = b"soun", told: bytes = b"+34.0171-006.8342/ SECRET", brand: bytes = b"M4A "
) -> bytes:
    hdlr = box(b"hdlr", bytes(8) + handler + bytes(13))
    trak = box(b"trak", box(b"mdia", hdlr))
    where = box(b"udta", box(b"\xa9xyz", told))
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"moov", trak + where) + box(b"mdat", bytes(64))


def archive(names: int = 1) -> bytes:
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for n in range(names):
            file.writestr(f"{n}.txt", "x")
    return out.getvalue()
