"""The rights of agreement: who sees the answers, who records them, who may ask to do without, who may allow it."""

from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.rights import right
from musanada.kit.choices import Privacy

HEARS = ("agent", "case_manager", "protection_officer")

right(
    "consent.view",
    _("Voir les accords d'une personne"),
    roles=(
        *HEARS,
        "health_focal_point",
        "shelter_manager",
        "programme_manager",
        "data_protection",
        "console",
    ),
)
right("consent.record", _("Noter un accord, un refus ou un retrait"), roles=HEARS)
right(
    "consent.override",
    _("Demander à agir sans l'accord de la personne"),
    roles=("case_manager", "protection_officer"),
    reaches=Privacy.P3,
)
right(
    "consent.approve_override",
    _("Permettre d'agir sans l'accord de la personne"),
    roles=("programme_manager", "data_protection"),
    reaches=Privacy.P3,
)

verbs.say(
    {
        "people.record_consent": _("Accord noté"),
        "people.refuse_consent": _("Refus noté"),
        "people.withdraw_consent": _("Accord retiré"),
        "people.record_other_basis": _("Autre base légale notée"),
        "people.review_basis": _("Base légale relue"),
        "people.ask_override": _("Dérogation demandée"),
        "people.approve_override": _("Dérogation accordée"),
        "people.decline_override": _("Dérogation refusée"),
        "people.use_override": _("Dérogation utilisée"),
        "people.review_override": _("Dérogation relue"),
    },
    kinds={"people.consent": _("Accord de la personne"), "people.consentoverride": _("Dérogation")},
    pages={"people.consentoverride": "consents:override"},
)
