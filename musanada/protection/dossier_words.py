"""A sealed dossier in the reader's language: sections of pairs, texts and tables, for the panel's page and for paper.

The dossier holds codes; this puts the words of the tables on them, in whatever language is active.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from musanada.kit.choices import Sex
from musanada.kit.formats import country_name, format_date, isolate, language_name
from musanada.protection.models import (
    AgeRecord,
    Assessment,
    CareArrangement,
    Child,
    Concern,
    Factor,
    FamilyMember,
    Mandate,
    Outlook,
    RiskRecord,
    Schooling,
    Separation,
    Service,
    SiblingLink,
    Tracing,
)
from musanada.protection.queries.assessments import HEARD

Row = Mapping[str, Any]
ANSWERED = {"not_asked", "", None}


@dataclass(frozen=True)
class Section:
    """``pairs``: (label, value); ``texts``: (title, words) in somebody's own words; ``rows`` under ``columns``."""

    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lead: bool = False

    @property
    def empty(self) -> bool:
        return not (self.pairs or self.texts or self.rows)

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row as (column, cell): on a phone a row is a card."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def sex(code: str) -> str:
    return {"F": _("Fille"), "M": _("Garçon")}.get(code) or str(Sex(code).label)


def lang() -> str:
    return get_language() or "fr"


def sections(content: Mapping[str, Any]) -> list[Section]:
    """In the order a panel reads: what the child says, who the child is, where they come from, what is weighed."""
    parts: tuple[Callable[[Mapping[str, Any]], Section], ...] = (
        voice, profile, risk, history, family, searches, care, concerns, factors, report, options,
    )  # fmt: skip
    return [found for part in parts if not (found := part(content)).empty]


def voice(content: Row) -> Section:
    """The child's own words, before anything else."""
    said = content["assessment"]
    heard = ", ".join(str(HEARD.get(code, code)) for code in said["heard"])
    texts = ((_("Ce que dit et veut l'enfant"), said["views"]), (_("Âge et maturité"), said["maturity"]))
    return Section(
        _("La parole de l'enfant"),
        pairs=kept((_("Qui a été entendu"), heard), (_("Interprète"), word(Assessment, "interpreter", said))),
        texts=written(texts),
        lead=True,
    )


def profile(content: Row) -> Section:
    one = content["child"]
    age = _("%(n)s ans") % {"n": isolate(one["age"])} if one["age"] is not None else _("inconnu")
    flags = [_("vulnérabilité critique à l'identification")] if one["critical"] else []
    if any(row["doubt"] and row["applied"] for row in one["ages"]):
        flags.append(_("bénéfice du doute appliqué à l'âge"))
    pairs = [
        (_("Âge, au plus jeune possible"), age),
        (_("Sexe"), sex(one["sex"])),
        (_("Nationalités"), countries(one["nationalities"])),
        (_("Langues"), ", ".join(language_name(code, lang()) for code in one["languages"])),
        (_("Identifié le"), day(one["identified_on"])),
        (_("À noter"), " ; ".join(flags)),
    ]
    asked = ("status", "displacement", "school", "in_school", "works", "disability", "parenthood",
             "wants_tracing", "consulate", "entered_on", "heading")  # fmt: skip
    pairs += [(name_of(Child, column), word(Child, column, one)) for column in asked]
    rows = tuple(
        (word(AgeRecord, "method", row), day(row["on"]), span(row), _("Oui") if row["applied"] else "")
        for row in one["ages"]
    )
    return Section(
        _("L'enfant"),
        pairs=kept(*pairs),
        texts=written([(name_of(Child, "health"), one["health"])]),
        columns=(_("Ce que l'on sait de l'âge"), _("Le"), _("Âge"), _("Retenu")) if rows else (),
        rows=rows,
    )


def risk(content: Row) -> Section:
    found = content["child"]["risk"]
    if not found:
        return Section(_("Risque"))
    pairs = kept(
        (_("Niveau de risque"), word(RiskRecord, "level", found)), (_("Évalué le"), day(found["on"]))
    )
    return Section(_("Risque"), pairs=pairs, texts=written([(_("Pourquoi"), found["reason"])]))


def history(content: Row) -> Section:
    told = content["history"]
    rows = tuple(
        (day(row["on"]), word(Separation, "cause", row), word(Separation, "wanted", row), said(row["text"]))
        for row in told["separations"]
    )
    schools = [
        " ".join(filter(None, (word(Schooling, "kind", row), said(row["level"]), period(row))))
        for row in told["schoolings"]
    ]
    return Section(
        _("Son histoire"),
        pairs=kept((_("Pays traversés"), countries(told["countries"])), (_("École"), " ; ".join(schools))),
        columns=(_("Séparé le"), _("Cause"), _("Choisie par l'enfant"), _("Circonstances")) if rows else (),
        rows=rows,
    )


def family(content: Row) -> Section:
    rows = tuple(
        (
            word(FamilyMember, "tie", row),
            word(FamilyMember, "alive", row),
            country_name(row["nationality"], lang()) if row["nationality"] else "",
            word(FamilyMember, "in_contact", row),
            word(FamilyMember, "wished", row),
            word(FamilyMember, "safe", row),
        )
        for row in content["family"]["members"]
    )
    siblings = [
        said(row["why"]) or str(name_of(SiblingLink, "together")) for row in content["family"]["siblings"]
    ]
    return Section(
        _("Sa famille"),
        pairs=kept((_("Frères et sœurs suivis aussi"), " ; ".join(siblings))),
        columns=(
            _("Lien"),
            _("En vie"),
            _("Nationalité"),
            _("En contact"),
            _("L'enfant le veut"),
            _("Sans danger"),
        )
        if rows
        else (),
        rows=rows,
    )


