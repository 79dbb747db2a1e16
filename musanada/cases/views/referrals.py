"""Pages of referral: whom to send to, what to send, what came, one referral and its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from musanada.access.doors import holds, may
from musanada.access.pages import Request, page
from musanada.cases import forms, queries
from musanada.cases.commands import packages as package_commands
from musanada.cases.commands import referrals as commands
from musanada.cases.queries import packages as package_queries
from musanada.cases.queries import questions, referrals, sending
from musanada.cases.queries.referrals import Seen
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused
from musanada.kit.paging import window
from musanada.people import queries as people
from musanada.people.attempt import attempt
from musanada.people.resume import resumable

METHODS = ["GET", "POST"]
IN, OUT = "in", "out"


@page("referral.view")
@require_GET
def listed(request: Request) -> HttpResponse:
    """What came to the actor's units, or what they sent, with what is due."""
    actor, side = request.user, request.GET.get("show", IN)
    rows = referrals.outbox(actor) if side == OUT else referrals.inbox(actor)
    waiting = referrals.to_answer(actor) if holds(actor, referrals.ANSWER) else referrals.inbox(actor).none()
    context = {
        "side": side,
        "page": window(rows.order_by("-recorded_at", "-id"), request.GET),
        "tabs": tabs(side, waiting.count()),
        "asked": list(questions.asked(actor)[:20]) if holds(actor, questions.ASK) else [],
        "questions": list(questions.to_answer(actor)) if holds(actor, questions.ANSWER) else [],
    }
    return render(request, "cases/list.html", context)


def tabs(side: str, waiting: int) -> list[dict[str, Any]]:
    address = reverse("referrals:list")
    return [
        {"label": _("Reçues"), "url": address, "current": side != OUT, "count": waiting or None},
        {"label": _("Envoyées"), "url": f"{address}?show={OUT}", "current": side == OUT},
    ]


