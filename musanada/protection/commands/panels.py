"""The panel: seats, the call, each member's word on conflicts, the reading of the sealed dossier, votes, the decision.

A member is not named on the file: the right ``bid.sit`` is asked at an office of theirs on the file's side, the seat is
what opens the dossier. The digest of the dossier is checked at each reading, at each vote and at the decision.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.errors import Refused, bad
from musanada.people.commands.confidential import insist_in_full
from musanada.people.queries import note_reading
from musanada.protection import dossiers
from musanada.protection.ballots import sentence
from musanada.protection.commands import clocks
from musanada.protection.commands.assessments import past_day
from musanada.protection.commands.determinations import LEAST_REASONS
from musanada.protection.models import Clock, Determination, PanelMember
from musanada.protection.queries import panels as reads
from musanada.protection.rules import value
from musanada.protection.workflow import FLOW as CASE
from musanada.protection.workflow_bid import FLOW

S = Determination.State
K = Clock.Kind
CHAIR, MEMBER = PanelMember.Seat.CHAIR, PanelMember.Seat.MEMBER
SEATING = (S.SEALED, S.SCHEDULED)


# Seats


@command("bid.manage")
def appoint(actor: User, bid: Determination, /, *, user: User, chair: bool = False) -> PanelMember:
    """A seat for an account of the same side that had no hand in the report. Raises: BadInput, Refused."""
    insist_on_seating(bid)
    insist_in_full(actor, bid.file.secret)
    if not reads.eligible(bid).filter(pk=user.pk).exists():
        raise bad(
            "user",
            _(
                "Cette personne ne peut pas siéger : il faut un compte du même côté qui en a le droit, et qui n'a ni évalué "
                "l'enfant, ni écrit ou relu le rapport."
            ),
        )
    present = bid.panel.filter(left_at=None).exclude(conflict=True)
    if present.count() >= value("panel_most"):
        raise Refused(_("Le panel est complet : %(n)s membres au plus.") % {"n": value("panel_most")})
    row = seated(bid, user)
    if chair or not present.filter(seat=CHAIR).exists():
        give_chair(bid, row)
    return row


def insist_on_seating(bid: Determination) -> None:
    """Seats change before the first vote, and after it only to make up the number."""
    bid.refresh_from_db()
    if bid.state not in SEATING:
        raise Refused(_("Le panel se compose une fois le dossier scellé, et avant la décision."))
    found = reads.result(bid)
    if found.cast and found.present >= found.least:
        raise Refused(
            _("Des membres ont déjà voté : le panel ne change plus, sauf s'il n'est plus en nombre.")
        )


def seated(bid: Determination, user: User) -> PanelMember:
    """A new seat, or the one they left. Raises: Refused for a member present, or one with a conflict."""
    known = bid.panel.filter(user=user).first()
    if known is None:
        try:
            with transaction.atomic():
                return PanelMember.objects.create(file=bid.file, bid=bid, user=user)
        except IntegrityError:
            raise Refused(_("Cette personne siège déjà dans ce panel.")) from None
    if known.left_at is None or known.conflict:
        raise Refused(_("Cette personne siège déjà dans ce panel, ou y a un conflit d'intérêts."))
    PanelMember.objects.filter(pk=known.pk).update(left_at=None, seat=MEMBER)
    known.refresh_from_db()
    return known


@command("bid.manage")
def make_chair(actor: User, row: PanelMember, /) -> PanelMember:
    """Another present member presides. Raises: Refused once votes are cast and the panel has its chair."""
    insist_on_open_panel(row.bid)
    found = reads.result(row.bid)
    if found.cast and found.why != "chair":
        raise Refused(_("Des membres ont déjà voté : la présidence ne change plus."))
    if row.left_at is not None or row.conflict:
        raise Refused(_("Ce membre n'est plus au panel : choisissez-en un autre."))
    give_chair(row.bid, row)
    return row


def insist_on_open_panel(bid: Determination) -> None:
    bid.refresh_from_db()
    if bid.state not in SEATING:
        raise Refused(_("Ce panel n'est plus réuni."))


def give_chair(bid: Determination, row: PanelMember) -> None:
    bid.panel.filter(seat=CHAIR).exclude(pk=row.pk).update(seat=MEMBER)
    PanelMember.objects.filter(pk=row.pk).update(seat=CHAIR)
    row.refresh_from_db()


@command("bid.manage")
def unseat(actor: User, row: PanelMember, /) -> PanelMember:
    """A member who does not come. Nobody takes out of the count whoever has voted. Raises: Refused."""
    insist_on_open_panel(row.bid)
    rows = PanelMember.objects.filter(pk=row.pk, left_at=None, vote="")
    if not rows.update(left_at=timezone.now(), seat=MEMBER):
        raise Refused(_("Ce membre a voté ou a déjà quitté le panel : son siège ne change plus."))
    row.refresh_from_db()
    return row


def schedule(actor: User, bid: Determination, *, panel_on: date) -> Determination:
    """Members are called for a day; from now on each reads the dossier. Raises: BadInput, Refused, MissingRight."""
    dossiers.opened(bid)
    if panel_on < timezone.localdate(bid.sealed_at):
        raise bad(
            "panel_on", _("Le panel se réunit après que son dossier est scellé : choisissez un autre jour.")
        )

    def also(who: User, one: Determination) -> None:
        case = one.file.case
        case.refresh_from_db()
        CASE.run(who, case, "schedule_bid", move=Move())

    if (
        bid.state == S.SEALED
        and not bid.panel.filter(seat=CHAIR, left_at=None).exclude(conflict=True).exists()
    ):
        raise Refused(_("Désignez les membres du panel, dont un qui préside, avant de le convoquer."))
    return FLOW.run(actor, bid, "schedule", panel_on=panel_on, also=also)


def postpone(actor: User, bid: Determination, *, why: str) -> Determination:
    """The panel meets another day and votes anew. How the votes stood is kept in the case's journal.

    Raises: BadInput, Refused, MissingRight.
    """
    if not why.strip():
        raise bad("why", _("Dites pourquoi le panel est reporté."))
    votes = reads.tally(bid)
    counted = " ; ".join(f"{code} {n}" for code, n in sorted(votes.items()))
    text = f"{why.strip()} [{counted}]" if counted else why.strip()

    def also(who: User, one: Determination) -> None:
        one.panel.update(vote="", voted_at=None, dissent="")
        case = one.file.case
        case.refresh_from_db()
        CASE.run(who, case, "postpone_bid", move=Move(text=text))

    return FLOW.run(actor, bid, "postpone", panel_on=None, also=also)


# The member: the right is asked at an office of theirs


@command("bid.sit")
def declare(actor: User, unit: Unit, /, *, bid: UUID, conflict: bool, text: str = "") -> PanelMember:
    """Conflict of interest or none. With one the member leaves the count and reads nothing. Raises: Refused."""
    row = insist_on_seat(actor, unit, bid)
    if conflict:
        PanelMember.objects.filter(pk=row.pk).update(
            conflict=True, conflict_text=text.strip()[:200], vote="", voted_at=None, dissent="", seat=MEMBER
        )
    elif not row.conflict:
        PanelMember.objects.filter(pk=row.pk).update(conflict=False)
    row.refresh_from_db()
    return row


@command("bid.sit")
def open_dossier(actor: User, unit: Unit, /, *, bid: UUID) -> PanelMember:
    """The sealed dossier is read: the moment is kept, the reading journalled. Raises: Refused."""
    row = insist_on_seat(actor, unit, bid)
    if row.conflict is not False:
        raise Refused(_("Dites d'abord si vous avez un conflit d'intérêts avec cet enfant ou sa famille."))
    dossiers.opened(row.bid)
    PanelMember.objects.filter(pk=row.pk, read_at=None).update(read_at=timezone.now())
    note_reading(actor, row.file.case.person)
    row.refresh_from_db()
    return row


@command("bid.sit")
def vote(actor: User, unit: Unit, /, *, bid: UUID, outlook: str, dissent: str = "") -> PanelMember:
    """Once, for one of the options of the sealed dossier. Raises: BadInput, Refused."""
    row = insist_on_seat(actor, unit, bid)
    if row.vote:
        raise Refused(_("Vous avez déjà voté : un vote ne se reprend pas."))
    if row.conflict is not False or row.read_at is None:
        raise Refused(
            _("Lisez d'abord le dossier, après avoir dit que vous n'avez pas de conflit d'intérêts.")
        )
    if row.bid.panel_on is None or row.bid.panel_on > timezone.localdate():
        raise Refused(_("Le panel ne siège pas encore : on vote le jour du panel, après la délibération."))
    if outlook not in dossiers.outlooks(row.bid):
        raise bad("outlook", _("Choisissez une des options du dossier."))
    changed = PanelMember.objects.filter(pk=row.pk, vote="", left_at=None, bid__state=S.SCHEDULED).update(
        vote=outlook, voted_at=timezone.now(), dissent=dissent.strip()
    )
    if not changed:
        raise Refused(_("Ce panel n'est plus réuni : votre vote n'est pas enregistré."))
    row.refresh_from_db()
    return row


@command("bid.sit")
def withdraw(actor: User, unit: Unit, /, *, bid: UUID) -> PanelMember:
    """The member cannot sit, before voting. Raises: Refused."""
    row = insist_on_seat(actor, unit, bid)
    if row.vote:
        raise Refused(_("Vous avez voté : seul un conflit d'intérêts, déclaré, retire votre vote."))
    PanelMember.objects.filter(pk=row.pk).update(left_at=timezone.now(), seat=MEMBER)
    row.refresh_from_db()
    return row


def insist_on_seat(actor: User, unit: Unit, bid: UUID) -> PanelMember:
    """The actor's seat on a called panel of the side of the unit, both locked. Raises: Refused."""
    rows = PanelMember.objects.select_for_update(of=("self", "bid")).filter(
        bid=bid,
        user=actor,
        left_at=None,
        bid__state=S.SCHEDULED,
        file__case__unit__side=unit.side,
        file__case__closed_on=None,
    )
    row = rows.select_related(
        "bid__file__case__unit", "bid__file__case__person", "file__case__person"
    ).first()
    if row is None or row.conflict:
        raise Refused(_("Ce panel n'est pas réuni, ou vous n'y siégez plus."))
    return row


