"""Which traits, which whole and which source a number has, by the order of the words of its sentence."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from musanada.press.reading import entities
from musanada.press.reading.drafts import Draft
from musanada.press.reading.folding import Folded, folded, stem
from musanada.press.reading.lexicon import Match
from musanada.press.reading.patterns import rx
from musanada.press.reading.sentences import Piece
from musanada.press.reading.units import PLACES

_CUT = re.compile(r"[;:.?!)\n]")
_LABEL_BEFORE = re.compile(r"^[ ]*(?:\((?:[a-z']+ ){0,2}|: ?|= ?|- |\( ?| avec | with | ب)$")
_PART = rx(
    r"(?:\bdont\b|parmi (?:lesquel\w+|eux|elles|ces|ceux)|(?<!y )\bcompris\b|of (?:whom|which|these|them)|among (?:them|whom|which|these)|\bincluding\b|(?<![\w])(?:و|ف)?(?:من بينهم|من بينهن|من بينها|منهم|منهن|منها|بينهم|بينها|من ضمنهم|من ضمنها|من بين هؤلاء))"
)
_OUT_OF = rx(
    r" ?(?:[^\W\d_']{2,15} ){0,2}(?:sur|out of|of the|of|من أصل|من مجموع|من بين)(?: un total de| a total of| les| the| quelque| plus de)? ?(?:ال)?$"
)
_AND = rx(r"^[^.;:()]{0,60}(?:,|\bet|\band|\bainsi que|و|\bou|\bcontre)[^.;:()]{0,25}$")
_THEM = rx(
    r"^[\"' ]*(?:parmi (?:eux|elles|ces|les)|sur ces|sur ce total|among (?:them|these)|of (?:these|them|the)|(?:و)?(?:من بين هؤلاء|من بينهم|من بين|منهم|ضمنهم))"
)
_HEAD = rx(
    r"[\"' -]*(?:sur|parmi|of|out of|among|من أصل|من بين|من مجموع)(?: un total de| les| ces| the| these| a total of)? ?(?:ال)?"
)
_SAYS = rx(
    r"(?:\bselon|\bd'apres|\bsuivant|\bindiqu\w+|\baffirm\w+|\bprecis\w+|\bsoulign\w+|\bannonc\w+|\brapport\w+|\brevel\w+|\bfait etat|\brecens\w+|\bsource ?:|\bdonnees d[eu]|\bchiffres d[eu]|\bstatistiques d[eu]|\bbilan d[eu]|"
    r"\baccording to|\bas per|\bsays?\b|\bsaid\b|\breport\w*|\bannounc\w+|\bstat(?:ed|es)\b|\bfigures (?:from|of|released)|\bdata (?:from|of|by)|\bcit(?:ing|ed)\b|\bshow\w*|"
    r"(?<![\w])[وفب]?(?:حسب|بحسب|وفق|وفقا|استنادا|أفاد\w*|ذكر\w*|أعلن\w*|كشف\w*|أوضح\w*|أشار\w*|أكد\w*|سجل\w*|معطيات|أرقام|إحصائيات|تقرير|بيانات|حصيلة))"
)
_SELON = rx(
    r"(?:\bselon|\bd'apres|\baccording to|(?<![\w])[وفب]?(?:حسب|وفق|وفقا ل))[ ]?(?P<w>[^,.;()\n]{3,60})"
)
_SAME = rx(
    r"(?:meme (?:source|rapport|document|ministere|enquete)|same (?:source|report|document)|ajoute[- ]|a ajoute|added|المصدر (?:ذاته|نفسه)|نفس المصدر|التقرير (?:ذاته|نفسه)|وأضاف)"
)


# "vers la Côte d'Ivoire (523), la Guinée (410)": the word before the first holds for all.
_ROW = rx(
    r" ?(?:\([^()]{0,40}\))? ?(?:,|et|and|و|, et|, and) ?"
    r"(?:la |le |les |l'|the |du |de la |de l'|de |d'|des |aux? |a |en |vers (?:la |le |les |l')?|to |from |in )?"
)


@dataclass(frozen=True, slots=True)
class Trait:
    start: int
    end: int
    axis: str
    code: str
    label: str
    role: str


def link(
    text: Folded, drafts: list[Draft], cut: list[Piece], found: list[Match], sources: list[Match]
) -> None:
    """Fills in entity, label, role, of and the source of every count."""
    starts, said = [match.start for match in found], [match.start for match in sources]
    rows: list[list[Draft]] = [[] for _ in cut]
    for draft in drafts:
        if draft.counts or draft.cls == "rank":
            rows[draft.sentence].append(draft)
    ages = {draft.start for draft in drafts if draft.cls == "age"}
    main: Draft | None = None
    source = ""
    for place, piece in enumerate(cut):
        here = rows[place]
        if place and cut[place - 1].paragraph != piece.paragraph:
            main = main if piece.paragraph - cut[place - 1].paragraph == 1 else None
        names = found[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        if here:
            _share(text, here, _traits(text, names, piece, ages), piece)
            _whole(text, here, piece, main)
            main = next((d for d in here if d.cls == "figure" and d.of is None), main)
        named = sources[bisect_left(said, piece.start) : bisect_left(said, piece.end)]
        for draft in here:
            if draft.of is not None and draft.cls == "figure" and not draft.noun and draft.of.unit:
                draft.unit = draft.of.unit
        source = _attribute(text, here, piece, named, source)


_DATELINE = rx(
    r" ?(?:,? ?\d{1,2} [^\W\d_]+\.?(?: \d{4})?)? ?(?:\([a-z]{2,5}\))? ?- (?!\d)|, \d{1,2} [^\W\d_]+\.?(?: \d{4})? ?\("
)
_OFFICIAL = rx(
    r"(?:autorites?|cotes?|communes?|villes?|territoires?|gouvernements?|marine|presse|police|eaux|sol|royaume|littora(?:l|ux)|frontieres?|droits?|code|universites?|institutions?|associations?|agences?|"
    r"politiques?|experience|population|societe|etat|loi|legislation|ports?|douanes?|gendarmerie|forces|services|regions?|diplomatie|ministeres?|media\w*|dirhams?|iles?|cour|justice|parlement|"
    r"(?:ال)?(?:سلطات|سواحل|مملكة|حكومة|بحرية|شواطئ|أراضي|شرطة|جماعات|مدن|حدود|جزر|دبلوماسية|قوات|مياه|جمعيات|صحافة)) (?:ال)?$"
)
_OFFICIALS = rx(
    r" (?:authorit|coast|communes?|cit(?:y|ies)|territor|government|navy|press|police|waters|soil|border|law|universit|institution|association|agenc|polic|state|port|custom|forces?|services?|regions?|ministr|media|dirham|islands?|court|parliament|econom)\w*"
)


def _traits(text: Folded, names: list[Match], piece: Piece, ages: set[int]) -> list[Trait]:
    rows: list[Trait] = []
    last = 0
    for match in names:
        if _OFFICIAL.search(text.text[max(0, match.start - 24) : match.start]) or _OFFICIALS.match(
            text.text, match.end
        ):
            continue
        if match.start - piece.start < 3 and _DATELINE.match(text.text, match.end):
            continue
        somewhere = match.kind in ("country", "place", "origin")
        role = entities.role_of(text.text, match, piece.start) if somewhere else ""
        if not role and rows and match.kind == "country" and _ROW.fullmatch(text.text[last : match.start]):
            role = rows[-1].role
        last = match.end
        axis, code = entities.trait(text.text, match, role)
        rows.append(Trait(match.start, match.end, axis, code, _raw(text, match.start, match.end), role))
    for start, end, band in entities.age_traits(text.text, piece.start, piece.end):
        if not any(start <= place < end for place in ages):
            continue
        rows.append(Trait(start, end, "age", band.partition("=")[2], _raw(text, start, end), ""))
    return sorted(rows, key=lambda trait: trait.start)


_NATIONS = ("nationality", "country", "destination", "host")


def _share(text: Folded, here: list[Draft], traits: list[Trait], piece: Piece) -> None:
    owned = [
        (trait, owner) for trait in traits if (owner := _owner(text.text, here, trait, piece)) is not None
    ]
    labelled = {
        id(owner): trait for trait, owner in owned if trait.end <= owner.opens
        and text.text[trait.end : owner.opens].strip() == "(" and trait.axis in _NATIONS
    }  # fmt: skip
    for trait, owner in owned:
        named = labelled.get(id(owner))
        if named is not None and named is not trait and trait.axis in _NATIONS and trait.end <= named.start:
            continue  # "la Côte d'Ivoire devance le Sénégal (453)": the bracket belongs to the name it follows
        if not any(_rival(text.text, trait, other) for other, whose in owned if whose is owner):
            entities.attach(owner, trait.axis, trait.code, trait.label)
            owner.role = owner.role or trait.role
    heads = [t for t in traits if t.axis in ("region", "city") and t.end < here[0].opens]
    for draft in here[1:]:
        for trait in heads:
            if not {"region", "city"} & draft.entity.keys() and "," in text.text[trait.end : here[0].opens]:
                entities.attach(draft, trait.axis, trait.code, trait.label)
    for draft in here:
        if draft.cls == "rank":
            draft.entity.update(_scope(text.text, draft, piece))
        draft.role = draft.role or _role(text.text, draft, piece)


def _rival(text: str, trait: Trait, other: Trait) -> bool:
    """Two of one kind in a row behind one number, "à Nador, Casablanca et Marrakech": neither is the number's own."""
    kinds = {"nationality", "country"}
    if (
        trait is other
        or trait.code == other.code
        or not (trait.axis == other.axis or {trait.axis, other.axis} <= kinds)
    ):
        return False
    first, last = sorted((trait, other), key=lambda t: t.start)
    return _ROW.fullmatch(text[first.end : last.start]) is not None


