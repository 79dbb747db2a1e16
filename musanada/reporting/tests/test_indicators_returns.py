"""Figures of a very small country: what each counts, and what each refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from musanada.reporting.engine import Engine
from musanada.reporting.extract import write_extract
from musanada.reporting.registry import shipped_indicators
from musanada.reporting.verify.expected import Expected
from musanada.reporting.verify.mapping import Tie, load_mapping
from musanada.reporting.verify.run import Verifier
from musanada.returns.models import Activity, Plan, Vulnerability
from musanada.returns.tests.scene import Scene, a_reintegration, a_return, build
from musanada.returns.tests.test_facts import past

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 10)
OURS = [
    code for code, one in shipped_indicators().items() if one.group in ("returns", "reintegration", "surveys")
]


@pytest.fixture
def scene(db) -> Scene:
    return build()


@pytest.fixture
def country(scene, tmp_path, monkeypatch):
    """In 2024: three left through IOM to two countries, one applied and waits; two Moroccans came back from Türkiye, one
    of them got cash and a business; in 2004 two left through the State, one to a third country."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    past(scene, "R-1")
    past(scene, "R-2", country_id="CIV")
    for other in ("SEN", "SEN", "CIV"):
        one = a_return(scene, "departed", day=DAY, country=other, applied_on=date(2024, 4, 10))
    for flag in ("medical", "homeless"):
        Vulnerability.objects.create(ret=one, flag=flag, by=scene.manager)
    a_return(scene, "registered", applied_on=date(2024, 6, 1))
    back = [a_return(scene, "arrived", day=DAY, at="france", country="TUR") for _n in range(2)]
    file = a_reintegration(scene, back[0])
    plan = Plan.objects.create(
        file=file, state="approved", goal="But", drafted_by=scene.manager, approved_on=DAY
    )
    for kind in ("cash", "business", "business"):
        Activity.objects.create(
            plan=plan, dimension="economic", kind=kind, form="cash", what="x", amount=Decimal(100), currency="MAD",
            given_on=date(2024, 7, 1), given_recorded_at=timezone.now(), state="done",
        )  # fmt: skip
    with Engine(write_extract(timezone.now())) as engine:
        yield engine


FOUND = [
    ("returns.applications", "2024", "", 4),
    ("returns.departures", "2024", "", 3),
    ("returns.departures_iom", "2024", "", 3),
    ("returns.departures_state", "2024", "", 0),
    ("returns.departures_state", "2004", "", 2),
    ("returns.departures_per_application", "2024", "", 75),
    ("returns.departed_of_applied", "2024-04", "", 100),
    ("returns.departed_of_applied", "2024-06", "", 0),
    ("returns.people_ever", "2004/2016-05", "", 2),
    ("returns.people_ever", "2004/2024", "", 5),
    ("returns.countries", "2024", "channel=iom", 2),
    ("returns.countries_ever", "2004/2024", "", 3),
    ("returns.waiting_median", "2024", "", 30),
    ("returns.waiting_p90", "2024", "", 30),
    ("returns.withdrawals", "2024", "", 0),
    ("returns.moroccans_back", "2024", "country=TUR", 2),
    ("reintegration.moroccans_supported", "2024", "", 1),
    ("reintegration.migrants_supported", "2024", "", 0),
    ("reintegration.moroccans_supported_share", "2024", "", 50),
    ("reintegration.interventions", "2024", "", 3),
    ("reintegration.kinds", "2024", "direction=to_morocco", 2),
    ("reintegration.business_share_persons", "2024", "", 100),
    ("reintegration.cash_share_persons", "2024", "", 100),
    ("reintegration.files", "2024", "", 1),
    ("reintegration.started_share", "2024", "", 0),
]


def test_figures_of_a_small_country(country):
    wrong = [
        (code, period, found)
        for code, period, where, value in FOUND
        if (found := country.value(code, period, where).value) != value
    ]
    assert wrong == []


def test_three_bases_give_three_percentages(country):
    shares = [
        country.value(f"reintegration.cash_share_{base}", "2024")
        for base in ("persons", "interventions", "money")
    ]
    assert [(cell.numerator, cell.denominator) for cell in shares] == [(1, 1), (1, 3), (0, 0)]
    assert shares[2].value is None  # nothing was paid yet: a missing base is no zero percent


def test_every_figure_can_be_split_by_each_of_its_axes(country):
    from musanada.reporting.engine.axes import axes_of

    for code in OURS:
        one = country.indicators[code]
        if one.counted:
            for name in axes_of(one):
                country.compute(code, "2024", [name])
        else:
            country.value(code, "2024")


def test_the_checks_a_figure_declares_hold(country):
    assert all(holds for code in OURS for _text, holds in country.check(code, "2024"))


def test_a_person_with_two_vulnerabilities_stands_in_two_rows_and_once_in_the_total(country):
    total, *rows = country.compute("returns.departures", "2024", ["vulnerability"])
    found = {row.dims["vulnerability"]: row.value for row in rows}
    assert total.value == 3
    assert (found["medical"], found["homeless"], found["unknown"]) == (1, 1, 2)


def test_the_first_year_comes_from_the_records(country):
    row = Expected("F008", "", "2004", "2004", "year", "date", {})
    verdict = Verifier(country, {"F008": Tie(first_year="returns.departures")}, {"F008": row}).judge(row)
    assert (verdict.status, verdict.found) == ("match", "2004")


def test_every_printed_figure_of_returns_is_computed():
    ties = load_mapping(shipped_indicators())
    ours = (
        "F003",
        "F004",
        "F008",
        "F009",
        "F010",
        "F026",
        *(f"F{n:03}" for n in (*range(45, 53), *range(65, 70))),
    )
    assert all(ties[code].indicator or ties[code].first_year for code in ours)


def test_a_score_says_who_could_have_answered():
    known = shipped_indicators()
    assert {one.eligible for one in known.values() if one.kind == "score"} == {"surveys.eligible"}


def test_records_open_to_files_and_lines_of_registers(country, scene):
    from musanada.reporting.records import page_of

    found = page_of(
        country, scene.staff["maroc.mne_officer"], "returns.departures", "2004/2024", "", limit=50, offset=0
    )
    assert found.total == 6  # one row per vulnerability: five people
    assert found.seen == 4  # the registers lie at the organisation, the reader at its office
    assert all(row.act == ("channels", "iom") for row in found.rows)
    assert not any(row.file for row in found.rows)
