"""Pages of operations: the list with the decision table, one operation, its categories and what each of them asks."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import require
from musanada.access.pages import Request, page
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.regularisation import forms_operations as forms
from musanada.regularisation.commands import operations as commands
from musanada.regularisation.criteria import FACTS
from musanada.regularisation.queries import comparing
from musanada.regularisation.queries import operations as queries

VIEW, MANAGE = "operation.view", "operation.manage"
METHODS = ["GET", "POST"]


def state_of(operation: Any) -> tuple[str, str]:
    """Where an operation stands today, as a shape and a word."""
    today = timezone.localdate()
    if operation.closed_on and operation.closed_on <= today:
        return "done", _("Close")
    if today < operation.files_from:
        return "next", _("À venir")
    if today <= operation.files_to:
        return "open", _("Dépôt ouvert")
    return "wait", _("Dépôt terminé")


@page(VIEW)
@require_GET
def listed(request: Request) -> HttpResponse:
    """Every operation in which one's organisation takes part, and their criteria side by side."""
    rows = list(queries.operations(request.user))
    context = {
        "operations": [(one, *state_of(one)) for one in rows],
        "table": comparing.compared(rows),
        "may_manage": queries.may_manage(request.user),
    }
    return render(request, "regularisation/operation_list.html", context)


@page(VIEW)
@require_GET
def show(request: Request, code: str) -> HttpResponse:
    """One operation: the text, the window, who takes files, what each category asks, what is to be confirmed."""
    operation = found(request, code)
    table = comparing.compared([operation])
    offices = list(queries.offices_of(operation))
    kind, label = state_of(operation)
    context = {
        "operation": operation,
        "state_kind": kind,
        "state_label": label,
        "table": table,
        "offices": queries.by_region(offices),
        "number_of_offices": len(offices),
        "unconfirmed": comparing.unconfirmed(operation, table),
        "may_manage": queries.may_manage(request.user, operation),
    }
    return render(request, "regularisation/operation.html", context)


def found(request: Request, code: str, right: str = "") -> Any:
    """The operation, if one's organisation takes part in it. Raises: Http404; MissingRight."""
    operation = queries.operation(request.user, code)
    if operation is None:
        raise Http404
    if right:
        require(request.user, right, operation)
    return operation


