"""What series of others count: the shipped descriptions, and those that an organisation writes for its own."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, journal, missing
from musanada.access.models import AuditEntry, User
from musanada.access.verbs import say
from musanada.kit.errors import bad
from musanada.reporting.models import ExternalSeries
from musanada.reporting.series import shipped_series

RIGHT = "figures.external"
VERB = "reporting.describe_series"


@transaction.atomic
def load_series() -> int:
    """The shipped descriptions that are not there yet; what an installation has changed stays. Safe to repeat."""
    there = set(ExternalSeries.objects.values_list("code", flat=True))
    new = [one for code, one in shipped_series().items() if code not in there]
    ExternalSeries.objects.bulk_create(
        ExternalSeries(
            code=one.code,
            **{f"label_{lang}": words for lang, words in one.label.items()},
            unit=one.unit,
            counts=one.counts,
            publisher=one.publisher,
            words="\n".join(one.words),
        )
        for one in new
    )
    return len(new)


def describe_series(actor: User, code: str, **told: str) -> ExternalSeries:
    """Name, unit, what is counted, who publishes it, and the words by which texts name it. Raises: MissingRight, BadInput.

    Series belong to the installation and to no unit, so the right is asked for anywhere, as for their figures.
    """
    if not holds(actor, RIGHT):
        journal(actor, VERB, AuditEntry.Outcome.DENIED, None)
        raise missing(RIGHT)
    if not told.get("label_fr", "").strip():
        raise bad("label_fr", _("Donnez au moins le nom en français."))
    with transaction.atomic():
        row = ExternalSeries.objects.filter(code=code).first() or ExternalSeries(code=code)
        for name, value in told.items():
            setattr(row, name, value.strip())
        row.full_clean()
        row.save()
        journal(actor, VERB, AuditEntry.Outcome.DONE, row)
    return row


say({VERB: _("Série d'autrui décrite")}, kinds={"reporting.externalseries": _("Série d'autrui")})
