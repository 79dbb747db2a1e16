"""A clearance asked and one granted; and the rules of procedures, which are the installation's: the same for all."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from musanada.cases.commands import clearances
from musanada.cases.models import DeadlineRule, Holiday, PieceType, RequiredPiece

RULE = UUID("0198a1b2-0000-7000-8000-0000000000a1")
PIECE = UUID("0198a1b2-0000-7000-8000-0000000000a2")
SINCE = date(2014, 1, 2)
RULES = "a rule of the installation"

MAKERS = {
    "clearances:show": lambda estate: (estate.clearance.pk,),
    "clearances:answer": lambda estate: (estate.clearance.pk,),
}
SHARED = {
    "procedures:show": ("regularisation", "a procedure's table: nobody's file"),
    "procedures:rule": (str(RULE), RULES),
    "procedures:rule-confirm": (str(RULE), RULES),
    "procedures:rule-end": (str(RULE), RULES),
    "procedures:piece": (str(PIECE), RULES),
    "procedures:pieces-confirm": (str(PIECE), RULES),
    "procedures:piece-end": (str(PIECE), RULES),
    "procedures:type": ("matrix-lease", RULES),
}
QUERIES = {"clearances:new": lambda estate: {"person": str(estate.person.pk)}}
POST_ONLY = {"procedures:rule-confirm", "procedures:pieces-confirm"}


def furnish(estate: Any) -> dict[str, Any]:
    rules()
    asked = clearances.ask_clearance(
        estate.accounts["agent"], estate.person, unit=estate.office, kind="travel"
    )
    done = clearances.ask_clearance(
        estate.accounts["agent"], estate.person, unit=estate.office, kind="protection"
    )
    officer, today = estate.accounts["protection_officer"], date.today()
    clearances.grant(officer, done, from_on=today, to_on=today + timedelta(days=30), grounds="entretien mené")
    return {"clearance": asked, "granted": done}


def rules() -> None:
    """Once for the whole country."""
    lease, _made = PieceType.objects.get_or_create(code="matrix-lease", defaults={"name_fr": "Bail"})
    kept = {"procedure": "regularisation", "valid_from": SINCE}
    RequiredPiece.objects.get_or_create(
        pk=PIECE, defaults={**kept, "type": lease, "context": "X0", "mandatory": False}
    )
    state = {"starts": ",closed_refused,", "meets": ",closed,", "length": 2, "measure": "months"}
    DeadlineRule.objects.get_or_create(
        pk=RULE, defaults={**kept, **state, "code": "matrix", "name_fr": "Délai"}
    )
    Holiday.objects.get_or_create(day=SINCE, defaults={"name_fr": "Fête"})
