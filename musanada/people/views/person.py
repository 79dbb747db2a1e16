"""A person's page: who they are, what is due, and the time line of everything done, across programmes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from musanada.access.doors import holds, may
from musanada.access.pages import Actor, Request, page
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.timeline import OPENERS, SIDE_FILES, TIMELINE, Line
from musanada.people import queries
from musanada.people.queries import consents
from musanada.people.timeline import label_of

SHOWN = 60
FILE = "file"
DUE_TONES = ("warning", "danger", "due")


@dataclass(frozen=True)
class Story:
    """The lines of a time line: what is due first, then what was done, by kind if the address asks."""

    due: Sequence[Line]
    lines: Sequence[Line]
    kinds: Sequence[tuple[str, Sentence, int]]
    kind: str
    hidden: int
    total: int


def story_of(actor: Actor, people: list[UUID], kind: str, everything: bool) -> Story:
    found = [line for provider in TIMELINE.values() for line in provider(actor, people)]
    found.sort(key=lambda line: line.on, reverse=True)
    today = timezone.localdate()
    due = [line for line in found if line.on > today or (line.tone in DUE_TONES and line.state)]
    counts = Counter(line.kind for line in found)
    kinds = [(code, label_of(code), count) for code, count in counts.most_common()]
    lines = [line for line in found if not kind or line.kind == kind]
    shown = lines if everything else lines[:SHOWN]
    return Story(due, shown, kinds, kind, len(lines) - len(shown), len(found))


def page_url(name: str, *args: Any) -> str:
    """The address of another app's page; "" where that app is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def actions(actor: Actor, key: UUID) -> dict[str, str]:
    """What may be done next, elsewhere: an act, a slip, a place on the waiting list, a new agreement."""
    found = {}
    if holds(actor, "assistance.record") and (url := page_url("assistance:record")):
        found["assist"] = f"{url}?person={key}"
    if holds(actor, "referral.send") and (url := page_url("referrals:new")):
        found["refer"] = f"{url}?person={key}"
    found["slip"] = page_url("intake:slip", key)
    found["consent"] = page_url("intake:consent", key)
    if holds(actor, "attachments.view"):
        found["attachments"] = page_url("people:attachments", key)
    if holds(actor, "rights.access"):
        found["rights"] = page_url("dataprotection:person-rights", key)
    if holds(actor, "arrivals.manage"):
        found["queue"] = page_url("intake:check-in")
    return found


def tabs(person: Any, story: Story, here: str) -> list[dict[str, Any]]:
    """The two sides of a file: what happened, and what is known."""
    address = reverse("people:person", args=[person.pk])
    return [
        {"label": _("Parcours"), "url": address, "current": here != FILE, "count": story.total},
        {"label": _("La fiche"), "url": f"{address}?show={FILE}", "current": here == FILE},
    ]


def known(actor: Actor, found: Any, groups: frozenset[str]) -> dict[str, Any]:
    """What the second tab shows: everything that was declared, and how it came to be so, as far as one reaches."""
    return {
        "languages": once(queries.languages(found), "code"),
        "documents": list(queries.documents(found)) if FieldGroup.TRAVEL in groups else [],
        "presences": once(queries.presences_seen(actor, found), "unit_id"),
        "corrections": queries.corrections_seen(actor, found, groups)[:SHOWN],
        "merges": list(queries.merges(actor, found)),
    }


def once(rows: Iterable[Any], *fields: str) -> list[Any]:
    """Merged records often say the same twice; it is shown once."""
    return list({tuple(getattr(row, f) for f in fields): row for row in reversed(list(rows))}.values())[::-1]


def titled(names: list[Any]) -> dict[str, Any]:
    """The names over the page, one a script."""
    found = {script: next((n for n in names if n.script == script), None) for script in ("Latn", "Arab")}
    return {"latin": found["Latn"], "arabic": found["Arab"], "any_name": names[0] if names else None}


@page("people.view")
@require_GET
def person(request: Request, pk: UUID) -> HttpResponse:
    actor, here = request.user, request.GET.get("show", "")
    found = queries.person(actor, pk)
    home, members = queries.home_seen(actor, found)
    people = queries.cluster(found)
    story = story_of(actor, people, request.GET.get("kind", ""), "all" in request.GET)
    names = list(queries.names(found))
    groups = queries.groups_seen(actor, found)
    context = {
        "groups": groups,
        "person": found,
        "arrived_by": pk if pk != found.pk else None,
        "names": names,
        **titled(names),
        "nationalities": once(queries.nationalities(found), "country_id", "basis"),
        "contacts": list(queries.contacts(found)) if FieldGroup.CONTACT in groups else [],
        "bases": list(queries.legal_bases(found)) if FieldGroup.LEGAL in groups else [],
        "standing": consents.standing(actor, found) if consents.may_see(actor) else None,
        "household": home,
        "members": members,
        "relationships": queries.relationships(actor, found),
        "protection": queries.protection_of(actor, found),
        "may_protect": may(actor, "confidential.open", found, FieldGroup.PROTECTION),
        "story": story,
        "files": [one for provider in SIDE_FILES.values() for one in provider(actor, people)],
        "show_file": here == FILE,
        "tabs": tabs(found, story, here),
        "actions": actions(actor, found.pk),
        "openers": [way for opener in OPENERS.values() if (way := opener(actor, found.pk))],
        "may_correct": may(actor, "people.correct", found),
        "may_merge": may(actor, "people.merge", found),
        "may_void": may(actor, "people.void", found),
        **(known(actor, found, groups) if here == FILE else {}),
    }
    return render(request, "people/person.html", context)
