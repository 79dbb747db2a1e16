"""The dossier a panel reads: what it needs to decide, without a name, frozen as canonical JSON with its SHA-256.

It holds codes, days and the words of the file; a reader's language is put on when it is read (``dossier_words``). Names
the file knows are replaced in every free text by what the person is to the child: ``⟦child⟧``, ``⟦mother⟧``. The reviewer
and the officer read it before it is sealed: what only a human recognises is theirs to take out of the report. Harms
suffered stay in their compartment; the report says what must be known.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from musanada.cases.queries.clearances import latest_birth
from musanada.kit.ages import age_on
from musanada.kit.choices import BirthPrecision
from musanada.kit.errors import Refused
from musanada.kit.secrets import EncryptedCharField, EncryptedTextField
from musanada.people import queries as people
from musanada.protection.models import Assessment, CareArrangement, Determination, Mandate, ProtectionFile
from musanada.protection.queries.assessments import factors_of, listed
from musanada.protection.seals import CHANGED, digest, intact

VERSION = 1
SHORTEST = 3  # letters of a name that is looked for: shorter ones are words of the language
COMMON = frozenset(
    [
        "les",
        "des",
        "une",
        "par",
        "pour",
        "avec",
        "dans",
        "the",
        "and",
        "ben",
        "bint",
        "bent",
        "monsieur",
        "madame",
        "mme",
        "mlle",
        "oncle",
        "tante",
    ]
)
ATTACHED = "وفبلك"  # one letter that Arabic writes on to the word after it
ENCRYPTED = (EncryptedCharField, EncryptedTextField)
Names = dict[str, str]  # a word of a name, lower case → what the person is to the child


def seal(bid: Determination, day: date) -> tuple[str, str]:
    """The canonical text and its digest."""
    text = canonical(build(bid, day))
    return text, digest(text)


def canonical(content: dict[str, Any]) -> str:
    """The same content is always the same bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def opened(bid: Determination) -> dict[str, Any]:
    """The dossier as it was sealed. Raises: Refused when it changed since."""
    if not intact(bid):
        raise Refused(CHANGED, code="bid.dossier_changed")
    content: dict[str, Any] = json.loads(bid.dossier)
    return content


def outlooks(bid: Determination) -> dict[str, str]:
    """What the sealed dossier offers to vote on: outlook → country ("" where there is none). Raises: Refused."""
    return {row["outlook"]: row["country"] for row in opened(bid)["options"]}


# What goes into it


def build(bid: Determination, day: date) -> dict[str, Any]:
    """Of the file as it stands on ``day``; codes, ISO days, and texts without the names the file knows."""
    file = bid.file
    names = names_of(file)
    return {
        "version": VERSION,
        "reference": bid.reference,
        "question": bid.question,
        "sealed_on": day.isoformat(),
        "child": child(file, names, day),
        "history": history(file, names),
        "family": family(file, names),
        "care": care(file, names),
        "concerns": concerns(file, names),
        "assessment": assessment(bid.assessment, names),
        "options": [
            columns(one, names, "outlook", "pros", "cons") | {"country": one.country_id or ""}
            for one in bid.options.order_by("recorded_at", "id")
        ],
        "report": without_names(bid.report, names),
    }


def columns(row: Any, names: Names, *wanted: str) -> dict[str, Any]:
    """Columns as codes and texts; words written by hand lose their names."""
    found: dict[str, Any] = {}
    for name in wanted:
        value = getattr(row, name)
        if isinstance(row._meta.get_field(name), ENCRYPTED):
            found[name] = without_names(value, names)
        else:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def child(file: ProtectionFile, names: Names, day: date) -> dict[str, Any]:
    """Age with the benefit of the doubt, sex, where they come from, status. No name, no document, no address."""
    person = file.case.person
    birth = person.birth_date
    youngest = latest_birth(birth, person.birth_precision) if birth else None
    detail = file.child
    risk = file.risks.order_by("-on", "-recorded_at", "-id").first()
    return {
        "age": age_on(youngest, BirthPrecision.DAY, day),
        "age_known": person.birth_precision,
        "sex": person.sex,
        "nationalities": [row.country_id for row in people.nationalities(person)],
        "languages": [row.code for row in people.languages(person)],
        "identified_on": file.identified_on.isoformat(),
        "ages": [
            columns(one, names, "method", "on", "low", "high", "doubt", "applied")
            | {"age": age_on(one.birth_date, BirthPrecision.DAY, one.on)}
            for one in file.ages.order_by("on", "id")
        ],
        "risk": columns(risk, names, "level", "on", "reason") if risk else None,
    } | columns(
        detail,
        names,
        "status",
        "displacement",
        "critical",
        "entered_on",
        "heading",
        "school",
        "in_school",
        "works",
        "disability",
        "parenthood",
        "wants_tracing",
        "consulate",
        "health",
    )


