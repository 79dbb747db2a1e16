"""The papers of the best-interests procedure: assessment, sealed dossier, decision. In French or in Arabic, without a name,
each page marked with who printed it and when, and every printing in the journal through the page that made it.

The decision is for signature: it repeats the digest of the dossier the panel read.
"""

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.access.models import User
from musanada.kit.formats import format_date, format_datetime, isolate
from musanada.kit.ids import show_reference
from musanada.protection import dossier_words as words
from musanada.protection import dossiers
from musanada.protection.dossier_words import Section
from musanada.protection.models import Assessment, Determination, Factor
from musanada.protection.queries import assessments as reads
from musanada.protection.queries import panels

LANGUAGES = ("fr", "ar")
TEMPLATE = "protection/typst/bid_sheet.typ"


def language(asked: str) -> str:
    """One of the two, else the page's own, else French."""
    shown = (get_language() or "fr")[:2]
    return asked if asked in LANGUAGES else shown if shown in LANGUAGES else "fr"


def dossier_pdf(actor: User, bid: Determination, lang: str) -> bytes:
    """The sealed dossier as the panel reads it."""
    content = dossiers.opened(bid)
    with translation.override(lang):
        return sheet(
            actor,
            lang,
            title=_("Dossier du panel"),
            subtitle=words.question(content),
            facts=[
                (_("BID"), isolate(show_reference(bid.reference))),
                (_("Scellé le"), moment(bid.sealed_at, lang)),
                (_("Panel du"), day(bid.panel_on, lang)),
                (_("Empreinte"), isolate(bid.digest[:16])),
            ],
            sections=words.sections(content),
        )


def decision_pdf(actor: User, bid: Determination, lang: str) -> bytes:
    """The decision, with what weighed in it, its conditions and the dissents; signed by the panel."""
    with translation.override(lang):
        content = dossiers.opened(bid)
        voice = words.voice(content)
        options = words.options(content)
        return sheet(
            actor,
            lang,
            title=_("Décision sur l'intérêt supérieur de l'enfant"),
            subtitle=words.option(bid.outlook, bid.country_id or ""),
            facts=decision_facts(bid, lang),
            sections=[voice, decision(bid), *dissents(bid), options, votes(bid)],
            note=_(
                "Cette décision ne vaut que pour l'option qu'elle nomme et, si elle conduit ailleurs, que vers le pays qu'elle "
                "nomme. L'enfant peut demander qu'elle soit revue ; des faits nouveaux la rouvrent."
            ),
            signatures=[_("Présidence du panel"), _("Membre"), _("Membre")],
        )


def decision_facts(bid: Determination, lang: str) -> list[tuple[str, str]]:
    return [
        (_("BID"), isolate(show_reference(bid.reference))),
        (_("Question posée"), str(bid.get_question_display())),
        (_("Panel du"), day(bid.panel_on, lang)),
        (_("Décidée le"), day(bid.decided_on, lang)),
        (_("Dite à l'enfant le"), day(bid.told_on, lang)),
        (_("À revoir le"), day(bid.review_on, lang)),
        (_("Empreinte du dossier lu"), isolate(bid.digest[:16])),
    ]


def decision(bid: Determination) -> Section:
    texts = [(_("Motifs"), bid.reasons), (_("Conditions"), bid.conditions)]
    return Section(_("Décision"), texts=words.written(texts))


def dissents(bid: Determination) -> list[Section]:
    """Without the name of who wrote them."""
    texts = [("", row.dissent) for row in bid.panel.all() if row.dissent and row.vote]
    return [Section(_("Avis divergents"), texts=words.written(texts))] if texts else []


def votes(bid: Determination) -> Section:
    rows = tuple((words.outlook(code), isolate(n)) for code, n in panels.tally(bid).items())
    return Section(_("Votes"), columns=(_("Option"), _("Votes")) if rows else (), rows=rows)


