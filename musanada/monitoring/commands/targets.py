"""Targets and baselines: set, and set anew as the next version. None is ever overwritten."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput, Refused
from musanada.monitoring.drafts import TargetDraft
from musanada.monitoring.meaning import fitted, key_of
from musanada.monitoring.models import Target

SET = "targets.set"
SHOWN = 20
SAME = ("value", "source", "unit_id")


@command(SET)
def set_target(actor: User, unit: Unit, /, *, draft: TargetDraft) -> Target:
    """A new target, or the next version of the one in force; the same again changes nothing.

    Raises: BadInput at the field that is wrong; Refused where another unit keeps this target.
    """
    return written(actor, unit, fitted(actor, draft))


@command(SET)
def set_targets(actor: User, unit: Unit, /, *, drafts: Sequence[TargetDraft]) -> list[Target]:
    """Those of a file, all or none; returns what was new or changed. Raises: BadInput naming every faulty line."""
    known = set(Target.objects.filter(replaced_at=None).values_list("pk", flat=True))
    clean, seen, faults = [], {}, []  # type: ignore[var-annotated]
    for number, draft in enumerate(drafts, start=1):
        try:
            one = fitted(actor, draft)
            key = key_of(unit, one)
            if key in seen:
                raise BadInput(_("déjà donné à la ligne %(line)s") % {"line": seen[key]})
            seen[key] = number
            clean.append(one)
        except BadInput as fault:
            faults.append(_("ligne %(line)s : %(fault)s") % {"line": number, "fault": fault})
    if faults:
        raise BadInput("\n".join(str(fault) for fault in faults[:SHOWN]))
    return [made for one in clean if (made := written(actor, unit, one)).pk not in known]


def written(actor: User, unit: Unit, draft: TargetDraft) -> Target:
    key, now = key_of(unit, draft), timezone.now()
    before = Target.objects.select_for_update().filter(key=key, replaced_at=None).first()
    if before is not None and not may(actor, SET, before):
        raise Refused(
            _("Une autre unité de votre organisation tient cette cible : demandez-lui de la changer."),
            code="target_kept_elsewhere",
        )
    made = Target(
        key=key, kind=draft.kind, indicator=draft.indicator, dims=draft.dims, programme=draft.programme,
        period=draft.period, value=draft.value, source=draft.source, unit=unit, set_at=now, set_by=actor,
        version=before.version + 1 if before else 1,
    )  # fmt: skip
    if before is not None:
        if all(getattr(before, name) == getattr(made, name) for name in SAME):
            return before
        Target.objects.filter(pk=before.pk).update(replaced_at=now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            _("Quelqu'un a fixé la même cible à l'instant : relisez-la avant de la changer."),
            code="target_just_set",
        ) from None
    return made


say(
    {
        "monitoring.set_target": _("Cible fixée"),
        "monitoring.set_targets": _("Cibles fixées par un fichier"),
    },
    kinds={"monitoring.target": _("Cible")},
    pages={"monitoring.target": "monitoring:target"},
)
