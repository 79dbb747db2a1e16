"""What the page of a return shows in words: its family, and the journal with what each correction changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.models import CaseStep
from musanada.cases.queries.parts import Entry, Parts
from musanada.cases.queries.work import names_of
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, isolate
from musanada.kit.ids import show_reference
from musanada.reference.models import Place
from musanada.returns.models import Channel, Direction, Funding, Return, Vulnerability
from musanada.returns.queries.returns import Change, changes_of, family_seen, is_minor, shape_of
from musanada.returns.workflow import RETURN

FIELDS: dict[str, Sentence] = {
    "direction": _("sens"),
    "channel": _("voie"),
    "funding": _("financement"),
    "from_country_id": _("pays de départ"),
    "to_country_id": _("pays de retour"),
    "to_place_id": _("région de retour"),
    "to_town": _("ville de retour"),
    "source": _("venue"),
    "applied_on": _("demande du"),
    "wished_on": _("départ souhaité le"),
    "with_parent": _("un parent voyage avec l'enfant"),
    "apart": _("voyage séparé"),
    "apart_text": _("raison du voyage séparé"),
    "principal": _("dossier principal"),
    "screening": _("entretien d'orientation"),
    "counselling": _("entretien de conseil"),
    "declaration": _("déclaration"),
    "vulnerabilities": _("vulnérabilités"),
}
CODES: dict[str, dict[str, Sentence]] = {
    "direction": dict(Direction.choices),
    "channel": dict(Channel.choices),
    "source": dict(Return.Source.choices),
    "apart": dict(Return.Why.choices),
    "with_parent": {"True": _("oui"), "False": _("non")},
}


def journal(actor: User, one: Return, told: Parts) -> Sequence[Entry]:
    """The case's own lines; a correction says what it changed. Both are in the same order, the newest first."""
    steps = list(CaseStep.objects.filter(case=one.case_id).order_by("recorded_at", "id"))
    places = names_of_places(steps)
    return [
        replace(entry, note=" · ".join(words_of(change, places) for change in found))
        if (found := changes_of(step))
        else entry
        for entry, step in zip(told.journal, reversed(steps), strict=True)
    ]


def words_of(change: Change, places: dict[str, str]) -> str:
    """ "voie : OIM → État"; of words only that they changed."""
    label = str(FIELDS.get(change.field, change.field))
    if not change.before and not change.after:
        return str(_("%(what)s : corrigé") % {"what": label})
    before, after = (value_words(change.field, text, places) for text in (change.before, change.after))
    return f"{label} : {isolate(before)} → {isolate(after)}"


def value_words(field: str, text: str, places: dict[str, str]) -> str:
    lang = get_language() or "fr"
    if not text:
        return str(_("vide"))
    if field == "vulnerabilities":
        flags = dict(Vulnerability.Flag.choices)
        return ", ".join(str(flags.get(code, code)) for code in text.split(",") if code)
    if field in CODES:
        return str(CODES[field].get(text, text))
    if field.endswith("country_id"):
        return country_name(text, lang)
    if field == "to_place_id":
        return places.get(text, text)
    if field.endswith("_on"):
        from datetime import date

        return format_date(date.fromisoformat(text), lang, short=True)
    if field == "funding":
        return str(Funding.objects.filter(code=text).first() or text)
    return show_reference(text) if field == "principal" else text


def names_of_places(steps: Sequence[CaseStep]) -> dict[str, str]:
    keys = {
        text
        for step in steps
        for change in changes_of(step)
        if change.field == "to_place_id"
        for text in (change.before, change.after)
        if text
    }
    lang = get_language() or "fr"
    return {str(one.pk): one.name(lang) for one in Place.objects.filter(pk__in=keys)} if keys else {}


@dataclass(frozen=True)
class Relative:
    """A file of the family, this one among them."""

    ret: Return
    name: str
    url: str
    shape: str
    state: Sentence
    own: bool
    principal: bool
    minor: bool

    @property
    def with_parent(self) -> str:
        if not self.minor or self.ret.with_parent is None:
            return ""
        return str(_("avec un parent") if self.ret.with_parent else _("sans parent"))


def family(actor: User, one: Return) -> list[Relative]:
    """The files of the family that the actor sees; nothing where there is only this one."""
    rows = family_seen(actor, one)
    if len(rows) < 2:
        return []
    names: dict[UUID, str] = names_of(row.case.person_id for row in rows)
    head = one.case.principal_id or one.case_id
    return [relative(row, names, head, one) for row in rows]


def relative(row: Return, names: dict[UUID, str], head: Any, one: Return) -> Relative:
    return Relative(
        row,
        names.get(row.case.person_id, ""),
        reverse("returns:show", args=[row.case_id]),
        shape_of(row.case),
        RETURN.label_of(row.case.state),
        row.pk == one.pk,
        row.case_id == head,
        is_minor(row.case.person),
    )
