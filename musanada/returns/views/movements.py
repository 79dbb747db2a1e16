"""Pages of movements: the list and the calendar, one with its list, making and changing it, escorts, the manifest."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from babel.dates import format_skeleton
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import may, require
from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Problem, Sentence
from musanada.kit.formats import format_date, locale_of
from musanada.kit.paging import window
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.people.views.attachments import CLOSED_BOX
from musanada.returns import forms_movements as forms
from musanada.returns.commands import manifesting
from musanada.returns.commands import movements as commands
from musanada.returns.commands.boarding import NotReady
from musanada.returns.locks import Standing
from musanada.returns.queries import movements as queries
from musanada.returns.queries.movements import RECEIVE, TRAVEL, VIEW
from musanada.returns.queries.procedure_strip import blocked

METHODS = ["GET", "POST"]
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TONES = {"planned": "open", "closed": "next", "departed": "done", "cancelled": "void"}


def back(pk: UUID) -> str:
    return reverse("returns:movement", args=[pk])


def mine(actor: Actor, pk: UUID, right: str = TRAVEL) -> Any:
    """Raises: Http404; MissingRight where it is seen and the right is not held."""
    one = queries.movement(actor, pk)
    require(actor, right, one)
    return one


def tabs(current: str) -> list[dict[str, Any]]:
    address = reverse("returns:movements")
    found = (
        ("", _("À venir"), address),
        ("past", _("Passés"), f"{address}?show=past"),
        ("calendar", _("Calendrier"), reverse("returns:movements-calendar")),
    )
    return [{"label": label, "url": url, "current": code == current} for code, label, url in found]


@page(VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Movements to come, the next first; then those that left."""
    actor, past = request.user, request.GET.get("show") == "past"
    rows = queries.over(actor) if past else queries.to_come(actor)
    context = {
        "page": window(rows, request.GET),
        "tabs": tabs("past" if past else ""),
        "may_plan": bool(queries.organising_units(actor)),
        "today": timezone.localdate(),
        "tones": TONES,
    }
    return render(request, "returns/movement_list.html", context)


@page(VIEW)
@require_GET
def calendar(request: Request) -> HttpResponse:
    """A month of movements."""
    first = queries.month_of(request.GET.get("month", ""))
    before, after = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
    weeks, lang = queries.calendar(request.user, first), get_language() or "fr"
    context = {
        "weeks": weeks,
        "weekdays": [str(format_skeleton("EEE", one.day, locale=locale_of(lang))) for one in weeks[0]],
        "month": format_date(first, lang, "month"),
        "any_day": any(one.movements for week in weeks for one in week if one.here),
        "before": before.strftime("%Y-%m"),
        "after": after.strftime("%Y-%m"),
        "tabs": tabs("calendar"),
        "tones": TONES,
    }
    return render(request, "returns/movement_calendar.html", context)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    actor = request.user
    start = {"direction": "from_morocco", "channel": "iom", "mode": "air", "currency": "MAD"}
    form = forms.MovementForm(queries.organising_units(actor), request.POST or None, initial=start)

    def make() -> Any:
        unit = form.units[form.cleaned_data["unit"]]
        return commands.plan_movement(actor, unit, draft=form.draft())

    if request.method == "POST" and form.is_valid() and (made := attempt(form, make)):
        messages.success(request, _("Le voyage est préparé. Inscrivez-y des personnes."))
        return redirect("returns:movement", made.pk)
    context = {"form": form, "title": _("Préparer un voyage"), "back": reverse("returns:movements")}
    return render(request, "returns/movement_form.html", context, status=422 if form.errors else 200)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID) -> HttpResponse:
    """Another day, carrier or leg; who falls out by a change of the day is named."""
    actor = request.user
    one = mine(actor, pk)
    form = forms.MovementForm((), request.POST or None, change=True, initial=forms.initial_of(one))
    stopped: list[dict[str, Any]] = []

    def change() -> Any:
        try:
            return commands.change_movement(actor, one, draft=form.draft())
        except NotReady as refused:
            stopped.extend(stopped_rows(actor, refused))
            raise

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, _("Le voyage est modifié."))
        return redirect("returns:movement", pk)
    context = {
        "form": form,
        "title": _("Changer ce voyage"),
        "back": back(pk),
        "movement": one,
        "stopped": stopped,
    }
    return render(request, "returns/movement_form.html", context, status=422 if form.errors else 200)


def stopped_rows(actor: Actor, refused: NotReady) -> list[dict[str, Any]]:
    """Who cannot follow: the name for this reader, each sentence and where it is mended."""
    names = queries.names_of(one.ret for one in refused.stopped)
    return [
        {
            "ret": one.ret,
            "name": names.get(one.ret.case.person_id, ""),
            "blocks": sentences(actor, one),
        }
        for one in refused.stopped
    ]


def sentences(actor: Actor, stopped: Any) -> list[Any]:
    """What a lock refuses has a page that mends it; what the movement refuses has none."""
    locks = [Standing(b.lock, "missing", b.why) for b in stopped.blocks if b.lock in queries.LOCKS]
    others = [{"label": "", "why": b.why} for b in stopped.blocks if b.lock not in queries.LOCKS]
    return [*blocked(actor, stopped.ret, locks), *others]


