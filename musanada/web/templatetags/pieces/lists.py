"""Lists: sortable heads, pages, filters. Everything lives in the address, so that a list can be sent to a colleague."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from musanada.web.templatetags.pieces.icons import svg
from musanada.web.templatetags.pieces.values import value_of

register = Library()
GAP = "…"


def address(context: Context, **changes: Any) -> str:
    """The page's own address with some parameters changed (``None`` removes one)."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context, key: str, label: Any, numeric: bool = False, parameter: str = "sort"
) -> SafeString:
    """``<th>`` whose link sorts by ``key``, and back by ``-key``; the view reads ``?sort=``."""
    request: HttpRequest | None = context.get("request")
    current = request.GET.get(parameter, "") if request else ""
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    target = f"-{key}" if order == "ascending" else key
    shape = {"ascending": "up", "descending": "down"}.get(order, "both")
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        format_html(' class="{}"', "num") if numeric else "",
        format_html(' aria-sort="{}"', order) if order else "",
        address(context, **{parameter: target, "page": None}),
        label,
        svg(shape),
    )


@register.inclusion_tag("web/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, parameter: str = "page") -> dict[str, Any]:
    """Django's ``Page``, or anything with ``previous_url`` and ``next_url`` (lists too long to be counted)."""
    paginator = value_of(page, "paginator")
    if paginator is None:
        previous, following = value_of(page, "previous_url", ""), value_of(page, "next_url", "")
        return {"previous": previous, "next": following, "links": [], "total": value_of(page, "total")}
    numbers = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    links = [
        {
            "number": None if n == paginator.ELLIPSIS else n,
            "here": n == page.number,
            "url": _page(context, parameter, n),
        }
        for n in numbers
    ]
    return {
        "links": links if paginator.num_pages > 1 else [],
        "previous": _page(context, parameter, page.number - 1) if page.has_previous() else "",
        "next": _page(context, parameter, page.number + 1) if page.has_next() else "",
        "first": page.start_index(),
        "last": page.end_index(),
        "total": paginator.count,
    }


def _page(context: Context, parameter: str, number: Any) -> str:
    return address(context, **{parameter: number if number != 1 else None})


@register.inclusion_tag("web/parts/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, target: str = "") -> dict[str, Any]:
    """A filter bar over a GET form; ``target`` (``#list``) swaps only the list when there is script.

    A sort order in the address is kept; the page number is not.
    """
    request: HttpRequest | None = context.get("request")
    names = {form.add_prefix(name) for name in form.fields}
    kept = [(k, v) for k, v in request.GET.items() if k == "sort" and k not in names] if request else []
    return {
        "form": form,
        "target": target,
        "kept": kept,
        "path": request.path if request else "",
        "active": bool(request and any(request.GET.get(name) for name in names)),
    }


@register.inclusion_tag("web/parts/chips.html")
def chips(items: Any) -> dict[str, Any]:
    """Filters in force: each has ``label`` and the ``url`` without it."""
    return {"items": items}


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """``href="{% with_query view="map" page=None %}"``: this page, changed in some parameters."""
    return address(context, **changes)


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Any, label: Any = "") -> dict[str, Any]:
    """Links that look like tabs: each has ``label``, ``url``, ``current`` and perhaps ``count``."""
    return {"items": items, "label": label or gettext("Parties de cette page")}
