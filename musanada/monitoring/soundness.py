"""What makes records good or bad to count with, source by source: what should be known, how soon, what cannot be.

The conditions are SQL over the columns of a fact, written here and nowhere else: no reader types one.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.kit.registry import Registry

OLDEST = 110


@dataclass(frozen=True)
class Field:
    """A column that should be known; empty is unknown, refused or not asked."""

    column: str
    label: Sentence


@dataclass(frozen=True)
class Rule:
    """What can hardly be true. ``{day}`` is the source's date, ``{known}`` the day of the cut-off."""

    code: str
    label: Sentence
    advice: Sentence
    condition: str


@dataclass(frozen=True)
class Source:
    """A fact as the quality page reads it. ``keeper``: whose code ``office`` holds, a unit's or a partner's."""

    code: str
    label: Sentence
    fact: str
    office: str
    keeper: str
    late_after: int
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    where: str = "TRUE"


SEX = Field("sex", _("Sexe"))
BIRTH = Field("birth_date", _("Date de naissance"))
NATIONALITY = Field("nationality", _("Nationalité"))
PROVINCE = Field("province", _("Province ou préfecture"))
FUTURE = Rule(
    "future",
    _("Daté après l'arrêt des données"),
    _("Corrigez la date : elle n'est pas encore venue."),
    "{day} > {known}",
)
EARLY = Rule(
    "early",
    _("Enregistré avant d'avoir eu lieu"),
    _("Vérifiez la date : la fiche a été écrite avant."),
    "{recorded_on} < {day}",
)
UNBORN = Rule(
    "unborn",
    _("Né après le jour dit"),
    _("Vérifiez la date de naissance et la date de l'acte : l'une des deux est fausse."),
    "birth_date > {day}",
)
AGED = Rule(
    "aged",
    _("Plus de cent dix ans"),
    _("Vérifiez l'année de naissance."),
    f"DATE_DIFF('year', birth_date, {{day}}) > {OLDEST}",
)
NEW_YEAR = Rule(
    "new_year",
    _("Né un premier janvier, au jour près"),
    _("Souvent une année seule, saisie comme un jour : corrigez la précision de la date."),
    "birth_precision = 'day' AND MONTH(birth_date) = 1 AND DAY(birth_date) = 1",
)

SOURCES: Registry[Source] = Registry("source of records")
SOURCES.add(
    "people",
    Source(
        "people", _("Personnes inscrites"), "person_registered", "unit", "unit", 3,
        (SEX, BIRTH, NATIONALITY, PROVINCE), (UNBORN, AGED, NEW_YEAR, FUTURE, EARLY),
    ),
)  # fmt: skip
SOURCES.add(
    "assistance",
    Source(
        "assistance",
        _("Aides données"),
        "assistance_given",
        "partner",
        "partner",
        7,
        (SEX, BIRTH, NATIONALITY, PROVINCE, Field("programme", _("Programme"))),
        (
            UNBORN,
            FUTURE,
            EARLY,
            Rule(
                "nights",
                _("Séjour de plus d'un an"),
                _("Notez le départ : le séjour compte des nuits tant qu'il reste ouvert."),
                "nights > 365",
            ),
            Rule(
                "nothing",
                _("Quantité nulle ou négative"),
                _("Corrigez la quantité, ou annulez l'aide si rien n'a été remis."),
                "quantity <= 0",
            ),
        ),
        where="recipient",
    ),
)
SOURCES.add(
    "regularisation",
    Source(
        "regularisation",
        _("Dossiers de régularisation"),
        "regularisation_file",
        "office",
        "unit",
        7,
        (SEX, BIRTH, NATIONALITY, PROVINCE, Field("category", _("Critère invoqué"))),
        (
            UNBORN,
            AGED,
            FUTURE,
            EARLY,
            Rule(
                "incomplete",
                _("Complet avant d'être déposé"),
                _("Vérifiez les deux dates du dossier."),
                "complete_on < {day}",
            ),
        ),
    ),
)
SOURCES.add(
    "returns",
    Source(
        "returns",
        _("Demandes de retour"),
        "return_application",
        "office",
        "unit",
        7,
        (SEX, BIRTH, Field("country", _("Pays de retour"))),
        (
            UNBORN,
            AGED,
            FUTURE,
            EARLY,
            Rule(
                "departed",
                _("Parti avant d'avoir demandé"),
                _("Vérifiez la date de la demande et celle du départ."),
                "departed_on < {day}",
            ),
        ),
    ),
)
SOURCES.add(
    "reintegration",
    Source(
        "reintegration",
        _("Dossiers de réintégration"),
        "reintegration_file",
        "office",
        "unit",
        14,
        (SEX, BIRTH, Field("region", _("Région"))),
        (
            UNBORN,
            AGED,
            FUTURE,
            Rule(
                "started",
                _("Appui commencé avant l'arrivée"),
                _("Vérifiez la date d'arrivée et celle du premier appui."),
                "started_on < {day}",
            ),
        ),
    ),
)
