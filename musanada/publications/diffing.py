"""Two folders compared, figure by figure: what kind of change, and why. Works offline, from the folders alone.

A diff tells something too: a figure that moved by one person speaks of that person. Outside the house a revision by
less than the threshold on a small figure is named, without its two numbers (``masked``).
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from musanada.publications import snapshot
from musanada.publications.cells import FigureCell, Number, plain

SAME, REVISED_KIND, DEFINITION = "same", "revised", "definition-changed"
NEWLY_HIDDEN, NEWLY_SHOWN, ADDED, DROPPED = "newly-hidden", "newly-shown", "added", "dropped"
FOOTNOTE, TEXT = "footnote-only", "text-only"
REVISED = frozenset({REVISED_KIND, DEFINITION})
SMALL = 10  # times the threshold: up to there a figure is small, and what it moved by tells of few people
KINDS = {
    SAME: pgettext_lazy("chiffre", "Inchangé"),
    REVISED_KIND: pgettext_lazy("chiffre", "Révisé"),
    DEFINITION: _("Définition changée"),
    NEWLY_HIDDEN: _("Masqué désormais"),
    NEWLY_SHOWN: _("Montré désormais"),
    ADDED: pgettext_lazy("chiffre", "Ajouté"),
    DROPPED: pgettext_lazy("chiffre", "Retiré"),
    FOOTNOTE: _("Note seule"),
    TEXT: _("Texte seul"),
}
REASONS = ("late_entry", "correction", "merge", "definition", "geography", "text")


@dataclass(frozen=True)
class DiffLine:
    """``was`` and ``now`` are empty where hidden, missing or ``masked``; ``delta`` is their difference."""

    key: str
    kind: str
    reason: str = ""
    was: str = ""
    now: str = ""
    delta: str = ""
    unit: str = ""
    masked: bool = False


@dataclass(frozen=True)
class Diff:
    """``files``: texts that differ (narratives). ``follows``: the second folder names the first one's manifest."""

    older: Mapping[str, Any]
    newer: Mapping[str, Any]
    lines: tuple[DiffLine, ...]
    texts: tuple[str, ...] = ()
    follows: bool = False

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def changed(self) -> tuple[DiffLine, ...]:
        return tuple(line for line in self.lines if line.kind != SAME)

    @property
    def same(self) -> bool:
        return not self.changed and not self.texts

    def as_rows(self) -> list[dict[str, Any]]:
        return [vars(line) for line in self.changed]


def diff(older: Path, newer: Path, *, inside: bool = False) -> Diff:
    """``inside`` the house nothing is masked. Raises: OSError where a folder is none."""
    told, tells = snapshot.manifest_of(older), snapshot.manifest_of(newer)
    before = {cell.key: cell for cell in snapshot.figures_of(older)}
    after = {cell.key: cell for cell in snapshot.figures_of(newer)}
    printed = [snapshot.printed_of(folder) for folder in (older, newer)]
    lines = []
    for key in sorted(before.keys() | after.keys()):
        line = compared(key, before.get(key), after.get(key), told, tells)
        if line.kind == SAME and printed[0].get(key, "") != printed[1].get(key, ""):
            line = DiffLine(key, TEXT, reason_of(tells), line.was, line.now, unit=line.unit)
        lines.append(line if inside else masked(line, threshold_of(key, before, after, told, tells)))
    return Diff(told, tells, tuple(lines), texts_changed(older, newer), follows(older, tells))


def compared(
    key: str,
    was: FigureCell | None,
    now: FigureCell | None,
    told: Mapping[str, Any],
    tells: Mapping[str, Any],
) -> DiffLine:
    if was is None or now is None:
        present = now or was
        assert present is not None
        kind = ADDED if was is None else DROPPED
        return DiffLine(key, kind, reason_of(tells), value(was), value(now), unit=present.unit)
    line = DiffLine(key, SAME, "", value(was), value(now), unit=now.unit)
    if was.digest != now.digest and not now.external:
        return marked(line, DEFINITION, "definition", was, now)
    if was.hidden != now.hidden:
        return marked(line, NEWLY_HIDDEN if now.hidden else NEWLY_SHOWN, reason_of(tells), was, now)
    if numbers(was) != numbers(now):
        return marked(line, REVISED_KIND, reason_of_change(was, now, told, tells), was, now)
    if (was.footnotes, was.obs, dict(was.source)) != (now.footnotes, now.obs, dict(now.source)):
        return marked(line, FOOTNOTE, reason_of(tells), was, now)
    return line


def marked(line: DiffLine, kind: str, reason: str, was: FigureCell, now: FigureCell) -> DiffLine:
    delta = ""
    if was.value is not None and now.value is not None:
        delta = plain(now.value - was.value) or ""
    return DiffLine(line.key, kind, reason, line.was, line.now, delta, line.unit)


def reason_of(tells: Mapping[str, Any]) -> str:
    """The reason that the newer revision gives for being there."""
    reason = str(tells.get("reason", ""))
    return reason if reason in REASONS else ""


def reason_of_change(
    was: FigureCell, now: FigureCell, told: Mapping[str, Any], tells: Mapping[str, Any]
) -> str:
    """A revised number of others is their correction; of ours what the revision says, or entries that came late."""
    if now.external:
        return "correction"
    given = reason_of(tells)
    if given and given != "text":
        return given
    return "late_entry" if told.get("known_at") != tells.get("known_at") else "correction"


def threshold_of(
    key: str, before: Mapping[str, FigureCell], after: Mapping[str, FigureCell], *manifests: Mapping[str, Any]
) -> int:
    """The stricter of the two, that of protection for its figures; none for those of others, public already."""
    cell = after.get(key) or before[key]
    if cell.external:
        return 0
    names = (
        ("usual", "protection")
        if any(cell.figure in one.get("protected", ()) for one in manifests)
        else ("usual",)
    )
    return max(int(one["threshold"][name]) for one in manifests for name in names)


def masked(line: DiffLine, threshold: int) -> DiffLine:
    """A small step of a small figure is not told exactly: who moved could be one person."""
    if line.kind not in REVISED or not line.delta or line.unit == "percent":
        return line
    moved = abs(Decimal(line.delta))
    least = min(abs(Decimal(line.was)), abs(Decimal(line.now)))
    if 0 < moved < threshold and least < SMALL * threshold:
        return DiffLine(line.key, line.kind, line.reason, unit=line.unit, masked=True)
    return line


def numbers(cell: FigureCell) -> tuple[Number | None, Number | None, Number | None]:
    return cell.value, cell.numerator, cell.denominator


def value(cell: FigureCell | None) -> str:
    return "" if cell is None or cell.hidden else plain(cell.value) or ""


def texts_changed(older: Path, newer: Path) -> tuple[str, ...]:
    names = {path.name for folder in (older, newer) for path in folder.glob("narrative.*.md")}
    return tuple(sorted(name for name in names if content(older / name) != content(newer / name)))


def content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def follows(older: Path, tells: Mapping[str, Any]) -> bool:
    return str((tells.get("previous") or {}).get("manifest", "")) == snapshot.hash_of_manifest(older)


def as_json(found: Diff) -> str:
    """For the command line: the counts, then each figure that changed."""
    head = {name: {k: m.get(k) for k in ("slug", "period", "revision", "known_at")}
            for name, m in (("older", found.older), ("newer", found.newer))}  # fmt: skip
    body = {
        **head,
        "follows": found.follows,
        "counts": found.counts,
        "texts": list(found.texts),
        "lines": found.as_rows(),
    }
    return json.dumps(body, ensure_ascii=False, indent=1)
