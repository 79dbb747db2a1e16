"""Words for the fields and levels of agreement that ``evidence`` names by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Promise] = {
    "name": _("Nom"),
    "mother": _("Nom de la mère"),
    "birth": _("Date de naissance"),
    "sex": _("Sexe"),
    "nationality": _("Nationalité"),
    "nationality_rare": _("Nationalité (nom rare)"),
    "document": _("Document"),
    "phone": _("Téléphone"),
    "city": _("Ville"),
}
