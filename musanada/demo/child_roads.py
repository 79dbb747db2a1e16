"""What became of each child: the road of the plan, told in its order, and the closure that another person approved."""

from datetime import date, timedelta
from uuid import UUID

from musanada.demo import plan_protection as plan
from musanada.demo import protection_words as words
from musanada.demo.child_files import (
    Telling,
    begin,
    care,
    concerns,
    family,
    guardian,
    risks,
    school,
    traced,
    tried,
    visit,
)
from musanada.demo.child_interests import (
    activated,
    after_home,
    assess,
    decided,
    determination,
    need,
    options,
    panel,
    renewed,
    sealed,
    tracing,
)
from musanada.demo.child_plan import growing_up, services
from musanada.demo.children import Kid
from musanada.demo.protection_book import DAY, Book, Team, at_noon
from musanada.protection.closing_rules import CLOSURES
from musanada.protection.models import Closing

# Days from the identification to the closure asked for, at least and at most.
LASTED = {
    "lost_early": (8, 40), "lost": (70, 300), "onward": (35, 260), "plan": (140, 420), "care": (170, 500),
    "transferred": (40, 200), "withdrew": (30, 200), "deceased": (60, 200), "bid_care": (300, 480),
    "bid_returned": (620, 660), "bid_reunified": (620, 660),
}  # fmt: skip
REASON = {"lost_early": "lost", "bid_returned": "returned", "bid_reunified": "reunified", "bid_care": "care"}
AFTERCARE = ("adult", "plan", "care", "reunified", "returned")
LATELY = ("integration", "return", "family_here", "resettlement", "care")


def tell(book: Book, team: Team, kid: Kid, met: date | None = None) -> Telling:
    """One file, whole. ``met``: the first time in the street."""
    until = ending(book, kid)
    t = begin(book, team, kid, until, met=met)
    t.file.open_today = kid.road in plan.OPEN
    relatives = family(t)
    guardian(t)
    concerns(t)
    services(t)
    walk(t)
    if traced(kid):
        tracing(t, relatives, home=t.file.days.get("home"))
    care(t)
    school(t)
    growing_up(t)
    if kid.road in ("lost", "lost_early"):
        tried(t)
    risks(t)
    if not t.file.open_today:
        close(t)
    t.file.finish()
    return t


def ending(book: Book, kid: Kid) -> date:
    """The day the closure is asked for, or today."""
    if kid.road in plan.OPEN:
        return book.today
    if kid.road == "adult":
        return min(kid.eighteen + timedelta(days=20 + book.chance.randrange(180)), book.today - 10 * DAY)
    least, most = LASTED[kid.road]
    return min(kid.day + timedelta(days=least + book.chance.randrange(most - least)), book.today - 10 * DAY)


def walk(t: Telling) -> None:
    """The steps of the procedure."""
    road, chance, day = t.kid.road, t.chance, t.kid.day
    if road == "lost_early":
        return
    opened = day + chance.randrange(4) * DAY
    reviewed = assess(t, opened, "first", late=chance.part(0.19))[1]
    if road == "withdrew" and chance.part(0.4):
        return
    on = activated(t, reviewed)
    if road in ("bid_returned", "bid_reunified", "bid_care"):
        decided_then(t, on)
    elif road == "bid_open":
        decided_lately(t, renewed(t, on, t.until - 200 * DAY))
    elif road == "bid_waiting":
        waiting(t, renewed(t, on, t.until - 100 * DAY))
    else:
        renewed(t, on, t.until)


def decided_then(t: Telling, on: date) -> None:
    """A panel of 2024: the child went home, or to a lasting place."""
    road, chance = t.kid.road, t.chance
    here = "family_here" if t.kid.country == "MAR" else "family_elsewhere"
    outlook = {"bid_returned": "return", "bid_reunified": here}.get(road, "care")
    key, asked = need_later(t, on + (8 + chance.randrange(30)) * DAY, outlook)
    met = asked + (25 + chance.randrange(60)) * DAY
    done = met + (15 + chance.randrange(45)) * DAY
    decided(t, key, asked, outlook, met, told=True, done=done)
    if road != "bid_care":
        after_home(t, "return" if road == "bid_returned" else "reunification", done + DAY)


