"""Several codes in one column, ``,identity,contact,``: counted and filtered in plain SQL on both databases."""

from collections.abc import Iterable, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup


class Concerned(TextChoices):
    """Whose data a treatment holds."""

    MIGRANTS = "migrants", _("Migrants et réfugiés")
    CHILDREN = "children", _("Enfants")
    VICTIMS = "victims", _("Victimes de traite ou de violence")
    RETURNEES = "returnees", _("Marocains de retour")
    RELATIVES = "relatives", _("Proches et tuteurs")
    STAFF = "staff", _("Personnel et comptes")
    PARTNERS = "partners", _("Contacts des partenaires")
    VISITORS = "visitors", _("Visiteurs des pages publiques")


def joined(codes: Iterable[str]) -> str:
    kept = [code for code in dict.fromkeys(codes) if code]
    return f",{','.join(kept)}," if kept else ""


def split(text: str) -> list[str]:
    return [code for code in text.split(",") if code]


def labels(text: str, choices: type[TextChoices]) -> Sequence[str]:
    """In words, in the order of the list; a code that went shows itself."""
    found = set(split(text))
    return [str(choices(c).label) for c in choices.values if c in found] + sorted(found - set(choices.values))


def group_labels(text: str) -> Sequence[str]:
    return labels(text, FieldGroup)
