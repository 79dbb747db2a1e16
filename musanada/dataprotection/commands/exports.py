"""A list of people leaves: asked for a purpose and a receiver, looked at twice when it is long, taken once, destroyed."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, journal, missing, units_for
from musanada.access.firewall import between_sides
from musanada.access.models import Unit, User
from musanada.dataprotection.exporting import WRITERS, Sheet
from musanada.dataprotection.models import ExportedPerson, ExportThreshold, PeopleExport
from musanada.dataprotection.queries import exports as queries
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused, Sentence
from musanada.kit.formats import format_datetime
from musanada.kit.ids import show_reference
from musanada.kit.subject import COLUMNS, ColumnSet
from musanada.kit.zips import new_passphrase, sealed_zip
from musanada.people.consents import PURPOSES, Recipient, recipient_of

TAKE = queries.TAKE
State = PeopleExport.State


@command("people.export")
def ask_export(
    actor: User,
    unit: Unit,
    *,
    purpose: str,
    groups: Sequence[str],
    recipient: str = "",
    form: str = "xlsx",
    filters: Mapping[str, Any] | None = None,
    language: str = "fr",
) -> PeopleExport:
    """A list of people for a purpose. Outside the organisation only those who agreed to this receiver are on it.

    Raises: BadInput; MissingRight for a part of the file the actor's roles do not reach; Refused across sides,
    without an agreement, and for an empty list.
    """
    wanted = insist_on(actor, purpose, groups, form)
    to = receiver(unit, recipient)
    found = queries.selected(actor, filters or {})
    people = queries.consenting(actor, found, to.code, wanted) if to else found
    if not people:
        raise Refused(nobody(len(found)), code="export-empty")
    return PeopleExport.objects.create(
        unit=unit,
        purpose=purpose,
        recipient=to.code if to else "",
        groups=f",{','.join(wanted)},",
        form=form,
        language=language if language in ("fr", "ar", "en", "es") else "fr",
        filters=dict(filters or {}),
        state=State.ASKED if len(people) > queries.threshold(unit) else State.APPROVED,
        found=len(found),
        rows=len(people),
        without_consent=len(found) - len(people),
        asked_by=actor,
    )


def insist_on(actor: User, purpose: str, groups: Sequence[str], form: str) -> list[str]:
    """The parts asked for, identity always among them."""
    if purpose not in PURPOSES or form not in PeopleExport.Form.values:
        sentence = _("Choisissez la finalité et le format dans les listes.")
        raise BadInput(sentence, fields={"purpose": sentence})
    wanted = {FieldGroup.IDENTITY.value, *groups}
    if not wanted <= set(queries.offered_groups(actor)):
        raise missing(TAKE)
    return [g.value for g in FieldGroup if g in wanted]


def receiver(unit: Unit, code: str) -> Recipient | None:
    """Who receives outside the organisation; None when the list stays inside.

    Raises: BadInput for nobody; Refused across sides (the way through is a named referral) or without an agreement.
    """
    if not code:
        return None
    to = recipient_of(code)
    if to is None or not to.code:
        sentence = _("Choisissez le destinataire dans la liste.")
        raise BadInput(sentence, fields={"recipient": sentence})
    if not queries.is_outside(unit, to):
        return None
    if flow := between_sides(unit.side, to.side):
        raise Refused(
            _("Une liste ne passe pas d'un côté à l'autre. %(why)s") % {"why": flow.why}, code="firewall"
        )
    if not queries.agreed(unit, to):
        raise Refused(
            _(
                "Aucun accord de partage de données n'est en vigueur avec ce destinataire : demandez à votre responsable "
                "d'en enregistrer un avant d'exporter."
            ),
            code="agreement-missing",
        )
    return to


def nobody(found: int) -> Sentence:
    if found:
        return _(
            "Aucune de ces personnes n'a donné son accord pour cette remise : demandez l'accord de chacune, ou "
            "choisissez un autre destinataire."
        )
    return _("Personne ne répond à ces filtres parmi celles que vous pouvez exporter : changez les filtres.")


@command("exports.approve")
def approve_export(actor: User, export: PeopleExport) -> PeopleExport:
    return decided(actor, export, State.APPROVED)


@command("exports.approve")
def decline_export(actor: User, export: PeopleExport) -> PeopleExport:
    return decided(actor, export, State.DECLINED)


def decided(actor: User, export: PeopleExport, state: str) -> PeopleExport:
    if export.asked_by_id == actor.pk or actor.is_system:
        raise Refused(_("Vous avez demandé cet export : une seconde personne doit le regarder."))
    rows = PeopleExport.objects.filter(pk=export.pk, state=State.ASKED).exclude(asked_by=actor)
    if not rows.update(state=state, decided_by=actor, decided_at=timezone.now()):
        raise Refused(_("Cet export n'attend plus de décision : rechargez la page."))
    export.refresh_from_db()
    return export


def prepare(actor: User, export: PeopleExport) -> tuple[PeopleExport, str]:
    """The file is written; the passphrase is in the answer and nowhere else."""
    passphrase = new_passphrase()
    return prepare_export(actor, export, passphrase=passphrase), passphrase


@command("people.export")
def prepare_export(actor: User, export: PeopleExport, *, passphrase: str) -> PeopleExport:
    """Rights and consents are asked again: who withdrew since is not on the list."""
    insist_on_own(actor, export)
    groups = insist_on(actor, export.purpose, sorted(export.group_set), export.form)
    to = receiver(export.unit, export.recipient)
    found = queries.selected(actor, export.filters)
    people = queries.consenting(actor, found, to.code, groups) if to else found
    if not people:
        raise Refused(nobody(len(found)), code="export-empty")
    if export.decided_by_id is None and len(people) > queries.threshold(export.unit):
        raise Refused(
            _("La liste s'est allongée : demandez l'export à nouveau, une seconde personne le regardera.")
        )
    content = written(actor, export, people, groups)
    now = timezone.now()
    values: dict[str, Any] = {
        "state": State.READY,
        "found": len(found),
        "rows": len(people),
        "without_consent": len(found) - len(people),
        "made_at": now,
        "expires_at": now + timedelta(days=PeopleExport.LIFE_DAYS),
        "digest": hashlib.sha256(content).hexdigest(),
    }
    if not PeopleExport.objects.filter(pk=export.pk, state=State.APPROVED).update(**values):
        raise Refused(_("Cet export n'est plus à préparer : rechargez la page."))
    ExportedPerson.objects.bulk_create(ExportedPerson(export=export, person_id=pk) for pk in people)
    said = {"rows": len(people), "without_consent": len(found) - len(people), "purpose": export.purpose}
    journal(actor, "dataprotection.export_made", "done", export, {**said, "groups": groups})
    keep(export, sealed_zip(file_name(export), content, passphrase))
    export.refresh_from_db()
    return export


def insist_on_own(actor: User, export: PeopleExport) -> None:
    if export.asked_by_id != actor.pk:
        raise Refused(_("Seule la personne qui a demandé cet export peut le préparer et le télécharger."))


def written(actor: User, export: PeopleExport, people: Sequence[UUID], groups: Sequence[str]) -> bytes:
    with translation.override(export.language):
        sheet = sheet_of(actor, export, people, groups)
        return WRITERS[export.form](sheet)


def sheet_of(actor: User, export: PeopleExport, people: Sequence[UUID], groups: Sequence[str]) -> Sheet:
    """A person's cells of a part of the file that the actor does not reach for them stay empty."""
    headers: list[object] = []
    rows: dict[UUID, list[object]] = {pk: [] for pk in people}
    for columns in COLUMNS.values():
        if columns.group in groups:
            headers += [str(title) for title in columns.headers]
            add_cells(actor, export, columns, rows)
    return Sheet(_t("Personnes"), headers, list(rows.values()), mark_of(actor, export), export.language)


