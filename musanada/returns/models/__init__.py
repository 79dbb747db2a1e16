"""Returns: rules, files, papers, movements, hand-overs, reintegration, money, registers of the past."""

from musanada.returns.models.handovers import HandOver
from musanada.returns.models.money import Approval, LedgerLine, Proof, Supplier, Tranche, TrancheProof
from musanada.returns.models.movements import Allowance, Escort, Leg, Movement, Passenger, TravelEvent
from musanada.returns.models.papers import ExitAuthorisation, FitToTravel, Stay, TravelDocument
from musanada.returns.models.past import PastReturn
from musanada.returns.models.reintegration import (
    Activity,
    Assessment,
    Dimension,
    Level,
    Plan,
    Project,
    Reintegration,
    Support,
    Visit,
)
from musanada.returns.models.returns import Counselling, Declaration, Return, Screening, Vulnerability
from musanada.returns.models.rules import (
    ApprovalLimit,
    Channel,
    CountryNote,
    Direction,
    Form,
    Funding,
    Lock,
    LockRule,
    PocketMoney,
    Scheme,
    SchemeBenefit,
)

__all__ = [
    "Activity",
    "Allowance",
    "Approval",
    "ApprovalLimit",
    "Assessment",
    "Channel",
    "Counselling",
    "CountryNote",
    "Declaration",
    "Dimension",
    "Direction",
    "Escort",
    "ExitAuthorisation",
    "FitToTravel",
    "Form",
    "Funding",
    "HandOver",
    "LedgerLine",
    "Leg",
    "Level",
    "Lock",
    "LockRule",
    "Movement",
    "Passenger",
    "PastReturn",
    "Plan",
    "PocketMoney",
    "Project",
    "Proof",
    "Reintegration",
    "Return",
    "Scheme",
    "SchemeBenefit",
    "Screening",
    "Stay",
    "Supplier",
    "Support",
    "Tranche",
    "TrancheProof",
    "TravelDocument",
    "TravelEvent",
    "Visit",
    "Vulnerability",
]
