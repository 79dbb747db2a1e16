"""A dashboard someone put together and kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.choices import Privacy
from musanada.kit.ids import new_id


class SavedView(models.Model):
    """``blocks``: what is shown, as validated data (``monitoring.blocks``): indicator, period, split, filter, picture."""

    PRIVACY = Privacy.P1
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("titre"), max_length=120)
    blocks = models.JSONField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("à qui"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unité"))
    shared = models.BooleanField(_("partagé avec l'unité"), default=False)
    saved_at = models.DateTimeField(_("enregistré le"))

    class Meta:
        ordering = ("title", "saved_at")
        constraints = (models.UniqueConstraint(fields=("owner", "title"), name="view_title_once"),)

    def __str__(self) -> str:
        return self.title
