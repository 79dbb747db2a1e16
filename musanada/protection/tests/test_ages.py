"""What is said of a child's age, the doubt that decides for the child, and the clocks that follow the birth date."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.errors import BadInput, Refused
from musanada.protection.commands.ages import AgeDraft, apply_age, outcome, record_age
from musanada.protection.drafts import age_at, birthday, weighed, years_before
from musanada.protection.models import AgeRecord, Child, Clock, ProtectionFile, Separation
from musanada.protection.tests.scene import Scene, born, child_file, signed_in

DAY = date(2026, 6, 1)
FIFTEEN = PartialDate(date(2011, 3, 4), BirthPrecision.DAY)


def assessed(low: int, high: int, **more: Any) -> AgeDraft:
    values: dict[str, Any] = {
        "method": "interview",
        "on": timezone.localdate(),
        "low": low,
        "high": high,
        "who": "Deux éducateurs et une psychologue",
        "why": "Doute sérieux soulevé par le centre",
        "agreed": "yes",
    }
    return AgeDraft(**values | more)


# The rule


def test_a_margin_that_holds_both_takes_the_child_for_a_child() -> None:
    adult = PartialDate(date(2007, 1, 1), BirthPrecision.DAY)
    birth, doubt = weighed(16, 19, DAY, adult, 18)
    assert doubt
    assert age_at(birth, DAY) == 15  # the youngest the margin allows: sixteen this year
    assert birth == years_before(DAY, 16)


def test_an_age_said_within_the_margin_stays() -> None:
    assert weighed(14, 16, DAY, FIFTEEN, 18) == (FIFTEEN, False)
    assert weighed(15, 19, DAY, FIFTEEN, 18) == (FIFTEEN, True)


def test_an_age_said_outside_the_margin_gives_way_to_its_youngest() -> None:
    birth, doubt = weighed(16, 17, DAY, FIFTEEN, 18)
    assert (birth, doubt) == (years_before(DAY, 16), False)


def test_a_margin_above_eighteen_is_an_adults() -> None:
    birth, doubt = weighed(19, 22, DAY, FIFTEEN, 18)
    assert (birth, doubt) == (years_before(DAY, 19), False)


def test_of_age_on_the_last_day_it_can_be() -> None:
    assert birthday(FIFTEEN, 18) == date(2029, 3, 4)
    assert birthday(PartialDate(date(2011, 1, 1), BirthPrecision.YEAR), 18) == date(2029, 12, 31)
    assert birthday(PartialDate(date(2012, 2, 29), BirthPrecision.DAY), 18) == date(2030, 3, 1)
    assert birthday(PartialDate(None, BirthPrecision.UNKNOWN), 18) is None


# The record


def test_a_document_sets_the_birth_date_and_moves_the_clocks(scene: Scene) -> None:
    file = child_file(scene, years=15)
    birth = PartialDate(timezone.localdate() - timedelta(days=365 * 16), BirthPrecision.DAY)
    draft = AgeDraft("document", timezone.localdate(), birth=birth, who="Extrait de naissance")
    record_age(scene.manager, file, draft=draft, apply=True)
    person = file.case.person
    person.refresh_from_db()
    assert (person.birth_date, person.birth_precision) == (birth.date, "day")
    assert list(AgeRecord.objects.filter(file=file, applied=True).values_list("method", flat=True)) == [
        "document"
    ]
    eighteen = Clock.objects.get(file=file, kind="eighteen", dropped_on=None)
    assert eighteen.due_on == birthday(birth, 18)
    assert Clock.objects.filter(file=file, kind="transition").count() == 1


def test_the_doubt_keeps_the_claimed_age(scene: Scene) -> None:
    file = child_file(scene, years=17)
    made = record_age(scene.manager, file, draft=assessed(17, 20), apply=True)
    assert made.doubt
    assert made.applied
    file.case.person.refresh_from_db()
    assert file.case.person.birth_date == born(17).date


def test_written_without_being_retained_it_changes_nothing(scene: Scene) -> None:
    file = child_file(scene, years=15)
    made = record_age(scene.manager, file, draft=assessed(16, 17))
    file.case.person.refresh_from_db()
    assert file.case.person.birth_date == born(15).date
    assert outcome(file, made).birth == years_before(timezone.localdate(), 16)
    apply_age(scene.manager, file, record=made)
    file.case.person.refresh_from_db()
    assert file.case.person.birth_precision == "estimated"


def test_an_assessment_needs_a_doubt_and_professionals(scene: Scene) -> None:
    file = child_file(scene)
    for wrong, name in (({"why": ""}, "why"), ({"who": ""}, "who")):
        with pytest.raises(BadInput) as refused:
            record_age(scene.manager, file, draft=assessed(15, 17, **wrong))
        assert name in refused.value.fields


def test_nobody_is_examined_against_their_will(scene: Scene) -> None:
    file = child_file(scene)
    with pytest.raises(BadInput) as wrong:
        record_age(scene.manager, file, draft=assessed(17, 19, method="medical", agreed="refused"))
    assert "agreed" in wrong.value.fields


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"low": None}, "low"),
        ({"high": None}, "high"),
        ({"low": 19, "high": 16}, "high"),
        ({"high": 45}, "high"),
        ({"birth": FIFTEEN}, "birth"),
        ({"low": None, "high": None}, "birth"),
        ({"on": date(1999, 1, 1)}, "on"),
    ],
)
def test_an_age_makes_sense(scene: Scene, more: dict[str, Any], field: str) -> None:
    file = child_file(scene)
    with pytest.raises(BadInput) as wrong:
        record_age(scene.manager, file, draft=assessed(**({"low": 15, "high": 17} | more)))
    assert field in wrong.value.fields


def test_born_after_the_separation_is_refused(scene: Scene) -> None:
    file = child_file(scene, years=15)
    Separation.objects.create(
        file=file, on=timezone.localdate() - timedelta(days=365 * 14), cause="conflict", by=scene.manager
    )
    birth = PartialDate(timezone.localdate() - timedelta(days=365 * 12), BirthPrecision.DAY)
    draft = AgeDraft("document", timezone.localdate(), birth=birth)
    with pytest.raises(BadInput) as wrong:
        record_age(scene.manager, file, draft=draft, apply=True)
    assert "séparation" in str(wrong.value)
    assert AgeRecord.objects.filter(file=file).count() == 1


def test_a_child_taken_for_an_adult_is_a_child_again(scene: Scene) -> None:
    file = child_file(scene, years=19, on=timezone.localdate() - timedelta(days=700))
    Child.objects.filter(pk=file.pk).update(
        regime="adult", eighteen_on=timezone.localdate() - timedelta(days=300)
    )
    record_age(scene.manager, file, draft=assessed(15, 17), apply=True)
    assert Child.objects.get(pk=file.pk).regime == "child"


def test_the_same_form_twice_is_one_row(scene: Scene) -> None:
    file = child_file(scene)
    first = record_age(scene.manager, file, draft=assessed(15, 17))
    again = record_age(scene.manager, file, draft=assessed(15, 17), pk=first.pk)
    assert again.pk == first.pk
    assert AgeRecord.objects.filter(file=file).count() == 2


def test_the_record_of_another_file_is_not_retained(scene: Scene) -> None:
    one, other = child_file(scene), child_file(scene, "Ibrahima Sow")
    theirs = AgeRecord.objects.get(file=other)
    with pytest.raises(Refused):
        apply_age(scene.manager, one, record=theirs)


def test_the_pages_say_what_follows_before_it_is_done(scene: Scene) -> None:
    file, client = child_file(scene, years=15), signed_in(scene.manager)
    url = reverse("protection:child-age-new", args=[file.case_id])
    today = timezone.localdate().isoformat()
    told = {"id": "01a00000-0000-7000-8000-000000000001", "method": "interview", "on": today, "low": "16", "high": "19",
            "who": "Équipe pluridisciplinaire", "why": "Doute sérieux du centre d'accueil", "agreed": "yes"}  # fmt: skip
    assert client.post(url, told).status_code == 302
    made = AgeRecord.objects.get(file=file, method="interview")
    page = client.get(reverse("protection:child-age", args=[file.case_id, made.pk]))
    assert "Bénéfice du doute" in page.content.decode()
    assert client.post(reverse("protection:child-age", args=[file.case_id, made.pk])).status_code == 302
    assert AgeRecord.objects.get(pk=made.pk).applied
    assert (
        client.post(url, told | {"low": "", "id": "01a00000-0000-7000-8000-000000000002"}).status_code == 422
    )


def test_the_age_of_a_file_is_recomputed_each_day(scene: Scene) -> None:
    file: ProtectionFile = child_file(scene, years=15)
    person = file.case.person
    assert age_at(person.born, timezone.localdate()) == 15
    assert age_at(person.born, timezone.localdate() + timedelta(days=366)) == 16
