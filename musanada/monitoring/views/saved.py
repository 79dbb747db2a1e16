"""Pages of kept views: the list, one view drawn for who reads it today, keeping what is shown, the view as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.monitoring import exports, forms
from musanada.monitoring.blocks import Block, read_block
from musanada.monitoring.commands import views as commands
from musanada.monitoring.queries import boards as queries
from musanada.monitoring.queries.readable import engine_for, readable
from musanada.monitoring.views.dashboards import as_file, here, query
from musanada.monitoring.words import language
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.reporting import queries as reporting
from musanada.reporting.display import Labels

METHODS = ["GET", "POST"]
FILES = ("csv", "xlsx", "pdf")


@page(queries.VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    """The reader's own views, and those shown to their units."""
    rows = queries.views(request.user)
    context = {
        "mine": [one for one in rows if one.owner_id == request.user.pk],
        "shared": [one for one in rows if one.owner_id != request.user.pk],
    }
    return render(request, "monitoring/views.html", context)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Every block as this reader may see it today."""
    one, read, lang = queries.view(request.user, pk), readable(request.user), language()
    labels = Labels(request.user, lang)
    with engine_for(request.user, read) as engine:
        parts = (
            [queries.part(engine, read, block, labels) for block in queries.blocks_of(one)] if engine else []
        )
        known_at = engine.known_at if engine else None
    context = {
        "view": one,
        "parts": [(part, here(moved(part))) for part in parts],
        "known_at": known_at,
        "own": one.owner_id == request.user.pk,
        "files": [(kind, reverse("monitoring:view-file", args=[one.pk, kind])) for kind in FILES],
    }
    return render(request, "monitoring/view.html", context)


def moved(part: Any) -> Block:
    """The block with the period it shows, for the address of the page where one looks further."""
    block: Block = part.block
    period = part.table.asked.period.text if part.table else block.period
    return Block(block.indicator, period, block.by, block.where, block.picture)


@page(queries.VIEW)
@require_GET
def file(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """All blocks in one file; small numbers are hidden, what may not leave so finely is left out."""
    if kind not in FILES:
        raise Http404
    one, read, lang = queries.view(request.user, pk), readable(request.user), language()
    labels = Labels(request.user, lang)
    with engine_for(request.user, read) as engine:
        if engine is None:
            raise Http404
        parts = [queries.part(engine, read, block, labels, exported=True) for block in queries.blocks_of(one)]
        tables = [(part.table, part.block.picture) for part in parts if part.table]
        if not tables:
            raise BadInput(
                _("Rien de cette vue ne peut partir en fichier : elle est trop fine, ou pas à vous.")
            )
        hashes = {made.indicator.id: engine.indicators.hash(made.indicator.id) for made, _kind in tables}
        content = exports.file_of(exports.Sheet(one.title, tables, hashes, engine.known_at, lang), kind)
    return as_file(content, kind, f"vue-{one.saved_at:%Y-%m-%d}")


@resumable
@page(queries.VIEW)
@require_http_methods(METHODS)
def keep(request: Request) -> HttpResponse:
    """What the address describes, kept as a view of its own or added to one of the reader's."""
    given = {name: request.GET.get(name, "") for name in ("indicator", "period", "by", "where", "picture")}
    if not given["indicator"]:
        return redirect("monitoring:explore")
    block = read_block(given)
    one = reporting.indicator(request.user, block.indicator)
    title = one.label.in_language(language())
    form = forms.ViewForm(
        queries.units_to_keep(request.user), request.POST or None, initial={"title": title[:120]}
    )
    done: Any = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if values["last"]:
            block = Block(block.indicator, "", block.by, block.where, block.picture)
        done = attempt(form, lambda: keep_one(request, values, block))
    if done:
        messages.success(request, _("La vue est gardée."))
        return redirect("monitoring:view", done.pk)
    context = {
        "form": form,
        "title": title,
        "back_url": f"{reverse('monitoring:figure', args=[one.id])}?{query(block)}",
    }
    return render(request, "monitoring/view_form.html", context, status=422 if form.errors else 200)


def keep_one(request: Request, values: dict[str, Any], block: Block) -> Any:
    """Under the title of one of the reader's own views, the block is added to it."""
    there = queries.own(request.user).filter(title=" ".join(values["title"].split())).first()
    blocks = [*(queries.blocks_of(there) if there else []), block]
    return commands.keep_view(
        request.user, values["unit"], title=values["title"], blocks=blocks, shared=values["shared"]
    )


@page(queries.VIEW)
@require_http_methods(METHODS)
def drop(request: Request, pk: UUID) -> HttpResponse:
    """A view is no record: taken away by its owner."""
    one = queries.view(request.user, pk)
    if one.owner_id != request.user.pk:
        raise missing(queries.VIEW)
    if request.method == "POST":
        commands.drop_view(request.user, one)
        messages.success(request, _("La vue est retirée ; les chiffres restent."))
        return redirect("monitoring:views")
    return render(request, "monitoring/view_drop.html", {"view": one})
