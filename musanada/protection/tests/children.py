"""What the tests of children's files type: the twelve answers as a draft and as a form, a child met in the street."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.kit.ids import new_id
from musanada.protection.drafts import ChildDraft
from musanada.protection.models import Encounter, MappedChild
from musanada.protection.tests.scene import Scene, born


def draft(scene: Scene, **more: Any) -> ChildDraft:
    values: dict[str, Any] = {
        "name": "Petit Sékou",
        "sex": "M",
        "birth": born(15),
        "nationality": "GIN",
        "language": "sus",
        "town": scene.towns["nador"],
        "identified_on": timezone.localdate(),
        "source": "patrol",
        "status": "unaccompanied",
        "danger": "no",
        "needs": ("shelter", "food"),
        "basis": "assent_alone",
    }
    return ChildDraft(**values | more)


def answers(scene: Scene, **more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "id": str(new_id()),
        "office": str(scene.nador.pk),
        "name": "Petit Sékou",
        "sex": "M",
        "birth_age": "14",
        "nationality": "unknown",
        "language": "sus",
        "town": str(scene.towns["nador"].pk),
        "identified_on": today.isoformat(),
        "source": "patrol",
        "status": "unaccompanied",
        "danger": "no",
        "needs": ["shelter"],
        "basis": "assent_alone",
        "basis_text": "",
    } | more


def met(scene: Scene, **more: Any) -> MappedChild:
    """A child met twice in Nador by the street team."""
    values: dict[str, Any] = {"nickname": "Zizou", "sex": "M", "born_about": timezone.localdate().year - 12}
    found = MappedChild.objects.create(
        unit=scene.nador, recorded_by=scene.street, nationality_id="GIN", **values | more
    )
    for days, needs in ((9, ",food,"), (2, ",health,")):
        Encounter.objects.create(
            unit=scene.nador,
            child=found,
            at=timezone.now() - timedelta(days=days),
            town=scene.towns["nador"],
            language="sus",
            needs=needs,
            recorded_by=scene.street,
        )
    return found
