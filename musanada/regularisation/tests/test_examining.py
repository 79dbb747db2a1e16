"""Files held against criteria: what is kept, with which version, alone and by the thousand."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musanada.cases.models import Case, Piece
from musanada.kit.errors import MissingRight
from musanada.regularisation.commands.examining import examine
from musanada.regularisation.commands.operations import add_criterion, new_version
from musanada.regularisation.criteria import ConditionDraft
from musanada.regularisation.models import Claim, Evaluation
from musanada.regularisation.queries.examining import evaluate_many, shown_evaluations, shown_for
from musanada.regularisation.tests import scene as scenes

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=6 * 366)


def piece(scene, file, kind, first=None, last=None, *, verified=True, state=None):
    return Piece.objects.create(
        case_id=file.case_id,
        type_id=kind,
        from_on=first,
        to_on=last,
        state=state or ("verified" if verified else "received"),
        verified_on=TODAY if verified else None,
        verified_by=scene.manager if verified else None,
        recorded_by=scene.agent,
    )


def outcomes(scene, file, **how):
    return {one.version.criterion.code: one.outcome for one in examine(scene.agent, file, **how)}


def relief(scene, code, *conditions, name="Assouplissement d'essai"):
    head = scene.staff["root.programme_manager"]
    criterion = scene.operation.criteria.filter(code=code).first() or add_criterion(
        head, scene.operation, code=code, name_fr=name, claimable=False
    )
    return new_version(head, criterion, valid_from=TODAY, conditions=conditions, text_fr=name, stage="relief")


def test_each_claim_is_examined_under_the_version_of_the_deposit(scene):
    file = scenes.lodged(scene, None, "C4", "C5")
    piece(scene, file, "lease", LONG_AGO, TODAY)
    assert outcomes(scene, file) == {"C4": "not_shown", "C5": "met"}
    kept = Evaluation.objects.get(application=file, outcome="met")
    assert kept.version == scene.version("C5")
    assert kept.on == file.lodged_on
    assert kept.findings[0]["fact"] == "residence_months"
    assert kept.findings[0]["found"] >= 60


def test_an_examination_changes_no_state(scene):
    file = scenes.lodged(scene)
    before = Case.objects.values().get(pk=file.case_id)
    examine(scene.agent, file)
    assert Case.objects.values().get(pk=file.case_id) == before


def test_earlier_evaluations_stay_and_the_same_is_not_repeated(scene):
    file = scenes.lodged(scene)
    assert outcomes(scene, file) == {"C5": "not_shown"}
    assert outcomes(scene, file) == {"C5": "not_shown"}
    assert Evaluation.objects.count() == 1
    piece(scene, file, "lease", LONG_AGO, TODAY)
    assert outcomes(scene, file) == {"C5": "met"}
    assert Evaluation.objects.count() == 2
    row = shown_evaluations(file)[0]
    assert (row.outcome, row.earlier) == ("met", 1)


def test_what_is_not_claimed_is_recorded_only_when_asked(scene):
    file = scenes.lodged(scene)
    assert set(outcomes(scene, file)) == {"C5"}
    found = outcomes(scene, file, others=True)
    assert found["C1"] == "not_examined"
    assert found["C5"] == "not_shown"


def test_a_withdrawn_claim_is_not_examined(scene):
    file = scenes.lodged(scene, None, "C4", "C5")
    Claim.objects.filter(application=file, criterion__code="C4").update(withdrawn_on=TODAY)
    assert set(outcomes(scene, file)) == {"C5"}


@pytest.mark.parametrize("state", ["rejected", "returned"])
def test_a_piece_not_retained_shows_nothing(scene, state):
    file = scenes.lodged(scene)
    piece(scene, file, "lease", LONG_AGO, TODAY, verified=False, state=state)
    assert outcomes(scene, file) == {"C5": "not_shown"}


def test_pieces_received_and_not_verified_count_with_a_reserve(scene):
    file = scenes.lodged(scene)
    piece(scene, file, "lease", LONG_AGO, TODAY, verified=False)
    assert outcomes(scene, file) == {"C5": "met"}
    assert not shown_evaluations(file)[0].firm
    Piece.objects.filter(case=file.case_id).update(
        state="verified", verified_on=TODAY, verified_by=scene.manager
    )
    examine(scene.agent, file)
    assert shown_evaluations(file)[0].firm


def test_a_child_follows_the_parent(scene):
    mother = scenes.lodged(scene, scenes.applicant(scene, "Awa Diallo"), "C2", spouse="regular")
    child = scenes.lodged(scene, scenes.applicant(scene, "Moussa Traoré"), "C3", principal=mother)
    piece(scene, child, "birth-certificate")
    assert outcomes(scene, child) == {"C3": "not_shown"}
    piece(scene, mother, "marriage-certificate", LONG_AGO)
    piece(scene, mother, "spouse-residence-card")
    assert outcomes(scene, mother) == {"C2": "met"}
    assert outcomes(scene, child) == {"C3": "met"}
    scenes.opinion(scene, mother, "unfavourable")
    assert outcomes(scene, child) == {"C3": "not_met"}


def test_children_of_every_regularised_woman(scene):
    version = relief(
        scene,
        "C10",
        ConditionDraft("parent_sex", "is", "F"),
        ConditionDraft("parent_favourable", "is", "yes"),
    )
    mother = scenes.lodged(scene, scenes.applicant(scene, "Awa Diallo"))
    child = scenes.lodged(scene, scenes.applicant(scene, "Moussa Traoré", sex="M"), "C3", principal=mother)
    alone = scenes.lodged(scene, scenes.applicant(scene, "Fanta Keïta"))

    def found():
        return {one.pk: result.outcome for one, result in evaluate_many([child, alone], version)}

    assert found() == {child.pk: "not_shown", alone.pk: "not_met"}
    scenes.opinion(scene, mother, "favourable")
    assert found()[child.pk] == "met"


def test_many_files_are_judged_as_each_alone(scene):
    files = [scenes.lodged(scene, scenes.applicant(scene, name)) for name in scenes.NAMES]
    for n, file in enumerate(files):
        piece(scene, file, "lease", TODAY - timedelta(days=400 * n + 10), TODAY, verified=n % 2 == 0)
    version = scene.version("C5")
    together = {one.pk: (r.outcome, r.findings) for one, r in evaluate_many(files, version)}
    for file in files:
        one = examine(scene.agent, file)[0]
        assert together[file.pk] == (one.outcome, one.findings)
    assert {outcome for outcome, _findings in together.values()} == {"met", "not_met"}


def test_thousands_take_a_handful_of_questions(scene):
    files = [scenes.lodged(scene, scenes.applicant(scene, name)) for name in scenes.NAMES]

    def questions(some):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(evaluate_many(some, scene.version("C5")))
        return len(asked)

    assert questions(files) == questions(files[:1]) <= 5


def test_a_relief_on_its_own_day(scene):
    """The day of the decision, not that of the deposit: residence goes on."""
    file = scenes.lodged(scene)
    piece(scene, file, "lease", TODAY - timedelta(days=30), TODAY + timedelta(days=4000))
    version = scene.version("C5")
    later = TODAY + timedelta(days=365 * 5 + 2)
    assert [r.outcome for _f, r in evaluate_many([file], version)] == ["not_met"]
    assert [r.outcome for _f, r in evaluate_many([file], version, on=later)] == ["met"]


def test_an_invented_criterion_is_examined_without_code(scene):
    version = relief(
        scene,
        "A1",
        ConditionDraft("occupation_shown", "is", "yes"),
        ConditionDraft("age", "at_most", "25"),
    )
    young = scenes.lodged(scene, scenes.applicant(scene, "Awa Diallo", birth=born(2005)))
    older = scenes.lodged(scene, scenes.applicant(scene, "Ibrahima Sow", birth=born(1980)))
    for file in (young, older):
        piece(scene, file, "work-attestation")
    found = {one.pk: result for one, result in evaluate_many([young, older], version)}
    assert (found[young.pk].outcome, found[older.pk].outcome) == ("met", "not_met")
    assert {f["fact"]: f["truth"] for f in found[older.pk].findings} == {
        "occupation_shown": "yes",
        "age": "no",
    }


def born(year):
    from musanada.kit.choices import BirthPrecision
    from musanada.kit.dates import PartialDate

    return PartialDate(date(year, 5, 2), BirthPrecision.DAY)


def test_who_may_not_examine_is_refused(scene):
    file = scenes.lodged(scene)
    for actor in (scene.cards, scene.staff["sale.agent"], scene.national):
        with pytest.raises(MissingRight):
            examine(actor, file)
    assert not Evaluation.objects.exists()


def test_a_file_shows_its_claims_before_any_examination(scene):
    file = scenes.lodged(scene, None, "C4", "C5")
    rows = shown_evaluations(file)
    assert [(row.code, row.outcome, row.version) for row in rows] == [
        ("C4", "not_examined", None),
        ("C5", "not_examined", None),
    ]


def test_the_fragment_says_it_in_words(scene):
    from django.template.loader import render_to_string

    file = scenes.lodged(scene)
    piece(scene, file, "lease", LONG_AGO, TODAY - timedelta(days=1200))
    piece(scene, file, "utility-bill", TODAY - timedelta(days=900), TODAY)
    examine(scene.agent, file)
    html = render_to_string("regularisation/_evaluation.html", {"evaluations": shown_evaluations(file)})
    assert "Non remplie" in html
    assert "sans preuve" in html
    assert "Contrat de bail" in html
    assert "la décision appartient à la commission" in html


def test_nothing_declared_in_words_reaches_the_findings(scene):
    file = scenes.lodged(scene, None, "C4", "C5", occupation="Maçon chez un particulier")
    examine(scene.agent, file, others=True)
    kept = str(list(Evaluation.objects.values_list("findings", flat=True)))
    assert "Maçon" not in kept
    assert shown_for([file.pk])[file.pk].occupation
