"""The whole file on paper, in French or Arabic: every section that its reader may read, each page marked with who printed
it, when, which copy and of which file. Whoever finds a page knows whom to bring it back to.

Areas add sections of their own: ``DOSSIER_SECTIONS.add("care", provider)``; those of the tables stand in
``dossier_tables``. A provider gets the actor, who is named on the file, and the file; it answers in the language in force.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, format_datetime, format_number, isolate
from musanada.kit.ids import show_reference
from musanada.kit.registry import Registry
from musanada.people.queries import display_name
from musanada.protection.models import ProtectionFile
from musanada.reference.models import Country

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Record:
    """One row: a line that names it ("" where there is one row only) and what it says."""

    title: str
    pairs: Pairs


@dataclass(frozen=True)
class Block:
    """A section of the dossier. ``order`` as the parts of a page (``parts.Part``); ``letter``: the form's block."""

    title: Sentence
    records: Sequence[Record]
    order: int = 50
    letter: str = ""


Provider = Callable[[User, ProtectionFile], Iterable[Block]]
DOSSIER_SECTIONS: Registry[Provider] = Registry("section of a printed dossier")


def dossier_pdf(actor: User, file: ProtectionFile, lang: str, number: int) -> bytes:
    """The PDF. The caller has noted the print (``commands.prints``), which numbers it."""
    from musanada.kit.pdf import render

    with translation.override(lang):
        data = sheet(actor, file, lang, number)
    return render("protection/typst/dossier.typ", data, lang, dated=timezone.localdate())


def sheet(actor: User, file: ProtectionFile, lang: str, number: int) -> dict[str, Any]:
    from musanada.protection import dossier_tables  # noqa: F401  adds its sections

    reference = isolate(show_reference(file.case.reference))
    moment = isolate(format_datetime(timezone.now(), lang, short=True))
    said = {"who": isolate(actor), "moment": moment, "reference": reference, "number": isolate(number)}
    return {
        "title": _now("Dossier de protection %(reference)s") % said,
        "person": isolate(display_name(file.case.person)),
        "subtitle": f"{file.get_kind_display()} · {isolate(file.case.unit)}",
        "header": _now("Confidentiel : protection. Dossier %(reference)s, copie %(number)s") % said,
        "footer": _now("Imprimé par %(who)s le %(moment)s. Papier trouvé : remettez-le au bureau, ne le lisez pas.") % said,
        "mark": [show_reference(file.case.reference), f"{actor}", format_datetime(timezone.now(), lang, short=True)],
        "sections": [shown(block) for block in blocks(actor, file) if block.records],
    }  # fmt: skip


def blocks(actor: User, file: ProtectionFile) -> list[Block]:
    found = [block for provider in DOSSIER_SECTIONS.values() for block in provider(actor, file)]
    return sorted(found, key=lambda block: (block.order, block.letter))


def shown(block: Block) -> dict[str, Any]:
    return {
        "title": f"{block.title} ({isolate(block.letter)})" if block.letter else str(block.title),
        "records": [
            {"title": one.title, "pairs": [[label, text] for label, text in one.pairs]}
            for one in block.records
        ],
    }


# Rows of tables, by the words of their own columns


def record(row: models.Model, names: Sequence[str], *, title: str = "") -> Record:
    """What the named columns of a row say; those left empty are not printed."""
    pairs = [(label(row, name), value(row, name)) for name in names]
    return Record(title, [(words, text) for words, text in pairs if text])


def label(row: models.Model, name: str) -> str:
    words = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    if words == name.replace("_", " ") and name in UNNAMED:
        return str(UNNAMED[name])
    return words[:1].upper() + words[1:]


def value(row: models.Model, name: str) -> str:
    """In words of the language in force: of a choice its label, of a day the day, of an account its name."""
    found = getattr(row, name)
    if found is None or found in ("", NOT_ASKED):
        return ""
    if (coded := CODES.get(f"{row._meta.model_name}.{name}")) is not None:
        return " · ".join(str(coded.get(code, code)) for code in str(found).split(",") if code)
    if row._meta.get_field(name).choices:  # type: ignore[union-attr]
        return str(getattr(row, f"get_{name}_display")())
    return as_text(found)


def as_text(found: Any) -> str:
    lang = translation.get_language() or "fr"
    if isinstance(found, bool):
        return _now("Oui") if found else _now("Non")
    if isinstance(found, datetime):
        return isolate(format_datetime(found, lang))
    if isinstance(found, date):
        return isolate(format_date(found, lang))
    if isinstance(found, Country):
        return country_name(found.pk, lang)
    if isinstance(found, int | float):
        return isolate(format_number(found, lang))
    return "\n".join(isolate(line) for line in str(found).splitlines())


NOT_ASKED = "not_asked"  # not an answer: nothing to print
# Columns that hold codes between commas: whose words they are.
CODES: dict[str, dict[str, Any]] = {}
# Columns whose tables give them no words.
UNNAMED: dict[str, Sentence] = {
    "by": _("Noté par"),
    "recorded_by": _("Noté par"),
    "assessor": _("Évaluateur"),
    "officer": _("Rapporteur"),
    "reviewer": _("Relu par"),
    "reviewed_on": _("Relu le"),
    "follower": _("Suivi par"),
    "told_by": _("Dite par"),
    "asked_on": _("Demandée le"),
    "asked_by": _("Demandée par"),
    "answered_on": _("Réponse du"),
    "answered_at": _("Réponse du"),
    "answered_by": _("Réponse de"),
    "approved_by": _("Approuvé par"),
    "approved_on": _("Approuvé le"),
    "sent_at": _("Envoyée le"),
    "done_at": _("Achevée le"),
    "town": _("Ville"),
    "country": _("Pays"),
    "nationality": _("Nationalité"),
    "ended_on": _("Fini le"),
    "withdrawn_on": _("Accord repris le"),
    "reopened_on": _("Reprise le"),
    "renewal": _("Renouvellement"),
    "acts": _("Actes"),
    "means": _("Moyens"),
    "purposes": _("But de l'exploitation"),
    "language": _("Langue"),
    "about": _("Vers"),
    "other": _("Dossier du frère ou de la sœur"),
    "group": _("Groupe"),
    "relative": _("Personne cherchée"),
}
