"""The declaration itself: every pair of sides and every pair of domain and use, against a table written by hand."""

import argparse
import csv
import io
import json
from itertools import product
from types import SimpleNamespace

import pytest

from musanada.access import firewall
from musanada.access.cli import show_firewall
from musanada.kit.choices import Side
from musanada.kit.errors import Refused

STRICT = {("humanitarian", "state"), ("health", "state"), ("justice", "state")}


@pytest.mark.parametrize(("source", "target"), list(product(Side.values, Side.values)))
def test_every_pair_of_sides(source, target):
    flow = firewall.between_sides(source, target)
    assert (flow is None) == (source == target)
    assert (flow is not None and flow.strict) == ((source, target) in STRICT)


@pytest.mark.parametrize("source", ["assistance", "protection", "children", "health", "border_medical"])
@pytest.mark.parametrize("target", ["border_statistics", "police_training"])
def test_care_feeds_no_enforcement_whatever_is_agreed_to(source, target):
    flow = firewall.between_domains(source, target)
    assert flow is not None
    assert not flow.exception


@pytest.mark.parametrize("source", ["assistance", "protection", "children", "health", "border_medical"])
def test_care_reaches_an_authority_by_own_consent_only(source):
    flow = firewall.between_domains(source, "state_authority")
    assert flow is not None and flow.strict and flow.exception


@pytest.mark.parametrize(("source", "target"), list(product(Side.values, Side.values)))
def test_what_has_no_exception_is_refused_across(source, target):
    one, other = SimpleNamespace(side=source), SimpleNamespace(side=target)
    if source == target:
        firewall.insist_no_crossing(one, other)
        return
    with pytest.raises(Refused) as refusal:
        firewall.insist_no_crossing(one, other)
    assert refusal.value.code == "firewall"


def test_the_terminal_prints_the_declaration(capsys):
    show_firewall(argparse.Namespace(format="csv"), None)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [r["flow"] for r in rows] == [f.code for f in firewall.FLOWS]
    assert all(r["why"] for r in rows)
    show_firewall(argparse.Namespace(format="json"), None)
    assert json.loads(capsys.readouterr().out) == rows