def searches(content: Row) -> Section:
    rows = tuple(
        (
            word(FamilyMember, "tie", row),
            word(Tracing, "state", row),
            word(Tracing, "family_willing", row),
            word(Tracing, "child_willing", row),
            word(Tracing, "home_safe", row),
            " ".join(filter(None, (said(row["verified_how"]), said(row["obstacles"])))),
        )
        for row in content["family"]["tracings"]
    )
    return Section(
        _("Recherche de la famille"),
        columns=(
            _("Qui"),
            _("État"),
            _("La famille le veut"),
            _("L'enfant le veut"),
            _("Foyer sûr"),
            _("Précisions"),
        )
        if rows
        else (),
        rows=rows,
    )


def care(content: Row) -> Section:
    told = content["care"]
    rows = tuple(
        (
            word(CareArrangement, "kind", row),
            period(row),
            word(CareArrangement, "end", row),
            said(row["view"]),
        )
        for row in told["placements"]
    )
    mandates = [
        " ".join(filter(None, (word(Mandate, "kind", row), word(Mandate, "state", row), period(row))))
        for row in told["mandates"]
    ]
    services = [f"{word(Service, 'kind', row)} ({word(Service, 'state', row)})" for row in told["services"]]
    return Section(
        _("Accueil, représentant, aide"),
        pairs=kept((_("Représentant"), " ; ".join(mandates)), (_("Services"), " ; ".join(services))),
        columns=(
            _("Avec qui l'enfant vit"),
            _("Dates"),
            _("Pourquoi cela a fini"),
            _("Ce qu'en dit l'enfant"),
        )
        if rows
        else (),
        rows=rows,
    )


def concerns(content: Row) -> Section:
    rows = tuple(
        (word(Concern, "kind", row), word(Concern, "phase", row), day(row["opened_on"]), day(row["closed_on"]), said(row["details"]))
        for row in content["concerns"]
    )  # fmt: skip
    names = (_("Préoccupation"), _("Où"), _("Constatée le"), _("Levée le"), _("Précisions"))
    return Section(_("Préoccupations"), columns=names if rows else (), rows=rows)


def factors(content: Row) -> Section:
    one = content["assessment"]
    found = one["factors"]
    texts = [(str(label), found.get(code, "")) for code, label in Factor.Kind.choices]
    texts.append(
        (
            _("Recommandation et raisons de l'évaluation"),
            f"{outlook(one['recommendation'])}. {one['reasons']}",
        )
    )
    pairs = kept(
        (_("Pourquoi cette évaluation"), word(Assessment, "trigger", one)),
        (_("Faite le"), day(one["done_on"])),
        (_("Relue le"), day(one["reviewed_on"])),
    )
    return Section(_("L'évaluation de son intérêt supérieur"), pairs=pairs, texts=written(texts))


def report(content: Row) -> Section:
    return Section(_("Rapport au panel"), texts=written([("", content["report"])]))


def options(content: Row) -> Section:
    rows = tuple(
        (option(row["outlook"], row["country"]), said(row["pros"]), said(row["cons"]))
        for row in content["options"]
    )
    return Section(
        _("Options sur lesquelles voter"),
        columns=(_("Option"), _("Arguments pour"), _("Arguments contre")),
        rows=rows,
    )


# Words


def question(content: Row) -> str:
    return str(Assessment.Need(content["question"]).label)


def outlook(code: str) -> str:
    return str(Outlook(code).label) if code else ""


def option(code: str, country: str) -> str:
    return f"{outlook(code)} — {country_name(country, lang())}" if country else outlook(code)


def word(model: type[Model], column: str, row: Row) -> str:
    """A code in words, a day as one reads it, free words with their stand-ins; an answer nobody gave is left out."""
    value = row.get(column)
    if value in ANSWERED:
        return ""
    field: Any = model._meta.get_field(column)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return day(value) if field.get_internal_type() == "DateField" else said(str(value))


def name_of(model: type[Model], column: str) -> str:
    label = str(getattr(model._meta.get_field(column), "verbose_name", column))
    return label[:1].upper() + label[1:]


def said(text: str) -> str:
    """Stand-ins of names in words: ``⟦mother⟧`` reads « [mère] »."""
    ties: dict[str, Any] = dict(FamilyMember.Tie.choices) | {
        "child": _("l'enfant"),
        "carer": _("la personne qui s'en occupe"),
        "guardian": _("le représentant"),
    }
    return re.sub(r"⟦(\w+)⟧", lambda m: f"[{str(ties.get(m[1], m[1])).lower()}]", text or "")


def written(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((title, said(text)) for title, text in texts if text)


def kept(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Pairs that say something."""
    return tuple(pair for pair in pairs if pair[1])


def day(text: str | None) -> str:
    return isolate(format_date(date.fromisoformat(text), lang(), short=True)) if text else ""


def period(row: Row) -> str:
    return " – ".join(filter(None, (day(row["from_on"]), day(row["to_on"]))))


def span(row: Row) -> str:
    if row["low"] is None or row["high"] is None:
        return isolate(row["age"]) if row.get("age") is not None else ""
    return isolate(row["low"] if row["low"] == row["high"] else f"{row['low']}–{row['high']}")


def countries(codes: Iterable[str]) -> str:
    return ", ".join(country_name(code, lang()) for code in codes)
