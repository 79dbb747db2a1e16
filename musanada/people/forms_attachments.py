"""The questions asked about a file joined to a person."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.people.models import Person
from musanada.people.queries import attachments as queries

ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.m4a,.ogg,.mp3,.wav"


class AttachmentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Quelle est cette pièce ?"))
    unit = forms.ChoiceField(label=_("Quelle unité la reçoit ?"))
    file = forms.FileField(
        label=_("Quel fichier ?"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )

    def __init__(self, *args: Any, actor: User, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units: dict[str, Unit] = {str(u.pk): u for u in queries.units_to_add(actor, person)}
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", _("Choisir…")), *queries.kinds_to_add(actor, person)]
        fields["unit"].choices = [(key, str(unit)) for key, unit in self.units.items()]
        if len(self.units) == 1:
            fields["unit"].initial = next(iter(self.units))
            fields["unit"].widget = forms.HiddenInput()
        fields["file"].help_text = _(
            "Image, PDF ou enregistrement sonore de %(limit)s Mo au plus. Une image est redessinée : le lieu et l'heure "
            "qu'elle porte disparaissent. Le fichier est gardé chiffré."
        ) % {"limit": settings.ATTACHMENT_LIMIT // (1024 * 1024)}

    def chosen_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]
