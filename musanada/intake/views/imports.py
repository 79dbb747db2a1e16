"""Pages of a staged import: one address for a file, which shows the step it is at."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from musanada.access.doors import may, missing
from musanada.access.pages import Request, page
from musanada.intake.commands import imports as commands
from musanada.intake.forms_imports import OptionsForm, UploadForm
from musanada.intake.queries import imports as queries
from musanada.kit.errors import BadInput, Problem

PAGE = 50
RUNNING = ("checking", "committing", "undoing")
STEPS = ("file", "columns", "rows", "result")


@page("imports.view")
@require_GET
def listing(request: Request) -> HttpResponse:
    """Every import at the actor's places."""
    shown = Paginator(queries.batches(request.user), 25).get_page(request.GET.get("page"))
    context = {"page": shown, "may_run": bool(queries.kinds(request.user))}
    return render(request, "intake/imports/list.html", context)


@page("imports.run")
def new(request: Request) -> HttpResponse:
    """Choose a file. What is wrong with it is said under the question."""
    if not queries.kinds(request.user):
        raise missing("people.register")
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        unit = form.units[form.cleaned_data["unit"]]
        try:
            batch = commands.upload(
                request.user, unit, kind=form.cleaned_data["kind"], name=file.name, blocks=file.chunks()
            )
        except BadInput as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("imports:columns", batch.pk)
    context = {
        "form": form,
        "steps": steps("file"),
        "limit": settings.UPLOAD_LIMIT // 1024**2,
        "rows": settings.UPLOAD_ROWS,
    }
    return render(request, "intake/imports/new.html", context, status=422 if form.errors else 200)


