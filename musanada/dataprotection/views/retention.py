"""How long records are kept, what is due today, and the log of what was disposed of."""

from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may
from musanada.access.pages import Request, page
from musanada.dataprotection.commands import retention as commands
from musanada.dataprotection.forms_rights import RuleForm
from musanada.dataprotection.queries import retention
from musanada.dataprotection.views.rights import METHODS, register_tabs
from musanada.people.attempt import attempt


@page("retention.view")
@require_GET
def overview(request: Request) -> HttpResponse:
    """Every rule and how many records are due by it: nothing is touched by looking."""
    unit = retention.organisation(request.user, pk=request.GET.get("unit", ""))
    context = {
        "unit": unit,
        "units": retention.organisations(request.user),
        "tabs": register_tabs(request.user, "retention"),
        "lines": retention.dry_run(unit),
        "disposals": [(one, retention.label_of(one)) for one in retention.disposals(request.user)[:20]],
        "may_rule": may(request.user, "dataprotection.rules", unit),
    }
    return render(request, "dataprotection/retention/overview.html", context)


@page("retention.view")
@require_http_methods(METHODS)
def kind(request: Request, kind: str) -> HttpResponse:
    """What is due by one rule, by opaque reference; a POST proposes to dispose of it."""
    unit = retention.organisation(request.user, pk=request.GET.get("unit", ""))
    rule = retention.rule(unit, kind)
    if request.method == "POST":
        one = commands.propose_disposal(request.user, unit, kind=kind)
        messages.success(request, _("L'élimination est proposée : une seconde personne la confirme."))
        return redirect("dataprotection:disposal", one.pk)
    due = list(retention.lapsed(unit, rule))
    context = {
        "unit": unit,
        "rule": rule,
        "rows": list(islice(due, retention.SHOWN)),
        "count": len(due),
        "may_run": rule.runs and rule.confirmed and bool(due) and may(request.user, "retention.run", unit),
        "may_rule": may(request.user, "dataprotection.rules", unit),
    }
    return render(request, "dataprotection/retention/kind.html", context)


@page("dataprotection.rules")
@require_http_methods(METHODS)
def edit(request: Request, kind: str) -> HttpResponse:
    unit = retention.organisation(request.user, "dataprotection.rules")
    rule = retention.rule(unit, kind)
    start = {"months": rule.months, "then": rule.then, "confirmed": rule.confirmed, "legal_note": rule.note}
    form = RuleForm(request.POST or None, initial=start)

    def write() -> object:
        return commands.set_rule(request.user, unit, kind=kind, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, write) is not None:
        messages.success(request, _("La durée est fixée."))
        return redirect("dataprotection:retention-kind", kind)
    context = {"form": form, "rule": rule, "unit": unit}
    return render(request, "dataprotection/retention/edit.html", context, status=422 if form.errors else 200)


@page("retention.view")
@require_GET
def disposal(request: Request, pk: UUID) -> HttpResponse:
    one = retention.disposal(request.user, pk)
    may_decide = one.state == "proposed" and one.proposed_by_id != request.user.pk
    context = {
        "one": one,
        "label": retention.label_of(one),
        "may_decide": may_decide and may(request.user, "retention.run", one),
    }
    return render(request, "dataprotection/retention/disposal.html", context)


@page("retention.run")
@require_POST
def decide(request: Request, pk: UUID, step: str) -> HttpResponse:
    one = retention.disposal(request.user, pk)
    if step not in ("confirm", "decline"):
        raise Http404
    command = commands.confirm_disposal if step == "confirm" else commands.decline_disposal
    command(request.user, one)
    messages.success(request, _("C'est fait.") if step == "confirm" else _("L'élimination est refusée."))
    return redirect("dataprotection:disposal", pk)
