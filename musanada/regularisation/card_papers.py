"""What is printed about cards: the receipt of a renewal, in French and Arabic on one sheet; a reminder in one language."""

from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext

from musanada.kit.formats import format_date
from musanada.kit.ids import show_reference
from musanada.regularisation import reminding
from musanada.regularisation.models import Reminder, Renewal
from musanada.regularisation.queries.papers import demanded, papers

RECEIPT = {
    "fr": {
        "title": "Récépissé de demande de renouvellement",
        "office": "Bureau",
        "name": "Nom",
        "card": "Carte de séjour",
        "ends": "Valable jusqu'au",
        "filed": "Demande déposée le",
        "given": "Pièces apportées",
        "missing": "Pièces à apporter",
        "or": " ou ",
        "none": "Aucune",
        "advice": "Gardez ce récépissé avec votre carte jusqu'à la remise de la nouvelle. La demande est gratuite.",
        "alone": "Ce récépissé ne prolonge pas la carte de lui-même : demandez au bureau ce qui s'applique.",
    },
    "ar": {
        "title": "وصل طلب التجديد",
        "office": "المكتب",
        "name": "الاسم",
        "card": "بطاقة الإقامة",
        "ends": "صالحة إلى غاية",
        "filed": "تاريخ إيداع الطلب",
        "given": "الوثائق المقدمة",
        "missing": "الوثائق المطلوب إحضارها",
        "or": " أو ",
        "none": "لا شيء",
        "advice": "احتفظوا بهذا الوصل مع بطاقتكم إلى حين تسلم البطاقة الجديدة. الطلب مجاني.",
        "alone": "هذا الوصل لا يمدد البطاقة من تلقاء نفسه: اسألوا المكتب عما ينطبق عليكم.",
    },
}


def today() -> date:
    return timezone.localdate()


def receipt(one: Renewal, name: str) -> bytes:
    """One sheet, two languages; the document itself is marked as French with an Arabic part."""
    from musanada.kit.pdf import render

    parts = [receipt_part(one, name, lang) for lang in ("fr", "ar")]
    data = {"parts": parts, "footer": "Musanada", "title": RECEIPT["fr"]["title"]}
    return render("regularisation/typst/renewal_receipt.typ", data, "fr", dated=one.filed_on)


def receipt_part(one: Renewal, name: str, lang: str) -> dict[str, Any]:
    words = RECEIPT[lang]
    with translation.override(lang):
        lines = papers(one)
        given = [str(kind) for line in lines for kind in line.types if kind.code in line.given]
        missing = [words["or"].join(str(kind) for kind in line.types) for line in lines if line.missing]
        ends = one.card.valid_to
        facts = [
            (words["office"], str(one.card.unit), False),
            (words["name"], name, False),
            (words["card"], show_reference(one.card.reference), True),
            (words["ends"], format_date(ends, lang) if ends else "", False),
            (words["filed"], format_date(one.filed_on, lang), False),
        ]
    return {
        "lang": lang,
        "words": words,
        "facts": [fact for fact in facts if fact[1]],
        "given": given,
        "missing": missing,
    }


def reminder(one: Reminder, words: reminding.Words, name: str) -> bytes:
    """The letter, in the holder's language; in French where theirs is not written here."""
    from musanada.kit.pdf import render

    lang, card = words.lang, one.card
    labels = reminding.LABELS[lang]
    with translation.override(lang):
        ends = card.valid_to
        facts = [
            (labels[2], str(card.unit), False),
            (labels[3], show_reference(card.reference), True),
            (labels[1], format_date(ends, lang) if ends else "", False),
        ]
        bring = [" / ".join(str(kind) for kind in line.types) for line in demanded(today())]
    data = {
        "title": words.subject,
        "header": facts[0][1],
        "footer": "Musanada",
        "name": name,
        "day": format_date(today(), lang),
        "message": words.message,
        "facts": facts,
        "bring_label": reminding.BRING[lang],
        "bring": bring if lang in ("fr", "ar") else [],
    }
    return render("regularisation/typst/reminder.typ", data, lang, dated=today())


def language_note(words: reminding.Words) -> str:
    """Why the letter is in French, where it is not the holder's language."""
    if words.own:
        return ""
    if not words.asked:
        return gettext("Aucune langue préférée n'est enregistrée : le texte est en français.")
    return gettext(
        "La langue de la personne n'est pas écrite ici : le texte est en français. Dites-le-lui dans sa langue."
    )
