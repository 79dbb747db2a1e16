"""Reads of staged imports, actor first. Rows hold names: only who may import here sees them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may, scoped, units_for
from musanada.access.models import Unit, User
from musanada.intake.imports.kinds import IMPORT_KINDS, ImportKind, field_of
from musanada.intake.models.imports import ImportBatch, ImportRow
from musanada.intake.sheets.findings import sentence
from musanada.kit.choices import BirthPrecision, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_partial
from musanada.linkage.queries import Candidate, candidates_for

IN_TITLE = ("name", "family", "given")
WAITING = Q(outcome="")
BLOCKED = Q(level="error")
VIEWS: dict[str, tuple[Sentence, Q]] = {
    "all": (_("Toutes"), Q()),
    "error": (_("À corriger"), WAITING & BLOCKED & ~Q(decision="skip")),
    "undecided": (_("À décider"), WAITING & Q(decision="") & ~BLOCKED),
    "warning": (_("À vérifier"), WAITING & Q(level="warning")),
    "new": (_("Nouvelles personnes"), WAITING & Q(decision="new") & ~BLOCKED),
    "same": (_("Personnes connues"), WAITING & Q(decision="same") & ~BLOCKED),
    "skip": (_("Laissées de côté"), WAITING & Q(decision="skip")),
    "already": (_("Déjà importées"), Q(outcome="already")),
    "created": (_("Créées"), Q(outcome="created")),
    "added": (_("Ajoutées à une fiche connue"), Q(outcome="added")),
    "refused": (_("Refusées"), Q(outcome="refused")),
    "undone": (_("Annulées"), Q(outcome="undone")),
    "kept": (_("Gardées"), Q(outcome="kept")),
}


def batches(actor: User, right: str = "imports.view") -> QuerySet[ImportBatch]:
    """Imports at the actor's places, newest first; given-up ones are gone."""
    rows = scoped(actor, right, ImportBatch.objects.exclude(state=ImportBatch.State.DISCARDED))
    return rows.select_related("unit", "uploaded_by", "started_by")


def batch(actor: User, pk: UUID | str, right: str = "imports.view") -> ImportBatch:
    """Raises: Http404 unless visible."""
    found = batches(actor, right).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kinds(actor: User) -> list[ImportKind]:
    """The kinds whose rows the actor may write somewhere."""
    return [kind for kind in IMPORT_KINDS.values() if units(actor, kind).exists()]


def units(actor: User, kind: ImportKind | None = None) -> QuerySet[Unit]:
    """Where the actor may import (this kind)."""
    rows = units_for(actor, "imports.run").filter(active=True)
    for right in kind.rights if kind else ():
        rows = rows.filter(pk__in=units_for(actor, right).values("pk"))
    return rows


def kind_of(one: ImportBatch) -> ImportKind:
    return IMPORT_KINDS[one.kind]


def counts(one: ImportBatch) -> dict[str, int]:
    """How many rows each view of ``VIEWS`` holds."""
    totals = {name: Count("pk", filter=condition) for name, (_label, condition) in VIEWS.items() if condition}
    return {"all": one.rows.count(), **one.rows.aggregate(**totals)}


def ready(found: Mapping[str, int]) -> int:
    """Rows that a commit would write."""
    return found["new"] + found["same"]


def rows(actor: User, one: ImportBatch, view: str = "all") -> QuerySet[ImportRow]:
    """Rows of a view, in the order of the file. Raises: Http404 for who may not import here."""
    if not may(actor, "imports.run", one):
        raise Http404
    return ImportRow.objects.filter(VIEWS.get(view, VIEWS["all"])[1], batch=one).order_by("number")


def row(actor: User, one: ImportBatch, pk: UUID | str) -> ImportRow:
    found = rows(actor, one).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def next_undecided(actor: User, one: ImportBatch, after: int) -> ImportRow | None:
    """The next row to decide, going round at the end."""
    waiting = rows(actor, one, "undecided")
    return waiting.filter(number__gt=after).first() or waiting.first()


