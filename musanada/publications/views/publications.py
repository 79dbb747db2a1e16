"""Pages of publications: the list, one revision with its checks and approvals, what changed, who received which."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, may, missing
from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.publications import forms_publications as forms
from musanada.publications import showing
from musanada.publications.building_tasks import launch
from musanada.publications.commands import approving
from musanada.publications.commands import publications as commands
from musanada.publications.queries import publications as queries

METHODS = ["GET", "POST"]


@page(queries.VIEW)
@require_GET
def listing(request: Request) -> HttpResponse:
    """Every revision the reader sees, newest first, and where it stands."""
    shown = window(queries.publications(request.user), request.GET, 40)
    context = {
        "page": shown,
        "rows": [(one, showing.shape(one)) for one in shown.rows],
        "may_build": holds(request.user, queries.BUILD),
    }
    return render(request, "publications/publications.html", context)


@page(queries.BUILD)
@require_http_methods(METHODS)
def build(request: Request) -> HttpResponse:
    """Asked here, built in the background: the page of the revision tells how it goes."""
    initial = {name: request.GET.get(name, "") for name in ("report", "period")}
    form = forms.BuildForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        order = commands.Order(values["period"], values["reason"], values["note"], values["mode"])
        made = attempt(form, lambda: commands.ask_build(request.user, form.chosen(), order=order))
        if made:
            launch(made)
            return redirect("publications:publication", made.pk)
    return render(
        request, "publications/publication_build.html", {"form": form}, status=422 if form.errors else 200
    )


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Where it stands, what the checks say, who said yes, its files, and what comes next."""
    one = queries.publication(request.user, pk)
    context = {
        "one": one,
        "shape": showing.shape(one),
        "steps": showing.steps(one),
        "readers": showing.readers(one),
        "lines": queries.checks_of(one),
        "approvals": queries.approvals_of(one),
        "files": showing.files_of(one),
        "before": queries.same_period(one),
        "errata": queries.errata_of(one),
        "waivers": queries.waivers_of(one.report),
        "hidden": showing.hidden_of(one),
        "may": queries.possible(request.user, one),
        "may_waive": may(request.user, queries.APPROVE, one),
        "being_built": one.state == "draft" and not one.manifest,
        "deliveries": one.deliveries.count(),
    }
    return render(request, "publications/publication.html", context)


@page(queries.VIEW)
@require_GET
def file(request: Request, pk: UUID, name: str) -> FileResponse:
    """A file of the folder as it will be published; nothing of its restricted part."""
    one = queries.publication(request.user, pk)
    if name not in {line.name for line in showing.files_of(one)}:
        raise Http404
    return FileResponse(
        (queries.folder_of(one) / name).open("rb"), as_attachment=True, filename=showing.take_as(one, name)
    )


@page(queries.VIEW)
@require_GET
def hidden(request: Request, pk: UUID) -> HttpResponse:
    """What was hidden and why: for the office, never published."""
    one = queries.publication(request.user, pk)
    return render(
        request, "publications/publication_hidden.html", {"one": one, "lines": showing.hidden_of(one)}
    )


@page(queries.VIEW)
@require_GET
def diff(request: Request, pk: UUID) -> HttpResponse:
    """Against the revision of the same period before it; inside the house every number is shown."""
    one = queries.publication(request.user, pk)
    others = showing.comparable(request.user, one)
    against = next(
        (o for o in others if str(o.pk) == request.GET.get("against")), others[0] if others else None
    )
    found = showing.compared(against, one, outside="outside" in request.GET) if against else None
    context = {
        "one": one,
        "against": against,
        "others": others,
        "diff": found,
        "outside": "outside" in request.GET,
    }
    return render(request, "publications/publication_diff.html", context)


@page(queries.VIEW)
@require_GET
def vintages(request: Request, pk: UUID) -> HttpResponse:
    """One figure by period and release."""
    one = queries.publication(request.user, pk)
    context = {"one": one, **showing.vintages(request.user, one, request.GET.get("figure", ""))}
    return render(request, "publications/publication_vintages.html", context)


# Deciding -------------------------------------------------------------------------------------------------------------


@page(queries.APPROVE)
@require_POST
def approve(request: Request, pk: UUID) -> HttpResponse:
    one = queries.publication(request.user, pk)
    approving.approve(request.user, one)
    messages.success(request, _("Votre approbation est signée."))
    return redirect("publications:publication", pk)