def assessment_pdf(actor: User, one: Assessment, lang: str) -> bytes:
    """An assessment, without a name: its reference says whose."""
    with translation.override(lang):
        return sheet(
            actor,
            lang,
            title=_("Évaluation de l'intérêt supérieur de l'enfant"),
            subtitle=str(one.get_trigger_display()),
            facts=[
                (_("Dossier"), isolate(show_reference(one.file.case.reference))),
                (_("Ouverte le"), day(one.opened_on, lang)),
                (_("À faire avant le"), day(one.due_on, lang)),
                (_("Faite le"), day(one.done_on, lang)),
                (_("Relue le"), day(one.reviewed_on, lang)),
                (_("Valable jusqu'au"), day(one.valid_to, lang)),
                (_("État"), str(one.get_state_display())),
            ],
            sections=assessment_sections(one),
            signatures=[_("Évaluateur"), _("Relecteur")],
        )


def assessment_sections(one: Assessment) -> list[Section]:
    names = dossiers.names_of(one.file)
    said = dossiers.assessment(one, names)
    found = said["factors"]
    heard = ", ".join(str(label) for label in reads.shown(one).heard)
    texts = ((_("Ce que dit et veut l'enfant"), said["views"]), (_("Âge et maturité"), said["maturity"]))
    rows = tuple(
        (words.option(row.outlook, row.country_id or ""), clean(row.pros, names), clean(row.cons, names))
        for row in one.options.all()
    )
    return [
        Section(_("La parole de l'enfant"), pairs=words.kept((_("Qui a été entendu"), heard)),
                texts=words.written(texts), lead=True),
        Section(_("Facteurs"), texts=words.written([(str(label), found.get(code, "")) for code, label in Factor.Kind.choices])),
        Section(_("Options pesées"), columns=(_("Option"), _("Arguments pour"), _("Arguments contre")) if rows else (), rows=rows),
        Section(
            _("Recommandation"),
            pairs=words.kept(
                (_("Recommandation"), words.outlook(one.recommendation)),
                (_("Détermination par un panel (BID)"), str(one.get_bid_needed_display())),
            ),
            texts=words.written([(_("Pourquoi"), said["reasons"]), (_("Avis du relecteur"), clean(one.review, names))]),
        ),
    ]  # fmt: skip


def clean(text: str, names: dict[str, str]) -> str:
    return words.said(dossiers.without_names(text, names))


def sheet(
    actor: User,
    lang: str,
    *,
    title: str,
    subtitle: str,
    facts: list[tuple[str, str]],
    sections: list[Section],
    note: str = "",
    signatures: list[str] | None = None,
) -> bytes:
    """The PDF, with the mark of who printed it on every page."""
    from musanada.kit.pdf import render

    now = timezone.localtime()
    printed = _("Imprimé par %(who)s, %(when)s") % {
        "who": isolate(actor),
        "when": isolate(format_datetime(now, lang, short=True)),
    }
    data: dict[str, Any] = {
        "title": title,
        "subtitle": subtitle,
        "facts": [list(pair) for pair in facts if pair[1]],
        "sections": [drawn(one) for one in sections if not one.empty],
        "note": note,
        "signatures": signatures or [],
        "sign": _("Nom, date, signature"),
        "mark": f"{isolate(actor)} · {isolate(format_datetime(now, lang, short=True))}",
        "footer": printed,
        "level": _("P4 : à ne montrer qu'à ceux qui décident ou agissent pour l'enfant"),
    }
    return render(TEMPLATE, data, lang, dated=now.date())


def drawn(one: Section) -> dict[str, Any]:
    return {
        "title": one.title,
        "pairs": [[label, lines(value)] for label, value in one.pairs],
        "texts": [[title, lines(text)] for title, text in one.texts],
        "columns": list(one.columns),
        "rows": [[lines(cell) for cell in row] for row in one.rows],
        "lead": one.lead,
    }


def lines(text: str) -> str:
    """Words in whatever language, line by line: a full stop stays where it was written."""
    return "\n".join(isolate(line) for line in text.splitlines())


def day(value: Any, lang: str) -> str:
    return isolate(format_date(value, lang, short=True)) if value else ""


def moment(value: Any, lang: str) -> str:
    return isolate(format_datetime(timezone.localtime(value), lang, short=True)) if value else ""
