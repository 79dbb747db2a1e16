"""One child's file from the day of identification to its end or to today: what the twelve fields say, care, visits, plan.

How it went is the road of the plan; the best-interests procedure stands in ``child_interests``. Each command that makes
something due starts its clock, each that does it meets it: the same here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from musanada.demo import children
from musanada.demo import protection_words as words
from musanada.demo.chance import Chance
from musanada.demo.children import Kid
from musanada.demo.protection_book import DAY, Book, PastFile, Team
from musanada.protection.models import (
    AgeRecord,
    CareArrangement,
    Child,
    Concern,
    FamilyMember,
    FollowUp,
    Harm,
    Mandate,
    MappedChild,
    RiskRecord,
    Schooling,
    Separation,
)

REVIEW = {"high": 7, "medium": 14, "low": 30}
SOURCES = (
    ("patrol", 46),
    ("association", 66),
    ("self", 76),
    ("police", 83),
    ("health", 90),
    ("border", 96),
    ("community", 100),
)
STREET = (("street", 48), ("child_headed", 66), ("shelter", 82), ("unrelated", 100))
WITH_KIN = (("kinship", 44), ("sibling", 66), ("unrelated", 90), ("street", 100))
PLACED = (("residential", 46), ("shelter", 66), ("foster", 76), ("independent", 92), ("kafala", 100))
LASTING = (("residential", 50), ("foster", 72), ("kafala", 84), ("kinship", 100))
CONCERNS = (("street", 34), ("distress", 58), ("addiction", 66), ("labour", 76), ("gbv", 82), ("detained", 88), ("illness", 93),
            ("trafficked", 97), ("disability", 100))  # fmt: skip
TIES = (("mother", 40), ("father", 60), ("uncle", 78), ("sibling", 92), ("grandparent", 100))
CAUSES = (
    ("migration", 46),
    ("poverty", 64),
    ("conflict", 76),
    ("death", 84),
    ("abuse", 92),
    ("divorce", 100),
)
SCHOOLS = (("second_chance", 46), ("vocational", 76), ("school", 100))


def pick(chance: Chance, table: tuple[tuple[str, int], ...]) -> str:
    return chance.weighted([name for name, _w in table], [w for _name, w in table])


@dataclass
class Telling:
    """What the parts of one file share."""

    book: Book
    kid: Kid
    file: PastFile
    until: date  # of the closure asked, or today

    @property
    def chance(self) -> Chance:
        return self.book.chance

    @property
    def by(self) -> UUID:
        return self.file.team.owner

    def some_day(self, first: date, last: date) -> date:
        """Between both, and inside the file's life."""
        first = min(max(first, self.kid.day), self.until)
        return self.chance.day(first, max(first, min(last, self.until)))


def begin(book: Book, team: Team, kid: Kid, until: date, *, met: date | None = None) -> Telling:
    """The person, the secret, the file, and the first day's rows. ``met``: first seen in the street."""
    chance = book.chance
    at = book.moment(kid.day)
    draft = children.draft(chance, kid, team.town, at, kid.day)
    named = team.second if chance.part(0.8) or kid.road in ("bid_waiting",) else None
    secret = book.hide(team.unit, draft, "child", team.owner, named, at)
    file = PastFile(book, "child", team, kid.key, secret, kid.day, at)
    kid.file = file
    basis = "assent_alone" if kid.status == "unaccompanied" else "assent"
    urgent = [
        code for code, share in (("health", 0.4), ("shelter", 0.6), ("food", 0.5)) if chance.part(share)
    ]
    vital = kid.critical and chance.part(0.3)
    file.columns = {
        "source": pick(chance, SOURCES),
        "town": team.town,
        "basis": "vital_interest" if vital else basis,
        "basis_text": "Enfant très jeune trouvé seul de nuit, sans adulte joignable." if vital else "",
        "danger": "yes" if kid.risk == "high" else "no",
        "urgent_needs": f",{','.join(urgent)}," if urgent else "",
        "safe_contact": "Par l'éducateur, l'après-midi." if chance.part(0.5) else "",
        "risk": kid.risk,
    }
    told = Telling(book, kid, file, until)
    child_row(told, met or kid.day)
    ages(told)
    file.start("bia", kid.day, kid.day + REVIEW_BIA[kid.risk] * DAY)
    return told


REVIEW_BIA = {"high": 7, "medium": 14, "low": 30}