@dataclass(frozen=True)
class Remark:
    level: str
    field: Sentence
    text: str

    @property
    def shape(self) -> str:
        return {"error": "blocked", "warning": "wait"}.get(self.level, "next")

    @property
    def label(self) -> Sentence:
        return ImportRow.Level(self.level).label


@dataclass(frozen=True)
class Shown:
    """A row for a page: ``values`` are (label, words), ``remarks`` in words."""

    row: ImportRow
    title: str
    values: list[tuple[Sentence, str]]
    summary: list[tuple[Sentence, str]]
    remarks: list[Remark]


def shown(one: ImportBatch, found: Iterable[ImportRow]) -> list[Shown]:
    kind = kind_of(one)
    words = Wording(kind)
    return [
        Shown(
            r,
            kind.title(r.values),
            values_of(kind, r, words),
            values_of(kind, r, words, IN_TITLE),
            remarks_of(kind, r),
        )
        for r in found
    ]


class Wording:
    """Values in words; a list repeats its programme, its service and its town on every row."""

    def __init__(self, kind: ImportKind) -> None:
        self.kind, self.known = kind, dict[tuple[str, str], str]()

    def __call__(self, code: str, value: Any) -> str:
        key = (code, repr(value))
        if key not in self.known:
            self.known[key] = self.kind.show(code, value)
        return self.known[key]


def values_of(
    kind: ImportKind, one: ImportRow, words: Wording, without: Sequence[str] = ()
) -> list[tuple[Sentence, str]]:
    """What was read, in the order of the kind's fields."""
    read = [f for f in kind.fields if f.code in one.values and f.code not in without]
    return [(f.label, words(f.code, one.values[f.code])) for f in read]


def remarks_of(kind: ImportKind, one: ImportRow) -> list[Remark]:
    remarks = []
    for found in one.findings:
        target = field_of(kind, found["field"])
        if found["code"] in ("missing", "same-number") and target:
            found = {**found, "params": {**found.get("params", {}), "field": target.label}}
        remarks.append(Remark(found["level"], target.label if target else "", sentence(found)))
    return remarks


def beside(kind: ImportKind, one: ImportRow) -> list[tuple[Sentence, str]]:
    """The row's own values in the order of ``Likeness.cells``."""
    values = one.values
    return [
        (
            label,
            (
                kind.title(values)
                if code == "name"
                else kind.show(code, values[code])
                if code in values
                else ""
            ),
        )
        for code, label in (
            ("name", _("Nom")),
            ("name_ar", _("Nom en arabe")),
            ("sex", _("Sexe")),
            ("birth", _("Naissance")),
            ("nationality", _("Nationalité")),
        )
    ]


def received(one: ImportBatch, found: ImportRow) -> list[tuple[str, str]]:
    """The cells as they stood in the file."""
    return [(c["name"], str(cell)) for c, cell in zip(one.columns, found.raw, strict=False) if cell != ""]


@dataclass(frozen=True)
class Likeness:
    """Someone the row may be, as the actor may see them, beside the row."""

    person: UUID
    reference: str
    score: int
    cells: list[tuple[Sentence, str]]
    reasons: tuple[Sentence, ...]
    chosen: bool


def likenesses(actor: User, one: ImportBatch, found: ImportRow) -> list[Likeness]:
    """The people who were proposed for a row and whom the actor may find, as they are today."""
    sought = kind_of(one).sought(found.values)
    proposed = {c["person"] for c in found.candidates}
    if sought is None or not proposed:
        return []
    seen = candidates_for(actor, one.unit, [sought], limit=10, at_least=0).get(0, [])
    return [as_likeness(c, found.match) for c in seen if str(c.person_id) in proposed]


def said(found: ImportRow) -> str:
    """What somebody said of the row's candidates: ``different``, ``unsure`` or nothing."""
    return next((str(c["said"]) for c in found.candidates if c.get("said")), "") if found.by_hand else ""


def as_likeness(one: Candidate, chosen: UUID | None) -> Likeness:
    lang = get_language() or "fr"
    cells: list[tuple[Sentence, str]] = [
        (_("Nom"), one.latin),
        (_("Nom en arabe"), one.arabic),
        (_("Sexe"), str(Sex(one.sex).label) if one.sex in Sex.values else ""),
        (_("Naissance"), format_partial(PartialDate(one.birth, BirthPrecision(one.birth_precision)), lang)),
        (_("Nationalité"), country_name(one.nationality, lang) if one.nationality else ""),
    ]
    return Likeness(one.person_id, one.reference, one.score, cells, one.reasons, one.person_id == chosen)


