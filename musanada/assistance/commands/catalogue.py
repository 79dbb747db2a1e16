"""The catalogue of services: data, tended by those who hold ``assistance.catalogue``; a first one is shipped."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.assistance.models import ServiceType
from musanada.kit.errors import BadInput, Sentence

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "catalogue.csv"


@command("assistance.catalogue")
def save_service(actor: User, unit: Unit, /, *, code: str, **values: Any) -> ServiceType:
    """Add or change a service type; one in use keeps its family and kind, or past figures would move."""
    known = ServiceType.objects.filter(pk=code).first()
    service = known or ServiceType(code=code)
    fixed = known is not None and known.acts.exists()
    if (
        known
        and fixed
        and (values.get("family", known.family), values.get("kind", known.kind)) != (known.family, known.kind)
    ):
        raise BadInput(
            _("Cette aide a déjà servi : sa famille et sa sorte ne changent plus. Créez-en une nouvelle.")
        )
    for name, value in values.items():
        setattr(service, name, value)
    try:
        service.full_clean(validate_unique=False)
    except ValidationError as error:
        fields: dict[str, Sentence] = {k: " ".join(v) for k, v in error.message_dict.items()}
        raise BadInput(next(iter(fields.values())), fields=fields) from None
    service.save()
    return service


@transaction.atomic
def load_catalogue() -> int:
    """The shipped catalogue, at set-up: adds what is missing, never changes what an installation has set."""
    with SHIPPED.open(encoding="utf-8") as file:
        rows = [clean(row) for row in csv.DictReader(file)]
    known = set(ServiceType.objects.values_list("pk", flat=True))
    return len(ServiceType.objects.bulk_create([ServiceType(**r) for r in rows if r["code"] not in known]))


def clean(row: dict[str, str]) -> dict[str, Any]:
    return {
        **row,
        "repeat_days": int(row["repeat_days"]) if row["repeat_days"] else None,
        "ceiling": Decimal(row["ceiling"]) if row["ceiling"] else None,
    }
