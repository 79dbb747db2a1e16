"""A small publication made by hand, in French and Arabic, for the tests of what is printed from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from musanada.kit.svg import Frame, Row, bars
from musanada.publications.cells import FigureCell, dims_of, key_of
from musanada.publications.narrative.document import (
    Annex,
    Cited,
    DefinitionEntry,
    Document,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Rule,
    SourceEntry,
    TableBlock,
    TableCell,
    Words,
)
from musanada.publications.narrative.memory import MemoryFigure, MemorySource
from musanada.publications.outputs import Content, Meta, content_of

PEOPLE, SHARE, MOI = "assistance.people_assisted", "assistance.share_women", "ext:moi.attempts_prevented"
DIGEST = "5f2c" * 16
LABELS = {
    PEOPLE: {"fr": "Personnes aidées", "ar": "الأشخاص الذين تلقوا مساعدة", "en": "People assisted"},
    SHARE: {"fr": "Part des femmes", "ar": "نسبة النساء", "en": "Share of women"},
    MOI: {"fr": "Tentatives empêchées", "ar": "المحاولات التي أُحبطت", "en": "Attempts prevented"},
}
DEFINITIONS = {
    PEOPLE: {
        "fr": "Personnes ayant reçu au moins une aide dans la période, chacune comptée une fois.",
        "ar": "الأشخاص الذين تلقوا مساعدة واحدة على الأقل خلال الفترة، ويُحتسب كل شخص مرة واحدة.",
    },
    SHARE: {"fr": "Femmes parmi les personnes aidées.", "ar": "النساء ضمن الأشخاص الذين تلقوا مساعدة."},
    MOI: {"fr": "Compte du ministère, en tentatives.", "ar": "حصيلة الوزارة، بعدد المحاولات."},
}
ROWS = (("CIV", 4321), ("GIN", 2876), ("SEN", 1054), ("MLI", None), ("CMR", 7), ("unknown", 330))


def cell(figure: str, value: int | Decimal | None, unit: str = "persons", **given: object) -> FigureCell:
    dims = given.pop("dims", {})
    period = str(given.pop("period", "2024"))
    return FigureCell(figure, period, dims_of(dims), value, unit, digest=DIGEST, **given)  # type: ignore[arg-type]


def cells() -> list[FigureCell]:
    rows = [
        cell(
            PEOPLE,
            value,
            dims={"nationality": code},
            conf="F" if value is not None else "A",
            count=value or 3,
        )
        for code, value in ROWS
    ]
    return [
        cell(PEOPLE, 8588, count=8588),
        cell(PEOPLE, 8012, period="2023", count=8012),
        cell(PEOPLE, Decimal("7.2"), "percent", period="2024~2023", numerator=8588, denominator=8012),
        cell(SHARE, Decimal("60.7"), "percent", numerator=5213, denominator=8588),
        cell(
            MOI, 45015, "attempts", period="2024-01/2024-09", obs="P",
            source={"source": "Ministère de l'intérieur", "url": "https://example.org/bilan", "published": "2024-10-03", "page": "p. 4"},
        ),
        *rows,
    ]  # fmt: skip


def source() -> MemorySource:
    return MemorySource(
        {
            PEOPLE: MemoryFigure(LABELS[PEOPLE], "persons", definition=DEFINITIONS[PEOPLE], additive=False),
            SHARE: MemoryFigure(LABELS[SHARE], "percent", definition=DEFINITIONS[SHARE]),
            MOI: MemoryFigure(LABELS[MOI], "attempts", definition=DEFINITIONS[MOI], source={"source": "MOI"}),
        }
    )


def meta(**given: object) -> Meta:
    usual: dict[str, object] = {
        "slug": "rapport-annuel", "revision": 1, "period": "2024", "publisher": "Observatoire des migrations",
        "known_at": datetime(2025, 2, 3, 9, 30, tzinfo=UTC), "dated": date(2025, 3, 1),
        "address": "https://chiffres.example.org/published/",
    }  # fmt: skip
    return Meta(**{**usual, **given})  # type: ignore[arg-type]


SAID: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "title": "Rapport annuel 2024", "subtitle": "Programmes de migration", "people": "8 588",
        "change": "en hausse de 7,2 %", "share": "60,7 %", "moi": "45 015", "before": "Les programmes ont aidé ",
        "after": " personnes, ", "women": " de femmes. L'âge de la majorité est de ", "years": "18", "end": " ans.",
        "chapter": "Aide et assistance", "part": "Par nationalité", "caption": "Personnes aidées par nationalité",
        "hidden": "masqué", "total": "Total", "country": "Nationalité", "number": "Personnes", "quote": "Le ministère compte ",
        "note": "Les nombres de moins de 10 personnes sont masqués.", "claim": "plus de la moitié",
        "alt": "Barres : Côte d'Ivoire 4 321, Guinée 2 876", "part_of": "Part", "list": "Premier point, avec ",
    },
    "ar": {
        "title": "التقرير السنوي 2024", "subtitle": "برامج الهجرة", "people": "8.588", "change": "بارتفاع قدره 7,2%",
        "share": "60,7%", "moi": "45.015", "before": "ساعدت البرامج ", "after": " شخصا، ",
        "women": " منهم نساء. سن الرشد ", "years": "18", "end": " سنة.", "chapter": "المساعدة", "part": "حسب الجنسية",
        "caption": "الأشخاص الذين تلقوا مساعدة حسب الجنسية", "hidden": "محجوب", "total": "المجموع", "country": "الجنسية",
        "number": "الأشخاص", "quote": "أحصت الوزارة ", "note": "الأعداد التي تقل عن 10 أشخاص محجوبة.",
        "claim": "أكثر من النصف", "alt": "أعمدة: كوت ديفوار 4.321، غينيا 2.876", "part_of": "الحصة", "list": "النقطة الأولى، مع ",
    },
}  # fmt: skip


def document(lang: str, chapters: int = 1) -> Document:
    said, known = SAID[lang], {one.key: one for one in cells()}
    total, share, moi = (
        key_of(PEOPLE, (), "2024"),
        key_of(SHARE, (), "2024"),
        key_of(MOI, (), "2024-01/2024-09"),
    )
    change = key_of(PEOPLE, (), "2024~2023")
    marks = {total: 1, change: 2, share: 3, moi: 4}
    people = Cited("fig", said["people"], f"fig:{PEOPLE}@2024", (total,), 1)
    sentence = (
        Words(said["before"]), people, Words(said["after"]),
        Cited("chg", said["change"], f"chg:{PEOPLE}@2024~2023|pct|dir", (change,), 2), Words(" ("),
        Cited("share", said["share"], f"fig:{SHARE}@2024", (share,), 3), Words(said["women"]),
        Cited("n", said["years"], "n:18 age"), Words(said["end"]),
    )  # fmt: skip
    body: list[object] = []
    for number in range(chapters):
        suffix = f" {number + 1}" if chapters > 1 else ""
        body += [
            Heading(1, (Words(said["chapter"] + suffix),), f"chapter-{number}"),
            Paragraph(sentence),
            Paragraph((Words("« ", ""), Cited("claim", said["claim"], "claim: …", (share,), 3), Words(" », "), Words("gras", "strong"), Words(" "), Words("lien", "", "https://example.org/"))),
            Listing(((Words(said["list"]), people), (Words("# * _ [x] \\ \" <b>"),))),
            Quote((Words(said["quote"]), Cited("ext", said["moi"], f"{MOI}@2024-01/2024-09", (moi,), 4))),
            Heading(3, (Words(said["part"]),), "part"),
            table(lang, f"t-{number}"),
            picture(lang, f"p-{number}"),
            Rule(),
        ]  # fmt: skip
    return Document(
        lang, said["title"], said["subtitle"], "2024", (*body, annex(lang)), known, marks, {"abstract": said["subtitle"]}  # type: ignore[arg-type]
    )  # fmt: skip


def table(lang: str, anchor: str) -> TableBlock:
    said, words = SAID[lang], source()
    rows = tuple(
        (
            TableCell(words.label(PEOPLE, "nationality", code, lang)),
            TableCell(
                said["hidden"] if value is None else str(value), key_of(PEOPLE, (("nationality", code),), "2024"),
                hidden=value is None, number=True,
            ),
            TableCell("" if value is None else "12,3 %", number=True),
        )
        for code, value in ROWS
    )  # fmt: skip
    head = (
        TableCell(said["country"], head=True),
        TableCell(said["number"], head=True),
        TableCell(said["part_of"], head=True),
    )
    total = (
        TableCell(said["total"]),
        TableCell(said["people"], key_of(PEOPLE, (), "2024"), number=True),
        TableCell("100 %", number=True),
    )
    return TableBlock(
        anchor,
        (Words(said["caption"]),),
        head,
        rows,
        total,
        (said["note"],),
        PEOPLE,
        ("nationality",),
        "2024",
    )


def picture(lang: str, anchor: str) -> Picture:
    said, words = SAID[lang], source()
    drawn = [
        Row(words.label(PEOPLE, "nationality", code, lang), value)
        for code, value in ROWS
        if value is not None
    ]
    svg = bars(drawn, Frame(said["caption"], lang=lang))
    return Picture(
        anchor, (Words(said["caption"]),), svg, said["alt"], table(lang, f"{anchor}-table"), "© HCP"
    )


def annex(lang: str) -> Annex:
    return Annex(
        tuple(
            DefinitionEntry(figure, 1, LABELS[figure][lang], DEFINITIONS[figure][lang], "persons", DIGEST)
            for figure in (PEOPLE, SHARE)
        ),
        (SourceEntry(MOI, LABELS[MOI][lang], "Ministère de l'intérieur", "2024-01/2024-09", "https://example.org/bilan", "p. 4", "2024-10-03"),),
    )  # fmt: skip


def content(chapters: int = 1, languages: tuple[str, ...] = ("fr", "ar"), **given: object) -> Content:
    documents = {lang: document(lang, chapters) for lang in languages}
    return content_of(documents, cells(), meta(**given), source())


def published(
    unit: Any,
    by: Any,
    *,
    revision: int = 1,
    state: str = "published",
    slug: str = "rapport-annuel",
    embargo_until: datetime | None = None,
    reason: str = "first",
    total: int = 8588,
    chapters: int = 1,
) -> Any:
    """The publication as rows and as a folder, without a build: ``total`` is what this revision counted."""
    from musanada.publications import snapshot
    from musanada.publications.models import Publication, Report
    from musanada.publications.outputs import write_all
    from musanada.publications.queries.publications import root

    report, _new = Report.objects.get_or_create(
        slug=slug,
        defaults={"title_fr": "Rapport annuel", "title_ar": "التقرير السنوي", "unit": unit, "created_by": by},
    )
    mine = content(chapters, slug=slug, revision=revision)
    key = key_of(PEOPLE, (), "2024")
    known = [replace(one, value=total) if one.key == key else one for one in mine.cells]
    name = f"{slug}-{revision}-{uuid4().hex[:8]}"
    folder = root() / name
    (folder / "restricted").mkdir(parents=True)
    documents = {
        lang: replace(document, cells={one.key: one for one in known})
        for lang, document in mine.documents.items()
    }
    write_all(documents, known, mine.meta, folder, mine.words)
    (folder / "restricted" / "hidden.json").write_text("{}")
    manifest = snapshot.write_manifest(folder, {"slug": slug})
    made = datetime(2025, 3, revision, 8, tzinfo=UTC)
    return Publication.objects.create(
        report=report, revision=revision, period="2024", known_at=mine.meta.known_at, state=state, reason=reason,
        threshold=10, extract="hand", folder=name, manifest=manifest, built_at=made, built_by=by, frozen_at=made,
        published_at=made, published_by=by, embargo_until=embargo_until,
    )  # fmt: skip
