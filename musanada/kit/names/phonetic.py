"""How a Latin spelling sounds, in one alphabet for French, English and Portuguese spellings of the same names.

``sounds`` turns a word into phones: small letters are consonants and the vowels a, i, u; C is ch/sh, J is
dj/j; w and y stand only where they sound as consonants. Arabic words reach the same alphabet in ``arabic``.
``fold`` is the phones without what spellings disagree on; ``skeleton`` only the consonants, in the coarser
classes that survive Arabic script, so that محمد and Mohamed meet.

Spelling is ambiguous where two languages read one letter in two ways (g before e, th, x, gn): ``RULES`` takes
the reading most names of this register have, ``other_sounds`` gives the second one.
"""

import re
from functools import lru_cache

from musanada.kit.names.rules import Rule, applied, first_change, rule

# Digits typed for Arabic letters (3 = ع, 7 = ح, 9 = ق, 5 = خ, 2 = ء), only inside words that hold letters;
# and those that a machine reads for letters.
ARABIZI = str.maketrans({"3": "", "7": "h", "9": "k", "5": "kh", "2": "", "8": "gh", "0": "o", "1": "i"})

# Their order matters: doubled letters and silent ends first, then consonants, then glides, then vowels.
RULES: tuple[Rule, ...] = (
    rule(r"c(?=[eiy])", "s", "soft c", "Cissokho Sissokho, Grâce Grass"),
    rule(r"cao$", "sao", "Portuguese -ção", "Conceição Conseisao"),
    rule(
        r"(?<=[a-z]{2})[aeou]l(?=d(?:i+|ee)ne?$)",
        "e",
        "the article inside -eddine",
        "Charafeldin Charafeddine",
    ),
    rule(r"n(?=[bp])", "m", "n before b is m", "Dembaga Denbaga, Sampil Sanpil"),
    rule(r"ee", "i", "English ee", "Karim Kareem, Saliim Saleem"),
    rule(r"oo", "ou", "English oo", "Mahmoud Mahmood"),
    rule(
        r"([a-z])\1+", r"\1", "doubled letters are kept or lost at will", "Mohammedi Mohamedi, Baldde Balde"
    ),
    rule(r"eh$", "e", "English -eh is French -é", "Kandeh Kandé, Sumareh Soumaré"),
    rule(r"oe$", "o", "Gambian -oe", "Darboe Darbo"),
    rule(r"ie$", "i", "English -ie", "Barrie Barry, Kolleie Kolley"),
    rule(r"ge$", "je", "soft g before a silent e", "Nadège Nadej"),
    rule(r"(?<=[a-z]{2}[^aeiou])e$", "", "French silent e", "Lamine Lamin, Boubane Bouban", needs="e"),
    rule(r"([^aeiou][aeiouy]+[^aeiouyh]+)[ae][yi]$", r"\1", "English -ay is French -é", "Sidibay Sidibé"),
    rule(r"^th?[iy](?=[aeou])", "C", "Wolof and Mande ti-", "Thiémoko Tiemoko Tchemoko"),
    rule(r"chr(?=[iy]s)", "kr", "Christian names", "Christophe Kristof"),
    rule(
        r"tsch|tch|tsh|sch|ch|sh",
        "C",
        "one sound, four spellings",
        "Bachir Bashir, Tshimanga Tchimanga",
        needs="h",
    ),
    rule(r"dj|dg(?=[ei])", "J", "dj is j", "Djabi Jabi, Baradgi Baradji", needs="d"),
    rule(r"d[iy]+(?=[aeou])", "J", "di- before a vowel", "Diatta Jatta, Diagana Jagana"),
    rule(r"j", "J", "", ""),
    rule(r"ph", "f", "ph is f", "Raphael Rafael"),
    rule(r"qu(?=[eiy])", "k", "French and Portuguese qu", "Quebé Kébé, Quinta Kinta"),
    rule(
        r"kh|ck|cq|qk|kq|q",
        "k",
        "kh and q end as k in one country or another",
        "Bakhary Bakary, Qaddour Kaddour",
    ),
    rule(r"^rh|(?<=l)rh", "G", "Maghreb French rh is ghayn", "Rhazi Ghazi, Belrhiti Belghiti", needs="rh"),
    rule(r"gh", "G", "gh is never soft", "Ghassama Gassama, Ghindo Guindo"),
    rule(r"th", "t", "", "Fathi Fati, Thabit Tabit"),
    rule(r"dh", "d", "", "Ridha Rida"),
    rule(r"^wh", "w", "", "Whahib Wahib"),
    rule(r"gu(?=[eiy])", "G", "hard g", "Wagué Waghé"),
    rule(r"g(?=[eiy])", "J", "soft g", "Gibrane Djibrane"),
    rule(r"gn(?=[aeiouy]|$)", "n", "French gn", "Gnagna Nyanya Niania, Diagne Jagne"),
    rule(r"ny(?=[aeou])", "ni", "English ny", "Nyakaté Niakaté"),
    rule(r"c", "k", "hard c", "Cassama Kassama"),
    rule(r"^x|(?<=[ae]i)x", "C", "Portuguese x", "Xanana Chanana, Teixeira Techeira", needs="x"),
    rule(r"x", "ks", "", "Alexi Aleksi"),
    rule(r"eau", "o", "French eau", "Rousseau Rousso"),
    rule(r"^iy(?=[aeou])", "Y", "", "Iyad Yad"),
    rule(
        r"w(?=u)|(?<=[aeiou])w(?=ou)|^w(?=ou)",
        "",
        "w is lost before u",
        "Dawudi Daoudi, Wurie Ouri",
        needs="w",
    ),
    rule(
        r"^(?:ou(?=[aeio])|u(?=[aeo])|w)|(?<=[aeiou])w(?=[aeiouy])",
        "W",
        "oua is wa",
        "Ouarsame Warsame Uarsame, Haoualo Hawalo, Zwawi Zwawy",
    ),
    rule(
        r"(?<=[aeo])ou(?=[aeiy])|(?<=a)u(?=i$)|(?<=[^aeiouW])(?:(?:ou|w|u|o(?=a))(?=[aeio])|w(?=y))",
        "W",
        "a rounded vowel before another is w",
        "Laoual Lawal, Slaui Slaoui, Kouaku Kwaku Koaku, Yeboah Yéboua",
    ),
    rule(
        r"^[yi](?=[aeouw])|^y(?=i)|(?<=[aeou])[yi]{1,2}(?=[aeou])|(?<=[aeou])y(?=i)",
        "Y",
        "y between vowels",
        "Tayeb Tayyib, Iamina Yamina",
    ),
    rule(r"[yi]+", "i", "y is i", "Fatty Fati"),
    rule(r"ou|w", "u", "ou is u", "Bocoum Bokum"),
)

