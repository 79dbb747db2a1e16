"""What the pages of cards share: the tabs an actor may open, rows with names, answers on paper."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.pages import Actor
from musanada.regularisation.queries import cards as queries

TABS = (
    ("cards", _("Cartes"), "card.view"),
    ("card-order", _("À commander"), "card.order"),
    ("card-print", _("À imprimer"), "card.make"),
    ("card-deliver", _("À remettre"), "card.make"),
    ("renewals", _("Renouvellements"), "card.view"),
    ("reminders", _("Rappels"), "card.remind"),
    ("card-lapsed", _("Échues"), "card.view"),
    ("card-stock", _("Cartes valables et remises"), "card.view"),
    ("card-projection", _("Fins à venir"), "card.view"),
)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(f"regularisation:{name}"), "current": name == current}
        for name, label, right in TABS
        if holds(actor, right)
    ]


def rows_of(actor: Actor, cards: Iterable[Any], right: str = queries.VIEW) -> list[dict[str, Any]]:
    """Cards with the holder's name where the actor's role reaches it, and the state as it is today."""
    listed = list(cards)
    names = queries.names(actor, {one.pk: queries.holder(one) for one in listed}, right=right)
    return [row_of(one, names.get(one.pk, "")) for one in listed]


def row_of(one: Any, name: str) -> dict[str, Any]:
    shape, word = queries.state_of(one)
    return {"card": one, "holder": queries.holder(one), "name": name, "shape": shape, "word": word}


def paper(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser; its name is a reference."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
