"""A definition being written, one that waits for a second person, one in force; a series of others with its releases."""

from typing import Any

from musanada.reporting.commands.definitions import draft_definition, submit_definition
from musanada.reporting.models import ExternalFigure

TEXT = "{fr: Une phrase., ar: جملة., en: One sentence., es: Una frase.}"
BODY = f"""
id: own.CODE
version: 1
label: {TEXT}
definition: {TEXT}
unit: persons
kind: flow
fact: person_registered
measure: {{count: persons}}
person_rule: once_per_period
date: registered_on
dims: {{sex: {{codes: sex}}}}
"""
SERIES = "census.foreigners"


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def code_of(name: str) -> Any:
    return lambda estate: (getattr(estate, name).code,)


def furnish(estate: Any) -> dict[str, Any]:
    """Written by whoever holds every role; a definition of an estate is visible there alone until it is in force."""
    word = estate.root.code.replace("-", "_")
    draft = draft_definition(estate.everyone, estate.root, text=BODY.replace("CODE", f"{word}_draft"))
    asked = draft_definition(estate.everyone, estate.root, text=BODY.replace("CODE", f"{word}_asked"))
    submit_definition(estate.everyone, asked)
    ExternalFigure.objects.get_or_create(
        series=SERIES,
        period="2024-09",
        dimension="total",
        defaults={
            "value": 148152,
            "unit": "persons",
            "recorded_at": asked.written_at,
            "recorded_by": estate.everyone,
        },
    )
    return {"definition_draft": draft, "definition_asked": asked}


MAKERS = {
    "reporting:definition": of("definition_draft"),
    "reporting:definition-change": of("definition_draft"),
    "reporting:definition-text": of("definition_draft"),
    "reporting:definition-submit": of("definition_draft"),
    "reporting:definition-return": of("definition_asked"),
    "reporting:definition-activate": of("definition_asked"),
    "reporting:definition-history": code_of("definition_draft"),
    "reporting:definition-next": code_of("definition_draft"),
}
SHARED = {
    "reporting:series": (SERIES, "published by others"),
    "reporting:series-describe": (SERIES, "published by others"),
    "reporting:rates": ("assistance.people_assisted", "a definition; what it counts is for test_sides"),
}
POST_ONLY = {
    "reporting:definition-submit",
    "reporting:definition-activate",
    "reporting:definition-next",
    "reporting:definition-preview",
}
