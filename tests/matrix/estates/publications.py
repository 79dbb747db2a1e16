"""A report with a text, a revision that waits for approvals, one that is published, a finding somebody answers for."""

import shutil
from typing import Any

from django.utils import timezone

from musanada.publications.cells import FigureCell
from musanada.publications.models import Publication, Report, ReportText, Waiver
from musanada.publications.queries.publications import root
from musanada.publications.tests import folders

CELL = FigureCell(folders.FIGURE, "2024", (), None, "returns").id
SLUG = "report-mission"


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    now = timezone.now()
    report = Report.objects.create(
        slug=f"report-{estate.root.code}", title_fr=f"Rapport {estate.root.code}", unit=estate.root, created_by=estate.everyone
    )  # fmt: skip
    text = ReportText.objects.create(
        report=report, language="fr", number=1, body=folders.TEXT, saved_at=now, saved_by=estate.everyone
    )
    waiver = Waiver.objects.create(
        report=report, code="NUM.untraced", about="12", reason="Numéro d'une loi", by=estate.everyone, at=now
    )
    out = revision(
        estate, report, 1, "published", frozen_at=now, published_at=now, published_by=estate.everyone
    )
    return {
        "pub_report": report,
        "pub_text": text,
        "pub_waiver": waiver,
        "publication_out": out,
        "publication": revision(estate, report, 2, "checked", previous=out, reason="correction"),
    }


def revision(estate: Any, report: Report, number: int, state: str, **more: Any) -> Publication:
    """Built by the office's statistician, so that who holds every role may approve it."""
    builder = estate.accounts["statistician"]
    folder = root() / report.slug / f"r{number}"
    shutil.rmtree(folder, ignore_errors=True)
    manifest = folders.write(folder, slug=report.slug, revision=number, by=str(builder.pk))
    return Publication.objects.create(
        report=report, revision=number, period="2024", known_at=folders.KNOWN, state=state, threshold=10,
        extract="20250201T080000.000000Z", folder=f"{report.slug}/r{number}", manifest=manifest, built_at=folders.KNOWN,
        built_by=builder, **more,
    )  # fmt: skip


WAITING, OUT = of("publication"), of("publication_out")
REPORT, TEXT = of("pub_report"), of("pub_report", "=fr")
MAKERS = {
    "publications:report": REPORT,
    "publications:report-names": REPORT,
    "publications:report-edit": TEXT,
    "publications:report-preview": TEXT,
    "publications:report-text": lambda estate: (estate.pub_report.pk, "fr", 1),
    "publications:publication": OUT,
    "publications:publication-file": of("publication_out", "=narrative.fr.md"),
    "publications:publication-hidden": OUT,
    "publications:publication-diff": WAITING,
    "publications:vintages": OUT,
    "publications:approve": WAITING,
    "publications:freeze": WAITING,
    "publications:publish": WAITING,
    "publications:abandon": WAITING,
    "publications:waive": WAITING,
    "publications:end-waiver": of("publication", "pub_waiver"),
    "publications:erratum": OUT,
    "publications:deliveries": OUT,
}
WHY = "published: open to everyone"
SHARED = {
    "published:newest": (SLUG, WHY),
    "published:file": (SLUG, 1, "narrative.fr.md", WHY),
    "published:folder": (SLUG, 1, WHY),
    "published:report": (SLUG, 1, "fr", WHY),
    "published:figure": (SLUG, 1, "fr", CELL, WHY),
    "published:api-edition": (SLUG, 1, WHY),
    "published:api-cells": (SLUG, 1, WHY),
    "published:api-cell": (SLUG, 1, CELL, WHY),
}
POST_ONLY = {
    "publications:approve",
    "publications:freeze",
    "publications:end-waiver",
    "publications:report-preview",
}
