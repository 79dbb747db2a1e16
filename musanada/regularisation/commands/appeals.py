"""Appeals: lodged by either channel and never twice, withdrawn, sorted by the technical committee.

The commission never looks through files: its agent types the number and the year of birth that the letter of the
applicant gives, and a wrong number and a wrong year are answered by the same sentence.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, named_keys
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused, bad
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import show_reference
from musanada.people.models import Person
from musanada.regularisation.models import AgendaItem, Appeal, Application, Notification
from musanada.regularisation.queries import appeals as queries
from musanada.regularisation.workflow import FLOW

LODGE, SORT = "appeal.lodge", "appeal.sort"
S = Appeal.State
OPEN = (S.LODGED, S.SORTED, S.SCHEDULED)
NO_SUCH_FILE = "no_such_file"


@command(LODGE, group=FieldGroup.LEGAL)
def lodge_appeal(actor: User, application: Application, /, *, on: date, grounds: str) -> Appeal:
    """At the office that has the file. Raises: Refused (lodged already, too late, nothing to appeal), BadInput."""
    return taken_in(actor, application, "appeal", Appeal.Channel.OFFICE, on, grounds)


@command(LODGE, group=FieldGroup.LEGAL)
def lodge_direct(
    actor: User, unit: Unit, /, *, number: str, birth_year: int, on: date, grounds: str
) -> Appeal:
    """At the commission, by the letter of the applicant.

    Raises: Refused with one sentence for whatever does not lead to a file, BadInput.
    """
    application = by_letter(actor, unit, number, birth_year)
    if application is None:
        raise Refused(
            _(
                "Aucun dossier ne répond à ce numéro et à cette année de naissance. Vérifiez la lettre ; si elle dit"
                " bien cela, le recours se dépose au bureau qui tient le dossier."
            ),
            code=NO_SUCH_FILE,
        )
    return taken_in(actor, application, "appeal_direct", Appeal.Channel.COMMISSION, on, grounds)


def by_letter(actor: User, unit: Unit, number: str, birth_year: int) -> Application | None:
    """The file that both the number and the year of birth name, among those whose appeals are heard at ``unit``."""
    typed = number.strip()
    rows = Application.objects.filter(operation__appeals_unit=unit).select_related(
        "case__person__merged_into", "case__unit", "operation__appeals_unit"
    )
    found = [
        *rows.filter(case__reference=typed.replace("-", "").replace(" ", "").upper()),
        *(rows.filter(old_number=typed) if typed else ()),
    ]
    shown = [one for one in found if born_in(one.case.person, birth_year) and open_to(actor, one.case.person)]
    return shown[0] if len(shown) == 1 else None


def born_in(person: Person, year: int) -> bool:
    known = (person, person.merged_into) if person.merged_into else (person,)
    return any(one.birth_date is not None and one.birth_date.year == year for one in known)


def open_to(actor: User, person: Person) -> bool:
    """A protected person's file answers like one that is not there, unless it names the actor."""
    return not person.protected or person.pk in named_keys(actor, "people")


def taken_in(
    actor: User, application: Application, step: str, channel: str, on: date, grounds: str
) -> Appeal:
    """The step of the file and the appeal, in one transaction."""
    insist_on_a_day(application, on)
    if known := application.appeals.exclude(state=S.WITHDRAWN).first():
        raise already(known)
    case: Any = application.case
    case.application, case.appealed_on = application, on
    if case.state not in FLOW.steps[step].source:
        raise Refused(
            _("Ce dossier n'a pas d'avis défavorable à attaquer : il n'y a pas de recours à recevoir."),
            code="nothing_to_appeal",
        )
    made: list[Appeal] = []

    def also(actor: User, _case: Any) -> None:
        made.append(
            Appeal.objects.create(
                application=application,
                unit=application.appeals_unit,
                channel=channel,
                lodged_on=on,
                grounds=grounds.strip(),
                recorded_by=actor,
            )
        )
        known_by_the_appeal(actor, application, on)

    try:
        with transaction.atomic():
            FLOW.run(actor, case, step, move=Move(on=on), also=also)
    except IntegrityError:
        raise already(application.appeals.exclude(state=S.WITHDRAWN).get()) from None
    return made[0]


def known_by_the_appeal(actor: User, application: Application, on: date) -> None:
    """Whoever appeals knows the refusal, by a letter or not (Law 02-03, art. 20: notification, or first knowledge): were
    it not noted, an appeal withdrawn would leave a refusal that nobody was ever told of."""
    refused = queries.first_opinion(application)
    if refused and not refused.notifications.exists():
        Notification.objects.create(
            application=application,
            decision=refused,
            on=on,
            means=Notification.Means.APPEALED,
            received_on=on,
            by=actor,
        )


