"""What an estate has of the rights of people: one request open, one executed, an answer, a list, a disposal to confirm."""

from datetime import date
from typing import Any

from musanada.dataprotection.commands import answers, erasure, exports
from musanada.dataprotection.models import Disposal


def rights_of_people(estate: Any) -> dict[str, Any]:
    from tests.matrix.world import someone

    actor, second = estate.everyone, estate.accounts["programme_manager"]
    asked = erasure.ask_erasure(actor, estate.twin, verified="document")
    gone = erasure.ask_erasure(actor, someone(estate, "Djenabou Kanté"), verified="known")
    gone = erasure.grant(actor, erasure.examine(actor, gone, note="rien ne s'y oppose"))
    done = erasure.execute_erasure(second, erasure.confirm(second, gone))
    disposal = Disposal.objects.create(
        unit=estate.root,
        kind="enquiry",
        months=6,
        then="delete",
        before=date(2024, 1, 1),
        proposed_by=second,
    )
    return {
        "erasure": asked,
        "certificate": done,
        "report": answers.make_report(actor, estate.person, verified="document", language="fr", form="paper"),
        "export": exports.ask_export(actor, estate.office, purpose="assistance", groups=["identity"]),
        "disposal": disposal,
    }
