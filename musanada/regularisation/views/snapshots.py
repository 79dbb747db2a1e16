"""Pages of frozen states: the list, freezing, one state, the ledger between two; equal categories between offices."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.regularisation import forms_snapshots as forms
from musanada.regularisation.commands import snapshots as commands
from musanada.regularisation.queries import comparison
from musanada.regularisation.queries import snapshots as queries


@page(queries.VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Frozen states by operation, the oldest first; two of one operation are compared."""
    rows = list(queries.snapshots(request.user))
    context = {"rows": rows, "may_freeze": queries.may_freeze(request.user), "several": len(rows) > 1}
    return render(request, "regularisation/snapshot_list.html", context)


@page(queries.FREEZE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    form = forms.FreezeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        operation = form.operations[form.cleaned_data["operation"]]
        made = attempt(
            form,
            lambda: commands.freeze(
                request.user, operation, name=form.cleaned_data["name"], known_at=form.moment()
            ),
        )
        if made:
            messages.success(request, _("L'état est arrêté : rien de ce qui viendra ne le changera."))
            return redirect("regularisation:snapshot", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "regularisation/snapshot_new.html", {"form": form}, status=status)


@page(queries.VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One state; with ``?with=`` the ledger to another state of the same operation, ``?cause=`` opens its files."""
    one = queries.snapshot(request.user, pk)
    others = [row for row in queries.snapshots(request.user) if row.operation_id == one.operation_id]
    context: dict[str, Any] = {"snapshot": one, "others": [row for row in others if row.pk != one.pk]}
    if wanted := request.GET.get("with", ""):
        other = next((row for row in others if str(row.pk) == wanted and row.pk != one.pk), None)
        if other is None:
            raise Http404
        context |= told(request, queries.compared(one, other), other)
    return render(request, "regularisation/snapshot.html", context)


def told(request: Request, ledger: queries.Ledger, other: Any) -> dict[str, Any]:
    cause = request.GET.get("cause", "")
    effect = next((e for e in ledger.effects if e.cause == cause), None)
    files = queries.files_seen(request.user, effect.keys) if effect else []
    return {"ledger": ledger, "other": other, "effect": effect, "files": files}


@page(queries.VIEW)
@require_GET
def compare_offices(request: Request) -> HttpResponse:
    """Opinions on one category, office by office, beside the rate of all."""
    form = forms.ComparisonForm(request.user, request.GET or None)
    operation = form.chosen
    criterion = form.criteria.get(request.GET.get("category", ""))
    rates = comparison.by_office(operation, criterion) if operation else []
    names = comparison.office_names(rates)
    opinions, favourable = sum(r.opinions for r in rates), sum(r.favourable for r in rates)
    whole = favourable / opinions if opinions else 0.0
    rows = [
        {
            "name": names.get(one.office, one.office),
            "rate": one,
            "percent": 100 * one.rate,
            "low": 100 * one.interval[0],
            "high": 100 * one.interval[1],
            "differs": one.differs_from(whole),
        }
        for one in rates
    ]
    context = {
        "form": form,
        "operation": operation,
        "criterion": criterion,
        "rows": rows,
        "opinions": opinions,
        "favourable": favourable,
        "whole": 100 * whole,
    }
    return render(request, "regularisation/comparison.html", context)
