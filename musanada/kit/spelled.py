"""An amount of money in words, French and Arabic: what a receipt says beside the figures.

No library of numbers in words is among ours; receipts need whole units below a thousand million and hundredths, of the
currencies named here. Another currency is written by its code, another language in French.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

LIMIT = 1_000_000_000

# French

UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
NOUNS_FR = {
    "MAD": ("dirham", "dirhams"),
    "EUR": ("euro", "euros"),
    "USD": ("dollar des États-Unis", "dollars des États-Unis"),
    "XOF": ("franc CFA", "francs CFA"),
    "XAF": ("franc CFA", "francs CFA"),
    "GNF": ("franc guinéen", "francs guinéens"),
}


def below_hundred(n: int) -> str:
    if n < 20:
        return UNITS[n]
    if n < 70:
        ten, unit = divmod(n, 10)
        return TENS[ten] if not unit else f"{TENS[ten]} et un" if unit == 1 else f"{TENS[ten]}-{UNITS[unit]}"
    if n < 80:
        return "soixante et onze" if n == 71 else f"soixante-{UNITS[n - 60]}"
    return "quatre-vingts" if n == 80 else f"quatre-vingt-{UNITS[n - 80]}"


def below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return below_hundred(rest)
    head = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
    if not rest:
        return head if hundreds == 1 else f"{head}s"
    return f"{head} {below_hundred(rest)}"


def french(n: int) -> str:
    """``2380`` is ``deux mille trois cent quatre-vingts``; nothing takes its *s* before *mille*."""
    millions, rest = divmod(n, 1_000_000)
    thousands, units = divmod(rest, 1000)
    words = []
    if millions:
        words.append("un million" if millions == 1 else f"{below_thousand(millions)} millions")
    if thousands:
        said = below_thousand(thousands)
        bare = said[:-1] if said.endswith(("cents", "vingts")) else said
        words.append("mille" if thousands == 1 else f"{bare} mille")
    if units or not words:
        words.append(below_thousand(units))
    return " ".join(words)


def amount_fr(whole: int, hundredths: int, currency: str) -> str:
    one, many = NOUNS_FR.get(currency, (currency, currency))
    noun = one if whole < 2 else many
    link = "d'" if noun[0] in "aeiouéh" else "de "
    said = f"{french(whole)} {link}{noun}" if whole and whole % 1_000_000 == 0 else f"{french(whole)} {noun}"
    said = said.replace("de euros", "d'euros").replace("d' ", "d'")
    if not hundredths:
        return said
    return f"{said} et {french(hundredths)} centime{'s' if hundredths > 1 else ''}"


# Arabic: all nouns counted here are masculine

ONES = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
TEENS = {11: "أحد عشر", 12: "اثنا عشر"}
TENS_AR = {2: "عشرون", 3: "ثلاثون", 4: "أربعون", 5: "خمسون", 6: "ستون", 7: "سبعون", 8: "ثمانون", 9: "تسعون"}
HUNDREDS = (
    *("", "مائة", "مائتان", "ثلاثمائة", "أربعمائة"),
    *("خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة"),
)
# A noun as counted: one, two, three to ten, eleven to ninety-nine.
Noun = tuple[str, str, str, str]
THOUSAND: Noun = ("ألف", "ألفان", "آلاف", "ألفًا")
MILLION: Noun = ("مليون", "مليونان", "ملايين", "مليونًا")
CENTIME: Noun = ("سنتيم", "سنتيمان", "سنتيمات", "سنتيمًا")
NOUNS_AR: dict[str, Noun] = {
    "MAD": ("درهم", "درهمان", "دراهم", "درهمًا"),
    "EUR": ("يورو", "يورو", "يورو", "يورو"),
    "USD": ("دولار", "دولاران", "دولارات", "دولارًا"),
    "XOF": ("فرنك", "فرنكان", "فرنكات", "فرنكًا"),
    "XAF": ("فرنك", "فرنكان", "فرنكات", "فرنكًا"),
    "GNF": ("فرنك غيني", "فرنكان غينيان", "فرنكات غينية", "فرنكًا غينيًا"),
}


def two_digits(n: int) -> str:
    if n <= 10:
        return ONES[n]
    if n < 20:
        return TEENS.get(n) or f"{ONES[n - 10]} عشر"
    ten, unit = divmod(n, 10)
    return f"{ONES[unit]} و{TENS_AR[ten]}" if unit else TENS_AR[ten]


def counted(n: int, noun: Noun) -> str:
    """``n`` below a thousand with its noun: the last two digits decide the noun's form."""
    one, two, few, many = noun
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return small(rest, noun)
    head = HUNDREDS[hundreds]
    if not rest:
        return f"{'مائتا' if hundreds == 2 else head} {one}"
    if rest <= 2 or two == one == few == many:
        return f"{head} و{two_digits(rest)} {one}" if two == one else f"{head} {one} و{small(rest, noun)}"
    return f"{head} و{two_digits(rest)} {few if rest <= 10 else many}"


def small(n: int, noun: Noun) -> str:
    one, two, few, many = noun
    if n == 1:
        return f"{one} واحد" if noun not in (THOUSAND, MILLION) else one
    if n == 2:
        return two if two != one else f"{two_digits(2)} {one}"
    return f"{two_digits(n)} {few if n <= 10 else many}"


def amount_ar(whole: int, hundredths: int, currency: str) -> str:
    noun = NOUNS_AR.get(currency, (currency,) * 4)
    millions, rest = divmod(whole, 1_000_000)
    thousands, units = divmod(rest, 1000)
    parts = [counted(n, scale) for n, scale in ((millions, MILLION), (thousands, THOUSAND)) if n]
    if units:
        parts.append(counted(units, noun))
    elif parts:  # a round number: the noun follows it, bare
        parts[-1] = f"{construct(parts[-1])} {noun[0]}"
    else:
        parts.append(f"صفر {noun[0]}")
    if hundredths:
        parts.append(counted(hundredths, CENTIME))
    return " و".join(parts)


def construct(words: str) -> str:
    """Thousands *of* something: a dual loses its last letter, twelve thousand its ending."""
    for _one, two, _few, many in (THOUSAND, MILLION):
        if words.endswith(two):
            return words[:-1]
        if words.endswith(many):
            return words[:-2]
    return words


SPELLERS: dict[str, Callable[[int, int, str], str]] = {"fr": amount_fr, "ar": amount_ar}


def spelled(amount: Decimal, currency: str, lang: str) -> str:
    """``30.50`` EUR is ``trente euros et cinquante centimes``. Raises: ValueError for what no receipt holds."""
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    whole, hundredths = divmod(cents, 100)
    if not cents >= 0 or whole >= LIMIT:
        raise ValueError("an amount in words lies from nothing to a thousand million")
    return SPELLERS.get(lang[:2], amount_fr)(whole, hundredths, currency)
