"""The declaration: every point, a language understood, who signs for a child, the sheet in two languages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people.models import Person
from musanada.returns import declarations as papers
from musanada.returns.commands import declarations
from musanada.returns.drafts import POINTS, DeclarationDraft
from musanada.returns.models import Declaration
from musanada.returns.tests.scene import a_family, a_return, born, signed_in, someone

pytestmark = pytest.mark.django_db


def signed(**values) -> DeclarationDraft:
    values.setdefault("means", "signature")
    values.setdefault("language", "fra")
    values.setdefault("understood", True)
    values.setdefault("points", tuple(POINTS))
    return DeclarationDraft(**values)


def sent(**values) -> dict:
    given = {
        "id": "0199a6f0-0000-7000-8000-000000000004",
        "points": list(POINTS),
        "language": "fra",
        "understood": "on",
        "means": "thumb",
        "signed_on": timezone.localdate().isoformat(),
    }
    return given | values


def a_child(scene):
    """The child of a family that was counselled."""
    return a_family(scene, 3, "counselled")


def test_a_declaration_takes_the_step(scene):
    ret = a_return(scene, "counselled")
    declarations.declare(scene.manager, ret, draft=signed())
    assert ret.case.state == "declared"


@pytest.mark.parametrize("point", POINTS)
def test_one_point_refused_and_there_is_no_declaration(scene, point):
    ret = a_return(scene, "counselled")
    with pytest.raises(BadInput) as wrong:
        declarations.declare(scene.manager, ret, draft=signed(points=tuple(set(POINTS) - {point})))
    assert "points" in wrong.value.fields


def test_a_language_not_understood_needs_an_interpreter(scene):
    ret = a_return(scene, "counselled")
    with pytest.raises(BadInput):
        declarations.declare(scene.manager, ret, draft=signed(understood=False))
    with pytest.raises(BadInput) as wrong:
        declarations.declare(scene.manager, ret, draft=signed(understood=False, interpreter=True))
    assert "interpreter_name" in wrong.value.fields
    draft = signed(understood=False, interpreter=True, interpreter_name="Binta Sarr")
    assert declarations.declare(scene.manager, ret, draft=draft).interpreter == "yes"


def test_it_does_not_come_before_counselling(scene):
    with pytest.raises(Refused):
        declarations.declare(scene.manager, a_return(scene, "screened"), draft=signed())


def test_it_is_not_signed_in_the_future_nor_before_the_request(scene):
    ret, today = a_return(scene, "counselled"), timezone.localdate()
    for day in (today + timedelta(days=1), ret.applied_on - timedelta(days=1)):
        with pytest.raises(BadInput) as wrong:
            declarations.declare(scene.manager, ret, draft=signed(signed_on=day))
        assert "signed_on" in wrong.value.fields


def test_one_declaration_stands_at_a_time(scene):
    ret = a_return(scene, "declared")
    with pytest.raises(Refused) as refused:
        declarations.declare(scene.manager, ret, draft=signed())
    assert refused.value.code == "exists"


def test_sent_twice_it_is_one(scene):
    ret, draft = a_return(scene, "counselled"), signed()
    declarations.declare(scene.manager, ret, draft=draft)
    declarations.declare(scene.manager, ret, draft=draft)
    assert Declaration.objects.count() == 1


def test_an_agent_receives_none(scene):
    with pytest.raises(MissingRight):
        declarations.declare(scene.agent, a_return(scene, "counselled"), draft=signed())


# Children


def test_a_parent_signs_for_a_child(scene):
    family = a_child(scene)
    parent = family[0].case.person
    made = declarations.declare(scene.manager, family[2], draft=signed(guardian=parent, assent="yes"))
    assert (made.guardian_id, made.assent) == (parent.pk, "yes")


def test_nobody_signs_for_a_child_but_who_may(scene):
    family = a_child(scene)
    with pytest.raises(BadInput) as wrong:
        declarations.declare(scene.manager, family[2], draft=signed())
    assert "guardian" in wrong.value.fields
    with pytest.raises(BadInput) as wrong:
        draft = signed(guardian=someone(scene, "Voisine Ndiaye"))
        declarations.declare(scene.manager, family[2], draft=draft)
    assert "guardian" in wrong.value.fields


def test_a_child_who_says_no_does_not_leave(scene):
    family = a_child(scene)
    with pytest.raises(BadInput) as wrong:
        draft = signed(guardian=family[0].case.person, assent="no")
        declarations.declare(scene.manager, family[2], draft=draft)
    assert "assent" in wrong.value.fields


def test_an_adult_signs_alone_whatever_is_sent(scene):
    ret = a_return(scene, "counselled")
    other = someone(scene, "Autre Personne")
    assert declarations.declare(scene.manager, ret, draft=signed(guardian=other)).guardian is None


def test_somebody_of_unknown_age_signs(scene):
    person = someone(scene, "Sans Âge")
    Person.objects.filter(pk=person.pk).update(birth_date=None, birth_precision="unknown")
    person.refresh_from_db()
    ret = a_return(scene, "counselled", person)
    assert declarations.declare(scene.manager, ret, draft=signed()).guardian is None


# Corrections


def test_an_error_of_the_entry_is_corrected(scene):
    ret = a_return(scene, "declared")
    row = ret.declarations.get()
    declarations.correct_declaration(
        scene.manager, row, draft=signed(means="thumb", signed_on=ret.applied_on)
    )
    row.refresh_from_db()
    assert row.means == "thumb" and ret.case.steps.filter(code="edited").exists()


def test_a_withdrawn_one_is_not_corrected(scene):
    ret = a_return(scene, "declared")
    row = ret.declarations.get()
    row.withdrawn_on = timezone.localdate()
    row.save()
    with pytest.raises(Refused):
        declarations.correct_declaration(scene.manager, row, draft=signed())


# Pages and paper


def test_the_declaration_on_its_page(scene):
    ret = a_return(scene, "counselled")
    client = signed_in(scene.manager)
    url = f"/returns/files/{ret.case_id}/declare/"
    assert "Texte à confirmer" in client.get(url).content.decode()
    assert client.post(url, sent()).status_code == 302
    assert Declaration.objects.get().means == "thumb"


def test_a_point_left_out_of_a_forged_form_is_refused(scene):
    ret = a_return(scene, "counselled")
    url = f"/returns/files/{ret.case_id}/declare/"
    assert signed_in(scene.manager).post(url, sent(points=["free"])).status_code == 422


def test_a_guardian_who_is_not_offered_is_refused(scene):
    family = a_child(scene)
    url = f"/returns/files/{family[2].case_id}/declare/"
    stranger = someone(scene, "Voisine Ndiaye")
    assert signed_in(scene.manager).post(url, sent(guardian=str(stranger.pk))).status_code == 422


@pytest.mark.parametrize("lang", ["fr", "ar", "both"])
def test_the_sheet_is_printed(scene, lang):
    ret = a_return(scene, "declared")
    row = ret.declarations.get()
    url = f"/returns/files/{ret.case_id}/declarations/{row.pk}/print/?lang={lang}"
    answer = signed_in(scene.manager).get(url)
    assert answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "no-store"


def test_the_sheet_to_sign_has_no_tick(scene):
    ret = a_return(scene, "counselled")
    told = papers.text(ret, None, "fr")
    assert [ticked for _words, ticked in told["points"]] == [False] * len(POINTS)
    assert "à confirmer" in told["template"]
    assert signed_in(scene.manager).get(f"/returns/files/{ret.case_id}/declare/print/").status_code == 200


def test_the_sheet_of_a_child_is_signed_by_the_parent(scene):
    family = a_child(scene)
    told = papers.text(family[2], None, "ar")
    assert papers.WORDS["guardian_sign"]["ar"] in told["signatures"]


def test_a_hidden_parent_is_named_nowhere(scene):
    family = a_child(scene)
    parent = family[0].case.person
    row = declarations.declare(scene.manager, family[2], draft=signed(guardian=parent, assent="yes"))
    Person.objects.filter(pk=parent.pk).update(protected=True)
    row = Declaration.objects.select_related("guardian").get(pk=row.pk)
    assert papers.signer(row) is None


def test_another_office_prints_nothing(scene):
    ret = a_return(scene, "declared")
    row = ret.declarations.get()
    url = f"/returns/files/{ret.case_id}/declarations/{row.pk}/print/"
    assert signed_in(scene.abroad).get(url).status_code == 404


def test_someone_of_age_on_the_day_signs_alone(scene):
    person = born(someone(scene, "Jeune Sow"), years=18)
    ret = a_return(scene, "counselled", person)
    assert not declarations.minor_on(ret, timezone.localdate())
