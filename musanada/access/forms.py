"""Questions asked in the administration. What makes an answer wrong is for the commands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.access import queries
from musanada.kit.errors import BadInput

ALL = [("", _("Tous"))]


def tell(form: forms.Form, problem: BadInput) -> None:
    """Each sentence at its question; one about no question of this form on top."""
    known = {name: text for name, text in problem.fields.items() if name in form.fields}
    for name, text in (known or {"": problem.message}).items():
        form.add_error(name or None, str(text))


class UnitForm(forms.Form):
    name_fr = forms.CharField(label=_("Quel est son nom en français ?"), max_length=200)
    name_ar = forms.CharField(
        label=_("Et en arabe ?"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "rtl"})
    )
    code = forms.SlugField(
        label=_("Quel code court ?"),
        max_length=40,
        help_text=_("Lettres sans accent, chiffres et tirets. Il ne change plus ensuite."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    kind = forms.ChoiceField(label=_("Quelle sorte d'unité ?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (code, name) for code, name in queries.KIND_CHOICES if code != "organisation"
        ]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Quel rôle ?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = queries.grantable()  # type: ignore[attr-defined]


class AccountForm(RoleForm):
    """Who, and their first role. The password is for its owner to choose."""

    field_order = ("display_name", "username", "role")
    display_name = forms.CharField(label=_("Quel nom afficher ?"), max_length=120)
    username = forms.CharField(
        label=_("Quel identifiant pour se connecter ?"),
        max_length=60,
        help_text=_("En minuscules, par exemple prenom.nom. Il ne change plus ensuite."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )


class GrantForm(RoleForm):
    field_order = ("username", "role")
    username = forms.CharField(
        label=_("À quel compte ?"),
        max_length=60,
        help_text=_("L'identifiant avec lequel la personne se connecte."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )


class SuccessorForm(forms.Form):
    username = forms.CharField(
        label=_("Qui lui succède ?"),
        max_length=60,
        help_text=_("L'identifiant avec lequel la personne se connecte."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("Pour quelle raison ?"),
        max_length=300,
        help_text=_("Par exemple : téléphone perdu, mot de passe oublié, invitation expirée."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AccountFilter(forms.Form):
    q = forms.CharField(label=_("Nom ou identifiant"), required=False, max_length=120)
    role = forms.ChoiceField(label=_("Rôle"), required=False)
    state = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[*ALL, ("open", _("Compte ouvert")), ("closed", _("Compte fermé"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [*ALL, *queries.grantable()]  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Quel est votre mot de passe actuel ?"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Quel sera le nouveau ?"),
        strip=False,
        help_text=_(
            "Au moins douze caractères. Quatre ou cinq mots sans rapport entre eux se retiennent bien."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Encore une fois, le nouveau"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("again") and answers["again"] != answers.get("password"):
            self.add_error("again", _("Les deux saisies du nouveau mot de passe diffèrent."))
        return answers
