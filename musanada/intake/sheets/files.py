"""What kind of file is it? Everything that is not a readable sheet is refused here, in a sentence that says what to do."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _

from musanada.intake.sheets.limits import Limits
from musanada.kit.errors import BadInput

Format = Literal["csv", "xlsx"]
BLOCK = 1 << 20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LOCAL_HEADER = 30


def recognise(path: Path, limits: Limits) -> Format:
    """``csv`` or ``xlsx`` by content, never by name.

    Raises: BadInput if it is empty, too large, or no sheet this reader opens.
    """
    size = path.stat().st_size
    if not size:
        raise BadInput(_("Le fichier est vide. Choisissez le fichier qui contient le tableau."), code="empty")
    if size > limits.size:
        raise too_large(limits.size)
    with path.open("rb") as file:
        head = file.read(65_536)
    if head.startswith(b"PK\x03\x04"):
        check_package(path, limits)
        return "xlsx"
    refuse_known(path, head)
    refuse_binary(head)
    return "csv"


def too_large(size: int) -> BadInput:
    return BadInput(
        _("Le fichier dépasse %(size)s Mo. Partagez-le en plusieurs fichiers, par exemple un par année.")
        % {"size": size // (1024 * 1024)},
        code="too-large",
    )


def refuse_known(path: Path, head: bytes) -> None:
    """Formats people send by mistake, each with its own way out."""
    if head.startswith(OLE):
        raise old_or_locked(path)
    if head.startswith(b"%PDF"):
        raise BadInput(
            _(
                "Ce fichier est un PDF, pas un tableau. Demandez le fichier d'origine (Excel ou CSV) à son auteur."
            ),
            code="pdf",
        )
    if head.startswith(PICTURES):
        raise BadInput(
            _("Ce fichier est une image. Un tableau photographié doit d'abord être saisi."), code="picture"
        )
    if head.startswith((*ARCHIVES, b"PK")):
        raise BadInput(
            _("Ce fichier est une archive. Ouvrez-la et choisissez le tableau qu'elle contient."),
            code="archive",
        )
    if (
        head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
        .lower()
        .startswith((b"<!doctype", b"<html", b"<table", b"<?xml"))
    ):
        raise BadInput(
            _(
                "Ce fichier est une page web enregistrée sous un autre nom. Ouvrez-le dans un tableur et enregistrez-le en .xlsx."
            ),
            code="html",
        )


def old_or_locked(path: Path) -> BadInput:
    """An OLE container is an .xls of before 2007, or an .xlsx under a password."""
    mark = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        tail, locked = b"", False
        while not locked and (block := file.read(BLOCK)):
            locked = mark in tail + block
            tail = block[-len(mark) :]
    if locked:
        return BadInput(
            _(
                "Ce classeur est protégé par un mot de passe. Ouvrez-le, enlevez le mot de passe, enregistrez, puis recommencez."
            ),
            code="encrypted",
        )
    return BadInput(
        _("Ce classeur est dans l'ancien format .xls. Ouvrez-le dans un tableur et enregistrez-le en .xlsx."),
        code="old-xls",
    )


def not_a_sheet() -> BadInput:
    return BadInput(
        _("Ce fichier n'est pas un tableau lisible. Il faut un fichier Excel (.xlsx) ou CSV."),
        code="not-a-sheet",
    )


def refuse_binary(head: bytes) -> None:
    """Text has no NUL byte (UTF-16 apart) and hardly a control character."""
    if head.startswith(UTF16):
        return
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    if b"\x00" in head or control > len(head) / 200:
        raise not_a_sheet()


def check_package(path: Path, limits: Limits) -> None:
    """Is the ZIP a workbook, whole, and of a bearable size once unpacked? What it declares is not believed."""
    try:
        with ZipFile(path) as package:
            members = package.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged() from None
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise other_package(names)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise bomb()
    with path.open("rb") as file:
        left = limits.unpacked
        for member in members:
            for block in unpacked(file, member):
                left -= len(block)
                if left < 0:
                    raise bomb()


def unpacked(file: IO[bytes], member: ZipInfo) -> Iterator[bytes]:
    """The member's bytes in blocks, as they really unpack and not as the directory says. At most 1 MB in memory."""
    if member.flag_bits & 1 or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged()
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER:
        raise damaged()
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    inflate = zlib.decompressobj(-15) if member.compress_type == ZIP_DEFLATED else None
    while left > 0 and (block := file.read(min(BLOCK // 4, left))):
        left -= len(block)
        yield from inflated(inflate, block) if inflate else (block,)


def inflated(inflate: "zlib._Decompress", block: bytes) -> Iterator[bytes]:
    try:
        while block and not inflate.eof:
            yield inflate.decompress(block, BLOCK)
            block = inflate.unconsumed_tail
    except zlib.error:
        raise damaged() from None


def damaged() -> BadInput:
    return BadInput(
        _(
            "Ce classeur est endommagé : il ne s'ouvre pas en entier. Ouvrez-le dans un tableur et enregistrez-le de nouveau."
        ),
        code="damaged",
    )


def bomb() -> BadInput:
    return BadInput(
        _(
            "Ce classeur contient trop de données une fois ouvert. Gardez les colonnes utiles et partagez-le en plusieurs fichiers."
        ),
        code="too-much",
    )


def other_package(names: set[str]) -> BadInput:
    """A ZIP that is no XLSX: say which."""
    if "word/document.xml" in names:
        return BadInput(
            _("Ce fichier est un document Word. Copiez son tableau dans un classeur .xlsx."), code="word"
        )
    if "content.xml" in names or "xl/workbook.bin" in names:
        return BadInput(
            _("Ce classeur est en .ods ou .xlsb. Ouvrez-le dans un tableur et enregistrez-le en .xlsx."),
            code="other-workbook",
        )
    return BadInput(
        _("Ce fichier est une archive. Ouvrez-la et choisissez le tableau qu'elle contient."), code="archive"
    )
