"""The rights over files joined to a person, and the words of what is done with them."""

from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.rights import right
from musanada.kit.choices import Privacy

right(
    "attachments.view",
    _("Ouvrir les pièces jointes à une personne"),
    roles=("agent", "case_manager", "health_focal_point", "protection_officer", "travel_officer"),
    reaches=Privacy.P4,
)
right(
    "attachments.add",
    _("Joindre une pièce à une personne"),
    roles=("agent", "case_manager", "health_focal_point", "protection_officer", "travel_officer"),
    reaches=Privacy.P4,
)
right(
    "attachments.void",
    _("Annuler une pièce jointe par erreur"),
    roles=("case_manager", "health_focal_point", "protection_officer"),
    reaches=Privacy.P4,
)

verbs.say(
    {
        "people.attach": _("Pièce jointe"),
        "people.void_attachment": _("Pièce annulée"),
        "people.read_attachment": _("Pièce ouverte"),
    },
    kinds={"people.attachment": _("Pièce jointe")},
)
