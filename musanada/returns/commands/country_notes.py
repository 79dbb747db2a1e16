"""What an office knows of a country, dated. A note is never overwritten: the new one replaces it and both stay readable."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.reference.models import Country
from musanada.returns import policies  # noqa: F401  the rights exist before the commands
from musanada.returns.models import CountryNote

RULES = "return.rules"
LONGEST = 4000
MOST_DAYS = 730
CHANGED = _(
    "Quelqu'un a remplacé cette note pendant que vous écriviez : relisez-la, puis écrivez la vôtre à partir d'elle."
)


@command(RULES)
def write_country_note(
    actor: User,
    unit: Unit,
    /,
    *,
    country: Country,
    topic: str,
    text_fr: str,
    text_ar: str = "",
    days: int | None = None,
    on: date | None = None,
    confirmed: bool = False,
    replaces: CountryNote | None = None,
) -> CountryNote:
    """The note of ``unit`` on one topic, up to date on that day. ``replaces``: the note that was read before writing.

    Raises: BadInput, Refused where somebody replaced that note meanwhile.
    """
    day = on or timezone.localdate()
    checked(country, topic, text_fr, days, day)
    with transaction.atomic():
        standing = (
            CountryNote.objects.select_for_update()
            .filter(unit=unit, country=country, topic=topic, replaced_on=None)
            .first()
        )
        if (standing.pk if standing else None) != (replaces.pk if replaces else None):
            raise Refused(CHANGED, code="changed")
        if standing is not None:
            standing.replaced_on = timezone.localdate()
            standing.save(update_fields=["replaced_on"])
        return CountryNote.objects.create(
            unit=unit,
            country=country,
            topic=topic,
            text_fr=text_fr.strip(),
            text_ar=text_ar.strip()[:LONGEST],
            days=days,
            on=day,
            confirmed=confirmed,
        )


def checked(country: Country, topic: str, text: str, days: int | None, day: date) -> None:
    """Raises: BadInput at the first field that makes no sense."""
    if country.pk == "MAR":
        raise bad("country", _("Une note parle d'un autre pays que le Maroc : choisissez ce pays."))
    if topic not in CountryNote.Topic.values:
        raise bad("topic", _("Choisissez un sujet de la liste."))
    if not text.strip():
        raise bad("text_fr", _("Écrivez la note en français : c'est elle qui se lit là où l'arabe manque."))
    if len(text) > LONGEST:
        raise bad(
            "text_fr", _("La note est trop longue : gardez-en l'essentiel, en 4000 caractères au plus.")
        )
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise bad("days", _("Donnez un nombre de jours de 0 à 730, ou laissez vide."))
    if day > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour où l'information était à jour."))


say(
    {"returns.write_country_note": _("Note sur un pays écrite")},
    kinds={"returns.countrynote": _("Note sur un pays")},
)