@page(VIEW)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """A movement: legs, who travels, what each needs, escorts, and what may be done now."""
    actor = request.user
    one = queries.movement(actor, pk)
    rows = queries.travellers(actor, one)
    organises = may(actor, TRAVEL, one)
    context = {
        "movement": one,
        "tone": TONES[one.state],
        "legs": one.legs.all(),
        "rows": rows,
        "gone": queries.gone_from(actor, one),
        "escorts": queries.escorts_of(one),
        "seats_taken": len(rows) + len(queries.escorts_of(one)) + sum(len(row.escorts) for row in rows),
        "unescorted": unescorted(one, rows),
        "due": one.departs_on <= timezone.localdate(),
        "strip": strip(one, rows),
        "organises": organises,
        "receives": may(actor, RECEIVE, one) and any(r.place.ret.case.state == "departed" for r in rows),
        "languages": (("fr", _("français")), ("ar", _("arabe"))),
    }
    return render(request, "returns/movement.html", context)


def unescorted(one: Any, rows: list[Any]) -> int:
    """How many travellers lack the medical escort that their doctor asks for."""
    if any(escort.kind == "medical" for escort in queries.escorts_of(one)):
        return 0
    return sum(
        "escort" in row.place.need_set and not any(e.kind == "medical" for e in row.escorts) for row in rows
    )


def strip(one: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Prepared, list closed, left, everybody arrived."""
    if one.state == "cancelled":
        return [{"label": _("Préparé"), "state": "done"}, {"label": _("Annulé"), "state": "blocked"}]
    arrived = bool(rows) and all(row.place.ret.arrived_on for row in rows)
    at = {"planned": 0, "closed": 2, "departed": 4 if arrived else 3}[one.state]
    labels: tuple[Sentence, ...] = (_("Inscriptions"), _("Liste arrêtée"), _("Départ"), _("Arrivées"))
    return [
        {"label": label, "state": "done" if n < at else "here" if n == at else "next"}
        for n, label in enumerate(labels)
    ]


@page(TRAVEL)
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    """The list is final. What stands in the way is told on the movement's page."""
    one = mine(request.user, pk)
    try:
        commands.close_list(request.user, one)
    except NotReady as refused:
        context = {"movement": one, "back": back(pk), "stopped": stopped_rows(request.user, refused)}
        return render(request, "returns/movement_stopped.html", context, status=422)
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("La liste est arrêtée : imprimez le manifeste."))
    return redirect("returns:movement", pk)


@page(TRAVEL)
@require_POST
def reopen(request: Request, pk: UUID) -> HttpResponse:
    commands.reopen_list(request.user, mine(request.user, pk))
    messages.success(request, _("La liste est rouverte."))
    return redirect("returns:movement", pk)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def cancel(request: Request, pk: UUID) -> HttpResponse:
    one = mine(request.user, pk)
    form = forms.ReasonForm(request.POST or None)

    def call_off() -> Any:
        return commands.cancel_movement(request.user, one, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, call_off):
        messages.success(
            request, _("Le voyage est annulé. Les personnes inscrites attendent de nouveau un départ.")
        )
        return redirect("returns:movement", pk)
    return asked(
        request,
        form,
        one,
        _("Annuler ce voyage"),
        _("Annuler ce voyage"),
        hint=_("Toutes les personnes inscrites sont libérées : leur départ est de nouveau à préparer."),
        danger=True,
    )


def asked(
    request: Request, form: Any, one: Any, title: Sentence, button: Sentence, **more: Any
) -> HttpResponse:
    """A page with one form about one movement."""
    context = {"form": form, "movement": one, "title": title, "button": button, "back": back(one.pk), **more}
    return render(request, "returns/movement_ask.html", context, status=422 if form.errors else 200)


@resumable
@page(TRAVEL)
@require_http_methods(METHODS)
def escort(request: Request, pk: UUID) -> HttpResponse:
    """Somebody travels along; they take a seat."""
    actor = request.user
    one = mine(actor, pk)
    rows = queries.travellers(actor, one)
    start = {"passenger": request.GET.get("with", ""), "kind": "medical" if unescorted(one, rows) else ""}
    form = forms.EscortForm(rows, request.POST or None, initial=start)

    def add() -> Any:
        said = form.cleaned_data
        place = next((r.place for r in rows if str(r.place.pk) == said["passenger"]), None)
        return commands.add_escort(
            actor, one, kind=said["kind"], name=said["name"], passenger=place, until=said["until"]
        )

    if request.method == "POST" and form.is_valid() and attempt(form, add):
        messages.success(request, _("L'accompagnateur est inscrit."))
        return redirect("returns:movement", pk)
    return asked(request, form, one, _("Inscrire un accompagnateur"), _("Inscrire"))


@page(TRAVEL)
@require_POST
def escort_remove(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    one = mine(request.user, pk)
    commands.remove_escort(request.user, queries.escort(request.user, one, item))
    messages.success(request, _("L'accompagnateur est retiré."))
    return redirect("returns:movement", pk)


@page(TRAVEL)
@require_GET
def manifest(request: Request, pk: UUID, lang: str, kind: str) -> HttpResponse:
    """The list as a file; who took it is kept."""
    one = mine(request.user, pk)
    if kind not in TYPES or lang not in ("fr", "ar"):
        raise Http404
    content = manifesting.export_manifest(request.user, one, lang=lang, form=kind)
    name = f"manifeste-{one.reference}-{one.departs_on.isoformat()}-{lang}.{kind}"
    headers = {**CLOSED_BOX, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)
