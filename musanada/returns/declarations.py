"""The voluntary return declaration on paper, in French and Arabic: to be read out and signed, or as it was received.

The text is a template until the organisation confirms its own; the sheet says so.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from musanada.kit.formats import country_name, format_date, format_money, isolate, language_name
from musanada.kit.ids import show_reference
from musanada.people.models import Person
from musanada.people.queries.register import names
from musanada.returns.commands.declarations import minor_on
from musanada.returns.drafts import POINTS, TEXT_VERSION
from musanada.returns.models import Declaration, PocketMoney, Return

LANGUAGES = ("fr", "ar")
BOTH = "both"
Words = Mapping[str, Mapping[str, str]]
WORDS: Words = {
    "title": {"fr": "Déclaration de retour volontaire", "ar": "تصريح بالعودة الطوعية"},
    "template": {
        "fr": "Texte à confirmer : modèle, sans valeur tant que l'organisation ne l'a pas confirmé.",
        "ar": "نص في انتظار التأكيد: نموذج لا قيمة له ما لم تؤكده المنظمة.",
    },
    "number": {"fr": "Dossier", "ar": "الملف"},
    "name": {"fr": "Personne", "ar": "الشخص"},
    "to": {"fr": "Pays de retour", "ar": "بلد العودة"},
    "from": {"fr": "Depuis", "ar": "من"},
    "channel": {"fr": "Voyage organisé par", "ar": "الجهة المنظمة للسفر"},
    "money": {"fr": "Remis au départ", "ar": "المبلغ المسلم عند السفر"},
    "language": {"fr": "Expliquée en", "ar": "لغة الشرح"},
    "interpreter": {"fr": "Interprète", "ar": "المترجم"},
    "guardian": {"fr": "Signe pour l'enfant", "ar": "يوقع عن الطفل"},
    "signed": {"fr": "Signée le", "ar": "تاريخ التوقيع"},
    "withdrawn": {"fr": "Retirée le", "ar": "تاريخ السحب"},
    "declares": {"fr": "Je déclare que :", "ar": "أصرح بما يلي:"},
    "declares_child": {"fr": "Pour l'enfant, je déclare que :", "ar": "أصرح باسم الطفل بما يلي:"},
    "help": {
        "fr": "Chaque point est lu à haute voix et expliqué dans une langue comprise. Une case par point compris ; un "
        "point refusé, et il n'y a pas de déclaration.",
        "ar": "تُقرأ كل نقطة بصوت عال وتُشرح بلغة مفهومة. خانة لكل نقطة مفهومة؛ وإذا رُفضت نقطة واحدة فلا تصريح.",
    },
    "withdrawal": {
        "fr": "Vous pouvez renoncer à tout moment jusqu'à l'embarquement : dites-le à votre conseiller ou à la personne "
        "qui vous accompagne. Il n'y a aucune pénalité et rien d'autre ne change pour vous.",
        "ar": "يمكنكم العدول عن العودة في أي وقت حتى الصعود إلى وسيلة السفر: أخبروا المستشار أو من يرافقكم. لا تترتب على ذلك "
        "أي عقوبة، ولا يتغير أي شيء آخر بالنسبة لكم.",
    },
    "person_sign": {
        "fr": "Signature, empreinte ou marque de la personne",
        "ar": "توقيع الشخص أو بصمته أو علامته",
    },
    "guardian_sign": {"fr": "Signature du parent ou du tuteur", "ar": "توقيع الوالد أو الوصي"},
    "interpreter_sign": {"fr": "Signature de l'interprète", "ar": "توقيع المترجم"},
    "office_sign": {"fr": "Pour le bureau", "ar": "عن المكتب"},
    "footer": {"fr": "Confidentiel · P3", "ar": "سري · P3"},
}
POINTS_AR = {
    "free": "أغادر بمحض إرادتي، دون أي إكراه.",
    "informed": "تم إخباري بالسفر وبالمساعدة وحدودها وبالوضع عند العودة.",
    "withdraw": "يمكنني العدول حتى الصعود إلى وسيلة السفر، دون أي عقوبة.",
    "money": "أعرف المبلغ الذي يسلم عند السفر وما لا يتم التكفل به.",
    "data": "أعرف البيانات المستعملة لتنظيم هذا السفر ومن يطلع عليها.",
}


def say(key: str, lang: str) -> str:
    return WORDS[key][lang]


def pdf(ret: Return, row: Declaration | None, language: str = BOTH) -> bytes:
    """The sheet: blank, or as received (``row``); in both languages, or in one."""
    from musanada.kit.pdf import render

    wanted = LANGUAGES if language == BOTH else (language,)
    texts = [text(ret, row, lang) for lang in wanted]
    data = {"texts": texts, "title": texts[0]["title"]}
    dated = row.signed_on if row else timezone.localdate()
    return render("returns/typst/declaration.typ", data, wanted[0], dated=dated)


def text(ret: Return, row: Declaration | None, lang: str) -> dict[str, Any]:
    """One language's page, everything already text."""
    child = minor_on(ret, row.signed_on if row else timezone.localdate())
    with override(lang):
        return {
            "lang": lang,
            "title": say("title", lang),
            "office": str(ret.case.unit),
            "template": say("template", lang)
            if (row.text_version if row else TEXT_VERSION) == "template"
            else "",
            "facts": facts(ret, row, lang),
            "declares": say("declares_child" if child else "declares", lang),
            "points": points(row, lang),
            "help": say("help", lang),
            "withdrawal": say("withdrawal", lang),
            "signatures": signatures(row, child, lang),
            "footer": f"{say('footer', lang)} · {isolate(show_reference(ret.case.reference))}",
        }


