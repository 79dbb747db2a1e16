"""The operation of 2014 enters the register through the commands of an import: offices, people, files, cards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from musanada.access.commands import found_organisation, open_unit
from musanada.access.models import Unit, User
from musanada.demo import associations, cards
from musanada.demo import calendar_2014 as calendar
from musanada.demo import plan_2014 as plan
from musanada.demo.chance import Chance
from musanada.demo.persons import as_known, pools
from musanada.demo.regularisation import Applicant, draw
from musanada.kit.choices import Side
from musanada.people.commands import register_many
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.reference.models import Place
from musanada.reference.queries import offices as offices_on
from musanada.regularisation.commands.operations import close_operation, found_operation, open_offices
from musanada.regularisation.commands.past import load_past, load_reliefs
from musanada.regularisation.commands.rules import load_rules
from musanada.regularisation.models import Operation
from musanada.regularisation.past import (
    PastAppeal,
    PastCard,
    PastDecision,
    PastFile,
    PastPiece,
    PastRelief,
)

TEMPLATE = "exceptional-2014"
BASIS = BasisDraft("public_interest", "2014-01", "fra")
DAY = timedelta(days=1)
# Files in one load, in the order of their keys: what SQLite keeps to undo a load is walked through after each guarded
# row, and it keeps every page of an index that a row in no order touches.
AT_ONCE = 500
PIECE = {
    "C1": "marriage-certificate",
    "C2": "marriage-certificate",
    "C3": "birth-certificate",
    "C4": "work-contract",
    "C5": "lease",
    "C6": "medical-certificate",
}
PROOFS = ("lease", "residence-certificate", "utility-bill", "transfer-receipts", "association-attestation")
HELD = ("C1", "C2", "C4", "C5")  # pieces that cover a period


def unit_code(code: str) -> str:
    """MA-OUJ → be-ouj; the arrondissements of Casablanca by their number: 06.141.01.10 → be-cas-10."""
    return f"be-{code[3:].lower()}" if code.startswith("MA-") else f"be-cas-{code[-2:]}"


def open_country(actor: User, units: dict[str, Unit]) -> None:
    """The 83 offices under the State's organisation, and the national commission on the side of justice."""
    state, known = units["interieur"], offices_on()
    for place in known:
        code = unit_code(place.code)
        if code not in units:
            units[code] = open_unit(
                actor,
                state,
                code=code,
                name_fr=f"Bureau des étrangers · {place.name_fr}",
                name_ar=f"مكتب الأجانب {place.name_ar}",
                kind="office",
                town=place,
            )
    units["cndh"] = found_organisation(
        "cndh",
        "Conseil national des droits de l'Homme (démonstration)",
        name_ar="المجلس الوطني لحقوق الإنسان (عرض)",
        side=Side.JUSTICE,
    )
    units["cnsr"] = open_unit(
        actor,
        units["cndh"],
        code="cnsr",
        name_fr="Commission nationale de suivi et de recours",
        name_ar="اللجنة الوطنية للتتبع والطعون",
        kind="team",
    )


def fill(actor: User, chance: Chance, units: dict[str, Unit], scale: float) -> int:
    """The whole operation. Returns how many people it brought."""
    load_rules()  # set-up has loaded them; a bare database of a test has not
    operation = found_operation(actor, units["interieur"], template=TEMPLATE, appeals_unit=units["cnsr"])
    then = {place.code: place for place in offices_on(calendar.FIRST)}
    listed = [(units[unit_code(code)], place) for code, place in sorted(then.items())]
    open_offices(actor, operation, listed, from_on=calendar.FIRST)
    people = draw(chance, plan.Numbers().scaled(scale))
    register(actor, chance, units, people)
    reliefs = decided(actor, operation, people)
    files = [file_of(chance, one, number, units, then, reliefs) for one, number in numbered(people)]
    files.sort(key=lambda one: one.id)
    for start in range(0, len(files), AT_ONCE):
        load_past(actor, operation, files[start : start + AT_ONCE])
    close_operation(actor, operation, on=calendar.CLOSED)
    associations.fill(actor, chance, units, scale)
    return len(people)