@page("imports.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """Where the import is: its columns, its progress, its rows, its report."""
    batch = queries.batch(request.user, pk)
    if batch.state == "uploaded" and may(request.user, "imports.run", batch):
        return redirect("imports:columns", batch.pk)
    if batch.state in RUNNING:
        return render(request, "intake/imports/progress.html", {**base(request, batch), "job": job(batch)})
    counts = queries.counts(batch)
    context = {
        **base(request, batch),
        "counts": counts,
        "ready": queries.ready(counts),
        "report": report(batch, counts),
        "questions": queries.questions(request.user, batch)
        if may(request.user, "imports.run", batch)
        else [],
        "preview": queries.preview(batch, counts),
    }
    return render(request, "intake/imports/show.html", context)


@page("imports.view")
@require_GET
def progress(request: Request, pk: UUID) -> HttpResponseBase:
    """The progress bar by itself; when the step is over the whole page is asked again."""
    batch = queries.batch(request.user, pk)
    if batch.state not in RUNNING or queries.interrupted(batch):
        return HttpResponseClientRefresh() if request.htmx else redirect("imports:show", batch.pk)
    return render(request, "intake/imports/_progress.html", {"job": job(batch)})


@page("imports.run")
def columns(request: Request, pk: UUID) -> HttpResponse:
    """Confirm which column is which."""
    batch = queries.batch(request.user, pk, "imports.run")
    kind = queries.kind_of(batch)
    options = kind.options(request.user, batch.unit)
    sent = request.POST if request.method == "POST" else None
    form = OptionsForm(options, sent, initial={o.code: o.default for o in options} | batch.options)
    chosen: dict[str, str] | None = None
    problem = ""
    if request.method == "POST":
        chosen, twice = typed(request, batch)
        given = {o.code: request.POST.get(f"option_{o.code}", "") for o in options}
        try:
            if twice:
                raise BadInput(_("Deux colonnes vont dans le même champ : gardez-en une."))
            commands.check_columns(request.user, batch, mapping=chosen, options=given)
        except BadInput as refusal:
            problem = str(refusal)
            tell_options(form, refusal)
        else:
            return redirect("imports:show", batch.pk)
    context = {
        **base(request, batch, "columns"),
        "columns": queries.columns(batch, chosen),
        "fields": kind.fields,
        "form": form,
        "problem": problem or batch.problem,
        "earlier": queries.earlier(batch),
    }
    return render(request, "intake/imports/columns.html", context, status=422 if problem else 200)


def typed(request: HttpRequest, batch: Any) -> tuple[dict[str, str], bool]:
    """Field → column as chosen, and whether a field was chosen twice."""
    pairs = [(request.POST.get(f"column_{n}", ""), c["key"]) for n, c in enumerate(batch.columns)]
    pairs = [(code, key) for code, key in pairs if code]
    return dict(pairs), len({code for code, _key in pairs}) < len(pairs)


def tell_options(form: OptionsForm, refusal: BadInput) -> None:
    """Put the sentences on options under their questions."""
    form.is_valid()
    for name, text in refusal.fields.items():
        if name.startswith("option_") and name.removeprefix("option_") not in form.errors:
            form.add_error(name.removeprefix("option_"), str(text))


@page("imports.run")
@require_POST
def layout(request: Request, pk: UUID) -> HttpResponse:
    """Another sheet, another line of titles."""
    batch = queries.batch(request.user, pk, "imports.run")
    line = request.POST.get("line", "").strip()
    try:
        if line and not line.isdecimal():
            raise BadInput(_("Écrivez le numéro de la ligne des titres, ou 0 s'il n'y en a pas."))
        commands.choose_layout(
            request.user, batch, sheet=request.POST.get("sheet", ""), header_line=int(line) if line else None
        )
    except BadInput as problem:
        messages.error(request, str(problem))
    return redirect("imports:columns", batch.pk)


@page("imports.run")
@require_GET
def rows(request: Request, pk: UUID) -> HttpResponse:
    """The rows of one view, in the order of the file."""
    batch = queries.batch(request.user, pk, "imports.run")
    view = request.GET.get("show", "all")
    shown = Paginator(queries.rows(request.user, batch, view), PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(batch)
    context = {
        **base(request, batch),
        "page": shown,
        "rows": queries.shown(batch, shown.object_list),
        "view": view,
        "tabs": tabs(view, counts),
        "counts": counts,
    }
    return render(request, "intake/imports/rows.html", context)


@page("imports.run")
def row(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    """A row beside the people it may be, and the decision."""
    batch = queries.batch(request.user, pk, "imports.run")
    found = queries.row(request.user, batch, row_pk)
    if request.method == "POST":
        answer, _sep, person = request.POST.get("decision", "").partition(":")
        commands.decide(
            request.user, batch, row=found.pk, decision=answer, person=UUID(person) if person else None
        )
        following = queries.next_undecided(request.user, batch, found.number)
        if following:
            return redirect("imports:row", batch.pk, following.pk)
        messages.success(request, _("Toutes les lignes sont décidées."))
        return redirect("imports:show", batch.pk)
    context = {
        **base(request, batch),
        "item": queries.shown(batch, [found])[0],
        "received": queries.received(batch, found),
        "beside": queries.beside(queries.kind_of(batch), found),
        "likenesses": queries.likenesses(request.user, batch, found),
        "said": queries.said(found),
        "decidable": found.outcome == ""
        and found.level != "error"
        and batch.state in ("checked", "committed"),
    }
    return render(request, "intake/imports/row.html", context)


@page("imports.run")
@require_POST
def word(request: Request, pk: UUID) -> HttpResponse:
    """What a doubtful word means."""
    batch = queries.batch(request.user, pk, "imports.run")
    code = request.POST.get("code", "")
    try:
        count = commands.choose_word(
            request.user,
            batch,
            list_name=request.POST.get("list", ""),
            word=request.POST.get("word", ""),
            code=code,
        )
    except BadInput as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Le choix est retenu : %(count)s lignes relues.") % {"count": count})
    return redirect("imports:show", batch.pk)


@page("imports.run")
@require_POST
def settle(request: Request, pk: UUID) -> HttpResponse:
    """All undecided rows at once."""
    batch = queries.batch(request.user, pk, "imports.run")
    count = commands.decide_all(request.user, batch, decision=request.POST.get("decision", ""))
    messages.success(request, _("%(count)s lignes sont décidées.") % {"count": count})
    return redirect("imports:show", batch.pk)


@page("imports.run")
@require_POST
def commit(request: Request, pk: UUID) -> HttpResponse:
    commands.commit(request.user, queries.batch(request.user, pk, "imports.run"))
    return redirect("imports:show", pk)


@page("imports.run")
@require_POST
def resume(request: Request, pk: UUID) -> HttpResponse:
    try:
        commands.resume(request.user, queries.batch(request.user, pk, "imports.run"))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("imports:show", pk)


@page("imports.run")
@require_POST
def discard(request: Request, pk: UUID) -> HttpResponse:
    commands.discard(request.user, queries.batch(request.user, pk, "imports.run"))
    messages.success(request, _("Le fichier est abandonné : rien n'a été enregistré."))
    return redirect("imports:list")


@page("imports.undo")
def undo(request: Request, pk: UUID) -> HttpResponse:
    """What an undo will do, then the undo."""
    batch = queries.batch(request.user, pk, "imports.undo")
    if request.method == "POST":
        commands.undo(request.user, batch)
        return redirect("imports:show", pk)
    return render(
        request, "intake/imports/undo.html", {**base(request, batch), "counts": queries.counts(batch)}
    )


def base(request: Request, batch: Any, here: str = "") -> dict[str, Any]:
    """What every page of a batch shows."""
    return {
        "batch": batch,
        "kind": queries.kind_of(batch),
        "steps": steps(
            here or ("result" if batch.state in ("committed", "undone", "undoing") else "rows"), batch
        ),
        "may_run": may(request.user, "imports.run", batch),
        "may_undo": batch.state == "committed" and may(request.user, "imports.undo", batch),
        "interrupted": queries.interrupted(batch),
    }


def steps(here: str, batch: Any = None) -> list[dict[str, str]]:
    """The stepper: file, columns, rows, result."""
    labels = {"file": _("Fichier"), "columns": _("Colonnes"), "rows": _("Lignes"), "result": _("Résultat")}
    at = STEPS.index(here)
    made = []
    for number, code in enumerate(STEPS):
        state = "done" if number < at else "here" if number == at else "next"
        url = (
            reverse("imports:columns", args=[batch.pk])
            if batch and code == "columns" and batch.state in ("checked",)
            else ""
        )
        made.append({"label": labels[code], "state": state, "url": url})
    return made


def job(batch: Any) -> dict[str, Any]:
    """The running step as the progress bar shows it."""
    labels = {
        "checking": _("Lecture et comparaison des lignes"),
        "committing": _("Enregistrement des lignes"),
        "undoing": _("Annulation des lignes"),
    }
    known = batch.state != "checking"
    waiting = _("En attente : le travail commence dans un instant.") if batch.runner is None else ""
    return {
        "label": labels[batch.state],
        "done": batch.done,
        "total": batch.total if known else 0,
        "state": waiting or _("Vous pouvez quitter cette page : le travail continue."),
        "url": reverse("imports:progress", args=[batch.pk]),
        "id": "job",
        "finished": False,
    }


def report(batch: Any, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The figures of a batch, each opening its rows; those that are nothing are left out."""
    names: tuple[str, ...]
    if batch.state == "checked":
        names = ("all", "new", "same", "undecided", "error", "skip", "already")
    else:
        names = ("created", "added", "undone", "kept", "refused", "already", "undecided", "error", "skip")
    rows_url = reverse("imports:rows", args=[batch.pk])
    return [
        {"label": queries.VIEWS[n][0], "value": counts[n], "url": f"{rows_url}?show={n}"}
        for n in names
        if counts[n] or n in ("all", "new", "created")
    ]


def tabs(view: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?show={name}", "current": name == view, "count": counts[name]}
        for name, (label, _condition) in queries.VIEWS.items()
        if counts[name] or name in (view, "all")
    ]
