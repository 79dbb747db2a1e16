"""``musanada referrals lapse``: what a timer runs, once an hour, so that no request waits for ever unseen."""

import argparse
import sys
from typing import Any

from musanada.access.models import User
from musanada.cases.commands.referrals import lapse_overdue


def commands(tree: Any) -> None:
    referrals = tree.add_parser("referrals", help="referrals between offices").add_subparsers(
        dest="what", required=True
    )
    lapse = referrals.add_parser("lapse", help="close the referrals whose answer did not come in time")
    lapse.set_defaults(run=run_lapse)


def run_lapse(args: argparse.Namespace, actor: User) -> int:
    count = lapse_overdue(actor)
    print(f"referrals: {count} lapsed", file=sys.stderr)
    return 0
