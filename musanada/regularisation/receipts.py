"""The receipt of a deposit, in French and Arabic: number, day, pieces given and missing, due date, window and secret.

Printed once with its secret; printed again it carries another one. The square code holds the window's address with the
number alone: the secret is typed, so that a photograph of the code opens nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override

from musanada.cases.models import Deadline, Piece
from musanada.cases.queries.parts import checklist_of
from musanada.cases.queries.pieces import GIVEN, Line
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import show_reference
from musanada.kit.qr import qr_svg
from musanada.regularisation.letter_words import RECEIPT, say
from musanada.regularisation.models import Application
from musanada.regularisation.secrets import show_secret

LANGUAGES = ("fr", "ar")
BOTH = "both"
WINDOW = "window:ask"


@dataclass(frozen=True)
class Receipt:
    """What stands on it, whatever the language."""

    application: Application
    given: Sequence[Piece]
    missing: Sequence[Line]
    due_on: date | None
    window: str

    @property
    def number(self) -> str:
        return str(self.application.case.reference)


def receipt_of(application: Application, window: str = "") -> Receipt:
    case = application.case
    given = Piece.objects.filter(case=case, state__in=GIVEN).select_related("type")
    missing = [line for line in checklist_of(case) if line.missing]
    running = Deadline.objects.filter(case=case, met_on=None, dropped_on=None, rule__legal=True)
    due = running.order_by("due_on").values_list("due_on", flat=True).first()
    return Receipt(application, list(given), missing, due, window)


def window_path() -> str:
    """The applicant's window; "" while this installation has none."""
    try:
        return reverse(WINDOW)
    except NoReverseMatch:
        return ""


def pdf(one: Receipt, secret: str, language: str) -> bytes:
    """The sheet: in both languages, or in one. ``language``: both, fr or ar."""
    from musanada.kit.pdf import render

    wanted = LANGUAGES if language == BOTH else (language,)
    texts = [text(one, secret, lang) for lang in wanted]
    # After the "#": a phone shows it, no server is told it.
    link = f"{one.window}#{one.number}" if one.window else one.number
    data = {
        "texts": texts,
        "title": texts[0]["title"],
        "code": str(qr_svg(link, texts[0]["code_alt"], size=120)),
        "footer": "Musanada",
    }
    return render("regularisation/typst/receipt.typ", data, wanted[0], dated=timezone.localdate())


def text(one: Receipt, secret: str, lang: str) -> dict[str, Any]:
    """One language's half of the sheet, everything already text."""
    with override(lang):
        given = [str(piece.type) for piece in one.given] or [say(RECEIPT, "none", lang)]
        return {
            "lang": lang,
            "title": say(RECEIPT, "title", lang),
            "operation": str(one.application.operation),
            "office": str(one.application.case.unit),
            "facts": facts(one, lang),
            "given_title": say(RECEIPT, "given", lang),
            "given": given,
            "missing_title": say(RECEIPT, "missing", lang),
            "missing": [wanted(line, lang) for line in one.missing],
            "complete": say(RECEIPT, "complete", lang),
            "window_title": say(RECEIPT, "window", lang),
            "window_help": say(RECEIPT, "window_help", lang),
            "window": one.window,
            "secret_label": say(RECEIPT, "secret", lang),
            "secret": show_secret(secret),
            "keep": say(RECEIPT, "keep", lang),
            "code_alt": say(RECEIPT, "code", lang, show_reference(one.number)),
            "stamp": say(RECEIPT, "stamp", lang),
            "not_a_permit": say(RECEIPT, "not_a_permit", lang),
        }


def facts(one: Receipt, lang: str) -> list[list[str]]:
    lodged, due = one.application.lodged_on, one.due_on
    found = [[say(RECEIPT, "number", lang), isolate(show_reference(one.number))]]
    if lodged:
        found.append([say(RECEIPT, "lodged", lang), isolate(format_date(lodged, lang))])
    if due:
        found.append([say(RECEIPT, "due", lang), isolate(format_date(due, lang))])
    found.append([say(RECEIPT, "claims", lang), categories(one.application)])
    return found


def categories(application: Application) -> str:
    rows = application.claims.filter(withdrawn_on=None).select_related("criterion")
    return " · ".join(str(one.criterion) for one in rows)


def wanted(line: Line, lang: str) -> str:
    """A piece, or the ones of which one is enough."""
    names = [str(one.type) for one in line.required]
    if len(names) == 1:
        return names[0]
    return say(RECEIPT, "one_of", lang, say(RECEIPT, "between", lang).join(names))
