"""The linter with figures at hand: what is false, unsourced, unknown or changed; and how fast it is."""

import time
from pathlib import Path

import pytest

from musanada.publications.narrative import compose, lint
from musanada.publications.narrative.locking import lock, printed
from musanada.publications.tests.scene import source

ANNUAL = Path(__file__).parents[1] / "data" / "annual"


def found(text: str, lang: str = "fr", **more: object) -> list[tuple[str, str]]:
    return [(one.code, one.level) for one in lint(text, lang, "2024", source(), **more)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{{ claim: share:returns.departures[country=GIN] > 50 % | "plus de la moitié" }}', "CLAIM.false"),
        ("{{ fig:assistance.people_assisted|approx 30000 }}", "CLAIM.false"),
        ('{{ claim: rank(returns.departures[country=GIN]) = 1 | "le premier" }}', "CLAIM.false"),
        ("{{ ext:nobody.said@2024 }}", "EXT.unsourced"),
        ("{{ fig:no.such }}", "CITE.unknown"),
        ("{{ fig:returns.departures[colour=red] }}", "CITE.unknown"),
        ("{{ table:no.such by sex }}", "CITE.unknown"),
        ("{{ fig:returns }}", "CITE.unread"),
        ("![carte](carte.svg)", "CHART.unbound"),
        ("Nous avons aidé 45 personnes.", "NUM.untraced"),
        ("La majorité est partie.", "CLAIM.unbound"),
    ],
)
def test_each_finding_has_its_code(text, code):
    assert (code, "error") in found(text)


def test_a_true_text_has_no_finding():
    text = (
        "# Retours\n\nEn 2024, {{ fig:returns.departures|unit }}, {{ chg:returns.departures@.~prev|pct|dir }}, dont "
        '{{ claim: share:returns.departures[sex=F] > 50 % | "une majorité" }} de femmes.\n\n'
        "{{ table:returns.departures by country | Retours par pays }}\n\n{{ annex }}\n"
    )
    assert found(text) == []


def test_a_claim_on_a_hidden_number_is_an_error():
    text = '{{ claim: fig:returns.departures[country=CIV] > 400 | "plus de 400" }}'
    codes = [one.code for one in lint(text, "fr", "2024", source(("returns.departures[country=CIV]@2024",)))]
    assert codes == ["CLAIM.false"]


def test_a_direction_nothing_proves_is_to_be_checked():
    assert found("Les retours sont en hausse.") == [("CLAIM.unbound", "check")]
    assert found("Les retours sont en hausse : {{ chg:returns.departures@.~prev|pct|dir }}.") == []


def test_a_qualifier_before_an_exact_number():
    assert found("Plus de {{ fig:returns.departures }}.") == [("CLAIM.unbound", "error")]
    assert found("Environ {{ fig:returns.departures }}.") == [("QUAL.exact", "check")]


def test_a_number_that_changed_since_it_was_printed_is_stale():
    text = "{{ fig:returns.departures }} et {{ share:returns.departures[sex=F] }}"
    before = printed(lock(compose(text, "fr", "2024", source())))
    assert found(text, lock=before) == []
    before["fig:returns.departures"] = "999"
    assert found(text, lock=before) == [("NUM.stale", "check")]


def test_the_lock_names_cells_and_words():
    rows = lock(
        compose(
            "{{ fig:returns.departures }}\n\n{{ rank:returns.departures by country top 2 }}",
            "fr",
            "2024",
            source(),
        )
    )
    assert rows[0]["keys"] == ["returns.departures@2024"]
    assert rows[0]["cells"][0].startswith("c")
    assert [row["printed"] for row in rows[1:]] == ["Côte d'Ivoire (520)", "Guinée (240)"]


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_annual_report_has_no_number_of_its_own(lang):
    text = (ANNUAL / f"{lang}.md").read_text(encoding="utf-8")
    assert [one.message for one in lint(text, lang, "2024") if one.level == "error"] == []


def test_sixty_pages_are_read_in_two_seconds():
    text = (ANNUAL / "fr.md").read_text(encoding="utf-8")
    pages = text + "\n\n".join(text.partition("---\n\n")[2] for _n in range(9))
    assert len(pages) > 60 * 2_300
    lint("x", "fr", "2024")
    start = time.perf_counter()
    lint(pages, "fr", "2024")
    assert time.perf_counter() - start < 4  # two seconds on a machine of its own; tests share theirs


def test_carriage_returns_and_odd_bytes_do_no_harm():
    for text in (
        "a\r\nb 45",
        "\x00 45",
        "\ufeff---\ntitle: x\n---\n\n45",
        "{{{{ }}}} 45",
        "{{ {{ fig:a.b }} }} 45",
    ):
        assert any(one.level == "error" for one in lint(text, "fr", "2024"))
