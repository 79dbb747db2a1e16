"""Whether a sealed dossier is still what was sealed: its SHA-256, checked at each reading, each vote and the decision."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

CHANGED = _(
    "Le dossier scellé a changé depuis qu'il fut scellé : rien n'est enregistré. Prévenez le responsable de la protection "
    "des données, et reprenez la BID."
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def intact(bid: Any) -> bool:
    """Is what is kept what was sealed?"""
    return bool(bid.digest) and digest(bid.dossier) == bid.digest
