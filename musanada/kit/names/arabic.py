"""How an Arabic spelling sounds, in the phones of ``phonetic``; and its letters in ASCII.

Arabic writes consonants and long vowels. و and ي are consonants at the beginning of a word and before a
written vowel, vowels elsewhere; where that guess often fails (نوال Nawal, أنور Anwar) ``other_sounds`` gives
the second reading, so that either is found. Names of elsewhere are written with every vowel (ديالو,
كوليبالي), Arabic ones with few (محمد): keys keep consonants only.
"""

from functools import lru_cache

from musanada.kit.names.rules import Rule, applied, first_change, rule

# One ASCII letter or sign per Arabic letter, so that a beginning of a word stays a beginning of its key.
ASCII = str.maketrans(
    dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژڤݣ", "abt4j75d8rzsc9e6o3gfqklmnhwypxivu", strict=True))
)
PHONES = str.maketrans(
    dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهپچژڤݣ", "abttJhkddrzsCsdtd'gfkklmnhpCJvg", strict=True))
)

RULES: tuple[Rule, ...] = (
    rule(r"(?<=..)الدين$", "دين", "the article inside -eddine", "شمسالدين Chamseddine"),
    rule(r"(?<=..)الله$", "لا", "the article inside -allah", "نصرالله Nasrallah"),
    rule(r"(?<=و)ه$", "", "a silent final h of foreign names", "جالوه Jalloh, دانسوه Dansoh"),
    rule(r"^[تث]يي", "C", "Thie- with every vowel written", "تييمو Thiémo"),
    rule(r"ديي+(?=.)", "J", "die- with every vowel written", "ديينغا Dienga"),
    rule(
        r"(?<=ا)يي(?=.)|ييي|(?<=.)يي(?=[او])|^يي", "y", "y and i, both written", "تاييب Tayeb, كابييا Kabeya"
    ),
    rule(r"(?<=[اوي])ن(?=ب)", "م", "n before b is m", "بانبارا Bambara"),
    rule(r"وو+", "و", "one or two waw", "داوودي داودي"),
    rule(r"يي+", "ي", "one or two ya", "طييب طيب"),
    rule(r"^(..)اه$", r"\1ات", "short words in -اة keep their t", "حياة Hayat, نجاة Najat"),
    rule(
        r"ه$", "ا", "final ة is a vowel, and so is a final ه of foreign names", "زليخة Zoulikha, سوماه Soumah"
    ),
    rule(r"دي(?=[او])", "J", "as in Latin di-", "دياتا Diatta, ديوف Diouf"),
    rule(r"^[تث]ي(?=[او])", "C", "as in Latin ti-", "تيام Thiam"),
    rule(r"تش", "C", "ch where there is no letter for it", "تشاد Tchad"),
    rule(r"^و(?=.)|و(?=[ا])|و(?=ي(?![او]))", "w", "waw before a vowel is w", "وزاني Ouazzani, رويدة Rouaida"),
    rule(
        r"^ي(?=.)|(?<=[او])ي(?=[او])|(?<=^ا)ي(?=ا)",
        "y",
        "ya between vowels is y",
        "يوسفي Youssoufi, ياتارا Yattara",
    ),
    rule(r"و", "u", "waw elsewhere is a vowel", "مولودي Mouloudi"),
    rule(r"ي", "i", "ya elsewhere is a vowel", "فريد Farid"),
)
# Second readings of the spelling, each alone, the first that tells.
OTHERWISE: tuple[Rule, ...] = (
    rule(r"^و(?=[^اوي])", "u", "waw at the beginning may be a vowel", "وكورو Okoro, ولد Ould, وبي Obi"),
    rule(r"(?<=.)وي$", "ui", "a final -oy", "جوي Joy, توي Toy"),
    rule(r"يه$", "ي", "a silent final h", "كانديه Kandeh"),
    rule(r"^(.{1,2})ي$", r"\1ا", "a final ى is a", "هدى Houda, ضحى Doha"),
    rule(r"ث", "س", "ث is s in the east and in West Africa", "ليث Leis, ثريا Soraya"),
    rule(r"[ذظ]", "ز", "ذ and ظ are z in the east", "حافظ Hafiz, ذاكر Zaker"),
    rule(r"^([^اوي])ي([^اوي])$", r"\1y\2", "ya as a doubled consonant", "طيب Tayeb"),
    rule(r"س[حه]|صح", "ش", "Latin sh may be s and h", "إسحاق Ishaq"),
    rule(r"^(.[^يو])اه$", r"\1ا", "or the t of -اة is not heard", "سراة Sara"),
    rule(r"^ي(?=[^اوي])", "i", "and so may ya", "يمينة Imina, يزيد Izid"),
    rule(r"^خ", "ح", "as Latin kh and h", "خليفة Halifa"),
    rule(r"و(?=ي[^او])", "u", "waw before ya may be a vowel", "كويتا Koïta, مويس Moïse"),
)
BETWEEN = rule(
    r"(?<=[^اوي])و(?=[^اوي])", "w", "waw between consonants may be w", "شوقي Chaouqui, أنور Anouar"
)
GLIDE = rule(r"(?<=[^اويد])ي(?=[ا])", "y", "ya before alef may be y", "ريان Rayan, زياد Ziyad")

SUDANESE = rule(r"ج(?=[^يه])", "ق", "Egyptian and Sudanese g", "محجوب Mahgoub, رجبي Ragabi")


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> str:
    """Phones of a normalised Arabic word, without its article."""
    return applied(RULES, word).translate(PHONES).replace("'", "")


def other_sounds(word: str) -> str:
    """Phones of the second way to read the word; empty if there is no doubt."""
    if changed := first_change(OTHERWISE, word):
        return sounds(changed)
    marked = applied((BETWEEN, GLIDE), word) if len(word) < 6 else word
    changed = marked if marked != word else first_change((SUDANESE,), word)
    return sounds(changed) if changed else ""


def ascii_letters(word: str) -> str:
    """The word letter by letter in ASCII, each Arabic letter its own sign; other letters as hexadecimal."""
    text = word.translate(ASCII)
    return text if text.isascii() else "".join(c if c.isascii() else f"{ord(c):x}" for c in text)


def without_article(word: str) -> str:
    """The word without ال, where three letters remain (not الله, not الفا)."""
    if word.startswith("ال") and len(word) >= 5 and word not in KEEP_ARTICLE:
        return word[2:]
    return word[1:] if word.startswith("لل") and len(word) >= 5 else word


# Names that only look as if they began with the article.
KEEP_ARTICLE = frozenset(
    [
        "الفا",
        "الياس",
        "الينا",
        "اليسا",
        "الحاج",
        "الاسان",
        "الاسن",
        "اليمان",
        "اليون",
        "اليو",
        "الهام",
        "الهامي",
        "الكسندر",
        "الكسندرا",
        "البير",
        "البيرت",
        "الين",
        "اليز",
        "اليزا",
        "اليزابيث",
        "الاساني",
        "الفونس",
        "الفريد",
        "الفين",
        "الكس",
        "الطاف",
        "الماس",
        "المهر",
    ]
)
