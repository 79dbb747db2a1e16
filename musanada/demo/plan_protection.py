"""How many children, victims and people hurt: the printed figures at scale 1, the rest invented.

Printed (``domain/reference-figures.csv``): F057 1,024 children recorded in 2024, F058 375 Moroccan, F059 639 foreign, so
that ten have no nationality (F059i2); F060 Guinea, Senegal and Côte d'Ivoire first; F061 93 % aged 13 to 17, F062 "more
than 7 %" under 13, read as 952 and 72; F053 mapping in Nador, Casablanca and Marrakech; F056 109 minors in language
courses. Quoted elsewhere (``domain/systems.md``, §16, §17): 704 boys and 320 girls, 26 foreign nationalities; 40 victims
of trafficking identified in 2024, 32 of them women. Everything else is invented.

How the records carry it, for whoever counts them:
* a child of 2024 has a ``Child`` whose file says ``identified_on`` in 2024; age is that day's; who has no row of
  ``Nationality`` is of unknown nationality;
* a pupil of 2024 has an ``Enrolment`` with an ``Attendance`` that says present in 2024, and the act of assistance;
* a victim identified in 2024 has a ``VictimStatus`` *identified* of that year, by IOM; forms are those of the episodes;
* people hurt have a ``Casualty``, who died a ``Death`` beside it.
"""

from dataclasses import dataclass

from musanada.demo.plan_2014 import apportion

MOROCCAN, UNKNOWN = 375, 10
FOREIGN = {
    "GIN": 196, "SEN": 121, "CIV": 107, "MLI": 48, "CMR": 34, "GMB": 22, "SDN": 21, "BFA": 14, "NGA": 12, "COD": 9,
    "SLE": 8, "COG": 7, "SYR": 6, "GHA": 5, "LBR": 5, "TCD": 4, "TGO": 4, "BEN": 3, "NER": 3, "GNB": 2, "CAF": 2, "MRT": 2,
    "DZA": 1, "GAB": 1, "YEM": 1, "TUN": 1,
}  # fmt: skip
BOYS, GIRLS = 704, 320
# In full years on the day of identification.
AGES = {
    3: 1, 4: 1, 5: 2, 6: 3, 7: 4, 8: 5, 9: 7, 10: 10, 11: 16, 12: 23, 13: 118, 14: 176, 15: 238, 16: 256, 17: 164,
}  # fmt: skip
TOWNS = {
    "MA-NAD": 274, "MA-CAS": 298, "MA-MAR": 151, "MA-OUJ": 104, "MA-TNG": 92, "MA-RAB": 68, "MA-LAA": 37,
}  # fmt: skip
STATUS = {"unaccompanied": 846, "separated": 178}
# Where the file stands today, by the road it took.
ROADS = {
    "lost_early": 132,  # gone before the first assessment
    "lost": 141,
    "onward": 158,
    "adult": 109,
    "plan": 83,
    "care": 62,
    "transferred": 48,
    "withdrew": 41,
    "deceased": 2,
    "active": 138,  # open, with a plan
    "former": 44,  # open, followed beyond 18
    "bid_returned": 14,
    "bid_reunified": 12,
    "bid_care": 9,
    "bid_open": 22,  # decided, being put into effect
    "bid_waiting": 9,  # a panel sits, or will
}
BIDS = ("bid_returned", "bid_reunified", "bid_care", "bid_open", "bid_waiting")
OPEN = ("active", "former", "bid_open", "bid_waiting")


@dataclass(frozen=True)
class Numbers:
    """At scale 1 unless scaled."""

    siblings: int = 38  # pairs
    strangers: int = 262  # children met in the street and never identified, with about 400 encounters
    detections: int = 60
    women: int = 32  # identified in 2024
    men: int = 6
    boys: int = 2
    presumed: int = 6
    received: int = 4
    refused: int = 5
    incidents: int = 45
    casualties: int = 260
    deaths: int = 9
    named: int = 31

    def scaled(self, scale: float) -> "Numbers":
        return Numbers(**{name: at_least_one(value, scale) for name, value in vars(self).items()})


def at_least_one(number: int, scale: float) -> int:
    return max(round(number * scale), 1)


def origins(scale: float) -> dict[str, int]:
    """Children by nationality; the empty code is the unknown one. Every nationality keeps one at any scale."""
    foreign = {code: at_least_one(number, scale) for code, number in FOREIGN.items()}
    return {"MAR": at_least_one(MOROCCAN, scale), **foreign, "": at_least_one(UNKNOWN, scale)}


def children(scale: float) -> int:
    return sum(origins(scale).values())


def spread(scale: float) -> dict[str, list[str]]:
    """For each trait as many values as there are children, in the order of the plan."""
    total = children(scale)
    traits: dict[str, dict[str, int]] = {
        "country": origins(scale),
        "sex": apportion(total, {"M": BOYS, "F": GIRLS}),
        "age": apportion(total, {str(age): number for age, number in AGES.items()}),
        "town": apportion(total, TOWNS, at_least=1),
        "status": apportion(total, STATUS, at_least=1),
        "road": apportion(total, ROADS, at_least=1),
    }
    return {
        name: [value for value, n in counts.items() for _one in range(n)] for name, counts in traits.items()
    }
