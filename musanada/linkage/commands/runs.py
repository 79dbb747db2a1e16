"""Models kept and put into force, runs begun and ended, the pairs they raise. What was decided is not asked again.

Comparing takes minutes and happens outside of any transaction (``nightly``); only what it found is written here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.errors import Refused
from musanada.linkage.fingerprint import Ends, unchanged
from musanada.linkage.models import LinkageRun, MatchModel, TwinPair
from musanada.linkage.twins.joint import ModelParameters, ScoredPair
from musanada.linkage.worth import of_side, worth
from musanada.people.models import Person

PART = 400
State = TwinPair.State
FIELDS = ("probability", "value", "evidence", "cluster", "suspicious", "run", "state")


@command("twins.tune")
def keep_model(actor: User, unit: Unit, *, parameters: ModelParameters) -> MatchModel:
    """A trained model under the next version. It is in force only when somebody says so (``activate_model``)."""
    told = parameters.as_json()
    last = MatchModel.objects.aggregate(last=Max("version"))["last"] or 0
    return MatchModel.objects.create(
        version=last + 1,
        parameters={"prior": told["prior"], "fields": told["fields"]},
        thresholds=told["thresholds"],
        estimates=told["estimates"],
        trained_on=parameters.records,
        trained_by=actor,
    )


@command("twins.tune")
def activate_model(actor: User, unit: Unit, *, model: MatchModel) -> MatchModel:
    """This version scores from now on; the one before is kept, and can be put back."""
    if not model.parameters.get("fields"):
        raise Refused(
            _("Ce modèle n'a rien appris : enregistrez des personnes, puis entraînez-le de nouveau.")
        )
    MatchModel.objects.filter(state=MatchModel.State.ACTIVE).exclude(pk=model.pk).update(
        state=MatchModel.State.RETIRED
    )
    MatchModel.objects.filter(pk=model.pk).update(
        state=MatchModel.State.ACTIVE, activated_at=timezone.now(), activated_by=actor
    )
    model.refresh_from_db()
    return model


def parameters_of(model: MatchModel) -> ModelParameters:
    """As the engine reads them."""
    whole: dict[str, Any] = {
        **model.parameters,
        "thresholds": model.thresholds,
        "estimates": model.estimates,
        "records": model.trained_on,
    }
    return ModelParameters.from_json(whole)


@command("twins.run")
def begin_run(actor: User, unit: Unit, *, kind: str, model: MatchModel, known_at: datetime) -> LinkageRun:
    return LinkageRun.objects.create(kind=kind, model=model, known_at=known_at, started_by=actor)


@command("twins.run")
def end_run(
    actor: User, unit: Unit, *, run: LinkageRun, pairs: Iterable[ScoredPair], records: int
) -> LinkageRun:
    """Keep what a run found: new questions, and those that are open again because the facts changed."""
    counts = {"records": records, "new": 0, "again": 0, "standing": 0}
    every = iter(pairs)
    while part := list(islice(every, PART)):
        for name, number in raise_pairs(run, part).items():
            counts[name] += number
    run.state, run.counts, run.ended_at = LinkageRun.State.DONE, counts, timezone.now()
    run.save(update_fields=["state", "counts", "ended_at"])
    return run


@command("twins.run")
def fail_run(actor: User, unit: Unit, *, run: LinkageRun, problem: str) -> LinkageRun:
    run.state, run.problem, run.ended_at = LinkageRun.State.FAILED, problem[:400], timezone.now()
    run.save(update_fields=["state", "problem", "ended_at"])
    return run


def raise_pairs(run: LinkageRun, scored: Sequence[ScoredPair]) -> dict[str, int]:
    """At most a few hundred pairs at a time. Across sides, about hidden or merged people, nothing is raised."""
    asked = {(UUID(one.left_id), UUID(one.right_id)): one for one in scored}
    sides = sides_of(end for ends in asked for end in ends)
    fit = [e for e in asked if e[0] < e[1] and e[0] in sides and sides[e[0]] == sides.get(e[1])]
    found = TwinPair.objects.filter(left__in=[e[0] for e in fit], right__in=[e[1] for e in fit])
    known = {(p.left_id, p.right_id): p for p in found}
    stand = unchanged(p for p in known.values() if p.state in (State.DIFFERENT, State.UNSURE))
    hangs = hanging_on(fit, sides)
    new: list[TwinPair] = []
    again: list[TwinPair] = []
    kept: list[TwinPair] = []
    for ends in fit:
        pair = known.get(ends) or TwinPair(
            left_id=ends[0], right_id=ends[1], side=sides[ends[0]], origin="run"
        )
        reopened = pair.state != State.OPEN and pair.pk not in stand
        describe(pair, asked[ends], hangs[ends], run)
        if reopened:
            pair.state = State.OPEN
        (kept if pair.pk in stand else again if ends in known else new).append(pair)
    TwinPair.objects.bulk_create(new)
    TwinPair.objects.bulk_update([*again, *kept], FIELDS)
    return {"new": len(new), "again": len(again), "standing": len(kept)}


def describe(pair: TwinPair, scored: ScoredPair, hangs: int, run: LinkageRun) -> None:
    pair.probability, pair.run, pair.suspicious = scored.probability, run, scored.suspicious
    pair.value = worth(scored.probability, hangs) * (2 if scored.suspicious else 1)
    pair.cluster = UUID(scored.cluster) if scored.cluster else None
    pair.evidence = [
        {"field": e.field, "level": e.level, "weight": round(e.weight, 2)} for e in scored.evidence
    ]


def hanging_on(ends: list[Ends], sides: dict[UUID, str]) -> dict[Ends, int]:
    found: dict[Ends, int] = {}
    for side in dict.fromkeys(sides[e[0]] for e in ends):
        found |= of_side([e for e in ends if sides[e[0]] == side], side)
    return found


def sides_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """The side of each, of open records that nobody hides."""
    rows = Person.objects.filter(protected=False, voided_at=None, erased_at=None, merged_into=None)
    found: dict[UUID, str] = {}
    for part in batches(dict.fromkeys(people)):
        found |= dict(rows.filter(pk__in=part).values_list("pk", "unit__side"))
    return found


def batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    every = iter(keys)
    while part := list(islice(every, PART)):
        yield part


verbs.say(
    {
        "linkage.keep_model": _("Modèle de rapprochement entraîné"),
        "linkage.activate_model": _("Modèle de rapprochement mis en service"),
        "linkage.begin_run": _("Comparaison du registre commencée"),
        "linkage.end_run": _("Comparaison du registre terminée"),
        "linkage.fail_run": _("Comparaison du registre interrompue"),
    },
    pages={"linkage.matchmodel": "twins:model"},
)
