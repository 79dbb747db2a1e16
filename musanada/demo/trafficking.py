"""Trafficking in the demonstration: checklists ticked, referrals in every state, victims' files. Forty identified in 2024,
thirty-two of them women; several forms of exploitation at once, so that forms add up to more than victims."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from musanada.demo import children, detections
from musanada.demo import plan_protection as plan
from musanada.demo.child_files import pick
from musanada.demo.persons import names, pools
from musanada.demo.protection_book import DAY, PastFile, Team
from musanada.demo.protection_world import Ground
from musanada.kit.choices import Answer, BirthPrecision
from musanada.kit.dates import PartialDate
from musanada.kit.periods import add_months
from musanada.people.drafts import PersonDraft
from musanada.protection.closing_rules import CLOSURES
from musanada.protection.models import (
    Closing,
    Episode,
    EpisodeForm,
    FollowUp,
    PlanAction,
    Proceeding,
    Reflection,
    ReturnRisk,
    RiskRecord,
    SafetyPlan,
    Service,
    Victim,
    VictimScreening,
    VictimStatus,
)

TOWNS = (("MA-RAB", 26), ("MA-CAS", 58), ("MA-OUJ", 72), ("MA-NAD", 88), ("MA-MAR", 100))
COUNTRIES = (
    ("CIV", 30),
    ("NGA", 48),
    ("GIN", 60),
    ("CMR", 70),
    ("SEN", 78),
    ("PHL", 86),
    ("MAR", 93),
    ("SLE", 100),
)
FORMS = (("sexual", 46), ("domestic", 66), ("labour", 82), ("begging", 92), ("marriage", 97), ("crime", 100))
ACTS = ("recruit", "transport", "transfer", "harbour", "receive")
MEANS = ("threat", "fraud", "power", "vulnerability", "payment")
STAGES = ("none", "complaint", "inquiry", "instruction", "trial", "conviction")
DANGERS = "Celui qui l'exploitait connaît le quartier ; une dette est réclamée à la famille."
STEPS = "Quitter par la cour, appeler la permanence, dire le mot convenu."
SERVICES = ("shelter", "health", "mhpss", "legal", "documentation")
FIRST, LAST = date(2024, 1, 8), date(2024, 12, 6)


@dataclass
class Someone:
    """A victim of the demonstration."""

    sex: str
    child: bool
    end: str  # received, presumed, identified, not_identified
    country: str
    town: str
    day: date


def fill(ground: Ground, numbers: plan.Numbers) -> int:
    """Returns how many files."""
    people = everyone(ground, numbers)
    files = [tell(ground, one) for one in people]
    detections.fill(ground, numbers, list(zip(people, files, strict=True)))
    for file in files:
        file.finish()
    return len(files)


def everyone(ground: Ground, numbers: plan.Numbers) -> list[Someone]:
    kinds = (
        ("F", False, "identified", numbers.women), ("M", False, "identified", numbers.men),
        ("M", True, "identified", numbers.boys), ("F", False, "presumed", numbers.presumed),
        ("F", False, "received", numbers.received), ("M", False, "not_identified", numbers.refused),
    )  # fmt: skip
    chance, today = ground.chance, ground.book.today
    made = []
    for sex, child, end, number in kinds:
        for _n in range(number):
            lately = end in ("received", "presumed")
            day = today - chance.randrange(3, 40) * DAY if lately else chance.day(FIRST, LAST)
            made.append(Someone(sex, child, end, pick(chance, COUNTRIES), pick(chance, TOWNS), day))
    return sorted(made, key=lambda one: one.day)


def tell(ground: Ground, one: Someone) -> PastFile:
    """One file: welcomed, screened, established by a body; help, safety, proceedings; followed or closed."""
    book, chance, team = ground.book, ground.chance, ground.teams[one.town]
    at = book.moment(one.day)
    person = draft(ground, one, team, at)
    secret = book.hide(team.unit, person, "victim", team.owner, team.second, at)
    file = PastFile(book, "victim", team, person.id, secret, one.day, at)
    file.columns = {
        "source": chance.choice(("association", "health", "police", "self", "patrol")), "town": team.town,
        "basis": "assent_alone" if one.child else "consent", "danger": chance.choice(("yes", "no", "unknown")),
        "urgent_needs": ",shelter,health,", "safe_contact": "Par la permanence, en fin de journée.", "risk": "high",
        "withhold": "Ne rien dire à la famille sans lui demander." if chance.part(0.3) else "",
    }  # fmt: skip
    old = one.day < book.today - 500 * DAY
    file.open_today = not (old and chance.part(0.72)) and one.end != "not_identified"
    until = book.today if file.open_today else one.day + timedelta(days=380 + chance.randrange(60))
    if one.end == "not_identified":
        until = one.day + timedelta(days=40 + chance.randrange(60))
    help_given(file, one, until)
    status = established(file, one)
    episodes(file, one)
    risk_and_safety(file, until)
    if one.end in ("identified", "presumed"):
        afterwards(file, one, until)
    shelter = one.day + chance.randrange(4) * DAY if chance.part(0.8) else None
    book.bare(
        Victim, file=file.id, child=one.child, citizen=one.country == "MAR", status=status, again=chance.part(0.05),
        shelter_on=min(shelter, book.today) if shelter else None,
    )  # fmt: skip
    if not file.open_today:
        close(file, until, "not_victim" if one.end == "not_identified" else "plan")
    return file


def draft(ground: Ground, one: Someone, team: Team, at: datetime) -> PersonDraft:
    """By the word agreed on, or by the name for most."""
    chance = ground.chance
    age = 15 + chance.randrange(2) if one.child else 19 + int(chance.betavariate(1.4, 3.6) * 26)
    birth = PartialDate(one.day.replace(year=one.day.year - age, day=1) - 90 * DAY, BirthPrecision.DAY)
    origin = children.origin_of(one.country)
    return PersonDraft(
        names=names(chance, origin, one.sex, pools()[origin["pool"]].draw(chance, "family")),
        sex=one.sex,
        birth=birth,
        nationalities=(one.country,),
        nationality_answer=Answer.GIVEN,
        languages=(origin["language"],),
        preferred_language=origin["language"],
        place=team.town,
        registered_on=one.day,
        recorded_at=at,
        id=chance.key(at),
        reference=chance.reference(),
    )


def help_given(file: PastFile, one: Someone, until: date) -> None:
    """Immediate, whatever the criminal case."""
    chance, by = file.book.chance, file.team.owner
    for kind in chance.sample(SERVICES, 3):
        on = min(one.day + chance.randrange(3) * DAY, until)
        given = min(on + chance.randrange(2) * DAY, until)
        waiting = file.open_today and on >= file.book.today - 3 * DAY and chance.part(0.5)
        key = file.add(
            Service, on, kind=kind, urgency="3h" if kind in ("shelter", "health") else "3d", agency="Association partenaire",
            asked_at=file.book.moment(on), state="asked" if waiting else "given", given_on=None if waiting else given, by=by,
        )  # fmt: skip
        file.start("service", on, on + (0 if kind in ("shelter", "health") else 3) * DAY, key)
        if not waiting:
            file.meet("service", given, key)
    due = one.day + timedelta(days=30 + chance.randrange(40))
    over = due < until or not file.open_today
    key = file.add(
        PlanAction, one.day, goal="Être en lieu sûr", action="Place au foyer, accompagnement", responsible="Permanence",
        due_on=due, agreed="yes", state="done" if over else "open", ended_on=min(due, until) if over else None, by=by,
    )  # fmt: skip
    file.start("action", one.day, due, key)
    if over:
        file.meet("action", min(due, until), key)


def established(file: PastFile, one: Someone) -> str:
    """The interview, then what was said by whom. Returns the status in force."""
    if one.end == "received":
        return "detected"
    chance, by, today = file.book.chance, file.team.owner, file.book.today
    heard = min(one.day + (1 + chance.randrange(5)) * DAY, today)
    shown = one.end != "not_identified" or chance.part(0.4)
    acts = chance.sample(ACTS, 2)
    file.add(
        VictimScreening, heard, on=heard, private=True, interpreter=chance.choice(("yes", "no")), agreed=True,
        acts=listed(acts) if shown else "", means="" if one.child or not shown else listed(chance.sample(MEANS, 2)),
        purposes=listed([pick(chance, FORMS)]) if shown else "", result="presumed" if shown else "not_shown",
        text="Récit cohérent, signes concordants." if shown else "Travail pénible, mais libre de partir.", by=by,
    )  # fmt: skip
    if not shown:
        said(file, "not_identified", heard, "team", "rule_out")
        return "not_identified"
    said(file, "presumed", heard, "team", "presume")
    if one.end == "presumed":
        return "presumed"
    decided = heard + timedelta(days=4 + chance.randrange(18))
    if one.end == "not_identified":
        said(file, "not_identified", decided, "prosecutor", "not_identify")
        return "not_identified"
    said(file, "identified", min(decided, date(2024, 12, 30)), "iom", "identify")
    return "identified"


def said(file: PastFile, status: str, on: date, body: str, step: str) -> None:
    file.add(VictimStatus, on, status=status, on=on, body=body, by=file.team.owner)
    file.step(step, on)
    file.days["status"] = on


def listed(codes: list[str]) -> str:
    return f",{','.join(codes)}," if codes else ""


def episodes(file: PastFile, one: Someone) -> None:
    """One or two times of exploitation, of one to three forms."""
    chance = file.book.chance
    if one.end == "not_identified":
        return
    for number in range(1 + (chance.part(0.25))):
        ends = one.day - timedelta(days=5 + chance.randrange(90) + 400 * number)
        begins = ends - timedelta(days=30 + chance.randrange(300))
        key = file.add(
            Episode, one.day, country=chance.choice(("MAR", "DZA", "LBY", one.country)), from_on=begins, to_on=ends,
            sector=chance.choice(("Maison", "Chantier", "Rue", "Bar", "Champs")), text="", by=file.team.owner,
        )  # fmt: skip
        first = pick(chance, FORMS)
        forms = {first, *(pick(chance, FORMS) for _n in range(chance.choice((0, 0, 1, 1, 2))))}
        for form in sorted(forms):
            file.add(EpisodeForm, one.day, episode=key, form=form)


def risk_and_safety(file: PastFile, until: date) -> None:
    """Seen again on the days of the rules, and a plan of safety that is written anew every three months."""
    chance, day, level, by = file.book.chance, file.since, "high", file.team.owner
    calmer, days = {"high": "medium", "medium": "low", "low": "low"}, {"high": 7, "medium": 14, "low": 30}
    count = 0
    while True:
        review = day + days[level] * DAY
        file.add(RiskRecord, day, level=level, on=day, reason="Vu à la permanence.", review_on=review, by=by)
        file.meet("risk", day)
        file.start("risk", day, review)
        file.level, count = level, count + 1
        day = review - chance.randrange(2) * DAY + (4 * DAY if chance.part(0.08) else timedelta())
        if day >= until:
            break
        level = calmer[level] if count % 4 == 0 else level
    file.columns["risk"] = file.level
    day, version = file.since + chance.randrange(4) * DAY, 1
    while day <= until and version < 12:
        file.add(
            SafetyPlan,
            day,
            version=version,
            on=day,
            dangers=DANGERS,
            steps=STEPS,
            review_on=day + 90 * DAY,
            by=by,
        )
        file.meet("safety", day)
        file.start("safety", day, day + 90 * DAY)
        day, version = day + (80 + chance.randrange(16)) * DAY, version + 1


def afterwards(file: PastFile, one: Someone, until: date) -> None:
    """Time to decide, the stage of proceedings, the year of visits, the risk before a return."""
    chance, by = file.book.chance, file.team.owner
    since = file.days.get("status", one.day)
    if one.country != "MAR":
        reflection(file, since, until)
    stage = 0 if chance.part(0.35) else 1 + chance.randrange(5)
    on = since
    for name in STAGES[min(stage, 1) : stage + 1]:
        if on <= until:
            file.add(Proceeding, on, stage=name, on=on, by=by)
        on += timedelta(days=30 + chance.randrange(90))
    for months in (1, 3, 6, 12):
        visit(file, add_months(one.day, months), until)
    if one.country != "MAR" and chance.part(0.25) and one.end == "identified":
        on = min(since + 60 * DAY, until)
        file.add(
            ReturnRisk, on, country=one.country, on=on, result=chance.choice(("safe", "conditions", "unsafe")),
            dangers="Dette, stigmate ; la famille accueille.", conditions="Relais d'une association sur place.",
            valid_to=on + 90 * DAY, by=by, approved_by=file.team.second, approved_on=on,
        )  # fmt: skip


def reflection(file: PastFile, since: date, until: date) -> None:
    chance = file.book.chance
    last = since + 29 * DAY
    over = last < file.book.today
    renewed = over and chance.part(0.3)
    choice = {"ended_on": min(last, until), "choice": chance.choice(("cooperate", "not", "later"))}
    file.add(
        Reflection, since, from_on=since, to_on=last, renewal=0, by=file.team.owner,
        **(choice if over and not renewed else {}),
    )  # fmt: skip
    file.start("reflection", since, last)
    if renewed:
        end = last + 30 * DAY
        done = {"ended_on": min(end, until), "choice": "cooperate"} if end < file.book.today else {}
        file.add(Reflection, last, from_on=last + DAY, to_on=end, renewal=1, by=file.team.owner, **done)
        file.start("reflection", last, end)
        if done:
            file.meet("reflection", min(end, until))
    elif over:
        file.meet("reflection", min(last, until))


def visit(file: PastFile, due: date, until: date) -> None:
    chance = file.book.chance
    if due > until and not file.open_today:
        return
    done = min(due + chance.randrange(-4, 4) * DAY, until)
    over = due < until and (chance.part(0.94) or not file.open_today)
    columns: dict[str, Any] = {"kind": "trafficking", "due_on": due}
    if over or not file.open_today:
        columns |= {
            "done_on": done,
            "way": "office",
            "alone": "yes",
            "findings": "Va mieux.",
            "by": file.team.owner,
        }
    key = file.add(FollowUp, file.since, **columns)
    file.start("follow_up", file.since, due, key)
    if "done_on" in columns:
        file.meet("follow_up", done, key)


def close(file: PastFile, on: date, reason: str) -> None:
    answered = min(on + file.book.chance.randrange(5) * DAY, file.book.today)
    file.add(
        Closing, on, reason=reason, text="Suivi achevé, avec son accord.", state="approved", asked_on=on,
        asked_by=file.team.owner, answered_on=answered, answered_by=file.team.second,
    )  # fmt: skip
    file.start("closing", on, on + 7 * DAY)
    file.meet("closing", answered)
    file.closure = CLOSURES[reason]
    file.step("close", answered, by=file.team.second, reason=reason)
    file.drop_all(answered)
