"""Street encounters: noted once, matched by people with reasons in words, never a case by themselves; gone with a file."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.cases.models import Case
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Person
from musanada.protection.commands import encounters as commands
from musanada.protection.commands.encounters import Met
from musanada.protection.models import Encounter, MappedChild
from musanada.protection.queries import encounters as queries
from musanada.protection.queries import mapping
from musanada.protection.queries.matching import suggestions
from musanada.protection.tests.scene import child_file, named, signed_in


def met(scene, nickname="Petit Mamadou", *, actor=None, unit=None, ago=timedelta(hours=1), pk=None, **values):
    said = {"town": scene.towns["nador"], "at": timezone.now() - ago, "sex": "M", "band": "13-17"} | values
    draft = Met(nickname=nickname, **said)
    return commands.record_encounter(actor or scene.street, unit or scene.nador, draft=draft, pk=pk)


def a_child(scene, nickname="Petit Mamadou", **values):
    return commands.new_mapped_child(scene.street, met(scene, nickname, ago=timedelta(days=10), **values))


def test_an_encounter_opens_no_case_and_registers_nobody(scene):
    one = met(scene, needs=("health", "food"), danger=True)
    child = commands.new_mapped_child(scene.street, one)
    assert (Case.objects.count(), Person.objects.count(), child.person_id) == (0, 0, None)
    assert (one.needs, child.nickname) == (",health,food,", "Petit Mamadou")


def test_the_same_key_twice_is_one_encounter(scene):
    key = uuid4()
    first, second = met(scene, pk=key), met(scene, "Autre chose", pk=key)
    assert (first.pk, second.pk, Encounter.objects.count()) == (key, key, 1)
    assert Encounter.objects.get().nickname == "Petit Mamadou"


def test_a_key_of_somebody_else_tells_nothing(scene):
    one = met(scene)
    with pytest.raises(Refused):
        met(scene, actor=scene.staff["nador.street_worker.2"], pk=one.pk)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"at": timezone.now() + timedelta(days=1)}, "at"),
        ({"age": 31}, "age"),
        ({"needs": ("gold",)}, "needs"),
        ({"sex": "?"}, "sex"),
        ({"nationality": "ZZZ"}, "nationality"),
    ],
)
def test_nonsense_is_named_at_its_field(scene, values, field):
    with pytest.raises(BadInput) as wrong:
        met(scene, **values)
    assert field in wrong.value.fields


def test_a_telephone_a_few_minutes_fast_is_believed(scene):
    one = met(scene, at=timezone.now() + timedelta(minutes=4))
    assert one.at <= timezone.now()


def test_a_state_unit_keeps_no_encounter(scene):
    with pytest.raises(Refused) as refused:
        met(scene, actor=scene.staff["state.street_worker"], unit=scene.state)
    assert refused.value.code == "firewall"
    assert queries.offices(scene.staff["state.street_worker"]) == []


def test_who_holds_no_such_right_notes_nothing(scene):
    for actor in (scene.teacher, scene.stranger):
        with pytest.raises(MissingRight):
            met(scene, actor=actor)


# Sorting


def test_a_nickname_met_twice_in_another_spelling_is_suggested_with_reasons(scene):
    child = a_child(scene, "Dembélé")
    found = suggestions(scene.street, met(scene, "Dembele", age=15))
    assert [told.child for told in found] == [child]
    words = {str(reason) for reason in found[0].reasons}
    assert {"Âge proche", "Même sexe", "Déjà rencontré dans cette ville"} <= words
    assert any("urnom" in word for word in words)


def test_a_nickname_is_known_in_arabic_letters(scene):
    child = a_child(scene, "Mamadou")
    assert [told.child for told in suggestions(scene.street, met(scene, "مامادو"))] == [child]


@pytest.mark.parametrize("values", [{"sex": "F"}, {"band": "0-5"}, {"age": 9}])
def test_another_sex_or_age_is_not_suggested(scene, values):
    a_child(scene, age=15)
    assert suggestions(scene.street, met(scene, **values)) == []


def test_ages_two_years_apart_are_one_child(scene):
    child = a_child(scene, age=14)
    assert [told.child for told in suggestions(scene.street, met(scene, age=16))] == [child]


def test_the_same_hours_in_another_town_speak_against_it(scene):
    child = commands.new_mapped_child(scene.street, met(scene, ago=timedelta(hours=2)))
    told = suggestions(scene.street, met(scene, town=scene.towns["casablanca"]))
    assert [(one.child, len(one.against)) for one in told] == [(child, 1)]


def test_matching_keeps_what_was_known_and_adds_what_was_not(scene):
    child = a_child(scene, sex="not_asked", band="unknown")
    commands.match_encounter(scene.street, met(scene, "Mamadou", nationality="GIN", age=15), child=child)
    child.refresh_from_db()
    assert (child.nickname, child.sex, child.nationality_id) == ("Petit Mamadou", "M", "GIN")
    assert child.born_about == timezone.localdate().year - 15
    assert queries.mapped_children(scene.street).get().met == 2


def test_one_encounter_is_one_child(scene):
    one, two = a_child(scene), a_child(scene, "Un autre")
    seen = met(scene)
    commands.match_encounter(scene.street, seen, child=one)
    with pytest.raises(Refused):
        commands.match_encounter(scene.street, seen, child=two)
    commands.unmatch_encounter(scene.street, seen)
    commands.match_encounter(scene.street, seen, child=two)
    seen.refresh_from_db()
    assert seen.child == two


def test_not_a_child_and_voided_ones_are_sorted_away(scene):
    adult, wrong = met(scene, band="18+"), met(scene)
    commands.not_a_child(scene.street, adult)
    commands.void_encounter(scene.street, wrong, reason="Saisi deux fois")
    assert queries.unsorted(scene.street) == 0
    assert list(queries.encounters(scene.street)) == [adult]
    with pytest.raises(BadInput):
        commands.void_encounter(scene.street, adult, reason=" ")
    with pytest.raises(Refused):
        commands.new_mapped_child(scene.street, wrong)


# A file hides them


@pytest.fixture
def hidden(scene):
    """A child met once, whose file hides them; their owner is ``scene.manager``."""
    file = child_file(scene)
    child = file.child.mapped
    one = met(scene, "Petit")
    Encounter.objects.filter(pk=one.pk).update(child=child, sorted_at=timezone.now())
    one.refresh_from_db()
    return one, child, file


def test_nobody_unnamed_sees_anything_of_a_child_with_a_file(scene, hidden):
    one, child, _file = hidden
    for actor in (scene.street, scene.second, scene.officer, scene.manager):
        assert not queries.encounters(actor).exists()
        assert not queries.mapped_children(actor).exists()
        assert mapping.counted(actor)["encounters"].number == 0
    for actor in (scene.street, scene.second, scene.officer, scene.stranger):
        client = signed_in(actor)
        for name, key in (
            ("encounter", one.pk),
            ("mapped", child.pk),
            ("mapped-edit", child.pk),
            ("leg-new", child.pk),
        ):
            assert client.get(reverse(f"protection:{name}", args=[key])).status_code == 404
        for name in ("encounter-unmatch", "encounter-new-child", "encounter-not-a-child"):
            assert client.post(reverse(f"protection:{name}", args=[one.pk])).status_code == 404
    assert suggestions(scene.street, met(scene, "Petit")) == []


def test_who_is_named_opens_it_and_the_reading_is_noted(scene, hidden):
    from musanada.access.models import AuditEntry

    one, child, file = hidden
    named(file, scene.officer)
    for actor in (scene.manager, scene.officer):
        client = signed_in(actor)
        lines = AuditEntry.objects.filter(verb="people.read_protected", actor=actor)
        before = lines.count()
        assert client.get(reverse("protection:encounter", args=[one.pk])).status_code == 200
        assert client.get(reverse("protection:mapped", args=[child.pk])).status_code == 200
        assert lines.count() >= before + 2


def test_a_later_encounter_is_offered_to_who_is_named_and_then_leaves_every_list(scene, hidden):
    _one, child, _file = hidden
    later = met(scene, "Petit")
    assert [told.child for told in suggestions(scene.manager, later)] == [child]
    commands.match_encounter(scene.manager, later, child=child)
    assert not queries.encounters(scene.street).exists()
    with pytest.raises(MissingRight):
        commands.unmatch_encounter(scene.street, later)


# Pages


def filled(scene, **more):
    start = {"id": str(uuid4()), "unit": str(scene.nador.pk), "town": str(scene.towns["nador"].pk)}
    return start | {"nickname": "Petit", "sex": "M", "band": "13-17", "needs": ["health"]} | more


def test_the_last_town_is_chosen_already(scene):
    met(scene, town=scene.towns["casablanca"])
    page = signed_in(scene.street).get(reverse("protection:encounter-new"))
    assert page.context["form"]["town"].value() == str(scene.towns["casablanca"].pk)
    fresh = signed_in(scene.staff["nador.street_worker.2"]).get(reverse("protection:encounter-new"))
    assert fresh.context["form"]["town"].value() == str(scene.towns["nador"].pk)


def test_an_encounter_goes_from_the_phone_to_a_child(scene):
    client = signed_in(scene.street)
    a_child(scene, "Petit")
    assert client.post(reverse("protection:encounter-new"), filled(scene, danger="on")).status_code == 302
    one = Encounter.objects.latest("recorded_at")
    page = client.get(reverse("protection:encounter", args=[one.pk]))
    assert "Même surnom" in page.content.decode()
    child = MappedChild.objects.get()
    answer = client.post(reverse("protection:encounter-match", args=[one.pk]), {"child": str(child.pk)})
    assert answer.headers["Location"] == reverse("protection:mapped", args=[child.pk])
    shown = client.get(reverse("protection:mapped", args=[child.pk])).content.decode()
    assert "Petit" in shown
    assert reverse("protection:mapped-children") in shown


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(scene):
    answer = signed_in(scene.street).post(
        reverse("protection:encounter-new"), filled(scene, town="", note="abc")
    )
    assert answer.status_code == 422
    assert "abc" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "abc", str(uuid4())])
def test_a_key_that_is_no_childs_matches_nobody(scene, key):
    one = met(scene)
    answer = signed_in(scene.street).post(
        reverse("protection:encounter-match", args=[one.pk]), {"child": key}
    )
    one.refresh_from_db()
    assert answer.status_code in (302, 404)  # back to the list with a sentence, or a key of nobody
    assert one.child_id is None


def test_every_page_answers(scene):
    child = a_child(scene)
    pages = ("encounters", "encounter-new", "mapped-children", "mapping")
    urls = [reverse(f"protection:{name}") for name in pages]
    urls += [reverse(f"protection:{name}", args=[child.pk]) for name in ("mapped", "mapped-edit", "leg-new")]
    urls += [reverse(f"protection:{n}", args=[met(scene).pk]) for n in ("encounter", "encounter-void")]
    assert {signed_in(scene.street).get(url).status_code for url in urls} == {200}


# The mapping


def test_numbers_under_eleven_are_hidden_and_nothing_gives_them_away(scene):
    for number in range(12):
        commands.new_mapped_child(scene.street, met(scene, f"Enfant {number}", band="13-17"))
    for number in range(3):
        commands.new_mapped_child(scene.street, met(scene, f"Petit {number}", band="0-5"))
    page = signed_in(scene.street).get(reverse("protection:mapping"))
    bands = page.context["tables"][0]
    cells = {str(row.label): [(cell.number, cell.hidden) for cell in row.cells] for row in bands.rows}
    assert [str(column) for column in bands.columns][-1] == "Tous"
    nador = cells["Nador"]
    assert nador[0] == (3, True)
    assert sum(hidden for _number, hidden in nador) >= 2
    assert mapping.counted(scene.street)["children"].number == 15


def test_a_child_met_often_counts_once(scene):
    child = a_child(scene)
    for _again in range(3):
        commands.match_encounter(scene.street, met(scene), child=child)
    counted = mapping.counted(scene.street)
    assert (counted["encounters"].number, counted["children"].number) == (4, 1)
