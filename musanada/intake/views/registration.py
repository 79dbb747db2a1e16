"""Two screens: why the data may be kept, then the person, with likely matches in sight before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import holds, require
from musanada.access.limits import SEARCH, limited
from musanada.access.pages import Actor, Request, page
from musanada.cases import stubs
from musanada.intake import commands, queries
from musanada.intake.forms import REFUSED, BasisForm, ConsentForm, PersonForm
from musanada.intake.passport import filled
from musanada.intake.queries import Likeness
from musanada.kit.errors import Sentence
from musanada.linkage.stubs import known_elsewhere
from musanada.people import commands as register_commands
from musanada.people import notice
from musanada.people.attempt import attempt
from musanada.people.numbers import doubtful_phone
from musanada.people.queries import person as find_person
from musanada.people.resume import resumable

DIFFERENT, UNSURE = "1", "unsure"
SCREENS = ("basis", "unit", "means", "language", "notice", "arrival", "draft")


@page("people.register")
@require_GET
def basis(request: Request) -> HttpResponse:
    """Screen 1. Its answers travel in the address: they say nothing of the person."""
    asked = "basis" in request.GET
    initial = {"notice": notice.current_version(), "arrival": request.GET.get("arrival")}
    form = BasisForm(request.user, request.GET if asked else None, initial=initial)
    if request.GET.get("basis") == REFUSED:
        return render(request, "intake/refused.html", {"may_help": holds(request.user, "arrivals.manage")})
    if asked and form.is_valid():
        return redirect(f"{reverse('intake:register')}?{kept(request.GET)}")
    return render(request, "intake/basis.html", {"form": form, **texts()}, status=422 if asked else 200)


def texts() -> dict[str, Any]:
    """The notice in the reader's language, and in the others to read out."""
    own = notice.notice(get_language() or "fr")
    return {"notice": own, "others": [n for n in notice.every_language() if n != own]}


@resumable
@page("people.correct")
@require_http_methods(["GET", "POST"])
def consent(request: Request, pk: UUID) -> HttpResponse:
    """A newer agreement or another basis for someone registered. A refusal changes nothing here."""
    person = find_person(request.user, pk)
    require(request.user, "people.correct", person)
    initial = {"notice": notice.current_version()}
    form = ConsentForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["basis"] == REFUSED:
            messages.info(
                request, _("La personne refuse : rien n'a changé. Elle peut aussi retirer l'accord donné.")
            )
            return redirect("people:person", person.pk)
        draft, unit = form.basis_draft(), form.chosen_unit
        if attempt(form, lambda: register_commands.add_basis(request.user, person, unit=unit, draft=draft)):
            messages.success(request, _("La fiche est à jour."))
            return redirect("people:person", person.pk)
    context = {"form": form, "person": person, **texts()}
    return render(request, "intake/basis.html", context, status=422 if form.errors else 200)


def kept(query: QueryDict) -> str:
    found = QueryDict(mutable=True)
    for name in SCREENS:
        if value := query.get(name):
            found[name] = value
    return found.urlencode()


@dataclass(frozen=True)
class Twins:
    """The likely matches on the page, and what the clerk said of them."""

    found: list[Likeness]
    said: str = ""  # DIFFERENT or UNSURE, of everybody very alike on the page
    elsewhere: str = ""  # the word by which another office may be asked; says neither who nor where
    doubt: Sentence = ""  # about the telephone number

    @property
    def must_choose(self) -> bool:
        return any(one.strong for one in self.found)


def seen(request: Request) -> set[UUID]:
    """Those of whom the clerk said "someone else" or "I cannot tell": shown on the page and answered for."""
    if request.POST.get("different") not in (DIFFERENT, UNSURE):
        return set()
    return {key for text in request.POST.getlist("seen") if (key := key_of(text))}


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def twins(request: Request, first: BasisForm, form: PersonForm, *, typing: bool = False) -> Twins:
    form.is_valid()
    draft = form.person_draft(first.cleaned_data["draft"])
    found = queries.likely(request.user, first.chosen_unit, queries.sought(draft), typing=typing)
    strong = {one.person for one in found if one.strong}
    said = request.POST.get("different", "") if strong and strong <= seen(request) else ""
    doubt = doubtful_phone(form.cleaned_data.get("phone", ""))
    return Twins(found, said, asking_word(request, first, draft), doubt)


