"""The rules of procedures as data: deadlines, demanded pieces, kinds of pieces, feasts. Set by an administrator.

A rule is never rewritten: a change closes the row on a day and opens another from that day, so that what ran under the
old one stays explained. Confirming says that somebody of the organisation read the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases import policies  # noqa: F401  declares the rights
from musanada.cases.clocks import listed
from musanada.cases.models import DeadlineRule, Holiday, Piece, PieceType, RequiredPiece
from musanada.cases.procedures import PROCEDURES, Procedure
from musanada.kit.errors import Refused, bad

RIGHT = "case.rules"
LONGEST = {"days": 3660, "working": 2600, "months": 120}


@dataclass(frozen=True)
class RuleDraft:
    """What a deadline rule says from ``since`` on."""

    code: str
    procedure: str
    name_fr: str
    starts: tuple[str, ...]
    meets: tuple[str, ...]
    length: int
    measure: str
    since: date
    name_ar: str = ""
    suspends: tuple[str, ...] = ()
    warn_days: int = 15
    legal: bool = False
    source: str = ""


@dataclass(frozen=True)
class PieceDraft:
    """What is demanded from ``since`` on: of everyone (``context`` empty) or of one category."""

    procedure: str
    type: str
    since: date
    context: str = ""
    scheme: str = ""
    alternative: int = 0
    mandatory: bool = True
    source: str = ""


# Deadlines


@command(RIGHT)
def add_rule(actor: User, unit: Unit, /, *, draft: RuleDraft) -> DeadlineRule:
    """A deadline that was not there. It is to be confirmed. Raises: BadInput."""
    checked(draft)
    rows = DeadlineRule.objects.filter(procedure=draft.procedure, code=draft.code)
    if rows.exists():
        raise bad(
            "code",
            _("Un délai porte déjà ce code dans cette procédure : changez-le, ou prenez un autre code."),
        )
    return open_rule(draft)


@command(RIGHT)
def change_rule(actor: User, unit: Unit, rule: DeadlineRule, /, *, draft: RuleDraft) -> DeadlineRule:
    """Close the row on ``draft.since`` and open what is said now from that day. Code and procedure stay. Raises: BadInput."""
    draft = replace(draft, code=rule.code, procedure=rule.procedure)
    checked(draft)
    close(DeadlineRule, rule, draft.since)
    return open_rule(draft)


def open_rule(draft: RuleDraft) -> DeadlineRule:
    return DeadlineRule.objects.create(
        code=draft.code,
        procedure=draft.procedure,
        name_fr=draft.name_fr,
        name_ar=draft.name_ar,
        starts=listed(draft.starts),
        meets=listed(draft.meets),
        suspends=listed(draft.suspends),
        length=draft.length,
        measure=draft.measure,
        warn_days=draft.warn_days,
        legal=draft.legal,
        source=draft.source,
        valid_from=draft.since,
    )


def checked(draft: RuleDraft) -> None:
    """Nonsense has a sentence: an unknown state, no length, a clock that starts where it ends."""
    procedure = declared(draft.procedure)
    for name, states in (("starts", draft.starts), ("meets", draft.meets), ("suspends", draft.suspends)):
        known_states(procedure, name, states)
    if bool(draft.starts) != bool(draft.meets):
        missing = "meets" if draft.starts else "starts"
        raise bad(
            missing, _("Un délai commence dans un état et se tient dans un autre : choisissez les deux.")
        )
    if set(draft.meets) & {*draft.starts, *draft.suspends}:
        raise bad("meets", _("Un délai ne peut pas être tenu dans l'état où il commence ou se suspend."))
    if set(draft.starts) & set(draft.suspends):
        raise bad("suspends", _("Un délai ne peut pas être suspendu dans l'état où il commence."))
    if draft.measure not in DeadlineRule.Length.values:
        raise bad("measure", _("Choisissez des jours civils, des jours ouvrables ou des mois."))
    if not 1 <= draft.length <= LONGEST[draft.measure]:
        raise bad("length", _("Un délai dure au moins un jour ou un mois, et dix ans au plus."))
    if not draft.name_fr.strip():
        raise bad("name_fr", _("Donnez un nom au délai, en français."))


def declared(code: str) -> Procedure:
    if code not in PROCEDURES:
        raise bad("procedure", _("Cette procédure n'existe pas : choisissez-en une de la liste."))
    return PROCEDURES[code]


def known_states(procedure: Procedure, name: str, states: Iterable[str]) -> None:
    unknown = [state for state in states if state not in procedure.states]
    if unknown:
        raise bad(
            name,
            _("La procédure « %(procedure)s » n'a pas d'état « %(state)s » : choisissez dans la liste.")
            % {"procedure": procedure.label, "state": unknown[0]},
        )


def close(table: type[Any], row: Any, since: date) -> None:
    """End a row the day another begins. The end is in the UPDATE: two administrators do not both change one row."""
    if since <= row.valid_from:
        raise bad(
            "since",
            _("Un changement vaut après le début de la règle actuelle : choisissez un jour plus tard."),
        )
    if not table.objects.filter(pk=row.pk, valid_to=None).update(valid_to=since):
        raise Refused(_("Cette règle a déjà été remplacée : rechargez la page, puis changez la nouvelle."))


@command(RIGHT)
def end_rule(actor: User, unit: Unit, rule: DeadlineRule, /, *, since: date) -> DeadlineRule:
    """No longer from that day. What runs already runs on. Raises: BadInput, Refused."""
    close(DeadlineRule, rule, since)
    rule.refresh_from_db()
    return rule


@command(RIGHT)
def confirm_rule(actor: User, unit: Unit, rule: DeadlineRule, /) -> DeadlineRule:
    """Somebody of the organisation has read the text."""
    DeadlineRule.objects.filter(pk=rule.pk).update(confirmed=True)
    rule.refresh_from_db()
    return rule


# Pieces


@command(RIGHT)
def demand_piece(actor: User, unit: Unit, /, *, draft: PieceDraft) -> RequiredPiece:
    """A piece is asked from a day on. It is to be confirmed. Raises: BadInput."""
    checked_piece(draft)
    twin = RequiredPiece.objects.filter(
        procedure=draft.procedure,
        context=draft.context,
        scheme=draft.scheme,
        type=draft.type,
        valid_to=None,
    )
    if twin.exists():
        raise bad(
            "type", _("Cette pièce est déjà demandée pour cette catégorie : changez la ligne existante.")
        )
    return open_piece(draft)


@command(RIGHT)
def change_piece(actor: User, unit: Unit, row: RequiredPiece, /, *, draft: PieceDraft) -> RequiredPiece:
    """Close the row on ``draft.since`` and open another. Procedure, category, operation and kind stay."""
    draft = replace(draft, procedure=row.procedure, context=row.context, scheme=row.scheme, type=row.type_id)
    checked_piece(draft)
    close(RequiredPiece, row, draft.since)
    return open_piece(draft)


def checked_piece(draft: PieceDraft) -> None:
    declared(draft.procedure)
    if not PieceType.objects.filter(pk=draft.type, active=True).exists():
        raise bad("type", _("Cette sorte de pièce n'est pas en usage : choisissez-en une de la liste."))
    if not 0 <= draft.alternative <= 99:
        raise bad("alternative", _("Le groupe est un nombre de 0 (aucun) à 99."))


def open_piece(draft: PieceDraft) -> RequiredPiece:
    try:
        with transaction.atomic():
            return RequiredPiece.objects.create(
                procedure=draft.procedure,
                context=draft.context,
                scheme=draft.scheme,
                type_id=draft.type,
                alternative=draft.alternative,
                mandatory=draft.mandatory,
                source=draft.source,
                valid_from=draft.since,
            )
    except IntegrityError:
        raise bad(
            "since", _("Une règle de cette pièce commence déjà ce jour-là : choisissez un autre jour.")
        ) from None


@command(RIGHT)
def end_piece(actor: User, unit: Unit, row: RequiredPiece, /, *, since: date) -> RequiredPiece:
    """No longer asked from that day. Raises: BadInput, Refused."""
    close(RequiredPiece, row, since)
    row.refresh_from_db()
    return row


@command(RIGHT)
def confirm_pieces(actor: User, unit: Unit, rows: Sequence[RequiredPiece], /) -> int:
    """The pieces of one category were read in the text."""
    return RequiredPiece.objects.filter(pk__in=[row.pk for row in rows]).update(confirmed=True)


@command(RIGHT)
def save_piece_type(
    actor: User, unit: Unit, /, *, code: str, name_fr: str, name_ar: str, shows: str, active: bool
) -> PieceType:
    """A kind of piece. What it establishes does not change once files hold one: criteria were computed with it."""
    known = PieceType.objects.filter(pk=code).first()
    if known and known.shows != shows and Piece.objects.filter(type=known).exists():
        raise bad(
            "shows",
            _(
                "Des dossiers contiennent déjà cette pièce : ajoutez une autre sorte pour établir autre chose."
            ),
        )
    values = {"name_fr": name_fr, "name_ar": name_ar, "shows": shows, "active": active}
    return PieceType.objects.update_or_create(code=code, defaults=values)[0]


# Feasts


@command(RIGHT)
def save_holiday(
    actor: User, unit: Unit, /, *, day: date, name_fr: str, name_ar: str = "", observed: bool = True
) -> Holiday:
    """A day that is not worked, confirmed by who enters it. What was computed before stays as computed."""
    if not name_fr.strip():
        raise bad("name_fr", _("Donnez un nom à ce jour, en français."))
    values = {"name_fr": name_fr, "name_ar": name_ar, "observed": observed, "confirmed": True}
    return Holiday.objects.update_or_create(day=day, defaults=values)[0]


say(
    {
        "cases.add_rule": _("Délai ajouté à une procédure"),
        "cases.change_rule": _("Délai d'une procédure changé"),
        "cases.end_rule": _("Délai d'une procédure terminé"),
        "cases.confirm_rule": _("Délai d'une procédure confirmé"),
        "cases.demand_piece": _("Pièce demandée par une procédure"),
        "cases.change_piece": _("Pièce demandée : règle changée"),
        "cases.end_piece": _("Pièce qui n'est plus demandée"),
        "cases.confirm_pieces": _("Pièces demandées confirmées"),
        "cases.save_piece_type": _("Sorte de pièce enregistrée"),
        "cases.save_holiday": _("Jour chômé enregistré"),
    },
    kinds={
        "cases.deadlinerule": _("Délai d'une procédure"),
        "cases.requiredpiece": _("Pièce demandée"),
        "cases.piecetype": _("Sorte de pièce"),
        "cases.holiday": _("Jour chômé"),
    },
    pages={"cases.deadlinerule": "procedures:rule", "cases.requiredpiece": "procedures:piece"},
)
