"""What stands on a slip: a reference, its code, the unit, the day. Never a name nor why the person came."""

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.kit.formats import format_date
from musanada.kit.ids import show_reference
from musanada.kit.qr import qr_svg


def code(reference: str, *, size: float = 220) -> SafeString:
    """The reference as a QR code; the scanner types what a clerk would."""
    return qr_svg(
        reference,
        _("Code de la référence %(reference)s") % {"reference": show_reference(reference)},
        size=size,
    )


def advice() -> str:
    return _("Gardez ce bon et montrez-le à chaque visite : il évite de vous faire répéter votre histoire.")


def pdf(reference: str, unit: str) -> bytes:
    """The slip on A6."""
    from musanada.kit.pdf import render

    today, language = timezone.localdate(), get_language() or "fr"
    data = {
        "title": _("Bon de visite"),
        "unit": unit,
        "footer": "Musanada",
        "code": str(code(reference)),
        "alt": _("Code de la référence %(reference)s") % {"reference": show_reference(reference)},
        "reference": show_reference(reference),
        "facts": [[_("Lieu"), unit], [_("Date"), format_date(today, language)]],
        "advice": advice(),
    }
    return render("intake/typst/slip.typ", data, language, dated=today)
