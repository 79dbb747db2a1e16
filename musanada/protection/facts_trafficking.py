"""P4-safe facts of trafficking: detections, victims by status and by form, referrals of the national mechanism.

A victim stands once, in the month since which the status in force is said. See ``kit.facts`` for what safe means.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.ages import age_on
from musanada.kit.facts import Column
from musanada.people.queries.traits import SEXES
from musanada.protection.facts_common import ADULT, Filed, Row, Still, add, origin, victims
from musanada.protection.models import Detection, EpisodeForm, NrmReferral, Victim, VictimStatus

DETECTED = "detected"  # a file, and no status yet
WAITING = "sent"
OF_VICTIM = (
    Column("sex", "code"),
    Column("child", "bool"),
    Column("nationality", "code"),
    Column("origin", "code"),
    Column("status", "code"),
    Column("body", "code"),
)
DETECTION = (
    *(Column("sex", "code"), Column("child", "bool"), Column("refer", "bool"), Column("urgent", "bool")),
)
FORM = (*OF_VICTIM, Column("form", "code"))
REFERRAL = (
    *(
        Column("outcome", "code"),
        Column("accepted", "bool"),
        Column("completed", "bool"),
        Column("urgent", "bool"),
    ),
    *(
        Column("partner_kind", "code"),
        Column("on_time", "bool"),
        Column("hours", "int"),
        Column("days", "int"),
    ),
)


def detection_rows(still: Still) -> Iterator[Row]:
    """Checklists ticked about somebody met; nobody is named, so that each stands for one."""
    rows = Detection.objects.filter(recorded_at__lt=still.at, on__lt=still.day).order_by("pk")
    columns = ("pk", "on", "recorded_at", "sex", "age", "refer", "urgent")
    for pk, on, told, sex, age, refer, urgent in rows.values_list(*columns).iterator(chunk_size=5000):
        head = still.head(pk, pk, pk, on, told)
        yield (*head, sex if sex in SEXES else None, age == Detection.Age.CHILD, refer, urgent)


def statuses(still: Still) -> dict[UUID, tuple[str, date, str | None, datetime]]:
    """Per file the status in force then: code, since, said by whom, recorded."""
    rows = VictimStatus.objects.filter(recorded_at__lt=still.at, on__lt=still.day).order_by("on", "pk")
    columns = ("file_id", "status", "on", "body", "recorded_at")
    return {file: (status, on, body, told) for file, status, on, body, told in rows.values_list(*columns)}


def victim_rows(still: Still) -> Iterator[tuple[Filed, date, datetime, Row]]:
    said = statuses(still)
    minors = dict(Victim.objects.values_list("file_id", "child"))
    for one in victims(still).values():
        none_yet = (DETECTED, one.identified_on, None, one.recorded_at)
        status, on, body, told = said.get(one.pk, none_yet)
        sex, birth, precision, country = one.who
        age = age_on(birth, precision or "", one.identified_on)
        child = minors.get(one.pk) or (None if age is None else age < ADULT)
        yield one, on, told, (sex, child, country, origin(country), status, body)


def status_rows(still: Still) -> Iterator[Row]:
    """A row per victim."""
    for one, on, told, columns in victim_rows(still):
        yield (*still.head(one.pk, one.pk, one.person, on, told), *columns)


def form_rows(still: Still) -> Iterator[Row]:
    """A row per victim and form of exploitation; who has none has one row without."""
    forms: dict[UUID, set[str]] = {}
    rows = EpisodeForm.objects.filter(recorded_at__lt=still.at, episode__recorded_at__lt=still.at)
    for file, form in rows.values_list("file_id", "form").iterator(chunk_size=5000):
        forms.setdefault(file, set()).add(form)
    for one, on, told, columns in victim_rows(still):
        listed: list[str | None] = [*sorted(forms.get(one.pk, ()))]
        for form_or_none in listed or [None]:
            head = still.head(f"{one.pk.hex}:{form_or_none}", one.pk, one.person, on, told)
            yield (*head, *columns, form_or_none)


REFERRED = (
    *("pk", "sent_at", "recorded_at", "state", "urgent", "to__kind", "respond_by", "answered_at", "done_at"),
    "opened__victim__shelter_on",
)


def referral_rows(still: Still) -> Iterator[Row]:
    """What became of each referral sent; hours to the answer, days to a safe place."""
    rows = NrmReferral.objects.filter(sent_at__lt=still.at, recorded_at__lt=still.at).order_by("pk")
    for row in rows.values_list(*REFERRED).iterator(chunk_size=5000):
        pk, sent, told, state, urgent, kind, respond_by, answered_at, done_at, shelter_on = row
        answered, done, sheltered = still.been(answered_at), still.been(done_at), still.past(shelter_on)
        accepted = answered is not None and state in ("accepted", "done")
        late = answered_at is not None and answered is None
        outcome = WAITING if late else "accepted" if state == "done" and done is None else state
        day = timezone.localdate(sent)
        yield (
            *still.head(pk, pk, pk, day, told),
            *(outcome, accepted, done is not None, urgent, kind),
            answered <= respond_by if answered and respond_by else None,
            int((answered - sent).total_seconds() // 3600) if answered else None,
            max((sheltered - day).days, 0) if sheltered else None,
        )


add("trafficking_detected", _("Détections de la traite"), DETECTION, detection_rows)
add("victim_status", _("Victimes de la traite, par statut"), OF_VICTIM, status_rows)
add("victim_form", _("Victimes de la traite, par forme"), FORM, form_rows)
add("nrm_referral", _("Orientations du mécanisme national"), REFERRAL, referral_rows)
