"""Language courses for whoever manages them: courses, groups, who is enrolled, how it ended, the certificate."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.pages import Actor, Request, page
from musanada.kit.errors import Sentence
from musanada.people.attempt import attempt
from musanada.people.queries import display_name
from musanada.people.resume import resumable
from musanada.protection import certificates
from musanada.protection import forms_courses as forms
from musanada.protection.commands import courses as commands
from musanada.protection.queries import care, files
from musanada.protection.queries import courses as queries
from musanada.protection.queries.children import person_of

METHODS = ["GET", "POST"]
MANAGE = queries.MANAGE


def asked(
    request: Request,
    title: Sentence,
    form: Any,
    run: Callable[[], Any],
    *,
    done: Sentence,
    back: str,
    to: Callable[[Any], str] | None = None,
    button: Sentence = "",
    **more: Any,
) -> HttpResponse:
    """A form: run, told and on; else shown again with what was typed."""
    if request.method == "POST" and form.is_valid():
        made = attempt(form, run)
        if made is not None:
            messages.success(request, str(done))
            return redirect(to(made) if to else back)
    context = {"title": title, "form": form, "button": button or _("Enregistrer"), "back": back} | more
    return render(request, "protection/course_form.html", context, status=422 if form.errors else 200)


# Courses and groups


@page(MANAGE)
@require_GET
def listed(request: Request) -> HttpResponse:
    return render(request, "protection/courses.html", {"rows": list(queries.courses(request.user))})


def course_url(one: Any) -> str:
    return reverse("protection:course", args=[one.pk])


def group_url(one: Any) -> str:
    return reverse("protection:group", args=[one.pk])


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    offices = {str(one.pk): one for one in queries.offices(request.user)}
    choices = [(key, str(one)) for key, one in offices.items()]
    form = forms.CourseForm(choices, request.POST or None)

    def run() -> Any:
        office = offices[form.cleaned_data["office"]]
        key = form.cleaned_data["id"]
        return commands.create_course(request.user, office, draft=form.draft(), pk=key)

    return asked(
        request, _("Ajouter un cours"), form, run, done=_("Le cours est ajouté : ouvrez un groupe."), to=course_url,
        back=reverse("protection:courses"), button=_("Ajouter le cours"),
    )  # fmt: skip


@page(MANAGE)
@require_GET
def show(request: Request, course: UUID) -> HttpResponse:
    one = queries.course(request.user, course)
    rows = [(row, queries.totals(row)) for row in queries.groups(request.user, one)]
    return render(request, "protection/course.html", {"course": one, "rows": rows})


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def change(request: Request, course: UUID) -> HttpResponse:
    one = queries.course(request.user, course)
    names = ("name_fr", "name_ar", "language", "rule", "share", "hours", "active")
    form = forms.CourseForm([], request.POST or None, initial={name: getattr(one, name) for name in names})

    def run() -> Any:
        return commands.change_course(request.user, one, draft=form.draft(one.code))

    return asked(
        request, _("Modifier le cours"), form, run, done=_("Le cours est modifié."), back=course_url(one), about=one
    )  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def group_new(request: Request, course: UUID) -> HttpResponse:
    one = queries.course(request.user, course)
    form = forms.GroupForm(queries.teachers(one), request.POST or None)

    def run() -> Any:
        return commands.open_group(request.user, one, draft=form.draft(), pk=form.cleaned_data["id"])

    return asked(
        request, _("Ouvrir un groupe"), form, run, done=_("Le groupe est ouvert."), to=group_url,
        back=course_url(one), about=one, button=_("Ouvrir le groupe"),
    )  # fmt: skip


@page(MANAGE)
@require_GET
def group(request: Request, group: UUID) -> HttpResponse:
    """Who is enrolled, as far as the actor sees them: hidden children stand on their own files only."""
    one = queries.group(request.user, group)
    rows = queries.enrolled(request.user, one)
    context = {
        "group": one,
        "rows": rows,
        "lessons": list(queries.lessons_held(one)[:10]),
        "totals": queries.totals(one),
    }
    return render(request, "protection/group.html", context)


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def group_change(request: Request, group: UUID) -> HttpResponse:
    one = queries.group(request.user, group)
    names = ("label", "level", "from_on", "to_on", "seats")
    initial = {name: getattr(one, name) for name in names}
    initial |= {"teacher": str(one.teacher_id or ""), "town": str(one.town_id or "")}
    form = forms.GroupForm(queries.teachers(one.course), request.POST or None, initial=initial)
    del form.fields["id"]

    def run() -> Any:
        return commands.change_group(request.user, one, draft=form.draft())

    return asked(
        request, _("Modifier le groupe"), form, run, done=_("Le groupe est modifié."), back=group_url(one), about=one
    )  # fmt: skip


# Enrolling


def enrol_form(request: Request, person: Any, back: str, **more: Any) -> HttpResponse:
    """The same questions from the page of a child and from that of somebody of the register."""
    actor, found = request.user, {str(one.pk): one for one in queries.open_groups(request.user)}
    choices = [(key, f"{one.course} · {one.level} · {one.label}") for key, one in found.items()]
    form = forms.EnrolForm(choices, request.POST or None)

    def run() -> Any:
        draft, group_ = form.draft(), found[form.cleaned_data["group"]]
        return commands.enrol(actor, group_, person=person, draft=draft, pk=form.cleaned_data["id"])

    return asked(
        request, _("Inscrire à un cours de langue"), form, run, done=_("L'élève est inscrit."), back=back,
        button=_("Inscrire"), name=display_name(person), none=not choices, **more,
    )  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def enrol(request: Request, person: UUID) -> HttpResponse:
    """Somebody whose page the actor may open."""
    one = queries.person_to_enrol(request.user, person)
    return enrol_form(request, one, reverse("people:person", args=[one.pk]))


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def enrol_child(request: Request, case: UUID) -> HttpResponse:
    """A child of a protection file, by somebody named on it."""
    file = care.child_file(request.user, case, files.WORK)
    back = reverse("protection:child", args=[case]) + "#school"
    return enrol_form(request, person_of(file), back, level="P4")


# One enrolment


@page(MANAGE)
@require_GET
def pupil(request: Request, pupil: UUID) -> HttpResponse:
    actor = request.user
    one = queries.enrolment(actor, pupil)
    context = {
        "row": one,
        "name": display_name(one.person),
        "told": queries.attended([one.pk])[one.pk],
        "benefited": queries.benefited_on(one),
        "notes": queries.notes(actor, [one], MANAGE),
        "back": back_of(actor, one),
    }
    return render(request, "protection/pupil.html", context)


def back_of(actor: Actor, one: Any) -> str:
    """To the group; of a hidden child to their own file, where the actor came from."""
    if not one.person.protected:
        return group_url(one.group)
    case = queries.case_of(actor, one.person)
    return reverse("protection:child", args=[case]) + "#school" if case else reverse("protection:courses")


def of_pupil(
    request: Request, pupil: UUID, title: str, form_class: Any, verb: Any, done: str, **initial: Any
) -> HttpResponse:
    """A question about one enrolment, whose page follows."""
    one = queries.enrolment(request.user, pupil)
    values = {name: getattr(one, column) or None for name, column in initial.items()}
    form = form_class(
        request.POST or None, initial={name: value for name, value in values.items() if value is not None}
    )

    def run() -> Any:
        return verb(request.user, one, **form.cleaned_data)

    back = reverse("protection:pupil", args=[one.pk])
    return asked(request, title, form, run, done=done, back=back, name=one.known_as)


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def result(request: Request, pupil: UUID) -> HttpResponse:
    return of_pupil(
        request, pupil, _("Résultat du niveau"), forms.ResultForm, commands.give_result,
        _("Le résultat est enregistré."), result="result", on="result_on", moved_on="moved_on",
    )  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def leave(request: Request, pupil: UUID) -> HttpResponse:
    return of_pupil(
        request, pupil, _("Départ du cours"), forms.LeaveForm, commands.end_enrolment, _("Le départ est noté.")
    )  # fmt: skip


@resumable
@page(MANAGE)
@require_http_methods(METHODS)
def rename(request: Request, pupil: UUID) -> HttpResponse:
    return of_pupil(
        request, pupil, _("Nom en classe"), forms.ClassNameForm, commands.rename_pupil,
        _("Le nom en classe est corrigé."), known_as="known_as",
    )  # fmt: skip


@page(MANAGE)
@require_GET
def certificate(request: Request, pupil: UUID) -> HttpResponse:
    """On paper, in French or Arabic. The reading leaves its line where a file hides the child."""
    one = queries.enrolment(request.user, pupil)
    language = request.GET.get("lang", "fr")
    if not one.certificate or language not in certificates.LANGUAGES:
        raise Http404
    answer = HttpResponse(certificates.pdf(one, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.certificate}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
