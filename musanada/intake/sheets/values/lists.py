"""Words that stand for codes: sex, yes and no, countries, any code list."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from musanada.intake.sheets.cells import Cell, fold, text_of
from musanada.intake.sheets.findings import Finding
from musanada.intake.sheets.values.base import NOTHING, Codes, Parsed, Parser, Reading, asked, unresolved
from musanada.kit.choices import Answer, Sex
from musanada.reference.nationalities import resolve_nationality, suggest_nationalities


def words(table: dict[str, str]) -> dict[str, str]:
    """``code: "word word …"`` (a bar joins words of one expression) turned round: folded word → code."""
    return {fold(word.replace("|", " ")): code for code, line in table.items() for word in line.split()}


ANSWERS = words(
    {
        Answer.UNKNOWN: "inconnu inconnue unknown ? ?? nsp n/s ne|sait|pas desconocido desconocida غير|معروف مجهول لا|يعرف",
        Answer.REFUSED: "refus refuse refusé refusée refused rechaza rechazado رفض يرفض refus|de|répondre",
        Answer.NOT_ASKED: "non|demandé non|demandée not|asked nd n/d n.d. non|renseigné nr n/r n/a na - -- --- — لم|يسأل no|preguntado",
    }
)
ANSWERS.pop("", None)
DASHES = frozenset({"-", "--", "---", "—", "–", "?", "??", "???", ".", "/", "*", "x"})
SEX = words(
    {
        Sex.FEMALE: (
            "f fe fem femme femmes féminin feminin féminine fille filles female females woman women girl girls w dame mme mlle "
            "madame mujer femenino femenina niña hembra أنثى انثى امرأة إمرأة مرأة نساء فتاة بنت طفلة ا أ ث إناث مؤنث"
        ),
        Sex.MALE: (
            "m h homme hommes masculin masc garçon garcons garçons male males man men boy boys mr monsieur hombre masculino varón "
            "niño ذكر ذكور رجل رجال ولد طفل فتى ذ مذكر"
        ),
        Sex.OTHER: "autre other otro otra x|autre آخر أخرى non|binaire intersexe",
    }
)
YES_NO = words(
    {
        "yes": "oui o yes y si sí true vrai 1 x ok نعم أجل ✓ ✔",
        "no": "non n no false faux 0 لا",
    }
)


def answer(cell: Cell) -> str:
    """``unknown``, ``refused`` or ``not_asked`` when the cell says so, else ``""``."""
    text = text_of(cell)
    if text in DASHES - {"x"}:
        return Answer.UNKNOWN if "?" in text else Answer.NOT_ASKED
    return ANSWERS.get(fold(text), "")


def sex(cell: Cell, reading: Reading) -> Parsed:
    """A code of ``Sex``. Civilities count: ``Mme`` is a woman."""
    if cell == "":
        return Parsed(Sex.NOT_ASKED.value)
    if said := answer(cell):
        return Parsed(said)
    word = fold(text_of(cell))
    code = reading.choices.get(("sex", word)) or SEX.get(word) or SEX.get(word.split(" ")[0] if word else "")
    return (
        Parsed(str(code))
        if code
        else unresolved(
            cell, "sex", likely=(Sex.FEMALE.value, Sex.MALE.value, Sex.OTHER.value, Sex.UNKNOWN.value)
        )
    )


def yes_no(cell: Cell, reading: Reading) -> Parsed:
    """True, False, or nothing."""
    if cell == "" or answer(cell):
        return NOTHING
    word = fold(text_of(cell)) or text_of(cell)
    code = reading.choices.get(("yes_no", word)) or YES_NO.get(word)
    return Parsed(code == "yes") if code else unresolved(cell, "yes_no", likely=("yes", "no"))


def among(list_name: str, *, strict: bool = True) -> Parser:
    """A code of ``reading.lists[list_name]``. Not ``strict``: an unknown word is a warning and the value stays empty."""

    def parse(cell: Cell, reading: Reading) -> Parsed:
        if cell == "" or answer(cell):
            return NOTHING
        return looked_up(cell, list_name, reading.lists.get(list_name, {}), reading, strict=strict)

    return parse


def looked_up(cell: Cell, list_name: str, codes: Codes, reading: Reading, *, strict: bool = True) -> Parsed:
    word = fold(text_of(cell))
    chosen = reading.choices.get((list_name, word))
    meanings = (chosen,) if chosen else codes.get(word, ())
    if len(meanings) == 1:
        return Parsed(meanings[0])
    near = () if meanings else nearest(word, codes)
    if strict:
        return unresolved(cell, list_name, meanings, near)
    return Parsed(
        None,
        (
            Finding(
                "warning", "left-out-word", params=asked(cell, list_name), choices=tuple(meanings) or near
            ),
        ),
    )


def nearest(word: str, codes: Codes) -> tuple[str, ...]:
    """Codes whose words are spelt nearly like ``word``, the nearest first."""
    found = process.extract(word, codes.keys(), scorer=fuzz.token_sort_ratio, limit=5, score_cutoff=70)
    return tuple(dict.fromkeys(code for known, _score, _at in found for code in codes[known]))


def several(one: Parser, separators: str = "/,;+&") -> Parser:
    """Several values in a cell: ``Mali / Sénégal``."""

    def parse(cell: Cell, reading: Reading) -> Parsed:
        whole = one(cell, reading)
        parts = split(text_of(cell), separators)
        if whole.value is not None or len(parts) < 2:
            return Parsed([whole.value] if whole.value is not None else [], whole.findings)
        read = [one(part, reading) for part in parts]
        values = list(dict.fromkeys(p.value for p in read if p.value is not None))
        return Parsed(values, tuple(f for p in read for f in p.findings))

    return parse


def split(text: str, separators: str) -> list[str]:
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part.strip() for part in text.split(separators[0]) if part.strip()]


# Read as the Republic of Guinea, the usual meaning, and said so: two other countries are called nearly the same.
GUINEAS = frozenset(
    fold(w) for w in ("Guinée", "guinéen", "guinéenne", "Guinea", "Guinean", "غينيا", "غيني", "غينية")
)
GUINEA_CHOICES = ("GIN", "GNB", "GNQ")


def country(cell: Cell, reading: Reading) -> Parsed:
    """An ISO 3166-1 alpha-3 code from a code, a name or a nationality in four languages."""
    if cell == "" or answer(cell):
        return NOTHING
    word = fold(text_of(cell))
    chosen = reading.choices.get(("country", word))
    if chosen:
        return Parsed(chosen)
    if word.removeprefix("ال") in GUINEAS:
        note = Finding("info", "guinea", params=asked(cell, "country"), choices=GUINEA_CHOICES)
        return Parsed("GIN", (note,))
    meanings = meanings_of(text_of(cell))
    return (
        Parsed(meanings[0])
        if len(meanings) == 1
        else unresolved(cell, "country", meanings, likely(text_of(cell)))
    )


@lru_cache(maxsize=5_000)
def meanings_of(text: str) -> tuple[str, ...]:
    return tuple(resolve_nationality(text))


@lru_cache(maxsize=5_000)
def likely(text: str) -> tuple[str, ...]:
    return tuple(suggest_nationalities(text))


def aliases(
    rows: Iterable[tuple[str, Iterable[str]]], also: Callable[[str], Iterable[str]] | None = None
) -> Codes:
    """A code list turned round: ``(code, names)`` → folded name → codes."""
    found: dict[str, set[str]] = {}
    for code, names in rows:
        for name in (code, *names, *(also(code) if also else ())):
            if word := fold(str(name)):
                found.setdefault(word, set()).add(code)
    return {word: tuple(sorted(codes)) for word, codes in found.items()}