def key_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@resumable
@page("referral.send")
@require_http_methods(METHODS)
def new(request: Request) -> HttpResponse:
    """Choose the receiver, then say what for and what goes with it. Who and whom are keys in the address."""
    actor = request.user
    person = people.person(actor, key_of(request.GET.get("person", "")), "referral.send")
    asked = request.GET.get("question", "")
    question = questions.question(actor, key_of(asked)) if asked else None
    word = f"unit:{question.from_unit_id}" if question else request.GET.get("to", "")
    context: dict[str, Any] = {"person": person, "name": people.display_name(person), "question": question}
    if not word:
        return render(request, "cases/choose.html", context | {"options": sending.options(actor, person)})
    to = sending.receiver(actor, person, word)
    form = forms.ReferForm(to, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = try_to_send(request, person, to, form, question)
        if done:
            return done
    context |= {
        "form": form,
        "to": to,
        "words": sending.words(person, to),
        "ask_url": ask_url(person, to) if holds(actor, "consent.record") else "",
    }
    return render(request, "cases/new.html", context, status=422 if request.method == "POST" else 200)


def ask_url(person: Any, to: Any) -> str:
    parts = "".join(f"&groups={g.value}" for g in FieldGroup if g in ("identity", "contact"))
    return f"{reverse('consents:ask', args=[person.pk])}?purpose=referral&recipient={to.word}{parts}"


def try_to_send(request: Request, person: Any, to: Any, form: Any, question: Any) -> HttpResponse | None:
    """The referral sent, or None with the reason on the form."""
    answers = form.cleaned_data
    draft = commands.ReferralDraft(
        kind=answers["kind"],
        from_unit=to.start,
        to_unit=to.unit,
        to_user=sending.colleague(to, form.colleague),
        partner=to.partner,
        body=answers.get("body", ""),
        need=answers["need"],
        urgency=answers["urgency"],
        groups=tuple(answers["groups"]),
        note=answers["note"],
        question=question,
        id=answers["id"],
    )
    prepared = attempt(form, lambda: commands.draft(request.user, person, draft=draft))
    if prepared is None:
        return None
    if prepared.is_external:
        opening = attempt(
            form, lambda: package_commands.send_package(request.user, prepared, base=base_of(request))
        )
        return shown_once(request, prepared, opening) if opening else None
    sent = attempt(form, lambda: commands.send(request.user, prepared))
    if sent is None:
        return None
    messages.success(request, _("L'orientation est envoyée."))
    return redirect("referrals:show", sent.pk)


def base_of(request: Request) -> str:
    """How the addresses of packages begin."""
    return request.build_absolute_uri("/packages/")


def shown_once(request: Request, referral: Any, opening: Any) -> HttpResponse:
    """The link and the passphrase, on this page and never again."""
    context = {
        "referral": referral,
        "link": f"{base_of(request)}{opening.token}/",
        "passphrase": opening.passphrase,
    }
    return render(request, "cases/package_made.html", context)


@page("referral.view")
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """One referral from either side."""
    actor = request.user
    seen = referrals.referral(actor, pk)
    one = seen.referral
    copies = referrals.copies(actor, seen)
    if copies:
        commands.note_reading(actor, one)
    steps = referrals.steps(actor, seen)
    known = seen.may_know_who and may(actor, "people.view", people_root(one))
    context = {
        "referral": one,
        "seen": seen,
        "steps": steps,
        "relays": [s for s in steps if s.right == "referral.relay"],
        "strip": strip(one),
        "copies": copies,
        "erased": copies is None,
        "groups": [g for g in FieldGroup if g in one.group_set],
        "person": people_root(one) if known else None,
        "name": people.display_name(people_root(one)) if known else "",
        "profile": referrals.profile(one.person),
        "language": referrals.language_of(one.person),
        "package": package_queries.of_referral(one) if seen.sender and one.is_external else None,
        "may_renew": one.state == "sent" and one.is_external and may(actor, "referral.external", one),
    }
    return render(request, "cases/referral.html", context)


def people_root(one: Any) -> Any:
    return one.person.merged_into or one.person


WAY = (
    ("draft", _("Préparée")),
    ("sent", _("Envoyée")),
    ("accepted", _("Acceptée")),
    ("done", _("Menée à bien")),
)
ENDED = ("refused", "closed", "revoked", "lapsed")


def strip(one: Any) -> list[dict[str, Any]]:
    """The way of a referral; where it ended otherwise, that is its last step."""
    reached = {"sent": one.asked_at, "accepted": one.answered_at, "done": one.finished_at}
    if one.state == "refused":
        reached["accepted"] = None
    steps = []
    for code, label in WAY:
        passed = code == "draft" or reached[code] is not None
        here = one.state == code
        state = "here" if here and code != "done" else "done" if passed else "next"
        steps.append({"label": label, "state": state, "note": ""})
    if one.state in ENDED:
        steps = [s for s in steps if s["state"] == "done"]
        steps.append({"label": one.get_state_display(), "state": "blocked", "note": ""})
    return steps


FORMS: dict[str, Any] = {
    "refuse": lambda data: forms.RefuseForm(data),
    "finish": lambda data: forms.OutcomeForm(queries.RESULTS, data),
    "close": lambda data: forms.OutcomeForm(queries.NO_RESULTS, data),
}
RUN: dict[str, Any] = {
    "refuse": commands.refuse,
    "finish": commands.finish,
    "close": commands.close,
}


@resumable
@page("referral.view")
@require_http_methods(METHODS)
def step(request: Request, pk: UUID, code: str) -> HttpResponse:
    """Take a step: accept and send at once, the others with a reason, revoking with what it does."""
    seen = referrals.referral(request.user, pk)
    if code == "renew":
        return renew(request, seen)
    offered = next((s for s in referrals.steps(request.user, seen) if s.code == code), None)
    if offered is None:
        raise Refused(
            _("Cette étape n'est pas possible maintenant, ou vous n'en avez pas le droit. Rechargez la page.")
        )
    if code in FORMS:
        return with_form(request, seen, offered)
    if request.method == "POST":
        return at_once(request, seen, offered)
    if code == "revoke":
        context = {"referral": seen.referral, "seen": seen, "step": offered}
        return render(request, "cases/revoke.html", context)
    return redirect("referrals:show", pk)


def at_once(request: Request, seen: Seen, offered: Any) -> HttpResponse:
    one = seen.referral
    if offered.code == "send" and one.is_external:
        opening = package_commands.send_package(request.user, one, base=base_of(request))
        return shown_once(request, one, opening)
    run = {"send": commands.send, "accept": commands.accept, "revoke": commands.revoke}[offered.code]
    run(request.user, one)
    messages.success(request, _("C'est fait : %(step)s.") % {"step": offered.label})
    return redirect("referrals:show", one.pk)


def with_form(request: Request, seen: Seen, offered: Any) -> HttpResponse:
    form = FORMS[offered.code](request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if attempt(form, lambda: RUN[offered.code](request.user, seen.referral, **answers)):
            messages.success(request, _("C'est fait : %(step)s.") % {"step": offered.label})
            return redirect("referrals:show", seen.referral.pk)
    context = {"referral": seen.referral, "seen": seen, "form": form, "step": offered}
    return render(request, "cases/reason.html", context, status=422 if form.errors else 200)


def renew(request: Request, seen: Seen) -> HttpResponse:
    """A new package and link for one that was lost: the first stop working."""
    one = seen.referral
    if request.method != "POST":
        return redirect("referrals:show", one.pk)
    opening: list[Any] = []
    package_commands.renew_package(request.user, one, base=base_of(request), opening=opening)
    return shown_once(request, one, opening[0])
