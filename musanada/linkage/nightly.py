"""``musanada duplicates nightly``: what is new or corrected is compared with everybody of its side; for cron.

The first night trains a model and compares all with all. Nothing is merged: pairs are raised for people to look at.
"""

import argparse
import sys
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import Refused
from musanada.linkage.commands import runs
from musanada.linkage.commands.counting import count_names
from musanada.linkage.models import LinkageRun, MatchModel
from musanada.linkage.queries.runs import in_force, last_done

Kind = LinkageRun.Kind


def arguments(leaf: argparse.ArgumentParser) -> None:
    leaf.add_argument(
        "--full", action="store_true", help="compare all with all, not only what is new or corrected"
    )
    leaf.add_argument(
        "--train", action="store_true", help="learn a model anew; it waits until someone activates it"
    )
    leaf.set_defaults(run=run_nightly)


def run_nightly(args: argparse.Namespace, actor: User) -> int:
    done = nightly(actor, full=args.full, train=args.train)
    counts = done.counts
    told = {name: counts.get(name, 0) for name in ("new", "again", "standing", "records")}
    said = _(
        "Paires nouvelles : %(new)s. De nouveau ouvertes : %(again)s. Déjà décidées : %(standing)s. Fiches lues : %(records)s."
    )
    sys.stdout.write(f"{said % told}\n")
    return 0


def nightly(actor: User, *, full: bool = False, train: bool = False) -> LinkageRun:
    """Train if there is no model, then compare; name counts are taken anew on the way."""
    unit = root_of(actor)
    count_names()
    model = in_force()
    if model is None or train:
        trained = train_model(actor, unit)
        model = model or runs.activate_model(actor, unit, model=trained)
    before = None if full else last_done(model)
    return compare(actor, unit, model, before)


def root_of(actor: User) -> Unit:
    """The top under which the actor compares. Raises: Refused."""
    unit = units_for(actor, runs.begin_run.right).filter(parent=None).order_by("path").first()  # type: ignore[attr-defined]
    if unit is None:
        raise Refused(_("Comparer le registre demande le droit twins.run sur une organisation."))
    return unit


def train_model(actor: User, unit: Unit) -> MatchModel:
    from musanada.linkage.twins.register import train_on_register

    learnt = train_on_register()
    if not learnt.fields:
        raise Refused(_("Le registre est trop petit pour apprendre un modèle : rien n'a été comparé."))
    return runs.keep_model(actor, unit, parameters=learnt)


def compare(actor: User, unit: Unit, model: MatchModel, before: LinkageRun | None) -> LinkageRun:
    from musanada.linkage.twins.register import compared_register

    kind, now = (Kind.NEW if before else Kind.FULL), timezone.now()
    run = runs.begin_run(actor, unit, kind=kind, model=model, known_at=now)
    try:
        found: Any = compared_register(before.known_at if before else None, runs.parameters_of(model))
    except Exception as problem:
        # Only the kind of the problem: its text may quote a value of somebody.
        runs.fail_run(actor, unit, run=run, problem=type(problem).__name__)
        raise
    return runs.end_run(actor, unit, run=run, pairs=found.pairs, records=found.outcome.records)
