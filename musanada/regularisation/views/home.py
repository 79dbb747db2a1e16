"""The front page of regularisation: what is due, as counts that are links; the ways to the other pages one may open."""

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
from musanada.cases.procedures import procedure
from musanada.kit.errors import Sentence
from musanada.regularisation.queries import applications as queries
from musanada.regularisation.workflow import CODE


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


# What waits for the office, in the order of a file's way: states and the words of the line.
LINES: tuple[tuple[Sentence, str], ...] = (
    (_("En préparation, pas encore déposés"), "draft"),
    (_("Déposés, pièces à vérifier"), "lodged"),
    (_("Incomplets : pièces attendues de la personne"), "incomplete"),
    (_("Complets, à inscrire à une session"), "complete"),
    (_("Ajournés, à inscrire de nouveau"), "adjourned"),
    (_("À l'ordre du jour d'une session"), "scheduled"),
    (_("En recours"), "appeal"),
    (_("Favorables notifiés : carte à commander"), "notified"),
    (_("Cartes commandées"), "card_ordered"),
)
WAYS: tuple[tuple[str, Sentence, Sentence], ...] = (
    ("list", _("Toutes les demandes"), _("Chercher par numéro, état, catégorie, échéance.")),
    ("to-notify", _("Décisions à notifier"), _("Une lettre par personne, ou toutes ensemble.")),
    ("sessions", _("Sessions de la commission"), _("Ordre du jour, avis, procès-verbal.")),
    ("my-sessions", _("Mes sessions"), _("Les dossiers à lire avant la séance.")),
    ("appeals", _("Recours"), _("Reçus, triés, décidés par la commission nationale.")),
    ("reliefs", _("Assouplissements"), _("Un critère rejoué sur les dossiers refusés.")),
    ("instructions", _("Décisions à exécuter"), _("Ce que la commission nationale demande au bureau.")),
    ("cards", _("Cartes de séjour"), _("Commandées, imprimées, remises, renouvelées.")),
    ("reminders", _("Rappels aux titulaires"), _("Avant la fin de validité d'une carte.")),
    ("associations", _("Associations"), _("Déclarations, récépissés, membres comptés.")),
    ("operations", _("Opérations et critères"), _("Les textes, les bureaux, les conditions datées.")),
    ("snapshots", _("États arrêtés"), _("L'opération telle qu'elle était connue un jour donné.")),
    ("comparison", _("Comparer les bureaux"), _("À catégorie égale.")),
)

# Pages whose own right is wider than who has anything there.
NEEDS = {"my-sessions": "commission.read", "sessions": "commission.view"}


@page("operation.view")
@require_GET
def home(request: Request) -> HttpResponse:
    actor = request.user
    counts = queries.counts(actor)
    context = {
        "counted": bool(counts),
        "urgent": urgent(actor, counts),
        "lines": lines(counts),
        "ways": ways(actor),
        "may_open": holds(actor, queries.INTAKE) and bool(queries.open_operations(actor)),
        "today": timezone.localdate(),
    }
    return render(request, "regularisation/home.html", context)


def urgent(actor: Actor, counts: Any) -> list[Count]:
    """Late first, then what falls due, then what was decided and not told."""
    if not counts:
        return []
    address = reverse("regularisation:list")
    found = [
        Count(_("Délai dépassé"), counts.get("late", 0), f"{address}?late=on", "late"),
        Count(_("Échéance dans les quinze jours"), counts.get("soon", 0), f"{address}?due=fortnight", "wait"),
    ]
    if holds(actor, queries.NOTIFY):
        told = sum(counts.get(state, 0) for state in queries.TO_NOTIFY)
        found.append(Count(_("Décisions à notifier"), told, reverse("regularisation:to-notify"), "open"))
    return found


def lines(counts: Any) -> list[Count]:
    """By state, what there is of it."""
    address, one = reverse("regularisation:list"), procedure(CODE)
    tones = {state: "open" if state in one.waiting else "wait" for state in one.states}
    return [
        Count(label, counts[state], f"{address}?state={state}", tones[state])
        for label, state in LINES
        if counts.get(state)
    ]


def ways(actor: Actor) -> list[Way]:
    """Pages of every area that are there and that this actor may open."""
    found = []
    for name, label, hint in WAYS:
        try:
            url = reverse(f"regularisation:{name}")
        except NoReverseMatch:
            continue
        right = NEEDS.get(name) or str(getattr(resolve(url).func, "declares", ""))
        if opens(actor, right):
            found.append(Way(label, hint, url))
    return found


def opens(actor: Actor, right: str) -> bool:
    return bool(right) and right != "app.use" and holds(actor, right)
