"""Pages of instructions: what an office has to carry out, and how far the offices are, for the commission."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from musanada.access.limits import EXPORT, limited
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput, Refused
from musanada.kit.formats import format_date
from musanada.kit.paging import window
from musanada.regularisation import forms_appeals as forms
from musanada.regularisation import tables
from musanada.regularisation.commands import instructions as commands
from musanada.regularisation.queries import appeals
from musanada.regularisation.queries import instructions as queries

DONE = {"seen": commands.acknowledge, "done": commands.carry_out, "ready": commands.carry_out}


@page(queries.EXECUTE)
@require_GET
def listed(request: Request) -> HttpResponse:
    """What the actor's offices have to carry out, the most urgent first."""
    form = forms.InstructionFilter(request.GET or None)
    readable = not form.is_bound or form.is_valid()
    state = form.cleaned_data.get("state", "") if form.is_bound and readable else ""
    rows = queries.filtered(queries.of_office(request.user), state=state)
    rows = queries.with_readiness(rows if readable else rows.none())
    context = {
        "form": form,
        "page": window(rows.order_by("state", "due_on", "id"), request.GET),
        "filtered": bool(state) or not readable,
        "late": set(queries.late(rows).values_list("pk", flat=True)),
        "ready": queries.ready(request.user).count(),
        "follows": appeals.hearing_units(request.user, queries.FOLLOW).exists(),
    }
    return render(request, "regularisation/instruction_list.html", context)


@page(queries.EXECUTE)
@require_POST
def act(request: Request) -> HttpResponse:
    """Ticked instructions: read, or carried out; all of them or none."""
    what = request.POST.get("what", "")
    run = DONE.get(what)
    if run is None:
        raise Http404
    keys = (
        forms.keys_of(request.POST)
        if what != "ready"
        else queries.ready(request.user).values_list("pk", flat=True)
    )
    try:
        done = commands.at_offices(request.user, run, list(keys))
    except (BadInput, Refused) as problem:
        messages.error(request, problem.message)  # type: ignore[arg-type]
    else:
        told = ngettext("%(n)s instruction mise à jour.", "%(n)s instructions mises à jour.", done)
        messages.success(request, told % {"n": done})
    return redirect("regularisation:instructions")


@page(queries.FOLLOW)
@require_GET
def followed(request: Request) -> HttpResponse:
    """The commission's follow-up: a line an office, its share carried out, the oldest that waits."""
    rows = queries.of_commission(request.user)
    offices = queries.by_office(rows)
    context = {"offices": offices, "sums": queries.summed(offices)}
    return render(request, "regularisation/instruction_follow.html", context)


@page(queries.FOLLOW)
@require_GET
@limited(EXPORT, "GET")
def export(request: Request, kind: str) -> HttpResponse:
    """A row an instruction, by number and office: no name leaves."""
    if kind not in tables.WRITERS:
        raise Http404
    lines = [shown(row) for row in queries.for_export(queries.of_commission(request.user))]
    commands.note_export(request.user, len(lines))
    table = tables.Table(gettext("Instructions"), HEADERS, lines, get_language() or "fr")
    content, media_type = tables.written(table, kind)
    name = f"instructions.{kind}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


HEADERS = (
    _("Bureau"),
    _("Dossier"),
    _("Décision"),
    _("Par"),
    _("Transmise le"),
    _("À exécuter pour le"),
    _("État"),
    _("Exécutée le"),
)


def shown(row: tuple[Any, ...]) -> list[str]:
    unit, number, favourable, appeal, sent, due, state, done = row
    lang = get_language() or "fr"
    days = [format_date(day, lang, short=True) if day else "" for day in (sent, due, done)]
    decision = gettext("Favorable") if favourable else gettext("Rejet")
    by = gettext("Recours") if appeal else gettext("Assouplissement")
    return [str(unit), number, decision, by, days[0], days[1], str(state), days[2]]
