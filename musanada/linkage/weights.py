"""How much each fact tells: the one table of the search, read by the register's ranking and by foreign files.

Two descriptions of one person agree on a fact with probability *m*; those of two people with probability *u*.
A fact shifts the odds by ln(m/u). *m* is about how lists are kept (spellings, slips, birthdays guessed) and
stands here; *u* is about who lives in the list and is counted there as far as it can be: how many bear a name
like the one said, were born that year, hold that nationality. The values of *m* are rates read off the answers of
three generated lists of different habits and rounded, so marks on lists of those families flatter them: a real
register must be measured anew (docs/linkage.md).
"""

from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of likeness of two words: from ``least`` (0..1, `kit.names.compare`) on, and its *m*.

    ``m`` within one script; ``across`` two scripts, where no spelling is ever the same.
    """

    least: float
    m: float
    across: float


# Same letters; another spelling of the same name, or the same folded sound; sound; origin, part or slip.
LEVELS = (
    Level(0.999, 0.62, 0.40),
    Level(0.945, 0.26, 0.40),
    Level(0.84, 0.05, 0.46),
    Level(0.69, 0.05, 0.11),
)
LETTER = 0.9  # where one of both words is a single letter: it is the other's first
CONTRADICTED = log(0.04)  # both have a word left that nothing explains
UNMATCHED = log(0.20)  # a word was said that the other name lacks
UNSAID = log(0.45)  # the other name has a word that was not said
TITLE = 0.25  # share of its weight that Moulay or El Hadj keeps
OTHER_SCRIPT = 1.5  # the name in the other script counts only where that of the same script is so much worse
NAMES_TOGETHER = 0.9  # names of one person are not independent: some go with a family

# Years: same, one apart, two or three apart, a slip of one digit, further.
YEAR_SAME, YEAR_ONE, YEAR_FEW, YEAR_SLIP, YEAR_FAR = 0.90, 0.05, 0.04, 0.01, 0.015
YEARS = 60  # years of birth that a list spans, for what is not counted
# Where both days are known and neither stands for "some day of that year":
DAY_SAME, DAY_SWAPPED, DAY_HALF, DAY_OTHER = 0.92, 0.02, 0.05, 0.01  # given the year agrees
DAYS, HALF = 365, 0.11  # u of the day given the year; of the same month or the same day of the month
DAY_SAME_YEAR_OTHER = 0.6  # given the year differs: the same day of the year by a slip of the year
SEX_SAME, SEX_OTHER = 0.985, 0.015
COUNTRY_SAME, COUNTRY_OTHER = 0.95, 0.05
DOCUMENT_SAME, DOCUMENT_CLOSE, DOCUMENT_OTHER = 11.0, 5.0, -0.4  # numbers are nearly unique
PHONE_SAME, PHONE_END, PHONE_OTHER = 5.0, 2.0, -0.1
SHARED = 2  # a phone or document borne by more records than this proves less
