"""The way of a session, as a table: prepared, convened, open, closed, signed. What each step demands stands here too."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.steps import Step, workflow
from musanada.kit.errors import Sentence
from musanada.regularisation import policies  # noqa: F401  declares the rights
from musanada.regularisation.models import AgendaItem, SessionMember

CODE = "regularisation.session"
PREPARE, RECORD = "commission.prepare", "commission.record"


def no_chair(actor: User, session: Any) -> Sentence | None:
    if session.members.filter(capacity=SessionMember.Capacity.CHAIR).exists():
        return None
    return _("Personne ne préside : désignez qui préside parmi les membres appelés.")


def too_few_called(actor: User, session: Any) -> Sentence | None:
    called = session.members.count()
    if called >= session.quorum:
        return None
    return _("%(n)s membre(s) appelé(s), le quorum est de %(quorum)s : appelez-en d'autres.") % {
        "n": called,
        "quorum": session.quorum,
    }


def too_early(actor: User, session: Any) -> Sentence | None:
    if session.held_on <= timezone.localdate():
        return None
    return _("La session est prévue pour un jour à venir : changez sa date si elle se tient aujourd'hui.")


def too_few_present(actor: User, session: Any) -> Sentence | None:
    present = session.members.filter(present=True).count()
    if present >= session.quorum:
        return None
    return _(
        "Le quorum n'est pas atteint : %(n)s présent(s), il en faut %(quorum)s. Reportez la session."
    ) % {
        "n": present,
        "quorum": session.quorum,
    }


def chair_absent(actor: User, session: Any) -> Sentence | None:
    if session.members.filter(capacity=SessionMember.Capacity.CHAIR, present=True).exists():
        return None
    return _("Qui préside n'est pas là : désignez parmi les présents qui préside aujourd'hui.")


def waiting(session: Any) -> int:
    """Files on the agenda that still wait for a result. Those of people hidden meanwhile are in nobody's list and
    counted by nobody."""
    from musanada.regularisation.queries.commission import LIVE

    rows = AgendaItem.objects.filter(LIVE, session=session, result="", removed_at=None)
    return rows.filter(application__case__person__protected=False).count()


def undecided(actor: User, session: Any) -> Sentence | None:
    count = waiting(session)
    if not count:
        return None
    return ngettext(
        "%(n)s dossier n'a pas encore de résultat : enregistrez son avis, ajournez-le ou retirez-le.",
        "%(n)s dossiers n'ont pas encore de résultat : enregistrez les avis, ajournez-les ou retirez-les.",
        count,
    ) % {"n": count}


def already_decided(actor: User, session: Any) -> Sentence | None:
    if not session.items.exclude(result="").exists():
        return None
    return _("Des avis sont déjà enregistrés : la session ne s'annule plus, levez-la.")


SESSION = workflow(
    CODE,
    "prepared",
    Step("convene", ("prepared",), "convened", right=PREPARE, label=_("Convoquer les membres"),
         unless=(no_chair, too_few_called)),
    Step("open", ("convened",), "open", right=RECORD, label=_("Ouvrir la session"),
         unless=(too_early, too_few_present, chair_absent)),
    Step("close", ("open",), "closed", right=RECORD, label=_("Lever la session"), unless=(undecided,)),
    Step("sign", ("closed",), "signed", right=RECORD, label=_("Joindre le procès-verbal signé")),
    Step("cancel", ("prepared", "convened", "open"), "cancelled", right=PREPARE,
         label=_("Annuler la session"), unless=(already_decided,)),
)  # fmt: skip
say({f"{CODE}.{step.code}": step.label for step in SESSION.steps.values()})
