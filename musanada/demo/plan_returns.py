"""How many returned, by whom, to where, and what they received: the printed figures at scale 1, the rest invented.

Printed (``domain/reference-figures.csv``): F009 21,073 departed from Morocco from 2004 to 31 May 2016, F010 to 36
countries; F045 2,196 departed in 2024 through IOM, F046 to 32 countries, F047–F050 the four named; F051 685 people with
support after the return; F066 2,712 Moroccans back in 2024, F067 426 of them supported, F068 57 % in cash, F069 13 % in an
activity. Quoted elsewhere (``domain/systems.md``, §5–§9): IOM 11,300 until about 2018 and 18,000 from 2005 to 2022; 2022:
2,457 departed, 1,443 men, 616 women, 398 minors, 26 countries; 1,664 with IOM from January to September 2024; about 2,550
from Türkiye; 113 counselled by video; 10.4 % of those supported reinforced. Everything else is invented.

How the records carry it, for whoever counts them:
* registers of the past are ``PastReturn`` (``direction`` from_morocco): the State's (unit ``interieur``, channels state and
  embassy) ends on 31 May 2016, IOM's (unit ``oim``, channel iom) goes on until the files begin, in October 2023;
* a file that left is a ``Return`` with ``TravelEvent`` departed and arrived, each with its own ``recorded_at``;
* who was supported in a year has an ``Activity`` with ``given_on`` in it, ``given_recorded_at``, state running or done,
  in a plan that is approved or replaced; the cohort is the year of ``Reintegration.arrived_on``;
* who was reinforced for vulnerability is under the scheme whose ``whom`` is *vulnerable*.
"""

from dataclasses import dataclass
from datetime import date

# Registers of the past, by year of departure.
STATE = {
    2004: 1_480, 2005: 1_704, 2006: 1_320, 2007: 1_165, 2008: 930, 2009: 640, 2010: 588, 2011: 372, 2012: 505,
    2013: 760, 2014: 412, 2015: 894, 2016: 350,
}  # fmt: skip
EMBASSY = {
    2004: 40, 2005: 55, 2006: 96, 2007: 120, 2008: 88, 2009: 70, 2010: 84, 2011: 92, 2012: 105, 2013: 130, 2014: 142,
    2015: 98, 2016: 40,
}  # fmt: skip
IOM = {
    2005: 245, 2006: 610, 2007: 1_142, 2008: 776, 2009: 480, 2010: 612, 2011: 388, 2012: 458, 2013: 901, 2014: 1_158,
    2015: 1_399, 2016: 1_497, 2017: 1_634, 2018: 1_508, 2019: 1_310, 2020: 635, 2021: 790, 2022: 2_457, 2023: 2_010,
}  # fmt: skip
PRINTED_UNTIL = date(2016, 5, 31)
IOM_BY_MAY_2016 = 624  # of the 1,497 of that year; the State's register ends that day
FILES_SINCE = date(2023, 10, 1)  # IOM's register of 2023 ends here: who left later has a file
MEN_2022, WOMEN_2022, MINORS_2022, COUNTRIES_2022 = 1_443, 616, 398, 26

# Departures of 2024 by country of return: four printed, 28 invented that make 545.
COUNTRIES = {
    "CIV": 523, "SEN": 453, "GIN": 410, "MLI": 265, "CMR": 148, "BFA": 62, "COD": 47, "NGA": 44, "GMB": 41, "SLE": 34,
    "COG": 27, "GHA": 24, "TGO": 19, "BEN": 17, "GNB": 14, "LBR": 12, "NER": 11, "MRT": 8, "TCD": 7, "CAF": 6, "GAB": 5,
    "MDG": 4, "PHL": 3, "BGD": 2, "EGY": 2, "PAK": 2, "TUN": 1, "COM": 1, "ETH": 1, "KEN": 1, "IND": 1, "LKA": 1,
}  # fmt: skip
EARLIER_ONLY = ("AGO", "RWA", "GNQ", "CPV")  # with the 32 of 2024: the 36 printed for 2004 to 2016
# Moroccans who came back in 2024, by country of stay: 15.
HOSTS = {
    "TUR": 2_550, "NLD": 39, "DEU": 36, "BEL": 22, "AUT": 12, "CHE": 11, "GRC": 10, "LBY": 8, "BIH": 6, "SRB": 5,
    "IRN": 4, "POL": 3, "DNK": 3, "EGY": 2, "MLT": 1,
}  # fmt: skip
MEN, WOMEN = 0.59, 0.25  # of those who left Morocco; the others are minors
MEN_BACK, WOMEN_BACK = 0.86, 0.09  # of the Moroccans who came back


@dataclass(frozen=True)
class Numbers:
    """How many files of each kind, at scale 1 unless scaled. From Morocco, then to Morocco."""

    departed_2023: int = 300  # from October on; the register holds those before
    departed_2025: int = 268  # of those who applied in the last months of 2024
    until_september: int = 1_664  # of the departures of 2024
    by_video: int = 113  # of the departures of 2024
    withdrawn: int = 498  # applied in 2024 and did not leave
    unreachable: int = 271
    ineligible: int = 92
    referred: int = 61
    exit_refused: int = 38
    unfit: int = 9
    no_funds: int = 117
    duplicate: int = 14
    deceased: int = 2
    supported_2023: int = 173  # supported in 2024, of those who left in 2023
    supported_2024: int = 512
    reinforced: int = 71  # of these 685: 10.4 %
    back_cash: int = 243  # Moroccans supported in 2024: direct cash
    back_business: int = 55
    back_other: int = 128

    def scaled(self, scale: float) -> "Numbers":
        """Each number times ``scale``, rounded, at least 1."""
        return Numbers(**{name: at_least_one(value, scale) for name, value in vars(self).items()})

    @property
    def sides(self) -> dict[str, int]:
        """Side exits of the applications of 2024, by the state they ended in."""
        names = (
            "withdrawn",
            "unreachable",
            "ineligible",
            "referred",
            "exit_refused",
            "unfit",
            "no_funds",
            "duplicate",
        )
        return {name: getattr(self, name) for name in (*names, "deceased")}


def at_least_one(number: int, scale: float) -> int:
    return max(round(number * scale), 1)


def by_country(scale: float) -> dict[str, int]:
    """Departures of 2024: every country keeps one at any scale."""
    return {code: at_least_one(number, scale) for code, number in COUNTRIES.items()}


def by_host(scale: float) -> dict[str, int]:
    return {code: at_least_one(number, scale) for code, number in HOSTS.items()}


def of_2024(scale: float) -> int:
    return sum(by_country(scale).values())


def until_september(scale: float) -> int:
    """How many of them left before October."""
    return round(Numbers().until_september / sum(COUNTRIES.values()) * of_2024(scale))


def printed_before_2016() -> int:
    """All channels, 2004 to 31 May 2016."""
    iom = sum(number for year, number in IOM.items() if year < 2016) + IOM_BY_MAY_2016
    return sum(STATE.values()) + sum(EMBASSY.values()) + iom


def iom_until_2022() -> int:
    return sum(number for year, number in IOM.items() if year <= 2022)
