"""The front page of protection, by role: what is due in the files that name the actor, what waits for their word, and the
ways to encounters, detections, courses and the border."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from musanada.access.doors import holds
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.protection.forms_common import WorkForm
from musanada.protection.queries import work
from musanada.protection.queries.files import VIEW

TONES = {work.LATE: "late", work.TODAY: "open", work.WEEK: "wait", work.LATER: "next"}


@dataclass(frozen=True)
class Count:
    label: Sentence
    number: int
    tone: str


@dataclass(frozen=True)
class Way:
    label: Sentence
    hint: Sentence
    url: str


WAYS: tuple[tuple[str, Sentence, Sentence], ...] = (
    ("protection:encounters", _("Rencontres de rue"), _("Noter une rencontre, la rapprocher d'un enfant.")),
    ("protection:children", _("Mes dossiers d'enfants"), _("Ceux qui me nomment, et l'ouverture d'un dossier.")),
    ("protection:victims", _("Mes dossiers de victimes de la traite"), _("Ceux qui me nomment.")),
    ("protection:detect", _("Repérer la traite"), _("Une grille, en quelques secondes, sans ouvrir de dossier.")),
    ("protection:detections", _("Mes repérages"), _("Orientés, urgents, à orienter.")),
    ("protection:nrm-inbox", _("Orientations reçues"), _("À accepter ou à refuser dans le délai.")),
    ("protection:nrm-sent-list", _("Mes orientations envoyées"), _("Ce que chaque partenaire a répondu.")),
    ("protection:panels", _("Mes panels (BID)"), _("Dossiers scellés à lire, votes.")),
    ("protection:border", _("Blessés aux frontières"), _("Incidents, blessés, évacuations, hôpital.")),
    ("protection:my-groups", _("Mes groupes"), _("Faire l'appel.")),
    ("protection:courses", _("Cours de langue"), _("Cours, groupes, inscriptions, attestations.")),
    ("protection:supervision", _("Échéances par bureau"), _("Sans nom : ce qui est tenu, ce qui est en retard.")),
    ("protection:mapping", _("Cartographie en chiffres"), _("Profils, besoins, parcours, petits nombres masqués.")),
    ("protection:mechanisms", _("Partenaires du mécanisme national"), _("Qui reçoit, pour quels services.")),
    ("protection:checklists", _("Grilles de repérage"), _("Versions, signes, ce qui reste à confirmer.")),
    ("protection:rules", _("Délais et seuils"), _("Ce que l'organisation fixe, et ce qui reste à confirmer.")),
)  # fmt: skip


@page("protection.home")
@require_GET
def home(request: Request) -> HttpResponse:
    actor = request.user
    context = {"ways": ways(actor), "named": holds(actor, VIEW), "today": timezone.localdate()}
    if context["named"]:
        context |= listed(request)
    return render(request, "protection/home.html", context)


def listed(request: Request) -> dict[str, object]:
    """The work list under its filter, a page of it with names."""
    actor = request.user
    form = WorkForm(work.kinds_running(actor), request.GET or None)
    chosen = form.chosen()
    rows = work.running(actor, **chosen)
    shown = window(work.with_files(rows), request.GET)
    found = work.counts(rows)
    return {
        "form": form,
        "page": shown,
        "groups": work.shown(actor, shown.rows),
        "counts": [Count(work.TERMS[code], n, TONES[code]) for code, n in found.items()],
        "total": sum(found.values()),
        "filtered": bool(chosen),
        "deciding": work.to_decide(actor),
    }


def ways(actor: Actor) -> list[Way]:
    """Pages of every area that are there and that this actor may open."""
    found = []
    for name, label, hint in WAYS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        right = str(getattr(resolve(url).func, "declares", ""))
        if right and holds(actor, right):
            found.append(Way(label, hint, url))
    return found
