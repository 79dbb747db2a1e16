"""Pages of questionnaires: which there are, what a version asks, loading a new one, freezing and confirming it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.doors import missing
from musanada.access.pages import Request, page
from musanada.kit.errors import BadInput
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.surveys import forms, paper
from musanada.surveys.commands import instruments as commands
from musanada.surveys.queries import instruments as queries
from musanada.surveys.reading import Loaded, read
from musanada.surveys.showing import version_shown

METHODS = ["GET", "POST"]


@page(queries.VIEW)
@require_GET
def instrument(request: Request, code: str) -> HttpResponse:
    one = queries.instrument(code)
    context = {
        "instrument": one,
        "versions": list(queries.versions(code)),
        "may_manage": queries.desk(request.user),
    }
    return render(request, "surveys/instrument.html", context)


@page(queries.VIEW)
@require_GET
def version(request: Request, name: str) -> HttpResponse:
    """Every question, its answers and what they are worth; weights, bands, the rule for holes."""
    one = queries.version(name)
    context = {
        "version": one,
        "shown": version_shown(queries.definition_of(one), get_language() or "fr"),
        "may_manage": queries.desk(request.user) is not None,
        "languages": [(code, forms.LANGUAGES[code]) for code in queries.definition_of(one).languages],
    }
    return render(request, "surveys/version.html", context)


@page(queries.VIEW)
@require_GET
def questionnaire(request: Request, name: str) -> HttpResponse:
    """The questionnaire on paper, in one of its languages."""
    one = queries.version(name)
    definition = queries.definition_of(one)
    lang = request.GET.get("lang", definition.languages[0])
    if lang not in definition.languages:
        raise BadInput(_("Ce questionnaire n'existe pas dans cette langue."))
    content = paper.pdf(one, definition, lang, dated=timezone.localdate())
    headers = {"Content-Disposition": f'inline; filename="{one.name}-{lang}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def load(request: Request) -> HttpResponse:
    """Look first, then load: nothing is written before the differences were seen."""
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        looked = looked_at(form, text)
        if looked and request.POST.get("go") and "file" not in request.FILES:
            made = attempt(form, lambda: commands.load_version(request.user, desk(request), text=text))
            if made:
                messages.success(
                    request, _("La version est chargée. Figez-la quand elle ne doit plus changer.")
                )
                return redirect("surveys:version", made.name)
        if looked:
            context |= seen(looked, text)
    return render(request, "surveys/load.html", context, status=422 if form.errors else 200)


def looked_at(form: Any, text: str) -> Loaded | None:
    """Every fault of the file on its own line."""
    try:
        return read(text)
    except BadInput as problem:
        for line in str(problem).splitlines():
            form.add_error(None, line)
        return None


def seen(looked: Loaded, text: str) -> dict[str, Any]:
    known, found = queries.against_last(looked.definition)
    return {
        "looked": looked,
        "definition": looked.definition,
        "known": known,
        "differences": found,
        "refused": known is not None
        and known.version == looked.definition.version
        and known.frozen_at is not None
        and known.digest != looked.definition.digest,
        "same": known is not None and known.digest == looked.definition.digest,
        "text": text,
        "shown": version_shown(looked.definition, get_language() or "fr"),
    }


def desk(request: Request) -> Any:
    unit = queries.desk(request.user)
    if unit is None:
        raise missing(queries.MANAGE)
    return unit


@page(queries.MANAGE)
@require_POST
def freeze(request: Request, name: str) -> HttpResponse:
    one = queries.version(name)
    commands.freeze_version(request.user, desk(request), version=one)
    messages.success(request, _("La version est figée : son contenu ne changera plus."))
    return redirect("surveys:version", one.name)


@resumable
@page(queries.MANAGE)
@require_http_methods(METHODS)
def confirm(request: Request, name: str) -> HttpResponse:
    """The organisation says that it has checked the text, and against what."""
    one = queries.version(name)
    form = forms.ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        if attempt(
            form, lambda: commands.confirm_version(request.user, desk(request), version=one, source=source)
        ):
            messages.success(request, _("La version est confirmée par votre organisation."))
            return redirect("surveys:version", one.name)
    return render(
        request, "surveys/confirm.html", {"version": one, "form": form}, status=422 if form.errors else 200
    )
