"""The sheet for a partner without account, in the country or abroad: the code, the services the person agreed to, how to
reach them. No name and no file: what the person did not say yes to is not on it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from musanada.kit.formats import country_name, format_date, format_datetime, isolate, language_name
from musanada.kit.ids import show_reference
from musanada.protection.models import NrmItem, NrmReferral

LANGUAGES = ("fr", "ar")
Words = Mapping[str, Mapping[str, str]]
WORDS: Words = {
    "title": {"fr": "Orientation d'une personne à protéger", "ar": "إحالة شخص يحتاج إلى الحماية"},
    "intro": {
        "fr": "La personne a dit oui, pour ce destinataire, aux services ci-dessous et à rien d'autre. Elle peut reprendre "
        "son accord à tout moment.",
        "ar": "وافق الشخص، لفائدة هذه الجهة وحدها، على الخدمات التالية دون غيرها. ويمكنه سحب موافقته في أي وقت.",
    },
    "code": {"fr": "Code", "ar": "الرمز"},
    "from": {"fr": "De", "ar": "من"},
    "to": {"fr": "À", "ar": "إلى"},
    "country": {"fr": "Pays", "ar": "البلد"},
    "sent": {"fr": "Envoyée le", "ar": "تاريخ الإرسال"},
    "answer": {"fr": "Réponse attendue avant le", "ar": "الجواب مطلوب قبل"},
    "urgent": {"fr": "Urgent", "ar": "مستعجل"},
    "contact": {"fr": "Pour joindre la personne sans risque", "ar": "للاتصال بالشخص دون خطر"},
    "note": {"fr": "Note", "ar": "ملاحظة"},
    "services": {"fr": "Services demandés, avec l'accord de la personne", "ar": "الخدمات المطلوبة بموافقة الشخص"},
    "said": {"fr": "dit le", "ar": "بتاريخ"},
    "reply": {"fr": "Réponse du destinataire : accepte, refuse et pourquoi", "ar": "جواب الجهة المستقبلة: قبول أو رفض مع السبب"},
    "sign": {"fr": "Reçu le, par, signature", "ar": "تاريخ الاستلام والاسم والتوقيع"},
    "footer": {
        "fr": "Confidentiel · ne pas copier, ne pas transmettre à une autorité",
        "ar": "سري · يمنع النسخ أو التسليم إلى أي سلطة",
    },
    "footer_authority": {"fr": "Confidentiel · ne pas copier", "ar": "سري · يمنع النسخ"},
}  # fmt: skip


def say(key: str, lang: str) -> str:
    return WORDS[key][lang]


def pdf(one: NrmReferral, lang: str) -> bytes:
    """Deterministic: the same referral gives the same bytes."""
    from musanada.kit.pdf import render

    sent = timezone.localtime(one.sent_at).date() if one.sent_at else None
    return render("protection/typst/nrm_package.typ", text(one, lang), lang, dated=sent)


def text(one: NrmReferral, lang: str) -> dict[str, Any]:
    """Everything already in words."""
    authority = one.to.kind in ("prosecutor", "commission")
    with override(lang):
        return {
            "title": say("title", lang),
            "intro": say("intro", lang),
            "urgent": say("urgent", lang) if one.urgent else "",
            "facts": facts(one, lang),
            "services_title": say("services", lang),
            "services": [service(item, lang) for item in one.items.all() if item.word == NrmItem.Word.YES],
            "reply": say("reply", lang),
            "sign": say("sign", lang),
            "footer": say("footer_authority" if authority else "footer", lang),
        }


def service(item: NrmItem, lang: str) -> list[str]:
    spoken = f" · {language_name(item.language, lang)}" if item.language else ""
    return [
        str(item.get_service_display()),
        f"{say('said', lang)} {isolate(format_date(item.said_on, lang))}{spoken}",
    ]


def facts(one: NrmReferral, lang: str) -> list[list[str]]:
    rows = [
        ("code", isolate(show_reference(one.reference))),
        ("from", str(one.unit)),
        ("to", str(one.to)),
        ("country", country_name(str(one.to.country_id), lang) if one.to.country_id else ""),
        ("sent", isolate(format_datetime(one.sent_at, lang)) if one.sent_at else ""),
        ("answer", isolate(format_datetime(one.respond_by, lang)) if one.respond_by else ""),
        ("contact", isolate(one.safe_contact) if one.safe_contact else ""),
        ("note", isolate(one.note) if one.note else ""),
    ]
    return [[say(key, lang), value] for key, value in rows if value]
