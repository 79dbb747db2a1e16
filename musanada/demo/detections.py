"""Checklists ticked in the demonstration, and referrals of the national mechanism in every state. A detection names nobody."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from musanada.demo import plan_protection as plan
from musanada.demo.protection_book import DAY, PastFile, at_noon
from musanada.demo.protection_world import Ground
from musanada.protection.checklists import outcome
from musanada.protection.commands.checklists import freeze
from musanada.protection.models import Detection, IndicatorList, NrmItem, NrmReferral, Tick

HERE = {"oim-cas": "shelter", "oim-nad": "association"}  # which partner of the mechanism an office is
DETECTORS = (
    ("agent.oujda", "assoc-oujda-frontiere"),
    ("street-worker.nador", "assoc-nador-marchica"),
    ("street-worker.casablanca", "assoc-casa-main-tendue"),
    ("health-focal-point.hopital-nador", "hop-nad"),
    ("first-responder.samu-nador", "samu-nad"),
    ("agent.casablanca", "assoc-casa-main-tendue"),
)
ENDS = ("refused", "lapsed", "revoked", "done", "accepted")  # of what became no file here
SERVICES = ("shelter", "health", "mhpss", "legal", "documentation")


def fill(ground: Ground, numbers: plan.Numbers, told: list[tuple[Any, PastFile]]) -> None:
    """As many as planned: some of those referred became a file, others went elsewhere or nowhere."""
    lists = list(IndicatorList.objects.order_by("form", "code"))
    freeze(lists)
    chance, today = ground.chance, ground.book.today
    sources = [row for row in told if row[0].end != "received"][: max(numbers.detections * 2 // 3, 1)]
    for number in range(max(numbers.detections, 10)):
        one, file = sources[number] if number < len(sources) else (None, None)
        day = one.day - chance.randrange(4) * DAY if one else today - chance.randrange(1, 300) * DAY
        refers = one is not None or chance.part(0.4)
        key = detection(ground, lists, day, one, refers)
        if refers:
            refer(ground, key, day, file)
    while ground.book.turns["nrm"] < len(ENDS):  # a small country shows one of each
        day = today - chance.randrange(5, 60) * DAY
        refer(ground, detection(ground, lists, day, None, True), day, None)
    waiting_here(ground, lists)
    for _one, file in told[-3:]:
        if file.open_today:
            from_file(ground, file)


def detection(
    ground: Ground,
    lists: list[IndicatorList],
    day: date,
    one: Any | None,
    refers: bool,
    by: int | None = None,
) -> UUID:
    chance, book = ground.chance, ground.book
    account, unit = DETECTORS[by] if by is not None else chance.choice(DETECTORS)
    child = one.child if one else chance.part(0.2)
    used = [
        found
        for found in lists
        if found.code in ("general", "child" if child else chance.choice(("sexual", "labour", "begging")))
    ]
    found = {
        (item.pk, sign["code"]): tick(ground, refers, n)
        for item in used
        for n, sign in enumerate(item.definition["items"])
    }
    safe = chance.choice(("yes", "no", "unknown"))
    came_to = outcome(used, found, unsafe=safe == "no")
    at = book.moment(day)
    key = book.add(
        Detection, at, reference=chance.reference(), unit=ground.units[unit].pk, file=None, on=day, by=ground.by(account),
        sex=one.sex if one else chance.choice(("F", "F", "M")), age="child" if child else "adult", safe_now=safe,
        private=chance.part(0.8), refer=came_to.refer, urgent=came_to.urgent, score=came_to.score,
    )  # fmt: skip
    for item in used:
        book.bare(Detection.lists.through, detection=key, indicatorlist=item.pk)
    for (item_key, code), answer in found.items():
        book.bare(Tick, detection=key, list=item_key, item=code, found=answer)
    ground.book.turns[f"unit:{key}"] = list(DETECTORS).index((account, unit))
    return key


def tick(ground: Ground, refers: bool, number: int) -> str:
    if refers and number < 3:
        return "present"
    return ground.chance.choice(
        ("absent", "unknown") if not refers else ("absent", "unknown", "unknown", "present")
    )


def refer(ground: Ground, detection: UUID, day: date, file: PastFile | None) -> None:
    """To a partner: accepted where it became a file, else in every other state in turn."""
    state = (
        ("accepted", "done")[ground.book.turn("nrm-file", 2)]
        if file
        else ENDS[ground.book.turn("nrm", len(ENDS))]
    )
    other = ("association", "legal", "unit")[ground.book.turn("nrm-else", 3)]
    kind = HERE.get(file.team.unit.code, "unit") if file else other
    account, unit = DETECTORS[ground.book.turns[f"unit:{detection}"]]
    referral(ground, to=kind, by=ground.by(account), unit=ground.units[unit].pk, sent=at_noon(day, 15), state=state,
             detection=detection, opened=file)  # fmt: skip


def referral(
    ground: Ground, *, to: str, by: UUID, unit: UUID, sent: datetime, state: str, detection: UUID | None = None,
    file: PastFile | None = None, opened: PastFile | None = None, urgent: bool = False,
) -> UUID:  # fmt: skip
    """Three services out of five agreed to; the answer within the days of the rules."""
    chance, book = ground.chance, ground.book
    term = timedelta(hours=24 if urgent else 72)
    answered = (
        min(sent + timedelta(hours=2 + chance.randrange(20)), book.now)
        if state in ("accepted", "refused", "done")
        else None
    )
    columns: dict[str, Any] = (
        {"refusal": "no_place", "answer": "Plus de lit cette semaine."} if state == "refused" else {}
    )
    gone = state == "revoked"
    answering = opened.team.owner if opened else ground.by("protection-officer.national")
    key = book.add(
        NrmReferral, sent, reference=chance.reference(), unit=unit, detection=detection, file=file.id if file else None,
        opened=opened.id if opened else None, to=ground.mechanisms[to], state=state, urgent=urgent,
        safe_contact="" if gone else "Par l'association, avec le mot convenu.", note="", respond_by=sent + term, by=by,
        sent_at=sent, answered_at=answered, answered_by=answering if answered else None,
        done_at=min(answered + 3 * DAY, book.now) if answered and state == "done" else None, **columns,
    )  # fmt: skip
    for number, service in enumerate(SERVICES):
        word = "no" if number > 2 else "withdrawn" if gone else "yes"
        given = (
            answered.date() + DAY
            if answered and word == "yes" and (state == "done" or (state == "accepted" and number == 0))
            else None
        )
        book.bare(
            NrmItem, id=chance.key(sent), referral=key, service=service, word=word, said_on=sent.date(), language="fra",
            withdrawn_on=min(sent.date() + DAY, book.today) if gone else None, given_on=min(given, book.today) if given else None,
        )  # fmt: skip
    return key


def waiting_here(ground: Ground, lists: list[IndicatorList]) -> None:
    """Sent these last hours: an answer is awaited in Rabat, in Casablanca and in Nador; one of them urgent."""
    for number, (to, hours) in enumerate((("unit", 5), ("shelter", 20), ("association", 2))):
        key = detection(ground, lists, ground.book.today, None, True, by=number)
        account, unit = DETECTORS[number]
        sent = ground.book.now - timedelta(hours=hours)
        referral(ground, to=to, by=ground.by(account), unit=ground.units[unit].pk, sent=sent, state="sent", detection=key,
                 urgent=number == 1)  # fmt: skip


def from_file(ground: Ground, file: PastFile) -> None:
    """From a victim's file to a partner on paper; the answer is a clock of the file."""
    sent = ground.book.now - timedelta(hours=30)
    key = referral(
        ground, to="legal", by=file.team.owner, unit=file.team.unit.pk, sent=sent, state="sent", file=file
    )
    file.start("answer", sent.date(), (sent + timedelta(hours=72)).date(), key)
