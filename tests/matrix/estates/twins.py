"""Two records that may be one person, raised by a run; a merge into someone hidden that waits for a second person."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils import timezone

from musanada.access.models import User
from musanada.linkage.models import LinkageRun, MatchModel, TwinPair
from musanada.people import commands as people
from musanada.people.commands import confidential
from musanada.people.models import Person

MODEL = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
TWINS = ("Hawa Keita", "Awa Keïta", "Rokiatou Doumbia")


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(getattr(estate, n).pk for n in names)


def the_model(estate: Any) -> MatchModel:
    """One for the whole installation: parameters tell of nobody."""
    found, _made = MatchModel.objects.get_or_create(
        pk=MODEL,
        defaults={
            "version": 1,
            "state": MatchModel.State.ACTIVE,
            "parameters": {
                "prior": 0.001,
                "fields": [
                    {"code": "sex", "levels": [{"code": "same", "m": 0.99, "u": 0.5, "fixed": False}]}
                ],
            },
            "thresholds": {"look": 0.2, "group": 0.8, "sure": 0.99},
            "estimates": {"precision": 0.95, "recall": 0.9, "pairs": 10},
            "trained_by": estate.everyone,
        },
    )
    return found


def a_pair(estate: Any) -> TwinPair:
    from tests.matrix.world import someone

    left, right = sorted((someone(estate, name) for name in TWINS[:2]), key=lambda p: p.pk)
    model = the_model(estate)
    run, _made = LinkageRun.objects.get_or_create(
        kind="full",
        model=model,
        defaults={"known_at": timezone.now(), "started_by": model.trained_by, "state": "done"},
    )
    return TwinPair.objects.create(
        left=left,
        right=right,
        side=estate.root.side,
        origin="run",
        run=run,
        probability=0.6,
        value=1.0,
        evidence=[{"field": "sex", "level": "same", "weight": 1.0}],
        cluster=left.pk,
    )


def a_proposal(estate: Any) -> Any:
    from tests.matrix.world import someone

    kept, gone = someone(estate, TWINS[2]), someone(estate, TWINS[2])
    confidential.open_file(
        estate.everyone, kept, subject="violence", hides_person=True, reason="menaces reçues au téléphone"
    )
    owner = User.objects.get(pk=estate.everyone.pk)
    return people.propose_merge(owner, Person.objects.get(pk=kept.pk), gone=gone, reason="même personne")


def furnish(estate: Any) -> dict[str, Any]:
    pair = a_pair(estate)
    return {"pair": pair, "cluster": SimpleNamespace(pk=pair.cluster), "proposal": a_proposal(estate)}


MAKERS = {
    "twins:pair": of("pair"),
    "twins:group": of("cluster"),
    "people:proposal": of("proposal"),
}
SHARED = {
    "twins:model": (MODEL, "a model tells of nobody; what decisions say of it is for test_pairs"),
    "twins:activate": (MODEL, "a model tells of nobody"),
}
POST_ONLY = {"twins:activate", "twins:compare"}