@page(queries.PUBLISH)
@require_POST
def freeze(request: Request, pk: UUID) -> HttpResponse:
    approving.freeze(request.user, queries.publication(request.user, pk))
    messages.success(request, _("La révision est gelée : aucun de ses fichiers ne change plus."))
    return redirect("publications:publication", pk)


@page(queries.PUBLISH)
@require_http_methods(METHODS)
def publish(request: Request, pk: UUID) -> HttpResponse:
    one = queries.publication(request.user, pk)
    insist(request, queries.PUBLISH, one)
    form = forms.EmbargoForm(request.POST or None)
    if sent(
        request,
        form,
        lambda: approving.publish(request.user, one, embargo_until=form.cleaned_data["embargo_until"]),
    ):
        messages.success(request, _("La révision est publiée."))
        return redirect("publications:publication", pk)
    before = queries.same_period(one)
    return asked(request, "publication_publish", {"one": one, "form": form, "before": before})


@page(queries.BUILD)
@require_http_methods(METHODS)
def abandon(request: Request, pk: UUID) -> HttpResponse:
    one = queries.publication(request.user, pk)
    insist(request, queries.BUILD, one)
    form = forms.AbandonForm(request.POST or None)
    if sent(request, form, lambda: approving.abandon(request.user, one, why=form.cleaned_data["why"])):
        messages.success(request, _("La révision est abandonnée."))
        return redirect("publications:publication", pk)
    return asked(request, "publication_abandon", {"one": one, "form": form})


@page(queries.APPROVE)
@require_http_methods(METHODS)
def waive(request: Request, pk: UUID) -> HttpResponse:
    """Somebody answers for one finding; it counts from the next build on."""
    one = queries.publication(request.user, pk)
    insist(request, queries.APPROVE, one)
    initial = {name: request.GET.get(name, "") for name in ("code", "about")}
    form = forms.WaiveForm(request.POST or None, initial=initial)
    if sent(request, form, lambda: approving.waive(request.user, one.report, **form.cleaned_data)):
        messages.success(
            request, _("C'est noté : préparez la révision de nouveau, le constat n'arrête plus.")
        )
        return redirect("publications:publication", pk)
    told = {**initial, **{name: request.POST.get(name, initial[name]) for name in initial}}
    return asked(request, "publication_waive", {"one": one, "form": form, **told})


@page(queries.APPROVE)
@require_POST
def end_waiver(request: Request, pk: UUID, waiver: UUID) -> HttpResponse:
    one = queries.publication(request.user, pk)
    found = next((line for line in queries.waivers_of(one.report) if line.pk == waiver), None)
    if found is None:
        raise Http404
    approving.end_waiver(request.user, found)
    messages.success(
        request, _("L'exception est levée : le constat compte de nouveau à la prochaine préparation.")
    )
    return redirect("publications:publication", pk)


@page(queries.PUBLISH)
@require_http_methods(METHODS)
def erratum(request: Request, pk: UUID) -> HttpResponse:
    one = queries.publication(request.user, pk)
    insist(request, queries.PUBLISH, one)
    form = forms.ErratumForm(one, request.POST or None)
    if sent(request, form, lambda: approving.add_erratum(request.user, one, **form.cleaned_data)):
        messages.success(request, _("L'erratum est ajouté à côté du chiffre imprimé."))
        return redirect("publications:publication", pk)
    return asked(request, "publication_erratum", {"one": one, "form": form})


@page(queries.DELIVER)
@require_http_methods(METHODS)
def deliveries(request: Request, pk: UUID) -> HttpResponse:
    """Who received which revision; of a corrected one, who must now receive the correction."""
    one = queries.publication(request.user, pk)
    insist(request, queries.DELIVER, one)
    form = forms.DeliveryForm(showing.deliverable(one), request.POST or None)
    if sent(request, form, lambda: approving.deliver(request.user, one, **form.values())):
        messages.success(request, _("La remise est notée."))
        return redirect("publications:deliveries", pk)
    context = {"one": one, "form": form, "rows": showing.deliveries(one), "owed": showing.owed(one)}
    return asked(request, "publication_deliveries", context)


def sent(request: Request, form: Form, action: Callable[[], object]) -> bool:
    """The form was sent, is right, and the command did it."""
    return request.method == "POST" and form.is_valid() and attempt(form, action) is not None


def asked(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, f"publications/{template}.html", context, status=status)


def insist(request: Request, right: str, one: Any) -> None:
    """A form is not shown to who may not send it."""
    if not may(request.user, right, one):
        raise missing(right)
