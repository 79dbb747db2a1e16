"""The page of what a departure demands: as it holds today, what comes, what was; a change is a new row from a day on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.people.attempt import attempt
from musanada.returns import forms_papers as forms
from musanada.returns.commands import lock_rules as commands
from musanada.returns.queries import lock_rules as queries


@page("return.rules")
@require_http_methods(["GET", "POST"])
def rules(request: Request) -> HttpResponse:
    """The tables; a rule sent (``rule``) is confirmed as the organisation's own."""
    if request.method == "POST":
        one = queries.rule(request.POST.get("rule", ""))
        commands.confirm_lock_rule(request.user, queries.place(request.user), rule=one)
        messages.success(request, _("L'exigence est confirmée par l'organisation."))
        return redirect("returns:rules")
    context = {"tables": queries.tables(), "to_come": queries.to_come(), "changed": queries.changed()}
    return render(request, "returns/rules.html", context)


@page("return.rules")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """``?lock=&direction=&channel=`` begin the answer."""
    asked = {name: request.GET.get(name, "") for name in ("lock", "direction", "channel")}
    form = forms.RuleForm(request.POST or None, initial=asked | {"demanded": "yes", "days": 0})
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: commands.set_lock_rule(request.user, queries.place(request.user), draft=form.draft()),
        )
        if made:
            messages.success(request, _("L'exigence est fixée. Ce qui a été jugé avant ne change pas."))
            return redirect("returns:rules")
    return render(request, "returns/rules_new.html", {"form": form}, status=422 if form.errors else 200)
