"""The rights of regularisation. An office's own files; a session's members their session's files, and no other."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.kit.choices import Privacy

OFFICE = ("agent", "case_manager")
STAFF = (*OFFICE, "commission_secretary")
READERS = (*STAFF, "commission_member", "card_officer", "programme_manager", "mne_officer", "statistician")

right(
    "operation.view",
    _("Voir les opérations et leurs critères"),
    roles=(*READERS, "auditor", "administrator", "console"),
)
right("operation.manage", _("Tenir une opération et ses critères"), roles=("programme_manager", "console"))

right(
    "regularisation.view",
    _("Voir les demandes de régularisation"),
    roles=(*STAFF, "programme_manager", "console"),
    reaches=Privacy.P3,
)
right(
    "regularisation.intake",
    _("Recevoir une demande de régularisation"),
    roles=(*OFFICE, "console"),
    reaches=Privacy.P3,
)
right(
    "regularisation.examine",
    _("Vérifier les pièces et examiner les critères"),
    roles=STAFF,
    reaches=Privacy.P3,
)
right("regularisation.notify", _("Notifier une décision"), roles=STAFF, reaches=Privacy.P3)
right(
    "regularisation.load",
    _("Reprendre les dossiers d'une opération passée"),
    roles=("case_manager", "programme_manager", "console"),
    reaches=Privacy.P3,
)

right(
    "commission.view",
    _("Voir les sessions d'une commission"),
    roles=("commission_secretary", "programme_manager"),
    reaches=Privacy.P3,
)
right(
    "commission.prepare",
    _("Préparer une session : membres, ordre du jour"),
    roles=("commission_secretary",),
    reaches=Privacy.P3,
)
right(
    "commission.record",
    _("Enregistrer les avis et le procès-verbal"),
    roles=("commission_secretary",),
    reaches=Privacy.P3,
)
right(
    "commission.read",
    _("Lire les dossiers de ses sessions"),
    roles=("commission_member",),
    reaches=Privacy.P3,
)

right("appeal.lodge", _("Recevoir un recours"), roles=STAFF, reaches=Privacy.P3)
right("appeal.view", _("Voir les recours"), roles=(*STAFF, "programme_manager"), reaches=Privacy.P3)
right("appeal.sort", _("Trier les recours"), roles=("commission_secretary",), reaches=Privacy.P3)
right(
    "appeal.decide",
    _("Enregistrer les décisions de la plénière"),
    roles=("commission_secretary", "console"),
    reaches=Privacy.P3,
)
right(
    "relief.prepare",
    _("Rejouer un critère sur les dossiers refusés"),
    roles=("commission_secretary", "case_manager"),
    reaches=Privacy.P3,
)
right(
    "relief.decide",
    _("Décider un assouplissement pour une liste"),
    roles=("commission_secretary", "console"),
    reaches=Privacy.P3,
)
right(
    "instruction.execute",
    _("Exécuter ce que la commission de recours demande"),
    roles=STAFF,
    reaches=Privacy.P3,
)

right(
    "card.view",
    _("Voir les cartes de séjour"),
    roles=(*OFFICE, "card_officer", "programme_manager"),
    reaches=Privacy.P3,
)
right("card.order", _("Commander une carte"), roles=(*OFFICE, "console"), reaches=Privacy.P3)
right("card.make", _("Imprimer et remettre une carte"), roles=("card_officer", "console"), reaches=Privacy.P3)
right("card.renew", _("Recevoir une demande de renouvellement"), roles=OFFICE, reaches=Privacy.P3)
right(
    "card.remind",
    _("Prévenir les titulaires avant la fin de leur carte"),
    roles=(*OFFICE, "card_officer", "console"),
    reaches=Privacy.P3,
)
right("card.decide", _("Accorder ou refuser un renouvellement"), roles=("card_officer",), reaches=Privacy.P3)

right(
    "association.view",
    _("Voir le registre des associations"),
    roles=(*STAFF, "programme_manager", "mne_officer", "auditor"),
)
right(
    "association.manage",
    _("Tenir le registre des associations"),
    roles=("case_manager", "programme_manager", "console"),
)
right(
    "snapshot.view",
    _("Voir les états arrêtés d'une opération"),
    roles=("programme_manager", "mne_officer", "statistician", "auditor"),
)
right(
    "snapshot.freeze", _("Arrêter l'état d'une opération"), roles=("statistician", "mne_officer", "console")
)
