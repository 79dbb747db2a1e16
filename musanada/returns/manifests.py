"""The manifest of a movement, in French or Arabic: who travels with which paper, what each needs, who escorts, by which
legs. The PDF is signed by the officer; the sheet has the same rows. ``commands.manifesting`` records who took either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.dataprotection.exporting import Sheet, as_xlsx
from musanada.kit.choices import BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.formats import country_name, format_date, format_number, format_partial, isolate
from musanada.kit.ids import show_reference
from musanada.people.models import Person, PersonName
from musanada.people.queries.register import name_in_list, note_reading, with_names
from musanada.returns.models import Escort, FitToTravel, Leg, Movement, Passenger
from musanada.returns.queries.manifests import ON_BOARD

LANGUAGES = ("fr", "ar")
FORMATS = ("pdf", "xlsx")
TEMPLATE = "returns/typst/manifest.typ"
# Which source of a name is that of a document, the closest first.
AS_IN = {"passport": ("passport",), "laissez_passer": ("consular_card", "other"), "other": ("other",)}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything as text of ``lang``, in the order in which it is read."""

    lang: str
    dated: date
    title: str
    subtitle: str
    header: str
    footer: str
    facts: Sequence[tuple[str, str]]
    legs_title: str
    legs_head: Row
    legs: Sequence[Row]
    people_title: str
    people_head: Row
    people: Sequence[Row]
    escorts_title: str
    escorts_head: Row
    escorts: Sequence[Row]
    total: str
    signatures: Sequence[tuple[str, str]]


def manifest(actor: User, movement: Movement, lang: str) -> tuple[Manifest, list[UUID]]:
    """The manifest and the keys of the people on it. A person whom a file hides is on it only where that file names the
    actor, and the journal says that it was read."""
    with translation.override(lang):
        places = travellers(actor, movement)
        people = people_of(places)
        for place in places:
            note_reading(actor, place.ret.case.person)
        return told(actor, movement, lang, places, people), list(people)


def travellers(actor: User, movement: Movement) -> list[Passenger]:
    """Families stand together, the principal first."""
    rows = Passenger.objects.filter(movement=movement, state__in=ON_BOARD)
    rows = scoped(actor, "return.travel", rows, named=True).select_related("ret__case__person", "document")
    return sorted(rows, key=lambda p: (head_of(p), p.ret.case.principal_id is not None, p.booked_at, p.pk))


def head_of(place: Passenger) -> str:
    return str(place.ret.case.principal_id or place.ret.case_id)


def people_of(places: Sequence[Passenger]) -> dict[UUID, Person]:
    keys = [place.ret.case.person_id for place in places]
    return {one.pk: one for one in with_names(Person.objects.filter(pk__in=keys))}


def document_names(places: Sequence[Passenger]) -> dict[UUID, str]:
    """The name as in the document travelled with, where the register holds it from there; Latin letters, as carriers
    read them."""
    wanted = {p.ret.case.person_id: AS_IN.get(p.document.kind, ()) if p.document else () for p in places}
    rows = PersonName.objects.filter(person__in=wanted, script="Latn").order_by("-preferred", "id")
    found: dict[UUID, tuple[int, str]] = {}
    for name in rows:
        sources = wanted[name.person_id]
        rank = sources.index(name.source) if name.source in sources else len(sources)
        if name.person_id not in found or rank < found[name.person_id][0]:
            found[name.person_id] = (rank, str(name.text))
    return {key: text for key, (_rank, text) in found.items()}


def told(
    actor: User, movement: Movement, lang: str, places: Sequence[Passenger], people: Mapping[UUID, Person]
) -> Manifest:
    final = movement.state in (Movement.State.CLOSED, Movement.State.DEPARTED)
    number = isolate(show_reference(movement.reference))
    title = _("Manifeste du voyage %(number)s") if final else _("Manifeste provisoire du voyage %(number)s")
    numbers = {place.pk: n for n, place in enumerate(places, start=1)}
    return Manifest(
        lang=lang,
        dated=movement.departs_on,
        title=title % {"number": number},
        subtitle=isolate(format_date(movement.departs_on, lang)),
        header=unit_name(movement, lang),
        footer=_("Confidentiel : pour le transporteur et les autorités du départ et de l'arrivée"),
        facts=facts(movement, lang),
        legs_title=_("Trajets"),
        legs_head=(_("De"), _("À"), _("Départ"), _("Arrivée"), _("Transporteur et numéro")),
        legs=[leg_row(leg, lang) for leg in movement.legs.all()],
        people_title=_("Voyageurs"),
        people_head=people_head(),
        people=people_rows(places, people, lang),
        escorts_title=_("Accompagnateurs"),
        escorts_head=(_("Nom"), _("Sorte"), _("Avec"), _("Jusqu'à")),
        escorts=escort_rows(movement, numbers, lang),
        total=total_words(len(places), lang),
        signatures=[
            (_("Responsable des voyages"), str(actor.display_name)),
            (_("Pour le transporteur"), ""),
        ],
    )


