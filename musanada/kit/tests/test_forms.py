"""Partial dates: what was filled in decides the precision, and every mistake has its own sentence."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.forms import DayInput, PartialDateField, typed


def clean(field: PartialDateField | None = None, **parts: str) -> PartialDate:
    return (field or PartialDateField(age=True)).clean(parts)


def problem(field: PartialDateField | None = None, **parts: str) -> str:
    with pytest.raises(ValidationError) as caught:
        clean(field, **parts)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"day": "27", "month": "3", "year": "1987"}, PartialDate(date(1987, 3, 27), BirthPrecision.DAY)),
        ({"month": "03", "year": "1987"}, PartialDate(date(1987, 3, 1), BirthPrecision.MONTH)),
        ({"year": "1987"}, PartialDate(date(1987, 1, 1), BirthPrecision.YEAR)),
        ({"day": "٢٧", "month": "٣", "year": "١٩٨٧"}, PartialDate(date(1987, 3, 27), BirthPrecision.DAY)),
        ({"answer": "unknown"}, PartialDate(None, BirthPrecision.UNKNOWN)),
        ({"answer": "refused"}, PartialDate(None, BirthPrecision.REFUSED)),
        ({"answer": "not_asked"}, PartialDate(None, BirthPrecision.NOT_ASKED)),
        ({"day": "29", "month": "2", "year": "2000"}, PartialDate(date(2000, 2, 29), BirthPrecision.DAY)),
    ],
)
def test_precision_is_read_from_what_was_filled_in(parts: dict[str, str], expected: PartialDate) -> None:
    assert clean(**parts) == expected


def test_age_counts_back_from_today() -> None:
    year = timezone.localdate().year
    assert clean(age="20") == PartialDate(date(year - 20, 1, 1), BirthPrecision.ESTIMATED)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"day": "31", "month": "2", "year": "2001"}, "31/2/2001 n'existe pas : ce mois compte 28 jours"),
        ({"day": "0", "month": "2", "year": "2001"}, "n'existe pas"),
        ({"month": "13", "year": "2001"}, "de 1 à 12"),
        ({"year": "1899"}, "1900 ou plus tard"),
        ({"year": "87"}, "quatre chiffres"),
        ({"year": "19877"}, "quatre chiffres"),
        ({"day": "3", "year": "1987"}, "Indiquez aussi le mois"),
        ({"month": "3"}, "Indiquez aussi l'année"),
        ({"day": "3", "month": "mars", "year": "1987"}, "en chiffres"),
        ({"year": "²019"}, "en chiffres"),
        ({"year": "1987", "answer": "unknown"}, "gardez l'une des deux"),
        ({"year": "1987", "age": "30"}, "gardez l'un des deux"),
        ({"age": "121"}, "de 0 à 120"),
        ({"age": "vingt"}, "de 0 à 120"),
        ({"answer": "day"}, "réponses proposées"),
        ({}, "même seulement l'année"),
    ],
)
def test_each_mistake_has_its_sentence(parts: dict[str, str], words: str) -> None:
    assert words in problem(**parts)


def test_a_birth_date_is_not_in_the_future() -> None:
    later = str(timezone.localdate().year + 1)
    assert "futur" in problem(year=later)
    assert clean(PartialDateField(allow_future=True), year=later).date == date(int(later), 1, 1)


def test_left_empty_when_not_required_is_not_asked() -> None:
    assert clean(PartialDateField(required=False)) == PartialDate(None, BirthPrecision.NOT_ASKED)


def test_answers_are_refused_where_they_are_not_offered() -> None:
    assert "réponses proposées" in problem(PartialDateField(answers=False), answer="unknown")


@given(st.dictionaries(st.sampled_from(["day", "month", "year", "age", "answer"]), st.text(max_size=6)))
def test_any_input_gives_a_date_or_a_sentence(parts: dict[str, str]) -> None:
    try:
        found = clean(**parts)
    except ValidationError as error:
        assert all(message.endswith(".") for message in error.messages)
    else:
        assert (found.date is None) == (found.precision.value in {"unknown", "refused", "not_asked"})


@given(
    st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    st.sampled_from([BirthPrecision.DAY, BirthPrecision.MONTH, BirthPrecision.YEAR]),
)
def test_a_stored_date_comes_back_as_it_was(day: date, precision: BirthPrecision) -> None:
    first = {
        BirthPrecision.DAY: day,
        BirthPrecision.MONTH: day.replace(day=1),
        BirthPrecision.YEAR: date(day.year, 1, 1),
    }
    stored = PartialDate(first[precision], precision)
    assert clean(**typed(stored)) == stored
    assert not PartialDateField().has_changed(stored, typed(stored))


def test_a_day_picker_gets_its_value_in_iso() -> None:
    class Form(forms.Form):
        on = forms.DateField(widget=DayInput(attrs={"class": "x"}), initial=date(2026, 11, 22))

    assert 'type="date"' in str(Form()["on"])
    assert 'value="2026-11-22"' in str(Form()["on"])


def test_what_was_typed_is_shown_again() -> None:
    class Form(forms.Form):
        born = PartialDateField(label="Naissance", age=True)

    form = Form(QueryDict("born_day=31&born_month=février&born_year=2001&born_answer=refused"))
    html = str(form["born"])
    assert not form.is_valid()
    assert 'value="février"' in html
    assert 'value="refused" id="id_born_refused" checked' in html
