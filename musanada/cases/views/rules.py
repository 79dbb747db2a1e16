"""The rules of procedures: read, changed from a day on, confirmed, ended. By an administrator."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.cases import forms_rules as forms
from musanada.cases.commands import rules as commands
from musanada.cases.procedures import Procedure
from musanada.cases.queries import rules as reads
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt

SAVED = _("La règle est enregistrée : elle est à confirmer par qui a lu le texte.")
both = require_http_methods(["GET", "POST"])


@page("case.rules")
def overview(request: Request) -> HttpResponse:
    """Deadlines and pieces of every procedure, kinds of pieces, feasts."""
    rows = [
        {"procedure": one, "deadlines": reads.deadlines(one.code), "pieces": reads.pieces(one.code)}
        for one in reads.procedures()
    ]
    context = {"rows": rows, "types": reads.types(), "holidays": reads.holidays()[:60]}
    return render(request, "cases/rules.html", context)


def chosen(request: Request) -> Procedure | None:
    """The procedure of ``?procedure=``; None where it is still to be chosen. Raises: Http404 for one there is not."""
    code = request.GET.get("procedure", "")
    return reads.procedure(code) if code else None


def which(request: Request, title: Sentence) -> HttpResponse:
    """A rule belongs to one procedure: of which?"""
    return render(request, "cases/rule_which.html", {"title": title, "procedures": reads.procedures()})


def answered(
    request: Request, form: django_forms.Form, action: Callable[[], object], done: Sentence
) -> HttpResponseRedirect | None:
    """The way back when the form was right and the command did it; None: show the page again."""
    if request.method != "POST" or not form.is_valid() or attempt(form, action) is None:
        return None
    messages.success(request, str(done))
    return redirect("procedures:rules")


def asked(request: Request, title: Sentence, form: django_forms.Form, **more: Any) -> HttpResponse:
    context = {"title": title, "form": form, **more}
    return render(request, "cases/rule_form.html", context, status=422 if form.errors else 200)


@page("case.rules")
@both
def rule_new(request: Request) -> HttpResponse:
    """A deadline that was not there."""
    one, unit = chosen(request), reads.unit_of(request.user)
    if one is None:
        return which(request, _("Ajouter un délai"))
    form = forms.RuleForm(one, request.POST or None)
    done = answered(request, form, lambda: commands.add_rule(request.user, unit, draft=form.draft()), SAVED)
    return done or asked(request, _("Ajouter un délai"), form, procedure=one)


@page("case.rules")
@both
def rule(request: Request, pk: UUID) -> HttpResponse:
    """A deadline, its versions, and what it becomes from a day on."""
    one, unit = reads.rule(pk), reads.unit_of(request.user)
    procedure = reads.procedure(one.procedure)
    form = forms.RuleForm(procedure, request.POST or None, rule=one)
    done = answered(
        request, form, lambda: commands.change_rule(request.user, unit, one, draft=form.draft()), SAVED
    )
    if done:
        return done
    context = {"rule": reads.shown(one), "versions": reads.versions(one), "procedure": procedure}
    context |= {"form": form, "end_form": forms.EndForm(prefix="end"), "open": one.valid_to is None}
    return render(request, "cases/rule.html", context, status=422 if form.errors else 200)


@page("case.rules")
@require_POST
def rule_confirm(request: Request, pk: UUID) -> HttpResponse:
    commands.confirm_rule(request.user, reads.unit_of(request.user), reads.rule(pk))
    messages.success(request, _("Le délai est confirmé."))
    return redirect("procedures:rule", pk)


@page("case.rules")
@both
def rule_end(request: Request, pk: UUID) -> HttpResponse:
    """From which day it no longer holds."""
    one, unit = reads.rule(pk), reads.unit_of(request.user)
    form = forms.EndForm(request.POST or None)
    done = answered(
        request,
        form,
        lambda: commands.end_rule(request.user, unit, one, since=form.cleaned_data["since"]),
        _("Le délai prend fin ce jour-là ; ce qui court déjà court encore."),
    )
    return done or asked(request, _("Mettre fin à ce délai"), form, name=str(one), ends=True)


@page("case.rules")
@both
def piece_new(request: Request) -> HttpResponse:
    """A piece asked from a day on."""
    one, unit = chosen(request), reads.unit_of(request.user)
    if one is None:
        return which(request, _("Demander une pièce"))
    form = forms.PieceForm(one, request.POST or None)
    done = answered(
        request, form, lambda: commands.demand_piece(request.user, unit, draft=form.draft()), SAVED
    )
    return done or asked(request, _("Demander une pièce"), form, procedure=one)


@page("case.rules")
@both
def piece(request: Request, pk: UUID) -> HttpResponse:
    """A demanded piece, its versions, and what is asked from a day on."""
    row, unit = reads.piece(pk), reads.unit_of(request.user)
    procedure = reads.procedure(row.procedure)
    form = forms.PieceForm(procedure, request.POST or None, row=row)
    done = answered(
        request, form, lambda: commands.change_piece(request.user, unit, row, draft=form.draft()), SAVED
    )
    if done:
        return done
    context = {"row": row, "versions": reads.piece_versions(row), "procedure": procedure, "form": form}
    context |= {"open": row.valid_to is None}
    return render(request, "cases/rule_piece.html", context, status=422 if form.errors else 200)


@page("case.rules")
@both
def piece_end(request: Request, pk: UUID) -> HttpResponse:
    row, unit = reads.piece(pk), reads.unit_of(request.user)
    form = forms.EndForm(request.POST or None)
    done = answered(
        request,
        form,
        lambda: commands.end_piece(request.user, unit, row, since=form.cleaned_data["since"]),
        _("La pièce n'est plus demandée à partir de ce jour."),
    )
    return done or asked(request, _("Ne plus demander cette pièce"), form, name=str(row.type), ends=True)


@page("case.rules")
@require_POST
def pieces_confirm(request: Request, pk: UUID) -> HttpResponse:
    """Everything asked of the category that this piece belongs to."""
    row = reads.piece(pk)
    for group in reads.pieces(row.procedure):
        if (group.context, group.scheme) == (row.context, row.scheme):
            commands.confirm_pieces(request.user, reads.unit_of(request.user), group.rows)
    messages.success(request, _("Les pièces de cette catégorie sont confirmées."))
    return redirect("procedures:rules")


@page("case.rules")
@both
def type_new(request: Request) -> HttpResponse:
    """A kind of piece that was not there. A code that is there already is not taken over."""
    form = forms.PieceTypeForm(request.POST or None)
    if form.is_valid() and reads.types().filter(pk=form.cleaned_data["code"]).exists():
        form.add_error("code", str(_("Ce code existe déjà : prenez-en un autre, ou modifiez cette pièce.")))
    return saved_type(request, form, _("Ajouter une sorte de pièce"))


@page("case.rules")
@both
def type_edit(request: Request, code: str) -> HttpResponse:
    known = reads.piece_type(code)
    initial = {name: getattr(known, name) for name in forms.PieceTypeForm.base_fields}
    form = forms.PieceTypeForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    return saved_type(request, form, _("Modifier une sorte de pièce"))


def saved_type(request: Request, form: forms.PieceTypeForm, title: Sentence) -> HttpResponse:
    unit = reads.unit_of(request.user)
    done = answered(
        request,
        form,
        lambda: commands.save_piece_type(request.user, unit, **form.cleaned_data),
        _("La sorte de pièce est enregistrée."),
    )
    return done or asked(request, title, form)


@page("case.rules")
@both
def holiday(request: Request) -> HttpResponse:
    """Enter a day that is not worked; the same day again corrects it. ``?day=`` opens one."""
    known = reads.holidays().filter(pk=day_asked(request)).first() if "day" in request.GET else None
    names = forms.HolidayForm.base_fields
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = forms.HolidayForm(request.POST or None, initial=initial)
    unit = reads.unit_of(request.user)
    done = answered(
        request,
        form,
        lambda: commands.save_holiday(request.user, unit, **form.cleaned_data),
        _("Le jour est enregistré."),
    )
    return done or asked(request, _("Jour chômé"), form)


def day_asked(request: Request) -> Any:
    """Raises: Http404."""
    try:
        return django_forms.DateField().clean(request.GET["day"])
    except django_forms.ValidationError:
        raise Http404 from None
