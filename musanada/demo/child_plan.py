"""What is done for one child: services asked for, the plan, the passage to adulthood."""

from datetime import date, timedelta

from musanada.demo import protection_words as words
from musanada.demo.child_files import Telling
from musanada.demo.protection_book import DAY
from musanada.protection.models import PlanAction, Service, TransitionItem

SERVICES = (
    ("health", "1d"),
    ("shelter", "1h"),
    ("food", "3h"),
    ("mhpss", "3d"),
    ("legal", "3d"),
    ("nfi", "1d"),
    ("documentation", "3d"),
)
TOPICS = [topic for topic, _label in TransitionItem.Topic.choices]


# Services and plan


def services(t: Telling) -> None:
    chance, file = t.chance, t.file
    for kind, urgency in chance.sample(SERVICES, 1 + chance.randrange(3)):
        on = t.some_day(t.kid.day, t.kid.day + 20 * DAY)
        late = chance.randrange(3) if urgency in ("1h", "3h", "1d") else 3
        given = min(on + timedelta(days=chance.randrange(late + 1)), t.until)
        state = chance.choice(("given",) * 8 + ("declined", "refused"))
        key = file.add(
            Service, on, kind=kind, urgency=urgency, agency=chance.choice(words.AGENCIES), asked_at=t.book.moment(on),
            state=state, given_on=given, note="" if state == "given" else "Voir le service.", by=t.by,
        )  # fmt: skip
        file.start("service", on, on + (3 if urgency == "3d" else 1 if urgency == "1d" else 0) * DAY, key)
        (file.meet if state == "given" else file.drop)("service", given, key)


def plan_actions(t: Telling, since: date) -> None:
    chance, file = t.chance, t.file
    for goal, action, who in chance.sample(words.PLAN, 2 + chance.randrange(2)):
        due = since + timedelta(days=20 + chance.randrange(100))
        ended = due + timedelta(days=chance.randrange(-18, 12))
        over = ended < t.until or not file.open_today
        ended = max(since, min(ended, t.until))
        state = chance.choice(("done", "done", "done", "failed", "dropped")) if over else "open"
        key = file.add(
            PlanAction, since, goal=goal, action=action, responsible=who, due_on=due, agreed="yes", state=state,
            ended_on=ended if over else None, ended_text=chance.choice(words.DONE) if over else "", by=t.by,
        )  # fmt: skip
        file.start("action", since, due, key)
        if over:
            (file.drop if state == "dropped" else file.meet)("action", ended, key)
    if file.open_today and since < t.book.today - 60 * DAY:
        due = t.book.today + chance.randrange(-8, 60) * DAY
        key = file.add(
            PlanAction, due - 60 * DAY, goal=words.PLAN[0][0], action="Faire le point avec le centre", due_on=due,
            responsible="Chargé de protection", agreed="yes", by=t.by,
        )  # fmt: skip
        file.start("action", due - 60 * DAY, due, key)


# Growing up


def growing_up(t: Telling) -> None:
    """From 17 on the points of the passage; at 18 the regime changes, and the consent is asked again."""
    kid, file, chance = t.kid, t.file, t.chance
    file.start("eighteen", kid.day, kid.eighteen)
    adult = kid.eighteen <= t.until
    if adult:
        file.meet("eighteen", kid.eighteen)
    since = max(kid.seventeen, kid.day)
    if since >= t.until:
        return
    whole = kid.road == "adult"
    file.start("transition", since, kid.eighteen)
    waiting = False
    for topic in TOPICS:
        share = 0.96 if adult else 0.5
        settled = whole or (chance.part(share) and (topic != "consent" or adult))
        first = max(kid.eighteen, since) if topic == "consent" else since
        on = t.some_day(first, first + 200 * DAY) if settled else None
        state = chance.choice(("ready", "ready", "not_needed")) if settled else "open"
        key = file.add(TransitionItem, since, topic=topic, state=state, on=on, by=t.by)
        if topic == "consent" and adult and not settled:
            file.start("transition", kid.eighteen, kid.eighteen + 30 * DAY, key)
        waiting = waiting or (not settled and (topic != "consent" or adult))
    if not waiting:
        file.meet("transition", t.until)
