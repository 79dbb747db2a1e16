"""Views somebody keeps: theirs alone, or shown to their unit. Kept again under the same title, the new one counts."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, missing
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import bad
from musanada.monitoring.blocks import Block, read_blocks, written
from musanada.monitoring.models import SavedView
from musanada.reporting.queries import known_to

VIEW = "figures.view"


@command(VIEW)
def keep_view(
    actor: User, unit: Unit, /, *, title: str, blocks: Sequence[Block], shared: bool = False
) -> SavedView:
    """Raises: BadInput without a title, or for a figure that the actor may not know of."""
    clean = " ".join(title.split())
    if not clean or len(clean) > 120:
        raise bad("title", _("Donnez à la vue un titre de 120 caractères au plus."))
    listed, known = read_blocks(written(blocks)), known_to(actor)
    if any(one.indicator not in known for one in listed):
        raise bad("title", _("Un chiffre de cette vue n'existe plus : refaites-la."))
    values = {"blocks": written(listed), "unit": unit, "shared": shared, "saved_at": timezone.now()}
    mine = SavedView.objects.filter(owner=actor, title=clean)
    if mine.update(**values):
        return mine.get()
    made = SavedView(owner=actor, title=clean, **values)
    made.save(force_insert=True)
    return made


@command(VIEW)
def drop_view(actor: User, one: SavedView, /) -> None:
    """A kept view is no record: its owner takes it away. Raises: MissingRight for anybody else."""
    if one.owner_id != actor.pk:
        raise missing(VIEW)
    SavedView.objects.filter(pk=one.pk).delete()


say(
    {"monitoring.keep_view": _("Vue gardée"), "monitoring.drop_view": _("Vue retirée")},
    kinds={"monitoring.savedview": _("Vue gardée")},
    pages={"monitoring.savedview": "monitoring:view"},
)
