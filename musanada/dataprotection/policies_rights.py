"""The rights by which what a person may ask is answered: access, erasure, exports, retention."""

from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.rights import right
from musanada.kit.choices import Privacy

CASEWORK = ("case_manager", "protection_officer")

right(
    "rights.access",
    _("Remettre à une personne ce qui est gardé sur elle"),
    roles=(*CASEWORK, "data_protection"),
    reaches=Privacy.P4,
)
right(
    "rights.access_whole",
    _("Remettre aussi les parties du dossier que son propre rôle n'atteint pas"),
    roles=("data_protection",),
    reaches=Privacy.P3,
)
right(
    "erasure.view",
    _("Voir les demandes d'effacement"),
    roles=(*CASEWORK, "programme_manager", "data_protection", "auditor"),
    reaches=Privacy.P3,
)
right(
    "erasure.ask",
    _("Enregistrer et examiner une demande d'effacement"),
    roles=(*CASEWORK, "data_protection"),
    reaches=Privacy.P4,
)
right(
    "erasure.decide",
    _("Accorder ou refuser un effacement"),
    roles=("data_protection",),
    reaches=Privacy.P4,
)
right(
    "erasure.confirm",
    _("Confirmer et exécuter un effacement accordé par un autre"),
    roles=("programme_manager", "data_protection"),
    reaches=Privacy.P4,
)
right(
    "erasure.replay",
    _("Rejouer la liste des effacements après une restauration"),
    roles=("console",),
    reaches=Privacy.P3,
)
right(
    "people.export",
    _("Exporter une liste de personnes"),
    roles=("case_manager", "programme_manager"),
    reaches=Privacy.P3,
)
right(
    "exports.view",
    _("Voir le registre des exports"),
    roles=("case_manager", "programme_manager", "data_protection", "auditor"),
)
right(
    "exports.approve",
    _("Permettre un export long demandé par un autre"),
    roles=("programme_manager", "data_protection"),
    reaches=Privacy.P3,
)
right(
    "retention.view",
    _("Voir les durées de conservation et ce qui est échu"),
    roles=("programme_manager", "data_protection", "auditor", "console"),
    reaches=Privacy.P3,
)
right(
    "retention.rule",
    _("Fixer les durées de conservation"),
    roles=("data_protection",),
)
right(
    "retention.run",
    _("Proposer, confirmer et exécuter l'élimination de ce qui est échu"),
    roles=("programme_manager", "data_protection"),
    reaches=Privacy.P3,
)

verbs.say(
    {
        "dataprotection.ask_erasure": _("Effacement demandé"),
        "dataprotection.erasure.examine": _("Demande d'effacement examinée"),
        "dataprotection.erasure.grant": _("Effacement accordé"),
        "dataprotection.erasure.refuse": _("Effacement refusé"),
        "dataprotection.erasure.restrict": _("Traitement limité"),
        "dataprotection.erasure.reopen": _("Demande d'effacement reprise"),
        "dataprotection.erasure.confirm": _("Effacement confirmé par une seconde personne"),
        "dataprotection.erasure.execute": _("Effacement certifié"),
        "dataprotection.erasure.withdraw": _("Demande d'effacement retirée"),
        "dataprotection.execute_erasure": _("Personne effacée"),
        "dataprotection.replay_erasure": _("Effacement rejoué après une restauration"),
    },
    kinds={"dataprotection.erasure": _("Effacement")},
    pages={"dataprotection.erasure": "dataprotection:erasure"},
)
