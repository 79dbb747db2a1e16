"""What border medical holds about a person once there is a name, in words for them."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_datetime
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import Casualty, Evacuation, HospitalStay, OnwardNeed
from musanada.protection.queries.border import injury_words

Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    """Of these offices' own incidents. A death is told to nobody by this paper: its file says who may know."""
    mine = Casualty.objects.filter(person__in=asking.people, incident__unit__in=asking.units, voided_at=None)
    rows: Rows = [
        (
            str(one),
            format_datetime(timezone.localtime(one.seen_at), asking.lang, short=True),
            f"{one.incident.get_kind_display()}, {one.incident.town}",
            str(one.get_triage_display()),
            ", ".join(str(word) for word in injury_words(one.injuries)),
            one.marks,
            str(one.get_outcome_display()) if one.outcome else "",
        )
        for one in mine.select_related("incident__town").order_by("seen_at", "id")
    ]
    columns = (_("Code"), _("Vu le"), _("Où"), _("Gravité"), _("Blessures"), _("Signes"), _("Issue"))
    yield HeldSection(FieldGroup.HEALTH, _("Secours à la frontière"), rows, columns, order=73)
    yield HeldSection(
        FieldGroup.HEALTH,
        _("Transports, hôpital et suites"),
        care(asking),
        (_("Quand"), _("Quoi"), _("Où")),
        order=74,
    )


def care(asking: Asking) -> Rows:
    mine = {
        "casualty__person__in": asking.people,
        "casualty__incident__unit__in": asking.units,
        "casualty__voided_at": None,
    }
    found: list[tuple[object, tuple[Sentence, ...]]] = []
    for moved in Evacuation.objects.filter(**mine, voided_at=None).select_related("to_unit"):
        at = moved.left_at or moved.recorded_at
        found.append((at, (_("Évacuation"), str(moved.to_unit or moved.to_place))))
    for stay in HospitalStay.objects.filter(**mine, voided_at=None):
        found.append((stay.admitted_at, (_("Hospitalisation"), f"{stay.hospital} {stay.ward}".strip())))
    for need in OnwardNeed.objects.filter(**mine):
        found.append((need.recorded_at, (need.get_need_display(), need.text)))
    found.sort(key=lambda entry: str(entry[0]))
    return [(format_date(timezone.localdate(at), asking.lang), *words) for at, words in found]  # type: ignore[arg-type]


HELD.add("protection_border", held)
