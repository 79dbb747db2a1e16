"""The receipt of pocket money: its number, the amount in figures and in words, who attested it; French or Arabic."""

from django.utils import translation
from django.utils.translation import gettext as _

from musanada.kit.formats import format_date, format_money, format_number, isolate
from musanada.kit.ids import show_reference
from musanada.kit.spelled import spelled
from musanada.people.queries import display_name
from musanada.returns.models import Allowance

LANGUAGES = ("fr", "ar")
TEMPLATE = "returns/typst/allowance.typ"


def pdf(one: Allowance, lang: str) -> bytes:
    from musanada.kit.pdf import render

    with translation.override(lang):
        return render(TEMPLATE, content(one, lang), lang, dated=one.on)


def content(one: Allowance, lang: str) -> dict[str, object]:
    case = one.ret.case
    person = case.person.merged_into or case.person
    office = one.unit.name_ar if lang == "ar" and one.unit.name_ar else str(one.unit)
    number = isolate(format_number(one.number, lang))
    void = _(" (annulé)") if one.voided_at else ""
    return {
        "title": _("Reçu n° %(number)s") % {"number": number} + void,
        "header": office,
        "footer": _("Reçu à garder par la personne ; le double reste au bureau."),
        "amount": isolate(format_money(one.amount, one.currency, lang)),
        "words": spelled(one.amount, one.currency, lang),
        "facts": [
            (_("Remis à"), isolate(display_name(person))),
            (_("Dossier"), isolate(show_reference(case.reference))),
            (_("Le"), isolate(format_date(one.on, lang))),
            (_("Reçu attesté par"), str(one.get_received_by_display())),
        ],
        "text": _("Argent de poche remis au départ d'un retour volontaire. Il n'est pas à rembourser."),
        "signatures": [_("La personne"), _("Pour le bureau")],
    }
