"""The subjects that figures stand under, in the order of the pages."""

from django.utils.translation import gettext as _

GROUPS = (
    *("assistance", "returns", "reintegration", "surveys"),
    *("regularisation", "associations", "people", "programmes"),
    *("protection", "trafficking", "border", "courses"),
)


def group_title(group: str) -> str:
    return {
        "assistance": _("Aides"),
        "returns": _("Retours volontaires"),
        "reintegration": _("Réintégration après le retour"),
        "surveys": _("Enquêtes"),
        "regularisation": _("Régularisation et cartes"),
        "associations": _("Associations de migrants"),
        "people": _("Personnes"),
        "programmes": _("Programmes"),
        "protection": _("Protection des enfants"),
        "trafficking": _("Traite des êtres humains"),
        "border": _("Blessés aux frontières"),
        "courses": _("Cours de langue"),
    }.get(group, _("Autres chiffres"))