def insist_on_a_day(application: Application, on: date) -> None:
    """Not to come, not before the refusal it attacks. Raises: BadInput."""
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour où le recours a été déposé."))
    refused = queries.first_opinion(application)
    if refused and on < refused.on:
        raise bad("on", _("Le recours est daté d'avant l'avis qu'il attaque : vérifiez la date."))


def already(known: Appeal) -> Refused:
    """To who has the file before them, or has proved to have the letter: when, and under which number."""
    return Refused(
        _("Un recours est déjà déposé, le %(day)s, sous le numéro %(number)s : n'en ouvrez pas un second.")
        % {
            "day": isolate(format_date(known.lodged_on, get_language() or "fr", short=True)),
            "number": isolate(show_reference(known.reference)),
        },
        code="already_lodged",
    )


def withdraw_appeal(actor: User, appeal: Appeal, *, on: date) -> Appeal:
    """The person gives it up, at the office or at the commission. Raises: Refused, MissingRight, BadInput."""
    if on > timezone.localdate() or on < appeal.lodged_on:
        raise bad("on", _("Donnez un jour entre le dépôt du recours et aujourd'hui."))
    if appeal.state not in OPEN:
        raise Refused(_("Ce recours n'est plus ouvert : il ne se retire pas."), code="appeal_not_open")
    case = appeal.application.case
    case.application = appeal.application
    at_office = FLOW.steps["withdraw_appeal"].allowed(actor, case)

    def also(_actor: User, _case: Any) -> None:
        Appeal.objects.filter(pk=appeal.pk).update(state=S.WITHDRAWN, decided_on=on)
        waiting = AgendaItem.objects.filter(appeal=appeal, result="", removed_at=None)
        waiting.update(removed_at=timezone.now())

    FLOW.run(
        actor,
        case,
        "withdraw_appeal" if at_office else "withdraw_appeal_direct",
        move=Move(on=on),
        also=also,
    )
    appeal.refresh_from_db()
    return appeal


@command(SORT, group=FieldGroup.LEGAL)
def sort_appeals(actor: User, unit: Unit, /, *, keys: Collection[UUID], category: str) -> int:
    """Tag appeals of this commission: with one category, or each with the one its facts propose (``category`` empty).

    All or none. Raises: BadInput, Refused.
    """
    if category and category not in Appeal.Category.values:
        raise BadInput(
            _("Choisissez une catégorie de la liste."), fields={"category": _("Catégorie inconnue.")}
        )
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        raise BadInput(_("Cochez au moins un recours."), fields={"keys": _("Cochez au moins un recours.")})
    rows = queries.of_commission(actor, SORT).filter(pk__in=wanted, unit=unit, state__in=OPEN)
    found = list(rows.select_related(None).only("pk", "application"))
    if len(found) != len(wanted):
        raise no_longer(len(wanted) - len(found))
    chosen = {one.pk: category for one in found} if category else queries.proposed(found)
    by_category: dict[str, list[UUID]] = {}
    for key, code in chosen.items():
        by_category.setdefault(code, []).append(key)
    changed = 0
    for code, some in by_category.items():
        open_ones = Appeal.objects.filter(pk__in=some, state__in=OPEN)
        changed += open_ones.update(category=code, sorted_by=actor)
    if changed != len(wanted):
        raise no_longer(len(wanted) - changed)
    Appeal.objects.filter(pk__in=wanted, state=S.LODGED).update(state=S.SORTED)
    return changed


def sort_ticked(actor: User, keys: Collection[UUID], category: str) -> int:
    """The same for ticked appeals of every commission of the actor's: all of them or none."""
    wanted, done = set(keys), 0
    rows = queries.of_commission(actor, SORT).filter(pk__in=wanted)
    by_unit: dict[UUID, list[UUID]] = {}
    for key, place in rows.values_list("pk", "unit"):
        by_unit.setdefault(place, []).append(key)
    found = sum(len(some) for some in by_unit.values())
    if not wanted:
        raise BadInput(_("Cochez au moins un recours."))
    if found != len(wanted):
        raise no_longer(len(wanted) - found)
    with transaction.atomic():
        for unit in Unit.objects.filter(pk__in=by_unit).order_by("path"):
            done += sort_appeals(actor, unit, keys=by_unit[unit.pk], category=category)
    return done


def no_longer(count: int) -> Refused:
    return Refused(
        ngettext(
            "%(n)s recours n'est plus ouvert ici : rien n'a été enregistré. Rechargez la page.",
            "%(n)s recours ne sont plus ouverts ici : rien n'a été enregistré. Rechargez la page.",
            count,
        )
        % {"n": count},
        code="appeals_gone",
    )


say(
    {
        "regularisation.lodge_appeal": _("Recours reçu au bureau"),
        "regularisation.lodge_direct": _("Recours reçu à la commission"),
        "regularisation.sort_appeals": _("Recours triés"),
    },
    kinds={"regularisation.appeal": _("Recours")},
    pages={"regularisation.appeal": "regularisation:appeal"},
)
