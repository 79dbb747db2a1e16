"""How many bear a name, counted ahead: how common a word is must not be counted anew at each letter typed."""

from django.db import models

from musanada.kit.choices import Privacy, Side


class NameCount(models.Model):
    """A key that many records of one side share. Rare keys are not kept: the search counts those itself.

    Counted again every night (``commands.counting``). It names nobody: at least ten records stand behind each row.
    """

    PRIVACY = Privacy.P1
    PLACE = None

    id = models.BigAutoField(primary_key=True)
    value = models.CharField(max_length=32)
    kind = models.CharField(max_length=8)
    side = models.CharField(max_length=12, choices=Side)
    bearers = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("value", "kind", "side"), name="name_count_once_a_side"),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"
