"""What a command is asked to write: a target, a reported number, before it is checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from musanada.partners.models import Partner
from musanada.programmes.models import Programme
from musanada.reference.models import Place


@dataclass(frozen=True)
class TargetDraft:
    """A target or a baseline as it was typed or read from a file."""

    indicator: str
    period: str
    value: Decimal
    source: str
    kind: str = "target"
    dims: str = "total"
    programme: Programme | None = None


@dataclass(frozen=True)
class ReportDraft:
    """A number as an association reported it."""

    partner: Partner
    service: str
    counted: str
    period: str
    value: Decimal
    reported_on: date
    programme: Programme | None = None
    place: Place | None = None
    sex: str = ""
    method: str = ""
    remark: str = ""