def _owner(text: str, here: list[Draft], trait: Trait, piece: Piece) -> Draft | None:
    before = [d for d in here if d.start < trait.start]
    after = [d for d in here if d.opens >= trait.end]
    left, right = (before[-1] if before else None), (after[0] if after else None)
    if left is not None and left.end > trait.start:
        return left
    gap_right = text[trait.end : right.opens] if right is not None else ""
    gap_left = text[left.end : trait.start] if left is not None else ""
    if right is not None and _LABEL_BEFORE.match(gap_right):
        both = (
            left is not None
            and right.cls == "percent"
            and left.cls == "figure"
            and not re.search(r"[,;:().]", gap_left)
        )
        return left if both else right
    if left is not None and not _CUT.search(gap_left):
        comma = "," in gap_left
        near_right = right is not None and len(gap_right) < 25 and not re.search(r"[,;.]", gap_right)
        if not comma or not near_right:
            return left if len(gap_left) < 90 and not (comma and len(gap_left) > 60) else None
    if right is not None and not re.search(r"[;?!]", gap_right) and len(gap_right) < 90:
        return right
    return None


_SCOPES = {
    "world": rx(r"mondial|au monde|dans le monde|in the world|worldwide|globally|world ranking|عالميا|على الصعيد العالمي|في العالم|على المستوى العالمي"),
    "Africa": rx(r"africain|afrique|africa|إفريقي|أفريقي|القارة|القاري"),
    "Arab countries": rx(r"monde arabe|arab world|عربيا|العالم العربي"),
}  # fmt: skip


