"""Scores of surveys on the page of a reintegration: by dimension with band, what pulls them down, the change since."""

from typing import Any

from django.urls import reverse

from musanada.access.doors import may
from musanada.access.models import User
from musanada.returns.parts import FILE_PARTS, Part
from musanada.surveys.queries import people
from musanada.surveys.queries import rounds as queries


def scores(actor: User, file: Any) -> Part | None:
    """For who may read scores, where there are some or somebody is to be asked."""
    case = file.case
    if not may(actor, queries.SCORES, case):
        return None
    found = people.scored_of(actor, case)
    asked = queries.askable(actor, case)
    if not found and not asked:
        return None
    values = {
        "scored": found[:2],
        "more": reverse("surveys:scores", args=[case.pk]) if len(found) > 2 else "",
        "asked": asked,
        "case": case,
    }
    return Part("surveys/file_part.html", values, order=60)


FILE_PARTS.add("surveys", scores)