def asking_word(request: Request, first: BasisForm, draft: Any) -> str:
    """The word of a stub, where the actor may ask and somebody much alike is known to another office of the side."""
    if not holds(request.user, "question.ask"):
        return ""
    unit = first.chosen_unit
    person = known_elsewhere(request.user, unit, queries.sought(draft))
    return stubs.remember(request.session, person, unit) if person else ""


@resumable
@page("people.register")
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """Screen 2. Without screen 1 nothing is asked."""
    first = BasisForm(request.user, request.GET)
    if not first.is_valid() or request.GET.get("basis") == REFUSED:
        return redirect(f"{reverse('intake:basis')}?{kept(request.GET)}")
    if request.method != "POST":
        return screen(request, first, PersonForm(initial=arrival_name(request.user, first)))
    if key := key_of(request.POST.get("same", "")):
        return recognised(request, first, key)
    if "read" in request.POST:
        return read_zone(request, first)
    form = PersonForm(request.POST)
    if "check" in request.POST or not form.is_valid():
        unbound = "check" in request.POST
        return screen(request, first, form, status=200 if unbound else 422, looking=unbound)
    return save(request, first, form)


def arrival_name(actor: Actor, first: BasisForm) -> dict[str, str]:
    """The call name of the one who waits starts the name; the clerk corrects it."""
    key = first.cleaned_data["arrival"]
    return {"name": queries.arrival(actor, key, "arrivals.manage").call_name} if key else {}


def read_zone(request: Request, first: BasisForm) -> HttpResponse:
    """The page again, filled from the band of the document. Nothing is saved."""
    found, notes = filled(request.POST)
    sent = request.POST.copy()
    for box, value in found.items():
        sent[box] = value
    return screen(request, first, PersonForm(sent), looking=True, notes=notes)


def screen(
    request: Request,
    first: BasisForm,
    form: PersonForm,
    *,
    status: int = 200,
    looking: bool = False,
    notes: Sequence[Sentence] = (),
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "first": first,
        "query": kept(request.GET),
        "twins": twins(request, first, form) if form.is_bound else None,
        "looking": looking,
        "notes": notes,
        "draft_key": first.cleaned_data["draft"],
    }
    return render(request, "intake/register.html", context, status=status)


def save(request: Request, first: BasisForm, form: PersonForm) -> HttpResponse:
    arrival = first.cleaned_data["arrival"]
    person = attempt(
        form,
        lambda: commands.register_at_counter(
            request.user,
            first.chosen_unit,
            draft=form.person_draft(first.cleaned_data["draft"]),
            basis=first.basis_draft(),
            others=seen(request),
            unsure=request.POST.get("different") == UNSURE,
            arrival=queries.arrival(request.user, arrival, "arrivals.manage") if arrival else None,
        ),
    )
    if person is None:
        return screen(request, first, form, status=409)
    messages.success(request, _("Enregistré sous la référence %(reference)s.") % {"reference": person})
    return redirect("people:person", person.pk)


def recognised(request: Request, first: BasisForm, key: UUID) -> HttpResponse:
    """The clerk said "the same person": nothing typed is kept, their file opens."""
    person = find_person(request.user, key, "people.find")
    arrival = first.cleaned_data["arrival"]
    commands.same_person(
        request.user,
        first.chosen_unit,
        person=person,
        arrival=queries.arrival(request.user, arrival, "arrivals.manage") if arrival else None,
    )
    messages.info(request, _("Cette personne était déjà enregistrée : voici sa fiche. Rien n'a été créé."))
    return redirect("people:person", person.pk)


@page("people.register")
@require_POST
@limited(SEARCH)
def matches(request: Request) -> HttpResponse:
    """The likely matches alone, as the clerk types. A POST, so that no name enters an address or a log."""
    first = BasisForm(request.user, request.GET)
    if not first.is_valid():
        raise Http404
    found = twins(request, first, PersonForm(request.POST), typing=True)
    return render(request, "intake/_matches_fragment.html", {"twins": found})
