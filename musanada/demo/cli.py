"""``musanada demo load|publish|accounts|code``."""

import argparse
import json
import sys
import time
from typing import Any

from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.errors import BadInput, Refused


def commands(tree: Any) -> None:
    group = tree.add_parser("demo", help="the demonstration country").add_subparsers(
        dest="what", required=True
    )
    load = group.add_parser("load", help="load it into an empty database")
    load.add_argument("--scale", type=float, default=1.0)
    load.add_argument("--seed", type=int, default=2024)
    load.add_argument("--unpublished", action="store_true", help="leave the annual report unbuilt")
    load.set_defaults(run=run_load)
    published = group.add_parser("publish", help="build, approve by two and publish its annual report")
    published.set_defaults(run=run_publish)
    accounts = group.add_parser("accounts", help="the demonstration accounts")
    accounts.add_argument("--format", choices=("json", "csv", "text"), default="text")
    accounts.set_defaults(run=run_accounts)
    code = group.add_parser("code", help="the second-factor code of a demonstration account, now")
    code.add_argument("username")
    code.set_defaults(run=run_code)


def run_load(args: argparse.Namespace, actor: User) -> int:
    from musanada.demo import commands as demo

    if not 0 < args.scale <= 20:
        raise BadInput(_("--scale doit être entre 0 (exclu) et 20."))
    start = time.monotonic()
    made = demo.load(actor, scale=args.scale, seed=args.seed)
    print(json.dumps(made))
    print(f"demo: loaded in {time.monotonic() - start:.1f} s", file=sys.stderr)
    if not args.unpublished:
        compare(actor)
        publish()
    return 0


def run_publish(args: argparse.Namespace, actor: User) -> int:
    demonstration_accounts()
    compare(actor)
    publish()
    return 0


def compare(actor: User) -> None:
    """The first night: the register compared with itself, so that likely twins wait to be looked at."""
    from musanada.linkage.nightly import nightly

    start = time.monotonic()
    counts = nightly(actor).counts
    print(f"demo: {counts.get('new', 0)} likely twins in {time.monotonic() - start:.1f} s", file=sys.stderr)


def publish() -> None:
    """The annual report through the house; the country stands without it too."""
    from musanada.demo import publishing

    start = time.monotonic()
    one = publishing.publish()
    told = f"{one.report.slug} r{one.revision} {one.state}, {one.errors} errors, {one.warnings} checks"
    print(f"demo: {told} in {time.monotonic() - start:.1f} s", file=sys.stderr)


def demonstration_accounts() -> list[dict[str, str]]:
    from musanada.demo import commands as demo

    path = demo.accounts_file()
    if not path.exists():
        raise Refused(
            _("Cette base n'est pas une base de démonstration : elle n'a pas de comptes de démonstration.")
        )
    listed: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return listed


def run_code(args: argparse.Namespace, actor: User) -> int:
    """A code that the sign-in page takes: one already used is not, so the next one may be waited for."""
    from musanada.access.signin import factors, totp

    row = next((one for one in demonstration_accounts() if one["user"] == args.username.lower()), None)
    if row is None:
        raise BadInput(
            _("Aucun compte de démonstration ne s'appelle « %(name)s » : voyez « musanada demo accounts ».")
            % {"name": args.username}
        )
    user = User.objects.get(username=row["user"])
    counter = max(totp.counter_now(), factors.last_counter(user) + 1)
    while (
        counter > totp.counter_now() + 1
    ):  # the page takes the next half minute's code as well, no later one
        time.sleep(1)
    print(totp.code_at(row["totp_secret"], counter))
    return 0


def run_accounts(args: argparse.Namespace, actor: User) -> int:
    listed = demonstration_accounts()
    if args.format == "json":
        print(json.dumps(listed, indent=1, ensure_ascii=False))
        return 0
    separator = "," if args.format == "csv" else "\t"
    print(separator.join(listed[0]))
    for row in listed:
        print(separator.join(str(value or "") for value in row.values()))
    return 0
