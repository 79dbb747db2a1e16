"""``musanada regularisation remind``: what a timer runs each night, so that no card ends without its holder being told."""

import argparse
import sys
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput
from musanada.regularisation.commands.reminders import remind


def commands(tree: Any) -> None:
    area = tree.add_parser("regularisation", help="files of regularisation and residence cards")
    leaves = area.add_subparsers(dest="what", required=True)
    reminders = leaves.add_parser(
        "remind", help="prepare the reminders due 60 and 30 days before a card ends; repeating it is safe"
    )
    reminders.add_argument("--on", metavar="DAY", default="", help="as of that day, YYYY-MM-DD (today)")
    reminders.set_defaults(run=run_remind)


def run_remind(args: argparse.Namespace, actor: User) -> int:
    day = day_of(args.on)
    made = 0
    for unit in Unit.objects.filter(parent=None).order_by("path"):
        made += remind(actor, unit, on=day)
    print(made)
    print(f"reminders: {made} new", file=sys.stderr)
    return 0


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(
            _("« %(text)s » n'est pas un jour : écrivez par exemple 2024-05-14.") % {"text": text}
        ) from None
