"""An act that is what it is: a consultation, an interview, an accompaniment, a course."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musanada.assistance.kinds import KINDS, Found
from musanada.kit.errors import Sentence

if TYPE_CHECKING:
    from musanada.assistance.kinds import Given
    from musanada.assistance.models import ServiceType


class Plain:
    label: Sentence = _("Acte simple")
    fields: tuple[str, ...] = ()

    def problems(self, act: "Given", service: "ServiceType") -> Found:
        yield from ()

    def needs_approval(self, act: "Given", service: "ServiceType") -> bool:
        return False


KINDS.add("plain", Plain())
