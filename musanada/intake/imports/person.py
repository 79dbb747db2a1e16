"""The person of a row, whatever the row is about: fields, findings, and the drafts that commands take."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from musanada.intake.imports.kinds import Field, Option, Staged
from musanada.intake.imports.placing import place
from musanada.intake.imports.words import PEOPLE
from musanada.intake.sheets.cells import fold
from musanada.intake.sheets.findings import Finding, say
from musanada.intake.sheets.values import among, count, country, day, partial_date, phone, several, sex, text
from musanada.intake.sheets.values.base import Codes
from musanada.intake.sheets.values.lists import aliases
from musanada.kit.choices import BirthPrecision, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, format_partial, language_name
from musanada.linkage.sought import Sought
from musanada.people.drafts import (
    NOT_ASKED,
    BasisDraft,
    ContactDraft,
    IdentifierDraft,
    NameDraft,
    PersonDraft,
)
from musanada.reference import queries as places
from musanada.reference.codes import LANGUAGES

DOCUMENTS = {
    "passport": "passport",
    "consular_card": "consular_card",
    "unhcr": "unhcr",
    "residence_card": "residence_card",
    "local_number": "local_number",
}
NAMES = ("name", "family", "given", "name_ar")
OLDEST = 120
LANGS = ("fr", "ar", "en", "es")

say("no-name", _("Il manque le nom : aucune colonne de nom n'est remplie sur cette ligne."))
say("too-old", _("« %(value)s » donne plus de 120 ans : vérifiez l'année de naissance."))
say("age-and-birth", _("L'âge (%(age)s) et la date de naissance ne vont pas ensemble : la date est retenue."))
say("met-before-birth", _("La date de première rencontre est avant la naissance : vérifiez les deux dates."))


def field(code: str, label: Sentence, parse: Any, **more: Any) -> Field:
    return Field(code, label, PEOPLE[code], parse, **more)


PERSON_FIELDS = (
    field("name", _("Nom complet"), text(200)),
    field("family", _("Nom de famille"), text(80)),
    field("given", _("Prénom"), text(80)),
    field("name_ar", _("Nom en arabe"), text(200)),
    field("sex", _("Sexe"), sex),
    field("birth", _("Date ou année de naissance"), partial_date()),
    field("age", _("Âge"), count),
    field("nationality", _("Nationalité"), several(country)),
    field("phone", _("Téléphone"), phone),
    field("local_number", _("Numéro du partenaire"), text(60)),
    field("passport", _("Passeport"), text(60), unique=True),
    field("consular_card", _("Carte consulaire"), text(60), unique=True),
    field("unhcr", _("Attestation HCR"), text(60), unique=True),
    field("residence_card", _("Carte d'immatriculation"), text(60), unique=True),
    field("mother", _("Nom de la mère"), text(80)),
)
MORE_FIELDS = (
    field("met_on", _("Première rencontre"), day),
    field("place", _("Ville ou commune"), place),
    field("languages", _("Langues parlées"), several(among("language", strict=False))),
)


def name_of(values: Mapping[str, Any]) -> str:
    """The name as it will be shown."""
    whole = values.get("name") or " ".join(v for v in (values.get("given"), values.get("family")) if v)
    return str(whole or values.get("name_ar", ""))


def names_of(values: Mapping[str, Any]) -> tuple[NameDraft, ...]:
    """A family column without given names holds full names, as most lists have it."""
    given, family = values.get("given", ""), values.get("family", "")
    latin = NameDraft(
        text=values.get("name", "") or ("" if given else family),
        given=given,
        family=family if given else "",
        source="list",
        mother=values.get("mother", ""),
    )
    arabic = NameDraft(
        text=values.get("name_ar", ""),
        source="list",
        mother="" if latin.full else values.get("mother", ""),
    )
    return tuple(name for name in (latin, arabic) if name.full)


def birth_of(values: Mapping[str, Any], today: date) -> PartialDate:
    """The date, else the year counted back from the age on the day of the first meeting."""
    birth = values.get("birth")
    if birth:
        known = date.fromisoformat(birth["date"]) if birth["date"] else None
        return PartialDate(known, BirthPrecision(birth["precision"]))
    if values.get("age") is not None and values["age"] <= OLDEST:
        on = date.fromisoformat(values["met_on"]) if values.get("met_on") else today
        return PartialDate(date(on.year - int(values["age"]), 1, 1), BirthPrecision.ESTIMATED)
    return NOT_ASKED


def identity_of(values: Mapping[str, Any]) -> str:
    """Name, sex, birth and numbers, folded: equal for two lines about one person."""
    parts = [
        fold(name_of(values)),
        str(values.get("sex", "")),
        str(values.get("birth") or values.get("age") or ""),
    ]
    parts += [str(values.get("nationality") or "")]
    parts += [fold(str(values.get(code, ""))) for code in (*DOCUMENTS, "phone")]
    return "\n".join(parts) if any(parts[0:1] + parts[4:]) else ""


def check_person(row: Staged, today: date, *, or_by: Sequence[str] = ()) -> None:
    """Findings on the person of a row, who needs a name, or one of the fields ``or_by`` that say who it is."""
    values = row.values
    if not any(values.get(code) for code in (*NAMES, *or_by)) and not row.blocked:
        row.findings.append(Finding("error", "no-name", "name"))
    birth, age, met = birth_of(values, today), values.get("age"), values.get("met_on")
    if (birth.date and today.year - birth.date.year > OLDEST) or (age is not None and age > OLDEST):
        shown = values["birth"]["date"] if values.get("birth") else age
        row.findings.append(Finding("error", "too-old", "birth", {"value": shown}))
    if birth.date and met and birth.date.isoformat() > met:
        row.findings.append(Finding("error", "met-before-birth", "met_on"))
    if birth.date and values.get("birth") and age is not None:
        on = date.fromisoformat(met) if met else today
        if abs(on.year - birth.date.year - age) > 1:
            row.findings.append(Finding("warning", "age-and-birth", "age", {"age": age}))


def draft_of(person: UUID, values: Mapping[str, Any], today: date) -> PersonDraft:
    """The person of a row as the register's commands take it."""
    met = date.fromisoformat(values["met_on"]) if values.get("met_on") else today
    documents = [IdentifierDraft(kind, values[code]) for code, kind in DOCUMENTS.items() if values.get(code)]
    contacts = [ContactDraft("phone", values["phone"])] if values.get("phone") else []
    place = values.get("place")
    return PersonDraft(
        id=person,
        names=names_of(values),
        sex=values.get("sex", Sex.NOT_ASKED),
        birth=birth_of(values, met),
        nationalities=tuple(values.get("nationality") or ()),
        identifiers=tuple(documents),
        contacts=tuple(contacts),
        languages=tuple(values.get("languages") or ()),
        place=UUID(place) if place else None,
        registered_on=met,
    )


