"""What is kept of a file that was sent: images are drawn anew, sounds rid of what surrounds them, PDFs searched.

A photograph of a passport taken in a safe house carries the place it was taken at. Drawing it anew leaves the pixels: no
EXIF, no position, no comment, no thumbnail, nothing that follows the image or stands before it.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.people.attachments import sniff, sound
from musanada.people.attachments.pdf import insist_on_harmless, refused

MOST_PIXELS = 40_000_000  # 8000 × 5000; a bomb declares billions
LONGEST_SIDE = 4000  # enough to read any document on a page
FORMATS = {sniff.JPEG: "JPEG", sniff.PNG: "PNG", sniff.WEBP: "WEBP"}
OPTIONS: dict[str, dict[str, Any]] = {
    sniff.JPEG: {"quality": 88},
    sniff.PNG: {},
    sniff.WEBP: {"quality": 88},
}
BROKEN = _("Cette image est abîmée ou coupée : reprenez la photographie, puis renvoyez-la.")
TOO_MANY_PIXELS = _("Cette image a trop de points : réduisez-la, ou photographiez de nouveau le document.")
SOUND = {
    sniff.M4A: sound.clean_m4a,
    sniff.OGG: sound.clean_ogg,
    sniff.MP3: sound.clean_mp3,
    sniff.WAV: sound.clean_wav,
}


@dataclass(frozen=True)
class Cleaned:
    """What will be kept, and what it is."""

    content: bytes
    media_type: str


def too_large(limit: int) -> BadInput:
    sentence = _("Ce fichier dépasse %(limit)s Mo : réduisez-le, ou envoyez-le en plusieurs pièces.") % {
        "limit": limit // (1024 * 1024)
    }
    return refused(sentence, "attachment-size")


def clean(content: bytes) -> Cleaned:
    """Raises: BadInput with the sentence for whoever sent it."""
    if len(content) > settings.ATTACHMENT_LIMIT:
        raise too_large(settings.ATTACHMENT_LIMIT)
    media_type = sniff.sniff(content)
    if media_type == sniff.PDF:
        insist_on_harmless(content)
        return Cleaned(content, media_type)
    if media_type in SOUND:
        return Cleaned(SOUND[media_type](content), media_type)
    return Cleaned(drawn_anew(content, media_type), media_type)


def drawn_anew(content: bytes, media_type: str) -> bytes:
    """The same picture from its pixels alone, upright, in its own format."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=[FORMATS[media_type]]) as source:
            if source.width * source.height > MOST_PIXELS:
                raise refused(TOO_MANY_PIXELS, "attachment-size")
            source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded smaller at once
            source.load()
            upright = ImageOps.exif_transpose(source)
            return encoded(pixels(upright, media_type), media_type)
    except BadInput:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise refused(TOO_MANY_PIXELS, "attachment-size") from None
    except Exception:  # a decoder may raise anything on bytes made to break it; each means the same
        raise refused(BROKEN, "attachment-damaged") from None


def pixels(source: Any, media_type: str) -> Any:
    """A new image, of the first frame, with nothing of the old one but its points."""
    from PIL import Image

    seen_through = media_type != sniff.JPEG and source.has_transparency_data
    flat = source.convert("RGBA" if seen_through else "RGB")
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(flat.mode, flat.size)
    bare.paste(flat)
    return bare


def encoded(image: Any, media_type: str) -> bytes:
    out = BytesIO()
    image.save(out, FORMATS[media_type], **OPTIONS[media_type])
    return out.getvalue()
