"""What an installation of protection starts with: thresholds and terms. Adds what is missing, changes nothing that is set."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import bad
from musanada.protection.models import ProtectionRule
from musanada.protection.rules import shipped


@transaction.atomic
def load_rules() -> int:
    """How many rows were missing."""
    known = set(ProtectionRule.objects.values_list("code", flat=True))
    start = shipped()["valid_from"]
    fresh = [
        ProtectionRule(**row, valid_from=start) for row in shipped()["rules"] if row["code"] not in known
    ]
    return len(ProtectionRule.objects.bulk_create(fresh))


@command("protection.rules")
def set_rule(
    actor: User, unit: Unit, *, code: str, value: int, valid_from: date, source: str, confirmed: bool
) -> ProtectionRule:
    """Another number from a day on; the row before stays, for what was decided under it. Raises: BadInput."""
    before = ProtectionRule.objects.filter(code=code).order_by("-valid_from").first()
    if before is None:
        raise bad("code", _("Choisissez la règle dans la liste."))
    if valid_from <= before.valid_from:
        raise bad(
            "valid_from", _("Choisissez un jour après celui de la règle en vigueur : le passé ne change pas.")
        )
    if value < 1:
        raise bad("value", _("Écrivez un nombre d'au moins 1."))
    return ProtectionRule.objects.create(
        code=code,
        value=value,
        measure=before.measure,
        name_fr=before.name_fr,
        name_ar=before.name_ar,
        source=source,
        confirmed=confirmed,
        valid_from=valid_from,
    )


say(
    {"protection.set_rule": _("Règle de protection changée")},
    kinds={"protection.protectionrule": _("Règle de protection")},
)
