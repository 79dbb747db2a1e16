"""Machine-readable zones: the specimens of Doc 9303, noise, and that no wrong character passes for a right one."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.kit.choices import BirthPrecision
from musanada.kit.mrz import Zone, check_digit, read
from musanada.kit.mrz_words import WRONG, remarks
from musanada.kit.tests.zones import td1, td2, td3, visa

TODAY = date(2026, 11, 22)
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
SPECIMENS = {
    "TD3": PASSPORT,
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "MRV-A": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "MRV-B": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}
NAMES = st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=7), min_size=1, max_size=2).map(
    " ".join
)
NUMBERS = st.text("ABCDEFGHJKLMNPRTUVWXY123456789", min_size=6, max_size=9)


def found(text: str) -> Zone:
    zone = read(text, today=TODAY)
    assert zone is not None
    return zone


@pytest.mark.parametrize("layout", SPECIMENS)
def test_the_specimens_of_the_standard(layout: str) -> None:
    zone = found("\n".join(SPECIMENS[layout]))
    assert (zone.layout, zone.surname, zone.given, zone.sex) == (layout, "Eriksson", "Anna Maria", "F")
    assert zone.sound and not zone.repaired
    assert zone.number == {"T": "D23145890", "M": "L8988901C"}[layout[0]] or layout == "TD3"


def test_the_long_numbers_of_the_standard() -> None:
    small = found(
        "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
    )
    large = found("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8")
    assert small.number == large.number == "D23145890734"
    assert small.sound and large.sound
    assert small.expires == date(1995, 7, 12)


@pytest.mark.parametrize(
    "noise",
    [
        lambda a, b: a + b,
        lambda a, b: f"{a} {b}".lower(),
        lambda a, b: f"République\n\n{a.rstrip('<')}\n{b}\nfin",
        lambda a, b: f"{a.replace('<<', '«')}\r\n{b.replace('<<', '«')}",
        lambda a, b: f"{' '.join(a)}\n{' '.join(b)}",
        lambda a, b: f"{a}<<\n{b[:37]}<<<{b[42:]}",
        lambda a, b: f"  {a}\n{b}  ",
    ],
)
def test_noise_of_scanners_and_hands(noise) -> None:
    zone = found(noise(*PASSPORT))
    assert zone.sound
    assert (zone.number, zone.birth and zone.birth.date) == ("L898902C3", date(1974, 8, 12))
    assert (zone.name, zone.personal) == ("Anna Maria Eriksson", "ZE184226B")


def test_lookalikes_are_set_right_where_a_check_digit_proves_it() -> None:
    zone = found(
        "\n".join((PASSPORT[0], PASSPORT[1].replace("L898902C3", "L8989O2C3").replace("740812", "74O8I2")))
    )
    assert zone.number == "L898902C3" and zone.birth and zone.birth.date == date(1974, 8, 12)
    assert zone.repaired == ("number", "birth") and zone.sound
    assert len(remarks(zone)) == 2


def test_two_ways_to_be_right_are_none() -> None:
    number = "O1234O678"  # two letters, each of which may be the wrong one
    for digit in "0123456789":
        line = td3("A", "B", number)[1]
        zone = read("\n".join((td3("A", "B", number)[0], line[:9] + digit + line[10:])), today=TODAY)
        assert zone is None or zone.number == "" or check_digit(zone.number.ljust(9, "<")) == digit


@pytest.mark.parametrize(
    "written, born, precision",
    [
        ("900305", date(1990, 3, 5), BirthPrecision.DAY),
        ("2611<<", date(2026, 11, 1), BirthPrecision.MONTH),
        ("9003<<", date(1990, 3, 1), BirthPrecision.MONTH),
        ("90<<<<", date(1990, 1, 1), BirthPrecision.YEAR),
        ("900000", date(1990, 1, 1), BirthPrecision.YEAR),
        ("<<<<<<", None, BirthPrecision.UNKNOWN),
        ("261122", date(2026, 11, 22), BirthPrecision.DAY),
        ("261123", date(1926, 11, 23), BirthPrecision.DAY),
        ("000229", date(2000, 2, 29), BirthPrecision.DAY),
    ],
)
def test_births_known_in_part_and_in_the_right_century(
    written: str, born: date | None, precision: str
) -> None:
    zone = found("\n".join(td3("BAH", "AWA", "A1234567", birth=written)))
    assert zone.birth is not None and (zone.birth.date, zone.birth.precision) == (born, precision)
    assert zone.sound


@pytest.mark.parametrize("written", ["901305", "900230", "90<<05", "<<0305"])
def test_a_birth_that_does_not_exist_is_said(written: str) -> None:
    zone = found("\n".join(td3("BAH", "AWA", "A1234567", birth=written)))
    assert zone.birth is None and "birth" in zone.wrong


@pytest.mark.parametrize(
    "code, country",
    [
        ("D", "DEU"),
        ("GBD", "GBR"),
        ("GBR", "GBR"),
        ("XXA", "XXA"),
        ("XXB", ""),
        ("XXC", ""),
        ("XXX", ""),
        ("UNO", ""),
        ("GIN", "GIN"),
        ("61N", ""),
    ],
)
def test_codes_of_nationality(code: str, country: str) -> None:
    zone = found("\n".join(td3("BAH", "AWA", "A1234567", country=code)))
    assert zone.nationality == country
    assert country or remarks(zone)


def test_a_name_longer_than_the_zone_is_said_to_be_cut() -> None:
    zone = found("\n".join(td1("OUEDRAOGO NIKIEMA", "MARIE MADELEINE AWA", "A1234567")))
    assert zone.truncated and zone.given == "Marie Madel"
    assert not found("\n".join(td1("BAH", "AWA", "A1234567"))).truncated


def test_a_passport_with_a_wrong_final_digit_is_not_taken_for_a_visa() -> None:
    first, second = td3("VANDEN", "AVA", "A1234567")
    wrong = second[:-1] + str((int(second[-1]) + 1) % 10)
    zone = found(first + wrong)
    assert (zone.layout, zone.wrong) == ("TD3", ("whole",))


@settings(deadline=None, max_examples=150)
@given(NAMES, NAMES, NUMBERS, st.sampled_from(("TD1", "TD2", "TD3", "MRV-A", "MRV-B")), st.booleans())
def test_what_was_printed_is_read(
    surname: str, given_names: str, number: str, layout: str, broken: bool
) -> None:
    makers = {
        "TD1": lambda: td1(surname, given_names, number),
        "TD2": lambda: td2(surname, given_names, number),
        "TD3": lambda: td3(surname, given_names, number, personal="77 1".replace(" ", "<")),
        "MRV-A": lambda: visa(surname, given_names, number, 44),
        "MRV-B": lambda: visa(surname, given_names, number, 36),
    }
    zone = found(("\n" if broken else "").join(makers[layout]()))
    assert (zone.layout, zone.number, zone.sound) == (layout, number, True)
    assert f"{surname} {given_names}".startswith(f"{zone.surname} {zone.given}".upper().strip())
    assert zone.expires == date(2030, 1, 1)


@settings(deadline=None, max_examples=60)
@given(st.text("ABCDEFGHJKLMNPRTUVWXY123456789", min_size=10, max_size=15), st.booleans())
def test_long_numbers_go_on_in_the_optional_data(number: str, small: bool) -> None:
    lines = td1("BAH", "AWA", number) if small else td2("BAH", "AWA", number)
    zone = found("\n".join(lines))
    assert zone.number == number and zone.sound


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_one_wrong_character_of_a_checked_field_is_never_silent(data: st.DataObject) -> None:
    """As far as modulo 10 can tell: a change by ten (A for 0, K for A, G for 6) keeps the digit."""
    first, second = td3("DIALLO", "AWA", data.draw(NUMBERS), personal="A12")
    place = data.draw(st.sampled_from([*range(10), *range(13, 20), *range(21, 44)]))
    new = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"))
    old = second[place]
    changed = second[:place] + new + second[place + 1 :]
    right, zone = found(first + second), read(f"{first}\n{changed}", today=TODAY)
    if check_digit(old) == check_digit(new) or zone is None:
        return
    same = (zone.number, zone.birth, zone.expires, zone.personal)
    told = (right.number, right.birth, right.expires, right.personal)
    assert zone.wrong or zone.repaired or same == told
    for part, value in (("number", zone.number), ("birth", zone.birth), ("expiry", zone.expires)):
        assert part not in zone.wrong or not value


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text("PIV<AUTO0123456789\n «", max_size=130),
        st.lists(st.sampled_from([line for lines in SPECIMENS.values() for line in lines]), max_size=5).map(
            "\n".join
        ),
    )
)
def test_no_text_at_all_makes_it_fail(text: str) -> None:
    zone = read(text, today=TODAY)
    if zone is not None:
        assert all(str(sentence) for sentence in remarks(zone))
        assert set(zone.wrong) <= set(WRONG)


def test_check_digits() -> None:
    assert check_digit("520727") == "3"  # the example of Doc 9303-3
    assert check_digit("AB2134<<<") == "5"
