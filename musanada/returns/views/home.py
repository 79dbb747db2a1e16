"""The front page of returns: what waits, as counts that are links; the list under its filters."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from musanada.access.doors import holds
from musanada.access.pages import Actor, Request, page
from musanada.cases.queries.case_deadlines import left
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.returns.forms_returns import FilterForm
from musanada.returns.queries import lists
from musanada.returns.queries.returns import REGISTER, offices


@dataclass(frozen=True)
class Count:
    """A number of files and the list it opens."""

    label: Sentence
    number: int
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Way:
    label: Sentence
    hint: Sentence
    url: str


# What waits, in the order of a file's way.
LINES: tuple[tuple[Sentence, str], ...] = (
    (_("Se renseignent, sans demande encore"), "enquiry"),
    (_("Demandes à orienter"), "registered"),
    (_("Dans le programme, à conseiller"), "screened"),
    (_("Conseillés, déclaration à recevoir"), "counselled"),
    (_("Départs en préparation"), "declared"),
    (_("Prêts au départ"), "ready"),
    (_("Inscrits à un voyage"), "booked"),
    (_("Absents au départ, à revoir"), "no_show"),
    (_("Partis, arrivée à confirmer"), "departed"),
    (_("Arrivés, retour à clore"), "arrived"),
)
WAITING = ("declared", "ready", "booked", "no_show")
WAYS: tuple[tuple[str, Sentence, Sentence], ...] = (
    ("returns:list", _("Tous les dossiers de retour"), _("Chercher par numéro, état, voie, pays, famille.")),
    ("returns:board", _("Ce qui bloque les départs"), _("Une ligne par dossier, ce qui manque à chacun.")),
    ("returns:movements", _("Voyages"), _("Trajets, listes de départ, départs et arrivées.")),
    ("returns:handovers", _("Remises entre missions"), _("Dossiers proposés, reçus, en attente de réponse.")),
    ("returns:reintegration-home", _("Réintégration"), _("Plans, activités, visites après le retour.")),
    ("returns:projects", _("Projets communs"), _("Menés à plusieurs, part de chacun.")),
    ("returns:tranches", _("Versements"), _("À soumettre, à approuver, à payer.")),
    ("returns:ledger", _("Grand livre"), _("Engagé, payé, remboursé, par financement.")),
    ("returns:suppliers", _("Fournisseurs"), _("Qui est payé à la place de la personne.")),
    ("returns:schemes", _("Dispositifs et financements"), _("Montants, délais, plafonds d'approbation.")),
    ("returns:countries", _("Fiches des pays"), _("Retours, consulats, réintégration par pays.")),
    ("returns:flows", _("Carte des retours"), _("Du Maroc et vers le Maroc.")),
    ("surveys:home", _("Enquêtes"), _("Durabilité du retour, satisfaction.")),
    ("returns:rules", _("Règles des départs"), _("Ce qu'un départ demande, l'argent de poche.")),
)


@page("return.view")
@require_GET
def home(request: Request) -> HttpResponse:
    actor = request.user
    counts = lists.counts(actor)
    context = {
        "urgent": urgent(counts),
        "lines": lines(counts),
        "ways": ways(actor),
        "may_open": holds(actor, REGISTER) and bool(offices(actor)),
        "today": timezone.localdate(),
    }
    return render(request, "returns/home.html", context)


def urgent(counts: Any) -> list[Count]:
    """Late first, then who waits for a first answer, then departures under way."""
    address = reverse("returns:list")
    return [
        Count(_("Délai dépassé"), counts.get("late", 0), f"{address}?late=on", "late"),
        Count(_("Nouveaux renseignements"), counts.get("enquiry", 0), f"{address}?state=enquiry", "open"),
        Count(
            _("Départs en préparation"),
            sum(counts.get(state, 0) for state in WAITING),
            board_url() or f"{address}?state=declared",
            "wait",
        ),
    ]


def board_url() -> str:
    try:
        return reverse("returns:board")
    except NoReverseMatch:
        return ""


def lines(counts: Any) -> list[Count]:
    address = reverse("returns:list")
    return [
        Count(label, counts[state], f"{address}?state={state}") for label, state in LINES if counts.get(state)
    ]


def ways(actor: Actor) -> list[Way]:
    """Pages of every area that are there and that this actor may open."""
    found = []
    for name, label, hint in WAYS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        right = str(getattr(resolve(url).func, "declares", ""))
        if right and right != "app.use" and holds(actor, right):
            found.append(Way(label, hint, url))
    return found


@page("return.view")
@require_GET
def listed(request: Request) -> HttpResponse:
    """The files of the actor's offices, what is due first at the top; everything asked is in the address."""
    actor = request.user
    form = FilterForm(lists.choices(actor), request.GET or None)
    chosen = form.chosen()
    shown = window(lists.listed(actor, **chosen, sort=request.GET.get("sort", "due")), request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": [
            (row, left(row.case.due_on) if row.case.due_on and row.case.closed_on is None else "")
            for row in lists.list_rows(shown.rows)
        ],
        "filtered": bool(chosen),
        "may_open": holds(actor, REGISTER),
    }
    return render(request, "returns/list.html", context)
