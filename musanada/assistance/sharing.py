"""What assistance adds to a file that is shared: what was given, apart from care, which is of its own group."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.assistance.models import Act, ServiceType
from musanada.assistance.queries import CLOSED_FAMILIES
from musanada.cases.contents import FIELDS, PROVIDERS, Field, lang
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import format_date, format_money, isolate

MOST = 200


def act(value: Any) -> str:
    """The service and its day; the name as the catalogue gives it to the reader."""
    code, day = value
    service = ServiceType.objects.filter(pk=code).first()
    return f"{service or isolate(code)} · {format_date(date.fromisoformat(day), lang())}"


def amount(value: Any) -> str:
    number, currency, day = value
    shown = format_money(float(number), currency, lang())
    return f"{shown} · {format_date(date.fromisoformat(day), lang())}"


FIELDS.add("assistance.act", Field(FieldGroup.SERVICES, _("Aide reçue"), act))
FIELDS.add("assistance.care", Field(FieldGroup.HEALTH, _("Soin reçu"), act))
FIELDS.add("assistance.amount", Field(FieldGroup.MONEY, _("Montant reçu"), amount))


def given(people: Sequence[UUID]) -> Iterator[tuple[str, Any]]:
    """Acts that were given, the newest first. Health and psychosocial care only under their own group."""
    rows = Act.objects.filter(person__in=people, state=Act.State.GIVEN).select_related("service")
    for one in rows.order_by("-given_on", "-id")[:MOST]:
        day = one.given_on.isoformat()
        closed = one.service.family in CLOSED_FAMILIES
        yield "assistance.care" if closed else "assistance.act", [one.service_id, day]
        if one.amount and not closed:
            yield "assistance.amount", [str(one.amount), one.currency, day]


PROVIDERS.add("assistance", given)
