"""Published pages: the list, a report, a figure, a file. Open to everyone; they set no cookie, ask for no session, run no
script and load nothing from elsewhere. The language stands in the address: what a cache keeps is right for everybody.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable
from functools import wraps
from typing import IO, Any, cast

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from musanada.access.pages import public
from musanada.kit.formats import LOCALES, is_rtl
from musanada.publications.outputs.figure_page import FigurePage
from musanada.publications.outputs.showing import IndexPage, ReportPage
from musanada.publications.queries import published

FRESH, KEPT = 300, 31_536_000  # seconds: a page may get an erratum; a file of a revision never changes
NAMES = {"fr": "Français", "ar": "العربية", "en": "English", "es": "Español"}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "sdmx.csv": "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
    "sdmx.json": "application/vnd.sdmx.data+json; version=2.0.0",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "xml": "application/xml; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "py": "text/x-python; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
Page = Callable[..., HttpResponseBase]


def open_page(view: Page) -> Any:
    """Public, read only."""

    @public
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        made = view(request, *args, **kwargs)
        # Django asked who is signed in before it came here. No answer of ours depends on it, so the session is taken
        # away: a cache shall keep it for everybody, and a stale session's end must not travel with it.
        del request.session
        return made

    return answer


def spoken(request: HttpRequest) -> str:
    """``?lang=``, else what the browser asks for, else French. No cookie is looked at: a cache could not know."""
    asked = request.GET.get("lang", "")
    if asked in LOCALES:
        return asked
    header = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code[:2] for code, _weight in header if code[:2] in LOCALES), "fr")


def shown(
    request: HttpRequest, template: str, lang: str, context: dict[str, Any], stamp: str
) -> HttpResponseBase:
    """The page, or 304 where the reader has it already. Rendered without the request: it cannot know who asks."""
    etag = '"' + hashlib.sha256(f"{request.get_full_path()} {lang} {stamp}".encode()).hexdigest()[:32] + '"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None or answer.status_code != 304:
        with translation.override(lang):
            languages = [
                (code, NAMES[code], url) for code, url in context.pop("languages", []) if code in NAMES
            ]
            base = {"lang": lang, "dir": "rtl" if is_rtl(lang) else "ltr", "languages": languages}
            answer = HttpResponse(render_to_string(template, {**base, **context}))
    answer.headers["ETag"] = etag
    answer.headers["Content-Language"] = lang
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return answer


@open_page
def index(request: HttpRequest) -> HttpResponseBase:
    """Everything that is published."""
    lang = spoken(request)
    every = published.editions()
    context = {
        "page": IndexPage(every, lang),
        "languages": [(code, f"{request.path}?lang={code}") for code in NAMES],
    }
    stamp = " ".join(f"{one.slug}{one.revision}{one.state}" for one in every)
    answer = shown(request, "publications/public_index.html", lang, context, stamp)
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


@open_page
def newest(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The address to print: leads to the revision in force, in the reader's language."""
    one = published.latest(slug)
    lang = spoken(request)
    lang = next(code for code in (lang, "fr", *one.languages) if code in one.languages)
    answer = HttpResponseRedirect(reverse("published:report", args=[slug, one.revision, lang]))
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


@open_page
def report(request: HttpRequest, slug: str, revision: int, lang: str) -> HttpResponseBase:
    """The text, every number of it a link to its page."""
    one = published.edition(slug, revision)
    document = one.document(lang)
    context = {
        "page": ReportPage(one, document, request.build_absolute_uri("/").rstrip("/")),
        "languages": [
            (code, reverse("published:report", args=[slug, revision, code])) for code in one.languages
        ],
    }
    return shown(request, "publications/public_report.html", lang, context, published.stamp(slug))


@open_page
def figure(request: HttpRequest, slug: str, revision: int, lang: str, cell: str) -> HttpResponseBase:
    """One number: what it counts word for word, until when, from whom, what was published before, what was corrected."""
    one = published.edition(slug, revision)
    if lang not in one.languages:
        raise Http404
    found = one.cell(cell)
    context = {
        "page": FigurePage(one, found, lang, request.build_absolute_uri("/").rstrip("/")),
        "languages": [
            (code, reverse("published:figure", args=[slug, revision, code, cell])) for code in one.languages
        ],
    }
    return shown(request, "publications/public_figure.html", lang, context, published.stamp(slug))


@open_page
def file(request: HttpRequest, slug: str, revision: int, name: str) -> HttpResponseBase:
    """A file of the folder, as signed: what the manifest lists, and what proves it."""
    one = published.edition(slug, revision)
    found = one.path(name)
    etag = f'"{one.row.manifest[:24]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = FileResponse(found.open("rb"), content_type=type_of(name))
        shown_in_place = name.endswith((".svg", ".png", ".pdf", ".json", ".xml", ".txt"))
        kind = "inline" if shown_in_place else "attachment"
        saved = f"{slug}-r{revision}-{name.rpartition('/')[2]}"
        answer.headers["Content-Disposition"] = f'{kind}; filename="{saved}"'
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@open_page
def folder(request: HttpRequest, slug: str, revision: int) -> HttpResponseBase:
    """All files that may leave, with the script that checks them: nothing else is needed to verify, no network either."""
    one = published.edition(slug, revision)
    etag = f'"{one.row.manifest[:24]}-zip"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None and request.method == "HEAD":
        answer = HttpResponse(content_type="application/zip")
    elif answer is None:
        saved = f"{slug}-r{revision}.zip"
        answer = FileResponse(packed(one), as_attachment=True, filename=saved, content_type="application/zip")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def packed(one: published.Edition) -> IO[bytes]:
    """On disk beyond two megabytes; the same folder gives the same bytes. Stored as they are: anybody may ask for it as
    often as they like, and compressing would cost more than sending."""
    made = tempfile.SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(one.files):
            info = zipfile.ZipInfo(f"{one.slug}-r{one.revision}/{name}", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, one.path(name).read_bytes(), zipfile.ZIP_STORED)
    made.seek(0)
    return cast(IO[bytes], made)


def type_of(name: str) -> str:
    base = name.rpartition("/")[2]
    endings = sorted((one for one in TYPES if base.endswith(f".{one}")), key=len)
    return TYPES[endings[-1]] if endings else "application/octet-stream"


urlpatterns = [
    path("", index, name="index"),
    path("<slug:slug>/", newest, name="newest"),
    path("<slug:slug>/<int:revision>/folder.zip", folder, name="folder"),
    path("<slug:slug>/<int:revision>/files/<path:name>", file, name="file"),
    path("<slug:slug>/<int:revision>/<slug:lang>/", report, name="report"),
    path("<slug:slug>/<int:revision>/<slug:lang>/figure/<slug:cell>/", figure, name="figure"),
]
