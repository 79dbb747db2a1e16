"""The deadlines of referrals: a small table an administrator confirms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from musanada.access.pages import Request, page
from musanada.cases import forms
from musanada.cases.commands import referrals as commands
from musanada.cases.queries import terms as reads
from musanada.people.attempt import attempt

FIELDS = ("answer_hours", "lapse_hours", "done_days", "open_days")


@page("referral.terms")
@require_http_methods(["GET", "POST"])
def terms(request: Request) -> HttpResponse:
    """One form an urgency; saving one confirms it."""
    posted = request.POST.get("urgency", "")
    rows = []
    for one in reads.terms():
        bound = request.POST if one.pk == posted else None
        initial = {name: getattr(one, name) for name in FIELDS}
        form = forms.TermForm(bound, initial=initial, prefix=f"u{one.pk}")
        rows.append({"term": one, "form": form})
        if bound is not None and form.is_valid() and save(request, one.pk, form):
            messages.success(request, _("Les délais sont confirmés."))
            return redirect("referrals:terms")
    failed = any(row["form"].errors for row in rows)  # type: ignore[attr-defined]
    return render(request, "cases/terms.html", {"rows": rows}, status=422 if failed else 200)


def save(request: Request, urgency: str, form: forms.TermForm) -> object:
    hours = [form.cleaned_data[name] for name in FIELDS]
    unit = reads.unit_of(request.user)
    return attempt(form, lambda: commands.set_term(request.user, unit, urgency=urgency, hours=hours))