def decided(actor: User, operation: Operation, people: Iterable[Applicant]) -> dict[str, UUID]:
    """The two collective decisions; those of no file at all are not taken at a small scale."""
    refused = sum(one.refused for one in people)
    women = PastRelief(
        "C7",
        "Femmes et leurs enfants",
        calendar.WOMEN_RELIEVED,
        at(calendar.WOMEN_RELIEVED),
        name_ar="النساء وأبناؤهن",
        examined=refused,
    )
    minors = PastRelief(
        "C8",
        "Mineurs non accompagnés",
        calendar.MINORS_RELIEVED,
        at(calendar.MINORS_RELIEVED),
        name_ar="القاصرون غير المصحوبين",
        examined=refused,
    )
    load_reliefs(actor, operation, decided=[women, minors])
    return {"women": women.id, "children": women.id, "minors": minors.id}


def at(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)


def register(actor: User, chance: Chance, units: dict[str, Unit], people: list[Applicant]) -> None:
    """Everyone at the office where they lodged their file."""
    drafts: dict[str, list[PersonDraft]] = defaultdict(list)
    for one in sorted(people, key=lambda p: p.parent is not None):  # parents first: the name is theirs
        drafts[unit_code(one.office)].append(person(chance, one))
    for code, some in sorted(drafts.items()):
        register_many(actor, units[code], drafts=some, basis=BASIS)


def person(chance: Chance, one: Applicant) -> PersonDraft:
    origin = plan.by_country()[one.country]
    pool = pools()[origin.pool]
    one.surname = one.parent.surname if one.parent else pool.draw(chance, "family")
    given = pool.draw(chance, one.sex)
    script = 1 if origin.pool == "arab" and chance.part(0.5) else 0
    name = NameDraft(
        text=f"{given[script]} {one.surname[script]}", given=given[script], family=one.surname[script]
    )
    one.person = chance.key(one.when.lodged_at)
    return PersonDraft(
        names=(name,),
        sex=one.sex,
        birth=as_known(chance, born(chance, one), child=one.minor),
        nationalities=(one.country,),
        preferred_language=origin.language,
        registered_on=one.when.lodged_on,
        recorded_at=one.when.lodged_at,
        id=one.person,
        reference=chance.reference(),
    )


def born(chance: Chance, one: Applicant) -> date:
    """Minors are minors until the end of 2014, adults were adults at its beginning."""
    if one.path == "minors":
        return chance.day(date(1997, 2, 1), date(2000, 12, 31))
    if one.minor:
        return chance.day(date(1997, 2, 1), date(2013, 12, 1))
    return date(1995, 1, 1) - int(chance.betavariate(1.5, 4.5) * 46 * 365) * DAY


def numbered(people: list[Applicant]) -> Iterator[tuple[Applicant, str]]:
    """In the order in which each office numbered them: RAB-00012/2014."""
    counts: Counter[str] = Counter()
    for one in sorted(people, key=lambda p: (p.office, p.when.lodged_at, p.parent is not None)):
        counts[one.office] += 1
        yield one, f"{unit_code(one.office)[3:].upper()}-{counts[one.office]:05d}/2014"


def file_of(
    chance: Chance,
    one: Applicant,
    number: str,
    units: dict[str, Unit],
    places: dict[str, Place],
    reliefs: dict[str, UUID],
) -> PastFile:
    when = one.when
    one.id = one.id or chance.key(when.lodged_at)
    if one.parent and one.parent.id is None:
        one.parent.id = chance.key(one.parent.when.lodged_at)
    appeal = appeal_of(chance, one)
    decisions = () if one.path == "never" else decisions_of(chance, one, appeal, reliefs)
    last = decisions[-1] if decisions else None
    made = cards.cards(chance, last.on, timezone.localdate()) if last and last.favourable else ()
    if one.person is None:
        raise LookupError("an applicant of the demonstration is not registered")
    return PastFile(
        person=one.person,
        office=units[unit_code(one.office)].pk,
        place=places[one.office].pk,
        old_number=number,
        lodged_on=when.lodged_on,
        recorded_at=when.lodged_at,
        claims=one.claims,
        decisions=decisions,
        appeal=appeal,
        ended="" if decisions else chance.choice(("withdraw", "lapse")),
        ended_on=None if decisions else when.decided_on,
        closed_on=closed(last, made),
        cards=made,
        pieces=pieces(chance, one),
        declared=declared(chance, one),
        principal=one.parent.id if one.parent else None,
        id=one.id,
        reference=chance.reference(),
    )