def _scope(text: str, draft: Draft, piece: Piece) -> dict[str, str]:
    """Among whom a rank is counted: the first such words behind it."""
    near = text[draft.end : min(piece.end, draft.end + 80)]
    found = [(match.start(), scope) for scope, pattern in _SCOPES.items() if (match := pattern.search(near))]
    return {"scope": min(found)[1]} if found else {}


_ROLES = {
    "origin": rx(r"pays d'origine|countries of origin|country of origin|بلدان الأصل|بلد الأصل|البلدان الأصلية|originaires"),
    "host": rx(r"pays d'accueil|host countr|بلدان الاستقبال|بلد الاستقبال"),
    "destination": rx(r"pays de destination|destination countr|countries of destination|بلدان الوجهة"),
    "transit": rx(r"pays de transit|transit countr|بلد عبور"),
    "nationality": rx(r"de nationalite|nationalites|nationalit|جنسية|جنسيات"),
    "residence": rx(r"residant|residents?\b|residing|living in|المقيمين|المقيمون|مقيم"),
}  # fmt: skip


def _role(text: str, draft: Draft, piece: Piece) -> str:
    near = text[draft.start : min(piece.end, draft.end + 45)]
    near = re.split(r"[,;.(]", near[draft.end - draft.start :])[0]
    return next((role for role, pattern in _ROLES.items() if pattern.search(near)), "")


