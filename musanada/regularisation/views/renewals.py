"""Pages of renewals: what is waiting, a request with its papers, the decision, the receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may
from musanada.access.pages import Request, page
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.regularisation import card_papers
from musanada.regularisation import forms_cards as forms
from musanada.regularisation.commands import renewals as commands
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.queries import papers as papers_queries
from musanada.regularisation.views.card_area import paper, row_of, rows_of, tabs

METHODS = ["GET", "POST"]


@page("card.view")
@require_GET
def listed(request: Request) -> HttpResponse:
    """Requests that wait, the oldest first; with ``?all=1`` every one."""
    every = request.GET.get("all") == "1"
    rows = queries.renewals(request.user)
    rows = rows if every else rows.filter(state="filed").order_by("filed_on", "id")
    shown = window(rows, request.GET)
    cards = {row["card"].pk: row for row in rows_of(request.user, (one.card for one in shown.rows))}
    context = {
        "rows": [{**cards[one.card_id], "renewal": one} for one in shown.rows],
        "page": shown,
        "every": every,
        "tabs": tabs(request.user, "renewals"),
    }
    return render(request, "regularisation/renewal_list.html", context)


@page("card.renew")
@require_http_methods(METHODS)
def file(request: Request, pk: UUID) -> HttpResponse:
    """Receive a request for one card."""
    one = queries.card(request.user, pk, queries.RENEW)
    demanded = papers_queries.demanded(card_papers.today())
    form = forms.RenewForm(demanded, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: commands.file_renewal(request.user, one, **form.cleaned_data))
        if made:
            messages.success(request, _("La demande est reçue : imprimez le récépissé et donnez-le."))
            return redirect("regularisation:renewal", made.pk)
    context = {**row_of(one, queries.name(request.user, one)), "form": form, "demanded": demanded}
    return render(request, "regularisation/renewal_new.html", context, status=422 if form.errors else 200)


@page("card.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One request: its papers, what is missing, what was decided and until when the court can be asked."""
    actor = request.user
    one = queries.renewal(actor, pk)
    papers = papers_queries.papers(one)
    given = {"papers": [code for line in papers for code in line.given]}
    waits = one.state == "filed"
    context = {
        **row_of(one.card, queries.name(actor, one.card)),
        "renewal": one,
        "papers": papers,
        "missing": sum(line.missing for line in papers),
        "form": forms.PapersForm(papers, initial=given) if waits and may(actor, queries.RENEW, one) else None,
        "decidable": queries.decidable(actor, one),
        "following": queries.following(one.card),
        "court": papers_queries.court_rule(one.decided_on) if one.decided_on and one.court_by else None,
    }
    return render(request, "regularisation/renewal.html", context)


@page("card.renew")
@require_POST
def papers(request: Request, pk: UUID) -> HttpResponse:
    """What the person has brought by now."""
    one = queries.renewal(request.user, pk, queries.RENEW)
    commands.give_papers(request.user, one, papers=request.POST.getlist("papers"))
    messages.success(request, _("Les pièces sont enregistrées."))
    return redirect("regularisation:renewal", pk)


@page("card.decide")
@require_http_methods(METHODS)
def decide(request: Request, pk: UUID, code: str) -> HttpResponse:
    """Grant or refuse."""
    if code not in ("grant", "refuse"):
        raise Http404
    one = queries.renewal(request.user, pk, queries.DECIDE)
    form = forms.RefuseForm(request.POST or None) if code == "refuse" else forms.DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = commands.refuse if code == "refuse" else commands.grant
        if attempt(form, lambda: act(request.user, one, **form.cleaned_data)):
            messages.success(
                request,
                _("Le refus est enregistré : donnez-le par écrit, avec le délai pour saisir le tribunal.")
                if code == "refuse"
                else _("Le renouvellement est accordé : la nouvelle carte est commandée."),
            )
            return redirect("regularisation:renewal", pk)
    context = {
        **row_of(one.card, queries.name(request.user, one.card)),
        "renewal": one,
        "form": form,
        "refusing": code == "refuse",
        "blocked": "" if code == "refuse" else queries.decidable(request.user, one).blocked,
        "court": papers_queries.court_rule(card_papers.today()),
    }
    return render(request, "regularisation/renewal_decide.html", context, status=422 if form.errors else 200)


@page("card.view")
@require_GET
def receipt(request: Request, pk: UUID) -> HttpResponse:
    """The receipt, French and Arabic on one sheet."""
    one = queries.renewal(request.user, pk)
    return paper(
        card_papers.receipt(one, queries.name(request.user, one.card)), f"renewal-{one.card.reference}"
    )
