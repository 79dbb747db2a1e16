"""Returns of the past taken over from another register, without a name: what the old lists of the State and of IOM hold.

One row is one person's return (domain, §5: a passenger is a person or a pseudonym). They count in the cumulative figures
and open to their line in the register they came from; they are nobody's file.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Privacy, Sex
from musanada.kit.ids import new_id
from musanada.returns.models.rules import Channel, Direction, Funding


class PastReturn(models.Model):
    """A return as an old register tells it: the register's own number stands for the person."""

    PRIVACY = Privacy.P2
    PLACE = "unit"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="+", verbose_name=_("registre tenu par")
    )
    pseudonym = models.CharField(_("numéro dans le registre d'origine"), max_length=40)
    direction = models.CharField(_("sens"), max_length=12, choices=Direction, default=Direction.FROM_MOROCCO)
    channel = models.CharField(_("voie"), max_length=8, choices=Channel)
    funding = models.ForeignKey(Funding, models.PROTECT, related_name="+", verbose_name=_("financement"))
    country = models.ForeignKey(
        "reference.Country", models.PROTECT, related_name="+", verbose_name=_("autre pays")
    )
    sex = models.CharField(_("sexe"), max_length=9, choices=Sex, default=Sex.UNKNOWN)
    minor = models.BooleanField(_("mineur au départ"), null=True, blank=True)
    departed_on = models.DateField(_("parti le"))
    source = models.CharField(_("registre d'origine"), max_length=120)
    source_batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("departed_on", "id")
        indexes = (models.Index(fields=("departed_on",), name="past_return_by_day"),)
        constraints = (
            models.UniqueConstraint(fields=("unit", "pseudonym"), condition=Q(voided_at=None),
                                    name="past_return_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.pseudonym
