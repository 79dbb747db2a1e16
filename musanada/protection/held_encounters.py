"""What street teams hold about a person, in words for them: encounters, the way they came."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, format_partial
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import Encounter, PathwayLeg
from musanada.protection.queries.encounters import need_words

Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    """A child's rows stand on a hidden person: they are told by whom their file names."""
    met = Encounter.objects.filter(
        child__person__in=asking.people, voided_at=None, unit__in=asking.units
    ).select_related("town", "unit")
    rows: Rows = [
        (
            format_date(one.at.date(), asking.lang),
            str(one.unit),
            f"{one.town} {one.spot}".strip(),
            one.nickname,
            str(one.get_band_display()),
            ", ".join(need_words(one.needs)),
            " ; ".join(text for text in (one.marks, one.note) if text),
        )
        for one in met.order_by("at", "id")
    ]
    columns = (_("Jour"), _("Équipe"), _("Lieu"), _("Surnom"), _("Âge apparent"), _("Besoins"), _("Noté"))
    yield HeldSection(FieldGroup.PROTECTION, _("Rencontres dans la rue"), rows, columns, order=71)
    yield ways(asking)


def ways(asking: Asking) -> HeldSection:
    legs = PathwayLeg.objects.filter(
        child__person__in=asking.people, voided_at=None, child__unit__in=asking.units
    ).order_by("order", "id")
    rows: Rows = [
        (
            f"{one.from_city} {country_name(one.from_country_id, asking.lang)}".strip(),
            f"{one.to_city} {country_name(one.to_country_id, asking.lang)}".strip(),
            format_partial(one.left, asking.lang) if one.left_on else "",
            str(one.get_means_display()),
            str(one.get_incident_display()) if one.incident != PathwayLeg.Incident.NONE else "",
            one.note,
        )
        for one in legs
    ]
    columns = (_("De"), _("Jusqu'à"), _("Parti"), _("Comment"), _("Dit"), _("Note"))
    return HeldSection(FieldGroup.PROTECTION, _("Le chemin que vous avez raconté"), rows, columns, order=72)


HELD.add("protection_encounters", held)