def unit_name(movement: Movement, lang: str) -> str:
    arabic = str(getattr(movement.unit, "name_ar", "") or "")
    return arabic if lang == "ar" and arabic else str(movement.unit)


def facts(movement: Movement, lang: str) -> list[tuple[str, str]]:
    rows = [
        (_("Sens"), str(movement.get_direction_display())),
        (_("Voie"), str(movement.get_channel_display())),
        (_("Vers"), country_name(movement.to_country_id, lang)),
        (_("Moyen"), str(movement.get_mode_display())),
    ]
    return [*rows, (_("Transporteur"), isolate(movement.carrier))] if movement.carrier else rows


def leg_row(leg: Leg, lang: str) -> Row:
    carrier = " ".join(part for part in (leg.carrier, leg.number) if part)
    return (
        isolate(leg.from_place),
        isolate(leg.to_place),
        when(leg.departs_on, leg.departs_at, lang),
        when(leg.arrives_on, leg.arrives_at, lang),
        isolate(carrier) if carrier else "—",
    )


def when(day: date, hour: Any, lang: str) -> str:
    """Local time, read from left to right wherever it stands."""
    shown = isolate(format_date(day, lang, short=True))
    return f"{shown} {isolate(hour.strftime('%H:%M'))}" if hour else shown


def people_head() -> Row:
    return (
        _("N°"),
        _("Nom comme dans le document"),
        _("Sexe"),
        _("Né(e) le"),
        _("Nationalité"),
        _("Document"),
        _("Valable jusqu'au"),
        _("Besoins"),
        _("Groupe"),
    )


def people_rows(places: Sequence[Passenger], people: Mapping[UUID, Person], lang: str) -> list[Row]:
    """``Groupe`` numbers the families of two and more; who travels alone has none."""
    written, groups = document_names(places), group_numbers(places)
    rows: list[Row] = []
    for number, place in enumerate(places, start=1):
        person, paper = people[place.ret.case.person_id], place.document
        birth = PartialDate(person.birth_date, BirthPrecision(person.birth_precision))
        rows.append(
            (
                isolate(format_number(number, lang)),
                isolate(written.get(person.pk) or name_in_list(person)),
                str(person.get_sex_display()),
                isolate(format_partial(birth, lang, short=True)),
                country_name(nationality, lang)
                if (nationality := getattr(person, "nationality", ""))
                else "—",
                f"{paper.get_kind_display()} {isolate(paper.number)}".strip() if paper else "—",
                isolate(format_date(paper.valid_to, lang, short=True)) if paper and paper.valid_to else "—",
                needs_words(place.need_set) or "—",
                isolate(format_number(groups[head_of(place)], lang)) if head_of(place) in groups else "—",
            )
        )
    return rows


def group_numbers(places: Sequence[Passenger]) -> dict[str, int]:
    heads = [head_of(place) for place in places]
    families = [head for head in dict.fromkeys(heads) if heads.count(head) > 1]
    return {head: number for number, head in enumerate(families, start=1)}


def needs_words(codes: Sequence[str]) -> str:
    return " · ".join(str(FitToTravel.Need(code).label) for code in codes if code in FitToTravel.Need.values)


def escort_rows(movement: Movement, numbers: Mapping[UUID, int], lang: str) -> list[Row]:
    rows: list[Row] = []
    for one in Escort.objects.filter(movement=movement, removed_at=None):
        if one.passenger_id and one.passenger_id not in numbers:
            continue
        with_whom = _("N° %(number)s") if one.passenger_id else _("Tout le voyage")
        number = isolate(format_number(numbers[one.passenger_id], lang)) if one.passenger_id else ""
        rows.append(
            (
                isolate(one.name),
                str(one.get_kind_display()),
                with_whom % {"number": number} if number else with_whom,
                isolate(one.until) if one.until else "—",
            )
        )
    return rows


def total_words(count: int, lang: str) -> str:
    words = ngettext("%(n)s voyageur sur cette liste.", "%(n)s voyageurs sur cette liste.", count)
    return words % {"n": isolate(format_number(count, lang))}


def pdf(content: Manifest) -> bytes:
    from musanada.kit.pdf import render

    return render(TEMPLATE, asdict(content), content.lang, dated=content.dated)


def xlsx(content: Manifest, mark: str) -> bytes:
    """The same rows as a sheet; what isolates directions on paper is not for cells."""
    rows = [[plain(cell) for cell in row] for row in content.people]
    for row in content.escorts:
        rows.append(["", plain(row[0]), *([""] * 5), plain(" · ".join(row[1:])), ""])
    with translation.override(content.lang):
        title = _("Manifeste")
    return as_xlsx(Sheet(title, list(content.people_head), rows, mark, content.lang))


def plain(text: str) -> str:
    return "".join(char for char in text if char not in "\u2066\u2067\u2068\u2069").replace("—", "")
