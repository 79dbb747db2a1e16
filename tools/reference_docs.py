"""Write the reference from the code: `python tools/reference_docs.py [--check]`.

Settings, rights, tables, facts, indicators, procedures and commands are documented where they are declared; this
only lays them out in `docs/reference/` and in the generated part of `docs/privacy.md`. `--check` changes nothing
and exits 1 when a page is out of date; the test-suite does the same.
"""

import argparse
import ast
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
HEAD = "<!-- Made by `tools/reference_docs.py` from the code: do not edit. -->\n"
START, END = "<!-- generated: tables -->\n", "<!-- end of generated -->\n"

# What each variable means: the one thing the code does not say. A test finds variables that are missing here.
MEANINGS = {
    "MUSANADA_DATA": "Folder of the data: database, secrets, uploads, extracts. Closed to other accounts.",
    "MUSANADA_DATABASE": "`postgresql://USER:PASSWORD@HOST:PORT/NAME`. Empty: SQLite in the data folder.",
    "MUSANADA_POOL": "Keep a pool of PostgreSQL connections in each process.",
    "MUSANADA_HOSTS": "Names under which browsers reach the application, separated by commas.",
    "MUSANADA_ORIGINS": "Addresses (`https://…`) from which forms may be sent when a proxy changes the host.",
    "MUSANADA_HTTPS": "The application stands behind HTTPS: secure cookies, HSTS, the proxy's header is believed.",
    "MUSANADA_DEBUG": "Django's debug pages. Never on an installation with real people.",
    "MUSANADA_LANGUAGE": "Language of the `musanada` command: fr, ar, en or es. Empty: the one of `LANG`, else French.",
    "MUSANADA_SECOND_FACTOR": "Ask accounts that reach sensitive data for a second factor. `no` only where nobody real is "
    "in the data.",
    "MUSANADA_IDLE_MINUTES": "A session left alone for so long ends.",
    "MUSANADA_BREACHED_PASSWORDS": "File of breached passwords (Pwned Passwords, ordered by SHA-1): they are refused. "
    "Empty: only common and guessable ones are.",
    "MUSANADA_OIDC_SERVER": "Address (`https://…`) of the organisation's own sign-in service (OpenID Connect). Empty: none.",
    "MUSANADA_OIDC_CLIENT": "Name of this installation at that service.",
    "MUSANADA_OIDC_SECRET": "Its secret there.",
    "MUSANADA_OIDC_CLAIM": "The claim that says the sign-in name of the account here; one that people cannot choose.",
    "MUSANADA_OIDC_NAME": "How the sign-in page names the service. Empty: its host.",
    "MUSANADA_ANCHORS": "Folder of the journal's daily anchors; copy it every day to where nobody of the installation can write.",
    "MUSANADA_KEYRING": "File of the keys of encrypted columns and files; best on another disk than the database.",
    "MUSANADA_WORLD_MAP": "Drawing of the world on flow maps: `ma` (Morocco with the southern provinces) or `un` (as the United Nations).",
    "MUSANADA_EXTRACTS": "Folder of the extracts, for instance on an encrypted disk.",
    "MUSANADA_ATTACHMENT_LIMIT_MB": "Largest file that may be joined to a person, in megabytes.",
    "MUSANADA_UPLOAD_LIMIT_MB": "Largest file that may be uploaded, in megabytes.",
    "MUSANADA_UPLOAD_ROWS": "Most rows of one import.",
    "MUSANADA_INSTALLER": "Developers: `pip` makes `make setup` install with pip instead of uv.",
    "MUSANADA_POSTGRES": "Developers: folder of the PostgreSQL programs that tests start.",
    "MUSANADA_TEST_SQLITE": "Developers: file of the SQLite test database. Empty: in memory.",
    "PORT": "Port of `make run` and `musanada serve`.",
}
DEFAULTS = {
    "MUSANADA_DATA": "`data/` in the project",
    "PORT": "8000",
    "MUSANADA_INSTALLER": "uv",
    "MUSANADA_OIDC_CLAIM": "preferred_username",
    "MUSANADA_ANCHORS": "`anchors` in the data folder",
    "MUSANADA_KEYRING": "`data.keys` in the data folder",
    "MUSANADA_WORLD_MAP": "ma",
    "MUSANADA_EXTRACTS": "`extracts/` in the data folder",
}
VARIABLE = re.compile(r"\bMUSANADA_[A-Z]+(?:_[A-Z]+)*\b")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell(c) for c in line) + " |\n" for line in lines)


def cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())


def code(value: object) -> str:
    return f"`{value}`" if value else ""


def first_line(thing: object) -> str:
    return ((thing.__doc__ or "").strip().splitlines() or [""])[0].replace("``", "`")


# Settings -----------------------------------------------------------------------------------------------------------


def variables() -> set[str]:
    """Every ``MUSANADA_*`` name that the program or its tools read."""
    files = [
        *ROOT.glob("musanada/**/*.py"),
        *ROOT.glob("tools/*.sh"),
        *ROOT.glob("tools/*.py"),
        ROOT / "Makefile",
    ]
    ours = [f for f in files if f != Path(__file__).resolve() and "tests" not in f.parts]
    return {name for file in ours for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}