def child_row(t: Telling, met: date) -> None:
    book, kid, chance = t.book, t.kid, t.chance
    adult = kid.eighteen <= book.today
    kid.mapped = book.add(
        MappedChild, book.moment(met), reference=chance.reference(), unit=t.file.team.unit.pk, person=kid.key,
        nickname=chance.choice(words.NICKNAMES), sex=kid.sex, born_about=kid.birth.date.year if kid.birth.date else None,
        nationality=kid.country or None, first_on=met, recorded_by=t.by,
    )  # fmt: skip
    entered = kid.day - timedelta(days=20 + int(chance.expovariate(0.006)))
    schooled = ("never", "primary", "primary", "lower", "religious", "unknown")
    book.bare(
        Child,
        file=t.file.id,
        mapped=kid.mapped,
        status=kid.status,
        status_on=kid.day + 3 * DAY if chance.part(0.7) else None,
        displacement="resident"
        if kid.country == "MAR"
        else chance.choice(("irregular",) * 7 + ("seeker", "refugee", "unknown")),
        critical=kid.critical,
        critical_under=13,
        regime="adult" if adult else "child",
        eighteen_on=kid.eighteen if adult else None,
        entered_on=entered if kid.country != "MAR" and chance.part(0.6) else None,
        heading=chance.choice(("Espagne", "Rester ici", "France", "Ne sait pas")),
        birth_registered=chance.choice(("yes", "unknown", "unknown", "no")),
        consulate=chance.choice(("yes", "no", "not_asked")),
        school=chance.choice(schooled),
        in_school="no",
        works=chance.choice(("no", "no", "yes", "unknown")),
        disability="yes" if chance.part(0.04) else "no" if chance.part(0.6) else "not_asked",
        parenthood="yes" if kid.sex == "F" and kid.age > 14 and chance.part(0.08) else "no",
        wants_tracing="yes" if traced(kid) else chance.choice(("no", "unknown", "yes")),
    )


def traced(kid: Kid) -> bool:
    """Those whose family is looked for: all that went back to it, and one in four."""
    return kid.road in ("bid_returned", "bid_reunified") or kid.day.day % 4 == 0


def ages(t: Telling) -> None:
    """What the child says is retained; in serious doubt an interview, and the doubt is for the child."""
    kid, chance = t.kid, t.chance
    t.file.add(
        AgeRecord, kid.day, method="claimed", on=kid.day, birth_date=kid.birth.date, applied=True, by=t.by
    )
    if kid.age > 15 and chance.part(0.12):
        on = t.some_day(kid.day + 5 * DAY, kid.day + 40 * DAY)
        t.file.add(
            AgeRecord, on, method="interview", on=on, who="Éducateur, psychologue et médecin", low=kid.age - 1,
            high=kid.age + 2, doubt=kid.age + 2 >= 18, why="Doute sérieux : deux dates de naissance différentes.",
            agreed="yes", by=t.by,
        )  # fmt: skip
    elif chance.part(0.1):
        on = t.some_day(kid.day + 10 * DAY, kid.day + 90 * DAY)
        t.file.add(
            AgeRecord,
            on,
            method="document",
            on=on,
            who="Carte consulaire",
            birth_date=kid.birth.date,
            by=t.by,
        )


# Risk


def risks(t: Telling) -> None:
    """Reviewed on the days that rules say, some of them late; calmer as time goes by."""
    day, level, calmer = t.kid.day, t.kid.risk, ("high", "medium", "low")
    left, last = 3 + t.chance.randrange(4), ""
    while True:
        last = level
        t.file.add(
            RiskRecord, day, level=level, on=day, reason=t.chance.choice(words.RISKS[level]),
            review_on=day + REVIEW[level] * DAY, by=t.by,
        )  # fmt: skip
        t.file.meet("risk", day)
        t.file.start("risk", day, day + REVIEW[level] * DAY)
        day = day + (REVIEW[level] - t.chance.randrange(3)) * DAY
        if t.chance.part(0.09):
            day += (3 + t.chance.randrange(7)) * DAY
        if day >= t.until:
            break
        left -= 1
        if left <= 0 and level != "low":
            level, left = calmer[calmer.index(level) + 1], 2 + t.chance.randrange(4)
    t.file.columns["risk"] = t.file.level = last


# Family


