"""The operation of 2014 frozen on the days whose totals were printed, and the one that followed it, as a decision table."""

from datetime import UTC, date, datetime

from musanada.access.models import Unit, User
from musanada.demo.operation_2014 import TEMPLATE, unit_code
from musanada.reference.queries import offices as offices_on
from musanada.regularisation.commands.operations import close_operation, found_operation, open_offices
from musanada.regularisation.commands.snapshots import freeze
from musanada.regularisation.models import Operation

# The cuts that circulate (systems.md, section 1: [7], [6], and the article of May 2016).
CUTS = (
    ("Presse, janvier 2015", datetime(2015, 1, 20, 22, 59, 59, tzinfo=UTC)),
    (
        "Quatrième réunion de la commission nationale, février 2015",
        datetime(2015, 2, 9, 22, 59, 59, tzinfo=UTC),
    ),
    ("Bilan de l'opération, mai 2016", datetime(2016, 5, 31, 22, 59, 59, tzinfo=UTC)),
)
NEXT, OPENED, CLOSED = "exceptional-2016", date(2016, 12, 15), date(2018, 12, 31)


def fill(actor: User, units: dict[str, Unit]) -> None:
    """Each state keeps its rows: what differs between two of them is explained file by file."""
    operation = Operation.objects.get(code=TEMPLATE)
    for name, known_at in CUTS:
        freeze(actor, operation, name=name, known_at=known_at)
    found_the_next(actor, units)


def found_the_next(actor: User, units: dict[str, Unit]) -> None:
    """The operation of 2016–17: its texts, criteria and offices. Its files are not among the printed figures."""
    operation = found_operation(actor, units["interieur"], template=NEXT, appeals_unit=units["cnsr"])
    listed = [(units[unit_code(place.code)], place) for place in offices_on(OPENED)]
    open_offices(actor, operation, listed, from_on=OPENED)
    close_operation(actor, operation, on=CLOSED)
