"""The shell's own pages: the day's work, signing in and out, and the pages for when something is wrong."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from musanada.access import commands
from musanada.access.pages import Request, page, public
from musanada.access.signin import flow
from musanada.kit.timeline import PANELS
from musanada.web.middleware import bare, machine_page
from musanada.web.middleware import page as problem


@page("app.use")
def home(request: Request) -> HttpResponse:
    """The day's work: the search box, who is waiting, what is due, what came in."""
    panels = [p for p in (provider(request.user) for provider in PANELS.values()) if p]
    panels.sort(key=lambda p: p.order)
    return render(request, "web/home.html", {"panels": panels, "today": timezone.localdate()})


class SignIn(LoginView):
    """The first step; whether a second follows is for ``access.signin.flow``."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"service": settings.OIDC}

    def form_valid(self, form: AuthenticationForm) -> HttpResponseRedirect:
        user: Any = form.get_user()
        return flow.first_step(self.request, user, method="password", onward=self.get_redirect_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if not getattr(self.request, "axes_locked_out", False):
            commands.note_failure(str(form.data.get("username", "")), "password")
        return super().form_invalid(form)


class SignOut(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if user.is_authenticated:
            commands.note_sign_out(user)
        return super().post(request, *args, **kwargs)


sign_in = public(SignIn.as_view())
sign_out = public(SignOut.as_view())
choose_language = public(set_language)


def locked_out(
    request: HttpRequest, credentials: object = None, *args: object, **kwargs: object
) -> HttpResponse:
    """After five wrong passwords for a name from one address, or five wrong codes."""
    return problem(
        request,
        429,
        _("Trop d'essais"),
        _(
            "Cinq essais faux de suite : attendez un quart d'heure avant de réessayer, "
            "ou demandez à votre administrateur de remettre votre accès à zéro."
        ),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(
        request,
        400,
        _("Cette demande est incompréhensible"),
        _("L'envoi était incomplet ou trop grand. Revenez en arrière, vérifiez la saisie et recommencez."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(
        request,
        403,
        _("Accès refusé"),
        _("Cette page ne vous est pas ouverte, ou votre session a expiré : reconnectez-vous et recommencez."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(
        request,
        404,
        _("Page introuvable"),
        _(
            "Rien ne se trouve à cette adresse, ou rien qui vous soit ouvert. Cherchez la personne par son nom."
        ),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled, also for those raised before the view: sessions, sign-in."""
    known = machine_page(request, sys.exc_info()[1])
    return known or bare(
        request,
        500,
        _("Une erreur s'est produite"),
        _(
            "Rien n'a été enregistré par cette action. Réessayez ; si cela se répète, prévenez l'administrateur."
        ),
    )
