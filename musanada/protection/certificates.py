"""The certificate of a level on paper, in French or in Arabic. It says the course, the level, the hours, the day: never why
the child was helped, nor by which file."""

from typing import Any

from django.utils.translation import override

from musanada.kit.formats import format_date, format_number, isolate, language_name
from musanada.people.models import Person
from musanada.people.queries import names
from musanada.protection.models import Enrolment

LANGUAGES = ("fr", "ar")
WORDS: dict[str, dict[str, str]] = {
    "title": {"fr": "Certificat de niveau", "ar": "شهادة مستوى"},
    "says": {"fr": "Nous certifions que", "ar": "نشهد بأن"},
    "reached": {"fr": "a achevé le niveau", "ar": "قد أتم المستوى"},
    "course": {"fr": "Cours", "ar": "الدورة"},
    "language": {"fr": "Langue", "ar": "اللغة"},
    "hours": {"fr": "Durée", "ar": "المدة"},
    "hours_unit": {"fr": "heures", "ar": "ساعة"},
    "on": {"fr": "Résultat du", "ar": "تاريخ النتيجة"},
    "number": {"fr": "Certificat n°", "ar": "شهادة رقم"},
    "sign": {
        "fr": "Pour l'organisation : nom, signature, cachet",
        "ar": "عن المنظمة: الاسم والتوقيع والخاتم",
    },
}


def pdf(one: Enrolment, lang: str) -> bytes:
    """Raises nothing for a row without a certificate: the caller has asked."""
    from musanada.kit.pdf import render

    return render("protection/typst/certificate.typ", text(one, lang), lang, dated=one.result_on)


def text(one: Enrolment, lang: str) -> dict[str, Any]:
    """Everything already text."""
    course = one.group.course
    with override(lang):
        facts = [
            (say("course", lang), str(course)),
            (say("language", lang), language_name(course.language, lang)),
            (say("hours", lang), hours(course.hours, lang)),
            (say("on", lang), isolate(format_date(one.result_on, lang)) if one.result_on else ""),
        ]
        return {
            "title": say("title", lang),
            "office": str(course.unit),
            "says": say("says", lang),
            "name": name_in(one.person, lang),
            "reached": say("reached", lang),
            "level": one.group.level,
            "facts": [[label, value] for label, value in facts if value],
            "number": f"{say('number', lang)} {isolate(one.certificate)}",
            "sign": say("sign", lang),
        }


def say(key: str, lang: str) -> str:
    return WORDS[key][lang]


def hours(count: int | None, lang: str) -> str:
    return f"{isolate(format_number(count, lang))} {say('hours_unit', lang)}" if count else ""


def name_in(person: Person, lang: str) -> str:
    """In the script of the sheet; else as it is known."""
    wanted = "Arab" if lang == "ar" else "Latn"
    found = list(names(person.merged_into or person).values_list("script", "text"))
    return next((name for script, name in found if script == wanted), found[0][1] if found else "")
