"""Questions asked at the door and about one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from musanada.access import commands
from musanada.access.models import User
from musanada.access.signin import factors, lockout
from musanada.kit.errors import BadInput


class CodeInput(forms.TextInput):
    """A code that was wrong is not shown again: another one is needed anyway."""

    def format_value(self, value: Any) -> None:
        return None


def code_field(label: Any, *, focus: bool = False, **more: Any) -> forms.CharField:
    attrs: dict[str, Any] = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "dir": "ltr",
        "size": 12,
        "spellcheck": "false",
        **({"autofocus": True} if focus else {}),
    }
    return forms.CharField(label=label, max_length=20, widget=CodeInput(attrs=attrs), **more)


def password_field(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget, **more)


class CodeForm(forms.Form):
    """At the sign-in."""

    code = code_field(
        _("Quel code affiche votre application ?"),
        focus=True,
        help_text=_(
            "Six chiffres, qui changent toutes les trente secondes. Sans téléphone : un code de secours."
        ),
    )


class EnrolForm(forms.Form):
    """The first code proves that the phone took the secret."""

    code = code_field(_("Quel code l'application affiche-t-elle maintenant ?"), help_text=_("Six chiffres."))


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("Comment appeler cette clé ?"),
        max_length=60,
        required=False,
        help_text=_("Par exemple : clé du bureau."),
    )
    answer = forms.JSONField(widget=forms.HiddenInput)


class PasskeyAnswerForm(forms.Form):
    answer = forms.JSONField(widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """Whoever sits at an open session proves again who they are: by the password, or by a code where there is none."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_password = user.has_usable_password()
        self.fields["proof"] = (
            password_field(_("Quel est votre mot de passe actuel ?"), "current-password")
            if self.by_password
            else code_field(_("Quel code affiche votre application ?"))
        )


def prove(request: HttpRequest, form: ProofForm, user: User) -> bool:
    """Is the proof right? A wrong one is said on the form and counts towards the lock-out."""
    given = form.cleaned_data["proof"]
    try:
        right = user.check_password(given) if form.by_password else bool(commands.accept_code(user, given))
        sentence: Any = _("Ce n'est pas le mot de passe actuel : vérifiez la saisie.")
    except BadInput as problem:
        right, sentence = False, problem.message
    if not right:
        form.add_error("proof", sentence)
        commands.note_failure(user.username, "proof")
        lockout.failed(request, user.username, lockout.CODE)
    return right


class InvitationForm(forms.Form):
    password = password_field(
        _("Quel sera votre mot de passe ?"),
        "new-password",
        help_text=_(
            "Au moins douze caractères. Quatre ou cinq mots sans rapport entre eux se retiennent bien."
        ),
    )
    again = password_field(_("Encore une fois"), "new-password")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("again") and answers["again"] != answers.get("password"):
            self.add_error("again", _("Les deux saisies du mot de passe diffèrent."))
        return answers


class ResumeForm(AuthenticationForm):
    """Signing in again within a form that was being typed: both steps at once, as nothing may wait in between."""

    code = code_field(
        _("Code de votre application"), required=False, help_text=_("Si votre compte en demande un.")
    )
    factor = ""

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        user: Any = self.get_user()
        if user is None or self.errors:
            return answers
        if factors.asked(user):
            self.take_code(user, answers.get("code", ""))
        elif factors.required(user):
            self.add_error(
                None, _("Votre compte doit d'abord ajouter un second facteur : ouvrez une session à part.")
            )
        return answers

    def take_code(self, user: User, code: str) -> None:
        request: Any = self.request
        if lockout.shut(request, user.username, lockout.CODE):
            self.add_error("code", _("Trop de codes faux : attendez un quart d'heure."))
            return
        try:
            self.factor = commands.accept_code(user, code)
        except BadInput as problem:
            self.add_error("code", str(problem))
            commands.note_failure(user.username, lockout.CODE)
            lockout.failed(request, user.username, lockout.CODE)
