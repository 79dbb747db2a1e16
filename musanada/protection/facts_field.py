"""P4-safe facts of the street, the classroom and the border: encounters, pupils, people hurt, evacuations, deaths.

Whoever is met, taught or hurt may be hidden elsewhere, so these are as coarse as the others (``kit.facts``).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.ages import age_on
from musanada.kit.facts import Column
from musanada.people.queries.traits import NOBODY, SEXES
from musanada.protection.facts_common import ADULT, Row, Still, add, ages, origin, people_of, province
from musanada.protection.models import (
    Attendance,
    Casualty,
    Death,
    Encounter,
    Enrolment,
    Evacuation,
)
from musanada.protection.queries.courses import benefits

DAY = timedelta(days=1)
ENCOUNTER = (
    *(Column("sex", "code"), Column("band", "code"), Column("nationality", "code"), Column("origin", "code")),
    *(Column("company", "code"), Column("danger", "bool"), Column("town", "code")),
)
ENROLMENT = (
    *(Column("sex", "code"), Column("years", "code"), Column("band", "code"), Column("bracket", "code")),
    *(
        Column("nationality", "code"),
        Column("origin", "code"),
        Column("minor", "bool"),
        Column("language", "code"),
    ),
    *(
        Column("town", "code"),
        Column("attended", "bool"),
        Column("benefited", "bool"),
        Column("result", "code"),
    ),
)
OF_CASUALTY = (
    *(Column("place_kind", "code"), Column("severity", "code"), Column("sex", "code"), Column("age", "code")),
    Column("town", "code"),
)
CASUALTY = (*OF_CASUALTY, Column("outcome", "code"))
EVACUATION = (*OF_CASUALTY, Column("means", "code"), Column("minutes", "int"))
DEATH = (*OF_CASUALTY, Column("identity", "code"), Column("rest", "code"))


def standing(still: Still) -> Q:
    return Q(voided_at=None) | Q(voided_at__gte=still.at)


def known(value: str | None) -> str | None:
    """Unknown and not said leave as nothing."""
    return None if value in ("unknown", "refused", "not_asked", "") else value


def met_rows(still: Still) -> Iterator[Row]:
    """A row per encounter; a child met again is one person once somebody said it was the same."""
    rows = Encounter.objects.filter(standing(still), recorded_at__lt=still.at, at__lt=still.at).order_by("pk")
    columns = (
        *("pk", "child_id", "at", "recorded_at", "sex", "band", "nationality_id", "company", "danger"),
        "town__path",
    )
    for row in rows.values_list(*columns).iterator(chunk_size=5000):
        pk, child, at, told, sex, band, country, company, danger, path = row
        head = still.head(pk, pk, child or pk, timezone.localdate(at), told)
        seen = (sex if sex in SEXES else None, known(band), country, origin(country), known(company), danger)
        yield (*head, *seen, province(path))


PUPIL = (
    *("pk", "person_id", "from_on", "recorded_at", "result", "result_on", "group__course__language"),
    "group__town__path",
)


def pupil_rows(still: Still) -> Iterator[Row]:
    """A row per enrolment, with what the register of the class says; who benefited is the course's declared rule."""
    rows = Enrolment.objects.filter(recorded_at__lt=still.at, from_on__lt=still.day).order_by("pk")
    canonical, traits = people_of(rows.order_by().values("person"), still.known_at)
    present = presences(still)
    helped = set(benefits(still.day - DAY).filter(recorded_at__lt=still.at).values_list("pk", flat=True))
    for row in rows.values_list(*PUPIL).iterator(chunk_size=5000):
        pk, person, on, told, result, result_on, language, path = row
        kept = canonical.get(person, person)
        sex, birth, precision, country = traits.get(kept) or traits.get(person) or NOBODY
        age = age_on(birth, precision or "", on)
        ended = result if still.past(result_on) else ""
        came = present.get(pk, 0)
        yield (
            *still.head(pk, pk, kept, on, told),
            *(sex, *ages(age), country, origin(country), None if age is None else age < ADULT, language),
            *(
                province(path),
                came > 0,
                pk in helped,
                ended or "open",
            ),
        )


