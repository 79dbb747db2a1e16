"""Findings as sentences in the reader's language: what is asked, what was found, from which pieces, what is lacking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.regularisation.criteria.conditions import ConditionDraft, amount, asked, language, sentence
from musanada.regularisation.criteria.judging import Finding
from musanada.regularisation.criteria.reading import DECLARED, NOTHING, SHOWN
from musanada.regularisation.criteria.shown import Truth
from musanada.regularisation.criteria.vocabulary import AT_MOST, FACTS, Fact, Kind

ANSWERS: Mapping[str, tuple[str, Sentence]] = {
    "yes": ("done", gettext_lazy("Oui")),
    "no": ("blocked", gettext_lazy("Non")),
    "unknown": ("wait", gettext_lazy("Non établi")),
}


@dataclass(frozen=True)
class Said:
    """One condition: does it hold, the sentence, and what explains it (gaps, pieces, what is lacking)."""

    truth: str
    text: str
    notes: Sequence[str] = ()
    pieces: str = ""
    alternative: int = 1

    @property
    def kind(self) -> str:
        """The shape beside the word."""
        return ANSWERS[self.truth][0]

    @property
    def answer(self) -> Sentence:
        return ANSWERS[self.truth][1]


@dataclass
class Names:
    """Names of kinds of pieces, by code; the code where none is known."""

    known: Mapping[str, str] = field(default_factory=dict)

    def of(self, codes: Iterable[str]) -> str:
        return _(", ").join(self.known.get(code, code) for code in codes)


def words(findings: Sequence[Finding], names: Mapping[str, str] | None = None) -> list[str]:
    """Every sentence, one after the other: for a letter, a table, a command line."""
    said = explained(findings, names)
    return [text for one in said for text in (one.text, *one.notes)]


def explained(findings: Sequence[Finding], names: Mapping[str, str] | None = None) -> list[Said]:
    known = Names(names or {})
    return [say(one, known) for one in findings]


def say(one: Finding, names: Names) -> Said:
    fact = FACTS.get(one["fact"])
    if fact is None:
        draft = ConditionDraft(one["fact"], one["compare"], one["value"])
        text = _("%(asked)s — cette version du logiciel ne sait pas l'examiner.") % {"asked": sentence(draft)}
        return Said(Truth.UNKNOWN, text, alternative=one["alternative"])
    wanted = asked(fact, one["compare"], one["value"])
    limit = (
        only_at_most(wanted) if one["compare"] == AT_MOST else _("il faut : %(asked)s") % {"asked": wanted}
    )
    text = _("%(found)s (%(asked)s)") % {"found": found_words(fact, one), "asked": limit}
    return Said(one["truth"], text, notes(fact, one), names.of(one["pieces"]), one["alternative"])


def only_at_most(wanted: str) -> str:
    return _("permis : %(asked)s") % {"asked": wanted}


def found_words(fact: Fact, one: Finding) -> str:
    """What the file shows of the fact."""
    if one["state"] == DECLARED:
        return _("%(fact)s : déclaré (%(value)s), non établi") % {
            "fact": fact.label,
            "value": value_words(fact, one["found"]),
        }
    if one["state"] == NOTHING:
        return nothing_words(fact, one)
    if one.get("no_parent"):
        return _("%(fact)s : ce dossier ne dépend d'aucun autre") % {"fact": fact.label}
    if fact.code == "age":
        return age_words(one)
    if fact.code == "residence_months" and one.get("since") is None:
        return _("Résidence continue non établie jusqu'au jour de référence : dernière preuve le %(day)s") % {
            "day": day(one["last"])
        }
    if fact.code == "residence_months":
        return _("Résidence continue établie : %(months)s, depuis le %(day)s") % {
            "months": value_words(fact, one["found"]),
            "day": day(one["since"]),
        }
    if fact.code == "parent_meets":
        met = ", ".join(one.get("met", ()))
        return _("Catégorie que remplit le parent : %(codes)s") % {"codes": met or _("aucune")}
    return _("%(fact)s : %(value)s") % {"fact": fact.label, "value": value_words(fact, one["found"])}


def nothing_words(fact: Fact, one: Finding) -> str:
    if one.get("undecided"):
        return _("%(fact)s : le dossier principal n'est pas encore décidé") % {"fact": fact.label}
    if one.get("level_missing"):
        return _("%(fact)s : une pièce est là, le niveau n'est pas noté") % {"fact": fact.label}
    if not fact.pieces:
        return _("%(fact)s : la fiche ne le dit pas") % {"fact": fact.label}
    return _("%(fact)s : aucune pièce ne l'établit") % {"fact": fact.label}


def value_words(fact: Fact, value: Any) -> str:
    if fact.kind in (Kind.MONTHS, Kind.YEARS):
        return amount(fact, int(value))
    if fact.kind == Kind.DAY:
        return _("depuis le %(day)s") % {"day": day(value)}
    return str(fact.choices.get(str(value)) or _("autre"))


def age_words(one: Finding) -> str:
    low, high = one["low"], one["high"]
    fact = FACTS["age"]
    if low == high:
        return _("Âge au jour de référence : %(age)s") % {"age": amount(fact, low)}
    return _("Âge au jour de référence : entre %(low)s et %(high)s ans") % {"low": low, "high": high}


def notes(fact: Fact, one: Finding) -> list[str]:
    """What explains the finding, the gaps that interrupt first."""
    said = [gap_words(*gap) for gap in one.get("gaps", ())]
    said += [bridged_words(*gap) for gap in one.get("bridged", ())]
    if undated := one.get("undated"):
        said.append(
            ngettext(
                "%(n)s pièce ne dit pas quelle période elle couvre : complétez-la.",
                "%(n)s pièces ne disent pas quelle période elles couvrent : complétez-les.",
                undated,
            )
            % {"n": undated}
        )
    if one.get("lacks") == "marriage":
        said.append(_("L'acte de mariage manque."))
    if one.get("lacks") == "spouse_paper":
        said.append(_("La pièce du conjoint manque : carte nationale ou titre de séjour."))
    if one.get("estimated"):
        said.append(_("L'âge est estimé : vérifiez avant de décider."))
    if (
        one["state"] == SHOWN
        and fact.code in ("life_together_months", "contract_months")
        and one.get("since")
    ):
        said.append(_("Compté depuis le %(day)s.") % {"day": day(one["since"])})
    return said + reserve(fact, one)


def reserve(fact: Fact, one: Finding) -> list[str]:
    """What the verified pieces alone would show, where that is less."""
    if fact.kind == Kind.MONTHS and one.get("firm_found") is not None:
        return [
            _("Par les pièces vérifiées seules : %(months)s.")
            % {"months": amount(fact, int(one["firm_found"]))}
        ]
    if one["firm"] != one["truth"]:
        return [_("Repose sur des pièces reçues qui ne sont pas encore vérifiées.")]
    return []


def gap_words(first: str, last: str, days: int) -> str:
    return ngettext(
        "Trou du %(first)s au %(last)s : %(days)s jour sans preuve.",
        "Trou du %(first)s au %(last)s : %(days)s jours sans preuve.",
        days,
    ) % {"first": day(first), "last": day(last), "days": days}


def bridged_words(first: str, last: str, days: int) -> str:
    return ngettext(
        "Du %(first)s au %(last)s : %(days)s jour sans preuve, toléré.",
        "Du %(first)s au %(last)s : %(days)s jours sans preuve, tolérés.",
        days,
    ) % {"first": day(first), "last": day(last), "days": days}


def day(text: str) -> str:
    return format_date(date.fromisoformat(text), language())
