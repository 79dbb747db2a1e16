"""Pages of sessions: the list, preparing one, its members, its agenda, opening, closing, signing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may, require
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Sentence
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import forms_sessions as forms
from musanada.regularisation.commands import agenda
from musanada.regularisation.commands import sessions as commands
from musanada.regularisation.queries import commission, sessions
from musanada.regularisation.queries.commission import PREPARE, READ, RECORD, VIEW, Seat

METHODS = ["GET", "POST"]
OPEN_TO = "operation.view"  # secretaries and members alike: the record decides, by 404
SHOWN = 200
WAY = (
    ("prepared", _("Préparée")),
    ("convened", _("Convoquée")),
    ("open", _("Ouverte")),
    ("closed", _("Levée")),
    ("signed", _("Signée")),
)


def keys(request: Request, name: str) -> list[UUID]:
    """Keys ticked in a list. Raises: Http404 for what is none."""
    try:
        return [UUID(text) for text in request.POST.getlist(name)]
    except ValueError:
        raise Http404 from None


def managed(actor: Actor, pk: UUID, right: str) -> Any:
    """A session of the actor's own commission. Raises: Http404; MissingRight where it is seen and not held."""
    seat = commission.seat(actor, pk)
    if not seat.by_place:
        raise Http404
    require(actor, right, seat.session)
    return seat.session


