"""The two questions of the public window."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ATTRIBUTES = {
    "dir": "ltr",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "maxlength": 64,
}


class WindowForm(forms.Form):
    """Both are printed on the receipt. What is typed is never sent back in the page."""

    number = forms.CharField(
        label=_("Quel est le numéro de votre dossier ?"),
        help_text=_("Huit lettres et chiffres, imprimés sur votre récépissé, par exemple K7M2-QXB9."),
        max_length=64,
        widget=forms.TextInput(attrs=ATTRIBUTES),
    )
    secret = forms.CharField(
        label=_("Quel est votre code secret ?"),
        help_text=_("Douze lettres et chiffres, imprimés sur votre récépissé. Ne le donnez à personne."),
        max_length=64,
        widget=forms.TextInput(attrs=ATTRIBUTES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = True