@dataclass(frozen=True)
class Question:
    """A doubtful word of the file: how often it stands there, and what it may mean."""

    list_name: str
    word: str
    text: str
    field: Sentence
    count: int
    likely: list[tuple[str, str]]
    others: list[tuple[str, str]]
    current: str


def questions(actor: User, one: ImportBatch, limit: int = 40) -> list[Question]:
    """Words of waiting rows that a person can explain, the most frequent first."""
    tally: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], dict[str, Any]] = {}
    waiting = rows(actor, one).filter(outcome="").exclude(level="")
    for findings in waiting.values_list("findings", flat=True).iterator(chunk_size=2000):
        for found in cast(list[dict[str, Any]], findings):
            word = found.get("params", {}).get("word")
            if word:
                key = (found["params"]["list"], word)
                tally[key] += 1
                samples.setdefault(key, found)
    return [as_question(one, key, samples[key], count) for key, count in tally.most_common(limit)]


def as_question(one: ImportBatch, key: tuple[str, str], found: dict[str, Any], count: int) -> Question:
    kind, text = kind_of(one), str(found["params"]["value"])
    every = dict(kind.choices(key[0], key[1]))
    likely = [(code, every.get(code, code)) for code in found.get("choices", ()) if code in every]
    others = [(code, label) for code, label in every.items() if code not in dict(likely)]
    target = field_of(kind, found["field"])
    current = likely[0][1] if found["code"] == "guinea" and likely else ""
    return Question(key[0], key[1], text, target.label if target else "", count, likely, others, current)


@dataclass(frozen=True)
class ColumnView:
    """A column of the file on the page where it is confirmed."""

    key: str
    name: str
    sample: Sequence[str]
    field: str
    doubtful: bool


def columns(one: ImportBatch, chosen: Mapping[str, str] | None = None) -> list[ColumnView]:
    """Columns with the field each goes to; ``chosen`` (field → column) as typed before a mistake."""
    mapping = {key: code for code, key in (one.mapping if chosen is None else chosen).items()}
    sure = one.notes.get("confidence", {})
    return [
        ColumnView(
            c["key"],
            c["name"],
            c.get("sample", ()),
            mapping.get(c["key"], ""),
            chosen is None and sure.get(mapping.get(c["key"], ""), 1) < 0.8,
        )
        for c in one.columns
    ]


def earlier(one: ImportBatch) -> ImportBatch | None:
    """The same file, imported before at the same unit."""
    same = ImportBatch.objects.filter(file_hash=one.file_hash, unit=one.unit, kind=one.kind).exclude(
        pk=one.pk
    )
    return same.filter(state=ImportBatch.State.COMMITTED).order_by("-committed_at").first()


def interrupted(one: ImportBatch) -> bool:
    """In a running step that nobody runs: it can be resumed."""
    from musanada.intake.commands.imports.running import STALE

    if one.state not in ImportBatch.RUNNING:
        return False
    if one.problem:
        return True
    return timezone.now() - (one.heartbeat or one.uploaded_at) > STALE


def preview(one: ImportBatch, found: Mapping[str, int]) -> list[Sentence]:
    """What a commit will change, in sentences."""
    left = found["skip"] + found["undecided"] + found["error"]
    kind = kind_of(one)
    lines = [*kind.preview(found)]
    outlook = getattr(kind, "outlook", None)  # a kind may say what the rows that enter amount to
    if outlook and ready(found):
        entering = one.rows.filter(outcome="", decision__in=("new", "same")).exclude(level="error")
        lines += outlook(entering.values_list("values", flat=True).iterator(chunk_size=2000))
    if left:
        lines.append(
            ngettext(
                "%(count)s ligne n'est pas reprise pour l'instant.",
                "%(count)s lignes ne sont pas reprises pour l'instant.",
                left,
            )
            % {"count": left}
        )
    return lines
