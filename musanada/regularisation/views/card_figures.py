"""Pages of figures about cards: valid and handed over, who fell out of validity, what ends next year."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from musanada.access.pages import Request, page
from musanada.kit.formats import format_date
from musanada.kit.paging import window
from musanada.kit.periods import add_months
from musanada.kit.svg import Frame, Line, Point, over_time, responsive
from musanada.regularisation import forms_cards as forms
from musanada.regularisation.cards import GRACE_DAYS
from musanada.regularisation.queries import card_figures as figures
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.views.card_area import rows_of, tabs

FATES = (
    ("renewed", _("Renouvelées : une carte suivante a été remise")),
    ("lapsed", _("Échues sans renouvellement : leur titulaire est sorti de la validité")),
    ("lost", _("Perdues ou volées")),
    ("withdrawn", _("Retirées")),
    ("later", _("Remises d'avance : valables à la fin de la carte en main")),
)


@page("card.view")
@require_GET
def stock(request: Request) -> HttpResponse:
    """Valid on a day, handed over until then, and each card that makes the difference."""
    actor, form = request.user, forms.StockForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = asked.get("day") or timezone.localdate()
    first, last = asked.get("first") or date(day.year, 1, 1), asked.get("last") or day
    found = figures.stock(actor, day)
    context = {
        "form": forms.StockForm(initial={"day": day, "first": first, "last": last})
        if not form.errors
        else form,
        "stock": found,
        "fates": [{"label": label, "n": getattr(found, code)} for code, label in FATES],
        "issued": figures.issued(actor, first, last),
        "first": first,
        "last": last,
        "offices": figures.by_office(actor, day),
        "rates": figures.rates(actor, day),
        "grace": GRACE_DAYS,
        "rules": queries.shown_rules(),
        "tabs": tabs(actor, "card-stock"),
        "valid_figure": {
            "label": _("Cartes valables"),
            "value": found.valid,
            "definition": _(
                "Cartes dont ce jour est entre le premier et le dernier jour, ni perdues ni retirées."
            ),
        },
        "issued_figure": {
            "label": _("Cartes remises depuis le début"),
            "value": found.issued,
            "definition": _("Toutes les cartes remises jusqu'à ce jour, premières et renouvellements."),
        },
    }
    return render(request, "regularisation/card_stock.html", context)


@page("card.view")
@require_GET
def lapsed(request: Request) -> HttpResponse:
    """Who fell out of validity: their card ended and no other followed."""
    shown = window(figures.lapsed(request.user, timezone.localdate()), request.GET)
    asked = {one.pk: one.asked for one in shown.rows}
    rows = rows_of(request.user, shown.rows)
    for row in rows:
        row["asked"] = asked[row["card"].pk]
    context = {"rows": rows, "page": shown, "tabs": tabs(request.user, "card-lapsed")}
    return render(request, "regularisation/card_lapsed.html", context)


@page("card.view")
@require_GET
def projection(request: Request) -> HttpResponse:
    """Ends of cards in hand over the next twelve months, by month and office: renewals that may be asked for."""
    form = forms.ProjectionForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    first = asked.get("first") or add_months(timezone.localdate().replace(day=1), 1)
    found = figures.projection(request.user, first)
    language = get_language() or "fr"
    context = {
        "form": form if form.errors else forms.ProjectionForm(initial={"first": first}),
        "projection": found,
        "chart": chart(found, language) if found.total else "",
        "months": [format_date(month, language, "month", short=True) for month in found.months],
        "rates": [one for one in figures.rates(request.user, timezone.localdate()) if one.holders][:1],
        "tabs": tabs(request.user, "card-projection"),
    }
    return render(request, "regularisation/card_projection.html", context)


def chart(found: figures.Projection, language: str) -> Any:
    """A column a month; its table stands under it."""
    points = tuple(
        Point(format_date(month, language, "month", short=True), total)
        for month, total in zip(found.months, found.totals, strict=True)
    )
    frame = Frame(gettext("Cartes qui arrivent à leur fin, par mois"), language, width=860)
    return responsive(
        lambda size: over_time([Line(gettext("Cartes"), points)], size, kind="column"),
        frame,
    )
