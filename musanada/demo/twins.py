"""People met twice: the same person registered by two offices in two spellings, and homonyms who are not the same.

Registered today, without any act: no figure of the past moves. The nightly comparison finds them; nothing is merged.
"""

from datetime import date

from musanada.access.models import Unit, User
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.people.commands import register
from musanada.people.drafts import BasisDraft, ContactDraft, NameDraft, PersonDraft

BASIS = BasisDraft(basis="consent", means="oral", notice_version="2026-11", language="fra")
FIRST, SECOND = "oim-ouj", "assoc-oujda-frontiere"

Said = tuple[
    str, str, date | None, BirthPrecision, str, str, str
]  # name, mother, birth, how well, country, sex, phone
DAY, YEAR, NOT_ASKED = BirthPrecision.DAY, BirthPrecision.YEAR, BirthPrecision.NOT_ASKED
# Each line: as the first office wrote it, as the second did.
PAIRS: tuple[tuple[Said, Said], ...] = (
    (
        ("Zoumana Ouattara", "Karidja Coulibaly", date(1996, 5, 14), DAY, "CIV", "M", "+212611223344"),
        ("Zumana Wattara", "Karidia Koulibali", date(1996, 1, 1), YEAR, "CIV", "M", ""),
    ),
    (
        ("Yakhouba Diabaté", "Sira Kouyaté", date(1999, 11, 2), DAY, "GIN", "M", "+212612334455"),
        ("ياكوبا دياباتي", "", date(1999, 11, 2), DAY, "GIN", "M", ""),
    ),
    (
        ("Ndèye Khady Thiam", "Astou Ndour", date(1988, 3, 9), DAY, "SEN", "F", ""),
        ("Thiam Khady", "Astu Ndur", date(1988, 1, 1), YEAR, "SEN", "F", "+212613445566"),
    ),
    (
        ("Abdelbasset Zerouali", "", date(2001, 7, 21), DAY, "DZA", "M", "+212614556677"),
        ("عبد الباسط الزروالي", "", date(2001, 7, 21), DAY, "DZA", "M", "0614556677"),
    ),
    # Two people: one name, one guessed birthday, two mothers.
    (
        ("Mamadou Sow", "Aïssatou Bah", date(1994, 1, 1), DAY, "GIN", "M", ""),
        ("Mamadou Sow", "Kadiatou Barry", date(1994, 1, 1), DAY, "GIN", "M", ""),
    ),
)


def fill(units: dict[str, Unit], people: dict[str, User]) -> int:
    """``people``: unit code → who registers there. Returns how many were registered."""
    for pair in PAIRS:
        for code, said in zip((FIRST, SECOND), pair, strict=True):
            register(people[code], units[code], draft=draft(said), basis=BASIS)
    return 2 * len(PAIRS)


def draft(said: Said) -> PersonDraft:
    name, mother, born, precision, country, sex, phone = said
    return PersonDraft(
        names=(NameDraft(text=name, mother=mother),),
        sex=sex,
        birth=PartialDate(born, precision),
        nationalities=(country,),
        contacts=(ContactDraft("phone", phone),) if phone else (),
    )