def history(file: ProtectionFile, names: Names) -> dict[str, Any]:
    legs = file.child.mapped.legs.filter(voided_at=None).order_by("order", "id")
    crossed = [code for leg in legs for code in (leg.from_country_id, leg.to_country_id)]
    return {
        "separations": [
            columns(one, names, "on", "cause", "wanted", "text") for one in file.separations.all()
        ],
        "countries": list(dict.fromkeys(crossed)),
        "schoolings": [
            columns(one, names, "kind", "level", "from_on", "to_on") for one in file.schoolings.all()
        ],
    }


def family(file: ProtectionFile, names: Names) -> dict[str, Any]:
    members = file.family.filter(voided_at=None)
    asked = ("tie", "alive", "carer", "in_contact", "wished", "safe", "rank")
    search = (
        "state",
        "family_willing",
        "child_willing",
        "home_safe",
        "verified_on",
        "verified_how",
        "obstacles",
    )
    siblings = [*file.siblings.filter(ended_on=None), *file.sibling_of.filter(ended_on=None)]
    return {
        "members": [
            columns(one, names, *asked) | {"nationality": one.nationality_id or ""} for one in members
        ],
        "siblings": [columns(one, names, "together", "why") for one in siblings],
        "tracings": [
            columns(one, names, *search) | {"tie": one.relative.tie}
            for one in file.tracings.select_related("relative")
        ],
    }


def care(file: ProtectionFile, names: Names) -> dict[str, Any]:
    return {
        "placements": [
            columns(one, names, "kind", "from_on", "to_on", "end", "view")
            for one in CareArrangement.objects.filter(file=file)
        ],
        "mandates": [
            columns(one, names, "kind", "state", "from_on", "to_on")
            for one in Mandate.objects.filter(file=file)
        ],
        "services": [columns(one, names, "kind", "state") for one in file.services.all()],
    }


def concerns(file: ProtectionFile, names: Names) -> list[dict[str, Any]]:
    return [
        columns(one, names, "kind", "phase", "opened_on", "closed_on", "details")
        for one in file.concerns.order_by("opened_on", "id")
    ]


def assessment(one: Assessment, names: Names) -> dict[str, Any]:
    """The child's own words come first in what the panel reads."""
    said = columns(one, names, "trigger", "done_on", "reviewed_on", "interpreter", "views", "maturity",
                   "recommendation", "reasons", "bid_needed")  # fmt: skip
    found = factors_of(one)
    return said | {
        "heard": listed(one.heard),
        "factors": {code: without_names(text, names) for code, text in found.items()},
    }


# Names


def names_of(file: ProtectionFile) -> Names:
    """Every word of the names the file knows. A child's words win: they are the ones to hide first."""
    found: Names = {}
    for row in CareArrangement.objects.filter(file=file):
        add(found, [row.carer], "carer")
    for mandate in Mandate.objects.filter(file=file):
        add(found, [mandate.holder], "guardian")
    for member in file.family.all():
        add(found, [member.name, member.name_ar], member.tie)
    for link in [*file.siblings.all(), *file.sibling_of.all()]:
        other = link.other if link.file_id == file.pk else link.file
        add(found, written(other.case.person), "sibling")
    add(found, [file.child.mapped.nickname, *written(file.case.person)], "child")
    return found


def written(person: Any) -> list[str]:
    """Every form of every name of a person."""
    rows = people.names(person.merged_into or person)
    return [
        part for row in rows for part in (row.text, row.given, row.father, row.family, row.nickname) if part
    ]


def add(found: Names, texts: Iterable[str], what: str) -> None:
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", text or ""):
            if len(word) >= SHORTEST and word.casefold() not in COMMON:
                found[word.casefold()] = what


def without_names(text: str, names: Names) -> str:
    """Each known word of a name gives way to what the person is; the same person named by two words is said once."""
    if not text or not names:
        return text or ""

    def instead(match: re.Match[str]) -> str:
        word = match[0].casefold()
        if what := names.get(word):
            return f"⟦{what}⟧"
        if word[0] in ATTACHED and (what := names.get(word[1:])):
            return f"{word[0]}⟦{what}⟧"
        return match[0]

    replaced = re.sub(r"[^\W\d_]+", instead, text)
    return re.sub(r"(⟦(\w+)⟧)(?:\s+⟦\2⟧)+", r"\1", replaced)
