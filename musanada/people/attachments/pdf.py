"""A PDF is kept as it came, because a scan is evidence; one that could act or hide something is refused.

Not a PDF reader: names are searched in the whole file and in the compressed object streams, the only places where the
dictionary of an action can stand. What cannot be opened for the search is refused.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, Sentence

# Names that run something, fill something in, or carry another file. Every script needs /JavaScript beside its /JS.
ACTIVE = (
    b"JavaScript",
    b"Launch",
    b"EmbeddedFiles?",
    b"Filespec",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
    b"GoToR",
    b"GoToE",
    b"Rendition",
    b"Movie",
    b"Sound",
)
END = rb"(?=[\s\x00()<>\[\]{}/%]|$)"
FORBIDDEN = re.compile(b"/(?:" + b"|".join(ACTIVE) + b")" + END)
ENCRYPTED = re.compile(b"/Encrypt" + END)
OBJECT_STREAM = re.compile(b"/(?:ObjStm|First)" + END)  # its type may be written elsewhere, its keys may not
DISGUISE = re.compile(b"/(?:LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode|Crypt|Predictor)" + END)
STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_OPENED = 64 * 1024 * 1024  # of compressed objects; no scan needs a hundredth of it
STEP = 64 * 1024
TAIL = 1024
ARCHIVE = b"PK\x05\x06"

LOCKED = _("Ce PDF est protégé par un mot de passe : enregistrez-le sans protection, puis renvoyez-le.")
LIVE = _(
    "Ce PDF contient un programme, un formulaire actif ou un autre fichier. Imprimez-le en PDF, ou photographiez-le, "
    "puis renvoyez-le."
)
CUT = _("Ce PDF est coupé ou suivi d'autre chose : enregistrez-le de nouveau, puis renvoyez-le.")
OPAQUE = _("Ce PDF ne peut pas être vérifié : imprimez-le de nouveau en PDF, puis renvoyez-le.")


def refused(sentence: Sentence, code: str) -> BadInput:
    return BadInput(sentence, fields={"file": sentence}, code=code)


def insist_on_harmless(content: bytes) -> None:
    """Raises: BadInput where the file is locked, cut off, an archive as well, or can act."""
    if b"%%EOF" not in content[-TAIL:]:
        raise refused(CUT, "attachment-damaged")
    plain = names_unfolded(content)
    if ENCRYPTED.search(plain):
        raise refused(LOCKED, "attachment-locked")
    if ARCHIVE in content[-65_600:] or FORBIDDEN.search(plain):
        raise refused(LIVE, "attachment-active")
    if any(FORBIDDEN.search(part) for part in object_streams(content)):
        raise refused(LIVE, "attachment-active")


def names_unfolded(content: bytes) -> bytes:
    """``/J#61vaScript`` is ``/JavaScript`` to a reader."""
    return HEX_NAME.sub(lambda found: bytes([int(found[1], 16)]), content)


def object_streams(content: bytes) -> Iterator[bytes]:
    """Each compressed object stream, opened. Raises: BadInput where one cannot be."""
    room, before = MOST_OPENED, 0
    for found in STREAM.finditer(content):
        dictionary = names_unfolded(content[before : found.start()])
        before = found.end()
        if not OBJECT_STREAM.search(dictionary):
            continue
        if DISGUISE.search(dictionary) or dictionary.count(b"FlateDecode") > 1:
            raise refused(OPAQUE, "attachment-damaged")
        opened = inflated(memoryview(content)[found.end() :], room)
        if opened is None and b"/ObjStm" in dictionary:
            raise refused(OPAQUE, "attachment-damaged")
        room -= len(opened or b"")
        yield names_unfolded(opened or b"")


def inflated(body: memoryview, room: int) -> bytes | None:
    """The start of ``body``, decompressed; None where it is not compressed. Raises: BadInput beyond ``room``."""
    machine, opened, at = zlib.decompressobj(), bytearray(), 0
    try:
        while not machine.eof and at < len(body):
            opened += machine.decompress(body[at : at + STEP], room - len(opened) + 1)
            at += STEP
            if len(opened) > room:
                raise refused(OPAQUE, "attachment-damaged")
    except zlib.error:
        return None
    return bytes(opened) if machine.eof else None
