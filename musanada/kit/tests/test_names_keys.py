"""One name, many spellings: every pair here shares a key; names that are not one name share none."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musanada.kit.names import completed, keys, normalise, prefix_keys, script_of, tokens
from musanada.kit.names.equivalents import table


def shared(a: str, b: str, *kinds: str) -> set[str]:
    return {k.value for k in set(keys(a)) & set(keys(b)) if k.kind in kinds}


def pairs_within(*groups: str) -> list[tuple[str, str]]:
    return [(g.split()[0], other) for g in groups for other in g.split()[1:]]


# standards §12, "same name, other spelling", and the pairs that Soundex separates.
SPELLINGS = pairs_within(
    "Mohamed Mohammed Muhammad",
    "Mamadou Mamadu Momodou",
    "Ousmane Usman Othmane",
    "Oumar Omar Umar",
    "Boubacar Aboubacar Abubakar Boubakar",
    "Ibrahima Ibrahim Brahim",
    "Abdoulaye Abdullahi Abdellah",
    "Fatoumata Fatimata",
    "Aïcha Aisha",
    "Cheikh Sheikh Cheick",
    "Diallo Jallow Djalo Jalloh",
    "Ba Bah",
    "Sow So",
    "Ndiaye N'Diaye N’Diaye Njie",
    "Traoré Traore TRAORÉ",
    "Keïta Keita",
    "Seydou Saidou",
    "Aïssatou Aissata",
    "Ouattara Wattara",
    "Kouamé Kwame",
    "Djibril Jibril",
    "Thierno Cherno Tierno",
    "Thiam Cham",
    "Diop Jobe",
    "Cissé Ceesay Sesay",
    "Camara Kamara",
    "Touré Turay Touray",
    "Hassane Assane Hasan",
    "Hawa Awa Haoua",
    "Guèye Gueye",
    "Abdelkader Abdoulkader Abdulkadir",
    "Youssouf Yusuf Youssef Issouf",
    "Yahya Yaya",
    "Mbarek M'Barek",
    "Rhita Ghita",
)


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_one_name_share_their_sound(one: str, other: str) -> None:
    assert shared(one, other, "sound")


@pytest.mark.parametrize(
    ("one", "other"),
    pairs_within(
        "Mohamed Mamadou Momodou Mahamat",
        "Fatima Fatoumata Fatou",
        "Aïcha Aïssatou",
        "Ahmed Amadou",
        "Youssouf Joseph",
        "Khadija Kadiatou",
        "Mariam Marie",
        "Boubacar Bakary",
    ),
)
def test_related_names_share_their_origin_and_not_their_sound(one: str, other: str) -> None:
    assert shared(one, other, "origin") and not shared(one, other, "sound", "exact")


ACROSS = [
    "محمد Mohamed",
    "محمد Mohammed",
    "أحمد Ahmed",
    "عمر Omar",
    "عمر Oumar",
    "عثمان Ousmane",
    "عثمان Othmane",
    "علي Ali",
    "علي Aly",
    "حسن Hassan",
    "حسن Assane",
    "الحسن Alassane",
    "حسين Hussein",
    "حسين Houcine",
    "إبراهيم Ibrahim",
    "إبراهيم Brahim",
    "يوسف Youssef",
    "يوسف Yusuf",
    "إسماعيل Ismaël",
    "سليمان Souleymane",
    "سليمان Suleiman",
    "إدريس Driss",
    "إدريس Idrissa",
    "موسى Moussa",
    "عيسى Issa",
    "يحيى Yahya",
    "زكرياء Zakaria",
    "يعقوب Yacouba",
    "داود Daouda",
    "داوود Dawud",
    "أيوب Ayoub",
    "يونس Younes",
    "هارون Haroun",
    "أبو بكر Boubacar",
    "أبوبكر Aboubakar",
    "عبد الله Abdoulaye",
    "عبدالله Abdellah",
    "عبد الرحمن Abderrahmane",
    "عبد القادر Abdelkader",
    "عبد الكريم Abdoul Karim",
    "كريم Karim",
    "خالد Khalid",
    "رشيد Rachid",
    "بلال Bilal",
    "جبريل Djibril",
    "مصطفى Moustapha",
    "مروان Marouane",
    "أنور Anouar",
    "نوال Nawal",
    "طارق Tarik",
    "بشير Bachir",
    "كمال Kamal",
    "مختار Moctar",
    "مبارك Mbarek",
    "سعاد Souad",
    "فؤاد Fouad",
    "جواد Jaouad",
    "سفيان Soufiane",
    "حمزة Hamza",
    "فاطمة Fatima",
    "عائشة Aïcha",
    "خديجة Khadija",
    "مريم Maryam",
    "مريم Mariama",
    "أمينة Amina",
    "حليمة Halima",
    "حواء Hawa",
    "زينب Zineb",
    "رقية Rokia",
    "ديالو Diallo",
    "جالو Jallow",
    "با Ba",
    "باه Bah",
    "سو Sow",
    "باري Barry",
    "انجاي Ndiaye",
    "ديوب Diop",
    "جوب Jobe",
    "تيام Thiam",
    "سيسي Cissé",
    "توري Touré",
    "تراوري Traoré",
    "كيتا Keïta",
    "كوليبالي Coulibaly",
    "كامارا Camara",
    "كوياتي Kouyaté",
    "وتارا Ouattara",
    "سوادوغو Sawadogo",
    "مايغا Maïga",
    "بايو Bayo",
    "كوروما Koroma",
    "تال Tall",
    "صال Sall",
    "العلوي El Alaoui",
    "الإدريسي Idrissi",
    "بنعلي Benali",
    "بن علي Ben Ali",
    "نور الدين Noureddine",
    "الحاج El Hadj",
    "مولاي Moulay",
    "غزلان Ghizlane",
    "ياسين Yassine",
    "حنان Hanane",
    "سناء Sanaa",
    "رياض Riad",
    "حياة Hayat",
    "لطيفة Latifa",
    "هشام Hicham",
    "جمال Jamal",
    "ديمبيلي Dembélé",
    "سيسوكو Sissoko",
    "فوفانا Fofana",
    "بانغورا Bangoura",
    "عبد الصمد Abdessamad",
    "كنزة Kenza",
]


@pytest.mark.parametrize("pair", ACROSS)
def test_arabic_and_latin_spellings_share_their_sound(pair: str) -> None:
    arabic = " ".join(w for w in pair.split() if script_of(w) == "Arab")
    latin = " ".join(w for w in pair.split() if script_of(w) == "Latn")
    assert shared(arabic, latin, "sound")


def test_enough_pairs_across_scripts() -> None:
    assert len(ACROSS) >= 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abd El Kader", "Abdelkader"),
        ("Abd-el-Kader", "Abdelkader"),
        ("El Hadj", "Elhadj"),
        ("El-Hadji", "Alhaji"),
        ("El Idrissi", "Idrissi"),
        ("Elidrissi", "El Idrissi"),
        ("Ben Ali", "Benali"),
        ("Nour Eddine", "Noureddine"),
        ("Nour El Dine", "Nour Eddine"),
        ("Abou Bakr", "Boubacar"),
        ("Abd Es Samad", "Abdessamad"),
        ("Abdoul Wahid", "Abdelwahid"),
        ("N Diaye", "Ndiaye"),
        ("Ould Ahmed", "Ahmed"),
    ],
)
def test_joined_or_apart_is_the_same(one: str, other: str) -> None:
    assert shared(one, other, "sound")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed Diallo", "Jallow Muhammad"),
        ("Mohamed Diallo", "ديالو محمد"),
        ("Mamadou Diallo", "Mohamed Diallo"),
        ("Mohamed Ben Ali", "Ali Mohamed"),
        ("Moulay Driss Alaoui", "Idriss El Alaoui"),
    ],
)
def test_two_words_in_any_order_share_a_pair(one: str, other: str) -> None:
    assert shared(one, other, "pair")


@pytest.mark.parametrize(
    ("one", "other"),
    pairs_within(
        "Diallo Diarra Diop Diouf Sow Barry",
        "Traoré Touré Turpin",
        "Moussa Issa Yaya",
        "Fatou Binta Awa",
        "Keïta Kanté Koné",
        "Ouattara Ouédraogo",
        "Sow Sy Seck",
        "Ba Barry Baldé",
        "محمد أحمد خالد",
        "Camara Koumba Coumba",
    ),
)
def test_different_names_share_nothing(one: str, other: str) -> None:
    assert not set(keys(one)) & set(keys(other))


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("  Aïssatou   N’Diaye ", "aissatou ndiaye"),
        ("KEÏTA-Traoré", "keita traore"),
        ("مُحَمَّد", "محمد"),
        ("أحمــد", "احمد"),
        ("آمنة", "امنه"),
        ("مصطفى", "مصطفي"),
        ("Ɓaaba Ŋom", "baaba nom"),
        ("e\u0301ric", "eric"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("\u200fمحمد\u200e", "محمد"),
    ],
)
def test_normal_form(written: str, normal: str) -> None:
    assert normalise(written) == normal


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Awa", "Latn"),
        ("حواء", "Arab"),
        ("ⵎⵓⵃ", "Tfng"),
        ("Awa حواء", "mixed"),
        ("12", "other"),
        ("ሰላም", "other"),
        ("", "other"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script


def test_tifinagh_meets_latin() -> None:
    assert shared("ⵎⵓⵃⴰⵎⵎⴻⴷ", "Mohamed", "sound")


def test_beginning_of_the_last_word_finds_either_script() -> None:
    typed = prefix_keys("Mohamed Dial")
    assert set(typed.whole) == set(keys("Mohamed"))
    assert any(k.kind == "sound" and "JL".startswith(k.value) for k in typed.begun)
    assert any(k.kind == "exact" and "diallo".startswith(k.value) for k in typed.begun)


def test_beginning_in_arabic_is_a_beginning_of_its_key() -> None:
    begun = next(k.value for k in prefix_keys("محم").begun if k.kind == "exact")
    assert keys("محمد")[0].value.startswith(begun)


@pytest.mark.parametrize(
    ("typed", "name", "whole"),
    [
        ("Awa Dial", "Diallo Awa", "awa diallo"),
        ("Dial", "محمد ديالو", "ديالو"),
        ("Awa ", "Awatif", "Awa "),
        ("Zo", "Awa", "Zo"),
        ("", "Awa", ""),
    ],
)
def test_completion(typed: str, name: str, whole: str) -> None:
    assert completed(typed, name) == whole


def test_a_finished_word_is_not_a_beginning() -> None:
    assert prefix_keys("Mohamed ").begun == ()


def test_table_has_no_spelling_in_two_names_and_files_each_under_its_sound() -> None:
    spellings, _ = table()
    assert len(spellings) > 1000
    assert all(name.sound.isascii() and name.sound for name in spellings.values())


names = st.text(
    alphabet=st.sampled_from(string.ascii_letters + "éïô'-’ .أابةتحدرسشعغقكلمنهويىؤئءآٱـًٌٍَ"), max_size=40
)


@given(st.one_of(names, st.text(max_size=60)))
def test_normal_form_is_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.one_of(names, st.text(max_size=60)))
def test_keys_fit_the_table_whatever_the_text(text: str) -> None:
    typed = prefix_keys(text)
    for kind, value in (*keys(text), *typed.whole, *typed.begun):
        assert 0 < len(kind) <= 8 and 0 < len(value) <= 32 and value.isascii()
    singles = [k for k in keys(text) if k.kind != "pair"]
    assert len(singles) <= 4 * len(tokens(text)) and len(keys(text)) == len(set(keys(text)))


@given(st.lists(st.sampled_from(["Awa", "Diallo", "محمد", "Keïta", "Ouattara"]), min_size=2, max_size=4))
def test_pairs_do_not_depend_on_order(words: list[str]) -> None:
    assert set(keys(" ".join(words))) == set(keys(" ".join(reversed(words))))