def declared_defaults() -> dict[str, str]:
    """``env.flag("X", default=…)`` and its sisters, as the settings write them."""
    found: dict[str, str] = {}
    for name in ("settings.py", "env.py"):
        tree = ast.parse((ROOT / "musanada" / "config" / name).read_text(encoding="utf-8"))
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args):
            default = next((k.value for k in call.keywords if k.arg == "default"), None)
            if default is not None and isinstance(call.args[0], ast.Constant):
                found[call.args[0].value] = plain(ast.literal_eval(default)) + limits(call)
    return found


def plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) if isinstance(value, list) else str(value)) or "empty"


def limits(call: ast.Call) -> str:
    ends = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg in ("low", "high")}
    return f" ({ends['low']} to {ends['high']})" if ends else ""


def settings() -> str:
    unknown = variables() ^ (set(MEANINGS) - {"PORT"})
    if unknown:
        raise SystemExit(
            f"tools/reference_docs.py: MEANINGS and the code disagree on {', '.join(sorted(unknown))}"
        )
    defaults = {**declared_defaults(), **DEFAULTS}
    rows = [(code(n), meaning, defaults.get(n, "empty")) for n, meaning in MEANINGS.items()]
    return (
        "# Settings\n\nEverything that differs between installations comes from the environment. A wrong value stops "
        "the start with a sentence that says what to write.\n\n"
        + table(("variable", "meaning", "default"), rows)
    )


# Rights -------------------------------------------------------------------------------------------------------------


def rights() -> str:
    from musanada.access.rights import RIGHTS
    from musanada.access.roles import Role

    roles = table(("role", "label"), [(code(r.value), r.label) for r in Role])
    listed = sorted(RIGHTS.items())
    parts = [
        "# Rights\n\nA role is held at a unit, and carries its rights there and below. Labels are in French, the source "
        "language of the interface. `musanada access matrix` prints the same as CSV.\n\n## Roles\n\n" + roles
    ]
    for app in dict.fromkeys(name.split(".")[0] for name, _right in listed):
        rows = [
            (code(name), right.label, ", ".join(r.value for r in Role if r.value in right.roles))
            for name, right in listed
            if name.split(".")[0] == app
        ]
        parts.append(f"\n## {app}\n\n" + table(("right", "label", "roles"), rows))
    return "".join(parts) + "\n## Matrix\n\n" + matrix(listed)


def matrix(listed: list[tuple[str, Any]]) -> str:
    from musanada.access.roles import Role

    rows = [[code(n), *("●" if r.value in right.roles else "" for r in Role)] for n, right in listed]
    return table(("right", *(r.value.replace("_", " ") for r in Role)), rows)


# Facts and indicators -----------------------------------------------------------------------------------------------


def facts() -> str:
    from musanada.kit.facts import FACTS

    parts = [
        "# Facts\n\nWhat domains let reporting read: nameless, typed rows, as the register stood at a moment. "
        "Unknown, refused and not asked are empty. `musanada/kit/facts.py` is the contract.\n"
    ]
    for fact in FACTS.values():
        parts.append(f"\n## {fact.name}\n\n{fact.label}. {roles_of_columns(fact)}\n\n")
        parts.append(table(("column", "kind"), [(code(c.name), c.kind) for c in fact.columns]))
    return "".join(parts)


def roles_of_columns(fact: Any) -> str:
    told = ("row", "event", "person", "date", "until", "recorded")
    return ", ".join(f"{name}: {code(getattr(fact, name))}" for name in told if getattr(fact, name)) + "."


def indicators() -> str:
    from musanada.reporting.registry import shipped_indicators

    found = shipped_indicators()
    parts = [
        "# Indicators\n\nEach is one file in `musanada/reporting/indicators/`. Its definition is published word for "
        "word, in four languages; here in English.\n"
    ]
    for group in dict.fromkeys(one.group for one in found.values()):
        parts.append(f"\n## {group}\n")
        parts += [described(one) for one in found.values() if one.group == group]
    return "".join(parts)


def described(one: Any) -> str:
    counts = (
        f"fact {code(one.fact)}" if one.counted else "from " + ", ".join(code(r) for r in one.refers_to())
    )
    splits = f" Splits by {', '.join(one.dims)}." if one.dims else ""
    where = f" Only where {code(one.where)}." if one.where else ""
    return (
        f"\n### {one.id}\n\n**{one.label.en}** · version {one.version}\n\n{one.definition.en}\n\n"
        f"{one.kind}, unit `{one.unit}`, {counts}.{where}{splits}\n"
    )


# Procedures ---------------------------------------------------------------------------------------------------------