def asked(
    request: Request,
    form: django_forms.Form,
    write: Callable[[dict[str, Any]], Any],
    *,
    title: Sentence,
    done: Any,
    to: Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """A form, the command behind it, and where one goes then. What was typed stays."""
    if request.method == "POST" and form.is_valid():
        result = attempt(form, lambda: write(form.cleaned_data))
        if result is not None:
            messages.success(request, done)
            return redirect(to(result))
    status = 422 if form.errors else 200
    values = {"form": form, "title": title} | context
    return render(request, "regularisation/operation_form.html", values, status=status)


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    known = [(code, row["name_fr"]) for code, row in commands.templates().items()]
    form = forms.NewOperationForm(request.POST or None, actor=request.user, templates=known)

    def write(values: dict[str, Any]) -> Any:
        values = dict(values)
        unit, template = values.pop("unit"), values.pop("template") or None
        return commands.found_operation(request.user, unit, template=template, **values)

    return asked(
        request,
        form,
        write,
        title=_("Ouvrir une opération"),
        done=_("L'opération est enregistrée. Indiquez ses bureaux et sa commission de recours."),
        to=page_of,
        back=reverse("regularisation:operations"),
    )


def page_of(operation: Any) -> str:
    return reverse("regularisation:operation", args=[operation.code])


def on_operation(request: Request, operation: Any, form: Any, write: Any, **words: Any) -> HttpResponse:
    return asked(
        request,
        form,
        write,
        to=lambda _result: page_of(operation),
        back=page_of(operation),
        operation=operation,
        **words,
    )


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def edit(request: Request, code: str) -> HttpResponse:
    operation = found(request, code, MANAGE)
    form = forms.OperationForm(request.POST or None, operation=operation)
    return on_operation(
        request,
        operation,
        form,
        lambda values: commands.edit_operation(request.user, operation, **values),
        title=_("Corriger l'opération"),
        done=_("L'opération est corrigée."),
    )


@page(MANAGE)
@require_http_methods(METHODS)
def close(request: Request, code: str) -> HttpResponse:
    operation = found(request, code, MANAGE)
    form = forms.CloseForm(request.POST or None)
    return on_operation(
        request,
        operation,
        form,
        lambda values: commands.close_operation(request.user, operation, on=values["on"]),
        title=_("Clore l'opération"),
        done=_("L'opération est close."),
        consequence=_(
            "Aucun dossier ne sera plus ouvert dans cette opération. Les dossiers gardent leur histoire."
        ),
    )


@page(MANAGE)
@require_http_methods(METHODS)
def appeals(request: Request, code: str) -> HttpResponse:
    operation = found(request, code, MANAGE)
    form = forms.AppealsForm(request.POST or None, actor=request.user)
    return on_operation(
        request,
        operation,
        form,
        lambda values: commands.set_appeals_unit(request.user, operation, unit=values["unit"]),
        title=_("Indiquer la commission de recours"),
        done=_("La commission de recours est indiquée."),
    )


@page(MANAGE)
@require_http_methods(METHODS)
def office(request: Request, code: str) -> HttpResponse:
    operation = found(request, code, MANAGE)
    form = forms.OfficeForm(request.POST or None, actor=request.user, operation=operation)
    return on_operation(
        request,
        operation,
        form,
        lambda values: commands.open_offices(
            request.user, operation, [form.pair()], from_on=values["from_on"]
        ),
        title=_("Ouvrir un bureau"),
        done=_("Le bureau reçoit les dossiers de cette opération."),
    )


# Categories


def found_criterion(request: Request, code: str, criterion: str, right: str = "") -> tuple[Any, Any]:
    operation = found(request, code, right)
    one = queries.by_codes(operation, [criterion]).get(criterion)
    if one is None:
        raise Http404
    return operation, one


def page_of_criterion(operation: Any, criterion: Any) -> str:
    return reverse("regularisation:criterion", args=[operation.code, criterion.code])


@page(VIEW)
@require_GET
def criterion(request: Request, code: str, criterion: str) -> HttpResponse:
    """One category: its versions with their conditions, and the pieces it asks."""
    operation, one = found_criterion(request, code, criterion)
    context = {
        "operation": operation,
        "criterion": one,
        "versions": queries.versions_shown(one),
        "pieces": queries.pieces_demanded(operation, one),
        "may_manage": queries.may_manage(request.user, operation),
    }
    return render(request, "regularisation/criterion.html", context)


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def criterion_new(request: Request, code: str) -> HttpResponse:
    operation = found(request, code, MANAGE)
    form = forms.CriterionForm(request.POST or None)
    return asked(
        request,
        form,
        lambda values: commands.add_criterion(request.user, operation, **values),
        title=_("Ajouter une catégorie"),
        done=_("La catégorie est ajoutée. Écrivez maintenant ce qu'elle demande."),
        to=lambda one: reverse("regularisation:version-new", args=[operation.code, one.code]),
        back=page_of(operation),
        operation=operation,
    )


def on_criterion(
    request: Request, operation: Any, one: Any, form: Any, write: Any, **words: Any
) -> HttpResponse:
    back = page_of_criterion(operation, one)
    return asked(
        request, form, write, to=lambda _result: back, back=back, operation=operation, criterion=one, **words
    )


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def version_new(request: Request, code: str, criterion: str) -> HttpResponse:
    """What the category asks from a day on. The conditions can be read as sentences before they are kept."""
    operation, one = found_criterion(request, code, criterion, MANAGE)
    before = next(iter(queries.versions_shown(one)), None)
    form = forms.VersionForm(request.POST or None, before=before)
    context = {"operation": operation, "criterion": one, "form": form, "facts": FACTS.values()}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            return render(
                request, "regularisation/criterion_version.html", context | {"preview": form.sentences()}
            )
        if attempt(form, lambda: commands.new_version(request.user, one, **form.values())):
            messages.success(
                request, _("La version est enregistrée ; la précédente de cette étape s'arrête ce jour-là.")
            )
            return redirect(page_of_criterion(operation, one))
    status = 422 if form.errors else 200
    return render(request, "regularisation/criterion_version.html", context, status=status)


@page(MANAGE)
@require_http_methods(METHODS)
def version_confirm(request: Request, code: str, criterion: str, number: int) -> HttpResponse:
    operation, one = found_criterion(request, code, criterion, MANAGE)
    version = one.versions.filter(number=number).first()
    if version is None:
        raise Http404
    form = forms.ConfirmForm(request.POST or None, initial={"source": version.source})
    return on_criterion(
        request,
        operation,
        one,
        form,
        lambda values: commands.confirm_version(request.user, version, source=values["source"]),
        title=_("Confirmer cette version sur le texte"),
        done=_("La version est confirmée."),
        quoted=version.words,
    )


@page(MANAGE)
@require_http_methods(METHODS)
def piece(request: Request, code: str, criterion: str) -> HttpResponse:
    operation, one = found_criterion(request, code, criterion, MANAGE)
    form = forms.PieceForm(request.POST or None, operation=operation)
    return on_criterion(
        request,
        operation,
        one,
        form,
        lambda _values: commands.demand_piece(request.user, one, **form.values()),
        title=_("Demander une pièce"),
        done=_("La pièce est demandée pour cette catégorie."),
    )
