"""Reading a text: a first set of whole sentences."""

from decimal import Decimal

from musanada.press.reading import read


def test_the_same_number_in_every_spelling():
    for text in ("23 096", "23\u202f096", "23.096", "23,096", "23096", "٢٣٠٩٦", "23'096", "23 ألف و96"):
        number = read(f"{text} personnes").numbers[0]
        assert (number.value, number.text, number.start) == (Decimal(23096), text, 0)


def test_positions_are_those_of_the_text_as_given():
    text = "Re\u0301gularisation\u00a0: «\u00a023\u202f096\u00a0» demandes"
    number = read(text).numbers[0]
    assert text[number.start : number.end] == number.text == "23\u202f096"