def add_cells(actor: User, export: PeopleExport, columns: ColumnSet, rows: dict[UUID, list[object]]) -> None:
    reached = queries.reached(actor, export.filters, columns.group)
    units = frozenset(units_for(actor, TAKE, columns.group).values_list("pk", flat=True))
    wanted = [pk for pk in rows if pk in reached]
    cells = columns.cells(wanted, units)
    empty = [""] * len(columns.headers)
    for pk, row in rows.items():
        row += cells.get(pk, empty) if pk in reached else empty


def mark_of(actor: User, export: PeopleExport) -> str:
    """Who, when, for what, to whom, under which number."""
    return _t("Export %(number)s · %(who)s · %(when)s · %(purpose)s · pour %(recipient)s · confidentiel") % {
        "number": show_reference(export.reference),
        "who": actor.display_name,
        "when": format_datetime(timezone.now(), export.language, short=True),
        "purpose": PURPOSES[export.purpose].label,
        "recipient": queries.recipient_words(export),
    }


def file_name(export: PeopleExport) -> str:
    return f"export-{show_reference(export.reference)}.{export.form}"


def path_of(export: UUID) -> Path:
    return Path(settings.DATA) / "exports" / f"{export.hex}.zip"


def keep(export: PeopleExport, content: bytes) -> None:
    path = path_of(export.pk)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