def need_later(t: Telling, day: date, outlook: str) -> tuple[UUID, date]:
    trigger = {"return": "return", "care": "care", "resettlement": "resettlement"}.get(
        outlook, "reunification"
    )
    return need(t, min(day, t.until - 30 * DAY), outlook, trigger)


def decided_lately(t: Telling, on: date) -> None:
    """Decided these last weeks: told or to be told, put into effect or to be."""
    chance, today = t.chance, t.until
    outlook = chance.choice(LATELY)
    outlook = "care" if outlook in ("return", "resettlement") and not t.kid.country else outlook
    key, asked = need_later(t, max(on + DAY, today - (110 + chance.randrange(30)) * DAY), outlook)
    met = today - (9 + chance.randrange(40)) * DAY
    told = chance.part(0.72)
    done = met + 8 * DAY if told and chance.part(0.4) and met + 8 * DAY < today else None
    decided(t, key, asked, outlook, met, told=told, done=done)


def waiting(t: Telling, on: date) -> None:
    """Being written, being read over, sealed, or on a panel's table: one after the other."""
    chance, today = t.chance, t.until
    outlook = chance.choice(("care", "integration", "family_here"))
    key, asked = need_later(t, max(on + DAY, today - (60 + chance.randrange(20)) * DAY), outlook)
    stage = t.book.turn("bid", 4)
    if stage == 0:
        panel_today(t, key, asked, outlook, met=today + chance.randrange(0, 4) * DAY)
    elif stage == 1:
        bid = determination(t, key, asked, "review")
        options(t, asked, outlook, bid=bid)
    elif stage == 2:
        columns = sealed(t, today - 6 * DAY, at_noon(today - 4 * DAY, 16))
        bid = determination(t, key, asked, "sealed", **columns)
        options(t, asked, outlook, bid=bid)
    else:
        bid = determination(t, key, asked, "draft", report="")
        options(t, asked, outlook, bid=bid)


def panel_today(t: Telling, key: UUID, asked: date, outlook: str, met: date) -> None:
    """Convened: the chair has voted, the others read."""
    today = t.until
    columns = sealed(t, today - 8 * DAY, at_noon(today - 6 * DAY, 16)) | {"panel_on": met}
    bid = determination(t, key, asked, "scheduled", **columns)
    options(t, asked, outlook, bid=bid)
    panel(t, bid, today - DAY, (outlook,), today - 5 * DAY)
    t.file.step("schedule_bid", today - 5 * DAY)


def close(t: Telling) -> None:
    """Asked by who answers for the file, approved by another within days; news afterwards for some."""
    file, chance, kid = t.file, t.chance, t.kid
    reason = REASON.get(kid.road, kid.road)
    asked = t.until
    answered = min(asked + chance.randrange(6) * DAY, t.book.today)
    news = answered + (60 + chance.randrange(60)) * DAY if reason in AFTERCARE and chance.part(0.75) else None
    file.add(
        Closing, asked, reason=reason, text=chance.choice(words.CLOSED), attempts=3 if reason == "lost" else 0,
        feedback="Dit merci." if chance.part(0.3) and reason in AFTERCARE else "",
        aftercare="Appeler la permanence, l'après-midi." if news else "", aftercare_on=news, state="approved",
        asked_on=asked, asked_by=t.by, answered_on=answered, answered_by=file.team.second, answer="",
    )  # fmt: skip
    file.start("closing", asked, asked + 7 * DAY)
    file.meet("closing", answered)
    file.closure = CLOSURES[reason]
    file.step("close", answered, by=file.team.second, reason=reason)
    file.drop_all(answered, but=("aftercare",))
    if news:
        done = news + chance.randrange(-3, 9) * DAY
        visit(
            t, "aftercare", news, done if done < t.book.today and chance.part(0.85) else None, since=answered
        )
    if kid.road == "deceased":
        t.book.dead.add(kid.key)
