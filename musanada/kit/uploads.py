"""A text file that is looked at before it is taken: the file the first time, its text in the form the second."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence


class UploadedText(forms.Form):
    """Add a ``file``; ``cleaned_data["text"]`` then holds its words, whether it came now or was looked at before.

    ``largest`` in bytes; ``too_large`` says what is wrong with a file that is larger.
    """

    largest = 2_000_000
    too_large: Sentence = _("Ce fichier dépasse 2 Mo : coupez-le.")

    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file:
            cleaned["text"] = self.text_of(file)
        elif not cleaned.get("text") and "file" not in self.errors:
            self.add_error("file", _("Choisissez un fichier."))
        return cleaned

    def text_of(self, file: Any) -> str:
        if file.size > self.largest:
            self.add_error("file", str(self.too_large))
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error(
                "file", _("Ce fichier n'est pas en UTF-8 : enregistrez-le de nouveau dans ce codage.")
            )
            return ""
