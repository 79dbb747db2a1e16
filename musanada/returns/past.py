"""A return as an old register tells it, before it is kept: a number stands for the person, the dates are the past's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Sex
from musanada.kit.errors import Sentence
from musanada.kit.ids import new_id
from musanada.returns.models import Channel, Direction

HOME = "MAR"
OFFICE_HOUR = time(12)
SEXES, CHANNELS, DIRECTIONS = frozenset(Sex.values), frozenset(Channel.values), frozenset(Direction.values)
LONGEST = 40


def noon(day: date) -> datetime:
    """The moment of a day whose hour nobody wrote down."""
    return timezone.make_aware(datetime.combine(day, OFFICE_HOUR))


@dataclass(frozen=True, slots=True)
class PastRow:
    """One line of an old register. ``country`` is the other country, ``funding`` the key of a ``Funding``."""

    pseudonym: str
    country: str
    channel: str
    funding: UUID
    departed_on: date
    recorded_at: datetime
    source: str
    sex: str = Sex.UNKNOWN
    minor: bool | None = None
    direction: str = Direction.FROM_MOROCCO
    id: UUID = field(default_factory=new_id)

    def problems(self) -> Iterator[Sentence]:
        """Everything that keeps this line out, the gravest first."""
        if not self.pseudonym.strip():
            yield _("Le numéro du registre manque : sans lui, la même ligne entrerait deux fois.")
        if len(self.pseudonym) > LONGEST:
            yield _("Le numéro du registre dépasse 40 caractères : vérifiez la colonne.")
        if self.channel not in CHANNELS:
            yield _("La voie n'est pas connue : État, OIM ou ambassade.")
        if self.direction not in DIRECTIONS:
            yield _("Le sens n'est pas connu : du Maroc, ou vers le Maroc.")
        if self.country == HOME:
            yield _("L'autre pays ne peut pas être le Maroc : le sens dit déjà d'où part la personne.")
        if self.sex not in SEXES:
            yield _("Le sexe n'est pas connu : corrigez-le, ou laissez la case vide.")
        if not self.source.strip():
            yield _("Le registre d'origine manque : dites d'où vient cette ligne.")
        if self.departed_on > timezone.localdate():
            yield _("Le départ est dans l'avenir : un retour à venir est un dossier, pas une ligne du passé.")