@page(VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Sessions to come, then those that were held."""
    actor, shown = request.user, request.GET.get("show", "")
    rows = sessions.past(actor) if shown == "past" else sessions.to_come(actor)
    address = reverse("regularisation:sessions")
    context = {
        "page": window(rows, request.GET),
        "tabs": [
            {"label": _("À venir"), "url": address, "current": shown != "past"},
            {"label": _("Passées"), "url": f"{address}?show=past", "current": shown == "past"},
        ],
        "may_prepare": bool(sessions.commissions(actor)),
    }
    return render(request, "regularisation/session_list.html", context)


@page(READ)
@require_GET
def mine(request: Request) -> HttpResponse:
    """Sessions the actor is called to, with what they have not read."""
    rows = list(sessions.my_calls(request.user)[:SHOWN])
    unread = sessions.unread_by_session(request.user)
    calls = [(one, unread.get(one.session_id, 0)) for one in rows]
    return render(request, "regularisation/session_mine.html", {"calls": calls})


@resumable
@page(PREPARE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    actor = request.user
    form = forms.PrepareForm(sessions.commissions(actor), request.POST or None)

    def make() -> Any:
        asked = form.cleaned_data
        where = sessions.commission_of(actor, asked["commission"])
        return commands.prepare_session(
            actor,
            where.unit,
            operation=where.operation,
            kind=where.kind,
            held_on=asked["held_on"],
            where=asked["where"],
            quorum=asked["quorum"],
        )

    if request.method == "POST" and form.is_valid() and (made := attempt(form, make)):
        messages.success(
            request, _("La session est préparée. Appelez ses membres, puis inscrivez des dossiers.")
        )
        return redirect("regularisation:session", made.pk)
    return asked_of(
        request, form, _("Préparer une session"), _("Préparer"), reverse("regularisation:sessions")
    )


def asked_of(
    request: Request, form: Any, title: Sentence, button: Sentence, back: str, **more: Any
) -> HttpResponse:
    """A page with one form."""
    context = {"form": form, "title": title, "button": button, "back": back, **more}
    status = 422 if form.errors else 200
    return render(request, "regularisation/session_form.html", context, status=status)


@page(OPEN_TO)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """A session: for its secretary the whole of it, for a member called the files to read, afterwards the minutes."""
    actor = request.user
    seat = commission.seat(actor, pk)
    results = sessions.results(seat.session)
    context = {
        "session": seat.session,
        "seat": seat,
        "strip": strip(seat.session),
        "members": sessions.members(seat.session),
        "rows": agenda_rows(actor, seat) if seat.reads else [],
        "results": results,
        "waiting": results[""],
        "steps": steps(actor, seat) if seat.by_place else [],
        "may_prepare": seat.by_place and may(actor, PREPARE, seat.session),
        "may_record": seat.by_place and may(actor, RECORD, seat.session),
        "before": seat.session.state in commands.BEFORE,
    }
    return render(request, "regularisation/session.html", context)


def agenda_rows(actor: Actor, seat: Seat) -> list[dict[str, Any]]:
    """The agenda as this actor reads it: without the name where they stand aside, with what they have read."""
    rows = list(sessions.files(actor, seat.session))
    aside = commission.aside_of(seat.member) if seat.member else set()
    read = commission.read_by(seat.member) if seat.member else set()
    names = sessions.names_of([one for one in rows if one.pk not in aside])
    return [
        {
            "item": one,
            "name": names.get(one.application_id, ""),
            "aside": one.pk in aside,
            "read": one.pk in read,
        }
        for one in rows
    ]


def strip(session: Any) -> list[dict[str, Any]]:
    if session.state == "cancelled":
        return [
            {"label": WAY[0][1], "state": "done"},
            {"label": session.get_state_display(), "state": "blocked"},
        ]
    place = [code for code, _label in WAY].index(session.state)
    found = []
    for number, (code, label) in enumerate(WAY):
        ended = number < place or code == session.state == "signed"
        found.append({"label": label, "state": "done" if ended else "here" if number == place else "next"})
    return found


def steps(actor: Actor, seat: Seat) -> list[dict[str, Any]]:
    """The buttons of this session, each with what still stands in its way."""
    names = {one.code: f"regularisation:session-{one.code}" for one in sessions.offered(actor, seat.session)}
    return [
        {
            "step": one,
            "url": reverse(names[one.code], args=[seat.session.pk]),
            "why": sessions.why_not(actor, seat.session, one),
            "at_once": one.code == "convene",
            "danger": one.code == "cancel",
        }
        for one in sessions.offered(actor, seat.session)
    ]


@resumable
@page(PREPARE)
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID) -> HttpResponse:
    """Another day, another room."""
    session = managed(request.user, pk, PREPARE)
    start = {"held_on": session.held_on, "where": session.where}
    form = forms.WhenForm(request.POST or None, initial=start)

    def move() -> Any:
        return commands.move_session(request.user, session, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, move):
        messages.success(request, _("La date et le lieu sont enregistrés."))
        return redirect("regularisation:session", pk)
    return asked_of(
        request, form, _("Changer la date ou le lieu"), _("Enregistrer"), back(pk), session=session
    )


def back(pk: UUID) -> str:
    return reverse("regularisation:session", args=[pk])


@resumable
@page(PREPARE)
@require_http_methods(METHODS)
def members(request: Request, pk: UUID) -> HttpResponse:
    """Call colleagues; change in which capacity they sit."""
    session = managed(request.user, pk, PREPARE)
    users = sessions.callable_members(session)
    form = forms.CallForm(users, request.POST or None)

    def call() -> Any:
        user = next(one for one in users if str(one.pk) == form.cleaned_data["user"])
        return commands.call_member(request.user, session, user=user, capacity=form.cleaned_data["capacity"])

    if request.method == "POST" and form.is_valid() and attempt(form, call):
        messages.success(request, _("Le membre est appelé."))
        return redirect("regularisation:session-members", pk)
    context = {
        "session": session,
        "form": form,
        "users": users,
        "members": sessions.members(session),
        "before": session.state in commands.BEFORE,
    }
    return render(request, "regularisation/session_members.html", context, status=422 if form.errors else 200)


@page(PREPARE)
@require_POST
def release(request: Request, pk: UUID, member: UUID) -> HttpResponse:
    session = managed(request.user, pk, PREPARE)
    commands.release_member(request.user, session, member=sessions.member_of(session, member))
    messages.success(request, _("Ce membre n'est plus appelé."))
    return redirect("regularisation:session-members", pk)


@page(PREPARE)
@require_http_methods(METHODS)
def plan(request: Request, pk: UUID) -> HttpResponse:
    """Put files on the agenda: those that are due first, or those ticked."""
    actor = request.user
    session = managed(actor, pk, PREPARE)
    plenary = session.kind == "plenary"
    waiting: Any = (
        sessions.proposed_appeals(actor, session) if plenary else sessions.proposals(actor, session)
    )
    form = forms.AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = sessions.chosen(waiting, keys(request, "files"), form.cleaned_data["first"])
        put = agenda.schedule_appeals if plenary else agenda.schedule_files
        if not chosen:
            form.add_error(None, _("Cochez des dossiers, ou dites combien inscrire par échéance."))
        elif done := attempt(form, lambda: put(actor, session, chosen)):
            words = ngettext(
                "%(n)s dossier est inscrit à l'ordre du jour.",
                "%(n)s dossiers sont inscrits à l'ordre du jour.",
                done,
            )
            messages.success(request, words % {"n": done})
            return redirect("regularisation:session", pk)
    rows = list(waiting[:SHOWN])
    names = sessions.names_of(rows)
    context = {
        "session": session,
        "form": form,
        "plenary": plenary,
        "rows": [(one, names.get(one.application_id if plenary else one.pk, "")) for one in rows],
        "count": waiting.count(),
        "before": session.state in commands.BEFORE,
    }
    return render(request, "regularisation/session_agenda.html", context, status=422 if form.errors else 200)


@page(PREPARE)
@require_POST
def remove(request: Request, pk: UUID) -> HttpResponse:
    """Take ticked files off the agenda."""
    actor = request.user
    session = managed(actor, pk, PREPARE)
    found = list(commission.items(actor, session).filter(pk__in=keys(request, "items")))
    if not found:
        messages.warning(request, _("Aucun dossier n'est coché : rien n'a changé."))
        return redirect("regularisation:session", pk)
    done = agenda.unschedule_files(actor, session, found)
    words = ngettext(
        "%(n)s dossier attend de nouveau une session.",
        "%(n)s dossiers attendent de nouveau une session.",
        done,
    )
    messages.success(request, words % {"n": done})
    return redirect("regularisation:session", pk)


@page(PREPARE)
@require_POST
def convene(request: Request, pk: UUID) -> HttpResponse:
    commands.convene(request.user, managed(request.user, pk, PREPARE))
    messages.success(request, _("La session est convoquée : ses membres lisent maintenant les dossiers."))
    return redirect("regularisation:session", pk)


@page(PREPARE)
@require_http_methods(METHODS)
def cancel(request: Request, pk: UUID) -> HttpResponse:
    session = managed(request.user, pk, PREPARE)
    if request.method == "POST":
        commands.cancel_session(request.user, session)
        messages.success(request, _("La session est annulée. Ses dossiers attendent de nouveau une session."))
        return redirect("regularisation:session", pk)
    return render(request, "regularisation/session_cancel.html", {"session": session, "back": back(pk)})


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def open_page(request: Request, pk: UUID) -> HttpResponse:
    """Who is there; then the session sits. When it sits already, the presences are corrected."""
    actor = request.user
    session = managed(actor, pk, RECORD)
    sits = session.state == "open"
    form = forms.PresenceForm(sessions.members(session), request.POST or None)

    def sit() -> Any:
        present = [UUID(text) for text in form.cleaned_data["present"]]
        if sits:
            commands.note_presence(actor, session, present=present)
            return session
        return commands.open_session(actor, session, present=present)

    if request.method == "POST" and form.is_valid() and attempt(form, sit):
        messages.success(request, _("Les présences sont notées.") if sits else _("La session est ouverte."))
        return redirect("regularisation:session", pk)
    title: Sentence = _("Corriger les présences") if sits else _("Ouvrir la session")
    hint = _("Le quorum est de %(n)s. Qui préside doit être là.") % {"n": session.quorum}
    return asked_of(request, form, title, title, back(pk), session=session, hint=hint)


@resumable
@page(RECORD)
@require_http_methods(METHODS)
def close(request: Request, pk: UUID) -> HttpResponse:
    session = managed(request.user, pk, RECORD)
    form = forms.CloseForm(request.POST or None)
    left = sessions.results(session)[""]

    def end() -> Any:
        return commands.close_session(request.user, session, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, end):
        messages.success(request, _("La session est levée. Le procès-verbal est prêt à être signé."))
        return redirect("regularisation:session", pk)
    hint = (
        ngettext("%(n)s dossier n'a pas de résultat.", "%(n)s dossiers n'ont pas de résultat.", left)
        % {"n": left}
        if left
        else ""
    )
    return asked_of(
        request, form, _("Lever la session"), _("Lever la session"), back(pk), session=session, hint=hint
    )


@page(RECORD)
@require_http_methods(METHODS)
def sign(request: Request, pk: UUID) -> HttpResponse:
    """The copy that members have signed, as one file."""
    session = managed(request.user, pk, RECORD)
    form = forms.SignForm(request.POST or None, request.FILES or None)

    def keep() -> Any:
        sent = form.cleaned_data["file"]
        return commands.sign_minutes(
            request.user, session, signed_on=form.cleaned_data["signed_on"], content=sent.read()
        )

    if request.method == "POST" and form.is_valid() and attempt(form, keep):
        messages.success(request, _("Le procès-verbal signé est joint. Il est gardé chiffré."))
        return redirect("regularisation:session", pk)
    title = _("Joindre le procès-verbal signé")
    return asked_of(request, form, title, _("Joindre"), back(pk), session=session, sends_file=True)
