"""The flows that must not exist: declared here, asked by every command that could open one, tested pair by pair.

Help never feeds enforcement: somebody without papers who took a food basket must not become findable by those who could
remove them. Sides are whom a unit answers to; domains are what its records are about. A flow has at most one exception,
the person's own consent that names the authority, carried by a named referral: no override, no other legal basis.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.choices import Side
from musanada.kit.errors import Refused, Sentence

HELP = frozenset({Side.HUMANITARIAN, Side.HEALTH})
CARE = frozenset({"assistance", "protection", "children", "health", "border_medical"})
ENFORCEMENT = frozenset({"border_statistics", "police_training"})
STATE_AUTHORITY = frozenset({Side.STATE})
EVERY_SIDE = frozenset(Side)

OWN_CONSENT = _(
    "Seul l'accord de la personne, qui nomme cette autorité, l'ouvre, par une orientation nommée. "
    "Aucune dérogation ni autre base légale ne le remplace."
)
CONSENT = _("Une orientation ou un transfert nommés, sur l'accord de la personne.")


@dataclass(frozen=True)
class Flow:
    """From these sides or domains to those; why not; the one way through (``exception``), if there is one.

    ``strict``: only the person's own consent that names the receiver, never an override or another basis.
    """

    code: str
    sources: frozenset[str]
    targets: frozenset[str]
    why: Sentence
    exception: Sentence = ""
    strict: bool = False

    def forbids(self, source: str, target: str) -> bool:
        return source != target and source in self.sources and target in self.targets


FLOWS: tuple[Flow, ...] = (
    Flow(
        "help-to-state",
        frozenset(HELP),
        STATE_AUTHORITY,
        _("Qui a reçu une aide ou des soins ne doit pas devenir trouvable par qui pourrait l'éloigner."),
        OWN_CONSENT,
        strict=True,
    ),
    Flow(
        "justice-to-state",
        frozenset({Side.JUSTICE}),
        STATE_AUTHORITY,
        _("Une victime ou un témoin entendu par la justice ne doit rien livrer d'autre à l'administration."),
        OWN_CONSENT,
        strict=True,
    ),
    Flow(
        "side-to-side",
        EVERY_SIDE,
        EVERY_SIDE,
        _("Recherche, fiches semblables, fusions, questions et comptes restent de leur côté."),
        CONSENT,
    ),
    Flow(
        "care-to-borders",
        CARE,
        frozenset({"border_statistics"}),
        _("Les statistiques des frontières ne se nourrissent d'aucun acte d'aide, de soin ou de protection."),
    ),
    Flow(
        "care-to-police-training",
        CARE,
        frozenset({"police_training"}),
        _("La formation des forces de l'ordre ne montre aucun cas réel, même sans nom."),
    ),
    Flow(
        "care-to-state-authority",
        CARE,
        frozenset({"state_authority"}),
        _("Ce qui a été dit pour être aidé ne sert à aucune autorité à l'insu de la personne."),
        OWN_CONSENT,
        strict=True,
    ),
)


def between_sides(source: str, target: str) -> Flow | None:
    """The flow that forbids going from one side to another, the strictest first; None on one's own side."""
    return next((f for f in FLOWS if f.forbids(source, target)), None)


def between_domains(source: str, target: str) -> Flow | None:
    """The flow that forbids feeding records of a domain to a use."""
    return next((f for f in FLOWS if f.forbids(source, target)), None)


def crossing(from_unit: Unit, to_unit: Unit) -> Flow | None:
    """The flow between two units that must not exist; None where nothing is crossed."""
    return between_sides(from_unit.side, to_unit.side)


def insist_no_crossing(from_unit: Unit, to_unit: Unit) -> None:
    """For what has no exception: searches, questions, merges, being met. Raises: Refused."""
    if flow := crossing(from_unit, to_unit):
        raise Refused(
            _("Cela passerait d'un côté à l'autre, ce qui n'est pas permis. %(why)s") % {"why": flow.why},
            code="firewall",
        )


WORDS: dict[str, Sentence] = {
    "assistance": _("Aide"),
    "protection": _("Protection"),
    "children": _("Enfants"),
    "border_medical": _("Blessés aux frontières"),
    "border_statistics": _("Statistiques des frontières"),
    "police_training": _("Formation des forces de l'ordre"),
    "state_authority": _("Toute autorité de l'État"),
}


def words(codes: frozenset[str]) -> list[Sentence]:
    """Sides and domains as they are called, the sides in their own order."""
    sides = [side.label for side in Side if side in codes]
    return [*sides, *(WORDS[code] for code in WORDS if code in codes)]


@dataclass(frozen=True)
class Shown:
    """A flow in words, for the page of rights."""

    flow: Flow
    sources: list[Sentence]
    targets: list[Sentence]


def shown() -> list[Shown]:
    return [Shown(f, words(f.sources), words(f.targets)) for f in FLOWS]


def rows() -> list[dict[str, str]]:
    """The declaration as a table: for the terminal and the page of rights."""
    return [
        {
            "flow": f.code,
            "from": ", ".join(sorted(str(s) for s in f.sources)),
            "to": ", ".join(sorted(str(t) for t in f.targets)),
            "why": str(f.why),
            "exception": str(f.exception),
        }
        for f in FLOWS
    ]
