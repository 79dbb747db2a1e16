"""Any number, in any spelling, in any sentence, is read back: value, step and place in the text."""

from decimal import Decimal

import pytest
import text_to_num
from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.kit.spelled import french
from musanada.press.reading import read
from musanada.press.reading.folding import fold
from musanada.press.reading.words import read_words

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
GROUPS = {
    "space": " ",
    "narrow": "\u202f",
    "fixed": "\u00a0",
    "thin": "\u2009",
    "dot": ".",
    "comma": ",",
    "quote": "’",
}
SENTENCES = {
    "fr": "Selon le ministère, {} personnes ont été secourues au large de Dakhla.",
    "en": "The ministry said that {} people were rescued off Dakhla.",
    "ar": "أعلنت الوزارة أنه تم إنقاذ {} شخصا قبالة سواحل الداخلة.",
}
langs = st.sampled_from(sorted(SENTENCES))
counts = st.integers(0, 999_999_999).filter(lambda n: not 1900 <= n <= 2099)


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def the_number(text: str):
    """The one number of a sentence, with its place checked against the text as given."""
    numbers = [n for n in read(text).numbers if n.cls in ("figure", "percent", "change", "money")]
    assert len(numbers) == 1, [(n.text, n.cls) for n in numbers]
    number = numbers[0]
    assert text[number.start : number.end] == number.text
    return number


@settings(max_examples=400, deadline=None)
@given(counts, st.sampled_from(sorted(GROUPS)), langs, st.booleans())
def test_grouped_digits(value: int, group: str, lang: str, eastern: bool) -> None:
    written = grouped(value, GROUPS[group])
    written = written.translate(ARABIC) if eastern else written
    number = the_number(SENTENCES[lang].format(written))
    assert (number.value, number.text, number.cls, number.unit) == (value, written, "figure", "persons")


@settings(max_examples=200, deadline=None)
@given(counts, langs)
def test_plain_digits(value: int, lang: str) -> None:
    number = the_number(SENTENCES[lang].format(value))
    assert (number.value, number.step) == (value, 1)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(",.٫"),
    st.sampled_from(["%", " %", "\u202f%", " pour cent", " per cent", " في المائة", "٪"]),
)
def test_percentages(whole: int, hundredths: int, mark: str, sign: str) -> None:
    written = f"{whole}{mark}{hundredths:02}{sign}"
    number = the_number(f"Le taux est de {written} cette fois.")
    assert (number.value, number.cls, number.unit) == (
        Decimal(f"{whole}.{hundredths:02}"),
        "percent",
        "percent",
    )
    assert number.step == Decimal("0.01")


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 999), st.integers(1, 9), st.sampled_from(["millions", "milliards"]))
def test_scales(whole: int, tenth: int, scale: str) -> None:
    factor = 10**6 if scale == "millions" else 10**9
    number = the_number(f"Quelque {whole},{tenth} {scale} de personnes vivent ailleurs.")
    assert number.value == Decimal(f"{whole}.{tenth}") * factor
    assert number.step == Decimal(factor) / 10
    assert number.qualifier == "about"


@settings(max_examples=150, deadline=None)
@given(st.integers(3, 999), st.integers(1, 999))
def test_thousands_in_arabic(thousands: int, rest: int) -> None:
    number = the_number(SENTENCES["ar"].format(f"{thousands} ألف و{rest}"))
    assert number.value == thousands * 1000 + rest


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 999_999))
def test_french_words(value: int) -> None:
    number = the_number(SENTENCES["fr"].format(french(value)))
    assert (number.value, number.spelled, number.text) == (value, True, french(value))
    assert text_to_num.text2num(french(value), "fr") == value


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 999_999))
def test_english_words(value: int) -> None:
    words = english(value)
    number = the_number(SENTENCES["en"].format(words))
    assert (number.value, number.text) == (value, words)
    assert text_to_num.text2num(words, "en") == value


