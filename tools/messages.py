"""Keep the message catalogues complete: extract, synchronise, check, list and fill, without system gettext.

The French text in the code is the message id. ``sync`` writes ``musanada/locale/LANG/LC_MESSAGES/django.po``
for ar, en and es (and fr, plurals only); ``check`` exits 1 when anything is missing or cannot be formatted;
``todo LANG`` prints what is missing as JSON; ``fill LANG FILE.json`` reads that JSON back once filled in.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib

if __package__ in (None, ""):  # run as `python tools/messages.py`
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.extraction import Message, Messages, NotLiteral, extract

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "musanada" / "locale"
TARGETS = ("ar", "en", "es")
SOURCE = "fr"
PLURALS = {
    "ar": (
        6,
        "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5",
    ),
    "en": (2, "n != 1"),
    "es": (2, "n != 1"),
    "fr": (2, "n > 1"),
}
NAMED = re.compile(r"%\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
BRACED = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}(?!\})")
TAG = re.compile(r"</?([a-zA-Z][\w-]*)")


def catalogue_path(language: str, locale: Path = LOCALE) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str, locale: Path = LOCALE) -> dict[str, polib.POEntry]:
    """Entries by key; an absent file is an empty catalogue."""
    path = catalogue_path(language, locale)
    if not path.exists():
        return {}
    return {key_of(e.msgid, e.msgctxt): e for e in polib.pofile(str(path)) if not e.obsolete}


def write_catalogue(language: str, entries: Iterable[polib.POEntry], locale: Path = LOCALE) -> None:
    """Sorted by message id and free of dates and line numbers: a diff shows only what changed."""
    count, rule = PLURALS[language]
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={count}; plural=({rule});",
    }
    catalogue.extend(sorted(entries, key=lambda e: (e.msgid, e.msgctxt or "")))
    path = catalogue_path(language, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = str(catalogue).rstrip() + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def key_of(msgid: str, context: str | None) -> str:
    return f"{context}\x04{msgid}" if context else msgid


def new_entry(message: Message, language: str, known: polib.POEntry | None) -> polib.POEntry:
    """An entry for ``message`` that keeps the translation of ``known`` where its shape still fits."""
    forms = PLURALS[language][0]
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context)
    if "%(" in message.msgid + (message.plural or ""):
        entry.flags = ["python-format"]
    if known is not None and known.fuzzy:
        entry.flags.append("fuzzy")
    if message.plural is None:
        entry.msgstr = known.msgstr if known else ""
        return entry
    entry.msgid_plural = message.plural
    kept = known.msgstr_plural if known else {}
    entry.msgstr_plural = {n: kept.get(n, "") for n in range(forms)}
    return entry


def source_entry(message: Message) -> polib.POEntry:
    """The French entry of a plural: the two forms as the code has them."""
    entry = new_entry(message, SOURCE, None)
    entry.msgstr_plural = {0: message.msgid, 1: message.plural or message.msgid}
    return entry


def sync(messages: Messages, locale: Path = LOCALE) -> None:
    """Bring every catalogue to the messages of the code; translations are kept, obsolete entries go."""
    for language in TARGETS:
        known = read_catalogue(language, locale)
        write_catalogue(
            language, [new_entry(m, language, known.get(m.key)) for m in messages.values()], locale
        )
    write_catalogue(SOURCE, [source_entry(m) for m in messages.values() if m.plural], locale)


def check(messages: Messages, locale: Path = LOCALE) -> list[str]:
    """Findings, one line each; empty when every language is complete."""
    findings: list[str] = []
    for language in TARGETS:
        known = read_catalogue(language, locale)
        findings += [f"{language}: obsolete: {key!r}" for key in known if key not in messages]
        for key, message in messages.items():
            findings += [f"{language}: {f}: {key!r}" for f in entry_findings(message, known.get(key))]
    return findings + source_findings(messages, locale)


def source_findings(messages: Messages, locale: Path) -> list[str]:
    expected = {m.key: source_entry(m).msgstr_plural for m in messages.values() if m.plural}
    found = {key: entry.msgstr_plural for key, entry in read_catalogue(SOURCE, locale).items()}
    return [] if expected == found else ["fr: the plural forms differ from the code; run `make messages`"]


def entry_findings(message: Message, entry: polib.POEntry | None) -> Iterator[str]:
    """What is wrong with one translation: missing, empty, unsure, or not formattable like its source."""
    if entry is None:
        yield "missing"
    elif entry.fuzzy:
        yield "fuzzy"
    elif (entry.msgid_plural or None) != message.plural:
        yield "the plural changed"
    elif message.plural is None:
        yield from text_findings(message.msgid, entry.msgstr, exact=True)
    else:
        last = max(entry.msgstr_plural, default=0)
        for number, text in entry.msgstr_plural.items():
            yield from text_findings(message.plural, text, exact=number == last)


def text_findings(source: str, text: str, *, exact: bool) -> Iterator[str]:
    """``exact``: the same placeholders; else (zero, one, two of a plural) some may be left out."""
    if not text.strip():
        yield "empty"
        return
    for what, pattern in (("placeholders", NAMED), ("braces", BRACED), ("tags", TAG)):
        wanted, found = sorted(pattern.findall(source)), sorted(pattern.findall(text))
        if (found != wanted) if exact else not set(found) <= set(wanted):
            yield f"{what} differ ({', '.join(wanted)} | {', '.join(found)})"
    if "%(" in source and not formattable(text):
        yield "a bare % must be written %%"
    if source.startswith("\n") != text.startswith("\n") or source.endswith("\n") != text.endswith("\n"):
        yield "line breaks at the ends differ"


def formattable(text: str) -> bool:
    values = dict.fromkeys(NAMED.findall(text), 1)
    try:
        text % values
    except (ValueError, TypeError, KeyError):
        return False
    return True


def todo(messages: Messages, language: str, locale: Path = LOCALE) -> dict[str, Any]:
    """What a translator has to write: ``{key: ""}``, for a plural ``{key: {"plural": …, "forms": ["", …]}}``."""
    known = read_catalogue(language, locale)
    missing = {k: m for k, m in messages.items() if any(entry_findings(m, known.get(k)))}
    forms = PLURALS[language][0]
    return {k: {"plural": m.plural, "forms": [""] * forms} if m.plural else "" for k, m in missing.items()}


def fill(
    messages: Messages, language: str, texts: dict[str, Any], locale: Path = LOCALE
) -> tuple[int, list[str]]:
    """Write translations; returns how many, and the keys that the code does not know or that do not fit."""
    known = read_catalogue(language, locale)
    entries = {k: new_entry(m, language, known.get(k)) for k, m in messages.items()}
    refused, written = [], 0
    for key, value in texts.items():
        forms = value.get("forms") if isinstance(value, dict) else value
        if not forms or key not in entries:
            refused += [key] if key not in entries else []
            continue
        if put(entries[key], forms):
            written += 1
        else:
            refused.append(key)
    write_catalogue(language, entries.values(), locale)
    return written, refused


def put(entry: polib.POEntry, forms: str | list[str]) -> bool:
    """Set the translation when it has the entry's shape: a text, or as many forms as the language has."""
    if isinstance(forms, str) and not entry.msgid_plural:
        entry.msgstr = forms
    elif isinstance(forms, list) and len(forms) == len(entry.msgstr_plural):
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        return False
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools/messages.py", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("sync")
    actions.add_parser("check")
    actions.add_parser("todo").add_argument("language", choices=TARGETS)
    filling = actions.add_parser("fill")
    filling.add_argument("language", choices=TARGETS)
    filling.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    try:
        messages = extract(ROOT / "musanada")
    except NotLiteral as error:
        print(error, file=sys.stderr)
        return 1
    return perform(options, messages)


def perform(options: argparse.Namespace, messages: Messages) -> int:
    if options.action == "sync":
        sync(messages)
        print(f"{len(messages)} messages", file=sys.stderr)
    elif options.action == "todo":
        print(json.dumps(todo(messages, options.language), ensure_ascii=False, indent=1))
    elif options.action == "fill":
        texts = json.loads(options.file.read_text(encoding="utf-8"))
        written, refused = fill(messages, options.language, texts)
        print(f"{written} translations written, {len(refused)} refused", file=sys.stderr)
        print(*(f"refused: {key!r}" for key in refused), sep="\n", file=sys.stderr)
        return 1 if refused else 0
    else:
        findings = check(messages)
        print(*findings, sep="\n") if findings else None
        print(f"{len(messages)} messages, {len(findings)} findings", file=sys.stderr)
        return 1 if findings else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
