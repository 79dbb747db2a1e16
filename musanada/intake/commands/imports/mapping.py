"""Which column is which, as a person confirms it; then the rows are read."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.intake.commands.imports.uploading import OPEN, lay_out
from musanada.intake.imports.kinds import IMPORT_KINDS, ImportKind
from musanada.intake.imports.tasks import launch
from musanada.intake.models.imports import ColumnMapping, ImportBatch
from musanada.kit.errors import BadInput, Refused, Sentence


@command("imports.run", verb="intake.import_layout")
def choose_layout(actor: User, batch: ImportBatch, *, sheet: str, header_line: int | None) -> ImportBatch:
    """Another sheet, or another line of titles (0: none; None: find it).

    Raises: BadInput if there is no line under it.
    """
    batch.refresh_from_db()
    if batch.state not in OPEN:
        raise closed()
    lay_out(batch, IMPORT_KINDS[batch.kind], sheet=sheet, header_line=header_line)
    batch.state = ImportBatch.State.UPLOADED
    batch.save(
        update_fields=[
            "sheets",
            "sheet",
            "header_line",
            "signature",
            "columns",
            "mapping",
            "options",
            "notes",
            "state",
        ]
    )
    return batch


@command("imports.run", verb="intake.import_columns")
def check_columns(
    actor: User, batch: ImportBatch, *, mapping: Mapping[str, str], options: Mapping[str, str]
) -> ImportBatch:
    """Confirm the columns and the options, remember them, and start reading the rows in the background.

    Raises: BadInput naming the fields; Refused if someone already went on.
    """
    kind = IMPORT_KINDS[batch.kind]
    clean = {code: key for code, key in mapping.items() if key}
    problems = {**wrong_columns(batch, kind, clean), **wrong_options(actor, batch, kind, options)}
    if problems:
        raise BadInput(next(iter(problems.values())), fields=problems)
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN).update(
        state=ImportBatch.State.CHECKING,
        mapping=clean,
        options=dict(options),
        started_by=actor,
        runner=None,
        heartbeat=timezone.now(),
        problem="",
        done=0,
        total=0,
    )
    if not changed:
        raise closed()
    ColumnMapping.objects.update_or_create(
        unit=batch.unit,
        kind=batch.kind,
        signature=batch.signature,
        defaults={"mapping": clean, "options": dict(options), "used_at": timezone.now()},
    )
    batch.refresh_from_db()
    launch(batch)
    return batch


def closed() -> Refused:
    return Refused(_("Cet import n'en est plus à cette étape : rechargez la page pour voir où il en est."))


def wrong_columns(batch: ImportBatch, kind: ImportKind, mapping: Mapping[str, str]) -> dict[str, Sentence]:
    """Field → what is wrong with its column."""
    known, fields = {column["key"] for column in batch.columns}, {f.code: f for f in kind.fields}
    problems: dict[str, Sentence] = {}
    taken: dict[str, str] = {}
    for code, key in mapping.items():
        if code not in fields or key not in known:
            problems[code] = _("Cette colonne n'existe pas dans le fichier : choisissez-en une autre.")
        elif key in taken:
            problems[code] = _("Une colonne ne peut servir que pour un seul champ.")
        taken[key] = code
    for code, target in fields.items():
        if target.required and code not in mapping:
            problems[code] = _(
                "Choisissez la colonne « %(field)s » : sans elle aucune ligne ne peut être reprise."
            ) % {"field": target.label}
    if not mapping:
        problems[""] = _("Choisissez au moins une colonne.")
    return problems


def wrong_options(
    actor: User, batch: ImportBatch, kind: ImportKind, options: Mapping[str, str]
) -> dict[str, Sentence]:
    """Option → what is wrong with its answer."""
    problems: dict[str, Sentence] = {}
    for option in kind.options(actor, batch.unit):
        value = options.get(option.code, "")
        if not value and option.required:
            problems[f"option_{option.code}"] = _("Répondez : %(question)s.") % {"question": option.label}
        elif value and value not in {code for code, _label in option.choices}:
            problems[f"option_{option.code}"] = _(
                "Cette réponse n'est pas proposée : choisissez dans la liste."
            )
    return problems
