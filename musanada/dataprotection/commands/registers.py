"""Every write on the registers. A line is never deleted; what a field was before is kept beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.dataprotection import policies  # noqa: F401  the rights exist before the commands
from musanada.dataprotection.clocks import Clock, due_at, read_holidays, weekdays
from musanada.dataprotection.codes import joined
from musanada.dataprotection.models import (
    Assessment,
    AssessmentDocument,
    Breach,
    Controllership,
    Deadline,
    Formality,
    Hosting,
    Processing,
    RegisterChange,
)
from musanada.dataprotection.models.base import RegisterLine
from musanada.dataprotection.queries.clocks import rule_for
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.ids import new_id, new_reference
from musanada.kit.secrets import BLIND_INDEXES, BlindIndex, blind_index
from musanada.partners.commands import check
from musanada.people.attachments import clean as cleaning
from musanada.people.attachments import sniff, store
from musanada.people.attachments.digest import PURPOSE, fingerprint, renewed
from musanada.people.commands.attachments import plain_name

L = TypeVar("L", bound=RegisterLine)
SEVERAL = ("subjects", "groups")  # columns that hold several codes
UNREMARKED = {"ended_on"}  # a change of these leaves a verified treatment verified
BLIND_INDEXES.add("assessments", BlindIndex("dataprotection.AssessmentDocument", "digest", ("id",), renewed))


@command("dataprotection.manage")
def declare_controller(actor: User, unit: Unit, /, *, from_on: date, **values: Any) -> Controllership:
    """Who answers for the data of ``unit`` from a day on; what was declared before ends the day before."""
    line = filled(Controllership(unit=unit, recorded_by=actor, from_on=from_on), values)
    insist_on_one_side(line)
    current = Controllership.objects.select_for_update().filter(unit=unit, to_on=None).first()
    if current is not None:
        if current.from_on >= from_on:
            raise wrong(
                "from_on", _("Une déclaration plus récente existe déjà pour cette unité : modifiez-la.")
            )
        remember(actor, current, {"to_on": (None, from_on)})
        Controllership.objects.filter(pk=current.pk).update(to_on=from_on)
    return stored(line)


@command("dataprotection.manage")
def record_processing(actor: User, unit: Unit, /, **values: Any) -> Processing:
    """A treatment, to be confirmed until someone has checked it."""
    return stored(filled(Processing(unit=unit, recorded_by=actor), values))


@command("dataprotection.manage")
def verify_processing(actor: User, line: Processing, /) -> Processing:
    """Someone has read the line against the law and the practice. Any later change makes it to be confirmed again."""
    remember(actor, line, {"verified_at": (line.verified_at, timezone.now())})
    line.verified_at, line.verified_by = timezone.now(), actor
    line.save(update_fields=["verified_at", "verified_by"])
    return line


@command("dataprotection.manage")
def record_formality(actor: User, processing: Processing, /, **values: Any) -> Formality:
    """A step with the CNDP; a later answer is a change of the same line."""
    line = Formality(
        unit=processing.unit, processing=processing, recorded_by=actor, kind=values.pop("kind", "")
    )
    return stored(filled(line, values))


@command("dataprotection.manage")
def record_hosting(actor: User, unit: Unit, /, *, from_on: date, **values: Any) -> Hosting:
    return stored(filled(Hosting(unit=unit, recorded_by=actor, from_on=from_on), values))


@command("dataprotection.manage")
def record_assessment(actor: User, unit: Unit, /, **values: Any) -> Assessment:
    return stored(filled(Assessment(unit=unit, recorded_by=actor), values))


@command("dataprotection.manage")
def attach_assessment(
    actor: User, assessment: Assessment, /, *, name: str, content: bytes
) -> AssessmentDocument:
    """The text of an assessment, sealed. Raises: BadInput for what is neither a PDF nor an image."""
    cleaned = cleaning.clean(content)
    if cleaned.media_type in sniff.SOUNDS:
        raise wrong("file", _("Joignez un PDF ou une image."))
    row = AssessmentDocument(
        id=new_id(),
        assessment=assessment,
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        digest=blind_index(PURPOSE, fingerprint(cleaned.content)),
        name=plain_name(name),
        created_by=actor,
    )
    store.keep(row.pk, cleaned.content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except BaseException:
        store.drop(row.pk)
        raise
    return row


@command("dataprotection.manage")
def record_breach(actor: User, unit: Unit, /, **values: Any) -> Breach:
    """A breach; the hour at which the authority must know is frozen by the rule of the day."""
    line = Breach(unit=unit, recorded_by=actor, reference=new_reference())
    return stored(timed(filled(line, values)))


def timed(line: Breach) -> Breach:
    if line.detected_at:
        rule = rule_for(Clock.BREACH_AUTHORITY, line.unit, timezone.localdate(line.detected_at))
        line.authority_due_at, line.due_confirmed = due_at(rule, line.detected_at), rule.confirmed
    return line


@command("dataprotection.manage")
def change_line(actor: User, line: L, /, **values: Any) -> L:
    """Change a line of any register; each field's value before is kept. Raises: BadInput."""
    current = type(line)._default_manager.select_for_update().get(pk=line.pk)
    before = {name: getattr(current, name) for name in values}
    filled(current, values)
    changes = {name: (before[name], getattr(current, name)) for name in values}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return current
    follow(current, changes)
    check(current)
    remember(actor, current, changes)
    current.save()
    return current


