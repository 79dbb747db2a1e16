"""A reintegration plan on paper, in French and Arabic, one sheet each: the goal, the activities with amounts and days, the
instalments with the evidence each needs, and the two who sign. What is not approved says so across the top."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone, translation

from musanada.kit.formats import format_date, format_money, isolate
from musanada.kit.ids import show_reference
from musanada.people.queries import display_name
from musanada.returns.models import Activity, Proof, Tranche
from musanada.returns.queries.entitlements import entitlement
from musanada.returns.queries.plans import PlanShown

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Plan de réintégration",
        "draft": "Projet de plan : pas encore approuvé",
        "old": "Version remplacée : elle n'est plus en vigueur",
        "person": "Personne",
        "number": "Dossier",
        "arrived": "Arrivée le",
        "cohort": "Année d'arrivée",
        "scheme": "Dispositif",
        "version": "Version du plan",
        "made": "Établi le",
        "approved": "Approuvé le",
        "goal": "Mon but",
        "activities": "Activités",
        "what": "Appui",
        "days": "Dates",
        "amount": "Montant",
        "total": "Total du plan",
        "rights": "Droits au titre du dispositif",
        "left": "Reste après ce plan",
        "money": "Versements et preuves demandées",
        "due": "Dû le",
        "proofs": "Preuves à apporter",
        "no_proof": "aucune",
        "no_money": "Les versements sont fixés après l'approbation, selon le dispositif.",
        "free": "sans frais",
        "share": "part d'un projet commun",
        "to": "au",
        "rules": "Ce plan est fait avec la personne. Elle peut demander à le revoir à tout moment. Un versement est payé "
        "quand ses preuves sont apportées ; la personne signe un reçu.",
        "sign_person": "La personne : nom, date, signature ou marque",
        "sign_office": "Pour l'organisation : nom, date, signature",
    },
    "ar": {
        "title": "خطة إعادة الإدماج",
        "draft": "مشروع خطة: لم تتم المصادقة عليه بعد",
        "old": "نسخة تم تعويضها: لم تعد سارية",
        "person": "الشخص المعني",
        "number": "الملف",
        "arrived": "تاريخ الوصول",
        "cohort": "سنة الوصول",
        "scheme": "برنامج الدعم",
        "version": "نسخة الخطة",
        "made": "تاريخ الإعداد",
        "approved": "تاريخ المصادقة",
        "goal": "هدفي",
        "activities": "الأنشطة",
        "what": "الدعم",
        "days": "التواريخ",
        "amount": "المبلغ",
        "total": "مجموع الخطة",
        "rights": "المبلغ المستحق في إطار البرنامج",
        "left": "المتبقي بعد هذه الخطة",
        "money": "الدفعات والوثائق المطلوبة لإثباتها",
        "due": "تاريخ الاستحقاق",
        "proofs": "الوثائق التي يجب تقديمها",
        "no_proof": "لا شيء",
        "no_money": "تحدد الدفعات بعد المصادقة على الخطة، وفق البرنامج.",
        "free": "بدون تكلفة",
        "share": "حصة من مشروع مشترك",
        "to": "إلى",
        "rules": "تعد هذه الخطة مع الشخص المعني، ويمكنه أن يطلب مراجعتها في أي وقت. تؤدى كل دفعة بعد تقديم الوثائق "
        "المطلوبة، ويوقع الشخص وصلا بها.",
        "sign_person": "الشخص المعني: الاسم والتاريخ والتوقيع أو العلامة",
        "sign_office": "عن المنظمة: الاسم والتاريخ والتوقيع",
    },
}


def plan_pdf(shown: PlanShown, languages: Sequence[str] = ("fr", "ar")) -> bytes:
    """One sheet per language, everything already text."""
    from musanada.kit.pdf import render

    sheets = [sheet(shown, lang) for lang in languages]
    data = {"sheets": sheets, "title": sheets[0]["title"], "footer": "Musanada"}
    return render("returns/typst/plan.typ", data, languages[0], dated=timezone.localdate())


def sheet(shown: PlanShown, lang: str) -> dict[str, Any]:
    words, plan, file = WORDS[lang], shown.plan, shown.plan.file
    with translation.override(lang):
        status = {"approved": "", "replaced": words["old"]}.get(plan.state, words["draft"])
        return {
            "lang": lang,
            "words": words,
            "title": words["title"],
            "office": str(file.case.unit),
            "status": status,
            "facts": facts(shown, words, lang),
            "goal": isolated(plan.goal),
            "parts": [part_rows(part, words, lang) for part in shown.parts],
            "total": money(shown.total, shown.currency, lang),
            "rights": rights(shown, words, lang),
            "payments": payments(shown, words, lang),
        }


def isolated(text: str) -> str:
    """Words of the file in whatever language, line by line: a full stop stays where it was written."""
    return "\n".join(isolate(one) for one in text.splitlines())


def facts(shown: PlanShown, words: dict[str, str], lang: str) -> list[list[str]]:
    plan, file = shown.plan, shown.plan.file
    found = [
        [words["person"], display_name(file.case.person)],
        [words["number"], isolate(show_reference(file.case.reference))],
        [words["arrived"], day(file.arrived_on, lang)],
        [words["scheme"], file.scheme.name(lang) if file.scheme else ""],
        [words["version"], isolate(str(plan.version))],
        [words["made"], day(plan.drafted_on, lang)],
        [words["approved"], day(plan.approved_on, lang)],
    ]
    return [pair for pair in found if pair[1]]


def rights(shown: PlanShown, words: dict[str, str], lang: str) -> list[list[str]]:
    total = entitlement(shown.plan.file)
    if total is None:
        return []
    return [
        [words["rights"], money(total, shown.currency, lang)],
        [words["left"], money(total - shown.total, shown.currency, lang)],
    ]


def part_rows(part: Any, words: dict[str, str], lang: str) -> dict[str, Any]:
    lines = [one for one in part.lines if one.state != "dropped"]
    return {"label": str(part.label), "lines": [line(one, words, lang) for one in lines]}


def line(one: Activity, words: dict[str, str], lang: str) -> dict[str, str]:
    detail = [str(one.get_form_display())]
    if one.project_id:
        detail.append(words["share"])
    return {
        "kind": str(one.get_kind_display()),
        "what": isolated(one.what),
        "detail": " · ".join(detail),
        "days": period(one.starts_on, one.ends_on, words, lang),
        "amount": money(one.amount, one.currency, lang) if one.amount else words["free"],
    }


def period(first: date | None, last: date | None, words: dict[str, str], lang: str) -> str:
    if first and last and first != last:
        return f"{day(first, lang)} {words['to']} {day(last, lang)}"
    return day(first or last, lang)


def payments(shown: PlanShown, words: dict[str, str], lang: str) -> list[list[str]]:
    """What is scheduled and stands; before approval nothing is."""
    rows = (
        Tranche.objects.filter(activity__plan=shown.plan)
        .exclude(state="cancelled")
        .select_related("activity")
    )
    labels: dict[str, Any] = dict(Proof.choices)
    return [
        [
            str(one.activity.get_kind_display()),
            day(one.due_on, lang),
            " · ".join(str(labels.get(code, code)) for code in one.proof_set) or words["no_proof"],
            money(one.amount, one.currency, lang),
        ]
        for one in rows.order_by("due_on", "order")
    ]


def day(value: date | None, lang: str) -> str:
    return isolate(format_date(value, lang, short=True)) if value else ""


def money(amount: Any, currency: str, lang: str) -> str:
    return isolate(format_money(amount, currency, lang))
