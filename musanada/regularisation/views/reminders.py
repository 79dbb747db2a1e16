"""Pages of reminders: whom to tell today, what to say, how to reach them without putting them in danger."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.regularisation import card_papers
from musanada.regularisation.commands import reminders as commands
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.queries import reminders as reads
from musanada.regularisation.views.card_area import paper, row_of, rows_of, tabs

LISTS = {"unreachable": reads.unreachable, "told": reads.told_lately}


@page("card.remind")
@require_GET
def listed(request: Request) -> HttpResponse:
    """Due today, by the end of the card; those who could not be reached; those told in the last month."""
    show = request.GET.get("show", "")
    rows = LISTS.get(show, reads.to_tell)(request.user)
    shown = window(rows, request.GET)
    cards = {row["card"].pk: row for row in rows_of(request.user, (one.card for one in shown.rows))}
    context = {
        "rows": [
            {**cards[one.card_id], "reminder": one, "days": reads.days_left(one), "words": reads.words(one)}
            for one in shown.rows
        ],
        "page": shown,
        "show": show if show in LISTS else "",
        "lists": [
            {"label": label, "url": f"?show={code}" if code else "?", "current": code == show, "count": n}
            for code, label, n in (
                ("", _("À prévenir"), reads.to_tell(request.user).count()),
                ("unreachable", _("Injoignables"), None),
                ("told", _("Prévenues depuis 30 jours"), None),
            )
        ],
        "tabs": tabs(request.user, "reminders"),
    }
    return render(request, "regularisation/reminder_list.html", context)


@page("card.remind")
@require_POST
def prepare(request: Request) -> HttpResponse:
    """Bring the list up to today, for the actor's own offices: what the timer does each night."""
    made = sum(commands.remind(request.user, unit) for unit in reads.tops(request.user))
    messages.success(
        request,
        ngettext("%(count)s nouveau rappel.", "%(count)s nouveaux rappels.", made) % {"count": made},
    )
    return redirect("regularisation:reminders")


@page("card.remind")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One reminder: the words to say in the holder's language, the ways to reach them that are safe."""
    actor = request.user
    one = reads.reminder(actor, pk)
    words = reads.words(one)
    context = {
        **row_of(one.card, queries.name(actor, one.card)),
        "reminder": one,
        "words": words,
        "note": card_papers.language_note(words),
        "days": reads.days_left(one),
        "contacts": queries.contacts(actor, one.card),
        "open": reads.open_still(one),
    }
    return render(request, "regularisation/reminder.html", context)


@page("card.remind")
@require_POST
def tell(request: Request, pk: UUID) -> HttpResponse:
    """Told, or not reached."""
    one = reads.reminder(request.user, pk)
    commands.tell(request.user, one, outcome=request.POST.get("outcome", ""))
    messages.success(request, _("C'est noté."))
    return redirect("regularisation:reminders")


@page("card.remind")
@require_GET
def letter(request: Request, pk: UUID) -> HttpResponse:
    """The reminder on paper."""
    one = reads.reminder(request.user, pk)
    name = queries.name(request.user, one.card)
    return paper(card_papers.reminder(one, reads.words(one), name), f"reminder-{one.card.reference}")
