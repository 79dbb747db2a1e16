"""The nightly comparison: trains once, raises what is alike, and later only looks at what is new or corrected."""

import pytest

from musanada.access.commands import first_accounts
from musanada.kit.errors import Refused
from musanada.linkage.commands import decisions, runs
from musanada.linkage.models import LinkageRun, MatchModel, TwinPair
from musanada.linkage.nightly import nightly

NAMES = (
    "Awa Diallo",
    "Mamadou Bah",
    "Fatou Sow",
    "Ousmane Keita",
    "Ibrahima Camara",
    "Kadiatou Barry",
    "Seydou Ba",
)


def test_a_register_of_nobody_teaches_nothing(house):
    with pytest.raises(Refused):
        nightly(house.console)
    assert not MatchModel.objects.exists()


def test_first_all_with_all_then_only_what_is_new(house, met):
    for number in range(42):
        met(
            f"{NAMES[number % 7]} {NAMES[number // 7].split()[1]}",
            born=1970 + number,
            sex="FM"[number % 2],
            countries=("GIN",),
        )
    one = met("Aïssatou Traoré", born=1988, sex="F", countries=("MLI",), passports=["A7788"])
    two = met("Aissata Traore", born=1988, sex="F", countries=("MLI",), phones=["+212612345678"])
    first = nightly(house.console)
    assert (first.kind, first.state) == ("full", "done") and first.counts["records"] == 44
    assert MatchModel.objects.get().state == "active"
    pair = TwinPair.objects.get(left=one, right=two)
    assert pair.evidence and 0 < pair.probability <= 1
    maha = first_accounts(house.mission, [("maha", "Maha", "une-phrase-assez-longue", "case_manager")])[0]
    decisions.decide(maha, pair, said="different")
    second = nightly(house.console)
    assert second.kind == "new" and second.counts.get("again", 0) == 0
    pair.refresh_from_db()
    assert pair.state == "different"


def test_a_run_that_breaks_says_so_and_tells_no_value(house, met, monkeypatch):
    met("Awa Diallo")
    model = MatchModel.objects.create(
        version=1, state="active", parameters={"prior": 0.1, "fields": []}, trained_by=house.console,
        thresholds={"look": 0.2, "group": 0.8, "sure": 0.9}, estimates={"precision": 1, "recall": 1, "pairs": 0},
    )  # fmt: skip

    def broken(*_args):
        raise ValueError("Awa Diallo")

    monkeypatch.setattr("musanada.linkage.twins.register.compared_register", broken)
    with pytest.raises(ValueError, match="Awa"):
        nightly(house.console)
    run = LinkageRun.objects.get()
    assert (run.state, run.problem, run.model) == ("failed", "ValueError", model)


def test_one_model_is_in_force_and_an_empty_one_never(house):
    from musanada.linkage.twins.joint import Estimates, Field, Level, ModelParameters, Thresholds

    def learnt(fields):
        return ModelParameters(0.1, fields, Thresholds(0.2, 0.8, 0.9), Estimates(1.0, 1.0, 0), 9)

    field = Field("sex", (Level("same", 0.9, 0.5),))
    one, two = (runs.keep_model(house.console, house.mission, parameters=learnt((field,))) for _n in range(2))
    assert runs.parameters_of(one) == learnt((field,))
    for model in (one, two):
        runs.activate_model(house.console, house.mission, model=model)
    assert list(MatchModel.objects.values_list("version", "state").order_by("version")) == [
        (1, "retired"),
        (2, "active"),
    ]
    with pytest.raises(Refused):
        runs.activate_model(
            house.console,
            house.mission,
            model=runs.keep_model(house.console, house.mission, parameters=learnt(())),
        )
