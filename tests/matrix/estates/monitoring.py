"""A target, a total reported by the estate's association, and a view kept for the estate alone."""

from datetime import date
from decimal import Decimal
from typing import Any

from musanada.monitoring.blocks import Block
from musanada.monitoring.commands.aggregates import report
from musanada.monitoring.commands.targets import set_target
from musanada.monitoring.commands.views import keep_view
from musanada.monitoring.drafts import ReportDraft, TargetDraft

PEOPLE = "assistance.people_assisted"


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Of every estate the same: a target of another must not be changed by ours, nor be found."""
    actor, root = estate.everyone, estate.root
    aim = TargetDraft(indicator=PEOPLE, period="2024", value=Decimal(40), source=f"Plan {root.code}")
    given = ReportDraft(
        partner=estate.partner,
        service="hot-meal",
        counted="acts",
        period="2024-Q1",
        value=Decimal(120),
        reported_on=date(2024, 4, 10),
    )
    blocks = [Block(PEOPLE, "2024", "sex")]
    return {
        "target": set_target(actor, root, draft=aim),
        "reported": report(actor, root, draft=given),
        "kept_view": keep_view(actor, root, title=f"Vue {root.code}", blocks=blocks),
    }


MAKERS = {
    "monitoring:target": of("target"),
    "monitoring:target-change": of("target"),
    "monitoring:reported": of("reported"),
    "monitoring:reported-correct": of("reported"),
    "monitoring:reported-accept": of("reported"),
    "monitoring:reported-return": of("reported"),
    "monitoring:view": of("kept_view"),
    "monitoring:view-drop": of("kept_view"),
    "monitoring:view-file": of("kept_view", "=csv"),
}
SHARED = {
    "monitoring:figure": (PEOPLE, "a definition; what it counts is for the rules of sides"),
    "monitoring:figure-file": (PEOPLE, "csv", "the same"),
    "monitoring:board-file": ("csv", "a sort of file; whose targets is for the rights"),
    "monitoring:quality-source": ("people", "a source of records; whose offices is for the rights"),
    "monitoring:quality-records": ("people", "unborn", "the same"),
}
POST_ONLY = {"monitoring:reported-accept"}