def follow(line: RegisterLine, changes: Mapping[str, Any]) -> None:
    """What a change entails: a clock counted anew, a verification that no longer holds."""
    if isinstance(line, Breach) and "detected_at" in changes:
        timed(line)
    if isinstance(line, Processing) and changes.keys() - UNREMARKED:
        line.verified_at = line.verified_by = None
    if isinstance(line, Controllership):
        insist_on_one_side(line)


@command("dataprotection.deadlines")
def set_deadline(actor: User, unit: Unit, /, *, weekend: list[str], holidays: str, **values: Any) -> Deadline:
    """The rule of an organisation for a clock, from a day on. Requests already open keep their due date."""
    days = read_holidays(holidays)
    line = Deadline(unit=unit, recorded_by=actor, holidays=" ".join(sorted(days)), **values)
    line.weekend = joined(str(day) for day in sorted(weekdays(weekend)))
    return stored(line)


def filled(line: L, values: Mapping[str, Any]) -> L:
    """``line`` with what was answered; several codes become one column. Raises: BadInput for a fixed field."""
    for name, value in values.items():
        if name not in line.EDITABLE:
            raise BadInput(_("Ce champ ne se modifie pas : %(field)s.") % {"field": name})
        setattr(line, name, joined(value) if name in SEVERAL and not isinstance(value, str) else value)
    return line


def stored(line: L) -> L:
    check(line)
    line.save(force_insert=True)
    return line


def remember(actor: User, line: RegisterLine, changes: Mapping[str, tuple[Any, Any]]) -> None:
    RegisterChange.objects.bulk_create(
        RegisterChange(
            unit=line.unit,
            kind=line._meta.model_name or "",
            record=line.pk,
            field=name,
            before=in_words(before),
            after=in_words(after),
            by=actor,
        )
        for name, (before, after) in changes.items()
    )


def in_words(value: Any) -> str:
    return "" if value is None else str(value)


def insist_on_one_side(line: Controllership) -> None:
    """Data of those who help are not answered for, nor treated, by an authority of the State, nor the other way."""
    for name in ("controller", "processor"):
        other = getattr(line, name) if getattr(line, f"{name}_id") else None
        if other is not None and other.side != line.unit.side:
            raise wrong(
                name,
                _(
                    "Cette unité n'est pas du même côté que celle qui tient les fiches. D'un côté à l'autre, rien ne "
                    "passe que par l'accord de la personne et une orientation nommée."
                ),
            )


def wrong(field: str, sentence: Sentence) -> BadInput:
    return BadInput(sentence, fields={field: sentence})
