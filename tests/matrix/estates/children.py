"""A child's file and that of their sister, with one row of each table of blocks A to G and of the compartment apart."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from musanada.access.doors import forget_holdings
from musanada.protection.commands.opening import open_protection
from musanada.protection.models import (
    AgeRecord,
    Child,
    Concern,
    FamilyMember,
    Harm,
    MappedChild,
    ProtectionFile,
    Separation,
    SiblingLink,
)


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    file, sister = a_child(estate, "Lansana Kourouma"), a_child(estate, "Mabinty Kourouma")
    by, day = estate.everyone, file.identified_on
    return {
        "child_file": file,
        "child_case": file.case,
        "child_age": AgeRecord.objects.create(file=file, method="document", on=day, low=14, high=15, by=by),
        "relative_row": FamilyMember.objects.create(file=file, tie="mother", name="Hawa", by=by),
        "sibling_row": SiblingLink.objects.create(file=file, other=sister, by=by),
        "separation_row": Separation.objects.create(file=file, cause="poverty", text="Parti seul.", by=by),
        "concern_row": Concern.objects.create(
            file=file, kind="street", opened_on=day, details="Au port.", by=by
        ),
        "harm_row": Harm.objects.create(file=file, kind="physical", text="Soigné depuis.", by=by),
    }


def a_child(estate: Any, name: str) -> ProtectionFile:
    from tests.matrix.world import someone

    actor, day = estate.everyone, timezone.localdate() - timedelta(days=6)
    person = someone(estate, name)
    with transaction.atomic():
        file = open_protection(
            actor,
            estate.office,
            person,
            kind="child",
            identified_on=day,
            source="association",
            basis="assent_alone",
        )
    forget_holdings(actor)
    mapped = MappedChild.objects.create(unit=estate.office, person=person, recorded_by=actor)
    Child.objects.create(file=file, mapped=mapped, status="unaccompanied")
    return file


MAKERS = {
    "protection:child": of("child_case"),
    "protection:child-edit": of("child_case", "=status"),
    "protection:child-age-new": of("child_case"),
    "protection:child-age": of("child_case", "child_age"),
    "protection:child-relative-new": of("child_case"),
    "protection:child-relative": of("child_case", "relative_row"),
    "protection:child-relative-void": of("child_case", "relative_row"),
    "protection:child-sibling-new": of("child_case"),
    "protection:child-sibling": of("child_case", "sibling_row"),
    "protection:child-sibling-end": of("child_case", "sibling_row"),
    "protection:child-separation-new": of("child_case"),
    "protection:child-separation": of("child_case", "separation_row"),
    "protection:child-concern-new": of("child_case"),
    "protection:child-concern": of("child_case", "concern_row"),
    "protection:child-harms": of("child_case"),
    "protection:child-harm-new": of("child_case"),
    "protection:child-harm": of("child_case", "harm_row"),
}
POST_ONLY = {"protection:child-relative-void", "protection:child-sibling-end"}
# A child met in the street, from whom a file is opened.
QUERIES = {"protection:child-new": lambda estate: {"mapped": str(estate.mapped_child.pk)}}
