"""The receipt of a payment: its number, the amount in figures and in words, to whom and for what; French or Arabic.

It says the kind of support and never the plan's words: whoever finds it learns no more than what was paid.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from musanada.kit.formats import format_date, format_money, format_number, isolate
from musanada.kit.ids import show_reference
from musanada.kit.spelled import spelled
from musanada.people.queries import display_name
from musanada.returns.models import LedgerLine

LANGUAGES = ("fr", "ar")
TEMPLATE = "returns/typst/payment.typ"


def pdf(line: LedgerLine, lang: str) -> bytes:
    from musanada.kit.pdf import render

    with translation.override(lang):
        return render(TEMPLATE, content(line, lang), lang, dated=line.on)


def content(line: LedgerLine, lang: str) -> dict[str, Any]:
    one = line.tranche
    case = line.file.case
    person = case.person.merged_into or case.person
    number = isolate(format_number(line.number, lang))
    void = (
        _(" (contre-passé)") if LedgerLine.objects.filter(reverses=line, amount=-line.amount).exists() else ""
    )
    return {
        "title": _("Reçu de paiement n° %(number)s") % {"number": number} + void,
        "header": str(line.unit),
        "footer": _("Un exemplaire pour qui reçoit, un pour le bureau."),
        "amount": isolate(format_money(line.amount, line.currency, lang)),
        "words": spelled(line.amount, line.currency, lang),
        "facts": [
            (_("Payé à"), isolate(one.supplier.name if one.supplier else display_name(person))),
            *([(_("Pour le compte de"), isolate(display_name(person)))] if one.supplier else []),
            (_("Dossier"), isolate(show_reference(case.reference))),
            (_("Versement"), isolate(show_reference(one.reference))),
            (_("Objet"), f"{one.activity.get_kind_display()} · {one.get_form_display()}"),
            *([(_("Projet commun"), isolate(str(one.activity.project)))] if one.activity.project else []),
            (_("Pièce de paiement"), isolate(line.receipt)),
            (_("Le"), isolate(format_date(line.on, lang))),
            (_("Financement"), isolate(str(line.funding))),
        ],
        "signatures": [_("Qui reçoit : nom et signature"), _("Pour le bureau : nom, signature, cachet")],
    }
