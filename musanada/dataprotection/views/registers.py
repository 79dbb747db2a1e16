"""The registers: one page that shows all of it today, and for each its list, a form, a line with its history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import journal, require
from musanada.access.pages import Actor, Request, page
from musanada.dataprotection import forms_registers as f
from musanada.dataprotection import lines
from musanada.dataprotection.commands import registers as commands
from musanada.dataprotection.notices import published
from musanada.dataprotection.queries import clocks, registers, requests
from musanada.kit.alarms import alarms_for
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.paging import window
from musanada.partners.forms import tell
from musanada.people.attachments import store
from musanada.people.attachments.sniff import EXTENSIONS

METHODS = ["GET", "POST"]
SUMMARY = 15


@dataclass(frozen=True)
class Register:
    """A register as pages see it. ``line`` and ``many`` are the names of its addresses."""

    many: str
    line: str
    title: Sentence
    intro: Sentence
    add: Sentence
    form: type[f.LineForm]
    rows: Callable[[Actor], Any]
    record: Callable[..., Any]

    @property
    def table(self) -> str:
        return f"dataprotection/registers/_{self.many}.html"

    @property
    def url(self) -> str:
        return reverse(f"dataprotection:{self.many}")

    @property
    def add_url(self) -> str:
        return reverse(f"dataprotection:{self.line}-new")


REGISTERS: dict[str, Register] = {
    register.many: register
    for register in (
        Register(
            "controllers",
            "controller",
            gettext_lazy("Responsables de traitement"),
            gettext_lazy("Qui répond des données de chaque unité, et qui les traite pour le compte de qui."),
            gettext_lazy("Déclarer un responsable"),
            f.ControllershipForm,
            registers.controllerships,
            commands.declare_controller,
        ),
        Register(
            "treatments",
            "treatment",
            gettext_lazy("Registre des traitements"),
            gettext_lazy(
                "Ce qui est fait des données, pourquoi, sur quelle base, et ce que la CNDP en a dit."
            ),
            gettext_lazy("Inscrire un traitement"),
            f.ProcessingForm,
            registers.processings,
            commands.record_processing,
        ),
        Register(
            "hosting",
            "hosting-line",
            gettext_lazy("Lieux d'hébergement"),
            gettext_lazy(
                "Chez qui et dans quel pays les données se trouvent. Hors du Maroc, il faut une autorisation."
            ),
            gettext_lazy("Déclarer un hébergement"),
            f.HostingForm,
            registers.hostings,
            commands.record_hosting,
        ),
        Register(
            "assessments",
            "assessment",
            gettext_lazy("Analyses d'impact"),
            gettext_lazy(
                "Avant une nouvelle partie du système, un nouveau partenaire, un nouveau transfert ; elles expirent."
            ),
            gettext_lazy("Enregistrer une analyse"),
            f.AssessmentForm,
            registers.assessments,
            commands.record_assessment,
        ),
        Register(
            "breaches",
            "breach",
            gettext_lazy("Violations de données"),
            gettext_lazy(
                "Ce qui s'est passé, combien de personnes, qui a été prévenu et quand. Jamais un nom."
            ),
            gettext_lazy("Déclarer une violation"),
            f.BreachForm,
            registers.breaches,
            commands.record_breach,
        ),
    )
}


@dataclass(frozen=True)
class Section:
    """A register on the page that shows all: its first lines and how many there are."""

    register: Any
    rows: list[tuple[Any, registers.Standing]]
    total: int


def with_standing(rows: Any) -> list[tuple[Any, registers.Standing]]:
    return [(row, registers.standing_of(row)) for row in rows]


@page("dataprotection.view")
@require_GET
def overview(request: Request) -> HttpResponse:
    """All of it as it stands today: what is wrong first, then each register. Made to be printed."""
    actor = request.user
    asked = requests.requests(actor)
    sections = [
        Section(one, with_standing(one.rows(actor)[:SUMMARY]), one.rows(actor).count())
        for one in REGISTERS.values()
    ]
    context = {
        "alarms": alarms_for(actor),
        "sections": sections,
        "requests": [(row, requests.standing(row)) for row in asked.order_by("-state", "due_on")[:SUMMARY]],
        "requests_total": asked.count(),
        "notices": published(),
        "rules": [(unit, clocks.rules_at(unit, timezone.localdate())) for unit in registers.tops(actor)],
        "now": timezone.now(),
        "may_manage": registers.may_manage(actor),
    }
    return render(request, "dataprotection/overview.html", context)


@page("dataprotection.view")
@require_GET
def listing(request: Request, register: str) -> HttpResponse:
    one = REGISTERS[register]
    shown = window(one.rows(request.user), request.GET)
    context = {
        "register": one,
        "tabs": tabs(one.many),
        "page": shown,
        "rows": with_standing(shown.rows),
        "may_manage": registers.may_manage(request.user),
    }
    return render(request, "dataprotection/registers/list.html", context)


def tabs(here: str) -> list[dict[str, Any]]:
    every = [(one.many, one.title) for one in REGISTERS.values()]
    every.append(("requests", _("Demandes des personnes")))
    every += [("erasures", _("Effacements")), ("exports", _("Exports")), ("retention", _("Conservation"))]
    return [
        {"label": title, "url": reverse(f"dataprotection:{many}"), "current": many == here}
        for many, title in every
    ]


@page("dataprotection.view")
@require_GET
def detail(request: Request, pk: UUID, register: str) -> HttpResponse:
    """A line, what it needs, and its history."""
    one, line = REGISTERS[register], found(request.user, register, pk)
    lang = get_language() or "fr"
    context = {
        "register": one,
        "line": line,
        "standing": registers.standing_of(line),
        "told": lines.told(line, lang),
        "changes": lines.changes(line, registers.history(request.user, line)),
        "extra": f"dataprotection/registers/_{one.line}_extra.html",
        "lacking": registers.lacking_labels(line) if register == "treatments" else [],
        "edit_url": reverse(f"dataprotection:{one.line}-edit", args=[line.pk]),
        "may_manage": registers.may_manage(request.user, line),
    }
    return render(request, "dataprotection/registers/line.html", context)


@page("dataprotection.manage")
@require_http_methods(METHODS)
def new(request: Request, register: str) -> HttpResponse:
    one = REGISTERS[register]
    form = one.form(request.POST or None, actor=request.user)

    def write() -> HttpResponse:
        unit, values = form.values()
        line = one.record(request.user, unit, **values)
        messages.success(request, _("C'est inscrit au registre."))
        return redirect(f"dataprotection:{one.line}", line.pk)

    return ask(request, form, write, one.add, one.url, register=one)


@page("dataprotection.manage")
@require_http_methods(METHODS)
def edit(request: Request, pk: UUID, register: str) -> HttpResponse:
    one, line = REGISTERS[register], found(request.user, register, pk)
    require(request.user, "dataprotection.manage", line)
    form = one.form(request.POST or None, actor=request.user, instance=line)

    def write() -> HttpResponse:
        commands.change_line(request.user, line, **form.values()[1])
        messages.success(request, _("Le registre est à jour ; l'ancienne valeur est gardée."))
        return redirect(f"dataprotection:{one.line}", line.pk)

    back = reverse(f"dataprotection:{one.line}", args=[line.pk])
    return ask(request, form, write, _("Modifier cette inscription"), back, register=one)


@page("dataprotection.manage")
@require_POST
def verify(request: Request, pk: UUID) -> HttpResponse:
    line = found(request.user, "treatments", pk)
    commands.verify_processing(request.user, line)
    messages.success(request, _("Le traitement est vérifié."))
    return redirect("dataprotection:treatment", line.pk)


@page("dataprotection.manage")
@require_http_methods(METHODS)
def formality(request: Request, pk: UUID) -> HttpResponse:
    """A step with the CNDP for a treatment."""
    line = found(request.user, "treatments", pk)
    require(request.user, "dataprotection.manage", line)
    form = f.FormalityForm(request.POST or None, actor=request.user)

    def write() -> HttpResponse:
        commands.record_formality(request.user, line, **form.cleaned_data)
        messages.success(request, _("La démarche est enregistrée."))
        return redirect("dataprotection:treatment", line.pk)

    back = reverse("dataprotection:treatment", args=[line.pk])
    return ask(request, form, write, _("Démarche auprès de la CNDP"), back, register=REGISTERS["treatments"])


@page("dataprotection.manage")
@require_http_methods(METHODS)
def formality_edit(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    line = found(request.user, "treatments", pk)
    require(request.user, "dataprotection.manage", line)
    step = line.formalities.filter(pk=item).first()
    if step is None:
        raise Http404
    form = f.FormalityForm(request.POST or None, actor=request.user, instance=step)

    def write() -> HttpResponse:
        commands.change_line(request.user, step, **form.cleaned_data)
        messages.success(request, _("La démarche est à jour."))
        return redirect("dataprotection:treatment", line.pk)

    back = reverse("dataprotection:treatment", args=[line.pk])
    return ask(request, form, write, str(step), back, register=REGISTERS["treatments"])


@page("dataprotection.manage")
@require_http_methods(METHODS)
def document_add(request: Request, pk: UUID) -> HttpResponse:
    line = found(request.user, "assessments", pk)
    require(request.user, "dataprotection.manage", line)
    form = f.DocumentForm(request.POST or None, request.FILES or None)

    def write() -> HttpResponse:
        sent = form.cleaned_data["file"]
        commands.attach_assessment(request.user, line, name=sent.name or "", content=sent.read())
        messages.success(request, _("Le texte est joint. Il est gardé chiffré."))
        return redirect("dataprotection:assessment", line.pk)

    back = reverse("dataprotection:assessment", args=[line.pk])
    heading = _("Joindre le texte de l'analyse")
    return ask(request, form, write, heading, back, register=REGISTERS["assessments"], sends_file=True)


@page("dataprotection.view")
@require_GET
def document(request: Request, pk: UUID, item: UUID) -> HttpResponse:
    """The text of an assessment, as a download in a closed box; its reading is journalled."""
    line = found(request.user, "assessments", pk)
    row = registers.document(request.user, line, item)
    try:
        content = store.read(row.pk)
    except FileNotFoundError:
        raise Http404 from None
    journal(request.user, "dataprotection.read_assessment", "done", row)
    headers = {
        "Content-Disposition": f'attachment; filename="aipd-{row.pk.hex[-8:]}.{EXTENSIONS[row.media_type]}"',
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=row.media_type, headers=headers)


@page("dataprotection.deadlines")
@require_http_methods(METHODS)
def deadlines(request: Request) -> HttpResponse:
    """The clocks: which rule holds, who set it, and a form for the next."""
    form = f.DeadlineForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            commands.set_deadline(request.user, form.units[answers.pop("for_unit")], **answers)
        except BadInput as error:
            tell(form, error)
        else:
            messages.success(request, _("Le délai est fixé. Les demandes déjà ouvertes gardent le leur."))
            return redirect("dataprotection:deadlines")
    today = timezone.localdate()
    context = {
        "form": form,
        "rules": [(unit, clocks.rules_at(unit, today)) for unit in registers.units_to_rule(request.user)],
        "rows": clocks.deadlines(request.user),
    }
    return render(
        request,
        "dataprotection/deadlines.html",
        context,
        status=422 if form.is_bound and form.errors else 200,
    )


def found(actor: Actor, register: str, pk: UUID) -> Any:
    """Raises: Http404 unless visible."""
    line = REGISTERS[register].rows(actor).filter(pk=pk).first()
    if line is None:
        raise Http404
    return line


def ask(
    request: Request,
    form: forms.BaseForm,
    write: Callable[[], HttpResponse],
    heading: Sentence,
    back: str,
    **context: Any,
) -> HttpResponse:
    """The form; sent, what ``write`` answers; with its errors (422) when it was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            return write()
        except BadInput as error:
            tell(form, error)
    status = 422 if form.is_bound and form.errors else 200
    shown = {"form": form, "heading": heading, "back": back, **context}
    return render(request, "dataprotection/registers/form.html", shown, status=status)
