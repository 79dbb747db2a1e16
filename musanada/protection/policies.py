"""The rights of protection. A right alone opens no file: one must also be named on it. Who assesses does not review,
who asks for a closure does not approve it, who sits on a panel reads the sealed dossier and nothing else."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

TEAM = ("case_manager", "protection_officer")
DETECTORS = (
    *TEAM,
    "agent",
    "health_focal_point",
    "shelter_manager",
    "street_worker",
    "first_responder",
)

right(
    "protection.home",
    _("Voir l'accueil de la protection"),
    roles=(*DETECTORS, "teacher", "programme_manager", "administrator"),
)

# Children
right(
    "encounter.record",
    _("Noter une rencontre de rue et la rapprocher d'un enfant"),
    roles=(*TEAM, "street_worker"),
    reaches=Privacy.P3,
)
right("protection.view", _("Lire un dossier de protection où l'on est nommé"), roles=TEAM, reaches=Privacy.P4)
right("protection.work", _("Ouvrir et tenir un dossier de protection"), roles=TEAM, reaches=Privacy.P4)
right(
    "protection.approve",
    _("Approuver une clôture, une exception ou un risque au retour, en seconde personne"),
    roles=("protection_officer",),
    reaches=Privacy.P4,
)
right(
    "protection.supervise",
    _("Voir les échéances de la protection, sans nom"),
    roles=("protection_officer", "programme_manager"),
    reaches=Privacy.P3,
)
right("bip.assess", _("Évaluer l'intérêt supérieur d'un enfant (BIA)"), roles=TEAM, reaches=Privacy.P4)
right("bip.review", _("Relire une évaluation ou un rapport"), roles=TEAM, reaches=Privacy.P4)
right("bid.manage", _("Préparer et tenir un panel (BID)"), roles=("protection_officer",), reaches=Privacy.P4)
right(
    "bid.sit",
    _("Siéger dans un panel"),
    roles=(*TEAM, "health_focal_point", "programme_manager"),
    reaches=Privacy.P4,
)

# Courses
right(
    "course.manage",
    _("Tenir les cours, les groupes et les inscriptions"),
    roles=(*TEAM, "programme_manager"),
    reaches=Privacy.P3,
)
right("course.teach", _("Faire l'appel d'un groupe"), roles=("teacher",), reaches=Privacy.P3)

# Trafficking
right(
    "trafficking.detect",
    _("Remplir une grille de repérage de la traite et proposer une orientation"),
    roles=DETECTORS,
    reaches=Privacy.P3,
)
right("nrm.answer", _("Répondre à une orientation du mécanisme national"), roles=TEAM, reaches=Privacy.P4)
right(
    "mechanism.manage",
    _("Tenir la liste des partenaires du mécanisme national"),
    roles=("protection_officer", "programme_manager", "administrator"),
)

# Border medical
right(
    "border.record",
    _("Enregistrer un blessé à la frontière"),
    roles=("first_responder", "health_focal_point"),
    reaches=Privacy.P3,
)
right(
    "border.view",
    _("Voir les blessés aux frontières"),
    roles=("first_responder", "health_focal_point", "protection_officer"),
    reaches=Privacy.P3,
)
right(
    "border.hospital",
    _("Tenir l'hospitalisation d'un blessé"),
    roles=("health_focal_point",),
    reaches=Privacy.P3,
)
right(
    "border.identify",
    _("Dire qui est un blessé"),
    roles=("health_focal_point", "protection_officer"),
    reaches=Privacy.P3,
)
right(
    "border.liaise",
    _("Suivre les besoins de protection des blessés, et les décès"),
    roles=("protection_officer",),
    reaches=Privacy.P4,
)

right(
    "protection.rules",
    _("Fixer les délais, les seuils et les grilles de la protection"),
    roles=("administrator", "console"),
)
right(
    "protection.load",
    _("Reprendre des dossiers de protection passés"),
    roles=("console",),
    reaches=Privacy.P3,
)