def family(t: Telling) -> list[UUID]:
    chance, kid, first = t.chance, t.kid, t.kid.day
    looked_for = traced(kid)
    made = []
    for rank in range(1 + chance.randrange(3) if chance.part(0.8) or looked_for else 0):
        tie = "mother" if rank == 0 and looked_for else pick(chance, TIES)
        made.append(
            t.file.add(
                FamilyMember,
                first,
                tie=tie,
                name=f"{kid.surname[0]}",
                name_ar=f"{kid.surname[1]}",
                sex="F" if tie == "mother" else "M" if tie == "father" else "not_asked",
                alive="yes" if rank == 0 and looked_for else chance.choice(("yes", "yes", "unknown", "no")),
                carer=rank == 0,
                nationality=kid.country or None,
                where="Quartier du marché, ville d'origine",
                in_contact=chance.choice(("yes", "no", "unknown")),
                wished="yes" if looked_for and rank == 0 else chance.choice(("yes", "unknown", "no")),
                safe="yes" if looked_for and rank == 0 else chance.choice(("yes", "unknown")),
                rank=rank + 1,
                by=t.by,
            )
        )
    if chance.part(0.85):
        apart = first - timedelta(days=30 + int(chance.expovariate(0.003)))
        born = kid.birth.date or apart
        t.file.add(
            Separation, first, on=max(apart, born + timedelta(days=400)), where="Ville d'origine", cause=pick(chance, CAUSES),
            wanted=chance.choice(("yes", "no", "unknown")), text="Parti avec d'autres enfants du quartier.", by=t.by,
        )  # fmt: skip
    return made


# Care, guardian, concerns, school


def care(t: Telling) -> None:
    """Where the child was found, then a place; who is gone has left it."""
    kid, chance = t.kid, t.chance
    first = pick(chance, STREET if kid.status == "unaccompanied" else WITH_KIN)
    placed = kid.road not in ("lost_early",) and chance.part(0.72 if kid.road in ("lost", "onward") else 0.94)
    change = kid.day + timedelta(days=2 + int(chance.expovariate(0.06)))
    gone = kid.road in ("lost_early", "lost", "onward", "withdrew")
    placed = placed or kid.road in ("care", "bid_care")
    if not placed or change >= t.until - 10 * DAY:
        care_row(t, first, kid.day, t.until if gone else None, "left")
        return
    care_row(t, first, kid.day, change, "planned")
    lasting = kid.road in ("care", "bid_care")
    kind = pick(chance, LASTING if lasting else PLACED)
    if kid.road == "former" or (kid.road == "adult" and chance.part(0.6)):
        kind = "independent"
    every = 30 if kind in ("foster", "kafala", "independent") else 60
    ended = {"bid_returned": "planned", "bid_reunified": "planned"}.get(kid.road, "left" if gone else "")
    last = t.until - 3 * DAY if ended == "left" else None
    if ended == "planned":
        last = file_day(t, "home") or t.until
    care_row(t, kind, change, last, ended, every=every if not ended else None)
    if ended == "planned":
        care_row(t, "parents", last or t.until, None, "")
    visits(t, change, every, gone)


def file_day(t: Telling, name: str) -> date | None:
    """A day another part has told: when the child went home."""
    return t.file.days.get(name)


def care_row(
    t: Telling, kind: str, since: date, to: date | None, end: str, *, every: int | None = None
) -> None:
    placed = kind in CareArrangement.PLACED
    t.file.add(
        CareArrangement, since, kind=kind, agency=t.chance.choice(words.CENTRES) if placed else "", town=t.file.team.town,
        from_on=since, to_on=max(to, since) if to else None, end=end if to else "",
        formal="yes" if kind == "kafala" else "unknown" if placed else "not_asked",
        decision="Ordonnance, greffe du tribunal" if kind == "kafala" else "",
        checked_on=since if placed else None, every_days=every, by=t.by,
    )  # fmt: skip


def visits(t: Telling, since: date, every: int, gone: bool) -> None:
    """In care: most are made; of who is gone the last three found nobody."""
    day, missed = since + every * DAY, 0
    while day < t.until - (25 if gone else 0) * DAY:
        visit(t, "care", day, min(day + t.chance.randrange(-6, 2) * DAY, t.until))
        day += every * DAY
        missed += 1
        if missed > 12:
            every = 90
    if not gone and t.file.open_today:
        visit(t, "care", max(day, t.until + t.chance.randrange(-9, 40) * DAY), None)


