"""What likely twins put on the day's work: the pairs whose decision is worth most."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.linkage.models import TwinPair
from musanada.linkage.queries import pairs

SHOWN = 4


def waiting(actor: User) -> Panel | None:
    if not holds(actor, pairs.REVIEW):
        return None
    rows = list(pairs.queue(actor)[:SHOWN])
    if not rows:
        return None
    return Panel(
        "twins",
        _("Est-ce la même personne ?"),
        [row(one) for one in rows],
        more_url=reverse("twins:queue"),
        order=45,
    )


def row(pair: TwinPair) -> tuple[Sentence, Sentence, str]:
    text = " / ".join(name_of(pair, end) for end in ("left", "right"))
    detail = f"{isolate(str(pair.left))} · {isolate(str(pair.right))}"
    return text, detail, reverse("twins:pair", args=[pair.pk])


def name_of(pair: TwinPair, end: str) -> str:
    latin, arabic = getattr(pair, f"{end}_latin"), getattr(pair, f"{end}_arabic")
    own = (arabic or latin) if get_language() == "ar" else (latin or arabic)
    return isolate(own or getattr(pair, f"{end}_other") or getattr(pair, end))


PANELS.add("linkage.twins", waiting)
