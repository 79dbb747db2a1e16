"""Words behind the codes of returns and reintegration: imported by ``codelists``, so that every list is known."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.returns.models import Channel, Dimension, Direction, Form, Level, Return, Support, Vulnerability
from musanada.returns.queries import names
from musanada.returns.workflow import RETURN
from musanada.returns.workflow_reintegration import REINTEGRATION
from musanada.surveys.models import Interview, Round

Labels = Callable[[User, str], dict[str, str]]
CHOICES = {
    "directions": Direction,
    "channels": Channel,
    "support_kinds": Support,
    "support_forms": Form,
    "support_levels": Level,
    "reintegration_dimensions": Dimension,
    "vulnerabilities": Vulnerability.Flag,
}
# Lists whose rows show even at zero.
CLOSED = {"channels": tuple(Channel.values), "reintegration_dimensions": tuple(Dimension.values)}
STAGES: dict[str, Sentence] = {
    "whole": _("De la demande au départ"),
    "screening": _("De la demande à l'entrée dans le programme"),
    "counselling": _("De l'entrée aux entretiens de conseil"),
    "declaration": _("Des entretiens à la déclaration"),
    "papers": _("De la déclaration aux papiers réunis"),
    "departure": _("Des papiers réunis au départ"),
}
WORDS: dict[str, dict[str, Sentence]] = {
    "minors": {"true": _("Moins de 18 ans"), "false": _("18 ans et plus")},
    "yes_no": {"true": _("Oui"), "false": _("Non")},
    "family_parts": {"principal": _("Demandeur principal"), "dependant": _("Membre de la famille")},
    "apart": {code: label for code, label in Return.Why.choices if code},
    "return_stages": STAGES,
    "return_sources": {"file": _("Dossier"), "register": _("Registre du passé")},
    "return_outcomes": {"open": _("En cours"), **RETURN.states},
    "survey_stages": {str(code): label for code, label in Round._meta.get_field("stage").flatchoices},
    "survey_outcomes": {**dict(Interview.Outcome.choices), "not_asked": _("Pas interrogée")},
    "reintegration_outcomes": {"open": _("En cours"), **REINTEGRATION.states},
}
ORDERED = {"minors": ("true", "false"), "return_stages": tuple(STAGES)}


def words(table: dict[str, Sentence]) -> Labels:
    def labels(actor: User, lang: str) -> dict[str, str]:
        with translation.override(lang):
            return {code: str(label) for code, label in table.items()}

    return labels


def named(read: Callable[[], dict[str, str]]) -> Labels:
    def labels(actor: User, lang: str) -> dict[str, str]:
        with translation.override(lang):
            return read()

    return labels


def lists() -> dict[str, tuple[Labels, tuple[str, ...]]]:
    """Name → words and, of a closed list, its codes in order."""
    found = {name: (words(dict(choices.choices)), CLOSED.get(name, ())) for name, choices in CHOICES.items()}
    found |= {name: (words(table), ORDERED.get(name, ())) for name, table in WORDS.items()}
    found["fundings"] = (named(names.funding_names), ())
    found["survey_rounds"] = (named(names.round_names), ())
    found["survey_instruments"] = (named(names.instrument_names), ())
    found["schemes"] = (named(names.scheme_names), ())
    return found