def facts(ret: Return, row: Declaration | None, lang: str) -> list[list[str]]:
    rows = [
        ("number", isolate(show_reference(ret.case.reference))),
        ("name", isolate(name_in(ret.case.person.merged_into or ret.case.person, lang))),
        ("to", country_name(str(ret.to_country_id), lang)),
        ("from", country_name(str(ret.from_country_id), lang)),
        ("channel", str(ret.get_channel_display())),
        ("money", pocket_money(ret, row.signed_on if row else timezone.localdate(), lang)),
    ]
    if row:
        rows += [
            ("language", language_name(row.language, lang)),
            ("interpreter", isolate(row.interpreter_name) if row.interpreter_name else ""),
            ("guardian", isolate(name_in(row.guardian, lang)) if signer(row) else ""),
            ("signed", f"{isolate(format_date(row.signed_on, lang))} · {row.get_means_display()}"),
            ("withdrawn", isolate(format_date(row.withdrawn_on, lang)) if row.withdrawn_on else ""),
        ]
    return [[say(key, lang), value] for key, value in rows if value]


def signer(row: Declaration) -> Person | None:
    """Who signed for a child, unless their own file hides them."""
    return row.guardian if row.guardian and not row.guardian.protected else None


def name_in(person: Person | None, lang: str) -> str:
    """In the script of the sheet; else as it is known."""
    if person is None:
        return ""
    wanted = "Arab" if lang == "ar" else "Latn"
    found = list(names(person).values_list("script", "text"))
    return next((name for script, name in found if script == wanted), found[0][1] if found else "")


def pocket_money(ret: Return, day: date, lang: str) -> str:
    """What the rule of that day gives at departure; "" without a rule."""
    holds = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = PocketMoney.objects.filter(
        holds, direction=ret.direction, valid_from__lte=day, minor=minor_on(ret, day)
    )
    one = rows.order_by("-valid_from").first()
    return isolate(format_money(one.amount, one.currency, lang)) if one else ""


def points(row: Declaration | None, lang: str) -> list[list[Any]]:
    """Each point with whether it is ticked: on a blank sheet none is."""
    ticked = set(row.points.split(",")) if row else set()
    words = POINTS_AR if lang == "ar" else {code: str(label) for code, label in POINTS.items()}
    return [[words[code], code in ticked] for code in POINTS]


def signatures(row: Declaration | None, child: bool, lang: str) -> list[str]:
    found = [say("guardian_sign" if child else "person_sign", lang)]
    if child:
        found.append(say("person_sign", lang))
    if row is None or row.interpreter == "yes":
        found.append(say("interpreter_sign", lang))
    return [*found, say("office_sign", lang)]
