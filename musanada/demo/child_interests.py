"""The best-interests procedure in invented files: assessments and their renewal, determinations by a panel, going home."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from musanada.demo import protection_words as words
from musanada.demo.child_files import REVIEW_BIA, Telling, visit
from musanada.demo.child_plan import plan_actions
from musanada.demo.protection_book import DAY, at_noon
from musanada.kit.periods import add_months
from musanada.protection.commands.past import WAITING
from musanada.protection.models import (
    Assessment,
    Determination,
    Factor,
    Option,
    PanelMember,
    Tracing,
    TracingAction,
)

VALID, WITHIN, TELL, REVISE, SEARCH = 180, 90, 7, 365, 30
OTHER = {"stay": "integration", "care": "family_here", "return": "care", "family_here": "care",
         "family_elsewhere": "care", "integration": "return", "resettlement": "integration", "transfer": "stay"}  # fmt: skip
FACTORS = [kind for kind, _label in Factor.Kind.choices]


def assess(
    t: Telling, opened: date, trigger: str, *, outlook: str = "stay", need: str = "no", late: bool = False
) -> tuple[UUID, date]:
    """An assessment done and reviewed by another. Returns its key and the day of the review."""
    chance, file = t.chance, t.file
    first = file.running("bia")
    due = first.due if first and trigger == "first" else opened + REVIEW_BIA[file.level or t.kid.risk] * DAY
    file.start("bia", opened, due)
    file.step("open_bia", opened, reason=trigger)
    done = due + (1 + chance.randrange(20)) * DAY if late else t.chance.day(min(opened + DAY, due), due)
    done = min(done, max(opened, t.until - 2 * DAY))
    reviewed = min(done + (1 + chance.randrange(6)) * DAY, t.until)
    key = file.add(
        Assessment, opened, trigger=trigger, state="reviewed", opened_on=opened, due_on=due, done_on=done, assessor=t.by,
        heard=chance.choice((",child,", ",child,carer,", ",child,teacher,")), interpreter=chance.choice(("yes", "no")),
        views=chance.choice(words.VIEWS), maturity=chance.choice(words.MATURITY), recommendation=outlook,
        reasons=chance.choice(words.REASONS), bid_needed=need, valid_to=reviewed + VALID * DAY,
        reviewer=file.team.second, reviewed_on=reviewed, review="Retenue.",
    )  # fmt: skip
    for kind in FACTORS:
        file.add(Factor, done, assessment=key, kind=kind, found=chance.choice(words.FOUND[kind]))
    options(t, done, outlook, assessment=key)
    file.meet("bia", done)
    file.step("finish_bia", reviewed, by=file.team.second)
    file.meet("bia_review", reviewed)
    file.start("bia_review", reviewed, reviewed + VALID * DAY)
    file.days["bia"] = reviewed
    return key, reviewed


def options(t: Telling, on: date, outlook: str, **of: UUID) -> list[dict[str, Any]]:
    """The one recommended, and another to weigh it against."""
    made = []
    for one in (outlook, OTHER.get(outlook, "stay")):
        weighed = {"outlook": one, "pros": t.chance.choice(words.PROS), "cons": t.chance.choice(words.CONS)}
        country = t.kid.country if one in ("return", "family_elsewhere") and t.kid.country else None
        t.file.add(Option, on, **weighed, country=country, **of)
        made.append(weighed)
    return made


def activated(t: Telling, reviewed: date, *, again: bool = False) -> date:
    """The plan is put to work; once written it is only gone on with."""
    on = min(reviewed + t.chance.randrange(6) * DAY, t.until)
    if not again:
        plan_actions(t, reviewed)
    t.file.step("activate_plan", on)
    return on


def renewed(t: Telling, since: date, until: date) -> date:
    """What was assessed is assessed again before it lapses. Returns the day of the last."""
    day = since + (VALID - 20 + t.chance.randrange(24)) * DAY
    while day < until - 12 * DAY:
        since = activated(t, assess(t, day, "care", late=t.chance.part(0.1))[1], again=True)
        day = since + (VALID - 20 + t.chance.randrange(24)) * DAY
    return since


# Determination


def need(t: Telling, opened: date, outlook: str, trigger: str) -> tuple[UUID, date]:
    """An assessment that concludes to a panel. Returns its key, and the day the determination is asked for."""
    key, reviewed = assess(t, opened, trigger, outlook=outlook, need="durable")
    day = min(reviewed + (1 + t.chance.randrange(5)) * DAY, t.until)
    t.file.step("need_bid", day)
    t.file.start("bid", day, day + WITHIN * DAY)
    return key, day


def determination(t: Telling, assessment: UUID, opened: date, state: str, **columns: Any) -> UUID:
    values = {
        "reference": t.chance.reference(),
        "assessment": assessment,
        "question": "durable",
        "state": state,
        "opened_on": opened,
        "due_on": opened + WITHIN * DAY,
        "officer": t.by,
        "report": "Faits établis à l'évaluation ; options pesées ; recommandation en dernière page.",
    }
    return t.file.add(Determination, opened, **values | columns)


def sealed(t: Telling, on: date, at: datetime) -> dict[str, Any]:
    """What the panel reads is sealed once the file is kept (``seal_past_dossiers``), under this moment."""
    return {"digest": WAITING, "sealed_at": at, "reviewer": t.file.team.second, "reviewed_on": on}


def panel(t: Telling, bid: UUID, met: date, votes: tuple[str, ...] | None, seated: date) -> None:
    """Three or more members, none of whom wrote or reviewed; ``votes``: None where it is still to sit."""
    for number, user in enumerate(t.file.team.panel):
        columns: dict[str, Any] = {}
        if votes is not None and number < len(votes) and votes[number]:
            vote = votes[number]
            different = vote != votes[0]
            columns = {
                "conflict": False,
                "read_at": at_noon(met - DAY, 15),
                "vote": vote,
                "voted_at": at_noon(met, 10, 5 * number),
                "dissent": "Une autre voie lui semblait plus sûre." if different else "",
            }
        t.file.add(
            PanelMember, seated, bid=bid, user=user, seat="chair" if number == 0 else "member", **columns
        )


def decided(
    t: Telling, assessment: UUID, opened: date, outlook: str, met: date, *, told: bool, done: date | None
) -> UUID:
    """Sealed, read, voted and decided on ``met``; told to the child; put into effect on ``done``."""
    file, chance = t.file, t.chance
    on = max(opened + 4 * DAY, met - 12 * DAY)
    told_on = met + (1 + chance.randrange(6)) * DAY if told else None
    columns = sealed(t, on, at_noon(max(on, met - 8 * DAY), 16)) | {
        "panel_on": met, "decided_on": met, "outlook": outlook, "reasons": chance.choice(words.REASONS),
        "conditions": "Suivi à un, trois, six et douze mois.", "follower": t.by, "review_on": met + REVISE * DAY,
        "country": t.kid.country if outlook in ("return", "family_elsewhere") and t.kid.country else None,
        "told_on": told_on, "told_by": t.by if told else None, "implemented_on": done,
    }  # fmt: skip
    bid = determination(t, assessment, opened, "implemented" if done else "decided", **columns)
    options(t, on, outlook, bid=bid)
    split = chance.part(0.2)
    members = len(file.team.panel)
    votes = (
        outlook,
        *((OTHER[outlook] if split and n == members - 1 else outlook) for n in range(1, members)),
    )
    panel(t, bid, met, votes, max(opened + 2 * DAY, met - 12 * DAY))
    file.step("schedule_bid", max(opened, met - 7 * DAY))
    file.step("decide_bid", met)
    file.meet("bid", met)
    file.start("told", met, met + TELL * DAY)
    file.start("bid_review", met, met + REVISE * DAY)
    if told_on:
        file.meet("told", told_on)
    if done:
        file.step("implement", done)
    return bid


# The family


def tracing(t: Telling, relatives: list[UUID], *, home: date | None = None) -> None:
    """On the child's wish: steps, an answer or none; verified before anybody goes home."""
    chance, file = t.chance, t.file
    opened = t.some_day(t.kid.day + 3 * DAY, t.kid.day + 25 * DAY)
    until = home or t.until
    steps = [
        min(opened + n * (SEARCH - 4) * DAY, until) for n in range(1 + chance.randrange(4 if home else 3))
    ]
    state = "reunified" if home else chance.choice(("progress", "found", "failed", "stopped", "failed"))
    if not file.open_today and not home and state in ("progress", "found"):
        state = "failed"
    over = state in ("failed", "stopped", "reunified")
    ended = home or min(steps[-1] + 20 * DAY, t.until)
    next_on = None if over else t.book.today + chance.randrange(-6, 30) * DAY
    checked = {"family_willing": "yes", "child_willing": "yes", "home_safe": "yes", "verified_on": home - 20 * DAY if home else None,
               "verified_how": "Appel vidéo croisé, visite du foyer par un partenaire."}  # fmt: skip
    key = file.add(
        Tracing, opened, relative=relatives[0], state=state, opened_on=opened, closed_on=ended if over else None,
        next_on=next_on, obstacles="" if state != "failed" else "Numéros morts, adresse inconnue.", by=t.by,
        reunified_on=home, **(checked if home else {}),
    )  # fmt: skip
    for number, on in enumerate(steps):
        last = number == len(steps) - 1
        outcome = (
            "success"
            if last and state in ("found", "reunified")
            else "pending"
            if last and not over
            else "failure"
        )
        file.add(
            TracingAction, on, tracing=key, on=on, kind=chance.choice(("phone", "ngo", "icrc", "case")), outcome=outcome,
            text="Avec le relais de la Croix-Rouge.", by=t.by,
        )  # fmt: skip
    file.start("tracing", opened, next_on or opened + SEARCH * DAY, key)
    if state == "reunified":
        file.meet("tracing", ended, key)
    elif over:
        file.drop("tracing", ended, key)


def after_home(t: Telling, kind: str, home: date) -> None:
    """Visits one, three, six and twelve months after."""
    for months in (1, 3, 6, 12):
        due = add_months(home, months)
        visit(t, kind, due, min(due + t.chance.randrange(-3, 9) * DAY, t.until), since=home)
    t.file.days["home"] = home


def months_later(day: date, count: int) -> date:
    return day + timedelta(days=30 * count)
