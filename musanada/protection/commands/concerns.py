"""Protection concerns, and the incidents a child suffered, which only who answers for the file reads and writes."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands.checks import insist_open, one_of, past_day
from musanada.protection.drafts import shown
from musanada.protection.models import Concern, Harm, Known, ProtectionFile
from musanada.protection.queries.children import owns, person_of

WORK = "protection.work"
SUFFERED = ("kind", "on", "where", "relation", "told_to", "agreed", "text")


@command(WORK)
def open_concern(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    kind: str,
    phase: str,
    opened_on: date | None = None,
    details: str = "",
    pk: UUID | None = None,
) -> Concern:
    """Raises: BadInput, Refused."""
    if pk is not None and (known := Concern.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    one_of("kind", kind, Concern.Kind.values)
    one_of("phase", phase, Concern.Phase.values)
    if Concern.objects.filter(file=file, kind=kind, phase=phase, closed_on=None).exists():
        raise bad("kind", _("Cette préoccupation est déjà ouverte au dossier : complétez-la."))
    return Concern.objects.create(
        id=pk or new_id(),
        file=file,
        kind=kind,
        phase=phase,
        opened_on=past_day(file, "opened_on", opened_on),
        details=details.strip(),
        by=actor,
    )


@command(WORK)
def change_concern(
    actor: User,
    file: ProtectionFile,
    /,
    *,
    concern: Concern,
    phase: str,
    details: str,
    closed_on: date | None = None,
) -> Concern:
    """Completed; with ``closed_on`` it is lifted from that day on. Raises: BadInput, Refused."""
    insist_open(file)
    if concern.file_id != file.pk:
        raise Refused(_("Cette ligne est d'un autre dossier : rechargez la page."))
    one_of("phase", phase, Concern.Phase.values)
    if closed_on is not None:
        past_day(file, "closed_on", closed_on)
        if closed_on < concern.opened_on:
            raise bad(
                "closed_on",
                _("Levée avant d'être constatée (%(day)s) : corrigez la date.")
                % {"day": shown(concern.opened_on)},
            )
    concern.phase, concern.details, concern.closed_on = phase, details.strip(), closed_on
    concern.save(update_fields=["phase", "details", "closed_on"])
    return concern


# The compartment apart


def insist_on_owner(actor: User, file: ProtectionFile) -> None:
    """Raises: Refused for everybody but who answers for the file, named or not."""
    if not owns(actor, file):
        raise Refused(
            _(
                "Ce compartiment est réservé au responsable du dossier : demandez-lui, sans écrire ici ce qu'il contient."
            ),
            code="harm-owner",
        )


def check_harm(file: ProtectionFile, values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - set(SUFFERED):
        raise LookupError(f"not of this table: {sorted(unknown)}")
    one_of("kind", str(values.get("kind", "")), Harm.Kind.values)
    one_of("agreed", str(values.get("agreed", Known.NOT_ASKED)), Known.values)
    day: date | None = values.get("on")
    if day is not None and day > timezone.localdate():
        raise bad("on", _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu."))
    if day is not None and (born := person_of(file).birth_date) and day < born:
        raise bad("on", _("Ce jour est avant la naissance : corrigez la date."))
    return {name: said.strip() if isinstance(said, str) else said for name, said in values.items()}


@command(WORK)
def record_harm(
    actor: User, file: ProtectionFile, /, *, values: Mapping[str, Any], pk: UUID | None = None
) -> Harm:
    """Raises: BadInput, Refused."""
    insist_on_owner(actor, file)
    if pk is not None and (known := Harm.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    return Harm.objects.create(id=pk or new_id(), file=file, by=actor, **check_harm(file, values))


@command(WORK)
def change_harm(actor: User, file: ProtectionFile, /, *, harm: Harm, values: Mapping[str, Any]) -> Harm:
    """Raises: BadInput, Refused."""
    insist_on_owner(actor, file)
    insist_open(file)
    if harm.file_id != file.pk:
        raise Refused(_("Cette ligne est d'un autre dossier : rechargez la page."))
    for name, said in check_harm(file, values).items():
        setattr(harm, name, said)
    harm.save()
    return harm


say(
    {
        "protection.open_concern": _("Préoccupation de protection notée"),
        "protection.change_concern": _("Préoccupation de protection revue"),
        "protection.record_harm": _("Incident noté au compartiment réservé"),
        "protection.change_harm": _("Incident corrigé au compartiment réservé"),
    },
    kinds={
        "protection.concern": _("Préoccupation de protection"),
        "protection.harm": _("Compartiment réservé"),
    },
)
