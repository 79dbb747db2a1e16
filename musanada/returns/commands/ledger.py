"""Writing the ledger: one line at a time, numbered without a gap within an office, each with the rate of its day.

Called by the commands that move money, inside their transaction; nothing else writes here, and nobody rewrites.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused
from musanada.reference.queries import in_dirhams, rate_on
from musanada.returns.models import Funding, LedgerLine, Reintegration, Tranche
from musanada.returns.queries.ledger import EXPORTED

K = LedgerLine.Kind


def write_line(
    actor: User,
    tranche: Tranche,
    kind: str,
    amount: Decimal,
    *,
    on: date,
    of: LedgerLine | None = None,
    receipt: str = "",
    text: str = "",
) -> LedgerLine:
    """``of``: the line this one answers (a release its commitment, a refund its payment): it keeps that line's rate and
    funding, so that both add up to nothing in dirhams too. Raises: Refused, BadInput."""
    first = of or tranche.ledger.filter(kind=K.COMMIT).order_by("number").first()
    unit = first.unit_id if first else tranche.file.case.unit_id
    rate = of.rate if of else rate_on(tranche.currency, on).mad
    return LedgerLine.objects.create(
        number=next_number(unit),
        unit_id=unit,
        file_id=tranche.file_id,
        tranche=tranche,
        funding=first.funding if first else funding_of(tranche.file),
        kind=kind,
        on=on,
        amount=amount,
        currency=tranche.currency,
        rate=rate,
        mad=in_dirhams(amount, rate),
        receipt=receipt,
        text=text,
        reverses=of if kind == K.REFUND else None,
        by=actor,
    )


def next_number(unit: UUID) -> int:
    """The next of this office: its row is held until the transaction ends, so that two lines never draw the same one,
    and none is lost with a transaction that is rolled back."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit)
    last = LedgerLine.objects.filter(unit=unit).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def funding_of(file: Reintegration) -> Funding:
    """What the scheme draws on; without one, the funding of the return. Raises: Refused."""
    if file.scheme is not None:
        return file.scheme.funding
    if file.ret.funding is not None:
        return file.ret.funding
    raise Refused(
        _(
            "Ce dossier n'a ni dispositif ni financement : choisissez le dispositif avant d'engager de l'argent."
        ),
        code="no_funding",
    )


say({EXPORTED: _("Grand livre exporté")})
