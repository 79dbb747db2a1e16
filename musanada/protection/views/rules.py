"""The page of thresholds and terms: as they hold today, what comes, what was; a change is a new row from a day on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.protection.commands.rules import set_rule
from musanada.protection.forms_rules import RuleForm
from musanada.protection.queries import rules as queries


@page(queries.SET)
@require_GET
def rules(request: Request) -> HttpResponse:
    return render(request, "protection/rules.html", {"parts": queries.shown()})


@page(queries.SET)
@require_http_methods(["GET", "POST"])
def new(request: Request, code: str) -> HttpResponse:
    """Another number from a day on; what was decided under the one before keeps it."""
    actor, one = request.user, queries.rule(code)
    form = RuleForm(request.POST or None, initial={"value": one.value, "source": one.source})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: set_rule(actor, queries.place(actor), code=code, **form.cleaned_data))
        if made:
            messages.success(request, _("La règle est fixée. Ce qui a été décidé avant ne change pas."))
            return redirect("protection:rules")
    context = {"rule": one, "form": form}
    return render(request, "protection/rules_new.html", context, status=422 if form.errors else 200)
