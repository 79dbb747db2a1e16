"""Lists of people that leave: asked, looked at a second time, prepared, taken once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds
from musanada.access.limits import EXPORT, limited
from musanada.access.pages import Request, page
from musanada.dataprotection.commands import exports as commands
from musanada.dataprotection.forms_rights import ExportForm, ThresholdForm, language
from musanada.dataprotection.queries import exports, retention
from musanada.dataprotection.views.rights import METHODS, attached, register_tabs
from musanada.kit.paging import window
from musanada.people.attempt import attempt


@page("exports.view")
@require_GET
def listing(request: Request) -> HttpResponse:
    """The log. What has expired is destroyed on the way."""
    commands.sweep()
    shown = window(exports.exports(request.user), request.GET)
    context = {
        "page": shown,
        "rows": [exports.shown(one) for one in shown.rows],
        "tabs": register_tabs(request.user, "exports"),
        "may_ask": holds(request.user, "people.export"),
        "may_rule": holds(request.user, "dataprotection.rules"),
    }
    return render(request, "dataprotection/exports/list.html", context)


@page("people.export")
@require_http_methods(METHODS)
@limited(EXPORT)
def new(request: Request) -> HttpResponse:
    start = {name: request.GET.get(name, "") for name in ("sex", "nationality")}
    form = ExportForm(request.user, request.POST or None, initial={"form": "xlsx", **start})
    if request.method == "POST" and form.is_valid():
        said, unit = form.cleaned_data, form.units[form.cleaned_data["unit"]]
        kept = {name: said[name] for name in ("purpose", "recipient", "groups", "form")}
        one = attempt(
            form,
            lambda: commands.ask_export(
                request.user, unit, filters=form.filters(), language=language(), **kept
            ),
        )
        if one:
            return redirect("dataprotection:export", one.pk)
    status = 422 if form.errors else 200
    return render(request, "dataprotection/exports/new.html", {"form": form}, status=status)


@page("exports.view")
@require_GET
def detail(request: Request, pk: UUID) -> HttpResponse:
    commands.sweep()
    one = exports.export(request.user, pk)
    context = {
        "shown": exports.shown(one),
        "one": one,
        "own": one.asked_by_id == request.user.pk,
        "may_approve": exports.may_approve(request.user, one),
        "passphrase": request.session.pop(f"export-{pk}", ""),
        "threshold": exports.threshold(one.unit),
    }
    return render(request, "dataprotection/exports/export.html", context)


@page("exports.view")
@require_POST
@limited(EXPORT)
def step(request: Request, pk: UUID, step: str) -> HttpResponse:
    """approve, decline, prepare or take: each is its own command, with its own right."""
    one = exports.export(request.user, pk)
    if step == "take":
        name = commands.file_name(one).rpartition(".")[0]
        return attached(commands.take_export(request.user, one), f"{name}.zip", "application/zip")
    if step == "prepare":
        _one, passphrase = commands.prepare(request.user, one)
        request.session[f"export-{pk}"] = passphrase
    elif step == "approve":
        commands.approve_export(request.user, one)
        messages.success(request, _("L'export est permis."))
    elif step == "decline":
        commands.decline_export(request.user, one)
        messages.success(request, _("L'export est refusé."))
    else:
        raise Http404
    return redirect("dataprotection:export", pk)


@page("dataprotection.rules")
@require_http_methods(METHODS)
def threshold(request: Request) -> HttpResponse:
    unit = retention.organisation(request.user, "dataprotection.rules")
    form = ThresholdForm(request.POST or None, initial={"rows": exports.threshold(unit)})

    def write() -> object:
        return commands.set_threshold(request.user, unit, rows=form.cleaned_data["rows"])

    if request.method == "POST" and form.is_valid() and attempt(form, write) is not None:
        messages.success(request, _("Le seuil est fixé."))
        return redirect("dataprotection:exports")
    context = {"form": form, "unit": unit}
    return render(
        request, "dataprotection/exports/threshold.html", context, status=422 if form.errors else 200
    )
