"""Every write on donors, programmes and activities."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, Refused, Sentence
from musanada.partners.commands import changed, check, code_taken, store, store_all
from musanada.programmes import policies  # noqa: F401  the rights exist before the commands
from musanada.programmes.models import Activity, Donor, Programme
from musanada.reference.models import Place

TWICE = _("Deux programmes ne peuvent pas avoir le même code.")


@command("programmes.manage")
def register_donor(actor: User, unit: Unit, /, *, code: str, name_fr: str, name_ar: str = "") -> Donor:
    """A donor, its record kept by ``unit``."""
    donor = Donor(kept_by=unit, code=code.strip().upper(), name_fr=name_fr, name_ar=name_ar)
    return store(donor, taken=code_taken(donor.code))


@command("programmes.manage")
def create_programme(
    actor: User,
    unit: Unit,
    /,
    *,
    code: str,
    name_fr: str,
    sector: str,
    starts_on: date,
    donors: Iterable[Donor] = (),
    **more: Any,
) -> Programme:
    """A programme led by ``unit``."""
    programme = Programme(
        lead_unit=unit, code=code.strip().upper(), name_fr=name_fr, sector=sector, starts_on=starts_on, **more
    )
    store(programme, taken=code_taken(programme.code))
    programme.donors.set(donors)
    return programme


@command("programmes.manage")
def edit_programme(
    actor: User, programme: Programme, /, *, donors: Iterable[Donor] | None = None, **changes: Any
) -> Programme:
    """Change a programme. Its code stays; its dates keep its activities inside."""
    changed(programme, changes, fixed=("id", "code", "lead_unit"))
    live = programme.activities.filter(voided_at=None)
    if live.filter(starts_on__lt=programme.starts_on).exists():
        raise BadInput(
            _("Une activité a commencé avant ce premier jour : reculez-le ou annulez l'activité."),
            fields={"starts_on": _("Une activité a commencé avant ce premier jour.")},
        )
    if programme.ends_on and (
        live.filter(starts_on__gt=programme.ends_on) | live.filter(ends_on__gt=programme.ends_on)
    ):
        raise BadInput(
            _(
                "Une activité continue après ce dernier jour : avancez la fin de l'activité ou reculez ce jour."
            ),
            fields={"ends_on": _("Une activité continue après ce dernier jour.")},
        )
    store(programme, taken=code_taken(programme.code))
    if donors is not None:
        programme.donors.set(donors)
    return programme


@command("programmes.manage")
def create_many(actor: User, unit: Unit, /, rows: Iterable[Mapping[str, Any]]) -> list[Programme]:
    """Many programmes led by ``unit`` (set-up, import of a list): the same checks, all or nothing.

    A row holds the fields of ``Programme`` and may hold ``donors``, a list of ``Donor``.
    """
    programmes, links = [], []
    for row in rows:
        values = {name: value for name, value in row.items() if name != "donors"}
        programme = Programme(lead_unit=unit, **values)
        check(programme, bulk=True)
        programmes.append(programme)
        links += [
            Programme.donors.through(programme_id=programme.pk, donor_id=donor.pk)
            for donor in row.get("donors", ())
        ]
    store_all(Programme, programmes, taken=TWICE)
    Programme.donors.through._default_manager.bulk_create(links)
    return programmes


@command("programmes.manage")
def open_activity(
    actor: User,
    programme: Programme,
    /,
    *,
    city: Place,
    family: str,
    starts_on: date,
    ends_on: date | None = None,
    partner: Any = None,
) -> Activity:
    """The programme goes to work in ``city``, with ``partner`` or alone."""
    activity = new_activity(
        programme, city=city, family=family, starts_on=starts_on, ends_on=ends_on, partner=partner
    )
    same = programme.activities.filter(
        city=city, family=family, partner=partner, voided_at=None, ends_on=None
    )
    if not ends_on and same.exists():
        raise Refused(
            _("Cette activité est déjà ouverte : même ville, même nature, même partenaire."),
            code="already_open",
        )
    check(activity)
    activity.save(force_insert=True)
    return activity


@command("programmes.manage")
def open_activities(actor: User, unit: Unit, /, rows: Iterable[Mapping[str, Any]]) -> list[Activity]:
    """Many activities of programmes led under ``unit``: the same checks, all or nothing.

    A row holds ``programme, city, family, starts_on`` and may hold ``partner, ends_on, recorded_at,
    end_recorded_at``: a past that is loaded keeps the day on which it was first recorded.
    """
    activities = [new_activity(**row) for row in rows]
    for programme in {a.programme_id: a.programme for a in activities}.values():
        if not programme.lead_unit.path.startswith(unit.path):
            raise Refused(
                _("Le programme %(code)s n'est pas mené par cette unité.") % {"code": programme.code},
                code="other_unit",
            )
    for activity in activities:
        check(activity, bulk=True)
    return Activity.objects.bulk_create(activities, batch_size=500)


@command("programmes.manage")
def close_activity(actor: User, activity: Activity, /, *, ends_on: date, at: Any = None) -> Activity:
    """The activity's last day. Once: a second clerk is told that it has ended."""
    if ends_on < activity.starts_on:
        raise BadInput(
            _("Le dernier jour ne peut pas précéder le premier."),
            fields={"ends_on": _("Le dernier jour ne peut pas précéder le premier.")},
        )
    inside(activity.programme, activity.starts_on, ends_on)
    open_rows = Activity.objects.filter(pk=activity.pk, ends_on=None, voided_at=None)
    if not open_rows.update(ends_on=ends_on, end_recorded_at=at or timezone.now()):
        raise Refused(_("Cette activité n'est plus ouverte."), code="not_open")
    activity.refresh_from_db()
    return activity


