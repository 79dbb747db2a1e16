"""Any sequence of answers: the last word wins."""

from dataclasses import dataclass

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musanada.people.models import Consent
from musanada.people.queries import consents as queries
from musanada.people.tests.test_consents.answers import DAY, back, code, no, yes
from musanada.people.tests.world import met, today, year


@dataclass
class Said:
    yes: bool
    to: str
    groups: frozenset[str]
    on: int
    at: int
    ends: int
    back: int | None = None


def model(said: list[Said], asked: str, groups: frozenset[str]) -> bool:
    """Written apart from the code: events sorted by day, then by the order in which they were noted."""
    events = [((s.on, s.at), s.yes, s) for s in said]
    events += [((0, s.back), False, s) for s in said if s.back is not None]
    events.sort(key=lambda e: e[0])
    exact = [e for e in events if e[2].to == asked]
    general = [e for e in events if e[2].to == ""]
    if asked and exact and general and not general[-1][1] and general[-1][0] > exact[-1][0]:
        return False
    deciding = exact or general
    if not deciding or not deciding[-1][1]:
        return False
    return deciding[-1][2].ends >= 0 and groups <= deciding[-1][2].groups


GROUPS = st.frozensets(st.sampled_from(["identity", "contact", "health"]), min_size=1)


STEP = st.tuples(
    st.sampled_from(["yes", "yes", "no", "back"]),
    st.sampled_from(["", "a", "b"]),
    GROUPS,
    st.integers(-3, 0),
    st.integers(-2, 3),
    st.integers(0, 5),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    steps=st.lists(STEP, max_size=7),
    asked=st.sampled_from(["", "a", "b"]),
    wanted=GROUPS | st.just(frozenset()),
)
def test_any_sequence_of_answers_is_decided_by_the_last_word(world, clinic, steps, asked, wanted):
    with transaction.atomic():
        person = met(world, birth=year(1990))
        codes = {"": "", "a": code(clinic), "b": f"unit:{world.office.pk}"}
        said: list[Said] = []
        rows: list[Consent | None] = []
        for at, (verb, to, groups, on, ends, which) in enumerate(steps):
            day = today() + on * DAY
            if verb == "yes":
                end = max(ends, on)
                rows.append(
                    yes(
                        world,
                        person,
                        codes[to],
                        groups=tuple(groups),
                        given_on=day,
                        expires_on=today() + end * DAY,
                    )
                )
                said.append(Said(True, to, groups, on, at, end))
            elif verb == "no":
                rows.append(None)
                no(world, person, codes[to], given_on=day)
                said.append(Said(False, to, frozenset(), on, at, 0))
            elif said and (row := rows[which % len(rows)]) and said[which % len(rows)].back is None:
                back(world, person, row)
                said[which % len(rows)].back = at
        found = queries.covering(person, "referral", recipient=codes[asked], groups=wanted)
        assert (found is not None) == model(said, asked, wanted)
        transaction.set_rollback(True)
