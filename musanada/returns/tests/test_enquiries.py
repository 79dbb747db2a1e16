"""Requests of return: opened once, corrected always, of a family, of who is known here and of nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.cases.models import CaseStep
from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.people import commands as people
from musanada.people.commands import protecting  # noqa: F401  the tests hide people
from musanada.people.models import Person
from musanada.returns.commands import enquiries
from musanada.returns.drafts import ReturnDraft
from musanada.returns.models import Return
from musanada.returns.queries import lists
from musanada.returns.queries import returns as queries
from musanada.returns.tests.scene import a_family, a_return, born, signed_in, someone

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def draft(scene, **values) -> ReturnDraft:
    values.setdefault("direction", "from_morocco")
    values.setdefault("channel", "iom")
    values.setdefault("country", "SEN")
    return ReturnDraft(**values)


def opened(scene, person=None, **values) -> Return:
    more = {name: values.pop(name) for name in ("register", "principal") if name in values}
    return enquiries.open_return(
        scene.agent, scene.maroc, person=person or someone(scene), draft=draft(scene, **values), **more
    )


def posted(scene, **values) -> dict[str, str]:
    """What the form of a new request sends."""
    given = {
        "id": "0199a6f0-0000-7000-8000-000000000001",
        "office": str(scene.maroc.pk),
        "asked": "yes",
        "direction": "from_morocco",
        "country": "SEN",
        "channel": "iom",
        "source": "self",
        "applied_on": TODAY().isoformat(),
    }
    return given | {name: str(value) for name, value in values.items()}


# Opening


def test_an_enquiry_opens_a_case_of_travel(scene):
    made = opened(scene)
    assert (made.case.state, made.from_country_id, made.to_country_id) == ("enquiry", "MAR", "SEN")


def test_a_request_is_registered_at_once(scene):
    assert opened(scene, register=True).case.state == "registered"


def test_the_other_direction_swaps_the_countries(scene):
    made = opened(scene, direction="to_morocco", country="FRA")
    assert (made.from_country_id, made.to_country_id) == ("FRA", "MAR")


def test_the_same_draft_twice_is_one_file(scene):
    person, said = someone(scene), draft(scene)
    first = enquiries.open_return(scene.agent, scene.maroc, person=person, draft=said)
    assert enquiries.open_return(scene.agent, scene.maroc, person=person, draft=said).pk == first.pk
    assert Return.objects.count() == 1


def test_a_key_made_up_opens_nobody_elses_file(scene):
    first = opened(scene)
    with pytest.raises(Refused):
        opened(scene, someone(scene, "Autre Personne"), id=first.case_id)


def test_a_request_of_the_past_says_that_it_was_entered_late(scene):
    made = opened(scene, applied_on=TODAY() - timedelta(days=12))
    assert queries.entered_late(made) == 12


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("applied_on", {"applied_on": timezone.localdate() + timedelta(days=1)}),
        ("wished_on", {"wished_on": timezone.localdate() - timedelta(days=1)}),
        ("country", {"country": "MAR"}),
        ("country", {"country": "ZZZ"}),
        ("channel", {"channel": "nobody"}),
        ("direction", {"direction": "sideways"}),
        ("apart_text", {"apart": "other"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(scene, field, values):
    with pytest.raises(BadInput) as wrong:
        opened(scene, **values)
    assert field in wrong.value.fields


def test_a_region_belongs_to_a_return_to_morocco(scene):
    from musanada.reference.queries import place_by_code

    with pytest.raises(BadInput) as wrong:
        opened(scene, to_place=place_by_code("MA-04").pk if place_by_code("MA-04") else scene.root.pk)
    assert "to_place" in wrong.value.fields


def test_a_funding_is_one_channels(scene):
    with pytest.raises(BadInput) as wrong:
        opened(scene, funding=scene.funding["state"])
    assert "funding" in wrong.value.fields


def test_a_funding_of_another_organisation_is_not_offered(scene):
    scene.funding["iom"].unit = scene.france
    scene.funding["iom"].save()
    with pytest.raises(BadInput) as wrong:
        opened(scene, funding=scene.funding["iom"])
    assert "funding" in wrong.value.fields


def test_one_open_file_of_a_direction(scene):
    person = someone(scene)
    opened(scene, person)
    with pytest.raises(Refused) as refused:
        opened(scene, person)
    assert refused.value.code == "exists"


def test_the_other_direction_is_another_file(scene):
    person = someone(scene)
    opened(scene, person)
    assert opened(scene, person, direction="to_morocco", country="FRA").pk


def test_merged_records_are_one_person(scene):
    kept, gone = someone(scene), someone(scene, "Awa Dialo")
    opened(scene, gone)
    people.merge(scene.manager, kept, gone=gone, reason="La même personne, vue au guichet")
    with pytest.raises(Refused):
        opened(scene, Person.objects.get(pk=kept.pk))


def test_a_closed_file_does_not_stand_in_the_way(scene):
    person = someone(scene)
    a_return(scene, "withdrawn", person)
    assert opened(scene, person).pk


def test_whoever_does_not_know_the_person_opens_nothing(scene):
    stranger = someone(scene, at="france")
    with pytest.raises(Refused):
        opened(scene, stranger)


def test_a_travel_officer_receives_no_request(scene):
    with pytest.raises(MissingRight):
        enquiries.open_return(scene.travel, scene.maroc, person=someone(scene), draft=draft(scene))


# Corrections


def test_a_correction_leaves_its_line_as_codes(scene):
    made = opened(scene)
    enquiries.change_return(scene.agent, made, draft=draft(scene, channel="state", to_town="Thiès"))
    changes = {one.field: (one.before, one.after) for one in queries.changes_of(made.case.steps.last())}
    assert changes == {"channel": ("iom", "state"), "to_town": ("", "")}


def test_what_did_not_change_leaves_no_line(scene):
    made = opened(scene, applied_on=TODAY())
    enquiries.change_return(scene.agent, made, draft=draft(scene, applied_on=TODAY()))
    assert not CaseStep.objects.filter(case=made.case, code="edited").exists()


def test_a_closed_file_is_corrected_too(scene):
    made = a_return(scene, "handed_over")
    said = draft(
        scene, applied_on=made.applied_on, wished_on=made.wished_on, funding=made.funding, country="GIN"
    )
    assert enquiries.change_return(scene.agent, made, draft=said).to_country_id == "GIN"


def test_who_is_on_a_list_does_not_change_country(scene):
    made = a_return(scene, "booked")
    said = draft(
        scene, applied_on=made.applied_on, wished_on=made.wished_on, funding=made.funding, country="GIN"
    )
    with pytest.raises(Refused) as refused:
        enquiries.change_return(scene.agent, made, draft=said)
    assert refused.value.code == "booked"


def test_a_departure_keeps_its_funding(scene):
    made = a_return(scene, "departed")
    with pytest.raises(BadInput) as wrong:
        enquiries.change_return(scene.agent, made, draft=draft(scene, applied_on=made.applied_on))
    assert "funding" in wrong.value.fields


def test_the_direction_of_a_departure_stands(scene):
    made = a_return(scene, "departed")
    said = draft(
        scene, applied_on=made.applied_on, funding=made.funding, direction="to_morocco", country="FRA"
    )
    with pytest.raises(Refused):
        enquiries.change_return(scene.agent, made, draft=said)


def test_the_journal_of_audit_names_nobody(scene):
    opened(scene, someone(scene, "Nom Singulier"))
    told = AuditEntry.objects.filter(verb="returns.open_return").get()
    assert "Singulier" not in str(told.details)


# The family


def test_members_depend_on_one_file(scene):
    head = opened(scene, register=True)
    child = born(someone(scene, "Enfant Diallo"), years=8)
    member = enquiries.Member(child, draft(scene, with_parent=True))
    made = enquiries.open_family(scene.agent, scene.maroc, members=[member], principal=head)
    assert (made[0].case.principal_id, made[0].case.state, made[0].with_parent) == (
        head.case_id,
        "registered",
        True,
    )


def test_a_family_is_opened_whole_or_not_at_all(scene):
    head, other = opened(scene), someone(scene, "Autre Diallo")
    wanted = [enquiries.Member(other, draft(scene)), enquiries.Member(head.case.person, draft(scene))]
    with pytest.raises(Refused):
        enquiries.open_family(scene.agent, scene.maroc, members=wanted, principal=head)
    assert Return.objects.count() == 1


def test_a_family_makes_one_journey(scene):
    head = opened(scene)
    other = someone(scene, "Autre Diallo")
    with pytest.raises(Refused):
        opened(scene, other, direction="to_morocco", country="FRA", principal=head)


def test_a_file_joins_a_family_and_leaves_it(scene):
    head, other = opened(scene), opened(scene, someone(scene, "Autre Diallo"))
    joined = enquiries.join_family(scene.agent, other, principal=head)
    assert joined.case.principal_id == head.case_id
    assert enquiries.leave_family(scene.agent, joined).case.principal_id is None


def test_a_principal_does_not_depend_on_another(scene):
    first, other = a_family(scene, 2), opened(scene, someone(scene, "Autre Diallo"))
    with pytest.raises(Refused):
        enquiries.join_family(scene.agent, first[0], principal=other)


def test_why_a_member_travels_apart_is_kept(scene):
    made = a_family(scene, 2)[1]
    told = enquiries.travel_apart(scene.agent, made, apart="papers")
    assert told.apart == "papers"


def test_an_enquiry_becomes_a_request(scene):
    made = opened(scene)
    assert enquiries.register(scene.agent, made).case.state == "registered"


def test_a_request_is_not_registered_before_its_file(scene):
    with pytest.raises(BadInput):
        enquiries.register(scene.agent, opened(scene), on=TODAY() - timedelta(days=3))


# Pages


def test_the_counter_opens_a_request(scene):
    person = someone(scene)
    answer = signed_in(scene.agent).post(f"/returns/new/?person={person.pk}", posted(scene))
    assert answer.status_code == 302
    assert Return.objects.get().case.state == "registered"


def test_what_was_typed_stays_when_it_is_refused(scene):
    person = someone(scene)
    answer = signed_in(scene.agent).post(
        f"/returns/new/?person={person.pk}", posted(scene, to_town="Thiès", country="")
    )
    assert answer.status_code == 422
    assert "Thiès" in answer.content.decode()


def test_a_forged_office_opens_nothing(scene):
    person = someone(scene)
    answer = signed_in(scene.agent).post(
        f"/returns/new/?person={person.pk}", posted(scene, office=scene.france.pk)
    )
    assert (answer.status_code, Return.objects.count()) == (422, 0)


def test_a_person_of_another_office_is_not_found(scene):
    stranger = someone(scene, at="france")
    assert signed_in(scene.agent).get(f"/returns/new/?person={stranger.pk}").status_code == 404


def test_the_reference_of_a_slip_leads_to_the_form(scene):
    person = someone(scene)
    answer = signed_in(scene.agent).get(f"/returns/new/?reference={person.reference}")
    assert answer.url.endswith(str(person.pk))


def test_the_page_shows_the_file(scene):
    made = a_return(scene, "declared")
    text = signed_in(scene.agent).get(f"/returns/files/{made.case_id}/").content.decode()
    assert "Awa Diallo" in text and "Ce qui bloque le départ" in text


@pytest.mark.parametrize("path", ["", "edit/", "family/", "apart/", "register/"])
def test_another_office_finds_no_file(scene, path):
    made = a_return(scene, "enquiry")
    assert signed_in(scene.abroad).get(f"/returns/files/{made.case_id}/{path}").status_code == 404


def test_a_protected_person_is_in_no_list_and_on_no_page(scene):
    made = a_return(scene, "declared")
    Person.objects.filter(pk=made.case.person_id).update(protected=True)
    assert not lists.listed(scene.agent).exists()
    assert signed_in(scene.agent).get(f"/returns/files/{made.case_id}/").status_code == 404


def test_a_correction_is_read_in_words(scene):
    made = a_return(scene, "declared")
    client = signed_in(scene.agent)
    values = posted(scene, channel="state", applied_on=made.applied_on.isoformat())
    assert client.post(f"/returns/files/{made.case_id}/edit/", values).status_code == 302
    text = client.get(f"/returns/files/{made.case_id}/").content.decode()
    assert "voie" in text and "État" in text


def test_who_only_reads_does_not_correct(scene):
    made = a_return(scene, "declared")
    answer = signed_in(scene.travel).post(f"/returns/files/{made.case_id}/edit/", posted(scene))
    assert answer.status_code == 403


def test_members_of_the_household_get_their_files(scene):
    head = opened(scene, register=True)
    child = born(someone(scene, "Enfant Diallo"), years=8)
    person = head.case.person
    home = people.form_household(scene.agent, person)
    people.join_household(scene.agent, home, person=child, tie="child")
    client = signed_in(scene.agent)
    url = f"/returns/files/{head.case_id}/family/"
    answer = client.get(url)
    assert answer.status_code == 200 and "Enfant Diallo" in answer.content.decode()
    values = {f"{child.pk}-leaves": "on", f"{child.pk}-parent": "yes"}
    assert client.post(url, values).status_code == 302
    made = Return.objects.get(case__person=child)
    assert (made.case.principal_id, made.with_parent) == (head.case_id, True)


def test_the_list_filters_by_its_address(scene):
    a_return(scene, "declared")
    a_return(scene, "booked", someone(scene, "Ousmane Bah"), channel="state")
    client = signed_in(scene.agent)
    text = client.get("/returns/files/?channel=state").content.decode()
    assert "Ousmane Bah" in text and "Awa Diallo" not in text


def test_the_front_page_counts_by_state(scene):
    a_return(scene, "declared")
    assert lists.counts(scene.agent)["declared"] == 1
    assert signed_in(scene.agent).get("/returns/").status_code == 200


def test_parents_may_sign_and_hidden_ones_are_not_named(scene):
    family = a_family(scene, 3)
    found = queries.guardians(scene.manager, family[2])
    assert {one.pk for one in found} == {one.case.person_id for one in family[:2]}
    Person.objects.filter(pk=family[0].case.person_id).update(protected=True)
    assert len(queries.guardians(scene.manager, family[2])) == 1
