"""The questionnaire on paper, in one of its languages: for where there is no phone, and for what is entered later."""

from datetime import date
from typing import Any

from django.utils.translation import gettext, override

from musanada.kit.formats import format_number
from musanada.surveys.asking import questions
from musanada.surveys.definitions import Definition


def pdf(version: Any, definition: Definition, lang: str, *, dated: date) -> bytes:
    """Boxes to tick; the same paper for the same version on the same day."""
    from musanada.kit.pdf import render

    return render("surveys/typst/questionnaire.typ", content(version, definition, lang), lang, dated=dated)


def content(version: Any, definition: Definition, lang: str) -> dict[str, Any]:
    """Everything already text."""
    with override(lang):
        return {
            "title": definition.name.said(lang),
            "version": gettext("Version %(number)s") % {"number": format_number(definition.version, lang)},
            "digest": version.digest[:12],
            "draft": "" if version.confirmed else gettext("Modèle à confirmer"),
            "head": [
                gettext("Numéro de dossier"),
                gettext("Jour de l'entretien"),
                gettext("Enquêteur"),
                gettext("Comment : en présence, téléphone, vidéo"),
            ],
            "consent": gettext(
                "La personne accepte de répondre. Elle peut ne pas répondre à une question, et s'arrêter quand elle veut."
            ),
            "parts": [part(definition, one.code, one.name.said(lang), lang) for one in definition.dimensions],
            "footer": "Musanada",
        }


def part(definition: Definition, code: str, name: str, lang: str) -> dict[str, Any]:
    # Nothing is answered on paper: every condition is open and printed as a sentence.
    asked = questions(definition, {}, lang, code)
    return {
        "name": name,
        "items": [
            {
                "number": format_number(one.number, lang),
                "text": one.text,
                "hint": one.hint,
                "only_if": one.only_if,
                "answers": [choice.label for choice in one.choices],
                "others": [choice.label for choice in one.others],
            }
            for one in asked
        ],
    }