@command("people.export")
def take_export(actor: User, export: PeopleExport) -> bytes:
    """The file, once: it is destroyed with the answer."""
    insist_on_own(actor, export)
    now = timezone.now()
    rows = PeopleExport.objects.filter(pk=export.pk, state=State.READY, expires_at__gt=now)
    if not rows.update(state=State.TAKEN, taken_at=now, destroyed_at=now):
        raise Refused(
            _("Ce fichier a déjà été téléchargé, ou son délai est passé : demandez un nouvel export."),
            code="export-over",
        )
    try:
        content = path_of(export.pk).read_bytes()
    except FileNotFoundError:
        raise Refused(
            _("Le fichier n'est plus là : demandez un nouvel export."), code="export-over"
        ) from None
    transaction.on_commit(lambda: path_of(export.pk).unlink(missing_ok=True))
    return content


def sweep() -> int:
    """Files whose time has passed are destroyed, and those that belong to no list. How many lists expired."""
    now = timezone.now()
    over = PeopleExport.objects.filter(state=State.READY, expires_at__lte=now)
    gone = list(over.values_list("pk", flat=True))
    if gone:
        PeopleExport.objects.filter(pk__in=gone, state=State.READY).update(
            state=State.EXPIRED, destroyed_at=now
        )
    live = {
        path_of(pk).name for pk in PeopleExport.objects.filter(state=State.READY).values_list("pk", flat=True)
    }
    for path in (Path(settings.DATA) / "exports").glob("*.zip"):
        if path.name not in live and stale(path, now.timestamp()):
            path.unlink(missing_ok=True)
    return len(gone)


def stale(path: Path, now: float) -> bool:
    """A file written a moment ago may belong to a list that is being committed."""
    key = UUID(path.stem) if len(path.stem) == 32 else None
    known = key and PeopleExport.objects.filter(pk=key).exclude(state=State.APPROVED).exists()
    return bool(known) or now - path.stat().st_mtime > 3600


def destroy_lists_with(people: Sequence[UUID], units: frozenset[UUID] | None) -> int:
    """Someone is erased: lists that wait for their download and hold them are destroyed."""
    waiting = PeopleExport.objects.filter(state=State.READY, people__person__in=people).distinct()
    if units is not None:
        waiting = waiting.filter(unit__in=units)
    keys = list(waiting.values_list("pk", flat=True))
    PeopleExport.objects.filter(pk__in=keys).update(state=State.EXPIRED, destroyed_at=timezone.now())
    for key in keys:
        transaction.on_commit(lambda key=key: path_of(key).unlink(missing_ok=True))  # type: ignore[misc]
    return len(keys)


@command("dataprotection.rules")
def set_threshold(actor: User, unit: Unit, *, rows: int) -> ExportThreshold:
    """From how many people a second person looks first, for the whole organisation."""
    if not 1 <= rows <= 100_000:
        sentence = _("Donnez un nombre de personnes de 1 à 100 000.")
        raise BadInput(sentence, fields={"rows": sentence})
    values = {"rows": rows, "set_by": actor, "set_at": timezone.now()}
    row, _made = ExportThreshold.objects.update_or_create(unit=unit, defaults=values)
    return row
