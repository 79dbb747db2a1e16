"""What every page needs: the navigation the actor may use, the unit they work at, today."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holdings_of, holds
from musanada.access.models import Unit, User
from musanada.access.roles import Role
from musanada.kit.errors import Sentence


@dataclass(frozen=True)
class NavigationItem:
    label: Sentence
    url: str
    current: bool


ENTRIES: tuple[tuple[Sentence, str, str], ...] = (
    (_("Mon travail"), "web:home", "app.use"),
    (_("Personnes"), "people:list", "people.view"),
    (_("Doublons"), "twins:queue", "twins.review"),
    (_("Accueil du public"), "intake:waiting", "arrivals.view"),
    (_("Aides"), "assistance:list", "assistance.view"),
    (_("Dossiers"), "files:list", "case.view"),
    (_("Régularisation"), "regularisation:home", "operation.view"),
    (_("Retours"), "returns:home", "return.view"),
    # Who pays sees nothing else of a return; to the others these lists stand on the pages of returns.
    (_("Versements"), "returns:tranches", "money.pay"),
    (_("Protection"), "protection:home", "protection.home"),
    (_("Enquêtes"), "surveys:home", "survey.view"),
    (_("Orientations"), "referrals:list", "referral.view"),
    (_("Programmes"), "programmes:list", "programmes.view"),
    (_("Chiffres"), "reporting:list", "figures.view"),
    (_("Suivi"), "monitoring:home", "figures.view"),
    (_("Publications"), "publications:reports", "publications.view"),
    (_("Vérifier un texte"), "press:check", "press.check"),
    (_("Importations"), "imports:list", "imports.view"),
    (_("Protection des données"), "dataprotection:overview", "dataprotection.view"),
    (_("Administration"), "access:units", "access.view"),
)


def navigation(request: HttpRequest, actor: User) -> list[NavigationItem]:
    items = []
    for label, name, right in ENTRIES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if holds(actor, right):
            current = request.path == url if url == "/" else request.path.startswith(url)
            items.append(NavigationItem(label, url, current))
    return items


def workplace(actor: User) -> dict[str, Any]:
    """The actor's first unit and role, for the user menu."""
    held = holdings_of(actor)
    if not held:
        return {"unit": None, "role": ""}
    role, path = held[0]
    return {"unit": Unit.objects.filter(path=path).first(), "role": Role(role).label}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: lazily, so that an error page never asks the database twice."""
    actor = getattr(request, "user", None)
    if not isinstance(actor, User | SimpleLazyObject) or not actor.is_authenticated:
        return {"navigation": [], "workplace": {}}
    user: Any = actor
    return {
        "navigation": SimpleLazyObject(lambda: navigation(request, user)),
        "workplace": SimpleLazyObject(lambda: workplace(user)),
        "may_find_people": SimpleLazyObject(lambda: holds(user, "people.find")),
    }
