"""Words behind the codes of facts: fundings, schemes, rounds and questionnaires, in the language that is active. Rules of programmes, no person."""

from musanada.returns.models import Funding, Scheme
from musanada.surveys.models import Instrument, Round


def funding_names() -> dict[str, str]:
    return {one.code: str(one) for one in Funding.objects.all()}


def scheme_names() -> dict[str, str]:
    """Code → name of its latest version."""
    return {one.code: str(one) for one in Scheme.objects.order_by("valid_from")}


def round_names() -> dict[str, str]:
    return {one.code: str(one) for one in Round.objects.all()}


def instrument_names() -> dict[str, str]:
    return {one.code: str(one) for one in Instrument.objects.all()}
