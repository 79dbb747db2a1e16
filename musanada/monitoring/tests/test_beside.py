"""Values of targets in one file: the shown ones never give a small one away."""

from musanada.monitoring.beside import Value, hidden_beside


def at(number, **place):
    return Value(
        ("people", "2024"), {name: frozenset(codes.split("_")) for name, codes in place.items()}, number
    )


def hidden(few="", **values):
    return hidden_beside(values, set(few.split()))


def test_a_hidden_part_beside_the_whole_and_the_other_parts_takes_another_with_it():
    shown = {"all": at(30), "gin": at(12, nation="GIN"), "sen": at(15, nation="SEN")}
    assert hidden("mli", **shown, mli=at(3, nation="MLI")) == {"mli", "gin"}


def test_parts_that_leave_a_small_rest_are_not_all_shown():
    shown = {"all": at(30), "gin": at(12, nation="GIN"), "sen": at(15, nation="SEN")}
    assert hidden(**shown) == {"gin"}
    assert hidden(**shown | {"all": at(60)}) == set()


def test_the_rest_of_the_whole_may_be_what_is_not_known():
    assert hidden("mli", all=at(30), mli=at(3, nation="MLI")) == {"mli"}
    assert hidden("", all=at(30), gin=at(27, nation="GIN")) == {"gin"}


def test_programmes_are_parts_of_the_country_and_have_parts_themselves():
    values = {
        "all": at(40), "one": at(3, programme="P01"), "two": at(17, programme="P02"),
        "six": at(20, programme="P06"), "women": at(9, programme="P02", sex="F"),
        "men": at(8, programme="P02", sex="M"),
    }  # fmt: skip
    assert hidden("one", **values) == {"one", "two", "men"}


def test_one_code_is_not_subtracted_from_two():
    values = {"both": at(13, nation="GIN_SEN"), "gin": at(9, nation="GIN")}
    assert "gin" in hidden(**values)


def test_what_has_nothing_to_do_with_another_stays():
    assert hidden("mli", all=at(14), mli=at(1, nation="MLI"), east=at(7, region="MA-02")) == {"mli"}
