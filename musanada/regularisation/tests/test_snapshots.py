"""A frozen state never moves, and the ledger between two states adds up, file by file."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.regularisation.commands.snapshots import freeze
from musanada.regularisation.models import Decision, SnapshotRow
from musanada.regularisation.queries import snapshots as queries
from musanada.regularisation.queries.snapshots import (
    COUNTS,
    Cause,
    OfficeRate,
    cause_of,
    counts_of,
    rates_by_office,
)
from musanada.regularisation.tests.scene import lodged, opinion, signed_in

CUT = date(2015, 2, 9)


def row(**values):
    base = {
        "application": uuid4(),
        "person": UUID(int=1),
        "office": "be-oujda",
        "lodged_on": date(2014, 5, 5),
    }
    known = {"state": "lodged", "first_result": "", "result": "", "stage": "", "decided_on": None}
    return SnapshotRow(**(base | known | values))


DECIDED = {
    "result": "unfavourable",
    "first_result": "unfavourable",
    "stage": "first",
    "decided_on": date(2014, 8, 1),
}


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (None, {}, Cause.LATE_ENTRY),
        (None, {"lodged_on": date(2015, 3, 1)}, Cause.NEW),
        ({}, None, Cause.GONE),
        ({}, {}, None),
        ({}, {"result": "favourable", "stage": "first", "decided_on": date(2015, 2, 10)}, Cause.OPINION),
        ({}, {"result": "favourable", "stage": "first", "decided_on": CUT}, Cause.LATE_OPINION),
        (DECIDED, {"result": "favourable", "stage": "appeal", "decided_on": date(2015, 6, 1)}, Cause.APPEAL),
        (DECIDED, {"result": "favourable", "stage": "relief", "decided_on": date(2015, 6, 1)}, Cause.RELIEF),
        (DECIDED, DECIDED | {"result": "favourable"}, Cause.CORRECTED),
        ({}, {"person": UUID(int=2)}, Cause.MERGED),
        ({}, {"office": "be-rabat"}, Cause.MOVED),
        ({}, {"state": "complete"}, None),
    ],
)
def test_each_difference_has_one_cause(before, after, cause):
    first = None if before is None else row(**before)
    second = None if after is None else row(**after)
    assert cause_of(first, second, CUT) == cause


RESULTS = st.sampled_from(["", "favourable", "unfavourable"])
STAGES = st.sampled_from(["first", "appeal", "relief"])
DAYS = st.dates(date(2014, 1, 2), date(2016, 5, 1))


@st.composite
def states(draw):
    """A file in one state, or not there."""
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    result = draw(RESULTS)
    decided = {"result": result, "stage": draw(STAGES), "decided_on": draw(DAYS)} if result else {}
    return row(lodged_on=draw(DAYS), office=draw(st.sampled_from(["a", "b"])), **decided)


@given(st.lists(st.tuples(states(), states()), max_size=30))
def test_the_first_state_and_the_causes_make_the_second(files):
    """Whatever happens to the files: a cause for every change of a total, and no change without one."""
    for before, after in files:
        moved = counts_of(before) != counts_of(after)
        cause = cause_of(before, after, CUT) if before or after else None
        assert cause is not None or not moved


@pytest.mark.django_db
def test_a_frozen_state_does_not_move(scene):
    one, two = lodged(scene), lodged(scene)
    opinion(scene, one)
    statistician = scene.staff["root.statistician"]
    first = freeze(statistician, scene.operation, name="Premier", known_at=timezone.now())
    opinion(scene, two, "favourable")
    first.refresh_from_db()
    assert [getattr(first, name) for name in COUNTS] == [2, 1, 0, 1]
    assert sorted(r.result for r in first.rows.all()) == ["", "unfavourable"]


@pytest.mark.django_db
def test_the_ledger_says_where_each_difference_comes_from(scene):
    one = lodged(scene)
    opinion(scene, one)
    statistician = scene.staff["root.statistician"]
    first = freeze(statistician, scene.operation, name="Premier", known_at=timezone.now())
    yesterday = timezone.localdate() - timedelta(days=1)
    late = lodged(scene, on=yesterday)
    Decision.objects.create(
        application=one, stage="relief", result="favourable", on=timezone.localdate(), by=scene.national
    )
    second = freeze(statistician, scene.operation, name="Second", known_at=timezone.now())
    ledger = queries.compared(second, first)
    assert ledger.first == first
    assert [(e.cause, e.files, e.cells) for e in ledger.effects] == [
        (Cause.LATE_ENTRY, 1, [1, 0, 0, 0]),
        (Cause.RELIEF, 1, [0, 0, 1, -1]),
    ]
    assert ledger.adds_up
    assert ledger.effects[0].keys == [late.pk]


@pytest.mark.django_db
def test_what_was_recorded_after_the_moment_is_not_in_it(scene):
    lodged(scene)
    before = timezone.now() - timedelta(hours=1)
    made = freeze(scene.staff["root.mne_officer"], scene.operation, name="Avant", known_at=before)
    assert (made.filed, made.rows.count()) == (0, 0)


@pytest.mark.django_db
def test_a_moment_is_frozen_once_and_never_in_the_future(scene):
    statistician, now = scene.staff["root.statistician"], timezone.now()
    freeze(statistician, scene.operation, name="Une fois", known_at=now)
    with pytest.raises(Refused):
        freeze(statistician, scene.operation, name="Deux fois", known_at=now)
    with pytest.raises(BadInput):
        freeze(statistician, scene.operation, name="Demain", known_at=now + timedelta(days=1))
    with pytest.raises(BadInput):
        freeze(statistician, scene.operation, name=" ", known_at=now - timedelta(days=1))


@pytest.mark.django_db
def test_who_keeps_files_freezes_nothing(scene):
    with pytest.raises(MissingRight):
        freeze(scene.manager, scene.operation, name="Non", known_at=timezone.now())


@pytest.mark.django_db
def test_the_pages_show_the_ledger_and_open_the_files_to_who_may(scene):
    lodged(scene)
    statistician = scene.staff["root.statistician"]
    first = freeze(
        statistician, scene.operation, name="Premier", known_at=timezone.now() - timedelta(hours=2)
    )
    second = freeze(statistician, scene.operation, name="Second", known_at=timezone.now())
    address = f"/regularisation/states/{first.pk}/?with={second.pk}&cause=late_entry"
    told = signed_in(statistician).get(address).content.decode()
    assert "Le compte est juste" in told
    assert "leur nombre seul vous est montré" in told
    opened = signed_in(scene.staff["root.programme_manager"]).get(address).content.decode()
    assert "/regularisation/" in opened and "leur nombre seul" not in opened
    assert signed_in(scene.staff["aide.case_manager"]).get(address).status_code == 403


@pytest.mark.django_db
def test_the_form_freezes_the_end_of_a_day(scene):
    lodged(scene)
    browser = signed_in(scene.staff["root.statistician"])
    today = timezone.localdate()
    answers = {"operation": str(scene.operation.pk), "name": "Ce soir", "day": today.isoformat()}
    assert browser.post("/regularisation/states/new/", answers).status_code == 302
    tomorrow = answers | {"day": (today + timedelta(days=1)).isoformat()}
    refused = browser.post("/regularisation/states/new/", tomorrow)
    assert refused.status_code == 422
    assert "dans l&#x27;avenir" in refused.content.decode()


def test_equal_categories_are_compared_with_what_chance_explains():
    rows = [("rabat", "unfavourable")] * 60 + [("rabat", "favourable")] * 40
    rows += [("sale", "favourable")] * 80 + [("sale", "unfavourable")] * 20 + [("few", "unfavourable")] * 3
    rates = {one.office: one for one in rates_by_office(rows)}
    whole = 120 / 203
    assert [one.office for one in rates_by_office(rows)] == ["rabat", "sale", "few"]
    assert (rates["rabat"].differs_from(whole), rates["sale"].differs_from(whole)) == (True, True)
    assert not rates["few"].differs_from(whole)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_rate(good, bad):
    one = OfficeRate("x", good + bad, good)
    low, high = one.interval
    assert 0 <= low <= high <= 1
    assert not one.opinions or low <= one.rate <= high


@pytest.mark.django_db
def test_the_comparison_page_counts_opinions_of_one_category(scene):
    opinion(scene, lodged(scene, None, "C5"), "favourable")
    opinion(scene, lodged(scene, None, "C4"))
    page = signed_in(scene.staff["root.mne_officer"]).get("/regularisation/offices/compared/?category=C5")
    assert [(r["rate"].opinions, r["rate"].favourable) for r in page.context["rows"]] == [(1, 1)]
    whole = signed_in(scene.staff["root.mne_officer"]).get("/regularisation/offices/compared/")
    assert whole.context["opinions"] == 2
