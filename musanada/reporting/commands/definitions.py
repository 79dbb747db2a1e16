"""Definitions written here: drafted, sent to a second person, sent back or put into force, replaced by the next version.

A version in force never changes: the database refuses it too. Figures of a protected register are defined and reviewed
by those who may read them; what a definition may not say is in ``writing.rules``.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, holds, missing
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.reporting import policies  # noqa: F401  the rights exist before the commands
from musanada.reporting.definitions import Indicator
from musanada.reporting.models import IndicatorVersion
from musanada.reporting.protection import recounts
from musanada.reporting.queries.definitions import Line, seen_by, standing
from musanada.reporting.registry import (
    DefinitionError,
    Indicators,
    check_beside,
    read_indicator,
)
from musanada.reporting.writing.rules import insist
from musanada.reporting.writing.text import written

DEFINE, REVIEW, PROTECTION = "figures.define", "figures.review", "figures.protection"
State = IndicatorVersion.State
IN_WORK = (State.DRAFT, State.SUBMITTED, State.RETURNED)
OPEN = (State.DRAFT, State.RETURNED)  # may still be changed by who writes


@command(DEFINE)
def draft_definition(
    actor: User, unit: Unit, /, *, text: str, reason: str = "", beside: Sequence[Indicator] = ()
) -> IndicatorVersion:
    """The next version of the id that the text names. Its number is given here, whatever the text says.

    It may derive from figures that are still being written, or come with it (``beside``): not so when it comes into
    force. Raises: BadInput, DefinitionError, Refused where a version of it is being written already.
    """
    one = usable(actor, text, [*in_work(), *beside])
    known = IndicatorVersion.objects.filter(code=one.id)
    if known.filter(state__in=IN_WORK).exists():
        raise Refused(
            _("Une version de « %(id)s » est déjà en préparation : terminez-la d'abord.") % {"id": one.id},
            code="definition_in_work",
        )
    number = (known.aggregate(last=Max("version"))["last"] or 0) + 1
    version = IndicatorVersion(unit=unit, version=number, state=State.DRAFT)
    return keep(actor, version, one, reason)


@command(DEFINE)
def change_definition(
    actor: User, version: IndicatorVersion, /, *, text: str, reason: str = ""
) -> IndicatorVersion:
    """A draft, or one that was sent back, with another text. Raises: BadInput, DefinitionError, Refused."""
    one = usable(actor, text, in_work(version))
    insist_on(version, *OPEN)
    if one.id != version.code:
        if version.version > 1:
            raise bad("id", _("L'identifiant d'un indicateur ne change pas d'une version à l'autre."))
        if IndicatorVersion.objects.filter(code=one.id).exists():
            raise bad("id", _("« %(id)s » existe déjà : choisissez un autre identifiant.") % {"id": one.id})
    version.state = State.DRAFT
    return keep(actor, version, one, reason)


def keep(actor: User, version: IndicatorVersion, one: Indicator, reason: str) -> IndicatorVersion:
    """The text as it is exported, with its number; who changed it last has written it."""
    numbered = one.model_copy(update={"version": version.version})
    version.code, version.body, version.digest = one.id, written(numbered), numbered.hash
    version.reason = " ".join(reason.split())[:500]
    version.written_at, version.written_by = timezone.now(), actor
    version.reviewed_at = version.reviewed_by = None
    version.full_clean()
    version.save()
    return version


def usable(actor: User, text: str, beside: Sequence[Indicator] = ()) -> Indicator:
    """What the text says, if it may stand beside all that is in force. Raises: DefinitionError, BadInput, MissingRight."""
    one = read_indicator(text, "definition")
    insist(one)
    known = seen_by(actor)
    more = {other.id: other for other in beside if other.id != one.id and other.id not in known.indicators}
    check_beside(one, replace(known, indicators=Indicators({**known.indicators, **more})))
    if one.protected and not holds(actor, PROTECTION):
        raise missing(PROTECTION)
    insist_on_same_people(one)
    return one


def insist_on_same_people(one: Indicator) -> None:
    """Raises: BadInput where a next version of a figure of protection counts others than a version shown before."""
    shown = IndicatorVersion.objects.filter(code=one.id, state__in=(State.ACTIVE, State.REPLACED))
    for row in shown:
        with suppress(DefinitionError):
            if recounts(one, read_indicator(row.body, str(row))):
                raise bad(
                    "where",
                    _(
                        "Un chiffre de protection garde ce qu'il compte et sa condition d'une version à l'autre : "
                        "changez ses textes ou ses répartitions."
                    ),
                )


def in_work(left_out: IndicatorVersion | None = None) -> list[Indicator]:
    """What others are writing, as far as it can be read."""
    found = []
    for row in IndicatorVersion.objects.filter(state__in=IN_WORK):
        if row == left_out:
            continue
        with suppress(DefinitionError):
            found.append(read_indicator(row.body, str(row)))
    return found


@command(DEFINE)
def submit_definition(actor: User, version: IndicatorVersion, /) -> IndicatorVersion:
    """To a second person. Raises: BadInput where a next version gives no reason; Refused."""
    if version.version > 1 and not version.reason:
        raise bad("reason", _("Dites pourquoi la définition change : la raison est publiée avec la version."))
    usable(actor, version.body, in_work(version))
    return move(version, State.SUBMITTED, *OPEN)


@command(REVIEW)
def return_definition(actor: User, version: IndicatorVersion, /, *, remark: str) -> IndicatorVersion:
    """Back to who wrote it, with what is wrong. Raises: BadInput, Refused."""
    words = " ".join(remark.split())
    if not words:
        raise bad("remark", _("Dites ce qu'il faut corriger."))
    insist_on_another(actor, version)
    return move(version, State.RETURNED, State.SUBMITTED, remark=words[:500])


@command(REVIEW)
def activate_definition(actor: User, version: IndicatorVersion, /) -> IndicatorVersion:
    """Into force, by somebody else than who wrote it; the version before is replaced. Raises: Refused, DefinitionError."""
    insist_on_another(actor, version)
    insist_on(version, State.SUBMITTED)
    usable(actor, version.body)
    now = timezone.now()
    before = IndicatorVersion.objects.select_for_update().filter(code=version.code, state=State.ACTIVE)
    before.update(state=State.REPLACED)
    return move(version, State.ACTIVE, State.SUBMITTED, reviewed_at=now, reviewed_by=actor, remark="")


@command(DEFINE)
def bring_definitions(
    actor: User, unit: Unit, /, *, definitions: Sequence[Indicator], reason: str = "", submit: bool = False
) -> list[Line]:
    """Definitions of a file, all or none, as drafts for a second person. What is in force, or being written, with the
    same words stays as it is: the same file twice changes nothing. Raises: BadInput, DefinitionError, Refused."""
    done, drafted = [], []
    for one in definitions:
        if (same := standing(one)) is not None:
            done.append(Line(one.id, same.version, "same"))
            continue
        text = written(one)
        version = draft_definition(actor, unit, text=text, reason=reason, beside=definitions)
        drafted.append(version)
        done.append(Line(one.id, version.version, "submitted" if submit else "drafted"))
    for version in drafted if submit else ():
        submit_definition(actor, version)
    return done


def insist_on_another(actor: User, version: IndicatorVersion) -> None:
    if actor.pk == version.written_by_id or actor.is_system:
        raise Refused(
            _("Vous avez écrit cette définition : une autre personne doit la relire."), code="definition_own"
        )


def insist_on(version: IndicatorVersion, *states: str) -> None:
    if version.state not in states:
        raise Refused(
            _("Cette version n'en est plus là : rouvrez la page pour voir où elle en est."),
            code="definition_moved",
        )


def move(version: IndicatorVersion, state: str, *sources: str, **more: object) -> IndicatorVersion:
    """The state is in the update: of two who press at once, one is told."""
    rows = IndicatorVersion.objects.filter(pk=version.pk, state__in=sources, digest=version.digest)
    if not rows.update(state=state, **more):
        version.refresh_from_db()
        insist_on(version)
    version.refresh_from_db()
    return version


say(
    {
        "reporting.draft_definition": _("Définition d'indicateur ébauchée"),
        "reporting.change_definition": _("Définition d'indicateur modifiée"),
        "reporting.bring_definitions": _("Définitions d'indicateurs importées"),
        "reporting.submit_definition": _("Définition d'indicateur envoyée en relecture"),
        "reporting.return_definition": _("Définition d'indicateur renvoyée"),
        "reporting.activate_definition": _("Définition d'indicateur mise en vigueur"),
    },
    kinds={"reporting.indicatorversion": _("Définition d'indicateur")},
    pages={"reporting.indicatorversion": "reporting:definition"},
)
