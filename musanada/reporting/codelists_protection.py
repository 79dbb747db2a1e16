"""Words behind the codes of protection: imported by ``codelists``, so that every list is known."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.protection.facts_common import ADULT, BANDS, BRACKETS
from musanada.protection.models import (
    BorderIncident,
    CareArrangement,
    Casualty,
    Child,
    Clock,
    Closing,
    Death,
    Encounter,
    Enrolment,
    Evacuation,
    Exploitation,
    Mechanism,
    NrmReferral,
    Outlook,
    ProtectionFile,
    Tracing,
    VictimStatus,
)
from musanada.reporting.codelists_returns import Labels, words

CHOICES = {
    "child_situations": Child.Status,
    "child_sources": ProtectionFile.Source,
    "protection_kinds": ProtectionFile.Kind,
    "care_kinds": CareArrangement.Kind,
    "tracing_states": Tracing.State,
    "solutions": Outlook,
    "clock_kinds": Clock.Kind,
    "closing_reasons": Closing.Reason,
    "encounter_companies": Encounter.Company,
    "exploitation_forms": Exploitation,
    "status_bodies": VictimStatus.Body,
    "nrm_outcomes": NrmReferral.State,
    "nrm_partners": Mechanism.Kind,
    "incident_kinds": BorderIncident.Kind,
    "triage": Casualty.Triage,
    "evacuation_means": Evacuation.Means,
    "death_identities": Death.Identity,
}
CHILD_STAGES: dict[str, Sentence] = {
    "bia": _("Évaluation de l'intérêt supérieur (BIA)"),
    "bid": _("Décision du panel (BID)"),
    "placement": _("Premier placement"),
}
BANDS_WORDS: dict[str, Sentence] = {
    "0-5": _("0 à 5 ans"),
    "6-12": _("6 à 12 ans"),
    "0-12": _("0 à 12 ans"),
    "13-17": _("13 à 17 ans"),
    f"{ADULT}+": _("18 ans et plus"),
}
YEARS = tuple(str(age) for age in range(ADULT))
STATUSES: dict[str, Sentence] = {"detected": _("Pas encore de statut"), **dict(VictimStatus.Status.choices)}
WORDS: dict[str, dict[str, Sentence]] = {
    "child_brackets": {code: BANDS_WORDS[code] for code in BRACKETS.codes},
    "child_bands": {code: BANDS_WORDS[code] for code in BANDS.codes},
    "child_years": {**{age: age for age in YEARS}, f"{ADULT}+": BANDS_WORDS[f"{ADULT}+"]},
    "casualty_ages": dict(Casualty.Age.choices),
    "origins": {"moroccan": _("Marocains"), "foreign": _("Étrangers")},
    "child_stages": CHILD_STAGES,
    "victim_statuses": STATUSES,
    "casualty_outcomes": {"open": _("En cours"), **{c: w for c, w in Casualty.Outcome.choices if c}},
    "course_results": {"open": _("En cours"), **{c: w for c, w in Enrolment.Result.choices if c}},
    "course_languages": {
        "ary": _("Darija"), "ara": _("Arabe"), "fra": _("Français"), "zgh": _("Amazighe"), "eng": _("Anglais"),
        "spa": _("Espagnol"),
    },
    "children_adults": {"true": _("Enfants"), "false": _("Adultes")},
}  # fmt: skip
# Lists whose rows show even at zero, in their order.
CLOSED = {
    "child_brackets": BRACKETS.codes,
    "child_bands": BANDS.codes,
    "child_years": (*YEARS, f"{ADULT}+"),
    "child_situations": ("unaccompanied", "separated"),
    "origins": ("moroccan", "foreign"),
    "child_stages": tuple(CHILD_STAGES),
    "victim_statuses": tuple(STATUSES),
    "triage": tuple(Casualty.Triage.values),
    "casualty_ages": ("0-12", "13-17", "18+"),
    "children_adults": ("true", "false"),
}


def lists() -> dict[str, tuple[Labels, tuple[str, ...]]]:
    """Name → words and, of a closed list, its codes in order."""
    found = {name: (words(dict(choices.choices)), CLOSED.get(name, ())) for name, choices in CHOICES.items()}
    return found | {name: (words(table), CLOSED.get(name, ())) for name, table in WORDS.items()}
