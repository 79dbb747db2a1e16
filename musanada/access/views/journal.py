"""The journal, read and verified."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from musanada.access import audit, forms, queries
from musanada.access.pages import Request, page
from musanada.access.views.common import tabs
from musanada.kit.paging import window


@page("audit.view")
def journal(request: Request) -> HttpResponse:
    """What was done, by whom, when; refusals too."""
    form = forms.JournalFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    shown = window(queries.entries(request.user, **asked), request.GET)
    context = {
        "form": form,
        "page": shown,
        "lines": queries.as_lines(request.user, shown.rows),
        "here": "journal",
        **tabs(request),
    }
    return render(request, "access/journal.html", context)


@page("audit.view")
def chain(request: Request) -> HttpResponseRedirect:
    """Walk the whole chain; asked for by a button, as it reads every line."""
    if request.method == "POST":
        broken = audit.first_broken()
        if broken is None:
            messages.success(
                request, _("La chaîne tient : aucune ligne n'a été modifiée, retirée ni déplacée.")
            )
        else:
            sentence = _(
                "La ligne %(number)s ne tient pas : elle a été modifiée, retirée ou déplacée. "
                "Ne touchez à rien et prévenez le point focal protection des données."
            )
            messages.error(request, sentence % {"number": broken})
    return redirect("access:journal")