def presences(still: Still) -> dict[UUID, int]:
    """Per enrolment the lessons it was there."""
    rows = Attendance.objects.filter(
        mark=Attendance.Mark.PRESENT, session__on__lt=still.day, session__cancelled=False
    )
    return dict(rows.values_list("enrolment").annotate(times=Count("pk")).values_list("enrolment", "times"))


HURT = ("incident__kind", "triage", "sex", "age", "incident__town__path")


def of_casualty(kind: str, triage: str, sex: str, age: str, path: str | None) -> Row:
    return kind, triage, sex if sex in SEXES else None, known(age), province(path)


def casualty_rows(still: Still) -> Iterator[Row]:
    """A row per person hurt, named or not, with what had become of them."""
    rows = Casualty.objects.filter(standing(still), recorded_at__lt=still.at, seen_at__lt=still.at)
    columns = ("pk", "seen_at", "recorded_at", "outcome", "outcome_at", *HURT)
    for row in rows.order_by("pk").values_list(*columns).iterator(chunk_size=5000):
        pk, seen, told, outcome, outcome_at, *hurt = row
        ended = outcome if still.been(outcome_at) else ""
        yield (*still.head(pk, pk, pk, timezone.localdate(seen), told), *of_casualty(*hurt), ended or "open")


def evacuation_rows(still: Still) -> Iterator[Row]:
    """A row per transport that arrived; minutes from the alert, where both moments were noted."""
    rows = Evacuation.objects.filter(standing(still), arrived_at__lt=still.at, recorded_at__lt=still.at)
    hurt = [f"casualty__{name}" for name in HURT]
    columns = (
        "pk",
        "casualty_id",
        "arrived_at",
        "alert_at",
        "casualty__incident__alert_at",
        "recorded_at",
        "means",
    )
    for row in rows.order_by("pk").values_list(*columns, *hurt).iterator(chunk_size=5000):
        pk, casualty, arrived, alert, first_alert, told, means, *columns_hurt = row
        head = still.head(pk, pk, casualty, timezone.localdate(arrived), told)
        yield (*head, *of_casualty(*columns_hurt), means, minutes(alert or first_alert, arrived))


def minutes(alert: datetime | None, arrived: datetime) -> int | None:
    if alert is None or arrived < alert:
        return None
    return int((arrived - alert).total_seconds() // 60)


def death_rows(still: Still) -> Iterator[Row]:
    """A row per death, and whether somebody could say who it was."""
    rows = Death.objects.filter(on__lt=still.day, recorded_at__lt=still.at).order_by("pk")
    hurt = [f"casualty__{name}" for name in HURT]
    columns = ("pk", "casualty_id", "on", "recorded_at", "identity", "identified_on", "rest", "rest_on")
    for row in rows.values_list(*columns, *hurt).iterator(chunk_size=5000):
        pk, casualty, on, told, identity, identified_on, rest, rest_on, *columns_hurt = row
        said: Any = (
            identity if identity != Death.Identity.CONFIRMED or still.past(identified_on) else "presumed"
        )
        laid: Any = rest if still.past(rest_on) else Death.Rest.WAITING.value
        yield (*still.head(pk, pk, casualty, on, told), *of_casualty(*columns_hurt), said, laid)


add("street_encounter", _("Rencontres de rue"), ENCOUNTER, met_rows)
add("course_enrolment", _("Inscriptions aux cours de langue"), ENROLMENT, pupil_rows)
add("border_casualty", _("Blessés aux frontières"), CASUALTY, casualty_rows)
add("border_evacuation", _("Évacuations vers un hôpital"), EVACUATION, evacuation_rows)
add("border_death", _("Décès aux frontières"), DEATH, death_rows)
