"""The rights over a file, and those of referral: who sends, who answers, who asks another office. Held at a unit."""

from django.utils.translation import gettext_lazy as _

from musanada.access.rights import right
from musanada.access.verbs import say
from musanada.kit.choices import Privacy

COUNTER = ("agent", "case_manager", "health_focal_point", "protection_officer", "shelter_manager")
ANSWERING = ("case_manager", "health_focal_point", "protection_officer", "shelter_manager")
OUTSIDE = ("case_manager", "health_focal_point", "protection_officer")

# A procedure belongs to one part of the file (``Procedure.group``): of two roles that hold the same right at the same
# office, only the one that reaches that part sees its cases.
FILES = ("agent", "case_manager", "protection_officer", "travel_officer", "commission_secretary")

right("case.view", _("Voir les dossiers"), roles=(*FILES, "programme_manager", "console"), reaches=Privacy.P3)
right("case.work", _("Tenir un dossier"), roles=(*FILES, "console"), reaches=Privacy.P3)
right(
    "case.lead",
    _("Confier, clore ou rouvrir un dossier"),
    roles=("case_manager", "protection_officer", "commission_secretary", "programme_manager"),
    reaches=Privacy.P3,
)
right("case.rules", _("Fixer les délais et les pièces des procédures"), roles=("administrator",))
right(
    "clearance.ask",
    _("Demander un feu vert"),
    roles=("agent", "case_manager", "travel_officer"),
    reaches=Privacy.P3,
)
right(
    "clearance.answer",
    _("Accorder ou refuser un feu vert"),
    roles=("protection_officer",),
    reaches=Privacy.P3,
)

right(
    "referral.view",
    _("Voir les orientations"),
    roles=(*COUNTER, "programme_manager"),
    reaches=Privacy.P4,
)
right("referral.send", _("Orienter ou transférer une personne"), roles=COUNTER, reaches=Privacy.P4)
right("referral.answer", _("Répondre à une orientation reçue"), roles=ANSWERING, reaches=Privacy.P4)
right(
    "referral.external",
    _("Orienter vers un organisme sans compte, par paquet chiffré"),
    roles=OUTSIDE,
    reaches=Privacy.P3,
)
right(
    "referral.relay",
    _("Noter la réponse d'un organisme sans compte"),
    roles=(*OUTSIDE, "console"),
    reaches=Privacy.P3,
)
right("referral.watch", _("Arrêter une orientation échue ou sans accord"), roles=("console",))
right("referral.terms", _("Fixer les délais des orientations"), roles=("administrator",))
right(
    "question.ask",
    _("Demander à un autre bureau s'il connaît une personne"),
    roles=("agent", "case_manager", "health_focal_point", "protection_officer"),
    reaches=Privacy.P3,
)
right(
    "question.answer",
    _("Répondre à la demande d'un autre bureau"),
    roles=("case_manager", "health_focal_point", "protection_officer"),
    reaches=Privacy.P3,
)

say(
    {
        "cases.draft": _("Orientation préparée"),
        "cases.referral.send": _("Orientation envoyée"),
        "cases.referral.accept": _("Orientation acceptée"),
        "cases.referral.refuse": _("Orientation refusée"),
        "cases.referral.finish": _("Orientation menée à bien"),
        "cases.referral.close": _("Orientation close sans résultat"),
        "cases.referral.revoke": _("Orientation retirée par son auteur"),
        "cases.referral.withdraw": _("Orientation arrêtée : accord retiré"),
        "cases.referral.lapse": _("Orientation échue sans réponse"),
        "cases.external.send": _("Paquet préparé pour un organisme"),
        "cases.external.accept": _("Orientation acceptée par l'organisme"),
        "cases.external.refuse": _("Orientation refusée par l'organisme"),
        "cases.external.finish": _("Orientation menée à bien par l'organisme"),
        "cases.external.close": _("Orientation externe close sans résultat"),
        "cases.external.revoke": _("Orientation externe retirée"),
        "cases.external.withdraw": _("Orientation externe arrêtée : accord retiré"),
        "cases.external.lapse": _("Orientation externe échue sans réponse"),
        "cases.take_package": _("Paquet retiré par l'organisme"),
        "cases.renew_package": _("Nouveau paquet préparé"),
        "cases.set_term": _("Délai des orientations changé"),
        "cases.read_frozen": _("Copie transmise relue"),
        "cases.ask": _("Question posée à un autre bureau"),
        "cases.question.decline": _("Question d'un bureau : sans suite"),
    },
    kinds={
        "cases.referral": _("Orientation"),
        "cases.package": _("Paquet chiffré"),
        "cases.question": _("Question entre bureaux"),
        "cases.term": _("Délai"),
    },
    pages={"cases.referral": "referrals:show"},
)
