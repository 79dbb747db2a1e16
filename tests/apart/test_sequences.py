"""Any sequence of what people do in the application shows nobody more, and nobody less, than the rules say.

A random forest of units on several sides, random accounts, random steps. After each step every account looks at
everything it can look at, and the answers are compared with ``model``, which knows no database. More of it:
``MUSANADA_SEQUENCES=200 pytest tests/matrix/test_sequences.py``.
"""

import os
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from musanada.access.roles import GROUPS_OF
from musanada.assistance.commands import load_catalogue
from tests.matrix.model import GROUPS
from tests.matrix.sequences.looking import Country

EXAMPLES = int(os.environ.get("MUSANADA_SEQUENCES", "6"))
STEPS = 12 if EXAMPLES < 50 else 40


def test_the_hand_written_groups_are_those_declared():
    assert {str(role): {str(g) for g in groups} for role, groups in GROUPS_OF.items()} == GROUPS


OFTEN = ("register", "register", "send", "send", "protect", "merge", "meet", "name")
VERBS = ("give_role", "end_role", "register", "meet", "act", "merge", "unmerge", "protect", "name", "unname", "seal",
         "unseal", "ask_close", "show_again", "say", "refuse_it", "take_back", "send", "transfer", "accept", "decline",
         "finish", "close", "revoke")  # fmt: skip
NUMBERS = st.integers(0, 59)
STEP = st.tuples(st.sampled_from((*OFTEN, *VERBS)), NUMBERS, NUMBERS, NUMBERS)
FIRST = (("register", 1, 0, 0), ("register", 1, 4, 0), ("register", 2, 0, 0))
# A case manager and a protection officer over the first organisation, whoever else.
CORE = ((0, 0), (1, 0))


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue()


def run(
    parents: list[int], staff: list[tuple[int, int]], steps: Iterable[tuple[str, int, int, int]]
) -> Counter[str]:
    with transaction.atomic():
        country = Country(parents, [*CORE, *staff])
        for verb, a, b, c in (*FIRST, *steps):
            if country.people or verb in ("register", "give_role", "end_role"):
                getattr(country, verb)(a, b, c)
                if country.people:
                    country.compare()
        if country.people:
            country.compare(everything=True)
        transaction.set_rollback(True)
    return country.done


def test_no_sequence_shows_more_or_less_than_the_rules_say(catalogue):
    done: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES)
    @given(
        parents=st.lists(NUMBERS, min_size=2, max_size=6),
        staff=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=2),
        steps=st.lists(STEP, min_size=4, max_size=STEPS),
    )
    def any_sequence(parents: list[int], staff: list[tuple[int, int]], steps: list[Any]) -> None:
        done.update(run(parents, staff, steps))

    any_sequence()
    assert {"register", "protect", "send", "accept", "yes"} <= done.keys()