@settings(max_examples=300, deadline=None)
@given(st.integers(3, 999_999))
def test_arabic_words(value: int) -> None:
    said = read_words(fold(arabic(value)), 0, "ar")
    assert said is not None and said.value == value, arabic(value)


@settings(max_examples=200, deadline=None)
@given(
    st.dates(
        min_value=__import__("datetime").date(1950, 1, 1), max_value=__import__("datetime").date(2098, 12, 31)
    ),
    st.sampled_from(["fr", "en", "ar", "iso", "slash", "dash"]),
)
def test_dates(day, style: str) -> None:
    from musanada.kit.formats import format_date

    written = {
        "iso": day.isoformat(), "slash": f"{day:%d/%m/%Y}", "dash": f"{day.day} - {day:%m - %Y}",
    }.get(style) or format_date(day, style)  # fmt: skip
    (number,) = read(f"({written})").numbers
    assert (number.cls, number.period, number.text) == ("date", day.isoformat(), written)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all(text: str) -> None:
    found = read(text)
    ends = 0
    for number in found.numbers:
        assert 0 <= number.start < number.end <= len(text)
        assert text[number.start : number.end] == number.text
        assert number.start >= ends
        ends = number.end
    for sentence in found.sentences:
        assert text[sentence.start : sentence.end] == sentence.text


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "12",
                "3,5",
                "%",
                "en",
                "2024",
                "le",
                "10",
                "novembre",
                "et",
                "de",
                "à",
                "13",
                "ans",
                "loi",
                "02-03",
                "(",
                ")",
                "dont",
                "الف",
                "و",
                "345",
                "سنة",
                "une",
                "trentaine",
                "14h30",
                ".",
                "\n",
            ]
        ),
        max_size=30,
    )
)
def test_any_order_of_words(parts: list[str]) -> None:
    text = " ".join(parts)
    found = read(text)
    assert all(text[n.start : n.end] == n.text for n in found.numbers)
    covered = {place for n in found.numbers for place in range(n.start, n.end)}
    assert all(place in covered for place, char in enumerate(text) if char.isdigit())


@pytest.mark.parametrize("value", ["23 096", "23.096", "23,096", "٢٣٠٩٦", "23096", "23 ألف و96"])
def test_every_digit_is_accounted_for(value: str) -> None:
    assert the_number(SENTENCES["fr"].format(value)).value == 23096


UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(n: int) -> str:
    if n < 20:
        return UNITS[n]
    if n < 100:
        return TENS[n // 10] + (f"-{UNITS[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{UNITS[n // 100]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    rest = n % 1000
    joint = " and " if 0 < rest < 100 else " "
    return f"{english(n // 1000)} thousand" + (joint + english(rest) if rest else "")


A_UNITS = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
A_TENS = ["-", "-", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
A_HUNDREDS = [
    "-",
    "مائة",
    "مائتان",
    "ثلاثمائة",
    "أربعمائة",
    "خمسمائة",
    "ستمائة",
    "سبعمائة",
    "ثمانمائة",
    "تسعمائة",
]


def arabic(n: int) -> str:
    if n <= 10:
        return A_UNITS[n]
    if n < 20:
        return {11: "أحد عشر", 12: "اثنا عشر"}.get(n) or f"{A_UNITS[n - 10]} عشر"
    if n < 100:
        return f"{A_UNITS[n % 10]} و{A_TENS[n // 10]}" if n % 10 else A_TENS[n // 10]
    if n < 1000:
        return A_HUNDREDS[n // 100] + (f" و{arabic(n % 100)}" if n % 100 else "")
    thousands, rest = divmod(n, 1000)
    said = {1: "ألف", 2: "ألفان"}.get(
        thousands
    ) or f"{arabic(thousands)} {'آلاف' if thousands <= 10 else 'ألف'}"
    return said + (f" و{arabic(rest)}" if rest else "")
