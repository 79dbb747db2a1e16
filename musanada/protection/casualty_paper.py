"""The card that goes with a casualty, A6, French or Arabic: a code and its square, the colour, what was seen. No name.

The square holds the code and nothing else: whoever finds the card learns nothing.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from musanada.kit.formats import format_datetime, isolate
from musanada.kit.ids import show_reference
from musanada.kit.qr import qr_svg
from musanada.protection.commands.border import INJURIES
from musanada.protection.models import Casualty

TEMPLATE = "protection/typst/casualty.typ"
COLOURS = {"red": "#b3261e", "yellow": "#f2c200", "green": "#1b7f4b", "black": "#111111"}
INKS = {"yellow": "#111111"}


def pdf(one: Casualty, lang: str) -> bytes:
    from musanada.kit.pdf import render

    with translation.override(lang):
        return render(TEMPLATE, content(one, lang), lang, dated=one.seen_at.date())


def content(one: Casualty, lang: str) -> dict[str, object]:
    code = show_reference(one.reference)
    seen = ", ".join(str(INJURIES[key]) for key in one.injuries.split(",") if key in INJURIES)
    facts = [
        (_("Vu le"), isolate(format_datetime(one.seen_at, lang, short=True))),
        (_("Sexe"), str(one.get_sex_display())),
        (_("Âge apparent"), str(one.get_age_display())),
        (_("Blessures"), seen or "–"),
    ]
    if one.alone:
        facts.append((_("Enfant seul"), _("Oui")))
    return {
        "title": code,
        "header": _("Fiche de blessé"),
        "footer": _("Suit la personne jusqu'à l'hôpital. Ne dit ni son nom ni son histoire."),
        "colour": COLOURS[one.triage],
        "on_colour": INKS.get(one.triage, "#ffffff"),
        "triage": str(one.get_triage_display()),
        "facts": facts,
        "times": [_("Alerte"), _("Départ"), _("Arrivée")],
        "code": qr_svg(one.reference, code, size=200),
        "alt": _("Code %(code)s") % {"code": code},
    }