def workflows() -> str:
    from musanada.cases.steps import WORKFLOWS

    parts = ["# Procedures\n\nEach is one table in an app's `workflow.py`; nothing else changes a state.\n"]
    for flow in WORKFLOWS.values():
        rows = [
            (code(s.code), s.label, ", ".join(s.source), s.target, code(s.right), guards(s))
            for s in flow.steps.values()
        ]
        parts.append(f"\n## {flow.code}\n\n{diagram(flow)}\n")
        parts.append(table(("step", "label", "from", "to", "right", "refused by"), rows))
    return "".join(parts)


def guards(step: Any) -> str:
    return ", ".join(code(name_of(guard)) for guard in step.unless)


def name_of(guard: Any) -> str:
    """A guard by its function, a demand by the guard it carries or by its own kind."""
    inner = getattr(guard, "guard", guard)
    return str(getattr(inner, "__name__", type(inner).__name__))


def diagram(flow: Any) -> str:
    arrows = [f"    {s} --> {step.target} : {step.code}" for step in flow.steps.values() for s in step.source]
    leaving = {s for step in flow.steps.values() for s in step.source}
    ends = [f"    {state} --> [*]" for state in flow.states() if state not in leaving]
    return "\n".join(
        ["```mermaid", "stateDiagram-v2", f"    [*] --> {flow.initial}", *arrows, *ends, "```", ""]
    )


# Commands -----------------------------------------------------------------------------------------------------------


def cli() -> str:
    from musanada.config.cli import parser

    port = os.environ.pop("PORT", None)  # the page shows the default, wherever it is made
    top = parser()
    os.environ.update({"PORT": port} if port else {})
    parts = [
        "# Commands\n\nThe result goes to stdout, progress and warnings to stderr. Exit codes: 0 well, 1 findings or "
        "differences, 2 usage, 3 refused, 4 not built yet. `musanada --as USER COMMAND` acts as that account instead of "
        "the console.\n"
    ]
    for words, told, leaf in leaves(top, "musanada", ""):
        rows = [(code(spelling(a)), meaning(a)) for a in leaf._actions if a.dest != "help"]
        arguments = "\n" + table(("argument", "meaning"), rows) if rows else ""
        parts.append(f"\n## {words}\n\n{told}.\n{arguments}")
    return "".join(parts)


def leaves(parser: Any, words: str, told: str) -> Iterator[tuple[str, str, Any]]:
    trees = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not trees:
        yield words, told[:1].upper() + told[1:], parser
    for tree in trees:
        helps = {choice.dest: choice.help or "" for choice in tree._choices_actions}
        for name, below in tree.choices.items():
            yield from leaves(below, f"{words} {name}", helps.get(name) or told)


def spelling(action: argparse.Action) -> str:
    shown = action.metavar if isinstance(action.metavar, str) else action.dest
    if not action.option_strings:
        return str(shown)
    name = max(action.option_strings, key=len)
    return name if action.nargs == 0 else f"{name} {shown}"


def meaning(action: argparse.Action) -> str:
    parts = [action.help or "", f"one of {', '.join(map(str, action.choices))}" if action.choices else ""]
    if action.default not in (None, False, "", argparse.SUPPRESS):
        parts.append(f"default {action.default}")
    return "; ".join(p for p in parts if p)


# Tables and their privacy -------------------------------------------------------------------------------------------


def tables() -> str:
    from django.apps import apps

    ours = [m for m in apps.get_models() if m.__module__.startswith("musanada.")]
    rows = [(code(m._meta.label), m.PRIVACY.value, place(m), first_line(m), columns(m)) for m in ours]
    return table(("table", "level", "place", "one row is", "columns"), sorted(rows))


def place(model: Any) -> str:
    return {None: "none: closed to lists", "": "itself"}.get(model.PLACE, code(model.PLACE))


def columns(model: Any) -> str:
    return ", ".join(field.name for field in model._meta.concrete_fields if field.name != "id")


def privacy() -> str:
    """The page as it stands, its generated part made anew."""
    page = (DOCS / "privacy.md").read_text(encoding="utf-8")
    before, _start, rest = page.partition(START)
    _old, _end, after = rest.partition(END)
    return f"{before}{START}\n{tables()}\n{END}{after}"


# All of it ----------------------------------------------------------------------------------------------------------

PAGES: dict[str, Callable[[], str]] = {
    "settings": settings,
    "rights": rights,
    "facts": facts,
    "indicators": indicators,
    "workflows": workflows,
    "commands": cli,
}


def pages() -> dict[Path, str]:
    """Every page as the code has it now. Django is set up."""
    from django.utils import translation

    with translation.override("fr"):
        found = {REFERENCE / f"{name}.md": f"{HEAD}\n{make()}" for name, make in PAGES.items()}
        return {**found, DOCS / "privacy.md": privacy()}


def out_of_date() -> list[str]:
    """Pages that differ from what the code says, by name."""
    return [
        str(path.relative_to(ROOT))
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    check = options.parse_args().check
    with tempfile.TemporaryDirectory() as data:
        os.environ["MUSANADA_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musanada.config.settings")
        import django

        django.setup()
        if check:
            print("\n".join(out_of_date()))
            return bool(out_of_date())
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for path, text in pages().items():
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
