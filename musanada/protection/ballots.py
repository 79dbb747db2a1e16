"""How a panel's votes become a decision, and when they do not. Pure: seats in, a result out.

Present are the seats that nobody left and that declared no conflict of interest. There is a decision when enough are
present, every one of them has voted, and one option has more than half of their votes; of two halves, the chair's.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.kit.errors import Sentence

Why = Literal["decided", "quorum", "chair", "waiting", "divided"]


@dataclass(frozen=True)
class Ballot:
    """One seat. ``conflict``: None as long as the member has not said."""

    chair: bool = False
    conflict: bool | None = None
    left: bool = False
    vote: str = ""

    @property
    def present(self) -> bool:
        return not self.left and self.conflict is not True


@dataclass(frozen=True)
class Result:
    why: Why
    outlook: str = ""
    present: int = 0
    cast: int = 0
    least: int = 0
    by_chair: bool = False


def count(ballots: Sequence[Ballot], least: int) -> Result:
    """What the votes say now."""
    present = [one for one in ballots if one.present]
    votes = Counter(one.vote for one in present if one.vote)
    cast = sum(votes.values())

    def result(why: Why, outlook: str = "", by_chair: bool = False) -> Result:
        return Result(why, outlook, len(present), cast, least, by_chair)

    if len(present) < least:
        return result("quorum")
    if sum(one.chair for one in present) != 1:
        return result("chair")
    if cast < len(present):
        return result("waiting")
    first, most = votes.most_common(1)[0]
    if most * 2 > cast:
        return result("decided", first)
    casting = next(one.vote for one in present if one.chair)
    if votes[casting] * 2 == cast:
        return result("decided", casting, by_chair=True)
    return result("divided")


def sentence(found: Result) -> Sentence | None:
    """What stops the decision, and what to do; None when there is one."""
    if found.why == "decided":
        return None
    if found.why == "quorum":
        return _(
            "Le panel compte %(present)s membres présents sans conflit d'intérêts, il en faut %(least)s : désignez un autre "
            "membre, ou reportez le panel."
        ) % {"present": found.present, "least": found.least}
    if found.why == "chair":
        return _("Personne ne préside ce panel : confiez la présidence à un membre présent.")
    if found.why == "waiting":
        missing = found.present - found.cast
        return ngettext(
            "Il manque %(missing)s vote : chaque membre présent lit le dossier et vote, ou quitte le panel.",
            "Il manque %(missing)s votes : chaque membre présent lit le dossier et vote, ou quitte le panel.",
            missing,
        ) % {"missing": missing}
    return _(
        "Aucune option n'a la majorité absolue des votes : reportez le panel pour délibérer et voter de nouveau, ou "
        "reprenez le dossier."
    )
