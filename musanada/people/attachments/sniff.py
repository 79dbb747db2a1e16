"""What a file is, by its first bytes: seven types are taken, anything else is refused with a sentence."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
M4A, OGG, MP3, WAV = "audio/mp4", "audio/ogg", "audio/mpeg", "audio/wav"
IMAGES, SOUNDS = (JPEG, PNG, WEBP), (M4A, OGG, MP3, WAV)
EXTENSIONS = {
    JPEG: "jpg",
    PNG: "png",
    WEBP: "webp",
    PDF: "pdf",
    M4A: "m4a",
    OGG: "ogg",
    MP3: "mp3",
    WAV: "wav",
}
# What ``filetype`` calls them. A sound recorded by a phone says "video" until its tracks are read (``sound``).
SEEN_AS = {
    "image/jpeg": JPEG,
    "image/png": PNG,
    "image/webp": WEBP,
    "audio/mp4": M4A,
    "video/mp4": M4A,
    "video/3gpp": M4A,
    "audio/ogg": OGG,
    "video/ogg": OGG,
    "audio/mpeg": MP3,
    "audio/x-wav": WAV,
}
EMPTY = _("Ce fichier est vide : choisissez-en un autre.")
UNKNOWN = _(
    "Ce fichier n'est ni une image (JPEG, PNG, WebP), ni un PDF, ni un enregistrement sonore (M4A, OGG, MP3, WAV), "
    "quel que soit son nom. Photographiez le document ou enregistrez-le en PDF, puis envoyez-le de nouveau."
)


def sniff(content: bytes) -> str:
    """The media type of ``content``, whatever it is called. Raises: BadInput for what is not taken."""
    import filetype

    if not content:
        raise BadInput(EMPTY, fields={"file": EMPTY}, code="attachment-type")
    if content.startswith(b"%PDF-"):
        return PDF
    kind = filetype.guess(content[:8192])
    found = SEEN_AS.get(kind.mime if kind else "")
    if found is None:
        raise BadInput(UNKNOWN, fields={"file": UNKNOWN}, code="attachment-type")
    return found
