"""The rights of returns and reintegration. Who counsels does not book, who plans does not approve, who approves does not pay."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

COUNTER = ("agent", "case_manager")
DESK = (*COUNTER, "travel_officer")
PAYERS = ("finance_officer",)

right(
    "return.view",
    _("Voir les dossiers de retour"),
    roles=(*DESK, "programme_manager", "console"),
    reaches=Privacy.P3,
)
right("return.register", _("Recevoir une demande de retour"), roles=(*COUNTER, "console"), reaches=Privacy.P3)
right(
    "return.screen",
    _("Mener l'entretien d'orientation d'un retour"),
    roles=("case_manager", "protection_officer", "console"),
    reaches=Privacy.P3,
)
right(
    "return.counsel",
    _("Conseiller avant le retour et recevoir la déclaration"),
    roles=("case_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "return.papers",
    _("Tenir les documents, autorisations et certificats d'un voyage"),
    roles=("case_manager", "travel_officer", "console"),
    reaches=Privacy.P3,
)
right(
    "return.travel",
    _("Organiser un voyage : trajets, inscriptions, départs"),
    roles=("travel_officer", "console"),
    reaches=Privacy.P3,
)
right(
    "return.late",
    _("Saisir après coup un départ, ou corriger un fait de voyage"),
    roles=("travel_officer", "programme_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "return.receive",
    _("Confirmer une arrivée et clore un retour"),
    roles=("case_manager", "travel_officer", "console"),
    reaches=Privacy.P3,
)
right(
    "return.handover",
    _("Remettre un dossier à une autre mission"),
    roles=("case_manager",),
    reaches=Privacy.P3,
)
right(
    "return.rules",
    _("Fixer les exigences d'un départ, l'argent de poche et les notes par pays"),
    roles=("administrator", "programme_manager", "console"),
)
right(
    "return.load",
    _("Reprendre un registre de retours passés"),
    roles=("case_manager", "programme_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "return.countries",
    _("Voir les fiches des pays et la carte des retours"),
    roles=(*DESK, "protection_officer", "programme_manager", "mne_officer", "statistician", "auditor"),
)

right(
    "reintegration.view",
    _("Voir les dossiers de réintégration"),
    roles=("case_manager", "programme_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "reintegration.work",
    _("Tenir un dossier de réintégration"),
    roles=("case_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "reintegration.approve",
    _("Approuver un plan ou un versement"),
    roles=("case_manager", "programme_manager"),
    reaches=Privacy.P3,
)
right(
    "project.view", _("Voir les projets communs"), roles=("case_manager", "programme_manager", "mne_officer")
)
right("project.manage", _("Tenir les projets communs"), roles=("case_manager",))
right(
    "money.view",
    _("Voir les versements et le grand livre"),
    roles=("case_manager", "programme_manager", "finance_officer"),
    reaches=Privacy.P3,
)
right("money.pay", _("Payer un versement approuvé"), roles=(*PAYERS, "console"), reaches=Privacy.P3)
right(
    "supplier.manage",
    _("Tenir les fournisseurs"),
    roles=("case_manager", "finance_officer"),
    reaches=Privacy.P2,
)
right(
    "scheme.view",
    _("Voir les dispositifs et financements de retour"),
    roles=(
        *DESK,
        "programme_manager",
        "mne_officer",
        "finance_officer",
        "auditor",
        "administrator",
        "console",
    ),
)
right(
    "scheme.manage",
    _("Tenir les dispositifs, financements et plafonds"),
    roles=("programme_manager", "console"),
)