# What some write or say otherwise: applied to the spelling before the rules, each alone, the first that tells.
OTHERWISE: tuple[Rule, ...] = (
    rule(
        r"g(?=[eiy])(?!ge?$)",
        "gu",
        "g before e and i is hard in English and Ethiopian spelling",
        "Girma Guirma",
    ),
    rule(r"th", "s", "ث is s in the east and in West Africa", "Othmani Osmani, Haitham Haissam, Laith Leis"),
    rule(r"dh", "z", "ذ and ظ are z in the east", "Hafidh Hafiz, Nadhir Nazir"),
    rule(
        r"(?<=[aeiou])v(?=[aeiou])|^v(?=[aeiou])",
        "w",
        "v and w between languages",
        "Savané Sawaneh",
        needs="v",
    ),
    rule(r"kp", "p", "labial-velar stops lose a half", "Kpaka Paka"),
    rule(r"gb", "b", "labial-velar stops lose a half", "Kargbo Karbo"),
    rule(r"ng$", "n", "the nasal end -ng is -n in French", "Boateng Boaten, Acheampong Acheampon"),
    rule(
        r"(?<=[^aeiouykq])(?:(?:ou|u|w)(?=[aeio])|o(?=a))|(?<=[kq])(?:ou|u)(?=i)",
        "",
        "a vowel before another may be no w, or cover an ayn",
        "Mouatassim Mutasim, Boiro Buiro",
    ),
    rule(r"^l(?=aa|a[hmr][^aeiou].)", "", "Moroccan L- is the article", "Laaroussi Aroussi, Lamrani Amrani"),
    rule(r"^kh", "h", "خ is h in Hausa and Portuguese mouths", "Khalifa Halifa"),
    rule(r"(?<=[a-z])x", "ch", "x is sh in Portuguese, everywhere", "Raxid Rashid, Baxir Bashir", needs="x"),
    rule(r"^y(?=[^aeiouy])", "ya", "a romanisation without the short vowel", "Yzid Yazid"),
    rule(
        r"([nl])h(?=[aeo])", r"\1y", "Portuguese nh and lh", "Sanhá Sanya, Nhaga Nyaga, Magalhães Magallaes"
    ),
    rule(r"(?<=[a-z])g(?=[aou])", "j", "Egyptian and Sudanese g is ج", "Mahgoub Mahjoub"),
    rule(r"c(?=[eiy])", "k", "c for k before e and i, from an ear that knows no soft c", "Cisembe Kisembe"),
)
REPEATS = re.compile(r"(.)\1+")
CLASSES = str.maketrans({"p": "B", "v": "F", "g": "K", "q": "K"})


