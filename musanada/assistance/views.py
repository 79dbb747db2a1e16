"""Pages of assistance: recording at a counter, a distribution, the list, an act and its steps, the catalogue."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.pages import Request, page
from musanada.assistance import commands, forms, queries
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import show_reference
from musanada.kit.paging import window
from musanada.people import queries as people
from musanada.people.resume import resumable


@page("assistance.view")
def acts(request: Request) -> HttpResponse:
    """The acts of the actor's units, newest first."""
    form = forms.FilterForm(request.user, request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    shown = window(queries.filtered(queries.acts(request.user), **chosen), request.GET)
    rows = [{"act": one, "what": queries.what(request.user, one)} for one in shown.rows]
    context = {
        "form": form,
        "rows": rows,
        "page": shown,
        "may_record": holds(request.user, "assistance.record"),
    }
    return render(request, "assistance/list.html", context)


@resumable
@page("assistance.record")
def record(request: Request) -> HttpResponse:
    """Record one act for the person of ``?person=``: a tap for the service, then what its kind asks."""
    person = people.person(request.user, person_key(request), "people.find")
    context: dict[str, Any] = {"person": person, "name": people.display_name(person)}
    code = request.GET.get("service", "")
    if not code:
        context |= {"often": queries.often(request.user), "families": queries.by_family()}
        return render(request, "assistance/choose.html", context)
    form = forms.RecordForm(request.user, code, request.POST or None)
    context |= {"form": form, "service": queries.service(code)}
    if request.method == "POST" and form.is_valid():
        done = try_to_record(request, form, person.pk, context)
        if done:
            return done
    return render(request, "assistance/record.html", context, status=422 if request.method == "POST" else 200)


def try_to_record(
    request: Request, form: forms.RecordForm, person: UUID, context: dict[str, Any]
) -> HttpResponseRedirect | None:
    """The act, or the reason in ``context`` and the form for showing the page again with what was typed."""
    unit = form.units[form.cleaned_data["unit"]]
    try:
        act = commands.record(
            request.user, unit, draft=form.draft(person), despite_repeat="despite_repeat" in request.POST
        )
    except BadInput as problem:
        show_errors(form, problem)
    except Refused as refusal:
        if refusal.code != "repeat":
            raise
        context["warning"] = refusal.message
    else:
        return recorded(request, act)
    return None


def person_key(request: Request) -> UUID:
    try:
        return UUID(request.GET.get("person", ""))
    except ValueError:
        raise Http404 from None


def recorded(request: Request, act: Any) -> HttpResponseRedirect:
    waits = act.state == "requested"
    sentence = (
        _("Au-dessus du plafond : la demande attend l'approbation du responsable.")
        if waits
        else _("L'aide est enregistrée.")
    )
    messages.success(request, sentence)
    name = "assistance:act" if not holds(request.user, "people.view") else "people:person"
    return redirect(name, act.pk if name == "assistance:act" else act.person_id)


def show_errors(form: django_forms.Form, problem: BadInput) -> None:
    """Tie the command's sentences to the form's fields; what has no field goes on top."""
    for field, sentence in (problem.fields or {"": problem.message}).items():
        form.add_error(field if field in form.fields else None, str(sentence))


@page("assistance.view")
def act(request: Request, pk: UUID) -> HttpResponse:
    """One act: what, for whom, where, its states, and the steps open to this actor."""
    one = queries.act(request.user, pk)
    may_name = holds(request.user, "people.view")
    context = {
        "act": one,
        "what": queries.what(request.user, one),
        "name": people.display_name(one.person) if may_name else "",
        "may_name": may_name,
        "members": queries.members(one),
        "steps": queries.open_steps(request.user, one),
        "open_stay": one.service.kind == "shelter" and one.until_on is None and one.state == "given",
    }
    return render(request, "assistance/act.html", context)


@page("assistance.view")
def step(request: Request, pk: UUID, code: str) -> HttpResponse:
    """Take a step: approve and give at once, refuse and void with a reason."""
    one = queries.act(request.user, pk)
    offered = next((s for s in queries.open_steps(request.user, one) if s.code == code), None)
    if offered is None:
        raise Refused(
            _("Cette étape n'est pas possible maintenant, ou vous n'en avez pas le droit. Rechargez la page.")
        )
    if code in ("approve", "give"):
        if request.method == "POST":
            {"approve": commands.approve, "give": commands.give}[code](request.user, one)
            messages.success(request, _("C'est fait : %(step)s.") % {"step": offered.label})
        return redirect("assistance:act", pk)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        {"refuse": commands.refuse, "void": commands.void}[code](
            request.user, one, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("C'est fait : %(step)s.") % {"step": offered.label})
        return redirect("assistance:act", pk)
    context = {"act": one, "what": queries.what(request.user, one), "form": form, "step": offered}
    return render(request, "assistance/reason.html", context, status=422 if form.errors else 200)


@page("assistance.record")
def departure(request: Request, pk: UUID) -> HttpResponse:
    """The day a sheltered person left."""
    one = queries.act(request.user, pk)
    form = forms.DepartureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.close_stay(request.user, one, until_on=form.cleaned_data["until_on"])
        except BadInput as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("Le départ est enregistré."))
            return redirect("assistance:act", pk)
    return render(
        request, "assistance/departure.html", {"act": one, "form": form}, status=422 if form.errors else 200
    )


