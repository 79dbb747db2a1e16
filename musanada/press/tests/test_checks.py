"""The press check: the ten contradictions of the two articles, the sentences it is measured by, and single rules."""

from decimal import Decimal

import pytest

from musanada.press.checks.common import one_slip
from musanada.press.evaluation import FOLDER, codes, measured
from musanada.press.report import Report, check

ROWS = {
    "2016": ("PCT.trunc?", "UNIT.conflict?", "LIST.count!"),
    "2025": (
        "PER.mixed!", "SUM.parts!", "SUM.pct?", "RANK.order?", "QUAL.exact?", "UNIT.conflict?", "DEF.conflict?",
    ),
}  # fmt: skip


def article(year: str) -> Report:
    return check((FOLDER / f"article-{year}.fr.txt").read_text(encoding="utf-8"))


def said(report: Report, code: str) -> list[str]:
    return [report.text.raw[one.start : one.end] for one in report.findings if one.code == code]


@pytest.mark.parametrize("year", ROWS)
def test_every_contradiction_of_the_articles_is_found_and_nothing_true_is_an_error(year: str) -> None:
    found = {f"{one.code}{'!' if one.level == 'error' else '?'}" for one in article(year).findings}
    assert found == set(ROWS[year])


def test_each_contradiction_stands_at_its_number() -> None:
    report = article("2025")
    assert said(report, "PER.mixed") == ["210", "14.260"]
    assert said(report, "QUAL.exact") == ["148.152", "14.260", "2.712"]
    assert said(report, "UNIT.conflict") == ["78.685"]
    assert said(report, "DEF.conflict") == ["36.000"] * 3
    assert said(report, "RANK.order") == ["453"]


def test_the_sentences_it_is_measured_by() -> None:
    scores = measured()
    every = scores["all"]
    assert every.false_said + every.true_said >= 150
    assert [example.text for example in every.wronged] == []
    assert all(scores[lang].recall >= 0.9 for lang in ("fr", "ar", "en"))


def test_a_message_carries_the_arithmetic_in_the_language_of_the_text() -> None:
    texts = {
        "fr": "Le centre a accueilli 248 personnes, dont 131 hommes et 107 femmes.",
        "en": "The shelter hosted 248 people, of whom 131 were men and 107 were women.",
        "ar": "استقبل المركز 248 شخصا، منهم 131 رجلا و107 نساء.",
    }
    starts = {
        "fr": "131 + 107 = 238, et non 248",
        "en": "131 + 107 = 238, not 248",
        "ar": "131 + 107 = 238 وليس 248",
    }
    for lang, text in texts.items():
        (finding,) = check(text).findings
        assert finding.message.startswith(starts[lang])


def test_overlapping_services_are_not_added() -> None:
    assert (
        codes("10.404 personnes ont reçu une aide alimentaire et 8.588 ont eu accès à des soins en 2024.")
        == []
    )


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        (78865, 78685, True),
        (148512, 148152, True),
        (2712, 2721, True),
        (523, 453, False),
        (32, 36, False),
        (2196, 219, True),
    ],
)
def test_one_slip_of_the_hand(one: int, other: int, slip: bool) -> None:
    assert one_slip(one, other) is slip


def test_an_empty_or_numberless_text_says_nothing() -> None:
    assert check("").findings == ()
    assert check("Le Maroc accueille des migrants.").findings == ()


def test_the_json_of_the_contract() -> None:
    body = check("Sur 200 dossiers, 50 (30 %) sont favorables.", "fr").as_json()
    assert {"start", "end", "text", "value", "class", "unit", "period"} == set(body["numbers"][0])
    (finding,) = body["findings"]
    assert (finding["code"], finding["level"]) == ("PCT.mismatch", "error")
    assert body["numbers"][1]["value"] == 50 and Decimal(body["numbers"][2]["value"]) == 30
