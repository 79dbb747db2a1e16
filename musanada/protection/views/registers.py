"""A teacher's pages, made for a phone: my groups, the register of a day, a note, a result.

Every page is reached through a group of the teacher's own. None names a person, a case, or anything but what the class
calls a pupil and the pupil's code.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from musanada.access.pages import Request, page
from musanada.kit.errors import MissingRight, Problem
from musanada.people.attempt import attempt
from musanada.people.resume import resumable
from musanada.protection import forms_courses as forms
from musanada.protection.commands import registers as commands
from musanada.protection.keeping import keeps
from musanada.protection.queries import courses as queries
from musanada.protection.views.courses import METHODS, asked

TEACH = queries.TEACH


@page(TEACH)
@require_GET
def groups(request: Request) -> HttpResponse:
    """My groups, those whose register of today waits first."""
    waiting = {one.pk for one in queries.to_take(request.user)}
    rows = [(one, one.pk in waiting) for one in queries.groups_of(request.user)]
    rows.sort(key=lambda row: not row[1])
    return render(request, "protection/groups_taught.html", {"rows": rows, "today": timezone.localdate()})


def day_asked(request: Request) -> date:
    """The day in the address; today without one, or with one that is none."""
    form = forms.DayForm(request.GET)
    found = form.cleaned_data.get("on") if form.is_valid() else None
    return min(found or timezone.localdate(), timezone.localdate())


@keeps
@resumable
@page(TEACH)
@require_http_methods(METHODS)
def register(request: Request, group: UUID) -> HttpResponse:
    """Present, absent, excused: one tap a pupil. Sent again, it corrects."""
    actor, one, on = request.user, queries.group_taught(request.user, group), day_asked(request)
    rows, held = queries.pupils(one, on), queries.lesson(one, on)
    initial: dict[str, Any] = {"hours": held.hours, "topic": held.topic} if held else {}
    form = forms.LessonForm([row.key for row in rows], request.POST or None, initial=initial)

    def run() -> Any:
        said = form.cleaned_data
        marks = form.marks()
        return commands.take_register(
            actor, one, on=on, marks=marks, hours=said["hours"], topic=said["topic"]
        )

    if request.method == "POST" and form.is_valid() and attempt(form, run) is not None:
        messages.success(request, _("L'appel est enregistré."))
        return redirect("protection:my-groups")
    typed = {row.key: form.data.get(f"mark_{row.key}", "") for row in rows} if form.is_bound else {}
    context = {
        "group": one,
        "on": on,
        "today": timezone.localdate(),
        "rows": [(row, typed.get(row.key) or row.mark) for row in rows],
        "marks": forms.MARKS,
        "held": held,
        "form": form,
        "days": forms.DayForm(initial={"on": on}),
        "last": list(queries.lessons_held(one)[:5]),
    }
    return render(request, "protection/register.html", context, status=422 if form.errors else 200)


@page(TEACH)
@require_POST
def cancel(request: Request, group: UUID) -> HttpResponse:
    """The lesson of that day did not take place."""
    one = queries.group_taught(request.user, group)
    try:
        commands.cancel_lesson(request.user, one, on=day_asked(request))
    except MissingRight:
        raise
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("La séance est notée comme annulée."))
    return redirect("protection:my-groups")


@page(TEACH)
@require_GET
def pupil(request: Request, group: UUID, pupil: UUID) -> HttpResponse:
    """One pupil as the class knows them: how often they came, the result."""
    one = queries.group_taught(request.user, group)
    context = {"group": one, "pupil": queries.pupil(one, pupil)}
    return render(request, "protection/pupil_taught.html", context)


def taught_url(group: Any, pupil: UUID) -> str:
    return reverse("protection:pupil-taught", args=[group.pk, pupil])


@keeps
@resumable
@page(TEACH)
@require_http_methods(METHODS)
def note(request: Request, group: UUID, pupil: UUID) -> HttpResponse:
    """To whoever follows the pupil. It is not shown here again."""
    one = queries.group_taught(request.user, group)
    about = queries.pupil(one, pupil)
    form = forms.NoteForm(request.POST or None)

    def run() -> Any:
        said = form.cleaned_data
        return commands.write_pupil_note(request.user, one, pupil=about.key, text=said["text"], pk=said["id"])

    return asked(
        request, _("Écrire à qui suit l'élève"), form, run, done=_("La note est envoyée."), button=_("Envoyer la note"),
        back=taught_url(one, about.key), name=about.known_as, care="notes", keep=True,
    )  # fmt: skip


@resumable
@page(TEACH)
@require_http_methods(METHODS)
def result(request: Request, group: UUID, pupil: UUID) -> HttpResponse:
    one = queries.group_taught(request.user, group)
    about = queries.pupil(one, pupil)
    form = forms.TeacherResultForm(request.POST or None)

    def run() -> Any:
        return commands.give_pupil_result(request.user, one, pupil=about.key, **form.cleaned_data)

    return asked(
        request, _("Résultat du niveau"), form, run, done=_("Le résultat est enregistré."),
        back=taught_url(one, about.key), name=about.known_as,
    )  # fmt: skip
