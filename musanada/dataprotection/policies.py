"""The rights of the data-protection app. Parts with rights of their own keep them in ``policies_….py``, imported here."""

from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.rights import right
from musanada.kit.choices import Privacy

right(
    "dataprotection.view",
    _("Voir les registres de la protection des données"),
    roles=("data_protection", "auditor"),
    reaches=Privacy.P3,
)
right(
    "dataprotection.manage",
    _("Tenir les registres de la protection des données"),
    roles=("data_protection",),
    reaches=Privacy.P3,
)
right(
    "dataprotection.deadlines",
    _("Fixer les délais légaux"),
    roles=("data_protection", "administrator"),
    reaches=Privacy.P1,
)
right(
    "dataprotection.request",
    _("Enregistrer la demande d'une personne sur ses données"),
    roles=("agent", "case_manager", "health_focal_point", "protection_officer", "data_protection"),
    reaches=Privacy.P3,
)

verbs.say(
    {
        "dataprotection.declare_controller": _("Responsable de traitement déclaré"),
        "dataprotection.record_processing": _("Traitement inscrit au registre"),
        "dataprotection.verify_processing": _("Traitement vérifié"),
        "dataprotection.record_formality": _("Démarche auprès de la CNDP enregistrée"),
        "dataprotection.record_hosting": _("Hébergement déclaré"),
        "dataprotection.record_assessment": _("Analyse d'impact enregistrée"),
        "dataprotection.attach_assessment": _("Analyse d'impact jointe"),
        "dataprotection.read_assessment": _("Analyse d'impact ouverte"),
        "dataprotection.record_breach": _("Violation de données déclarée"),
        "dataprotection.change_line": _("Registre modifié"),
        "dataprotection.set_deadline": _("Délai légal fixé"),
        "dataprotection.open_request": _("Demande d'une personne enregistrée"),
        "dataprotection.answer_request": _("Demande d'une personne répondue"),
        "dataprotection.refuse_request": _("Demande d'une personne refusée"),
    },
    kinds={
        "dataprotection.controllership": _("Responsable de traitement"),
        "dataprotection.processing": _("Traitement"),
        "dataprotection.formality": _("Démarche auprès de la CNDP"),
        "dataprotection.hosting": _("Hébergement"),
        "dataprotection.assessment": _("Analyse d'impact"),
        "dataprotection.assessmentdocument": _("Texte d'une analyse d'impact"),
        "dataprotection.breach": _("Violation de données"),
        "dataprotection.deadline": _("Délai légal"),
        "dataprotection.rightsrequest": _("Demande d'une personne"),
    },
    pages={
        "dataprotection.controllership": "dataprotection:controller",
        "dataprotection.processing": "dataprotection:treatment",
        "dataprotection.hosting": "dataprotection:hosting-line",
        "dataprotection.assessment": "dataprotection:assessment",
        "dataprotection.breach": "dataprotection:breach",
        "dataprotection.rightsrequest": "dataprotection:request",
    },
)
