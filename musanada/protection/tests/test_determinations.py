"""The determination: asked for by a reviewed assessment, written by one, reviewed by another, sealed, told, carried out."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, Refused
from musanada.protection import dossiers
from musanada.protection.commands import assessments, determinations, options, plans
from musanada.protection.models import Clock, Determination, FamilyMember
from musanada.protection.tests import interests as i
from musanada.protection.tests import scene as s

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(scene):
    return i.team(scene, s.child_file(scene, name="Mamadou Bah"))


def state(file):
    file.case.refresh_from_db()
    return file.case.state


def running(file, kind):
    return Clock.objects.filter(file=file, kind=kind, met_on=None, dropped_on=None).first()


def test_without_an_assessment_that_asks_for_it_there_is_none(scene, file):
    with pytest.raises(Refused, match="évaluation"):
        determinations.begin_determination(scene.officer, file)


def test_it_starts_with_the_options_that_were_weighed_and_its_clock(scene, file):
    i.reviewed(scene, file)
    bid = determinations.begin_determination(scene.officer, file)
    assert state(file) == "bid_needed"
    assert set(bid.options.values_list("outlook", flat=True)) == {"return", "integration"}
    assert running(file, "bid").due_on == bid.due_on == timezone.localdate() + timedelta(days=90)
    with pytest.raises(Refused, match="déjà en cours"):
        determinations.begin_determination(scene.officer, file)


def test_while_an_assessment_runs_the_sentence_says_what_to_do(scene, file):
    i.reviewed(scene, file)
    assessments.open_assessment(scene.manager, file, trigger="risk")
    with pytest.raises(Refused, match="finissez-la"):
        determinations.begin_determination(scene.officer, file)


def test_a_report_is_reviewed_by_another_and_sent_back_with_words(scene, file):
    i.reviewed(scene, file)
    bid = determinations.begin_determination(scene.officer, file)
    with pytest.raises(Refused, match="vide"):
        determinations.submit_report(scene.officer, bid)
    determinations.write_report(scene.officer, bid, report="Les faits et les options.")
    bid = determinations.submit_report(scene.officer, bid)
    with pytest.raises(Refused, match="une autre personne"):
        determinations.review_report(scene.officer, bid, accept=True)
    with pytest.raises(Refused, match="relu"):
        determinations.seal_dossier(scene.officer, bid)
    bid = determinations.review_report(scene.officer2, bid, accept=False, text="Dites ce que veut l'enfant.")
    assert (bid.state, bid.reviewer) == ("draft", None)
    assert bid.review == "Dites ce que veut l'enfant."


def test_the_dossier_is_pseudonymous_and_holds_what_a_panel_needs(scene, file):
    FamilyMember.objects.create(
        file=file,
        tie="mother",
        name="Fatou Diallo",
        alive="yes",
        wished="yes",
        nationality_id="GIN",
        by=scene.manager,
    )
    bid = i.sealed(scene, file)
    content = json.loads(bid.dossier)
    words = bid.dossier.casefold()
    assert not [name for name in ("mamadou", "bah", "fatou", "diallo") if name in words]
    assert content["report"].startswith("⟦child⟧ attend sa mère, ⟦mother⟧.")
    assert (content["child"]["age"], content["child"]["sex"]) == (15, "M")
    assert content["assessment"]["views"] == "Je veux revoir ma mère à Labé."
    assert {row["outlook"]: row["country"] for row in content["options"]} == {
        "return": "GIN",
        "integration": "",
    }
    assert dossiers.canonical(content) == bid.dossier
    assert dossiers.intact(bid)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mamadou Bah est là.", "⟦child⟧ est là."),
        ("MAMADOU et d'Awa", "⟦child⟧ et d'⟦mother⟧"),
        ("التقى بمحمد", "التقى ب⟦child⟧"),
        ("Bahia n'est pas un nom du dossier", "Bahia n'est pas un nom du dossier"),
        ("", ""),
    ],
)
def test_names_give_way_to_what_the_person_is(text, expected):
    names: dict[str, str] = {}
    dossiers.add(names, ["Awa Ba"], "mother")
    dossiers.add(names, ["Mamadou Bah", "محمد"], "child")
    assert dossiers.without_names(text, names) == expected


def test_a_changed_dossier_is_refused(scene, file):
    bid = i.sealed(scene, file)
    Determination.objects.filter(pk=bid.pk).update(dossier=bid.dossier.replace("Labé", "Pita"))
    bid.refresh_from_db()
    with pytest.raises(Refused, match="a changé"):
        dossiers.opened(bid)


def test_after_sealing_nothing_changes_but_by_taking_it_up_again(scene, file):
    bid = i.sealed(scene, file)
    with pytest.raises(Refused):
        determinations.write_report(scene.officer, bid, report="Autre chose")
    with pytest.raises(Refused):
        options.propose(scene.officer, bid, outlook="care", pros="Oui", cons="Non")
    fresh = determinations.reopen(scene.officer, bid, why="Le père a appelé hier, il vit à Tanger.")
    bid.refresh_from_db()
    assert (bid.state, fresh.state, fresh.report) == ("reopened", "draft", bid.report)
    assert (fresh.options.count(), state(file)) == (2, "bid_needed")


def test_child_is_told_then_the_decision_is_carried_out(scene, file):
    bid = i.decided(scene, file)
    assert running(file, "told").due_on == bid.decided_on + timedelta(days=7)
    with pytest.raises(Refused, match="ne sait pas encore"):
        determinations.implement(scene.manager, bid)
    bid = determinations.tell_child(scene.manager, bid, by=scene.officer)
    assert (bid.told_by, running(file, "told")) == (scene.officer, None)
    bid = determinations.implement(scene.manager, bid)
    assert (bid.state, state(file)) == ("implemented", "solution")
    assert running(file, "bid_review").due_on == bid.review_on


def test_review_keeps_the_decision_or_takes_it_up_again(scene, file):
    bid = i.decided(scene, file)
    later = timezone.localdate() + timedelta(days=100)
    assert determinations.keep_decision(scene.manager, bid, review_on=later).review_on == later
    assert running(file, "bid_review").due_on == later
    with pytest.raises(BadInput):
        determinations.reopen(scene.officer, bid, why="bref")
    fresh = determinations.reopen(scene.officer, bid, why="La mère a déménagé et ne peut plus accueillir.")
    assert (state(file), fresh.state, running(file, "bid_review"), running(file, "told")) == (
        "bid_needed",
        "draft",
        None,
        None,
    )


def test_given_up_with_a_plan_and_a_reason(scene, file):
    bid = i.called(scene, file)
    with pytest.raises(Refused, match="plan"):
        determinations.drop(scene.officer, bid, why="La famille est arrivée.")
    today = timezone.localdate()
    plans.add_action(
        scene.manager,
        file,
        goal="École",
        action="Inscrire",
        responsible="Équipe",
        due_on=today + timedelta(days=5),
    )
    bid = determinations.drop(scene.officer, bid, why="La famille est arrivée.")
    assert (bid.state, state(file), running(file, "bid")) == ("dropped", "plan_active", None)
