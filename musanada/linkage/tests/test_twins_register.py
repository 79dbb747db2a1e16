"""Twins of the register: sides apart, hidden people left out, what is new against all."""

from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from musanada.kit.errors import MissingRight
from musanada.linkage.twins.cli import run_duplicates
from musanada.linkage.twins.labels import FIELDS
from musanada.linkage.twins.register import run_on_register, train_on_register
from musanada.people.models import Person

Met = Callable[..., Person]


def crowd(met: Met, unit: object = None) -> None:
    """People who are nobody's twin."""
    names = ("Awa Diop", "Moussa Keita", "Kadiatou Barry", "Ibrahima Sow", "Jean Mbarga", "Blessing Okafor")
    for n, name in enumerate(names):
        met(name, born=1970 + 5 * n, countries=("GIN",), unit=unit)


def test_twins_are_found_with_their_evidence(met: Met) -> None:
    crowd(met)
    one = met("Fatoumata Ouattara", born=1991, countries=("CIV",), phones=("0612345678",))
    two = met("Fatoumata Wattara", born=1991, countries=("CIV",), phones=("+212 6 12 34 56 78",))
    pairs = list(run_on_register())
    assert [(p.left_id, p.right_id) for p in pairs if p.probability > 0.9] == [
        tuple(sorted((str(one.pk), str(two.pk))))
    ]
    best = pairs[0]
    assert best.cluster
    assert {e.field for e in best.evidence} >= {"name", "birth", "phone"}
    assert {e.field for e in best.evidence} <= set(FIELDS)


def test_sides_are_never_mixed(house: SimpleNamespace, met: Met) -> None:
    crowd(met)
    facts = {"born": 1991, "countries": ("CIV",), "phones": ("0612345678",)}
    met("Fatoumata Ouattara", **facts)
    met("Fatoumata Ouattara", unit=house.ministry, **facts)
    assert not [p for p in run_on_register() if p.probability > 0.2]


def test_hidden_erased_and_merged_people_are_left_out(met: Met) -> None:
    crowd(met)
    facts = {"born": 1991, "countries": ("CIV",), "phones": ("0612345678",)}
    first, second, third = (met("Fatoumata Ouattara", **facts) for _turn in range(3))
    Person.objects.filter(pk=first.pk).update(protected=True)
    Person.objects.filter(pk=second.pk).update(voided_at=timezone.now())
    assert not [
        p for p in run_on_register() if str(third.pk) in (p.left_id, p.right_id) and p.probability > 0.2
    ]


def test_only_what_is_new_is_compared(met: Met) -> None:
    crowd(met)
    facts = {"born": 1991, "countries": ("CIV",), "phones": ("0612345678",)}
    old = met("Fatoumata Ouattara", **facts)
    met("Fatoumata Ouattara", **facts)
    model = train_on_register()
    Person.objects.update(recorded_at=timezone.now() - timedelta(days=2))
    since = timezone.now() - timedelta(days=1)
    assert not list(run_on_register(since, model))
    new = met("Ouattara Fatoumata", **facts)
    found = list(run_on_register(since, model))
    assert found
    assert all(str(new.pk) in (p.left_id, p.right_id) for p in found)
    assert any(str(old.pk) in (p.left_id, p.right_id) for p in found)


def test_the_command_without_a_file(house: SimpleNamespace, met: Met, tmp_path: Path) -> None:
    crowd(met)
    out = tmp_path / "clusters.csv"
    args = Namespace(input=None, out=str(out), engine="duckdb")
    assert run_duplicates(args, house.console) == 0
    assert len(out.read_text().splitlines()) == 7
    with pytest.raises(MissingRight):
        run_duplicates(args, house.awa)


def test_an_empty_register(db: None) -> None:
    assert not list(run_on_register())
    assert train_on_register().records == 0
