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
    "dataprotection.rules",
    _("Fixer les durées de conservation et le seuil des exports"),
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
        "dataprotection.ask_export": _("Export de personnes demandé"),
        "dataprotection.approve_export": _("Export permis par une seconde personne"),
        "dataprotection.decline_export": _("Export refusé par une seconde personne"),
        "dataprotection.prepare_export": _("Export préparé"),
        "dataprotection.export_made": _("Liste de personnes écrite"),
        "dataprotection.take_export": _("Export téléchargé, fichier détruit"),
        "dataprotection.set_threshold": _("Seuil des exports fixé"),
        "dataprotection.make_report": _("Personne informée de ce qui est gardé sur elle"),
        "dataprotection.open_report": _("Réponse à une demande d'accès ouverte"),
        "dataprotection.set_rule": _("Durée de conservation fixée"),
        "dataprotection.propose_disposal": _("Élimination proposée"),
        "dataprotection.confirm_disposal": _("Élimination confirmée et exécutée"),
        "dataprotection.decline_disposal": _("Élimination refusée"),
        "dataprotection.replay_erasure": _("Effacement rejoué après une restauration"),
    },
    kinds={
        "dataprotection.erasure": _("Effacement"),
        "dataprotection.peopleexport": _("Export de personnes"),
        "dataprotection.exportthreshold": _("Seuil des exports"),
        "dataprotection.accessreport": _("Réponse à une demande d'accès"),
        "dataprotection.retentionrule": _("Durée de conservation"),
        "dataprotection.disposal": _("Élimination"),
    },
    pages={
        "dataprotection.erasure": "dataprotection:erasure",
        "dataprotection.peopleexport": "dataprotection:export",
        "dataprotection.disposal": "dataprotection:disposal",
    },
)
