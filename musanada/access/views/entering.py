"""The way in, after the password: the code or the passkey; and an invitation's link. Nobody is signed in yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from musanada.access import commands, forms, queries
from musanada.access.pages import public
from musanada.access.signin import factors, flow, lockout
from musanada.access.signin.forms import CodeForm, InvitationForm, PasskeyAnswerForm
from musanada.kit.errors import BadInput, Refused

TOKEN = "invitation"  # noqa: S105  its name in the session, so that the address no longer holds it


@public
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponseBase:
    """The second step of a sign-in."""
    if request.user.is_authenticated:
        return redirect("web:home")
    pending = flow.awaited(request)
    if pending is None:
        return redirect("web:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if shut := lockout.shut(request, pending["user"].username, lockout.CODE):
            return shut
        if form.is_valid():
            try:
                factor = commands.accept_code(pending["user"], form.cleaned_data["code"])
            except BadInput as problem:
                wrong(request, pending["user"])
                forms.tell(form, problem)
            else:
                return come_in(request, pending, factor)
    return asked(request, pending, form)


@public
@never_cache
def passkey(request: HttpRequest) -> HttpResponseBase:
    """The same step by a passkey. GET puts the question that the device signs."""
    pending = flow.awaited(request)
    if pending is None or request.user.is_authenticated:
        return redirect("web:sign-in")
    if request.method != "POST":
        return redirect("account:code")
    if shut := lockout.shut(request, pending["user"].username, lockout.CODE):
        return shut
    form = PasskeyAnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(_("La clé d'accès n'a rien répondu : réessayez, ou donnez un code."))
        factor = commands.accept_passkey(pending["user"], form.cleaned_data["answer"])
    except BadInput as problem:
        wrong(request, pending["user"])
        codes = CodeForm(None)
        return asked(request, pending, codes, str(problem))
    return come_in(request, pending, factor)


def asked(request: HttpRequest, pending: dict[str, Any], form: CodeForm, problem: str = "") -> HttpResponse:
    """The page of the code; with the question for the passkey where the account has one."""
    kinds = factors.kinds(pending["user"])
    context = {"form": form, "problem": problem, "has_codes": factors.Kind.TOTP in kinds}
    if factors.Kind.WEBAUTHN in kinds:
        from allauth.mfa.webauthn.internal import auth

        context["question"] = auth.begin_authentication(pending["user"])
    if not context["has_codes"]:
        form.fields["code"].label = _("Ou un code de secours")
        form.fields["code"].help_text = ""
    status = 422 if problem or (form.is_bound and form.errors) else 200
    return render(request, "access/code.html", context, status=status)


def come_in(request: HttpRequest, pending: dict[str, Any], factor: str) -> HttpResponseBase:
    lockout.forget(pending["user"].username, lockout.CODE)
    answer = flow.second_step(request, pending, factor)
    if factor == factors.Kind.RECOVERY_CODES:
        left = factors.codes_left(pending["user"]) or 0
        messages.warning(
            request, str(_("Ce code de secours ne sert plus. Il vous en reste %(left)s.") % {"left": left})
        )
    return answer


def wrong(request: HttpRequest, user: Any) -> None:
    commands.note_failure(user.username, lockout.CODE)
    lockout.failed(request, user.username, lockout.CODE)


@public
@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponseBase:
    """An invitation's link. The token leaves the address at once: it stays in no history and no referrer."""
    if shut := lockout.shut(request, "", lockout.INVITATION):
        return shut
    if queries.invitation(token) is None:
        lockout.failed(request, "", lockout.INVITATION)
        return render(request, "access/invitation_over.html", status=410)
    request.session[TOKEN] = token
    return redirect("account:invitation")


@public
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest) -> HttpResponseBase:
    """Its owner chooses a password, and comes in; the second factor is asked for next."""
    token = request.session.get(TOKEN, "")
    found = queries.invitation(token) if token else None
    if found is None:
        return redirect("web:sign-in")
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = commands.accept_invitation(token, password=form.cleaned_data["password"])
        except BadInput as problem:
            forms.tell(form, problem)
        except Refused:
            return render(request, "access/invitation_over.html", status=410)
        else:
            request.session.pop(TOKEN, None)
            return flow.enter(request, user, method="invitation")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "access/invitation.html", {"form": form, "account": found.user}, status=status)
