"""What facts may say of everyone: sex, birth date, its precision, nationality. Never who it is."""

from datetime import date, datetime
from uuid import UUID

from musanada.people.models import Nationality, Person

SEXES = ("F", "M", "X")
Traits = tuple[str | None, date | None, str | None, str | None]
NOBODY: Traits = (None, None, None, None)


def traits_at(known_at: datetime) -> dict[UUID, Traits]:
    """Sex, birth date, its precision and nationality of everyone: unknown, refused and not asked leave as None."""
    countries: dict[UUID, str] = {}
    rows = Nationality.objects.order_by("basis", "-id").values_list("person_id", "country_id")
    for person, country in rows.iterator(chunk_size=5000):  # the last one written here is the one that counts
        countries[person] = country
    people = Person.objects.filter(recorded_at__lte=known_at)
    return {
        pk: (sex if sex in SEXES else None, birth, precision if birth else None, countries.get(pk))
        for pk, sex, birth, precision in people.values_list(
            "pk", "sex", "birth_date", "birth_precision"
        ).iterator(chunk_size=5000)
    }
