"""Recordings of a voice: checked to be one from end to end, and rid of what phones write into them (where, on what).

They are not re-encoded: no engine for it is installed. What stands around the sound itself is cut off or blanked.
"""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.people.attachments.pdf import refused

DAMAGED = _("Cet enregistrement est abîmé ou coupé : enregistrez-le de nouveau, puis renvoyez-le.")
NOT_SOUND = _("Ce fichier contient une vidéo : seul un enregistrement de la voix est accepté.")
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf"}
TELLING = {b"udta", b"meta", b"uuid"}  # where phones write the place, the device and the title
DEPTH = 6


def damaged() -> BadInput:
    return refused(DAMAGED, "attachment-damaged")


def clean_mp3(content: bytes) -> bytes:
    """The frames alone: the tags before (ID3v2) and after (ID3v1, APE) go."""
    start = 0
    while content[start : start + 3] == b"ID3":
        if len(content) < start + 10:
            raise damaged()
        sizes = content[start + 6 : start + 10]
        footer = 10 if content[start + 5] & 0x10 else 0
        start += (
            10 + footer + sum((b & 0x7F) << shift for b, shift in zip(sizes, (21, 14, 7, 0), strict=True))
        )
    frames = content[start:]
    if frames[-128:-125] == b"TAG":
        frames = frames[:-128]
    return b"".join(mp3_frames(frames))


RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def mp3_frames(frames: bytes) -> Iterator[bytes]:
    """Layer III frame by frame; what comes after the last whole one is left out. Raises: BadInput without any."""
    at, found = 0, 0
    while (size := frame_size(frames[at : at + 4])) and at + size <= len(frames):
        yield frames[at : at + size]
        at, found = at + size, found + 1
    if found < 3:
        raise damaged()


def frame_size(head: bytes) -> int:
    """Bytes of the frame that begins with ``head``; 0 where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = (head[1] >> 3) & 3, (head[1] >> 1) & 3
    rate_code, bits_code = (head[2] >> 2) & 3, head[2] >> 4
    if layer != 1 or version == 1 or rate_code == 3 or bits_code in (0, 15):
        return 0
    kilobits = (KILOBITS_1 if version == 3 else KILOBITS_2)[bits_code]
    return (144 if version == 3 else 72) * kilobits * 1000 // RATES[version][rate_code] + ((head[2] >> 1) & 1)


def clean_ogg(content: bytes) -> bytes:
    """Page after page to the last byte. Raises: BadInput where something else follows, or pictures move in it."""
    at = 0
    while at < len(content):
        if content[at : at + 4] != b"OggS" or len(content) < at + 27:
            raise damaged()
        table = content[at + 27 : at + 27 + content[at + 26]]
        at += 27 + len(table) + sum(table)
    if at != len(content):
        raise damaged()
    head = content[:512]
    if b"theora" in head or b"OVP80" in head:
        raise refused(NOT_SOUND, "attachment-type")
    if not any(name in head for name in (b"OpusHead", b"vorbis", b"Speex", b"fLaC", b"FLAC")):
        raise damaged()
    return content


def clean_wav(content: bytes) -> bytes:
    """Format and samples alone: a new file of the two chunks that sound."""
    if content[8:12] != b"WAVE":
        raise damaged()
    at = 12
    kept: dict[bytes, bytes] = {}
    while at + 8 <= len(content) and len(kept) < 2:
        name, size = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])[0]
        if name in (b"fmt ", b"data"):
            kept[name] = content[at + 8 : at + 8 + size]
            if len(kept[name]) != size:
                raise damaged()
        at += 8 + size + size % 2
    if set(kept) != {b"fmt ", b"data"}:
        raise damaged()
    body = b"".join(chunk(name, kept[name]) for name in (b"fmt ", b"data"))
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def clean_m4a(content: bytes) -> bytes:
    """The boxes in place, those that tell more than the sound blanked. Raises: BadInput for a video or a broken box."""
    out = bytearray(content)
    blank(out, 0, len(out), 0)
    handlers = [content[at + 12 : at + 16] for at in positions(content, b"hdlr")]
    if b"vide" in handlers:
        raise refused(NOT_SOUND, "attachment-type")
    if b"soun" not in handlers:
        raise damaged()
    return bytes(out)


def positions(content: bytes, name: bytes) -> Iterator[int]:
    at = content.find(name)
    while at >= 0:
        yield at
        at = content.find(name, at + 4)


def blank(out: bytearray, start: int, end: int, depth: int) -> None:
    """Walk the boxes between two places; a telling one becomes free room of the same size, so that offsets hold."""
    at = start
    while at < end:
        if end - at < 8:
            raise damaged()
        size, name, head = int.from_bytes(out[at : at + 4], "big"), bytes(out[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(out[at + 8 : at + 16], "big"), 16
        size = size or end - at
        if size < head or at + size > end:
            raise damaged()
        if name in TELLING:
            out[at + 4 : at + 8] = b"free"
            out[at + head : at + size] = bytes(size - head)
        elif name in CONTAINERS and depth < DEPTH:
            blank(out, at + head, at + size, depth + 1)
        at += size