def tried(t: Telling) -> None:
    """Before a file is closed as lost: three attempts."""
    for back in (21, 12, 4):
        on = max(t.kid.day, t.until - back * DAY)
        key = t.file.add(
            FollowUp, on, kind="care", due_on=on, missed_on=on, findings=t.chance.choice(words.TRIED), by=t.by
        )
        t.file.start("follow_up", on, on, key)
        t.file.drop("follow_up", on, key)


def visit(t: Telling, kind: str, due: date, done: date | None, since: date | None = None) -> None:
    clock = "aftercare" if kind == "aftercare" else "follow_up"
    known = since or max(t.kid.day, due - 30 * DAY)
    columns: dict[str, Any] = {"kind": kind, "due_on": due}
    if done:
        columns |= {
            "done_on": done,
            "way": t.chance.choice(("visit", "visit", "office", "phone")),
            "alone": t.chance.choice(("yes", "yes", "no", "not_asked")),
            "findings": t.chance.choice(words.SEEN),
            "by": t.by,
        }
    known = min(known, done) if done else known
    key = t.file.add(FollowUp, min(known, t.book.today), **columns)
    t.file.start(clock, min(known, t.book.today), due, key)
    if done:
        t.file.meet(clock, done, key)


def guardian(t: Telling) -> None:
    """Asked for within three days for most; granted to some."""
    kid, chance = t.kid, t.chance
    t.file.start("guardian", kid.day, kid.day + 3 * DAY)
    asked = kid.day + timedelta(days=chance.randrange(4) if chance.part(0.84) else 4 + chance.randrange(18))
    if (kid.road == "lost_early" and chance.part(0.4)) or asked >= t.until:
        return
    granted = asked + timedelta(days=6 + int(chance.expovariate(0.04)))
    state = (
        "active" if chance.part(0.62) and granted < t.until else "refused" if chance.part(0.12) else "asked"
    )
    ends = min(kid.eighteen, t.until) if kid.eighteen <= t.until else None
    columns: dict[str, Any] = {"state": state}
    if state == "active":
        columns |= {"from_on": granted, "holder": "Représentant désigné", "named_by": "Juge des mineurs"}
        if ends and ends >= granted:
            columns |= {"state": "ended", "to_on": ends, "why": "Majorité de l'enfant."}
    elif state == "refused":
        columns |= {"to_on": min(granted, t.until), "why": "Dossier incomplet selon le greffe."}
    kind = chance.choice(("temporary", "temporary", "ad_hoc", "guardian"))
    t.file.add(Mandate, asked, kind=kind, asked_on=asked, by=t.by, **columns)
    t.file.meet("guardian", asked)


def concerns(t: Telling) -> None:
    chance, kid = t.chance, t.kid
    for _n in range(chance.choice((0, 1, 1, 1, 2))):
        on = t.some_day(kid.day, kid.day + 30 * DAY)
        closed = on + timedelta(days=20 + chance.randrange(160))
        t.file.add(
            Concern, on, kind=pick(chance, CONCERNS), phase=chance.choice(("route", "here", "here", "home")), opened_on=on,
            closed_on=closed if closed < t.until and chance.part(0.7) else None, details="", by=t.by,
        )  # fmt: skip
    if chance.part(0.07):
        t.file.add(
            Harm, kid.day, kind=chance.choice(("physical", "exploitation", "sexual", "expulsion")), where="En route",
            relation="Inconnu de l'enfant", told_to="Équipe de protection", agreed="yes", text="Soins donnés.", by=t.by,
        )  # fmt: skip


def school(t: Telling) -> None:
    chance, kid = t.chance, t.kid
    since = kid.day + timedelta(days=40 + chance.randrange(120))
    if since > t.until - 20 * DAY or not chance.part(0.42 if kid.age < 16 else 0.22):
        return
    ended = since + timedelta(days=120 + chance.randrange(400))
    over = not t.file.open_today or ended < t.until
    t.file.add(
        Schooling, since, kind=pick(chance, SCHOOLS) if kid.age > 11 else "school", place="Établissement du quartier",
        level="Première année", from_on=since, to_on=max(since, min(ended, t.until)) if over else None,
        ended="Année achevée." if over else "", by=t.by,
    )  # fmt: skip