# The decision


def decide(
    actor: User,
    bid: Determination,
    *,
    outlook: str,
    reasons: str,
    conditions: str = "",
    follower: User | None = None,
    review_on: date | None = None,
    on: date | None = None,
) -> Determination:
    """What the panel voted, and nothing else. Raises: BadInput, Refused, MissingRight."""
    day = past_day(on, bid.panel_on)
    offered = dossiers.outlooks(bid)
    found = reads.result(bid)
    if why := sentence(found):
        raise Refused(why, code="bid.no_majority")
    if outlook != found.outlook:
        raise bad(
            "outlook", _("La décision est celle que le panel a votée : elle ne peut pas être une autre.")
        )
    if len(reasons.strip()) < LEAST_REASONS:
        raise bad("reasons", _("Écrivez les motifs, en %(n)s caractères au moins.") % {"n": LEAST_REASONS})
    most = day + timedelta(days=value("bid_review", day))
    review = review_on or most
    if not day < review <= most:
        raise bad(
            "review_on",
            _("Choisissez un jour de revue à venir, dans les %(n)s jours.") % {"n": (most - day).days},
        )

    def also(who: User, one: Determination) -> None:
        decided(who, one, day, review)

    return FLOW.run(
        actor,
        bid,
        "decide",
        outlook=outlook,
        country_id=offered[outlook] or None,
        reasons=reasons.strip(),
        conditions=conditions.strip(),
        follower=follower or actor,
        decided_on=day,
        review_on=review,
        also=also,
    )


