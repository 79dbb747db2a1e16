"""What somebody wants checked: a pasted text, or a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.press.documents import LARGEST, limited, text_of

LANGUAGES = (("", _("La reconnaître")), ("fr", _("Français")), ("ar", _("Arabe")), ("en", _("Anglais")))


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("Texte à vérifier"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
        help_text=_("Collez un article, un communiqué ou un chapitre. Rien n'en est gardé."),
    )
    file = forms.FileField(
        label=_("Ou un fichier"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.md,.html,.htm,.pdf,.docx"}),
        help_text=_("Page enregistrée en HTML, PDF, DOCX ou texte, de 20 Mo au plus."),
    )
    language = forms.ChoiceField(label=_("Langue du texte"), choices=LANGUAGES, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        try:
            if file:
                cleaned["text"] = text_of(file.name, file.read(LARGEST + 1))
            elif (cleaned.get("text") or "").strip():
                cleaned["text"] = limited(cleaned["text"].replace("\r\n", "\n"))
            elif "file" not in self.errors:
                self.add_error("text", _("Collez un texte ou choisissez un fichier."))
        except BadInput as problem:
            self.add_error("file" if file else "text", str(problem))
        return cleaned