@lru_cache(maxsize=1 << 16)
def sounds(word: str) -> str:
    """Phones of a Latin word (lower-case ASCII; other characters are skipped)."""
    found = applied(RULES, letters_only(word)).replace("W", "w").replace("Y", "y").replace("G", "g")
    return REPEATS.sub(r"\1", found)


def letters_only(word: str) -> str:
    if not word.isalpha():
        word = word.translate(ARABIZI)
    return word if word.isascii() and word.isalpha() else "".join(c for c in word if "a" <= c <= "z")


def other_sounds(word: str) -> str:
    """Phones of the second way to read a Latin word; empty where there is none."""
    changed = first_change(OTHERWISE, word)
    return sounds(changed) if changed else ""


MERGE = str.maketrans({"e": "i", "o": "u"})
DIPHTHONGS = re.compile(r"[aiu]*([iu])(?![aiu])|([aiu])[aiu]*")


@lru_cache(maxsize=1 << 16)
def fold(phones: str) -> str:
    """Phones without what spellings of one name disagree on: e/i, o/u, ai/e, au/o, h at either end."""
    text = phones.translate(MERGE)
    text = DIPHTHONGS.sub(lambda m: m.group(1) or m.group(2), text)
    text = text.rstrip("h").lstrip("h") or text
    return REPEATS.sub(r"\1", text)


VOWEL_RUN = re.compile(r"[aeiou]+")
NASAL = re.compile(r"^(?:mb|n[dJgk])")
LENGTH = 14


@lru_cache(maxsize=1 << 16)
def skeleton(phones: str) -> str:
    """Consonant classes of a word, upper-case ASCII, at most 14: equal for one name in Latin and in Arabic.

    Lost on purpose: vowels (Arabic writes few), h at either end (Hawa, Awa; Bah, Ba), p/b, v/f, g/k. With
    one consonant only (Ba, Sow; Ndiaye and Mbow count as one) too little is left, so the vowel after it
    stays: there Arabic writes it too.
    """
    text = phones.strip("h") or phones
    found = bones(text)
    if len(found) > 2 or (len(found) == 2 and not NASAL.match(text)):
        return found[:LENGTH]
    return found + last_vowel(text)


def bones(phones: str) -> str:
    """Classes of the consonants alone."""
    return VOWEL_RUN.sub("", phones.lstrip("h")).translate(CLASSES).upper()


def last_vowel(phones: str) -> str:
    """Class (A, I, U) of the vowels after the last consonant; of the whole word if it has no consonant."""
    tail = re.split(r"[^aeiou]", phones)[-1].translate(MERGE)
    if not tail:
        return ""
    return tail[-1].upper() if tail[-1] in "iu" else "A"