@resumable
@page("assistance.record")
def distribution(request: Request) -> HttpResponse:
    """One service for a list of people; each line is recorded or says why not."""
    form = forms.DistributionForm(
        request.user, request.POST or None, initial={"service": request.GET.get("service", "")}
    )
    results: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        results = distribute(request, form)
    done = sum(1 for r in results if r["act"])
    context = {"form": form, "results": results, "done": done, "failed": len(results) - done}
    return render(request, "assistance/distribution.html", context, status=422 if form.errors else 200)


MOST = 500


def distribute(request: Request, form: forms.DistributionForm) -> list[dict[str, Any]]:
    """A result a line. Lines recorded before stay recorded when the list is sent again (same occasion, same keys)."""
    lines = form.lines()
    if len(lines) > MOST:
        form.add_error(
            "references", str(_("Plus de 500 lignes : partagez la liste, ou importez-la depuis un fichier."))
        )
        return []
    answers, occasion = form.cleaned_data, form.cleaned_data["occasion"]
    found = {line: people.by_reference(request.user, line) for line in lines}
    drafts = {
        person.pk: forms.drafted(
            person.pk, answers["service"], answers, queries.key_of_line(occasion, person.pk)
        )
        for person in found.values()
        if person
    }
    confirmed = frozenset(drafts) if "despite_repeat" in request.POST else frozenset()
    outcomes = commands.record_list(
        request.user, form.units[answers["unit"]], drafts=list(drafts.values()), despite_repeat=confirmed
    )
    by_person = {o.draft.person: o for o in outcomes}
    return [
        line_result(line, person, by_person.get(person.pk) if person else None)
        for line, person in found.items()
    ]


def line_result(line: str, person: Any, outcome: commands.Outcome | None) -> dict[str, Any]:
    if outcome is None:
        sentence = _("Aucune personne visible ne porte cette référence : vérifiez le billet.")
        return {"reference": line, "act": None, "sentence": sentence}
    return {"reference": show_reference(person.reference), "act": outcome.act, "sentence": outcome.sentence}


@page("assistance.catalogue")
def catalogue(request: Request) -> HttpResponse:
    return render(request, "assistance/catalogue.html", {"services": queries.catalogue()})


@page("assistance.catalogue")
def service(request: Request, code: str = "") -> HttpResponse:
    """Add a row to the catalogue, or change one."""
    known = queries.service(code) if code else None
    names = forms.ServiceForm.base_fields
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = forms.ServiceForm(request.POST or None, initial=initial)
    if known:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_service(request.user, queries.catalogue_unit(request.user), **form.cleaned_data)
        except BadInput as problem:
            show_errors(form, problem)
        else:
            messages.success(request, _("Le catalogue est à jour."))
            return redirect("assistance:catalogue")
    context = {"form": form, "service": known, "back": reverse("assistance:catalogue")}
    return render(request, "assistance/service.html", context, status=422 if form.errors else 200)
