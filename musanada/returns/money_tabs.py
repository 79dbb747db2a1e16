"""The pages of money beside each other, those of them that this actor may open."""

from typing import Any

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User

PAGES = (
    ("tranches", _("Versements")),
    ("ledger", _("Grand livre")),
    ("suppliers", _("Fournisseurs")),
    ("schemes", _("Dispositifs et financements")),
    ("money-rules", _("Plafonds et taux")),
)


def money_tabs(actor: User, current: str) -> list[dict[str, Any]]:
    found = []
    for code, label in PAGES:
        url = reverse(f"returns:{code}")
        if holds(actor, str(getattr(resolve(url).func, "declares", ""))):
            found.append({"label": label, "url": url, "current": code == current})
    return found
