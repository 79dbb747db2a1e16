"""``musanada duplicates run``: groups of records that are one person, of a file or of the register."""

import argparse
import csv
import os
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import User
from musanada.kit.errors import BadInput
from musanada.linkage.twins.run import Outcome

ENGINES = ("duckdb", "spark")


def arguments(batch: argparse.ArgumentParser) -> None:
    batch.add_argument(
        "--input", metavar="PEOPLE.(csv|parquet)", help="a list of its own; without it, the register"
    )
    batch.add_argument("--out", metavar="CLUSTERS.csv", help="person_id,cluster_id, each person_id once")
    batch.add_argument("--engine", choices=ENGINES, default="duckdb")
    batch.set_defaults(run=run_duplicates)


def run_duplicates(args: argparse.Namespace, actor: User) -> int:
    if not args.out:
        raise BadInput(_("Dites où écrire les groupes : --out GROUPES.csv"))
    out = Path(args.out)
    if not out.parent.is_dir():
        raise BadInput(_("Le dossier de %(path)s n’existe pas : créez-le d’abord.") % {"path": out})
    if out.is_dir():
        raise BadInput(_("%(path)s est un dossier : donnez le nom d’un fichier.") % {"path": out})
    if args.input:
        from musanada.linkage.twins.files import link_file

        ids, found = link_file(Path(args.input), args.engine)
    else:
        from musanada.linkage.twins.register import link_register

        ids, found = link_register(actor, args.engine)
    write(out, ids, found)
    report(found)
    return 0


def write(path: Path, ids: list[str], found: Outcome) -> None:
    """Each id once; a group is named after its first record. The file appears whole or not at all."""
    first = list(range(len(ids)))
    for members in found.groups:
        for one in members:
            first[one] = members[0]
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(("person_id", "cluster_id"))
            lines.writerows((one, ids[place]) for one, place in zip(ids, first, strict=True))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def say(text: str) -> None:
    print(text, file=sys.stderr)


STEPS = {
    "start": _("démarrage de Spark"),
    "read": _("lecture"), "prepare": _("préparation"), "train": _("apprentissage"), "block": _("choix des paires"),
    "compare": _("comparaison"), "score": _("probabilités"), "group": _("groupes"),
}  # fmt: skip


def report(found: Outcome) -> None:
    """Counts only, on stdout; no value of anybody."""
    number = found.records
    print(ngettext("%(count)s fiche lue", "%(count)s fiches lues", number) % {"count": number})
    print(_("%(count)s paires comparées (%(engine)s)") % {"count": found.pairs, "engine": found.engine})
    people = sum(map(len, found.groups))
    print(
        _("%(groups)s groupes de doublons, %(records)s fiches ; %(people)s personnes en tout")
        % {"groups": len(found.groups), "records": people, "people": number - people + len(found.groups)}
    )
    if found.suspicious:
        print(_("%(count)s fiches dans des groupes à vérifier") % {"count": len(found.suspicious)})
    if found.model and found.model.fields:
        at, estimates = found.model.thresholds.group, found.model.estimates
        print(
            _(
                "Seuil %(at)s ; précision estimée %(precision)s, rappel estimé %(recall)s, selon le modèle lui-même"
            )
            % {"at": at, "precision": estimates.precision, "recall": estimates.recall}
        )
    for name, seconds in found.seconds.items():
        say(f"{STEPS[name]} {seconds:.1f} s")
    say(_("En tout %(seconds)s s") % {"seconds": f"{sum(found.seconds.values()):.1f}"})
