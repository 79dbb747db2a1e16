"""What was found, said to the office in one sentence."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from musanada.publications.disclosure.types import Breach, Hidden, Proposal


def breach_words(breach: "Breach") -> str:
    said = {"key": breach.key, "low": breach.low, "high": breach.high, "threshold": breach.threshold}
    said["about"] = breach.about
    match breach.code:
        case "difference":
            return (
                _(
                    "%(key)s moins %(about)s donne %(low)s, sous le seuil de %(threshold)s : masquez l'un des deux."
                )
                % said
            )
        case "release":
            return (
                _(
                    "%(key)s a bougé de %(low)s depuis « %(about)s », sous le seuil de %(threshold)s : masquez-le ici."
                )
                % said
            )
        case "before":
            return (
                _("%(key)s est masqué ici mais montré par « %(about)s » : qui compare les deux le connaît.")
                % said
            )
        case "marked":
            return (
                _(
                    "%(key)s porte une marque qui dit qu'il est petit : marquez de même tout ce qui est masqué."
                )
                % said
            )
        case "sentence":
            return (
                _("« %(about)s » parle de %(key)s, qui est masqué : retirez la phrase ou le nombre.") % said
            )
    return _(
        "%(key)s est masqué, mais ce qui est montré le place entre %(low)s et %(high)s (seuil %(threshold)s) : "
        "masquez un nombre de plus ou choisissez un tableau moins fin."
    ) % (said | {"high": _("l'infini") if breach.high is None else breach.high})


def hidden_words(hidden: "Hidden") -> str:
    said = {"threshold": hidden.threshold, "about": hidden.about}
    match hidden.why:
        case "small":
            return _("Plus petit que le seuil de %(threshold)s.") % said
        case "beside":
            return (
                _("Masqué pour que %(about)s ne se calcule pas.") % said if hidden.about else _("Complément.")
            )
        case "given":
            return _("Masqué par la définition même : chiffre de protection.")
        case "period":
            return _("La différence avec %(about)s est plus petite que le seuil de %(threshold)s.") % said
        case "release":
            return (
                _("Trop peu de changement depuis « %(about)s » : la différence désignerait quelqu'un.") % said
            )
        case "live":
            return _("Masqué sur la page du chiffre : montré ici, l'un donnerait l'autre.")
    return _("L'un des deux nombres de ce rapport est masqué.")


def reserved_words() -> str:
    """Of protection nobody is told which number is small and which stands beside it."""
    return _("Masqué : chiffre de protection.")


def proposal_words(proposal: "Proposal") -> str:
    said = {
        "table": proposal.table, "axis": proposal.axis, "into": proposal.into,
        "shown": proposal.shown, "hidden": proposal.hidden,
    }  # fmt: skip
    match proposal.kind:
        case "rollup":
            return (
                _(
                    "Répartir par %(into)s au lieu de %(axis)s : %(shown)s nombres montrés, %(hidden)s masqués."
                )
                % said
            )
        case "fold":
            return (
                _("Garder les %(into)s plus grandes lignes et réunir les autres : %(shown)s nombres montrés.")
                % said
            )
        case "one_axis":
            return _("Répartir par %(axis)s seul : %(shown)s nombres montrés, %(hidden)s masqués.") % said
        case "period":
            return _("Prendre la période %(into)s : %(shown)s nombres montrés, %(hidden)s masqués.") % said
    return _("Ne donner que le total.")
