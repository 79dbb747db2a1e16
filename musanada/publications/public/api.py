"""The JSON API of what is published: read only, open, no key, cacheable; the same rows as ``figures.json``.

``/published/api/`` lists the publications; ``…/<slug>/<revision>/`` describes one; ``…/cells/?figure=…&period=…&sex=F``
gives its cells. A hidden cell has no value and a ``conf_status`` other than F: never zero.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse

from musanada.publications.public.pages import FRESH, open_page
from musanada.publications.queries import published
from musanada.publications.queries.published import Edition

MOST = 5000


def answer(data: Mapping[str, Any], status: int = 200) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    made = HttpResponse(body, content_type="application/json", status=status)
    made.headers["Cache-Control"] = f"public, max-age={FRESH}"
    made.headers["Access-Control-Allow-Origin"] = "*"
    made.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return made


def described(one: Edition) -> dict[str, Any]:
    head = dict(one.figures.publication)
    where = [one.slug, one.revision]
    return {
        **{name: head[name] for name in ("slug", "revision", "period", "known_at", "publisher", "threshold", "titles")},
        "state": one.state,
        "published_at": one.published_at.isoformat(),
        "manifest": one.row.manifest,
        "reason": str(one.row.reason),
        "pages": {lang: reverse("published:report", args=[*where, lang]) for lang in one.languages},
        "api": reverse("published:api-edition", args=where),
        "cells": reverse("published:api-cells", args=where),
        "files": {name: reverse("published:file", args=[*where, name]) for name in sorted(one.files)},
    }  # fmt: skip


@open_page
def every(request: HttpRequest) -> HttpResponseBase:
    """Every published revision, newest first within each report."""
    return answer({"publications": [described(one) for one in published.editions()]})


@open_page
def edition(request: HttpRequest, slug: str, revision: int) -> HttpResponseBase:
    """One revision: its figures with their definitions, its axes and codes in words."""
    one = published.edition(slug, revision)
    data = one.figures.data
    return answer({**described(one), **{name: data[name] for name in ("figures", "axes", "codes")}})


@open_page
def cells(request: HttpRequest, slug: str, revision: int) -> HttpResponseBase:
    """Its cells, filtered by ``figure``, ``period`` and any axis; ``offset`` pages on."""
    one = published.edition(slug, revision)
    asked = [(name, str(value)) for name, value in request.GET.items() if name not in ("offset", "lang")]
    start = request.GET.get("offset", "0")
    if not start.isascii() or not start.isdigit() or len(start) > 9:
        return answer({"error": "offset: a whole number, 0 or more"}, 400)
    known = {"figure", "period", *one.figures.data["axes"]}
    unknown = sorted({name for name, _value in asked} - known)
    if unknown:
        return answer({"error": f"unknown: {', '.join(unknown)}", "known": sorted(known)}, 400)
    found = published.matching(one, asked)
    first = int(start)
    rows = [row_of(one, cell) for cell in found[first : first + MOST]]
    more = first + MOST if first + MOST < len(found) else None
    return answer({"count": len(found), "next_offset": more, "cells": rows})


@open_page
def cell(request: HttpRequest, slug: str, revision: int, cell: str) -> HttpResponseBase:
    """One cell, and what each revision published for it."""
    one = published.edition(slug, revision)
    found = one.cell(cell)
    history = [
        {
            "revision": v.edition.revision,
            "published_at": v.edition.published_at.isoformat(),
            **v.cell.as_row(),
        }
        for v in published.vintages(slug, found.key)
    ]
    said = [
        {"was": e.was, "now": e.now, "reason": str(e.reason), "text": e.text, "at": e.at.isoformat()}
        for e in published.errata(slug, found.key)
    ]
    return answer({**row_of(one, found), "vintages": history, "errata": said})


def row_of(one: Edition, cell: Any) -> dict[str, Any]:
    pages = {
        lang: reverse("published:figure", args=[one.slug, one.revision, lang, cell.id])
        for lang in one.languages
    }
    return {**cell.as_row(), "pages": pages}


urlpatterns = [
    path("api/", every, name="api"),
    path("api/<slug:slug>/<int:revision>/", edition, name="api-edition"),
    path("api/<slug:slug>/<int:revision>/cells/", cells, name="api-cells"),
    path("api/<slug:slug>/<int:revision>/cells/<slug:cell>/", cell, name="api-cell"),
]
