"""The parts of the pages about likely twins, as far as the reader's rights go."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from musanada.access.doors import holds
from musanada.access.models import User


def tabs(actor: User, here: str) -> list[dict[str, Any]]:
    parts = (
        ("queue", _("À regarder"), "twins.review"),
        ("numbers", _("Numéros partagés"), "twins.review"),
        ("models", _("Modèles"), "twins.model"),
        ("runs", _("Comparaisons"), "twins.model"),
    )
    return [
        {"label": label, "url": reverse(f"twins:{name}"), "current": name == here}
        for name, label, right in parts
        if holds(actor, right)
    ]