def closed(last: PastDecision | None, made: tuple[PastCard, ...]) -> date | None:
    """With the first card, or when the operation ended; a card that was never fetched keeps the file open."""
    if made:
        return made[0].delivered_on
    return calendar.CLOSED if last and not last.favourable else None


def appeal_of(chance: Chance, one: Applicant) -> PastAppeal | None:
    if not one.appealed:
        return None
    told = one.when.decided_on + (3 + chance.randrange(12)) * DAY
    latest = date(2016, 3, 10) if one.path != "women" else calendar.WOMEN_RELIEVED - 4 * DAY
    lodged = min(told + (2 + chance.randrange(60)) * DAY, latest)
    channel = "commission" if chance.part(0.42) else "office"
    category = "women" if one.sex == "F" else "workers" if "C4" in one.claims else "other"
    if "C1" in one.claims or "C2" in one.claims:
        category = "married"
    back = lodged + (10 + chance.randrange(40)) * DAY if one.path == "withdrawn" else None
    return PastAppeal(channel, lodged, calendar.written(chance, lodged), category, back)


def decisions_of(
    chance: Chance, one: Applicant, appeal: PastAppeal | None, reliefs: dict[str, UUID]
) -> tuple[PastDecision, ...]:
    when = one.when
    told = when.decided_on + (3 + chance.randrange(9)) * DAY if one.refused else None
    first = PastDecision(
        "first",
        not one.refused,
        when.decided_on,
        when.decided_at,
        one.reasons,
        retained="" if one.refused else one.claims[-1 if chance.part(0.3) else 0],
        told_on=told,
    )
    if one.path in reliefs:
        day = calendar.MINORS_RELIEVED if one.path == "minors" else calendar.WOMEN_RELIEVED
        return (first, PastDecision("relief", True, day, at(day), relief=reliefs[one.path]))
    if appeal and one.path in ("accepted", "rejected"):
        day = calendar.plenary_after(chance, appeal.lodged_on + 14 * DAY)
        won = one.path == "accepted"
        reasons = () if won else one.reasons
        retained = one.claims[0] if won else ""
        return (first, PastDecision("appeal", won, day, calendar.written(chance, day), reasons, retained))
    return (first,)


def pieces(chance: Chance, one: Applicant) -> tuple[PastPiece, ...]:
    """One proof of the category claimed. Who was refused for the length shows too short a time."""
    category = one.claims[0]
    kind = chance.choice(PROOFS) if category == "C5" else PIECE[category]
    if category not in HELD:
        return (PastPiece(kind),)
    short = bool({"length", "category"} & set(one.reasons))
    years = chance.randrange(1, 4) if short else 5 + chance.randrange(4)
    ends = one.when.lodged_on - chance.randrange(3, 40) * DAY
    if category in ("C1", "C2"):
        return (PastPiece(kind, ends - years * 365 * DAY),)
    return (PastPiece(kind, ends - years * 365 * DAY - chance.randrange(30, 200) * DAY, ends),)


def declared(chance: Chance, one: Applicant) -> dict[str, object]:
    arrived = one.when.lodged_on - (600 + chance.randrange(2600)) * DAY
    said: dict[str, object] = {"arrived_on": arrived.replace(day=1)}
    if "C1" in one.claims or "C2" in one.claims:
        said["spouse"] = "moroccan" if "C1" in one.claims else "regular"
    if one.path == "minors":
        said["unaccompanied"] = "yes"
    return said
