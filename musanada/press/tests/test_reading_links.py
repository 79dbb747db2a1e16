"""What the sentence says of a number: whole, traits, base, source, subject, and the things it names in a row."""

import pytest

from musanada.press.reading import Number, read

ARTICLE = (
    "Soutien aux migrants en 2024\n\n"
    "L'OIM a recensé 1.024 enfants, dont 375 sont marocains et 639 étrangers, principalement de Guinée, du Sénégal et de Côte "
    "d'Ivoire. 93 % des mineurs ont entre 13 et 17 ans et plus de 7 % ont moins de 13 ans.\n"
    "2.196 migrants sont rentrés vers 32 pays d'origine, principalement vers la Côte d'Ivoire (523 personnes), la Guinée "
    "(410 personnes), le Sénégal (453 personnes) et le Mali (265 personnes). 852 représentants ont été formés, une progression "
    "de 129 % par rapport à 2023.\n"
    "Selon le ministère de l'Intérieur, 78.685 tentatives ont été avortées, dont 58 % provenaient d'Afrique de l'Ouest, et "
    "210 réseaux démantelés."
)


@pytest.fixture(scope="module")
def numbers() -> dict[str, Number]:
    return {n.text: n for n in read(ARTICLE).numbers}


def whole(number: Number, text: str = ARTICLE) -> str:
    return read(text).numbers[number.of].text if number.of is not None else ""


def test_parts_of_a_whole(numbers: dict[str, Number]) -> None:
    assert [whole(numbers[text]) for text in ("375", "639", "58 %", "93 %")] == [
        "1.024",
        "1.024",
        "78.685",
        "1.024",
    ]
    assert numbers["210"].of is None


def test_traits(numbers: dict[str, Number]) -> None:
    assert numbers["375"].entity == {"nationality": "MAR"}
    assert numbers["639"].entity == {"origin": "foreign"}
    assert numbers["523"].entity == {"country": "CIV"} and numbers["523"].role == "destination"
    assert numbers["410"].entity == {"country": "GIN"} and numbers["410"].role == "destination"
    assert numbers["58 %"].entity["origin"] == "West Africa"
    assert numbers["93 %"].entity == {"minor": "yes", "age": "13-17"}
    assert numbers["7 %"].entity["age"] == "0-12"


def test_periods_come_from_the_heading(numbers: dict[str, Number]) -> None:
    assert {numbers[text].period for text in ("1.024", "375", "523", "852", "78.685")} == {"2024"}
    assert (numbers["129 %"].period, numbers["129 %"].base_period) == ("2024", "2023")


def test_source_and_subject(numbers: dict[str, Number]) -> None:
    assert numbers["78.685"].attributed == "ministère de l'Intérieur"
    subjects = {text: numbers[text].subject for text in ("1.024", "2.196", "852", "78.685", "210")}
    assert subjects == {
        "1.024": "children",
        "2.196": "returns",
        "852": "training",
        "78.685": "attempts",
        "210": "networks",
    }


@pytest.mark.parametrize(
    "text, names",
    [
        ("4 ateliers ont été tenus à Oujda, Fès, Tanger, Tiznit et Béni Mellal.", ["Oujda", "Fès", "Tanger", "Tiznit", "Béni Mellal"]),
        ("Trois corps : Sûreté nationale, Gendarmerie royale et forces auxiliaires.", ["Sûreté nationale", "Gendarmerie royale", "forces auxiliaires"]),
        ("نظمت أربع ورشات بكل من وجدة وفاس وطنجة وبني ملال.", ["وجدة", "فاس", "طنجة", "بني ملال"]),
        ("Workshops were held in Oujda, Fez and Tangier.", ["Oujda", "Fez", "Tangier"]),
        ("Guinea (410), Senegal (453) and Mali (265) lead.", ["Guinea", "Senegal", "Mali"]),
        ("Le ministre a reçu la délégation hier.", []),
    ],
)  # fmt: skip
def test_things_named_in_a_row(text: str, names: list[str]) -> None:
    sentence = read(text).sentences[0]
    assert [words for _start, _end, words in sentence.enumerated] == names
    assert all(text[start:end] == words for start, end, words in sentence.enumerated)


@pytest.mark.parametrize(
    "text, number, base",
    [
        (
            "En 2024, 8.588 personnes ont été soignées, une hausse de 60,7 % par rapport à 2023.",
            "60,7 %",
            "2023",
        ),
        ("In 2024, returns rose by 12% on the previous year.", "12%", "2023"),
        ("Le nombre est passé de 372 en 2023 à 852 en 2024, soit une progression de 129 %.", "129 %", "2023"),
        ("سنة 2024 ارتفع العدد بنسبة 21% مقارنة مع سنة 2023.", "21%", "2023"),
        ("78 685 tentatives en 2024, contre 75 184 en 2023, soit une hausse de 4,6%.", "4,6%", "2023"),
    ],
)
def test_base_of_a_change(text: str, number: str, base: str) -> None:
    found = next(n for n in read(text).numbers if n.text == number)
    assert (found.cls, found.period, found.base_period) == ("change", "2024", base)


@pytest.mark.parametrize(
    "words, qualifier",
    [
        ("plus de", "more-than"), ("près de", "nearly"), ("environ", "about"), ("au moins", "at-least"), ("moins de", "less-than"),
        ("quelque", "about"), ("au-delà de", "more-than"), ("more than", "more-than"), ("nearly", "nearly"), ("some", "about"),
        ("at least", "at-least"), ("up to", "at-most"), ("أكثر من", "more-than"), ("حوالي", "about"), ("ما يقارب", "nearly"),
        ("أزيد من", "more-than"), ("على الأقل", "at-least"), ("", "exact"),
    ],
)  # fmt: skip
def test_qualifiers(words: str, qualifier: str) -> None:
    number = read(f"{words} 2.712 migrants").numbers[0]
    assert (number.qualifier, number.words) == (qualifier, words)


def test_a_name_that_is_a_word_is_no_place() -> None:
    assert "city" not in read("300 personnes dans un sale état").numbers[0].entity
    assert read("300 personnes à Salé").numbers[0].entity == {"city": "Salé"}


def test_confusable_names_are_not_decided() -> None:
    assert "nationality" not in read("12 Congolais ont été assistés").numbers[0].entity
    assert read("12 Nigérians ont été assistés").numbers[0].entity["nationality"] == "NGA"
    assert read("12 Nigériens ont été assistés").numbers[0].entity["nationality"] == "NER"