def _whole(text: Folded, here: list[Draft], piece: Piece, main: Draft | None) -> None:
    """What each number is a part of: "dont", "parmi eux", "sur", "93 % des mineurs"."""
    kept = here[0] if _HEAD.fullmatch(text.text[piece.start : here[0].opens]) else None
    opened: Draft | None = kept or (
        main if main is not None and _THEM.match(text.text[piece.start : piece.end]) else None
    )
    for place, draft in enumerate(here):
        if place + 1 < len(here) and _out_of(text.text, draft, here[place + 1]):
            draft.of = here[place + 1]
            continue
        gap = text.text[(here[place - 1].end if place else piece.start) : draft.start]
        if place and _PART.search(gap) and not re.search(r"[;]", gap.split("dont")[-1]):
            opened = _base(here[:place]) or opened
        elif place and opened is not None and not _continues(here[place - 1], draft, gap):
            opened = kept
        if (
            place
            and draft.cls == "percent"
            and gap.endswith("(")
            and here[place - 1].cls == "figure"
            and not re.search(r"[,;:]", gap)
        ):
            draft.of = here[place - 1].of
            draft.entity, draft.label = (
                draft.entity or dict(here[place - 1].entity),
                draft.label or here[place - 1].label,
            )
            continue
        if _OF_THEM.match(text.text, draft.end):
            opened = _base(here[:place]) or opened
        if opened is not None and opened is not draft:
            draft.of = opened
        elif draft.cls == "percent" and draft.noun:
            draft.of = _same_noun(draft, here[:place], main)


_OF_THEM = rx(r" (?:of (?:them|whom|these)|d'entre (?:eux|elles)|منهم|منهن|منها)(?![^\W_])")


def _out_of(text: str, draft: Draft, following: Draft) -> bool:
    """ "3 enfants sur 5", "17,916 of 27,332"."""
    if following.cls != "figure" or not _OUT_OF.fullmatch(text[draft.closes : following.opens]):
        return False
    return draft.cls == "percent" or (draft.value or 0) <= (following.value or 0)


def _continues(previous: Draft, draft: Draft, gap: str) -> bool:
    """Is it one more part of the same whole, "375 marocains et 639 étrangers"?"""
    return previous.cls == draft.cls and previous.unit == draft.unit and bool(_AND.match(gap) or ")" in gap)


_SAME_NOUNS = [
    {stem(folded(word)) for word in words.split()}
    for words in (
        "mineur mineure enfant mna minor child children قاصر قاصرين قاصرون قصر اطفال طفل طفلا",
        "demande dossier application file طلب طلبات ملف ملفات طلبا",
    )
]


def _base(before: list[Draft]) -> Draft | None:
    rows = [d for d in reversed(before) if d.cls == "figure" and d.of is None]
    return next((d for d in rows if d.unit not in PLACES), rows[0] if rows else None)


def _same_noun(draft: Draft, before: list[Draft], main: Draft | None) -> Draft | None:
    rows = [d for d in before if d.cls == "figure"] + ([main] if main is not None else [])
    noun = stem(folded(draft.noun))
    alike = next((group for group in _SAME_NOUNS if noun in group), {noun})
    return next((d for d in rows if d.noun and stem(folded(d.noun)) in alike), None)


def _attribute(text: Folded, here: list[Draft], piece: Piece, named: list[Match], before: str) -> str:
    body = text.text[piece.start : piece.end]
    words = ""
    for match in named:
        around = text.text[max(piece.start, match.start - 60) : min(piece.end, match.end + 50)]
        if _SAYS.search(around):
            words = _raw(text, match.start, match.end)
            break
    else:
        if _SAME.search(body):
            words = before
        else:
            told = _SELON.search(body)
            if told and not re.fullmatch(
                r"(?:les|la|le|l'|the|ال)? ?(?:age|sexe|nationalite|region|pays|cas|besoin\w*|sex|country)\w*.*",
                told["w"],
            ):
                words = _raw(text, piece.start + told.start("w"), piece.start + told.end("w")).strip()
    for draft in here:
        draft.attributed = words
    return words or before


def _raw(text: Folded, start: int, end: int) -> str:
    a, b = text.span(start, end)
    return text.raw[a:b]
