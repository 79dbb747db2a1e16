"""Cards of those regularised in 2014: one year, then renewed for one year, for three since January 2017; many lapse.

Stock is not what was issued: who does not renew falls out of it.
"""

from datetime import UTC, date, datetime, time, timedelta

from musanada.cases.clocks import after_months
from musanada.demo.chance import Chance
from musanada.regularisation.past import PastCard

THREE_YEARS_SINCE = date(2017, 1, 10)
# How many renew for the first time, the second, … (invented: renewal rates are not printed)
RENEWED = (0.46, 0.5, 0.62, 0.7, 0.72, 0.75, 0.75, 0.75)
DAY = timedelta(days=1)


def cards(chance: Chance, decided: date, today: date) -> tuple[PastCard, ...]:
    """The cards of one holder, from the decision until they stopped renewing or until today."""
    if chance.part(0.004):
        return ()  # never came to fetch it
    begins = decided + (18 + chance.randrange(50)) * DAY
    made = [card(begins, 12)]
    for share in RENEWED:
        last = made[-1]
        asked = last.valid_to - chance.randrange(5, 50) * DAY
        begins = asked + chance.randrange(12, 60) * DAY
        if begins >= today or not chance.part(share):
            break
        made.append(card(begins, 36 if begins >= THREE_YEARS_SINCE else 12, asked))
    return tuple(made)


def card(begins: date, months: int, asked: date | None = None) -> PastCard:
    at = datetime.combine(begins, time(11), UTC)
    return PastCard(begins, after_months(begins, months) - DAY, at, asked)
