"""What an estate keeps for data protection: a line in every register, a request of a person, a file joined to them."""

from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone

from musanada.dataprotection.commands import registers as keeping
from musanada.dataprotection.commands.requests import open_request
from musanada.people.commands.attachments import attach
from musanada.reference.models import Country

DAY = date(2026, 1, 5)


def picture() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def a_file(estate: Any) -> dict[str, Any]:
    row = attach(
        estate.everyone, estate.person, unit=estate.office, kind="photo", name="photo.png", content=picture()
    )
    return {"attachment": row}


def data_protection(estate: Any) -> dict[str, Any]:
    actor, root = estate.everyone, estate.root
    treatment = keeping.record_processing(
        actor,
        root,
        name=f"Registre {root.code}",
        purpose="Aider",
        legal_basis="consent",
        subjects=["migrants"],
        groups=["identity"],
        retention="Deux ans",
        started_on=DAY,
    )
    assessment = keeping.record_assessment(
        actor,
        root,
        subject_kind="module",
        subject=f"Registre {root.code}",
        done_on=DAY,
        ends_on=date(2030, 1, 1),
        result="acceptable",
    )
    country = Country.objects.get(pk="MAR")
    return {
        "treatment": treatment,
        "assessment": assessment,
        "formality": keeping.record_formality(
            actor, treatment, kind="declaration", state="obtained", number="D-1/2026", on=DAY
        ),
        "assessment_document": keeping.attach_assessment(actor, assessment, name="a.png", content=picture()),
        "controller": keeping.declare_controller(
            actor, root, controller=root, focal_point="dpo@example.org", from_on=DAY
        ),
        "hosting": keeping.record_hosting(
            actor, root, what="application", provider="Ici", country=country, from_on=DAY
        ),
        "breach": keeping.record_breach(
            actor, root, detected_at=timezone.now(), what="Un courriel égaré", groups=["contact"]
        ),
        "rights_request": open_request(
            actor, estate.office, kind="access", channel="counter", person=estate.person
        ),
    }
