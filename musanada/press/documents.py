"""A file that somebody wants checked, as text: read in memory, never written."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput

LARGEST = 20_000_000  # bytes
LONGEST = 600_000  # characters: a report of 200 pages


def text_of(name: str, content: bytes) -> str:
    """The text of a text, HTML, PDF or DOCX file. Raises BadInput."""
    from musanada.press.reading.files import text_of as opened

    if len(content) > LARGEST:
        raise BadInput(_("Ce fichier dépasse 20 Mo : coupez-le."))
    return limited(opened(content, name))


def limited(text: str) -> str:
    if not text.strip():
        raise BadInput(
            _("Ce texte est vide : rien n'est à vérifier. Un PDF numérisé doit d'abord être reconnu.")
        )
    if len(text) > LONGEST:
        raise BadInput(_("Ce texte dépasse 600 000 caractères : vérifiez-le en plusieurs fois."))
    return text
