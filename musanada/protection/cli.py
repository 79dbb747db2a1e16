"""``musanada protection birthdays``: what a timer runs each day, so that no child turns 18 unnoticed."""

import argparse
import sys
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput
from musanada.protection.commands.transition import birthdays


def commands(tree: Any) -> None:
    area = tree.add_parser("protection", help="files of children and of victims of trafficking")
    leaves = area.add_subparsers(dest="what", required=True)
    daily = leaves.add_parser(
        "birthdays",
        help="change the regime of children who turned 18, prepare it from 17; repeating it is safe, missed days are caught up",
    )
    daily.add_argument("--on", metavar="DAY", default="", help="as of that day, YYYY-MM-DD (today)")
    daily.set_defaults(run=run_birthdays)


def run_birthdays(args: argparse.Namespace, actor: User) -> int:
    day = day_of(args.on)
    roots = Unit.objects.filter(parent=None).order_by("path")
    turned = sum(birthdays(actor, unit, on=day) for unit in roots)
    print(turned)
    print(f"birthdays: {turned} turned 18", file=sys.stderr)
    return 0


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(
            _("« %(text)s » n'est pas un jour : écrivez par exemple 2026-05-14.") % {"text": text}
        ) from None
