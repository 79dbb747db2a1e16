"""The journal as a file for an auditor: JSON lines that can be checked without this installation.

A *whole* export holds every line between two anchors. Each line's text is folded into the plain SHA-256 digest that the
anchors hold as well: an auditor who received the anchors day by day, by another way, recomputes the digest and needs
no key. Against anchors that came with the file it only proves that the file is whole. A *partial* export, of an auditor
who is not in charge of every organisation here, holds the lines of their places, without numbers: how many lines lie
between is nobody else's business. It proves nothing by itself; this installation can check its signature.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.audit.anchors import as_json, from_json
from musanada.access.audit.chain import canonical, fold, key_bytes, link, mac, same
from musanada.access.audit.reading import End, Row
from musanada.kit.errors import BadInput, Sentence

FORMAT, VERSION = "musanada-journal", 1
NOTE = (
    "Digest: d = opening.digest; for each line d = sha256(d + '\\n' + text), in hexadecimal, where text is the value of "
    "'line' as JSON with sorted keys, no blanks and no escapes (UTF-8). At line number N of an anchor d is anchor.digest. "
    "Compare with anchors that you received by another way: docs/how-to/audit.md."
)


@dataclass(frozen=True)
class Period:
    """Between which ends of the chain an export lies: ``opening`` is before its first line, ``closing`` its last."""

    first: str
    last: str
    opening: End
    closing: End


def whole(rows: Iterable[Row], period: Period, anchors: Iterable[End], by: str) -> Iterator[str]:
    """Every line of the period, as text."""
    opening, closing = period.opening, period.closing
    inside = [as_json(a) for a in anchors if opening.number <= a.number <= closing.number]
    lines = ({"hash": row.hash, "line": json.loads(row.text)} for row in rows)
    ends = {"opening": end_of(opening), "closing": end_of(closing), "anchors": inside, "note": NOTE}
    return signed({**header("all", period, by), **ends}, lines)


def partial(contents: Iterable[tuple[str, dict[str, Any]]], period: Period, by: str) -> Iterator[str]:
    """Hash and content of the lines of some places."""
    lines = (
        {"hash": own, "line": {name: value for name, value in content.items() if name != "number"}}
        for own, content in contents
    )
    return signed(header("units", period, by), lines)


def header(scope: str, period: Period, by: str) -> dict[str, Any]:
    made = timezone.now().astimezone(UTC).isoformat(timespec="seconds")
    told = {"format": FORMAT, "version": VERSION, "scope": scope, "from": period.first, "to": period.last}
    return {**told, "made_at": made, "by": by}


def end_of(end: End) -> dict[str, Any]:
    return {"number": end.number, "hash": end.hash, "digest": end.digest}


def signed(head: dict[str, Any], lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The file, line by line; the last holds what was in it and the installation's signature."""
    total, things = hashlib.sha256(), -1  # the first is no line
    for thing in chain([head], lines):
        things += 1
        text = canonical(thing) + "\n"
        total.update(text.encode())
        yield text
    yield (
        canonical({"lines": things, "sha256": total.hexdigest(), "signature": sign(total.hexdigest())}) + "\n"
    )


def sign(digest: str) -> str:
    return mac(key_bytes(), f"export\n{digest}")


# Checking one


@dataclass(frozen=True)
class Finding:
    """What a file says of itself, how many of the reader's own anchors it meets, and the first thing that is wrong."""

    scope: str
    lines: int
    anchors: int
    wrong: Sentence = ""
    number: int | None = None


def check(path: Path, *, outside: Iterable[End] = (), with_key: bool = False) -> Finding:
    """Read an export again, without this installation's tables. Raises: BadInput when it is no export."""
    with path.open(encoding="utf-8") as file:
        return Check(file, list(outside), with_key).run()


class Fault(Exception):
    """The first thing that is wrong with a file, and the line it stands at."""

    def __init__(self, sentence: Sentence, number: int | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence, self.number = sentence, number


class Check:
    """One pass over a file, in flat memory."""

    def __init__(self, file: IO[str], outside: list[End], with_key: bool) -> None:
        self.file, self.with_key = file, with_key
        self.total, self.count, self.met = hashlib.sha256(), 0, 0
        self.head = self.first_line()
        opening = as_end(self.head.get("opening"))
        self.number, self.hash, self.digest = opening.number, opening.hash, opening.digest
        self.ends: dict[int, list[End]] = {}
        self.outside = {a.number for a in outside}
        inside = [from_json(canonical(a)) for a in self.head.get("anchors", [])]
        for anchor in [*outside, *inside]:
            self.ends.setdefault(anchor.number, []).append(anchor)

    def first_line(self) -> dict[str, Any]:
        text = self.file.readline()
        try:
            head: dict[str, Any] = json.loads(text)
            if head["format"] != FORMAT or head["version"] != VERSION:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            raise BadInput(_("Ce fichier n'est pas un export du journal : demandez-en un nouveau.")) from None
        self.total.update(text.encode())
        return head

    def run(self) -> Finding:
        try:
            self.walk()
        except Fault as fault:
            return Finding(self.head["scope"], self.count, self.met, fault.sentence, fault.number)
        return Finding(self.head["scope"], self.count, self.met)

    def walk(self) -> None:
        whole = self.head["scope"] == "all"
        if whole:
            self.meet()
        for text in self.file:
            try:
                told = json.loads(text)
                if "sha256" in told:
                    self.end(told)
                    return
                self.total.update(text.encode())
                self.count += 1
                if whole:
                    self.line(told["line"], told["hash"])
            except (ValueError, KeyError, TypeError):
                raise Fault(_("Une ligne du fichier est illisible."), self.number + 1) from None
        raise Fault(_("La fin du fichier manque."), self.number + 1)

    def line(self, content: dict[str, Any], own: str) -> None:
        if content["number"] != self.number + 1:
            raise Fault(_("Des lignes manquent ou ne sont pas à leur place."), self.number + 1)
        text = canonical(content)
        if self.with_key and not same(own, link(self.hash, text)):
            raise Fault(_("Cette ligne n'est pas celle que le journal a écrite."), self.number + 1)
        self.number, self.hash, self.digest = self.number + 1, own, fold(self.digest, text)
        self.meet()

    def meet(self) -> None:
        """Compare with the anchors of this line."""
        for anchor in self.ends.get(self.number, ()):
            if (anchor.hash, anchor.digest) != (self.hash, self.digest):
                raise Fault(_("Jusqu'à cette ligne, ce ne sont pas celles que l'ancre a vues."), self.number)
        self.met += self.number in self.outside

    def end(self, foot: dict[str, Any]) -> None:
        closing = as_end(self.head.get("closing")) if "closing" in self.head else None
        if closing and (closing.number, closing.digest) != (self.number, self.digest):
            raise Fault(_("Les lignes ne mènent pas à la fin que le fichier annonce."), self.number)
        if foot["sha256"] != self.total.hexdigest() or foot["lines"] != self.count:
            raise Fault(_("Le fichier a été modifié après avoir été fait."))
        if self.with_key and not same(foot["signature"], sign(foot["sha256"])):
            raise Fault(_("La signature n'est pas celle de cette installation."))


def as_end(told: dict[str, Any] | None) -> End:
    told = told or {"number": 0, "hash": "", "digest": ""}
    return End(int(told["number"]), str(told["hash"]), str(told["digest"]))
