"""Two clerks decide the same file: exactly one succeeds, the other is told. Nothing is written twice."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from musanada.access.models import AuditEntry, User
from musanada.cases.caseflow import Move
from musanada.cases.models import Case, CaseStep, Deadline, DeadlineRule
from musanada.cases.tests import world as w
from musanada.cases.tests.declared import CODE, a_case, declared
from musanada.kit.errors import Refused


def a_rule() -> DeadlineRule:
    return DeadlineRule.objects.create(
        code="answer",
        procedure=CODE,
        name_fr="Réponse",
        starts=",asked,",
        meets=",checked,",
        length=5,
        measure="days",
        valid_from=timezone.localdate().replace(year=2014),
    )


def test_who_opened_the_page_before_is_told(world):
    """On every database: both read the file in the same state, one after the other decides."""
    other = w.account(world.rabat, "mina", "case_manager")
    with declared() as one:
        a_rule()
        case = a_case(world)
        first, second = (Case.objects.get(pk=case.pk) for _n in range(2))
        one.flow.run(world.maha, first, "check")
        with pytest.raises(Refused, match="plus rapide"):
            one.flow.run(other, second, "check")
    assert CaseStep.objects.filter(case=case, code="check").count() == 1
    assert Deadline.objects.get(case=case).met_on == timezone.localdate()
    assert AuditEntry.objects.filter(verb="essai.check", outcome="refused").count() == 1


def test_in_bulk_who_comes_second_writes_nothing_at_all(world):
    with declared() as one:
        cases = [a_case(world) for _n in range(3)]
        stale = list(Case.objects.filter(procedure=CODE))
        one.flow.run(world.maha, cases[1], "check")
        with pytest.raises(Refused, match="déjà traité 1"):
            one.flow.run_many(world.maha, world.rabat, stale, "check", move_of=lambda case: Move())
    assert Case.objects.filter(procedure=CODE, state="checked").count() == 1
    assert CaseStep.objects.filter(code="check").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="two writers at one moment: PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_each_on_a_connection_of_their_own():
    with connection.cursor() as cursor:
        cursor.execute("SET musanada.throw_away = 'yes'")  # this database may be emptied afterwards
    world = w.build()
    clerks = [world.maha, w.account(world.rabat, "mina", "case_manager")]
    with declared() as one:
        for _round in range(5):
            case, outcomes, start = a_case(world), [], threading.Barrier(2)

            def decide(user: User, pk=case.pk, outcomes=outcomes, start=start) -> None:
                try:
                    mine = Case.objects.get(pk=pk)
                    start.wait(timeout=30)
                    one.flow.run(user, mine, "check")
                    outcomes.append("done")
                except Refused as refusal:
                    outcomes.append(str(refusal))
                finally:
                    connection.close()

            threads = [threading.Thread(target=decide, args=(User.objects.get(pk=c.pk),)) for c in clerks]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert sorted(o == "done" for o in outcomes) == [False, True]
            assert any("plus rapide" in o for o in outcomes)
            assert CaseStep.objects.filter(case=case, code="check").count() == 1