@command("programmes.manage")
def void_activity(actor: User, activity: Activity, /, *, reason: str) -> Activity:
    """A wrong entry: it stays on record with the reason, and counts no more from now on."""
    if not reason.strip():
        raise BadInput(
            _("Dites pourquoi cette activité est annulée."),
            fields={"reason": _("Dites pourquoi cette activité est annulée.")},
        )
    live = Activity.objects.filter(pk=activity.pk, voided_at=None)
    if not live.update(voided_at=timezone.now(), void_reason=reason.strip()[:300]):
        raise Refused(_("Cette activité est déjà annulée."), code="already_void")
    activity.refresh_from_db()
    return activity


def new_activity(programme: Programme, **values: Any) -> Activity:
    """An activity inside its programme's and its partner's dates, in a town. Raises ``BadInput``."""
    activity = Activity(programme=programme, **values)
    if activity.ends_on and not activity.end_recorded_at:
        activity.end_recorded_at = activity.recorded_at
    inside(programme, activity.starts_on, activity.ends_on)
    if activity.city.kind == Place.Kind.REGION:
        refuse_field("city", _("Choisissez une ville ou une province : une région est trop large."))
    partner = activity.partner
    if partner and (
        (partner.active_from and activity.starts_on < partner.active_from)
        or (partner.active_to and activity.starts_on > partner.active_to)
    ):
        refuse_field("partner", _("Ce partenaire n'est pas actif au premier jour de l'activité."))
    return activity


def inside(programme: Programme, starts_on: date, ends_on: date | None) -> None:
    if starts_on < programme.starts_on:
        refuse_field("starts_on", _("L'activité ne peut pas commencer avant son programme."))
    if programme.ends_on and starts_on > programme.ends_on:
        refuse_field("starts_on", _("L'activité ne peut pas commencer après la fin de son programme."))
    if programme.ends_on and ends_on and ends_on > programme.ends_on:
        refuse_field("ends_on", _("L'activité ne peut pas finir après son programme."))


def refuse_field(field: str, sentence: Sentence) -> None:
    raise BadInput(sentence, fields={field: sentence})
