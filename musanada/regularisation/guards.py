"""What keeps a step of a regularisation from being taken, each a sentence that says what to do."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.people.queries.register import cluster
from musanada.regularisation.models import AgendaItem, Application, ReliefItem, Session, Stage

# A file that ended so does not keep the person from another one in the same operation.
LEFT = ("withdrawn", "duplicate", "transferred", "lapsed")


def application_of(case: Any) -> Application:
    """The detail of a case. Raises: Application.DoesNotExist for a case of another procedure."""
    found: Application = case.application
    return found


def outside_the_window(actor: User, case: Any) -> Sentence | None:
    """Files are taken inside the operation's window, by the day the case was opened at the counter."""
    one = application_of(case)
    if one.operation.takes_files_on(one.lodged_on or timezone.localdate()):
        return None
    return _(
        "L'opération ne prend pas de dossier ce jour-là : vérifiez la date, ou choisissez l'opération en cours."
    )


def nothing_claimed(actor: User, case: Any) -> Sentence | None:
    if application_of(case).claims.filter(withdrawn_on=None).exists():
        return None
    return _("Aucune catégorie n'est demandée : choisissez-en au moins une avec la personne.")


def incomplete_declaration(actor: User, case: Any) -> Sentence | None:
    """A claim of marriage says whose spouse. Everything else may be unknown."""
    one = application_of(case)
    spouse = one.claims.filter(withdrawn_on=None, criterion__code__in=("C1", "C2")).exists()
    if spouse and not one.spouse:
        return _("La demande est faite comme conjoint : dites de qui, une personne marocaine ou étrangère.")
    return None


def open_item(case: Any, stage: str) -> AgendaItem | None:
    """The file's place on the agenda of a session that has not decided it yet.

    A command that has just read the places of many files hands them over (``at_agenda``): asked once, not per file.
    """
    at_hand: dict[str, AgendaItem] | None = getattr(case, "at_agenda", None)
    if at_hand is not None:
        return at_hand.get(stage)
    rows = AgendaItem.objects.filter(application__case=case, result="", removed_at=None, stage=stage)
    return rows.select_related("session").first()


def no_open_session(actor: User, case: Any) -> Sentence | None:
    return session_not_open(open_item(case, Stage.FIRST))


def no_open_plenary(actor: User, case: Any) -> Sentence | None:
    return session_not_open(open_item(case, Stage.APPEAL))


def session_not_open(item: AgendaItem | None) -> Sentence | None:
    if item is None:
        return _("Ce dossier n'est à l'ordre du jour d'aucune session : inscrivez-le d'abord.")
    if item.session.state != Session.State.OPEN:
        return _("La session n'est pas ouverte : ouvrez-la avant d'enregistrer un avis.")
    return None


def no_quorum(actor: User, case: Any) -> Sentence | None:
    return below_quorum(open_item(case, Stage.FIRST))


def no_plenary_quorum(actor: User, case: Any) -> Sentence | None:
    return below_quorum(open_item(case, Stage.APPEAL))


def below_quorum(item: AgendaItem | None) -> Sentence | None:
    """Members present who do not stand aside from this file, against the session's quorum."""
    if item is None:
        return None
    able: int | None = getattr(item, "able", None)  # counted for the whole agenda by who handed it over
    if able is None:
        present = item.session.members.filter(present=True)
        able = present.exclude(pk__in=item.conflicts.values("member")).count()
    if able >= item.session.quorum:
        return None
    return _(
        "Le quorum n'est pas atteint pour ce dossier : %(able)s membre(s) présent(s), il en faut %(needed)s."
    ) % {
        "able": able,
        "needed": item.session.quorum,
    }


def no_appeals_commission(actor: User, case: Any) -> Sentence | None:
    if application_of(case).operation.appeals_unit_id:
        return None
    return _("Cette opération n'a pas de commission de recours : indiquez-la dans l'opération.")


def appeal_too_late(actor: User, case: Any) -> Sentence | None:
    """Only where the operation sets a time; from the day the refusal was received to the day the appeal was lodged
    (``appealed_on``, set by the command that receives it), which may be written down later; else to today."""
    one = application_of(case)
    days = one.operation.appeal_days
    told = one.notifications.exclude(received_on=None).order_by("-received_on").first()
    if not days or told is None or told.received_on is None:
        return None
    lodged: date = getattr(case, "appealed_on", None) or timezone.localdate()
    if lodged <= told.received_on + timedelta(days=days):
        return None
    return _("Le délai de recours est passé. La personne peut encore saisir le tribunal : informez-la.")


def appeal_still_possible(actor: User, case: Any) -> Sentence | None:
    """A refusal that can still be appealed is not closed; an open relief decision neither."""
    if case.state == "refused":
        return None
    if application_of(case).operation.appeals_unit_id and not appeal_too_late(actor, case):
        return _("La personne peut encore faire recours : le dossier ne se clôt pas maintenant.")
    return None


def not_on_a_relief_list(actor: User, case: Any) -> Sentence | None:
    """``on_decided_relief`` is set by the command that decides a whole list, which has just read it: thousands of files
    are not asked about one by one."""
    if getattr(case, "on_decided_relief", False):
        return None
    listed = ReliefItem.objects.filter(application__case=case, kept=True, relief__state="decided")
    if listed.exists():
        return None
    return _("Ce dossier n'est sur la liste d'aucune décision d'assouplissement.")


def another_file(actor: User, case: Any) -> Sentence | None:
    """While this one was closed, the person may have lodged another: one file per person and operation."""
    person = case.person.merged_into or case.person
    rows = Application.objects.filter(
        operation=application_of(case).operation_id, case__person__in=cluster(person)
    )
    if not rows.exclude(case=case.pk).exclude(case__state__in=LEFT).exists():
        return None
    return _("Cette personne a un autre dossier dans cette opération depuis : c'est lui qui continue.")


def never_lodged(actor: User, case: Any) -> Sentence | None:
    if application_of(case).lodged_on is not None:
        return None
    return _("Ce dossier n'a jamais été déposé : ouvrez-en un nouveau.")