def decided(actor: User, bid: Determination, day: date, review: date) -> None:
    """The case's step, and the clocks: the child is told, the decision reviewed."""
    if reads.result(bid).outlook != bid.outlook:  # a vote or a conflict of the same moment
        raise Refused(_("Les votes viennent de changer : rechargez la page."))
    case = bid.file.case
    case.refresh_from_db()
    CASE.run(actor, case, "decide_bid", move=Move(on=day, reasons=(bid.outlook,)))
    clocks.meet(bid.file, K.BID, on=day)
    clocks.start(bid.file, K.TOLD, day + timedelta(days=value("told_within", day)), on=day)
    clocks.start(bid.file, K.BID_REVIEW, review, on=day)


say(
    {
        "protection.appoint": _("Membre d'un panel désigné"),
        "protection.make_chair": _("Présidence d'un panel confiée"),
        "protection.unseat": _("Membre d'un panel retiré"),
        "protection.declare": _("Conflit d'intérêts déclaré ou écarté par un membre"),
        "protection.open_dossier": _("Dossier scellé lu par un membre du panel"),
        "protection.vote": _("Vote d'un membre du panel"),
        "protection.withdraw": _("Membre qui se retire du panel"),
    },
    kinds={"protection.panelmember": _("Siège d'un panel")},
)
