"""An act that is what it is: a consultation, an interview, an accompaniment, a course."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.assistance.kinds import KINDS, Found

if TYPE_CHECKING:
    from musanada.assistance.models import Act


class Plain:
    label = _("Acte simple")
    fields: tuple[str, ...] = ()

    def problems(self, act: "Act") -> Found:
        yield from ()

    def needs_approval(self, act: "Act") -> bool:
        return False


KINDS.add("plain", Plain())
