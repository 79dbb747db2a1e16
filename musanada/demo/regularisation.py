"""The applicants of 2014: drawn so that offices, sexes, ages and nationalities count to the plan, file by file."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from musanada.demo import calendar_2014 as calendar
from musanada.demo import plan_2014 as plan
from musanada.demo.chance import Chance

REFUSED = ("women", "children", "minors", "accepted", "rejected", "withdrawn", "refused")
LIFTED = ("women", "children", "minors", "accepted")
FIRST = ("january", "february", "after")
UNLUCKY = ("rejected", "withdrawn", "refused", "never")


@dataclass
class Applicant:
    """A file before it has a name: how it went and who it is about."""

    path: str
    office: str = ""
    country: str = ""
    sex: str = ""
    minor: bool = False
    course: calendar.Course | None = None
    claims: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    appealed: bool = False
    parent: "Applicant | None" = None
    id: UUID | None = None
    person: UUID | None = None
    surname: tuple[str, str] = ("", "")
    children: "list[Applicant]" = field(default_factory=list)

    @property
    def when(self) -> calendar.Course:
        if self.course is None:
            raise LookupError("a file of the demonstration has no dates yet")
        return self.course

    @property
    def refused(self) -> bool:
        return self.path in REFUSED

    @property
    def favourable(self) -> bool:
        return self.path in FIRST or self.path in LIFTED


def draw(chance: Chance, numbers: plan.Numbers) -> list[Applicant]:
    """Everyone who lodged a file, each trait as often as the plan says."""
    ways = plan.paths(numbers)
    people = [Applicant(path) for path, count in vars(ways).items() for _time in range(count)]
    by_path = {path: [one for one in people if one.path == path] for path in vars(ways)}
    won = [one for path in (*FIRST, *LIFTED) for one in by_path[path]]
    left = [one for path in UNLUCKY for one in by_path[path]]
    place(chance, by_path, plan.spread(ways))
    nationals(chance, won, left)
    ages(chance, by_path, round(plan.MINORS * len(won)), round(plan.MINORS_REFUSED * len(left)))
    sexes(chance, by_path, round(plan.MEN * len(won)), round((1 - plan.WOMEN_REFUSED) * len(left)))
    dates(chance, by_path, numbers, ways)
    for one in people:
        claims(chance, one)
    appeals(chance, by_path, numbers)
    families(by_path)
    return people


def place(chance: Chance, by_path: dict[str, list[Applicant]], spread: plan.Spread) -> None:
    groups = ((FIRST, spread.first), (LIFTED, spread.lifted), (UNLUCKY, spread.left))
    for paths, counts in groups:
        codes = shuffled(chance, plan.laid_out(counts))
        for one, code in zip(of(by_path, paths), codes, strict=True):
            one.office = code


def of(by_path: dict[str, list[Applicant]], paths: Sequence[str]) -> Iterator[Applicant]:
    return (one for path in paths for one in by_path[path])


def shuffled(chance: Chance, listed: list[str]) -> list[str]:
    return chance.sample(listed, len(listed))


def nationals(chance: Chance, won: list[Applicant], left: list[Applicant]) -> None:
    """The rarest countries among the files known first, so that all are known by January 2015."""
    counts, others = plan.nationalities(len(won), len(left))
    listed = plan.laid_out(counts)
    rare = sum(count for count in counts.values() if count < 40)
    for one, code in zip(won, [*listed[:rare], *shuffled(chance, listed[rare:])], strict=True):
        one.country = code
    for one, code in zip(left, shuffled(chance, plan.laid_out(others)), strict=True):
        one.country = code


def ages(chance: Chance, by_path: dict[str, list[Applicant]], won: int, left: int) -> None:
    """Children of relieved mothers and minors alone are minors; the rest are drawn to the number."""
    fixed = [*by_path["children"], *by_path["minors"]]
    for one in fixed:
        one.minor = True
    some(chance, list(of(by_path, FIRST)), max(won - len(fixed), 0), minor=True)
    some(chance, by_path["refused"], left, minor=True)


def some(chance: Chance, people: list[Applicant], count: int, **traits: object) -> None:
    for one in chance.sample(people, min(count, len(people))):
        for name, value in traits.items():
            setattr(one, name, value)


def sexes(chance: Chance, by_path: dict[str, list[Applicant]], won: int, left: int) -> None:
    """Men to the number; whom the decision on women relieved are women and their children."""
    for one in of(by_path, tuple(by_path)):
        one.sex = "F"
    fixed = [*chance.sample(by_path["children"], len(by_path["children"]) // 2)]
    fixed += by_path["minors"][: round(len(by_path["minors"]) * 0.86)]
    fixed += by_path["accepted"][: round(len(by_path["accepted"]) * 0.955)]
    for one in fixed:
        one.sex = "M"
    some(chance, list(of(by_path, FIRST)), max(won - len(fixed), 0), sex="M")
    some(chance, list(of(by_path, UNLUCKY)), left, sex="M")


def dates(
    chance: Chance, by_path: dict[str, list[Applicant]], numbers: plan.Numbers, ways: plan.Paths
) -> None:
    """A course for each file; those written down late are the differences between the printed numbers of files."""
    usual = {office.code: office.days for office in plan.offices()}
    refused = chance.sample(list(of(by_path, REFUSED)), sum(vars(ways)[path] for path in REFUSED))
    after = [*by_path["after"], *refused[numbers.february_unfavourable :]]
    waiting = chance.sample([*after, *by_path["never"]], len(after) + len(by_path["never"]))
    last, late = numbers.filed - numbers.february_filed, numbers.february_filed - numbers.january_filed
    eligible = [one for one in waiting if one.path != "never"]
    for one in eligible[:last]:
        one.course = calendar.after(chance, late="february")
    shares = plan.within(late, round(late * 0.1), round(late * 0.5))
    for one in eligible[last : last + shares[0]]:
        one.course = calendar.after(chance, late="january")
    late -= sum(one.course is not None for one in eligible) - last
    for one in waiting:
        one.course = one.course or calendar.after(chance)
    february = by_path["february"]
    here = min(shares[1], len(february), late)
    for number, one in enumerate(february):
        one.course = calendar.between(chance, usual[one.office], late=number < here)
    for number, one in enumerate(refused[: numbers.february_unfavourable]):
        late_too = number < late - here
        one.course = calendar.known_in_february(chance, usual[one.office], late=late_too)
    for one in by_path["january"]:
        one.course = calendar.early(chance, usual[one.office])


# Category claimed: how often among those favourable at once, and among those refused.
CLAIMED = {"C5": (36, 55), "C2": (19, 8), "C4": (24, 29), "C1": (17, 5), "C6": (4, 3)}
WHY = {
    "C5": (("length", 52), ("evidence", 30), ("identity", 8), ("absent", 6), ("other", 4)),
    "C4": (("category", 44), ("evidence", 34), ("identity", 8), ("absent", 8), ("other", 6)),
    "C2": (("length", 48), ("category", 26), ("evidence", 20), ("absent", 6)),
    "C1": (("length", 50), ("evidence", 34), ("identity", 10), ("absent", 6)),
    "C6": (("evidence", 60), ("category", 30), ("absent", 10)),
    "C3": (("category", 50), ("evidence", 40), ("identity", 10)),
}
HARD = (("absent", 38), ("identity", 30), ("public_order", 20), ("window", 12))


def claims(chance: Chance, one: Applicant) -> None:
    """What was claimed, a second category for one in eight, and why it was refused."""
    if one.minor:
        first = "C5" if one.path == "minors" else "C3"
    else:
        first = pick(chance, tuple((code, pair[one.refused]) for code, pair in CLAIMED.items()))
    one.claims = (first,)
    if not one.minor and chance.part(0.12):
        second = pick(chance, (("C4", 5), ("C5", 4), ("C6", 1)))
        one.claims = (first, second) if second != first else one.claims
    if not one.refused:
        return
    stays = one.path in UNLUCKY and one.sex == "F"  # the decision on women did not reach these refusals
    one.reasons = (pick(chance, HARD if stays else WHY[first]),)
    if not stays and one.reasons != ("absent",) and chance.part(0.15):
        one.reasons = tuple(dict.fromkeys((*one.reasons, "evidence")))


def pick(chance: Chance, table: Sequence[tuple[str, int]]) -> str:
    return chance.choices([code for code, _n in table], [n for _code, n in table])[0]


def appeals(chance: Chance, by_path: dict[str, list[Applicant]], numbers: plan.Numbers) -> None:
    for one in of(by_path, ("accepted", "rejected", "withdrawn")):
        one.appealed = True
    women = [one for one in by_path["women"] if one.when.decided_on < date(2015, 4, 1)]
    some(chance, women, numbers.appeals_relieved, appealed=True)


def families(by_path: dict[str, list[Applicant]]) -> None:
    """Children follow a parent of the same office, country and path, as far as there is one: same days, same name."""
    for path in ("january", "february", "children", "refused"):
        parents = "women" if path == "children" else path
        adults: dict[tuple[str, str], list[Applicant]] = defaultdict(list)
        for one in by_path[parents]:
            if not one.minor:
                adults[one.office, one.country].append(one)
        for child in by_path[path]:
            near = adults[child.office, child.country] if child.minor else []
            parent = next((one for one in near if len(one.children) < 3), None)
            if parent and fits(child, parent):
                child.parent, child.course = parent, parent.when
                parent.children.append(child)
                parent.claims = parent.claims if "C1" in parent.claims else ("C2", *parent.claims[1:])


def fits(child: Applicant, parent: Applicant) -> bool:
    """Both known on the same side of each cut-off: a family's file moves no printed number."""
    return all(
        (getattr(child.when, moment) < at) == (getattr(parent.when, moment) < at)
        for moment in ("lodged_at", "decided_at")
        for at in (
            calendar.written(Chance(0), calendar.JANUARY, calendar.JANUARY),
            calendar.written(Chance(0), calendar.FEBRUARY, calendar.FEBRUARY),
        )
    )