def sought_of(values: Mapping[str, Any], today: date) -> Sought | None:
    """The person of a row as linkage compares them."""
    names = [name.full for name in names_of(values)]
    if not names:
        return None
    birth = birth_of(values, today)
    nationality = next(iter(values.get("nationality") or ()), "")
    documents = (values[code] for code in DOCUMENTS if values.get(code) and code != "local_number")
    return Sought(
        name=names[0],
        other_name=names[1] if len(names) > 1 else "",
        born=birth.date.year if birth.date else None,
        born_about=birth.precision == BirthPrecision.ESTIMATED,
        nationality=nationality,
        sex=values.get("sex", "") if values.get("sex") in ("F", "M") else "",
        phone=values.get("phone", ""),
        document=next(documents, ""),
        mother=values.get("mother", ""),
        birth_date=birth.date if birth.precision == BirthPrecision.DAY else None,
    )


BASES = (
    ("consent", _("Consentement recueilli par le partenaire, au dossier")),
    ("public_interest", _("Mission d'intérêt public")),
    ("vital_interest", _("Intérêt vital de la personne")),
    ("legal_duty", _("Obligation légale")),
    ("legitimate_interest", _("Intérêt légitime de l'organisation")),
)
BASIS = Option(
    "basis",
    _("Sur quelle base ces personnes sont-elles enregistrées ?"),
    BASES,
    required=True,
    hint=_("Sans base légale, rien n'est conservé. Elle sera notée sur chaque fiche."),
)


def basis_of(options: Mapping[str, str]) -> BasisDraft:
    basis = options.get("basis", "")
    return BasisDraft(
        basis, "liste", options.get("language", "fra"), means="on_file" if basis == "consent" else ""
    )


def person_lists() -> dict[str, Codes]:
    """Words of the languages of the field."""
    return {"language": aliases((code, [language_name(code, lang) for lang in LANGS]) for code in LANGUAGES)}


def person_choices(list_name: str, word: str) -> list[tuple[str, str]]:
    """Codes a word may mean, with labels in the reader's language."""
    lang = translation.get_language() or "fr"
    if list_name == "place":
        found = places.resolve_place(word) or places.search_places(word, lang, limit=5)
        every = {p.pk: p for p in (*found, *places.provinces())}
        return [(str(p.pk), places.where(p, lang)) for p in every.values()]
    return [(code, str(label)) for code, label in LISTS[list_name](lang)] if list_name in LISTS else []


LISTS: dict[str, Callable[[str], Iterable[tuple[str, Any]]]] = {
    "sex": lambda lang: Sex.choices,
    "yes_no": lambda lang: (("yes", _("Oui")), ("no", _("Non"))),
    "country": places.countries,
    "language": places.language_choices,
}


def show_person(code: str, value: Any) -> str:
    """A value of a person's field in words."""
    lang = translation.get_language() or "fr"
    if code == "sex":
        return str(Sex(value).label)
    if code == "birth":
        known = date.fromisoformat(value["date"]) if value["date"] else None
        return format_partial(PartialDate(known, BirthPrecision(value["precision"])), lang)
    if code == "nationality":
        return ", ".join(country_name(c, lang) for c in value)
    if code == "languages":
        return ", ".join(language_name(c, lang) for c in value)
    if code == "met_on":
        return format_date(date.fromisoformat(value), lang)
    if code == "place":
        found = places.place(value)
        return places.where(found, lang) if found else ""
    return str(value)
