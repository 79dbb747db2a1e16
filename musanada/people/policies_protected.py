"""The rights over P4 files. A right alone opens nothing here: one must also stand on the file."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.access.verbs import say
from musanada.kit.choices import Privacy

OPENERS = ("case_manager", "protection_officer")
MAY_BE_NAMED = (
    "agent",
    "case_manager",
    "health_focal_point",
    "protection_officer",
    "travel_officer",
    "shelter_manager",
)

right(
    "confidential.view",
    _("Lire un dossier protégé où l'on est nommé"),
    roles=MAY_BE_NAMED,
    reaches=Privacy.P4,
)
right(
    "confidential.open",
    _("Ouvrir un dossier protégé et en répondre"),
    roles=OPENERS,
    reaches=Privacy.P4,
)
right(
    "confidential.unprotect",
    _("Décider, à deux, de montrer de nouveau une personne protégée"),
    roles=OPENERS,
    reaches=Privacy.P4,
)
right(
    "confidential.break_glass",
    _("Ouvrir un dossier protégé en urgence"),
    roles=(*OPENERS, "health_focal_point"),
    reaches=Privacy.P4,
)
right(
    "confidential.review",
    _("Examiner les ouvertures en urgence"),
    roles=("data_protection",),
    reaches=Privacy.P4,
)
right("confidential.unseal", _("Lever un scellé"), roles=("data_protection",), reaches=Privacy.P4)

say(
    {
        "people.read_protected": _("Dossier protégé lu"),
        "people.open_file": _("Dossier protégé ouvert"),
        "people.grant": _("Personne nommée sur un dossier protégé"),
        "people.extend": _("Accès à un dossier protégé prolongé"),
        "people.end_grant": _("Accès à un dossier protégé terminé"),
        "people.hand_over_file": _("Dossier protégé confié à un autre responsable"),
        "people.seal": _("Dossier protégé scellé"),
        "people.unseal": _("Scellé levé"),
        "people.close_file": _("Clôture d'un dossier protégé"),
        "people.unprotect": _("Personne montrée de nouveau"),
        "people.break_glass": _("Dossier protégé ouvert en urgence"),
        "people.review": _("Ouverture en urgence examinée"),
        "people.open_asylum": _("Dossier d'asile ouvert"),
        "people.record_asylum": _("Statut d'asile enregistré"),
        "people.void_asylum": _("Statut d'asile annulé"),
        "people.send_to_asylum": _("Orientation vers l'autorité d'asile notée"),
    },
    {
        "people.confidentialfile": _("Dossier protégé"),
        "people.namedaccess": _("Accès à un dossier protégé"),
        "people.asylumstatus": _("Statut d'asile"),
        "people.asylumreferral": _("Orientation vers l'autorité d'asile"),
    },
    {"people.confidentialfile": "protected:file"},
)
