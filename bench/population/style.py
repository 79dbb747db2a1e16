"""How often what happens to a record, for the two populations the generator knows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """Shares between 0 and 1. A *twin* is a second record of somebody already in the register."""

    name: str
    skew: float = 0.95
    # the register as it is
    duplicates: float = 0.12
    sizes: tuple[float, ...] = (0.70, 0.20, 0.07, 0.03)  # one, two, three, four more records
    siblings: float = 0.03
    second_name: float = 0.16
    document: float = 0.50  # has one; shown at 4 of 5 registrations
    phone: float = 0.72
    mother: float = 0.62
    shown: float = 0.80
    shared_phone: float = 0.03
    shared_document: float = 0.001
    first_of_january: float = 0.17
    end_of_december: float = 0.03
    year_only: float = 0.09
    month_only: float = 0.01
    no_birth: float = 0.05
    wrong_nationality: float = 0.01
    arabic_name: float = 0.50  # of Arab nationals
    arabic_name_others: float = 0.07
    capitals: float = 0.15
    no_accents: float = 0.40
    # what happens between two registrations
    respelled: float = 0.36  # each word
    through_arabic: float = 0.03
    arabic_only: float = 0.10
    arabic_only_others: float = 0.02
    slip: float = 0.13
    swapped: float = 0.08
    second_dropped: float = 0.40
    second_added: float = 0.06
    initial: float = 0.02
    nickname: float = 0.04
    no_family: float = 0.015
    married: float = 0.02
    joined: float = 0.40
    birth_lost: float = 0.06
    birth_january: float = 0.06
    birth_year_only: float = 0.10
    birth_other_day: float = 0.06
    birth_other_year: float = 0.07
    birth_turned: float = 0.02
    sex_lost: float = 0.01
    sex_wrong: float = 0.01
    nationality_lost: float = 0.02
    nationality_other: float = 0.02
    document_renewed: float = 0.22
    document_mistyped: float = 0.05
    phone_changed: float = 0.35
    mother_respelled: float = 0.45
    mother_short: float = 0.25
    moved: float = 0.30


A = Style("a")
B = Style(
    "b", skew=0.8, sizes=(0.60, 0.22, 0.12, 0.06), siblings=0.05, second_name=0.28, document=0.45, phone=0.65,
    mother=0.55, first_of_january=0.25, year_only=0.05, no_birth=0.07, arabic_name=0.35, arabic_name_others=0.12,
    capitals=0.35, no_accents=0.65, respelled=0.30, through_arabic=0.08, arabic_only=0.16, arabic_only_others=0.04,
    slip=0.20, swapped=0.12, second_dropped=0.30, second_added=0.10, initial=0.03, nickname=0.02, no_family=0.02,
    joined=0.5, birth_lost=0.08, birth_january=0.08, birth_year_only=0.06, birth_other_day=0.05,
    birth_other_year=0.09, birth_turned=0.03, nationality_lost=0.04, nationality_other=0.03, document_renewed=0.30,
    document_mistyped=0.08, phone_changed=0.45, mother_respelled=0.55, mother_short=0.35, moved=0.45,
)  # fmt: skip
STYLES = {"a": A, "b": B}
