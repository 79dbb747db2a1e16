"""One's own account: factors, recovery codes, sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from musanada.access import commands, forms, queries
from musanada.access.pages import Request, before_factor, page
from musanada.access.signin import factors, lockout, totp
from musanada.access.signin.adapters import Factors
from musanada.access.signin.forms import EnrolForm, PasskeyForm, ProofForm, prove
from musanada.access.views.common import answer, done
from musanada.kit.errors import BadInput
from musanada.kit.qr import qr_svg

SECRET = "totp_secret"  # noqa: S105  its name in the session, where it lies encrypted


@page("app.use")
def security(request: Request) -> HttpResponse:
    """What protects this account, and where it is open now."""
    own = queries.own(request.user)
    context = {
        "factors": factors.listed(own),
        "required": factors.required(own),
        "has_codes": factors.Kind.TOTP in factors.kinds(own),
        "codes_left": factors.codes_left(own),
        "sessions": queries.sessions(request.user, request.session.session_key or ""),
        "has_password": own.has_usable_password(),
    }
    return render(request, "access/security.html", context)


@before_factor
@page("app.use")
@never_cache
@sensitive_post_parameters("code", "proof")
def factor(request: Request) -> HttpResponseBase:
    """Add the application of codes: read the square with the phone, type the code it shows."""
    own = queries.own(request.user)
    if factors.Kind.TOTP in factors.kinds(own):
        return redirect("account:security")
    secret = held_secret(request)
    form = EnrolForm(request.POST or None)
    proof = proof_form(request, own)
    if request.method == "POST" and form.is_valid():
        if shut := lockout.shut(request, own.username, lockout.CODE):
            return shut
        if proved(request, proof, own):
            try:
                commands.add_totp(request.user, own, secret=secret, code=form.cleaned_data["code"])
            except BadInput as problem:
                forms.tell(form, problem)
            else:
                request.session.pop(SECRET, None)
                return enrolled(request, own, factors.Kind.TOTP)
    context = {
        **setting(own),
        "square": qr_svg(
            totp.address(secret, own.username), str(_("À lire avec l'application de codes")), size=220
        ),
        "secret": totp.grouped(secret),
        "proof": proof,
    }
    wrong = bool(form.is_bound and (form.errors or (proof and proof.errors)))
    return render(request, "access/factor.html", {"form": form, **context}, status=422 if wrong else 200)


def setting(own: Any) -> dict[str, Any]:
    """Around a compulsory enrolment there is nothing to go to yet."""
    required = factors.required(own) and not factors.enrolled(own)
    return {"required": required, "layout": "web/base_public.html" if required else "web/base.html"}


def held_secret(request: HttpRequest) -> str:
    """The secret shown in this session, so that a wrong code does not change the square."""
    if kept := request.session.get(SECRET):
        return Factors().decrypt(kept)
    secret = totp.new_secret()
    request.session[SECRET] = Factors().encrypt(secret)
    return secret


def proof_form(request: Request, own: Any) -> ProofForm | None:
    """Adding a factor beside another asks who sits there; the first one follows the sign-in."""
    return ProofForm(own, request.POST or None) if factors.enrolled(own) else None


def proved(request: Request, proof: ProofForm | None, own: Any) -> bool:
    return proof is None or (proof.is_valid() and prove(request, proof, own))


def enrolled(request: Request, own: Any, kind: str) -> HttpResponse:
    """The session has its factor from now on, under a new key. The first factor brings the recovery codes."""
    request.session.cycle_key()
    request.session[factors.SESSION] = str(kind)
    commands.list_session(request, own)
    if factors.codes_left(own) is not None:
        return done(request, _("Le second facteur est ajouté."), "account:security")
    return codes_shown(request, own)


def codes_shown(request: Request, own: Any) -> HttpResponse:
    codes = commands.renew_recovery_codes(request.user, own)
    return render(request, "access/recovery_codes_shown.html", {"codes": codes})


@before_factor
@page("app.use")
@never_cache
@sensitive_post_parameters("proof")
def new_passkey(request: Request) -> HttpResponseBase:
    """Add a passkey: a security key, or the fingerprint of this very device."""
    from allauth.mfa.webauthn.internal import auth

    own = queries.own(request.user)
    form = PasskeyForm(request.POST or None)
    proof = proof_form(request, own)
    if request.method == "POST" and form.is_valid():
        if shut := lockout.shut(request, own.username, lockout.CODE):
            return shut
        if proved(request, proof, own):
            try:
                commands.add_passkey(request.user, own, **form.cleaned_data)
            except BadInput as problem:
                forms.tell(form, problem)
            else:
                return enrolled(request, own, factors.Kind.WEBAUTHN)
    context = {**setting(own), "form": form, "proof": proof, "question": auth.begin_registration(own, False)}
    wrong = bool(form.is_bound and (form.errors or (proof and proof.errors)))
    return render(request, "access/new_passkey.html", context, status=422 if wrong else 200)


@page("app.use")
@sensitive_post_parameters("proof")
def remove_factor(request: Request, pk: int) -> HttpResponseBase:
    own = queries.own(request.user)
    one = queries.factor(own, pk)
    form = ProofForm(own, request.POST or None)
    if request.method == "POST":
        if shut := lockout.shut(request, own.username, lockout.CODE):
            return shut
        if form.is_valid() and prove(request, form, own):
            commands.remove_factor(request.user, own, pk=pk)
            if not factors.enrolled(own):
                request.session.pop(factors.SESSION, None)
            return done(request, _("Le second facteur est retiré."), "account:security")
    return answer(request, "access/remove_factor.html", form, factor=one)


@page("app.use")
@never_cache
@sensitive_post_parameters("proof")
def recovery_codes(request: Request) -> HttpResponseBase:
    """Ten new codes, shown once, on the answer."""
    own = queries.own(request.user)
    if not factors.enrolled(own):
        return redirect("account:security")
    form = ProofForm(own, request.POST or None)
    if request.method == "POST":
        if shut := lockout.shut(request, own.username, lockout.CODE):
            return shut
        if form.is_valid() and prove(request, form, own):
            return codes_shown(request, own)
    return answer(request, "access/recovery_codes.html", form, left=factors.codes_left(own))


@page("app.use")
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    queries.own_session(request.user, pk)
    key = request.session.session_key or ""
    commands.end_session(request.user, queries.own(request.user), pk=pk, current=key)
    return done(request, _("La session est terminée."), "account:security")


@page("app.use")
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    key = request.session.session_key or ""
    ended = commands.end_other_sessions(request.user, queries.own(request.user), current=key)
    sentence = ngettext("%(n)s autre session terminée.", "%(n)s autres sessions terminées.", ended) % {
        "n": ended
    }
    messages.success(request, sentence)
    return redirect("account:security")
