"""Letters that tell a decision: the result, the reasons in words, what the person can do and until when; fr or ar.

One PDF holds as many letters as were written together, each on its own sheet with its receipt of delivery.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from musanada.cases.models import DeadlineRule
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import show_reference
from musanada.people.queries import display_name
from musanada.regularisation.letter_words import LETTER, REASONS, say
from musanada.regularisation.models import Decision, Notification, Result, Stage

LANGUAGES = ("fr", "ar")
ARABIC = ("ara", "ary", "arb", "arq", "aeb", "apc", "ajp")
COURT_RULES = ("court", "renewal-court")  # T2: the ordinary route to court, as this installation holds it


def language_for(notification: Notification) -> str:
    """Arabic for those who prefer it, else French."""
    preferred = notification.application.case.person.preferred_language
    return "ar" if preferred in ARABIC else "fr"


def pdf(notifications: Sequence[Notification], lang: str = "") -> bytes:
    """All letters in ``lang``, or each in the language of its person."""
    from musanada.kit.pdf import render

    letters = [letter(one, lang or language_for(one)) for one in notifications]
    first = letters[0]
    data = {"letters": letters, "title": first["title"], "footer": "Musanada"}
    return render("regularisation/typst/notification.typ", data, first["lang"], dated=notifications[0].on)


def letter(one: Notification, lang: str) -> dict[str, Any]:
    application, decision = one.application, one.decision
    person = application.case.person.merged_into or application.case.person
    with override(lang):
        return {
            "lang": lang,
            "title": say(LETTER, "title", lang),
            "office": str(application.case.unit),
            "operation": str(application.operation),
            "facts": facts(one, display_name(person), lang),
            "result": say(LETTER, kind_of(decision), lang),
            "favourable": decision.result == Result.FAVOURABLE,
            "reasons_title": say(LETTER, "reasons", lang),
            "reasons": [say(REASONS, code, lang) for code in decision.reason_set if code in REASONS],
            "text": decision.text,
            "next_title": say(LETTER, "next", lang),
            "next": following(decision, lang),
            "delivery": say(LETTER, "delivery", lang),
            "received_on": say(LETTER, "received_on", lang),
            "signature": say(LETTER, "signature", lang),
            "stamp": say(LETTER, "stamp", lang),
        }


def kind_of(decision: Decision) -> str:
    if decision.result == Result.FAVOURABLE:
        return "favourable"
    return "final" if decision.stage == Stage.APPEAL else "unfavourable"


def facts(one: Notification, name: str, lang: str) -> list[list[str]]:
    application, decision = one.application, one.decision

    def day(value: Any) -> str:
        return isolate(format_date(value, lang))

    found = [
        [say(LETTER, "person", lang), isolate(name)],
        [say(LETTER, "number", lang), isolate(show_reference(application.case.reference))],
    ]
    if application.lodged_on:
        found.append([say(LETTER, "lodged", lang), day(application.lodged_on)])
    found += [
        [say(LETTER, "decided", lang), day(decision.on)],
        [say(LETTER, "by", lang), decided_by(decision, lang)],
    ]
    if decision.retained:
        found.append([say(LETTER, "retained", lang), str(decision.retained.criterion)])
    found.append([say(LETTER, "dated", lang), day(one.on)])
    return found


def decided_by(decision: Decision, lang: str) -> str:
    appeals = decision.application.operation.appeals_unit
    if decision.stage == Stage.FIRST or appeals is None:
        return say(LETTER, "first", lang)
    return str(appeals)


def following(decision: Decision, lang: str) -> list[str]:
    """The next step: the card; or the routes of appeal, each with its time."""
    if decision.result == Result.FAVOURABLE:
        return [say(LETTER, "card", lang)]
    operation = decision.application.operation
    found = []
    if decision.stage == Stage.FIRST and operation.appeals_unit:
        found.append(say(LETTER, "appeal", lang, str(operation.appeals_unit)))
        days = operation.appeal_days
        found.append(say(LETTER, "appeal_days", lang, days) if days else say(LETTER, "appeal_free", lang))
    return [*found, *court(decision, lang), say(LETTER, "help", lang)]


def court(decision: Decision, lang: str) -> list[str]:
    """The ordinary route, by the rule that this installation holds; unconfirmed, it says so."""
    rows = DeadlineRule.objects.filter(code__in=COURT_RULES, valid_from__lte=decision.on)
    rule = rows.exclude(valid_to__lte=decision.on).order_by("code", "-valid_from").first()
    if rule is None:
        return []
    sentence = say(LETTER, "court", lang, rule.length)
    return [sentence if rule.confirmed else f"{sentence} {say(LETTER, 'to_confirm', lang)}"]
