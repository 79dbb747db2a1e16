"""The facts a criterion may ask: a closed vocabulary. What each is computed from stands in ``reading``.

An operation combines these freely, without code. A fact that no operation needed yet is added here and in ``reading``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence

AT_LEAST, AT_MOST, IS, BEFORE = "at_least", "at_most", "is", "before"
YES_NO: Mapping[str, Sentence] = {"yes": _("oui"), "no": _("non")}
SEX: Mapping[str, Sentence] = {"F": _("femme"), "M": _("homme"), "X": _("autre")}


class Kind(StrEnum):
    """What values a fact takes."""

    MONTHS = "months"
    YEARS = "years"
    DAY = "day"
    CHOICE = "choice"
    LEVEL = "level"  # codes in order
    CODES = "codes"  # criteria of the same operation, several allowed: one of them


COMPARES: Mapping[Kind, tuple[str, ...]] = {
    Kind.MONTHS: (AT_LEAST, AT_MOST),
    Kind.YEARS: (AT_LEAST, AT_MOST),
    Kind.DAY: (BEFORE,),
    Kind.CHOICE: (IS,),
    Kind.LEVEL: (AT_LEAST, AT_MOST, IS),
    Kind.CODES: (IS,),
}


@dataclass(frozen=True)
class Fact:
    """One word of the vocabulary. ``pieces`` are what a piece must show (``PieceType.shows``) to support it; a fact
    without pieces stands on the file itself: the person's record, or the parent's file."""

    code: str
    label: Sentence
    kind: Kind
    hint: Sentence
    pieces: tuple[str, ...] = ()
    choices: Mapping[str, Sentence] = field(default_factory=dict)

    @property
    def compares(self) -> tuple[str, ...]:
        return COMPARES[self.kind]


# Whatever proves that someone was in the country on the days it covers.
PRESENCE = ("residence", "entry", "care", "contract", "work", "schooling", "illness")
SCHOOLING: Mapping[str, Sentence] = {
    "0": _("aucune"),
    "1": _("primaire"),
    "2": _("collège"),
    "3": _("lycée"),
    "5": _("supérieur"),
}

_ALL = (
    Fact(
        "spouse_of",
        _("Conjoint"),
        Kind.CHOICE,
        _("Acte de mariage, et carte nationale ou titre de séjour du conjoint."),
        ("marriage", "spouse_moroccan", "spouse_regular"),
        {"moroccan": _("d'une personne marocaine"), "regular": _("d'une personne étrangère en séjour régulier")},
    ),
    Fact(
        "life_together_months",
        _("Vie commune"),
        Kind.MONTHS,
        _("Compté depuis la plus ancienne date que montrent l'acte de mariage ou l'attestation de vie commune."),
        ("marriage", "life_together"),
    ),
    Fact(
        "residence_months",
        _("Résidence continue"),
        Kind.MONTHS,
        _("Calculé sur les périodes que couvrent les pièces, jusqu'au jour de référence ; un trou long l'interrompt."),
        PRESENCE,
    ),
    Fact(
        "present_before",
        _("Présence au pays"),
        Kind.DAY,
        _("La plus ancienne preuve de présence porte une date antérieure."),
        PRESENCE,
    ),
    Fact(
        "contract_months",
        _("Contrat de travail"),
        Kind.MONTHS,
        _("Durée du plus long contrat produit."),
        ("contract",),
    ),
    Fact(
        "occupation_shown",
        _("Activité établie"),
        Kind.CHOICE,
        _("Un contrat ou une attestation de travail ou d'activité."),
        ("contract", "work"),
        YES_NO,
    ),
    Fact(
        "illness_shown",
        _("Maladie grave établie"),
        Kind.CHOICE,
        _("Un certificat médical de maladie grave."),
        ("illness",),
        YES_NO,
    ),
    Fact("sex", _("Sexe"), Kind.CHOICE, _("D'après la fiche de la personne."), (), SEX),
    Fact(
        "age",
        _("Âge"),
        Kind.YEARS,
        _("Au jour de référence, d'après la fiche ; une naissance connue par l'année laisse parfois un doute."),
    ),
    Fact(
        "unaccompanied",
        _("Mineur non accompagné"),
        Kind.CHOICE,
        _("Attestation de mineur non accompagné."),
        ("unaccompanied",),
        YES_NO,
    ),
    Fact(
        "schooling",
        _("Scolarité"),
        Kind.LEVEL,
        _("Niveau déclaré, appuyé par un certificat de scolarité ou un diplôme."),
        ("schooling",),
        SCHOOLING,
    ),
    Fact(
        "filiation_shown",
        _("Filiation établie"),
        Kind.CHOICE,
        _("Acte de naissance ou preuve de filiation."),
        ("filiation",),
        YES_NO,
    ),
    Fact(
        "parent_meets",
        _("Catégorie que remplit le parent"),
        Kind.CODES,
        _("Dossier principal : catégorie retenue s'il est décidé, sinon ce que montrent ses pièces."),
    ),
    Fact(
        "parent_favourable",
        _("Décision favorable du parent"),
        Kind.CHOICE,
        _("Le dossier principal a reçu une décision favorable."),
        (),
        YES_NO,
    ),
    Fact("parent_sex", _("Sexe du parent"), Kind.CHOICE, _("Fiche de la personne du dossier principal."), (), SEX),
    Fact(
        "refugee_recognised",
        _("Réfugié reconnu"),
        Kind.CHOICE,
        _("Certificat de réfugié du HCR ou du BRA."),
        ("refugee",),
        YES_NO,
    ),
)  # fmt: skip
FACTS: Mapping[str, Fact] = {fact.code: fact for fact in _ALL}
